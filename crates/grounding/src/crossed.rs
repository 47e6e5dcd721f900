//! Left in one statement of a note and right in another, where both can only be the same: the knee that hurts is on the left,
//! and the right one is to be X-rayed.

use crate::claim::Claim;
use crate::concepts::{self, ConceptId};
use crate::planned::TESTS;
use crate::polarity::Polarity;
use crate::sides::{Sided, is_both};
use crate::supposed::TREATMENTS;
use crate::words::in_one_sentence;

/// Words of a statement about the other side, too, or about another time.
const EITHER: &[&str] = &[
    "also",
    "other",
    "opposite",
    "contralateral",
    "compared",
    "than",
    "previous",
    "previously",
    "prior",
    "past",
    "history",
    "ago",
    "had",
    "was",
    "were",
    "underwent",
    "status",
    "if",
];

/// Whether the sides of two statements of a note contradict each other, in a sentence for a clinician. What each has of a side
/// must be the same finding or the same procedure, or a procedure for the finding; and the one of them must be all that the note
/// has of that side, for else both sides are spoken of.
pub(crate) fn crossed(note: &[Claim], first: &Claim, second: &Claim) -> Option<String> {
    let (own, other) = (only_side(first)?, only_side(second)?);
    let part = own.sure_part()?;
    if own.side == other.side || other.sure_part() != Some(part) {
        return None;
    }
    let others = |than: &Sided| {
        let of_side =
            |sided: &&Sided| sided.side != than.side && sided.sure_part().is_none_or(|other| other == part);
        note.iter().filter(|claim| claim.sided.iter().any(|sided| of_side(&sided))).count()
    };
    let (findings, procedures) = (
        [findings(first, own), findings(second, other)],
        [procedures(first, own), procedures(second, other)],
    );
    let shares = |lists: &[Vec<ConceptId>; 2]| lists[0].iter().any(|one| lists[1].contains(one));
    let same = shares(&findings) || shares(&procedures);
    // A procedure for the finding, with no finding of its own.
    let for_it = |one: usize, two: usize| {
        !findings[one].is_empty() && findings[two].is_empty() && !procedures[two].is_empty()
    };
    // How often the note has each side, and of the other more than once where nothing but the side differs.
    let (of_own, of_other) = (others(other), others(own));
    let alone = of_own.min(of_other) == 1;
    let crossed = same && alone && of_own.max(of_other) > 1
        || for_it(0, 1) && of_other == 1
        || for_it(1, 0) && of_own == 1;
    crossed.then(|| {
        let named = |at: &usize| first.parts[*at].as_deref() == Some(part);
        let name = (0..first.words.len()).find(named).map_or(part, |at| first.words[at].text.as_str());
        format!(
            "One statement has the {} {name}, another the {}: is one of them wrong?",
            own.side.name(),
            other.side.name()
        )
    })
}

/// The side of a statement that has one, of one part, now.
fn only_side(claim: &Claim) -> Option<&Sided> {
    let [side] = &claim.sided[..] else { return None };
    let either = claim.words.iter().any(|word| is_both(&word.text) || EITHER.contains(&word.text.as_str()));
    (!either && claim.dates.is_empty()).then_some(side)
}

/// The findings that a statement reports of its side.
fn findings(claim: &Claim, side: &Sided) -> Vec<ConceptId> {
    let told = claim.mentions.iter().filter(|mention| {
        mention.finding()
            && claim.polarities[mention.start] == Polarity::Affirmed
            && in_one_sentence(&claim.words, mention.start, side.at)
    });
    told.map(|mention| mention.concept).collect()
}

/// The tests and treatments that a statement has for its side.
fn procedures(claim: &Claim, side: &Sided) -> Vec<ConceptId> {
    let named = claim.mentions.iter().filter(|mention| {
        let name = concepts::name(mention.concept);
        (TESTS.contains(&name) || TREATMENTS.contains(&name))
            && claim.polarities[mention.start] != Polarity::Negated
            && in_one_sentence(&claim.words, mention.start, side.at)
    });
    named.map(|mention| mention.concept).collect()
}
