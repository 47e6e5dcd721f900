//! What a clinician has of a patient's past, tells them, and is wrong about: "It says here you had a heart attack." "No, that was my
//! brother."

use std::ops::Range;

use clinical::Speaker;

use crate::answers::answer_of;
use crate::cues::denies;
use crate::heard::{Means, Said};
use crate::polarity::Polarity;
use crate::questions::told_of;
use crate::words::{Gap, Words};

/// What follows "you" in what is recounted.
const RECOUNTING: &[&str] = &[
    "have", "had", "got", "take", "took", "use", "were", "are", "smoke", "drink", "live", "work", "told",
    "said", "started", "stopped", "still",
];
/// Words of what is decided, advised or thought, which nobody's no makes untrue.
const OTHERWISE: &[&str] = &[
    "will", "should", "need", "can", "could", "would", "want", "gonna", "gon", "going", "let's", "if",
    "might", "may", "better", "must", "think", "i'd", "please", "welcome", "doing",
];

/// The words of the last sentence of `told` that the next speaker denies, where it recounts something of them.
pub(crate) fn denied(told: &Said, next: &Said) -> Option<Range<usize>> {
    let words = &told.claim.words;
    if told.speaker != Speaker::Clinician
        || told.means != Means::Spoken
        || next.speaker == Speaker::Clinician
        || told.asks && words.last().is_some_and(|_| told.asked(words.len() - 1))
    {
        return None;
    }
    let of_kin = || {
        let first = next.claim.words.text(0);
        matches!(first, "that" | "that's" | "it" | "it's") && told_of(&next.claim).is_some()
    };
    // "Not lately" agrees to what was said with a not.
    let denies_it =
        || answer_of(&next.claim.words) == Some(Polarity::Negated) && next.claim.words.text(0) != "not";
    if !denies_it() && !of_kin() {
        return None;
    }
    // "You have asthma and you take salbutamol.": the last is denied.
    let begins = |at: &usize| {
        words[*at].gap >= Gap::Stop || words.text(*at) == "and" && words.text(at + 1).starts_with("you")
    };
    let begins = (1..words.len()).rev().find(begins).unwrap_or(0);
    let sentence = begins..words.len();
    let recounts = sentence.clone().any(|at| match words.text(at) {
        "you've" | "you're" => true,
        "you" => RECOUNTING.contains(&words.text(at + 1)),
        _ => false,
    });
    let otherwise = sentence.clone().any(|at| {
        denies(words.text(at)) || OTHERWISE.contains(&words.text(at)) || words.text(at).ends_with("'ll")
    });
    (recounts && !otherwise).then_some(sentence)
}
