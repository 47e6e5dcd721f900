//! The user's snippets: one file, made to be edited.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use drafting::Snippet;
use tempfile::NamedTempFile;

use crate::{Error, Places};

/// The snippets that there are, in the order of their file.
///
/// # Errors
/// [`Error::Snippets`] with the line of what is wrong in the file, [`Error::File`].
pub fn snippets(places: &Places) -> Result<Vec<Snippet>, Error> {
    Ok(Snippet::parse_all(&written(places)?)?)
}

/// The snippet of this name.
///
/// # Errors
/// As [`snippets`]; [`Error::NotFound`].
pub fn snippet(places: &Places, name: &str) -> Result<Snippet, Error> {
    snippets(places)?.into_iter().find(|one| one.name() == name).ok_or(NO_SUCH)
}

/// Takes the snippets of a file besides those that there are; gives how many.
///
/// # Errors
/// [`Error::Snippets`] with the line of what is wrong in a file, [`Error::InvalidInput`] for a file that cannot be read or
/// a snippet whose name is taken; [`Error::File`].
pub fn import_snippets(places: &Places, path: &Path) -> Result<usize, Error> {
    let text = fs::read_to_string(path)
        .map_err(|error| Error::InvalidInput(format!("{} cannot be read: {error}.", path.display())))?;
    let new = Snippet::parse_all(&text)?;
    let mut all = written(places)?;
    let known = Snippet::parse_all(&all)?;
    if let Some(taken) = new.iter().find(|one| known.iter().any(|known| known.name() == one.name())) {
        return Err(Error::InvalidInput(format!(
            "There is a snippet \"{}\" already. Remove it first, or give the new one another name.",
            taken.name()
        )));
    }
    if !all.is_empty() {
        all.push('\n');
    }
    all.push_str(&Snippet::to_toml(&new));
    store(&places.snippets, &all)?;
    Ok(new.len())
}

/// Deletes a snippet; the rest of the file stays as it is.
///
/// # Errors
/// As [`snippet`].
pub fn remove_snippet(places: &Places, name: &str) -> Result<(), Error> {
    let left = Snippet::removed(&written(places)?, name)?.ok_or(NO_SUCH)?;
    store(&places.snippets, &left)
}

const NO_SUCH: Error = Error::NotFound("There is no snippet with this name.");

fn written(places: &Places) -> Result<String, Error> {
    match fs::read_to_string(&places.snippets) {
        Ok(text) => Ok(text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(Error::file("The snippets could not be read", error)),
    }
}

/// Writes them completely or not at all.
fn store(path: &Path, text: &str) -> Result<(), Error> {
    let write = || -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|error| Error::file("The snippets could not be stored", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home() -> (tempfile::TempDir, Places) {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::under(&folder.path().join("home"));
        (folder, places)
    }

    fn names(places: &Places) -> Vec<String> {
        snippets(places).unwrap().iter().map(|one| one.name().to_owned()).collect()
    }

    #[test]
    fn snippets_are_imported_filled_in_and_removed() {
        let (folder, places) = home();
        assert_eq!(names(&places), Vec::<String>::new());
        let file = folder.path().join("any.toml");
        fs::write(&file, "[[snippets]]\nname = \"rest\"\ntext = \"Rest for {{duration}}.\"\n").unwrap();
        assert_eq!(import_snippets(&places, &file).unwrap(), 1);
        fs::write(&file, "[[snippets]]\nname = \"ice\"\ntext = \"Ice.\"\n").unwrap();
        import_snippets(&places, &file).unwrap();
        assert_eq!(names(&places), ["rest", "ice"]);
        let filled = snippet(&places, "rest").unwrap().fill([("duration", "a week".into())]).unwrap();
        assert_eq!(filled.text.as_str(), "Rest for a week.");
        remove_snippet(&places, "rest").unwrap();
        assert_eq!(names(&places), ["ice"]);
        assert!(matches!(remove_snippet(&places, "rest"), Err(Error::NotFound(_))));
        assert!(matches!(snippet(&places, "rest"), Err(Error::NotFound(_))));
    }

    #[test]
    fn an_import_that_does_not_fit_changes_nothing() {
        let (folder, places) = home();
        let file = folder.path().join("any.toml");
        let good = "[[snippets]]\nname = \"ice\"\ntext = \"Ice.\"\n";
        fs::write(&file, good).unwrap();
        import_snippets(&places, &file).unwrap();
        assert!(import_snippets(&places, &file).unwrap_err().to_string().contains("\"ice\" already"));
        fs::write(&file, good.replace("Ice.", "Ice for {{duration.")).unwrap();
        let error = import_snippets(&places, &file).unwrap_err();
        assert!(matches!(&error, Error::Snippets(error) if error.line == 3), "{error}");
        assert_eq!(fs::read_to_string(&places.snippets).unwrap(), good);
    }
}
