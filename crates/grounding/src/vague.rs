//! Times without a number: "a few days ago", "for several weeks". Whatever their number, somebody must have counted in that unit.

use clinical::quantity::{Unit, Value};

use crate::claim::Claim;
use crate::heard::Heard;
use crate::numbers::time;
use crate::words::Words;

/// Words for more than one.
const SOME: &[&str] = &["few", "several", "some", "many", "multiple", "couple", "number"];

/// A time of a statement, in its words, in whose unit nobody counted.
pub(crate) fn unsaid<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let from = (0..claim.words.len()).find(|at| {
        let vague = matches!(claim.words[*at].text.as_str(), "few" | "several");
        let unit = some_of(claim, *at).filter(|_| vague);
        unit.is_some_and(|unit| !heard.segments.iter().any(|said| counts_in(&said.claim, unit)))
    })?;
    let last = &claim.words[from + 1];
    claim.text.get(claim.words[from].start..last.start + last.text.len())
}

/// The unit of which there are some at a word.
fn some_of(claim: &Claim, at: usize) -> Option<Unit> {
    if !SOME.contains(&claim.words.text(at)) {
        return None;
    }
    let unit =
        if claim.words.text(at + 1) == "of" { claim.words.text(at + 2) } else { claim.words.text(at + 1) };
    unit.strip_suffix('s').and_then(time)
}

/// Whether a passage counts in a unit: some of it, or more than one.
fn counts_in(claim: &Claim, unit: Unit) -> bool {
    let more = |value: Value| match value {
        Value::Number(n) => n > 1.0,
        Value::Range(_, most) => most > 1.0,
        Value::Ratio(..) => false,
    };
    (0..claim.words.len()).any(|at| some_of(claim, at) == Some(unit))
        || claim.amounts.iter().any(|amount| amount.unit == Some(unit) && more(amount.value))
}
