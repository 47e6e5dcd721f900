//! Numbers as people say them: "ninety eight four", "nine one one", "six hundred three times a day".

use clinical::quantity::{Unit, Value};

use crate::actions::Action;
use crate::numbers::Amount;
use crate::words::{Word, Words};

/// "In the three to four hundreds": of hundreds.
pub(crate) fn in_hundreds(text: &str, amount: &mut Amount) {
    const HUNDREDS: &str = " hundreds";
    if !text[amount.end..].starts_with(HUNDREDS) {
        return;
    }
    amount.value = match amount.value {
        Value::Number(n) if n < 100.0 => Value::Number(n * 100.0),
        Value::Range(low, high) if high < 100.0 => Value::Range(low * 100.0, high * 100.0),
        _ => return,
    };
    amount.end += HUNDREDS.len();
}

/// "Eight hundred three times a day": the dose and how often, in one breath; both readings stand.
pub(crate) fn dose_and_times(text: &str, amount: &Amount) -> Option<[Amount; 2]> {
    let (Value::Number(n), Some(Unit::Times)) = (amount.value, amount.unit) else { return None };
    let said = text.get(amount.start..amount.end)?;
    let times = n % 100.0;
    let hundreds = said.contains(" hundred ") && !said.contains(" and ") && (1.0..=6.0).contains(&times);
    hundreds.then(|| {
        let dose = Amount { value: Value::Number(n - times), unit: None, ..*amount };
        [dose, Amount { value: Value::Number(times), ..*amount }]
    })
}

/// "Ninety eight four": a temperature with its tenth.
pub(crate) fn and_a_tenth(text: &str, amount: &Amount) -> Option<Amount> {
    let (Value::Number(degrees @ (35.0..=42.0 | 95.0..=107.0)), None) = (amount.value, amount.unit) else {
        return None;
    };
    let rest = text[amount.end..].strip_prefix(' ')?;
    let word = rest.split(|c: char| !c.is_alphabetic()).next()?;
    let tenth = DIGITS.iter().position(|name| *name == word).filter(|_| degrees.fract() == 0.0)?;
    let rest = rest[word.len()..].trim_start();
    const GOES_ON: &[&str] = &["this ", "at ", "in ", "on ", "last ", "and ", "when ", "yesterday", "today"];
    let celsius = degrees < 50.0 && GOES_ON.iter().any(|word| rest.starts_with(word));
    (rest.is_empty() || rest.starts_with(['.', ',', ';']) || celsius).then(|| Amount {
        value: Value::Number(degrees + tenth as f64 / 10.0),
        end: amount.end + 1 + word.len(),
        ..*amount
    })
}

/// "A hundred and one point eight".
pub(crate) fn over_a_hundred(text: &str, amount: &Amount) -> Option<Amount> {
    const HUNDRED: [&str; 2] = ["a hundred and ", "one hundred and "];
    let Value::Number(n) = amount.value else { return None };
    if n >= 100.0 || n.fract() == 0.0 {
        return None;
    }
    let lower = text[..amount.start].to_ascii_lowercase();
    let hundred = HUNDRED.iter().find(|hundred| lower.ends_with(*hundred))?;
    let start = amount.start - hundred.len();
    Some(Amount { value: Value::Number(100.0 + n), start, ..*amount })
}

/// "In oh eight": a year.
pub(crate) fn in_oh_eight(text: &str, amount: &Amount) -> Option<Amount> {
    let Value::Number(n @ 1.0..=9.0) = amount.value else { return None };
    let before = text[..amount.start].strip_suffix(" oh ")?;
    let led = ["in", "since", "till", "until", "of"].iter().any(|word| before.ends_with(word));
    led.then_some(Amount { value: Value::Number(2000.0 + n), unit: None, ..*amount })
}

const DIGITS: [&str; 10] = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/// "Call nine one one": three digits and more, one after the other, are one number.
pub(crate) fn in_digits(text: &str, words: &[Word]) -> Vec<Amount> {
    let digit = |word: &Word| DIGITS.iter().position(|name| *name == word.text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let run: Vec<usize> = words[at..].iter().map_while(digit).collect();
        if run.len() >= 3 {
            let last = &words[at + run.len() - 1];
            let value = run.iter().fold(0.0, |value, digit| value * 10.0 + *digit as f64);
            let end = (last.start + last.text.len()).min(text.len());
            found.push(Amount::number(Value::Number(value), None, words[at].start, end, at));
        }
        at += run.len().max(1);
    }
    found
}

/// "Increase it from 75 to 100 mcg": two doses, and no range.
pub(crate) fn in_steps(text: &str, words: &[Word], found: &mut Vec<Amount>) {
    for at in (0..found.len()).rev() {
        let range = found[at];
        let Value::Range(low, high) = range.value else { continue };
        let written = &text[range.start..range.end];
        let steps = words.text_before(range.at, 1) == "from"
            && words[range.at.saturating_sub(STEP)..range.at].iter().any(|word| changes(&word.text));
        let Some(to) = written.find(" to ").filter(|_| steps) else { continue };
        let start = range.start + to + " to ".len();
        let behind = words.partition_point(|word| word.start < start);
        found[at] = Amount { value: Value::Number(low), end: range.start + to, ..range };
        found.insert(at + 1, Amount { value: Value::Number(high), start, at: behind, ..range });
    }
}

/// How far before the first of two doses it says that they change.
const STEP: usize = 6;

fn changes(word: &str) -> bool {
    const CHANGES: &[&str] = &[
        "go", "going", "went", "gone", "change", "changed", "drop", "cut", "bring", "move", "put", "titrate",
    ];
    CHANGES.contains(&word) || matches!(Action::of(word), Some(Action::Increase | Action::Decrease))
}
