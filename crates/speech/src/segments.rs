//! What the recogniser heard in a window of chunks, as pieces of a transcript.

use std::fmt;

use clinical::{Phi, Span};

use crate::repetition;
use crate::window::Window;

/// Above this the recogniser thinks that it heard no speech. With [`UNSURE_BELOW`] these are the two limits that
/// Whisper's authors use (Radford et al. 2022, section 4.5).
const NO_SPEECH_ABOVE: f32 = 0.6;
/// Below this mean log-probability of its tokens the recogniser was guessing.
const UNSURE_BELOW: f32 = -1.0;

/// A piece's times are the recogniser's guess: for judging how fast it was said, no piece is shorter.
const LEAST_LENGTH_MS: u64 = 1_000;

/// A piece of text as the recogniser gives it.
#[derive(Clone, PartialEq)]
pub struct Recognised {
    /// Where it begins, ms from the start of the window.
    pub start_ms: u64,
    /// Where it ends, ms from the start of the window.
    pub end_ms: u64,
    /// The words.
    pub text: String,
    /// How likely there was no speech at all, 0 to 1.
    pub no_speech_prob: f32,
    /// Mean natural log-probability of the tokens; 0 is certain.
    pub avg_logprob: f32,
}

impl Recognised {
    fn length_ms(&self) -> u64 {
        self.end_ms.saturating_sub(self.start_ms)
    }
}

impl fmt::Debug for Recognised {
    /// What was said is never shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recognised({} to {} ms, {} bytes)", self.start_ms, self.end_ms, self.text.len())
    }
}

/// The recognised texts of a window with their times in the recording, trimmed, in order, inside its chunks, without overlap
/// and, within a chunk, without gaps: each reaches to the next, so that a gap in a transcript is a pause. A piece without a letter or digit
/// says nothing and is left out; so is one where the recogniser both thinks that nobody spoke and was guessing. A loop,
/// which recognisers fall into, is brought back to its first round. Nothing is left out for what it says.
pub fn segments(window: &Window, recognised: &[Recognised]) -> Vec<(Span, Phi)> {
    let mut found: Vec<(Span, Phi)> = Vec::new();
    let spoken: Vec<&Recognised> = recognised.iter().filter(|piece| says_something(piece)).collect();
    let kept = repetition::kept(spoken.iter().map(|piece| (piece.text.as_str(), piece.length_ms())));
    for piece in spoken.into_iter().zip(kept).filter_map(|(piece, kept)| kept.then_some(piece)) {
        let Span { mut start_ms, mut end_ms } = window.span(piece.start_ms, piece.end_ms);
        if let Some((before, _)) = found.last_mut() {
            start_ms = start_ms.max(before.end_ms);
            if window.is_in_one_chunk(before.end_ms, start_ms) {
                before.end_ms = start_ms;
            }
        }
        end_ms = end_ms.max(start_ms);
        let text = repetition::without_loops(piece.text.trim(), piece.length_ms().max(LEAST_LENGTH_MS));
        found.push((Span { start_ms, end_ms }, Phi::from(text.trim())));
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
    use crate::Chunk;
    use proptest::prelude::*;

    fn chunk() -> Window {
        Window::of(&[Chunk { start_ms: 5_000, samples: vec![0.0; 48_000] }])
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
    fn a_recogniser_that_lost_the_thread_is_not_believed() {
        let looped: Vec<Recognised> =
            (0..8).map(|i| piece(i * 300, i * 300 + 300, " Thank you for watching.")).collect();
        assert_eq!(segments(&chunk(), &looped).len(), 1);
        let in_one = piece(0, 2_900, &format!(" It hurts. {}", "I don't know. ".repeat(9)));
        assert_eq!(segments(&chunk(), &[in_one])[0].1, Phi::from("It hurts. I don't know."));
        let real = piece(0, 2_900, "No, no, no, not at all.");
        assert_eq!(segments(&chunk(), &[real])[0].1, Phi::from("No, no, no, not at all."));
    }

    #[test]
    fn debug_shows_no_words() {
        assert_eq!(format!("{:?}", piece(0, 900, "Jane Doe")), "Recognised(0 to 900 ms, 8 bytes)");
    }

    #[test]
    fn a_piece_of_several_chunks_has_its_place_in_the_recording() {
        let chunk = |start_ms, ms: usize| Chunk { start_ms, samples: vec![0.0; ms * 16] };
        let window = Window::of(&[chunk(1_000, 2_000), chunk(9_000, 1_000), chunk(20_000, 3_000)]);
        let pieces = [
            piece(100, 900, "How long?"),
            // Whisper lets a piece begin where the one before ends.
            piece(900, 1_900, "Three weeks."),
            piece(1_900, 3_050, "And now?"),
            piece(3_050, 9_000, "It hurts."),
        ];
        let spans: Vec<(u64, u64)> =
            segments(&window, &pieces).into_iter().map(|(span, _)| (span.start_ms, span.end_ms)).collect();
        assert_eq!(spans, [(1_100, 1_900), (1_900, 2_900), (9_000, 9_950), (20_000, 23_000)]);
    }

    proptest! {
        #[test]
        fn spans_stay_inside_the_chunk_and_in_order(
            pieces in prop::collection::vec((any::<u64>(), any::<u64>()), 0..8),
        ) {
            let pieces: Vec<Recognised> =
                pieces.iter().zip(0..).map(|(&(start, end), i)| piece(start % 4_000, end % 4_000, &format!("a{i}"))).collect();
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
