//! How often a drug is taken and by which way: what a statement says of it, against what was said of the same drug.

use crate::claim::Claim;
use crate::frequency::{Part, frequency, same_frequency};
use crate::heard::{Heard, Place};
use crate::measured::shares;
use crate::polarity::Polarity;
use crate::words::Gap;

/// What a statement says otherwise than it was said.
pub(crate) struct Otherwise {
    pub(crate) drug: &'static str,
    /// In the words that were said, and in those that are written.
    pub(crate) said: String,
    pub(crate) own: String,
}

/// How far behind its drug a regimen goes on, and how far before it one may begin.
const BEHIND: usize = 16;
const BEFORE: usize = 6;
/// How many words of an answer may tell how the drug is taken that was asked about.
const ANSWER: usize = 30;

/// A drug of which a statement says another frequency or way than was said, if any was.
pub(crate) fn fault(heard: &Heard, claim: &Claim) -> Option<Otherwise> {
    claim.drugs_at.iter().find_map(|drug| {
        differs(heard, claim, *drug, frequency, same_frequency)
            .or_else(|| differs(heard, claim, *drug, way, same_way))
    })
}

/// How a statement says that a drug is taken, where nobody said anything of the kind: "three times a day", "intramuscular". What
/// goes without saying may be added: once a day, by mouth, on the skin.
pub(crate) fn invented(heard: &Heard, claim: &Claim) -> Option<String> {
    const OF_ITSELF: &[&str] = &["by mouth", "on the skin"];
    claim.drugs_at.iter().find_map(|(at, drug)| {
        unsaid(heard, claim, (*at, drug), frequency, same_frequency)
            .filter(|own| !same_frequency(&own.value, &1.0))
            .map(|own| own.text(claim))
            .or_else(|| {
                unsaid(heard, claim, (*at, drug), way, same_way)
                    .filter(|own| !OF_ITSELF.contains(&own.value))
                    .map(|own| own.text(claim))
            })
    })
}

/// What the statement says of the drug, where nothing of the kind was said of it, and the same of nothing else.
fn unsaid<T>(
    heard: &Heard,
    claim: &Claim,
    (at, drug): (usize, &'static str),
    read: fn(&Claim, usize) -> Option<Part<T>>,
    same: impl Fn(&T, &T) -> bool,
) -> Option<Part<T>> {
    let own = own_part(claim, at, read)?;
    let mut passages = heard.segments.iter().map(|said| &said.claim);
    let said = |passage: &Claim| {
        (0..passage.words.len()).filter_map(|at| read(passage, at)).any(|said| same(&own.value, &said.value))
    };
    let silent = said_of(heard, drug, read).next().is_none() && !passages.any(said);
    silent.then_some(own)
}

/// Whether the word at `at` belongs to a frequency that was said of its drug, be it in other numbers: "four times a day" for
/// "every six hours".
pub(crate) fn is_said(heard: &Heard, claim: &Claim, at: usize) -> bool {
    claim.drugs_at.iter().any(|(place, drug)| {
        own_part(claim, *place, frequency).is_some_and(|own| {
            (own.from..own.to).contains(&at)
                && said_of(heard, drug, frequency).any(|(_, said)| same_frequency(&own.value, &said.value))
        })
    })
}

/// What the statement says of the drug, where it differs from all that was said.
fn differs<T>(
    heard: &Heard,
    claim: &Claim,
    (at, drug): (usize, &'static str),
    read: fn(&Claim, usize) -> Option<Part<T>>,
    same: impl Fn(&T, &T) -> bool,
) -> Option<Otherwise> {
    let own = own_part(claim, at, read)?;
    let said: Vec<(&Claim, Part<T>)> = said_of(heard, drug, read).collect();
    let (passage, other) = said.first()?;
    let agrees = said.iter().any(|(_, said)| same(&own.value, &said.value));
    (!agrees).then(|| Otherwise { drug, said: other.text(passage), own: own.text(claim) })
}

/// All that was said of a drug, and not denied.
fn said_of<'a, T: 'a>(
    heard: &'a Heard,
    drug: &'a str,
    read: fn(&Claim, usize) -> Option<Part<T>>,
) -> impl Iterator<Item = (&'a Claim, Part<T>)> {
    heard.segments.iter().enumerate().flat_map(move |(segment, said)| {
        let named = said.claim.drugs_at.iter().map(|(at, name)| (*at, *name));
        let named = named.filter(move |(at, name)| {
            shares(name, drug) && heard.polarity(Place { segment, at: *at }) != Polarity::Negated
        });
        let named: Vec<usize> = named.map(|(at, _)| at).collect();
        // "Is he using the albuterol?" "Two puffs, every six hours."
        let asked = named.iter().any(|at| said.asked(*at));
        let answer = heard.answer_to(segment).filter(|_| asked).map(|at| &heard.segments[at].claim);
        let answered =
            answer.filter(|answer| answer.drugs_at.is_empty()).into_iter().flat_map(move |answer| {
                (0..answer.words.len().min(ANSWER))
                    .filter_map(move |at| read(answer, at))
                    .map(move |part| (answer, part))
            });
        let here = named
            .into_iter()
            .flat_map(move |at| parts(&said.claim, at, read))
            .map(|part| (&said.claim, part));
        here.chain(answered)
    })
}

/// The first part behind the drug at `at`, in its sentence and before the next drug.
fn own_part<T>(claim: &Claim, at: usize, read: fn(&Claim, usize) -> Option<Part<T>>) -> Option<Part<T>> {
    let end = end_of(claim, at);
    // "Metformin and weekly Ozempic"
    let of_next = |part: &Part<T>| {
        part.to == end
            && claim.drugs_at.iter().any(|(other, _)| *other == end)
            && claim.words[end].gap == Gap::Space
            && claim.words[part.from - 1].text == "and"
    };
    let own = (at + 1..end).take_while(|i| claim.words[*i].gap < Gap::Stop).find_map(|i| read(claim, i));
    own.filter(|own| !of_next(own))
}

/// All parts around the drug at `at` that are nearer to it than to another.
fn parts<T>(claim: &Claim, at: usize, read: fn(&Claim, usize) -> Option<Part<T>>) -> Vec<Part<T>> {
    let last = claim.drugs_at.iter().map(|(other, _)| *other).rfind(|other| *other < at);
    let begins = (1..=at).rev().find(|i| claim.words[*i].gap >= Gap::Stop).unwrap_or(0);
    let from = at.saturating_sub(BEFORE).max(last.map_or(0, |last| (last + at).div_ceil(2))).max(begins);
    let mut found = Vec::new();
    let mut next = from;
    while next < end_of(claim, at) {
        match read(claim, next) {
            // "Twice a day, every day"
            Some(part) if found.last().is_some_and(|last: &Part<T>| last.to == next) => next = part.to,
            Some(part) => {
                next = part.to;
                found.push(part);
            }
            None => next += 1,
        }
    }
    found
}

fn end_of(claim: &Claim, at: usize) -> usize {
    let other = claim.drugs_at.iter().map(|(other, _)| *other).find(|other| *other > at);
    (at + BEHIND).min(claim.words.len()).min(other.unwrap_or(usize::MAX))
}

/// The ways a drug is given, by the words that tell them.
const WAYS: &[(&str, &[&str])] = &[
    ("by mouth", &["mouth", "oral", "orally", "tablet", "tablets", "capsule", "capsules", "pill", "pills"]),
    ("into a vein", &["intravenous", "intravenously", "iv", "infusion", "infusions", "drip", "vein"]),
    ("into a muscle", &["intramuscular", "intramuscularly", "im"]),
    ("under the skin", &["subcutaneous", "subcutaneously"]),
    (INJECTED, &["injection", "injections", "injected", "shot", "shots", "jab"]),
    ("on the skin", &["topical", "topically", "cream", "ointment", "gel", "lotion"]),
    ("inhaled", &["inhaled", "inhaler", "puff", "puffs", "nebulizer", "puffer", "nebs"]),
    ("into the nose", &["intranasal", "intranasally", "nasal", "nasally", "nostril"]),
    ("under the tongue", &["sublingual", "sublingually", "tongue"]),
    ("into the eyes", &["ophthalmic", "eyedrops", "eye"]),
    ("rectally", &["rectal", "rectally", "suppository"]),
];

/// A way that may be either of two others.
const INJECTED: &str = "by injection";

fn same_way(own: &&'static str, said: &&'static str) -> bool {
    let injected = |way: &str| matches!(way, INJECTED | "into a muscle" | "under the skin");
    own == said || (*own == INJECTED || *said == INJECTED) && injected(own) && injected(said)
}

fn way(claim: &Claim, at: usize) -> Option<Part<&'static str>> {
    let word = claim.words.get(at)?.text.as_str();
    let (way, _) = WAYS.iter().find(|(_, words)| words.contains(&word))?;
    Some(Part { value: *way, from: at, to: at + 1 })
}
