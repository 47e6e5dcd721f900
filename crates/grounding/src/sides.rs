//! Left and right in a text, and the parts of the body they belong to.

use crate::body::{SIDE, is_part, part_at};
use crate::claim::Claim;
use crate::words::{Gap, Word, Words, in_one_sentence, is_framing};

/// Left or right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

impl Side {
    pub(crate) fn of(word: &str) -> Option<Self> {
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
    pub(crate) side: Side,
    /// The part of the body it is of, where one is named.
    pub(crate) part: Option<String>,
    /// The word it is.
    pub(crate) at: usize,
    /// Whether it can only be a side. "Left" and "right" before no part of the body may be other words.
    pub(crate) sure: bool,
}

impl Sided {
    /// The stem of the part of the body, where it can only be a side of that.
    pub(crate) fn sure_part(&self) -> Option<&str> {
        self.part.as_deref().filter(|part| self.sure && *part != SIDE)
    }

    /// Whether it is the other side, of the same part or of none.
    pub(crate) fn is_other_than(&self, own: &Self) -> bool {
        self.side != own.side && (self.part == own.part || self.part.is_none() || own.part.is_none())
    }
}

/// Whether a word means both sides.
pub(crate) fn is_both(word: &str) -> bool {
    matches!(word, "both" | "bilateral" | "bilaterally")
}

/// Writes out the letters that stand for a side before a part of the body: "R breast", "swollen L calf", "L-sided".
pub(crate) fn write_out(text: &str, words: &mut [Word]) {
    for at in 0..words.len() {
        let start = words[at].start;
        let side = match text.get(start..start + 1) {
            Some("L") => "left",
            Some("R") => "right",
            _ => continue,
        };
        let mut next = words[at + 1..].iter().take(2).take_while(|next| next.gap == Gap::Space);
        let of_body = |next: &Word| {
            matches!(next.text.as_str(), "side" | "sided") || is_part(&next.text) && next.text != "spine"
        };
        if words[at].text.len() == 1 && next.any(of_body) {
            side.clone_into(&mut words[at].text);
        }
    }
}

/// Gives a side that answers a question the part that was asked about: "Which knee?" "The right one."
pub(crate) fn answer(answer: &mut Claim, question: &Claim) {
    let asked = question.parts.iter().flatten().rfind(|part| *part != SIDE);
    // "Which side was that?" "Right."
    let which = question.words.iter().any(|word| word.text == "which");
    let first = answer.words.first().and_then(|word| Side::of(&word.text));
    let alone = answer.words.get(1).is_none_or(|next| next.gap >= Gap::Comma);
    if let Some(side) = first.filter(|_| which && alone && answer.sided.iter().all(|sided| sided.at > 0)) {
        answer.sided.push(Sided { side, part: None, at: 0, sure: true });
    }
    for sided in answer.sided.iter_mut().filter(|sided| sided.part.is_none()) {
        sided.part = asked.cloned();
    }
}

pub(crate) fn sided(claim: &Claim) -> Vec<Sided> {
    let words = &claim.words;
    let sides = words.iter().enumerate().filter_map(|(at, word)| Some((at, Side::of(&word.text)?)));
    sides
        .filter_map(|(at, side)| {
            let same_clause = |i: &usize| words.get(*i).is_some_and(|word| word.gap == Gap::Space);
            let after = (at + 1..at + 5).take_while(same_clause).find_map(|i| part_at(claim, i));
            let before = || (at.saturating_sub(6)..at).rev().find_map(|i| part_at(claim, i));
            // "Right-handed" is no side of what is spoken of.
            if matches!(words.text(at + 1), "handed" | "footed") {
                return None;
            }
            let (part, sure) = match after {
                Some(part) if part == SIDE => (before(), true),
                Some(part) => (Some(part), true),
                None if is_placed(claim, at) => (before(), true),
                None if is_answer(claim, at) => (None, true),
                None if stands_alone(claim, at) || heads_sentence(claim, at) => (spoken_of(claim, at), true),
                None if is_corner(claim, at) => (None, true),
                None if is_adjective(claim, at) => (None, false),
                None => return None,
            };
            Some(Sided { side, part, at, sure: sure && !is_choice(claim, at) })
        })
        .collect()
}

/// Whether two texts speak of different sides around these words.
pub(crate) fn on_other_side(claim: &Claim, own: usize, said: &Claim, other: usize) -> bool {
    let sides = |claim: &Claim, at: usize| -> Vec<Side> {
        claim
            .sided
            .iter()
            .filter(|sided| sided.at.abs_diff(at) <= 5 && in_one_sentence(&claim.words, sided.at, at))
            .map(|sided| sided.side)
            .collect()
    };
    let (own, other) = (sides(claim, own), sides(said, other));
    !own.is_empty() && !other.is_empty() && !own.iter().any(|side| other.contains(side))
}

/// "Is it your left or your right knee?": neither is said.
fn is_choice(claim: &Claim, at: usize) -> bool {
    let near = at.saturating_sub(4)..(at + 5).min(claim.words.len());
    let other = near.clone().any(|i| i != at && Side::of(claim.words.text(i)).is_some());
    other && near.into_iter().any(|i| claim.words.text(i) == "or")
}

/// "on the left"
pub(crate) fn is_placed(claim: &Claim, at: usize) -> bool {
    matches!(claim.words.text_before(at, 2), "on" | "to" | "in")
        && matches!(claim.words.text_before(at, 1), "the" | "my" | "your")
}

/// "The right one.", "Left.": a side as an answer. "Right." alone is agreement.
fn is_answer(claim: &Claim, at: usize) -> bool {
    let one = matches!(claim.words.text(at + 1), "one" | "side");
    let the = matches!(claim.words.text_before(at, 1), "the" | "my" | "your");
    claim.words.len() <= 6 && (one || the || claim.words.text(at) == "left" && claim.words.len() <= 3)
}

const GOES_ON: &[&str] = &[
    "one", "side", "is", "was", "does", "has", "looks", "look", "hurts", "feels", "seems", "and", "but",
    "moves",
];

/// "Left: bright red", "right one a bit dull", "left is eighty": a side with which a sentence begins. "Right" may be agreement there.
fn heads_sentence(claim: &Claim, at: usize) -> bool {
    let word = &claim.words[at];
    let behind = claim.text.get(word.start + word.text.len()..).unwrap_or_default();
    let left_too = || claim.words.iter().any(|other| other.text == "left");
    // "Right, one more thing"
    let next = claim.words.get(at + 1).filter(|next| next.gap == Gap::Space).map_or("", |next| &next.text);
    word.gap >= Gap::Stop
        && (behind.trim_start().starts_with(':')
            || next == "one"
            || GOES_ON.contains(&next) && !matches!(next, "and" | "but") && left_too())
}

/// "Grade three, top right, goes up to the neck"
fn is_corner(claim: &Claim, at: usize) -> bool {
    matches!(claim.words.text_before(at, 1), "top" | "bottom" | "upper" | "lower")
        && claim.words.get(at + 1).is_none_or(|next| next.gap >= Gap::Comma)
}

/// "It's the left one", "the right is fine", "now the left.": a side that stands for the part that was spoken of.
fn stands_alone(claim: &Claim, at: usize) -> bool {
    let the = matches!(claim.words.text_before(at, 1), "the" | "my" | "your" | "his" | "her");
    let ends = claim.words.get(at + 1).is_none_or(|next| next.gap >= Gap::Comma);
    the && (ends || GOES_ON.contains(&claim.words.text(at + 1)))
}

/// The part that was named last before a word.
fn spoken_of(claim: &Claim, at: usize) -> Option<String> {
    (at.saturating_sub(SPOKEN_OF)..at).rev().find_map(|i| part_at(claim, i).filter(|part| part != SIDE))
}

/// How far back the part lies that a side alone stands for.
const SPOKEN_OF: usize = 25;

/// "left DCIS", but not "left work" or "all right then".
fn is_adjective(claim: &Claim, at: usize) -> bool {
    let next = claim.words.text(at + 1);
    let verb = matches!(next, "work" | "home" | "school" | "untreated" | "hospital" | "over" | "alone")
        || next.is_empty();
    let agreement = matches!(
        claim.words.text_before(at, 1),
        "all" | "that's" | "'s" | "just" | "is" | "he" | "she" | "i" | "they"
    );
    !verb && !agreement && !is_framing(next)
}
