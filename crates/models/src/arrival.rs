//! A model's file that is brought in from elsewhere on this computer, such as a USB stick.

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use crate::catalog::is_plain_name;
use crate::digest::{BLOCK, Hasher};
use crate::incoming::Incoming;
use crate::{Cancel, Catalog, CatalogEntry, Content, Error, Progress, Record, Task, room};

/// A copy of a model's file that is not in the models folder yet. Whoever holds it makes sure that it loads, then
/// publishes it; dropped before, it leaves nothing behind.
pub struct Arrival {
    /// Taken by publishing.
    incoming: Option<Incoming>,
    /// The right to the catalogue's name for the file, where it has come under another.
    _renamed: Option<Incoming>,
    part: PathBuf,
    task: Task,
    id: String,
    file: String,
    record: Record,
}

impl Arrival {
    /// Copies the file at `from`, taking its digest on the way.
    pub(crate) fn copy(
        from: &Path,
        models: &Path,
        catalog: &Catalog,
        spare: u64,
        cancel: &Cancel,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Self, Error> {
        let name = from.file_name().and_then(|name| name.to_str()).filter(|name| is_plain_name(name));
        let name = name.ok_or(Error::BadName)?;
        let task = checked_kind(from, name)?;
        let incoming = Incoming::claim(models, name)?;
        let content = copy(from, &incoming, spare, cancel, progress).inspect_err(|_| incoming.discard())?;
        let mut arrival = Self {
            part: incoming.part(),
            incoming: Some(incoming),
            _renamed: None,
            task,
            id: name.to_owned(),
            file: name.to_owned(),
            record: Record::new(content, None),
        };
        if let Some(entry) = recognised(catalog, name, &content, task)? {
            if entry.file != name {
                arrival._renamed = Some(Incoming::claim(models, &entry.file)?);
            }
            arrival.id.clone_from(&entry.id);
            arrival.file.clone_from(&entry.file);
        }
        match Record::of(&models.join(&arrival.file)) {
            Some(record) if record.sha256 != content.sha256 => Err(Error::NameTaken(arrival.file.clone())),
            None if models.join(&arrival.file).exists() && arrival.file == arrival.id => {
                Err(Error::NameTaken(arrival.file.clone()))
            }
            _ => Ok(arrival),
        }
    }

    /// What it is for, by its format.
    pub fn task(&self) -> Task {
        self.task
    }

    /// Its id in the catalogue where the catalogue knows it, its file name otherwise.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The copy, to be loaded for a trial.
    pub fn path(&self) -> &Path {
        &self.part
    }

    /// Puts it into the models folder and gives its id.
    ///
    /// # Errors
    /// [`Error::Writing`] or [`Error::NoRoom`].
    pub fn publish(mut self) -> Result<String, Error> {
        if let Some(incoming) = self.incoming.take() {
            incoming.publish(&self.file, &self.record)?;
        }
        Ok(std::mem::take(&mut self.id))
    }
}

impl Drop for Arrival {
    fn drop(&mut self) {
        if let Some(incoming) = &self.incoming {
            incoming.discard();
        }
    }
}

/// Looks at the beginning of the file before all of it is copied.
fn checked_kind(from: &Path, name: &str) -> Result<Task, Error> {
    let file = File::open(from).map_err(|error| Error::reading(from, error))?;
    let is_file = file.metadata().is_ok_and(|metadata| metadata.is_file());
    Task::of_file(from).filter(|_| is_file).ok_or_else(|| Error::NotAModel(name.to_owned()))
}

fn copy(
    from: &Path,
    to: &Incoming,
    spare: u64,
    cancel: &Cancel,
    progress: &mut dyn FnMut(Progress),
) -> Result<Content, Error> {
    let reading = |error| Error::reading(from, error);
    let mut file = File::open(from).map_err(reading)?;
    let total = file.metadata().map_err(reading)?.len();
    room::make_sure(to.folder(), total, spare)?;
    // What may lie there is a part of a download of the same name.
    to.discard();
    let mut part = to.open(0)?;
    let mut hasher = Hasher::default();
    let mut done = 0;
    let mut block = vec![0; BLOCK];
    loop {
        cancel.check()?;
        let read = file.read(&mut block).map_err(reading)?;
        if read == 0 {
            part.sync_all().map_err(|error| Error::writing(&to.part(), error))?;
            return Ok(hasher.finish());
        }
        hasher.update(&block[..read]);
        part.write_all(&block[..read]).map_err(|error| Error::writing(&to.part(), error))?;
        done += read as u64;
        progress(Progress::Fetching { done, total: Some(total) });
    }
}

/// The entry of the catalogue that this file is: by its digest, or by its name where the catalogue knows no digest.
fn recognised<'a>(
    catalog: &'a Catalog,
    name: &str,
    content: &Content,
    task: Task,
) -> Result<Option<&'a CatalogEntry>, Error> {
    let entries = || catalog.entries().iter().filter(|entry| entry.task == task);
    if let Some(entry) = entries().find(|entry| entry.has_digest() && entry.agrees(content)) {
        return Ok(Some(entry));
    }
    match catalog.entries().iter().find(|entry| entry.file == name || entry.id == name) {
        Some(entry)
            if entry.task == task && !entry.has_digest() && !entry.test_only && entry.agrees(content) =>
        {
            Ok(Some(entry))
        }
        Some(entry) => Err(Error::Impostor { file: name.to_owned(), name: entry.name.clone() }),
        None => Ok(None),
    }
}
