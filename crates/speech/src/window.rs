//! Chunks that are recognised together. A recogniser's window costs the same however little is in it, so what is already
//! recorded is heard as many chunks at a time as fit.

use std::borrow::Cow;

use clinical::Span;

use crate::Chunk;

/// Samples per ms.
const PER_MS: usize = 16;
/// What a recogniser hears at once, ms.
const LONGEST_MS: u64 = 30_000;
/// Silence between two chunks of a window, ms: each has its own lead-in and padding besides.
const BETWEEN_MS: u64 = 100;
/// A piece that begins so near the end of a chunk, and goes on behind it, begins with the next, ms.
const NEAR_THE_END_MS: u64 = 300;

/// Where the chunks of a window are, in it and in the recording.
#[derive(Clone, Debug)]
pub struct Window {
    parts: Vec<Part>,
}

/// A chunk in a window, in ms.
#[derive(Clone, Copy, Debug)]
struct Part {
    /// From the start of the window.
    at_ms: u64,
    /// In the recording.
    start_ms: u64,
    end_ms: u64,
}

impl Part {
    fn end_at_ms(&self) -> u64 {
        self.at_ms + (self.end_ms - self.start_ms)
    }

    fn in_recording(&self, ms: u64) -> u64 {
        (self.start_ms + ms.saturating_sub(self.at_ms)).min(self.end_ms)
    }
}

impl Window {
    /// How many of the first of these chunks fit into one window; at least one where there is one.
    pub fn takes(chunks: &[Chunk]) -> usize {
        let mut length_ms = 0;
        let fits = |chunk: &&Chunk| {
            length_ms += chunk.end_ms() - chunk.start_ms + BETWEEN_MS;
            length_ms <= LONGEST_MS + BETWEEN_MS
        };
        chunks.iter().take_while(fits).count().max(usize::from(!chunks.is_empty()))
    }

    /// The window of these chunks, which are in order.
    pub fn of(chunks: &[Chunk]) -> Self {
        let mut at_ms = 0;
        let part = |chunk: &Chunk| {
            let part = Part { at_ms, start_ms: chunk.start_ms, end_ms: chunk.end_ms() };
            at_ms = part.end_at_ms() + BETWEEN_MS;
            part
        };
        Self { parts: chunks.iter().map(part).collect() }
    }

    /// The sound of these chunks, with silence between, 16 kHz mono.
    pub fn sound(chunks: &[Chunk]) -> Cow<'_, [f32]> {
        let [first, others @ ..] = chunks else { return Cow::default() };
        if others.is_empty() {
            return Cow::Borrowed(&first.samples);
        }
        let mut sound = Vec::new();
        for chunk in chunks {
            if !sound.is_empty() {
                // A chunk may end within a ms.
                sound.resize(sound.len().next_multiple_of(PER_MS) + BETWEEN_MS as usize * PER_MS, 0.0);
            }
            sound.extend_from_slice(&chunk.samples);
        }
        Cow::Owned(sound)
    }

    /// Where in the recording a piece lies that a recogniser heard from `from_ms` to `to_ms` of the window.
    pub(crate) fn span(&self, from_ms: u64, to_ms: u64) -> Span {
        let first = self.parts.iter().position(|part| {
            let goes_on = to_ms > part.end_at_ms() + BETWEEN_MS;
            from_ms < part.end_at_ms().saturating_sub(if goes_on { NEAR_THE_END_MS } else { 0 })
        });
        let last = self.parts.len().saturating_sub(1);
        let Some(first) = self.parts.get(first.unwrap_or(last)) else {
            return Span { start_ms: from_ms, end_ms: to_ms };
        };
        let end = self.parts.iter().rfind(|part| part.at_ms < to_ms).unwrap_or(first);
        let start_ms = first.in_recording(from_ms);
        Span { start_ms, end_ms: end.in_recording(to_ms).max(start_ms) }
    }

    /// Whether no pause of the recording lies between two of its moments, both inside chunks of this window.
    pub(crate) fn is_in_one_chunk(&self, a_ms: u64, b_ms: u64) -> bool {
        let holds = |part: &Part, ms: u64| (part.start_ms..=part.end_ms).contains(&ms);
        self.parts.iter().any(|part| holds(part, a_ms) && holds(part, b_ms))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chunks(lengths: &[(u64, usize)]) -> Vec<Chunk> {
        let mut at_ms = 0;
        let mut chunks = Vec::new();
        for (pause_ms, samples) in lengths {
            at_ms += pause_ms;
            chunks.push(Chunk { start_ms: at_ms, samples: vec![0.5; *samples] });
            at_ms = chunks[chunks.len() - 1].end_ms();
        }
        chunks
    }

    proptest! {
        #[test]
        fn a_window_is_as_long_as_it_says_and_never_too_long(
            lengths in prop::collection::vec((500u64..20_000, 1usize..480_000), 1..12),
        ) {
            let chunks = chunks(&lengths);
            let taken = Window::takes(&chunks);
            prop_assert!(taken >= 1 && taken <= chunks.len());
            let chunks = &chunks[..taken];
            let sound = Window::sound(chunks);
            prop_assert!(sound.len() <= LONGEST_MS as usize * PER_MS);
            let window = Window::of(chunks);
            let end = window.parts.last().unwrap().end_at_ms();
            prop_assert_eq!((sound.len() as u64).div_ceil(PER_MS as u64), end);
            // Each chunk's sound is where its part says.
            for (part, chunk) in window.parts.iter().zip(chunks) {
                let from = part.at_ms as usize * PER_MS;
                prop_assert!(sound[from..from + chunk.samples.len()].iter().all(|sample| *sample == 0.5));
                let middle = (part.at_ms + part.end_at_ms()) / 2;
                let span = window.span(middle, middle + 1);
                prop_assert!(chunk.start_ms <= span.start_ms && span.end_ms <= chunk.end_ms());
            }
        }
    }
}
