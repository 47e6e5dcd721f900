//! Whether numbers were said, as the same amount in whatever unit or words.

use clinical::quantity::{Quantity, Unit, Value};

use crate::claim::Claim;

/// Whether `quantity`, which stands in `claim`, occurs in what was said.
pub(crate) fn is_said<'a>(
    claim: &Claim,
    quantity: &Quantity,
    said: impl Iterator<Item = &'a Claim> + Clone,
) -> bool {
    let one = |value: f64| {
        said.clone().any(|said| {
            said.quantities.iter().any(|other| {
                let equal = |number| same(value, quantity.unit, number, other.unit);
                match other.value {
                    Value::Number(a) => equal(a),
                    Value::Ratio(a, b) | Value::Range(a, b) => equal(a) || equal(b),
                }
            }) || in_words(value, quantity.unit, said)
        })
    };
    match quantity.value {
        Value::Number(value) => is_pronoun(claim, quantity) || one(value),
        Value::Ratio(a, b) | Value::Range(a, b) => one(a) && one(b),
    }
}

/// "One" without a unit is more often a word than a number.
fn is_pronoun(claim: &Claim, quantity: &Quantity) -> bool {
    quantity.unit.is_none()
        && claim.text.get(quantity.start..quantity.end).is_some_and(|text| text.eq_ignore_ascii_case("one"))
}

/// Amounts that have words of their own: "a week ago", "twice a day".
fn in_words(value: f64, unit: Option<Unit>, said: &Claim) -> bool {
    let has = |wanted: &[&str]| {
        said.words
            .windows(wanted.len())
            .any(|words| words.iter().map(|word| word.text.as_str()).eq(wanted.iter().copied()))
    };
    let any = |list: &[&[&str]]| list.iter().any(|words| has(words));
    match (value, unit) {
        (1.0, Some(unit)) if unit.is_time() => {
            let name = unit.symbol().trim_end_matches('s');
            ["a", "an", "last", "past", "per", "every", "each", "one", "next", "this"]
                .iter()
                .any(|article| has(&[article, name]))
                || unit == Unit::Day && any(&[&["daily"], &["yesterday"]])
        }
        (1.0, Some(Unit::Times | Unit::Tablets)) => {
            any(&[&["once"], &["a", "tablet"], &["a", "pill"], &["daily"]])
        }
        (1.0, _) => any(&[&["once"], &["single"], &["a"]]),
        (2.0, Some(Unit::Times)) => any(&[&["twice"], &["bid"]]),
        (3.0, Some(Unit::Times)) => any(&[&["thrice"], &["tid"]]),
        (4.0, Some(Unit::Times)) => any(&[&["qid"]]),
        (2.0, None) => any(&[&["couple"], &["both"], &["second"], &["twice"]]),
        (2.0, Some(unit)) => any(&[&["couple", unit.symbol()], &["couple", "of", unit.symbol()]]),
        _ => false,
    }
}

fn same(a: f64, a_unit: Option<Unit>, b: f64, b_unit: Option<Unit>) -> bool {
    let (Some(a_unit), Some(b_unit)) = (a_unit, b_unit) else { return close(a, b) };
    if a_unit == b_unit {
        return close(a, b);
    }
    match (base(a_unit), base(b_unit)) {
        ((a_kind, a_factor), (b_kind, b_factor)) if a_kind == b_kind => close(a * a_factor, b * b_factor),
        _ => false,
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// Whether two units measure the same kind of thing.
pub(crate) fn comparable(a: Option<Unit>, b: Option<Unit>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => base(a).0 == base(b).0,
        (None, None) => true,
        _ => false,
    }
}

/// What a unit measures, and its size in the smallest unit of that.
fn base(unit: Unit) -> (&'static str, f64) {
    use Unit::*;
    match unit {
        Mcg => ("mass", 1.0),
        Mg => ("mass", 1e3),
        G => ("mass", 1e6),
        Kg => ("weight", 1000.0),
        Lb => ("pounds", 16.0),
        Oz => ("pounds", 1.0),
        Ml => ("volume", 1.0),
        L => ("volume", 1000.0),
        Mm => ("length", 1.0),
        Cm => ("length", 10.0),
        Ft => ("feet", 12.0),
        In => ("feet", 1.0),
        Second => ("time", 1.0),
        Minute => ("time", 60.0),
        Hour => ("time", 3600.0),
        Day => ("time", 86_400.0),
        Week => ("time", 7.0 * 86_400.0),
        Month => ("months", 1.0),
        Year => ("months", 12.0),
        Degrees | DegF | DegC => ("degrees", 1.0),
        Packs => ("packs", 1.0),
        PackYears => ("pack-years", 1.0),
        Bpm | Breaths | Times => ("rate", 1.0),
        other => (other.symbol(), 1.0),
    }
}

/// What a measurement is of, for numbers that come without a unit.
const VITALS: &[&[&str]] = &[
    &["temperature", "temp"],
    &["pulse", "heart rate"],
    &["respiratory", "respirations", "breaths"],
    &["saturation", "oxygen", "o2", "sats", "spo2"],
    &["weight", "weighs", "weigh"],
    &["height"],
    &["bmi"],
    &["a1c", "hemoglobin"],
    &["ejection"],
    &["creatinine"],
    &["glucose", "sugar", "sugars"],
    &["cholesterol", "ldl"],
    &["potassium"],
];

/// A number that was said in place of `quantity`: for the same drug, for the same vital sign, or in a sentence that is
/// otherwise the statement's. The text as it was said.
pub(crate) fn said_instead(claim: &Claim, quantity: &Quantity, said: &Claim, alike: bool) -> Option<String> {
    let text = |other: &Quantity| said.text.get(other.start..other.end).map(str::to_owned);
    let shares_a_drug = claim.drugs.iter().any(|drug| said.drugs.contains(drug));
    // What was said of one drug says nothing against another's dose.
    let other_drug = !claim.drugs.is_empty() && !said.drugs.is_empty() && !shares_a_drug;
    let same_drug = shares_a_drug && claim.drugs.len() == 1;
    let same_vital = VITALS.iter().any(|names| has_name(claim, names) && has_name(said, names));
    let mut rivals = said.quantities.iter().filter(|other| {
        std::mem::discriminant(&quantity.value) == std::mem::discriminant(&other.value)
            && comparable(quantity.unit, other.unit)
            && !is_said(said, other, [claim].into_iter())
    });
    let rival = rivals.next()?;
    let alone = rivals.next().is_none();
    let pressure = matches!(quantity.value, Value::Ratio(a, b) if a > 40.0 && b > 20.0)
        && matches!(rival.value, Value::Ratio(a, b) if a > 40.0 && b > 20.0);
    let dose = same_drug && quantity.unit.is_some();
    (pressure || dose || alone && (same_vital || alike && !other_drug && quantity.unit.is_some()))
        .then(|| text(rival))?
}

fn has_name(claim: &Claim, names: &[&str]) -> bool {
    names.iter().any(|name| match name.split_once(' ') {
        Some((first, second)) => {
            claim.words.windows(2).any(|two| two[0].text == first && two[1].text == second)
        }
        None => claim.words.iter().any(|word| word.text == *name),
    })
}
