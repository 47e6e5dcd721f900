//! Values of an earlier time given as those of now ("hemoglobin 11.9, down from 14.2"), and changes that went the other way
//! ("up 6 pounds").

use clinical::quantity::{Unit, Value};

use crate::claim::Claim;
use crate::concepts;
use crate::dates::MONTHS;
use crate::heard::{Heard, Place};
use crate::measured::Fault;
use crate::numbers::Amount;
use crate::units::{comparable, equal};
use crate::words::{Gap, Word, Words};

/// What was said in place of an amount that a statement gives as that of now: the value of now, or the change the other way.
pub(crate) fn fault(heard: &Heard, claim: &Claim, amount: &Amount) -> Option<Fault> {
    if !amount.is_number || amount.loose {
        return None;
    }
    // What the statement is about, so that another three is no rival.
    let about = || claim.placed().map(|(stem, _)| stem).filter(|stem| !concepts::is_common(stem));
    let of_this = |place: Place, other: &Amount| equal(amount, other) && heard.near(place, about()) > 0.0;
    let said = || heard.amounts().filter(|(place, _, other)| of_this(*place, other));
    if let Some(own) = change(&claim.words, amount) {
        let opposite = |said: &Claim, other: &Amount| change(&said.words, other) == Some(own.opposite());
        let (_, first, other) = said().next()?;
        let with = |change: Change, claim: &Claim, amount: &Amount| {
            Some(format!("{} {}", change.name(), claim.text.get(amount.start..amount.end)?))
        };
        let fault =
            Fault::Otherwise { said: with(own.opposite(), first, other)?, own: with(own, claim, amount)? };
        return said().all(|(_, said, other)| opposite(said, other)).then_some(fault);
    }
    let began = |word: &Word| matches!(word.text.as_str(), "started" | "began" | "onset");
    if is_earlier(claim, amount) || claim.words.iter().any(began) {
        return None;
    }
    let mut now = None;
    for (_, said, other) in said() {
        now = Some(now_instead(said, other)?);
    }
    let (said, other) = now?;
    // "11.9, down from 14.2" says both.
    let both = claim.amounts.iter().any(|own| equal(own, other) && !is_earlier(claim, own));
    if both { None } else { Some(Fault::Instead(said.text.get(other.start..other.end)?.to_owned())) }
}

/// Which way something changed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Up,
    Down,
}

impl Change {
    fn opposite(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
        }
    }

    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "up" | "gained" | "gain" | "gaining" => Self::Up,
            "down" | "lost" | "lose" | "losing" | "loss" | "dropped" | "shed" => Self::Down,
            _ => return None,
        })
    }
}

/// How near before an amount it says which way that is a change.
const CHANGE: usize = 3;

/// Which way an amount is a change: "down 6 pounds", but not "down to 6".
pub(crate) fn change(words: &[Word], amount: &Amount) -> Option<Change> {
    let before = clause_before(words, amount.at, CHANGE);
    if before.iter().any(|word| matches!(word.text.as_str(), "to" | "from" | "at" | "twice" | "every")) {
        return None;
    }
    before.iter().rev().find_map(|word| Change::of(&word.text))
}

/// The words before `at`, `most` at most, that stand in its clause.
fn clause_before(words: &[Word], at: usize, most: usize) -> &[Word] {
    let least = at.saturating_sub(most);
    let begins = (least + 1..=at).rev().find(|i| words[*i].gap >= Gap::Comma).unwrap_or(least);
    &words[begins.max(least)..at]
}

/// How far from an amount it says that it is of an earlier time.
const BEFORE: usize = 4;
const BEHIND: usize = 4;

/// Whether it is said that an amount is that of an earlier time: "used to be 30", "14.2 last year", "down from 14.2".
fn is_earlier(claim: &Claim, amount: &Amount) -> bool {
    is_led_back(claim, amount) || is_dated_back(claim, amount)
}

/// "Used to be 30", "before it was 30", "previously 30", "down from 14.2".
fn is_led_back(claim: &Claim, amount: &Amount) -> bool {
    let before = clause_before(&claim.words, amount.at, BEFORE);
    let changed = |word: &Word| CHANGED.contains(&word.text.as_str());
    // "Down, I think, from 14.2"
    let from = before.last().is_some_and(|word| word.text == "from")
        && claim.words[amount.at.saturating_sub(BEFORE)..amount.at].iter().any(changed);
    let used_to = before.windows(2).any(|two| {
        matches!(
            (two[0].text.as_str(), two[1].text.as_str()),
            ("used", "to") | ("before", "it" | "that" | "i")
        )
    });
    from || used_to || before.iter().any(|word| FORMERLY.contains(&word.text.as_str()))
}

/// "14.2 last year", "40 in the spring", "25 a year ago", "30 before".
fn is_dated_back(claim: &Claim, amount: &Amount) -> bool {
    let words = &claim.words;
    let dated = |word: &str| TIMES.contains(&word) || MONTHS.contains(&word);
    let behind = words.partition_point(|word| word.start < amount.end);
    // What is behind another amount is of that.
    let own = |at: &usize| {
        words[*at].gap < Gap::Comma
            && !claim.amounts.iter().any(|other| other.at == *at && other.at != amount.at)
    };
    (behind..words.len().min(behind + BEHIND)).take_while(own).any(|at| match words.text(at) {
        "before" | "previously" | "formerly" | "originally" | "initially" => {
            !LED_BY_BEFORE.contains(&words.text(at + 1))
        }
        "ago" => !amount.unit.is_some_and(Unit::is_time),
        "last" => dated(words.text(at + 1)),
        "in" => words.text(at + 1) == "the" && dated(words.text(at + 2)),
        _ => false,
    })
}

/// Words behind a "before" that tells before what.
const LED_BY_BEFORE: &[&str] = &["the", "a", "my", "your", "bed", "meals", "i", "you", "he", "she"];

/// How a value got from one to the other.
const CHANGED: &[&str] = &[
    "down",
    "up",
    "improved",
    "increased",
    "decreased",
    "rose",
    "risen",
    "dropped",
    "fell",
    "reduced",
    "changed",
    "worse",
    "better",
    "went",
    "gone",
];
const FORMERLY: &[&str] =
    &["previously", "formerly", "previous", "prior", "baseline", "originally", "initially"];
const TIMES: &[&str] = &["time", "visit", "year", "month", "spring", "summer", "autumn", "fall", "winter"];

/// Whether two values may be of one thing.
fn is_near(a: Value, b: Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a <= b * MOST_TIMES && b <= a * MOST_TIMES,
        (Value::Ratio(..), Value::Ratio(..)) | (Value::Range(..), Value::Range(..)) => true,
        _ => false,
    }
}

/// How many times the other a value of one thing is, at most.
const MOST_TIMES: f64 = 4.0;

/// How far from the value of an earlier time that of now stands.
const NOW: usize = 14;

/// Whether an amount was said as that of an earlier time, be it only by "it was": "GFR is 34, it was 40".
pub(crate) fn was(said: &Claim, amount: &Amount) -> bool {
    let before = clause_before(&said.words, amount.at, 3);
    let was = before.windows(2).any(|two| {
        matches!(two[0].text.as_str(), "it" | "that" | "you" | "they")
            && matches!(two[1].text.as_str(), "was" | "were")
    });
    was || is_earlier(said, amount)
}

/// The value of now that was said beside one of an earlier time: "it's 8.9, and it was 8.1 in the spring".
fn now_instead<'a>(said: &'a Claim, amount: &Amount) -> Option<(&'a Claim, &'a Amount)> {
    if !was(said, amount) {
        return None;
    }
    let mut near: Vec<&Amount> = said
        .amounts
        .iter()
        .filter(|other| {
            other.is_number
                && !equal(amount, other)
                && (comparable(amount, other) || amount.unit.is_none())
                && (other.unit == amount.unit || amount.unit.is_none())
                && is_near(amount.value, other.value)
                && other.at.abs_diff(amount.at) <= NOW
                && !is_earlier(said, other)
        })
        .collect();
    near.sort_by_key(|other| other.at.abs_diff(amount.at));
    let now = *near.first()?;
    // Two that were: neither is of now.
    let also_was = clause_before(&said.words, now.at, 2).iter().any(|word| word.text == "was");
    (!also_was).then_some((said, now))
}
