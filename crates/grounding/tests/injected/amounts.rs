//! Wrong numbers, doses and units.

use crate::assertions::turned;
use crate::chance::Chance;

/// A number in digits, or a small one in words.
struct Number {
    start: usize,
    end: usize,
    value: f64,
    decimals: usize,
    in_words: bool,
}

const WORDS: [&str; 13] = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
];

/// The numbers of a statement that measure or count something: no names (B12, COVID-19), no ordinals, no list's digits.
fn numbers(text: &str) -> Vec<Number> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !is_digit(at) {
            at += 1;
            continue;
        }
        let start = at;
        while is_digit(at) || (bytes[at] == b'.' || bytes[at] == b',') && is_digit(at + 1) && is_digit(at - 1)
        {
            at += 1;
            if at == bytes.len() {
                break;
            }
        }
        let digits = text[start..at].replace(',', "");
        let before = text[..start].chars().next_back();
        let after = text[at..].chars().next();
        let unit = text[at..].chars().take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
        let glued = matches!(
            unit.as_str(),
            "mg" | "mcg" | "d" | "h" | "kg" | "am" | "pm" | "lbs" | "mm" | "cm" | "g" | "ml" | "ft" | "in"
        );
        let name = before.is_some_and(|c| c.is_alphabetic() && !matches!(c, 'x'))
            || before == Some('-') && text[..start - 1].ends_with(|c: char| c.is_alphabetic())
            || after.is_some_and(char::is_alphabetic) && !glued;
        let listed = start == 0 && matches!(after, Some('.' | ')'));
        let around = text[..start].to_lowercase();
        let code = ["type ", "covid ", "t", "l", "c", "s"].iter().any(|word| {
            around.strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.ends_with([' ', '-', '/']))
        });
        if let (false, false, false, Ok(value)) = (name, listed, code, digits.parse()) {
            let decimals = digits.split_once('.').map_or(0, |(_, rest)| rest.len());
            found.push(Number { start, end: at, value, decimals, in_words: false });
        }
    }
    const COUNTED: &[&str] =
        &["day", "week", "month", "year", "hour", "minute", "time", "tablet", "pill", "beer", "episode"];
    let mut from = 0;
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        from = from.max(start + word.len());
        let value = WORDS.iter().position(|name| *name == word.to_lowercase());
        let next = text[from..].trim_start();
        if let Some(value) = value.filter(|_| COUNTED.iter().any(|noun| next.starts_with(noun))) {
            found.push(Number { start, end: from, value: value as f64, decimals: 0, in_words: true });
        }
    }
    found
}

fn written(number: &Number, value: f64) -> Option<String> {
    if number.in_words {
        return WORDS.get(value as usize).map(|word| (*word).to_owned());
    }
    Some(format!("{value:.*}", number.decimals))
}

/// Whether the number is of a dose: a unit of dosage follows, in a statement that names a drug.
fn is_dose(text: &str, number: &Number) -> bool {
    let rest = text[number.end..].trim_start_matches([' ', '-']).to_lowercase();
    ["mg", "milligram", "mcg", "microgram", "ml", "unit", "iu", "tablet", "gram", "g ", "meq"]
        .iter()
        .any(|unit| rest.starts_with(unit))
        && !rest.starts_with("mg/dl")
        && !rest.starts_with("ml/min")
}

/// The statement with one number a little off: as an ear or a hand errs.
pub fn other_number(text: &str, chance: &mut Chance) -> Option<String> {
    let numbers: Vec<Number> = numbers(text).into_iter().filter(|number| !is_dose(text, number)).collect();
    let number = chance.of_these(&numbers)?;
    let step: f64 = match number.value {
        v if v >= 100.0 => 10.0,
        v if v >= 20.0 => [1.0, 3.0, 10.0][chance.below(3)],
        _ => [1.0, 1.0, 2.0][chance.below(3)],
    };
    let step = if number.decimals > 0 { step.max(1.0) } else { step };
    let digits: Vec<char> = format!("{}", number.value).chars().collect();
    let turned: String = digits.iter().rev().collect();
    let value = match turned.parse::<f64>() {
        Ok(turned)
            if digits.len() == 2 && turned != number.value && turned >= 10.0 && chance.below(3) == 0 =>
        {
            turned
        }
        _ if chance.below(2) == 0 && number.value > step => number.value - step,
        _ => number.value + step,
    };
    replaced(text, number, value)
}

/// The statement with two numbers that follow each other, each in the other's place: "oxygen 96, pulse 88". Not the two of a
/// pressure or a range.
pub fn exchanged(text: &str, chance: &mut Chance) -> Option<String> {
    let numbers = numbers(text);
    let pairs: Vec<(&Number, &Number)> = numbers
        .iter()
        .zip(numbers.iter().skip(1))
        .filter(|(first, second)| {
            let between = &text[first.end..second.start];
            let words = between.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 2).count();
            words > 0
                && !matches!(between.trim(), "over" | "out of")
                && first.value != second.value
                && !first.in_words
                && !second.in_words
                && !is_dose(text, first)
                && !is_dose(text, second)
        })
        .collect();
    let (first, second) = chance.of_these(&pairs)?;
    let (one, other) = (&text[first.start..first.end], &text[second.start..second.end]);
    let between = &text[first.end..second.start];
    Some(format!("{}{other}{between}{one}{}", &text[..first.start], &text[second.end..]))
}

/// The statement with a number that is far off: doubled, halved, a digit more or less, or up to five more.
pub fn far_number(text: &str, chance: &mut Chance) -> Option<String> {
    let numbers: Vec<Number> = numbers(text).into_iter().filter(|number| !is_dose(text, number)).collect();
    let number = chance.of_these(&numbers)?;
    let value = match chance.below(4) {
        0 => number.value * 2.0,
        1 if number.value >= 2.0 => (number.value / 2.0).round(),
        2 => number.value + (2 + chance.below(4)) as f64,
        _ => number.value * 10.0,
    };
    replaced(text, number, if value == number.value { value + 1.0 } else { value })
}

/// The statement with another dose: doubled, halved, ten times as much, a tenth, or in the wrong unit.
pub fn other_dose(text: &str, chance: &mut Chance) -> Option<String> {
    let doses: Vec<Number> = numbers(text).into_iter().filter(|number| is_dose(text, number)).collect();
    let dose = chance.of_these(&doses)?;
    let rest = &text[dose.end..];
    if chance.below(6) == 0
        && let Some(after) = rest.strip_prefix(" mg")
    {
        return Some(format!("{} mcg{after}", &text[..dose.end]));
    }
    let factor = [2.0, 0.5, 10.0, 0.1, 1.5][chance.below(5)];
    let value = dose.value * factor;
    let value = if value < 1.0 && dose.decimals == 0 { dose.value * 2.0 } else { value.round() };
    replaced(text, dose, value)
}

/// Units that are taken for one another.
const UNITS: &[(&str, &str)] = &[
    ("minutes", "hours"),
    ("hours", "minutes"),
    ("days", "weeks"),
    ("day", "week"),
    ("weeks", "months"),
    ("week", "month"),
    ("months", "weeks"),
    ("years", "months"),
    ("pounds", "kilograms"),
    ("lbs", "kg"),
    ("cm", "mm"),
    ("inches", "feet"),
];

/// The statement with a number in another unit: three weeks for three days.
pub fn other_unit(text: &str, chance: &mut Chance) -> Option<String> {
    turned(text, UNITS, chance, |before, after| {
        before.trim_end().ends_with(|c: char| c.is_ascii_digit()) && !after.starts_with("old")
    })
}

/// Times in words that are taken for one another.
const TIMES: &[(&str, &str)] = &[
    ("a week", "a month"),
    ("a day", "a week"),
    ("a month", "a year"),
    ("a year", "a month"),
    ("an hour", "a day"),
    ("couple of days", "couple of weeks"),
    ("couple days", "couple weeks"),
    ("couple of weeks", "couple of months"),
    ("couple weeks", "couple months"),
    ("couple of months", "couple of years"),
    ("few days", "few weeks"),
    ("few weeks", "few months"),
    ("few months", "few years"),
    ("few years", "few months"),
    ("several weeks", "several months"),
    ("several months", "several weeks"),
    ("several years", "several months"),
    ("yesterday", "a week ago"),
];

/// The statement with a time in words for another: a month for a week.
pub fn other_time_in_words(text: &str, talk: &str, chance: &mut Chance) -> Option<String> {
    let unsaid: Vec<(&'static str, &'static str)> =
        TIMES.iter().filter(|(_, other)| !talk.contains(other)).copied().collect();
    turned(text, &unsaid, chance, |before, _| {
        !["times", "once", "twice", "per"].iter().any(|often| before.trim_end().ends_with(often))
    })
}

fn replaced(text: &str, number: &Number, value: f64) -> Option<String> {
    let written = written(number, value)?;
    // "3 to 3" is no error that anybody makes.
    if numbers(text).iter().any(|other| other.value == value) {
        return None;
    }
    (written != text[number.start..number.end])
        .then(|| format!("{}{written}{}", &text[..number.start], &text[number.end..]))
}
