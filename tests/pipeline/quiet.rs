//! A consult whose voices are far from the microphone.

use capture::decode_file;
use dictum_tests::project;
use speech::{Chunk, Chunker, ChunkerConfig};

/// What is kept of a consult to be recognised, ms of the recording.
fn kept(sound: &[i16]) -> Vec<bool> {
    let mut chunker = Chunker::new(ChunkerConfig::default());
    let mut chunks: Vec<Chunk> = sound.chunks(16_000).flat_map(|second| chunker.push(second)).collect();
    chunks.extend(chunker.finish());
    let mut kept = vec![false; sound.len() / 16];
    for chunk in chunks {
        let end = usize::try_from(chunk.end_ms()).unwrap().min(kept.len());
        kept[usize::try_from(chunk.start_ms).unwrap()..end].fill(true);
    }
    kept
}

#[test]
fn quiet_voices_in_the_hiss_of_a_microphone_are_kept_as_loud_ones_are() {
    let consult = decode_file(&project().join("models/sample/consult.flac")).unwrap();
    let sound: Vec<i16> = consult.flat_map(|block| block.unwrap().mono().into_owned()).collect();
    let loud = kept(&sound);
    let spoken = loud.iter().filter(|kept| **kept).count();
    let mut state = 7_u32;
    let mut hiss = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as i16 % 3
    };
    for (decibels, least) in [(-20.0_f32, 0.98), (-30.0, 0.98), (-40.0, 0.94)] {
        let factor = 10_f32.powf(decibels / 20.0);
        let quiet: Vec<i16> =
            sound.iter().map(|&sample| (f32::from(sample) * factor) as i16 + hiss()).collect();
        let both = kept(&quiet).iter().zip(&loud).filter(|(quiet, loud)| **quiet && **loud).count();
        let share = both as f64 / spoken as f64;
        assert!(share >= least, "{:.1} % at {decibels} dB", share * 100.0);
    }
}
