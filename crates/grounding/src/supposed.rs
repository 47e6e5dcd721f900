//! What was only thought of and a statement says was done: a drug that "I could give you", a referral "if it's high".

use clinical::Speaker;
use clinical::quantity::Unit;

use crate::actions::{self, Action};
use crate::claim::Claim;
use crate::concepts;
use crate::cues::any_denies;
use crate::heard::{Heard, Place};
use crate::planned::{DONE, TESTS};
use crate::polarity::Polarity;
use crate::words::{Gap, Word, begins_with};

/// Words by which a statement says that something was begun, given or changed.
const BEGUN: &[&str] = &[
    "started",
    "initiated",
    "prescribed",
    "given",
    "administered",
    "injected",
    "referred",
    "fitted",
    "inserted",
    "placed",
    "issued",
    "chose",
    "commenced",
    "switched",
    "changed",
    "discontinued",
    "increased",
    "reduced",
    "stopped",
    "aspirated",
    "ordered",
];
/// Words by which it says that it was thought of, or may come.
const THOUGHT: &[&str] = &[
    "if",
    "consider",
    "considered",
    "considering",
    "discussed",
    "discuss",
    "may",
    "might",
    "could",
    "would",
    "should",
    "can",
    "option",
    "options",
    "possible",
    "possibly",
    "potential",
    "potentially",
    "once",
    "until",
    "unless",
    "offered",
    "recommend",
    "recommended",
    "advised",
    "plan",
    "will",
    "pending",
    "likely",
    "suggested",
];

/// Words before it by which the talk only supposes something, and further ones anywhere in the sentence.
const SUPPOSING: &[&str] = &[
    "if", "could", "might", "unless", "thought", "maybe", "perhaps", "offer", "offered", "possibly",
    "consider",
];
const NOT_NOW: &[&[&str]] = &[
    &["rather", "not"],
    &["holding", "off"],
    &["hold", "off"],
    &["decided", "against"],
    &["something", "like"],
    &["talked", "about"],
    &["talk", "about"],
];

/// What a statement says was done with a drug, a test or a treatment that was only thought of: its name.
pub(crate) fn only_thought_of<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let has = |list: &[&str]| claim.words.iter().any(|word| list.contains(&word.text.as_str()));
    // Who has reviewed a drug has not given it.
    let is_done = |word: &str| DONE.contains(&word) && word != "reviewed";
    let any_done = claim.words.iter().any(|word| is_done(&word.text));
    if !any_done && !has(BEGUN) || has(THOUGHT) || any_denies(&claim.words) {
        return None;
    }
    let now = has(NOW);
    let treatment = |stem: &str| {
        stem.starts_with('@')
            || concepts::is_class(stem)
            || stem.strip_prefix('#').is_some_and(|name| TREATMENTS.contains(&name) || TESTS.contains(&name))
    };
    // A denial says of what is stopped that it was: "not the Flomax, they stopped it".
    let stopped = |at: usize| {
        claim.drugs_at.iter().any(|(drug, _)| *drug == at)
            && actions::written(claim, at) == Some(Action::Stop)
    };
    let told = claim.placed().filter(|(stem, at)| {
        treatment(stem) && claim.polarities[*at] == Polarity::Affirmed && claim.persons[*at].is_none()
    });
    // Of tests and of whole classes it is told otherwise.
    let begun = |stem: &str| {
        now && (stem.starts_with('@')
            || stem.strip_prefix('#').is_some_and(|name| TREATMENTS.contains(&name)))
    };
    told.map(|(stem, at)| (stem, heard.places(stem), at))
        .find(|(stem, places, at)| {
            let ended = |place: &Place| {
                stopped(*at)
                    && heard.polarity(*place) == Polarity::Negated
                    && actions::ends_near(heard, *place)
            };
            let void = |place: &Place| {
                is_supposed(heard, *place) && !ended(place) || begun(stem) && is_deferred(heard, *place)
            };
            !places.is_empty() && places.iter().all(void)
        })
        .map(|(.., at)| claim.words[at].text.as_str())
}

/// Treatments and arrangements that are no drugs.
pub(crate) const TREATMENTS: &[&str] = &[
    "injection",
    "referral",
    "sick note",
    "contraceptive implant",
    "hormonal coil",
    "copper coil",
    "joint aspiration",
    "physical therapy",
];

/// Words by which a statement says that it was done now.
const NOW: &[&str] = &["today", "now", "immediately", "already"];

/// "In about three weeks I'd like you back to start it", "another test in thirty days, then we start": whether what stands at a place
/// comes later, as its sentence has it.
fn is_deferred(heard: &Heard, place: Place) -> bool {
    const LATER: &[&str] = &["once", "after", "until", "when", "tomorrow", "later", "read", "eventually"];
    let claim = &heard.segments[place.segment].claim;
    let words = &claim.words;
    let begins = (0..=place.at).rev().find(|at| words[*at].gap >= Gap::Stop).unwrap_or(0);
    let ends = (place.at + 1..words.len()).find(|at| words[*at].gap >= Gap::Stop).unwrap_or(words.len());
    let in_time = claim.amounts.iter().any(|amount| {
        (begins..ends).contains(&amount.at)
            && amount.unit.is_some_and(Unit::is_time)
            && words[amount.at.saturating_sub(2)..amount.at].iter().any(|word| word.text == "in")
    });
    in_time || words[begins..place.at].iter().any(|word| LATER.contains(&word.text.as_str()))
}

/// How far from what is only supposed the word for it stands.
const BEFORE: usize = 10;
const BEHIND: usize = 14;

/// Whether what stands at a place is supposed, asked for, denied or put off in its sentence.
fn is_supposed(heard: &Heard, place: Place) -> bool {
    let said = &heard.segments[place.segment];
    // What a relative had is not the patient's.
    if heard.person(place).is_some() {
        return true;
    }
    let words = &said.claim.words;
    // "We injected it with ..."
    let done = |word: &Word| {
        matches!(
            word.text.as_str(),
            "injected" | "gave" | "given" | "did" | "started" | "used" | "put" | "took"
        )
    };
    let ends_sentence = |at: &usize| words[*at].gap >= Gap::Stop;
    let least = place.at.saturating_sub(BEFORE);
    let most = (place.at + BEHIND).min(words.len());
    let begins = (least + 1..=place.at).rev().find(ends_sentence).unwrap_or(least);
    let ends = (place.at + 1..most).find(ends_sentence).unwrap_or(most);
    if words[begins..place.at].iter().any(done) {
        return false;
    }
    match heard.polarity(place) {
        Polarity::Negated => return true,
        // What a clinician asks about may have been done.
        Polarity::Open => return !said.asked(place.at) || said.speaker != Speaker::Clinician,
        _ => {}
    }
    let supposing = |word: &Word| SUPPOSING.contains(&word.text.as_str());
    let sentence = &words[begins..ends];
    let put_off = |cue: &&[&str]| (0..sentence.len()).any(|at| begins_with(&sentence[at..], cue));
    // "Once the new one is started", but not "once daily".
    let once = sentence.windows(2).any(|two| {
        two[0].text == "once"
            && matches!(
                two[1].text.as_str(),
                "the" | "you" | "you're" | "we" | "it" | "it's" | "that" | "this" | "your"
            )
    });
    once || words[begins..place.at].iter().any(supposing) || NOT_NOW.iter().any(put_off)
}

/// "If the swab is positive we'll start antibiotics": whether what stands at a place waits for something.
pub(crate) fn is_supposing(heard: &Heard, place: Place) -> bool {
    let words = &heard.segments[place.segment].claim.words;
    let begins = (0..=place.at).rev().find(|at| words[*at].gap >= Gap::Stop).unwrap_or(0);
    words[begins.max(place.at.saturating_sub(BEFORE))..place.at]
        .iter()
        .any(|word| matches!(word.text.as_str(), "if" | "unless"))
}

#[cfg(test)]
mod tests {
    use clinical::{Format, Transcript};

    use super::*;

    #[test]
    fn a_drug_that_was_reviewed_was_not_given() {
        let talk = "Doctor: If your sugar stays high I could give you metformin.\nPatient: Okay.";
        let heard = Heard::of(&Transcript::parse(talk, Format::Text).unwrap());
        let thought_of = |text: &str| only_thought_of(&heard, &Claim::read(text)).map(str::to_owned);
        assert_eq!(thought_of("Metformin was reviewed."), None);
        for text in ["Metformin was started.", "Metformin was reviewed and started.", "Received metformin."] {
            assert_eq!(thought_of(text).as_deref(), Some("metformin"), "{text}");
        }
    }
}
