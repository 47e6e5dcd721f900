//! Listening to an audio file from its beginning to its end, without a vault. What the model fails on is passed over, as in a
//! recording.

use std::path::Path;

use capture::{AudioFile, SAMPLE_RATE};
use clinical::{Segment, Transcript};
use speech::Balance;
use worker::{RunsOn, WhisperWorker};

use super::{HeardSoFar, Hearing, Listener, PassedOver, require_whole, speakers, whisper_for};
use crate::unheard::{Lack, lacks};
use crate::{Error, InstalledModel};

/// What was said in an audio file.
#[derive(Clone, Debug)]
pub struct FileTranscript {
    /// Who said what.
    pub transcript: Transcript,
    /// What it lacks because the model failed on it, in order.
    pub lacks: Vec<Lack>,
    /// The code of the language that is spoken; none where nothing was said.
    pub language: Option<String>,
    /// On what the model ran.
    pub runs_on: Option<RunsOn>,
}

/// Transcribes an audio file without a vault. `progress` is told the seconds done, and of how many where that is known.
///
/// # Errors
/// [`Error::Capture`] for a file that cannot be read as audio, [`Error::Worker`] for a model that fails on everything.
pub async fn transcribe_file(
    path: &Path,
    model: &InstalledModel,
    hearing: Hearing,
    mut progress: impl FnMut(f64, Option<f64>),
) -> Result<FileTranscript, Error> {
    let file = capture::decode_file(path)?;
    let whisper = whisper_for(model);
    whisper.info().await?;
    let dictation = hearing.dictation;
    let heard = hear_file(file, model, &whisper, hearing, &mut progress).await?;
    whisper.shut_down().await;
    if heard.pieces.is_empty() {
        require_whole(&heard.passed_over)?;
    }
    let transcript = with_speakers(heard.pieces, &heard.balance, dictation);
    let lacks = lacks(&transcript, None, heard.passed_over);
    Ok(FileTranscript { transcript, lacks, language: heard.language, runs_on: whisper.runs_on() })
}

/// What was heard in a file.
pub(crate) struct HeardFile {
    /// In order; who speaks is not known.
    pub(crate) pieces: Vec<Segment>,
    /// What the model failed on.
    pub(crate) passed_over: Vec<PassedOver>,
    /// How loud it was in each of two channels.
    pub(crate) balance: Balance,
    /// The code of the language that is spoken; none where nothing was said.
    pub(crate) language: Option<String>,
    /// How long it is, in seconds.
    pub(crate) seconds: f64,
}

impl HeardFile {
    fn take(&mut self, heard: HeardSoFar) {
        self.pieces.extend(heard.pieces);
        self.passed_over.extend(heard.passed_over);
    }
}

/// Listens to an audio file from its beginning to its end. `progress` is told as by [`transcribe_file`].
pub(crate) async fn hear_file(
    file: AudioFile,
    model: &InstalledModel,
    whisper: &WhisperWorker,
    hearing: Hearing,
    progress: &mut impl FnMut(f64, Option<f64>),
) -> Result<HeardFile, Error> {
    let total = file.duration_ms().map(|ms| ms as f64 / 1000.0);
    let mut listener = Listener::new(model, whisper.clone(), 0, hearing)?;
    let mut heard = HeardFile {
        pieces: Vec::new(),
        passed_over: Vec::new(),
        balance: Balance::default(),
        language: None,
        seconds: 0.0,
    };
    let mut samples = 0u64;
    for block in file {
        let block = block?;
        if let Some((first, second)) = block.two() {
            heard.balance.hear(samples * 1000 / u64::from(SAMPLE_RATE), first, second);
        }
        samples += block.len() as u64;
        heard.take(listener.hear_stored(&block.mono()).await?);
        heard.seconds = samples as f64 / f64::from(SAMPLE_RATE);
        progress(heard.seconds, total);
    }
    heard.take(listener.finish().await?);
    heard.language = listener.language().map(str::to_owned);
    Ok(heard)
}

fn with_speakers(pieces: Vec<Segment>, balance: &Balance, dictation: bool) -> Transcript {
    let speakers = speakers(&pieces, balance, dictation);
    let mut transcript = Transcript::default();
    for (piece, speaker) in pieces.into_iter().zip(speakers) {
        transcript.add(Segment { speaker, ..piece });
    }
    transcript
}
