//! From samples to transcript: cut by voice activity, recognised by the speech model's process, kept in order.

use std::path::Path;

use capture::SAMPLE_RATE;
use clinical::{Phi, Segment, Span, Speaker, Transcript};
use speech::written::{Written, written_form};
use speech::{Chunk, Chunker, ChunkerConfig, Recognised};
use worker::{TranscribeParams, WhisperWorker, worker_program};

use crate::{Error, InstalledModel};

/// Turns a stream of samples into settled pieces of transcript. Samples go in as they come; text comes out when a pause
/// has closed a chunk and the model has heard it.
pub struct Listener {
    chunker: Chunker,
    whisper: WhisperWorker,
    params: TranscribeParams,
}

/// What was heard, and up to where nothing needs to be listened to again.
#[derive(Default)]
pub struct HeardSoFar {
    /// New pieces, in order, in milliseconds of the recording; who speaks is not known yet.
    pub pieces: Vec<Segment>,
    /// Everything before this millisecond is settled.
    pub settled_ms: u64,
}

impl Listener {
    /// A listener for a stream whose first sample is `base_ms` milliseconds into the recording.
    pub fn new(model: &InstalledModel, whisper: WhisperWorker, base_ms: u64) -> Self {
        let chunker = Chunker::starting_at(ChunkerConfig::default(), base_ms);
        let params = TranscribeParams {
            temperature_fallback: model.temperature_fallback,
            timestamps: model.timestamps,
            ..TranscribeParams::default()
        };
        Self { chunker, whisper, params }
    }

    /// With words that the model shall rather hear.
    #[must_use]
    pub fn with_prompt(mut self, prompt: Option<Phi>) -> Self {
        self.params.initial_prompt = prompt.map(Phi::into_string);
        self
    }

    /// Takes the next samples (16 kHz mono) and gives what they settled.
    ///
    /// # Errors
    /// [`Error::Worker`] where the model failed twice on the same chunk.
    pub async fn hear(&mut self, samples: &[i16]) -> Result<HeardSoFar, Error> {
        let chunks = self.chunker.push(samples);
        self.recognise(chunks).await
    }

    /// The end of the stream: gives what was still open.
    ///
    /// # Errors
    /// As [`Listener::hear`].
    pub async fn finish(&mut self) -> Result<HeardSoFar, Error> {
        let last = self.chunker.finish();
        self.recognise(last.into_iter().collect()).await
    }

    /// How much speech has begun and not ended, in ms.
    pub fn open_ms(&self) -> u64 {
        self.chunker.open().map_or(0, |chunk| chunk.end_ms() - chunk.start_ms)
    }

    /// What the speech that is going on sounds like so far. It is nobody's word yet: it changes, and nothing is settled by
    /// it. Dropping the future stops the work.
    ///
    /// # Errors
    /// As [`Listener::hear`].
    pub async fn guess(&self) -> Result<Phi, Error> {
        let Some(chunk) = self.chunker.open() else { return Ok(Phi::default()) };
        let pieces = self.recognise_chunk(&chunk).await?;
        Ok(Phi::from(pieces.iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" ")))
    }

    async fn recognise(&mut self, chunks: Vec<Chunk>) -> Result<HeardSoFar, Error> {
        let mut heard = HeardSoFar::default();
        for chunk in chunks {
            heard.pieces.extend(self.recognise_chunk(&chunk).await?);
        }
        heard.settled_ms = self.chunker.settled_ms();
        Ok(heard)
    }

    async fn recognise_chunk(&self, chunk: &Chunk) -> Result<Vec<Segment>, Error> {
        let recognised: Vec<Recognised> = self
            .whisper
            .transcribe(&chunk.samples, &self.params)
            .await?
            .into_iter()
            .map(|piece| Recognised {
                start_ms: piece.start_ms,
                end_ms: piece.end_ms,
                text: piece.text,
                no_speech_prob: piece.no_speech_prob,
                avg_logprob: piece.avg_logprob,
            })
            .collect();
        Ok(speech::segments(chunk, &recognised).into_iter().map(written).collect())
    }
}

/// The process that runs this speech model, started when it is first needed.
pub fn whisper_for(model: &InstalledModel) -> WhisperWorker {
    WhisperWorker::new(worker_program("whisper-worker"), model.path.clone(), threads())
}

/// Threads for a model: all cores but one while there are several, so that recording and the window stay responsive.
pub(crate) fn threads() -> u16 {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    u16::try_from(if cores > 2 { cores - 1 } else { cores }).unwrap_or(u16::MAX)
}

/// Transcribes an audio file without a vault. `progress` is told the seconds done, and of how many where that is known.
///
/// # Errors
/// [`Error::Capture`] for a file that cannot be read as audio, [`Error::Worker`] for a model that fails.
pub async fn transcribe_file(
    path: &Path,
    model: &InstalledModel,
    mut progress: impl FnMut(f64, Option<f64>),
) -> Result<Transcript, Error> {
    let file = capture::decode_file(path)?;
    let total = file.duration_ms().map(|ms| ms as f64 / 1000.0);
    let whisper = whisper_for(model);
    whisper.info().await?;
    let mut listener = Listener::new(model, whisper.clone(), 0);
    let mut pieces = Vec::new();
    let mut samples = 0u64;
    for block in file {
        let block = block?;
        samples += block.len() as u64;
        pieces.extend(listener.hear(&block).await?.pieces);
        progress(samples as f64 / f64::from(SAMPLE_RATE), total);
    }
    pieces.extend(listener.finish().await?.pieces);
    whisper.shut_down().await;
    Ok(with_speakers(pieces))
}

/// What was heard, as a clinician writes it, with what was heard kept where that is another text.
fn written((span, heard): (Span, Phi)) -> Segment {
    let Written { text, changes } = written_form(&heard);
    let spoken = (!changes.is_empty()).then_some(heard);
    Segment { spoken, ..Segment::new(Speaker::Unknown, text, Some(span)) }
}

fn with_speakers(pieces: Vec<Segment>) -> Transcript {
    let speakers = speech::assign_speakers(pieces.iter().map(|piece| (piece.span, piece.text.as_str())));
    let mut transcript = Transcript::default();
    for (piece, speaker) in pieces.into_iter().zip(speakers) {
        transcript.add(Segment { speaker, ..piece });
    }
    transcript
}

#[cfg(test)]
mod tests {
    use models::Task;

    use super::*;
    use crate::Places;

    #[tokio::test]
    async fn speech_that_goes_on_is_guessed_at_as_it_is_then_settled() {
        let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let home = tempfile::tempdir().unwrap();
        let mut places = Places::under(home.path());
        places.shipped_models.insert(0, project.join("models"));
        let model = places.library().unwrap().default_for(Task::Speech).unwrap();
        let mut listener = Listener::new(&model, whisper_for(&model), 0);
        let consult = capture::decode_file(&project.join("models/sample/consult.flac")).unwrap();
        let sound: Vec<i16> = consult.flat_map(Result::unwrap).take(45 * 16_000).collect();

        let (mut guesses, mut settled) = (Vec::new(), Vec::new());
        for second in sound.chunks(16_000) {
            settled.extend(listener.hear(second).await.unwrap().pieces);
            if listener.open_ms() > 1_000 {
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
}
