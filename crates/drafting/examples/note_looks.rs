//! Prints what the extractive drafter considers in each consult of a JSON lines file ({"id", "transcript": [{"speaker",
//! "text"}]}), {"id", "words", "considered": [{"text", "section", "looks"}]} a line: `models/train/note` learns from it.

use std::io::Write;

use clinical::{Speaker, Transcript};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args().nth(1).ok_or("give the name of a JSON lines file")?;
    let mut out = std::io::stdout().lock();
    for line in std::fs::read_to_string(file)?.lines() {
        let consult: serde_json::Value = serde_json::from_str(line)?;
        let mut transcript = Transcript::default();
        for turn in consult["transcript"].as_array().into_iter().flatten() {
            let text = turn["text"].as_str().unwrap_or_default();
            transcript.push(Speaker::from_label(turn["speaker"].as_str().unwrap_or_default()), text, None);
        }
        let considered: Vec<serde_json::Value> = drafting::considered(&transcript)
            .into_iter()
            .map(|one| serde_json::json!({"text": one.text, "section": one.section, "looks": one.looks}))
            .collect();
        let words = transcript.word_count();
        writeln!(
            out,
            "{}",
            serde_json::json!({"id": consult["id"], "words": words, "considered": considered})
        )?;
    }
    Ok(())
}
