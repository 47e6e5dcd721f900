//! Measuring how fast an installed model is on this computer, and on what it runs.

use std::time::Instant;

use ::models::{InstalledModel, Task};
use capture::SAMPLE_RATE;
use clinical::ENGLISH;
use terminology::Vocabulary;
use worker::{
    ChatMessage, GenerateRequest, LlamaWorker, RunsOn, TextRequest, TranscribeParams, worker_program,
};

use crate::draft::llama_options;
use crate::formulary::usable_formulary;
use crate::listen::{Hearing, Listener, require_whole, whisper_for};
use crate::{Error, Places, sample_audio};

/// Sound that is transcribed for a measurement.
const SAMPLE_SECONDS: usize = 20;
/// Tokens that are written for a measurement.
const SAMPLE_TOKENS: u32 = 48;

/// How fast a model is on this computer, measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Speed {
    /// Speech: seconds of work for a second of sound.
    SecondsPerSecond(f64),
    /// Drafting: tokens written in a second, reading a short prompt included.
    TokensPerSecond(f64),
}

impl Speed {
    /// Whether a clinician does not wait long: the transcript keeps up with the consult, a note takes a minute or two.
    pub fn is_enough(self) -> bool {
        match self {
            Self::SecondsPerSecond(seconds) => seconds <= 0.8,
            Self::TokensPerSecond(tokens) => tokens >= 5.0,
        }
    }

    pub(crate) fn in_words(self) -> String {
        match self {
            Self::SecondsPerSecond(seconds) => format!("it takes {seconds:.2} s for each second of sound"),
            Self::TokensPerSecond(tokens) => format!("it writes {tokens:.1} tokens a second"),
        }
    }
}

/// How fast a model is, and on what it ran.
///
/// # Errors
/// Where it cannot be loaded, or fails at work.
pub(crate) async fn measure(
    places: &Places,
    task: Task,
    model: &InstalledModel,
) -> Result<(Speed, Option<RunsOn>), Error> {
    match task {
        Task::Speech => measure_speech(places, model).await,
        Task::Drafting => measure_drafting(model).await,
    }
}

/// Transcribes the beginning of the sample consult as a recording would be, with the names that a consult prompts with: the formulary
/// alone fills the prompt. Loading the model is not counted.
async fn measure_speech(places: &Places, model: &InstalledModel) -> Result<(Speed, Option<RunsOn>), Error> {
    let mut sound: Vec<i16> = Vec::new();
    for block in capture::decode_file(&sample_audio(places)?)? {
        sound.extend_from_slice(&block?.mono());
        if sound.len() >= SAMPLE_SECONDS * SAMPLE_RATE as usize {
            break;
        }
    }
    sound.truncate(SAMPLE_SECONDS * SAMPLE_RATE as usize);
    let whisper = whisper_for(model);
    let loaded = whisper.info().await?;
    if matches!(loaded.runs_on, RunsOn::Card(_)) {
        // A driver translates its programs when they first run, once in the life of the process.
        whisper.transcribe(&[0.0; SAMPLE_RATE as usize], &TranscribeParams::default()).await?;
    }
    let (vocabulary, formulary) = (Vocabulary::default(), usable_formulary(places));
    let hearing = Hearing::new(model, vec![ENGLISH.into()], false, &vocabulary, &formulary)?;
    let mut listener = Listener::new(model, whisper.clone(), 0, hearing)?;
    let began = Instant::now();
    // Second by second, as it is recorded.
    let heard = async {
        for second in sound.chunks(SAMPLE_RATE as usize) {
            require_whole(&listener.hear(second).await?.passed_over)?;
        }
        require_whole(&listener.finish().await?.passed_over)
    };
    let heard = heard.await;
    let took = began.elapsed().as_secs_f64();
    whisper.shut_down().await;
    heard?;
    let speed = Speed::SecondsPerSecond(took * f64::from(SAMPLE_RATE) / sound.len().max(1) as f64);
    Ok((speed, whisper.runs_on()))
}

/// Lets it write some words; loading the model is not counted.
async fn measure_drafting(model: &InstalledModel) -> Result<(Speed, Option<RunsOn>), Error> {
    let llama = LlamaWorker::new(worker_program("llama-worker"), model.path.clone(), llama_options());
    let loaded = llama.info().await?;
    if matches!(loaded.runs_on, RunsOn::Card(_)) {
        llama.generate(some_words("Say hello.", 1)).await?.texts().await?;
    }
    let began = Instant::now();
    let request = some_words("Write some sentences about the weather.", SAMPLE_TOKENS);
    let written = async { llama.generate(request).await?.texts().await }.await;
    let took = began.elapsed().as_secs_f64();
    llama.shut_down().await;
    let tokens = f64::from(written?.texts.iter().map(|text| text.tokens).sum::<u32>());
    Ok((Speed::TokensPerSecond(tokens / took.max(0.001)), llama.runs_on()))
}

fn some_words(asked: &str, max_tokens: u32) -> GenerateRequest {
    GenerateRequest {
        messages: vec![ChatMessage { role: "user".to_owned(), content: asked.to_owned() }],
        texts: vec![TextRequest { ask: String::new(), grammar: None, max_tokens }],
        temperature: 0.0,
        seed: 0,
    }
}
