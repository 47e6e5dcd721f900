//! Who speaks, where two microphones heard it: each stands nearer to somebody. How loud a passage is in one against the other
//! falls into two groups then, and what is said tells which of them is the clinician's.

use clinical::Span;

/// Loudness is kept for each tenth of a second, so that a passage can be asked about without its sound.
const TENTH_MS: u64 = 100;
const TENTH: usize = 1_600;
/// So far apart, dB, are the two groups at least: less is an echo, or a microphone turned up.
const LEAST_APART_DB: f64 = 6.0;
/// And so many times the spread within them. Of a single group that is cut in two, the halves are 2.7 times the spread of each
/// apart if it is bell-shaped, 3.5 times if it is even.
const LEAST_APART_SPREADS: f64 = 4.0;
/// Passages of either group.
const LEAST_PASSAGES: usize = 2;
/// A passage this near to the middle between the groups, in parts of their distance, belongs to neither.
const UNDECIDED: f64 = 0.15;
/// Energy of a tenth of a second of the quietest sound that is told from silence: one unit of 16 bits.
const FLOOR: f64 = TENTH as f64;

/// How loud it was in each of two microphones, tenth of a second by tenth.
#[derive(Clone, Default)]
pub struct Balance {
    /// Energies; none where there was one microphone, or both heard the same.
    tenths: Vec<Option<[f64; 2]>>,
}

impl Balance {
    /// Takes what two microphones heard from `start_ms` of the recording on, 16 kHz.
    pub fn hear(&mut self, start_ms: u64, first: &[i16], second: &[i16]) {
        let begin = usize::try_from(start_ms / TENTH_MS).unwrap_or(usize::MAX);
        for (index, (first, second)) in (begin..).zip(first.chunks(TENTH).zip(second.chunks(TENTH))) {
            if self.tenths.len() <= index {
                self.tenths.resize(index + 1, None);
            }
            let sum = self.tenths[index].get_or_insert([0.0; 2]);
            sum[0] += energy(first);
            sum[1] += energy(second);
        }
    }

    /// How much louder the first microphone was than the second, dB; none where there was no second.
    fn of(&self, span: Span) -> Option<f64> {
        let index = |ms: u64| usize::try_from(ms).unwrap_or(usize::MAX).min(self.tenths.len());
        let range = index(span.start_ms / TENTH_MS)..index(span.end_ms.div_ceil(TENTH_MS));
        // Where both hear the same, silence say, there is no telling.
        let heard: Vec<[f64; 2]> = self.tenths.get(range)?.iter().flatten().copied().collect();
        let sum = |side: usize| heard.iter().map(|both| both[side]).sum::<f64>() + FLOOR;
        (!heard.is_empty()).then(|| 10.0 * (sum(0) / sum(1)).log10())
    }

    /// Which passages are the clinician's, for those that the microphones tell: `likely` is how likely each is by what is said,
    /// 0 to 1. None where they do not tell two people apart.
    pub(super) fn tells(&self, spans: &[Option<Span>], likely: &[f64]) -> Option<Vec<Option<bool>>> {
        let sides: Vec<Option<f64>> = spans.iter().map(|span| self.of((*span)?)).collect();
        let Groups { lower, upper } = Groups::of(sides.iter().flatten().copied().collect())?;
        let middle = f64::midpoint(lower, upper);
        let undecided = (upper - lower) * UNDECIDED;
        let is_upper: Vec<Option<bool>> = sides
            .into_iter()
            .map(|side| side.filter(|side| (side - middle).abs() > undecided).map(|side| side > middle))
            .collect();
        let said_by = |upper: bool| {
            let of_group = is_upper.iter().zip(likely).filter(|(group, _)| **group == Some(upper));
            let odds: Vec<f64> = of_group.map(|(_, likely)| log_odds(*likely)).collect();
            odds.iter().sum::<f64>() / odds.len().max(1) as f64
        };
        let upper_is_clinician = said_by(true) > said_by(false);
        Some(is_upper.into_iter().map(|group| group.map(|upper| upper == upper_is_clinician)).collect())
    }
}

fn energy(samples: &[i16]) -> f64 {
    samples.iter().map(|sample| f64::from(*sample).powi(2)).sum()
}

/// What is all but certain by its words counts as no more than that.
fn log_odds(likely: f64) -> f64 {
    let likely = likely.clamp(0.01, 0.99);
    (likely / (1.0 - likely)).ln()
}

/// The means of two groups of values.
struct Groups {
    lower: f64,
    upper: f64,
}

impl Groups {
    /// The two groups into which the values fall by themselves; none where they do not.
    fn of(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        let squares = |values: &[f64]| {
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            (mean, values.iter().map(|value| (value - mean).powi(2)).sum::<f64>())
        };
        let cut = |at: usize| {
            let (below, above) = values.split_at(at);
            let ((lower, within_lower), (upper, within_upper)) = (squares(below), squares(above));
            (Self { lower, upper }, within_lower + within_upper)
        };
        let cuts = LEAST_PASSAGES..(values.len() + 1).saturating_sub(LEAST_PASSAGES);
        let (groups, within) = cuts.map(cut).min_by(|(_, a), (_, b)| a.total_cmp(b))?;
        let apart = groups.upper - groups.lower;
        let spread = (within / values.len() as f64).sqrt();
        (apart >= LEAST_APART_DB && apart >= LEAST_APART_SPREADS * spread).then_some(groups)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A passage of a second each, so much louder in the first microphone, dB.
    fn heard(sides: &[f64]) -> (Balance, Vec<Option<Span>>) {
        let mut balance = Balance::default();
        let mut spans = Vec::new();
        for (start_ms, side) in (0..).step_by(1_000).zip(sides) {
            let loud = |db: f64| vec![(1_000.0 * 10f64.powf(db / 20.0)) as i16; 16_000];
            balance.hear(start_ms, &loud(side / 2.0), &loud(-side / 2.0));
            spans.push(Some(Span { start_ms, end_ms: start_ms + 1_000 }));
        }
        (balance, spans)
    }

    #[test]
    fn each_passage_is_whose_microphone_is_louder_whatever_its_words_say() {
        let (balance, spans) = heard(&[12.0, -9.0, 11.0, -8.0, 13.0, -10.0]);
        // Of the patient's passages, the second sounds like the clinician's.
        let told = balance.tells(&spans, &[0.9, 0.2, 0.6, 0.7, 0.8, 0.1]).unwrap();
        assert_eq!(told, [true, false, true, false, true, false].map(Some));
        let told = balance.tells(&spans, &[0.1, 0.8, 0.4, 0.3, 0.2, 0.9]).unwrap();
        assert_eq!(told, [false, true, false, true, false, true].map(Some));
    }

    #[test]
    fn a_microphone_that_is_turned_up_tells_all_the_same() {
        let (balance, spans) = heard(&[22.0, 4.0, 21.0, 5.0]);
        let told = balance.tells(&spans, &[0.9, 0.1, 0.9, 0.1]).unwrap();
        assert_eq!(told, [true, false, true, false].map(Some));
    }

    #[test]
    fn what_both_hear_alike_is_left_to_the_words() {
        let (balance, spans) = heard(&[12.0, -12.0, 0.5, 12.0, -12.0, 11.0, -11.0]);
        let told = balance.tells(&spans, &[0.9, 0.1, 0.9, 0.9, 0.1, 0.9, 0.1]).unwrap();
        assert_eq!((told[2], told[3]), (None, Some(true)));
    }

    #[test]
    fn two_microphones_of_one_laptop_tell_nobody_apart() {
        for sides in [
            vec![0.5, -0.4, 0.2, -0.1, 0.3],
            (0..40).map(|i| f64::from(i) / 2.0).collect(),
            vec![12.0, -12.0],
        ] {
            let (balance, spans) = heard(&sides);
            assert!(balance.tells(&spans, &vec![0.5; sides.len()]).is_none(), "{sides:?}");
        }
    }

    #[test]
    fn a_passage_that_one_microphone_heard_has_no_side() {
        let (balance, mut spans) = heard(&[12.0, -12.0, 12.0, -12.0]);
        spans.extend([
            None,
            Some(Span { start_ms: 4_000, end_ms: 9_000 }),
            Some(Span { start_ms: 70_000, end_ms: 71_000 }),
        ]);
        let told = balance.tells(&spans, &[0.9, 0.1, 0.9, 0.1, 0.5, 0.5, 0.5]).unwrap();
        assert_eq!(&told[4..], [None, None, None]);
    }

    proptest! {
        #[test]
        fn any_sound_and_any_spans_can_be_asked_about(
            parts in prop::collection::vec((0u64..5_000, prop::collection::vec((any::<i16>(), any::<i16>()), 0..4_000)), 0..5),
            spans in prop::collection::vec(prop::option::of((0u64..9_000, 0u64..9_000)), 0..12),
        ) {
            let mut balance = Balance::default();
            for (start_ms, frames) in parts {
                let (first, second): (Vec<i16>, Vec<i16>) = frames.into_iter().unzip();
                balance.hear(start_ms, &first, &second);
            }
            let spans: Vec<Option<Span>> =
                spans.into_iter().map(|span| span.map(|(start_ms, end_ms)| Span { start_ms, end_ms })).collect();
            let told = balance.tells(&spans, &vec![0.5; spans.len()]);
            prop_assert!(told.is_none_or(|told| told.len() == spans.len()));
        }
    }
}
