//! What was heard: one stream of samples, or two where two microphones heard the same moments.

use std::borrow::Cow;
use std::fmt;

/// Audio at 16 kHz, of one microphone or of two. Two that hear exactly the same are one.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Audio {
    first: Vec<i16>,
    /// As long as the first.
    second: Option<Vec<i16>>,
}

impl Audio {
    /// Of two microphones. What one has more than the other is left out.
    pub fn of_two(mut first: Vec<i16>, mut second: Vec<i16>) -> Self {
        let frames = first.len().min(second.len());
        first.truncate(frames);
        second.truncate(frames);
        let second = (first != second).then_some(second);
        Self { first, second }
    }

    /// Samples of each microphone.
    pub fn len(&self) -> usize {
        self.first.len()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }

    /// The samples; of two microphones the mean.
    pub fn mono(&self) -> Cow<'_, [i16]> {
        match &self.second {
            None => Cow::Borrowed(&self.first),
            Some(second) => {
                let mean = |(a, b): (&i16, &i16)| ((i32::from(*a) + i32::from(*b)) >> 1) as i16;
                Cow::Owned(self.first.iter().zip(second).map(mean).collect())
            }
        }
    }

    /// The samples of each, where two microphones heard different things.
    pub fn two(&self) -> Option<(&[i16], &[i16])> {
        Some((&self.first, self.second.as_deref()?))
    }

    /// Adds what was heard next.
    pub fn append(&mut self, next: Self) {
        if next.is_empty() {
            return;
        }
        if self.second.is_none() && next.second.is_some() {
            self.second = Some(self.first.clone());
        }
        if let Some(second) = &mut self.second {
            second.extend_from_slice(next.second.as_deref().unwrap_or(&next.first));
        }
        self.first.extend(next.first);
    }

    /// Keeps the first `frames` samples of each, and gives the rest.
    #[must_use]
    pub fn split_off(&mut self, frames: usize) -> Self {
        let at = frames.min(self.len());
        let first = self.first.split_off(at);
        match self.second.as_mut().map(|second| second.split_off(at)) {
            None => first.into(),
            Some(second) => Self::of_two(first, second),
        }
    }
}

impl From<Vec<i16>> for Audio {
    fn from(first: Vec<i16>) -> Self {
        Self { first, second: None }
    }
}

impl fmt::Debug for Audio {
    /// It is a patient's voice: only its amount is shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Audio({} x {})", 1 + usize::from(self.second.is_some()), self.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sound() -> impl Strategy<Value = Audio> {
        let two = prop::collection::vec((any::<i16>(), any::<i16>()), 0..50)
            .prop_map(|frames| frames.into_iter().unzip())
            .prop_map(|(first, second)| Audio::of_two(first, second));
        prop_oneof![prop::collection::vec(any::<i16>(), 0..50).prop_map(Audio::from), two]
    }

    fn pairs(sound: &Audio) -> Vec<(i16, i16)> {
        let both = sound.two().map_or((sound.mono(), sound.mono()), |(a, b)| (a.into(), b.into()));
        both.0.iter().copied().zip(both.1.iter().copied()).collect()
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_moved_by_adding_and_dividing(parts in prop::collection::vec(sound(), 0..6), at in 0usize..200) {
            let all: Vec<(i16, i16)> = parts.iter().flat_map(pairs).collect();
            let mut whole = Audio::default();
            parts.into_iter().for_each(|part| whole.append(part));
            prop_assert_eq!(pairs(&whole), all.clone());
            let rest = whole.split_off(at);
            let at = at.min(all.len());
            prop_assert_eq!(pairs(&whole), all[..at].to_vec());
            prop_assert_eq!(pairs(&rest), all[at..].to_vec());
        }

        #[test]
        fn the_mean_lies_between_the_two(sound in sound()) {
            for (mean, (a, b)) in sound.mono().iter().zip(pairs(&sound)) {
                prop_assert!(*mean >= a.min(b) && *mean <= a.max(b));
            }
        }
    }

    #[test]
    fn two_that_hear_the_same_are_one() {
        assert_eq!(Audio::of_two(vec![1, 2], vec![1, 2]), Audio::from(vec![1, 2]));
        assert!(Audio::of_two(vec![1, 2], vec![1, 3]).two().is_some());
    }

    #[test]
    fn debug_shows_no_sound() {
        assert_eq!(format!("{:?}", Audio::of_two(vec![12_345], vec![1])), "Audio(2 x 1)");
    }
}
