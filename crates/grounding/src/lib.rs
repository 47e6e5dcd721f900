//! Draft and transcript to a checked draft: whether each statement is borne out by what was said, by rules that a person can
//! follow. Numbers with their units and drugs must have been said; sides and negations must not be turned round; and the
//! words of a statement must occur where it says they do.

mod actions;
mod answers;
mod claim;
mod clock;
mod concepts;
mod conflicts;
mod cues;
mod dates;
mod evidence;
mod heard;
mod likeness;
mod measured;
mod negation;
mod numbers;
mod omissions;
mod opposites;
mod overlap;
mod persons;
mod plausible;
mod polarity;
mod regimen;
mod rules;
mod sides;
mod signs;
mod words;

use clinical::{Check, Note, SegmentId, Transcript, Verdict};

pub use conflicts::Conflict;
pub use heard::Heard;
pub use omissions::{Omission, OmissionKind};

/// Checks every statement of `note` against what was heard and sets its check. Where the cited evidence does not support a
/// statement, or there is none, and another passage does, that passage becomes its evidence.
pub fn check(note: &mut Note, heard: &Heard) {
    for statement in note.statements_mut() {
        let mut check = heard.check(&statement.text, &statement.evidence);
        if check.verdict != Verdict::Supported && !rules::turns_round(&check) {
            let found = heard.find_evidence(&statement.text);
            let again = heard.check(&statement.text, &found);
            let uncited = statement.evidence.is_empty() && !found.is_empty();
            if again.verdict == Verdict::Supported || uncited {
                statement.evidence = found;
                check = again;
            }
        }
        statement.check = Some(check);
    }
}

/// The statements of a note that contradict each other.
pub fn conflicts<'a>(note: impl IntoIterator<Item = &'a str>) -> Vec<Conflict> {
    let note: Vec<claim::Claim> = note.into_iter().map(claim::Claim::read).collect();
    conflicts::conflicts(&note)
}

/// Checks one statement against the segments it cites. For many statements about one transcript, [`Heard`] reads the
/// transcript once.
pub fn check_statement(text: &str, evidence: &[SegmentId], transcript: &Transcript) -> Check {
    Heard::of(transcript).check(text, evidence)
}

/// The segments that a statement most likely rests on, in order of time; none where nothing resembles it.
pub fn find_evidence(text: &str, transcript: &Transcript) -> Vec<SegmentId> {
    Heard::of(transcript).find_evidence(text)
}
