//! A recording that somebody deletes before its time, as where the patient does not agree to it any more.

use clinical::EncounterId;
use jiff::Timestamp;

use crate::jobs::Kind;
use crate::{Error, Session};

impl Session {
    /// Deletes the recording of a consult for good; transcripts and note stay.
    ///
    /// # Errors
    /// [`Error::ClinicianOnly`], [`Error::Busy`] while it is recorded or worked on, or where there is no note that was made of it,
    /// [`Error::Vault`].
    pub fn delete_recording(&self, id: EncounterId) -> Result<(), Error> {
        if !self.is_clinician() {
            return Err(Error::ClinicianOnly);
        }
        let _job = self.begin_job(id, Kind::Again)?;
        if self.vault.latest_note(id)?.is_none() {
            return Err(Error::Busy(
                "There is no note of this recording yet. Finish it first, or write the note.",
            ));
        }
        Ok(self.vault.delete_audio(id, self.user.id, Timestamp::now())?)
    }
}
