//! What the clinician says of the patient and the patient denies at once: "It says here you had a stroke." "No, that was my
//! brother." Of that nothing is written as the patient's own.

use super::Consult;
use super::kin::IS_OF_KIN;
use super::lexicon::patterns;
use super::speakers::By;

patterns! {
    DENIES = r"^(?:(?:oh|um|well|actually|sorry|er|erm)[, ]+)*(?:no|nope|nah|never|not me|not true|not (?:that i|to my)|(?:that|it|this)(?:'s| is| was)(?: not|n't)?,? (?:not|wrong|incorrect|a mistake|someone else|somebody else)|(?:that|it) (?:isn't|wasn't)|wrong|who told you|i (?:don't|do not|didn't|did not|haven't|have not|never|hadn't|wasn't|am not)(?: (?:have|had|think so|got|take|ever|on|any)\b|$)|i'm not(?: on| taking|$)|i've never)\b";
}

/// Sentences of the clinician that may lie between what is said and the patient's answer.
const WITHIN: usize = 3;

/// Whether the patient denies what the clinician says at a sentence.
pub(super) fn is_denied(consult: &Consult, place: usize) -> bool {
    let after = consult.sentences.get(place + 1..).unwrap_or_default();
    // A "no" behind another question answers that.
    let answer = after
        .iter()
        .take(WITHIN)
        .take_while(|one| one.by == By::Patient || !one.asks)
        .find(|one| one.by == By::Patient);
    answer
        .filter(|one| !one.asks)
        .is_some_and(|one| one.after_no || DENIES.is_match(&one.text) || IS_OF_KIN.is_match(&one.text))
}
