//! The encounters that somebody has to see to, and how far each has come.

use clinical::{Encounter, EncounterClass, EncounterId, EncounterStatus, Patient, PatientId, Sound};
use jiff::{Timestamp, ToSpan};

use crate::{Error, RecordingState, Session, Stage};

/// A line of the worklist.
#[derive(Clone, Debug)]
pub struct WorklistRow {
    /// The encounter.
    pub encounter: Encounter,
    /// Who is seen.
    pub patient: Patient,
    /// How far it has come.
    pub stage: Stage,
    /// Statements that a clinician must still decide about.
    pub unresolved: usize,
    /// How many of these are flagged.
    pub flagged: usize,
    /// Sound in the vault, in ms.
    pub recorded_ms: u64,
    /// Whether another transcript of its recording was cut short, and can be gone on with by [`Session::finish_interrupted`].
    pub again_cut_short: bool,
}

/// Who is to be seen.
#[derive(Clone, Debug)]
pub enum WhichPatient {
    /// Somebody in the vault.
    Known(PatientId),
    /// Somebody new.
    New(Patient),
}

impl Session {
    /// The encounters of the last day and the next two, those of the last month that are not finished, and, however long ago that was,
    /// those that were recorded and never signed, by time.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn worklist(&self) -> Result<Vec<WorklistRow>, Error> {
        let now = Timestamp::now();
        let from = now.checked_sub((30 * 24).hours()).unwrap_or(Timestamp::MIN);
        let to = now.checked_add(48.hours()).unwrap_or(Timestamp::MAX);
        let day_ago = now.checked_sub(24.hours()).unwrap_or(Timestamp::MIN);
        let mut rows = Vec::new();
        for encounter in self.vault.encounters_between(from, to)? {
            if encounter.start < day_ago && encounter.status == EncounterStatus::Finished {
                continue;
            }
            rows.push(self.row(encounter)?);
        }
        for id in self.vault.unsigned_recordings()? {
            if !rows.iter().any(|row| row.encounter.id == id) {
                rows.push(self.row(self.vault.encounter(id)?)?);
            }
        }
        rows.sort_by_key(|row| (row.encounter.start, row.encounter.id));
        Ok(rows)
    }

    /// One line of the worklist.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn worklist_row(&self, id: EncounterId) -> Result<WorklistRow, Error> {
        self.row(self.vault.encounter(id)?)
    }

    fn row(&self, encounter: Encounter) -> Result<WorklistRow, Error> {
        let patient = self.vault.patient(encounter.patient)?;
        let latest = self.vault.latest_note(encounter.id)?;
        let statements = || latest.iter().flat_map(|stored| stored.note.statements());
        let unresolved = statements().filter(|statement| statement.needs_resolution()).count();
        let flagged = statements().filter(|statement| statement.flag.is_some()).count();
        let recorded_ms = self.vault.audio_extent(encounter.id)?.duration_ms;
        Ok(WorklistRow {
            stage: self.stage(&encounter, unresolved)?,
            again_cut_short: self.offered_again(encounter.id)?.is_some(),
            encounter,
            patient,
            unresolved,
            flagged,
            recorded_ms,
        })
    }

    fn stage(&self, encounter: &Encounter, unresolved: usize) -> Result<Stage, Error> {
        let id = encounter.id;
        if let Some(status) = self.recording_status().filter(|status| status.encounter == id) {
            return Ok(match status.state {
                RecordingState::Recording => Stage::Recording,
                RecordingState::Paused => Stage::Paused,
                RecordingState::Saving => Stage::Saving,
                RecordingState::Stopped => Stage::Transcribing,
            });
        }
        // Its recording may be heard again; it is signed all the same.
        if encounter.status == EncounterStatus::Finished {
            return Ok(if self.vault.exports(id)?.is_empty() { Stage::Signed } else { Stage::Exported });
        }
        if let Some(stage) = self.jobs.stage(id) {
            return Ok(stage);
        }
        if self.vault.interrupted_recordings()?.contains(&id) {
            return Ok(Stage::Interrupted);
        }
        if self.vault.latest_note(id)?.is_some() {
            return Ok(if unresolved == 0 { Stage::ReadyToSign } else { Stage::Drafted });
        }
        Ok(if self.vault.audio_extent(id)?.chunks > 0 { Stage::NeedsAttention } else { Stage::Planned })
    }

    /// Puts an encounter on the worklist, for now.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for a patient without a name, [`Error::Vault`].
    pub fn create_encounter(
        &self,
        patient: WhichPatient,
        reason: &str,
        class: EncounterClass,
    ) -> Result<EncounterId, Error> {
        let now = Timestamp::now();
        let patient = match patient {
            WhichPatient::Known(id) => self.vault.patient(id)?.id,
            WhichPatient::New(patient) => {
                if patient.family_name.trim().is_empty() {
                    return Err(Error::InvalidInput("Enter the patient's family name.".into()));
                }
                self.vault.save_patient(&patient, self.user.id, now)?;
                patient.id
            }
        };
        let encounter = Encounter {
            id: EncounterId::new(),
            patient,
            clinician: self.user.id,
            class,
            status: EncounterStatus::Planned,
            reason: reason.trim().into(),
            start: now,
            end: None,
            consent: None,
            sound: Sound::Visit,
            language: None,
        };
        self.vault.save_encounter(&encounter, self.user.id, now)?;
        Ok(encounter.id)
    }
}
