//! Numbers with their units, as they are spoken ("four hundred milligrams", "one eighteen over seventy six") or written
//! ("400 mg", "118/76").

mod spoken;
mod token;
mod unit;
mod written;

pub use unit::Unit;
pub use written::written_numbers;

use spoken::Spoken;
use token::Tokens;

/// A number in a text, with its unit where it has one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantity {
    /// Byte offset of its first character.
    pub start: usize,
    /// Byte offset just past the number, before its unit. After "two days and a half" it is that after "two".
    pub number_end: usize,
    /// Byte offset just past it, its unit included.
    pub end: usize,
    /// How much.
    pub value: Value,
    /// Of what; none for a bare number.
    pub unit: Option<Unit>,
    /// Whether a word for a number occurs in it, so that digits would read better. "A couple", "half" and "a week and a
    /// half" have no digits that do.
    pub in_words: bool,
}

/// How much.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// One number.
    Number(f64),
    /// One number over or out of another: a blood pressure (118/76), a score (7/10).
    Ratio(f64, f64),
    /// From one number to another, the smaller first.
    Range(f64, f64),
}

/// The quantities of `text`, in order. Ordinals, times of day, dates and numbers within names (B12, A1c, COVID-19) are
/// not quantities; nor is "once" or "twice".
pub fn quantities(text: &str) -> Vec<Quantity> {
    let lower = text.to_ascii_lowercase();
    let tokens = Tokens::of(&lower);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(past) = tokens
            .skip_at(at)
            .or_else(|| spoken::past_ordinal(&tokens, at))
            .or_else(|| past_time_of_day(&tokens, at))
        {
            at = past;
        } else if let Some((one, next)) = quantity_at(&tokens, at) {
            found.push(one);
            at = next;
        } else {
            at += 1;
        }
    }
    found
}

/// The number that `text` is from its first word to its last, in digits or in words: "12", "ninety eight point four".
/// None where it is anything else or anything more.
pub fn number(text: &str) -> Option<f64> {
    let lower = text.to_ascii_lowercase();
    let tokens = Tokens::of(&lower);
    let number = spoken::number_at(&tokens, 0)?;
    (number.next == tokens.len()).then_some(number.value)
}

fn past_time_of_day(tokens: &Tokens, at: usize) -> Option<usize> {
    let next = spoken::number_at(tokens, at)?.next;
    tokens.is_time_of_day(at, next).then_some(next)
}

/// The quantity that begins at token `at`, and the token after it.
fn quantity_at(tokens: &Tokens, at: usize) -> Option<(Quantity, usize)> {
    let (value, number_next, in_words) = value_at(tokens, at)?;
    let (unit, next) = match unit::unit_at(tokens, number_next) {
        Some((unit, next)) => (Some(unit), next),
        None => (multiplied(tokens, at), number_next),
    };
    let mut value = value;
    let mut next = next;
    if let (Value::Number(n), Some(_)) = (value, unit)
        && let Some(after) = tokens.words_at(next, &["and", "a", "half"])
    {
        (value, next) = (Value::Number(n + 0.5), after);
    }
    if unit.is_none() && in_words && tokens.is_pronoun_one(at, number_next) {
        return None;
    }
    let start = tokens.start(at)?;
    let end = tokens.end(next.checked_sub(1)?)?;
    let number_end = tokens.end(number_next.checked_sub(1)?)?;
    Some((Quantity { start, number_end, end, value, unit, in_words }, next))
}

/// "x2": the unit is before the number.
fn multiplied(tokens: &Tokens, at: usize) -> Option<Unit> {
    (tokens.word(at.checked_sub(1)?) == Some("x")).then_some(Unit::Times)
}

fn value_at(tokens: &Tokens, at: usize) -> Option<(Value, usize, bool)> {
    if let Some((value, next)) = spoken::loose(tokens, at) {
        return Some((Value::Number(value), next, false));
    }
    let first = spoken::number_at(tokens, at)?;
    if let Some((low, high)) = first.as_range(unit::unit_at(tokens, first.next).map(|(unit, _)| unit)) {
        return Some((Value::Range(low, high), first.next, true));
    }
    if let Some(second) = second_of(tokens, &first) {
        return Some(second);
    }
    Some((Value::Number(first.value), first.next, first.in_words))
}

/// The rest of a ratio or a range whose first number has been read.
fn second_of(tokens: &Tokens, first: &Spoken) -> Option<(Value, usize, bool)> {
    let number = |at| spoken::number_at(tokens, at);
    let joined = |second: &Spoken| first.in_words || second.in_words;
    let over = tokens
        .words_at(first.next, &["over", "over"])
        .or_else(|| tokens.words_at(first.next, &["over"]))
        .or_else(|| tokens.words_at(first.next, &["on"]))
        .or_else(|| tokens.symbol_at(first.next, '/'));
    if let Some(at) = over
        && let Some(second) = number(at)
    {
        let slash = tokens.symbol_at(first.next, '/').is_some();
        let pressure = (40.0..=320.0).contains(&first.value)
            && (20.0..=200.0).contains(&second.value)
            && second.value < first.value
            && unit::unit_at(tokens, second.next).is_none_or(|(unit, _)| unit == Unit::MmHg);
        let bare = unit::unit_at(tokens, second.next).is_none_or(|(unit, _)| unit == Unit::MmHg);
        if pressure
            || (slash && bare)
            || is_murmur(tokens, first, &second)
            || is_acuity(tokens, first, &second)
        {
            return Some((Value::Ratio(first.value, second.value), second.next, joined(&second)));
        }
    }
    if let Some(second) = tokens.words_at(first.next, &["out", "of"]).and_then(number) {
        return Some((Value::Ratio(first.value, second.value), second.next, joined(&second)));
    }
    let linked = tokens
        .words_at(first.next, &["to"])
        .or_else(|| tokens.words_at(first.next, &["or"]))
        .or_else(|| tokens.words_at(first.next, &["and"]).filter(|_| tokens.follows_between(first.at)))
        .or_else(|| tokens.dash_at(first.next));
    if let Some(second) = linked.and_then(number)
        && second.value > first.value
    {
        let low = first.value * first.scale_shared_with(tokens, &second);
        return Some((Value::Range(low, second.value), second.next, joined(&second)));
    }
    // "six, seven times"
    let comma = tokens.symbol_at(first.next, ',')?;
    let second = number(comma)?;
    let next_to =
        second.value == first.value + 1.0 && first.value < 20.0 && first.in_words && second.in_words;
    (next_to && unit::unit_at(tokens, second.next).is_some()).then_some((
        Value::Range(first.value, second.value),
        second.next,
        true,
    ))
}

/// "A two over six systolic murmur": a grade, and no pressure.
fn is_murmur(tokens: &Tokens, first: &Spoken, second: &Spoken) -> bool {
    second.value == 6.0
        && first.value <= 6.0
        && (second.next..second.next + 4)
            .any(|at| tokens.word(at).is_some_and(|word| word.starts_with("murmur")))
}

/// "Twenty over forty": how sharply an eye sees.
fn is_acuity(tokens: &Tokens, first: &Spoken, second: &Spoken) -> bool {
    const LINES: [f64; 11] = [15.0, 20.0, 25.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 100.0, 200.0];
    first.value == 20.0
        && LINES.contains(&second.value)
        && tokens.words_at(first.next, &["over"]).is_some()
        && unit::unit_at(tokens, second.next).is_none()
}

#[cfg(test)]
mod tests;
