//! What a statement says something is due to, and nobody spoke of together with it: "due to alcohol" where the missed doses were
//! blamed.

use crate::claim::Claim;
use crate::concepts;
use crate::heard::{Heard, Place};
use crate::polarity::Polarity;
use crate::words::{Gap, begins_with};

/// Words behind which a cause is named.
const LEADS: &[&[&str]] = &[
    &["due", "to"],
    &["because", "of"],
    &["secondary", "to"],
    &["caused", "by"],
    &["attributed", "to"],
    &["triggered", "by"],
    &["brought", "on", "by"],
    &["precipitated", "by"],
    &["as", "a", "result", "of"],
    &["side", "effect", "of"],
    &["owing", "to"],
];

/// How far before such words what they explain stands, and how far behind them the cause.
const BEFORE: usize = 12;
const BEHIND: usize = 8;
/// How many words lie between the two in the talk, at most.
const TOGETHER: usize = 60;

/// The word for a cause that was spoken of, but nowhere near what the statement says it is the cause of.
pub(crate) fn unsaid<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let words = &claim.words;
    let leads =
        |at: usize| LEADS.iter().find(|lead| begins_with(&words[at..], lead)).map(|lead| at + lead.len());
    let (at, from) = (1..words.len()).find_map(|at| Some((at, leads(at)?)))?;
    let ends = (from + 1..words.len()).find(|i| words[*i].gap >= Gap::Comma).unwrap_or(words.len());
    let stems = |from: usize, to: usize| {
        let own = claim.placed().filter(move |(stem, i)| {
            (from..to).contains(i)
                && !concepts::is_common(stem)
                && matches!(claim.polarities[*i], Polarity::Affirmed | Polarity::Possible)
        });
        own.map(|(stem, i)| (heard.places(stem), i)).filter(|(places, _)| !places.is_empty())
    };
    let causes: Vec<(&[Place], usize)> = stems(from, ends.min(from + BEHIND)).collect();
    let explained: Vec<(&[Place], usize)> = stems(at.saturating_sub(BEFORE), at).collect();
    let (_, named) = *causes.first()?;
    let together =
        |a: &[Place], b: &[Place]| a.iter().any(|a| b.iter().any(|b| heard.distance(*a, *b) <= TOGETHER));
    let said = |(cause, _): &(&[Place], usize)| explained.iter().any(|(effect, _)| together(cause, effect));
    (!explained.is_empty() && !causes.iter().any(said)).then(|| words[named].text.as_str())
}
