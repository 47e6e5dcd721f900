//! Where things are kept on this computer.

use std::path::{Path, PathBuf};

use models::{Catalog, Library, Terms};

use crate::Error;

/// The folders that Dictum uses. Nothing is created until it is needed.
#[derive(Clone, Debug)]
pub struct Places {
    /// The vault.
    pub vault: PathBuf,
    /// Models that the user installed.
    pub models: PathBuf,
    /// Models that came with the program, in the order in which they are looked for.
    pub shipped_models: Vec<PathBuf>,
    /// A catalogue of models in place of the one that is built in, such as a hospital's with its own mirror.
    pub catalog: Option<PathBuf>,
    /// The formulary that was imported, where one was.
    pub formulary: PathBuf,
    /// The user's own templates, a file each.
    pub templates: PathBuf,
    /// The user's snippets.
    pub snippets: PathBuf,
    /// Where exported notes go.
    pub exports: PathBuf,
}

impl Places {
    /// The folders of this user: `DICTUM_HOME` where it is set, the platform's data folder otherwise. Exports go to
    /// `DICTUM_EXPORT_DIR`, or to "Dictum" among the user's documents.
    pub fn of_this_user() -> Self {
        let home = std::env::var_os("DICTUM_HOME")
            .map(PathBuf::from)
            .or_else(|| dirs::data_dir().map(|folder| folder.join("Dictum")))
            .unwrap_or_else(|| PathBuf::from("Dictum"));
        let mut places = Self::under(&home);
        if let Some(exports) = std::env::var_os("DICTUM_EXPORT_DIR") {
            places.exports = exports.into();
        } else if let Some(documents) = dirs::document_dir() {
            places.exports = documents.join("Dictum");
        }
        places
    }

    /// Everything under one folder.
    pub fn under(home: &Path) -> Self {
        Self {
            vault: home.join("vault"),
            models: home.join("models"),
            shipped_models: shipped_models(),
            catalog: std::env::var_os("DICTUM_CATALOG").map(PathBuf::from),
            formulary: home.join("formulary.tsv"),
            templates: home.join("templates"),
            snippets: home.join("snippets.toml"),
            exports: home.join("exports"),
        }
    }

    /// The models of this computer.
    ///
    /// # Errors
    /// [`Error::Models`] where the catalogue cannot be read.
    pub fn library(&self) -> Result<Library, Error> {
        let catalog = match &self.catalog {
            Some(path) => Catalog::read(path)?,
            None => Catalog::built_in()?,
        };
        Ok(Library {
            catalog,
            folder: self.models.clone(),
            shipped: self.shipped_models.clone(),
            terms: Terms::default(),
        })
    }
}

/// `DICTUM_MODELS_DIR`, then the places relative to the program where a bundle or a build has them.
fn shipped_models() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> =
        std::env::var_os("DICTUM_MODELS_DIR").map(PathBuf::from).into_iter().collect();
    if let Some(program) = std::env::current_exe().ok().as_deref().and_then(Path::parent) {
        for relative in
            ["models", "../lib/Dictum/models", "../Resources/models", "../../models", "../../../models"]
        {
            folders.push(program.join(relative));
        }
    }
    folders
}
