//! Whether the amounts of a statement were said, of what the statement says them of.

use clinical::quantity::{Unit, Value};

use crate::claim::Claim;
use crate::derived;
use crate::heard::{Heard, Place, Said};
use crate::numbers::Amount;
use crate::units::{comparable, equal, may_be_dose};
use crate::words::{Gap, Words, in_one_sentence, is_framing, stem};

/// What is wrong with an amount.
pub(crate) enum Fault {
    /// Nobody said it.
    Unsaid,
    /// This was said in its place.
    Instead(String),
    /// It was said another way than the statement has it: "up 6 pounds" for "down 6 pounds".
    Otherwise { said: String, own: String },
    /// It was said of this drug, not of the statement's.
    OfDrug { said: String, own: String },
}

/// How near the words that an amount is about must stand to it, and how near counts in full.
const NEAR: usize = 12;
const AROUND: usize = 30;

pub(crate) fn fault(heard: &Heard, claim: &Claim, amount: &Amount) -> Option<Fault> {
    let mut dosed = drug_of(claim, amount);
    if let Some(drug) = dosed
        && !heard.segments.iter().any(|said| said.claim.drugs.iter().any(|other| shares(other, drug)))
    {
        // The dose of a drug that nobody named has the drug's own reason.
        if !heard.paraphrases(drug) {
            return None;
        }
        dosed = None;
    }
    let counted = counted(claim, amount);
    let anchors = anchors(heard, claim, amount);
    let total: f64 = anchors.iter().map(|(_, weight)| weight).sum();
    let mut said: Option<f64> = None;
    let mut rival: Option<(f64, String, bool)> = None;
    let mut of_other = None;
    for (segment, passage) in heard.segments.iter().enumerate() {
        for other in &passage.claim.amounts {
            let place = Place { segment, at: other.at };
            let score = || score(heard, &anchors, place);
            if equal(amount, other) {
                match dosed.map(|drug| owner(heard, place, drug)) {
                    Some(Owner::Other(name)) => of_other = Some(name),
                    Some(Owner::Nobody) if other.unit.is_none() => {}
                    _ => {
                        let exact = other.unit.is_some() == amount.unit.is_some();
                        let sure = match () {
                            () if other.loose => 0.4,
                            () if !other.is_number => 0.7,
                            () if exact && is_telling(amount) => TELLING,
                            () if exact => 1.0,
                            () if amount.unit.is_some_and(Unit::is_time) => BARE_TIME,
                            () => 0.8,
                        };
                        let same_noun =
                            self::counted(&passage.claim, other).iter().any(|noun| counted.contains(noun))
                                || other.unit == Some(Unit::Times) && counts_times(claim, amount);
                        let near = score();
                        // "Four days" is not said by a four that stands by nothing of the statement.
                        let bare = amount.unit.is_some() && other.unit.is_none() && !is_telling(amount);
                        if bare && !same_noun && near < total * BARE {
                            continue;
                        }
                        let score = if same_noun { total.max(near) * SAME_NOUN } else { near } * sure;
                        said = Some(said.unwrap_or(0.0).max(score));
                    }
                }
            } else if (comparable(amount, other) || dosed.is_some() && is_bare_dose(&passage.claim, other))
                && !other.loose
                && (other.is_number || other.plus || other.unit.is_some())
                && !is_taken_back(passage, amount, other)
                && !claim.amounts.iter().any(|own| equal(own, other))
                && dosed.is_none_or(|drug| matches!(owner(heard, place, drug), Owner::Own))
            {
                let score = score() * if amount.unit == other.unit { 1.0 } else { OTHER_UNIT };
                if rival.as_ref().is_none_or(|(best, ..)| score > *best) {
                    let text = passage.claim.text.get(other.start..other.end).unwrap_or_default();
                    rival = Some((score, text.to_owned(), is_to_a_decimal(other)));
                }
            }
        }
    }
    let Some(said) = said else {
        if ends_said(heard, claim, amount) || derived::is_said(heard, claim, amount) {
            return None;
        }
        return Some(match (rival, of_other, dosed) {
            (Some((_, text, _)), _, Some(_)) => Fault::Instead(text),
            (Some((score, text, _)), None, None) if score >= total * 0.5 && score > 0.0 => {
                Fault::Instead(text)
            }
            (_, Some(said), Some(own)) => Fault::OfDrug { said: said.to_owned(), own: own.to_owned() },
            _ => Fault::Unsaid,
        });
    };
    if dosed.is_some() {
        return None;
    }
    match rival {
        // What was said to a decimal was not said of what is counted in whole numbers.
        Some((_, _, false)) if is_to_a_decimal(amount) => {}
        Some((score, text, _))
            if score > said * MORE_ALIKE && score > total * LEAST_SHARE && said < total * PLAIN =>
        {
            return Some(Fault::Instead(text));
        }
        _ => {}
    }
    (said <= 0.0 && total > 0.0 && amount.unit.is_none() && !is_telling(amount)).then_some(Fault::Unsaid)
}

/// "Metoprolol, fifty, twice a day", "Ibuprofen?" "Four hundred.": whether a number without a unit is a dose, of the drug before it or
/// of the one that was asked about. "Two a day" counts tablets.
fn is_bare_dose(claim: &Claim, amount: &Amount) -> bool {
    let behind = claim.words.partition_point(|word| word.start < amount.end);
    let leads = |word: &str| {
        matches!(word, "" | "uh" | "um" | "yes" | "yeah" | "about" | "just" | "only" | "the" | "it's")
    };
    let answers = claim.drugs_at.is_empty()
        && amount.at < ANSWERS
        && leads(claim.words.text_before(amount.at, 1))
        && matches!(amount.value, Value::Number(n) if n >= LEAST_ANSWER);
    amount.unit.is_none()
        && (drug_of(claim, amount).is_some() || answers)
        && !matches!(claim.words.text(behind), "a" | "per" | "each" | "every" | "times" | "or" | "to")
}

/// Within how many words an answer gives the dose, and the least number that is not likely to count tablets.
const ANSWERS: usize = 2;
const LEAST_ANSWER: f64 = 5.0;

/// What an amount counts: the stem of the word behind it ("3 flights"), and the time that it is for ("2 naps per week").
fn counted(claim: &Claim, amount: &Amount) -> Vec<String> {
    let behind = claim.words.partition_point(|word| word.start < amount.end);
    let clause = || {
        (behind..behind + 3).take_while(|at| claim.words.get(*at).is_some_and(|word| word.gap == Gap::Space))
    };
    let bare = amount.unit.is_none();
    let noun = |word: &&str| {
        (!is_framing(word) || bare && is_counted(word))
            && word.len() > 2
            && word.starts_with(|c: char| c.is_alphabetic())
    };
    let per = |at: &usize| matches!(claim.words.text(*at), "a" | "per" | "each" | "every");
    let time = clause().find(per).filter(|_| amount.unit.is_none()).map(|at| claim.words.text(at + 1));
    let noun = clause().take(2).take_while(|at| !per(at)).map(|at| claim.words.text(at)).find(noun);
    noun.into_iter().chain(time).map(stem).collect()
}

/// "Three episodes", of what happened three times.
fn counts_times(claim: &Claim, amount: &Amount) -> bool {
    let behind = claim.words.partition_point(|word| word.start < amount.end);
    matches!(
        claim.words.text(behind),
        "episodes" | "attacks" | "occasions" | "times" | "spells" | "bouts" | "events"
    )
}

/// What is counted, though it stands in every note: "5 doses".
fn is_counted(word: &str) -> bool {
    matches!(word, "doses" | "tablets" | "pills" | "episodes" | "times" | "visits" | "views" | "readings")
}

/// "Eight a month, maybe ten", for "8 to 10 per month": whether both ends of a range were said, one soon after the other.
fn ends_said(heard: &Heard, claim: &Claim, amount: &Amount) -> bool {
    let (low, high, together) = match amount.value {
        // "From 95 to 98 %"
        Value::Range(low, high) if claim.text[..amount.start].to_lowercase().ends_with("from ") => {
            (low, high, APART)
        }
        Value::Range(low, high) => (low, high, TOGETHER),
        // "Twenty five one hundred", for 25/100
        Value::Ratio(low, high) if amount.unit.is_none() && !claim.drugs.is_empty() => (low, high, ADJACENT),
        _ => return false,
    };
    let places = |value: f64| -> Vec<Place> {
        let end = Amount { value: Value::Number(value), ..*amount };
        let equal = heard.amounts().filter(|(.., other)| equal(&end, other));
        equal.map(|(place, ..)| place).collect()
    };
    let highs = places(high);
    places(low).iter().any(|low| highs.iter().any(|high| heard.distance(*low, *high) <= together))
}

/// How near to each other the ends of a range are said.
const TOGETHER: usize = 12;
/// The same of what went from one to the other.
const APART: usize = 60;
/// How near to each other the parts of a combined dose are.
const ADJACENT: usize = 3;

/// Whether another amount is no rival: it is denied ("point seven, not point eight"), or a part of one that is equal
/// ("seven . five").
fn is_taken_back(passage: &Said, amount: &Amount, other: &Amount) -> bool {
    let claim = &passage.claim;
    let denied = claim.text[..other.start].ends_with(" not ");
    let overlaps = |own: &Amount| own.start < other.end && other.start < own.end;
    denied || claim.amounts.iter().any(|own| overlaps(own) && equal(amount, own))
}

fn is_to_a_decimal(amount: &Amount) -> bool {
    matches!(amount.value, Value::Number(n) if n.fract() != 0.0 && n > 10.0)
}

/// How much more like the statement a passage with another amount must be.
const MORE_ALIKE: f64 = 1.45;
/// What another amount counts that is in another unit: "five hours" for "6 weeks".
const OTHER_UNIT: f64 = 0.55;
/// The share of what the amount is about that must have been said near the other.
const LEAST_SHARE: f64 = 0.15;
/// The share of it that is plain enough near where the amount itself was said, whatever was said elsewhere.
const PLAIN: f64 = 0.5;
/// What it counts that the same noun is counted ("3 flights"), against all that is said around it.
const SAME_NOUN: f64 = 2.0;

/// What an amount counts that is not likely to be said twice by chance, in its own unit.
const TELLING: f64 = 1.5;

/// What a number without a unit counts where the amount is a time: the "four" of "four out of five" is no four weeks.
const BARE_TIME: f64 = 0.45;

/// The share of what the amount is about that must have been said near a number without a unit, where the amount has one.
const BARE: f64 = 0.2;

/// Whether an amount is not likely to be said twice by chance.
fn is_telling(amount: &Amount) -> bool {
    let telling = |n: f64| n > 20.0 || n.fract() != 0.0;
    match amount.value {
        Value::Number(n) => telling(n),
        Value::Ratio(..) | Value::Range(..) => true,
    }
}

/// What the amount is about: the statement's content, that near it more.
fn anchors<'a>(heard: &Heard, claim: &'a Claim, amount: &Amount) -> Vec<(&'a str, f64)> {
    claim
        .content
        .iter()
        .map(|stem| {
            let nearest = claim.places_of(stem).map(|at| at.abs_diff(amount.at)).min().unwrap_or(99);
            let nearness = if nearest <= 5 {
                1.0
            } else if nearest <= 10 {
                0.6
            } else {
                0.3
            };
            (stem.as_str(), heard.weight(stem) * nearness)
        })
        .collect()
}

fn score(heard: &Heard, anchors: &[(&str, f64)], place: Place) -> f64 {
    anchors
        .iter()
        .map(|(stem, weight)| {
            let nearest =
                heard.places(stem).iter().map(|other| heard.distance(place, *other)).min().unwrap_or(999);
            if nearest <= NEAR {
                *weight
            } else if nearest <= AROUND {
                *weight * 0.5
            } else {
                0.0
            }
        })
        .sum()
}

/// The drug that an amount of the statement is a dose of.
pub(crate) fn drug_of(claim: &Claim, amount: &Amount) -> Option<&'static str> {
    if !may_be_dose(amount)
        || amount.unit.is_none() && claim.drugs_at.iter().all(|(at, _)| amount.at.wrapping_sub(*at) > 2)
    {
        return None;
    }
    let before = claim.drugs_at.iter().filter(|(at, _)| *at < amount.at).max_by_key(|(at, _)| *at);
    let after = claim.drugs_at.iter().find(|(at, _)| *at > amount.at && *at <= amount.at + 5);
    match (before, after) {
        // "500 mg of metformin"
        (Some((b, _)), Some((a, drug)))
            if a - amount.at < amount.at - b
                && claim.words[amount.at + 1..*a].iter().any(|word| word.text == "of") =>
        {
            Some(*drug)
        }
        (Some((_, drug)), _) => Some(*drug),
        (None, Some((_, drug))) => Some(*drug),
        _ => None,
    }
}

enum Owner {
    Own,
    Other(&'static str),
    Nobody,
}

/// Which drug an amount was said of: the nearest.
fn owner(heard: &Heard, place: Place, drug: &str) -> Owner {
    if is_of_each(&heard.segments[place.segment].claim, place.at, drug) {
        return Owner::Own;
    }
    let mut own = usize::MAX;
    let mut other = (usize::MAX, "");
    for (segment, passage) in heard.segments.iter().enumerate() {
        if segment.abs_diff(place.segment) > 6 {
            continue;
        }
        for (at, name) in &passage.claim.drugs_at {
            let named = Place { segment, at: *at };
            // A dose follows its drug more often than it comes before.
            let distance = heard.distance(place, named) * if named > place { 3 } else { 2 };
            if shares(name, drug) {
                own = own.min(distance);
            } else if distance < other.0 {
                other = (distance, name);
            }
        }
    }
    if own != usize::MAX && (own <= other.0 || own <= 160 && own <= other.0.saturating_mul(3) / 2) {
        Owner::Own
    } else if other.0 <= 60 {
        Owner::Other(other.1)
    } else {
        Owner::Nobody
    }
}

/// "Lisinopril and Norvasc, ten each": whether the amount at `at` is that of each drug in its sentence, this one among them.
fn is_of_each(claim: &Claim, at: usize, drug: &str) -> bool {
    let each =
        (at + 1..at + EACH).any(|i| claim.words.text(i) == "each" && in_one_sentence(&claim.words, at, i));
    let named =
        |(i, name): &(usize, &str)| *i < at && shares(name, drug) && in_one_sentence(&claim.words, *i, at);
    each && claim.drugs_at.iter().any(named)
}

/// Within how many words behind an amount it says "each".
const EACH: usize = 3;

/// Whether two drugs are the same, or one a part of the other.
pub(crate) fn shares(a: &str, b: &str) -> bool {
    a == b || a.split('/').any(|part| b.split('/').any(|other| part == other))
}
