//! A dictated note: `dictum transcribe --dictation` and `dictum draft --engine dictation`.

use std::fs;
use std::process::Command;

use dictum_tests::{dictum, json, project, stderr};

#[test]
fn what_is_dictated_becomes_marks_and_sections_and_is_only_the_clinicians() {
    let home = tempfile::tempdir().unwrap();
    let wav = home.path().join("dictated.wav");
    // Words that the model which ships has met, as a clinician dictates them.
    let said = "she has a headache period no fever period next section. it started two days ago period.";
    let mut espeak = Command::new("espeak-ng");
    espeak.args(["-v", "en-us+f3", "-s", "150", "-w"]).arg(&wav).arg(said);
    assert!(espeak.status().unwrap().success());
    let transcribed =
        dictum(home.path()).args(["--json", "transcribe", "--dictation"]).arg(&wav).output().unwrap();
    let turns = json(&transcribed)["transcript"].clone();
    let text: Vec<&str> =
        turns.as_array().unwrap().iter().map(|turn| turn["text"].as_str().unwrap()).collect();
    let text = text.join("\n").to_lowercase();
    assert!(text.contains("headache. no fever.\nnext section.\n"), "{text}");
    for turn in turns.as_array().unwrap() {
        assert_eq!(turn["speaker"], "Clinician");
    }
    let refused = dictum(home.path())
        .args(["transcribe", "--dictation", "--translate"])
        .arg(project().join("models/sample/consult.flac"))
        .output()
        .unwrap();
    assert_eq!(refused.status.code(), Some(2), "its commands are English");
    assert!(stderr(&refused).contains("--translate"));
}

#[test]
fn a_dictated_note_stands_in_the_sections_that_were_named() {
    let home = tempfile::tempdir().unwrap();
    let transcript = home.path().join("dictated.txt");
    fs::write(
        &transcript,
        "Doctor: Section history of present illness cough for 3 weeks comma worse at night period\n\
         Doctor: Section physical exam lungs are clear period new line no wheezing period\n\
         Doctor: Go to plan. Start doxycycline 100 mg twice daily. Come back in 2 weeks.\n",
    )
    .unwrap();
    let drafted = dictum(home.path())
        .args(["--json", "draft", "--engine", "dictation"])
        .arg(&transcript)
        .output()
        .unwrap();
    let note = json(&drafted);
    let sections: Vec<(String, Vec<String>)> = note["note"]["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|section| {
            let statements = section["statements"].as_array().unwrap();
            let text = |one: &serde_json::Value| one["text"].as_str().unwrap().to_owned();
            (section["code"].as_str().unwrap().to_owned(), statements.iter().map(text).collect())
        })
        .filter(|(_, statements): &(String, Vec<String>)| !statements.is_empty())
        .collect();
    let of = |code: &str, statements: &[&str]| {
        (code.to_owned(), statements.iter().map(|one| (*one).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(
        sections,
        [
            of("history_of_present_illness", &["Cough for 3 weeks, worse at night."]),
            of("physical_exam", &["Lungs are clear.", "No wheezing."]),
            of("plan_medications", &["Start doxycycline 100 mg twice daily."]),
            of("plan_follow_up", &["Come back in 2 weeks."]),
        ]
    );
}
