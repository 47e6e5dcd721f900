//! The models folder: what is in it, what is not, and changing that.

use std::fs;
use std::path::{Path, PathBuf};

use crate::download::Download;
use crate::incoming::Incoming;
use crate::{
    Arrival, Cancel, Catalog, CatalogEntry, Content, Error, Progress, Record, Spoken, Task, Terms, whisper,
};

/// The models of this computer.
#[derive(Clone, Debug)]
pub struct Library {
    /// What can be had.
    pub catalog: Catalog,
    /// The folder into which models are installed.
    pub folder: PathBuf,
    /// The folders of models that came with Dictum, in the order in which they are looked for.
    pub shipped: Vec<PathBuf>,
    /// What an installation puts up with.
    pub terms: Terms,
}

/// How a model came to be here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It came with Dictum.
    Shipped,
    /// It was installed or imported, and lies in the models folder.
    Installed,
    /// A file somewhere else, named by its path.
    File,
}

/// A model that is here.
#[derive(Clone, Debug)]
pub struct InstalledModel {
    /// Its id in the catalogue, or its file name.
    pub id: String,
    /// What it does; none for a file whose format is not known.
    pub task: Option<Task>,
    /// For people.
    pub name: String,
    /// Its file.
    pub path: PathBuf,
    /// How it came to be here.
    pub origin: Origin,
    /// Whether it is for trying and testing only.
    pub test_only: bool,
    /// A sentence for a clinician.
    pub note: String,
    /// Whether improbable text is decoded again at higher temperatures.
    pub temperature_fallback: bool,
    /// Whether it is asked for the times of the sentences within a chunk.
    pub timestamps: bool,
    /// Whether it is told names that it shall rather hear.
    pub takes_prompt: bool,
    /// Whether it translates into English, as far as its file or the catalogue says.
    pub translates: bool,
}

/// A line of the list of models: one of the catalogue, or one that the user brought.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its entry in the catalogue; none for a model that the user brought.
    pub entry: Option<CatalogEntry>,
    /// Where it is; none where it is not here.
    pub installed: Option<InstalledModel>,
    /// Bytes of a download that was not finished.
    pub part_bytes: Option<u64>,
}

/// What comparing a model's file with what is known of it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is the file that was published, or that was taken in.
    Genuine,
    /// It is not: it was changed or damaged.
    Changed,
    /// Nothing is known to compare it with.
    Unknown,
}

impl Library {
    /// Finds a model by its id in the catalogue, by the name of its file in the models folder, or by the path of its file.
    ///
    /// # Errors
    /// [`Error::NotInstalled`] where it is none of these.
    pub fn find(&self, id_or_path: &str) -> Result<InstalledModel, Error> {
        let missing = || Error::NotInstalled(id_or_path.to_owned());
        if let Some(entry) = self.catalog.entry(id_or_path) {
            return self.locate(entry).ok_or_else(missing);
        }
        if let Some(model) = self.brought().into_iter().find(|model| model.id == id_or_path) {
            return Ok(model);
        }
        let path = Path::new(id_or_path);
        let name = path.file_name().filter(|_| path.is_file()).ok_or_else(missing)?;
        Ok(own(name.to_string_lossy().into_owned(), path.to_owned(), Origin::File))
    }

    /// The model to use for `task` when the user has not named one: one that they imported, else the best of the
    /// catalogue that is installed, else for speech one that is for testing only. A note is never drafted by such a one
    /// unasked: it would make things up, and a note can be drafted without a model.
    ///
    /// Those of the catalogue must understand all that is spoken. Which languages one understands that the user imported is not
    /// known: they chose it.
    ///
    /// # Errors
    /// [`Error::NotInstalled`] where there is none, [`Error::NotUnderstood`] where none of them understands the languages,
    /// [`Error::NotTranslating`] where none of those that do translates them.
    pub fn default_for(&self, task: Task, spoken: &Spoken) -> Result<InstalledModel, Error> {
        // A file that was merely put into the folder may be anything; one with a record has proved that it loads.
        let imported = self
            .brought()
            .into_iter()
            .find(|model| model.task == Some(task) && Record::of(&model.path).is_some());
        let translates = |model: &InstalledModel| model.translates || !spoken.is_foreign();
        let entries = self.catalog.entries().iter().filter(|entry| entry.task == task);
        let (mut test_only, real): (Vec<_>, Vec<_>) = entries.partition(|entry| entry.test_only);
        test_only.retain(|entry| entry.task == Task::Speech);
        let here =
            real.into_iter().rev().chain(test_only).filter_map(|entry| Some((entry, self.locate(entry)?)));
        let mut here = here.peekable();
        let is_one_here = here.peek().is_some();
        let fit: Vec<InstalledModel> =
            here.filter(|(entry, _)| entry.understands(&spoken.languages)).map(|(_, model)| model).collect();
        let none = match (imported.is_some() || !fit.is_empty(), is_one_here) {
            (true, _) => Error::NotTranslating,
            (false, true) => Error::NotUnderstood(spoken.languages.clone()),
            (false, false) => Error::NotInstalled(task.name().to_owned()),
        };
        imported.into_iter().chain(fit).find(translates).ok_or(none)
    }

    /// The catalogue in its order, each with whether it is here, and what the user brought.
    pub fn list(&self) -> Vec<Listed> {
        let known = self.catalog.entries().iter().map(|entry| Listed {
            entry: Some(entry.clone()),
            installed: self.locate(entry),
            part_bytes: Incoming::part_bytes(&self.folder, &entry.file),
        });
        let brought = self.brought().into_iter();
        let own = brought.map(|model| Listed { entry: None, installed: Some(model), part_bytes: None });
        known.chain(own).collect()
    }

    /// Fetches a model of the catalogue, going on where an earlier try stopped, and puts it into the models folder once
    /// it is whole and checked. Nothing is fetched where it is here already.
    ///
    /// # Errors
    /// [`Error::Cancelled`] after `cancel`, and whatever else keeps it from coming. What came is kept for the next time,
    /// unless it turned out to be of no use.
    pub fn install(
        &self,
        id: &str,
        cancel: &Cancel,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<InstalledModel, Error> {
        let entry = self.catalog.entry(id).ok_or_else(|| Error::Unknown(id.to_owned()))?;
        if let Some(model) = self.locate(entry) {
            return Ok(model);
        }
        let address = entry
            .address
            .as_ref()
            .ok_or_else(|| Error::NotFetched { name: entry.name.clone(), licence: entry.licence.clone() })?;
        let incoming = Incoming::claim(&self.folder, &entry.file)?;
        // Another process may have been about it until just now.
        if let Some(model) = self.locate(entry) {
            return Ok(model);
        }
        let terms = &self.terms;
        let record = Download { entry, address, incoming: &incoming, terms, cancel, progress }.fetch()?;
        incoming.publish(&entry.file, &record)?;
        self.locate(entry).ok_or_else(|| Error::NotInstalled(id.to_owned()))
    }

    /// Copies a model's file from elsewhere, such as a USB stick; it is in the models folder once it is published.
    ///
    /// # Errors
    /// [`Error::NotAModel`] or [`Error::Impostor`] for a file that is not what it should be, [`Error::NameTaken`], and
    /// what reading, writing and the disk's room bring with them. Nothing is left behind.
    pub fn bring_in(
        &self,
        from: &Path,
        cancel: &Cancel,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Arrival, Error> {
        Arrival::copy(from, &self.folder, &self.catalog, self.terms.spare, cancel, progress)
    }

    /// Deletes a model from the models folder, or what came of it so far.
    ///
    /// # Errors
    /// [`Error::Shipped`] for what came with Dictum, [`Error::Busy`] while it is being installed, [`Error::NotInstalled`].
    pub fn remove(&self, id: &str) -> Result<(), Error> {
        let file = match (self.catalog.entry(id), self.find(id)) {
            (_, Ok(model)) if model.origin == Origin::Shipped => return Err(Error::Shipped(model.name)),
            (Some(entry), _) => entry.file.clone(),
            (None, Ok(model)) if model.origin == Origin::Installed => model.id,
            _ => return Err(Error::NotInstalled(id.to_owned())),
        };
        let path = self.folder.join(&file);
        let incoming = Incoming::claim(&self.folder, &file)?;
        if !path.exists() && Incoming::part_bytes(&self.folder, &file).is_none() {
            return Err(Error::NotInstalled(id.to_owned()));
        }
        incoming.discard();
        if path.exists() {
            fs::remove_file(&path).map_err(|error| Error::writing(&path, error))?;
        }
        let record = Record::path_for(&path);
        if record.exists() {
            fs::remove_file(&record).map_err(|error| Error::writing(&record, error))?;
        }
        Ok(())
    }

    /// Reads a model's file through and compares it with the catalogue and with what was recorded when it was taken in.
    ///
    /// # Errors
    /// [`Error::Reading`], [`Error::Cancelled`].
    pub fn compare(
        &self,
        model: &InstalledModel,
        cancel: &Cancel,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Verdict, Error> {
        let total = fs::metadata(&model.path).map_or(0, |file| file.len());
        let content = Content::of(&model.path, cancel, |done| progress(Progress::Checking { done, total }))?;
        let entry = self.catalog.entry(&model.id);
        let record = Record::of(&model.path);
        let agrees = entry.is_none_or(|entry| entry.agrees(&content))
            && record.as_ref().is_none_or(|record| record.sha256 == content.sha256);
        Ok(match agrees {
            false => Verdict::Changed,
            true if record.is_some() || entry.is_some_and(CatalogEntry::has_digest) => Verdict::Genuine,
            true => Verdict::Unknown,
        })
    }

    fn locate(&self, entry: &CatalogEntry) -> Option<InstalledModel> {
        let own = std::iter::once((&self.folder, Origin::Installed));
        let shipped = self.shipped.iter().map(|folder| (folder, Origin::Shipped));
        let (path, origin) = own
            .chain(shipped)
            .map(|(folder, origin)| (folder.join(&entry.file), origin))
            .find(|(path, _)| path.is_file())?;
        Some(InstalledModel {
            id: entry.id.clone(),
            task: Some(entry.task),
            name: entry.name.clone(),
            path,
            origin,
            test_only: entry.test_only,
            note: entry.note.clone(),
            temperature_fallback: entry.temperature_fallback,
            timestamps: entry.timestamps,
            takes_prompt: entry.takes_prompt,
            translates: entry.translates,
        })
    }

    /// What the user put into the models folder and the catalogue does not name, by name.
    fn brought(&self) -> Vec<InstalledModel> {
        let files = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        let names = files.filter_map(|file| file.file_name().into_string().ok());
        let is_known = |name: &str| self.catalog.entries().iter().any(|entry| entry.file == name);
        let mut models: Vec<InstalledModel> = names
            .filter(|name| crate::catalog::is_plain_name(name) && !is_known(name))
            .map(|name| own(name.clone(), self.folder.join(name), Origin::Installed))
            .filter(|model| model.task.is_some())
            .collect();
        models.sort_by(|a, b| a.id.cmp(&b.id));
        models
    }
}

/// A model that the catalogue does not know.
fn own(name: String, path: PathBuf, origin: Origin) -> InstalledModel {
    InstalledModel {
        id: name.clone(),
        task: Task::of_file(&path),
        translates: whisper::translates(&path),
        name,
        path,
        origin,
        test_only: false,
        note: "A model file of your own.".into(),
        temperature_fallback: true,
        timestamps: true,
        takes_prompt: true,
    }
}
