//! What an examination is said to have found well: clear lungs where something was heard, a soft abdomen that nobody felt.

use clinical::Speaker;

use crate::claim::Claim;
use crate::concepts;
use crate::heard::{Heard, Place};
use crate::polarity::Polarity;
use crate::sides::{Side, is_both};
use crate::words::{Gap, Word, Words};

/// What is heard over lungs that are not clear.
const HEARD: &[&str] = &["crackle", "wheezing", "rhonchi"];

/// The finding at the lungs that a clinician told of, where a statement has them clear, on both sides or without one, and nobody
/// else said that they are.
pub(crate) fn otherwise(heard: &Heard, claim: &Claim) -> Option<&'static str> {
    let of_lungs = |word: &Word| matches!(word.text.as_str(), "lung" | "lungs" | "chest" | "breathing");
    let clear = |words: &[Word]| words.iter().position(|word| word.text == "clear");
    let at = clear(&claim.words).filter(|at| claim.polarities[*at] == Polarity::Affirmed)?;
    let lungs = claim.words.iter().position(of_lungs)?;
    let other_parts = claim.words.iter().any(|word| Side::of(&word.text).is_some());
    // "Chest X-ray clear"
    if lungs.abs_diff(at) > NEAR || other_parts || claim.mentions.iter().any(|mention| mention.finding()) {
        return None;
    }
    let of_both = |words: &[Word]| {
        !words.iter().any(|word| Side::of(&word.text).is_some())
            || words.iter().any(|word| is_both(&word.text))
    };
    let well = |words: &[Word]| {
        words.iter().any(|word| match word.text.as_str() {
            "clear" | "clean" => true,
            "good" | "fine" | "normal" | "lovely" => words.iter().any(of_lungs),
            _ => false,
        })
    };
    let said_clear = heard
        .segments
        .iter()
        .any(|said| sentences(&said.claim.words).any(|words| well(words) && of_both(words)));
    if said_clear {
        return None;
    }
    HEARD.iter().copied().find(|name| {
        heard.places(&format!("#{name}")).iter().any(|place| {
            let said = &heard.segments[place.segment];
            said.speaker == Speaker::Clinician
                && !said.asked(place.at)
                && !recounts(&said.claim.words)
                && heard.polarity(*place) == Polarity::Affirmed
                && heard.person(*place).is_none()
        }) && !heard.places(&format!("#{name}")).iter().any(|place| {
            heard.segments[place.segment].speaker == Speaker::Clinician
                && heard.polarity(*place) == Polarity::Negated
        })
    })
}

/// "So you've been wheezing at night": what the patient told before.
fn recounts(words: &[Word]) -> bool {
    words.windows(2).any(|two| {
        matches!(two[0].text.as_str(), "you've" | "you're" | "your" | "you")
            && matches!(two[1].text.as_str(), "been" | "had" | "get" | "were" | "said" | "have" | "told")
    })
}

/// How near to the lungs it says that they are clear.
const NEAR: usize = 3;

fn sentences(words: &[Word]) -> impl Iterator<Item = &[Word]> {
    words.chunk_by(|_, next| next.gap < Gap::Stop)
}

/// What tells that an abdomen was felt.
const FELT: &[&str] = &[
    "soft",
    "tender",
    "tenderness",
    "press",
    "pressing",
    "push",
    "pushing",
    "hurt",
    "hurts",
    "sore",
    "palpate",
    "palpation",
    "feel",
    "feels",
    "normal",
    "fine",
    "benign",
    "unremarkable",
    "examined",
    "exam",
    "examination",
    "guarding",
    "mass",
    "masses",
    "bowel",
    "squishy",
    "okay",
    "good",
    "painful",
    "pain",
];
/// What tells of it in a patient's words.
const HURTS: &[&str] = &["hurt", "hurts", "sore", "tender", "pain", "painful", "there", "ow", "ouch"];
/// In how many segments from where it was named.
const FELT_WITHIN: usize = 4;

/// Whether a statement has a soft abdomen that was only named.
pub(crate) fn unsaid(heard: &Heard, claim: &Claim) -> bool {
    let named = claim.mentions.iter().any(|mention| concepts::name(mention.concept).ends_with("abdomen"));
    let soft = claim.words.iter().any(|word| matches!(word.text.as_str(), "soft" | "tender" | "nontender"));
    if !named || !soft {
        return false;
    }
    let places = heard.places("#abdomen");
    let felt = |place: &Place| {
        let last = heard.segments.len().min(place.segment + FELT_WITHIN);
        heard.segments[place.segment..last].iter().any(|said| {
            let told = |word: &Word| match said.speaker {
                Speaker::Clinician => FELT.contains(&word.text.as_str()),
                _ => HURTS.contains(&word.text.as_str()),
            };
            said.claim.words.iter().any(told)
        })
    };
    !places.is_empty()
        && !places.iter().any(felt)
        && !heard.segments.iter().any(|said| soft_said(&said.claim))
}

fn soft_said(said: &Claim) -> bool {
    (0..said.words.len()).any(|at| matches!(said.words.text(at), "soft" | "tender"))
}
