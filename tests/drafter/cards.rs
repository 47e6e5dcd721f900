//! A draft's card, and that what it says is enough to make the draft again.

use std::fs;
use std::process::Command;

use dictum_tests::{dictum, json, project, stderr};
use serde_json::{Value, json as value};

/// The beginning of the sample consult, which the small model that ships with Dictum understands: what the patient
/// came for.
fn consult() -> String {
    let sample = fs::read_to_string(project().join("models/sample/consult.txt")).unwrap();
    sample.lines().take(6).collect::<Vec<_>>().join("\n")
}

fn turns() -> Value {
    let text = consult();
    let turn = |line: &str| {
        let (speaker, text) = line.split_once(": ").unwrap();
        value!({ "speaker": speaker, "text": text })
    };
    text.lines().map(turn).collect()
}

#[test]
fn the_same_consult_model_and_seed_give_the_same_draft_and_the_card_says_which_they_were() {
    let _turn = super::alone();
    let home = tempfile::tempdir().unwrap();
    let by_the_small_model = ["--engine", "llm", "--model", "dictum-draft-micro-en"];
    let consult_file = home.path().join("consult.txt");
    fs::write(&consult_file, consult()).unwrap();
    let mut draft = dictum(&home.path().join("home"));
    draft.args(["--json", "draft"]).arg(&consult_file).args(by_the_small_model);
    let first = json(&draft.output().unwrap());
    assert!(first["text"].as_str().unwrap().contains("knee"), "{first}");

    // In another process, and once more when the model has read the consult before.
    let lines = home.path().join("consults.jsonl");
    let line = |id: u32| value!({ "id": id, "transcript": turns() }).to_string();
    fs::write(&lines, format!("{}\n{}\n", line(1), line(2))).unwrap();
    let out = home.path().join("notes.jsonl");
    let mut batch = dictum(&home.path().join("home"));
    let output = batch.args(["batch", "draft"]).arg(&lines).arg("--out").arg(&out).args(by_the_small_model);
    let output = output.output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let drafts: Vec<Value> =
        fs::read_to_string(&out).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(drafts.len(), 2);
    for again in &drafts {
        assert_eq!(again["note"], first["note"]);
        let without_times = |draft: &Value| {
            let mut card = draft["card"].clone();
            card["times"].take();
            card
        };
        assert_eq!(without_times(again), without_times(&first));
    }

    let (card, model) = (&first["card"], &first["card"]["model"]);
    let shipped = project().join("models/dictum-draft-micro-en.gguf");
    let digest = Command::new("sha256sum").arg(shipped).output().unwrap().stdout;
    let digest = String::from_utf8(digest).unwrap();
    assert_eq!(model["sha256"].as_str(), digest.split(' ').next());
    assert_eq!(model["quantisation"], "Q8_0");
    assert_eq!((model["temperature"].as_f64(), model["seed"].as_u64()), (Some(0.0), Some(0)));
    assert_eq!(card["template"], "soap");
    let statements = first["note"]["sections"].as_array().unwrap().iter();
    let statements: usize = statements.map(|section| section["statements"].as_array().unwrap().len()).sum();
    let counts = card["checks"].as_object().unwrap().values().map(|count| count.as_u64().unwrap());
    assert_eq!(counts.sum::<u64>(), statements as u64);
    assert!(card["times"]["writing_ms"].as_u64().unwrap() > 0, "{card}");
}

#[test]
fn a_draft_by_another_template_has_another_card_and_one_without_a_model_names_none() {
    let home = tempfile::tempdir().unwrap();
    let sample = project().join("models/sample/consult.txt");
    let by = |template: &str| {
        let mut draft = dictum(&home.path().join("home"));
        draft.args(["--json", "draft"]).arg(&sample).args(["--engine", "extractive", "--template", template]);
        json(&draft.output().unwrap())["card"].clone()
    };
    let (soap, progress) = (by("soap"), by("progress"));
    assert_eq!((soap["engine"].as_str(), soap.get("model")), (Some("extractive drafter"), None));
    assert_eq!(progress["template"], "progress");
    assert_ne!(soap["template_sha256"], progress["template_sha256"]);
}
