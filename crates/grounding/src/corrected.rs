//! Speakers who correct themselves: "lisinopril ten. No wait, they bumped me to twenty", "the right one. Sorry, no, the left." What
//! was taken back was not said, and what comes in its place is in its unit: "two years ago. No, sorry, three". So does an answer:
//! "Fifty of sertraline, is it?" "No, a hundred."

use clinical::quantity::{Unit, Value};

use crate::actions::stops;
use crate::answers::is_over;
use crate::claim::Claim;
use crate::former;
use crate::numbers::Amount;
use crate::polarity::Polarity;
use crate::sides::{Side, Sided};
use crate::units::{comparable, equal};
use crate::words::{Gap, Word, Words, begins_with};

/// Words by which a speaker takes back what came before.
const CUES: &[&[&str]] = &[
    &["no", "wait"],
    &["wait", "no"],
    &["no", "sorry"],
    &["sorry"],
    &["scratch", "that"],
    &["i", "tell", "a", "lie"],
    &["no", "i", "lie"],
    &["no", "actually"],
];

/// How far before such words what they take back stands, and how far behind them what is said in its place.
const BEFORE: usize = 5;
const BEHIND: usize = 25;
/// The same of a "sorry" alone.
const BEFORE_SORRY: usize = 10;
const BEHIND_SORRY: usize = 10;
/// How far behind them a bare number takes the place of one with a unit.
const AT_ONCE: usize = 5;

/// Leaves out of a segment the amounts and sides that its speaker took back.
pub(crate) fn take_back(claim: &mut Claim) {
    let cues: Vec<usize> = (0..claim.words.len()).filter(|at| is_cue(&claim.words[*at..])).collect();
    for cue in cues {
        // "500 three times a day... sorry, it's 250": at once, and of what was said a little before.
        let sorry = claim.words.text(cue) == "sorry";
        if sorry && !puts_in_place(claim, cue) {
            continue;
        }
        let (back, ahead) = if sorry { (BEFORE_SORRY, BEHIND_SORRY) } else { (BEFORE, BEHIND) };
        let before = |at: usize| (cue.saturating_sub(back)..cue).contains(&at);
        let behind = |at: usize| (cue..cue + ahead).contains(&at);
        let amounts = claim.amounts.clone();
        let fits = |own: &Amount| !sorry || matches!(own.unit, None | Some(Unit::Mg | Unit::Mcg | Unit::G));
        let of_unit = |own: &&Amount| before(own.at) && own.is_number && own.unit.is_some() && fits(own);
        for own in amounts.iter().filter(of_unit) {
            let at_once = |other: &&mut Amount| {
                (cue..cue + AT_ONCE).contains(&other.at) && other.unit.is_none() && other.is_number
            };
            claim.amounts.iter_mut().filter(at_once).for_each(|other| other.unit = own.unit);
        }
        let drugs = &claim.drugs_at;
        claim.amounts.retain(|own| {
            let replaces = |other: &Amount| {
                behind(other.at)
                    && (comparable(own, other) || other.unit.is_none() && other.at <= cue + AT_ONCE)
                    && !equal(own, other)
                    && other.is_number
                    && !(sorry && is_of_other_drug(drugs, own.at, other.at))
            };
            !(before(own.at) && own.is_number && fits(own) && amounts.iter().any(replaces))
        });
        take_back_drug(claim, cue);
        let sided = claim.sided.clone();
        claim.sided.retain(|own| {
            let replaces = |other: &Sided| behind(other.at) && other.is_other_than(own);
            !(before(own.at) && sided.iter().any(replaces))
        });
    }
}

/// Whether what follows the "sorry" at `at` is said in the place of what came before: "sorry, it's 250", "sorry, the right", "sorry,
/// 20". Who goes on with an "and", or only begs pardon, takes nothing back.
fn puts_in_place(claim: &Claim, at: usize) -> bool {
    let words = &claim.words;
    let ends = (at + 1..words.len()).find(|i| words[*i].gap >= Gap::Stop || words.text(*i) == "and");
    let behind = at + 1..ends.unwrap_or(words.len()).min(at + 1 + AT_ONCE);
    let means = |i: usize| {
        matches!(words.text(i), "no" | "it's" | "that's" | "meant")
            || matches!(
                (words.text(i), words.text(i + 1)),
                ("i", "mean") | ("make", "that") | ("should", "be")
            )
    };
    // "Sorry, the right", "sorry, about 20"
    let first = |i: usize| {
        let led = (at + 1..i).all(|i| matches!(words.text(i), "the" | "my" | "your" | "about" | "a"));
        let named = claim.amounts.iter().any(|amount| amount.at == i)
            || claim.drugs_at.iter().any(|(drug, _)| *drug == i)
            || Side::of(words.text(i)).is_some();
        led && named
    };
    // "Sorry, ramipril as well"
    let adds = |i: usize| matches!(words.text(i), "well" | "too" | "also" | "plus");
    let clause = at + 1..ends.unwrap_or(words.len());
    !clause.into_iter().any(adds) && behind.into_iter().any(|i| means(i) || first(i))
}

/// Whether the amount at `other` is of another drug than that at `own`: "500 of metformin, sorry, it's 10 of ramipril".
fn is_of_other_drug(drugs: &[(usize, &str)], own: usize, other: usize) -> bool {
    let last = |at: usize| drugs.iter().rfind(|(drug, _)| *drug < at).map(|(_, name)| *name);
    let next =
        drugs.iter().find(|(drug, _)| (other + 1..other + OF_DRUG).contains(drug)).map(|(_, name)| *name);
    let named = last(own)
        .or_else(|| drugs.iter().find(|(drug, _)| (own..other).contains(drug)).map(|(_, name)| *name));
    named.is_some_and(|named| next.or_else(|| last(other)).is_some_and(|of| of != named))
}

/// How far behind an amount the drug stands that it is of.
const OF_DRUG: usize = 4;

/// "I'm allergic to heparin, no, wait, it's cetirizine": the drug before such words is none that was meant, where another comes in
/// its place and not only another amount.
fn take_back_drug(claim: &mut Claim, cue: usize) {
    let other = claim.drugs_at.iter().find(|(at, _)| (cue..cue + OTHER_DRUG).contains(at)).copied();
    let Some((other, name)) = other else { return };
    let counts = claim.amounts.iter().any(|amount| amount.is_number && (cue..other).contains(&amount.at));
    let allergic = |at: usize| {
        let before = &claim.words[at.saturating_sub(ALLERGIC)..at];
        claim.words.text(cue) == "sorry" && before.iter().any(|word| word.text.starts_with("allerg"))
    };
    let near = |at: usize| (cue.saturating_sub(RIGHT_BEFORE)..cue).contains(&at) && !counts;
    let own: Vec<usize> =
        claim.drugs_at.iter().map(|(at, _)| *at).filter(|at| near(*at) && !allergic(*at)).collect();
    let taken_back = |at: usize| own.contains(&at);
    for (at, _) in claim.drugs_at.iter().filter(|(at, own)| taken_back(*at) && *own != name) {
        claim.polarities[*at] = Polarity::Negated;
    }
    claim.drugs_at.retain(|(at, own)| !taken_back(*at) || *own == name);
}

/// How far before such words a drug stands that they take back, and how far behind them that which was meant.
const RIGHT_BEFORE: usize = 3;
const OTHER_DRUG: usize = 16;
/// How far before a drug the word stands by which somebody is allergic to it, which no mere "sorry" takes back.
const ALLERGIC: usize = 5;

/// Times of the day, of which an answer may put one in the place of another.
pub(crate) const TIMES_OF_DAY: &[&str] = &[
    "morning",
    "mornings",
    "noon",
    "lunchtime",
    "afternoon",
    "evening",
    "evenings",
    "night",
    "nights",
    "bedtime",
];
/// How many words an answer has that only puts one thing in the place of another, at most.
const IN_PLACE: usize = 8;

/// The words of a question in whose place its answer puts others: "no, a hundred", "no, the right", "no, in the morning". None where
/// the answer denies, and corrects nothing.
pub(crate) fn by_answer(question: &Claim, asked: impl Fn(usize) -> bool, answer: &Claim) -> Vec<usize> {
    let words = &answer.words;
    let end = (1..words.len()).find(|at| words[*at].gap >= Gap::Stop).unwrap_or(words.len());
    let is_no = matches!(words.text(0), "no" | "nope" | "nah");
    let whether = |word: &Word| matches!(word.text.as_str(), "any" | "ever" | "anything" | "anyone");
    if !is_no || end > IN_PLACE || question.words.iter().any(whether) {
        return Vec::new();
    }
    // "Do you smoke 20 a day?" "No, gave up in 2015."
    if is_over(words) || (0..end).any(|at| former::ends(words, at) || stops(words.text(at))) {
        return Vec::new();
    }
    let amounts = question.amounts.iter().filter(|own| asked(own.at)).filter(|own| {
        answer.amounts.iter().any(|other| {
            other.at < end
                && (comparable(own, other) || other.unit.is_none())
                && !equal(own, other)
                && !other.loose
                && !own.loose
                && !is_date(answer, other)
        })
    });
    let sides = question.sided.iter().filter(|own| asked(own.at));
    // "It's all right now" is no side.
    let is_side = |at: usize| {
        let alone = at == 1 && end == 2;
        let named = matches!(words.text(at - 1), "the" | "my" | "your");
        alone
            || named
            || matches!(words.text(at + 1), "one" | "side")
            || answer.sided.iter().any(|sided| sided.at == at && sided.sure)
    };
    let sides = sides.filter(|own| {
        (1..end).any(|at| Side::of(words.text(at)).is_some_and(|other| other != own.side) && is_side(at))
    });
    let is_time = |word: &str| TIMES_OF_DAY.contains(&word);
    let other_time = |own: &str| (1..end).any(|at| is_time(words.text(at)) && words.text(at) != own);
    let times = (0..question.words.len())
        .filter(|at| asked(*at) && is_time(question.words.text(*at)) && other_time(question.words.text(*at)));
    amounts.map(|own| own.at).chain(sides.map(|own| own.at)).chain(times).collect()
}

/// Leaves out of a question the amounts and sides at the words in whose place the answer puts others, which are in their units.
pub(crate) fn put_in_place(question: &mut Claim, replaced: &[usize], answer: &mut Claim) {
    let unit = question.amounts.iter().find(|own| replaced.contains(&own.at)).and_then(|own| own.unit);
    for other in answer.amounts.iter_mut().filter(|other| other.at < IN_PLACE && other.unit.is_none()) {
        other.unit = unit;
    }
    question.amounts.retain(|own| !replaced.contains(&own.at));
    question.sided.retain(|own| !replaced.contains(&own.at));
}

/// Whether an amount of an answer is a year, or a part of a date.
fn is_date(answer: &Claim, amount: &Amount) -> bool {
    let led = matches!(answer.words.text_before(amount.at, 1), "in" | "since" | "until" | "till" | "from");
    let year = matches!(amount.value, Value::Number(1900.0..2100.0)) && amount.unit.is_none() && led;
    year || answer.dates.iter().any(|date| (date.start..date.end).contains(&amount.start))
}

fn is_cue(words: &[Word]) -> bool {
    CUES.iter().any(|cue| begins_with(words, cue))
}
