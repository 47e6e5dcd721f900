//! An audio file as the recording of a consult.

use std::path::Path;

use capture::Recorder;
use clinical::EncounterId;
use jiff::Timestamp;

use crate::recording::stored_form;
use crate::{Error, Session};

impl Session {
    /// Stores an audio file as the recording of an encounter, in the same one-second chunks as a microphone's.
    ///
    /// # Errors
    /// [`Error::Capture`] for a file that cannot be read as audio: nothing is stored then. [`Error::Vault`].
    pub fn import_audio(&self, id: EncounterId, path: &Path) -> Result<(), Error> {
        let blocks = capture::decode_file(path)?.collect::<Result<Vec<_>, _>>()?;
        let extent = self.vault.audio_extent(id)?;
        let mut recorder = Recorder::continuing(u64::from(extent.chunks), extent.duration_ms);
        self.vault.begin_recording(id, self.user.id, Timestamp::now())?;
        for block in blocks {
            for chunk in recorder.push(block) {
                self.vault.append_audio(id, &stored_form(&chunk)?)?;
            }
        }
        if let Some(chunk) = recorder.finish() {
            self.vault.append_audio(id, &stored_form(&chunk)?)?;
        }
        Ok(self.vault.end_recording(id, Timestamp::now())?)
    }
}
