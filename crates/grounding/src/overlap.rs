//! How much of a statement's content occurs in what it cites.

use crate::claim::Claim;
use crate::concepts;
use crate::evidence::bears;
use crate::heard::Heard;
use crate::numbers::equal;

/// The share of the statement's content, by weight, that was said in these segments or in the question or answer next to
/// them; 1 for a statement without content of its own.
pub(crate) fn covered(heard: &Heard, claim: &Claim, evidence: &[usize]) -> f64 {
    if claim.only_frame {
        return 1.0;
    }
    let mut context = evidence.to_vec();
    for &at in evidence {
        if heard.segments[at].asks {
            context.extend(heard.answer_to(at));
        }
        context.extend(heard.question_of(at));
    }
    share(heard, claim, &context)
}

/// What the content that occurs in every consult weighs.
const COMMON: f64 = 0.3;

/// What a number that was said weighs.
const AMOUNT: f64 = 2.0;

/// The share of the statement's content, by weight, that was said in exactly these segments.
pub(crate) fn share(heard: &Heard, claim: &Claim, segments: &[usize]) -> f64 {
    let said = |stem: &str| segments.iter().any(|at| bears(&heard.segments[*at].claim, claim, stem));
    let (mut all, mut found) = (0.0, 0.0);
    for stem in &claim.content {
        let weight = heard.weight(stem) * if concepts::is_common(stem) { COMMON } else { 1.0 };
        all += weight;
        if said(stem) {
            found += weight;
        }
    }
    // A number counts where it was said; that one was not has its own reason.
    let amounts = claim.amounts.iter().filter(|amount| amount.is_number);
    let counted = amounts.filter(|own| {
        segments.iter().any(|at| heard.segments[*at].claim.amounts.iter().any(|said| equal(own, said)))
    });
    let counted = counted.count() as f64 * AMOUNT;
    if all > 0.0 { (found + counted) / (all + counted) } else { 1.0 }
}
