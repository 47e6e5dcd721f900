//! The medicines that this practice knows: the starter list, and behind it a formulary that somebody imported.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use tempfile::NamedTempFile;
use terminology::{Formulary, Skipped};

use crate::session::lock;
use crate::{Error, Places, Session};

/// How many names are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormularySize {
    /// Those that come with Dictum.
    pub starter: usize,
    /// Those that were imported besides.
    pub imported: usize,
}

/// What came of an import.
#[derive(Clone, Debug)]
pub struct FormularyImport {
    /// The names in the file, those that were known before among them.
    pub names: usize,
    /// How many are known now.
    pub size: FormularySize,
    /// The first lines that could not be read.
    pub skipped: Vec<Skipped>,
    /// How many lines could not be read.
    pub skipped_lines: u64,
}

/// The names that are known here.
///
/// # Errors
/// [`Error::Formulary`] where what was imported is damaged.
pub fn formulary(places: &Places) -> Result<Formulary, Error> {
    let mut formulary = Formulary::starter().clone();
    if let Some(imported) = imported(&places.formulary)? {
        formulary.extend(imported);
    }
    Ok(formulary)
}

/// The same for what does not wait for it: where it is damaged, the starter list, which the settings tell.
pub(crate) fn usable_formulary(places: &Places) -> Formulary {
    formulary(places).unwrap_or_else(|error| {
        tracing::warn!(code = error.code(), "the starter list is used in place of the imported formulary");
        Formulary::starter().clone()
    })
}

/// How many names are known here.
///
/// # Errors
/// As [`formulary`].
pub fn formulary_size(places: &Places) -> Result<FormularySize, Error> {
    Ok(size_of(&formulary(places)?))
}

/// Takes the names of a file, RxNorm's RXNCONSO.RRF or a plain list, in place of those that were imported before.
///
/// # Errors
/// [`Error::Formulary`] for a file that is neither: what was imported before stays. [`Error::File`].
pub fn import_formulary(places: &Places, path: &Path) -> Result<FormularyImport, Error> {
    let file = File::open(path).map_err(|error| Error::file("The file could not be opened", error))?;
    let read = Formulary::from_file(BufReader::new(file))?;
    store(&read.formulary, &places.formulary)
        .map_err(|error| Error::file("The formulary could not be stored", error))?;
    Ok(FormularyImport {
        names: read.formulary.names().len(),
        size: formulary_size(places)?,
        skipped: read.skipped,
        skipped_lines: read.skipped_lines,
    })
}

/// Forgets what was imported.
///
/// # Errors
/// [`Error::NotFound`] where nothing was, [`Error::File`].
pub fn remove_formulary(places: &Places) -> Result<(), Error> {
    fs::remove_file(&places.formulary).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::NotFound("No formulary has been imported."),
        _ => Error::file("The formulary could not be removed", error),
    })
}

fn size_of(formulary: &Formulary) -> FormularySize {
    let starter = Formulary::starter().names().len();
    FormularySize { starter, imported: formulary.names().len() - starter }
}

fn imported(path: &Path) -> Result<Option<Formulary>, Error> {
    match File::open(path) {
        Ok(file) => Ok(Some(Formulary::from_stored(BufReader::new(file))?)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::file("The formulary could not be read", error)),
    }
}

/// Writes it completely or not at all.
fn store(formulary: &Formulary, path: &Path) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let file = NamedTempFile::new_in(folder)?;
    formulary.store(BufWriter::new(file.as_file()))?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// A formulary, and when its file was written.
pub(crate) type Loaded = (Option<SystemTime>, Arc<Formulary>);

impl Session {
    /// The names that are known here, read again where the file is another. Where it is damaged, the starter list: no
    /// transcript waits for it, and the settings tell.
    pub(crate) fn formulary(&self) -> Arc<Formulary> {
        let written = fs::metadata(&self.places.formulary).and_then(|file| file.modified()).ok();
        let mut loaded = lock(&self.formulary);
        if let Some((_, formulary)) = loaded.as_ref().filter(|(at, _)| *at == written) {
            return formulary.clone();
        }
        loaded.insert((written, Arc::new(usable_formulary(&self.places)))).1.clone()
    }

    /// As [`import_formulary`], for clinicians.
    ///
    /// # Errors
    /// [`Error::ClinicianOnly`] and those of [`import_formulary`].
    pub fn import_formulary(&self, path: &Path) -> Result<FormularyImport, Error> {
        self.clinician_only()?;
        import_formulary(&self.places, path)
    }

    /// As [`remove_formulary`], for clinicians.
    ///
    /// # Errors
    /// [`Error::ClinicianOnly`] and those of [`remove_formulary`].
    pub fn remove_formulary(&self) -> Result<(), Error> {
        self.clinician_only()?;
        remove_formulary(&self.places)
    }

    fn clinician_only(&self) -> Result<(), Error> {
        if self.is_clinician() { Ok(()) } else { Err(Error::ClinicianOnly) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home() -> (tempfile::TempDir, Places) {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::under(&folder.path().join("home"));
        (folder, places)
    }

    #[test]
    fn an_import_is_known_besides_the_starter_list_until_it_is_removed() {
        let (folder, places) = home();
        let before = formulary_size(&places).unwrap();
        assert_eq!(before.imported, 0);
        let list = folder.path().join("ours.txt");
        fs::write(&list, "zorblaxin: Zorbla\nmetformin\n\u{1}\n").unwrap();
        let import = import_formulary(&places, &list).unwrap();
        assert_eq!((import.names, import.size.imported, import.skipped_lines), (3, 2, 1));
        assert_eq!(formulary(&places).unwrap().get("zorbla").unwrap().generic.as_deref(), Some("zorblaxin"));
        remove_formulary(&places).unwrap();
        assert_eq!(formulary_size(&places).unwrap(), before);
        assert!(matches!(remove_formulary(&places), Err(Error::NotFound(_))));
    }

    #[test]
    fn a_file_that_is_no_formulary_leaves_the_one_before() {
        let (folder, places) = home();
        let list = folder.path().join("ours.txt");
        fs::write(&list, "zorblaxin\n").unwrap();
        import_formulary(&places, &list).unwrap();
        fs::write(&list, [0xff, 0xfe, 0x00, b'\n', 0x01]).unwrap();
        assert!(matches!(import_formulary(&places, &list), Err(Error::Formulary(_))));
        assert!(matches!(import_formulary(&places, &folder.path().join("none")), Err(Error::File { .. })));
        assert!(formulary(&places).unwrap().get("zorblaxin").is_some());
        assert_eq!(
            fs::read_dir(places.formulary.parent().unwrap()).unwrap().count(),
            1,
            "nothing half done stays"
        );
    }

    #[test]
    fn a_damaged_formulary_is_told() {
        let (_folder, places) = home();
        fs::create_dir_all(places.formulary.parent().unwrap()).unwrap();
        fs::write(&places.formulary, "not ours\n").unwrap();
        let error = formulary(&places).unwrap_err();
        assert!(matches!(error, Error::Formulary(_)) && error.to_string().contains("import it again"));
    }
}
