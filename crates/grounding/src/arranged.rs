//! What the talk leaves for later: results that are awaited, and when to come back; and whether a note has it.

use crate::claim::Claim;
use crate::concepts::{self, ConceptId, Mention};
use crate::cues::is_not;
use crate::heard::Heard;
use crate::numbers::Amount;
use crate::orders::is_order;
use crate::planned::TESTS;
use crate::polarity::Polarity;
use crate::words::{Gap, Words, in_one_sentence};

/// What a result is of, or is called.
const RESULTS: &[&str] = &[
    "result",
    "results",
    "culture",
    "cultures",
    "pathology",
    "histology",
    "cytology",
    "labs",
    "lab",
    "bloods",
    "blood",
    "bloodwork",
    "biopsy",
    "biopsies",
    "report",
    "mri",
    "ct",
    "scan",
    "scans",
    "x-ray",
    "ray",
    "rays",
    "ultrasound",
    "swab",
    "swabs",
    "smear",
    "test",
    "tests",
    "panel",
    "echo",
    "ecg",
    "ekg",
    "mammogram",
    "sample",
    "samples",
    "specimen",
    "urine",
    "imaging",
];

/// What a test that was done still owes.
const REPORTS: &[&str] = &[
    "result",
    "results",
    "report",
    "pathology",
    "histology",
    "cytology",
    "culture",
    "cultures",
    "labs",
    "bloods",
];

/// How far from each other stand a result and the word that says it is to come.
const NEAR: usize = 9;

/// The segments that say a result is to come, where no statement says so.
pub(crate) fn awaited(heard: &Heard, note: &[Claim]) -> Vec<usize> {
    if note.iter().any(tells_of_results) {
        return Vec::new();
    }
    let awaits = |claim: &Claim| {
        (0..claim.words.len()).any(|at| awaits(claim, at) && !is_ordered(note, tests_near(claim, at)))
    };
    (0..heard.segments.len()).filter(|at| awaits(&heard.segments[*at].claim)).collect()
}

/// The tests that are named near a word; none in "your results".
fn tests_near(claim: &Claim, at: usize) -> Vec<ConceptId> {
    let near = |mention: &&Mention| {
        mention.start.abs_diff(at) <= NEAR && TESTS.contains(&concepts::name(mention.concept))
    };
    claim.mentions.iter().filter(near).map(|mention| mention.concept).collect()
}

/// Whether a note has the order of one of these tests, or of any where these are none: that there will be a result is
/// understood.
fn is_ordered(note: &[Claim], tests: Vec<ConceptId>) -> bool {
    note.iter().any(|claim| {
        let own = |mention: &Mention| {
            TESTS.contains(&concepts::name(mention.concept))
                && (tests.is_empty() || tests.contains(&mention.concept))
        };
        claim.mentions.iter().any(own) && claim.words.iter().any(|word| is_order(&word.text))
    })
}

/// "Waiting on the culture", "when the results come back", "the MRI hasn't come back", "I'll call you with the biopsy results":
/// whether the word at `at` says that a result is to come.
fn awaits(claim: &Claim, at: usize) -> bool {
    let words = &claim.words;
    let near = |i: &usize| in_one_sentence(words, *i, at);
    let before = || (at.saturating_sub(NEAR)..at).rev().filter(near);
    let behind = || (at + 1..(at + NEAR).min(words.len())).filter(near);
    let result = |i: usize| RESULTS.contains(&words.text(i));
    match words.text(at) {
        "pending" | "awaiting" | "awaited" => true,
        "waiting" | "wait" => behind().any(result),
        "back" => {
            let comes = before().take(3).any(|i| {
                let comes = matches!(words.text(i), "come" | "comes" | "coming" | "get" | "gets" | "have");
                comes || matches!(words.text(i), "is" | "are" | "be") || is_not(words.text(i))
            });
            // "We'll order some tests and have you come back"
            let of_patient = before().take(3).any(|i| words.text(i) == "you" && words.text(i + 1) == "come");
            let yet = before().any(|i| {
                matches!(
                    words.text(i),
                    "when" | "once" | "until" | "if" | "after" | "will" | "soon" | "yet" | "should"
                ) || words.text(i).ends_with("'ll")
                    || is_not(words.text(i))
            });
            comes && yet && !of_patient && before().any(result)
        }
        "call" | "calls" | "ring" | "phone" | "message" | "text" | "email" | "contact" | "notify"
        | "inform" => {
            behind().take(4).any(|i| matches!(words.text(i), "with" | "about" | "when" | "once"))
                && behind().any(|i| matches!(words.text(i), "result" | "results"))
        }
        "know" => {
            before().take(2).any(|i| words.text(i) == "let")
                && behind().any(|i| matches!(words.text(i), "result" | "results"))
        }
        // "Once your labs are in", but not "when the results came back"
        "when" | "once" | "until" => {
            let over = behind().any(|i| matches!(words.text(i), "came" | "got" | "was" | "were" | "had"));
            let here =
                behind().any(|i| matches!(words.text(i), "in" | "through" | "available" | "ready" | "get"));
            !over && here && behind().take(4).any(result)
        }
        // "We haven't got the report yet"
        "got" | "had" | "seen" | "received" | "gotten" | "have" => {
            before().take(2).any(|i| is_not(words.text(i)))
                && behind().take(5).any(|i| REPORTS.contains(&words.text(i)))
                && behind().any(|i| matches!(words.text(i), "yet" | "back" | "through"))
        }
        _ => false,
    }
}

/// Words by which a statement says that results are still to come.
const TO_COME: &[&str] = &[
    "when",
    "once",
    "will",
    "call",
    "contact",
    "back",
    "wait",
    "waiting",
    "portal",
    "notify",
    "inform",
    "return",
    "until",
    "after",
    "follow",
    "discuss",
    "available",
];

/// "Lab results were normal" says of nothing that it is awaited.
fn tells_of_results(claim: &Claim) -> bool {
    let has = |list: &[&str]| claim.words.iter().any(|word| list.contains(&word.text.as_str()));
    has(&["pending", "awaiting", "await", "awaited", "outstanding"])
        || has(&["results", "result"]) && has(TO_COME)
        || has(RESULTS) && has(&["waiting", "chase"])
}

/// Words before the word for a follow-up by which it is arranged: "I'll see you", "I want you to come back".
const ARRANGING: &[&str] = &[
    "i", "i'll", "we", "we'll", "will", "want", "gon", "gonna", "need", "to", "let's", "you", "please",
    "can", "could", "just", "and", "then", "so", "schedule", "book", "make", "arrange",
];

/// The segments that say when to come back, or to whom, where no statement does.
pub(crate) fn follow_up(heard: &Heard, note: &[Claim]) -> Vec<usize> {
    if note.iter().any(tells_of_follow_up) {
        return Vec::new();
    }
    let mut segments: Vec<usize> = heard
        .places("#follow up")
        .iter()
        .filter(|place| {
            let claim = &heard.segments[place.segment].claim;
            heard.polarity(**place) != Polarity::Negated
                && is_arranged(claim, place.at)
                && is_timed(claim, place.at)
        })
        .map(|place| place.segment)
        .collect();
    let otherwise = |at: &usize| {
        let claim = &heard.segments[*at].claim;
        sees_nurse(claim) || (0..claim.words.len()).any(|at| sees_on_day(claim, at))
    };
    segments.extend((0..heard.segments.len()).filter(otherwise));
    segments
}

/// "We'll see you back", "See me", but not "he came back".
fn is_arranged(claim: &Claim, at: usize) -> bool {
    let lead = &claim.words[at.saturating_sub(4)..at];
    let is = |list: &[&str]| lead.iter().any(|word| list.contains(&word.text.as_str()));
    let begins = at == 0 || claim.words[at].gap >= Gap::Comma;
    (begins || is(ARRANGING)) && !is(&["came", "went", "did", "was", "saw"])
}

/// Whether a time to come stands near: "in two weeks", "Thursday", "next month".
fn is_timed(claim: &Claim, at: usize) -> bool {
    let near = |other: usize| other.abs_diff(at) < NEAR;
    claim.amounts.iter().any(|amount| near(amount.at) && is_time(amount))
        || (0..claim.words.len()).any(|i| near(i) && in_one_sentence(&claim.words, i, at) && is_day(claim, i))
}

fn is_time(amount: &Amount) -> bool {
    amount.unit.is_some_and(clinical::quantity::Unit::is_time)
}

/// "Thursday", "tomorrow", "next week"; not "last Thursday".
fn is_day(claim: &Claim, at: usize) -> bool {
    const DAYS: &[&str] =
        &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tomorrow"];
    const UNITS: &[&str] = &["week", "month", "year", "visit", "appointment"];
    let before = claim.words.text_before(at, 1);
    DAYS.contains(&claim.words.text(at)) && before != "last"
        || claim.words.text(at) == "next" && UNITS.contains(&claim.words.text(at + 1))
}

/// "I'll see you Thursday": whether that begins at a word.
fn sees_on_day(claim: &Claim, at: usize) -> bool {
    matches!((claim.words.text(at), claim.words.text(at + 1)), ("see" | "seeing", "you" | "me"))
        && is_arranged(claim, at)
        && (at + 2..at + 4).any(|day| is_day(claim, day))
}

/// "Book in with the nurse", "I want you to see the nurse", "make an appointment with the practice nurse".
fn sees_nurse(claim: &Claim) -> bool {
    (0..claim.words.len()).filter(|at| claim.words.text(*at) == "nurse").any(|nurse| {
        let lead = (nurse.saturating_sub(NEAR)..nurse).filter(|at| in_one_sentence(&claim.words, *at, nurse));
        let booked =
            lead.clone().any(|at| matches!(claim.words.text(at), "book" | "appointment" | "appointments"));
        let sent = lead
            .clone()
            .any(|at| matches!(claim.words.text(at), "want" | "need" | "like" | "should" | "please"));
        let with = lead.clone().any(|at| matches!(claim.words.text(at), "with" | "see"));
        (booked || sent)
            && with
            && !lead.clone().any(|at| matches!(claim.words.text(at), "had" | "did" | "was" | "n't"))
    })
}

fn tells_of_follow_up(claim: &Claim) -> bool {
    let is = |list: &[&str]| claim.words.iter().any(|word| list.contains(&word.text.as_str()));
    // "A 60-year-old man, following a test"
    let is_age = |amount: &Amount| {
        claim
            .text
            .get(amount.end..)
            .is_some_and(|rest| rest.trim_start_matches([' ', '-']).starts_with("old"))
    };
    let when = || {
        claim.amounts.iter().any(|amount| is_time(amount) && !is_age(amount))
            || (0..claim.words.len()).any(|at| is_day(claim, at))
            || !claim.dates.is_empty()
            || is(&["needed", "sooner", "next", "prn"])
    };
    claim.names("follow up").is_some() && when()
        || is(&["nurse"]) && is(&["book", "booked", "appointment", "see"])
}
