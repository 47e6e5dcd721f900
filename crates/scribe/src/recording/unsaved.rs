//! What the vault has not taken of a recording yet, in the order in which it is to.

use clinical::{EncounterId, Gap};
use jiff::Timestamp;
use vault::{AudioChunk, Vault, VaultError};

pub(super) enum Unsaved {
    Chunk(AudioChunk),
    Gap(Gap),
    /// The last gap, which is longer by now.
    Longer(Gap),
    Pause,
    Resume(Timestamp),
    /// That the recording is over.
    End,
}

impl Unsaved {
    pub(super) fn store(&self, vault: &Vault, id: EncounterId, now: Timestamp) -> Result<(), VaultError> {
        match self {
            Self::Chunk(chunk) => vault.append_audio(id, chunk),
            Self::Gap(gap) => vault.add_gap(id, gap, now),
            Self::Longer(gap) => vault.lengthen_gap(id, gap, now),
            Self::Pause => vault.pause_recording(id),
            Self::Resume(at) => vault.resume_recording(id, *at),
            Self::End => vault.end_recording(id, now),
        }
    }

    /// Up to where the recording is safe once it is stored, ms; none where that is no news.
    pub(super) fn reaches_ms(&self) -> Option<u64> {
        match self {
            Self::Chunk(chunk) => Some(chunk.start_ms + u64::from(chunk.duration_ms)),
            _ => None,
        }
    }
}
