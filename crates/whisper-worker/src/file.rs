//! Reading through a ggml model file before whisper.cpp does: it trusts the sizes it reads, and ends the process, or
//! invents weights, where a file is cut off or not a model at all.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use worker::Failure;

const MAGIC: u32 = 0x6767_6d6c;
const GGUF: u32 = u32::from_le_bytes(*b"GGUF");
/// whisper.cpp's mel filters are for a transform of 400 samples.
const FFT_BINS: i32 = 201;
/// The English-only vocabulary; multilingual ones have one or two tokens more.
const SMALLEST_VOCABULARY: i32 = 51_864;

/// What the file says of itself.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Contents {
    pub parameters: u64,
    pub layers: (i32, i32),
}

/// Walks the whole file, tensor by tensor, without reading the weights.
pub(crate) fn check(path: &Path, file_bytes: u64) -> Result<Contents, Failure> {
    let file =
        File::open(path).map_err(|error| unusable(&format!("it cannot be read ({})", error.kind())))?;
    let mut walk = Walk { from: BufReader::new(file), at: 0, size: file_bytes };
    walk.contents()
}

fn unusable(reason: &str) -> Failure {
    Failure::ModelUnusable(reason.to_owned())
}

struct Walk {
    from: BufReader<File>,
    at: u64,
    size: u64,
}

impl Walk {
    fn contents(&mut self) -> Result<Contents, Failure> {
        match self.number() {
            Ok(magic) if magic as u32 == MAGIC => {}
            Ok(magic) if magic as u32 == GGUF => {
                return Err(unusable(
                    "it is a GGUF file, which holds language models, not a ggml speech model",
                ));
            }
            _ => return Err(unusable("it is not a ggml speech model")),
        }
        let layers = self.header()?;
        self.vocabulary()?;
        let mut parameters = 0;
        let mut tensors = 0;
        while self.at < self.size {
            parameters += self.tensor()?;
            tensors += 1;
        }
        if tensors == 0 {
            return Err(unusable("it is cut off before the weights"));
        }
        Ok(Contents { parameters, layers })
    }

    /// The shape, checked for what whisper.cpp takes on trust, and the mel filters.
    fn header(&mut self) -> Result<(i32, i32), Failure> {
        let mut shape = [0; 11];
        for value in &mut shape {
            *value = self.number()?;
        }
        let [
            vocabulary,
            audio_ctx,
            audio_state,
            audio_heads,
            audio_layers,
            text_ctx,
            text_state,
            text_heads,
            text_layers,
            mels,
            kind,
        ] = shape;
        let state_fits = |state: i32, heads: i32| {
            (1..=4096).contains(&state) && (1..=64).contains(&heads) && state % heads == 0
        };
        let plausible = (SMALLEST_VOCABULARY..=SMALLEST_VOCABULARY + 10_000).contains(&vocabulary)
            && (1..=1500).contains(&audio_ctx)
            && state_fits(audio_state, audio_heads)
            && state_fits(text_state, text_heads)
            && audio_state == text_state
            && (1..=64).contains(&audio_layers)
            && (1..=64).contains(&text_layers)
            && (1..=4096).contains(&text_ctx)
            && (mels == 80 || mels == 128)
            && matches!(kind % 1000, 0..=3 | 7..=14);
        if !plausible {
            return Err(unusable("its header is not that of a Whisper model"));
        }
        if self.number()? != mels || self.number()? != FFT_BINS {
            return Err(unusable("its mel filters are not those of a Whisper model"));
        }
        self.skip(mels as u64 * FFT_BINS as u64 * 4)?;
        Ok((audio_layers, text_layers))
    }

    fn vocabulary(&mut self) -> Result<(), Failure> {
        let words = self.number()?;
        if !(1..=SMALLEST_VOCABULARY + 10_000).contains(&words) {
            return Err(unusable("its vocabulary is damaged"));
        }
        for _ in 0..words {
            let length = self.number()?;
            if !(0..=4096).contains(&length) {
                return Err(unusable("its vocabulary is damaged"));
            }
            self.skip(length as u64)?;
        }
        Ok(())
    }

    /// Passes one tensor and answers how many weights it has.
    fn tensor(&mut self) -> Result<u64, Failure> {
        let damaged = || unusable("its table of weights is damaged");
        let (dimensions, name_length, kind) = (self.number()?, self.number()?, self.number()?);
        let (block, block_bytes) = block_of(kind).ok_or_else(damaged)?;
        if !(1..=4).contains(&dimensions) || !(1..=256).contains(&name_length) {
            return Err(damaged());
        }
        let mut weights = 1u64;
        for _ in 0..dimensions {
            let along = u64::try_from(self.number()?).map_err(|_| damaged())?;
            weights = weights.checked_mul(along).filter(|n| *n <= i32::MAX as u64).ok_or_else(damaged)?;
        }
        if weights == 0 || !weights.is_multiple_of(block) {
            return Err(damaged());
        }
        self.skip(name_length as u64 + weights / block * block_bytes)?;
        Ok(weights)
    }

    fn number(&mut self) -> Result<i32, Failure> {
        let mut bytes = [0; 4];
        self.from.read_exact(&mut bytes).map_err(cut_off)?;
        self.at += 4;
        Ok(i32::from_le_bytes(bytes))
    }

    fn skip(&mut self, bytes: u64) -> Result<(), Failure> {
        if self.at + bytes > self.size {
            return Err(cut_off(io::ErrorKind::UnexpectedEof.into()));
        }
        // A short seek keeps what is buffered; a long one does not read what it passes.
        self.from.seek_relative(bytes as i64).map_err(cut_off)?;
        self.at += bytes;
        Ok(())
    }
}

fn cut_off(error: io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => unusable("it is cut off: the download may not have finished"),
        kind => unusable(&format!("it cannot be read ({kind})")),
    }
}

/// Weights and bytes of a block, by ggml's type numbers.
fn block_of(kind: i32) -> Option<(u64, u64)> {
    Some(match kind {
        0 => (1, 4),
        1 => (1, 2),
        2 => (32, 18),
        3 => (32, 20),
        6 => (32, 22),
        7 => (32, 24),
        8 => (32, 34),
        10 => (256, 84),
        11 => (256, 110),
        12 => (256, 144),
        13 => (256, 176),
        14 => (256, 210),
        _ => return None,
    })
}
