//! A worker for tests that says it was built for graphics cards. It always hears the same words: the name of the model's file, up to a
//! full stop, says what goes wrong, with a card or without, and the prompt which files to try to open.

#![allow(clippy::panic)]

use std::fs::File;
use std::io::Write;
use std::net::UdpSocket;
use std::path::Path;
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use worker::{
    Asked, Failure, GraphicsApi, GraphicsCard, GraphicsSupport, Heard, LanguageGuess, ModelInfo, RunsOn,
    SpeechEngine, ToLoad, TranscribeParams,
};

const GRAPHICS: GraphicsSupport = GraphicsSupport {
    built_for: &[GraphicsApi::Vulkan],
    cards: || vec![GraphicsCard { name: CARD.to_owned(), memory_mb: 4_000 }],
};

/// What is guessed at is stale by then; it does not look up before.
const SLOW_WORK: Duration = Duration::from_secs(3);
/// Whoever waits for it gives up a guess by then.
const SLOW_LOAD: Duration = Duration::from_secs(4);

const CARD: &str = "Balky Graphics 1";
const WORDS: &str = "My knee hurts.";
/// It says in which language it was told to listen, and whether to translate; loud speech it takes for another than quiet speech.
const KNOWS_LANGUAGES: &str = "knows languages";

struct Balky {
    fault: String,
    /// How often it has been asked to listen.
    asked: usize,
    info: ModelInfo,
}

impl Balky {
    fn load(to_load: &ToLoad) -> Result<Self, Failure> {
        let name = to_load.model.file_name().unwrap_or_default().to_string_lossy();
        let fault = name.split('.').next().unwrap_or_default().to_owned();
        if fault == "loads slowly" {
            thread::sleep(SLOW_LOAD);
        }
        if to_load.onto_card {
            match fault.as_str() {
                "dies at once" => std::process::abort(),
                "hangs" => thread::sleep(Duration::from_secs(600)),
                "is too small" => return Err(Failure::Graphics(format!("{CARD} could not take the model"))),
                "is not there" => return Err(GRAPHICS.no_card()),
                _ => {}
            }
        }
        let info = ModelInfo {
            description: String::new(),
            architecture: String::new(),
            parameters: 0,
            quantisation: None,
            file_bytes: to_load.file_bytes,
            context_tokens: 0,
            vocabulary: 0,
            chat_template: false,
            runs_on: if to_load.onto_card { RunsOn::Card(CARD.to_owned()) } else { RunsOn::Processor },
        };
        Ok(Self { fault, asked: 0, info })
    }
}

impl SpeechEngine for Balky {
    fn info(&self) -> ModelInfo {
        self.info.clone()
    }

    fn transcribe(
        &mut self,
        samples: &[f32],
        params: &TranscribeParams,
        _asked: &Asked<'_>,
    ) -> Result<Vec<Heard>, Failure> {
        self.asked += 1;
        match self.fault.as_str() {
            "never ends after one" if self.asked > 1 => thread::sleep(Duration::from_secs(600)),
            "dies anyhow" => std::process::abort(),
            "dies of noise" if is_noise(samples) => std::process::abort(),
            "listens slowly" => thread::sleep(SLOW_WORK),
            "needs a prompt" if params.initial_prompt.is_none() => std::process::abort(),
            "never ends" if params.initial_prompt.is_none() => thread::sleep(Duration::from_secs(600)),
            _ => {}
        }
        if self.info.runs_on != RunsOn::Processor {
            match self.fault.as_str() {
                "dies at work" => std::process::abort(),
                "fails at work" => {
                    return Err(Failure::Graphics(format!("{CARD} could not listen to the audio")));
                }
                _ => {}
            }
        }
        let tries = params.initial_prompt.iter().flat_map(|prompt| prompt.lines());
        let tried = tries.map(|what| format!("{what} {}", if can(what) { "yes" } else { "no" }));
        let end_ms = samples.len() as u64 / 16;
        let heard = |text| Heard { start_ms: 0, end_ms, text, no_speech_prob: 0.0, avg_logprob: 0.0 };
        let words = (params.initial_prompt.is_none()).then(|| match params.language.as_deref() {
            Some(_) if self.fault == KNOWS_LANGUAGES && params.translate => format!("That is: {WORDS}"),
            Some(code) if self.fault == KNOWS_LANGUAGES => format!("{code}: {WORDS}"),
            _ => WORDS.to_owned(),
        });
        Ok(tried.chain(words).map(heard).collect())
    }

    fn languages(&mut self, samples: &[f32]) -> Result<Vec<LanguageGuess>, Failure> {
        let guess = |(code, probability): (&str, f32)| LanguageGuess { code: code.to_owned(), probability };
        Ok(match (self.fault.as_str(), is_noise(samples)) {
            (KNOWS_LANGUAGES, false) => [("ja", 0.6), ("fr", 0.3), ("de", 0.1)].map(guess).into(),
            (KNOWS_LANGUAGES, true) => [("ja", 0.6), ("de", 0.3), ("fr", 0.1)].map(guess).into(),
            _ => Vec::new(),
        })
    }
}

/// Adds a line to a file "starts" beside the workers, where a test has put one.
fn note_start() {
    let workers = std::env::var_os("DICTUM_WORKER_DIR").unwrap_or_default();
    if let Ok(mut starts) = File::options().append(true).open(Path::new(&workers).join("starts")) {
        let _ = writeln!(starts, "{}", std::process::id());
    }
}

fn is_noise(samples: &[f32]) -> bool {
    samples.iter().any(|sample| sample.abs() > 0.9)
}

/// Whether it can open a socket, create a file in a folder ("+folder") or read a file.
fn can(what: &str) -> bool {
    match what.strip_prefix('+') {
        Some(folder) => File::create(Path::new(folder).join("made by a worker")).is_ok(),
        None if what == "socket" => UdpSocket::bind("127.0.0.1:0").is_ok(),
        None => File::open(what).is_ok(),
    }
}

fn main() -> ExitCode {
    note_start();
    worker::serve_speech(GRAPHICS, Balky::load)
}
