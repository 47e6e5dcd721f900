//! What holds of every draft: it cites what is there, and says nothing that was not said. Tried on real consults and on pieces of
//! speech put together at random.

use std::collections::HashSet;
use std::path::Path;

use clinical::{Note, Speaker, Transcript};
use proptest::prelude::*;

use super::address::written_out;
use super::{extract, warm_up, words};
use crate::Template;

#[test]
fn a_draft_is_the_same_after_a_warm_up() {
    let mut transcript = Transcript::default();
    transcript.push(Speaker::Patient, "My ear has been hurting for 2 days.", None);
    let draft = || extract(&Template::built_in("soap").unwrap(), &transcript).to_text();
    let cold = draft();
    warm_up();
    assert_eq!(draft(), cold);
}

/// Words that frame a statement and need not have been said; forms of verbs and pronouns.
const FRAMING: &[&str] = &[
    "the",
    "a",
    "an",
    "patient",
    "patient's",
    "has",
    "have",
    "is",
    "are",
    "was",
    "were",
    "does",
    "do",
    "not",
    "he",
    "she",
    "they",
    "him",
    "her",
    "them",
    "his",
    "their",
    "himself",
    "herself",
    "themselves",
    "will",
    "would",
    "denies",
    "reports",
    "no",
    "known",
    "drug",
    "allergies",
    "current",
    "medications",
    "other",
    "duration",
    "onset",
    "location",
    "severity",
    "character",
    "alcohol",
    "tobacco",
    "smoke",
    "smoked",
    "drink",
    "never",
    "use",
    "family",
    "history",
    "of",
    "medical",
    "mmhg",
    "beats",
    "per",
    "minute",
    "breaths",
    "f",
    "c",
    "in",
    "lb",
    "kg",
    "%",
    "heart",
    "rate",
    "respiratory",
    "temperature",
    "oxygen",
    "saturation",
    "weight",
    "blood",
    "pressure",
    "call",
    "return",
    "let",
    "clinic",
    "know",
    "to",
    "want",
    "going",
    "and",
    "reports",
    "am",
    "us",
    "that",
    "had",
    "frequency",
    "course",
    "last",
    "or",
    "feels",
    "feeling",
    "illnesses",
    "having",
    "caregiver",
    "caregiver's",
    "them",
    "lasts",
];

/// A word in the forms under which it may have been said: "takes" is "take", "carries" is "carry".
fn forms(word: &str) -> Vec<String> {
    let word = word.trim_end_matches("'s");
    let mut forms = vec![word.to_owned()];
    forms.extend(word.strip_suffix('s').map(str::to_owned));
    forms.extend(word.strip_suffix("es").map(str::to_owned));
    forms.extend(word.strip_suffix("ies").map(|stem| format!("{stem}y")));
    forms
}

/// The words of a text as they may appear in a statement: as said and cleaned.
fn said(text: &str) -> HashSet<String> {
    let cleaned = written_out(&words::clean(text).join(" "));
    text.split_whitespace()
        .chain(cleaned.split(|c: char| c.is_whitespace() || c == '/'))
        .chain(cleaned.split_whitespace())
        .chain(cleaned.split(|c: char| !c.is_alphanumeric()))
        .chain(text.split(|c: char| !c.is_alphanumeric()))
        .map(words::bare)
        .flat_map(|word| forms(&word))
        .collect()
}

fn unsupported(note: &Note, transcript: &Transcript) -> Vec<String> {
    let mut words_without_support = Vec::new();
    for statement in note.statements() {
        let evidence: HashSet<String> = statement
            .evidence
            .iter()
            .filter_map(|id| transcript.get(*id))
            .flat_map(|segment| said(&segment.text))
            .collect();
        for word in
            statement.text.split(|c: char| c.is_whitespace()).map(words::bare).filter(|word| !word.is_empty())
        {
            let parts_said = || word.split('/').all(|part| evidence.contains(part));
            let known =
                FRAMING.contains(&word.as_str()) || forms(&word).iter().any(|form| evidence.contains(form));
            if !known && !parts_said() {
                words_without_support.push(format!("{word:?} in {:?}", statement.text.as_str()));
            }
        }
    }
    words_without_support
}

#[test]
fn nothing_is_invented_in_any_real_consult() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/eval");
    let (mut consults, mut invented) = (0, Vec::new());
    for file in ["aci-bench/train.jsonl", "aci-bench/valid.jsonl", "primock57/dev.jsonl"] {
        let Ok(lines) = std::fs::read_to_string(folder.join(file)) else {
            eprintln!("SKIPPED: no evaluation data at {file}");
            continue;
        };
        for line in lines.lines() {
            let json: serde_json::Value = serde_json::from_str(line).unwrap();
            let mut transcript = Transcript::default();
            for turn in json["transcript"].as_array().unwrap() {
                let speaker = Speaker::from_label(turn["speaker"].as_str().unwrap());
                transcript.push(speaker, turn["text"].as_str().unwrap(), None);
            }
            let note = extract(&Template::built_in("soap").unwrap(), &transcript);
            assert!(note.statements().count() > 4, "{}", json["id"]);
            assert!(note.statements().all(|s| s.evidence.iter().all(|id| transcript.get(*id).is_some())));
            invented.extend(unsupported(&note, &transcript));
            consults += 1;
        }
    }
    assert_eq!(invented, Vec::<String>::new(), "in {consults} consults");
}

/// Turns made of pieces of real speech, so that they reach the rules.
fn turn() -> impl Strategy<Value = (u8, String)> {
    let piece = prop::sample::select(vec![
        "any fever or chills?",
        "no",
        "yes",
        "I have",
        "my left knee hurts",
        "take ibuprofen 400 mg twice a day",
        "um ,",
        "do n't",
        "your lungs are clear",
        "on your heart exam",
        "I think",
        "for your first problem, your diabetes",
        "follow up in two weeks",
        "ß",
        "İ",
        "👩‍⚕️",
        "...",
        "118 over 76",
        "blood pressure",
        "allergic to",
        "\u{2019}s",
        "- -",
        ". . ?",
        "we'll order an mri",
        "I'm going to refer you to cardiology",
        "gives me a rash",
        "right",
        "you know",
    ]);
    (
        0u8..4,
        prop_oneof![prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.join(" ")), "\\PC{0,60}"],
    )
}

proptest! {
    #[test]
    fn every_statement_cites_segments_that_exist(turns in prop::collection::vec(turn(), 0..12)) {
        let mut transcript = Transcript::default();
        for (speaker, text) in turns {
            let speaker = match speaker {
                0 => Speaker::Clinician,
                1 => Speaker::Patient,
                2 => Speaker::Other("Mother".into()),
                _ => Speaker::Unknown,
            };
            transcript.push(speaker, text, None);
        }
        let note = extract(&Template::built_in("soap").unwrap(), &transcript);
        for statement in note.statements() {
            prop_assert!(!statement.evidence.is_empty());
            prop_assert!(statement.evidence.iter().all(|id| transcript.get(*id).is_some()));
            prop_assert!(statement.evidence.is_sorted());
            prop_assert!(!statement.text.trim().is_empty());
        }
    }
}
