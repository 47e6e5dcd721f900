//! What the child process costs: the same text written by a child and in this process, by turns.
//!
//! `cargo run --release -p llama-worker --example llama-overhead [ROUNDS] [MODEL]`, after the workers were built. Without a
//! model of its own it writes one of random weights in Qwen2.5-0.5B's shape.

#![allow(clippy::unwrap_used)]

use std::time::Instant;

use dictum_tests::{Overhead, random_models};
use llama_worker::{Listener, Llama};
use worker::{ChatMessage, GenerateRequest, LlamaOptions, LlamaWorker, TextRequest, ToLoad, worker_program};

struct Keep(String);

impl Listener for Keep {
    fn reading(&mut self, _tokens: u32, _of: u32) {}

    fn piece(&mut self, _of: usize, text: &str) {
        self.0.push_str(text);
    }

    fn is_cancelled(&self) -> bool {
        false
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut overhead = Overhead::from_arguments();
    let model = overhead
        .model(|folder| random_models::cached_llama(folder, random_models::LlamaShape::HALF_BILLION))?;
    let threads = std::thread::available_parallelism()?.get() as u16;
    let context_tokens = 2048;
    let options = LlamaOptions { context_tokens, threads };
    let child = LlamaWorker::new(worker_program("llama-worker"), model.clone(), options);
    println!("{:?}", child.info().await?);
    let file_bytes = model.metadata()?.len();
    let mut here = Llama::load(&ToLoad { model, file_bytes, threads, context_tokens, onto_card: false })?;

    for round in 0..=overhead.rounds {
        // Another beginning each round, so that neither finds the prompt already read.
        let content = format!("{round} {}", "The knee hurts. ".repeat(15));
        let request = GenerateRequest {
            messages: vec![ChatMessage { role: "user".to_owned(), content }],
            texts: vec![TextRequest { ask: String::new(), grammar: None, max_tokens: 60 }],
            temperature: 0.0,
            seed: 0,
        };
        let begun = Instant::now();
        let written = child.generate(request.clone()).await?.texts().await?;
        let child_seconds = begun.elapsed().as_secs_f64();
        let mut kept = Keep(String::new());
        let begun = Instant::now();
        here.write(&request, &mut kept)?;
        let process_seconds = begun.elapsed().as_secs_f64();
        anyhow::ensure!(written.texts[0].text == kept.0, "the child wrote something else");
        overhead.note(round, child_seconds, process_seconds);
    }
    overhead.report(&format!("about 260 tokens read, 60 written, {threads} threads"));
    Ok(())
}
