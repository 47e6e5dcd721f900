//! How this practice works: its settings, what follows from them, and what it is likely to speak of.

use clinical::{Detail, EncounterId, language_name};
use jiff::{Timestamp, ToSpan};
use terminology::Vocabulary;
use vault::Settings;

use crate::{Error, Session};

/// How far back a patient's earlier notes are looked through for medications, days.
const MEDICATIONS_OF_DAYS: i64 = 730;

impl Session {
    /// The settings.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn settings(&self) -> Result<Settings, Error> {
        Ok(self.vault.settings()?)
    }

    /// Stores the settings. Recordings that they let stay no longer are deleted at once.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] without a language, or with one that is not known; [`Error::Vault`], also for a scribe.
    pub fn save_settings(&self, settings: &Settings) -> Result<(), Error> {
        let words = settings.clinic_words.iter().map(|word| word.trim().to_owned());
        let clinic_words = words.filter(|word| !word.is_empty()).collect();
        if settings.languages.is_empty()
            || settings.languages.iter().any(|code| language_name(code).is_none())
        {
            return Err(Error::InvalidInput("Choose at least one of the languages that are offered.".into()));
        }
        let settings = Settings { clinic_words, ..settings.clone() };
        self.vault.save_settings(&settings, self.user.id, Timestamp::now())?;
        Ok(self.vault.delete_expired_audio(self.user.id, Timestamp::now()).map(drop)?)
    }

    /// Deletes the recordings that may stay no longer. What fails now is tried again when the vault is opened next.
    pub(crate) fn let_recordings_go(&self) {
        if let Err(error) = self.vault.delete_expired_audio(self.user.id, Timestamp::now()) {
            tracing::warn!(
                code = Error::from(error).code(),
                "recordings that are to go could not be deleted"
            );
        }
    }

    /// What this consult is likely to speak of: the patient's medications, as recorded and as earlier notes have them, the
    /// allergies, and the clinic's own words.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub(crate) fn vocabulary(&self, id: EncounterId) -> Result<Vocabulary, Error> {
        let encounter = self.vault.encounter(id)?;
        let patient = self.vault.patient(encounter.patient)?;
        let mut medications = patient.medications;
        let from = encounter.start.checked_sub((MEDICATIONS_OF_DAYS * 24).hours()).unwrap_or(Timestamp::MIN);
        let earlier = self.vault.encounters_between(from, encounter.start)?;
        for before in earlier.iter().filter(|before| before.patient == patient.id && before.id != id) {
            let Some(stored) = self.vault.latest_note(before.id)? else { continue };
            medications.extend(stored.note.statements().filter_map(|statement| match &statement.detail {
                Some(Detail::Medication(medication)) => Some(medication.name.clone()),
                _ => None,
            }));
        }
        let clinic_words = self.settings()?.clinic_words;
        Ok(Vocabulary { medications, allergies: patient.allergies, clinic_words })
    }
}
