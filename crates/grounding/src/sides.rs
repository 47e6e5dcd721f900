//! Left and right, and the parts of the body they belong to.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::claim::Claim;
use crate::heard::Heard;
use crate::words::{Gap, is_framing, stem};

/// Left or right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

impl Side {
    fn of(word: &str) -> Option<Self> {
        match word {
            "left" | "leftsided" => Some(Self::Left),
            "right" | "rightsided" => Some(Self::Right),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
        }
    }

    pub(crate) fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

/// A side, where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Sided {
    side: Side,
    /// The part of the body it is of, where one is named.
    part: Option<String>,
    /// The word it is.
    at: usize,
    /// Whether it can only be a side. "Left" and "right" before no part of the body may be other words.
    sure: bool,
}

/// What is wrong with a statement's side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SideFault {
    /// The other side was spoken of.
    Other(Side),
    /// No side was spoken of.
    Unsaid(Side),
}

static PARTS: LazyLock<HashSet<String>> =
    LazyLock::new(|| include_str!("../data/body.txt").split_whitespace().map(stem).collect());

/// The parts of the body that a text names near a word; leg and lower extremity are the same.
pub(crate) fn parts_near(claim: &Claim, at: usize) -> Vec<String> {
    (at.saturating_sub(8)..(at + 9).min(claim.words.len()))
        .filter_map(|at| part_at(claim, at))
        .filter(|part| part != "sid")
        .collect()
}

fn part_at(claim: &Claim, at: usize) -> Option<String> {
    let part = stem(&claim.words.get(at)?.text);
    if !PARTS.contains(&part) {
        return None;
    }
    let before = at.checked_sub(1).map_or("", |i| claim.words[i].text.as_str());
    Some(match (part.as_str(), before) {
        (extremity, "lower") if extremity.starts_with("extremit") => "leg".into(),
        (extremity, "upper") if extremity.starts_with("extremit") => "arm".into(),
        _ => part,
    })
}

pub(crate) fn sided(claim: &Claim) -> Vec<Sided> {
    let words = &claim.words;
    let sides = words.iter().enumerate().filter_map(|(at, word)| Some((at, Side::of(&word.text)?)));
    sides
        .filter_map(|(at, side)| {
            let same_clause = |i: &usize| words.get(*i).is_some_and(|word| word.gap == Gap::Space);
            let after = (at + 1..at + 5).take_while(same_clause).find_map(|i| part_at(claim, i));
            let before = || (at.saturating_sub(6)..at).rev().find_map(|i| part_at(claim, i));
            let (part, sure) = match after {
                Some(part) if part == "sid" => (before(), true),
                Some(part) => (Some(part), true),
                None if is_placed(claim, at) => (before(), true),
                None if is_answer(claim, at) => (None, true),
                None if is_adjective(claim, at) => (None, false),
                None => return None,
            };
            Some(Sided { side, part, at, sure })
        })
        .collect()
}

fn text(claim: &Claim, at: Option<usize>) -> &str {
    at.and_then(|at| claim.words.get(at)).map_or("", |word| word.text.as_str())
}

/// "on the left"
fn is_placed(claim: &Claim, at: usize) -> bool {
    matches!(text(claim, at.checked_sub(2)), "on" | "to" | "in")
        && matches!(text(claim, at.checked_sub(1)), "the" | "my" | "your")
}

/// "The right one.", "Left.": a side as an answer. "Right." alone is agreement.
fn is_answer(claim: &Claim, at: usize) -> bool {
    let one = matches!(text(claim, Some(at + 1)), "one" | "side");
    let the = matches!(text(claim, at.checked_sub(1)), "the" | "my" | "your");
    claim.words.len() <= 6 && (one || the || text(claim, Some(at)) == "left" && claim.words.len() <= 3)
}

/// "left DCIS", but not "left work" or "all right then".
fn is_adjective(claim: &Claim, at: usize) -> bool {
    let next = text(claim, Some(at + 1));
    let verb = matches!(next, "work" | "home" | "school" | "untreated" | "hospital" | "over" | "alone")
        || next.is_empty();
    let agreement = matches!(
        text(claim, at.checked_sub(1)),
        "all" | "that's" | "'s" | "just" | "is" | "he" | "she" | "i" | "they"
    );
    !verb && !agreement && !is_framing(next)
}

/// What is wrong with the sides of a statement, if anything.
pub(crate) fn fault(heard: &Heard, claim: &Claim, evidence: &[usize]) -> Option<SideFault> {
    let cited = || evidence.iter().map(|at| &heard.segments[*at].claim);
    let all = || heard.segments.iter().map(|said| &said.claim);
    claim.sided.iter().find_map(|own| {
        if both_named(own, cited()) {
            return None;
        }
        if let Some(fault) = compare(heard, claim, own, cited()) {
            return fault;
        }
        if both_named(own, all()) {
            return None;
        }
        compare(heard, claim, own, all()).unwrap_or(own.sure.then_some(SideFault::Unsaid(own.side)))
    })
}

/// None where the side was not spoken of; else what is wrong, if anything. Of the places where either side of the part
/// was named, the one that is most like the statement counts: "the right knee is swollen, the left is fine".
fn compare<'a>(
    heard: &Heard,
    claim: &Claim,
    own: &Sided,
    said: impl Iterator<Item = &'a Claim>,
) -> Option<Option<SideFault>> {
    let mut best = [None::<f64>; 2];
    for said in said {
        for other in said.sided.iter().filter(|other| other.sure) {
            if own.part.is_some() && other.part.is_some() && own.part != other.part {
                continue;
            }
            let likeness = likeness(heard, claim, said, other.at);
            let slot = &mut best[usize::from(other.side != own.side)];
            *slot = Some(slot.unwrap_or(0.0).max(likeness));
        }
    }
    match best {
        [None, None] => None,
        [None, Some(_)] => Some(Some(SideFault::Other(own.side))),
        [Some(same), Some(other)] if other > same * MORE_ALIKE => Some(Some(SideFault::Other(own.side))),
        _ => Some(None),
    }
}

/// How much more like the statement a passage about the other side must be.
const MORE_ALIKE: f64 = 1.3;

/// The weight of the statement's content that stands near a word.
fn likeness(heard: &Heard, claim: &Claim, said: &Claim, at: usize) -> f64 {
    let near = |stem: &str| said.places_of(stem).any(|place| place.abs_diff(at) <= 12);
    claim.content.iter().filter(|stem| near(stem)).map(|stem| heard.weight(stem)).sum()
}

fn both_named<'a>(own: &Sided, mut said: impl Iterator<Item = &'a Claim>) -> bool {
    let part = own.part.as_deref();
    said.any(|said| {
        let both =
            |word: &&crate::words::Word| matches!(word.text.as_str(), "both" | "bilateral" | "bilaterally");
        said.words.iter().any(|word| both(&word))
            && part
                .is_none_or(|part| (0..said.words.len()).any(|at| part_at(said, at).as_deref() == Some(part)))
    })
}
