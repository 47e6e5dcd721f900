//! Left and right, and the parts of the body they belong to.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::claim::Claim;
use crate::heard::{Heard, Place};
use crate::likeness::Likeness;
use crate::polarity::Polarity;
use crate::words::{Gap, Word, in_one_sentence, is_framing, stem};

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
    side: Side,
    /// The part of the body it is of, where one is named.
    part: Option<String>,
    /// The word it is.
    at: usize,
    /// Whether it can only be a side. "Left" and "right" before no part of the body may be other words.
    sure: bool,
}

impl Sided {
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn side(&self) -> Side {
        self.side
    }

    /// Whether it can only be a side, not "right now" or "left work".
    pub(crate) fn is_sure(&self) -> bool {
        self.sure
    }

    /// The stem of the part of the body, where it can only be a side of that.
    pub(crate) fn sure_part(&self) -> Option<&str> {
        self.part.as_deref().filter(|part| self.sure && *part != "sid")
    }

    /// Whether it is the other side, of the same part or of none.
    pub(crate) fn is_other_than(&self, own: &Self) -> bool {
        self.side != own.side && (self.part == own.part || self.part.is_none() || own.part.is_none())
    }
}

/// What is wrong with a statement's side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SideFault {
    /// The other side was spoken of.
    Other(Side),
    /// No side was spoken of.
    Unsaid(Side),
    /// Only this side was spoken of, where the statement has both.
    Only(Side),
}

static PARTS: LazyLock<HashSet<String>> =
    LazyLock::new(|| include_str!("../data/body.txt").split_whitespace().map(stem).collect());

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
            matches!(next.text.as_str(), "side" | "sided")
                || PARTS.contains(&stem(&next.text)) && next.text != "spine"
        };
        if words[at].text.len() == 1 && next.any(of_body) {
            side.clone_into(&mut words[at].text);
        }
    }
}

/// The part of the body that each word names; leg and lower extremity are the same.
pub(crate) fn parts(words: &[Word]) -> Vec<Option<String>> {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    (0..words.len())
        .map(|at| {
            let part = stem(text(at));
            if !PARTS.contains(&part) {
                return None;
            }
            let before = at.checked_sub(1).map_or("", text);
            Some(match (part.as_str(), before) {
                (extremity, "lower") if extremity.starts_with("extremit") => "leg".into(),
                (extremity, "upper") if extremity.starts_with("extremit") => "arm".into(),
                ("scapula", _) => "shoulder".into(),
                ("tympanic" | "eardrum", _) => "ear".into(),
                _ => part,
            })
        })
        .collect()
}

/// The parts of the body that a text names near a word; where it names none, those of its heading ("Neck: no swelling").
pub(crate) fn parts_near(claim: &Claim, at: usize) -> Vec<&str> {
    let part = |at: usize| claim.parts[at].as_deref().filter(|part| *part != "sid");
    let near = at.saturating_sub(8)..(at + 9).min(claim.words.len());
    let parts: Vec<&str> =
        near.filter(|other| in_one_sentence(&claim.words, *other, at)).filter_map(part).collect();
    if parts.is_empty() { (0..claim.heading).filter_map(part).collect() } else { parts }
}

/// Gives a side that answers a question the part that was asked about: "Which knee?" "The right one."
pub(crate) fn answer(answer: &mut Claim, question: &Claim) {
    let asked = question.parts.iter().flatten().rfind(|part| *part != "sid");
    for sided in answer.sided.iter_mut().filter(|sided| sided.part.is_none()) {
        sided.part = asked.cloned();
    }
}

/// Whether two parts may be the same place in other words: of one limb, or of the trunk.
pub(crate) fn neighbours(a: &str, b: &str) -> bool {
    const REGIONS: &[&[&str]] = &[
        &[
            "leg",
            "foot",
            "feet",
            "ankl",
            "heel",
            "toe",
            "calf",
            "shin",
            "thigh",
            "kne",
            "tibia",
            "fibula",
            "achill",
            "quad",
            "hamstring",
            "femur",
            "patella",
            "metatars",
            "malleolu",
            "extremit",
            "limb",
            "meniscu",
            "hip",
            "groin",
            "femoral",
        ],
        &[
            "arm",
            "hand",
            "wrist",
            "finger",
            "thumb",
            "elbow",
            "forearm",
            "shoulder",
            "palm",
            "knuckl",
            "radiu",
            "ulna",
            "humeru",
            "bicep",
            "tricep",
            "extremit",
            "limb",
            "rotator",
            "cuff",
            "clavicl",
            "scapula",
            "collarbon",
        ],
        &[
            "back", "lumbar", "flank", "sid", "abdomen", "quadrant", "rib", "paraspin", "groin", "inguin",
            "kidney", "buttock",
        ],
        &["chest", "breast", "rib", "lung", "axilla", "armpit"],
        &[
            "ey", "ear", "nos", "nostril", "cheek", "jaw", "templ", "fac", "forehead", "templ", "sinu",
            "eyelid", "eyebrow", "neck",
        ],
    ];
    a == b || REGIONS.iter().any(|region| region.contains(&a) && region.contains(&b))
}

/// Whether two lists of parts name different joints, so that what is said of the one is not said of the other.
pub(crate) fn other_joints(own: &[&str], other: &[&str]) -> bool {
    const JOINTS: &[&str] = &["hip", "kne", "ankl", "shoulder", "elbow", "wrist"];
    let joints = |parts: &[&str]| JOINTS.iter().filter(|joint| parts.contains(joint)).count();
    let shared = JOINTS.iter().any(|joint| own.contains(joint) && other.contains(joint));
    joints(own) > 0 && joints(other) > 0 && !shared
}

fn part_at(claim: &Claim, at: usize) -> Option<String> {
    claim.parts.get(at)?.clone()
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
                None if stands_alone(claim, at) => (spoken_of(claim, at), true),
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

fn text(claim: &Claim, at: Option<usize>) -> &str {
    at.and_then(|at| claim.words.get(at)).map_or("", |word| word.text.as_str())
}

/// "Is it your left or your right knee?": neither is said.
fn is_choice(claim: &Claim, at: usize) -> bool {
    let near = at.saturating_sub(4)..(at + 5).min(claim.words.len());
    let other = near.clone().any(|i| i != at && Side::of(text(claim, Some(i))).is_some());
    other && near.into_iter().any(|i| text(claim, Some(i)) == "or")
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

/// "It's the left one", "the right is fine", "now the left.": a side that stands for the part that was spoken of.
fn stands_alone(claim: &Claim, at: usize) -> bool {
    const GOES_ON: &[&str] = &[
        "one", "side", "is", "was", "does", "has", "looks", "look", "hurts", "feels", "seems", "and", "but",
        "moves",
    ];
    let the = matches!(text(claim, at.checked_sub(1)), "the" | "my" | "your" | "his" | "her");
    let ends = claim.words.get(at + 1).is_none_or(|next| next.gap >= Gap::Comma);
    the && (ends || GOES_ON.contains(&text(claim, Some(at + 1))))
}

/// The part that was named last before a word.
fn spoken_of(claim: &Claim, at: usize) -> Option<String> {
    (at.saturating_sub(SPOKEN_OF)..at).rev().find_map(|i| part_at(claim, i).filter(|part| part != "sid"))
}

/// How far back the part lies that a side alone stands for.
const SPOKEN_OF: usize = 25;

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

/// What is wrong with the sides of a statement, if anything. Of the places where either side of the part was named, the
/// one that is most like the statement counts: "the right knee is swollen, the left is fine".
pub(crate) fn fault(heard: &Heard, claim: &Claim) -> Option<SideFault> {
    if compares(claim) && heard.segments.iter().any(|said| compares(&said.claim)) {
        return None;
    }
    if let Some(side) = only_one(heard, claim) {
        return Some(SideFault::Only(side));
    }
    claim.sided.iter().find_map(|own| {
        if is_well(claim, own.at) && heard.segments.iter().any(|said| names_the_other(own, &said.claim)) {
            // "My left knee is swollen. The other knee's fine": the one that is well is that which nobody names.
            let named = |said: &Sided| said.side == own.side && said.part == own.part;
            let well = |said: &Claim| {
                said.sided
                    .iter()
                    .filter(|own| named(own))
                    .map(|own| is_well(said, own.at))
                    .collect::<Vec<_>>()
            };
            let said: Vec<bool> = heard.segments.iter().flat_map(|said| well(&said.claim)).collect();
            return (!said.is_empty() && !said.contains(&true)).then_some(SideFault::Unsaid(own.side));
        }
        let same_part = |other: &Sided| own.part.is_some() && other.part == own.part;
        let either = |other: &Sided| own.part.is_none() || other.part.is_none();
        match compare(heard, claim, own, same_part).or_else(|| compare(heard, claim, own, either)) {
            Some(fault) => fault,
            None if both_named(own, heard.segments.iter().map(|said| &said.claim)) => None,
            None => compare(heard, claim, own, |_| true)
                .unwrap_or(own.sure.then_some(SideFault::Unsaid(own.side))),
        }
    })
}

/// "The other leg's fine": the side without its name, of the same part.
fn names_the_other(own: &Sided, said: &Claim) -> bool {
    said.words.windows(2).enumerate().any(|(at, two)| {
        matches!(two[0].text.as_str(), "other" | "opposite")
            && own.part.is_some()
            && said.parts[at + 1] == own.part
            && is_well(said, at)
    })
}

/// Whether a word means both sides.
pub(crate) fn is_both(word: &str) -> bool {
    matches!(word, "both" | "bilateral" | "bilaterally")
}

/// The one side that was spoken of, of a part of which a statement has both: nobody named the two together.
fn only_one(heard: &Heard, claim: &Claim) -> Option<Side> {
    let both = claim.words.iter().position(|word| is_both(&word.text))?;
    if claim.polarities[both] != Polarity::Affirmed {
        return None;
    }
    let part =
        (both + 1..both + 5).chain((both.saturating_sub(6)..both).rev()).find_map(|at| part_at(claim, at))?;
    let together = |said: &Claim| {
        (0..said.words.len()).any(|at| {
            let named = part_at(said, at).as_deref() == Some(part.as_str());
            let near = &said.words[at.saturating_sub(6)..(at + 7).min(said.words.len())];
            let plural = said.words[at].text.ends_with('s') || said.words[at].text == "feet";
            let two = |word: &Word| {
                is_both(&word.text)
                    || matches!(word.text.as_str(), "each" | "either" | "sides" | "two" | "all")
            };
            named && (plural || near.iter().any(two))
        })
    };
    let mut said = heard.segments.iter().map(|said| &said.claim);
    if said.clone().any(together) {
        return None;
    }
    let sides: Vec<Side> = said
        .by_ref()
        .flat_map(|said| &said.sided)
        .filter(|sided| sided.sure && sided.part.as_deref() == Some(part.as_str()))
        .map(|sided| sided.side)
        .collect();
    let first = *sides.first()?;
    sides.iter().all(|side| *side == first).then_some(first)
}

/// Whether both sides are compared: "forty degrees on the left and seventy on the right".
fn compares(claim: &Claim) -> bool {
    let placed = || claim.sided.iter().filter(|sided| is_placed(claim, sided.at));
    let beside = |a: &Sided, b: &Sided| a.side != b.side && a.at.abs_diff(b.at) <= BESIDE;
    placed().any(|a| placed().any(|b| beside(a, b)))
}

/// How near to each other both sides stand where they are compared.
const BESIDE: usize = 10;

/// None where no side was spoken of; else what is wrong, if anything.
fn compare(
    heard: &Heard,
    claim: &Claim,
    own: &Sided,
    counts: impl Fn(&Sided) -> bool,
) -> Option<Option<SideFault>> {
    let mut best = [Likeness::default(), Likeness::default()];
    let about = about(claim, own);
    let well = says_well(claim);
    for (segment, said) in heard.segments.iter().enumerate() {
        let alike = |other: &&Sided| other.sure || follows(&said.claim, other) == follows(claim, own);
        for other in said.claim.sided.iter().filter(|other| counts(other)).filter(alike) {
            let place = Place { segment, at: other.at };
            let likeness = heard.near(place, about.iter().copied()) + 0.5;
            let turned = match claim.polarities[own.at] {
                Polarity::Affirmed => matches!(heard.polarity(place), Polarity::Open | Polarity::Negated),
                Polarity::Negated => heard.polarity(place) == Polarity::Affirmed,
                _ => false,
            };
            let likeness = if turned { likeness * ASKED } else { likeness };
            let unlike = well.is_some_and(|well| well != is_well(&said.claim, other.at));
            let likeness = if unlike { likeness * UNLIKE } else { likeness };
            best[usize::from(other.side != own.side)].add(likeness);
        }
    }
    let [same, other] = best;
    if same.most == 0.0 && other.most == 0.0 {
        return None;
    }
    // "None on the left": of what, another sentence says.
    if about.is_empty() && same.most > 0.0 {
        return Some(None);
    }
    // "The right hurts, the left is fine" has both, so that neither is likely to be a slip.
    let compares = claim.sided.iter().any(|other| other.side != own.side);
    let more = if compares { MUCH_MORE_ALIKE } else { MORE_ALIKE };
    let turned = same.most == 0.0 || other.value() > same.value() * more;
    Some(turned.then_some(SideFault::Other(own.side)))
}

/// What a side of a statement is about: what stands near it in its sentence, or all of the statement.
fn about<'a>(claim: &'a Claim, own: &Sided) -> Vec<&'a str> {
    let near = |stem: &&str| {
        claim
            .places_of(stem)
            .any(|at| at.abs_diff(own.at) <= NEAR && in_one_sentence(&claim.words, at, own.at))
    };
    let all = || claim.content.iter().map(String::as_str);
    let near: Vec<&str> = all().filter(near).collect();
    if near.len() > 1 { near } else { all().collect() }
}

/// How near to a side its matter stands, in a statement.
const NEAR: usize = 8;
/// Whether what is said of a side is that all is well there: "the left knee is fine".
fn is_well(claim: &Claim, at: usize) -> bool {
    let behind = (at + 1..(at + 8).min(claim.words.len()))
        .take_while(|i| claim.words[*i].gap < Gap::Comma && claim.words[*i].text != "but");
    behind.into_iter().any(|i| WELL.contains(&text(claim, Some(i))))
}

const WELL: &[&str] = &["fine", "normal", "normally", "good", "full", "well", "unremarkable", "intact"];

/// Whether a statement says that all is well (true), or that something is wrong; none where it says neither.
fn says_well(claim: &Claim) -> Option<bool> {
    if claim.words.iter().any(|word| WELL.contains(&word.text.as_str())) {
        return Some(true);
    }
    let wrong = |at: usize| claim.polarities[at] == Polarity::Affirmed;
    claim.mentions.iter().any(|mention| mention.finding() && wrong(mention.start)).then_some(false)
}

/// What a side counts of which it was said that all is well, where the statement says nothing of the kind, or the other way
/// round.
const UNLIKE: f64 = 0.6;
/// What a side counts that was only asked about, or denied where the statement affirms, or the other way round.
const ASKED: f64 = 0.5;
/// How much more like the statement a passage about the other side must be.
const MORE_ALIKE: f64 = 1.05;
const MUCH_MORE_ALIKE: f64 = 1.9;

/// The word behind a side: "coronary" in "the right coronary artery".
fn follows<'a>(claim: &'a Claim, sided: &Sided) -> &'a str {
    text(claim, Some(sided.at + 1))
}

fn both_named<'a>(own: &Sided, mut said: impl Iterator<Item = &'a Claim>) -> bool {
    let part = own.part.as_deref();
    said.any(|said| {
        said.words.iter().any(|word| is_both(&word.text))
            && part
                .is_none_or(|part| (0..said.words.len()).any(|at| part_at(said, at).as_deref() == Some(part)))
    })
}
