//! Cuts 16 kHz mono audio into chunks that hold speech.

use std::fmt;
use std::ops::Range;

use earshot::Detector;

use crate::boundaries::{Boundaries, Limits};
use crate::gain::Gain;

/// Samples per ms.
const PER_MS: u64 = 16;
/// The voice detector's frame: 256 samples, 16 ms.
const FRAME: usize = 256;
const FRAME_MS: u64 = FRAME as u64 / PER_MS;

/// How audio is cut. All times are in ms and are rounded to the voice detector's frames of 16 ms.
#[derive(Clone, Debug, PartialEq)]
pub struct ChunkerConfig {
    /// No chunk is longer.
    pub max_chunk_ms: u64,
    /// Kept before the first voice, because the detector needs a moment to be sure; at most half of `max_chunk_ms`.
    pub pre_roll_ms: u64,
    /// A pause of this length ends a chunk.
    pub hang_over_ms: u64,
    /// Kept after the last voice; at most `hang_over_ms`.
    pub padding_ms: u64,
    /// Less voice than this between two pauses is a knock or a cough, not speech.
    pub min_speech_ms: u64,
    /// From which score on, 0 to 1, the detector's frame counts as voice.
    pub voice_threshold: f32,
}

impl Default for ChunkerConfig {
    fn default() -> Self {
        Self {
            max_chunk_ms: 30_000,
            pre_roll_ms: 300,
            hang_over_ms: 500,
            padding_ms: 200,
            min_speech_ms: 96,
            voice_threshold: 0.5,
        }
    }
}

impl ChunkerConfig {
    fn limits(&self) -> Limits {
        let longest = (self.max_chunk_ms / FRAME_MS).max(30);
        let hang_over = self.hang_over_ms.div_ceil(FRAME_MS).max(1);
        Limits {
            longest,
            pre_roll: self.pre_roll_ms.div_ceil(FRAME_MS).min(longest / 2),
            hang_over,
            padding: self.padding_ms.div_ceil(FRAME_MS).min(hang_over),
            least_voice: self.min_speech_ms.div_ceil(FRAME_MS).max(1),
        }
    }
}

/// A stretch of audio worth recognising.
#[derive(Clone, PartialEq)]
pub struct Chunk {
    /// Where it begins, ms from the start of the recording.
    pub start_ms: u64,
    /// 16 kHz mono, full scale at ±1; at most [`ChunkerConfig::max_chunk_ms`] of it.
    pub samples: Vec<f32>,
}

impl Chunk {
    /// Just past its last ms, from the start of the recording.
    pub fn end_ms(&self) -> u64 {
        self.start_ms + (self.samples.len() as u64).div_ceil(PER_MS)
    }
}

impl fmt::Debug for Chunk {
    /// The samples are a patient's voice: only their extent is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chunk({} to {} ms)", self.start_ms, self.end_ms())
    }
}

/// Finds speech by voice activity and cuts it at pauses, or, where nobody pauses, at the quietest recent moment. How
/// the samples are divided among the calls of [`push`](Self::push) makes no difference.
pub struct Chunker {
    boundaries: Boundaries,
    gain: Gain,
    detector: Box<Detector>,
    threshold: f32,
    /// Where the audio given to this chunker begins in the recording.
    origin_ms: u64,
    /// The samples since `kept_from` (a multiple of a frame, counted from the first sample pushed).
    kept: Vec<i16>,
    kept_from: u64,
    /// How many samples have been through the detector.
    judged: u64,
}

impl Chunker {
    /// For audio from the start of a recording.
    pub fn new(config: ChunkerConfig) -> Self {
        Self::starting_at(config, 0)
    }

    /// For audio that begins `start_ms` into the recording, such as the [`settled_ms`](Self::settled_ms) of the chunker
    /// that worked before an interruption.
    pub fn starting_at(config: ChunkerConfig, start_ms: u64) -> Self {
        Self {
            boundaries: Boundaries::new(config.limits()),
            gain: Gain::default(),
            detector: Box::default(),
            threshold: config.voice_threshold,
            origin_ms: start_ms,
            kept: Vec::new(),
            kept_from: 0,
            judged: 0,
        }
    }

    /// Takes the next samples, 16 kHz mono; gives the chunks that ended in them.
    pub fn push(&mut self, samples: &[i16]) -> Vec<Chunk> {
        self.kept.extend_from_slice(samples);
        let mut chunks = Vec::new();
        loop {
            let begin = (self.judged - self.kept_from) as usize;
            let Some(frame) = self.kept[begin..].first_chunk::<FRAME>() else { break };
            let (score, loudness) = (self.detector.predict_i16(&self.gain.louder(frame)), mean_square(frame));
            self.judged += FRAME as u64;
            if let Some(range) = self.boundaries.push(score >= self.threshold, loudness) {
                chunks.push(self.chunk(range));
            }
        }
        self.forget_what_is_settled();
        chunks
    }

    /// Gives the speech that was going on when the recording ended. Nothing is pushed afterwards.
    pub fn finish(&mut self) -> Option<Chunk> {
        let frames = self.boundaries.finish()?;
        let reaches_the_end = frames.end * FRAME as u64 == self.judged;
        let mut chunk = self.chunk(frames);
        if reaches_the_end {
            // The last samples, too few for the detector, belong to the speech that they end.
            let unjudged = &self.kept[(self.judged - self.kept_from) as usize..];
            chunk.samples.extend(unjudged.iter().copied().map(to_float));
        }
        Some(chunk)
    }

    /// The speech that is going on, as far as it has come: the beginning of a chunk that is still to end.
    pub fn open(&self) -> Option<Chunk> {
        self.boundaries.open().map(|frames| self.chunk(frames))
    }

    /// Audio before this, ms from the start of the recording, will not be needed again: a chunker that starts here
    /// finds the rest.
    pub fn settled_ms(&self) -> u64 {
        self.origin_ms + self.boundaries.settled() * FRAME_MS
    }

    fn chunk(&self, frames: Range<u64>) -> Chunk {
        let index = |frame: u64| (frame * FRAME as u64 - self.kept_from) as usize;
        let samples = &self.kept[index(frames.start)..index(frames.end)];
        Chunk {
            start_ms: self.origin_ms + frames.start * FRAME_MS,
            samples: samples.iter().copied().map(to_float).collect(),
        }
    }

    fn forget_what_is_settled(&mut self) {
        let settled = self.boundaries.settled() * FRAME as u64;
        self.kept.drain(..(settled - self.kept_from) as usize);
        self.kept_from = settled;
    }
}

fn to_float(sample: i16) -> f32 {
    f32::from(sample) / 32_768.0
}

fn mean_square(frame: &[i16]) -> f32 {
    let energy: i64 = frame.iter().map(|&sample| i64::from(sample) * i64::from(sample)).sum();
    energy as f32 / frame.len() as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A buzz with the harmonics of a vowel, which the detector takes for a voice.
    fn vowel(samples: usize, loudness: f32) -> Vec<i16> {
        (0..samples)
            .map(|i| {
                let time = i as f32 / 16_000.0;
                let pitch = 120.0 * time + 0.3 * (5.0 * time * std::f32::consts::TAU).sin();
                let formants =
                    [(1.0, 0.3), (2.0, 0.3), (4.0, 0.5), (5.0, 0.6), (6.0, 0.5), (10.0, 0.3), (20.0, 0.1)];
                let value: f32 = formants
                    .iter()
                    .map(|(harmonic, weight)| weight * (std::f32::consts::TAU * harmonic * pitch).sin())
                    .sum();
                (value * loudness * 6_000.0) as i16
            })
            .collect()
    }

    fn noise(samples: usize, loudness: i32, seed: u32) -> Vec<i16> {
        let mut state = seed.max(1);
        (0..samples)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                (state as i32 % (loudness + 1)) as i16
            })
            .collect()
    }

    fn chunks(sound: &[i16], block: usize) -> Vec<Chunk> {
        let mut chunker = Chunker::new(ChunkerConfig::default());
        let mut chunks: Vec<Chunk> = sound.chunks(block).flat_map(|part| chunker.push(part)).collect();
        chunks.extend(chunker.finish());
        chunks
    }

    #[test]
    fn silence_and_faint_noise_give_no_chunk() {
        assert!(chunks(&[0; 160_000], 1_600).is_empty());
        assert!(chunks(&noise(160_000, 40, 7), 1_600).is_empty());
    }

    #[test]
    fn a_quiet_voice_in_the_hiss_of_its_microphone_is_a_voice() {
        let pause = || noise(32_000, 6, 3);
        let voice: Vec<i16> =
            vowel(48_000, 0.01).iter().zip(noise(48_000, 6, 5)).map(|(a, b)| a + b).collect();
        let sound = [pause(), voice.clone(), pause(), voice, pause()].concat();
        let found = chunks(&sound, 1_600);
        assert_eq!(found.len(), 2, "{found:?}");
        for (chunk, from) in found.iter().zip([2_000, 7_000]) {
            assert!(
                chunk.start_ms.abs_diff(from) < 700 && chunk.end_ms().abs_diff(from + 3_000) < 700,
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_quiet_voice_is_heard_soon_after_a_door_slammed() {
        let slam: Vec<i16> = noise(3_200, 32_000, 11)
            .iter()
            .enumerate()
            .map(|(at, sample)| (f64::from(*sample) * 0.1_f64.powf(at as f64 / 1_600.0)) as i16)
            .collect();
        let voice: Vec<i16> =
            vowel(48_000, 0.01).iter().zip(noise(48_000, 6, 5)).map(|(a, b)| a + b).collect();
        let sound = [noise(32_000, 6, 3), slam, noise(16_000, 6, 3), voice, noise(32_000, 6, 3)].concat();
        let found = chunks(&sound, 1_600);
        let from = (32_000 + 3_200 + 16_000) / 16;
        assert!(
            found
                .iter()
                .any(|chunk| chunk.start_ms.abs_diff(from) < 700
                    && chunk.end_ms().abs_diff(from + 3_000) < 700),
            "{found:?}"
        );
    }

    #[test]
    fn minutes_of_voice_without_a_pause_come_whole_in_chunks_of_at_most_30_s() {
        let sound = vowel(16_000 * 100 + 77, 1.0);
        let chunks = chunks(&sound, 16_000);
        assert!(chunks.len() >= 4, "{chunks:?}");
        assert!(chunks.iter().all(|chunk| chunk.samples.len() <= 30 * 16_000), "{chunks:?}");
        for pair in chunks.windows(2) {
            assert_eq!(pair[0].start_ms * 16 + pair[0].samples.len() as u64, pair[1].start_ms * 16);
        }
        let last = chunks.last().unwrap();
        assert_eq!(last.start_ms * 16 + last.samples.len() as u64, sound.len() as u64);
    }

    #[test]
    fn speech_that_goes_on_is_the_beginning_of_the_chunk_to_come() {
        let sound = [vec![0; 32_000], vowel(48_000, 1.0), vec![0; 32_000]].concat();
        let mut chunker = Chunker::new(ChunkerConfig::default());
        assert_eq!(chunker.push(&sound[..30_000]), []);
        assert_eq!(chunker.open(), None);
        assert_eq!(chunker.push(&sound[30_000..64_000]), []);
        let open = chunker.open().unwrap();
        let ended = &chunker.push(&sound[64_000..])[0];
        assert_eq!(chunker.open(), None);
        assert_eq!(open.start_ms, ended.start_ms);
        assert_eq!(open.samples, ended.samples[..open.samples.len()]);
        assert!(open.samples.len() > 28_000);
    }

    #[test]
    fn a_chunker_that_starts_where_another_had_settled_finds_the_rest() {
        let sound =
            [vec![0; 32_000], vowel(32_000, 1.0), vec![0; 24_000], vowel(32_000, 1.0), vec![0; 32_000]];
        let sound = sound.concat();
        let whole = chunks(&sound, 1_000);
        assert_eq!(whole.len(), 2, "{whole:?}");

        let mut first = Chunker::new(ChunkerConfig::default());
        let before = first.push(&sound[..100_000]);
        let settled = first.settled_ms();
        assert_eq!(before, whole[..1]);
        let mut second = Chunker::starting_at(ChunkerConfig::default(), settled);
        let mut after = second.push(&sound[settled as usize * 16..]);
        after.extend(second.finish());
        assert_eq!(after.len(), 1);
        assert!(after[0].start_ms.abs_diff(whole[1].start_ms) <= 64, "{after:?} {whole:?}");
    }

    #[test]
    fn debug_shows_no_sound() {
        let chunk = Chunk { start_ms: 250, samples: vec![0.123; 160] };
        assert_eq!(format!("{chunk:?}"), "Chunk(250 to 260 ms)");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn chunks_are_exact_pieces_of_the_sound_whatever_the_blocks(
            parts in prop::collection::vec((0_u8..3, 1_usize..60_000, 1_u32..99), 1..6), block in 1_usize..40_000,
        ) {
            let sound: Vec<i16> = parts
                .iter()
                .flat_map(|&(kind, samples, seed)| match kind {
                    0 => vec![0; samples],
                    1 => vowel(samples, 1.0),
                    _ => noise(samples, 9_000, seed),
                })
                .collect();
            let found = chunks(&sound, block);
            prop_assert_eq!(&found, &chunks(&sound, sound.len()));
            let mut end = 0;
            for chunk in &found {
                let start = chunk.start_ms as usize * 16;
                prop_assert!(start >= end && !chunk.samples.is_empty());
                end = start + chunk.samples.len();
                let piece: Vec<f32> = sound[start..end].iter().copied().map(to_float).collect();
                prop_assert_eq!(&chunk.samples, &piece);
            }
        }
    }
}
