//! The sample consult that ships with Dictum: invented people, synthetic voices.

use std::path::PathBuf;
use std::sync::Arc;

use clinical::{ConsentAnswer, Encounter, EncounterClass, EncounterId, Gender, Patient, PatientId, Sound};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::{Error, Places, Session, WhichPatient};

/// The sample's patient, marked as such.
pub fn sample_patient() -> Patient {
    Patient {
        id: PatientId::new(),
        family_name: "Sample".into(),
        given_name: "Ruth".into(),
        birth_date: Some(Date::constant(1968, 5, 14)),
        gender: Gender::Female,
        mrn: Some("SAMPLE-1".into()),
        allergies: vec![],
        medications: vec![],
        sample: true,
    }
}

/// The recording of the sample consult.
///
/// # Errors
/// [`Error::NotFound`] where this installation lacks it.
pub fn sample_audio(places: &Places) -> Result<PathBuf, Error> {
    let candidates = places.shipped_models.iter().map(|folder| folder.join("sample/consult.flac"));
    candidates
        .into_iter()
        .find(|path| path.is_file())
        .ok_or(Error::NotFound("The sample consult is missing from this installation of Dictum."))
}

impl Session {
    /// Puts the sample consult on the worklist, with its recording in the vault.
    ///
    /// # Errors
    /// [`Error::NotFound`] where the recording is missing, [`Error::Vault`].
    pub fn add_sample(self: &Arc<Self>) -> Result<EncounterId, Error> {
        let audio = sample_audio(&self.places)?;
        let patient = WhichPatient::New(sample_patient());
        let id = self.create_encounter(patient, "Sample consult", EncounterClass::Ambulatory)?;
        self.record_consent(id, ConsentAnswer::Verbal, "The patient")?;
        let encounter = Encounter { sound: Sound::Sample, ..self.vault.encounter(id)? };
        self.vault.save_encounter(&encounter, self.user.id, Timestamp::now())?;
        self.import_audio(id, &audio)?;
        Ok(id)
    }

    /// Puts the sample consult on the worklist, and transcribes and drafts it in the background.
    ///
    /// # Errors
    /// As [`Session::add_sample`].
    pub fn try_sample(self: &Arc<Self>) -> Result<EncounterId, Error> {
        let id = self.add_sample()?;
        self.finish_interrupted(id)?;
        Ok(id)
    }
}
