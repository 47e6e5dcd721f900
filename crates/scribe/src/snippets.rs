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
    let all = written(places)?;
    let known = Snippet::parse_all(&all)?;
    for one in &new {
        free(&known, one.name())?;
    }
    store(&places.snippets, &Snippet::added(&all, &new)?)?;
    Ok(new.len())
}

/// Adds a snippet, or puts it in the place of the one that was called `was`; the rest of the file stays as it is.
///
/// # Errors
/// [`Error::Snippets`] with the line of what is wrong in the file, [`Error::InvalidInput`] where its name is taken,
/// [`Error::NotFound`] where there is none called `was`; [`Error::File`].
pub fn save_snippet(places: &Places, was: Option<&str>, new: &Snippet) -> Result<(), Error> {
    let all = written(places)?;
    if was != Some(new.name()) {
        free(&Snippet::parse_all(&all)?, new.name())?;
    }
    let all = match was {
        None => Snippet::added(&all, std::slice::from_ref(new))?,
        Some(was) => Snippet::replaced(&all, was, new)?.ok_or(NO_SUCH)?,
    };
    store(&places.snippets, &all)
}

fn free(known: &[Snippet], name: &str) -> Result<(), Error> {
    if known.iter().any(|known| known.name() == name) {
        return Err(Error::InvalidInput(format!(
            "There is a snippet \"{name}\" already. Remove it first, or give the new one another name."
        )));
    }
    Ok(())
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
    fn a_snippet_is_written_and_changed_without_touching_the_others() {
        let (_folder, places) = home();
        let of = |name, text| Snippet::new(name, text).unwrap();
        fs::create_dir_all(places.snippets.parent().unwrap()).unwrap();
        fs::write(&places.snippets, "# Ours.\n[[snippets]]\nname = 'ice' # cold\ntext = 'Ice.'").unwrap();
        save_snippet(&places, None, &of("rest", "Rest for {{duration}}.")).unwrap();
        save_snippet(&places, Some("rest"), &of("pause", "Pause.")).unwrap();
        assert_eq!(names(&places), ["ice", "pause"]);
        assert!(
            fs::read_to_string(&places.snippets)
                .unwrap()
                .starts_with("# Ours.\n[[snippets]]\nname = 'ice' # cold\n")
        );
        let before = fs::read_to_string(&places.snippets).unwrap();
        for (was, name) in [(None, "ice"), (Some("pause"), "ice")] {
            let error = save_snippet(&places, was, &of(name, "Snow.")).unwrap_err();
            assert!(error.to_string().contains("\"ice\" already"), "{error}");
        }
        let gone = save_snippet(&places, Some("rest"), &of("rest", "Rest."));
        assert!(matches!(gone, Err(Error::NotFound(_))));
        assert_eq!(fs::read_to_string(&places.snippets).unwrap(), before);
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
