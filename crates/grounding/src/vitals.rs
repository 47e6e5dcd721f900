//! Vital signs and laboratory values outside of what a living person has.
//!
//! The limits of systolic pressure, pulse and saturation are the product's own; 70 breaths a minute is where the tables derived from
//! MIMIC stop accepting a value (MIT-LCP/mimic-code, the vital signs). Temperature, glucose, sodium, potassium, creatinine,
//! hemoglobin and pH have the valid range of MIMIC-Extract (Wang et al., ACM CHIL 2020; resources/variable_ranges.csv). The
//! others are wide estimates that have not been held against a source: they are to catch slips of the tongue and the hand.

use std::ops::RangeInclusive;

use clinical::quantity::{Unit, Value};

use crate::claim::Claim;
use crate::numbers::Amount;
use crate::words::in_one_sentence;

/// What a value is at least and at most, in one unit.
struct Limit {
    names: &'static [&'static str],
    /// What it is in the units that it is written in.
    unit: fn(Option<Unit>) -> bool,
    least: f64,
    most: f64,
}

/// In mmHg.
const SYSTOLIC: RangeInclusive<f64> = 50.0..=300.0;
const DIASTOLIC: RangeInclusive<f64> = 20.0..=200.0;

const LIMITS: &[Limit] = &[
    Limit {
        names: &["heart rate", "pulse", "hr"],
        unit: |unit| matches!(unit, None | Some(Unit::Bpm)),
        least: 20.0,
        most: 250.0,
    },
    Limit {
        names: &["respiratory rate", "respirations", "rr"],
        unit: |unit| matches!(unit, None | Some(Unit::Breaths)),
        least: 4.0,
        most: 70.0,
    },
    Limit {
        names: &["saturation", "spo2", "sats", "pulse oximetry", "oxygen"],
        unit: |unit| matches!(unit, Some(Unit::Percent)),
        least: 70.0,
        most: 100.0,
    },
    Limit {
        names: &["saturation", "spo2", "sats", "pulse oximetry"],
        unit: |unit| unit.is_none(),
        least: 70.0,
        most: 100.0,
    },
    Limit { names: TEMPERATURE, unit: |unit| matches!(unit, Some(Unit::DegF)), least: 79.0, most: 113.0 },
    Limit { names: TEMPERATURE, unit: |unit| matches!(unit, Some(Unit::DegC)), least: 26.0, most: 45.0 },
    Limit {
        names: &["weight", "weighs"],
        unit: |unit| matches!(unit, Some(Unit::Kg)),
        least: 0.2,
        most: 635.0,
    },
    Limit {
        names: &["weight", "weighs"],
        unit: |unit| matches!(unit, Some(Unit::Lb)),
        least: 0.5,
        most: 1400.0,
    },
    Limit { names: &["height"], unit: |unit| matches!(unit, Some(Unit::Cm)), least: 20.0, most: 272.0 },
    Limit {
        names: &["bmi"],
        unit: |unit| matches!(unit, None | Some(Unit::KgPerM2)),
        least: 7.0,
        most: 204.0,
    },
    Limit {
        names: &["a1c", "hba1c"],
        unit: |unit| matches!(unit, Some(Unit::Percent)),
        least: 3.0,
        most: 20.0,
    },
    // Without a unit it may be in mmol/mol, which is 10.93 times the per cent less 23.5 (IFCC).
    Limit { names: &["a1c", "hba1c"], unit: |unit| unit.is_none(), least: 3.0, most: 195.0 },
    Limit {
        names: &["glucose", "sugar"],
        unit: |unit| matches!(unit, Some(Unit::MgPerDl)),
        least: 33.0,
        most: 2000.0,
    },
    // In mg/dL or mmol/L.
    Limit { names: &["glucose", "sugar"], unit: |unit| unit.is_none(), least: 1.0, most: 2000.0 },
    Limit { names: &["inr"], unit: |unit| unit.is_none(), least: 0.5, most: 25.0 },
    Limit { names: &["sodium"], unit: is_molar, least: 50.0, most: 225.0 },
    Limit { names: &["potassium"], unit: is_molar, least: 0.0, most: 12.0 },
    Limit {
        names: &["creatinine"],
        unit: |unit| matches!(unit, Some(Unit::MgPerDl)),
        least: 0.1,
        most: 60.0,
    },
    Limit { names: &["hemoglobin"], unit: |unit| matches!(unit, Some(Unit::GPerDl)), least: 0.0, most: 25.0 },
    Limit { names: &["ph"], unit: |unit| unit.is_none(), least: 6.3, most: 8.4 },
    Limit {
        names: &["ejection fraction", "ef"],
        unit: |unit| matches!(unit, Some(Unit::Percent)),
        least: 5.0,
        most: 90.0,
    },
];

fn is_molar(unit: Option<Unit>) -> bool {
    matches!(unit, Some(Unit::MmolPerL))
}

/// An amount as it is written.
pub(crate) fn written<'a>(claim: &'a Claim, amount: &Amount) -> &'a str {
    claim.text.get(amount.start..amount.end).unwrap_or_default()
}

/// A blood pressure that nobody has.
pub(crate) fn of_pressure(claim: &Claim, amount: &Amount) -> Option<String> {
    let Value::Ratio(systolic, diastolic) = amount.value else { return None };
    if !named(claim, amount, &["blood pressure", "bp"]) {
        return None;
    }
    let possible = SYSTOLIC.contains(&systolic) && DIASTOLIC.contains(&diastolic) && diastolic < systolic;
    (!possible).then(|| format!("A blood pressure of {} cannot be: was it misheard?", written(claim, amount)))
}

/// "Systolic 340 mmHg"; that of the right heart is no blood pressure, nor is what it drops by.
fn of_half_a_pressure(claim: &Claim, amount: &Amount, value: f64) -> Option<String> {
    if !matches!(amount.unit, None | Some(Unit::MmHg)) {
        return None;
    }
    let text = |at: usize| claim.words[at].text.as_str();
    let is_link = |at: usize| LINKS.contains(&text(at)) || matches!(text(at), "blood" | "pressure" | "bp");
    let name = (amount.at.saturating_sub(5)..amount.at).rev().find(|at| !is_link(*at))?;
    let (name, possible) = match text(name) {
        "systolic" if !of_the_heart(claim, name) => ("systolic", SYSTOLIC),
        "diastolic" if !of_the_heart(claim, name) => ("diastolic", DIASTOLIC),
        _ => return None,
    };
    (!possible.contains(&value)).then(|| {
        let (least, most) = (possible.start(), possible.end());
        format!("A {name} of {} cannot be: it is from {least} to {most}.", written(claim, amount))
    })
}

/// Whether what stands before a word makes it a pressure within the heart or the lungs.
fn of_the_heart(claim: &Claim, at: usize) -> bool {
    claim.words[at.saturating_sub(3)..at].iter().any(|word| {
        matches!(
            word.text.as_str(),
            "ventricular" | "ventricle" | "atrial" | "pulmonary" | "artery" | "rv" | "lv" | "pa" | "end"
        )
    })
}

/// "Heart rate 400", "oxygen saturation 45": a vital sign or laboratory value that nobody has.
pub(crate) fn of_sign(claim: &Claim, amount: &Amount) -> Option<String> {
    let Value::Number(value) = amount.value else { return None };
    // "Radial pulse 2+" is how full it is.
    if amount.plus {
        return None;
    }
    if let Some(message) = of_half_a_pressure(claim, amount, value) {
        return Some(message);
    }
    if matches!(amount.unit, None | Some(Unit::Degrees)) && named(claim, amount, TEMPERATURE) {
        return of_temperature(claim, amount, value);
    }
    let limit = LIMITS.iter().find(|limit| (limit.unit)(amount.unit) && named(claim, amount, limit.names))?;
    (!(limit.least..=limit.most).contains(&value)).then(|| {
        let name = limit.names[0];
        format!(
            "A {name} of {} cannot be: it is from {} to {}.",
            written(claim, amount),
            limit.least,
            limit.most
        )
    })
}

const TEMPERATURE: &[&str] = &["temperature", "temp"];
/// What is less is how often, or by how much.
const COUNTED: f64 = 6.0;
/// In degrees Celsius and Fahrenheit.
const CELSIUS: RangeInclusive<f64> = 26.0..=45.0;
const FAHRENHEIT: RangeInclusive<f64> = 79.0..=113.0;

/// "Temperature 120.": without a unit it may be in either.
fn of_temperature(claim: &Claim, amount: &Amount, value: f64) -> Option<String> {
    // "Temperature up 2 degrees"
    let counts = value < COUNTED;
    let possible = counts || CELSIUS.contains(&value) || FAHRENHEIT.contains(&value);
    (!possible).then(|| {
        format!(
            "A temperature of {} cannot be: it is from {} to {} °C, or from {} to {} °F.",
            written(claim, amount),
            CELSIUS.start(),
            CELSIUS.end(),
            FAHRENHEIT.start(),
            FAHRENHEIT.end()
        )
    })
}

/// Words that may stand between a name and its number.
const LINKS: &[&str] = &[
    "is",
    "was",
    "of",
    "at",
    "to",
    "today",
    "now",
    "currently",
    "level",
    "reading",
    "about",
    "around",
    "the",
    "up",
    "down",
    "on",
    "room",
    "air",
    "are",
    "been",
    "has",
    "had",
    "rate",
    "a",
    "as",
    "low",
    "high",
    "running",
    "only",
];

/// Whether one of these names stands before an amount, with no other amount between; of what has no unit, with nothing between
/// that is of something else.
fn named(claim: &Claim, amount: &Amount, names: &[&str]) -> bool {
    let from = amount.at.saturating_sub(5);
    let between = claim.amounts.iter().any(|other| other.is_number && (from..amount.at).contains(&other.at));
    let words = (from..amount.at).filter(|at| in_one_sentence(&claim.words, *at, amount.at));
    let text: Vec<&str> = words.map(|at| claim.words[at].text.as_str()).collect();
    let links = |from: usize| amount.unit.is_some() || text[from..].iter().all(|word| LINKS.contains(word));
    let is = |name: &&str| {
        let name: Vec<&str> = name.split(' ').collect();
        (0..text.len()).any(|at| text[at..].starts_with(&name) && links(at + name.len()))
    };
    !between && names.iter().any(is)
}
