//! Amounts: doses, vital signs, counts, ages, heights.

use std::ops::Range;

use clinical::quantity::{Quantity, Unit, Value, quantities};

use super::stays::{Among, is_dose};
use super::{Claims, patterns};

patterns! {
    OLD = r"^[ -]+old\b";
    /// "53 -year-old": taken down with a space, so that no unit is seen.
    YEAR_OLD = r"^ -(year|month|week|day)-old\b";
    AND_A_HALF = r" and a half$";
    SEVERAL = r"(?i)(?:year|month|week|day)s";
    BETWEEN_FEET_AND_INCHES = r"^(?:((?: )?,)?(?: and)?) $";
}

pub(super) fn claim(claims: &mut Claims) {
    let found = quantities(claims.open());
    let among = Among { open: claims.open(), text: claims.text(), all: &found };
    let mut written = Vec::new();
    let mut at = 0;
    while at < found.len() {
        if let Some(height) = height(claims.open(), &found, at) {
            written.push(height);
            at += 2;
            continue;
        }
        let quantity = &found[at];
        let said = &claims.open()[quantity.start..quantity.number_end];
        let stays =
            if quantity.in_words { among.stays(at) } else { !said.contains(|c: char| c.is_ascii_digit()) };
        if !stays {
            written.push(amount(claims.open(), quantity));
        }
        at += 1;
    }
    for (range, text) in written {
        claims.claim(range, text);
    }
}

/// "Five foot ten", "5 feet 10 inches": 5'10".
fn height(text: &str, found: &[Quantity], at: usize) -> Option<(Range<usize>, String)> {
    let (feet, inches) = (found.get(at)?, found.get(at + 1)?);
    let (Value::Number(high), Value::Number(more)) = (feet.value, inches.value) else { return None };
    let person = feet.unit == Some(Unit::Ft) && (1.0..8.0).contains(&high) && high.fract() == 0.0;
    let rest = matches!(inches.unit, None | Some(Unit::In)) && more < 12.0 && more.fract() == 0.0;
    let gap = BETWEEN_FEET_AND_INCHES.captures(text.get(feet.end..inches.start)?);
    let together = gap.is_some_and(|gap| gap.get(1).is_none() || inches.unit.is_some());
    // "Six foot two men" would be read wrongly; "six foot two of them" nobody says.
    (person && rest && together).then(|| (feet.start..inches.end, format!("{high}'{more}\"")))
}

fn amount(text: &str, quantity: &Quantity) -> (Range<usize>, String) {
    let spoken = &text[quantity.start..quantity.number_end];
    let said_unit = &text[quantity.number_end..quantity.end];
    let range = quantity.start..quantity.end;
    let dose = quantity.unit.is_some_and(is_dose);
    let in_digits = |value: f64| digits(value, dose);
    let number = match quantity.value {
        Value::Number(value) => {
            if let Some((end, age)) = age(text, quantity, value) {
                return (quantity.start..end, age);
            }
            match quantity.in_words || dose || spoken.starts_with('.') || spoken.contains(char::is_alphabetic)
            {
                true => in_digits(value),
                false => spoken.to_owned(),
            }
        }
        Value::Ratio(a, b) if quantity.in_words || spoken.contains(char::is_alphabetic) => {
            format!("{}/{}", in_digits(a), in_digits(b))
        }
        Value::Range(a, b) if quantity.in_words => {
            format!("{}{}{}", in_digits(a), joint(text, quantity), in_digits(b))
        }
        _ => spoken.to_owned(),
    };
    match quantity.unit {
        Some(unit) => (range, format!("{number}{}", unit_after(unit, said_unit))),
        None => (range, number),
    }
}

/// "Forty five year old": 45-year-old, and where that ends.
fn age(text: &str, quantity: &Quantity, value: f64) -> Option<(usize, String)> {
    let after = &text[quantity.end..];
    if let (None, Some(old)) = (quantity.unit, YEAR_OLD.captures(after)) {
        let end = quantity.end + old.get(0)?.end();
        return Some((end, format!("{}-{}-old", digits(value, false), &old[1])));
    }
    let noun = match quantity.unit? {
        Unit::Year => "year",
        Unit::Month => "month",
        Unit::Week => "week",
        Unit::Day => "day",
        _ => return None,
    };
    let old = OLD.find(after)?;
    let several = SEVERAL.is_match(&text[quantity.number_end..quantity.end]);
    let end = quantity.end + old.end();
    (!several && value.fract() == 0.0).then(|| (end, format!("{}-{noun}-old", digits(value, false))))
}

/// What stands between the ends of a range.
fn joint(text: &str, quantity: &Quantity) -> &'static str {
    let spoken = text[quantity.start..quantity.number_end].to_lowercase();
    let between = text[..quantity.start].to_lowercase().ends_with("between ");
    if spoken.contains(" to ") {
        " to "
    } else if spoken.contains(" or ") {
        " or "
    } else if between && spoken.contains(" and ") {
        " and "
    } else if spoken.contains(',') {
        ", "
    } else {
        "-"
    }
}

/// The unit behind a number: its symbol, or, where it is a word in written English too, what was said.
fn unit_after(unit: Unit, said: &str) -> String {
    let halved = AND_A_HALF.find(said).map(|half| half.start());
    let said = &said[..halved.unwrap_or(said.len())];
    let word = said.trim().to_lowercase();
    let letter = word.len() == 1 && matches!(unit, Unit::DegF | Unit::DegC);
    match unit {
        _ if said.is_empty() || letter => said.to_owned(),
        Unit::Percent => "%".to_owned(),
        // An amount of substance, and not in a litre.
        Unit::MmolPerL if !word.contains("per") && !word.contains('/') => " mmol".to_owned(),
        Unit::Units if word == "unit" || word == "units" => said.to_owned(),
        Unit::Units => " units".to_owned(),
        Unit::In | Unit::Ft => said.to_owned(),
        unit if unit.is_word() => said.to_owned(),
        unit => format!(" {}", unit.symbol()),
    }
}

/// A number as it is written: no trailing zeros, a zero before the point, commas in doses from 1,000 and in all from 10,000.
fn digits(value: f64, dose: bool) -> String {
    let plain = value.to_string();
    if value < if dose { 1000.0 } else { 10_000.0 } {
        return plain;
    }
    let (whole, decimals) =
        plain.split_once('.').map_or((plain.as_str(), None), |(whole, rest)| (whole, Some(rest)));
    let mut grouped = String::with_capacity(plain.len() + 4);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(decimals) = decimals {
        grouped.push('.');
        grouped.push_str(decimals);
    }
    grouped
}
