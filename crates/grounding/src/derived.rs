//! Amounts that nobody said and that follow from what was said: pack-years, and how far a value went up or down.

use clinical::quantity::{Unit, Value};

use crate::claim::Claim;
use crate::concepts;
use crate::earlier;
use crate::heard::{Heard, Place};
use crate::numbers::Amount;
use crate::units::comparable;
use crate::words::Words;

/// Whether an amount follows from others that were said.
pub(crate) fn is_said(heard: &Heard, claim: &Claim, amount: &Amount) -> bool {
    let Value::Number(value) = amount.value else { return false };
    match amount.unit {
        Some(Unit::PackYears) => pack_years_said(heard, value),
        _ => cigarettes_said(heard, claim, amount, value) || is_difference(heard, claim, amount, value),
    }
}

/// Each number that was said in a unit, or without one, with its place; not of relatives.
fn numbers(heard: &Heard, unit: Option<Unit>) -> impl Iterator<Item = (f64, Place)> {
    let said =
        heard.amounts().filter(move |(place, _, other)| other.unit == unit && heard.person(*place).is_none());
    said.filter_map(|(place, _, other)| match other.value {
        Value::Number(number) => Some((number, place)),
        _ => None,
    })
}

/// Packs a day that were said, with where: "half a pack", "twenty a day".
fn packs(heard: &Heard) -> Vec<(f64, Place)> {
    let a_day = |place: &Place| {
        let words = &heard.segments[place.segment].claim.words;
        matches!((words.text(place.at + 1), words.text(place.at + 2)), ("a", "day") | ("cigarettes", _))
    };
    let cigarettes = numbers(heard, None).filter(|(_, place)| a_day(place));
    numbers(heard, Some(Unit::Packs))
        .chain(cigarettes.map(|(cigarettes, place)| (cigarettes / IN_A_PACK, place)))
        .collect()
}

const IN_A_PACK: f64 = 20.0;

/// "A pack a day for thirty years", for 30 pack-years.
fn pack_years_said(heard: &Heard, pack_years: f64) -> bool {
    let years: Vec<(f64, Place)> = numbers(heard, Some(Unit::Year)).collect();
    packs(heard).into_iter().any(|(packs, of_packs)| {
        years.iter().any(|(years, of_years)| {
            (packs * years - pack_years).abs() < 0.5 && heard.distance(of_packs, *of_years) <= PACKS_AND_YEARS
        })
    })
}

/// How near to each other the packs and the years are said.
const PACKS_AND_YEARS: usize = 15;

/// "Half a pack a day", for 10 cigarettes.
fn cigarettes_said(heard: &Heard, claim: &Claim, amount: &Amount, cigarettes: f64) -> bool {
    let counts = claim.words.get(amount.at + 1).is_some_and(|word| word.text == "cigarettes");
    counts && packs(heard).iter().any(|(packs, _)| (packs * IN_A_PACK - cigarettes).abs() < 0.5)
}

/// Words by which an amount is how far a value went up, and down.
const UP: &[&str] = &["rise", "rose", "risen", "rising", "increase", "increased", "gained", "up"];
const DOWN: &[&str] = &[
    "drop",
    "dropped",
    "fall",
    "fell",
    "falling",
    "fallen",
    "decrease",
    "decreased",
    "decline",
    "declined",
    "lost",
    "down",
];
/// How far before the amount such a word stands.
const BEFORE: usize = 8;
/// How near to each other the two values are said.
const TOGETHER: usize = 24;

/// "It's 11.9, down from 14.2", for a drop of 2.3: both values were said, of this, and which was the earlier one.
fn is_difference(heard: &Heard, claim: &Claim, amount: &Amount, difference: f64) -> bool {
    let before = &claim.words[amount.at.saturating_sub(BEFORE)..amount.at];
    let says = |list: &[&str]| before.iter().any(|word| list.contains(&word.text.as_str()));
    let rises = match (says(UP), says(DOWN)) {
        (true, false) => true,
        (false, true) => false,
        _ => return false,
    };
    let about = || claim.placed().map(|(stem, _)| stem).filter(|stem| !concepts::is_common(stem));
    let of_this = heard.amounts().filter(|(place, _, other)| {
        other.is_number
            && (other.unit.is_none() || comparable(amount, other))
            && heard.person(*place).is_none()
            && heard.near(*place, about()) > 0.0
    });
    let values: Vec<(f64, Place, bool)> = of_this
        .filter_map(|(place, said, other)| match other.value {
            Value::Number(value) => Some((value, place, earlier::was(said, other))),
            _ => None,
        })
        .collect();
    let then = values.iter().filter(|(.., was)| *was);
    then.into_iter().any(|(then, of_then, _)| {
        values.iter().filter(|(.., was)| !was).any(|(now, of_now, _)| {
            let change = if rises { now - then } else { then - now };
            (change - difference).abs() < 0.01
                && difference < now.max(*then) / 2.0
                && heard.distance(*of_then, *of_now) <= TOGETHER
        })
    })
}
