//! What a growing prompt and parts side by side gain: a consult of ten minutes, drafted by a model of random weights.
//!
//! `cargo run --release -p llama-worker --example llama-draft [ROUNDS] [MODEL]`, after the workers were built. Without a model of
//! its own it writes one of random weights in Qwen2.5-0.5B's shape, whose tokens are bytes: of every text a quarter is taken, for
//! a real tokenizer makes a token of about four.

#![allow(clippy::unwrap_used)]

use std::time::Instant;

use clinical::{Speaker, Transcript};
use dictum_tests::usage::peak_memory_mib;
use dictum_tests::{Overhead, median, project, random_models};
use drafting::{Template, prompt};
use worker::{ChatMessage, GenerateRequest, LlamaOptions, LlamaWorker, TextRequest, worker_program};

/// About as many words as are spoken in ten minutes.
const WORDS: usize = 1_400;
/// Tokens of each part that is written.
const WRITTEN: u32 = 60;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let overhead = Overhead::from_arguments();
    let model = overhead
        .model(|folder| random_models::cached_llama(folder, random_models::LlamaShape::HALF_BILLION))?;
    let threads = std::thread::available_parallelism()?.get() as u16;
    let options = LlamaOptions { context_tokens: 8_192, threads };
    let template = Template::built_in("soap").unwrap();
    let consult = consult();
    let worker = LlamaWorker::new(worker_program("llama-worker"), model, options);
    println!("{:?}", worker.info().await?);

    let (mut whole, mut grown, mut in_turn, mut aside) = (vec![], vec![], vec![], vec![]);
    let mut prompt_tokens = 0;
    for round in 0..=overhead.rounds {
        // Another beginning each round, so that nothing of it has been read, and of another length, for what is left to read at Stop
        // depends on where it ends.
        let request = |transcript: &Transcript, texts: Vec<TextRequest>| {
            let lines: String = transcript.segments().iter().map(|one| quarter(&prompt::line(one))).collect();
            let instructions = quarter(
                &prompt::messages(&template, &prompt::Background::default(), transcript.segments())[0]
                    .content,
            );
            let messages = vec![
                chat("system", format!("{} {instructions}", "x".repeat(1 + 21 * round))),
                chat("user", lines),
            ];
            GenerateRequest { messages, texts, temperature: 0.0, seed: 0 }
        };
        let ask = |text: &str| TextRequest { ask: quarter(text), grammar: None, max_tokens: WRITTEN };
        let asks: Vec<TextRequest> = prompt::asks(&template).iter().map(|one| ask(&one.text)).collect();

        let began = Instant::now();
        let mut stream = worker.generate(request(&consult, asks.clone())).await?;
        stream.next().await;
        let seconds = began.elapsed().as_secs_f64();
        prompt_tokens = stream.texts().await?.prompt_tokens;
        whole.push(seconds);

        // Something else, so that the consult is read anew, all but what is said last.
        let other =
            GenerateRequest { messages: vec![chat("user", "x".repeat(200))], ..request(&consult, vec![]) };
        worker.generate(other).await?.texts().await?;
        let mut so_far = Transcript::default();
        for segment in &consult.segments()[..consult.segments().len() - 1] {
            so_far.add(segment.clone());
        }
        worker.generate(request(&so_far, Vec::new())).await?.texts().await?;
        let began = Instant::now();
        let mut stream = worker.generate(request(&consult, asks.clone())).await?;
        stream.next().await;
        grown.push(began.elapsed().as_secs_f64());
        stream.texts().await?;

        // Everything is read: only the writing differs.
        let began = Instant::now();
        worker.generate(request(&consult, asks.clone())).await?.texts().await?;
        aside.push(began.elapsed().as_secs_f64());
        let began = Instant::now();
        for ask in &asks {
            worker.generate(request(&consult, vec![ask.clone()])).await?.texts().await?;
        }
        in_turn.push(began.elapsed().as_secs_f64());
        if round == 0 {
            // Warms up.
            [&mut whole, &mut grown, &mut in_turn, &mut aside].into_iter().for_each(Vec::clear);
        }
    }
    let peak = worker.pid().and_then(peak_memory_mib);
    let [whole, grown, in_turn, aside] = [whole, grown, in_turn, aside].map(median);
    println!(
        "consult of {} words, prompt of {prompt_tokens} tokens, {threads} threads; medians of {}",
        consult.word_count(),
        overhead.rounds
    );
    println!(
        "first token after Stop: read whole {:.0} ms, read as it grew {:.0} ms, ratio {:.3} (goal 0.05)",
        whole * 1000.0,
        grown * 1000.0,
        grown / whole
    );
    println!(
        "four parts of {WRITTEN} tokens: in turn {:.0} ms, side by side {:.0} ms, ratio {:.3} (goal 0.8)",
        in_turn * 1000.0,
        aside * 1000.0,
        aside / in_turn
    );
    if let Some(peak) = peak {
        println!("peak memory of the worker {peak:.0} MiB");
    }
    Ok(())
}

fn chat(role: &str, content: String) -> ChatMessage {
    ChatMessage { role: role.to_owned(), content }
}

/// As many bytes as a real tokenizer would make tokens.
fn quarter(text: &str) -> String {
    text.chars().take(text.chars().count().div_ceil(4)).collect()
}

/// The sample consult, over and over.
fn consult() -> Transcript {
    let sample = std::fs::read_to_string(project().join("models/sample/consult.txt")).unwrap();
    let mut transcript = Transcript::default();
    for line in sample.lines().cycle() {
        if transcript.word_count() >= WORDS {
            break;
        }
        let (speaker, text) = line.split_once(": ").unwrap();
        transcript.push(Speaker::from_label(speaker), text, None);
    }
    transcript
}
