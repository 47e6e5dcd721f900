//! The parent's handle on a speech model.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::call::{Introduce, call};
use crate::child::{Answer, GUESS_ENDS_WITHIN, Running, Spec};
use crate::error::WorkerError;
use crate::graphics::{Graphics, RunsOn};
use crate::messages::{Heard, LanguageGuess, ModelInfo, TranscribeParams};
use crate::supervisor::{Supervised, Work};
use crate::wire::{EngineKind, LONGEST_AUDIO_MS, SAMPLES_PER_MS, Samples, ToWorker};

/// A speech model in a child process. Clones share the child, which ends when the last of them is dropped.
#[derive(Clone)]
pub struct WhisperWorker(Arc<Supervised>);

impl WhisperWorker {
    /// Names the worker's program, the model's file and the number of threads (0: one for each core). Nothing is
    /// started until it is needed.
    pub fn new(program: PathBuf, model: PathBuf, threads: u16) -> Self {
        Self::with_graphics(program, model, threads, Graphics::of_environment())
    }

    /// The same, and whether a graphics card shall be used.
    pub fn with_graphics(program: PathBuf, model: PathBuf, threads: u16, graphics: Graphics) -> Self {
        let kind = EngineKind::Speech;
        Self(Supervised::new(Spec { program, model, threads, context_tokens: 0, kind, graphics }))
    }

    /// What the model is; loads it if need be.
    ///
    /// # Errors
    /// When the program or model is missing or unusable, or the processor too old.
    pub async fn info(&self) -> Result<ModelInfo, WorkerError> {
        call(&self.0, Introduce).await
    }

    /// The words in `samples` (16 kHz mono, -1 to 1). A child that dies is replaced and the audio heard again, once.
    /// Dropping the future stops the work.
    ///
    /// # Errors
    /// When the model cannot be loaded, the audio is longer than [`LONGEST_AUDIO_MS`], or the worker died twice.
    pub async fn transcribe(
        &self,
        samples: &[f32],
        params: &TranscribeParams,
    ) -> Result<Vec<Heard>, WorkerError> {
        call(&self.0, Transcribe::new(samples, params)?).await
    }

    /// The same for words that are of use only at once. Dropping the future gives them up: what is asked next waits until the child
    /// has let go of them, for it would wait longer for another child. Only one that hangs is replaced.
    ///
    /// # Errors
    /// As [`WhisperWorker::transcribe`].
    pub async fn guess(&self, samples: &[f32], params: &TranscribeParams) -> Result<Vec<Heard>, WorkerError> {
        call(&self.0, Guess(Transcribe::new(samples, params)?)).await
    }

    /// How likely each language is the one spoken in `samples` (16 kHz mono, -1 to 1), of which the first 30 s count, the
    /// likeliest first; none where the model knows but one.
    ///
    /// # Errors
    /// As [`WhisperWorker::transcribe`].
    pub async fn languages(&self, samples: &[f32]) -> Result<Vec<LanguageGuess>, WorkerError> {
        let silence = longest_silence(samples)?;
        call(&self.0, Languages { samples: Samples(samples.to_vec()), silence }).await
    }

    /// The same for a guess, given up as [`WhisperWorker::guess`] is.
    ///
    /// # Errors
    /// As [`WhisperWorker::transcribe`].
    pub async fn guess_languages(&self, samples: &[f32]) -> Result<Vec<LanguageGuess>, WorkerError> {
        let silence = longest_silence(samples)?;
        call(&self.0, GuessedLanguages(Languages { samples: Samples(samples.to_vec()), silence })).await
    }

    /// Ends the child, giving its memory back; work in progress ends as [`WorkerError::Cancelled`]. A later request
    /// starts it again.
    pub async fn shut_down(&self) {
        self.0.shut_down().await;
    }

    /// On what the model runs, or ran last; none before it was loaded.
    pub fn runs_on(&self) -> Option<RunsOn> {
        self.0.runs_on()
    }

    /// The child's process id, while one runs.
    pub fn pid(&self) -> Option<u32> {
        self.0.pid()
    }
}

/// How long the child may be silent over these samples.
fn longest_silence(samples: &[f32]) -> Result<Duration, WorkerError> {
    let milliseconds = samples.len() as u64 / SAMPLES_PER_MS;
    if milliseconds > LONGEST_AUDIO_MS {
        return Err(WorkerError::AudioTooLong { milliseconds, most: LONGEST_AUDIO_MS });
    }
    // Ten times as long as the audio is hopeless already; the minute is for a machine that was asleep.
    Ok(Duration::from_secs(60) + 10 * Duration::from_millis(milliseconds))
}

struct Languages {
    samples: Samples,
    silence: Duration,
}

impl Work for Languages {
    type Output = Vec<LanguageGuess>;

    async fn run(&mut self, child: &mut Running) -> Result<Vec<LanguageGuess>, WorkerError> {
        child.ask(|id| ToWorker::Languages { id, samples: self.samples.clone() }).await?;
        match child.answer(self.silence).await? {
            Answer::Languages(languages) => Ok(languages),
            Answer::Failed(failure) => Err(failure.into()),
            _ => Err(WorkerError::Protocol),
        }
    }
}

struct GuessedLanguages(Languages);

impl Work for GuessedLanguages {
    type Output = Vec<LanguageGuess>;
    const STOPS_WITHIN: Duration = GUESS_ENDS_WITHIN;

    async fn run(&mut self, child: &mut Running) -> Result<Vec<LanguageGuess>, WorkerError> {
        self.0.run(child).await
    }
}

struct Transcribe {
    samples: Samples,
    params: TranscribeParams,
    silence: Duration,
}

impl Transcribe {
    fn new(samples: &[f32], params: &TranscribeParams) -> Result<Self, WorkerError> {
        let silence = longest_silence(samples)?;
        Ok(Self { samples: Samples(samples.to_vec()), params: params.clone(), silence })
    }
}

impl Work for Transcribe {
    type Output = Vec<Heard>;

    async fn run(&mut self, child: &mut Running) -> Result<Vec<Heard>, WorkerError> {
        let request =
            |id| ToWorker::Transcribe { id, params: self.params.clone(), samples: self.samples.clone() };
        child.ask(request).await?;
        match child.answer(self.silence).await? {
            Answer::Heard(heard) => Ok(heard),
            Answer::Failed(failure) => Err(failure.into()),
            _ => Err(WorkerError::Protocol),
        }
    }
}

struct Guess(Transcribe);

impl Work for Guess {
    type Output = Vec<Heard>;
    const STOPS_WITHIN: Duration = GUESS_ENDS_WITHIN;

    async fn run(&mut self, child: &mut Running) -> Result<Vec<Heard>, WorkerError> {
        self.0.run(child).await
    }
}
