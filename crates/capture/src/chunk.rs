//! A chunk of audio as it is stored: FLAC (RFC 9639), 16 kHz mono 16 bits, lossless, checked by its own checksums.

use std::io::Cursor;
use std::panic::catch_unwind;

use flac_codec::decode::FlacSampleReader;
use flac_codec::encode::{FlacSampleWriter, Options};

use crate::{CaptureError, SAMPLE_RATE};

/// Packs samples (16 kHz mono) without loss.
///
/// # Errors
/// [`CaptureError::ChunkEncoding`] if there are no samples; nothing else is refused.
pub fn encode_chunk(samples: &[i16]) -> Result<Vec<u8>, CaptureError> {
    let mut bytes = Cursor::new(Vec::with_capacity(samples.len()));
    encode_into(&mut bytes, samples).map_err(|error| CaptureError::ChunkEncoding(error.to_string()))?;
    Ok(bytes.into_inner())
}

fn encode_into(bytes: &mut Cursor<Vec<u8>>, samples: &[i16]) -> Result<(), flac_codec::Error> {
    let options = Options::default().no_padding().no_seektable();
    let mut writer = FlacSampleWriter::new(bytes, options, SAMPLE_RATE, 16, 1, None)?;
    let wide: Vec<i32> = samples.iter().copied().map(i32::from).collect();
    writer.write(&wide)?;
    writer.finalize()
}

/// Unpacks what [`encode_chunk`] packed.
///
/// # Errors
/// [`CaptureError::ChunkDamaged`] if the bytes are anything else.
pub fn decode_chunk(bytes: &[u8]) -> Result<Vec<i16>, CaptureError> {
    // The decoder's arithmetic is not guarded against every damaged header.
    catch_unwind(|| decode(bytes))
        .unwrap_or_else(|_| Err(CaptureError::ChunkDamaged("a header is wrong".into())))
}

fn decode(bytes: &[u8]) -> Result<Vec<i16>, CaptureError> {
    let damaged = |reason: String| CaptureError::ChunkDamaged(reason);
    let mut reader = FlacSampleReader::new(bytes).map_err(|error| damaged(error.to_string()))?;
    let mut wide = Vec::new();
    reader.read_to_end(&mut wide).map_err(|error| damaged(error.to_string()))?;
    let samples: Result<Vec<i16>, _> = wide.into_iter().map(i16::try_from).collect();
    samples.map_err(|_| damaged("more than 16 bits".into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_second_of_a_voice_like_tone_takes_less_room_than_its_samples() {
        let tone: Vec<i16> = (0..16_000).map(|i| ((i as f32 * 0.08).sin() * 8_000.0) as i16).collect();
        let bytes = encode_chunk(&tone).unwrap();
        assert!(bytes.len() < 16_000, "{} bytes", bytes.len());
        assert_eq!(decode_chunk(&bytes).unwrap(), tone);
    }

    #[test]
    fn nothing_at_all_is_no_chunk() {
        assert!(matches!(encode_chunk(&[]), Err(CaptureError::ChunkEncoding(_))));
    }

    #[test]
    fn the_extremes_survive() {
        for samples in [vec![i16::MIN], [i16::MIN, i16::MAX].repeat(8_000), vec![0; 16_000]] {
            assert_eq!(decode_chunk(&encode_chunk(&samples).unwrap()).unwrap(), samples);
        }
    }

    #[test]
    fn a_cut_chunk_is_an_error() {
        let bytes = encode_chunk(&[1, -2, 3].repeat(5_000)).unwrap();
        for keep in [0, 3, 20, bytes.len() / 2, bytes.len() - 1] {
            assert!(matches!(decode_chunk(&bytes[..keep]), Err(CaptureError::ChunkDamaged(_))), "{keep}");
        }
    }

    proptest! {
        #[test]
        fn any_samples_come_back_as_they_were(samples in prop::collection::vec(any::<i16>(), 1..20_000)) {
            prop_assert_eq!(decode_chunk(&encode_chunk(&samples).unwrap()).unwrap(), samples);
        }

        #[test]
        fn a_changed_bit_never_gives_other_sound(position in any::<prop::sample::Index>(), bit in 0_u8..8) {
            let samples: Vec<i16> = (0..4_000).map(|i| ((i as f32 * 0.1).sin() * 9_000.0) as i16).collect();
            let mut bytes = encode_chunk(&samples).unwrap();
            let at = position.index(bytes.len());
            bytes[at] ^= 1 << bit;
            if let Ok(decoded) = decode_chunk(&bytes) {
                prop_assert!(decoded == samples, "byte {at}");
            }
        }

        #[test]
        fn any_bytes_at_all_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = decode_chunk(&[b"fLaC".as_slice(), &bytes].concat());
            let _ = decode_chunk(&bytes);
        }
    }
}
