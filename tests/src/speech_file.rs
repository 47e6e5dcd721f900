//! Speech of any length, for measurements: the sample consult, over and over.

use std::path::Path;

use capture::SAMPLE_RATE;

use crate::project;

/// Writes so many seconds of speech as a WAV file, 16 kHz mono.
///
/// # Errors
/// Where it cannot be written.
pub fn write_speech(path: &Path, seconds: u32) -> Result<(), hound::Error> {
    let consult = project().join("models/sample/consult.flac");
    let blocks = capture::decode_file(&consult).unwrap();
    let sample: Vec<i16> = blocks.flat_map(|block| block.unwrap().mono().into_owned()).collect();
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: SAMPLE_RATE,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut file = hound::WavWriter::create(path, spec)?;
    for value in sample.iter().cycle().take((seconds * SAMPLE_RATE) as usize) {
        file.write_sample(*value)?;
    }
    file.finalize()
}
