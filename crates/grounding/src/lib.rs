//! Draft and transcript to a checked draft: whether each statement is borne out by what was said, by rules that a person can
//! follow. Numbers with their units and drugs must have been said; sides and negations must not be turned round; and the
//! words of a statement must occur where it says they do.

mod actions;
mod against_talk;
mod ages;
mod allergens;
mod allergies;
mod answers;
mod arranged;
mod backwards;
mod body;
mod carried;
mod causes;
mod claim;
mod clauses;
mod clock;
mod companions;
mod concepts;
mod conflicts;
mod corrected;
mod counselled;
mod crossed;
mod cues;
mod dates;
mod daytimes;
mod declared;
mod derived;
mod doses;
mod earlier;
mod evidence;
mod examined;
mod former;
mod frequency;
mod guessed;
mod harm;
mod hay_fever;
mod heard;
mod laterality;
mod likeness;
mod measured;
mod negation;
mod numbers;
mod omissions;
mod opposites;
mod orders;
mod other_day;
mod overlap;
mod owners;
mod paired;
mod parts;
mod performed;
mod persons;
mod planned;
mod plausible;
mod polarity;
mod questions;
mod rates;
mod reactions;
mod recounted;
mod red_flags;
mod refrained;
mod regimen;
mod routine;
mod rules;
mod sides;
mod signs;
mod spoken;
mod stepped;
mod stories;
mod subjects;
mod supposed;
mod theirs;
mod told;
mod units;
mod vague;
mod vitals;
mod withdrawn;
mod words;

use std::borrow::Cow;

use clinical::{Check, Note, Phi, SectionCode, SegmentId, Statement, Transcript, Verdict};

pub use conflicts::Conflict;
pub use heard::Heard;
pub use omissions::{Omission, OmissionKind};

/// Checks every statement of `note` against what was heard and sets its check.
pub fn check(note: &mut Note, heard: &Heard) {
    note.placed_mut().for_each(|(section, statement)| recheck(statement, section, heard));
}

/// Checks a statement, as its section has it, against what was heard and sets its check; a reason to keep it goes where that is
/// worse. Where the cited evidence does not support it, or there is none, or it has clearly less of it than another passage that
/// does, that passage becomes its evidence.
pub fn recheck(statement: &mut Statement, section: SectionCode, heard: &Heard) {
    let text = under_its_heading(section, &statement.text);
    let mut check = heard.check(&text, &statement.evidence);
    if check.verdict != Verdict::Supported && !rules::turns_round(&check) {
        let found = heard.find_evidence(&statement.text);
        let again = heard.check(&text, &found);
        let uncited = statement.evidence.is_empty() && !found.is_empty();
        if again.verdict == Verdict::Supported || uncited {
            statement.evidence = found;
            check = again;
        }
    } else if check.verdict == Verdict::Supported {
        let found = heard.find_evidence(&statement.text);
        if heard.has_clearly_more(&text, &found, &statement.evidence)
            && heard.check(&text, &found).verdict == Verdict::Supported
        {
            statement.evidence = found;
        }
    }
    heard.add_guess(&mut check, section, &text);
    statement.set_check(check);
}

/// A statement with what its section says of it: "Penicillin." among the allergies is no medicine, and "Diabetes." in the family
/// history no illness of the patient's.
pub fn under_its_heading(section: SectionCode, text: &str) -> Cow<'_, str> {
    let (heading, said) = match section {
        SectionCode::Allergies => ("Allergies", claim::Claim::read(text).names("allergy").is_some()),
        SectionCode::Medications => ("Medications", text.contains(':')),
        SectionCode::FamilyHistory => ("Family history", text.contains(':') || persons::names_any(text)),
        _ => return Cow::Borrowed(text),
    };
    if said { Cow::Borrowed(text) } else { Cow::Owned(format!("{heading}: {text}")) }
}

/// The statements of a note that contradict each other, each as its section has it ([`under_its_heading`]).
pub fn conflicts<'a>(note: impl IntoIterator<Item = &'a str>) -> Vec<Conflict> {
    let note: Vec<claim::Claim> = note.into_iter().map(claim::Claim::read).collect();
    conflicts::conflicts(&note)
}

/// The statements of a note that give what the patient's record has as an allergy, or say that there is none, by their place, each with
/// a sentence for a clinician. The statements are as their sections have them ([`under_its_heading`]), the allergies as they are
/// recorded: "Penicillin (rash)".
pub fn against_record<'a>(
    note: impl IntoIterator<Item = &'a str>,
    allergies: impl IntoIterator<Item = &'a str>,
) -> Vec<(usize, Phi)> {
    let recorded = |text: &str| claim::Claim::read(&format!("Allergies: {text}"));
    let allergies: Vec<claim::Claim> = allergies.into_iter().map(recorded).collect();
    let note: Vec<claim::Claim> = note.into_iter().map(claim::Claim::read).collect();
    conflicts::against_record(&note, &allergies)
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

#[cfg(test)]
mod tests {
    use clinical::{Origin, Segment, Speaker, UserId};

    use super::*;

    #[test]
    fn what_rests_on_a_passage_that_was_corrected_after_its_translation_is_in_doubt_with_a_reason() {
        let passage = Segment {
            translation: Some("I take lisinopril 20 mg daily.".into()),
            ..Segment::new(Speaker::Patient, "Tomo lisinopril 20 mg al día.", None)
        };
        let check = |passage: Segment, text: &str| {
            let mut transcript = Transcript::default();
            let cited = transcript.add(passage);
            let mut statement = Statement::new(text, vec![cited], Origin::Model);
            recheck(
                &mut statement,
                SectionCode::HistoryOfPresentIllness,
                &Heard::of(&transcript.in_english()),
            );
            statement.check.unwrap()
        };
        assert_eq!(check(passage.clone(), "Lisinopril 20 mg daily.").verdict, Verdict::Supported);
        let corrected = passage.corrected("Tomo lisinopril 40 mg al día.", UserId::new());
        for text in ["Lisinopril 20 mg daily.", "Lisinopril 40 mg."] {
            let check = check(corrected.clone(), text);
            assert_eq!(check.verdict, Verdict::Unsupported);
            assert!(check.reasons[0].message.contains("translated"));
        }
    }
}
