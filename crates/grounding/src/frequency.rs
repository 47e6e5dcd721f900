//! How often something is done or happens: "twice a day", "every other week".

use clinical::quantity::{Unit, Value, number};

use crate::claim::Claim;
use crate::concepts;
use crate::heard::{Heard, Place};
use crate::words::{Gap, Word, Words, in_one_sentence};

/// A part of a regimen where it stands: words `from..to`.
pub(crate) struct Part<T> {
    pub(crate) value: T,
    pub(crate) from: usize,
    pub(crate) to: usize,
}

impl<T> Part<T> {
    /// Its words.
    pub(crate) fn text(&self, claim: &Claim) -> String {
        let words: Vec<&str> =
            claim.words[self.from..self.to].iter().map(|word| word.text.as_str()).collect();
        words.join(" ")
    }
}

/// In days.
const MONTH: f64 = 30.0;
const YEAR: f64 = 365.0;

/// How often a day, where a frequency begins at a word: "twice a day", "every six hours", "daily".
pub(crate) fn frequency(claim: &Claim, at: usize) -> Option<Part<f64>> {
    let part = |value, to| Some(Part { value, from: at, to });
    let times = match claim.words.text(at) {
        "once" => Some((1.0, at + 1)),
        "twice" => Some((2.0, at + 1)),
        "bid" => return part(2.0, at + 1),
        "tid" => return part(3.0, at + 1),
        "qid" => return part(4.0, at + 1),
        // "Two to three times nightly" is no number.
        "daily" | "nightly" if at > 0 && claim.words.text(at - 1) == "times" => return None,
        "daily" | "nightly" => return part(1.0, at + 1),
        "weekly" => return part(1.0 / 7.0, at + 1),
        "fortnightly" => return part(1.0 / 14.0, at + 1),
        "monthly" => return part(1.0 / MONTH, at + 1),
        _ => {
            // "Six hundred three times a day" is read as a dose and how often, too: the smaller number is how often.
            let counted = claim
                .amounts
                .iter()
                .filter(|amount| amount.at == at && amount.unit == Some(Unit::Times))
                .filter_map(|amount| match amount.value {
                    Value::Number(n) => Some(n),
                    _ => None,
                })
                .min_by(f64::total_cmp);
            let after = (at + 1..at + 5).find(|i| matches!(claim.words.text(*i), "times" | "time"));
            counted
                .zip(after)
                .map(|(times, after)| (times, after + 1))
                .or_else(|| of_shorthand(claim, at))
                .or_else(|| of_doses(claim, at))
        }
    };
    if let Some((times, next)) = times {
        let unit =
            if matches!(claim.words.text(next), "a" | "per" | "each" | "every") { next + 1 } else { next };
        return match claim.words.text(unit) {
            "day" | "daily" | "nightly" => part(times, unit + 1),
            "week" | "weekly" => part(times / 7.0, unit + 1),
            "month" | "monthly" => part(times / MONTH, unit + 1),
            "night" | "morning" | "evening" => part(times, unit + 1),
            "fortnight" => part(times / 14.0, unit + 1),
            "year" | "yearly" => part(times / YEAR, unit + 1),
            _ => None,
        };
    }
    if let Some(to) = both_ends_of_the_day(claim, at) {
        return part(2.0, to);
    }
    if is_bedtime(claim, at) {
        return part(1.0, at + 2);
    }
    if let Some((hours, to)) = hours_between(claim, at) {
        return part(24.0 / hours, to);
    }
    // "Ten milligrams a week"
    let dosed = matches!(
        claim.words.text_before(at, 1),
        "mg" | "mcg"
            | "g"
            | "units"
            | "unit"
            | "milligrams"
            | "milligram"
            | "micrograms"
            | "microgram"
            | "gram"
            | "grams"
    );
    if dosed && matches!(claim.words.text(at), "a" | "per") {
        return match claim.words.text(at + 1) {
            "day" => part(1.0, at + 2),
            "week" => part(1.0 / 7.0, at + 2),
            "month" => part(1.0 / MONTH, at + 2),
            _ => None,
        };
    }
    // "I take it Sundays"
    const DAYS: &[&str] =
        &["mondays", "tuesdays", "wednesdays", "thursdays", "fridays", "saturdays", "sundays"];
    let is_day = |at: usize| DAYS.contains(&claim.words.text(at));
    // "Mondays and Thursdays"
    let next = |at: usize| if claim.words.text(at + 1) == "and" { at + 2 } else { at + 1 };
    if is_day(at) {
        let before = at > 0 && (is_day(at - 1) || at > 1 && next(at - 2) == at && is_day(at - 2));
        if before {
            return None;
        }
        let days = std::iter::successors(Some(at), |at| Some(next(*at))).take_while(|at| is_day(*at));
        let (count, last) = days.fold((0, at), |(count, _), at| (count + 1, at));
        return part(f64::from(count) / 7.0, last + 1);
    }
    if !matches!(claim.words.text(at), "every" | "each") {
        return None;
    }
    match (claim.words.text(at + 1), claim.words.text(at + 2)) {
        ("other", "day" | "night") => return part(0.5, at + 3),
        ("other", "week") => return part(1.0 / 14.0, at + 3),
        ("day" | "morning" | "evening" | "night", _) => return part(1.0, at + 2),
        ("week", _) => return part(1.0 / 7.0, at + 2),
        ("month", _) => return part(1.0 / MONTH, at + 2),
        ("year", _) => return part(1.0 / YEAR, at + 2),
        ("fortnight", _) => return part(1.0 / 14.0, at + 2),
        _ => {}
    }
    // "Every six hours", "every 6h", "every three days"
    claim.amounts.iter().filter(|amount| amount.at == at + 1).find_map(|amount| {
        let days = match amount.unit? {
            Unit::Hour => 1.0 / 24.0,
            Unit::Day => 1.0,
            Unit::Week => 7.0,
            Unit::Month => MONTH,
            _ => return None,
        };
        match amount.value {
            Value::Number(n) if n > 0.0 => part(1.0 / (n * days), (at + 3).min(claim.words.len())),
            _ => None,
        }
    })
}

/// "tds", which is written out as "three times a day": how often, and the word behind "times".
fn of_shorthand(claim: &Claim, at: usize) -> Option<(f64, usize)> {
    let [count, times] = claim.words.get(at..at + 2)? else { return None };
    let is_one = count.start == times.start && times.text == "times";
    number(&count.text).filter(|_| is_one).map(|count| (count, at + 2))
}

/// "Five doses a day": how often, and the word behind "doses".
fn of_doses(claim: &Claim, at: usize) -> Option<(f64, usize)> {
    let [count, doses] = claim.words.get(at..at + 2)? else { return None };
    let is_count =
        doses.text == "doses" && matches!(claim.words.text(at + 2), "a" | "per" | "each" | "every");
    let value = number(&count.text).or_else(|| count.text.parse().ok());
    value.filter(|_| is_count).map(|count| (count, at + 2))
}

/// "Two puffs in the morning and two at night": the word behind.
fn both_ends_of_the_day(claim: &Claim, at: usize) -> Option<usize> {
    if !matches!(claim.words.text(at), "morning" | "mornings" | "breakfast") {
        return None;
    }
    // In its sentence, and of no other drug.
    let own = |i: &usize| {
        claim.words.get(*i).is_some_and(|word| word.gap < Gap::Stop)
            && !claim.drugs_at.iter().any(|(drug, _)| drug == i)
    };
    let night = (at + 1..at + DAY).take_while(own).find(|i| {
        matches!(
            claim.words.text(*i),
            "night" | "evening" | "bedtime" | "dinner" | "supper" | "nights" | "evenings"
        )
    })?;
    (at + 1..night).any(|i| claim.words.text(i) == "and").then_some(night + 1)
}

/// How far from the morning the night stands.
const DAY: usize = 8;

/// "One hundred at bedtime", and at no other time of the day.
fn is_bedtime(claim: &Claim, at: usize) -> bool {
    let joins = |word: &Word| matches!(word.text.as_str(), "and" | "plus");
    let before = (at.saturating_sub(DAY)..at).rev().take_while(|i| claim.words[i + 1].gap < Gap::Stop);
    claim.words.text(at) == "at"
        && claim.words.text(at + 1) == "bedtime"
        && !before.into_iter().any(|i| joins(&claim.words[i]))
        && !claim.words.get(at + 2).is_some_and(joins)
}

/// "q6h", be it in several words: 6 hours, and the word behind.
fn hours_between(claim: &Claim, at: usize) -> Option<(f64, usize)> {
    let mut joined = String::new();
    claim.words.iter().enumerate().skip(at).take(3).find_map(|(at, word)| {
        joined.push_str(&word.text);
        let hours =
            joined.strip_prefix('q')?.trim_start_matches('.').trim_end_matches("rs").trim_end_matches("our");
        let hours = hours.strip_suffix('h')?.parse().ok().filter(|hours| *hours > 0.0)?;
        Some((hours, at + 1))
    })
}

pub(crate) fn same_frequency(own: &f64, said: &f64) -> bool {
    // Four weeks are a month.
    (own / said - 1.0).abs() < 0.1
}

/// How often a statement says that something happens, and how often it was said in its place, where it names no drug, which has its
/// own rule: the words of both.
pub(crate) fn fault(heard: &Heard, claim: &Claim) -> Option<(String, String)> {
    if !claim.drugs_at.is_empty() {
        return None;
    }
    let own = (claim.heading..claim.words.len()).find_map(|at| frequency(claim, at))?;
    let near = |at: usize| at.abs_diff(own.from) <= NEAR;
    let about =
        || claim.placed().filter(|(stem, at)| near(*at) && !concepts::is_common(stem)).map(|(stem, _)| stem);
    let total: f64 = about().map(|stem| heard.weight(stem)).sum();
    let (mut same, mut other) = (0.0_f64, (0.0, String::new()));
    for (segment, said) in heard.segments.iter().enumerate() {
        let mut at = 0;
        while at < said.claim.words.len() {
            let Some(part) = frequency(&said.claim, at) else {
                at += 1;
                continue;
            };
            let likeness = heard.near(Place { segment, at }, about());
            if same_frequency(&own.value, &part.value) {
                // Both were said of it.
                if likeness > total * LEAST_SHARE {
                    return None;
                }
                same = same.max(likeness + total * BY_CHANCE);
            } else if likeness > other.0 && !is_of_drug(&said.claim, at) {
                other = (likeness, part.text(&said.claim));
            }
            at = part.to;
        }
    }
    let (likeness, said) = other;
    (likeness > same * MORE_ALIKE && likeness > total * LEAST_SHARE).then(|| (said, own.text(claim)))
}

/// Whether a drug is named before a frequency in its sentence, or soon after it.
fn is_of_drug(claim: &Claim, at: usize) -> bool {
    claim.drugs_at.iter().any(|(drug, _)| *drug < at + NEAR && in_one_sentence(&claim.words, *drug, at))
}

/// How far from a frequency stands what it is of, in a statement.
const NEAR: usize = 9;
/// How much more like a statement the passage with another frequency must be, and the share of it that was said there.
const MORE_ALIKE: f64 = 1.3;
const LEAST_SHARE: f64 = 0.3;
/// What it counts that the same was said at all, in relation to all that the statement says.
const BY_CHANCE: f64 = 0.5;
