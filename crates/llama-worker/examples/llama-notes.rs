//! What a model answers when it is asked for the notes of consults as the application asks, grammar and all, in the worker:
//! for each line of a JSON lines file ({"id", "transcript": [{"speaker", "text"}], "background"}) a line {"id", "answers", "stopped", "ms"}.
//!
//! `cargo run -p llama-worker --example llama-notes -- MODEL CONSULTS [TEMPLATE]`, after the workers were built.
//! `models/train/llama/score.py` compares the answers with the notes that the consults were made with.

use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context;
use clinical::{Speaker, Transcript};
use drafting::prompt::Background;
use drafting::{Template, prompt};
use serde_json::json;
use worker::{ChatMessage, GenerateRequest, LlamaOptions, LlamaWorker, TextRequest, worker_program};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let model = PathBuf::from(arguments.next().context("give the model's file")?);
    let consults = arguments.next().context("give the name of a JSON lines file")?;
    let template = arguments.next().unwrap_or_else(|| "soap".into());
    let template = Template::built_in(&template).context("there is no such template")?;
    let threads = std::thread::available_parallelism()?.get() as u16;
    let options = LlamaOptions { context_tokens: 0, threads };
    let worker = LlamaWorker::new(worker_program("llama-worker"), model, options);
    eprintln!("{:?}", worker.info().await?);

    let mut out = std::io::stdout().lock();
    for line in std::fs::read_to_string(consults)?.lines() {
        let consult: serde_json::Value = serde_json::from_str(line)?;
        let request = request(&template, &background(&consult["background"]), &transcript(&consult));
        let began = Instant::now();
        let written = worker.generate(request).await?.texts().await?;
        let ms = began.elapsed().as_secs_f64() * 1000.0;
        let answers: Vec<&str> = written.texts.iter().map(|text| text.text.as_str()).collect();
        let stopped: Vec<String> = written.texts.iter().map(|text| format!("{:?}", text.stopped)).collect();
        writeln!(out, "{}", json!({"id": consult["id"], "answers": answers, "stopped": stopped, "ms": ms}))?;
    }
    Ok(())
}

fn transcript(consult: &serde_json::Value) -> Transcript {
    let mut transcript = Transcript::default();
    for turn in consult["transcript"].as_array().into_iter().flatten() {
        let text = turn["text"].as_str().unwrap_or_default();
        transcript.push(Speaker::from_label(turn["speaker"].as_str().unwrap_or_default()), text, None);
    }
    transcript
}

/// {"age"?, "sex"?, "problems"?, "medications"?, "allergies"?}, lists of words.
fn background(known: &serde_json::Value) -> Background {
    let list = |key: &str| {
        let words = known[key].as_array().into_iter().flatten();
        words.filter_map(|one| one.as_str()).map(Into::into).collect()
    };
    Background {
        age: known["age"].as_u64().and_then(|age| age.try_into().ok()),
        sex: ["female", "male", "other"].into_iter().find(|sex| known["sex"] == *sex),
        problems: list("problems"),
        medications: list("medications"),
        allergies: list("allergies"),
        ..Background::default()
    }
}

fn request(template: &Template, background: &Background, transcript: &Transcript) -> GenerateRequest {
    let role = |role| match role {
        prompt::Role::System => "system",
        prompt::Role::User => "user",
    };
    let messages = prompt::messages(template, background, transcript.segments())
        .into_iter()
        .map(|message| ChatMessage { role: role(message.role).to_owned(), content: message.content });
    let texts = prompt::asks(template).into_iter().map(|ask| TextRequest {
        grammar: Some(drafting::grammar(&ask.sections, transcript.segments())),
        ask: ask.text,
        max_tokens: 2_048,
    });
    GenerateRequest { messages: messages.collect(), texts: texts.collect(), temperature: 0.0, seed: 0 }
}
