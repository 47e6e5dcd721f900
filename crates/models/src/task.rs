//! What a model is for, and how its file shows it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};

/// What a model does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Speech to text: a Whisper model in ggml format.
    Speech,
    /// Text to note: a language model in GGUF format.
    Drafting,
}

/// Bytes at the beginning of a file that tell the formats apart.
pub(crate) const MAGIC_BYTES: usize = 4;

impl Task {
    /// The name for commands and files: `speech` or `drafting`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Speech => "speech",
            Self::Drafting => "drafting",
        }
    }

    /// What the first four bytes of a file say it is for; none where it is not a model.
    pub(crate) fn of_magic(magic: [u8; MAGIC_BYTES]) -> Option<Self> {
        // whisper.cpp writes the number 0x67676d6c, least byte first.
        match &magic {
            b"lmgg" => Some(Self::Speech),
            b"GGUF" => Some(Self::Drafting),
            _ => None,
        }
    }

    /// What a file is for; none where it is not a model or cannot be read.
    pub(crate) fn of_file(path: &Path) -> Option<Self> {
        let mut magic = [0; MAGIC_BYTES];
        File::open(path).ok()?.read_exact(&mut magic).ok()?;
        Self::of_magic(magic)
    }
}
