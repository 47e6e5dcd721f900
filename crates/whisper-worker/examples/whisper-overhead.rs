//! What the child process costs: the same audio heard in a child and in this process, by turns.
//!
//! `cargo run --release -p whisper-worker --example whisper-overhead [ROUNDS] [MODEL]`, after the workers were built. Without a
//! model of its own it writes one of random weights in base.en's shape.

#![allow(clippy::unwrap_used)]

use std::time::Instant;

use dictum_tests::{Overhead, random_models};
use whisper_worker::Whisper;
use worker::{ToLoad, TranscribeParams, WhisperWorker, worker_program};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut overhead = Overhead::from_arguments();
    let model = overhead
        .model(|folder| random_models::cached_whisper(folder, random_models::WhisperShape::BASE_EN))?;
    let threads = std::thread::available_parallelism()?.get() as u16;
    let child = WhisperWorker::new(worker_program("whisper-worker"), model.clone(), threads);
    println!("{:?}", child.info().await?);
    let file_bytes = model.metadata()?.len();
    let mut here =
        Whisper::load(&ToLoad { model, file_bytes, threads, context_tokens: 0, onto_card: false })?;

    let audio: Vec<f32> = (0..30 * 16_000).map(|at| (at as f32 * 0.02).sin() * 0.1).collect();
    let params = TranscribeParams {
        timestamps: false,
        temperature_fallback: false,
        max_tokens: Some(60),
        ..TranscribeParams::default()
    };
    for round in 0..=overhead.rounds {
        let begun = Instant::now();
        let heard = child.transcribe(&audio, &params).await?;
        let child_seconds = begun.elapsed().as_secs_f64();
        let begun = Instant::now();
        let same = here.hear(&audio, &params, Box::new(|| false))?;
        let process_seconds = begun.elapsed().as_secs_f64();
        anyhow::ensure!(heard == same, "the child heard something else");
        overhead.note(round, child_seconds, process_seconds);
    }
    overhead.report(&format!("30 s of audio, {threads} threads"));
    Ok(())
}
