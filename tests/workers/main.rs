//! The workers as they are shipped: real programs, real engines, models of random weights.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[cfg(unix)]
mod faults;
#[cfg(unix)]
mod graphics;
mod language;
mod speech;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use dictum_tests::random_models::{self, LlamaShape, WhisperShape};
use worker::{
    ChatMessage, GenerateRequest, LlamaOptions, LlamaWorker, TextRequest, WhisperWorker, worker_program,
};

fn models() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

fn program(name: &str) -> PathBuf {
    let program = worker_program(name);
    assert!(
        program.is_file(),
        "{name} is not built: run `cargo build -p whisper-worker -p llama-worker` first"
    );
    program
}

/// Writes a program of a few lines. A child writes it: what this process has open to write, a program that another test starts
/// meanwhile would have open, too, and as long it could not be run.
#[cfg(unix)]
fn program_of(path: &Path, lines: &str) {
    let write = "printf '#!/bin/sh\\n%s\\n' \"$1\" > \"$0\" && chmod 755 \"$0\"";
    let written = Command::new("sh").arg("-c").arg(write).arg(path).arg(lines).status();
    assert!(written.unwrap().success());
}

fn whisper_model() -> PathBuf {
    random_models::cached_whisper(models(), WhisperShape::MICRO).unwrap()
}

fn llama_model(shape: LlamaShape) -> PathBuf {
    random_models::cached_llama(models(), shape).unwrap()
}

fn speech() -> WhisperWorker {
    speech_with(whisper_model())
}

fn speech_with(model: PathBuf) -> WhisperWorker {
    WhisperWorker::new(program("whisper-worker"), model, 1)
}

fn language(shape: LlamaShape) -> LlamaWorker {
    language_with(llama_model(shape))
}

fn language_with(model: PathBuf) -> LlamaWorker {
    LlamaWorker::new(program("llama-worker"), model, LlamaOptions { context_tokens: 1024, threads: 1 })
}

/// A tone that comes and goes: random weights hear something in anything.
fn audio(seconds: usize) -> Vec<f32> {
    (0..seconds * 16_000)
        .map(|at| {
            let t = at as f32 / 16_000.0;
            (t * 440.0 * std::f32::consts::TAU).sin() * (t * 3.0).sin() * 0.3
        })
        .collect()
}

fn request(said: &str, max_tokens: u32) -> GenerateRequest {
    let message =
        |role: &str, content: &str| ChatMessage { role: role.to_owned(), content: content.to_owned() };
    GenerateRequest {
        messages: vec![message("system", "Write a note."), message("user", said)],
        texts: vec![TextRequest { ask: String::new(), grammar: None, max_tokens }],
        temperature: 0.0,
        seed: 0,
    }
}

fn kill(pid: u32) {
    signal(pid, "KILL");
}

fn signal(pid: u32, name: &str) {
    assert!(Command::new("kill").args(["-s", name, &pid.to_string()]).status().unwrap().success());
}

/// Whether a process runs; one that ended but has not been waited for does not.
fn runs(pid: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{pid}/stat"))
        .is_ok_and(|stat| !stat.rsplit(')').next().is_some_and(|rest| rest.trim_start().starts_with('Z')))
}

async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(60), "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
