//! Drafts each consult of a JSON lines file ({"id", "transcript": [{"speaker", "text"}]}) by the extractive drafter and
//! prints {"id", "text", "ms"} a line: `cargo run -p drafting --example draft_jsonl -- FILE [TEMPLATE]`.

use std::io::Write;
use std::time::Instant;

use clinical::{Speaker, Transcript};
use drafting::{Template, extract};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("give the name of a JSON lines file")?;
    let template = arguments.next().unwrap_or_else(|| "soap".into());
    let template = Template::built_in(&template).ok_or("there is no such template")?;
    let mut out = std::io::stdout().lock();
    for line in std::fs::read_to_string(file)?.lines() {
        let consult: serde_json::Value = serde_json::from_str(line)?;
        let mut transcript = Transcript::default();
        for turn in consult["transcript"].as_array().into_iter().flatten() {
            let text = turn["text"].as_str().unwrap_or_default();
            transcript.push(Speaker::from_label(turn["speaker"].as_str().unwrap_or_default()), text, None);
        }
        let start = Instant::now();
        let note = extract(&template, &transcript);
        let ms = start.elapsed().as_secs_f64() * 1000.0;
        writeln!(out, "{}", serde_json::json!({"id": consult["id"], "text": note.to_text(), "ms": ms}))?;
    }
    Ok(())
}
