//! One stream of samples from one rate to another.

use rubato::audioadapter_buffers::direct::SequentialSlice;
use rubato::{Fft, FixedSync, Indexing, Resampler as _, WindowFunction};

use crate::CaptureError;

/// Samples handed to the transform at once; it rounds this to what the two rates need.
const BLOCK: usize = 1_024;

/// Converts one stream. What comes out is aligned with what goes in: the filter's delay is cut off.
pub(crate) struct Converter {
    fft: Fft<f32>,
    /// Samples that do not fill a block yet.
    waiting: Vec<f32>,
    output: Vec<f32>,
    /// Output samples still to be dropped: the delay of the filter.
    delay: usize,
}

impl Converter {
    /// From so many samples a second to so many.
    pub(crate) fn new(from: u32, to: u32) -> Result<Self, CaptureError> {
        // One transform for the whole block: shorter ones let through more of what the lower rate cannot hold.
        let (from, to, window) = (from as usize, to as usize, WindowFunction::BlackmanHarris2);
        let fft = Fft::new_custom(from, to, BLOCK, 1, 1, window, FixedSync::Both)
            .map_err(|error| CaptureError::Resampling(error.to_string()))?;
        let (output, delay) = (vec![0.0; fft.output_frames_max()], fft.output_delay());
        Ok(Self { fft, waiting: Vec::new(), output, delay })
    }

    /// Takes the next samples; gives those that they complete.
    pub(crate) fn push(&mut self, samples: impl IntoIterator<Item = f32>) -> Result<Vec<f32>, CaptureError> {
        self.waiting.extend(samples);
        let mut converted = Vec::new();
        let mut done = 0;
        while self.waiting.len() - done >= self.fft.input_frames_next() {
            let (used, made) = self.convert_block(done)?;
            done += used;
            let dropped = made.min(self.delay);
            self.delay -= dropped;
            converted.extend_from_slice(&self.output[dropped..made]);
        }
        self.waiting.drain(..done);
        Ok(converted)
    }

    /// The `missing` samples that are still inside. Afterwards it stands as new.
    pub(crate) fn flush(&mut self, missing: usize) -> Result<Vec<f32>, CaptureError> {
        let mut tail = Vec::new();
        while tail.len() < missing {
            let silence = self.fft.input_frames_next().saturating_sub(self.waiting.len());
            tail.extend(self.push(std::iter::repeat_n(0.0, silence))?);
        }
        tail.truncate(missing);
        self.fft.reset();
        self.waiting.clear();
        self.delay = self.fft.output_delay();
        Ok(tail)
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
}
