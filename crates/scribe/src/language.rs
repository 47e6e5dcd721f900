//! The language that is spoken at a consult, where somebody has chosen it before it is recorded.

use clinical::{EncounterId, EncounterStatus, TranscriptId, language_name};
use jiff::Timestamp;

use crate::{Error, InstalledModel, Session};

impl Session {
    /// Chooses the language that is spoken at a consult, by its code; none: it is recognised among those of the settings. It counts for
    /// what is transcribed from now on; a transcript that has begun keeps its own.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for a code that is not known, [`Error::Busy`] where the note is signed, [`Error::Vault`].
    pub fn choose_language(&self, id: EncounterId, language: Option<&str>) -> Result<(), Error> {
        if language.is_some_and(|code| language_name(code).is_none()) {
            return Err(Error::InvalidInput("Choose one of the languages that are offered.".into()));
        }
        let mut encounter = self.vault.encounter(id)?;
        if encounter.status == EncounterStatus::Finished {
            return Err(Error::Busy("This note is signed."));
        }
        encounter.language = language.map(str::to_owned);
        Ok(self.vault.save_encounter(&encounter, self.user.id, Timestamp::now())?)
    }

    /// Begins a transcript of the consult by this model, in the language that was chosen for it.
    pub(crate) fn begin_transcript(
        &self,
        id: EncounterId,
        model: &InstalledModel,
    ) -> Result<TranscriptId, Error> {
        let transcript = self.vault.start_transcript(id, &model.id, Timestamp::now())?;
        if let Some(code) = self.vault.encounter(id)?.language {
            self.vault.set_transcript_language(transcript, &code)?;
        }
        Ok(transcript)
    }
}
