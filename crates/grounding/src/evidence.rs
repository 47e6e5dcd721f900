//! Finding the passages that a statement rests on.

use clinical::SegmentId;
use clinical::quantity::Unit;

use crate::claim::Claim;
use crate::concepts;
use crate::heard::Heard;
use crate::numbers::Amount;
use crate::polarity::Polarity;
use crate::units;

/// Passages, at most: a statement that needs more is no single statement.
const MOST: usize = 4;
/// Numbers and drugs decide where a statement comes from.
const QUANTITY_WEIGHT: f64 = 3.0;
/// A passage must bring this much that the ones before it have not.
const LEAST_GAIN: f64 = 2.0;
/// What the content that occurs in every consult counts.
const COMMON: f64 = 0.7;
/// Segments within this distance belong to one passage of the talk.
const NEAR: usize = 4;

/// Takes the passage that covers most of the statement, then others while they add something, then the question to an
/// answer and the answer to a question.
pub(crate) fn find(heard: &Heard, claim: &Claim) -> Vec<SegmentId> {
    let mut open: Vec<&str> = claim.content.iter().map(String::as_str).collect();
    let mut numbers: Vec<usize> =
        (0..claim.amounts.len()).filter(|at| claim.amounts[*at].is_number).collect();
    let mut chosen: Vec<usize> = Vec::new();
    while chosen.len() < MOST {
        let gain = |at: usize| gain(heard, claim, at, &open, &numbers, &chosen);
        let best = (0..heard.segments.len())
            .filter(|at| !chosen.contains(at))
            .map(|at| (gain(at), at))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let Some((gain, at)) = best else { break };
        if gain < LEAST_GAIN && !(chosen.is_empty() && gain > 0.0) {
            break;
        }
        let said = &heard.segments[at].claim;
        open.retain(|stem| !bears(said, claim, stem));
        numbers.retain(|i| !has(said, claim, *i));
        chosen.push(at);
    }
    if chosen.is_empty() && claim.only_frame {
        return closing(heard);
    }
    let mut all = chosen.clone();
    for at in chosen {
        let said = &heard.segments[at];
        if said.asks {
            all.extend(heard.answer_to(at));
        } else if said.claim.words.len() <= 12 {
            all.extend(heard.question_of(at));
        }
    }
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(|at| SegmentId(at as u32)).collect()
}

/// The end of the consult: where the patient agrees, and questions are answered.
fn closing(heard: &Heard) -> Vec<SegmentId> {
    let last = heard.segments.len();
    (last.saturating_sub(3)..last).map(|at| SegmentId(at as u32)).collect()
}

fn has(said: &Claim, claim: &Claim, amount: usize) -> bool {
    said.amounts.iter().any(|other| units::equal(&claim.amounts[amount], other))
}

/// Whether a passage has a stem or concept of the statement, or, where the statement denies it, describes an examination
/// that would have found it.
pub(crate) fn bears(said: &Claim, claim: &Claim, stem: &str) -> bool {
    contains(said, stem)
        || claim.head_of(stem).is_some_and(|head| contains(said, head))
        || concepts::understood_from(stem).iter().any(|kind| contains(said, kind))
        || claim.places_of(stem).all(|at| claim.polarities[at] == Polarity::Negated)
            && concepts::examined_for(stem).iter().any(|examined| contains(said, examined))
}

fn contains(said: &Claim, stem: &str) -> bool {
    said.content.binary_search_by(|own| own.as_str().cmp(stem)).is_ok()
        || said.wording.iter().any(|own| own == stem)
}

/// Whether an amount is in a unit that is not of time.
fn is_measure(amount: &Amount) -> bool {
    amount.unit.is_some_and(|unit| !unit.is_time() && unit != Unit::Times)
}

fn gain(heard: &Heard, claim: &Claim, at: usize, open: &[&str], numbers: &[usize], chosen: &[usize]) -> f64 {
    let said = &heard.segments[at].claim;
    let weight = |stem: &str| heard.weight(stem) * if concepts::is_common(stem) { COMMON } else { 1.0 };
    let words: f64 = open.iter().filter(|stem| bears(said, claim, stem)).map(|stem| weight(stem)).sum();
    let near = chosen.iter().any(|other| other.abs_diff(at) <= NEAR);
    let counted = numbers.iter().filter(|i| has(said, claim, **i)).count();
    // A number by itself says nothing about what it is the number of; several do, and fourteen pounds.
    let about = near
        || counted > 1
        || numbers.iter().any(|i| is_measure(&claim.amounts[*i]) && has(said, claim, *i))
        || claim.content.is_empty()
        || claim.content.iter().any(|stem| bears(said, claim, stem));
    let counted = if about { counted } else { 0 };
    let total = words + counted as f64 * QUANTITY_WEIGHT;
    if near { total * 1.3 } else { total }
}
