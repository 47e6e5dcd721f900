//! The frames between parent and child: a length, then a postcard-encoded message. The child speaks first, with its hello.

use std::io::{self, Read, Write};

use bytes::{Bytes, BytesMut};
use serde::de::{DeserializeOwned, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use tokio_util::codec::{Decoder, Encoder, LengthDelimitedCodec};

use crate::error::Failure;
use crate::graphics::{GraphicsApi, GraphicsCard};
use crate::messages::{GenerateRequest, Heard, LanguageGuess, ModelInfo, TranscribeParams, Written};

/// Version of the protocol; parent and child must agree on it exactly.
pub(crate) const PROTOCOL: u32 = 5;

/// The most bytes one frame may have. Anything longer is refused before it is read.
pub const MAX_FRAME_BYTES: usize = 64 * 1024 * 1024;

/// Samples of a millisecond: all audio is 16 kHz mono.
pub const SAMPLES_PER_MS: u64 = 16;

/// The longest audio that can be handed over at once, in milliseconds (15 minutes).
pub const LONGEST_AUDIO_MS: u64 = 15 * 60 * 1000;

/// Which engine a child runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum EngineKind {
    Speech,
    Language,
}

/// What to load, and how.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Load {
    pub model: String,
    pub threads: u16,
    pub context_tokens: u32,
    /// Onto a graphics card: only a child that was built for one is asked to.
    pub onto_card: bool,
}

/// From the parent.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum ToWorker {
    Load(Load),
    /// Asked instead of loading a model.
    FindCards,
    Transcribe {
        id: u64,
        params: TranscribeParams,
        samples: Samples,
    },
    Languages {
        id: u64,
        samples: Samples,
    },
    Generate {
        id: u64,
        request: GenerateRequest,
    },
    Cancel {
        id: u64,
    },
}

/// From the child.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum FromWorker {
    Hello {
        protocol: u32,
        engine: EngineKind,
        /// What it was built for besides the processor.
        graphics: Vec<GraphicsApi>,
    },
    /// The graphics cards that it can compute on.
    Cards(Vec<GraphicsCard>),
    Loaded(ModelInfo),
    NotLoaded(Failure),
    Heard {
        id: u64,
        heard: Vec<Heard>,
    },
    Languages {
        id: u64,
        languages: Vec<LanguageGuess>,
    },
    /// The prompt is being read: a sign of life.
    Reading {
        id: u64,
        tokens: u32,
        of: u32,
    },
    /// Of the text with the number `of`.
    Piece {
        id: u64,
        of: u32,
        text: String,
    },
    Generated {
        id: u64,
        written: Written,
    },
    Failed {
        id: u64,
        failure: Failure,
    },
}

/// Audio as raw little-endian bytes: element by element it would cost milliseconds a window.
#[derive(Clone, PartialEq)]
pub(crate) struct Samples(pub Vec<f32>);

impl Serialize for Samples {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut bytes = Vec::with_capacity(self.0.len() * 4);
        for sample in &self.0 {
            bytes.extend_from_slice(&sample.to_le_bytes());
        }
        serializer.serialize_bytes(&bytes)
    }
}

impl<'de> Deserialize<'de> for Samples {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct FromBytes;
        impl Visitor<'_> for FromBytes {
            type Value = Samples;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("32-bit samples")
            }
            fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Samples, E> {
                let (samples, rest) = bytes.as_chunks::<4>();
                if !rest.is_empty() {
                    return Err(E::invalid_length(bytes.len(), &self));
                }
                Ok(Samples(samples.iter().map(|sample| f32::from_le_bytes(*sample)).collect()))
            }
        }
        deserializer.deserialize_bytes(FromBytes)
    }
}

/// The framing both ends use.
pub(crate) fn framing() -> LengthDelimitedCodec {
    LengthDelimitedCodec::builder().max_frame_length(MAX_FRAME_BYTES).new_codec()
}

/// A message as the bytes of a frame.
pub(crate) fn encode<T: Serialize>(message: &T) -> io::Result<Bytes> {
    postcard::to_stdvec(message).map(Bytes::from).map_err(io::Error::other)
}

/// The bytes of a frame as a message.
pub(crate) fn decode<T: DeserializeOwned>(frame: &[u8]) -> io::Result<T> {
    match postcard::take_from_bytes(frame) {
        Ok((message, [])) => Ok(message),
        Ok(_) => Err(io::Error::new(io::ErrorKind::InvalidData, "bytes after the message")),
        Err(error) => Err(io::Error::new(io::ErrorKind::InvalidData, error)),
    }
}

/// The child's blocking end for reading.
pub(crate) struct FrameReader<R> {
    from: R,
    framing: LengthDelimitedCodec,
    pending: BytesMut,
}

impl<R: Read> FrameReader<R> {
    pub(crate) fn new(from: R) -> Self {
        Self { from, framing: framing(), pending: BytesMut::new() }
    }

    /// The next message; `None` at the end of the stream.
    pub(crate) fn next<T: DeserializeOwned>(&mut self) -> io::Result<Option<T>> {
        let mut chunk = vec![0; 64 * 1024];
        loop {
            if let Some(frame) = self.framing.decode(&mut self.pending)? {
                return decode(&frame).map(Some);
            }
            match self.from.read(&mut chunk) {
                Ok(0) if self.pending.is_empty() => return Ok(None),
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(read) => self.pending.extend_from_slice(&chunk[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// The child's blocking end for writing.
pub(crate) struct FrameWriter<W> {
    to: W,
    framing: LengthDelimitedCodec,
}

impl<W: Write> FrameWriter<W> {
    pub(crate) fn new(to: W) -> Self {
        Self { to, framing: framing() }
    }

    pub(crate) fn send<T: Serialize>(&mut self, message: &T) -> io::Result<()> {
        let mut bytes = BytesMut::new();
        self.framing.encode(encode(message)?, &mut bytes)?;
        self.to.write_all(&bytes)?;
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graphics::RunsOn;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_sent_arrives_however_the_pipe_cuts_it(
            texts in prop::collection::vec(".{0,200}", 0..20), samples in prop::collection::vec(any::<f32>(), 0..500),
            cut in 1usize..64,
        ) {
            let mut sent: Vec<ToWorker> = texts.iter().enumerate().map(|(id, text)| ToWorker::Transcribe {
                id: id as u64,
                params: TranscribeParams { initial_prompt: Some(text.clone()), ..Default::default() },
                samples: Samples(samples.iter().copied().filter(|sample| !sample.is_nan()).collect()),
            }).collect();
            sent.push(ToWorker::Cancel { id: 7 });
            let mut bytes = Vec::new();
            let mut writer = FrameWriter::new(&mut bytes);
            for message in &sent {
                writer.send(message).unwrap();
            }
            let mut reader = FrameReader::new(InPieces(&bytes, cut));
            for message in &sent {
                prop_assert!(reader.next::<ToWorker>().unwrap().as_ref() == Some(message));
            }
            prop_assert!(reader.next::<ToWorker>().unwrap().is_none());
        }

        #[test]
        fn what_is_asked_and_said_of_graphics_arrives(
            words in prop::collection::vec(".{0,60}", 3), memory_mb in any::<u64>(), onto_card in any::<bool>(),
        ) {
            let load = Load { model: words[0].clone(), threads: 1, context_tokens: 0, onto_card };
            let asked = ToWorker::Load(load);
            prop_assert!(decode::<ToWorker>(&encode(&asked).unwrap()).unwrap() == asked);
            let cards = vec![GraphicsCard { name: words[0].clone(), memory_mb }];
            let graphics = vec![GraphicsApi::Metal, GraphicsApi::Vulkan, GraphicsApi::Cuda];
            let mut said = vec![
                FromWorker::Hello { protocol: PROTOCOL, engine: EngineKind::Speech, graphics },
                FromWorker::Cards(cards),
            ];
            let because = words[2].clone();
            for runs_on in [RunsOn::Processor, RunsOn::Card(words[1].clone()), RunsOn::ProcessorInstead { because }] {
                let info = ModelInfo {
                    description: words[0].clone(),
                    architecture: words[1].clone(),
                    parameters: memory_mb,
                    quantisation: onto_card.then(|| words[2].clone()),
                    file_bytes: memory_mb,
                    context_tokens: 1,
                    vocabulary: 1,
                    chat_template: onto_card,
                    runs_on,
                };
                said.push(FromWorker::Loaded(info));
            }
            for message in said {
                prop_assert!(decode::<FromWorker>(&encode(&message).unwrap()).unwrap() == message);
            }
        }

        #[test]
        fn any_bytes_are_a_message_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = decode::<ToWorker>(&bytes);
            let mut reader = FrameReader::new(&bytes[..]);
            while let Ok(Some(_)) = reader.next::<FromWorker>() {}
        }

        #[test]
        fn a_cut_message_is_an_error(text in ".{1,60}", keep in 0.0f64..1.0) {
            let whole = encode(&FromWorker::Piece { id: 3, of: 0, text }).unwrap();
            let kept = (whole.len() as f64 * keep) as usize;
            prop_assert!(decode::<FromWorker>(&whole[..kept]).is_err());
        }
    }

    #[test]
    fn a_frame_over_the_limit_is_refused_before_it_is_read() {
        let announced = (MAX_FRAME_BYTES as u32 + 1).to_be_bytes();
        assert!(FrameReader::new(&announced[..]).next::<FromWorker>().is_err());
    }

    #[test]
    fn the_longest_audio_fits_a_frame() {
        assert!(LONGEST_AUDIO_MS * SAMPLES_PER_MS * 4 + 1_000_000 < MAX_FRAME_BYTES as u64);
    }

    struct InPieces<'a>(&'a [u8], usize);

    impl Read for InPieces<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let n = self.0.len().min(self.1).min(into.len());
            into[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }
}
