//! A chunk of audio as it is stored: FLAC (RFC 9639), 16 kHz, 16 bits, a channel for each microphone, lossless, checked by its own checksums.

use std::io::Cursor;
use std::panic::catch_unwind;

use flac_codec::decode::FlacSampleReader;
use flac_codec::encode::{FlacSampleWriter, Options};
use flac_codec::metadata::Metadata;

use crate::{Audio, CaptureError, SAMPLE_RATE};

/// Packs sound without loss.
///
/// # Errors
/// [`CaptureError::ChunkEncoding`] if there are no samples; nothing else is refused.
pub fn encode_chunk(audio: &Audio) -> Result<Vec<u8>, CaptureError> {
    let mut bytes = Cursor::new(Vec::with_capacity(audio.len()));
    encode_into(&mut bytes, audio).map_err(|error| CaptureError::ChunkEncoding(error.to_string()))?;
    Ok(bytes.into_inner())
}

fn encode_into(bytes: &mut Cursor<Vec<u8>>, audio: &Audio) -> Result<(), flac_codec::Error> {
    let options = Options::default().no_padding().no_seektable();
    let (channels, wide): (u8, Vec<i32>) = match audio.two() {
        None => (1, audio.mono().iter().copied().map(i32::from).collect()),
        Some((first, second)) => {
            (2, first.iter().zip(second).flat_map(|(a, b)| [i32::from(*a), i32::from(*b)]).collect())
        }
    };
    let mut writer = FlacSampleWriter::new(bytes, options, SAMPLE_RATE, 16, channels, None)?;
    writer.write(&wide)?;
    writer.finalize()
}

/// Unpacks what [`encode_chunk`] packed.
///
/// # Errors
/// [`CaptureError::ChunkDamaged`] if the bytes are anything else.
pub fn decode_chunk(bytes: &[u8]) -> Result<Audio, CaptureError> {
    // The decoder's arithmetic is not guarded against every damaged header.
    catch_unwind(|| decode(bytes))
        .unwrap_or_else(|_| Err(CaptureError::ChunkDamaged("a header is wrong".into())))
}

/// Whether a packed chunk is of two microphones, by its header alone; what is damaged is of none.
pub fn is_of_two(bytes: &[u8]) -> bool {
    catch_unwind(|| FlacSampleReader::new(bytes).is_ok_and(|reader| reader.channel_count() == 2))
        .unwrap_or(false)
}

fn decode(bytes: &[u8]) -> Result<Audio, CaptureError> {
    let damaged = |reason: String| CaptureError::ChunkDamaged(reason);
    let mut reader = FlacSampleReader::new(bytes).map_err(|error| damaged(error.to_string()))?;
    let mut wide = Vec::new();
    reader.read_to_end(&mut wide).map_err(|error| damaged(error.to_string()))?;
    let samples: Result<Vec<i16>, _> = wide.into_iter().map(i16::try_from).collect();
    let samples = samples.map_err(|_| damaged("more than 16 bits".into()))?;
    match reader.channel_count() {
        1 => Ok(samples.into()),
        2 => {
            let (first, second) = samples.chunks_exact(2).map(|frame| (frame[0], frame[1])).unzip();
            Ok(Audio::of_two(first, second))
        }
        _ => Err(damaged("more than two channels".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_second_of_a_voice_like_tone_takes_less_room_than_its_samples() {
        let tone: Vec<i16> = (0..16_000).map(|i| ((i as f32 * 0.08).sin() * 8_000.0) as i16).collect();
        let tone = Audio::from(tone);
        let bytes = encode_chunk(&tone).unwrap();
        assert!(bytes.len() < 16_000, "{} bytes", bytes.len());
        assert_eq!(decode_chunk(&bytes).unwrap(), tone);
    }

    #[test]
    fn a_chunk_of_two_microphones_is_known_by_its_header() {
        let sound: Vec<i16> = (0..800).collect();
        let other = sound.iter().rev().copied().collect();
        let two = encode_chunk(&Audio::of_two(sound.clone(), other)).unwrap();
        assert!(is_of_two(&two));
        assert!(!is_of_two(&encode_chunk(&Audio::from(sound)).unwrap()) && !is_of_two(&[]));
    }

    #[test]
    fn nothing_at_all_is_no_chunk() {
        assert!(matches!(encode_chunk(&Audio::default()), Err(CaptureError::ChunkEncoding(_))));
    }

    #[test]
    fn the_extremes_survive() {
        for samples in [vec![i16::MIN], [i16::MIN, i16::MAX].repeat(8_000), vec![0; 16_000]] {
            let audio = Audio::from(samples);
            assert_eq!(decode_chunk(&encode_chunk(&audio).unwrap()).unwrap(), audio);
        }
    }

    #[test]
    fn a_cut_chunk_is_an_error() {
        let bytes = encode_chunk(&[1, -2, 3].repeat(5_000).into()).unwrap();
        for keep in [0, 3, 20, bytes.len() / 2, bytes.len() - 1] {
            assert!(matches!(decode_chunk(&bytes[..keep]), Err(CaptureError::ChunkDamaged(_))), "{keep}");
        }
    }

    proptest! {
        #[test]
        fn any_samples_come_back_as_they_were(frames in prop::collection::vec((any::<i16>(), any::<i16>()), 1..20_000)) {
            let (first, second): (Vec<i16>, Vec<i16>) = frames.into_iter().unzip();
            for audio in [Audio::from(first.clone()), Audio::of_two(first, second)] {
                prop_assert_eq!(decode_chunk(&encode_chunk(&audio).unwrap()).unwrap(), audio);
            }
        }

        #[test]
        fn a_changed_bit_never_gives_other_sound(position in any::<prop::sample::Index>(), bit in 0_u8..8) {
            let samples: Vec<i16> = (0..4_000).map(|i| ((i as f32 * 0.1).sin() * 9_000.0) as i16).collect();
            let audio = Audio::from(samples);
            let mut bytes = encode_chunk(&audio).unwrap();
            let at = position.index(bytes.len());
            bytes[at] ^= 1 << bit;
            if let Ok(decoded) = decode_chunk(&bytes) {
                prop_assert!(decoded == audio, "byte {at}");
            }
        }

        #[test]
        fn any_bytes_at_all_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = decode_chunk(&[b"fLaC".as_slice(), &bytes].concat());
            let _ = decode_chunk(&bytes);
        }
    }
}
