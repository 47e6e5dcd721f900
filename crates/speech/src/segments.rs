//! What the recogniser heard in a chunk, as pieces of a transcript.

use std::fmt;

use clinical::{Phi, Span};

use crate::Chunk;

/// Above this the recogniser thinks that it heard no speech. With [`UNSURE_BELOW`] these are the two limits that
/// Whisper's authors use (Radford et al. 2022, section 4.5).
const NO_SPEECH_ABOVE: f32 = 0.6;
/// Below this mean log-probability of its tokens the recogniser was guessing.
const UNSURE_BELOW: f32 = -1.0;

/// A piece of text as the recogniser gives it.
#[derive(Clone, PartialEq)]
pub struct Recognised {
    /// Where it begins, ms from the start of the chunk.
    pub start_ms: u64,
    /// Where it ends, ms from the start of the chunk.
    pub end_ms: u64,
    /// The words.
    pub text: String,
    /// How likely there was no speech at all, 0 to 1.
    pub no_speech_prob: f32,
    /// Mean natural log-probability of the tokens; 0 is certain.
    pub avg_logprob: f32,
}

impl fmt::Debug for Recognised {
    /// What was said is never shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recognised({} to {} ms, {} bytes)", self.start_ms, self.end_ms, self.text.len())
    }
}

/// The recognised texts of a chunk with their times in the recording, trimmed, in order, inside the chunk, without overlap
/// and without gaps: each reaches to the next, so that a gap in a transcript is a pause. A piece without a letter or digit says nothing and is left out; so is one where the recogniser both thinks
/// that nobody spoke and was guessing. Nothing is left out for what it says.
pub fn segments(chunk: &Chunk, recognised: &[Recognised]) -> Vec<(Span, Phi)> {
    let mut found: Vec<(Span, Phi)> = Vec::new();
    for piece in recognised.iter().filter(|piece| says_something(piece)) {
        let earliest = found.last().map_or(chunk.start_ms, |(before, _)| before.end_ms);
        let at = |ms: u64| chunk.start_ms.saturating_add(ms).clamp(earliest, chunk.end_ms());
        let start_ms = at(piece.start_ms);
        let end_ms = at(piece.end_ms).max(start_ms);
        if let Some((before, _)) = found.last_mut() {
            before.end_ms = start_ms;
        }
        found.push((Span { start_ms, end_ms }, Phi::from(piece.text.trim())));
    }
    found
}

fn says_something(piece: &Recognised) -> bool {
    let invented = piece.no_speech_prob > NO_SPEECH_ABOVE && piece.avg_logprob < UNSURE_BELOW;
    !invented && piece.text.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn chunk() -> Chunk {
        Chunk { start_ms: 5_000, samples: vec![0.0; 48_000] }
    }

    fn piece(start_ms: u64, end_ms: u64, text: &str) -> Recognised {
        Recognised { start_ms, end_ms, text: text.into(), no_speech_prob: 0.1, avg_logprob: -0.2 }
    }

    #[test]
    fn times_become_those_of_the_recording_and_text_is_trimmed() {
        let found = segments(&chunk(), &[piece(0, 900, " Good morning. "), piece(1_000, 9_000, "Hello.")]);
        assert_eq!(found[0], (Span { start_ms: 5_000, end_ms: 6_000 }, Phi::from("Good morning.")));
        assert_eq!(found[1], (Span { start_ms: 6_000, end_ms: 8_000 }, Phi::from("Hello.")));
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        assert!(segments(&chunk(), &[piece(0, 900, "  "), piece(0, 900, " . "), piece(0, 1, "")]).is_empty());
    }

    #[test]
    fn only_what_is_both_unlikely_speech_and_guessed_is_left_out() {
        let with = |no_speech_prob, avg_logprob| Recognised {
            no_speech_prob,
            avg_logprob,
            ..piece(0, 1, "Thank you.")
        };
        assert!(segments(&chunk(), &[with(0.9, -1.5)]).is_empty());
        assert_eq!(segments(&chunk(), &[with(0.9, -0.3)]).len(), 1);
        assert_eq!(segments(&chunk(), &[with(0.2, -1.5)]).len(), 1);
    }

    #[test]
    fn debug_shows_no_words() {
        assert_eq!(format!("{:?}", piece(0, 900, "Jane Doe")), "Recognised(0 to 900 ms, 8 bytes)");
    }

    proptest! {
        #[test]
        fn spans_stay_inside_the_chunk_and_in_order(
            pieces in prop::collection::vec((any::<u64>(), any::<u64>()), 0..8),
        ) {
            let pieces: Vec<Recognised> =
                pieces.iter().map(|&(start, end)| piece(start % 4_000, end % 4_000, "a")).collect();
            let found = segments(&chunk(), &pieces);
            prop_assert_eq!(found.len(), pieces.len());
            let mut before = None;
            for (span, _) in found {
                prop_assert!(5_000 <= span.start_ms && span.start_ms <= span.end_ms && span.end_ms <= 8_000);
                prop_assert!(before.is_none_or(|end_ms| end_ms == span.start_ms));
                before = Some(span.end_ms);
            }
        }
    }
}
