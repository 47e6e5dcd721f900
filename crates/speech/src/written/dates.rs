//! Dates and times of day: "the third of march twenty twenty four" is March 3, 2024; "at eight thirty in the morning" is
//! at 8:30 in the morning.

use std::ops::Range;

use clinical::quantity::{number, quantities};
use regex::Captures;

use super::{Claims, patterns};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const ORDINALS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

macro_rules! month {
    () => {
        r"(january|february|march|april|may|june|july|august|september|october|november|december)"
    };
}
macro_rules! ordinal {
    () => {
        r"((?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth|\d{1,2}(?:st|nd|rd|th))"
    };
}
macro_rules! part_of_day {
    () => {
        r"(am\b|pm\b|a\.m\.|p\.m\.|in the (?:morning|afternoon|evening)\b|at night\b)"
    };
}

patterns! {
    DAY_OF_MONTH = concat!(r"\b(?:the )?", ordinal!(), "(?: (?:day )?(of))? ", month!(), r"\b");
    MONTH_DAY = concat!(r"\b", month!(), " (?:the )?", ordinal!(), r"\b");
    MONTH_NUMBER = concat!(r"\b", month!(), r" (\d{1,2}|[a-z]+)(?:[ -]([a-z]+))?\b");
    MONTH_YEAR = concat!(r"\b", month!(), r"\b");
    /// Up to four words that may be a year.
    YEAR_WORDS = r"^,? ((?:\d{4}|[a-z]+)(?:[ -][a-z]+){0,3})\b";
    HOUR_MINUTE = concat!(r"(\bat )?\b([a-z]+) ((?:oh )?[a-z]+(?:[ -][a-z]+)?) ", part_of_day!());
    HOUR = concat!(r"\b((?:at|around|about|by|until|till|since|from) )?([a-z]+|\d{1,2}) ", part_of_day!());
    OCLOCK = r"\b([a-z]+|\d{1,2}) o'?clock\b";
    GOES_ON = r"^[ -]*(?:hundred|thousand|point)\b";
}

pub(super) fn claim(claims: &mut Claims) {
    claims.each(&DAY_OF_MONTH, |claims, found| {
        let certain = found.get(2).is_some() || !is_word_too(&found[3]);
        dated(claims, found, 3, ordinal(&found[1]).filter(|_| certain)?)
    });
    claims.each(&MONTH_DAY, |claims, found| dated(claims, found, 1, ordinal(&found[2])?));
    claims.each(&MONTH_YEAR, |claims, found| {
        let month = found.get(1)?;
        let (year, end) = year_at(claims.open(), month.end())?;
        Some((month.start()..end, date(month.as_str(), None, Some(year))))
    });
    claims.each(&MONTH_NUMBER, |claims, found| {
        let month = found.get(1)?;
        let (day, end) = day_number(claims, found)?;
        let (year, year_end) = year_at(claims.open(), end).unzip();
        // "In October one of my kids was ill", "since August three doctors".
        let in_word = found.get(2).is_some_and(|number| number.as_str().starts_with(char::is_alphabetic));
        let counts = day < 10
            && in_word
            && claims.open()[end..].trim_start_matches(' ').starts_with(char::is_alphanumeric);
        let certain = year.is_some() || !is_word_too(month.as_str()) && !counts;
        certain.then(|| (month.start()..year_end.unwrap_or(end), date(month.as_str(), Some(day), year)))
    });
    claims.each(&HOUR_MINUTE, |_, found| {
        let hour = hour(&found[2])?;
        let minute = minute(&found[3])?;
        let said_at = found.get(1).is_some();
        // "One thirty in the morning" may be a pressure.
        let certain = said_at || is_exact(&found[4]) || hour > 3.0 && matches!(minute, 15 | 30 | 45);
        certain.then_some((found.get(2)?.start()..found.get(3)?.end(), format!("{hour}:{minute:02}")))
    });
    claims.each(&HOUR, |claims, found| {
        let hour = hour(&found[2]).filter(|_| stands_alone(claims, found, 2))?;
        // "One in the morning, one at night" are tablets.
        let certain = found.get(1).is_some() || is_exact(&found[3]) && hour > 1.0;
        certain.then_some((found.get(2)?.range(), hour.to_string()))
    });
    claims.each(&OCLOCK, |claims, found| {
        let hour = hour(&found[1]).filter(|_| stands_alone(claims, found, 1))?;
        Some((found.get(1)?.range(), hour.to_string()))
    });
}

/// "May" and "march" are more than months: "the second may".
fn is_word_too(month: &str) -> bool {
    matches!(month.to_lowercase().as_str(), "may" | "march")
}

/// A month with its day and perhaps a year behind the match.
fn dated(claims: &Claims, found: &Captures, month: usize, day: u32) -> Option<(Range<usize>, String)> {
    let whole = found.get(0)?;
    let (year, end) = year_at(claims.open(), whole.end()).unzip();
    Some((whole.start()..end.unwrap_or(whole.end()), date(&found[month], Some(day), year)))
}

fn date(month: &str, day: Option<u32>, year: Option<u32>) -> String {
    let month = MONTHS.iter().find(|name| name.eq_ignore_ascii_case(month)).copied().unwrap_or(month);
    match (day, year) {
        (Some(day), Some(year)) => format!("{month} {day}, {year}"),
        (Some(day), None) => format!("{month} {day}"),
        (None, Some(year)) => format!("{month} {year}"),
        (None, None) => month.to_owned(),
    }
}

fn ordinal(words: &str) -> Option<u32> {
    let words = words.to_lowercase();
    let day = if let Some(digits) = words
        .strip_suffix(|c: char| c.is_alphabetic())
        .filter(|_| words.starts_with(|c: char| c.is_ascii_digit()))
    {
        digits.trim_end_matches(char::is_alphabetic).parse().ok()?
    } else if words == "thirtieth" {
        30
    } else {
        let (tens, last) = words.split_once([' ', '-']).unwrap_or(("", &words));
        let ones = (1..).zip(ORDINALS).find(|(_, name)| *name == last).map(|(value, _)| value)?;
        ones + match tens {
            "twenty" => 20,
            "thirty" => 30,
            _ => 0,
        }
    };
    (1..=31).contains(&day).then_some(day)
}

/// The day that follows a month as a plain number, of one word or two, and where it ends.
fn day_number(claims: &Claims, found: &Captures) -> Option<(u32, usize)> {
    let open = claims.open();
    let first = found.get(2)?;
    let both = found.get(3).map(|second| (first.start()..second.end(), 21.0));
    [both, Some((first.range(), 1.0))].into_iter().flatten().find_map(|(range, least)| {
        let day =
            number(&open[range.clone()]).filter(|day| (least..=31.0).contains(day) && day.fract() == 0.0)?;
        let amount = quantities(window(open, range.start)).first().is_some_and(|first| first.unit.is_some());
        (!amount && !GOES_ON.is_match(&open[range.end..])).then_some((day as u32, range.end))
    })
}

/// The year at `at`, and where it ends: the most words that make one.
fn year_at(open: &str, at: usize) -> Option<(u32, usize)> {
    let found = YEAR_WORDS.captures(&open[at..])?.get(1)?;
    let (start, mut end) = (at + found.start(), at + found.end());
    let amount = quantities(window(open, start)).first().is_some_and(|first| first.unit.is_some());
    while !amount && end > start {
        if let Some(year) = number(&open[start..end])
            && (1900.0..2100.0).contains(&year)
            && year.fract() == 0.0
        {
            return Some((year as u32, end));
        }
        end = start + open[start..end].rfind([' ', '-'])?;
    }
    None
}

/// Some words from `at` on.
fn window(text: &str, at: usize) -> &str {
    let end = text[at..].match_indices(' ').nth(6).map_or(text.len(), |(end, _)| at + end);
    &text[at..end]
}

/// Whether the word of this group is no part of a longer number: the minutes of "8:05 pm".
fn stands_alone(claims: &Claims, found: &Captures, group: usize) -> bool {
    found.get(group).is_some_and(|word| !claims.open()[..word.start()].ends_with([':', '.', ',', '-', '/']))
}

/// "am" and "pm", which follow nothing but a time.
fn is_exact(part_of_day: &str) -> bool {
    part_of_day.to_lowercase().trim_matches('.').ends_with('m')
}

fn hour(word: &str) -> Option<f64> {
    number(word).filter(|hour| (1.0..=12.0).contains(hour) && hour.fract() == 0.0)
}

fn minute(words: &str) -> Option<u32> {
    let lower = words.to_lowercase();
    let (least, most, words) = match lower.strip_prefix("oh ") {
        Some(last) => (1.0, 9.0, last),
        None => (10.0, 59.0, lower.as_str()),
    };
    number(words)
        .filter(|minute| (least..=most).contains(minute) && minute.fract() == 0.0)
        .map(|minute| minute as u32)
}
