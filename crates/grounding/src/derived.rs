//! Amounts that nobody said and that follow from what was said: pack-years, and how far a value went up or down.

use clinical::quantity::{Unit, Value};

use crate::claim::Claim;
use crate::heard::{Heard, Place};
use crate::numbers::{Amount, comparable};

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
    let said = heard.segments.iter().enumerate().flat_map(|(segment, said)| {
        said.claim.amounts.iter().map(move |other| (other, Place { segment, at: other.at }))
    });
    said.filter(move |(other, place)| other.unit == unit && heard.person(*place).is_none()).filter_map(
        |(other, place)| match other.value {
            Value::Number(number) => Some((number, place)),
            _ => None,
        },
    )
}

/// Packs a day that were said, with where: "half a pack", "twenty a day".
fn packs(heard: &Heard) -> Vec<(f64, Place)> {
    let a_day = |place: &Place| {
        let words = &heard.segments[place.segment].claim.words;
        let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
        matches!((text(place.at + 1), text(place.at + 2)), ("a", "day") | ("cigarettes", _))
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

/// Words by which an amount is how far a value went up or down.
const CHANGES: &[&str] = &[
    "drop",
    "dropped",
    "fall",
    "fell",
    "falling",
    "fallen",
    "rise",
    "rose",
    "risen",
    "rising",
    "increase",
    "increased",
    "decrease",
    "decreased",
    "decline",
    "declined",
    "improved",
    "worsened",
    "lost",
    "gained",
    "up",
    "down",
    "difference",
];
/// How far before the amount such a word stands.
const BEFORE: usize = 8;
/// How near to each other the two values are said.
const TOGETHER: usize = 24;

/// "It's 11.9, down from 14.2", for a drop of 2.3; "up 2 points" where both values were said.
fn is_difference(heard: &Heard, claim: &Claim, amount: &Amount, difference: f64) -> bool {
    let before = &claim.words[amount.at.saturating_sub(BEFORE)..amount.at];
    if !before.iter().any(|word| CHANGES.contains(&word.text.as_str())) {
        return false;
    }
    // The values themselves may have no unit, or a blood pressure's two numbers.
    let said = heard.segments.iter().enumerate().flat_map(|(segment, said)| {
        said.claim.amounts.iter().map(move |other| (other, Place { segment, at: other.at }))
    });
    let values: Vec<(f64, Place)> = said
        .filter(|(other, _)| other.is_number && (other.unit.is_none() || comparable(amount, other)))
        .filter_map(|(other, place)| match other.value {
            Value::Number(value) | Value::Ratio(value, _) => Some((value, place)),
            Value::Range(..) => None,
        })
        .collect();
    let about = claim.content.iter().map(String::as_str);
    let is_of_this = |place: Place| heard.near(place, about.clone()) > 0.0;
    values.iter().enumerate().any(|(at, (a, of_a))| {
        values[at + 1..].iter().any(|(b, of_b)| {
            ((a - b).abs() - difference).abs() < 0.01
                && difference < a.max(*b) / 2.0
                && heard.distance(*of_a, *of_b) <= TOGETHER
                && is_of_this(*of_a)
        })
    })
}
