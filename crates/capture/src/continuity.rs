//! Whether all of a microphone's sound is there: a computer that was asleep, or too busy, did not take some of it, and
//! neither the device nor the sound system says so. The clock does.

use std::time::Duration;

/// Less than this may still be on its way.
const LEAST: Duration = Duration::from_millis(1_000);
/// Sound that was only late has arrived by then.
const SETTLES: Duration = Duration::from_millis(400);
/// A device's clock differs from the computer's by less than one part in this: 200 ppm.
const DRIFT: u32 = 5_000;

/// Time since the computer started, with the time that it was asleep.
pub fn since_boot() -> Duration {
    #[cfg(unix)]
    {
        #[cfg(any(target_os = "linux", target_os = "android"))]
        let clock = rustix::time::ClockId::Boottime;
        // On macOS this one goes on during sleep.
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        let clock = rustix::time::ClockId::Monotonic;
        let now = rustix::time::clock_gettime(clock);
        Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or(0))
    }
    #[cfg(not(unix))]
    {
        // On Windows Rust's clock goes on during sleep.
        static BEGAN: std::sync::LazyLock<std::time::Instant> =
            std::sync::LazyLock::new(std::time::Instant::now);
        BEGAN.elapsed()
    }
}

/// Compares how much sound came with how much time went by.
#[derive(Default)]
pub(crate) struct Continuity {
    state: Option<State>,
}

struct State {
    /// Clock time minus sound when all is well: the least seen, allowed to rise with the drift of the clocks.
    usual_lag: Duration,
    /// When sound began to be missing, or late.
    suspected: Option<Duration>,
    /// The length of all sound.
    heard: Duration,
    /// How much is missing or late.
    missing: Duration,
}

impl Continuity {
    /// Takes that sound of this `length` arrived `at` this time since the computer started. Gives how much is missing
    /// before it, once it is certain that it is not only late.
    pub(crate) fn arrived(&mut self, at: Duration, length: Duration) -> Option<Duration> {
        let Some(state) = &mut self.state else {
            self.state = Some(State {
                usual_lag: at.saturating_sub(length),
                suspected: None,
                heard: length,
                missing: Duration::ZERO,
            });
            return None;
        };
        state.heard += length;
        let lag = at.saturating_sub(state.heard);
        state.usual_lag = (state.usual_lag + length / DRIFT).min(lag);
        let missing = lag - state.usual_lag;
        state.missing = missing;
        if missing < LEAST {
            state.suspected = None;
            return None;
        }
        if at.saturating_sub(*state.suspected.get_or_insert(at)) < SETTLES {
            return None;
        }
        state.suspected = None;
        state.usual_lag = lag;
        Some(missing)
    }

    /// What is missing before the last sound, of which nobody can wait any longer whether it is only late.
    pub(crate) fn end(&self) -> Option<Duration> {
        self.state.as_ref().filter(|state| state.suspected.is_some()).map(|state| state.missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BLOCK: Duration = Duration::from_millis(20);

    fn ms(duration: Duration) -> u128 {
        duration.as_millis()
    }

    #[test]
    fn what_is_missing_before_the_last_sound_is_told_at_the_end() {
        let mut continuity = Continuity::default();
        let at = |ms| Duration::from_millis(ms);
        for ms in (0..1_000).step_by(20) {
            assert_eq!(continuity.arrived(at(ms), BLOCK), None);
        }
        assert_eq!(continuity.end(), None);
        assert_eq!(continuity.arrived(at(9_000), BLOCK), None, "it may be late");
        assert!(continuity.end().unwrap().abs_diff(at(8_000)) < BLOCK * 2, "{:?}", continuity.end());
    }

    /// What is found missing when blocks of 20 ms arrive at these times (ms).
    fn found(arrivals: impl IntoIterator<Item = u64>) -> Vec<Duration> {
        let mut continuity = Continuity::default();
        arrivals.into_iter().filter_map(|at| continuity.arrived(Duration::from_millis(at), BLOCK)).collect()
    }

    #[test]
    fn sound_that_comes_in_time_lacks_nothing() {
        assert_eq!(found((1..3_000).map(|block| 1_000 + block * 20)), []);
    }

    #[test]
    fn a_sleep_is_found_once_with_its_length() {
        let before = (0..100).map(|block| block * 20);
        let after = (100..300).map(|block| 8_000 + block * 20);
        let missing = found(before.chain(after));
        assert_eq!(missing.len(), 1);
        assert!(ms(missing[0]).abs_diff(8_000) <= 21, "{missing:?}");
    }

    #[test]
    fn sound_that_is_only_late_is_not_missing() {
        let before = (0..100).map(|block| block * 20);
        let at_once = (100..300).map(|_| 6_000);
        let after = (300..500).map(|block| block * 20);
        assert_eq!(found(before.chain(at_once).chain(after)), []);
    }

    #[test]
    fn a_slow_clock_in_the_device_is_no_gap() {
        // 100 ppm slow for two hours: 720 ms late at the end.
        assert_eq!(found((0..360_000).map(|block| block * 20 + block * 20 / 10_000)), []);
    }

    #[test]
    fn time_goes_on() {
        let before = since_boot();
        std::thread::sleep(Duration::from_millis(20));
        assert!(since_boot() >= before + Duration::from_millis(20));
    }

    proptest! {
        #[test]
        fn whatever_the_jitter_sleeps_of_two_seconds_and_more_are_found_and_nothing_else(
            sleeps in prop::collection::vec((50_u64..400, 2_000_u64..900_000), 0..6), seed in any::<u64>(),
        ) {
            let (mut arrivals, mut clock, mut noise) = (Vec::new(), 0, seed);
            for (blocks, sleep) in sleeps.iter().copied().chain([(200, 0)]) {
                for _ in 0..blocks {
                    clock += 20;
                    noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    let jitter = (noise >> 33) % 180;
                    arrivals.push((clock + jitter).max(arrivals.last().copied().unwrap_or(0)));
                }
                clock += sleep;
            }
            let missing = found(arrivals);
            prop_assert_eq!(missing.len(), sleeps.len());
            for (missing, (_, sleep)) in missing.iter().zip(&sleeps) {
                prop_assert!(ms(*missing).abs_diff(u128::from(*sleep)) <= 200);
            }
        }
    }
}
