//! What is compared between the two sides: "36 cm on the left and 39 cm on the right". Each side is named once, and each value has
//! its own.

use clinical::quantity::Value;

use crate::claim::Claim;
use crate::concepts;
use crate::heard::{Heard, Place};
use crate::polarity::Polarity;
use crate::sides::Side;
use crate::words::{Gap, Word, in_one_sentence};

/// What is wrong with what is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PairFault {
    /// Both were given to this side.
    Twice(Side),
    /// What was said of this side is given to the other one.
    Swapped(Side),
}

/// A value or a side, with the word that it begins at.
#[derive(Clone, Copy)]
enum Part {
    Value(usize, Value),
    Side(usize, Side),
}

impl Part {
    fn at(self) -> usize {
        let (Self::Value(at, _) | Self::Side(at, _)) = self;
        at
    }
}

/// Two values, each with its side.
#[derive(Clone, Copy)]
struct Pair {
    values: [Value; 2],
    sides: [Side; 2],
    /// Where the sides stand.
    at: [usize; 2],
}

/// How far apart the first and the last of two values and two sides stand at most, in words.
const REACH: usize = 25;

/// What may stand behind a side that is of no part of the body.
const BARE: &[&str] =
    &["and", "but", "to", "with", "down", "up", "compared", "versus", "vs", "while", "today"];

/// What is wrong with what a statement compares between the sides, if anything.
pub(crate) fn fault(heard: &Heard, claim: &Claim) -> Option<PairFault> {
    let names = |side: Side| {
        heard
            .segments
            .iter()
            .any(|said| said.claim.sided.iter().any(|sided| sided.sure && sided.side == side))
    };
    // "Previously 6 cm on the left"
    let of_before = claim.words.iter().any(|word| {
        matches!(
            word.text.as_str(),
            "previously" | "previous" | "before" | "last" | "prior" | "from" | "initially"
        )
    });
    let pairs = pairs(claim);
    let twice = pairs
        .iter()
        .filter(|pair| {
            pair.values[0] != pair.values[1] && pair.at.iter().all(|at| is_bare(&claim.words, *at))
        })
        .find_map(|pair| (pair.sides[0] == pair.sides[1]).then_some(pair.sides[0]))
        .or_else(|| and_none(claim));
    if let Some(side) = twice.filter(|side| !of_before && names(side.other())) {
        return Some(PairFault::Twice(side));
    }
    let told: Vec<(&Pair, [Side; 2])> =
        pairs.iter().filter_map(|own| Some((own, said_of(heard, own)?))).collect();
    if told.is_empty() {
        let both = names(Side::Left) && names(Side::Right);
        return if both { turned(heard, claim).map(PairFault::Swapped) } else { None };
    }
    let swapped = told.iter().find(|(own, told)| own.sides.map(Side::other) == *told);
    swapped.map(|(_, told)| PairFault::Swapped(told[0]))
}

/// The sides of which the talk has the two values, one each; none where it compares no such values, or has them now so, now so.
fn said_of(heard: &Heard, own: &Pair) -> Option<[Side; 2]> {
    let sides_of = |pair: Pair| {
        if pair.values == own.values {
            Some(pair.sides)
        } else {
            (pair.values == [own.values[1], own.values[0]]).then_some([pair.sides[1], pair.sides[0]])
        }
    };
    if own.sides[0] == own.sides[1] || own.values[0] == own.values[1] {
        return None;
    }
    let mut said = heard.segments.iter().flat_map(|said| pairs(&said.claim)).filter_map(sides_of);
    let first = said.next()?;
    said.all(|sides| sides == first).then_some(first)
}

/// A value with its side, and where the side stands; the first and the last word of both.
type Item = (Value, Side, usize, [usize; 2]);

/// Neighbouring values of one sentence, each with its side: "left 36 and right 39", "36 left and 39 right".
fn pairs(claim: &Claim) -> Vec<Pair> {
    let values = claim.amounts.iter().filter(|one| one.is_number).map(|one| Part::Value(one.at, one.value));
    let sides = sides(&claim.words).into_iter().map(|(at, side)| Part::Side(at, side));
    let mut parts: Vec<Part> = values.chain(sides).collect();
    parts.sort_by_key(|part| part.at());
    let one = |a: usize, b: usize| in_one_sentence(&claim.words, a, b);
    let sentences = parts.chunk_by(|a, b| one(a.at(), b.at()));
    let of_sentence = |sentence: &[Part]| -> Vec<Pair> {
        items(sentence).windows(2).filter_map(|two| pair(two[0], two[1])).collect()
    };
    sentences.flat_map(of_sentence).collect()
}

fn pair(a: Item, b: Item) -> Option<Pair> {
    (b.3[1] - a.3[0] <= REACH).then_some(Pair { values: [a.0, b.0], sides: [a.1, b.1], at: [a.2, b.2] })
}

/// The values of a sentence with their sides: before them, or behind them, as the first one has its side.
fn items(sentence: &[Part]) -> Vec<Item> {
    let side_first = matches!(sentence.first(), Some(Part::Side(..)));
    let mut items = Vec::new();
    let mut at = 0;
    while let Some(two) = sentence.get(at..at + 2) {
        let item = match *two {
            [Part::Side(i, side), Part::Value(j, value)] if side_first => Some((value, side, i, [i, j])),
            [Part::Value(j, value), Part::Side(i, side)] if !side_first => Some((value, side, i, [j, i])),
            _ => None,
        };
        at += if item.is_some() { 2 } else { 1 };
        items.extend(item);
    }
    items
}

/// Left and right, where they stand.
fn sides(words: &[Word]) -> Vec<(usize, Side)> {
    words.iter().enumerate().filter_map(|(at, word)| Some((at, Side::of(&word.text)?))).collect()
}

/// Whether no part of the body follows a side.
fn is_bare(words: &[Word], at: usize) -> bool {
    words.get(at + 1).is_none_or(|next| {
        next.gap >= Gap::Comma
            || BARE.contains(&next.text.as_str())
            || next.text.starts_with(|first: char| first.is_ascii_digit())
    })
}

/// "A tremor of the left hand, none on the left": the side of which something is said and then that there is nothing.
fn and_none(claim: &Claim) -> Option<Side> {
    let words = &claim.words;
    sides(words).windows(2).find_map(|two| {
        let [(first, side), (second, again)] = [two[0], two[1]];
        let ends = words.get(second + 1).is_none_or(|next| next.gap >= Gap::Comma);
        let none = words[first + 1..second]
            .iter()
            .rev()
            .take(NONE_WITHIN)
            .any(|word| matches!(word.text.as_str(), "none" | "not" | "nothing"));
        let is = claim.polarities[first] == Polarity::Affirmed && in_one_sentence(words, first, second);
        (side == again && ends && none && is).then_some(side)
    })
}

/// How far before a side it says that there is nothing.
const NONE_WITHIN: usize = 3;

/// Where a clause begins in what is compared.
const JOINS: &[&str] = &["and", "but", "while", "with", "whereas", "compared", "versus", "than"];

/// How far from a side a word of its clause stands at most.
const NEAR: usize = 20;

/// The one side of each word's clause that stands near it; none where the clause has none, or both.
fn clause_sides(words: &[Word], all: &[(usize, Side)]) -> Vec<Option<Side>> {
    let begins = |at: usize| words[at].gap >= Gap::Comma || JOINS.contains(&words[at].text.as_str());
    let mut sides = Vec::with_capacity(words.len());
    while sides.len() < words.len() {
        let from = sides.len();
        let end = (from + 1..words.len()).find(|at| begins(*at)).unwrap_or(words.len());
        let named: Vec<(usize, Side)> =
            all.iter().filter(|(at, _)| (from..end).contains(at)).copied().collect();
        let one =
            named.first().map(|(_, side)| *side).filter(|one| named.iter().all(|(_, side)| side == one));
        let near = |at: usize| named.iter().any(|(other, _)| other.abs_diff(at) <= NEAR);
        sides.extend((from..end).map(|at| one.filter(|_| near(at))));
    }
    sides
}

/// The side of which something was said that a statement gives to the other one, where nothing that it gives to either was said of
/// it.
fn turned(heard: &Heard, claim: &Claim) -> Option<Side> {
    // Not "right now" and "left work".
    let sure = |claim: &Claim| -> Vec<(usize, Side)> {
        claim.sided.iter().filter(|one| one.sure).map(|one| (one.at, one.side)).collect()
    };
    let own = clause_sides(&claim.words, &sure(claim));
    if own.iter().all(Option::is_none) {
        return None;
    }
    let said: Vec<Vec<Option<Side>>> =
        heard.segments.iter().map(|said| clause_sides(&said.claim.words, &sure(&said.claim))).collect();
    let mut turned = None;
    for (stem, at) in claim.placed() {
        let Some(own) = own[at].filter(|_| claim.parts[at].is_none() && !concepts::is_common(stem)) else {
            continue;
        };
        let alike = |place: &&Place| heard.polarity(**place) == claim.polarities[at];
        let places = heard.places(stem).iter().filter(alike);
        let mut sides = places.filter_map(|place| said[place.segment][place.at]).peekable();
        if sides.peek().is_none() {
            continue;
        }
        if sides.any(|side| side == own) {
            return None;
        }
        turned = Some(own.other());
    }
    turned
}
