//! The language that is spoken at a consult, where somebody has chosen it before it is recorded.

use clinical::{EncounterId, EncounterStatus, Sound, TranscriptId};
use jiff::Timestamp;

use crate::session::lock;
use crate::{Error, InstalledModel, Session};

impl Session {
    /// Chooses the language that is spoken at a consult, by its code, of those in the settings; none: it is recognised among them. It
    /// counts for transcripts that begin from now on, while it is in the settings. What is dictated is English.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for a code that is not in the settings, [`Error::Busy`] where the note is signed, [`Error::Vault`].
    pub fn choose_language(&self, id: EncounterId, language: Option<&str>) -> Result<(), Error> {
        let ticked = self.settings()?.languages;
        if language.is_some_and(|code| !ticked.iter().any(|one| one == code)) {
            return Err(Error::InvalidInput("Choose one of the languages of the settings.".into()));
        }
        // A recording that begins changes the encounter, too.
        let _slot = lock(&self.recording);
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
        let encounter = self.vault.encounter(id)?;
        let ticked = self.settings()?.languages;
        let chosen =
            encounter.language.filter(|code| encounter.sound != Sound::Dictation && ticked.contains(code));
        if let Some(code) = chosen {
            self.vault.set_transcript_language(transcript, &code)?;
        }
        Ok(transcript)
    }
}
