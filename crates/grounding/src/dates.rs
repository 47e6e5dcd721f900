//! Dates, as they are written (03/01/2021, March 2021) and said ("march first twenty twenty one"), each part as far as it
//! was given.

use clinical::quantity::number;

use crate::claim::Claim;
use crate::heard::Heard;
use crate::words::{Gap, Word, Words};

/// A date, or the part of one that was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date {
    month: u32,
    day: Option<u32>,
    year: Option<u32>,
    /// Byte offsets of it.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const ORDINALS: [&str; 31] = [
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
    "twenty first",
    "twenty second",
    "twenty third",
    "twenty fourth",
    "twenty fifth",
    "twenty sixth",
    "twenty seventh",
    "twenty eighth",
    "twenty ninth",
    "thirtieth",
    "thirty first",
];

/// The dates of a text whose words these are.
pub(crate) fn dates(text: &str, words: &[Word]) -> Vec<Date> {
    let mut found = in_figures(text);
    found.extend((0..words.len()).filter_map(|at| named(words, at)));
    found
}

/// "03/01/2021", "3/2021": month first, as the United States write it; where that cannot be, day first.
fn in_figures(text: &str) -> Vec<Date> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit()
            || at > 0 && (bytes[at - 1].is_ascii_alphanumeric() || bytes[at - 1] == b'/')
        {
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_digit() || **b == b'/').count();
        let piece = text[at..end].trim_end_matches('/');
        let parts: Vec<u32> = piece.split('/').filter_map(|part| part.parse().ok()).collect();
        let date = |month, day, year: u32| {
            let year = if year < 100 { year + 2000 } else { year };
            Date { month, day, year: Some(year), start: at, end: at + piece.len() }
        };
        match parts[..] {
            [month, day, year] if (1..=12).contains(&month) => found.push(date(month, Some(day), year)),
            [day, month, year] if (1..=12).contains(&month) => found.push(date(month, Some(day), year)),
            [month, year] if (1900..2100).contains(&year) => found.push(date(month, None, year)),
            _ => {}
        }
        at = end.max(at + 1);
    }
    found
}

/// "March 1st, 2021", "the tenth of march", "april of 2020", with the month at `at`.
fn named(words: &[Word], at: usize) -> Option<Date> {
    let month = MONTHS.iter().position(|name| {
        *name == words.text(at) || words.text(at).len() == 3 && name.starts_with(words.text(at))
    })?;
    let before = |back: usize| words.text_before(at, back);
    // "In October, 2 months ago"
    let counts = |next: usize| crate::numbers::time(words.text(next).trim_end_matches('s')).is_some();
    let follows = day_at(words, at + 1).filter(|(_, next)| !counts(*next));
    if matches!(words.text(at), "may" | "mar" | "sun" | "sat")
        && follows.is_none()
        && before(1) != "in"
        && before(1) != "of"
    {
        return None;
    }
    let (day, next) = match follows {
        Some((day, next)) => (Some(day), next),
        None if before(1) == "of" => {
            let from = at.saturating_sub(3);
            (
                (from..at)
                    .filter(|from| number(words.text(*from)).is_none())
                    .find_map(|from| day_at(words, from).filter(|(_, next)| next + 1 == at))
                    .map(|(day, _)| day),
                at + 1,
            )
        }
        None => (None, at + 1),
    };
    let year_from = if words.text(next) == "of" { next + 1 } else { next };
    let year = year_at(words, year_from);
    let last = &words[year.map_or(next, |(_, next)| next).clamp(at + 1, words.len()) - 1];
    Some(Date {
        month: month as u32 + 1,
        day,
        year: year.map(|(year, _)| year),
        start: words[at].start,
        end: last.start + last.text.len(),
    })
}

/// The day of a month that begins at a word, and the word after it.
fn day_at(words: &[Word], at: usize) -> Option<(u32, usize)> {
    let two = format!("{} {}", words.text(at), words.text(at + 1));
    let ordinal = |name: &str| ORDINALS.iter().position(|ordinal| *ordinal == name).map(|day| day as u32 + 1);
    if let Some(day) = ordinal(&two) {
        return Some((day, at + 2));
    }
    if let Some(day) = ordinal(words.text(at)) {
        return Some((day, at + 1));
    }
    let figures = words.text(at).trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let day =
        |text: &str| number(text).filter(|n| (1.0..32.0).contains(n) && n.fract() == 0.0).map(|n| n as u32);
    if let Some(day) = day(&two).filter(|_| words.text(at).starts_with(|c: char| c.is_ascii_alphabetic())) {
        return Some((day, at + 2));
    }
    day(figures).or_else(|| day(words.text(at))).map(|day| (day, at + 1))
}

fn year_at(words: &[Word], at: usize) -> Option<(u32, usize)> {
    (1..=5).rev().find_map(|length| {
        let piece = words.get(at..at + length)?;
        if piece.iter().skip(1).any(|word| word.gap >= Gap::Comma) {
            return None;
        }
        let text: Vec<&str> = piece.iter().map(|word| word.text.as_str()).collect();
        let year = number(&text.join(" ")).filter(|n| (1900.0..2100.0).contains(n) && n.fract() == 0.0)?;
        Some((year as u32, at + length))
    })
}

/// Whether a date of a statement was said, as far as what was said goes. Of a date without a year the nearest on either side
/// of the consult is meant; where nobody knows its day, its year is taken to be the latest that was spoken of, or near it.
pub(crate) fn is_said(heard: &Heard, date: &Date) -> bool {
    let said = || heard.segments.iter().flat_map(|said| &said.claim.dates);
    let fits = |other: &Date| {
        other.month == date.month
            && date.day.is_none_or(|day| other.day == Some(day))
            && match (date.year, other.year) {
                (Some(own), Some(other)) => own == other,
                (Some(own), None) => match heard.day {
                    Some(day) => {
                        let months = |year: i32, month: i32| year * 12 + month;
                        let apart = months(own as i32, date.month as i32)
                            - months(day.year().into(), day.month().into());
                        apart.abs() <= 12
                    }
                    None => heard.latest_year().is_none_or(|latest| (latest - 1..=latest + 2).contains(&own)),
                },
                (None, _) => true,
            }
    };
    said().any(fits)
}

/// The latest year that a text speaks of.
pub(crate) fn latest_year(claim: &Claim) -> Option<u32> {
    let dated = claim.dates.iter().filter_map(|date| date.year);
    let alone = claim.amounts.iter().filter_map(|amount| match (amount.value, amount.unit) {
        (clinical::quantity::Value::Number(n), None) if (1990.0..2100.0).contains(&n) => Some(n as u32),
        _ => None,
    });
    dated.chain(alone).filter(|year| *year >= 1990).max()
}

#[cfg(test)]
mod tests {
    use clinical::{Format, Transcript, Verdict};
    use jiff::civil::date;

    use super::*;
    use crate::words::words;

    fn read(text: &str) -> Vec<(u32, Option<u32>, Option<u32>)> {
        dates(text, &words(text)).into_iter().map(|date| (date.month, date.day, date.year)).collect()
    }

    #[test]
    fn dates_are_read_as_written_and_as_said() {
        assert_eq!(read("seen on 03/01/2021"), [(3, Some(1), Some(2021))]);
        assert_eq!(read("in 3/2021"), [(3, None, Some(2021))]);
        assert_eq!(read("march first twenty twenty one"), [(3, Some(1), Some(2021))]);
        assert_eq!(read("january 13th , 1982"), [(1, Some(13), Some(1982))]);
        assert_eq!(read("the tenth of march"), [(3, Some(10), None)]);
        assert_eq!(read("april of 2020"), [(4, None, Some(2020))]);
        assert_eq!(read("an accident in march of this year ."), [(3, None, None)]);
        assert_eq!(read("the first week or two of june"), [(6, None, None)]);
        assert_eq!(read("it may help, 118/76"), []);
    }

    #[test]
    fn the_day_of_the_consult_tells_the_year_that_nobody_said() {
        let talk = "Patient: I fell in March and my surgery is on June 24th.";
        let transcript = Transcript::parse(talk, Format::Text).unwrap();
        let heard = Heard::of(&transcript).on(Some(date(2021, 5, 3)));
        let verdict = |text: &str| heard.check(text, &heard.find_evidence(text)).verdict;
        assert_eq!(verdict("He fell in 03/2021."), Verdict::Supported);
        assert_eq!(verdict("His surgery is on 06/24/2021."), Verdict::Supported);
        assert_eq!(verdict("He fell in 03/2019."), Verdict::Unsupported);
        assert_eq!(verdict("His surgery is on 06/24/2023."), Verdict::Unsupported);
    }
}
