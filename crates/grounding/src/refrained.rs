//! Drugs that somebody cannot take: "I can't take codeine, it makes me throw up", "tramadol made me really sick".

use crate::actions::Action;
use crate::allergens::refrains;
use crate::claim::Claim;
use crate::concepts;
use crate::heard::Heard;
use crate::reactions::is_ill;
use crate::words::{Gap, Words};

/// How far behind a drug it says what that did, and how far behind the verb the illness is named.
const DOES: usize = 5;
const ILLNESS: usize = 6;

/// Whether the drug at `at` is said not to be taken because it cannot be, or to have made somebody ill.
pub(crate) fn refuses(claim: &Claim, at: usize) -> bool {
    refrains(claim, at) || made_ill(claim, at)
}

/// "Tramadol made me really sick"; what still "makes" somebody so may be taken all the same.
fn made_ill(claim: &Claim, at: usize) -> bool {
    let words = &claim.words;
    let one_sentence = |i: &usize| words[*i].gap < Gap::Stop;
    let did = (at + 1..words.len().min(at + DOES)).take_while(one_sentence).find(|i| {
        matches!(words.text(*i), "made" | "gave")
            && matches!(words.text(i + 1), "me" | "my" | "him" | "her" | "you")
    });
    // "It made me feel sick at first, but I'm fine with it now"
    const BORNE: &[&str] = &["first", "but", "now", "settled", "fine", "still", "initially"];
    let is_borne = |did: usize| words[did..].iter().any(|word| BORNE.contains(&word.text.as_str()));
    did.filter(|did| !is_borne(*did)).is_some_and(|did| {
        (did + 1..words.len().min(did + ILLNESS)).take_while(one_sentence).any(|i| is_ill(words.text(i)))
    })
}

/// Whether a drug, or a class of them, by its stem, is spoken of as one that cannot be taken, and nowhere as one that is.
pub(crate) fn is_refrained(heard: &Heard, stem: &str) -> bool {
    if !stem.starts_with('@') && !concepts::is_class(stem) {
        return false;
    }
    let mut cannot = false;
    for place in heard.places(stem).iter().filter(|place| heard.person(**place).is_none()) {
        let said = &heard.segments[place.segment];
        if refuses(&said.claim, place.at) {
            cannot = true;
        } else if !said.asked(place.at) && takes(&said.claim, place.at) {
            return false;
        }
    }
    cannot
}

/// "I take it", "let's start": whether something is begun or goes on with the drug at `at`.
fn takes(claim: &Claim, at: usize) -> bool {
    claim.words[at.saturating_sub(DOES)..at]
        .iter()
        .any(|word| matches!(Action::of(&word.text), Some(Action::Take | Action::Start | Action::Continue)))
}
