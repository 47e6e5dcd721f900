//! What the window is told without asking.

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

use super::{AppError, GapJson, RecordingJson, SegmentJson, StageJson};

/// The microphone's level, ten times a second. Always finite, which specta would not believe of a float.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct LevelEvent {
    /// Root mean square.
    #[specta(type = i32)]
    pub rms_dbfs: f32,
    /// Peak.
    #[specta(type = i32)]
    pub peak_dbfs: f32,
}

/// The recording changed or went on.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub struct RecordingEvent(pub RecordingJson);

/// Something is missing in a recording or in its transcript.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub struct GapEvent {
    /// Whose.
    pub encounter_id: String,
    /// Where and why.
    pub gap: GapJson,
}

/// A piece of transcript is settled.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub struct TranscriptEvent {
    /// Whose.
    pub encounter_id: String,
    /// The piece.
    pub segment: SegmentJson,
}

/// What the speech that is going on sounds like so far; it is not settled.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub struct TentativeEvent {
    /// Whose.
    pub encounter_id: String,
    /// The words.
    pub text: String,
    /// Stored sound that was not listened to yet.
    pub behind_ms: u32,
    /// Why a model at work runs on the processor that should run on a graphics card, in words.
    pub without_graphics: Option<String>,
}

/// Work on an encounter went on.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub struct ProgressEvent {
    /// Whose.
    pub encounter_id: String,
    /// Which work.
    pub stage: StageJson,
    /// From 0 to 1, where known.
    pub fraction: Option<f64>,
    /// In words.
    pub message: String,
    /// The code of the error that ended it, where one did; "stopped" where it was asked to stop.
    pub error: Option<String>,
}

/// A model is being installed, imported or checked.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub struct ModelEvent {
    /// Its id; "import" for one that is being imported, "check" for one that is being checked.
    pub id: String,
    /// From 0 to 1, where known.
    pub fraction: Option<f64>,
    /// In words.
    pub message: String,
}

/// The window was asked to close and must not yet.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub struct CloseRefusedEvent(pub AppError);

/// The operating system locks the screen or goes to sleep: the window stores what is typed, and locks.
#[derive(Clone, Copy, Debug, Serialize, Type, Event)]
pub struct SystemLockEvent;
