//! What a statement says was done to the patient and nobody spoke of at all: "was intubated", "underwent cardioversion".

use crate::claim::Claim;
use crate::concepts;
use crate::evidence::bears;
use crate::heard::Heard;
use crate::planned::TESTS;
use crate::polarity::Polarity;

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
    if let Some(at) = test_unspoken(heard, claim) {
        return Some(&claim.words[at].text);
    }
    let text = |at: usize| claim.words.get(at).map_or("", |word| word.text.as_str());
    (0..claim.words.len()).filter(|at| claim.polarities[*at] == Polarity::Affirmed).find_map(|at| {
        let is_done = DONE.contains(&text(at))
            && (at.saturating_sub(2)..at)
                .any(|i| matches!(text(i), "was" | "were" | "is" | "be" | "been" | "are"));
        if is_done {
            return (!stems_in(at, at + 1).any(|(stem, _)| said(stem))).then(|| text(at));
        }
        if !UNDERGOING.contains(&text(at)) {
            return None;
        }
        let end = (at + 1..claim.words.len()).find(|i| ENDS.contains(&text(*i))).unwrap_or(claim.words.len());
        let mut named = stems_in(at + 1, end).peekable();
        let (_, first) = *named.peek()?;
        (!named.any(|(stem, _)| said(stem))).then(|| text(first))
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

/// Where a test stands that a statement names, as done or to be done, and nobody named.
fn test_unspoken(heard: &Heard, claim: &Claim) -> Option<usize> {
    let of_blood = |stem: &str| {
        !heard.places("#blood test").is_empty()
            && stem.strip_prefix('#').is_some_and(|name| OF_BLOOD.contains(&name))
    };
    // "A picture of it", "check the bones, their density"
    const PICTURES: &[&str] = &["x-ray", "mri", "ct scan", "ultrasound"];
    let in_other_words = |stem: &str| {
        claim.head_of(stem).is_some_and(|head| !heard.places(head).is_empty())
            || !heard.places("#imaging").is_empty()
                && stem.strip_prefix('#').is_some_and(|name| PICTURES.contains(&name))
    };
    let is_test = |stem: &str| stem.strip_prefix('#').is_some_and(|name| TESTS.contains(&name));
    let mut tests = claim.placed().filter(|(stem, at)| {
        is_test(stem) && *at >= claim.heading && claim.polarities[*at] == Polarity::Affirmed
    });
    tests
        .find(|(stem, _)| heard.places(stem).is_empty() && !of_blood(stem) && !in_other_words(stem))
        .map(|(_, at)| at)
}
