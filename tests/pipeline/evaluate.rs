//! `dictum eval`, on recordings whose words are known and on consults whose notes are.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use dictum_tests::{dictum, json, project, stderr, stdout};
use serde_json::{Value, json as value};

use super::{SHIPPED_MODEL_WER, reference, write_wav};

/// As spoken. The numbers are words, though the recogniser writes digits.
const SPOKEN: &[(&str, &str)] = &[
    ("my sugar was two oh seven this morning.", "en-gb+m7"),
    ("You can take sertraline as needed. It comes and goes.", "en-us+m7"),
];

fn evaluate(folder: &Path, lines: &[Value], options: &[&str]) -> Output {
    let lines: Vec<String> =
        lines.iter().map(|line| line.as_str().map_or_else(|| line.to_string(), str::to_owned)).collect();
    let manifest = folder.join("manifest.jsonl");
    fs::write(&manifest, lines.join("\n")).unwrap();
    dictum(&folder.join("home")).args(["eval", "speech"]).args(options).arg(manifest).output().unwrap()
}

fn speak(folder: &Path) -> Vec<Value> {
    let speak = |(number, (spoken, voice)): (usize, &(&str, &str))| {
        let name = format!("{number}.wav");
        let espeak = Command::new("espeak-ng")
            .args(["-v", voice, "-s", "150", "-w"])
            .arg(folder.join(&name))
            .arg(spoken)
            .status();
        assert!(espeak.unwrap().success());
        value!({ "audio": name, "text": spoken })
    };
    SPOKEN.iter().enumerate().map(speak).collect()
}

#[test]
fn recordings_whose_words_are_known_tell_how_well_the_model_hears() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    write_wav(&folder.join("silence.wav"), 0, 6);
    let consult = project().join("models/sample/consult.flac");
    let mut lines = vec![
        value!({ "audio": consult, "text": reference() }),
        value!({ "audio": "nowhere.wav", "text": "Jane Doe has a rash." }),
        value!("{\"audio\": \"Jane Doe"),
        value!({ "audio": "silence.wav", "text": "" }),
    ];
    lines.extend(speak(folder));

    let output = evaluate(folder, &lines, &["--json"]);
    assert_eq!(output.status.code(), Some(6), "{}", stderr(&output));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    println!("{report:#}");

    let files = report["files"].as_array().unwrap();
    let count = |of: &Value, what: &str| of[what].as_u64().unwrap();
    let names: Vec<&str> = files.iter().map(|file| file["audio"].as_str().unwrap()).collect();
    assert_eq!(names, [consult.to_str().unwrap(), "silence.wav", "0.wav", "1.wav"]);
    for what in ["words", "errors", "substitutions", "deletions", "insertions", "drug_names_heard"] {
        assert_eq!(count(&report, what), files.iter().map(|file| count(file, what)).sum::<u64>(), "{what}");
    }
    let (words, errors) = (count(&report, "words"), count(&report, "errors"));
    assert!(words > 250 && report["wer"] == value!(errors as f64 / words as f64), "{words}");
    assert!(report["wer"].as_f64().unwrap() <= SHIPPED_MODEL_WER);
    assert_eq!(count(&files[2], "words"), 6, "a number is the same in words and in digits");

    assert!(count(&report["medical_terms"], "words") > 20);
    assert!(report["medical_terms"]["wer"].as_f64().unwrap() <= SHIPPED_MODEL_WER);
    assert_eq!(report["drug_names"], value!({ "words": 4, "errors": 0, "wer": 0.0 }));
    assert_eq!((count(&report, "drug_names_heard"), count(&report, "drug_names_made_up")), (4, 0));
    let silence = value!({ "files": 1, "files_with_words": 0, "seconds": 6.0, "insertions": 0,
        "insertions_per_minute": 0.0 });
    assert_eq!(report["silence"], silence);
    assert!(report["seconds"].as_f64().unwrap() > 60.0);
    assert!(report["real_time_factor"].as_f64().unwrap() > 0.0);

    let bad: Vec<u64> =
        report["bad_lines"].as_array().unwrap().iter().map(|bad| count(bad, "line")).collect();
    assert_eq!(bad, [2, 3]);
    assert!(stderr(&output).contains("line 2: The audio file does not exist. Check its place and name"));
    assert!(stderr(&output).contains("line 3: This is not JSON"));
    for told in [stdout(&output), stderr(&output)] {
        assert!(!told.contains("Jane") && !told.contains("sugar"), "{told}");
    }
}

#[test]
fn drug_names_of_an_imported_formulary_are_counted_too() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    write_wav(&folder.join("silence.wav"), 0, 2);
    let line = value!({ "audio": "silence.wav", "text": "Take zorblaxin with metformin." });
    let drug_names =
        || json(&evaluate(folder, std::slice::from_ref(&line), &["--json"]))["drug_names"].clone();
    assert_eq!(drug_names()["words"], 1);
    let list = folder.join("ours.txt");
    fs::write(&list, "zorblaxin\n").unwrap();
    let import = dictum(&folder.join("home")).args(["formulary", "import"]).arg(&list).output().unwrap();
    assert!(import.status.success(), "{}", stderr(&import));
    assert_eq!(drug_names(), value!({ "words": 2, "errors": 2, "wer": 1.0 }));
}

#[test]
fn texts_are_printed_only_where_they_are_asked_for() {
    let home = tempfile::tempdir().unwrap();
    let lines = speak(home.path());
    let table = evaluate(home.path(), &lines, &["--limit", "1"]);
    assert!(table.status.success(), "{}", stderr(&table));
    let told = stdout(&table);
    assert!(told.contains("All words") && told.contains("Files: 1,") && !told.contains("sugar"), "{told}");
    let report = json(&evaluate(home.path(), &lines, &["--json", "--texts", "--limit", "1"]));
    assert_eq!(report["files"].as_array().unwrap().len(), 1);
    assert_eq!(report["files"][0]["text"], SPOKEN[0].0);
    assert!(report["files"][0]["heard"].as_str().unwrap().to_lowercase().contains("my sugar was"));
}

#[test]
fn a_manifest_or_a_model_that_cannot_be_used_is_told_by_the_exit_code() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(evaluate(home.path(), &[], &[]).status.code(), Some(3), "nothing in it");
    let missing = dictum(home.path()).args(["eval", "speech", "nowhere.jsonl"]).output().unwrap();
    assert_eq!(missing.status.code(), Some(3));
    let folder = dictum(home.path()).args(["eval", "speech"]).arg(home.path()).output().unwrap();
    assert_eq!(folder.status.code(), Some(3), "{}", stderr(&folder));
    let line = value!({ "audio": "a.wav", "text": "" });
    assert_eq!(evaluate(home.path(), &[line], &["--model", "none-such"]).status.code(), Some(4));
}

/// A consult with its clinician's note, one with statements of which is known whether they are true, and a bad line.
fn consults(folder: &Path) -> std::path::PathBuf {
    let turns = value!([
        { "speaker": "doctor", "text": "What brings you in today?" },
        { "speaker": "patient", "text": "I have had a cough for 3 weeks. I take lisinopril 20 mg daily." },
        { "speaker": "doctor", "text": "Any fever?" },
        { "speaker": "patient", "text": "No." },
    ]);
    let note =
        "CHIEF COMPLAINT\n\nCough.\n\nREVIEW OF SYSTEMS\n\nDenies fever.\n\nMEDICATIONS\n\nWarfarin.\n";
    let statements = value!([
        { "text": "Denies fever.", "supported": true },
        { "text": "Lisinopril 20 mg daily.", "supported": true, "section": "medications" },
        { "text": "Lisinopril 40 mg daily.", "supported": false, "kind": "dose", "section": "medications" },
    ]);
    let lines = [
        value!({ "id": 1, "transcript": turns, "note": note }).to_string(),
        "Jane Doe".to_owned(),
        value!({ "id": 3, "transcript": turns, "statements": statements }).to_string(),
    ];
    let path = folder.join("consults.jsonl");
    fs::write(&path, lines.join("\n")).unwrap();
    path
}

#[test]
fn drafts_are_compared_with_the_notes_of_clinicians() {
    let home = tempfile::tempdir().unwrap();
    let path = consults(home.path());
    let run = |options: &[&str]| {
        let mut eval = dictum(home.path());
        eval.args(["eval", "draft", "--engine", "extractive"]).args(options).arg(&path).output().unwrap()
    };
    let output = run(&["--json"]);
    assert_eq!(output.status.code(), Some(6), "{}", stderr(&output));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let drafts = report["drafts"].as_array().unwrap();
    assert_eq!((drafts.len(), drafts[0]["id"].as_u64()), (1, Some(1)));
    assert!(drafts[0]["rouge1"].as_f64().unwrap() > 0.1, "{report}");
    assert_eq!(report["mean"]["rouge1"], drafts[0]["rouge1"]);
    assert_eq!(drafts[0]["words_of_reference"], 10);
    assert_eq!(report["engine"], "extractive drafter");
    let bad: Vec<_> =
        report["bad_lines"].as_array().unwrap().iter().map(|bad| bad["line"].as_u64()).collect();
    assert_eq!(bad, [Some(2), Some(3)], "no JSON; no note");
    assert!(!format!("{}{}", stdout(&output), stderr(&output)).contains("Jane"));
    let table = run(&["--limit", "1"]);
    assert!(table.status.success() && stdout(&table).contains("ROUGE-1"), "{}", stdout(&table));
}

#[test]
fn what_the_checks_catch_and_what_they_flag_in_vain_is_counted() {
    let home = tempfile::tempdir().unwrap();
    let path = consults(home.path());
    let output = dictum(home.path()).args(["--json", "eval", "check"]).arg(&path).output().unwrap();
    assert_eq!(output.status.code(), Some(6), "{}", stderr(&output));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["false"]["dose"], value!({ "statements": 1, "flagged": 1, "share": 1.0 }));
    assert_eq!(
        report["true"],
        value!({ "statements": 5, "flagged": 1, "share": 0.2 }),
        "warfarin in the note"
    );
    assert_eq!(report["bad_lines"][0]["line"], 2);
    let table = dictum(home.path()).args(["eval", "check", "--limit", "1"]).arg(&path).output().unwrap();
    assert!(table.status.success() && stdout(&table).contains("true"), "{}", stdout(&table));
}
