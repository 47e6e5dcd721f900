//! Audio files: WAV, FLAC, MP3, M4A and OGG, read block by block.

use std::fs::File;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use symphonia::core::audio::GenericAudioBufferRef;
use symphonia::core::codecs::audio::{AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error as SymphoniaError;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::MediaSourceStream;
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;

use crate::{Audio, CaptureError, Resampler, SAMPLE_RATE};

/// How much of a file may be undecodable, in ms, before it counts as damaged. Such a stretch becomes silence, so that
/// what follows keeps its time. A file cut out of a longer MP3 stream loses its first frames like this.
const TOLERATED_DAMAGE_MS: u64 = 500;
/// What may be missing at the end without calling the file cut off: encoders round their headers.
const TOLERATED_SHORTNESS_MS: u64 = 200;
/// A recorder that streams writes some such length into a WAV header because it cannot know better.
const PLACEHOLDER_BYTES: u64 = 0x7fff_0000;

/// Opens an audio file. The kind of file is found from its content, not from its name.
///
/// # Errors
/// [`CaptureError::FileMissing`], [`FileUnreadable`](CaptureError::FileUnreadable),
/// [`FileEmpty`](CaptureError::FileEmpty), [`NotAudio`](CaptureError::NotAudio),
/// [`UnsupportedCodec`](CaptureError::UnsupportedCodec) or [`FileDamaged`](CaptureError::FileDamaged).
pub fn decode_file(path: &Path) -> Result<AudioFile, CaptureError> {
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let metadata = file.metadata().map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        return Err(CaptureError::NotAudio);
    }
    if metadata.len() == 0 {
        return Err(CaptureError::FileEmpty);
    }
    contained(|| AudioFile::open(file))
}

/// The sound of a file as blocks, in order. After an error there are no more blocks. A file that
/// ends before its header says so gives all its sound first, then [`CaptureError::FileTruncated`].
pub struct AudioFile {
    format: Box<dyn FormatReader>,
    decoder: Box<dyn AudioDecoder>,
    track: u32,
    source: Option<Source>,
    duration_ms: Option<u64>,
    samples_out: u64,
    damaged_ms: u64,
    ended: bool,
}

/// The shape of the decoded sound, with the converter for it.
struct Source {
    rate: u32,
    channels: usize,
    resampler: Resampler,
}

impl AudioFile {
    /// How long the file says it is, ms, if it does.
    pub fn duration_ms(&self) -> Option<u64> {
        self.duration_ms
    }

    fn open(file: File) -> Result<Self, CaptureError> {
        let stream = MediaSourceStream::new(Box::new(file), Default::default());
        let format = symphonia::default::get_probe()
            .probe(&Hint::new(), stream, FormatOptions::default(), MetadataOptions::default())
            .map_err(|error| unrecognised(&error))?;
        let track = format.default_track(TrackType::Audio).ok_or(CaptureError::UnsupportedCodec)?;
        let parameters = track.codec_params.as_ref().and_then(|parameters| parameters.audio());
        let decoder = symphonia::default::get_codecs()
            .make_audio_decoder(
                parameters.ok_or(CaptureError::UnsupportedCodec)?,
                &AudioDecoderOptions::default(),
            )
            .map_err(|error| undecodable(&error))?;
        let (track, duration_ms) = (track.id, announced_ms(track));
        Ok(Self {
            format,
            decoder,
            track,
            source: None,
            duration_ms,
            samples_out: 0,
            damaged_ms: 0,
            ended: false,
        })
    }

    fn next_block(&mut self) -> Result<Option<Audio>, CaptureError> {
        loop {
            let Some(packet) = self.next_packet()? else { return self.last_block() };
            if packet.track_id != self.track {
                continue;
            }
            let block = self.decode(&packet)?;
            if !block.is_empty() {
                self.samples_out += block.len() as u64;
                return Ok(Some(block));
            }
        }
    }

    fn next_packet(&mut self) -> Result<Option<Packet>, CaptureError> {
        match self.format.next_packet() {
            Err(SymphoniaError::IoError(error)) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            other => other.map_err(|error| undecodable(&error)),
        }
    }

    fn decode(&mut self, packet: &Packet) -> Result<Audio, CaptureError> {
        match self.decoder.decode(packet) {
            Ok(sound) => convert(&mut self.source, &sound),
            Err(SymphoniaError::DecodeError(_) | SymphoniaError::IoError(_)) => self.silence_for(packet),
            Err(error) => Err(undecodable(&error)),
        }
    }

    fn silence_for(&mut self, packet: &Packet) -> Result<Audio, CaptureError> {
        let Some(Source { rate, channels, resampler }) = &mut self.source else {
            return Ok(Audio::default());
        };
        let frames = packet.dur.get();
        self.damaged_ms += frames.saturating_mul(1_000) / u64::from(*rate);
        if self.damaged_ms > TOLERATED_DAMAGE_MS {
            return Err(CaptureError::FileDamaged);
        }
        resampler.push(&vec![0.0; frames as usize * *channels])
    }

    fn last_block(&mut self) -> Result<Option<Audio>, CaptureError> {
        if let Some(mut source) = self.source.take() {
            let tail = source.resampler.flush()?;
            if !tail.is_empty() {
                self.samples_out += tail.len() as u64;
                return Ok(Some(tail));
            }
        }
        let read_ms = self.samples_out * 1_000 / u64::from(SAMPLE_RATE);
        match self.duration_ms {
            Some(expected_ms) if read_ms + TOLERATED_SHORTNESS_MS < expected_ms => {
                Err(CaptureError::FileTruncated { read_ms, expected_ms })
            }
            _ if self.samples_out == 0 => Err(CaptureError::FileEmpty),
            _ => Ok(None),
        }
    }
}

impl Iterator for AudioFile {
    type Item = Result<Audio, CaptureError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let block = contained(|| self.next_block()).transpose();
        self.ended = !matches!(block, Some(Ok(_)));
        block
    }
}

/// Converts decoded sound. A stream may change its shape on the way; the old shape is then brought to its end first.
fn convert(source: &mut Option<Source>, sound: &GenericAudioBufferRef<'_>) -> Result<Audio, CaptureError> {
    let (rate, channels) = (sound.spec().rate(), sound.spec().channels().count());
    let mut converted = Audio::default();
    let source = match source {
        Some(source) if (source.rate, source.channels) == (rate, channels) => source,
        changed => {
            let resampler = Resampler::new(rate, channels)?;
            if let Some(mut before) = changed.take() {
                converted = before.resampler.flush()?;
            }
            changed.insert(Source { rate, channels, resampler })
        }
    };
    let mut interleaved: Vec<f32> = Vec::new();
    sound.copy_to_vec_interleaved(&mut interleaved);
    converted.append(source.resampler.push(&interleaved)?);
    Ok(converted)
}

/// The decoders read files from anywhere. Where a hostile one makes them panic, the file is damaged and the program
/// goes on.
fn contained<T>(work: impl FnOnce() -> Result<T, CaptureError>) -> Result<T, CaptureError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or(Err(CaptureError::FileDamaged))
}

fn announced_ms(track: &Track) -> Option<u64> {
    let parameters = track.codec_params.as_ref()?.audio()?;
    let by_frames = track.num_frames.zip(parameters.sample_rate);
    let ms = match by_frames {
        Some((frames, rate)) => {
            let width = parameters.bits_per_sample.unwrap_or(0).div_ceil(8);
            let channels = parameters.channels.as_ref().map_or(1, |channels| channels.count());
            let bytes = frames.saturating_mul(u64::from(width)).saturating_mul(channels as u64);
            let written_by_a_streamer = bytes >= PLACEHOLDER_BYTES;
            (!written_by_a_streamer).then(|| frames.saturating_mul(1_000).checked_div(u64::from(rate)))??
        }
        None => {
            let length = track.time_base?.calc_duration(track.duration?)?;
            u64::try_from(length.as_millis()).ok()?
        }
    };
    (ms > 0).then_some(ms)
}

fn unreadable(error: &io::Error) -> CaptureError {
    match error.kind() {
        io::ErrorKind::NotFound => CaptureError::FileMissing,
        kind => CaptureError::FileUnreadable(kind),
    }
}

/// While the kind of file is being found out, running out of bytes means that it is none of the known kinds.
fn unrecognised(error: &SymphoniaError) -> CaptureError {
    match error {
        SymphoniaError::IoError(error) if error.kind() != io::ErrorKind::UnexpectedEof => unreadable(error),
        SymphoniaError::DecodeError(_) | SymphoniaError::LimitError(_) => CaptureError::FileDamaged,
        _ => CaptureError::NotAudio,
    }
}

fn undecodable(error: &SymphoniaError) -> CaptureError {
    match error {
        SymphoniaError::IoError(error) if error.kind() != io::ErrorKind::UnexpectedEof => unreadable(error),
        SymphoniaError::Unsupported(_) => CaptureError::UnsupportedCodec,
        _ => CaptureError::FileDamaged,
    }
}
