//! How talk and notes are read, by subject, each reading on a small consult of its own.

#![allow(clippy::unwrap_used)]

mod allergies;
mod asked;
mod denied;
mod done;
mod drugs;
mod everyday;
mod everyday_true;
mod found;
mod jotted;
mod kept_apart;
mod not_taken_for;
mod numbers;
mod offered;
mod persons;
mod plausible;
mod sides;
mod spoken_of;
mod times;
mod typed_plans;

use clinical::{Check, Format, Transcript, Verdict};
use grounding::Heard;

fn heard(lines: &str) -> Heard {
    Heard::of(&Transcript::parse(lines, Format::Text).unwrap())
}

fn of_talk(talk: &str, text: &str) -> Check {
    let heard = heard(talk);
    heard.check(text, &heard.find_evidence(text))
}

/// The verdict on a statement, and the first reason for it.
fn found(heard: &Heard, text: &str) -> (Verdict, String) {
    let check = heard.check(text, &heard.find_evidence(text));
    let why = check.reasons.first().map(|reason| reason.message.as_str().to_owned()).unwrap_or_default();
    (check.verdict, why)
}

/// Holds statements against a talk: those that it bears out, and those that it does not.
fn assert_all(talk: &str, supported: &[&str], flagged: &[&str]) {
    for text in supported {
        let check = of_talk(talk, text);
        let why: Vec<_> = check.reasons.iter().map(|reason| reason.message.as_str()).collect();
        assert_eq!(check.verdict, Verdict::Supported, "{text} {why:?}");
    }
    for text in flagged {
        assert_ne!(of_talk(talk, text).verdict, Verdict::Supported, "{text}");
    }
}
