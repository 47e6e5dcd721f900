//! The programs that are compared, and what each does with the sound.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;

use dictum_tests::{program, project};
use terminology::{Formulary, Vocabulary};
use whisper_rs::{FullParams, SamplingStrategy, WhisperContext, WhisperContextParameters};
use worker::{TranscribeParams, WhisperWorker, worker_program};

/// Whisper's window, in samples.
const WINDOW: usize = 30 * 16_000;

/// What the programs are told to hear, and with what.
pub(crate) struct Work<'a> {
    pub(crate) model: &'a Path,
    pub(crate) sound: &'a Path,
    pub(crate) threads: u16,
}

/// How whisper-cli is told to hear: greedily.
#[derive(Clone, Copy)]
pub(crate) enum Hears {
    /// At the first attempt, without times, and without text of earlier windows as prompt.
    TextAlone,
    /// At the first attempt, without times, with names of medicines before each window, as `dictum transcribe` has them.
    Names,
    /// With names and times, and again at higher temperatures where it is not sure, as `dictum transcribe` does with models that can.
    AsItDoes,
}

/// Tokens of names before each window.
const NAMES_TOKENS: usize = 200;

/// What whisper-cli is replaced by where there is none.
const LIBRARY_ALONE: &str = "library-alone";

/// What this project is compared with.
pub(crate) fn baseline() -> &'static str {
    if has_whisper_cli() { "whisper-cli" } else { LIBRARY_ALONE }
}

pub(crate) fn has_whisper_cli() -> bool {
    std::env::var_os("WHISPER_CLI").is_some()
}

impl Work<'_> {
    /// whisper.cpp's command line. Where there is none, the same library in a program of nothing else.
    pub(crate) fn whisper_cli(&self, hears: Hears) -> anyhow::Result<Command> {
        let Some(whisper_cli) = std::env::var_os("WHISPER_CLI") else { return self.this(LIBRARY_ALONE) };
        let mut command = Command::new(whisper_cli);
        command.arg("--model").arg(self.model).arg("--file").arg(self.sound);
        command.args(["--threads", &self.threads.to_string()]);
        command.args(["--best-of", "1", "--beam-size", "1"]);
        if let Hears::TextAlone | Hears::Names = hears {
            command.args(["--no-fallback", "--no-timestamps"]);
        }
        if let Hears::TextAlone = hears {
            command.args(["--max-context", "0"]);
        } else {
            let names = terminology::prompt(&Vocabulary::default(), Formulary::starter(), NAMES_TOKENS);
            // Some words of the window before fit behind them, which the worker never has.
            command.args(["--carry-initial-prompt", "--prompt", &names]);
        }
        // As the worker computes on a processor: faster without, for some 100 MiB more in the shape of base.en.
        command.args("--no-flash-attn --language en --no-prints".split(' '));
        Ok(command)
    }

    /// The same through a worker's process: what it and the process that asks it take together.
    pub(crate) fn worker(&self) -> anyhow::Result<Command> {
        self.this("through-the-worker")
    }

    /// This program again, with another part to play.
    fn this(&self, part: &str) -> anyhow::Result<Command> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(part).arg(self.model).arg(self.sound).arg(self.threads.to_string());
        Ok(command)
    }

    /// The whole of this project: cut by voice activity, with speakers.
    pub(crate) fn dictum(&self, home: &Path, model: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program("dictum"));
        command.arg("--home").arg(home).arg("transcribe").arg(self.sound).arg("--model").arg(model);
        command.env("DICTUM_MODELS_DIR", project().join("models"));
        command
    }
}

/// Hears a file window by window in a worker's process and prints the words.
pub(crate) async fn through_the_worker(model: &Path, sound: &Path, threads: u16) -> anyhow::Result<()> {
    let whisper = WhisperWorker::new(worker_program("whisper-worker"), model.to_owned(), threads);
    let params =
        TranscribeParams { timestamps: false, temperature_fallback: false, ..TranscribeParams::default() };
    let mut waiting: Vec<f32> = Vec::with_capacity(WINDOW);
    for block in capture::decode_file(sound)? {
        waiting.extend(block?.mono().iter().map(|sample| f32::from(*sample) / 32_768.0));
        while waiting.len() >= WINDOW {
            let rest = waiting.split_off(WINDOW);
            print(whisper.transcribe(&waiting, &params).await?.into_iter().map(|heard| heard.text));
            waiting = rest;
        }
    }
    if !waiting.is_empty() {
        print(whisper.transcribe(&waiting, &params).await?.into_iter().map(|heard| heard.text));
    }
    whisper.shut_down().await;
    Ok(())
}

/// Hands a whole file to the library at once, as whisper-cli does, and prints the words.
pub(crate) fn library_alone(model: &Path, sound: &Path, threads: u16) -> anyhow::Result<()> {
    whisper_rs::install_logging_hooks();
    let mut samples = Vec::new();
    for block in capture::decode_file(sound)? {
        samples.extend(block?.mono().iter().map(|sample| f32::from(*sample) / 32_768.0));
    }
    let mut parameters = WhisperContextParameters::default();
    parameters.flash_attn(false);
    let mut state = WhisperContext::new_with_params(model, parameters)?.create_state()?;
    let mut full = FullParams::new(SamplingStrategy::Greedy { best_of: 1 });
    full.set_n_threads(threads.into());
    full.set_print_progress(false);
    full.set_language(Some("en"));
    full.set_no_timestamps(true);
    full.set_n_max_text_ctx(0);
    full.set_temperature_inc(0.0);
    state.full(full, &samples)?;
    print(state.as_iter().filter_map(|segment| segment.to_str_lossy().ok().map(|text| text.into_owned())));
    Ok(())
}

fn print(texts: impl Iterator<Item = String>) {
    texts.for_each(|text| println!("{text}"));
}
