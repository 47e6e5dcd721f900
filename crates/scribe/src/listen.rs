//! From samples to transcript: cut by voice activity, recognised by the speech model's process, kept in order.

mod file;
mod hearing;
mod passages;
mod program;
mod recognising;

use capture::NoiseSuppressor;
use clinical::{ENGLISH, Gap, Phi, Segment, Span};
use speech::{Chunk, Chunker, ChunkerConfig, Window};
use worker::{TranscribeParams, WhisperWorker, WorkerError};

pub(crate) use file::hear_file;
pub use file::{FileTranscript, transcribe_file};
pub use hearing::{Hearing, require_languages};
pub(crate) use passages::speakers;
pub(crate) use program::threads;
pub use program::whisper_for;
use recognising::{More, Wanted};

use crate::{Error, InstalledModel};

/// Speech that a language is told by, in ms.
const LANGUAGE_TOLD_BY_MS: u64 = 8_000;
/// Speech that a guess may take a language from, in ms: a wrong one is wrong for a moment.
const LANGUAGE_GUESSED_BY_MS: u64 = 2_000;
/// The longest piece that is translated, in ms. It is heard as one segment, of which Whisper writes at most some 220 tokens; in
/// languages that take several to a word, half a minute is more than that.
const LONGEST_TRANSLATED_MS: u64 = 12_000;

/// Turns a stream of samples into settled pieces of transcript. Samples go in as they come; text comes out when a pause
/// has closed a chunk and the model has heard it.
pub struct Listener {
    suppressor: Option<NoiseSuppressor>,
    chunker: Chunker,
    whisper: WhisperWorker,
    params: TranscribeParams,
    hearing: Hearing,
    /// Speech of the beginning, until it is enough to tell its language by; of what is stored, until a window is full.
    waiting: Vec<Chunk>,
    /// How much speech the language was told by, in ms.
    told_by_ms: u64,
    /// The code of the language that the beginning sounds like, until it is known.
    guessed_language: Option<String>,
}

/// What was heard, and up to where nothing needs to be listened to again.
#[derive(Default)]
pub struct HeardSoFar {
    /// New pieces, in order, in milliseconds of the recording; who speaks is not known yet.
    pub pieces: Vec<Segment>,
    /// What the model failed on twice: it is passed over, so that what was said after it is heard.
    pub passed_over: Vec<PassedOver>,
    /// Everything before this millisecond is settled.
    pub settled_ms: u64,
}

/// Speech that the model failed on twice.
#[derive(Debug)]
pub struct PassedOver {
    /// What the transcript lacks by it.
    pub gap: Gap,
    /// How it failed.
    pub error: WorkerError,
}

impl HeardSoFar {
    /// Whether there is anything new in it.
    pub fn is_news(&self) -> bool {
        !self.pieces.is_empty() || !self.passed_over.is_empty()
    }
}

/// For whom a part of what was said would be of no use.
///
/// # Errors
/// [`Error::Worker`] where the model failed on a piece.
pub(crate) fn require_whole(passed_over: &[PassedOver]) -> Result<(), Error> {
    passed_over.first().map_or(Ok(()), |first| Err(first.error.clone().into()))
}

impl Listener {
    /// A listener for a stream whose first sample is `base_ms` milliseconds into the recording.
    ///
    /// # Errors
    /// [`Error::Capture`] where noise is to be suppressed and cannot be.
    pub fn new(
        model: &InstalledModel,
        whisper: WhisperWorker,
        base_ms: u64,
        hearing: Hearing,
    ) -> Result<Self, Error> {
        let params = TranscribeParams {
            temperature_fallback: model.temperature_fallback,
            timestamps: model.timestamps,
            initial_prompt: hearing.prompt.clone().map(Phi::into_string),
            ..TranscribeParams::default()
        };
        Self::with(params, whisper, base_ms, hearing)
    }

    /// In the language of `hearing`, where there is one.
    fn with(
        params: TranscribeParams,
        whisper: WhisperWorker,
        base_ms: u64,
        hearing: Hearing,
    ) -> Result<Self, Error> {
        let suppressor = hearing.suppress_noise.then(NoiseSuppressor::new).transpose()?;
        let mut cutting = ChunkerConfig::default();
        if hearing.translate && hearing.languages != [ENGLISH] {
            cutting.max_chunk_ms = LONGEST_TRANSLATED_MS;
        }
        let chunker = Chunker::starting_at(cutting, base_ms);
        let language = match hearing.languages.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        };
        let params = TranscribeParams { language, ..params };
        Ok(Self {
            suppressor,
            chunker,
            whisper,
            params,
            hearing,
            waiting: Vec::new(),
            told_by_ms: 0,
            guessed_language: None,
        })
    }

    /// One that goes on at this millisecond of the recording, in the language where that is known.
    ///
    /// # Errors
    /// As [`Listener::new`].
    pub fn anew(&self, base_ms: u64) -> Result<Self, Error> {
        let hearing = match self.language() {
            Some(known) => Hearing { languages: vec![known.to_owned()], ..self.hearing.clone() },
            None => self.hearing.clone(),
        };
        let anew = Self::with(self.params.clone(), self.whisper.clone(), base_ms, hearing)?;
        Ok(Self { guessed_language: self.guessed_language.clone(), ..anew })
    }

    /// The code of the language that is spoken, once it is known.
    pub fn language(&self) -> Option<&str> {
        self.params.language.as_deref()
    }

    /// The same, or else that of what was heard so far, which was too little to tell it for all.
    pub fn likely_language(&self) -> Option<&str> {
        self.language().or(self.guessed_language.as_deref())
    }

    /// Takes the next samples (16 kHz mono) and gives what they settled.
    ///
    /// # Errors
    /// [`Error::Worker`] where the model cannot be used, [`Error::Capture`] where noise could not be taken out.
    pub async fn hear(&mut self, samples: &[i16]) -> Result<HeardSoFar, Error> {
        let chunks = self.chunks(samples)?;
        self.recognise(chunks, More::MayCome).await
    }

    /// The same of samples that more are stored behind: it listens when what is at hand fills a window of the model.
    ///
    /// # Errors
    /// As [`Listener::hear`].
    pub async fn hear_stored(&mut self, samples: &[i16]) -> Result<HeardSoFar, Error> {
        let chunks = self.chunks(samples)?;
        self.recognise(chunks, More::IsAtHand).await
    }

    fn chunks(&mut self, samples: &[i16]) -> Result<Vec<Chunk>, Error> {
        Ok(match &mut self.suppressor {
            None => self.chunker.push(samples),
            Some(suppressor) => self.chunker.push(&suppressor.push(samples)?),
        })
    }

    /// The stream is cut here and another listener goes on behind it: gives what was still open. A language that was told by too
    /// little of it is that of this piece, and not known of the rest.
    ///
    /// # Errors
    /// As [`Listener::hear`].
    pub async fn break_off(&mut self) -> Result<HeardSoFar, Error> {
        let known = self.params.language.clone();
        let heard = self.finish().await?;
        if known.is_none() && self.told_by_ms < LANGUAGE_TOLD_BY_MS {
            self.guessed_language = self.params.language.take();
        }
        Ok(heard)
    }

    /// The end of the stream: gives what was still open.
    ///
    /// # Errors
    /// As [`Listener::hear`].
    pub async fn finish(&mut self) -> Result<HeardSoFar, Error> {
        let mut chunks = match &mut self.suppressor {
            None => Vec::new(),
            Some(suppressor) => self.chunker.push(&suppressor.finish()?),
        };
        chunks.extend(self.chunker.finish());
        self.recognise(chunks, More::No).await
    }

    /// Where the speech lies that has begun and not ended, in ms of the recording.
    pub fn open(&self) -> Option<Span> {
        self.chunker.open().map(|chunk| Span { start_ms: chunk.start_ms, end_ms: chunk.end_ms() })
    }

    /// What the speech that is going on sounds like so far. It is nobody's word yet: it changes, and nothing is settled by
    /// it. Dropping the future gives it up; what is asked next waits until the engine has looked up.
    ///
    /// # Errors
    /// As [`Listener::hear`].
    pub async fn guess(&mut self) -> Result<Phi, Error> {
        let Some(open) = self.chunker.open() else { return Ok(Phi::default()) };
        // What waits for its language to be told is shown, too, where one window takes it all.
        let mut chunks: Vec<Chunk> = self.waiting.iter().cloned().chain([open]).collect();
        let Some(language) = self.language_to_guess_in(&chunks).await? else { return Ok(Phi::default()) };
        if Window::takes(&chunks) < chunks.len() {
            chunks.drain(..chunks.len() - 1);
        }
        let params = TranscribeParams { language: Some(language), ..self.params.clone() };
        let pieces = self.recognise_window(&chunks, &params, Wanted::Now).await?;
        Ok(Phi::from(pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ")))
    }
}

#[cfg(test)]
mod tests;
