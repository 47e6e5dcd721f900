//! What was typed or dictated beside a consult, against what was spoken in it.
//!
//! A clinician types what is not said aloud: what is decided, what an examination shows, how it went. None of that is contradicted by
//! what was said before, and who wrote it needs nobody's word for it. A side, a number or a denial of the same matter is: one of the
//! two is a slip.

use clinical::ReasonCode;

use crate::actions::Action;
use crate::claim::Claim;
use crate::former;
use crate::heard::{Heard, Means, Parted};
use crate::laterality;
use crate::overlap;
use crate::rules::{self, Finding, LEAST_SHARE, contradicts};

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
/// Words by which a side is that of something done before.
const DONE: &[&str] =
    &["psh", "s/p", "surgery", "replacement", "arthroscopy", "repair", "removed", "amputation"];

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
    let examines = claim.words.iter().any(|word| EXAMINES.contains(&word.text.as_str()));
    if !examines || !cited.iter().all(|at| is_written(heard, *at)) {
        return Vec::new();
    }
    let mut against = rules::findings_of_words(written, claim);
    against.retain(|finding| matches!(finding.1, ReasonCode::Side | ReasonCode::Negation));
    against
}

/// What was spoken against a statement that is borne out by what was typed or dictated. Where nobody spoke of the matter, that is
/// enough.
pub(crate) fn findings_of_talk(heard: &Heard, claim: &Claim, cited: &[usize]) -> Vec<Finding> {
    let Some(Parted { talk, .. }) = heard.parted.as_deref() else { return Vec::new() };
    let cites = cited.iter().copied().find(|at| is_written(heard, *at));
    let written: Vec<usize> = (0..heard.segments.len()).filter(|at| is_written(heard, *at)).collect();
    if cites.is_none() && overlap::share(heard, claim, &written) < LEAST_SHARE {
        return Vec::new();
    }
    let otherwise = cites.map_or("", |at| match heard.segments[at].means {
        Means::Typed => "It was typed so, but said otherwise. ",
        _ => "It was dictated so, but said otherwise. ",
    });
    let against = rules::findings_of_words(talk, claim).into_iter();
    against
        .filter(|finding| contradicts(finding) && is_of_one_time(finding.1, talk, claim))
        .map(|(verdict, code, message)| (verdict, code, format!("{otherwise}{message}")))
        .collect()
}

/// Whether the talk can contradict a statement in this.
fn is_of_one_time(code: ReasonCode, talk: &Heard, claim: &Claim) -> bool {
    let has = |list: &[&str]| claim.words.iter().any(|word| list.contains(&word.text.as_str()));
    let acts = |word: &str| {
        Action::of(word).is_some_and(|action| !matches!(action, Action::Take | Action::Continue))
    };
    let changes = !claim.drugs.is_empty() && has(CHANGES) || claim.words.iter().any(|word| acts(&word.text));
    match code {
        ReasonCode::Side => {
            !has(DONE) && laterality::complains(claim) && laterality::names_another_side(talk, claim)
        }
        ReasonCode::Number | ReasonCode::Drug => !changes,
        ReasonCode::Negation => !changes && !has(EXAMINES),
        // What is called current is a history; of what is done today the talk was only the plan.
        ReasonCode::Time => !changes && former::fault(talk, claim).is_some(),
        _ => false,
    }
}
