//! Speakers who correct themselves: "lisinopril ten. No wait, they bumped me to twenty", "the right one. Sorry, no, the left." What
//! was taken back was not said, and what comes in its place is in its unit: "two years ago. No, sorry, three".

use crate::claim::Claim;
use crate::numbers::Amount;
use crate::sides::Sided;
use crate::units::{comparable, equal};
use crate::words::{Word, begins_with};

/// Words by which a speaker takes back what came before.
const CUES: &[&[&str]] = &[
    &["no", "wait"],
    &["wait", "no"],
    &["no", "sorry"],
    &["sorry", "no"],
    &["scratch", "that"],
    &["i", "tell", "a", "lie"],
    &["no", "i", "lie"],
    &["no", "actually"],
];

/// How far before such words what they take back stands, and how far behind them what is said in its place.
const BEFORE: usize = 5;
const BEHIND: usize = 25;
/// How far behind them a bare number takes the place of one with a unit.
const AT_ONCE: usize = 5;

/// Leaves out of a segment the amounts and sides that its speaker took back.
pub(crate) fn take_back(claim: &mut Claim) {
    let cues: Vec<usize> = (0..claim.words.len()).filter(|at| is_cue(&claim.words[*at..])).collect();
    for cue in cues {
        let before = |at: usize| (cue.saturating_sub(BEFORE)..cue).contains(&at);
        let behind = |at: usize| (cue..cue + BEHIND).contains(&at);
        let amounts = claim.amounts.clone();
        for own in amounts.iter().filter(|own| before(own.at) && own.is_number && own.unit.is_some()) {
            let at_once = |other: &&mut Amount| {
                (cue..cue + AT_ONCE).contains(&other.at) && other.unit.is_none() && other.is_number
            };
            claim.amounts.iter_mut().filter(at_once).for_each(|other| other.unit = own.unit);
        }
        claim.amounts.retain(|own| {
            let replaces = |other: &Amount| {
                behind(other.at)
                    && (comparable(own, other) || other.unit.is_none() && other.at <= cue + AT_ONCE)
                    && !equal(own, other)
                    && other.is_number
            };
            !(before(own.at) && own.is_number && amounts.iter().any(replaces))
        });
        let sided = claim.sided.clone();
        claim.sided.retain(|own| {
            let replaces = |other: &Sided| behind(other.at) && other.is_other_than(own);
            !(before(own.at) && sided.iter().any(replaces))
        });
    }
}

fn is_cue(words: &[Word]) -> bool {
    CUES.iter().any(|cue| begins_with(words, cue))
}
