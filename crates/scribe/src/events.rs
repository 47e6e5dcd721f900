//! What happens by itself, told to whoever listens: levels, the recording's state, new text, progress.

use capture::Level;
use clinical::{EncounterId, Gap, Phi, Segment};
use tokio::sync::broadcast;

use crate::{RecordingStatus, Stage};

/// Something that happened without being asked for.
#[derive(Clone, Debug)]
pub enum Event {
    /// The microphone's level, ten times a second.
    Level(Level),
    /// The recording changed, or went on for another half second.
    Recording(RecordingStatus),
    /// Something is missing in a recording or in its transcript.
    Gap {
        /// Whose.
        encounter: EncounterId,
        /// Where and why.
        gap: Gap,
    },
    /// A piece of transcript is settled.
    Segment {
        /// Whose.
        encounter: EncounterId,
        /// The piece.
        segment: Segment,
    },
    /// What the speech that is going on sounds like so far, after the settled pieces: it changes until it is settled, and is
    /// nobody's word before.
    Tentative {
        /// Whose.
        encounter: EncounterId,
        /// The words; none when there is nothing open.
        text: Phi,
        /// How much stored sound has not been listened to yet, in ms.
        behind_ms: u64,
        /// Why a model at work runs on the processor that should run on a graphics card, in words.
        without_graphics: Option<String>,
    },
    /// Work on an encounter went on.
    Progress {
        /// Whose.
        encounter: EncounterId,
        /// Which work.
        stage: Stage,
        /// How much is done, from 0 to 1, where that is known.
        fraction: Option<f64>,
        /// In words, without a patient's data.
        message: String,
        /// The code of the error that ended it, where one did; "stopped" where it was asked to stop.
        error: Option<&'static str>,
    },
    /// A model is being installed, imported or checked.
    Model {
        /// Its id, [`IMPORT`](crate::IMPORT) or [`CHECK`](crate::CHECK).
        id: String,
        /// How much is done, from 0 to 1, where that is known.
        fraction: Option<f64>,
        /// In words.
        message: String,
    },
}

/// The sending end. Nobody listening is fine.
#[derive(Clone)]
pub struct Events(broadcast::Sender<Event>);

impl Events {
    pub(crate) fn new() -> Self {
        Self(broadcast::channel(1024).0)
    }

    pub(crate) fn send(&self, event: Event) {
        let _ = self.0.send(event);
    }

    pub(crate) fn subscribe(&self) -> broadcast::Receiver<Event> {
        self.0.subscribe()
    }
}
