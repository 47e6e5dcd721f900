//! How well Dictum works on recordings, consults and statements of which the truth is known.

mod checks;
mod drafts;
mod speech;

pub use checks::{Caught, CheckEvaluation, evaluate_checks};
pub use drafts::{DraftEvaluation, EvaluatedDraft, evaluate_drafts};
pub use speech::{EvaluatedFile, Silence, SpeechEvaluation, SpeechManifest, evaluate_speech};
