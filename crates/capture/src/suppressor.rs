//! Less noise for the recogniser: RNNoise's network (Valin, "A Hybrid DSP/Deep Learning Approach to Real-Time Full-Band Speech
//! Enhancement", 2018), by nnnoiseless. What is stored is never changed by it.

use nnnoiseless::DenoiseState;

use crate::converter::Converter;
use crate::{CaptureError, SAMPLE_RATE};

/// The network hears 48 kHz, ten milliseconds at a time, full scale at 32,768.
const NETWORK_RATE: u32 = 48_000;
const FRAME: usize = DenoiseState::FRAME_SIZE;

/// Takes noise out of a stream of 16 kHz samples. What comes out is aligned with what goes in and, after
/// [`finish`](Self::finish), as long.
pub struct NoiseSuppressor {
    up: Converter,
    network: Box<DenoiseState<'static>>,
    /// At 48 kHz, less than a frame.
    waiting: Vec<f32>,
    /// The network gives each frame when it has the next: the first that it gives is none.
    began: bool,
    down: Converter,
    samples_in: usize,
    samples_out: usize,
}

impl NoiseSuppressor {
    /// For a stream that begins.
    ///
    /// # Errors
    /// [`CaptureError::Resampling`] if there can be no converter.
    pub fn new() -> Result<Self, CaptureError> {
        Ok(Self {
            up: Converter::new(SAMPLE_RATE, NETWORK_RATE)?,
            network: DenoiseState::new(),
            waiting: Vec::with_capacity(FRAME),
            began: false,
            down: Converter::new(NETWORK_RATE, SAMPLE_RATE)?,
            samples_in: 0,
            samples_out: 0,
        })
    }

    /// Takes the next samples; gives those that are ready, some tenths of a second behind.
    ///
    /// # Errors
    /// [`CaptureError::Resampling`] if a converter refuses its input.
    pub fn push(&mut self, samples: &[i16]) -> Result<Vec<i16>, CaptureError> {
        self.samples_in += samples.len();
        let louder = self.up.push(samples.iter().map(|sample| f32::from(*sample)))?;
        let quieter = self.denoised(louder);
        let ready = self.down.push(quieter)?;
        self.samples_out += ready.len();
        Ok(ready.into_iter().map(to_i16).collect())
    }

    /// Gives what is still inside. Afterwards it stands as new.
    ///
    /// # Errors
    /// [`CaptureError::Resampling`] if a converter refuses its input.
    pub fn finish(&mut self) -> Result<Vec<i16>, CaptureError> {
        let missing = self.samples_in - self.samples_out;
        // The last frame comes out when another follows it.
        let silence = (missing * (NETWORK_RATE / SAMPLE_RATE) as usize).next_multiple_of(FRAME) + 2 * FRAME;
        let last = self.up.flush(silence)?;
        let quieter = self.denoised(last);
        let mut tail = self.down.push(quieter)?;
        let rest = missing.saturating_sub(tail.len());
        tail.extend(self.down.flush(rest)?);
        tail.truncate(missing);
        *self = Self::new()?;
        Ok(tail.into_iter().map(to_i16).collect())
    }

    fn denoised(&mut self, samples: Vec<f32>) -> Vec<f32> {
        self.waiting.extend(samples);
        let mut out = Vec::with_capacity(self.waiting.len());
        let mut frame = [0.0; FRAME];
        let whole = self.waiting.len() / FRAME * FRAME;
        for heard in self.waiting[..whole].chunks_exact(FRAME) {
            self.network.process_frame(&mut frame, heard);
            if self.began {
                out.extend_from_slice(&frame);
            }
            self.began = true;
        }
        self.waiting.drain(..whole);
        out
    }
}

fn to_i16(sample: f32) -> i16 {
    sample.round() as i16
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn suppressed(samples: &[i16], block: usize) -> Vec<i16> {
        let mut suppressor = NoiseSuppressor::new().unwrap();
        let mut out = Vec::new();
        for part in samples.chunks(block) {
            out.extend(suppressor.push(part).unwrap());
        }
        out.extend(suppressor.finish().unwrap());
        out
    }

    fn voice() -> Vec<i16> {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/sample/consult.flac");
        let blocks = crate::decode_file(&path).unwrap();
        blocks.flat_map(|block| block.unwrap().mono().into_owned()).take(16_000 * 12).collect()
    }

    fn hiss(samples: usize, peak: i32) -> Vec<i16> {
        let mut state = 7_u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            ((state >> 8) as i32 % (2 * peak + 1) - peak) as i16
        };
        (0..samples).map(|_| next()).collect()
    }

    fn energy(samples: impl IntoIterator<Item = i16>) -> f64 {
        samples.into_iter().map(|sample| f64::from(sample).powi(2)).sum()
    }

    #[test]
    fn a_voice_in_silence_comes_out_where_it_was() {
        let voice = voice();
        let out = suppressed(&voice, 1_600);
        let alike = |lag: usize| -> f64 {
            voice.iter().zip(&out[lag..]).map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>()
        };
        let best = (0..400).max_by(|a, b| alike(*a).total_cmp(&alike(*b))).unwrap();
        assert_eq!(best, 0, "shifted by {best} samples");
        let similarity = alike(0) / (energy(voice.clone()) * energy(out)).sqrt();
        assert!(similarity > 0.9, "{similarity}");
    }

    #[test]
    fn hiss_is_gone_and_a_voice_in_it_stays() {
        let (voice, hiss) = (voice(), hiss(16_000 * 12, 400));
        let out = suppressed(&hiss, 1_600);
        let left = energy(out[16_000..].to_vec()) / energy(hiss[16_000..].to_vec());
        assert!(left < 0.01, "{left} of the hiss is left");
        let noisy: Vec<i16> = voice.iter().zip(&hiss).map(|(a, b)| a.saturating_add(*b)).collect();
        let out = suppressed(&noisy, 1_600);
        let error = |heard: &[i16]| energy(heard.iter().zip(&voice).map(|(a, b)| a.saturating_sub(*b)));
        assert!(error(&out) < error(&noisy), "{} and {}", error(&out), error(&noisy));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn it_is_as_long_as_what_went_in_whatever_the_blocks(samples in 0_usize..30_000, block in 1_usize..9_000) {
            let sound = hiss(samples, 3_000);
            let out = suppressed(&sound, block);
            prop_assert_eq!(out.len(), samples);
            prop_assert_eq!(out, suppressed(&sound, samples.max(1)));
        }
    }
}
