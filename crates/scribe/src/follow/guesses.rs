//! When the speech that is going on is guessed at, as far as the machine has time for that: a guess is for the eye, and what is to be
//! settled waits for it at most [`LONGEST_GUESS`], and then until the engine looks up, as long as the worker gives it.

use std::time::{Duration, Instant};

use clinical::Span;

/// A guess that takes longer is given up: it would be stale, and what is to be settled waits for it, and besides until the
/// engine looks up.
pub(super) const LONGEST_GUESS: Duration = Duration::from_millis(1_500);
/// After one that took too long, nothing is guessed for so long, and after each further one in a row for twice as long: the model
/// comes to the end of its step in its own time, and what is to be settled waits for that.
const REST: Duration = Duration::from_secs(6);
/// Where it took longer than this to settle a passage nothing is guessed: the model goes through the same window for a guess, and
/// cannot be stopped on its way.
const LONGEST_SETTLED: Duration = Duration::from_secs(6);
/// So often in a row the rest is doubled.
const DOUBLED: u32 = 4;
/// New speech that is worth another guess, in ms. The beginning of speech has its lead-in of 300 ms with it.
const WORTH_A_GUESS_MS: u64 = 600;

/// What was guessed at, and until when the model rests.
#[derive(Default)]
pub(super) struct Guesses {
    /// Up to which millisecond of the recording, since something was settled.
    guessed_to_ms: u64,
    rest_until: Option<Instant>,
    /// How long it took to settle the last passage.
    settling: Duration,
    /// How many guesses took too long since one did not.
    in_vain: u32,
}

impl Guesses {
    /// Whether another guess is due at the speech that is open.
    pub(super) fn is_due(&self, open: Span, now: Instant) -> bool {
        let rests = self.rest_until.is_some_and(|until| now < until);
        !rests
            && self.settling <= LONGEST_SETTLED
            && open.end_ms >= open.start_ms.max(self.guessed_to_ms) + WORTH_A_GUESS_MS
    }

    /// A guess at this speech has ended or was given up, after so long.
    pub(super) fn took(&mut self, open: Span, took: Duration, now: Instant) {
        self.guessed_to_ms = open.end_ms;
        let rest = if took < LONGEST_GUESS {
            self.in_vain = 0;
            // The model has at least half of the time to rest, and the machine for other things.
            took
        } else {
            self.in_vain += 1;
            REST * 2_u32.pow((self.in_vain - 1).min(DOUBLED))
        };
        self.rest_until = Some(now + rest);
    }

    /// What was guessed at was settled in so long, and what is open behind it is shown no more.
    pub(super) fn settled(&mut self, took: Duration) {
        self.guessed_to_ms = 0;
        self.settling = took;
    }
}

#[cfg(test)]
mod tests {
    use super::super::making::{LOOK_EVERY, WHOLE_CHUNK_MS};
    use super::*;

    /// How long a chunk is on its way from the microphone into the vault, in ms.
    const ON_ITS_WAY_MS: u64 = 100;
    /// The sound before the first voice that belongs to the speech, in ms.
    const LEAD_IN_MS: u64 = 300;
    /// As long somebody speaks without a pause, in ms.
    const SPEECH_MS: u64 = 20_000;

    /// What came of guessing, in ms.
    #[derive(Debug, Default)]
    struct Outcome {
        told: usize,
        given_up: usize,
        /// How old words were, at most, when a guess had them for the first time.
        oldest_ms: u64,
        /// How long the model guessed altogether.
        guessing_ms: u64,
    }

    /// What comes of guessing where somebody speaks from `begins_ms` on and a guess takes `guess_ms`.
    fn guessing(begins_ms: u64, guess_ms: u64) -> Outcome {
        let (start, chunk_ms) = (Instant::now(), u64::from(WHOLE_CHUNK_MS));
        let at = |ms| start + Duration::from_millis(ms);
        let longest_ms = LONGEST_GUESS.as_millis() as u64;
        let (mut guesses, mut outcome) = (Guesses::default(), Outcome::default());
        let (mut now_ms, mut told_ms) = (0, begins_ms);
        while now_ms < begins_ms + SPEECH_MS {
            let stored_ms = now_ms.saturating_sub(ON_ITS_WAY_MS) / chunk_ms * chunk_ms;
            let open = Span { start_ms: begins_ms.saturating_sub(LEAD_IN_MS), end_ms: stored_ms };
            if stored_ms > begins_ms && guesses.is_due(open, at(now_ms)) {
                let took_ms = guess_ms.min(longest_ms);
                now_ms += took_ms;
                outcome.guessing_ms += took_ms;
                guesses.took(open, Duration::from_millis(took_ms), at(now_ms));
                if guess_ms < longest_ms {
                    outcome.told += 1;
                    outcome.oldest_ms = outcome.oldest_ms.max(now_ms - told_ms);
                    told_ms = stored_ms;
                } else {
                    outcome.given_up += 1;
                }
            }
            now_ms += LOOK_EVERY.as_millis() as u64;
        }
        outcome
    }

    /// Every way in which speech may begin between two chunks, in ms.
    fn beginnings() -> impl Iterator<Item = u64> {
        (0..u64::from(WHOLE_CHUNK_MS)).step_by(7)
    }

    #[test]
    fn words_are_guessed_at_within_two_seconds_where_a_guess_takes_two_fifths_of_one() {
        for begins_ms in beginnings() {
            for guess_ms in (0..=400).step_by(10) {
                let outcome = guessing(begins_ms, guess_ms);
                assert!(outcome.told >= 10, "{begins_ms} {guess_ms}: {outcome:?}");
                assert!(outcome.oldest_ms <= 2_000, "{begins_ms} {guess_ms}: {outcome:?}");
            }
        }
    }

    #[test]
    fn guesses_take_at_most_half_of_the_time() {
        for begins_ms in beginnings() {
            for guess_ms in (0..1_500).step_by(50) {
                let outcome = guessing(begins_ms, guess_ms);
                // The last one may end after the speech.
                assert!(
                    outcome.guessing_ms <= SPEECH_MS / 2 + guess_ms,
                    "{begins_ms} {guess_ms}: {outcome:?}"
                );
                assert!(outcome.told > 0 && outcome.given_up == 0, "{begins_ms} {guess_ms}: {outcome:?}");
            }
        }
    }

    #[test]
    fn a_machine_that_is_too_slow_for_guesses_hardly_tries() {
        for begins_ms in beginnings() {
            for guess_ms in [1_500, 3_000, 60_000] {
                let outcome = guessing(begins_ms, guess_ms);
                assert!(
                    outcome.told == 0 && (1..=3).contains(&outcome.given_up),
                    "{begins_ms} {guess_ms}: {outcome:?}"
                );
            }
        }
    }

    #[test]
    fn after_each_guess_in_vain_the_next_one_waits_longer_until_one_comes_in_time() {
        let (mut guesses, mut now) = (Guesses::default(), Instant::now());
        let mut rest_after = |took| {
            guesses.took(Span { start_ms: 0, end_ms: 5_000 }, took, now);
            let open = Span { start_ms: 0, end_ms: 9_000 };
            let rest = (0..).find(|seconds| guesses.is_due(open, now + Duration::from_secs(*seconds)));
            now += Duration::from_secs(rest.unwrap());
            rest.unwrap()
        };
        assert_eq!([(); 6].map(|()| rest_after(LONGEST_GUESS)), [6, 12, 24, 48, 96, 96]);
        assert_eq!(rest_after(Duration::from_secs(1)), 1);
        assert_eq!(rest_after(LONGEST_GUESS), 6);
    }

    #[test]
    fn what_is_said_next_is_guessed_at_whether_anything_was_heard_before_or_not() {
        let (mut guesses, now) = (Guesses::default(), Instant::now());
        let open = |start_ms, end_ms| Span { start_ms, end_ms };
        guesses.took(open(1_000, 6_000), Duration::ZERO, now);
        assert!(!guesses.is_due(open(1_000, 6_000 + WORTH_A_GUESS_MS - 1), now));
        assert!(guesses.is_due(open(1_000, 6_000 + WORTH_A_GUESS_MS), now));
        // In a cough nothing is heard, and nothing is settled.
        assert!(!guesses.is_due(open(7_000, 7_000 + WORTH_A_GUESS_MS - 1), now));
        assert!(guesses.is_due(open(7_000, 7_000 + WORTH_A_GUESS_MS), now));
        // What nobody pauses in is cut, and its rest is shown at once.
        guesses.settled(Duration::from_secs(1));
        assert!(guesses.is_due(open(4_000, 6_000), now));
    }

    #[test]
    fn nothing_is_guessed_at_where_to_settle_takes_longer_than_a_guess_may_until_it_does_not() {
        let (mut guesses, now) = (Guesses::default(), Instant::now());
        let open = Span { start_ms: 0, end_ms: 5_000 };
        guesses.settled(LONGEST_SETTLED + Duration::from_millis(1));
        assert!(!guesses.is_due(open, now));
        assert!(!guesses.is_due(open, now + Duration::from_secs(3_600)));
        guesses.settled(LONGEST_SETTLED);
        assert!(guesses.is_due(open, now));
    }
}
