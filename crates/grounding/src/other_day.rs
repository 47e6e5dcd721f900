//! What a statement has as done today, and the talk on another day: "come in tomorrow for an ECG", "my last smear was in May".

use clinical::quantity::Unit;

use crate::claim::Claim;
use crate::concepts;
use crate::cues::any_denies;
use crate::heard::{Heard, Place};
use crate::planned::TESTS;
use crate::polarity::Polarity;
use crate::supposed::TREATMENTS;
use crate::words::{Gap, Word, Words};

/// Words by which a statement says that something was done.
const DONE: &[&str] = &[
    "done",
    "taken",
    "collected",
    "drawn",
    "obtained",
    "performed",
    "injected",
    "fitted",
    "given",
    "started",
    "inserted",
    "administered",
    "placed",
    "removed",
    "received",
    "underwent",
    "sent",
];
/// Words by which it says that it is not yet.
const TO_COME: &[&str] = &[
    "will", "plan", "to", "if", "after", "until", "when", "once", "before", "since", "last", "tomorrow",
    "reviewed",
];
const DAYS: &[&str] =
    &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "tomorrow", "yesterday"];
/// Words of the day itself.
const NOW: &[&str] = &["today", "today's", "now", "just", "here", "this", "tonight", "straight"];
/// How far behind it the talk says when.
const BEHIND: usize = 20;

/// Words by which a sentence is still of what the one before named, and those by which it is of what may come.
const OF_IT: &[&str] = &["it", "it's", "that", "that's", "then", "one"];
const ELSE: &[&str] = &["if", "results", "result", "unless"];

/// Whether the patient is to be seen again with the word at `at`: "come back", "see you", "call me".
fn is_return(words: &[Word], at: usize) -> bool {
    match words.text(at) {
        "come" | "back" | "return" | "call" | "ring" | "phone" | "review" | "follow" => true,
        "see" | "seeing" => matches!(words.text(at + 1), "you" | "me" | "us" | "him" | "her"),
        _ => false,
    }
}

/// "When you come back": whether what the word at `at` says is when something else is done.
fn is_then(words: &[Word], at: usize) -> bool {
    words[at.saturating_sub(WHEN)..at]
        .iter()
        .any(|word| matches!(word.text.as_str(), "when" | "once" | "after" | "until"))
}

/// How far before it a "when" stands.
const WHEN: usize = 4;

/// What was done on another day wherever it was spoken of.
pub(crate) fn fault<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let has = |list: &[&str]| claim.words.iter().any(|word| list.contains(&word.text.as_str()));
    if !has(&["today"]) || !has(DONE) || has(TO_COME) || any_denies(&claim.words) {
        return None;
    }
    let is_deed = |stem: &str| {
        stem.starts_with('@')
            || concepts::is_class(stem)
            || stem.strip_prefix('#').is_some_and(|name| TREATMENTS.contains(&name) || TESTS.contains(&name))
    };
    let told =
        claim.placed().filter(|(stem, at)| is_deed(stem) && claim.polarities[*at] == Polarity::Affirmed);
    told.map(|(stem, at)| (heard.places(stem), at))
        .find(|(places, _)| !places.is_empty() && places.iter().all(|place| is_of_another_day(heard, *place)))
        .map(|(_, at)| claim.words[at].text.as_str())
}

/// Whether the sentence of a place, or the next where that is still of the same thing, has it on another day.
fn is_of_another_day(heard: &Heard, place: Place) -> bool {
    let claim = &heard.segments[place.segment].claim;
    let words = &claim.words;
    let begins = (0..=place.at).rev().find(|at| words[*at].gap >= Gap::Stop).unwrap_or(0);
    let stop =
        |from: usize| (from..words.len()).find(|at| words[*at].gap >= Gap::Stop).unwrap_or(words.len());
    let own = stop(place.at + 1);
    let next = own..stop(own + 1);
    let has = |list: &[&str]| next.clone().any(|at| list.contains(&words.text(at)));
    let goes_on = has(OF_IT) && !next.clone().any(|at| is_return(words, at)) && !has(ELSE);
    // "I'll give you the injection and see you in six weeks"
    let returns = (place.at + 1..own).find(|at| is_return(words, *at) && !is_then(words, *at));
    let ends = returns.unwrap_or(if goes_on { next.end } else { own });
    let near = begins..ends.min(place.at + BEHIND).max(place.at + 1);
    let days = |unit: Option<Unit>| matches!(unit, Some(Unit::Day | Unit::Week | Unit::Month | Unit::Year));
    let in_time = claim.amounts.iter().any(|amount| {
        near.contains(&amount.at)
            && days(amount.unit)
            && words[amount.at.saturating_sub(2)..amount.at].iter().any(|word| word.text == "in")
    });
    let other = near.clone().any(|at| match words.text(at) {
        "next" | "last" => matches!(words.text(at + 1), "week" | "month" | "year" | "time" | "visit"),
        "ago" => true,
        word => DAYS.contains(&word),
    });
    // "When was your last smear?"
    let last = words[place.at.saturating_sub(2)..place.at].iter().any(|word| word.text == "last");
    (in_time || other || last) && !near.into_iter().any(|at| NOW.contains(&words.text(at)))
}
