//! What the child process costs: the same text written by a child and in this process, by turns.
//!
//! `cargo run --release -p llama-worker --example llama-overhead [ROUNDS] [MODEL]`, after the workers were built. Without a
//! model of its own it writes one of random weights in Qwen2.5-0.5B's shape.

#![allow(clippy::unwrap_used)]

use std::path::PathBuf;
use std::time::Instant;

use dictum_tests::{median, random_models};
use llama_worker::{Listener, Llama};
use worker::{ChatMessage, GenerateRequest, LlamaOptions, LlamaWorker, ToLoad, worker_program};

struct Keep(String);

impl Listener for Keep {
    fn reading(&mut self, _tokens: u32, _of: u32) {}

    fn piece(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn is_cancelled(&self) -> bool {
        false
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let rounds: usize = arguments.next().map_or(Ok(7), |rounds| rounds.parse())?;
    let model = match arguments.next() {
        Some(path) => PathBuf::from(path),
        None => random_models::cached_llama(
            &std::env::temp_dir().join("dictum-random-models"),
            random_models::LlamaShape::HALF_BILLION,
        )?,
    };
    let threads = std::thread::available_parallelism()?.get() as u16;
    let context_tokens = 2048;
    let options = LlamaOptions { context_tokens, threads };
    let child = LlamaWorker::new(worker_program("llama-worker"), model.clone(), options);
    println!("{:?}", child.info().await?);
    let file_bytes = model.metadata()?.len();
    let mut here = Llama::load(&ToLoad { model, file_bytes, threads, context_tokens })?;

    let (mut in_child, mut in_process) = (Vec::new(), Vec::new());
    for round in 0..=rounds {
        // Another beginning each round, so that neither finds the prompt already read.
        let content = format!("{round} {}", "The knee hurts. ".repeat(15));
        let request = GenerateRequest {
            messages: vec![ChatMessage { role: "user".to_owned(), content }],
            grammar: None,
            max_tokens: 60,
            temperature: 0.0,
            seed: 0,
        };
        let begun = Instant::now();
        let written = child.generate(request.clone()).await?.text().await?;
        let child_seconds = begun.elapsed().as_secs_f64();
        let mut kept = Keep(String::new());
        let begun = Instant::now();
        here.write(&request, &mut kept)?;
        let process_seconds = begun.elapsed().as_secs_f64();
        anyhow::ensure!(written.text == kept.0, "the child wrote something else");
        // The first round warms both up.
        if round > 0 {
            in_child.push(child_seconds);
            in_process.push(process_seconds);
        }
    }
    let (child, process) = (median(in_child), median(in_process));
    println!(
        "about 260 tokens read, 60 written, {rounds} rounds, {threads} threads: child {child:.3} s, in process {process:.3} s"
    );
    println!("ratio {:.4}", child / process);
    Ok(())
}
