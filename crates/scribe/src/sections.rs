//! Drafting one section of a note again. What a person wrote, changed or kept of it stays word for word where it is.

use clinical::{EncounterId, EncounterStatus, Redraft, SectionCode, Statement};
use drafting::Template;
use jiff::Timestamp;
use vault::{NoteSource, VaultError};

use crate::carried::{Removed, merged, wording};
use crate::recommend::suitable;
use crate::session::lock;
use crate::{Engine, Error, Session, Task};

/// Characters of an instruction: some sentences, which leave the model's context to the consult.
const LONGEST_INSTRUCTION: usize = 500;

impl Session {
    /// Drafts one section again and saves the note as a new version, which [`Session::undo`] takes back. Statements that a person
    /// wrote, changed, kept with a reason or flagged stay as they are; the others are replaced, and none that a person removed comes
    /// back. The whole note is checked again.
    ///
    /// # Errors
    /// [`Error::NoLanguageModel`] for anything but [`Redraft::Again`] where no language model is installed;
    /// [`Error::InvalidInput`] for an instruction that is empty or too long, and for a dictated note; [`Error::NotFound`] where
    /// there is no such section, or nothing was written; [`Error::Worker`] or [`Error::Draft`] where the model failed; [`Error::Stopped`];
    /// [`Error::Busy`] while it is being drafted, and where it was drafted from another transcript meanwhile; [`Error::Vault`],
    /// also where the note is signed. The note stays as it is then.
    pub async fn redraft_section(
        &self,
        id: EncounterId,
        section: SectionCode,
        how: Redraft,
    ) -> Result<(), Error> {
        let how = usable(how)?;
        if self.vault.encounter(id)?.status == EncounterStatus::Finished {
            return Err(VaultError::AlreadySigned.into());
        }
        const NO_SECTION: Error = Error::NotFound("This note has no such section.");
        let stored = self.note(id)?;
        let template = self.template_of(id)?;
        let before = stored.note.section(section).ok_or(NO_SECTION)?;
        if template.sections().iter().all(|one| one.code != section) {
            return Err(Error::NotFound("The template of this note has no such section any more."));
        }
        let engine = self.drafter_of_section(id, &template, &how)?;
        let said = self.transcript(id)?.in_english();
        let background = self.background(id)?;
        let removed = self.removed_wordings(&stored)?;
        let removed = removed.iter().filter(|((of, _), _)| *of == section).map(|(_, text)| text.as_str());
        let drafting = engine.draft_section(before, removed.collect(), &how, &template, &background, &said);
        let mut draft = self.stoppable(id, drafting).await?;

        // While the model wrote, the note may have been changed, and the transcript corrected.
        let mut undo = lock(&self.undo);
        let now = self.note(id)?;
        if now.source.transcript != stored.source.transcript {
            return Err(Error::Busy("The note was drafted from another transcript meanwhile."));
        }
        let grounds = self.current_grounds(id)?;
        self.take_in(&grounds, &mut draft.note);
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            now.note.sections.iter().partition(|one| one.code == section);
        let here = here.into_iter().flat_map(|one| &one.statements);
        let mut taken = self.wordings_of(&now, &here.filter(|one| one.is_settled()).collect::<Vec<_>>())?;
        taken.extend(elsewhere.into_iter().flat_map(|one| &one.statements).map(wording));
        // Who says what to write may ask for what was removed.
        let asked_for = matches!(how, Redraft::Instruction(_));
        let removed = if asked_for { Removed::new() } else { self.removed_wordings(&now)? };
        let mut new = draft.note.section(section).map(|one| one.statements.clone()).unwrap_or_default();
        new.retain(|one| !removed.contains_key(&(section, wording(one))));
        let is_drafted = !new.is_empty();
        new.retain(|one| !taken.contains(&wording(one)));
        // What stands elsewhere, and nothing else, is no reason to take away what is here.
        let takes_away =
            now.note.section(section).is_some_and(|one| !one.statements.iter().all(Statement::is_settled));
        if !is_drafted || new.is_empty() && takes_away {
            return Err(Error::NotFound("Nothing was found to write in this section. It stays as it was."));
        }
        let mut note = now.note;
        let place = note.sections.iter_mut().find(|one| one.code == section).ok_or(NO_SECTION)?;
        let old = std::mem::take(&mut place.statements);
        place.statements = merged(old, new, taken, Statement::is_settled);
        let engine = both(&now.source.engine, &place.title, &draft.by);
        self.check_again(&grounds, &mut note);
        let source = NoteSource { engine, card: Some(draft.card), ..now.source };
        self.vault.save_note(id, now.version, &note, &source, self.user.id, Timestamp::now())?;
        undo.entry(id).or_default().push(now.version);
        Ok(())
    }

    fn drafter_of_section(
        &self,
        id: EncounterId,
        template: &Template,
        how: &Redraft,
    ) -> Result<Engine, Error> {
        match self.drafter_of(id, template)? {
            Engine::Dictation => Err(Error::InvalidInput(
                "This note was dictated: its words stay as they are. Edit the statements instead.".into(),
            )),
            Engine::Extractive { .. } if *how != Redraft::Again => {
                Err(Error::NoLanguageModel { advised: suitable(&self.places, Task::Drafting)? })
            }
            engine => Ok(engine),
        }
    }
}

/// The instruction without the space around it, where it can be followed.
fn usable(how: Redraft) -> Result<Redraft, Error> {
    let Redraft::Instruction(text) = how else { return Ok(how) };
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::InvalidInput("Say how the section shall be written.".into()));
    }
    if text.chars().count() > LONGEST_INSTRUCTION {
        return Err(Error::InvalidInput(format!(
            "The instruction is too long. Say it in {LONGEST_INSTRUCTION} characters."
        )));
    }
    Ok(Redraft::Instruction(text.into()))
}

/// What a note says of its drafters when `by` has drafted this section of it.
fn both(before: &str, title: &str, by: &str) -> String {
    if before.contains(by) { before.to_owned() } else { format!("{before}; {title} by {by}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instruction_must_say_something_and_not_too_much() {
        let instruction = |text: &str| usable(Redraft::Instruction(text.into()));
        assert_eq!(instruction(" One line. ").unwrap(), Redraft::Instruction("One line.".into()));
        assert_eq!(instruction(" \n").unwrap_err().code(), "invalid_input");
        assert!(instruction(&"ä".repeat(LONGEST_INSTRUCTION)).is_ok());
        let long = instruction(&"Jane ".repeat(LONGEST_INSTRUCTION)).unwrap_err();
        assert!(!long.to_string().contains("Jane"));
    }

    #[test]
    fn a_note_names_each_of_its_drafters_once() {
        let first = both("extractive drafter", "Plan", "Some Model");
        assert_eq!(first, "extractive drafter; Plan by Some Model");
        assert_eq!(both(&first, "Advice", "Some Model"), first);
    }
}
