//! A file on its way into the models folder: not yet whole, not yet checked, not yet to be seen.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::record::write_json;
use crate::{Address, Error, Record, Sha256};

/// In the models folder, so that it is on the same disk and publishing is one rename.
const FOLDER: &str = ".incoming";

/// What a part is a part of; lies beside it while it grows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PartNote {
    pub(crate) address: Address,
    pub(crate) etag: Option<String>,
    pub(crate) sha256: Option<Sha256>,
    pub(crate) bytes: Option<u64>,
}

/// The right to write one file of the models folder, which no other process has at the same time.
pub(crate) struct Incoming {
    models: PathBuf,
    name: String,
    /// The system lets go of it when this process ends, however it does.
    lock: File,
}

impl Incoming {
    /// Takes the right, or [`Error::Busy`]. A record without its file is what a crash left of publishing it, and is deleted.
    pub(crate) fn claim(models: &Path, name: &str) -> Result<Self, Error> {
        let folder = models.join(FOLDER);
        fs::create_dir_all(&folder).map_err(|error| Error::writing(&folder, error))?;
        let path = folder.join(format!("{name}.lock"));
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let lock = lock.map_err(|error| Error::writing(&path, error))?;
        match lock.try_lock() {
            Ok(()) => {
                let path = models.join(name);
                if !path.exists() {
                    // What is not there need not be deleted, and what cannot be is written over.
                    let _ = fs::remove_file(Record::path_for(&path));
                }
                Ok(Self { models: models.to_owned(), name: name.to_owned(), lock })
            }
            Err(TryLockError::WouldBlock) => Err(Error::Busy),
            Err(TryLockError::Error(error)) => Err(Error::writing(&path, error)),
        }
    }

    /// Bytes of the part of a file that is here.
    pub(crate) fn part_bytes(models: &Path, name: &str) -> Option<u64> {
        let bytes = fs::metadata(models.join(FOLDER).join(format!("{name}.part"))).ok()?.len();
        Some(bytes).filter(|bytes| *bytes > 0)
    }

    pub(crate) fn folder(&self) -> &Path {
        &self.models
    }

    pub(crate) fn part(&self) -> PathBuf {
        self.models.join(FOLDER).join(format!("{}.part", self.name))
    }

    fn note_path(&self) -> PathBuf {
        self.models.join(FOLDER).join(format!("{}.json", self.name))
    }

    /// How much is here, and of what; nothing where it is not known of what.
    pub(crate) fn so_far(&self) -> Option<(u64, PartNote)> {
        let note = serde_json::from_slice(&fs::read(self.note_path()).ok()?).ok()?;
        Some((Self::part_bytes(&self.models, &self.name)?, note))
    }

    /// Notes what the part is a part of. Where that is something else than before, the part must have been discarded.
    pub(crate) fn note(&self, note: &PartNote) -> Result<(), Error> {
        write_json(&self.note_path(), note)
    }

    /// The part, to be written from byte `at` on; what it had behind is cut off.
    pub(crate) fn open(&self, at: u64) -> Result<File, Error> {
        let path = self.part();
        let open = || {
            let mut file = OpenOptions::new().create(true).truncate(false).write(true).open(&path)?;
            file.set_len(at)?;
            file.seek(SeekFrom::Start(at))?;
            Ok(file)
        };
        open().map_err(|error| Error::writing(&path, error))
    }

    /// Deletes the part.
    pub(crate) fn discard(&self) {
        // What is not there need not be deleted, and what cannot be is overwritten the next time.
        let _ = fs::remove_file(self.part());
        let _ = fs::remove_file(self.note_path());
    }

    /// Gives the part its name in the models folder, at once and for good.
    pub(crate) fn publish(self, name: &str, record: &Record) -> Result<PathBuf, Error> {
        let path = self.models.join(name);
        // A record without its file is found by the next claim; a file without its record could not be verified later.
        record.write(&path)?;
        let publish = || {
            // Windows only syncs what may be written.
            OpenOptions::new().write(true).open(self.part())?.sync_all()?;
            fs::rename(self.part(), &path)?;
            sync_folder(&self.models)
        };
        publish().map_err(|error| Error::writing(&path, error))?;
        self.discard();
        Ok(path)
    }
}

impl Drop for Incoming {
    fn drop(&mut self) {
        // Closing the file is not enough: a process that is just being started by another thread shares it for a moment.
        let _ = self.lock.unlock();
    }
}

/// Makes names last through a power cut. Windows has no such thing, and does not need it.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_cannot_write_the_same_file_and_the_right_ends_with_its_holder() {
        let models = tempfile::tempdir().unwrap();
        let first = Incoming::claim(models.path(), "a.bin").unwrap();
        assert!(matches!(Incoming::claim(models.path(), "a.bin"), Err(Error::Busy)));
        assert!(Incoming::claim(models.path(), "b.bin").is_ok());
        drop(first);
        assert!(Incoming::claim(models.path(), "a.bin").is_ok());
    }

    #[test]
    fn a_part_without_its_note_or_with_a_damaged_one_is_not_gone_on_with() {
        let models = tempfile::tempdir().unwrap();
        let incoming = Incoming::claim(models.path(), "a.bin").unwrap();
        fs::write(incoming.part(), "part").unwrap();
        assert_eq!(incoming.so_far(), None);
        fs::write(incoming.note_path(), "{\"address\": \"http://elsewhere\"").unwrap();
        assert_eq!(incoming.so_far(), None);
        let address = "https://hub.example/a".parse().unwrap();
        let note = PartNote { address, etag: None, sha256: None, bytes: Some(9) };
        incoming.note(&note).unwrap();
        assert_eq!(incoming.so_far(), Some((4, note)));
    }
}
