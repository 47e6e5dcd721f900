//! The templates that notes are drafted by: those that come with Dictum, and the user's own, one file each in a folder where
//! they are edited.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use drafting::{FromNote, NAME_ADVICE, Template, is_name};
use tempfile::NamedTempFile;

use crate::{Error, Places};

/// A template that there is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateRow {
    /// Its name.
    pub name: String,
    /// What a note by it is called; nothing where it cannot be used.
    pub title: String,
    /// Whether it comes with Dictum.
    pub built_in: bool,
    /// Why it cannot be used, where it cannot.
    pub problem: Option<String>,
}

/// Every template that there is: those that come with Dictum first, then the user's own by name.
///
/// # Errors
/// [`Error::File`].
pub fn list_templates(places: &Places) -> Result<Vec<TemplateRow>, Error> {
    let built_in = Template::built_in_names().map(|name| (name.to_owned(), true));
    let own = own_names(places)?.into_iter().map(|name| (name, false));
    let row = |(name, built_in): (String, bool)| {
        let (title, problem) = match template(places, &name) {
            Ok(template) => (template.title().to_owned(), None),
            Err(error) => (String::new(), Some(error.to_string())),
        };
        TemplateRow { name, title, built_in, problem }
    };
    Ok(built_in.chain(own).map(row).collect())
}

/// A template: one that comes with Dictum or the user's own, by its name, or a file of one, by its path (which has a folder in
/// it or ends in ".toml").
///
/// # Errors
/// [`Error::InvalidInput`] naming the templates there are, or for a file that cannot be read; [`Error::Template`] with the
/// line of what is wrong in it.
pub fn template(places: &Places, name: &str) -> Result<Template, Error> {
    if let Some(built_in) = Template::built_in(name) {
        return Ok(built_in);
    }
    let path = Path::new(name);
    if path.extension().is_some_and(|extension| extension == "toml") || path.components().count() > 1 {
        return Ok(Template::parse(&read(path)?)?);
    }
    Ok(Template::parse_named(&template_text(places, name)?, name)?)
}

/// The text of the template of this name as it is written, whether it can be used or not.
///
/// # Errors
/// [`Error::InvalidInput`] naming the templates there are, or for a file that cannot be read.
pub fn template_text(places: &Places, name: &str) -> Result<String, Error> {
    if let Some(text) = Template::built_in_text(name) {
        return Ok(text.to_owned());
    }
    if is_name(name) && file(places, name).exists() {
        return read(&file(places, name));
    }
    let names: Vec<String> =
        Template::built_in_names().map(Into::into).chain(own_names(places).unwrap_or_default()).collect();
    Err(Error::InvalidInput(format!(
        "There is no template \"{name}\". There are: {}. The file of a template is given by its path, name.toml.",
        names.join(", ")
    )))
}

/// Copies a template, one's own or one that comes with Dictum, under a new name, to edit it; gives its file.
///
/// # Errors
/// As [`template_text`]; [`Error::InvalidInput`] where there is a template of the new name or it cannot be a name,
/// [`Error::Template`] for one that cannot be used, [`Error::File`].
pub fn copy_template(places: &Places, name: &str, new: &str) -> Result<PathBuf, Error> {
    let text = template_text(places, name)?;
    free(places, new)?;
    store(places, new, &Template::renamed(&text, new)?)
}

/// Puts an edited text in the place of a template of the user's own.
///
/// # Errors
/// [`Error::Template`] with the line of what is wrong in it, which leaves the file as it was; [`Error::InvalidInput`] for one
/// that comes with Dictum, [`Error::File`].
pub fn save_template(places: &Places, name: &str, text: &str) -> Result<(), Error> {
    if Template::built_in_text(name).is_some() {
        return Err(Error::InvalidInput(format!(
            "\"{name}\" comes with Dictum. Copy it, and edit the copy."
        )));
    }
    Template::parse_named(text, name)?;
    let problem = |error| Error::file("The template could not be stored", error);
    written(places, text)
        .map_err(problem)?
        .persist(file(places, name))
        .map_err(|error| problem(error.error))?;
    Ok(())
}

/// Takes the template of a file under the name that it gives itself.
///
/// # Errors
/// [`Error::Template`] with the line of what is wrong in it, [`Error::InvalidInput`] for a file that cannot be read or where
/// there is a template of this name; [`Error::File`].
pub fn import_template(places: &Places, path: &Path) -> Result<Template, Error> {
    let text = read(path)?;
    let template = Template::parse(&text)?;
    free(places, template.name())?;
    store(places, template.name(), &text)?;
    Ok(template)
}

/// Makes a template from the headings of an example note and gives its file with it. Nothing else of the note is kept.
///
/// # Errors
/// [`Error::InvalidInput`] for a note that has no heading that is known, a name that cannot be one, or where there is a
/// template of this name; [`Error::File`].
pub fn template_from_note(places: &Places, note: &str, name: &str) -> Result<(PathBuf, FromNote), Error> {
    free(places, name)?;
    let made = Template::from_note(name, note).map_err(|error| Error::InvalidInput(error.to_string()))?;
    let text = format!("# Made from the headings of an example note.\n{}", made.template.to_toml());
    Ok((store(places, name, &text)?, made))
}

/// The same, of the note in a file.
///
/// # Errors
/// As [`template_from_note`]; [`Error::InvalidInput`] for a file that cannot be read.
pub fn template_from_note_file(
    places: &Places,
    note: &Path,
    name: &str,
) -> Result<(PathBuf, FromNote), Error> {
    let note = fs::read_to_string(note)
        .map_err(|error| Error::InvalidInput(format!("The note cannot be read: {error}.")))?;
    template_from_note(places, &note, name)
}

/// Deletes a template of the user's own.
///
/// # Errors
/// [`Error::InvalidInput`] for one that comes with Dictum, [`Error::NotFound`], [`Error::File`].
pub fn remove_template(places: &Places, name: &str) -> Result<(), Error> {
    if Template::built_in_text(name).is_some() {
        return Err(Error::InvalidInput(format!("\"{name}\" comes with Dictum and cannot be removed.")));
    }
    const NONE: Error = Error::NotFound("There is no template of your own with this name.");
    if !is_name(name) {
        return Err(NONE);
    }
    fs::remove_file(file(places, name)).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => NONE,
        _ => Error::file("The template could not be removed", error),
    })
}

fn file(places: &Places, name: &str) -> PathBuf {
    places.templates.join(format!("{name}.toml"))
}

fn read(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| {
        Error::InvalidInput(format!("The template {} cannot be read: {error}.", path.display()))
    })
}

/// The user's own templates, by the names of their files.
fn own_names(places: &Places) -> Result<Vec<String>, Error> {
    let problem = |error| Error::file("The templates could not be listed", error);
    let folder = match fs::read_dir(&places.templates) {
        Ok(folder) => folder,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(problem(error)),
    };
    let mut names = Vec::new();
    for entry in folder {
        let file = PathBuf::from(entry.map_err(problem)?.file_name());
        let name = file.file_stem().and_then(|stem| stem.to_str()).filter(|name| is_name(name));
        names.extend(name.filter(|_| file.extension().is_some_and(|kind| kind == "toml")).map(str::to_owned));
    }
    names.sort_unstable();
    Ok(names)
}

fn free(places: &Places, name: &str) -> Result<(), Error> {
    if !is_name(name) {
        return Err(Error::InvalidInput(format!("A template cannot be called so. {NAME_ADVICE}")));
    }
    if Template::built_in_text(name).is_some() || file(places, name).exists() {
        return Err(taken(name));
    }
    Ok(())
}

fn taken(name: &str) -> Error {
    Error::InvalidInput(format!("There is a template \"{name}\" already. Choose another name."))
}

/// Writes a new template completely or not at all.
fn store(places: &Places, name: &str, text: &str) -> Result<PathBuf, Error> {
    let problem = |error| Error::file("The template could not be stored", error);
    let path = file(places, name);
    let new = written(places, text).map_err(problem)?;
    new.persist_noclobber(&path).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => taken(name),
        _ => problem(error.error),
    })?;
    Ok(path)
}

/// A file beside the templates that has this text and no name yet.
fn written(places: &Places, text: &str) -> io::Result<NamedTempFile> {
    fs::create_dir_all(&places.templates)?;
    let mut file = NamedTempFile::new_in(&places.templates)?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    Ok(file)
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
        list_templates(places).unwrap().into_iter().filter(|row| !row.built_in).map(|row| row.name).collect()
    }

    #[test]
    fn a_copy_is_edited_used_copied_and_removed() {
        let (_folder, places) = home();
        assert_eq!(names(&places), Vec::<String>::new());
        copy_template(&places, "soap", "ours").unwrap();
        let text = template_text(&places, "ours").unwrap().replacen("Chief complaint", "Why they came", 1);
        save_template(&places, "ours", &text).unwrap();
        assert_eq!(template(&places, "ours").unwrap().sections()[0].title, "Why they came");
        copy_template(&places, "ours", "theirs").unwrap();
        assert_eq!(names(&places), ["ours", "theirs"]);
        assert_eq!(template(&places, "theirs").unwrap().sections()[0].title, "Why they came");
        remove_template(&places, "ours").unwrap();
        assert_eq!(names(&places), ["theirs"]);
        assert!(matches!(remove_template(&places, "ours"), Err(Error::NotFound(_))));
    }

    #[test]
    fn a_name_that_is_taken_or_cannot_be_one_changes_nothing() {
        let (_folder, places) = home();
        copy_template(&places, "soap", "ours").unwrap();
        for new in ["ours", "soap", "../ours", "Our Notes", ""] {
            let error = copy_template(&places, "progress", new).unwrap_err();
            assert!(matches!(error, Error::InvalidInput(_)), "{new}: {error}");
        }
        assert_eq!(template(&places, "ours").unwrap().title(), "SOAP note");
        assert_eq!(fs::read_dir(&places.templates).unwrap().count(), 1, "nothing half done stays");
        assert!(matches!(remove_template(&places, "soap"), Err(Error::InvalidInput(_))));
        assert!(matches!(remove_template(&places, "../formulary"), Err(Error::NotFound(_))));
    }

    #[test]
    fn a_text_that_is_no_template_is_not_saved() {
        let (_folder, places) = home();
        copy_template(&places, "soap", "ours").unwrap();
        let before = template_text(&places, "ours").unwrap();
        let wrong = before.replacen("chief_complaint", "horoscope", 1);
        let error = save_template(&places, "ours", &wrong).unwrap_err();
        assert!(matches!(&error, Error::Template(error) if error.line == 8), "{error}");
        let renamed = before.replacen("\"ours\"", "\"theirs\"", 1);
        let error = save_template(&places, "ours", &renamed).unwrap_err();
        assert!(matches!(&error, Error::Template(error) if error.line == 2), "{error}");
        assert!(matches!(save_template(&places, "soap", &before), Err(Error::InvalidInput(_))));
        assert!(save_template(&places, "../ours", &before).is_err());
        assert_eq!(template_text(&places, "ours").unwrap(), before);
        assert_eq!(fs::read_dir(&places.templates).unwrap().count(), 1, "nothing half done stays");
    }

    #[test]
    fn only_a_template_of_a_name_is_shown() {
        let (folder, places) = home();
        let file = folder.path().join("any.toml");
        fs::write(&file, Template::built_in_text("soap").unwrap()).unwrap();
        let path = file.to_str().unwrap();
        assert_eq!(template(&places, path).unwrap().name(), "soap");
        for path in [path, "../any", "any.toml"] {
            assert!(matches!(template_text(&places, path), Err(Error::InvalidInput(_))), "{path}");
        }
    }

    #[test]
    fn an_import_has_to_be_a_template() {
        let (folder, places) = home();
        let file = folder.path().join("any.toml");
        let text = template_text(&places, "progress").unwrap().replacen("\"progress\"", "\"ours\"", 1);
        fs::write(&file, text.replacen("\"list\"", "\"poem\"", 1)).unwrap();
        let error = import_template(&places, &file).unwrap_err();
        assert!(matches!(&error, Error::Template(error) if error.line > 1), "{error}");
        assert!(!places.templates.exists());
        fs::write(&file, &text).unwrap();
        assert_eq!(import_template(&places, &file).unwrap().name(), "ours");
        assert_eq!(template_text(&places, "ours").unwrap(), text);
        assert!(import_template(&places, &file).unwrap_err().to_string().contains("already"));
    }

    #[test]
    fn a_template_that_was_edited_wrongly_is_listed_with_its_problem() {
        let (_folder, places) = home();
        let file = copy_template(&places, "soap", "ours").unwrap();
        fs::write(&file, fs::read_to_string(&file).unwrap().replacen("chief_complaint", "horoscope", 1))
            .unwrap();
        fs::write(places.templates.join("other.toml"), template_text(&places, "soap").unwrap()).unwrap();
        let problems: Vec<String> =
            list_templates(&places).unwrap().into_iter().filter_map(|row| row.problem).collect();
        assert_eq!(problems.len(), 2);
        assert!(problems[1].contains("line 8") && problems[1].contains("horoscope"), "{problems:?}");
        assert!(
            problems[0].contains("line 2") && problems[0].contains("calls itself \"soap\""),
            "{problems:?}"
        );
    }

    #[test]
    fn a_template_from_a_note_has_its_headings_and_nothing_of_the_patient() {
        let (folder, places) = home();
        let note = "HPI:\nZeb Quaxley has a cough.\n\nPets:\nZeb's dog.\n\nPlan:\n- rest\n";
        let (file, made) = template_from_note(&places, note, "ours").unwrap();
        assert_eq!(made.left_out.len(), 2);
        assert_eq!(template(&places, "ours").unwrap(), made.template);
        let text = fs::read_to_string(&file).unwrap();
        assert!(
            text.contains("title = \"HPI\"") && !text.contains("Zeb") && !text.contains("Pets"),
            "{text}"
        );
        let path = folder.path().join("note.txt");
        fs::write(&path, "Zeb Quaxley has a cough.").unwrap();
        let error = template_from_note_file(&places, &path, "theirs").unwrap_err();
        assert!(matches!(error, Error::InvalidInput(_)) && !error.to_string().contains("Zeb"));
        assert_eq!(names(&places), ["ours"]);
    }

    #[test]
    fn an_unknown_name_is_told_with_those_that_there_are() {
        let (_folder, places) = home();
        copy_template(&places, "soap", "ours").unwrap();
        let error = template(&places, "sopa").unwrap_err().to_string();
        assert!(error.contains("soap") && error.contains("ours") && error.contains(".toml"), "{error}");
    }
}
