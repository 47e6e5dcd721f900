//! `dictum eval speech`, on recordings whose words are known.

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
