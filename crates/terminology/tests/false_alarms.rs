//! How often ordinary speech, and what clinicians wrote of it, is taken for a misheard name: the texts are right, so that
//! every suggestion is a false alarm unless the text itself is misspelt. With `SHOW=1` and `--nocapture` each is printed. Skipped where the
//! consults are not at hand.

#![allow(clippy::unwrap_used)] // helpers of tests are not seen as tests

use std::path::Path;
use std::time::Instant;

use clinical::{Format, Transcript};
use terminology::{Formulary, Vocabulary};

/// The turns of each consult, or the lines of its note.
fn texts(line: &str, notes: bool) -> Vec<String> {
    if notes {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        return value["note"].as_str().unwrap().lines().map(str::to_owned).collect();
    }
    let transcript = Transcript::parse(line, Format::Json).unwrap();
    transcript.segments().iter().map(|segment| segment.text.as_str().to_owned()).collect()
}

/// Suggestions in a thousand words of the transcripts, or of the notes; none where the consults are not at hand.
fn in_a_thousand(notes: bool) -> Option<f64> {
    let (mut all_words, mut all_flags) = (0, 0);
    for file in ["aci-bench/valid.jsonl", "primock57/dev.jsonl"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/eval").join(file);
        let Ok(consults) = std::fs::read_to_string(path) else {
            eprintln!("SKIPPED: the evaluation data {file} is not here");
            return None;
        };
        let (mut words, mut flags) = (0, 0);
        let began = Instant::now();
        for text in consults.lines().flat_map(|line| texts(line, notes)) {
            words += text.split_whitespace().count();
            let found = Formulary::starter().suggest(&text, &Vocabulary::default());
            flags += found.len();
            if std::env::var_os("SHOW").is_some() {
                found
                    .iter()
                    .for_each(|one| println!("{:?} => {:?} ({:?})", one.heard, one.offered, one.reason));
            }
        }
        let per_thousand = flags as f64 * 1_000.0 / words as f64;
        println!("{file}: {flags} in {words} words, {per_thousand:.2} in a thousand, {:?}", began.elapsed());
        all_words += words;
        all_flags += flags;
    }
    Some(all_flags as f64 * 1_000.0 / all_words as f64)
}

#[test]
fn ordinary_speech_is_left_alone() {
    let Some(per_thousand) = in_a_thousand(false) else { return };
    println!("transcripts: {per_thousand:.2} in a thousand");
    assert!(per_thousand < 0.3);
}

#[test]
fn clinicians_notes_are_left_alone() {
    let Some(per_thousand) = in_a_thousand(true) else { return };
    println!("notes: {per_thousand:.2} in a thousand");
    assert!(per_thousand < 1.0);
}
