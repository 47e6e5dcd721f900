//! Whether a test, a picture or a vaccine is done or only planned: completed for ordered.

use crate::claim::Claim;
use crate::heard::{Heard, Place};
use crate::polarity::Polarity;
use crate::words::{Gap, Word};

/// Tests and pictures that are ordered at one time and done at another.
const TESTS: &[&str] = &[
    "x-ray",
    "mri",
    "ct scan",
    "ultrasound",
    "ecg",
    "echocardiogram",
    "blood test",
    "colonoscopy",
    "biopsy",
    "lipid panel",
    "hemoglobin a1c",
    "urinalysis",
    "stress test",
    "complete blood count",
    "metabolic panel",
    "thyroid test",
    "liver function",
    "vaccine",
];
/// Words by which a statement says that a test was done, and further ones by which the talk does.
const WRITTEN_DONE: &[&str] = &[
    "reviewed",
    "obtained",
    "completed",
    "underwent",
    "performed",
    "showed",
    "shows",
    "reveals",
    "revealed",
    "demonstrates",
    "demonstrated",
    "taken",
    "already",
    "had",
    "done",
    "given",
    "administered",
    "received",
];
const SAID_DONE: &[&str] = &[
    "show", "looked", "looking", "look", "looks", "took", "results", "result", "did", "came", "was", "were",
    "is", "are", "got", "normal", "last", "before", "today", "saw", "see", "read", "that", "checked",
    "previous", "views",
];
const PLANNED: &[&str] = &[
    "order",
    "ordering",
    "ordered",
    "schedule",
    "gon",
    "gonna",
    "will",
    "we'll",
    "i'll",
    "want",
    "wan",
    "let's",
    "need",
    "recommend",
    "send",
    "get",
    "repeat",
    "like",
    "going",
    "obtain",
    "consider",
    "would",
    "should",
    "if",
    "next",
];

/// How far from a test what is done with it may stand, in its sentence.
const BEFORE: usize = 8;
const BEHIND: usize = 6;

/// A test that a statement says was done and that was only planned, or denied.
pub(crate) fn not_done(heard: &Heard, claim: &Claim) -> Option<(&'static str, NotDone)> {
    let written = |list: &[&str]| claim.words.iter().any(|word| list.contains(&word.text.as_str()));
    if !written(WRITTEN_DONE) || written(PLANNED) {
        return None;
    }
    TESTS.iter().copied().find_map(|test| {
        let stem = format!("#{test}");
        let places = heard.places(&stem);
        let named = claim.places_of(&stem).any(|at| claim.polarities[at] == Polarity::Affirmed);
        let is_denied = |place: &Place| heard.polarity(*place) == Polarity::Negated;
        if !named || places.is_empty() {
            None
        } else if places.iter().all(is_denied) {
            Some((test, NotDone::Denied))
        } else {
            let open = |place: &Place| is_denied(place) || is_planned(heard, *place);
            places.iter().all(open).then_some((test, NotDone::Planned))
        }
    })
}

/// What was said of a test that was not done.
pub(crate) enum NotDone {
    Planned,
    Denied,
}

/// "I'll order one", "if it shows a tear": whether what stands at a place is still to be done.
fn is_planned(heard: &Heard, place: Place) -> bool {
    let words = &heard.segments[place.segment].claim.words;
    let has = |words: &[Word], list: &[&str]| words.iter().any(|word| list.contains(&word.text.as_str()));
    let stops = |at: &usize| words[*at].gap >= Gap::Stop;
    let from = (place.at.saturating_sub(BEFORE)..=place.at)
        .rev()
        .find(stops)
        .unwrap_or(place.at.saturating_sub(BEFORE));
    let last = (place.at + BEHIND).min(words.len());
    let near = &words[from..(place.at + 1..last).find(stops).unwrap_or(last)];
    let supposed = has(&words[from..place.at], &["if"]);
    supposed || has(near, PLANNED) && !has(near, WRITTEN_DONE) && !has(near, SAID_DONE)
}
