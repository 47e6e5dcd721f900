//! What a clinician has of a patient's past, tells them, and is wrong about: "It says here you had a heart attack." "No, that was my
//! brother."

use std::ops::Range;

use clinical::Speaker;

use crate::answers::answer_of;
use crate::claim::Claim;
use crate::cues::{denies, is_not};
use crate::heard::{Means, Said};
use crate::polarity::Polarity;
use crate::questions::told_of;
use crate::words::{Gap, Word, Words};

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
    let is_sure = || told_of(&next.claim).is_some() || is_own_denial(&next.claim.words);
    let denies_it = || {
        answer_of(&next.claim.words) == Some(Polarity::Negated)
            && next.claim.words.text(0) != "not"
            && !is_dismay(&next.claim.words)
            && (next.claim.words.text(0) != "oh" || is_sure())
    };
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
    let news = is_news(words, sentence.clone()) && !is_sure();
    (recounts && !otherwise && !news).then_some(sentence)
}

/// "You have diabetes." "No way!": whether a reply is dismay at what was told, and no answer.
pub(crate) fn is_dismayed_at(told: &Claim, reply: &Claim) -> bool {
    !told.asks() && is_news(&told.words, 0..told.words.len()) && is_dismay(&reply.words)
}

/// "No way!", "no, really?": a reply of nothing but dismay.
fn is_dismay(reply: &[Word]) -> bool {
    const DISMAYED: &[&str] = &["oh", "no", "way", "really", "god", "goodness", "dear", "my", "gosh"];
    let end = (1..reply.len()).find(|at| reply[*at].gap >= Gap::Stop).unwrap_or(reply.len());
    let first = &reply[..end];
    first.iter().all(|word| DISMAYED.contains(&word.text.as_str()))
        && first.iter().any(|word| word.text != "no")
}

/// "You've got pneumonia": whether a sentence tells what was found now, and not what is written or was told: "it says here you've
/// got", "so you have".
fn is_news(words: &[Word], sentence: Range<usize>) -> bool {
    const SOURCES: &[&str] = &[
        "says",
        "say",
        "see",
        "so",
        "notes",
        "note",
        "record",
        "records",
        "letter",
        "here",
        "told",
        "said",
        "down",
        "understand",
        "and",
    ];
    let has = |list: &[&str]| sentence.clone().any(|at| list.contains(&words.text(at)));
    let present = sentence.clone().any(|at| {
        let next = words.text(at + 1);
        match words.text(at) {
            "you've" => next == "got",
            "you" => {
                matches!(next, "have" | "got") && !matches!(words.text(at + 2), "had" | "been" | "taken")
                    || next == "'ve" && words.text(at + 2) == "got"
            }
            _ => false,
        }
    });
    has(&["afraid", "unfortunately"]) || present && !has(SOURCES)
}

/// "No, I don't.", "no, never": whether a reply denies of its speaker what was told.
fn is_own_denial(reply: &[Word]) -> bool {
    let end = (1..reply.len()).find(|at| reply[*at].gap >= Gap::Stop).unwrap_or(reply.len());
    let last = &reply[..end];
    last.iter().any(|word| word.text == "never")
        || end >= 2 && is_not(reply.text(end - 1)) && reply[..end].iter().any(|word| word.text == "i")
}
