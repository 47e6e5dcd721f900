//! Audio files of every supported kind are read; everything else is refused with advice.

#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests are not seen as tests

use std::f64::consts::TAU;
use std::fs;
use std::path::{Path, PathBuf};

use capture::{AudioFile, CaptureError, chunk, decode_file};
use proptest::prelude::*;

fn tone(rate: u32, hz: f64, seconds: f64) -> Vec<i16> {
    (0..(f64::from(rate) * seconds) as usize)
        .map(|i| ((TAU * hz * i as f64 / f64::from(rate)).sin() * 16_000.0) as i16)
        .collect()
}

fn wav(rate: u32, channels: u16, mono: &[i16]) -> Vec<u8> {
    let spec = hound::WavSpec {
        channels,
        sample_rate: rate,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut bytes = std::io::Cursor::new(Vec::new());
    let mut writer = hound::WavWriter::new(&mut bytes, spec).unwrap();
    for &sample in mono {
        for _ in 0..channels {
            writer.write_sample(sample).unwrap();
        }
    }
    writer.finalize().unwrap();
    bytes.into_inner()
}

fn open(bytes: &[u8]) -> Result<AudioFile, CaptureError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("recording");
    fs::write(&path, bytes).unwrap();
    decode_file(&path)
}

fn read(bytes: &[u8]) -> Result<Vec<i16>, CaptureError> {
    mono(open(bytes)?)
}

fn mono(file: AudioFile) -> Result<Vec<i16>, CaptureError> {
    file.map(|block| Ok(block?.mono().into_owned()))
        .collect::<Result<Vec<_>, _>>()
        .map(|blocks| blocks.concat())
}

/// How much of the sound's energy is in a tone of `hz`, 0 to 1.
fn purity(samples: &[i16], hz: f64) -> f64 {
    let (mut sine, mut cosine, mut energy) = (0.0, 0.0, 0.0);
    for (i, &sample) in samples.iter().enumerate() {
        let (value, angle) = (f64::from(sample), TAU * hz * i as f64 / 16_000.0);
        sine += value * angle.sin();
        cosine += value * angle.cos();
        energy += value * value;
    }
    2.0 * (sine * sine + cosine * cosine) / (samples.len() as f64 * energy.max(1.0))
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

#[test]
fn wav_of_any_rate_and_channel_count_becomes_16_khz() {
    for (rate, channels) in [(8_000, 1), (16_000, 1), (22_050, 2), (44_100, 2), (48_000, 1), (96_000, 4)] {
        let bytes = wav(rate, channels, &tone(rate, 440.0, 2.5));
        let file = open(&bytes).unwrap();
        assert_eq!(file.duration_ms(), Some(2_500), "{rate} Hz");
        let samples = read(&bytes).unwrap();
        assert_eq!(samples.len(), 40_000, "{rate} Hz, {channels} channels");
        assert!(purity(&samples, 440.0) > 0.99, "{rate} Hz, {channels} channels");
    }
}

#[test]
fn sixteen_khz_mono_passes_bit_for_bit_from_wav_and_flac() {
    let samples = tone(16_000, 333.0, 1.7);
    assert_eq!(read(&wav(16_000, 1, &samples)).unwrap(), samples);
    assert_eq!(read(&chunk::encode_chunk(&samples.clone().into()).unwrap()).unwrap(), samples);
}

#[test]
fn mp3_m4a_and_ogg_give_their_tone_for_its_time() {
    for name in ["tone.mp3", "tone.m4a", "tone-alac.m4a", "tone-vorbis.ogg"] {
        let file = decode_file(&fixture(name)).unwrap();
        let samples = mono(file).unwrap();
        assert!(samples.len().abs_diff(16_000) < 1_600, "{name}: {} samples", samples.len());
        assert!(purity(&samples[2_000..14_000], 440.0) > 0.95, "{name}");
    }
}

#[test]
fn opus_is_refused_with_what_to_use_instead() {
    let error = decode_file(&fixture("tone-opus.ogg")).err().unwrap();
    assert!(matches!(error, CaptureError::UnsupportedCodec), "{error:?}");
    assert!(error.to_string().contains("WAV"));
}

#[test]
fn each_wrong_file_has_its_own_advice() {
    let folder = tempfile::tempdir().unwrap();
    let missing = decode_file(&folder.path().join("Jane Doe.wav")).err().unwrap();
    assert!(matches!(missing, CaptureError::FileMissing));
    assert!(!missing.to_string().contains("Jane"), "a file name is a patient's name");
    assert!(matches!(decode_file(folder.path()).err(), Some(CaptureError::NotAudio)));
    assert!(matches!(read(b""), Err(CaptureError::FileEmpty)));
    assert!(matches!(read(&wav(44_100, 2, &[])), Err(CaptureError::FileEmpty)));
    assert!(matches!(read(b"%PDF-1.7 certainly no sound"), Err(CaptureError::NotAudio)));
    let text = "A letter about a patient. ".repeat(4_000);
    assert!(matches!(read(text.as_bytes()), Err(CaptureError::NotAudio)));
}

#[test]
fn a_file_that_is_cut_off_gives_its_sound_and_then_says_so() {
    let whole = wav(44_100, 2, &tone(44_100, 440.0, 4.0));
    let half = &whole[..whole.len() / 2];
    let mut samples = Vec::new();
    let mut last = None;
    for block in open(half).unwrap() {
        match block {
            Ok(block) => samples.extend_from_slice(&block.mono()),
            Err(error) => last = Some(error),
        }
    }
    assert!(samples.len().abs_diff(32_000) < 200, "{}", samples.len());
    assert!(matches!(last, Some(CaptureError::FileTruncated { expected_ms: 4_000, .. })), "{last:?}");
    let flac = chunk::encode_chunk(&tone(16_000, 440.0, 4.0).into()).unwrap();
    let error = read(&flac[..flac.len() / 2]).err().unwrap();
    assert!(matches!(error, CaptureError::FileTruncated { .. } | CaptureError::FileDamaged), "{error:?}");
}

#[test]
fn a_wav_from_a_recorder_that_could_not_know_its_length_is_read() {
    let samples = tone(16_000, 440.0, 1.0);
    for (riff, data) in [(u32::MAX, u32::MAX), (0x7fff_f024_u32, 0x7fff_f000_u32)] {
        let mut bytes = wav(16_000, 1, &samples);
        bytes[4..8].copy_from_slice(&riff.to_le_bytes());
        bytes[40..44].copy_from_slice(&data.to_le_bytes());
        assert_eq!(read(&bytes).unwrap(), samples, "{data:x}");
    }
}

#[test]
fn after_an_error_there_is_nothing_more() {
    let whole = wav(16_000, 1, &tone(16_000, 440.0, 2.0));
    let mut file = open(&whole[..whole.len() / 2]).unwrap();
    while let Some(Ok(_)) = file.next() {}
    assert!(file.next().is_none());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn a_changed_file_is_read_or_refused(
        kind in 0_usize..5,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        keep in any::<prop::sample::Index>(), in_header in any::<bool>(),
    ) {
        let mut bytes = match kind {
            0 => wav(8_000, 2, &tone(8_000, 440.0, 0.2)),
            1 => chunk::encode_chunk(&tone(16_000, 440.0, 0.3).into()).unwrap(),
            2 => fs::read(fixture("tone.mp3")).unwrap(),
            3 => fs::read(fixture("tone.m4a")).unwrap(),
            _ => fs::read(fixture("tone-vorbis.ogg")).unwrap(),
        };
        let reach = if in_header { bytes.len().min(100) } else { bytes.len() };
        for (at, value) in changes {
            bytes[at.index(reach)] = value;
        }
        bytes.truncate(keep.index(bytes.len() * 2) + 1);
        let _ = read(&bytes);
    }

    #[test]
    fn any_bytes_at_all_are_read_or_refused(
        magic in prop::sample::select(vec![
            b"".as_slice(), b"RIFF\0\0\0\0WAVEfmt ", b"RIFF\x02\0\0\0WAVE", b"fLaC\0\0\0\x22", b"ID3\x04\0\0",
            b"OggS\0\x02", b"\0\0\0\x20ftypM4A ", b"\xff\xfb\x90\x64", b"\xff\xf1\x50\x80",
        ]),
        bytes in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        let _ = read(&[magic, &bytes].concat());
    }
}
