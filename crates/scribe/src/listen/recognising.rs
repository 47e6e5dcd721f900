//! What is done with speech that was cut: its language is told, the model hears it, and what it fails on is passed over.

use capture::SAMPLE_RATE;
use clinical::{ENGLISH, Gap, GapCause, Phi, Segment, Span, Speaker};
use speech::written::written_form;
use speech::{Chunk, Recognised, Window};
use worker::{TranscribeParams, WorkerError};

use super::passages::{dictated, written};
use super::{HeardSoFar, LANGUAGE_GUESSED_BY_MS, LANGUAGE_TOLD_BY_MS, Listener, PassedOver};
use crate::Error;

/// Samples that a model looks at to tell the language.
const LANGUAGE_WINDOW: usize = 30 * SAMPLE_RATE as usize;

/// Whether more sound comes behind what is to be heard.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum More {
    /// It is being recorded.
    MayCome,
    /// It is stored: waiting for it costs nothing.
    IsAtHand,
    No,
}

/// Until when words are of use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// They are to be settled.
    Always,
    /// They are a guess, given up where it comes too late.
    Now,
}

impl Listener {
    pub(super) async fn recognise(&mut self, chunks: Vec<Chunk>, more: More) -> Result<HeardSoFar, Error> {
        self.waiting.extend(chunks);
        if self.language().is_none() && !self.waiting.is_empty() {
            let mut speech = self.waiting.clone();
            speech.extend(self.chunker.open());
            let speech_ms = length_ms(&speech);
            if speech_ms < LANGUAGE_TOLD_BY_MS && more != More::No {
                return Ok(HeardSoFar { settled_ms: self.waiting[0].start_ms, ..HeardSoFar::default() });
            }
            match self.tell_language(&speech, Wanted::Always).await {
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
            match self.recognise_window(&self.waiting[..taken], &self.params, Wanted::Always).await {
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
            match self.recognise_window(std::slice::from_ref(chunk), &self.params, Wanted::Always).await {
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

    /// The language of a guess at this speech; none where there is too little of it to tell. It binds nothing.
    pub(super) async fn language_to_guess_in(&mut self, chunks: &[Chunk]) -> Result<Option<String>, Error> {
        if self.params.language.is_some() {
            return Ok(self.params.language.clone());
        }
        if self.guessed_language.is_none() && length_ms(chunks) >= LANGUAGE_GUESSED_BY_MS {
            self.guessed_language = Some(self.tell_language(chunks, Wanted::Now).await?);
        }
        Ok(self.guessed_language.clone())
    }

    /// The likeliest of the languages that may be spoken, or the only one that the model writes, whatever is spoken.
    async fn tell_language(&self, chunks: &[Chunk], wanted: Wanted) -> Result<String, Error> {
        let speech: Vec<f32> =
            chunks.iter().flat_map(|chunk| &chunk.samples).take(LANGUAGE_WINDOW).copied().collect();
        let among = &self.hearing.languages;
        let guesses = match wanted {
            Wanted::Always => self.whisper.languages(&speech).await?,
            Wanted::Now => self.whisper.guess_languages(&speech).await?,
        };
        if let [only] = guesses.as_slice() {
            return Ok(only.code.clone());
        }
        let likeliest = guesses.into_iter().find(|guess| among.is_empty() || among.contains(&guess.code));
        let unknown = || among.first().cloned().unwrap_or_else(|| ENGLISH.into());
        Ok(likeliest.map_or_else(unknown, |guess| guess.code))
    }

    pub(super) async fn recognise_window(
        &self,
        chunks: &[Chunk],
        params: &TranscribeParams,
        wanted: Wanted,
    ) -> Result<Vec<Segment>, Error> {
        if params.language.as_deref() == Some(ENGLISH) {
            let form = if self.hearing.dictation { dictated } else { written };
            return Ok(self.recognise_as(chunks, params, wanted).await?.into_iter().map(form).collect());
        }
        // The written form is that of English.
        let as_heard = |(span, text)| Segment::new(Speaker::Unknown, text, Some(span));
        // A guess is shown as it is spoken.
        if !self.hearing.translate || wanted == Wanted::Now {
            let heard = self.recognise_as(chunks, params, wanted).await?;
            return Ok(heard.into_iter().map(as_heard).collect());
        }
        // A translation has sentences of its own: what belongs together is the whole chunk.
        let whole = TranscribeParams { timestamps: false, ..params.clone() };
        let to_english = TranscribeParams { translate: true, ..whole.clone() };
        let heard = self.recognise_as(chunks, &whole, wanted).await?;
        let mut segments: Vec<Segment> = heard.into_iter().map(as_heard).collect();
        let english = self.recognise_as(chunks, &to_english, wanted).await?;
        if let Some(first) = segments.first_mut() {
            let text: Vec<&str> = english.iter().map(|(_, text)| text.as_str()).collect();
            let text = written_form(&Phi::from(text.join(" "))).text;
            first.translation = (!text.trim().is_empty()).then_some(text);
        }
        // Where nothing came of it, there is no English.
        let silent = segments.first().is_some_and(|first| first.translation.is_none());
        segments.iter_mut().for_each(|one| one.untranslated = silent);
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

fn length_ms(chunks: &[Chunk]) -> u64 {
    chunks.iter().map(|chunk| chunk.end_ms() - chunk.start_ms).sum()
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
