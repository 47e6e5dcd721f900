//! How often the rule finds the right speaker in real consults.

#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests are not seen as tests

use std::fs;
use std::path::{Path, PathBuf};

use clinical::Speaker;
use speech::assign_speakers;

fn from_root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// Right turns and all turns of the clinician and the patient.
fn score(turns: &[(Speaker, String)]) -> (usize, usize) {
    let assigned = assign_speakers(turns.iter().map(|(_, text)| (None, text.as_str())));
    let known = |speaker: &Speaker| matches!(speaker, Speaker::Clinician | Speaker::Patient);
    let pairs = turns.iter().zip(assigned).filter(|((said, _), _)| known(said));
    let right = pairs.clone().filter(|((said, _), assigned)| said == assigned).count();
    (right, pairs.count())
}

/// The share of right turns in a file with a consult on each line; none where the file is absent.
fn accuracy(file: &str) -> Option<f64> {
    let Ok(lines) = fs::read_to_string(from_root("../shared/eval").join(file)) else {
        eprintln!("SKIPPED: the evaluation data {file} is not here");
        return None;
    };
    let (mut right, mut all) = (0, 0);
    for line in lines.lines() {
        let consult: serde_json::Value = serde_json::from_str(line).unwrap();
        let turns: Vec<(Speaker, String)> = consult["transcript"]
            .as_array()
            .unwrap()
            .iter()
            .map(|turn| {
                let text = |key: &str| turn[key].as_str().unwrap_or_default();
                (Speaker::from_label(text("speaker")), text("text").to_owned())
            })
            .collect();
        let (more, turns) = score(&turns);
        right += more;
        all += turns;
    }
    let share = right as f64 / all as f64;
    eprintln!("{file}: {:.1} % of {all} turns", share * 100.0);
    Some(share)
}

#[test]
fn most_turns_of_recorded_consults_get_the_right_speaker() {
    for (file, floor) in [("primock57/dev.jsonl", 0.87), ("aci-bench/valid.jsonl", 0.87)] {
        if let Some(share) = accuracy(file) {
            assert!(share > floor, "{file}: {share}");
        }
    }
}

#[test]
fn every_turn_of_the_sample_consult_gets_the_right_speaker() {
    let Ok(text) = fs::read_to_string(from_root("models/sample/consult.txt")) else {
        eprintln!("SKIPPED: there is no sample consult");
        return;
    };
    let turns: Vec<(Speaker, String)> = text
        .lines()
        .filter_map(|line| line.split_once(": "))
        .map(|(speaker, words)| (Speaker::from_label(speaker), words.to_owned()))
        .collect();
    assert_eq!(score(&turns), (turns.len(), turns.len()));
}
