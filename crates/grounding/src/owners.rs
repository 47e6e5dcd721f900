//! Two numbers that were said of two things, given for each other: "oxygen 96 percent, pulse 88" as a pulse of 96. What a number is
//! of stands before it, behind the number before that; or, where nothing does, behind it.

use std::ops::Range;

use crate::claim::Claim;
use crate::concepts;
use crate::corrected::TIMES_OF_DAY;
use crate::heard::Heard;
use crate::measured::{self, Fault};
use crate::numbers::Amount;
use crate::units::{comparable, equal};
use crate::words::Gap;

/// How many words before a number tell what it is of.
const BEFORE: usize = 8;
const BEHIND: usize = 4;

/// The number that was said of what a statement gives this one of, where this one was said of something else, in one breath.
pub(crate) fn fault(heard: &Heard, claim: &Claim, amount: &Amount) -> Option<Fault> {
    // A dose has its drug, by a rule of its own.
    if measured::drug_of(claim, amount).is_some() {
        return None;
    }
    let own: Vec<&str> =
        of(claim, amount).into_iter().filter(|stem| !heard.places(stem).is_empty()).collect();
    if own.is_empty() {
        return None;
    }
    let shares = |said: &Claim, other: &Amount| of(said, other).iter().any(|stem| own.contains(stem));
    let mut instead = None;
    for said in &heard.segments {
        let said = &said.claim;
        for other in said.amounts.iter().filter(|other| equal(amount, other)) {
            if of(said, other).is_empty() || shares(said, other) {
                return None;
            }
            let rival = said.amounts.iter().find(|rival| {
                rival.is_number
                    && !equal(amount, rival)
                    && (comparable(amount, rival) || rival.unit.is_none())
                    && !claim.amounts.iter().any(|own| equal(own, rival) && shares(claim, own))
                    && shares(said, rival)
            });
            instead = instead.or_else(|| rival.and_then(|rival| said.text.get(rival.start..rival.end)));
        }
    }
    instead.map(|text| Fault::Instead(text.to_owned()))
}

/// What a number is of, in stems and concepts that tell something.
fn of<'a>(claim: &'a Claim, amount: &Amount) -> Vec<&'a str> {
    let words = &claim.words;
    let behind = |byte: usize| words.partition_point(|word| word.start < byte);
    let last =
        claim.amounts.iter().filter(|other| other.end <= amount.start).map(|other| behind(other.end)).max();
    let stop = (1..=amount.at).rev().find(|at| words[*at].gap >= Gap::Stop).unwrap_or(0);
    let from = last.unwrap_or(0).max(stop).max(amount.at.saturating_sub(BEFORE));
    let before = in_range(claim, from..amount.at);
    if !before.is_empty() {
        return before;
    }
    let from = behind(amount.end);
    let next = claim.amounts.iter().map(|other| other.at).filter(|at| *at >= from).min();
    let most = words.len().min(from + BEHIND).min(next.unwrap_or(usize::MAX));
    let end = (from..most).find(|at| words[*at].gap >= Gap::Comma).unwrap_or(most);
    in_range(claim, from.min(end)..end)
}

fn in_range(claim: &Claim, range: Range<usize>) -> Vec<&str> {
    let is_time = |stem: &str, at: usize| {
        TIMES_OF_DAY.contains(&claim.words[at].text.as_str())
            || TIMES_OF_DAY.iter().any(|time| stem.ends_with(time))
    };
    let placed = claim
        .placed()
        .filter(|(stem, at)| range.contains(at) && !concepts::is_common(stem) && !is_time(stem, *at));
    placed.map(|(stem, _)| stem).collect()
}
