//! Digests of files: SHA-1, which whisper.cpp publishes with its models, and SHA-256, which hubs do.

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha1::Digest as _;

use crate::{Cancel, Error};

/// A digest of `N` bytes, written in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Digest<const N: usize>([u8; N]);

/// What whisper.cpp publishes. It tells a damaged file; against forgery it is only as good as SHA-1 is today.
pub type Sha1 = Digest<20>;
/// What hubs publish, and what Dictum records of every file it took in.
pub type Sha256 = Digest<32>;

/// The text is no digest of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a digest in hexadecimal")]
pub struct NotADigest;

impl Sha256 {
    /// Of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }
}

impl<const N: usize> FromStr for Digest<N> {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let mut bytes = [0; N];
        if text.len() != 2 * N || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(NotADigest);
        }
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[2 * at..2 * at + 2], 16).map_err(|_| NotADigest)?;
        }
        Ok(Self(bytes))
    }
}

impl<const N: usize> fmt::Display for Digest<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl<const N: usize> fmt::Debug for Digest<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<const N: usize> Serialize for Digest<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const N: usize> Deserialize<'de> for Digest<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// What a file's bytes come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Content {
    /// How many.
    pub bytes: u64,
    /// Their SHA-1.
    pub sha1: Sha1,
    /// Their SHA-256.
    pub sha256: Sha256,
}

/// Takes both digests in one pass.
#[derive(Default)]
pub(crate) struct Hasher {
    bytes: u64,
    sha1: sha1::Sha1,
    sha256: sha2::Sha256,
}

impl Hasher {
    pub(crate) fn update(&mut self, block: &[u8]) {
        self.bytes += block.len() as u64;
        self.sha1.update(block);
        self.sha256.update(block);
    }

    pub(crate) fn finish(self) -> Content {
        Content {
            bytes: self.bytes,
            sha1: Digest(self.sha1.finalize().into()),
            sha256: Digest(self.sha256.finalize().into()),
        }
    }
}

/// Bytes that are read or written at once.
pub(crate) const BLOCK: usize = 1 << 18;

impl Content {
    /// Reads a file through. `progress` is told the bytes done.
    pub(crate) fn of(path: &Path, cancel: &Cancel, mut progress: impl FnMut(u64)) -> Result<Self, Error> {
        let mut file = File::open(path).map_err(|error| Error::reading(path, error))?;
        let mut hasher = Hasher::default();
        let mut block = vec![0; BLOCK];
        loop {
            cancel.check()?;
            match file.read(&mut block).map_err(|error| Error::reading(path, error))? {
                0 => return Ok(hasher.finish()),
                read => hasher.update(&block[..read]),
            }
            progress(hasher.bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_file_has_the_digests_that_the_standards_give() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("abc");
        std::fs::write(&path, "abc").unwrap();
        let content = Content::of(&path, &Cancel::default(), |_| {}).unwrap();
        assert_eq!(content.bytes, 3);
        assert_eq!(content.sha1.to_string(), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(
            content.sha256.to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    proptest! {
        #[test]
        fn a_digest_is_read_as_it_is_written(bytes: [u8; 32]) {
            prop_assert_eq!(Digest(bytes).to_string().parse::<Sha256>(), Ok(Digest(bytes)));
        }

        #[test]
        fn any_other_text_is_no_digest(text in ".{0,80}") {
            prop_assume!(text.len() != 40 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()));
            prop_assert!(text.parse::<Sha1>().is_err());
        }
    }
}
