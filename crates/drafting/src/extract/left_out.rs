//! What was typed beside a talk and a note of it does not have. A model may pass over a line, and a line may come when the draft is
//! written already; nobody types what need not be kept.

use std::collections::HashSet;

use clinical::{Note, SectionCode, SegmentId, Statement, Transcript};

use super::{Candidate, jotted, place_of, typed};

/// The clauses that were typed and stand nowhere in the note, in the words of who typed them, each with the section of the note that
/// it belongs to. One stands there where a statement that cites its line has most of its words, or rests on that line alone, which says
/// nothing else. Of lines that were `changed` since the note was written it must have all.
pub fn left_out(
    note: &Note,
    transcript: &Transcript,
    changed: impl Fn(SegmentId) -> bool,
) -> Vec<(SectionCode, Statement)> {
    let clauses = jotted::jotted(transcript);
    let of_line = |one: &Candidate| clauses.iter().filter(|other| other.evidence == one.evidence).count();
    let is_changed = |one: &Candidate| one.evidence.iter().any(|id| changed(*id));
    let missing = clauses.iter().filter(|one| !stands(note, one, of_line(one), is_changed(one)));
    let placed = missing.filter_map(|one| {
        let section = note.sections.get(place_of(note, one.section).unwrap_or(0))?;
        Some((section.code, typed(one.clone())))
    });
    placed.collect()
}

fn stands(note: &Note, clause: &Candidate, of_line: usize, is_changed: bool) -> bool {
    let own = telling(&clause.text);
    let cites = |one: &&Statement| clause.evidence.iter().all(|id| one.evidence.contains(id));
    note.statements().filter(cites).any(|one| {
        let there = telling(&one.text);
        let shared = own.iter().filter(|word| there.contains(*word)).count();
        let whole = one.text.eq_ignore_ascii_case(&clause.text);
        let taken_over = of_line == 1 && one.evidence == clause.evidence || shared * 2 > own.len();
        whole || if is_changed { shared > 0 && shared == own.len() } else { taken_over }
    })
}

/// The words of a text that tell something: what is long, and numbers.
fn telling(text: &str) -> HashSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let tells = |word: &&str| word.chars().count() > SHORT || word.chars().any(|c| c.is_ascii_digit());
    words.filter(tells).map(str::to_lowercase).collect()
}

/// A word that has more letters than this tells something: not "no", "the", "of".
const SHORT: usize = 3;

#[cfg(test)]
mod tests {
    use clinical::{Origin, Segment, Speaker};

    use super::*;
    use crate::Template;

    /// What is left out of a note whose statements cite these lines, of which the first is spoken.
    fn left(statements: &[(&str, &[u32])], lines: &[&str]) -> Vec<(SectionCode, String)> {
        let mut transcript = Transcript::default();
        transcript.add(Segment::new(Speaker::Patient, "My knee hurts.", None));
        for line in lines {
            transcript.add(Segment { typed: true, ..Segment::new(Speaker::Clinician, *line, None) });
        }
        let mut note = Template::built_in("soap").unwrap().empty_note();
        let story = note.sections.iter_mut().find(|one| one.code == SectionCode::HistoryOfPresentIllness);
        story.unwrap().statements.extend(statements.iter().map(|(text, cited)| {
            Statement::new(*text, cited.iter().copied().map(SegmentId).collect(), Origin::Model)
        }));
        let found = left_out(&note, &transcript, |_| false);
        assert!(found.iter().all(|(_, one)| one.copied && one.origin == Origin::Clinician));
        found.into_iter().map(|(section, one)| (section, one.text.to_string())).collect()
    }

    #[test]
    fn a_line_that_nothing_cites_is_left_out_and_goes_where_it_belongs() {
        let found = left(&[("The knee hurts.", &[0])], &["O/E: 2 cm lump left breast", "Allergic to latex"]);
        let expected = [
            (SectionCode::PhysicalExam, "2 cm lump left breast.".to_owned()),
            (SectionCode::Allergies, "Allergic to latex.".to_owned()),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_line_that_a_model_took_over_in_other_words_is_not_written_twice() {
        assert!(left(&[("No known drug allergies.", &[1])], &["NKDA"]).is_empty());
        assert!(
            left(&[("Knee pain, and an effusion of the left knee.", &[0, 1])], &["L knee: effusion"])
                .is_empty()
        );
    }

    #[test]
    fn clauses_of_short_words_that_stand_there_are_not_written_twice() {
        let statements = [("HTN.", &[1][..]), ("DM.", &[1]), ("No SOB.", &[2])];
        assert!(left(&statements, &["PMH: HTN; DM", "No SOB"]).is_empty());
    }

    #[test]
    fn of_a_line_that_was_changed_since_a_statement_has_to_have_all() {
        let mut transcript = Transcript::default();
        let line = "Allergic to penicillin and latex";
        let id = transcript.add(Segment { typed: true, ..Segment::new(Speaker::Clinician, line, None) });
        let mut note = Template::built_in("soap").unwrap().empty_note();
        let written = Statement::new("Allergic to penicillin.", vec![id], Origin::Model);
        note.sections[0].statements.push(written);
        assert!(left_out(&note, &transcript, |_| false).is_empty());
        assert_eq!(left_out(&note, &transcript, |one| one == id).len(), 1);
    }

    #[test]
    fn of_a_line_of_two_clauses_the_one_that_was_passed_over_is_left_out() {
        let line = ["BP 128/82. Small effusion of the left knee."];
        let found = left(&[("Blood pressure 128/82.", &[1])], &line);
        assert_eq!(found, [(SectionCode::PhysicalExam, "Small effusion of the left knee.".to_owned())]);
        assert_eq!(
            left(&[("The left knee hurts.", &[0, 1])], &line).len(),
            2,
            "a citation alone says nothing"
        );
    }
}
