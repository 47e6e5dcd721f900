//! The digests of model files, each taken once: reading gigabytes for every draft would take longer than the draft.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use crate::record::write_json;
use crate::{Cancel, Content, Error, Sha256};

/// Remembers in a file of the models folder which digest each model file had, with the size and time of change by which it is
/// known to be the same still.
#[derive(Clone, Debug)]
pub struct Digests {
    file: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    bytes: u64,
    /// When the file was changed last, in ns since 1970 UTC.
    changed_ns: u64,
    sha256: Sha256,
}

impl Digests {
    /// Those that the models folder remembers.
    pub fn of_folder(models: &Path) -> Self {
        Self { file: models.join(".digests.json") }
    }

    /// The SHA-256 of a file: what is remembered of it, where its size and time of change are still the same; else it is read
    /// through, which takes seconds for gigabytes.
    ///
    /// # Errors
    /// [`Error::Reading`]. That it could not be remembered is no error: it is read again the next time.
    pub fn sha256(&self, path: &Path) -> Result<Sha256, Error> {
        let (bytes, changed_ns) = look_of(path)?;
        let mut known = self.known();
        let key = path.to_string_lossy().into_owned();
        if let Some(same) = known.get(&key).filter(|one| (one.bytes, one.changed_ns) == (bytes, changed_ns)) {
            return Ok(same.sha256);
        }
        let sha256 = Content::of(path, &Cancel::default(), |_| {})?.sha256;
        // A file that changed while it was read has a digest of neither state.
        if look_of(path)? == (bytes, changed_ns) {
            known.retain(|path, _| Path::new(path).exists());
            known.insert(key, Known { bytes, changed_ns, sha256 });
            if let Err(error) = self.remember(&known) {
                tracing::warn!(%error, "the digest of a model could not be remembered");
            }
        }
        Ok(sha256)
    }

    fn known(&self) -> BTreeMap<String, Known> {
        let text = fs::read(&self.file).unwrap_or_default();
        serde_json::from_slice(&text).unwrap_or_default()
    }

    fn remember(&self, known: &BTreeMap<String, Known>) -> Result<(), Error> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder).map_err(|error| Error::writing(folder, error))?;
        }
        write_json(&self.file, known)
    }
}

/// The size of a file and when it was changed last.
fn look_of(path: &Path) -> Result<(u64, u64), Error> {
    let problem = |error| Error::reading(path, error);
    let file = fs::metadata(path).map_err(problem)?;
    let changed = file.modified().map_err(problem)?.duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok((file.len(), u64::try_from(changed.as_nanos()).unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_file_is_read_again_only_when_its_size_or_time_of_change_is_another() {
        let home = tempfile::tempdir().unwrap();
        let (digests, file) =
            (Digests::of_folder(&home.path().join("models")), home.path().join("model.gguf"));
        let write = |content: &str, changed: Duration| {
            fs::write(&file, content).unwrap();
            let opened = fs::File::options().write(true).open(&file).unwrap();
            opened.set_modified(UNIX_EPOCH + changed).unwrap();
        };
        let (then, later) =
            (Duration::from_secs(1_000), Duration::from_secs(1_000) + Duration::from_millis(1));
        write("abc", then);
        assert_eq!(digests.sha256(&file).unwrap(), Sha256::of(b"abc"));
        write("abd", then);
        assert_eq!(digests.sha256(&file).unwrap(), Sha256::of(b"abc"), "it was remembered");
        write("abd", later);
        assert_eq!(digests.sha256(&file).unwrap(), Sha256::of(b"abd"));
        write("abdc", later);
        assert_eq!(digests.sha256(&file).unwrap(), Sha256::of(b"abdc"));
        fs::write(&digests.file, "{half").unwrap();
        assert_eq!(digests.sha256(&file).unwrap(), Sha256::of(b"abdc"), "a damaged memory is no memory");
        fs::remove_file(&file).unwrap();
        assert!(matches!(digests.sha256(&file), Err(Error::Reading { .. })));
    }
}
