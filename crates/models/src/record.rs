//! What is recorded of a model's file, beside it.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{Address, Content, Error, Sha256};

/// Says of a file in the models folder what it was when it was taken in. It lies beside it, under the file's name with
/// `.json` behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The digest that the file had, checked against what was known of it.
    pub sha256: Sha256,
    /// The file's size.
    pub bytes: u64,
    /// Where it was downloaded from; none where it was imported.
    pub address: Option<Address>,
}

impl Record {
    pub(crate) fn new(content: Content, address: Option<Address>) -> Self {
        Self { sha256: content.sha256, bytes: content.bytes, address }
    }

    pub(crate) fn path_for(model: &Path) -> PathBuf {
        let mut name = model.as_os_str().to_owned();
        name.push(".json");
        name.into()
    }

    /// The record of a model; none where there is none, or none that can be read.
    pub(crate) fn of(model: &Path) -> Option<Self> {
        serde_json::from_slice(&fs::read(Self::path_for(model)).ok()?).ok()
    }

    pub(crate) fn write(&self, model: &Path) -> Result<(), Error> {
        write_json(&Self::path_for(model), self)
    }
}

/// Writes a small file so that it is there whole or not at all.
pub(crate) fn write_json(path: &Path, value: &impl Serialize) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let text = serde_json::to_vec_pretty(value).map_err(|error| Error::writing(path, error.into()))?;
    let write = || {
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        std::io::Write::write_all(&mut file, &text)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|error| Error::writing(path, error))
}
