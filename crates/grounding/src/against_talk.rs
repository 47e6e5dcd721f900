//! What was typed or dictated beside a consult, against what was spoken in it.
//!
//! A clinician types what is not said aloud: what is decided, what an examination shows, how it went. None of that is contradicted by
//! what was said before, and who wrote it needs nobody's word for it. A side, a number or a denial of the same matter is: one of the
//! two is a slip. So is another dose than the one that the clinician said, and the denial of what they said they found.

use clinical::ReasonCode;
use clinical::quantity::Value;

use crate::actions::{self, Action};
use crate::claim::Claim;
use crate::former;
use crate::heard::{Heard, Means, Parted};
use crate::laterality;
use crate::negation::{self, Ground};
use crate::numbers::Amount;
use crate::overlap;
use crate::rules::{self, Finding, LEAST_SHARE, contradicts};
use crate::told::told;
use crate::words::Words;

/// Words by which a statement of a drug tells of a change or a plan, besides those for what is done with it.
const CHANGES: &[&str] = &[
    "will", "plan", "change", "changed", "switch", "switched", "new", "now", "then", "until", "after",
    "goal", "target", "repeat", "recheck", "titrate", "if",
];
/// Words by which it tells of what was found on examination, which a patient's answer does not take back.
const EXAMINES: &[&str] = &[
    "exam",
    "examination",
    "o/e",
    "oe",
    "auscultation",
    "palpation",
    "percussion",
    "inspection",
    "bilaterally",
    "appears",
    "febrile",
];
/// Words by which a side is that of an operation, how others end that name one, and words by which it was done before. What is only
/// planned is of the side that was spoken of.
const OPERATIONS: &[&str] = &[
    "surgery",
    "operation",
    "operated",
    "replacement",
    "replaced",
    "repair",
    "repaired",
    "reconstruction",
    "removal",
    "removed",
    "amputation",
    "fixation",
    "fusion",
    "psh",
    "status",
];
const OPERATION_ENDINGS: &[&str] = &["scopy", "ectomy", "otomy", "plasty"];
const DONE: &[&str] = &[
    "psh",
    "status",
    "previous",
    "previously",
    "prior",
    "past",
    "history",
    "old",
    "ago",
    "had",
    "underwent",
    "removed",
    "replaced",
    "repaired",
    "operated",
];

/// A statement of which as much was written is a written one.
const WRITTEN_SHARE: f64 = 0.8;

/// Whether a statement is what it cites that was typed or dictated, to the word: what was spoken besides says nothing of it but
/// [`findings_of_talk`].
pub(crate) fn is_as_written(heard: &Heard, claim: &Claim, cited: &[usize]) -> bool {
    let Some(Parted { written, .. }) = heard.parted.as_deref() else { return false };
    let cited: Vec<usize> = cited.iter().copied().filter(|at| is_written(heard, *at)).collect();
    !cited.is_empty()
        && !claim.content.is_empty()
        && overlap::share(heard, claim, &cited) >= WRITTEN_SHARE
        && rules::findings_of_words(written, claim).is_empty()
}

fn is_written(heard: &Heard, at: usize) -> bool {
    heard.segments.get(at).is_some_and(|said| said.means != Means::Spoken)
}

/// What was typed or dictated of an examination against a statement of it that cites nothing else: what was spoken takes none of that
/// back. Of anything else an edit may follow the talk.
pub(crate) fn findings_of_written(heard: &Heard, claim: &Claim, cited: &[usize]) -> Vec<Finding> {
    let Some(Parted { written, .. }) = heard.parted.as_deref() else { return Vec::new() };
    if !has(claim, EXAMINES) || !cited.iter().all(|at| is_written(heard, *at)) {
        return Vec::new();
    }
    let mut against = rules::findings_of_words(written, claim);
    against.retain(|finding| matches!(finding.1, ReasonCode::Side | ReasonCode::Negation));
    against
}

/// What was spoken against a statement that is borne out by what was typed or dictated. Where nobody spoke of the matter, that is
/// enough.
pub(crate) fn findings_of_talk(heard: &Heard, claim: &Claim, cited: &[usize]) -> Vec<Finding> {
    let Some(Parted { talk, declared, .. }) = heard.parted.as_deref() else { return Vec::new() };
    let cites = cited.iter().copied().find(|at| is_written(heard, *at));
    let written: Vec<usize> = (0..heard.segments.len()).filter(|at| is_written(heard, *at)).collect();
    if cites.is_none() && overlap::share(heard, claim, &written) < LEAST_SHARE {
        return Vec::new();
    }
    let means = cites.map(|at| match heard.segments[at].means {
        Means::Typed => "typed",
        _ => "dictated",
    });
    let otherwise = |finding: &Finding| match (means, contradicts(finding)) {
        (None, _) => String::new(),
        (Some(means), true) => format!("It was {means} so, but said otherwise. "),
        (Some(means), false) => format!("It was {means} so, but perhaps said otherwise. "),
    };
    let mut against = rules::findings_of_words(talk, claim);
    against.retain(|finding| is_against(finding, talk, claim) && is_of_one_time(finding.1, talk, claim));
    let mut of_clinician = rules::findings_of_words(declared, claim);
    of_clinician.retain(|finding| contradicts(finding) && is_declared_otherwise(finding.1, declared, claim));
    against.extend(of_clinician);
    let told = |finding: Finding| (finding.0, finding.1, format!("{}{}", otherwise(&finding), finding.2));
    against.into_iter().map(told).collect()
}

/// Whether a finding is that the opposite was said, surely or perhaps.
fn is_against(finding: &Finding, heard: &Heard, claim: &Claim) -> bool {
    let perhaps =
        || negation::turned_round(heard, claim).is_some_and(|turned| turned.ground == Ground::Perhaps);
    contradicts(finding) || finding.1 == ReasonCode::Negation && perhaps()
}

fn has(claim: &Claim, list: &[&str]) -> bool {
    claim.words.iter().any(|word| list.contains(&word.text.as_str()))
}

/// Whether the talk can contradict a statement in this, whoever spoke.
fn is_of_one_time(code: ReasonCode, talk: &Heard, claim: &Claim) -> bool {
    match code {
        ReasonCode::Side => {
            !is_operated_on(claim)
                && laterality::complains(claim)
                && laterality::names_another_side(talk, claim)
        }
        ReasonCode::Number | ReasonCode::Drug => !changes(claim),
        ReasonCode::Negation => !changes(claim) && !has(claim, EXAMINES),
        // What is called current is a history; of what is done today the talk was only the plan.
        ReasonCode::Time => !changes(claim) && former::fault(talk, claim).is_some(),
        _ => false,
    }
}

/// Whether what the clinician declared can contradict a statement in this, where the rest of the talk cannot: the dose of what they
/// start, and what they find.
fn is_declared_otherwise(code: ReasonCode, declared: &Heard, claim: &Claim) -> bool {
    match code {
        ReasonCode::Number | ReasonCode::Drug => changes(claim) && is_same_change(declared, claim),
        ReasonCode::Negation => !changes(claim) && has(claim, EXAMINES),
        _ => false,
    }
}

/// Whether a statement tells of what is changed or to be done, so that what was before says nothing of it.
fn changes(claim: &Claim) -> bool {
    let planned = has(claim, CHANGES);
    let mut last = None;
    let mut of_drug = |(at, _): &(usize, &str)| {
        // "Will continue metoprolol 50 mg, aspirin 81 mg": what is done with the one is done with the next.
        last = actions::written(claim, *at).or(last);
        last.map_or(planned, |action| !matches!(action, Action::Take | Action::Continue))
    };
    claim.drugs_at.iter().any(&mut of_drug) || is_order(claim)
}

/// "Stop smoking", "increase fluids", with or without a drug. "Lower back pain" and "increase in pain" are none.
fn is_order(claim: &Claim) -> bool {
    let first = claim.words.text(claim.heading);
    let orders = matches!(
        first,
        "start"
            | "begin"
            | "initiate"
            | "commence"
            | "add"
            | "try"
            | "restart"
            | "increase"
            | "reduce"
            | "decrease"
            | "stop"
            | "discontinue"
    );
    orders && !matches!(claim.words.text(claim.heading + 1), "in" | "of")
}

/// Whether the clinician said of a drug of the statement to do the same with it, or nothing of what is done.
fn is_same_change(declared: &Heard, claim: &Claim) -> bool {
    claim.drugs_at.iter().any(|(at, drug)| {
        let said = told(declared, drug).said;
        let own = actions::written(claim, *at);
        // What is stopped has the dose that was taken.
        said.is_empty() && own != Some(Action::Stop) || own.is_none_or(|own| said.contains(&own))
    })
}

/// "Left knee arthroscopy 2015": whether a statement's side is that of an operation that was done.
fn is_operated_on(claim: &Claim) -> bool {
    let is_year = |amount: &Amount| {
        amount.unit.is_none()
            && matches!(amount.value, Value::Number(year) if (1900.0..2100.0).contains(&year))
    };
    let operates = |word: &str| {
        OPERATIONS.contains(&word) || OPERATION_ENDINGS.iter().any(|ending| word.ends_with(ending))
    };
    // "To be replaced"
    let planned = claim.words.windows(2).any(|two| two[0].text == "be" && operates(&two[1].text));
    let past = has(claim, DONE) || !claim.dates.is_empty() || claim.amounts.iter().any(is_year);
    claim.words.iter().any(|word| operates(&word.text)) && past && !planned
}
