//! Any rate and channel count to 16 kHz, for microphones and files alike.

use crate::converter::Converter;
use crate::{Audio, CaptureError, SAMPLE_RATE};

/// Below telephone quality there is nothing to recognise.
const LOWEST_RATE: u32 = 4_000;
/// The highest rate that converters are sold with; a header that claims more is damaged.
const HIGHEST_RATE: u32 = 768_000;
const MOST_CHANNELS: usize = 64;

/// Converts interleaved samples of one rate and channel count to 16 kHz. Two channels may be two microphones and stay two; of
/// more the mean is taken. The output is aligned with the input (the filter's delay is cut off) and, after
/// [`flush`](Self::flush), as long as the input to a sample. Input that is 16 kHz already passes unchanged, bit for bit.
pub struct Resampler {
    rate: u32,
    channels: usize,
    /// One, or one for each of two channels.
    lanes: Vec<Lane>,
    frames_in: u64,
    samples_out: u64,
}

/// A channel on its way, converted where its rate is another.
enum Lane {
    AsItIs,
    Converted(Box<Converter>),
}

impl Resampler {
    /// For sound of `rate` Hz with `channels` interleaved channels.
    ///
    /// # Errors
    /// [`CaptureError::UnsupportedShape`] outside 4 to 768 kHz or without channels.
    pub fn new(rate: u32, channels: usize) -> Result<Self, CaptureError> {
        if !(LOWEST_RATE..=HIGHEST_RATE).contains(&rate) || !(1..=MOST_CHANNELS).contains(&channels) {
            return Err(CaptureError::UnsupportedShape { rate, channels });
        }
        let lanes = if channels == 2 { 2 } else { 1 };
        let lanes = (0..lanes).map(|_| Lane::new(rate)).collect::<Result<_, _>>()?;
        Ok(Self { rate, channels, lanes, frames_in: 0, samples_out: 0 })
    }

    /// Converts whole frames: one sample for each channel, interleaved, full scale at ±1. An incomplete last frame and
    /// values that are not finite count as silence.
    ///
    /// # Errors
    /// [`CaptureError::Resampling`] if the converter refuses its input.
    pub fn push(&mut self, interleaved: &[f32]) -> Result<Audio, CaptureError> {
        self.frames_in += interleaved.len().div_ceil(self.channels) as u64;
        let frames = || interleaved.chunks(self.channels);
        let audio = match self.lanes.as_mut_slice() {
            [first, second] => Audio::of_two(
                first.push(frames().map(|frame| mean(&frame[..1])))?,
                second.push(frames().map(|frame| mean(frame.get(1..).unwrap_or(&[]))))?,
            ),
            lanes => {
                let scale = self.channels as f32;
                let mono = frames().map(|frame| mean(frame) * (frame.len() as f32 / scale));
                let samples = lanes.iter_mut().next().map(|lane| lane.push(mono)).transpose()?;
                samples.unwrap_or_default().into()
            }
        };
        self.samples_out += audio.len() as u64;
        Ok(audio)
    }

    /// Gives what is still inside. Afterwards the converter stands as new.
    ///
    /// # Errors
    /// [`CaptureError::Resampling`] if the converter refuses its input.
    pub fn flush(&mut self) -> Result<Audio, CaptureError> {
        let due = (self.frames_in * u64::from(SAMPLE_RATE)).div_ceil(u64::from(self.rate));
        let missing = due.saturating_sub(self.samples_out) as usize;
        self.frames_in = 0;
        self.samples_out = 0;
        let mut tails = self.lanes.iter_mut().map(|lane| lane.flush(missing));
        let first = tails.next().transpose()?.unwrap_or_default();
        Ok(match tails.next().transpose()? {
            None => first.into(),
            Some(second) => Audio::of_two(first, second),
        })
    }
}

impl Lane {
    fn new(rate: u32) -> Result<Self, CaptureError> {
        match rate {
            SAMPLE_RATE => Ok(Self::AsItIs),
            rate => Ok(Self::Converted(Box::new(Converter::new(rate, SAMPLE_RATE)?))),
        }
    }

    fn push(&mut self, samples: impl Iterator<Item = f32>) -> Result<Vec<i16>, CaptureError> {
        match self {
            Self::AsItIs => Ok(samples.map(to_i16).collect()),
            Self::Converted(converter) => Ok(converter.push(samples)?.into_iter().map(to_i16).collect()),
        }
    }

    /// The last `missing` samples.
    fn flush(&mut self, missing: usize) -> Result<Vec<i16>, CaptureError> {
        match self {
            Self::AsItIs => Ok(Vec::new()),
            Self::Converted(converter) => Ok(converter.flush(missing)?.into_iter().map(to_i16).collect()),
        }
    }
}

/// What is no number is silence.
fn mean(samples: &[f32]) -> f32 {
    let sum: f32 = samples.iter().filter(|sample| sample.is_finite()).sum();
    (sum / samples.len().max(1) as f32).clamp(-1.0, 1.0)
}

/// Full scale is 32,768, so that 16-bit samples come through unchanged.
fn to_i16(sample: f32) -> i16 {
    (sample * 32_768.0).round() as i16
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sine(rate: u32, hz: f64, seconds: f64, channels: usize) -> Vec<f32> {
        let frames = (f64::from(rate) * seconds) as usize;
        (0..frames)
            .flat_map(|i| {
                let value = 0.5 * (std::f64::consts::TAU * hz * i as f64 / f64::from(rate)).sin();
                std::iter::repeat_n(value as f32, channels)
            })
            .collect()
    }

    fn convert(rate: u32, channels: usize, sound: &[f32], block: usize) -> Vec<i16> {
        let mut resampler = Resampler::new(rate, channels).unwrap();
        let mut out = Vec::new();
        for part in sound.chunks(block * channels) {
            out.extend_from_slice(&resampler.push(part).unwrap().mono());
        }
        out.extend_from_slice(&resampler.flush().unwrap().mono());
        out
    }

    /// The largest difference from the same sine made at 16 kHz, away from the edges, relative to its amplitude.
    fn worst_error(out: &[i16], hz: f64) -> f32 {
        let ideal = sine(SAMPLE_RATE, hz, out.len() as f64 / 16_000.0, 1);
        out.iter()
            .zip(&ideal)
            .skip(800)
            .take(out.len() - 1_600)
            .map(|(&got, want)| (f32::from(got) / 32_768.0 - want).abs() / 0.5)
            .fold(0.0, f32::max)
    }

    #[test]
    fn a_tone_keeps_its_pitch_phase_and_loudness_at_every_usual_rate() {
        for rate in [8_000, 11_025, 22_050, 24_000, 32_000, 44_100, 48_000, 88_200, 96_000, 192_000] {
            for channels in [1, 2, 6] {
                let out = convert(rate, channels, &sine(rate, 440.0, 1.0, channels), 480);
                assert_eq!(out.len(), 16_000, "{rate} Hz");
                let error = worst_error(&out, 440.0);
                // One sample's shift would be 0.17.
                assert!(error < 0.14, "{rate} Hz, {channels} channels: {error}");
            }
        }
    }

    #[test]
    fn what_16_khz_cannot_hold_is_removed_not_folded_back() {
        let out = convert(48_000, 1, &sine(48_000, 12_000.0, 1.0, 1), 480);
        let loudest = out[800..15_200].iter().map(|sample| sample.unsigned_abs()).max().unwrap();
        assert!(loudest < 5, "{loudest} of 16,384 came back"); // -70 dB
    }

    #[test]
    fn sixteen_bit_sound_at_16_khz_passes_unchanged() {
        let all: Vec<i16> = (i16::MIN..=i16::MAX).collect();
        let floats: Vec<f32> = all.iter().map(|&sample| f32::from(sample) / 32_768.0).collect();
        assert_eq!(convert(16_000, 1, &floats, 777), all);
    }

    #[test]
    fn values_that_are_no_numbers_are_silence() {
        let bad = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0].repeat(12_000);
        assert!(convert(48_000, 1, &bad, 480).iter().all(|&sample| sample == 0));
    }

    #[test]
    fn shapes_that_no_recording_has_are_refused() {
        for (rate, channels) in [(0, 1), (3_999, 1), (u32::MAX, 1), (48_000, 0), (48_000, 65_535)] {
            assert!(matches!(Resampler::new(rate, channels), Err(CaptureError::UnsupportedShape { .. })));
        }
    }

    #[test]
    fn two_channels_stay_apart_and_more_do_not() {
        for rate in [SAMPLE_RATE, 44_100] {
            let tones = [440.0, 700.0].map(|hz| sine(rate, hz, 1.0, 1));
            let frames: Vec<f32> = tones[0].iter().zip(&tones[1]).flat_map(|(a, b)| [*a, *b]).collect();
            let mut resampler = Resampler::new(rate, 2).unwrap();
            let mut audio = resampler.push(&frames).unwrap();
            audio.append(resampler.flush().unwrap());
            let (first, second) = audio.two().unwrap();
            assert_eq!(
                (first, second),
                (&*convert(rate, 1, &tones[0], 480), &*convert(rate, 1, &tones[1], 480))
            );
            let four = Resampler::new(rate, 4).unwrap().push(&frames).unwrap();
            assert!(four.two().is_none());
        }
    }

    #[test]
    fn after_a_flush_the_next_sound_starts_clean() {
        let tone = sine(48_000, 440.0, 0.5, 1);
        let mut resampler = Resampler::new(48_000, 1).unwrap();
        let mut once = || {
            let mut out = resampler.push(&tone).unwrap();
            out.append(resampler.flush().unwrap());
            out
        };
        let first = once();
        assert_eq!(first, once());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn the_length_is_right_to_a_sample_and_block_sizes_do_not_matter(
            rate in 4_000_u32..100_000, frames in 0_usize..20_000, block in 1_usize..5_000,
        ) {
            let sound: Vec<f32> = (0..frames).map(|i| ((i * 7_919) % 1_000) as f32 / 1_000.0 - 0.5).collect();
            let out = convert(rate, 1, &sound, block);
            let exact = frames as f64 * 16_000.0 / f64::from(rate);
            prop_assert!((out.len() as f64 - exact).abs() <= 1.0, "{} for {exact}", out.len());
            prop_assert_eq!(out, convert(rate, 1, &sound, frames.max(1)));
        }
    }
}
