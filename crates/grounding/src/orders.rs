//! Tests that the talk orders and a note does not have, so that nobody would look for their results.

use std::ops::Range;

use crate::claim::Claim;
use crate::concepts;
use crate::heard::{Heard, Place};
use crate::planned::{ORDERED, TESTS};
use crate::polarity::Polarity;
use crate::words::{Gap, Words};

/// Words by which a statement says of a test that it is ordered, besides those for what is planned.
const TAKEN: &[&str] = &[
    "check",
    "recheck",
    "scheduled",
    "sent",
    "draw",
    "drawn",
    "arrange",
    "request",
    "requested",
    "plan",
    "needs",
];

/// Whether by a word a statement may order what it names.
pub(crate) fn is_order(word: &str) -> bool {
    ORDERED.contains(&word) || TAKEN.contains(&word)
}

/// Words that order whatever they stand before, and those that do behind a word for what is to come ("I'll get an X-ray").
const ORDERING: &[&str] = &["order", "ordering", "ordered", "schedule", "request", "send", "sending"];
const TAKING: &[&str] = &[
    "get",
    "getting",
    "do",
    "check",
    "checking",
    "draw",
    "repeat",
    "repeating",
    "recheck",
    "take",
    "run",
    "obtain",
];
const TO_COME: &[&str] = &[
    "i'll", "we'll", "will", "gon", "gonna", "going", "want", "wan", "let's", "like", "need", "let", "should",
];
/// Who orders, where a question is only asked for assent: "I'll get an X-ray, okay?"
const ORDERER: &[&str] = &["i", "i'm", "i'll", "i'd", "we", "we're", "we'll", "we'd", "let's"];
/// Words by which nothing is ordered yet, wherever they stand in the sentence before it.
const SUPPOSING: &[&str] =
    &["if", "may", "might", "consider", "could", "unless", "depending", "rather", "instead", "hold"];
/// Words by which it is not where they stand right before what would order it.
const OTHERWISE: &[&str] = &[
    "did", "had", "was", "were", "last", "before", "when", "results", "result", "already", "review",
    "reviewed", "until", "once", "after",
];
/// And where they stand right behind the test: "an MRI down the road".
const BEHIND_IT: &[&str] = &["results", "result", "already", "reviewed", "if", "unless", "road"];
/// Behind these an "if" supposes nothing: "an X-ray to see if it's broken".
const SEEING: &[&str] = &["see", "check", "out", "know", "tell", "determine"];
/// Of one that is there already: "let's look at your X-ray", "I'll get back to you about the MRI".
const OWN: &[&str] = &["about", "at"];

/// How far before a test stands what orders it, and how far behind it what takes that back.
const BEFORE: usize = 10;
const BEHIND: usize = 4;
/// How far before what orders it.
const RIGHT_BEFORE: usize = 3;

/// Tests that are ordered, besides those that are told apart from those done.
const FURTHER: &[&str] = &[
    "iron study",
    "allergy test",
    "genetic test",
    "celiac screen",
    "autoantibody",
    "fecal immunochemical test",
    "sputum sample",
    "pet scan",
    "eeg",
    "uric acid",
    "hormone test",
    "glucose tolerance test",
];

/// The tests that were ordered and that no statement names, each with the segments that order it.
pub(crate) fn missing(heard: &Heard, note: &[Claim]) -> Vec<(&'static str, Vec<usize>)> {
    let tests = TESTS.iter().filter(|test| is_looked_for(test)).chain(FURTHER);
    let ordered = tests.map(|test| {
        let places = heard.places(&format!("#{test}")).iter();
        let segments: Vec<usize> =
            places.filter(|place| is_ordered(heard, **place)).map(|place| place.segment).collect();
        (*test, segments)
    });
    ordered
        .filter(|(test, segments)| !segments.is_empty() && !note.iter().any(|claim| has(claim, test)))
        .collect()
}

/// Whether a result of it comes later.
fn is_looked_for(test: &str) -> bool {
    !matches!(test, "vaccine" | "rectal examination" | "pelvic examination")
}

/// Whether a statement names a test, or all of its kind: "labs" for a lipid panel, and a lipid panel for "labs".
fn has(claim: &Claim, test: &str) -> bool {
    let kind = |name: &str| match name {
        "blood test"
        | "lipid panel"
        | "hemoglobin a1c"
        | "complete blood count"
        | "metabolic panel"
        | "thyroid test"
        | "liver function"
        | "kidney function"
        | "prostate specific antigen"
        | "inflammatory marker" => "blood test",
        "x-ray" | "mri" | "ct scan" | "ultrasound" | "imaging" => "imaging",
        _ => "",
    };
    // "Low cholesterol will improve this" orders no labs.
    let vague = |word: &str| matches!(word, "will" | "get" | "plan" | "needs");
    let plainly_orders =
        || claim.words.iter().map(|word| word.text.as_str()).any(|word| is_order(word) && !vague(word));
    claim.mentions.iter().map(|mention| concepts::name(mention.concept)).any(|own| {
        let is_general = |name: &str| matches!(name, "blood test" | "imaging");
        let is_like = !kind(own).is_empty() && kind(own) == kind(test);
        own == test || is_like && (is_general(own) || is_general(test)) && plainly_orders()
    })
}

fn is_ordered(heard: &Heard, place: Place) -> bool {
    let said = &heard.segments[place.segment];
    let words = &said.claim.words;
    if heard.polarity(place) == Polarity::Negated || heard.person(place).is_some() {
        return false;
    }
    let least = place.at.saturating_sub(BEFORE);
    let begins = (least + 1..=place.at).rev().find(|at| words[*at].gap >= Gap::Stop).unwrap_or(least);
    let most = (place.at + BEHIND).min(words.len());
    let ends = (place.at + 1..most).find(|at| words[*at].gap >= Gap::Stop).unwrap_or(most);
    let is = |at: usize, list: &[&str]| list.contains(&words.text(at));
    let any = |mut places: Range<usize>, list: &[&str]| places.any(|at| is(at, list));
    let orders = |at: &usize| is(*at, ORDERING) || is(*at, TAKING) && any(begins..*at, TO_COME);
    let Some(order) = (begins..place.at).rev().find(orders) else { return false };
    if any(order + 1..place.at, OWN) {
        return false;
    }
    let is_told = heard.polarity(place) == Polarity::Affirmed && !said.asked(place.at);
    (is_told || any(begins..order, ORDERER))
        && !any(begins..place.at, SUPPOSING)
        && !any(begins.max(order.saturating_sub(RIGHT_BEFORE))..place.at, OTHERWISE)
        && !(place.at..ends).any(|at| is(at, BEHIND_IT) && !SEEING.contains(&words.text_before(at, 1)))
}
