//! How well a speech model hears recordings whose words are known.

use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ::speech::evaluation::{Score, Terms};
use clinical::Phi;
use terminology::{Formulary, medical_terms};
use worker::{RunsOn, WhisperWorker};

use crate::batch::{numbered, parse};
use crate::listen::{hear_file, require_whole, whisper_for};
use crate::{BatchError, Error, Hearing, InstalledModel};

/// The recordings of a manifest, and the lines of it that cannot be used.
#[derive(Debug)]
pub struct SpeechManifest {
    recordings: Vec<Recording>,
    bad_lines: Vec<BatchError>,
}

/// A recording whose words are known.
#[derive(Debug)]
struct Recording {
    line: usize,
    /// As it stands in the manifest. The name of a file often has a patient's name in it.
    audio: Phi,
    path: PathBuf,
    said: Phi,
}

/// What was measured.
#[derive(Debug)]
pub struct SpeechEvaluation {
    /// The recordings that were heard, in the manifest's order.
    pub files: Vec<EvaluatedFile>,
    /// The lines that could not be used, in the manifest's order.
    pub bad_lines: Vec<BatchError>,
    /// On what the model ran.
    pub runs_on: Option<RunsOn>,
}

/// A recording that was heard.
#[derive(Debug)]
pub struct EvaluatedFile {
    /// The audio file as the manifest names it.
    pub audio: Phi,
    /// How long it is, in seconds.
    pub seconds: f64,
    /// How long it took to transcribe, the loading of the model not counted.
    pub took: Duration,
    /// What was said, as the manifest has it.
    pub said: Phi,
    /// What was heard, word for word, as the model gave it.
    pub heard: Phi,
    /// One compared with the other.
    pub score: Score,
}

/// Recordings in which nothing was said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Silence {
    /// How many there are.
    pub files: usize,
    /// How many of them gave words.
    pub files_with_words: usize,
    /// How many words they gave.
    pub insertions: usize,
    /// How long they are together, in seconds.
    pub seconds: f64,
}

impl Silence {
    /// Words for each minute in which nothing was said; none without such a recording.
    pub fn insertions_per_minute(&self) -> Option<f64> {
        (self.seconds > 0.0).then(|| self.insertions as f64 * 60.0 / self.seconds)
    }
}

impl SpeechEvaluation {
    /// The counts of all recordings added up, those in which nothing was said among them.
    pub fn score(&self) -> Score {
        let mut sum = Score::default();
        self.files.iter().for_each(|file| sum += file.score);
        sum
    }

    /// The recordings in which nothing was said.
    pub fn silence(&self) -> Silence {
        let silent = self.files.iter().filter(|file| file.score.all.words == 0);
        silent.fold(Silence::default(), |sum, file| Silence {
            files: sum.files + 1,
            files_with_words: sum.files_with_words + usize::from(file.score.all.insertions > 0),
            insertions: sum.insertions + file.score.all.insertions,
            seconds: sum.seconds + file.seconds,
        })
    }

    /// How long the recordings are together, in seconds.
    pub fn seconds(&self) -> f64 {
        self.files.iter().map(|file| file.seconds).sum()
    }

    /// Time taken for each second of sound: 0.5 is twice as fast as speech. None where nothing was heard.
    pub fn real_time_factor(&self) -> Option<f64> {
        let took: Duration = self.files.iter().map(|file| file.took).sum();
        (!self.files.is_empty()).then(|| took.as_secs_f64() / self.seconds())
    }
}

impl SpeechManifest {
    /// Reads lines of `{"audio", "text"}`: an audio file, where its path is relative in `folder`, and what was said in it; ""
    /// where nothing was. `limit` is how many lines are read. A bad line is no error here: it is reported with the outcome.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] where the manifest cannot be read or has no line.
    pub fn read(input: impl BufRead, folder: &Path, limit: Option<usize>) -> Result<Self, Error> {
        let mut manifest = Self { recordings: Vec::new(), bad_lines: Vec::new() };
        for (number, line) in numbered(input).take(limit.unwrap_or(usize::MAX)) {
            let line = line.map_err(|error| {
                Error::InvalidInput(format!(
                    "The manifest could not be read: {error}. Check that it is a file."
                ))
            })?;
            match Recording::read(number, &line, folder) {
                Ok(recording) => manifest.recordings.push(recording),
                Err(message) => manifest.bad_lines.push(BatchError { line: number, message }),
            }
        }
        if manifest.recordings.is_empty() && manifest.bad_lines.is_empty() {
            return Err(Error::InvalidInput(
                "The manifest is empty. Write a line {\"audio\": FILE, \"text\": WORDS} for each recording."
                    .into(),
            ));
        }
        Ok(manifest)
    }
}

impl Recording {
    fn read(line: usize, text: &str, folder: &Path) -> Result<Self, String> {
        let value = parse(text.trim_start_matches('\u{feff}'))?;
        let Some(audio) = value["audio"].as_str().filter(|audio| !audio.is_empty()) else {
            return Err("\"audio\" is missing. Write the path of an audio file.".into());
        };
        let Some(said) = value["text"].as_str() else {
            return Err("\"text\" is missing. Write what was said, or \"\" where nothing was.".into());
        };
        Ok(Self { line, audio: audio.into(), path: folder.join(audio), said: said.into() })
    }

    async fn evaluate(
        &self,
        model: &InstalledModel,
        whisper: &WhisperWorker,
        hearing: Hearing,
        terms: &Terms,
        progress: &mut impl FnMut(f64, Option<f64>),
    ) -> Result<EvaluatedFile, Error> {
        let began = Instant::now();
        let file = hear_file(capture::decode_file(&self.path)?, model, whisper, hearing, progress).await?;
        require_whole(&file.passed_over)?;
        let took = began.elapsed();
        let words = file.pieces.iter().map(|piece| piece.spoken.as_ref().unwrap_or(&piece.text).as_str());
        let heard = words.collect::<Vec<_>>().join(" ");
        Ok(EvaluatedFile {
            audio: self.audio.clone(),
            seconds: file.seconds,
            took,
            said: self.said.clone(),
            score: Score::of(&self.said, &heard, terms),
            heard: heard.into(),
        })
    }
}

/// Transcribes the recordings of a manifest as [`transcribe_file`](crate::transcribe_file) does, all with one process of the
/// model, and compares what was heard with what was said; the names of `formulary` count as drug names. `progress` is told how many
/// recordings are done, of how many, and how many seconds of the next one. A recording that cannot be used is reported with its line;
/// the others go on.
///
/// # Errors
/// [`Error::Worker`] where the model cannot be loaded.
pub async fn evaluate_speech(
    manifest: SpeechManifest,
    model: &InstalledModel,
    hearing: Hearing,
    formulary: &Formulary,
    mut progress: impl FnMut(usize, usize, f64),
) -> Result<SpeechEvaluation, Error> {
    let SpeechManifest { recordings, mut bad_lines } = manifest;
    let (whisper, terms) = (whisper_for(model), terms(formulary));
    whisper.info().await?;
    let mut files = Vec::new();
    for (done, recording) in recordings.iter().enumerate() {
        let mut progress = |seconds, _| progress(done, recordings.len(), seconds);
        match recording.evaluate(model, &whisper, hearing.clone(), &terms, &mut progress).await {
            Ok(file) => files.push(file),
            Err(error) => bad_lines.push(BatchError { line: recording.line, message: in_full(&error) }),
        }
    }
    whisper.shut_down().await;
    bad_lines.sort_by_key(|bad| bad.line);
    Ok(SpeechEvaluation { files, bad_lines, runs_on: whisper.runs_on() })
}

/// The names and terms whose recognition is counted: the formulary, and the words of the field.
fn terms(formulary: &Formulary) -> Terms {
    let drugs = || formulary.names().iter().map(|name| name.text.clone());
    Terms { drug_names: drugs().collect(), medical: drugs().chain(medical_terms()).collect() }
}

fn in_full(error: &Error) -> String {
    match error.advice() {
        Some(advice) => format!("{error} {advice}"),
        None => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(text: &str, limit: Option<usize>) -> Result<SpeechManifest, Error> {
        SpeechManifest::read(text.as_bytes(), Path::new("recordings"), limit)
    }

    const SAID: &str = r#"{"audio": "a.wav", "text": "No fever."}"#;

    #[test]
    fn a_recording_lies_beside_its_manifest_or_where_it_says() {
        let text = format!("\u{feff}{SAID}\n\n{}\n", json!({ "audio": absolute(), "text": "" }));
        let manifest = read(&text, None).unwrap();
        let paths: Vec<_> = manifest.recordings.iter().map(|recording| recording.path.clone()).collect();
        assert_eq!(paths, [Path::new("recordings").join("a.wav"), absolute()]);
        assert!(manifest.bad_lines.is_empty());
    }

    fn absolute() -> PathBuf {
        std::env::temp_dir().join("b.wav")
    }

    #[test]
    fn a_bad_line_is_told_by_its_number_without_its_text() {
        let text = format!(
            "{SAID}\nJane Doe\n{{\"text\": \"Jane\"}}\n{{\"audio\": \"Jane.wav\"}}\n[\"Jane\"]\n\u{0}\n"
        );
        let manifest = read(&text, None).unwrap();
        let lines: Vec<usize> = manifest.bad_lines.iter().map(|bad| bad.line).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6]);
        assert!(manifest.bad_lines.iter().all(|bad| !bad.message.contains("Jane")));
        assert_eq!(manifest.recordings.len(), 1);
        assert!(!format!("{manifest:?}").contains("fever"));
    }

    #[test]
    fn only_so_many_lines_are_read() {
        let text = format!("{SAID}\n\nnonsense\n{SAID}\nnonsense\n");
        let manifest = read(&text, Some(2)).unwrap();
        assert_eq!((manifest.recordings.len(), manifest.bad_lines.len()), (1, 1));
    }

    #[test]
    fn a_manifest_without_lines_is_no_manifest() {
        assert!(matches!(read("\n \n", None), Err(Error::InvalidInput(_))));
    }

    #[test]
    fn drugs_and_the_words_of_the_field_are_counted_by_themselves() {
        let said = "Take co-codamol for the chest pains, not Tylenol.";
        let score = Score::of(said, "take a for the chest pain not tylenol", &terms(Formulary::starter()));
        assert_eq!((score.drug_names.words, score.drug_names.errors), (3, 2));
        assert_eq!((score.medical.words, score.medical.errors), (5, 3));
    }

    #[test]
    fn what_is_made_up_in_silence_is_counted_by_the_minute() {
        let file = |said: &str, heard: &str| EvaluatedFile {
            audio: "a.wav".into(),
            seconds: 15.0,
            took: Duration::from_secs(3),
            said: said.into(),
            heard: heard.into(),
            score: Score::of(said, heard, &terms(Formulary::starter())),
        };
        let files = vec![file("no fever", "no fever"), file("", "thank you"), file(" - ", "")];
        let evaluation = SpeechEvaluation { files, bad_lines: Vec::new(), runs_on: None };
        let silence = evaluation.silence();
        assert_eq!((silence.files, silence.files_with_words, silence.insertions), (2, 1, 2));
        assert_eq!(silence.insertions_per_minute(), Some(4.0));
        assert_eq!(evaluation.score().all.rate(), Some(1.0));
        assert_eq!(evaluation.real_time_factor(), Some(0.2));
    }
}
