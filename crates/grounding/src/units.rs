//! Whether two amounts say the same, in whatever units, and whether they measure the same kind of thing.

use clinical::quantity::{Unit, Value};

use crate::numbers::Amount;

/// Whether `other` is what `amount` says.
pub(crate) fn equal(amount: &Amount, other: &Amount) -> bool {
    if amount.plus != other.plus && amount.unit.is_none() {
        return false;
    }
    let same = |value: f64, number: f64| same(value, amount.unit, number, other.unit);
    match (amount.value, other.value) {
        (Value::Number(a), Value::Number(b)) => same(a, b),
        (Value::Number(a), Value::Range(b, c)) => same(a, b) || same(a, c),
        // "It is a three": out of ten.
        (Value::Ratio(a, 10.0), Value::Number(b)) | (Value::Number(b), Value::Ratio(a, 10.0)) => same(a, b),
        (Value::Number(a), Value::Ratio(b, c)) => same(a, b) || same(a, c),
        (Value::Ratio(a, b), Value::Ratio(c, d)) | (Value::Range(a, b), Value::Range(c, d)) => {
            same(a, c) && same(b, d)
        }
        (Value::Range(a, b), Value::Ratio(c, _)) => same(a, c) || same(b, c),
        _ => false,
    }
}

fn same(a: f64, a_unit: Option<Unit>, b: f64, b_unit: Option<Unit>) -> bool {
    let (Some(a_unit), Some(b_unit)) = (a_unit, b_unit) else {
        // "Metformin, a thousand": 1 g.
        let in_mg =
            |value: f64, unit: Option<Unit>| if unit == Some(Unit::G) { value * 1000.0 } else { value };
        return close(a, b) || close(in_mg(a, a_unit), in_mg(b, b_unit));
    };
    if a_unit == b_unit {
        return close(a, b);
    }
    // "Four weeks" is said for a month, and "twelve weeks" for three.
    let months = |weeks: f64, months: f64| months <= MOST_MONTHS && close(weeks, months * 4.0);
    match (a_unit, b_unit) {
        (Unit::Week, Unit::Month) if months(a, b) => return true,
        (Unit::Month, Unit::Week) if months(b, a) => return true,
        _ => {}
    }
    // "A week and a half" is ten days, or eleven.
    let days = |weeks: f64, days: f64| weeks.fract() == 0.5 && (weeks * 7.0 - days).abs() <= 0.5;
    match (a_unit, b_unit) {
        (Unit::Week, Unit::Day) if days(a, b) => return true,
        (Unit::Day, Unit::Week) if days(b, a) => return true,
        _ => {}
    }
    match (base(a_unit), base(b_unit)) {
        ((a_kind, a_factor), (b_kind, b_factor)) if a_kind == b_kind => close(a * a_factor, b * b_factor),
        _ => false,
    }
}

/// How many months are told as four weeks each, at most.
const MOST_MONTHS: f64 = 3.0;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0)
}

/// How many months may stand in the place of weeks, at most: a child of nine months is no week.
const MOST_BESIDE_WEEKS: f64 = 6.0;

/// Whether two amounts measure the same kind of thing, so that one could stand in the other's place.
pub(crate) fn comparable(a: &Amount, b: &Amount) -> bool {
    // A blood pressure is no score out of ten.
    const LEAST_PRESSURE: f64 = 40.0;
    let ratio = |amount: &Amount| match amount.value {
        Value::Ratio(over, _) => Some(over >= LEAST_PRESSURE),
        _ => None,
    };
    if ratio(a) != ratio(b) {
        return false;
    }
    let is_short = |months: &Amount| matches!(months.value, Value::Number(n) if n <= MOST_BESIDE_WEEKS);
    match (a.unit, b.unit) {
        (Some(Unit::Month), Some(Unit::Week)) => is_short(a),
        (Some(Unit::Week), Some(Unit::Month)) => is_short(b),
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

/// Whether an amount may be one of a drug: in a unit of dosage, or without a unit.
pub(crate) fn may_be_dose(amount: &Amount) -> bool {
    use Unit::*;
    matches!(
        amount.unit,
        None | Some(Mg | Mcg | G | Ml | Units | Meq | Tablets | Puffs | Drops | Sprays | Percent | MgPerKg)
    ) && !matches!(amount.value, Value::Ratio(..))
}
