//! Cuts a stream of samples into the chunks of one second that are stored.

use crate::{Audio, SAMPLE_RATE};

const CHUNK: usize = SAMPLE_RATE as usize;

/// A second of audio, or less at the end of a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// Its place in the recording, without gaps.
    pub seq: u64,
    /// Where it begins, ms from the start of the recording.
    pub start_ms: u64,
    /// 16,000 samples except in the last chunk.
    pub audio: Audio,
}

/// Cuts a stream of samples into chunks of exactly one second.
#[derive(Default)]
pub struct Recorder {
    next_seq: u64,
    origin_ms: u64,
    samples_cut: u64,
    waiting: Audio,
}

impl Recorder {
    /// For a new recording: the first chunk is number 0 at 0 ms.
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on with a recording that was paused or interrupted: the next chunk is number `next_seq` and begins at
    /// `start_ms`, the end of what is stored.
    pub fn continuing(next_seq: u64, start_ms: u64) -> Self {
        Self { next_seq, origin_ms: start_ms, ..Self::default() }
    }

    /// Takes sound of any length; gives the chunks that it completes, in order.
    pub fn push(&mut self, mut audio: Audio) -> Vec<Chunk> {
        let mut chunks = Vec::new();
        while !audio.is_empty() {
            let later = audio.split_off(CHUNK - self.waiting.len());
            self.waiting.append(std::mem::replace(&mut audio, later));
            if self.waiting.len() == CHUNK {
                chunks.push(self.cut());
            }
        }
        chunks
    }

    /// Where the recording stands, in ms: everything pushed so far.
    pub fn elapsed_ms(&self) -> u64 {
        let samples = self.samples_cut + self.waiting.len() as u64;
        self.origin_ms + samples * 1_000 / u64::from(SAMPLE_RATE)
    }

    /// Gives what does not fill a second, if there is anything: at a pause and at the end. The recording can go on
    /// after it.
    pub fn finish(&mut self) -> Option<Chunk> {
        (!self.waiting.is_empty()).then(|| self.cut())
    }

    fn cut(&mut self) -> Chunk {
        let audio = std::mem::take(&mut self.waiting);
        let start_ms = self.origin_ms + self.samples_cut * 1_000 / u64::from(SAMPLE_RATE);
        let chunk = Chunk { seq: self.next_seq, start_ms, audio };
        self.next_seq += 1;
        self.samples_cut += chunk.audio.len() as u64;
        chunk
    }
}

impl Chunk {
    /// Its length in ms.
    pub fn duration_ms(&self) -> u32 {
        (self.audio.len() * 1_000 / SAMPLE_RATE as usize) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_sample_is_lost_or_moved_whatever_the_blocks(
            blocks in prop::collection::vec(prop::collection::vec(any::<i16>(), 0..9_000), 0..12),
        ) {
            let mut recorder = Recorder::new();
            let mut chunks: Vec<Chunk> = blocks.iter().flat_map(|block| recorder.push(block.clone().into())).collect();
            prop_assert!(chunks.iter().all(|chunk| chunk.audio.len() == 16_000));
            chunks.extend(recorder.finish());
            for (index, chunk) in chunks.iter().enumerate() {
                prop_assert_eq!((chunk.seq, chunk.start_ms), (index as u64, index as u64 * 1_000));
            }
            let stored: Vec<i16> = chunks.into_iter().flat_map(|chunk| chunk.audio.mono().into_owned()).collect();
            prop_assert_eq!(stored, blocks.concat());
        }
    }

    #[test]
    fn a_continued_recording_goes_on_where_it_stopped() {
        let mut recorder = Recorder::continuing(7, 6_250);
        let chunks = recorder.push(vec![0; 32_000].into());
        assert_eq!((chunks[0].seq, chunks[0].start_ms), (7, 6_250));
        assert_eq!((chunks[1].seq, chunks[1].start_ms), (8, 7_250));
        assert!(recorder.finish().is_none());
    }
}
