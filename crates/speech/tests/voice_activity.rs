//! Real (synthesised) speech is cut at its pauses.

#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests are not seen as tests

use std::path::Path;
use std::process::Command;

use speech::{Chunk, Chunker, ChunkerConfig};

/// 16 kHz mono speech by espeak-ng without silence around it, or none where the tools are absent.
fn speak(folder: &Path, words: &str) -> Option<Vec<i16>> {
    let (spoken, raw) = (folder.join("spoken.wav"), folder.join("spoken.raw"));
    let said =
        Command::new("espeak-ng").args(["-v", "en-us", "-s", "160", "-w"]).arg(&spoken).arg(words).status();
    let shaped = Command::new("sox")
        .arg("-D")
        .arg(&spoken)
        .args(["-r", "16000", "-c", "1", "-b", "16", "-e", "signed", "-t", "raw"])
        .arg(&raw)
        .args("silence 1 0.01 1% reverse silence 1 0.01 1% reverse".split(' '))
        .status();
    let (Ok(said), Ok(shaped)) = (said, shaped) else {
        eprintln!("SKIPPED: espeak-ng and sox are needed to make speech");
        return None;
    };
    assert!(said.success() && shaped.success());
    let bytes = std::fs::read(raw).unwrap();
    Some(bytes.chunks_exact(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect())
}

fn chunks(sound: &[i16]) -> Vec<Chunk> {
    let mut chunker = Chunker::new(ChunkerConfig::default());
    let mut chunks: Vec<Chunk> = sound.chunks(16_000).flat_map(|second| chunker.push(second)).collect();
    chunks.extend(chunker.finish());
    chunks
}

#[test]
fn two_sentences_a_pause_apart_are_two_chunks_at_their_times() {
    let folder = tempfile::tempdir().unwrap();
    let Some(first) = speak(folder.path(), "My left knee has been hurting for about two weeks.") else {
        return;
    };
    let Some(second) = speak(folder.path(), "Climbing the stairs makes it much worse.") else { return };
    let silence = |ms: usize| vec![0; ms * 16];
    let sound = [silence(1_000), first.clone(), silence(1_500), second.clone(), silence(2_000)].concat();
    let first_ends = 1_000 + first.len() as u64 / 16;
    let second_starts = first_ends + 1_500;
    let truth = [(1_000, first_ends), (second_starts, second_starts + second.len() as u64 / 16)];

    let found = chunks(&sound);
    assert_eq!(found.len(), 2, "{found:?} for {truth:?}");
    for (chunk, (start, end)) in found.iter().zip(truth) {
        assert!(
            chunk.start_ms.abs_diff(start) <= 400 && chunk.end_ms().abs_diff(end) <= 400,
            "{chunk:?}, {truth:?}"
        );
        assert!(
            chunk.start_ms <= start && chunk.end_ms() + 50 >= end,
            "speech is cut off: {chunk:?}, {truth:?}"
        );
    }
}

#[test]
fn a_single_yes_is_speech() {
    let folder = tempfile::tempdir().unwrap();
    let Some(yes) = speak(folder.path(), "Yes.") else { return };
    let sound = [vec![0; 32_000], yes, vec![0; 32_000]].concat();
    assert_eq!(chunks(&sound).len(), 1);
}
