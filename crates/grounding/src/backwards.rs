//! What is denied or doubted behind the words that it is said of.

use crate::polarity::Polarity;
use crate::words::{Gap, Word, Words};

/// "Makes a fracture unlikely": what stands before is not told.
pub(crate) fn doubt_backwards(words: &[Word], polarities: &mut [Polarity]) {
    for at in (0..words.len()).filter(|at| words[*at].text == "unlikely") {
        let least = at.saturating_sub(DOUBT_REACH);
        let clause = (least..at).rev().take_while(|i| words[i + 1].gap < Gap::Comma);
        for i in clause {
            if polarities[i] == Polarity::Affirmed {
                polarities[i] = Polarity::Open;
            }
        }
    }
}

/// How far before an "unlikely" stands what it is of.
const DOUBT_REACH: usize = 5;

/// "Chest pain: negative", "fracture was ruled out", "the fever is gone": what stands before is denied.
pub(crate) fn negate_backwards(words: &[Word], polarities: &mut [Polarity]) {
    for at in 0..words.len() {
        let ends = match (words.text(at), words.text(at + 1), words.text(at + 2)) {
            ("ruled" | "rules", "out", _) => true,
            ("negative" | "absent", next, _) => next != "for" && at > 0 && !is_result(words, at),
            ("is" | "are" | "was" | "were" | "all" | "completely", "gone" | "resolved" | "denied", _) => true,
            // "Nauseous no.", "wheezing, no"
            ("no", _, _) => is_behind(words, at),
            // "Your smear isn't due"
            (
                "isn't" | "aren't" | "wasn't" | "weren't",
                "due" | "needed" | "indicated" | "necessary" | "there",
                _,
            ) => at > 0,
            ("has" | "have", "resolved", _) | ("went" | "gone" | "goes", "away", _) => true,
            // "Syncope has not occurred", "no murmur" in other words.
            ("has" | "have", "not", "occurred" | "happened") => at > 0,
            (
                "is" | "are" | "was" | "were",
                "not",
                "present" | "seen" | "noted" | "evident" | "reported" | "found" | "felt" | "suspected"
                | "needed" | "indicated" | "required" | "likely" | "warranted" | "recommended",
            ) => at > 0,
            _ => false,
        };
        if !ends {
            continue;
        }
        // "Diarrhea, rash and sore throat are denied."
        let list = matches!(words.text(at), "is" | "are") && words.text(at + 1) == "denied";
        let (reach, end) = if list { (LIST_REACH, Gap::Stop) } else { (6, Gap::Comma) };
        for i in (at.saturating_sub(reach)..at).rev() {
            if polarities[i] == Polarity::Affirmed {
                polarities[i] = Polarity::Negated;
            }
            let other = list
                && matches!(
                    words.text(i),
                    "but" | "however" | "has" | "have" | "reports" | "endorses" | "with"
                );
            if words[i].gap >= end || other {
                break;
            }
        }
    }
}

/// "Nauseous no.", "Chest pain, no": whether a "no" ends a short sentence of what it denies.
fn is_behind(words: &[Word], at: usize) -> bool {
    let begins = (0..=at).rev().find(|i| words[*i].gap >= Gap::Stop).unwrap_or(0);
    let ends = words.get(at + 1).is_none_or(|next| next.gap >= Gap::Stop);
    ends && (1..=BEHIND).contains(&(at - begins)) && words[at].gap < Gap::Stop
}

/// How many words stand before such a "no" at most.
const BEHIND: usize = 3;

/// How many words a list may have that is denied behind it.
const LIST_REACH: usize = 20;

/// "The test came back negative", "Tinel's is negative on the left": whether what the word at `at` is of is a test, which took
/// place, and no finding.
fn is_result(words: &[Word], at: usize) -> bool {
    const TESTS: &[&str] = &[
        "test",
        "tests",
        "swab",
        "swabs",
        "culture",
        "cultures",
        "panel",
        "screen",
        "screening",
        "dip",
        "dipstick",
        "sign",
        "smear",
        "scan",
        "mri",
        "ct",
        "x-ray",
        "ray",
        "ultrasound",
        "result",
        "results",
        "titer",
        "antibody",
        "antibodies",
        "maneuver",
        "manoeuvre",
        "biopsy",
        "mammogram",
        "urinalysis",
        "troponin",
        "dimer",
        "flow",
        "raise",
        "drawer",
        "came",
        "come",
        "comes",
        "test's",
    ];
    // "Tinel's positive on the right, negative on the left"
    let clause =
        (at.saturating_sub(7)..at).rev().take_while(|i| i + 1 == at || words[i + 1].gap < Gap::Comma);
    clause.into_iter().any(|i| {
        let word = words[i].text.as_str();
        // "Phalen's": a test by the name of who found it.
        TESTS.contains(&word)
            || word.len() > 5 && word.ends_with("'s") && !matches!(word, "patient's" | "there's")
    })
}
