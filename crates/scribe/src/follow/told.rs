//! What is told while a transcript is made: how far it is, how much waits, and what the open words sound like.

use clinical::{EncounterId, Phi};

use crate::{Error, Event, Session, Stage};

/// From how much on it is told that sound waits while nothing is settled, in ms: no chunk of speech is as long.
const WAITING_MS: u64 = 45_000;

impl Session {
    /// The open words are settled now; tells how much is left to listen to.
    pub(super) fn tell_backlog(&self, id: EncounterId, heard_to_ms: u64) -> Result<(), Error> {
        if self.recording_goes_on(id) {
            let behind_ms = self.vault.audio_extent(id)?.duration_ms.saturating_sub(heard_to_ms);
            self.tell_open_words(id, Phi::default(), behind_ms);
        }
        Ok(())
    }

    pub(super) fn tell_open_words(&self, id: EncounterId, text: Phi, behind_ms: u64) {
        let without_graphics = self.without_graphics(id);
        self.events.send(Event::Tentative { encounter: id, text, behind_ms, without_graphics });
    }

    /// Tells how much is left to listen to where that is more than can be speech without a pause.
    pub(super) fn tell_waiting(&self, id: EncounterId) -> Result<(), Error> {
        let heard_to_ms = match self.vault.current_transcript(id)? {
            Some((transcript, _)) => self.vault.transcribed_to(transcript)?,
            None => 0,
        };
        match self.vault.audio_extent(id)?.duration_ms.saturating_sub(heard_to_ms) >= WAITING_MS {
            true => self.tell_backlog(id, heard_to_ms),
            false => Ok(()),
        }
    }

    pub(super) fn report(&self, id: EncounterId, next_seq: u32) -> Result<(), Error> {
        if self.recording_goes_on(id) {
            return Ok(());
        }
        let chunks = self.vault.audio_extent(id)?.chunks;
        let fraction = f64::from(next_seq) / f64::from(chunks.max(1));
        self.progress(id, Stage::Transcribing, Some(fraction.min(1.0)), "Finishing the transcript.");
        Ok(())
    }
}
