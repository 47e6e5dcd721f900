//! Drafting one section of a note again. What a person wrote, changed or kept of it stays word for word where it is.

use std::collections::HashSet;

use clinical::{EncounterId, EncounterStatus, Redraft, SectionCode, Statement};
use drafting::Template;
use jiff::Timestamp;
use vault::{NoteSource, StoredNote, VaultError};

use crate::draft::heard;
use crate::recommend::suitable;
use crate::session::lock;
use crate::{Engine, Error, Session, Task};

/// Characters of an instruction: some sentences, which leave the model's context to the consult.
const LONGEST_INSTRUCTION: usize = 500;

impl Session {
    /// Drafts one section again and saves the note as a new version, which [`Session::undo`] takes back. Statements that a person
    /// wrote, changed, kept with a reason or flagged stay as they are; the others are replaced. The whole note is checked again.
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
        let drafting = engine.draft_section(before, &how, &template, &background, &said);
        let draft = self.stoppable(id, drafting).await?;

        // While the model wrote, the note may have been changed.
        let mut undo = lock(&self.undo);
        let now = self.note(id)?;
        if now.source.transcript != stored.source.transcript {
            return Err(Error::Busy("The note was drafted from another transcript meanwhile."));
        }
        let taken = self.wordings_taken(&now, section)?;
        let new = draft.note.section(section).map(|one| one.statements.clone()).unwrap_or_default();
        if new.is_empty() {
            return Err(Error::NotFound("Nothing was found to write in this section. It stays as it was."));
        }
        let mut note = now.note;
        let place = note.sections.iter_mut().find(|one| one.code == section).ok_or(NO_SECTION)?;
        let old = std::mem::take(&mut place.statements);
        place.statements = merged(old, new, taken);
        let engine = both(&now.source.engine, &place.title, &draft.by);
        grounding::check(&mut note, &heard(&said, &background));
        for drafted in note.statements_mut().filter(|one| !one.is_settled()) {
            self.flag_if_corrected(drafted, &said)?;
        }
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
                "This note was dictated: its words are the clinician's own. Edit the statements instead."
                    .into(),
            )),
            Engine::Extractive if *how != Redraft::Again => {
                Err(Error::NoLanguageModel { advised: suitable(&self.places, Task::Drafting)? })
            }
            engine => Ok(engine),
        }
    }

    /// What must not be written in a section once more: what stands in the others, and every wording that its settled statements
    /// have had. A drafter that writes an earlier one again says what a person has corrected.
    fn wordings_taken(&self, now: &StoredNote, section: SectionCode) -> Result<HashSet<String>, Error> {
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            now.note.sections.iter().partition(|one| one.code == section);
        let here = here.into_iter().flat_map(|one| &one.statements);
        let settled: Vec<&Statement> = here.filter(|statement| statement.is_settled()).collect();
        let elsewhere = elsewhere.into_iter().flat_map(|one| &one.statements);
        let mut wordings: HashSet<String> = elsewhere.chain(settled.iter().copied()).map(wording).collect();
        if settled.is_empty() {
            return Ok(wordings);
        }
        for version in 1..now.version {
            let earlier = self.vault.note_version(now.note_id, version)?;
            let same = |one: &&Statement| settled.iter().any(|statement| statement.id == one.id);
            wordings.extend(earlier.note.statements().filter(same).map(wording));
        }
        Ok(wordings)
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

/// The statements of a section that was drafted again: those that are settled where they were, in the places of the others the
/// new ones, what is more of them behind the last such place. No wording that is `taken` is written once more. A statement that
/// comes out as it was is still the same.
fn merged(old: Vec<Statement>, new: Vec<Statement>, mut taken: HashSet<String>) -> Vec<Statement> {
    let mut new: Vec<Statement> =
        new.into_iter().filter(|statement| taken.insert(wording(statement))).collect();
    for statement in &mut new {
        let same = old.iter().find(|one| !one.is_settled() && one.text == statement.text);
        statement.id = same.map_or(statement.id, |one| one.id);
    }
    let mut new = new.into_iter();
    let mut places = old.iter().filter(|statement| !statement.is_settled()).count();
    let mut merged = Vec::new();
    for statement in old {
        if statement.is_settled() {
            merged.push(statement);
            continue;
        }
        places -= 1;
        match places {
            0 => merged.extend(new.by_ref()),
            _ => merged.extend(new.next()),
        }
    }
    merged.extend(new);
    merged
}

/// The words of a statement, by which two that say the same in the same words are told.
pub(crate) fn wording(statement: &Statement) -> String {
    let words = statement.text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// What a note says of its drafters when `by` has drafted this section of it.
fn both(before: &str, title: &str, by: &str) -> String {
    if before.contains(by) { before.to_owned() } else { format!("{before}; {title} by {by}") }
}

#[cfg(test)]
mod tests {
    use clinical::{Kept, KeptReason, Origin, UserId};

    use super::*;

    fn by(origin: Origin, text: &str) -> Statement {
        Statement::new(text, Vec::new(), origin)
    }

    fn drafted(texts: &[&str]) -> Vec<Statement> {
        texts.iter().map(|text| by(Origin::Model, text)).collect()
    }

    fn texts(statements: &[Statement]) -> Vec<&str> {
        statements.iter().map(|statement| statement.text.as_str()).collect()
    }

    #[test]
    fn what_a_person_wrote_changed_or_kept_stays_in_its_place() {
        let mut kept = by(Origin::Model, "Lungs clear.");
        kept.kept = Some(Kept { reason: KeptReason::Examined, by: UserId::new() });
        let old = vec![
            by(Origin::Model, "A."),
            by(Origin::Clinician, "Mine."),
            by(Origin::Extractive, "B."),
            kept,
            by(Origin::Scribe, "Typed."),
        ];
        let stays: Vec<Statement> = old.iter().filter(|one| one.is_settled()).cloned().collect();
        for (new, expected) in [
            (&["X.", "Y.", "Z."][..], &["X.", "Mine.", "Y.", "Z.", "Lungs clear.", "Typed."][..]),
            (&["X."], &["X.", "Mine.", "Lungs clear.", "Typed."]),
            (&[], &["Mine.", "Lungs clear.", "Typed."]),
        ] {
            let merged = merged(old.clone(), drafted(new), HashSet::new());
            assert_eq!(texts(&merged), expected);
            let still: Vec<Statement> = merged.into_iter().filter(Statement::is_settled).collect();
            assert_eq!(still, stays, "unchanged to the last field");
        }
        let all_settled = vec![by(Origin::Clinician, "Mine.")];
        assert_eq!(texts(&merged(all_settled, drafted(&["X."]), HashSet::new())), ["Mine.", "X."]);
    }

    #[test]
    fn what_a_person_has_corrected_is_not_written_again_beside_it_nor_anything_twice() {
        let old = vec![by(Origin::Clinician, "Pain for 3 weeks.")];
        let taken = HashSet::from(["pain for 3 weeks".to_owned(), "pain for 2 weeks".to_owned()]);
        let new = drafted(&["Pain for 2 weeks", "Denies fever.", "denies fever"]);
        assert_eq!(texts(&merged(old, new, taken)), ["Pain for 3 weeks.", "Denies fever."]);
    }

    #[test]
    fn a_statement_that_comes_out_as_it_was_is_the_same_one() {
        let old = drafted(&["A.", "B."]);
        let ids: Vec<_> = old.iter().map(|statement| statement.id).collect();
        let merged = merged(old, drafted(&["B.", "C."]), HashSet::new());
        assert_eq!(merged[0].id, ids[1]);
        assert!(!ids.contains(&merged[1].id));
    }

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
