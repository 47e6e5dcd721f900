//! Where utterances begin and end, decided frame by frame from "voice" or "no voice".

use std::ops::Range;

/// A frame's place, counted from 0.
type Frame = u64;

/// The limits, in frames.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Limits {
    /// No range is longer.
    pub(crate) longest: u64,
    /// Kept before the first voice.
    pub(crate) pre_roll: u64,
    /// So many frames without voice end an utterance.
    pub(crate) hang_over: u64,
    /// Kept after the last voice; at most `hang_over`.
    pub(crate) padding: u64,
    /// Fewer frames of voice than this between two pauses are a knock, not speech.
    pub(crate) least_voice: u64,
}

/// Finds the ranges of frames that hold speech. They come in order and never overlap.
pub(crate) struct Boundaries {
    limits: Limits,
    /// The next frame.
    now: Frame,
    /// Where the last range ended: nothing before it is given again.
    given: Frame,
    speech: Option<Speech>,
}

/// An utterance that has begun.
struct Speech {
    start: Frame,
    last_voice: Frame,
    /// It goes on after a cut, so what is left of it is never too short to keep.
    continued: bool,
    /// The frame of `heard[0]`: the first voice, or the last cut.
    heard_from: Frame,
    heard: Vec<Heard>,
}

#[derive(Clone, Copy)]
struct Heard {
    is_voice: bool,
    loudness: f32,
}

impl Boundaries {
    pub(crate) fn new(limits: Limits) -> Self {
        Self { limits, now: 0, given: 0, speech: None }
    }

    /// Takes the next frame; gives a range when one has come to its end.
    pub(crate) fn push(&mut self, is_voice: bool, loudness: f32) -> Option<Range<Frame>> {
        let frame = self.now;
        self.now += 1;
        let ended = match (&mut self.speech, is_voice) {
            (None, false) => None,
            (None, true) => {
                self.speech = Some(Speech::begin(self.earliest_start(frame), frame));
                None
            }
            (Some(speech), true) => {
                speech.last_voice = frame;
                None
            }
            (Some(speech), false) if frame - speech.last_voice < self.limits.hang_over => None,
            (Some(_), false) => self.end(),
        };
        if let Some(speech) = &mut self.speech {
            speech.heard.push(Heard { is_voice, loudness });
        }
        ended.or_else(|| self.cut_if_too_long())
    }

    /// Gives the utterance that was going on when the sound ended.
    pub(crate) fn finish(&mut self) -> Option<Range<Frame>> {
        self.end()
    }

    /// The utterance that is going on, as far as it has come.
    pub(crate) fn open(&self) -> Option<Range<Frame>> {
        let speech = self.speech.as_ref()?;
        let voiced = speech.heard.iter().filter(|frame| frame.is_voice).count() as u64;
        (voiced >= self.limits.least_voice).then_some(speech.start..self.now)
    }

    /// The first frame that a later range may begin with.
    pub(crate) fn settled(&self) -> Frame {
        match &self.speech {
            Some(speech) => speech.start,
            None => self.earliest_start(self.now),
        }
    }

    fn earliest_start(&self, voice: Frame) -> Frame {
        voice.saturating_sub(self.limits.pre_roll).max(self.given)
    }

    fn end(&mut self) -> Option<Range<Frame>> {
        let speech = self.speech.take()?;
        let voiced = speech.heard.iter().filter(|frame| frame.is_voice).count() as u64;
        let worth_keeping = voiced >= self.limits.least_voice || (speech.continued && voiced > 0);
        let end = (speech.last_voice + 1 + self.limits.padding).min(self.now);
        worth_keeping.then(|| self.give(speech.start..end))
    }

    /// Nobody pauses for ever: where speech fills the longest range, it is cut at its quietest moment in the last
    /// third, and goes on from there.
    fn cut_if_too_long(&mut self) -> Option<Range<Frame>> {
        let speech = self.speech.as_mut()?;
        if self.now - speech.start < self.limits.longest {
            return None;
        }
        let cut = speech.quietest_since(self.now - self.limits.longest / 3);
        let range = speech.start..cut;
        speech.go_on_from(cut);
        Some(self.give(range))
    }

    fn give(&mut self, range: Range<Frame>) -> Range<Frame> {
        self.given = range.end;
        range
    }
}

impl Speech {
    fn begin(start: Frame, voice: Frame) -> Self {
        Self { start, last_voice: voice, continued: false, heard_from: voice, heard: Vec::new() }
    }

    /// The middle of the quietest tenth of a second from `from` on.
    fn quietest_since(&self, from: Frame) -> Frame {
        const WINDOW: usize = 7;
        let from = from.max(self.heard_from);
        let recent = &self.heard[(from - self.heard_from) as usize..];
        let sum = |window: &[Heard]| window.iter().map(|frame| frame.loudness).sum::<f32>();
        recent
            .windows(WINDOW.min(recent.len()).max(1))
            .enumerate()
            .min_by(|(_, left), (_, right)| sum(left).total_cmp(&sum(right)))
            .map_or(from, |(index, window)| from + (index + window.len() / 2) as Frame)
    }

    fn go_on_from(&mut self, cut: Frame) {
        self.heard.drain(..(cut - self.heard_from) as usize);
        self.heard_from = cut;
        self.start = cut;
        self.continued = true;
    }
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init)] // a list of one range is what is meant
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIMITS: Limits = Limits { longest: 60, pre_roll: 4, hang_over: 8, padding: 3, least_voice: 3 };

    fn ranges(limits: Limits, frames: &[(bool, f32)]) -> Vec<Range<Frame>> {
        let mut boundaries = Boundaries::new(limits);
        let mut ranges: Vec<_> =
            frames.iter().filter_map(|&(voice, loudness)| boundaries.push(voice, loudness)).collect();
        ranges.extend(boundaries.finish());
        ranges
    }

    fn voice(pattern: &[(bool, usize)]) -> Vec<(bool, f32)> {
        pattern
            .iter()
            .flat_map(|&(voice, frames)| vec![(voice, f32::from(u8::from(voice))); frames])
            .collect()
    }

    #[test]
    fn an_utterance_has_pre_roll_and_padding() {
        let frames = voice(&[(false, 20), (true, 10), (false, 20)]);
        assert_eq!(ranges(LIMITS, &frames), [16..33]);
    }

    #[test]
    fn a_short_pause_does_not_end_it_and_a_long_one_does() {
        let short = voice(&[(false, 20), (true, 10), (false, 7), (true, 10), (false, 20)]);
        assert_eq!(ranges(LIMITS, &short), [16..50]);
        let long = voice(&[(false, 20), (true, 10), (false, 8), (true, 10), (false, 20)]);
        assert_eq!(ranges(LIMITS, &long), [16..33, 34..51]);
    }

    #[test]
    fn a_knock_is_not_speech() {
        assert!(ranges(LIMITS, &voice(&[(false, 20), (true, 2), (false, 20)])).is_empty());
    }

    #[test]
    fn endless_speech_is_cut_where_it_is_quietest() {
        let mut frames = voice(&[(true, 80)]);
        for frame in &mut frames[47..54] {
            frame.1 = 0.2;
        }
        assert_eq!(ranges(LIMITS, &frames), [0..50, 50..80]);
    }

    #[test]
    fn the_end_of_a_word_after_a_cut_is_kept_however_short() {
        let mut frames = voice(&[(true, 61), (false, 20)]);
        for frame in &mut frames[53..60] {
            frame.1 = 0.0;
        }
        frames[60].1 = 0.0;
        let ranges = ranges(LIMITS, &frames);
        assert_eq!(ranges.len(), 2);
        assert!(ranges[1].contains(&60));
    }

    proptest! {
        #[test]
        fn ranges_are_ordered_short_enough_and_miss_no_voice(
            longest in 30_u64..90, pre_roll in 0_u64..10, hang_over in 1_u64..12, padding in 0_u64..12,
            pattern in prop::collection::vec((any::<bool>(), 1_usize..70, 0.0_f32..1.0), 0..14),
        ) {
            let limits = Limits { longest, pre_roll, hang_over, padding: padding.min(hang_over), least_voice: 1 };
            let frames: Vec<(bool, f32)> =
                pattern.iter().flat_map(|&(voice, count, loudness)| vec![(voice, loudness); count]).collect();
            let ranges = ranges(limits, &frames);
            prop_assert!(ranges.iter().all(|range| range.start < range.end && range.end - range.start <= longest));
            prop_assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start));
            prop_assert!(ranges.iter().all(|range| range.end <= frames.len() as u64));
            for (index, (is_voice, _)) in frames.iter().enumerate() {
                let covered = ranges.iter().any(|range| range.contains(&(index as u64)));
                prop_assert!(!is_voice || covered, "voice at {index} is in no range");
            }
        }

        #[test]
        fn what_is_settled_is_never_given_again(
            pattern in prop::collection::vec((any::<bool>(), 1_usize..70), 0..14),
        ) {
            let mut boundaries = Boundaries::new(LIMITS);
            let mut settled = 0;
            for (is_voice, loudness) in voice(&pattern) {
                if let Some(range) = boundaries.push(is_voice, loudness) {
                    prop_assert!(range.start >= settled);
                }
                prop_assert!(boundaries.settled() >= settled);
                settled = boundaries.settled();
            }
            if let Some(range) = boundaries.finish() {
                prop_assert!(range.start >= settled);
            }
        }
    }
}
