//! How often the right speaker is found in real consults.

#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests are not seen as tests

use std::fs;
use std::path::{Path, PathBuf};

use clinical::{Span, Speaker};
use speech::{Balance, assign_speakers};

fn from_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

struct Turn {
    said_by: Speaker,
    text: String,
    span: Option<Span>,
}

/// The role of a speaker: a companion counts as such, whatever the label.
fn role(speaker: &Speaker) -> &'static str {
    match speaker {
        Speaker::Clinician => "clinician",
        Speaker::Patient => "patient",
        Speaker::Other(_) => "other",
        Speaker::Unknown => "unknown",
    }
}

/// Right turns and all turns: clinician, patient and other must each be found.
fn score(turns: &[Turn]) -> (usize, usize) {
    let assigned =
        assign_speakers(turns.iter().map(|turn| (turn.span, turn.text.as_str())), &Balance::default());
    let right =
        turns.iter().zip(assigned).filter(|(turn, assigned)| role(&turn.said_by) == role(assigned)).count();
    (right, turns.len())
}

/// A file with a consult on each line; none where the file is absent.
fn consults(file: &str) -> Option<Vec<Vec<Turn>>> {
    let Ok(lines) = fs::read_to_string(from_root("../shared/eval").join(file)) else {
        eprintln!("SKIPPED: the evaluation data {file} is not here");
        return None;
    };
    let turn = |turn: &serde_json::Value| {
        let text = |key: &str| turn[key].as_str().unwrap_or_default();
        let ms = |key: &str| turn[key].as_f64().map(|seconds| (seconds * 1000.0).round() as u64);
        let span = ms("start").zip(ms("end")).map(|(start_ms, end_ms)| Span { start_ms, end_ms });
        Turn { said_by: Speaker::from_label(text("speaker")), text: text("text").to_owned(), span }
    };
    let consult = |line: &str| {
        let consult: serde_json::Value = serde_json::from_str(line).unwrap();
        consult["transcript"].as_array().unwrap().iter().map(turn).collect()
    };
    Some(lines.lines().map(consult).collect())
}

/// Asserts that more than `floor` of all turns are right.
fn assert_share(what: &str, consults: &[Vec<Turn>], floor: f64) {
    let scores = consults.iter().map(|turns| score(turns));
    let (right, all) = scores.fold((0, 0), |(right, all), (more, turns)| (right + more, all + turns));
    let share = right as f64 / all as f64;
    eprintln!("{what}: {right} of {all} turns, {:.1} %", share * 100.0);
    assert!(share > floor, "{what}: {share}");
}

/// Each sentence on its own; those of a turn touch.
fn in_sentences(consult: &[Turn]) -> Vec<Turn> {
    let mut now = 0;
    let mut sentences = Vec::new();
    for turn in consult {
        now += 500;
        for text in
            turn.text.split_inclusive(['.', '?', '!']).filter(|text| text.contains(char::is_alphabetic))
        {
            let span = Some(Span { start_ms: now, end_ms: now + 1000 });
            now += 1000;
            sentences.push(Turn { said_by: turn.said_by.clone(), text: text.to_owned(), span });
        }
    }
    sentences
}

fn without_times(consults: &mut [Vec<Turn>]) {
    consults.iter_mut().flatten().for_each(|turn| turn.span = None);
}

/// In one of the 20 consults, D2N082, doctor and patient are tagged the wrong way round but for the first turn. It counts
/// as tagged, 50 turns wrong of 1051, so that 95.2 % is the most that reading the words can get.
#[test]
fn most_turns_of_american_consults_get_the_right_speaker() {
    if let Some(consults) = consults("aci-bench/valid.jsonl") {
        assert_share("aci-bench/valid.jsonl", &consults, 0.93);
        let sentences: Vec<Vec<Turn>> = consults.iter().map(|consult| in_sentences(consult)).collect();
        assert_share("aci-bench/valid.jsonl by sentence", &sentences, 0.94);
    }
}

#[test]
fn most_turns_of_british_telephone_consults_get_the_right_speaker() {
    if let Some(mut consults) = consults("primock57/dev.jsonl") {
        assert_share("primock57/dev.jsonl with times", &consults, 0.93);
        without_times(&mut consults);
        assert_share("primock57/dev.jsonl", &consults, 0.92);
        let sentences: Vec<Vec<Turn>> = consults.iter().map(|consult| in_sentences(consult)).collect();
        assert_share("primock57/dev.jsonl by sentence", &sentences, 0.92);
    }
}

#[test]
fn every_turn_of_the_sample_consult_gets_the_right_speaker() {
    let Ok(text) = fs::read_to_string(from_root("models/sample/consult.txt")) else {
        eprintln!("SKIPPED: there is no sample consult");
        return;
    };
    let turns: Vec<Turn> = text
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(speaker, words)| Turn {
            said_by: Speaker::from_label(speaker),
            text: words.to_owned(),
            span: None,
        })
        .collect();
    assert_eq!(score(&turns), (turns.len(), turns.len()));
    let sentences = in_sentences(&turns);
    let (right, all) = score(&sentences);
    assert!(right * 10 > all * 9, "{right} of {all} sentences");
}
