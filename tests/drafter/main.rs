//! The small language model that ships: real notes by llama.cpp, from the prompt and under the grammar of the application.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cards;
mod corrected;
mod slow;

use std::collections::HashSet;
use std::fs;
use std::sync::{Mutex, MutexGuard, PoisonError};

use clinical::{Origin, SegmentId, Speaker, Statement, Transcript};
use dictum_tests::{dictum, json, project, shared_eval};
use drafting::Template;
use grounding::Heard;
use serde_json::{Value, json as value};
use terminology::Formulary;

const MODEL: &str = "dictum-draft-micro-en";
/// What is asked of it: statements with their citation, of the reference's. Its card says how many it gets right.
const RIGHT: f64 = 0.97;
/// Of the numbers, drugs and sides in a note that nobody said.
const CAUGHT: f64 = 0.98;

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

#[test]
fn consults_that_it_was_not_trained_on_become_the_notes_that_follow_from_them() {
    let _turn = alone();
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("notes.jsonl");
    let status = dictum(home.path())
        .args(["batch", "draft", "--engine", "llm", "--model", MODEL, "--out"])
        .arg(&out)
        .arg(project().join("tests/drafter/consults.jsonl"))
        .status();
    assert!(status.unwrap().success());
    let notes = fs::read_to_string(out).unwrap();
    let (mut right, mut wanted, mut wrong) = (0, 0, Vec::new());
    let consults = held_out();
    for (consult, note) in consults.iter().zip(notes.lines()) {
        let note: Value = serde_json::from_str(note).unwrap();
        assert_eq!(consult["id"], note["id"]);
        for section in list(&note["note"], "sections") {
            let written = list(section, "statements");
            for reference in list(&consult["note"], section["code"].as_str().unwrap()) {
                let same = |one: &&Value| {
                    one["text"] == reference["text"] && one["evidence"] == reference["evidence"]
                };
                wanted += 1;
                match written.iter().find(same) {
                    Some(_) => right += 1,
                    None => wrong.push(reference),
                }
            }
        }
    }
    println!("{right} of {wanted} statements are right with their citation");
    assert!(f64::from(right) >= RIGHT * f64::from(wanted), "{wrong:#?}");
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

/// Real consults, which are beyond its language.
fn real_consults() -> Option<Vec<Transcript>> {
    let eval = shared_eval()?;
    let sets = ["aci-bench/train.jsonl", "aci-bench/valid.jsonl", "primock57/dev.jsonl"];
    let lines: Vec<String> = sets.map(|set| fs::read_to_string(eval.join(set)).unwrap()).into();
    let read = |line: &str| {
        let consult: Value = serde_json::from_str(line).unwrap();
        let mut transcript = Transcript::default();
        for turn in list(&consult, "transcript") {
            let speaker = Speaker::from_label(turn["speaker"].as_str().unwrap_or_default());
            transcript.push(speaker, turn["text"].as_str().unwrap(), None);
        }
        transcript
    };
    Some(lines.iter().flat_map(|set| set.lines()).map(read).collect())
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '\'' | '/' | '-'));
    parts
        .map(|word| word.trim_matches(['.', '-', '\'']).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

/// All that was said, as words, in the form in which it was said and in the written form, where numbers are digits.
fn said(transcript: &Transcript) -> HashSet<String> {
    let forms = |text: &str| [text.to_owned(), speech::written::written_form(text).text.as_str().to_owned()];
    let texts = transcript.segments().iter().flat_map(|segment| forms(segment.text.as_str()));
    texts.flat_map(|text| words(&text)).collect()
}

/// Numbers, drugs and sides of a statement that nobody said.
fn made_up(statement: &Statement, said: &HashSet<String>) -> Vec<(&'static str, String)> {
    let formulary = Formulary::starter();
    let is_said = |name: &str| words(name).iter().all(|word| said.contains(word));
    let kind = |word: &String| {
        if said.contains(word) {
            return None;
        }
        if word.parse::<f64>().is_ok() {
            return Some("number");
        }
        if matches!(word.as_str(), "left" | "right") {
            return Some("side");
        }
        let name = formulary.get(word)?;
        let generic = name.generic.clone().unwrap_or_else(|| name.text.clone());
        let mut others = formulary.names().iter().filter(|other| other.generic.as_ref() == Some(&generic));
        let named = is_said(&generic) || others.any(|other| is_said(&other.text));
        (!named).then_some("drug")
    };
    words(&statement.text).into_iter().filter_map(|word| Some((kind(&word)?, word))).collect()
}

/// Of a consult that it cannot read it writes what could stand in one of its own. In place of what it would write there, the
/// notes of its generator are held against real talk.
#[test]
fn what_the_notes_of_its_generator_say_that_nobody_said_is_caught_in_real_consults() {
    let Some(consults) = real_consults() else { return };
    let template = Template::built_in("soap").unwrap();
    let notes = held_out();
    let (mut caught, mut missed) = (0, Vec::new());
    for (transcript, others) in consults.iter().zip(notes.iter().cycle()) {
        let mut note = template.empty_note();
        let turns = transcript.segments().len() as u64;
        for section in &mut note.sections {
            for statement in list(&others["note"], section.code.as_str()) {
                let cited = list(statement, "evidence").iter().filter_map(Value::as_u64);
                let evidence = cited.map(|turn| SegmentId((turn % turns) as u32)).collect();
                let text = statement["text"].as_str().unwrap();
                section.statements.push(Statement::new(text, evidence, Origin::Model));
            }
        }
        grounding::check(&mut note, &Heard::of(transcript));
        let said = said(transcript);
        for statement in note.statements() {
            let made_up = made_up(statement, &said);
            if statement.needs_resolution() {
                caught += made_up.len();
            } else {
                missed.extend(made_up.into_iter().map(|one| (one, statement.text.clone())));
            }
        }
    }
    let all = caught + missed.len();
    println!("{caught} of {all} numbers, drugs and sides that nobody said are caught");
    assert!(all >= 400, "too few to say anything: {all}");
    assert!(caught as f64 >= CAUGHT * all as f64, "{caught} of {all}; missed: {missed:#?}");
}
