//! What a statement says was done to the patient and nobody spoke of at all: "was intubated", "underwent cardioversion".

use crate::claim::Claim;
use crate::concepts;
use crate::evidence::bears;
use crate::heard::Heard;
use crate::planned::TESTS;
use crate::polarity::Polarity;
use crate::words::Words;

/// What is done with hands or instruments: the word that a statement has for it must have been said, or one that names the same.
const DONE: &[&str] = &[
    "aspirated",
    "biopsied",
    "casted",
    "catheterized",
    "catheterised",
    "cauterized",
    "debrided",
    "drained",
    "excised",
    "hospitalized",
    "hospitalised",
    "immobilized",
    "injected",
    "intubated",
    "splinted",
    "sutured",
    "swabbed",
    "transfused",
    "transected",
    "vaccinated",
    "ventilated",
];
/// Words behind which a procedure is named.
const UNDERGOING: &[&str] = &["underwent", "undergone", "undergoing"];
/// Words that end its name.
const ENDS: &[&str] = &[
    "in", "on", "for", "with", "at", "due", "and", "to", "from", "after", "of", "today", "last", "since",
    "by", "which", "that", "this", "as", "without", "under", "while", "when", "before", "during",
];

/// The word for what nobody spoke of.
pub(crate) fn unspoken<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let said = |stem: &str| heard.segments.iter().any(|said| bears(&said.claim, claim, stem));
    let stems_in = |from: usize, to: usize| {
        claim
            .placed()
            .filter(move |(_, at)| (from..to).contains(at))
            .filter(|(stem, _)| !concepts::is_common(stem))
    };
    if let Some(test) = test_unspoken(heard, claim) {
        return Some(test);
    }
    (0..claim.words.len()).filter(|at| claim.polarities[*at] == Polarity::Affirmed).find_map(|at| {
        let is_done = DONE.contains(&claim.words.text(at))
            && (at.saturating_sub(2)..at)
                .any(|i| matches!(claim.words.text(i), "was" | "were" | "is" | "be" | "been" | "are"));
        if is_done {
            return (!stems_in(at, at + 1).any(|(stem, _)| said(stem))).then(|| claim.words.text(at));
        }
        if !UNDERGOING.contains(&claim.words.text(at)) {
            return None;
        }
        let end = (at + 1..claim.words.len())
            .find(|i| ENDS.contains(&claim.words.text(*i)))
            .unwrap_or(claim.words.len());
        let mut named = stems_in(at + 1, end).peekable();
        let (_, first) = *named.peek()?;
        (!named.any(|(stem, _)| said(stem))).then(|| claim.words.text(first))
    })
}

/// What blood is tested for: of "labs" nobody may have said which.
const OF_BLOOD: &[&str] = &[
    "complete blood count",
    "metabolic panel",
    "thyroid test",
    "liver function",
    "kidney function",
    "lipid panel",
    "hemoglobin a1c",
    "inflammatory marker",
    "prostate specific antigen",
];

/// A test that a statement names, as done or to be done, and nobody named.
fn test_unspoken<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let of_blood = |name: &str| OF_BLOOD.contains(&name) && !heard.places("#blood test").is_empty();
    // "A picture of it", "check the bones, their density"
    const PICTURES: &[&str] = &["x-ray", "mri", "ct scan", "ultrasound"];
    let in_other_words = |stem: &str, name: &str| {
        claim.head_of(stem).is_some_and(|head| !heard.places(head).is_empty())
            || PICTURES.contains(&name) && !heard.places("#imaging").is_empty()
    };
    let named =
        claim.placed().filter(|(_, at)| *at >= claim.heading && claim.polarities[*at] == Polarity::Affirmed);
    let mut tests = named
        .filter_map(|(stem, _)| Some((stem, stem.strip_prefix('#')?)))
        .filter(|(_, name)| TESTS.contains(name));
    tests
        .find(|(stem, name)| heard.places(stem).is_empty() && !of_blood(name) && !in_other_words(stem, name))
        .map(|(_, name)| name)
}
