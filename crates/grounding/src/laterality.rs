//! Whether the sides that a statement has are those that were spoken of.

use crate::body::part_at;
use crate::claim::Claim;
use crate::concepts;
use crate::heard::{Heard, Place};
use crate::likeness::Likeness;
use crate::polarity::Polarity;
use crate::sides::{Side, Sided, is_both, is_placed};
use crate::words::{Gap, Word, Words, in_one_sentence};

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

/// What is wrong with the sides of a statement, if anything. Of the places where either side of the part was named, the
/// one that is most like the statement counts: "the right knee is swollen, the left is fine".
pub(crate) fn fault(heard: &Heard, claim: &Claim) -> Option<SideFault> {
    if compares(claim) && heard.segments.iter().any(|said| compares(&said.claim)) {
        return None;
    }
    if let Some(side) = only_one(heard, claim).or_else(|| found_at_one(heard, claim)) {
        return Some(SideFault::Only(side));
    }
    // "Left greater than right"
    let compared =
        |own: &&Sided| !claim.words[own.at.saturating_sub(2)..own.at].iter().any(|word| word.text == "than");
    claim.sided.iter().filter(compared).find_map(|own| {
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

/// Whether somebody gave another side of what a statement gives a side of: of the same part of the body, or, where it names none,
/// of what stands behind the side ("left DCIS"); or one side only of what it has on both.
pub(crate) fn names_another_side(heard: &Heard, claim: &Claim) -> bool {
    let is_another = |own: &Sided, said: &Claim, other: &Sided| {
        let same = match &own.part {
            Some(_) => own.part == other.part,
            None => !follows(claim, own).is_empty() && follows(claim, own) == follows(said, other),
        };
        own.side != other.side && same
    };
    let mut said = heard.segments.iter().map(|said| &said.claim);
    said.any(|said| claim.sided.iter().any(|own| said.sided.iter().any(|other| is_another(own, said, other))))
        || only_one(heard, claim).is_some()
}

/// Whether a statement says that something is wrong at one side, or is to be done there, and nothing of both or of what is well: the
/// other side is compared with, and examined ("Right knee: ..."), as a matter of course.
pub(crate) fn complains(claim: &Claim) -> bool {
    claim.sided.iter().all(|own| own.at >= claim.heading && !is_well(claim, own.at))
        && !claim.words.iter().any(|word| is_both(&word.text))
        && !claim.polarities.contains(&Polarity::Negated)
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

/// "Bilateral crackles": the one side at which it was found, where that is what it was said of.
fn found_at_one(heard: &Heard, claim: &Claim) -> Option<Side> {
    let both = claim.words.iter().position(|word| is_both(&word.text))?;
    let found = claim.mentions.iter().filter(|mention| mention.finding()).find(|mention| {
        mention.start.abs_diff(both) <= FOUND && claim.polarities[mention.start] == Polarity::Affirmed
    })?;
    let stem = format!("#{}", concepts::name(found.concept));
    let mut only: Option<Side> = None;
    for place in heard.places(&stem) {
        let said = &heard.segments[place.segment];
        if heard.polarity(*place) != Polarity::Affirmed || said.asked(place.at) {
            continue;
        }
        let words = &said.claim.words;
        // "The left one hurts. The right one does too."
        let other_too = words[place.at..].iter().any(|word| matches!(word.text.as_str(), "too" | "also"))
            || words[place.at..].windows(2).any(|two| two[0].text == "as" && two[1].text == "well");
        if other_too {
            return None;
        }
        let clause = |at: usize| words[at].gap >= Gap::Stop || words[at].text == "but";
        let begins = (1..=place.at).rev().find(|at| clause(*at)).unwrap_or(0);
        let ends = (place.at + 1..words.len()).find(|at| clause(*at)).unwrap_or(words.len());
        let two = |word: &Word| {
            is_both(&word.text) || matches!(word.text.as_str(), "each" | "either" | "sides" | "everywhere")
        };
        // "The left ankle is swollen, the right one looks normal"
        let named = said.claim.sided.iter().filter(|one| (begins..ends).contains(&one.at));
        let mut sides = named.filter(|one| !is_well(&said.claim, one.at)).map(|one| one.side);
        let first = sides.next()?;
        if words[begins..ends].iter().any(two)
            || sides.any(|side| side != first)
            || only.is_some_and(|only| only != first)
        {
            return None;
        }
        only = Some(first);
    }
    only
}

/// How near to "both" stands what was found.
const FOUND: usize = 4;

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
    behind.into_iter().any(|i| WELL.contains(&claim.words[i].text.as_str()))
}

const WELL: &[&str] =
    &["fine", "normal", "normally", "good", "full", "well", "unremarkable", "intact", "clear"];

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
    claim.words.text(sided.at + 1)
}

fn both_named<'a>(own: &Sided, mut said: impl Iterator<Item = &'a Claim>) -> bool {
    let part = own.part.as_deref();
    said.any(|said| {
        said.words.iter().any(|word| is_both(&word.text))
            && part
                .is_none_or(|part| (0..said.words.len()).any(|at| part_at(said, at).as_deref() == Some(part)))
    })
}
