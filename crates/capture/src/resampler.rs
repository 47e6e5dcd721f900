//! Any rate and channel count to 16 kHz mono, for microphones and files alike.

use rubato::audioadapter_buffers::direct::SequentialSlice;
use rubato::{Fft, FixedSync, Indexing, Resampler as _, WindowFunction};

use crate::{CaptureError, SAMPLE_RATE};

/// Below telephone quality there is nothing to recognise.
const LOWEST_RATE: u32 = 4_000;
/// The highest rate that converters are sold with; a header that claims more is damaged.
const HIGHEST_RATE: u32 = 768_000;
const MOST_CHANNELS: usize = 64;
/// Frames handed to the converter at once; it rounds this to what the two rates need.
const BLOCK: usize = 1_024;

/// Converts interleaved samples of one rate and channel count to 16 kHz mono. Channels are averaged. The output is
/// aligned with the input (the filter's delay is cut off) and, after [`flush`](Self::flush), as long as the input to a
/// sample. Input that is 16 kHz mono already passes unchanged, bit for bit.
pub struct Resampler {
    rate: u32,
    channels: usize,
    converter: Option<Converter>,
    frames_in: u64,
    samples_out: u64,
}

struct Converter {
    fft: Fft<f32>,
    /// Mono samples that do not fill a block yet.
    waiting: Vec<f32>,
    output: Vec<f32>,
    /// Output samples still to be dropped: the delay of the filter.
    delay: usize,
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
        let converter = if rate == SAMPLE_RATE { None } else { Some(Converter::new(rate)?) };
        Ok(Self { rate, channels, converter, frames_in: 0, samples_out: 0 })
    }

    /// Converts whole frames: one sample for each channel, interleaved, full scale at ±1. An incomplete last frame and
    /// values that are not finite count as silence.
    ///
    /// # Errors
    /// [`CaptureError::Resampling`] if the converter refuses its input.
    pub fn push(&mut self, interleaved: &[f32]) -> Result<Vec<i16>, CaptureError> {
        let scale = 1.0 / self.channels as f32;
        let mono = interleaved.chunks(self.channels).map(|frame| {
            let sum: f32 = frame.iter().filter(|sample| sample.is_finite()).sum();
            (sum * scale).clamp(-1.0, 1.0)
        });
        self.frames_in += interleaved.len().div_ceil(self.channels) as u64;
        let samples = match &mut self.converter {
            None => mono.map(to_i16).collect(),
            Some(converter) => {
                converter.waiting.extend(mono);
                converter.convert_whole_blocks()?
            }
        };
        self.samples_out += samples.len() as u64;
        Ok(samples)
    }

    /// Gives what is still inside. Afterwards the converter stands as new.
    ///
    /// # Errors
    /// [`CaptureError::Resampling`] if the converter refuses its input.
    pub fn flush(&mut self) -> Result<Vec<i16>, CaptureError> {
        let due = (self.frames_in * u64::from(SAMPLE_RATE)).div_ceil(u64::from(self.rate));
        let missing = due.saturating_sub(self.samples_out) as usize;
        let mut tail = Vec::new();
        if let Some(converter) = &mut self.converter {
            while tail.len() < missing {
                let block = converter.fft.input_frames_next();
                converter.waiting.resize(block, 0.0);
                tail.extend(converter.convert_whole_blocks()?);
            }
            tail.truncate(missing);
            converter.reset();
        }
        self.frames_in = 0;
        self.samples_out = 0;
        Ok(tail)
    }
}

impl Converter {
    fn new(rate: u32) -> Result<Self, CaptureError> {
        // One transform for the whole block: shorter ones let through more of what 16 kHz cannot hold.
        let (rate, out, window) = (rate as usize, SAMPLE_RATE as usize, WindowFunction::BlackmanHarris2);
        let fft = Fft::new_custom(rate, out, BLOCK, 1, 1, window, FixedSync::Both)
            .map_err(|error| CaptureError::Resampling(error.to_string()))?;
        let (output, delay) = (vec![0.0; fft.output_frames_max()], fft.output_delay());
        Ok(Self { fft, waiting: Vec::new(), output, delay })
    }

    fn convert_whole_blocks(&mut self) -> Result<Vec<i16>, CaptureError> {
        let mut converted = Vec::new();
        let mut done = 0;
        while self.waiting.len() - done >= self.fft.input_frames_next() {
            let (used, made) = self.convert_block(done)?;
            done += used;
            let dropped = made.min(self.delay);
            self.delay -= dropped;
            converted.extend(self.output[dropped..made].iter().copied().map(to_i16));
        }
        self.waiting.drain(..done);
        Ok(converted)
    }

    fn convert_block(&mut self, from: usize) -> Result<(usize, usize), CaptureError> {
        let refused = |error: &dyn std::fmt::Display| CaptureError::Resampling(error.to_string());
        let frames = self.waiting.len();
        let input = SequentialSlice::new(&self.waiting, 1, frames).map_err(|error| refused(&error))?;
        let room = self.output.len();
        let mut output =
            SequentialSlice::new_mut(&mut self.output, 1, room).map_err(|error| refused(&error))?;
        let indexing =
            Indexing { input_offset: from, output_offset: 0, partial_len: None, active_channels_mask: None };
        self.fft.process_into_buffer(&input, &mut output, Some(&indexing)).map_err(|error| refused(&error))
    }

    fn reset(&mut self) {
        self.fft.reset();
        self.waiting.clear();
        self.delay = self.fft.output_delay();
    }
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
            out.extend(resampler.push(part).unwrap());
        }
        out.extend(resampler.flush().unwrap());
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
    fn after_a_flush_the_next_sound_starts_clean() {
        let tone = sine(48_000, 440.0, 0.5, 1);
        let mut resampler = Resampler::new(48_000, 1).unwrap();
        let mut once = || {
            let mut out = resampler.push(&tone).unwrap();
            out.extend(resampler.flush().unwrap());
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
