//! A dictated note: what was dictated, each sentence in the section that its speaker put it in. Nothing is left out and
//! nothing is reworded.

use clinical::{Note, Origin, SectionCode, SegmentId, SoapPart, Statement, Transcript};

use super::{Piece, SectionChange, dictated};
use crate::Template;
use crate::extract::fields::detail;
use crate::extract::jotted::{about, clauses, label, planned};
use crate::extract::person::sentence_case;

/// Where a sentence belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// Nothing was said of it: by what it is about, else with the story.
    Anywhere,
    /// Under a heading that was said as one ("Plan: ..."), unless it is plainly about something else.
    Under(SectionCode),
    /// In this part, by what it is about.
    Part(SoapPart),
    /// Here.
    Section(SectionCode),
}

/// The note that a clinician dictated: commands change its section, headings ("Plan: ...") do, too, and before any of them,
/// and for lines that were typed, a sentence goes where what it is about belongs. What the template has no section for stands
/// in the first one of the same part.
pub fn note(template: &Template, transcript: &Transcript) -> Note {
    let mut page = Page { note: template.empty_note(), open: None, story: None };
    let mut place = Place::Anywhere;
    for segment in transcript.segments() {
        if segment.typed {
            page.put(&segment.text, segment.id, &mut Place::Anywhere.clone());
            continue;
        }
        for piece in dictated(&segment.text) {
            match piece {
                Piece::Text(text) => page.put(&text, segment.id, &mut place),
                Piece::Section(change) => {
                    place = page.turn(place, change);
                    page.open = None;
                }
            }
        }
    }
    page.finish()
}

/// The note as far as it is written.
struct Page {
    note: Note,
    /// The last sentence, where no mark has ended it: its section and its place there.
    open: Option<(usize, usize)>,
    /// The first sentence of the story that nobody gave a section.
    story: Option<(usize, usize)>,
}

impl Page {
    fn put(&mut self, text: &str, segment: SegmentId, place: &mut Place) {
        for line in text.split('\n') {
            let mut begun = self.open.take();
            for clause in clauses(line) {
                self.open = self.sentence(begun.take(), clause, segment, place);
            }
            if line.trim_end().ends_with(['.', '?', '!', ':', ';']) {
                self.open = None;
            }
        }
    }

    /// Writes a sentence, behind the one that was begun where there is one; gives where it stands.
    fn sentence(
        &mut self,
        begun: Option<(usize, usize)>,
        clause: &str,
        segment: SegmentId,
        place: &mut Place,
    ) -> Option<(usize, usize)> {
        let (headed, clause) = label(clause);
        if let Some(code) = headed {
            *place = Place::Under(code);
        } else if let Some((section, index)) = begun {
            // A pause in the middle of a sentence.
            let statement = &mut self.note.sections[section].statements[index];
            statement.text =
                sentence_case(&format!("{} {clause}", statement.text.trim_end_matches('.'))).into();
            if !statement.evidence.contains(&segment) {
                statement.evidence.push(segment);
            }
            return begun;
        }
        let code = match *place {
            Place::Section(code) => code,
            Place::Under(code) => headed.or_else(|| about(clause)).unwrap_or(code),
            Place::Anywhere => about(clause).unwrap_or(SectionCode::HistoryOfPresentIllness),
            Place::Part(part) => about(clause).filter(|code| code.part() == part).unwrap_or(match part {
                SoapPart::Subjective => SectionCode::HistoryOfPresentIllness,
                SoapPart::Objective => SectionCode::PhysicalExam,
                SoapPart::Assessment => SectionCode::PrimaryDiagnosis,
                SoapPart::Plan => planned(clause),
            }),
        };
        let text = sentence_case(clause);
        let section = self.section(code);
        let statements = &mut self.note.sections.get_mut(section).filter(|_| !text.is_empty())?.statements;
        let mut statement = Statement::new(text, vec![segment], Origin::Clinician);
        (statement.detail, statement.copied) = (detail(code, clause), true);
        statements.push(statement);
        let written = Some((section, statements.len() - 1));
        if *place == Place::Anywhere && code == SectionCode::HistoryOfPresentIllness {
            self.story = self.story.or(written);
        }
        written
    }

    /// The section of the note that takes what belongs to `code`.
    fn section(&self, code: SectionCode) -> usize {
        let sections = &self.note.sections;
        let same = sections.iter().position(|section| section.code == code);
        same.or_else(|| sections.iter().position(|section| section.code.part() == code.part())).unwrap_or(0)
    }

    /// Where a change leads to. Beyond the last section it leads nowhere.
    fn turn(&self, from: Place, change: SectionChange) -> Place {
        let codes: Vec<SectionCode> = self.note.sections.iter().map(|section| section.code).collect();
        let at = |code: SectionCode| codes.iter().position(|one| *one == code);
        let by = |step: isize| {
            let to = match from {
                // The next part, as long as nobody goes into its sections.
                Place::Part(part) if step > 0 => codes.iter().rposition(|code| code.part() == part)? + 1,
                Place::Part(part) => codes.iter().position(|code| code.part() == part)?.checked_sub(1)?,
                Place::Section(code) | Place::Under(code) => at(code)?.checked_add_signed(step)?,
                Place::Anywhere => usize::try_from(step).ok()?,
            };
            let code = *codes.get(to)?;
            Some(if matches!(from, Place::Part(_)) { Place::Part(code.part()) } else { Place::Section(code) })
        };
        match change {
            SectionChange::Next => by(1).unwrap_or(from),
            SectionChange::Previous => by(-1).unwrap_or(from),
            SectionChange::To(code) => Place::Section(code),
            SectionChange::Part(part) => Place::Part(part),
        }
    }

    /// What was said first of the story, of no section, is why the patient came.
    fn finish(mut self) -> Note {
        let complaint = self.note.sections.iter().position(|one| one.code == SectionCode::ChiefComplaint);
        if let (Some(complaint), Some((section, index))) = (complaint, self.story)
            && self.note.sections[complaint].statements.is_empty()
        {
            let first = self.note.sections[section].statements.remove(index);
            self.note.sections[complaint].statements.push(first);
        }
        self.note
    }
}

#[cfg(test)]
mod tests {
    use clinical::{Segment, Speaker};
    use proptest::prelude::*;

    use super::*;

    fn dictation(passages: &[&str]) -> Transcript {
        let mut transcript = Transcript::default();
        for passage in passages {
            transcript.push(Speaker::Clinician, *passage, None);
        }
        transcript
    }

    type Written = Vec<(String, Vec<u32>)>;

    fn drafted(transcript: &Transcript) -> Vec<(SectionCode, Written)> {
        let note = note(&Template::built_in("soap").unwrap(), transcript);
        let said = |one: &Statement| (one.text.to_string(), one.evidence.iter().map(|id| id.0).collect());
        note.sections
            .iter()
            .filter(|section| !section.statements.is_empty())
            .map(|section| (section.code, section.statements.iter().map(said).collect()))
            .collect()
    }

    fn one(text: &str, evidence: &[u32]) -> (String, Vec<u32>) {
        (text.to_owned(), evidence.to_vec())
    }

    #[test]
    fn a_dictated_note_has_what_was_said_where_it_was_said_to_go() {
        use SectionCode::*;
        let said = dictation(&[
            "Section chief complaint. Sore throat.",
            "Section history of present illness. Sore throat for 3 days. No cough.",
            "Section physical exam.",
            "Tonsils are red with exudate.",
            "Section plan. Start amoxicillin 500 mg twice daily. Order a throat culture. Come back in 1 week.",
        ]);
        assert_eq!(
            drafted(&said),
            [
                (ChiefComplaint, vec![one("Sore throat.", &[0])]),
                (HistoryOfPresentIllness, vec![one("Sore throat for 3 days.", &[1]), one("No cough.", &[1])]),
                (PhysicalExam, vec![one("Tonsils are red with exudate.", &[3])]),
                (PlanMedications, vec![one("Start amoxicillin 500 mg twice daily.", &[4])]),
                (PlanTests, vec![one("Order a throat culture.", &[4])]),
                (PlanFollowUp, vec![one("Come back in 1 week.", &[4])]),
            ]
        );
    }

    #[test]
    fn without_commands_headings_and_what_it_is_about_sort_it() {
        use SectionCode::*;
        let said = dictation(&[
            "Cough for 3 weeks. Worse at night.",
            "Exam: lungs are clear.",
            "Impression: bronchitis.",
        ]);
        assert_eq!(
            drafted(&said),
            [
                (ChiefComplaint, vec![one("Cough for 3 weeks.", &[0])]),
                (HistoryOfPresentIllness, vec![one("Worse at night.", &[0])]),
                (PhysicalExam, vec![one("Lungs are clear.", &[1])]),
                (PrimaryDiagnosis, vec![one("Bronchitis.", &[2])]),
            ]
        );
    }

    #[test]
    fn a_pause_in_a_sentence_does_not_cut_it() {
        let said = dictation(&["Section social history. She works as a teacher", "in a primary school."]);
        assert_eq!(
            drafted(&said),
            [(SectionCode::SocialHistory, vec![one("She works as a teacher in a primary school.", &[0, 1])])]
        );
    }

    #[test]
    fn sections_and_parts_follow_in_turn() {
        let page = Page { note: Template::built_in("soap").unwrap().empty_note(), open: None, story: None };
        use SectionChange::{Next, Previous};
        let section = Place::Section(SectionCode::FamilyHistory);
        assert_eq!(page.turn(section, Next), Place::Section(SectionCode::SocialHistory));
        assert_eq!(page.turn(section, Previous), Place::Section(SectionCode::PastMedicalHistory));
        assert_eq!(page.turn(Place::Part(SoapPart::Objective), Next), Place::Part(SoapPart::Assessment));
        assert_eq!(page.turn(Place::Part(SoapPart::Plan), Next), Place::Part(SoapPart::Plan));
        assert_eq!(page.turn(Place::Part(SoapPart::Subjective), Previous), Place::Part(SoapPart::Subjective));
        assert_eq!(page.turn(Place::Anywhere, Next), Place::Section(SectionCode::HistoryOfPresentIllness));
    }

    #[test]
    fn what_was_typed_beside_it_stands_in_the_note() {
        let mut said = dictation(&["Section plan. Rest."]);
        said.add(Segment { typed: true, ..Segment::new(Speaker::Clinician, "BP 128/82", None) });
        let drafted = drafted(&said);
        assert_eq!(drafted[0], (SectionCode::VitalSigns, vec![one("BP 128/82.", &[1])]));
    }

    proptest! {
        #[test]
        fn every_word_that_is_dictated_stands_in_the_note(
            passages in prop::collection::vec(prop::collection::vec("(aching|stable|rested|tests|no|fever|\\.|,|\n|section plan\\.|next section\\.|section exam\\.)", 1..9), 1..6),
        ) {
            let passages: Vec<String> = passages.into_iter().map(|words| words.join(" ")).collect();
            let said = dictation(&passages.iter().map(String::as_str).collect::<Vec<_>>());
            let note = note(&Template::built_in("progress").unwrap(), &said);
            let of = |text: &str, word: &str| text.to_lowercase().matches(word).count();
            let written: Vec<String> = note.statements().map(|one| one.text.to_string()).collect();
            for word in ["aching", "stable", "rested", "fever"] {
                prop_assert_eq!(of(&written.join(" "), word), of(&passages.join(" "), word), "{}", word);
            }
            for statement in note.statements() {
                prop_assert!(!statement.evidence.is_empty());
                prop_assert!(statement.origin == Origin::Clinician && statement.copied);
            }
        }
    }
}
