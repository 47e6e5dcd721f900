//! The small language model that ships: real notes by llama.cpp, from the prompt and under the grammar of the application.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cards;
mod corrected;
mod held_out;
mod made_up;
mod read_once;
mod slow;

use std::fs;
use std::sync::{Mutex, MutexGuard, PoisonError};

use dictum_tests::{dictum, json, project};
use serde_json::{Value, json as value};

const MODEL: &str = "dictum-draft-micro-en";

/// One worker at a time: the threads of several would wait for each other, and busily.
fn alone() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Consults of its generator that it was not trained on (seed 1001), each with the note that follows from it.
fn held_out() -> Vec<Value> {
    let lines = fs::read_to_string(project().join("tests/drafter/consults.jsonl")).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn list<'a>(value: &'a Value, of: &str) -> &'a [Value] {
    value[of].as_array().map_or(&[], Vec::as_slice)
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '\'' | '/' | '-'));
    parts
        .map(|word| word.trim_matches(['.', '-', '\'']).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

#[test]
fn a_consult_beyond_its_context_is_drafted_in_parts_and_all_of_it_is_read() {
    let _turn = alone();
    let home = tempfile::tempdir().unwrap();
    let consults = held_out();
    let turns: Vec<&Value> =
        consults.iter().take(12).flat_map(|consult| list(consult, "transcript")).collect();
    let path = home.path().join("long.json");
    fs::write(&path, value!({ "transcript": turns }).to_string()).unwrap();
    let output = dictum(home.path())
        .args(["--json", "draft", "--engine", "llm", "--model", MODEL])
        .arg(&path)
        .output();
    let drafted = json(&output.unwrap());
    let by = drafted["engine"].as_str().unwrap();
    assert!(
        by.contains("parts put together, because the consult is longer than it can read at once"),
        "{by}"
    );
    let cited: Vec<u64> = list(&drafted["note"], "sections")
        .iter()
        .flat_map(|section| list(section, "statements"))
        .flat_map(|statement| list(statement, "evidence"))
        .filter_map(Value::as_u64)
        .collect();
    assert!(cited.iter().all(|turn| *turn < turns.len() as u64));
    // The model was not trained on so long a talk, so not all of it is noted; but it has read the first and the last.
    let half = turns.len() as u64 / 2;
    assert!(cited.iter().any(|turn| *turn < half) && cited.iter().any(|turn| *turn >= half), "{cited:?}");
}
