//! Times of the day, as they are written (7:30, 4am, 11 pm) and said ("half past seven", "at like four in the morning").

use clinical::quantity::number;

use crate::claim::Claim;
use crate::heard::Heard;
use crate::words::Word;

/// An hour of twelve, and the minute where one is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Time {
    hour: u32,
    minute: u32,
}

/// Words that stand around an hour of the day and seldom around another number.
const AROUND: &[&str] = &[
    "at",
    "around",
    "about",
    "by",
    "until",
    "till",
    "like",
    "o'clock",
    "oclock",
    "am",
    "pm",
    "morning",
    "night",
    "evening",
    "afternoon",
    "tonight",
    "past",
    "before",
    "after",
    "between",
    "from",
];
/// How far from an hour such a word, or its minute, may stand.
const REACH: usize = 3;

/// The first time of the day in a statement that nobody said.
pub(crate) fn unsaid<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let said = |time: Time| heard.segments.iter().any(|said| is_said(&said.claim.words, time));
    let unsaid = times(&claim.text).into_iter().find(|(time, ..)| !said(*time))?;
    claim.text.get(unsaid.1..unsaid.2)
}

/// The times that a text has in figures, with where each begins and ends.
fn times(text: &str) -> Vec<(Time, usize, usize)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
        let length = digits(at).max(1);
        let whole = at == 0 || !bytes[at - 1].is_ascii_alphanumeric() && !b"./:-,".contains(&bytes[at - 1]);
        if whole && let Some((time, end)) = time_at(text, at, digits) {
            found.push((time, at, end));
        }
        at += length;
    }
    found
}

fn time_at(text: &str, at: usize, digits: impl Fn(usize) -> usize) -> Option<(Time, usize)> {
    let hour_ends = at + digits(at);
    let hour = text.get(at..hour_ends)?.parse().ok().filter(|hour| (1..=23).contains(hour))?;
    let minutes = || {
        let from = hour_ends + text[hour_ends..].strip_prefix(':').map(|_| 1)?;
        let minute = text.get(from..from + digits(from)).filter(|minute| minute.len() <= 2)?;
        Some((minute.parse().ok().filter(|minute| *minute < 60)?, from + minute.len()))
    };
    let (minute, end) = minutes().unwrap_or((0, hour_ends));
    let half = ["am", "pm", " am", " pm", " AM", " PM", "AM", "PM"];
    let named = half.iter().find(|half| {
        text[end..].strip_prefix(**half).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    });
    let hour: u32 = if hour > 12 { hour - 12 } else { hour };
    (end > hour_ends || named.is_some())
        .then(|| (Time { hour, minute }, end + named.map_or(0, |half| half.len())))
}

fn is_said(words: &[Word], time: Time) -> bool {
    let value = |at: usize| {
        words.get(at).and_then(|word| {
            let text = word.text.trim_end_matches(['a', 'p', 'm']);
            text.parse().ok().or_else(|| number(&word.text).map(|n| n as u32))
        })
    };
    let is_hour = |at: usize| match words[at].text.as_str() {
        "noon" | "midday" | "midnight" => time.hour == 12,
        _ => value(at).is_some_and(|n| n % 12 == time.hour % 12 && n < 24),
    };
    let near = |at: usize, fits: &dyn Fn(usize) -> bool| {
        (at.saturating_sub(REACH)..(at + REACH + 1).min(words.len())).any(|other| other != at && fits(other))
    };
    let text = |at: usize| words[at].text.as_str();
    let is_minute = |at: usize| match text(at) {
        "half" => time.minute == 30,
        "quarter" => matches!(time.minute, 15 | 45),
        _ => value(at).is_some_and(|n| {
            n == time.minute || n == time.minute / 10 * 10 && value(at + 1) == Some(time.minute % 10)
        }),
    };
    (0..words.len()).any(|at| {
        let together = value(at) == Some(time.hour * 100 + time.minute);
        let noon = matches!(text(at), "noon" | "midday" | "midnight");
        // "Quarter to eight" is before it.
        let hour = is_hour(at) || time.minute > 30 && value(at).is_some_and(|n| n == time.hour % 12 + 1);
        together
            || hour && time.minute != 0 && near(at, &is_minute)
            || is_hour(at) && time.minute == 0 && (noon || near(at, &|at| AROUND.contains(&text(at))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;

    fn fits(said: &str, hour: u32, minute: u32) -> bool {
        is_said(&words(said), Time { hour, minute })
    }

    #[test]
    fn times_of_day_are_read_as_written() {
        let read = |text: &str| {
            times(text).into_iter().map(|(time, ..)| (time.hour, time.minute)).collect::<Vec<_>>()
        };
        assert_eq!(read("Up at 7:30, asleep by 11 PM"), [(7, 30), (11, 0)]);
        assert_eq!(read("wakes at 4am; review 15:45"), [(4, 0), (3, 45)]);
        assert_eq!(read("118/76, 4 amps, 2.5 mg, 12:1 ratio"), [(12, 1)]);
    }

    #[test]
    fn times_of_day_are_found_as_said() {
        assert!(fits("i go up at seven thirty", 7, 30));
        assert!(fits("half past seven usually", 7, 30));
        assert!(fits("quarter to eight", 7, 45));
        assert!(fits("it was like four in the morning", 4, 0));
        assert!(fits("five forty five", 5, 45));
        assert!(!fits("at seven thirty", 7, 33));
        assert!(!fits("four tablets of it", 4, 0));
        assert!(!fits("it was like four in the morning", 5, 0));
    }
}
