//! What can go wrong with a worker, in words a clinician can act on.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What a child reports when it cannot do what was asked. It crosses the wire, and never carries spoken or written text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Error)]
pub enum Failure {
    /// The model file cannot be used.
    #[error("the model file cannot be used: {0}")]
    ModelUnusable(String),
    /// The processor lacks instructions the engine was compiled for.
    #[error("the processor lacks {0}")]
    ProcessorTooOld(String),
    /// The prompt does not fit the model's context.
    #[error("{tokens} tokens do not fit a context of {context}")]
    TooLong {
        /// Tokens in the prompt.
        tokens: u32,
        /// Tokens the context holds.
        context: u32,
    },
    /// The grammar is not valid GBNF or has no rule `root`.
    #[error("the grammar cannot be used")]
    Grammar,
    /// The request was cancelled by the parent.
    #[error("cancelled")]
    Cancelled,
    /// The engine refused to do its work, for a reason of its own.
    #[error("the engine failed: {0}")]
    Engine(String),
    /// The graphics card could not be used, or failed at work; on the processor it may well be done.
    #[error("the graphics card failed: {0}")]
    Graphics(String),
}

/// Why a worker gave no answer. Each message is a sentence that can be shown; [`WorkerError::advice`] says what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WorkerError {
    /// The worker's program is not where it was installed.
    #[error("A part of Dictum is missing: {}.", path.display())]
    ProgramMissing {
        /// Where the program was looked for.
        path: PathBuf,
    },
    /// The worker's program is there but cannot be started.
    #[error("A part of Dictum could not be started ({reason}).")]
    NotStarted {
        /// What the operating system said.
        reason: String,
    },
    /// There is no file at the model's path.
    #[error("The model file {} is not there.", path.display())]
    ModelMissing {
        /// The model's path.
        path: PathBuf,
    },
    /// The model file is damaged, of another kind, or unsupported.
    #[error("The model file cannot be used: {reason}.")]
    ModelUnusable {
        /// Why, without a full stop.
        reason: String,
    },
    /// This computer's processor lacks instructions the engine needs.
    #[error("This computer's processor is too old to run models: it lacks {needs}.")]
    ProcessorTooOld {
        /// The missing instruction sets, such as `AVX2`.
        needs: String,
    },
    /// The process that ran the model ended twice on the same request.
    #[error("The model stopped unexpectedly.")]
    Died,
    /// The process was silent for longer than any work should take.
    #[error("The model did not answer in time.")]
    TimedOut,
    /// What the process sent was not the protocol.
    #[error("A part of Dictum answered in a way this version does not understand.")]
    Protocol,
    /// The request was cancelled, or the worker was shut down during it.
    #[error("The work was cancelled.")]
    Cancelled,
    /// The prompt does not fit the model. Nothing was cut off to make it fit.
    #[error("The text is too long for this model: {tokens} tokens, and it can hold {context}.")]
    TooLong {
        /// Tokens in the prompt.
        tokens: u32,
        /// Tokens the context holds.
        context: u32,
    },
    /// The audio handed over at once is longer than a frame may be.
    #[error("The piece of audio is too long: {milliseconds} ms, and at most {most} ms can be heard at once.")]
    AudioTooLong {
        /// Length of the audio, in milliseconds.
        milliseconds: u64,
        /// The most that is accepted, in milliseconds.
        most: u64,
    },
    /// The grammar is not valid GBNF or has no rule `root`.
    #[error("The shape asked of the model is not valid.")]
    Grammar,
    /// The engine refused to do its work.
    #[error("The model failed: {reason}.")]
    Engine {
        /// Why, without a full stop.
        reason: String,
    },
    /// The graphics card could not be used. Work for a model is never lost by it: it is done on the processor.
    #[error("The graphics card cannot be used: {reason}.")]
    Graphics {
        /// Why, without a full stop.
        reason: String,
    },
}

impl WorkerError {
    /// What the user can do about it, as a sentence.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::ProgramMissing { .. } | Self::NotStarted { .. } | Self::Protocol => {
                "Install Dictum again; the recording and the notes are kept."
            }
            Self::ModelMissing { .. } => "Install the model again under Models.",
            Self::ModelUnusable { .. } => {
                "Choose another model. If this one is installed, remove it under Models and install it again."
            }
            Self::ProcessorTooOld { .. } => {
                "Use a computer with a newer processor, or draft without a model."
            }
            Self::Died => {
                "Close other programs to free memory, or choose a smaller model, and try again. The recording is safe."
            }
            Self::TimedOut => "Try again, or choose a smaller model. The recording is safe.",
            Self::Cancelled => "Start it again when you want it.",
            Self::TooLong { .. } => "Choose a model with a longer context, or draft without a model.",
            Self::Graphics { .. } => {
                "Models run on the processor meanwhile. Bring its driver up to date, or set DICTUM_GRAPHICS=off."
            }
            Self::AudioTooLong { .. } => "Hand the audio over in shorter pieces.",
            Self::Grammar | Self::Engine { .. } => {
                "Try again, or choose another model. The recording is safe."
            }
        }
    }
}

impl From<Failure> for WorkerError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::ModelUnusable(reason) => Self::ModelUnusable { reason },
            Failure::ProcessorTooOld(needs) => Self::ProcessorTooOld { needs },
            Failure::TooLong { tokens, context } => Self::TooLong { tokens, context },
            Failure::Grammar => Self::Grammar,
            Failure::Cancelled => Self::Cancelled,
            Failure::Engine(reason) => Self::Engine { reason },
            Failure::Graphics(reason) => Self::Graphics { reason },
        }
    }
}
