//! Values of an earlier time given as those of now ("hemoglobin 11.9, down from 14.2"), and changes that went the other way
//! ("up 6 pounds").

use clinical::quantity::{Unit, Value};

use crate::claim::Claim;
use crate::concepts;
use crate::heard::{Heard, Place};
use crate::numbers::{Amount, comparable, equal};
use crate::words::{Gap, Word};

/// What was said in place of an amount that a statement gives as that of now: the value of now, or the change the other way.
pub(crate) fn fault(heard: &Heard, claim: &Claim, amount: &Amount) -> Option<String> {
    if !amount.is_number || amount.loose {
        return None;
    }
    // What the statement is about, so that another three is no rival.
    let about = || claim.placed().map(|(stem, _)| stem).filter(|stem| !concepts::is_common(stem));
    let said = || {
        heard.segments.iter().enumerate().flat_map(|(segment, said)| {
            let equal = said.claim.amounts.iter().filter(|other| equal(amount, other));
            let of_this =
                equal.filter(move |other| heard.near(Place { segment, at: other.at }, about()) > 0.0);
            of_this.map(|other| (&said.claim, other))
        })
    };
    if let Some(own) = change(&claim.words, amount) {
        let changes: Vec<_> = said().map(|(said, other)| (change(&said.words, other), said, other)).collect();
        let (_, said, other) = changes.first()?;
        let opposite = |(change, ..): &(Option<Change>, &Claim, &Amount)| *change == Some(own.opposite());
        let text = said.text.get(other.start..other.end)?;
        return changes.iter().all(opposite).then(|| format!("{} {text}", own.opposite().name()));
    }
    let began = |word: &Word| matches!(word.text.as_str(), "started" | "began" | "onset");
    if is_earlier(claim, amount) || claim.words.iter().any(began) {
        return None;
    }
    let mut now = None;
    for (said, other) in said() {
        now = Some(now_instead(said, other)?);
    }
    let (said, other) = now?;
    // "11.9, down from 14.2" says both.
    let both = claim.amounts.iter().any(|own| equal(own, other) && !is_earlier(claim, own));
    if both { None } else { said.text.get(other.start..other.end).map(str::to_owned) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
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
            "down" | "lost" | "lose" | "losing" | "loss" => Self::Down,
            _ => return None,
        })
    }
}

/// How near before an amount it says which way that is a change.
const CHANGE: usize = 3;

/// Which way an amount is a change: "down 6 pounds", but not "down to 6".
fn change(words: &[Word], amount: &Amount) -> Option<Change> {
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
    let words = &claim.words;
    let before = clause_before(words, amount.at, BEFORE);
    let text = |at: usize| before.get(at).map_or("", |word| word.text.as_str());
    let last = before.len().wrapping_sub(1);
    // "Down from 14.2", with whatever stands between.
    let from = text(last) == "from"
        && words[amount.at.saturating_sub(BEFORE)..amount.at]
            .iter()
            .any(|word| CHANGED.contains(&word.text.as_str()));
    let used_to = (0..before.len()).any(|at| text(at) == "used" && text(at + 1) == "to");
    let used_to = used_to
        || (0..before.len()).any(|at| text(at) == "before" && matches!(text(at + 1), "it" | "that" | "i"));
    let formerly = before.iter().any(|word| FORMERLY.contains(&word.text.as_str()));
    let behind = words.partition_point(|word| word.start < amount.end);
    let clause = (behind..(behind + BEHIND).min(words.len())).take_while(|at| words[*at].gap < Gap::Comma);
    // What is behind another amount is of that.
    let own =
        clause.take_while(|at| !claim.amounts.iter().any(|other| other.at == *at && other.at != amount.at));
    let then = own.collect::<Vec<_>>();
    let ago = then.iter().any(|at| {
        let next = words.get(at + 1).map_or("", |word| word.text.as_str());
        let next_but_one = words.get(at + 2).map_or("", |word| word.text.as_str());
        let season = |word: &str| TIMES.contains(&word);
        matches!(words[*at].text.as_str(), "before" | "previously" | "formerly" | "originally" | "initially")
            && !matches!(next, "the" | "a" | "my" | "your" | "bed" | "meals" | "i" | "you" | "he" | "she")
            || words[*at].text == "ago" && !amount.unit.is_some_and(Unit::is_time)
            || words[*at].text == "last" && season(next)
            || words[*at].text == "in" && next == "the" && season(next_but_one)
    });
    from || used_to || formerly || ago
}

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
const TIMES: &[&str] = &[
    "time",
    "visit",
    "year",
    "month",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
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
