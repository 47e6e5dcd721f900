//! A look through a GGUF file before llama.cpp loads it, to say in words what is wrong with one that cannot be used.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use worker::Failure;

const GGML: [u8; 4] = 0x6767_6d6c_u32.to_le_bytes();
const CUT_OFF: &str = "it is cut off: the download may not have finished";
const MOST_ENTRIES: u64 = 1_000_000;
const LONGEST_TEXT: u64 = 1 << 26;

/// The value types of GGUF that this cannot skip by size alone.
const TEXT: u32 = 8;
const LIST: u32 = 9;

/// Checks that the file is GGUF, and that all of it is there.
pub(crate) fn check(path: &Path, file_bytes: u64) -> Result<(), Failure> {
    let file =
        File::open(path).map_err(|error| unusable(&format!("it cannot be read ({})", error.kind())))?;
    let mut walk = Walk { from: BufReader::new(file), at: 0, size: file_bytes };
    match walk.bytes() {
        Some(magic) if &magic == b"GGUF" => {}
        Some(magic) if magic == GGML => {
            return Err(unusable("it is a ggml speech model, not a GGUF language model"));
        }
        _ => return Err(unusable("it is not a GGUF file")),
    }
    match walk.u32() {
        Some(2..=3) => {}
        None => return Err(unusable(CUT_OFF)),
        Some(_) => return Err(unusable("its version of GGUF is not supported")),
    }
    match walk.end_of_weights() {
        Some(end) if end <= file_bytes => Ok(()),
        Some(_) => Err(unusable(CUT_OFF)),
        None if walk.at >= file_bytes => Err(unusable(CUT_OFF)),
        None => Err(unusable("its header is damaged")),
    }
}

fn unusable(reason: &str) -> Failure {
    Failure::ModelUnusable(reason.to_owned())
}

/// Reads on; every answer is `None` past the end of the file or where the header makes no sense.
struct Walk {
    from: BufReader<File>,
    at: u64,
    size: u64,
}

impl Walk {
    /// Where the last tensor of a known type ends, in bytes from the beginning of the file.
    fn end_of_weights(&mut self) -> Option<u64> {
        let tensors = self.u64().filter(|count| *count <= MOST_ENTRIES)?;
        let entries = self.u64().filter(|count| *count <= MOST_ENTRIES)?;
        let mut alignment = 32;
        for _ in 0..entries {
            let key = self.text()?;
            let kind = self.u32()?;
            if key == b"general.alignment" && kind == 4 {
                alignment = u64::from(self.u32()?).max(1);
            } else {
                self.skip_value(kind)?;
            }
        }
        let mut end = 0;
        for _ in 0..tensors {
            end = end.max(self.tensor_end()?);
        }
        self.at.checked_next_multiple_of(alignment)?.checked_add(end)
    }

    fn tensor_end(&mut self) -> Option<u64> {
        self.text()?;
        let dimensions = self.u32().filter(|count| (1..=4).contains(count))?;
        let mut weights = 1u64;
        for _ in 0..dimensions {
            weights = weights.checked_mul(self.u64()?)?;
        }
        let kind = self.u32()?;
        let offset = self.u64()?;
        // A type that is not in this short list only makes the check weaker.
        let (block, bytes) = match kind {
            0 => (1, 4),
            1 | 30 => (1, 2),
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
            _ => (1, 0),
        };
        offset.checked_add((weights / block).checked_mul(bytes)?)
    }

    fn skip_value(&mut self, kind: u32) -> Option<()> {
        match kind {
            TEXT => self.text().map(drop),
            LIST => {
                let of = self.u32()?;
                let count = self.u64().filter(|count| *count <= self.size)?;
                match (of, size_of_value(of)) {
                    (_, Some(size)) => self.skip(count.checked_mul(size)?),
                    (TEXT, None) => (0..count).try_for_each(|_| self.text().map(drop)),
                    _ => None,
                }
            }
            _ => self.skip(size_of_value(kind)?),
        }
    }

    fn text(&mut self) -> Option<Vec<u8>> {
        let length = self.u64().filter(|length| *length <= LONGEST_TEXT)?;
        self.fits(length)?;
        let mut text = vec![0; length as usize];
        self.from.read_exact(&mut text).ok()?;
        Some(text)
    }

    fn skip(&mut self, bytes: u64) -> Option<()> {
        self.fits(bytes)?;
        self.from.seek_relative(i64::try_from(bytes).ok()?).ok()
    }

    /// Moves on by `bytes`, or to the end of a file that does not have them.
    fn fits(&mut self, bytes: u64) -> Option<()> {
        let end = self.at.checked_add(bytes)?;
        self.at = end.min(self.size);
        (end <= self.size).then_some(())
    }

    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.fits(N as u64)?;
        let mut bytes = [0; N];
        self.from.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    fn u32(&mut self) -> Option<u32> {
        self.bytes().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Option<u64> {
        self.bytes().map(u64::from_le_bytes)
    }
}

/// Bytes of a value of fixed size.
fn size_of_value(kind: u32) -> Option<u64> {
    match kind {
        0 | 1 | 7 => Some(1),
        2 | 3 => Some(2),
        4..=6 => Some(4),
        10..=12 => Some(8),
        _ => None,
    }
}
