//! A dose that goes from one amount to another: only the second bears a plan. "Increase it from ten to twenty", given as an
//! increase to ten.

use crate::actions::{Action, written};
use crate::claim::Claim;
use crate::heard::Heard;
use crate::measured::{Fault, drug_of, shares};
use crate::numbers::Amount;
use crate::units::{comparable, equal};
use crate::words::{Gap, Words};

/// How far before the amount that a dose goes to it says which way, and how far behind the one it comes from the other stands.
const WAY: usize = 6;
const FROM_TO: usize = 6;

/// The amount to which the drug's dose goes, where a statement plans with the one from which it does, or with another.
pub(crate) fn fault(heard: &Heard, claim: &Claim, amount: &Amount) -> Option<Fault> {
    let drug = drug_of(claim, amount)?;
    let at = claim.drugs_at.iter().find(|(_, own)| *own == drug)?.0;
    let action = written(claim, at)?;
    if !matches!(action, Action::Start | Action::Continue | Action::Increase | Action::Decrease)
        || claim.words.text_before(amount.at, 1) == "from"
    {
        return None;
    }
    let to = claim.words.text_before(amount.at, 1) == "to"
        && matches!(action, Action::Increase | Action::Decrease);
    let of_drug =
        |said: &Claim| said.drugs.is_empty() && to || said.drugs.iter().any(|other| shares(other, drug));
    let mut instead = None;
    for said in heard.segments.iter().map(|said| &said.claim).filter(|said| of_drug(said)) {
        for end in said.amounts.iter().filter(|end| end.is_number && goes_to(said, end)) {
            if claim.amounts.iter().any(|own| equal(own, end)) {
                return None;
            }
            let comes_from = from(said, end).is_some_and(|start| equal(amount, start));
            let fits = comparable(amount, end) || end.unit.is_none();
            // "Get your blood pressure down to 130" is no increase of a drug.
            let way = way(said, end);
            let goes_alike = way == Some(action)
                || !said.drugs.is_empty()
                    && (way.is_none() || !matches!(action, Action::Increase | Action::Decrease));
            if fits && goes_alike && (comes_from || to) && said.drugs.len() <= 1 {
                instead = said.text.get(end.start..end.end);
            }
        }
    }
    instead.map(|text| Fault::Instead(text.to_owned()))
}

/// "Up to 50", "from ten to twenty"
fn goes_to(said: &Claim, end: &Amount) -> bool {
    let words = &said.words;
    let before = (end.at.saturating_sub(WAY)..end.at).rev().take_while(|at| words[at + 1].gap < Gap::Stop);
    words.text_before(end.at, 1) == "to"
        && before.into_iter().any(|at| {
            words.text(at) == "from"
                || matches!(Action::of(words.text(at)), Some(Action::Increase | Action::Decrease))
        })
}

/// Which way it goes there.
fn way(said: &Claim, end: &Amount) -> Option<Action> {
    let words = &said.words;
    let before = (end.at.saturating_sub(WAY)..end.at).rev().take_while(|at| words[at + 1].gap < Gap::Stop);
    let acts = before.into_iter().filter_map(|at| Action::of(words.text(at)));
    acts.into_iter().find(|action| matches!(action, Action::Increase | Action::Decrease))
}

/// The amount from which it goes there.
fn from<'a>(said: &'a Claim, end: &Amount) -> Option<&'a Amount> {
    said.amounts.iter().find(|start| {
        start.at < end.at && end.at - start.at <= FROM_TO && said.words.text_before(start.at, 1) == "from"
    })
}
