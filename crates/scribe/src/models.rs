//! The catalogue of models, and which of them are here.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::{Error, Places};

/// The model that ships with Dictum, used until another one is installed.
pub const SHIPPED_SPEECH_MODEL: &str = "dictum-micro-en";

/// What a model does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Speech to text: a Whisper model in ggml format.
    Speech,
    /// Text to note: a language model in GGUF format.
    Drafting,
}

/// An entry of the catalogue.
#[derive(Clone, Debug, Deserialize)]
pub struct CatalogEntry {
    /// For commands and settings.
    pub id: String,
    /// What it does.
    pub task: Task,
    /// For people.
    pub name: String,
    /// File name in the models folder.
    pub file: String,
    /// Whether it is for trying and testing only, and must be marked so wherever it is used.
    #[serde(default)]
    pub test_only: bool,
    /// A sentence for a clinician.
    pub note: String,
    /// Whether text that looks improbable is decoded again at higher temperatures. It helps a large model out of a loop;
    /// a very small one is improbable all the time, and only slower for it.
    #[serde(default = "yes")]
    pub temperature_fallback: bool,
    /// Whether it is asked for the times of the sentences within a chunk.
    #[serde(default = "yes")]
    pub timestamps: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
struct Catalog {
    model: Vec<CatalogEntry>,
}

static CATALOG: LazyLock<Result<Vec<CatalogEntry>, String>> = LazyLock::new(|| {
    toml::from_str::<Catalog>(include_str!("../../../models/catalog.toml"))
        .map(|catalog| catalog.model)
        .map_err(|error| error.to_string())
});

/// All entries of the catalogue that ships with this version.
///
/// # Errors
/// [`Error::Internal`] where the catalogue that was built in is malformed.
pub fn catalog() -> Result<&'static [CatalogEntry], Error> {
    CATALOG.as_deref().map_err(|error| Error::Internal(format!("the built-in model catalogue: {error}")))
}

/// A model that is here.
#[derive(Clone, Debug)]
pub struct InstalledModel {
    /// Its id in the catalogue, or its file name.
    pub id: String,
    /// For people.
    pub name: String,
    /// Its file.
    pub path: PathBuf,
    /// Whether it is for trying and testing only.
    pub test_only: bool,
    /// A sentence for a clinician.
    pub note: String,
    /// Whether improbable text is decoded again at higher temperatures.
    pub temperature_fallback: bool,
    /// Whether it is asked for the times of the sentences within a chunk.
    pub timestamps: bool,
}

/// Finds a model by catalogue id or by the path of its file.
///
/// # Errors
/// [`Error::ModelMissing`] where it is neither.
pub fn find_model(places: &Places, id_or_path: &str) -> Result<InstalledModel, Error> {
    for entry in catalog()? {
        if entry.id == id_or_path {
            return locate(places, entry).ok_or_else(|| Error::ModelMissing(entry.id.clone()));
        }
    }
    let path = Path::new(id_or_path);
    if !path.is_file() {
        return Err(Error::ModelMissing(id_or_path.to_owned()));
    }
    let name = path.file_name().map_or_else(|| id_or_path.into(), |name| name.to_string_lossy());
    Ok(InstalledModel {
        id: name.to_string(),
        name: name.to_string(),
        path: path.to_owned(),
        test_only: false,
        note: "A model file of your own.".into(),
        temperature_fallback: true,
        timestamps: true,
    })
}

/// The model to use for `task` when the user has not named one: an installed one from the catalogue, or for speech the
/// one that ships with Dictum.
///
/// # Errors
/// [`Error::ModelMissing`] where there is none.
pub fn default_model(places: &Places, task: Task) -> Result<InstalledModel, Error> {
    let entries = catalog()?.iter().filter(|entry| entry.task == task);
    let (test_only, real): (Vec<_>, Vec<_>) = entries.partition(|entry| entry.test_only);
    real.into_iter()
        .rev()
        .chain(test_only)
        .find_map(|entry| locate(places, entry))
        .ok_or_else(|| Error::ModelMissing(format!("{task:?}").to_lowercase()))
}

fn locate(places: &Places, entry: &CatalogEntry) -> Option<InstalledModel> {
    let folders = std::iter::once(&places.models).chain(&places.shipped_models);
    let path = folders.map(|folder| folder.join(&entry.file)).find(|path| path.is_file())?;
    Some(InstalledModel {
        id: entry.id.clone(),
        name: entry.name.clone(),
        path,
        test_only: entry.test_only,
        note: entry.note.clone(),
        temperature_fallback: entry.temperature_fallback,
        timestamps: entry.timestamps,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_well_formed_and_its_ids_are_unique() {
        let mut ids: Vec<_> = catalog().unwrap().iter().map(|entry| &entry.id).collect();
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count);
        assert!(ids.iter().any(|id| *id == SHIPPED_SPEECH_MODEL));
    }

    #[test]
    fn an_installed_model_is_preferred_to_the_test_only_one() {
        let home = tempfile::tempdir().unwrap();
        let mut places = Places::under(home.path());
        places.shipped_models = vec![home.path().join("shipped")];
        assert!(matches!(default_model(&places, Task::Speech), Err(Error::ModelMissing(_))));
        std::fs::create_dir_all(home.path().join("shipped")).unwrap();
        std::fs::write(home.path().join("shipped/dictum-micro-en.bin"), b"x").unwrap();
        assert!(default_model(&places, Task::Speech).unwrap().test_only);
        std::fs::create_dir_all(&places.models).unwrap();
        std::fs::write(places.models.join("ggml-base.en.bin"), b"x").unwrap();
        assert_eq!(default_model(&places, Task::Speech).unwrap().id, "whisper-base.en");
    }

    #[test]
    fn a_model_can_be_named_by_its_path() {
        let home = tempfile::tempdir().unwrap();
        let places = Places::under(home.path());
        let path = home.path().join("mine.bin");
        std::fs::write(&path, b"x").unwrap();
        assert_eq!(find_model(&places, path.to_str().unwrap()).unwrap().id, "mine.bin");
        assert!(matches!(find_model(&places, "no such model"), Err(Error::ModelMissing(_))));
    }
}
