//! Flags: what a scribe, or the clinician for later, sets aside for the clinician to answer before the note is signed.

use clinical::{EncounterId, Flag, Note, Phi, Role, Statement, StatementId, Transcript, UserId, Verdict};
use grounding::Heard;

use crate::review::find;
use crate::sections::wording;
use crate::{Error, Session};

/// Characters of a remark: a line, such as "left or right?".
const LONGEST_REMARK: usize = 200;

/// A flag as it is shown to who is using Dictum.
#[derive(Clone, Debug, PartialEq)]
pub struct Flagged {
    /// The statement that it is on.
    pub statement: StatementId,
    /// What is asked.
    pub remark: Option<Phi>,
    /// Who set it, by name.
    pub by: String,
    /// Whether the user may clear it: a clinician may, and who set it.
    pub may_clear: bool,
}

impl Session {
    /// Flags a statement for the clinician, with a remark or without one ("").
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::InvalidInput`] for a long remark, [`Error::Vault`], also where a scribe would replace
    /// another's flag and where the note is signed.
    pub fn flag_statement(&self, id: EncounterId, statement: StatementId, remark: &str) -> Result<(), Error> {
        let remark = remark.trim();
        if remark.chars().count() > LONGEST_REMARK {
            let limit = format!("The remark is too long. Say it in {LONGEST_REMARK} characters.");
            return Err(Error::InvalidInput(limit));
        }
        let flag = Flag { remark: (!remark.is_empty()).then(|| remark.into()), by: self.user.id };
        self.change(id, |note| {
            find(note, statement)?.flag = Some(flag);
            Ok(())
        })
    }

    /// Clears the flag of a statement: it is answered.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the statement is gone or has no flag, [`Error::Vault`], also for a scribe who did not set it.
    pub fn clear_flag(&self, id: EncounterId, statement: StatementId) -> Result<(), Error> {
        self.change(id, |note| {
            let flag = find(note, statement)?.flag.take();
            flag.map(drop).ok_or(Error::NotFound("This statement has no flag any more."))
        })
    }

    /// The flags of a note, in reading order.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn flags(&self, note: &Note) -> Result<Vec<Flagged>, Error> {
        let flagged = note.statements().filter_map(|one| Some((one.id, one.flag.clone()?)));
        let seen = flagged.map(|(statement, Flag { remark, by })| {
            let name = self.vault.user(by)?.name;
            Ok(Flagged { statement, remark, by: name, may_clear: self.may_clear(by) })
        });
        seen.collect()
    }

    /// Refuses a scribe to put another draft in the place of one where others have flagged something.
    ///
    /// # Errors
    /// [`Error::InvalidInput`], [`Error::Vault`].
    pub(crate) fn require_no_flag_of_others(&self, id: EncounterId) -> Result<(), Error> {
        let latest = self.vault.latest_note(id)?;
        let mut flags =
            latest.iter().flat_map(|stored| stored.note.statements()).filter_map(|one| one.flag.as_ref());
        if flags.all(|flag| self.may_clear(flag.by)) {
            return Ok(());
        }
        Err(Error::InvalidInput(
            "Somebody else has flagged a statement of this note. It can be drafted anew once that is answered.".into(),
        ))
    }

    /// Flags, for a scribe, what is borne out by a passage in which a scribe put other words in place of what was heard: otherwise
    /// a doubt could be settled without a clinician.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub(crate) fn flag_if_corrected(
        &self,
        statement: &mut Statement,
        said: &Transcript,
    ) -> Result<(), Error> {
        let is_borne_out = statement.check.as_ref().is_some_and(|check| check.verdict == Verdict::Supported);
        if self.is_clinician() || !is_borne_out || statement.flag.is_some() {
            return Ok(());
        }
        let passages = statement.evidence.iter().filter_map(|id| said.get(*id));
        for by in passages.filter_map(|passage| passage.corrected_by) {
            if self.vault.user(by)?.role != Role::Clinician {
                let remark = Some("Rests on a passage that was corrected.".into());
                statement.flag = Some(Flag { remark, by: self.user.id });
                return Ok(());
            }
        }
        Ok(())
    }

    fn may_clear(&self, set_by: UserId) -> bool {
        self.user.id == set_by || self.is_clinician()
    }
}

/// Has the flags of the draft before stand where the new one says the same, in whichever section; the statement is then the same
/// one, too. What was flagged and is not said again stays for the clinician to answer, and is held against what was heard.
pub(crate) fn carry_flags(before: &Note, draft: &mut Note, heard: impl FnOnce() -> Heard) {
    let mut unsaid = Vec::new();
    for section in &before.sections {
        for old in section.statements.iter().filter(|one| one.flag.is_some()) {
            let same = |new: &&mut Statement| new.flag.is_none() && wording(new) == wording(old);
            match draft.statements_mut().find(same) {
                Some(new) => {
                    new.id = old.id;
                    new.flag.clone_from(&old.flag);
                }
                None => unsaid.push((section.code, old.clone())),
            }
        }
    }
    if unsaid.is_empty() {
        return;
    }
    let heard = heard();
    for (code, mut statement) in unsaid {
        statement.evidence = heard.find_evidence(&statement.text);
        statement.check = Some(heard.check(&statement.text, &statement.evidence));
        let place = draft.sections.iter().position(|one| one.code == code).unwrap_or(0);
        if let Some(section) = draft.sections.get_mut(place) {
            section.statements.push(statement);
        }
    }
}

#[cfg(test)]
mod tests {
    use clinical::{Origin, SectionCode, Speaker};
    use drafting::Template;

    use super::*;

    /// Of an examination alone.
    fn note(texts: &[&str]) -> Note {
        let mut note = Template::built_in("soap").unwrap().empty_note();
        note.sections.retain(|section| section.code == SectionCode::PhysicalExam);
        let statements = texts.iter().map(|text| Statement::new(*text, vec![], Origin::Model));
        note.sections[0].statements.extend(statements);
        note
    }

    #[test]
    fn a_flag_goes_with_the_words_that_it_is_about() {
        let mut before = note(&["Right knee swollen.", "Lungs clear.", "Gait normal."]);
        let flag = Flag { remark: Some("left or right?".into()), by: UserId::new() };
        for statement in before.statements_mut().take(2) {
            statement.flag = Some(flag.clone());
        }
        let mut transcript = Transcript::default();
        transcript.push(
            Speaker::Clinician,
            "The right knee is swollen, I did not listen to the lungs.",
            None,
        );
        let heard = || Heard::of(&transcript);
        let mut draft = note(&["Gait normal.", "right knee swollen", "Lungs not examined."]);
        // A draft by another template has it under another heading.
        draft.sections[0].code = SectionCode::ReviewOfSystems;
        carry_flags(&before, &mut draft, heard);
        let flags: Vec<_> = draft.statements().map(|one| one.flag.clone()).collect();
        assert_eq!(flags, [None, Some(flag.clone()), None, Some(flag)], "none is dropped");
        let statements = &draft.sections[0].statements;
        assert_eq!(statements[1].id, before.sections[0].statements[0].id);
        assert_eq!(
            (statements[3].id, statements[3].text.as_str()),
            (before.sections[0].statements[1].id, "Lungs clear.")
        );
        assert_ne!(statements[3].check.as_ref().unwrap().verdict, Verdict::Supported);

        let mut unflagged = note(&["Gait normal."]);
        carry_flags(&unflagged.clone(), &mut unflagged, || panic!("nothing is looked up for no flag"));
        assert_eq!(unflagged.statements().count(), 1);
    }
}
