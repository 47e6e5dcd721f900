//! How often something happens: "three times a week" for "three times a day".

use crate::claim::Claim;
use crate::heard::Heard;
use crate::measured::Fault;
use crate::numbers::Amount;
use crate::units::equal;
use crate::words::Words;

/// What was said in place of how often a statement says that something happens, where the same number was said of another time
/// only.
pub(crate) fn fault(heard: &Heard, claim: &Claim, amount: &Amount) -> Option<Fault> {
    let own = rate(claim, amount)?;
    let equal = heard.amounts().filter(|(.., other)| equal(amount, other));
    let mut other = None;
    for (_, said, equal) in equal {
        match rate(said, equal).filter(|rate| rate.of == own.of) {
            Some(rate) if rate.time == own.time => return None,
            Some(rate) => other = other.or_else(|| said.text.get(equal.start..rate.end)),
            None => {}
        }
    }
    let own = claim.text.get(amount.start..own.end)?;
    Some(Fault::Otherwise { said: other?.to_owned(), own: own.to_owned() })
}

/// How often: "4 times a week".
struct Rate<'a> {
    /// What is counted: "nights"; nothing for "times".
    of: &'a str,
    time: &'static str,
    /// Where it ends in the text.
    end: usize,
}

/// How far behind a number the time stands that it is for.
const REACH: usize = 3;

/// The time that a number is for: "twice a week", "4 per month", "3 times nightly".
fn rate<'a>(claim: &'a Claim, amount: &Amount) -> Option<Rate<'a>> {
    let behind = claim.words.partition_point(|word| word.start < amount.end);
    (behind..behind + REACH).find_map(|at| {
        let (last, time) = match claim.words.text(at) {
            "a" | "an" | "per" | "each" | "every" => (at + 1, unit(claim.words.text(at + 1))?),
            "daily" => (at, "day"),
            "weekly" => (at, "week"),
            "nightly" => (at, "night"),
            "monthly" => (at, "month"),
            _ => return None,
        };
        let of = if at > behind { claim.words.text(behind) } else { "times" };
        let last = claim.words.get(last)?;
        let end = (last.start + last.text.len()).min(claim.text.len());
        Some(Rate { of: if of == "time" { "times" } else { of }, time, end })
    })
}

fn unit(word: &str) -> Option<&'static str> {
    ["hour", "day", "night", "week", "month", "year"].into_iter().find(|unit| *unit == word)
}
