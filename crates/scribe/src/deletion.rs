//! A recording that somebody deletes before its time.

use clinical::EncounterId;
use jiff::Timestamp;

use crate::jobs::Kind;
use crate::{Error, Session};

impl Session {
    /// Deletes the recording of a consult for good. Transcripts and note stay; where there is no note yet the transcripts go with it,
    /// and the consult can be recorded anew.
    ///
    /// # Errors
    /// [`Error::ClinicianOnly`], [`Error::NotFound`] where there is none, [`Error::Busy`] while it is recorded or worked on,
    /// [`Error::Vault`].
    pub fn delete_recording(&self, id: EncounterId) -> Result<(), Error> {
        if !self.is_clinician() {
            return Err(Error::ClinicianOnly);
        }
        let _job = self.begin_job(id, Kind::Again)?;
        self.stop_following(id);
        if self.vault.audio_extent(id)?.chunks == 0 {
            return Err(Error::NotFound("There is no recording of this consult."));
        }
        Ok(self.vault.delete_audio(id, self.user.id, Timestamp::now())?)
    }
}
