//! Microphone or audio file to 16 kHz samples, cut into chunks of one second that are stored without loss.
//!
//! Nothing here interprets the sound. What comes from a microphone arrives as [`CaptureEvent`]s, what comes from a
//! file as blocks of an [`AudioFile`]; both have passed the same [`Resampler`]. [`NoiseSuppressor`] is for those who listen:
//! what is stored has not passed it.

mod audio;
mod continuity;
mod converter;
mod device;
mod error;
mod file;
mod level;
mod microphone;
#[cfg(target_os = "linux")]
mod pulse;
mod recorder;
mod resampler;
mod signal;
mod suppressor;

pub mod chunk;

pub use audio::Audio;
pub use continuity::since_boot;
pub use device::{DeviceId, InputDevice, input_devices};
pub use error::CaptureError;
pub use file::{AudioFile, decode_file};
pub use level::Level;
pub use microphone::{CaptureEvent, Microphone};
pub use recorder::{Chunk, Recorder};
pub use resampler::Resampler;
pub use signal::{OneOfTwo, PoorSignal, SILENCE_TOLD_AFTER, SignalFault};
pub use suppressor::NoiseSuppressor;

/// Samples per second of everything that this crate gives, Hz.
pub const SAMPLE_RATE: u32 = 16_000;
