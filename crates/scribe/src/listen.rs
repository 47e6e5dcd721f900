//! From samples to transcript: cut by voice activity, recognised by the speech model's process, kept in order.

mod file;

use capture::{NoiseSuppressor, SAMPLE_RATE};
use clinical::{ENGLISH, Gap, GapCause, Phi, Segment, Span, Speaker, language_name};
use drafting::dictation::Piece;
use speech::written::{Written, written_form};
use speech::{Balance, Chunk, Chunker, ChunkerConfig, Recognised, Window};
use terminology::{Formulary, Vocabulary};
use worker::{TranscribeParams, WhisperWorker, WorkerError, worker_program};

pub(crate) use file::hear_file;
pub use file::{FileTranscript, transcribe_file};

use crate::{Error, InstalledModel};

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
}

/// How a consult is listened to.
#[derive(Clone, Debug)]
pub struct Hearing {
    /// Codes of the languages that may be spoken, of [`clinical::LANGUAGES`]: of several, or all where there is none, the one
    /// that is spoken is recognised once, at the beginning.
    pub languages: Vec<String>,
    /// Whether an English translation is made beside what is said in another language.
    pub translate: bool,
    /// Names that the model shall rather hear.
    pub prompt: Option<Phi>,
    /// Whether this is dictation: one clinician speaks, in English with spoken marks and commands.
    pub dictation: bool,
    /// Whether noise is taken out before anything is heard.
    pub suppress_noise: bool,
}

impl Default for Hearing {
    fn default() -> Self {
        Self {
            languages: vec![ENGLISH.into()],
            translate: false,
            prompt: None,
            dictation: false,
            suppress_noise: false,
        }
    }
}

/// Whisper reads at most 224 tokens of a prompt; some room is left.
const PROMPT_TOKENS: usize = 200;

impl Hearing {
    /// Listening for these languages (none: for all), with a vocabulary where the model heeds one.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for a code that is not one of [`clinical::LANGUAGES`].
    pub fn new(
        model: &InstalledModel,
        languages: Vec<String>,
        translate: bool,
        vocabulary: &Vocabulary,
        formulary: &Formulary,
    ) -> Result<Self, Error> {
        require_languages(&languages)?;
        let prompt = || terminology::prompt(vocabulary, formulary, PROMPT_TOKENS);
        Ok(Self { languages, translate, prompt: model.takes_prompt.then(prompt), ..Self::default() })
    }

    /// The same for dictation. Its commands are English.
    #[must_use]
    pub fn of_dictation(self) -> Self {
        Self { languages: vec![ENGLISH.into()], translate: false, dictation: true, ..self }
    }
}

/// Refuses what is not a code of [`clinical::LANGUAGES`].
///
/// # Errors
/// [`Error::InvalidInput`].
pub fn require_languages(codes: &[String]) -> Result<(), Error> {
    match codes.iter().find(|code| language_name(code).is_none()) {
        Some(unknown) => Err(Error::InvalidInput(format!(
            "There is no language \"{unknown}\". Give a code such as en, de or fr."
        ))),
        None => Ok(()),
    }
}

/// Samples that a model looks at to tell the language.
const LANGUAGE_WINDOW: usize = 30 * SAMPLE_RATE as usize;
/// Speech that a language is told by, in ms.
const LANGUAGE_TOLD_BY_MS: u64 = 8_000;

/// Whether more sound comes behind what is to be heard.
#[derive(Clone, Copy, PartialEq, Eq)]
enum More {
    /// It is being recorded.
    MayCome,
    /// It is stored: waiting for it costs nothing.
    IsAtHand,
    No,
}

/// Until when words are of use.
#[derive(Clone, Copy)]
enum Wanted {
    /// They are to be settled.
    Always,
    /// They are a guess, given up where it comes too late.
    Now,
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
        let suppressor = hearing.suppress_noise.then(NoiseSuppressor::new).transpose()?;
        let chunker = Chunker::starting_at(ChunkerConfig::default(), base_ms);
        let language = match hearing.languages.as_slice() {
            [only] => Some(only.clone()),
            _ => None,
        };
        let params = TranscribeParams {
            language,
            temperature_fallback: model.temperature_fallback,
            timestamps: model.timestamps,
            initial_prompt: hearing.prompt.clone().map(Phi::into_string),
            ..TranscribeParams::default()
        };
        Ok(Self { suppressor, chunker, whisper, params, hearing, waiting: Vec::new(), told_by_ms: 0 })
    }

    /// The code of the language that is spoken, once it is known.
    pub fn language(&self) -> Option<&str> {
        self.params.language.as_deref()
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
            self.params.language = None;
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
    /// it. Dropping the future stops the work.
    ///
    /// # Errors
    /// As [`Listener::hear`].
    pub async fn guess(&self) -> Result<Phi, Error> {
        let Some(chunk) = self.chunker.open().filter(|_| self.language().is_some()) else {
            return Ok(Phi::default());
        };
        let pieces = self.recognise_window(&[chunk], Wanted::Now).await?;
        Ok(Phi::from(pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ")))
    }

    async fn recognise(&mut self, chunks: Vec<Chunk>, more: More) -> Result<HeardSoFar, Error> {
        self.waiting.extend(chunks);
        if self.language().is_none() && !self.waiting.is_empty() {
            let speech_ms: u64 = self.waiting.iter().map(|chunk| chunk.end_ms() - chunk.start_ms).sum();
            if speech_ms < LANGUAGE_TOLD_BY_MS && more != More::No {
                return Ok(HeardSoFar { settled_ms: self.waiting[0].start_ms, ..HeardSoFar::default() });
            }
            match self.tell_language().await {
                Ok(language) => {
                    self.params.language = Some(language);
                    self.told_by_ms = speech_ms;
                }
                Err(error) => {
                    let error = self.of_this_sound(error).await?;
                    let passed_over = self.waiting.drain(..).map(|chunk| passed(&chunk, &error)).collect();
                    let settled_ms = self.chunker.settled_ms();
                    return Ok(HeardSoFar { passed_over, settled_ms, ..HeardSoFar::default() });
                }
            }
        }
        let mut heard = HeardSoFar::default();
        // Only where the model tells when it heard what can a window be taken apart again.
        let translates = self.hearing.translate && self.language() != Some(ENGLISH);
        let fills = self.params.timestamps && !translates;
        while !self.waiting.is_empty() {
            let taken = if fills { Window::takes(&self.waiting) } else { 1 };
            if fills && taken == self.waiting.len() && more == More::IsAtHand {
                return Ok(HeardSoFar { settled_ms: self.waiting[0].start_ms, ..heard });
            }
            match self.recognise_window(&self.waiting[..taken], Wanted::Always).await {
                Ok(pieces) => heard.pieces.extend(pieces),
                Err(error) => {
                    fails_on_sound(error)?;
                    self.recognise_each(taken, &mut heard).await?;
                }
            }
            self.waiting.drain(..taken);
        }
        Ok(HeardSoFar { settled_ms: self.chunker.settled_ms(), ..heard })
    }

    /// A window that the model failed on is heard a chunk at a time: most of it may have nothing to do with that.
    async fn recognise_each(&self, taken: usize, heard: &mut HeardSoFar) -> Result<(), Error> {
        for chunk in &self.waiting[..taken] {
            match self.recognise_window(std::slice::from_ref(chunk), Wanted::Always).await {
                Ok(pieces) => heard.pieces.extend(pieces),
                Err(error) => heard.passed_over.push(passed(chunk, &self.of_this_sound(error).await?)),
            }
        }
        Ok(())
    }

    /// How the model failed on this sound, where it can still hear: silence, right after.
    ///
    /// # Errors
    /// What it fails on whatever it is to hear: it would fail on all of it.
    async fn of_this_sound(&self, error: Error) -> Result<WorkerError, Error> {
        let error = fails_on_sound(error)?;
        let language = self.params.language.clone().or(Some(ENGLISH.to_owned()));
        let params = TranscribeParams { language, ..self.params.clone() };
        match self.whisper.transcribe(&[0.0; SILENCE], &params).await {
            Ok(_) => Ok(error),
            Err(_) => Err(error.into()),
        }
    }

    /// The likeliest of the languages that may be spoken, or the only one that the model writes, whatever is spoken.
    async fn tell_language(&self) -> Result<String, Error> {
        let speech: Vec<f32> =
            self.waiting.iter().flat_map(|chunk| &chunk.samples).take(LANGUAGE_WINDOW).copied().collect();
        let among = &self.hearing.languages;
        let guesses = self.whisper.languages(&speech).await?;
        if let [only] = guesses.as_slice() {
            return Ok(only.code.clone());
        }
        let likeliest = guesses.into_iter().find(|guess| among.is_empty() || among.contains(&guess.code));
        let unknown = || among.first().cloned().unwrap_or_else(|| ENGLISH.into());
        Ok(likeliest.map_or_else(unknown, |guess| guess.code))
    }

    async fn recognise_window(&self, chunks: &[Chunk], wanted: Wanted) -> Result<Vec<Segment>, Error> {
        if self.language() == Some(ENGLISH) {
            let form = if self.hearing.dictation { dictated } else { written };
            return Ok(self
                .recognise_as(chunks, &self.params, wanted)
                .await?
                .into_iter()
                .map(form)
                .collect());
        }
        // The written form is that of English.
        let as_heard = |(span, text)| Segment::new(Speaker::Unknown, text, Some(span));
        if !self.hearing.translate {
            let heard = self.recognise_as(chunks, &self.params, wanted).await?;
            return Ok(heard.into_iter().map(as_heard).collect());
        }
        // A translation has sentences of its own: what belongs together is the whole chunk.
        let whole = TranscribeParams { timestamps: false, ..self.params.clone() };
        let to_english = TranscribeParams { translate: true, ..whole.clone() };
        let heard = self.recognise_as(chunks, &whole, wanted).await?;
        let mut segments: Vec<Segment> = heard.into_iter().map(as_heard).collect();
        let english = self.recognise_as(chunks, &to_english, wanted).await?;
        if let Some(first) = segments.first_mut() {
            let text: Vec<&str> = english.iter().map(|(_, text)| text.as_str()).collect();
            first.translation = Some(written_form(&Phi::from(text.join(" "))).text);
        }
        Ok(segments)
    }

    async fn recognise_as(
        &self,
        chunks: &[Chunk],
        params: &TranscribeParams,
        wanted: Wanted,
    ) -> Result<Vec<(Span, Phi)>, Error> {
        let sound = Window::sound(chunks);
        let heard = match wanted {
            Wanted::Always => self.whisper.transcribe(&sound, params).await?,
            Wanted::Now => self.whisper.guess(&sound, params).await?,
        };
        let recognised: Vec<Recognised> = heard
            .into_iter()
            .map(|piece| Recognised {
                start_ms: piece.start_ms,
                end_ms: piece.end_ms,
                text: piece.text,
                no_speech_prob: piece.no_speech_prob,
                avg_logprob: piece.avg_logprob,
            })
            .collect();
        Ok(speech::segments(&Window::of(chunks), &recognised))
    }
}

/// How the model failed on the sound; it may well hear other sound.
///
/// # Errors
/// What has nothing to do with the sound: it would fail on all of it.
fn fails_on_sound(error: Error) -> Result<WorkerError, Error> {
    match error {
        Error::Worker(error @ (WorkerError::Died | WorkerError::TimedOut | WorkerError::Engine { .. })) => {
            Ok(error)
        }
        other => Err(other),
    }
}

/// A second of sound, in samples, which any model can hear.
const SILENCE: usize = SAMPLE_RATE as usize;

fn passed(chunk: &Chunk, error: &WorkerError) -> PassedOver {
    let length_ms = Some(chunk.end_ms() - chunk.start_ms);
    let gap = Gap { at_ms: chunk.start_ms, length_ms, cause: GapCause::NotTranscribed };
    PassedOver { gap, error: error.clone() }
}

/// The process that runs this speech model, started when it is first needed.
pub fn whisper_for(model: &InstalledModel) -> WhisperWorker {
    WhisperWorker::new(worker_program("whisper-worker"), model.path.clone(), threads())
}

/// Threads for a model: as many as the environment's `DICTUM_THREADS` says, for a computer that others share; else all cores
/// but one while there are several, so that recording and the window stay responsive.
pub(crate) fn threads() -> u16 {
    let said = std::env::var("DICTUM_THREADS").ok().and_then(|said| {
        let threads = said.parse().ok().filter(|threads| *threads > 0);
        if threads.is_none() {
            tracing::warn!("DICTUM_THREADS is no number of processor cores, such as 4: it is not heeded");
        }
        threads
    });
    said.unwrap_or_else(|| {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        u16::try_from(if cores > 2 { cores - 1 } else { cores }).unwrap_or(u16::MAX)
    })
}

/// What was heard, as a clinician writes it, with what was heard kept where that is another text.
fn written((span, heard): (Span, Phi)) -> Segment {
    let Written { text, changes } = written_form(&heard);
    let spoken = (!changes.is_empty()).then_some(heard);
    Segment { spoken, ..Segment::new(Speaker::Unknown, text, Some(span)) }
}

/// What was dictated, with its marks and its commands on lines of their own, as [`drafting::dictation::note`] reads it again.
fn dictated((span, heard): (Span, Phi)) -> Segment {
    let pieces = drafting::dictation::dictated(&heard);
    let lines = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => written_form(text).text.into_string(),
        Piece::Section(_) => piece.written().into_owned(),
    });
    let text = Phi::from(lines.collect::<Vec<_>>().join("\n"));
    let spoken = (text != heard).then_some(heard);
    Segment { spoken, ..Segment::new(Speaker::Clinician, text, Some(span)) }
}

/// Who speaks in each passage: in dictation the clinician.
pub(crate) fn speakers(passages: &[Segment], balance: &Balance, dictation: bool) -> Vec<Speaker> {
    if dictation {
        return vec![Speaker::Clinician; passages.len()];
    }
    let said = passages.iter().map(|passage| (passage.span, passage.english().as_str()));
    speech::assign_speakers(said, balance)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use models::Task;

    use super::*;
    use crate::Places;

    /// A second of sound, in samples.
    const SECOND: usize = SAMPLE_RATE as usize;

    /// A listener with the model that ships, and so many seconds of the sample consult.
    fn listening(seconds: usize, hearing: Hearing) -> (Listener, Vec<i16>) {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let home = tempfile::tempdir().unwrap();
        let mut places = Places::under(home.path());
        places.shipped_models.insert(0, project.join("models"));
        let model = places.library().unwrap().default_for(Task::Speech, &[]).unwrap();
        let listener = Listener::new(&model, whisper_for(&model), 0, hearing).unwrap();
        let consult = capture::decode_file(&project.join("models/sample/consult.flac")).unwrap();
        let sound = consult.flat_map(|block| block.unwrap().mono().into_owned());
        (listener, sound.take(seconds * SECOND).collect())
    }

    #[test]
    fn what_is_open_to_be_guessed_at_reaches_to_the_last_moment_that_was_recorded() {
        const FRAME_MS: u64 = 16;
        let (mut listener, sound) = listening(45, Hearing::default());
        let mut checked = 0;
        for (second, heard_to_ms) in sound.chunks(SECOND).zip((1_000u64..).step_by(1_000)) {
            // Nothing is to be recognised here.
            listener.chunks(second).unwrap();
            if let Some(open) = listener.open() {
                assert!(
                    (heard_to_ms - FRAME_MS..=heard_to_ms).contains(&open.end_ms),
                    "{heard_to_ms}: {open:?}"
                );
                checked += 1;
            }
        }
        assert!(checked >= 30, "{checked}");
    }

    #[tokio::test]
    async fn speech_that_goes_on_is_guessed_at_as_it_is_then_settled() {
        let (mut listener, sound) = listening(45, Hearing::default());
        let (mut guesses, mut settled) = (Vec::new(), Vec::new());
        for second in sound.chunks(SECOND) {
            settled.extend(listener.hear(second).await.unwrap().pieces);
            if listener.open().is_some_and(|open| open.end_ms - open.start_ms > 1_000) {
                guesses.push((settled.len(), listener.guess().await.unwrap()));
            }
        }
        settled.extend(listener.finish().await.unwrap().pieces);
        let first_words =
            |text: &str| text.to_lowercase().split_whitespace().take(2).collect::<Vec<_>>().join(" ");
        let borne_out = guesses
            .iter()
            .filter(|(next, guess)| first_words(&settled[*next].text) == first_words(guess))
            .count();
        assert!(guesses.len() >= 12, "{} guesses", guesses.len());
        assert!(
            borne_out * 4 > guesses.len() * 3,
            "{borne_out} of {}: {guesses:?} {settled:?}",
            guesses.len()
        );
    }

    #[test]
    fn noise_is_taken_out_of_what_is_heard_where_that_is_asked_for() {
        let loudness_of = |suppress_noise| {
            let (mut listener, sound) = listening(30, Hearing { suppress_noise, ..Hearing::default() });
            let mut state = 7_u32;
            let mut hiss = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 16) as i16 / 32
            };
            let noisy: Vec<i16> = sound.iter().map(|sample| (sample / 8).saturating_add(hiss())).collect();
            let chunks = listener.chunks(&noisy).unwrap();
            assert!(!chunks.is_empty());
            let samples = chunks.iter().flat_map(|chunk| &chunk.samples);
            let quietest = samples.map(|sample| f64::from(sample.abs()));
            let mut loudness: Vec<f64> = quietest.collect();
            loudness.sort_by(f64::total_cmp);
            loudness[loudness.len() / 4]
        };
        let (with_noise, without) = (loudness_of(false), loudness_of(true));
        assert!(without < with_noise / 2.0, "{without} {with_noise}");
    }
}
