//! What the worker costs: the same prompt read and gone on with through it, and by a bare loop over llama-cpp-2 in this process, by
//! turns.
//!
//! `cargo run --release -p llama-worker --example llama-overhead [ROUNDS] [MODEL]`, after the workers were built. Without a
//! model of its own it writes one of random weights in Qwen2.5-0.5B's shape.

#![allow(clippy::unwrap_used)]

use std::hint::black_box;
use std::num::NonZeroU32;
use std::path::Path;
use std::time::Instant;

use dictum_tests::{Overhead, median, random_models};
use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_2::llama_backend::LlamaBackend;
use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::model::params::LlamaModelParams;
use llama_cpp_2::model::{LlamaChatMessage, LlamaModel};
use llama_cpp_2::sampling::LlamaSampler;
use worker::{ChatMessage, GenerateRequest, LlamaOptions, LlamaWorker, TextRequest, worker_program};

const CONTEXT_TOKENS: u32 = 2048;
/// Sentences of a prompt that is all but nothing, and tokens that are written behind it.
const WRITING: (usize, u32) = (1, 120);
/// The same of a long prompt behind which all but nothing is written.
const READING: (usize, u32) = (110, 1);

/// llama-cpp-2 as its own examples use it.
struct Bare {
    model: &'static LlamaModel,
    context: LlamaContext<'static>,
}

impl Bare {
    fn load(path: &Path, threads: u16) -> anyhow::Result<Self> {
        let mut backend = LlamaBackend::init()?;
        backend.void_logs();
        let model = LlamaModel::load_from_file(&backend, path, &LlamaModelParams::default())?;
        // The context borrows the model, and both live as long as this process does.
        let model: &'static LlamaModel = Box::leak(Box::new(model));
        let params = LlamaContextParams::default()
            .with_n_ctx(NonZeroU32::new(CONTEXT_TOKENS))
            .with_n_batch(CONTEXT_TOKENS)
            .with_n_threads(threads.into())
            .with_n_threads_batch(threads.into());
        let context = model.new_context(&backend, params)?;
        std::mem::forget(backend);
        Ok(Self { model, context })
    }

    /// Reads what a user says and writes what the assistant answers; gives the tokens read and written.
    fn write(&mut self, said: &str, most: u32) -> anyhow::Result<(u32, u32)> {
        let turn = LlamaChatMessage::new("user".to_owned(), said.to_owned())?;
        let prompt = self.model.apply_chat_template(&self.model.chat_template(None)?, &[turn], true)?;
        let vocab = self.model.vocab();
        let prompt = vocab.tokenize(prompt.as_bytes(), true, true);
        self.context.clear_kv_cache();
        let mut batch = LlamaBatch::new(prompt.len(), 1);
        for (at, token) in prompt.iter().enumerate() {
            batch.add(*token, at as i32, &[0], at + 1 == prompt.len())?;
        }
        let mut likeliest = LlamaSampler::greedy();
        let (mut written, mut text) = (0, Vec::new());
        while written < most {
            self.context.decode(&mut batch)?;
            let token = likeliest.sample(&self.context, batch.n_tokens() - 1);
            if vocab.is_eog(token) {
                break;
            }
            text.extend(vocab.token_to_piece(token, false, None));
            batch.clear();
            batch.add(token, (prompt.len() as u32 + written) as i32, &[0], true)?;
            written += 1;
        }
        black_box(String::from_utf8_lossy(&text));
        Ok((prompt.len() as u32, written))
    }
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let overhead = Overhead::from_arguments();
    let model = overhead
        .model(|folder| random_models::cached_llama(folder, random_models::LlamaShape::HALF_BILLION))?;
    let threads = std::thread::available_parallelism()?.get() as u16;
    let options = LlamaOptions { context_tokens: CONTEXT_TOKENS, threads };
    let child = LlamaWorker::new(worker_program("llama-worker"), model.clone(), options);
    println!("{:?}", child.info().await?);
    let mut bare = Bare::load(&model, threads)?;

    for (what, (sentences, max_tokens)) in [("written", WRITING), ("read", READING)] {
        let (mut through_it, mut directly) = (Vec::new(), Vec::new());
        for round in 0..=overhead.rounds {
            // Another beginning each round, so that the worker does not find the prompt already read.
            let content = format!("{round} {}", "The knee hurts. ".repeat(sentences));
            let request = GenerateRequest {
                messages: vec![ChatMessage { role: "user".to_owned(), content: content.clone() }],
                texts: vec![TextRequest { ask: String::new(), grammar: None, max_tokens }],
                temperature: 0.0,
                seed: 0,
            };
            let begun = Instant::now();
            let generated = child.generate(request).await?.texts().await?;
            let child_seconds = begun.elapsed().as_secs_f64();
            let begun = Instant::now();
            let (read, written) = bare.write(&content, max_tokens)?;
            let bare_seconds = begun.elapsed().as_secs_f64();
            anyhow::ensure!(generated.prompt_tokens == read, "the worker was asked something else");
            anyhow::ensure!(generated.texts[0].tokens == written, "the worker wrote more or less");
            // The first round warms both up.
            if round > 0 {
                let tokens = f64::from(if max_tokens > 1 { written } else { read });
                through_it.push(tokens / child_seconds);
                directly.push(tokens / bare_seconds);
            }
        }
        let (through_it, directly) = (median(through_it), median(directly));
        println!(
            "tokens {what} a second, {threads} threads, {} rounds: through the worker {through_it:.2}, \
             llama-cpp-2 directly {directly:.2}, ratio {:.3}",
            overhead.rounds,
            through_it / directly
        );
    }
    Ok(())
}
