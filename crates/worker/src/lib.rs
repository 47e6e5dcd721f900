//! Running a model in a child process: wire protocol, supervision, cancellation.
//!
//! Each engine carries its own ggml and cannot share a binary with the other; and a child keeps an abort in native code,
//! or a hostile model file, away from the recording and the keys. The parent's side is [`WhisperWorker`] and
//! [`LlamaWorker`]; the child's side, shared by both binaries, is [`serve`].

mod call;
mod child;
mod crash;
mod error;
mod graphics;
mod language;
mod messages;
mod processor;
mod program;
mod sandbox;
mod serve;
mod speech;
mod supervisor;
mod wire;

pub use crash::leave_no_words;
pub use error::{Failure, WorkerError};
pub use graphics::{Graphics, GraphicsApi, GraphicsCard, GraphicsHere, GraphicsSupport, RunsOn};
pub use language::{Generated, GeneratedText, Generation, LlamaOptions, LlamaWorker, Piece, Stopper};
pub use messages::{
    ChatMessage, GenerateRequest, Heard, LanguageGuess, MOST_TEXTS, ModelInfo, Stopped, TextRequest,
    TranscribeParams, Written,
};
pub use program::worker_program;
pub use serve::{Asked, LanguageEngine, SpeechEngine, ToLoad, serve_language, serve_speech};
pub use speech::WhisperWorker;
pub use wire::{LONGEST_AUDIO_MS, MAX_FRAME_BYTES, SAMPLES_PER_MS};
