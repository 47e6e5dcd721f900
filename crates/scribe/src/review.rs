//! Reviewing, signing and exporting a note.

use std::path::PathBuf;

use clinical::{
    EncounterId, Kept, KeptReason, Note, Origin, Role, SectionCode, SignedNote, Statement, StatementId,
};
use jiff::Timestamp;
use vault::{Passphrase, StoredNote};

use crate::drafts::IfModelFails;
use crate::export::{ExportFormat, write_export};
use crate::session::{Versions, lock};
use crate::{Error, Session};

/// What a clinician attests by signing.
pub const ATTESTATION: &str = "I have reviewed this note, including the parts that were drafted by software from the \
    recording of the visit, and attest that it is an accurate record of the encounter.";

impl Session {
    /// The newest version of the note.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none yet.
    pub fn note(&self, id: EncounterId) -> Result<StoredNote, Error> {
        self.vault.latest_note(id)?.ok_or(Error::NotFound("There is no draft of this note yet."))
    }

    /// Changes the text of a statement. It is checked again as it now stands, whoever changed it: what is in doubt then must be
    /// resolved still. A clinician's change answers its flag. Where the text is the one that it has, there is no new version.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::InvalidInput`] for an empty text, [`Error::Vault`].
    pub fn edit_statement(&self, id: EncounterId, statement: StatementId, text: &str) -> Result<(), Error> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::InvalidInput("A statement cannot be empty. Remove it instead.".into()));
        }
        if self.note(id)?.note.statement(statement).is_some_and(|one| one.text.as_str() == text) {
            return Ok(());
        }
        let origin = self.origin();
        self.change(id, |note| {
            let grounds = self.current_grounds(id)?;
            let (section, statement) = find(note, statement)?;
            statement.rewrite(text, origin);
            grounding::recheck(statement, section, &grounds.heard);
            self.flag_own_word(&grounds, section, statement);
            Ok(())
        })
    }

    /// Adds a statement at the end of a section and checks it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a section that the note does not have, [`Error::InvalidInput`] for an empty text,
    /// [`Error::Vault`].
    pub fn add_statement(&self, id: EncounterId, section: SectionCode, text: &str) -> Result<(), Error> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Error::InvalidInput("Type the statement first.".into()));
        }
        self.change(id, |note| {
            let grounds = self.current_grounds(id)?;
            let mut statement = Statement::new(text, grounds.heard.find_evidence(text), self.origin());
            grounding::recheck(&mut statement, section, &grounds.heard);
            self.flag_own_word(&grounds, section, &mut statement);
            let section = note
                .sections
                .iter_mut()
                .find(|candidate| candidate.code == section)
                .ok_or(Error::NotFound("This note has no such section."))?;
            section.statements.push(statement);
            Ok(())
        })
    }

    /// Removes a statement. A scribe may: what is gone is not signed, and the history has it.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Vault`], also where a scribe would remove what another has flagged.
    pub fn remove_statement(&self, id: EncounterId, statement: StatementId) -> Result<(), Error> {
        self.change(id, |note| {
            find(note, statement)?;
            for section in &mut note.sections {
                section.statements.retain(|candidate| candidate.id != statement);
            }
            Ok(())
        })
    }

    /// Keeps a statement that the transcript does not support, for a reason that is stored with it.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::InvalidInput`] where a field is still to be filled in and where what was said bears it out,
    /// [`Error::Vault`], also for a scribe: a scribe flags it for the clinician.
    pub fn keep_statement(
        &self,
        id: EncounterId,
        statement: StatementId,
        reason: KeptReason,
    ) -> Result<(), Error> {
        let by = self.user.id;
        self.change(id, |note| {
            let (_, statement) = find(note, statement)?;
            if statement.has_open_field() {
                return Err(Error::InvalidInput("Fill in what stands between {{ and }} first.".into()));
            }
            if !statement.is_unsupported() {
                return Err(Error::InvalidInput("What was said bears this out. It needs no reason.".into()));
            }
            statement.kept = Some(Kept { reason, by });
            Ok(())
        })
    }

    /// Takes back the last change of this session by saving the version before it as the newest, checked against its transcript
    /// as that now is: it may have been corrected since.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is nothing to take back, [`Error::Vault`].
    pub fn undo(&self, id: EncounterId) -> Result<(), Error> {
        let mut undo = lock(&self.undo);
        let versions = undo.get_mut(&id).filter(|versions| !versions.is_empty());
        let versions = versions.ok_or(Error::NotFound("There is nothing to undo."))?;
        let current = self.note(id)?;
        let mut before = self.vault.note_version(current.note_id, versions[versions.len() - 1])?;
        self.check_again(&self.grounds(id, &self.cited_by(id, &before.source)?)?, &mut before.note);
        let (note, source) = (&before.note, &before.source);
        self.vault.save_note(id, current.version, note, source, self.user.id, Timestamp::now())?;
        versions.pop();
        Ok(())
    }

    /// Drafts the note anew, or for the first time, by the template of this name or the one that it has; the version before can
    /// be had back with [`Session::undo`]. What people wrote, changed, kept with a reason or flagged stays word for word, and what
    /// they have corrected is not drafted once more.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] or [`Error::Template`] for a template that cannot be used, [`Error::InvalidInput`] for a scribe
    /// where others have flagged something, [`Error::Stopped`], [`Error::Busy`] while it is being drafted, [`Error::Worker`] or
    /// [`Error::Draft`] where the model fails, [`Error::Vault`], also where the note was changed while it was being drafted. The note
    /// stays as it was then.
    pub async fn redraft(&self, id: EncounterId, template: Option<&str>) -> Result<(), Error> {
        let template = match template {
            Some(name) => crate::template(&self.places, name)?,
            None => self.template_of(id)?,
        };
        self.require_no_flag_of_others(id)?;
        let is_first = self.vault.latest_note(id)?.is_none();
        let if_model_fails = if is_first { IfModelFails::ByRule(None) } else { IfModelFails::NoDraft };
        self.stoppable(id, self.draft_by(id, &template, if_model_fails)).await
    }

    /// Signs this version, which the user has read, with their key, which the passphrase unlocks. The recording goes or stays as
    /// the settings say.
    ///
    /// # Errors
    /// [`Error::ChecksChanged`] where less speaks for a statement than when it was checked: the note is then saved as it is
    /// checked now. [`Error::Vault`]: another version was saved since, a wrong passphrase, statements that are not resolved, a scribe, a note that is signed already.
    pub fn sign(&self, id: EncounterId, version: u32, passphrase: &Passphrase) -> Result<SignedNote, Error> {
        // Nothing that it rests on changes until it is signed.
        let mut versions = lock(&self.undo);
        self.refuse_stale(&mut versions, id, version)?;
        let signed = self.vault.sign(id, version, &self.user, passphrase, ATTESTATION, Timestamp::now())?;
        self.let_recordings_go();
        lock(&self.drafter).take_if(|(of, _)| *of == id);
        Ok(signed)
    }

    /// The signed note with its signature verified, if it has been signed.
    ///
    /// # Errors
    /// [`Error::Vault`], also where the signature does not fit the note.
    pub fn signed_note(&self, id: EncounterId) -> Result<Option<SignedNote>, Error> {
        Ok(self.vault.signed_note(id)?)
    }

    /// Writes the signed note into the exports folder and records that it left the vault.
    ///
    /// # Errors
    /// [`Error::NotSigned`], [`Error::File`], [`Error::Vault`].
    pub fn export(&self, id: EncounterId, format: ExportFormat) -> Result<PathBuf, Error> {
        let signed = self.signed_note(id)?.ok_or(Error::NotSigned)?;
        let path = write_export(&signed, format, &self.places.exports)?;
        self.vault.record_export(id, format.name(), self.user.id, Timestamp::now())?;
        Ok(path)
    }

    fn origin(&self) -> Origin {
        match self.user.role {
            Role::Clinician => Origin::Clinician,
            Role::Scribe => Origin::Scribe,
        }
    }

    pub(crate) fn change(
        &self,
        id: EncounterId,
        change: impl FnOnce(&mut Note) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.change_holding(&mut lock(&self.undo), id, change)
    }

    /// The same for who holds the versions already.
    pub(crate) fn change_holding(
        &self,
        versions: &mut Versions,
        id: EncounterId,
        change: impl FnOnce(&mut Note) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let stored = self.note(id)?;
        let mut note = stored.note;
        change(&mut note)?;
        self.vault.save_note(id, stored.version, &note, &stored.source, self.user.id, Timestamp::now())?;
        versions.entry(id).or_default().push(stored.version);
        Ok(())
    }
}

pub(crate) fn find(note: &mut Note, id: StatementId) -> Result<(SectionCode, &mut Statement), Error> {
    note.placed_mut()
        .find(|(_, statement)| statement.id == id)
        .ok_or(Error::NotFound("This statement is not in the note any more."))
}
