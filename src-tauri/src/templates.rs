//! The window's commands about templates and snippets.

use std::collections::BTreeMap;

use clinical::Phi;
use scribe::{Error, NAME_ADVICE, Places, Snippet, is_name};
use tauri::AppHandle;

use crate::commands::{Answer, App, blocking};
use crate::json::{FaultJson, FilledJson, FromNoteJson, SnippetJson, TemplateRowJson};
use crate::models::chosen_file;

/// Files that a template or snippets are in.
const TOML: &[&str] = &["toml"];

/// Works on the user's files while Dictum is unlocked, off the window's thread.
async fn unlocked<T: Send + 'static>(
    app: &App<'_>,
    work: impl FnOnce(&Places) -> Result<T, Error> + Send + 'static,
) -> Answer<T> {
    app.session()?;
    let places = app.places().clone();
    blocking(move || work(&places)).await
}

/// Every template, also those that cannot be used.
#[tauri::command]
#[specta::specta]
pub async fn all_templates(app: App<'_>) -> Answer<Vec<TemplateRowJson>> {
    unlocked(&app, |places| Ok(scribe::list_templates(places)?.into_iter().map(Into::into).collect())).await
}

/// A template as it is written.
#[tauri::command]
#[specta::specta]
pub async fn template_text(app: App<'_>, name: String) -> Answer<String> {
    unlocked(&app, move |places| scribe::template_text(places, &name)).await
}

/// Copies a template under a new name.
#[tauri::command]
#[specta::specta]
pub async fn copy_template(app: App<'_>, name: String, copy: String) -> Answer<()> {
    unlocked(&app, move |places| scribe::copy_template(places, &name, &copy).map(drop)).await
}

/// Keeps an edited template; gives what is wrong in the text where it was not kept.
#[tauri::command]
#[specta::specta]
pub async fn save_template(app: App<'_>, name: String, text: String) -> Answer<Option<FaultJson>> {
    unlocked(&app, move |places| match scribe::save_template(places, &name, &text) {
        Err(Error::Template(fault)) => Ok(Some(fault.into())),
        outcome => outcome.map(|()| None),
    })
    .await
}

/// Lets the user choose a template's file and imports it; gives its name, or nothing where none was chosen.
#[tauri::command]
#[specta::specta]
pub async fn import_template(app: App<'_>, window: AppHandle) -> Answer<Option<String>> {
    app.session()?;
    let Some(path) = chosen_file(window, "Templates", TOML).await? else { return Ok(None) };
    unlocked(&app, move |places| Ok(Some(scribe::import_template(places, &path)?.name().to_owned()))).await
}

/// Makes a template from the headings of a note. Nothing else of the note is kept.
#[tauri::command]
#[specta::specta]
pub async fn template_from_note(app: App<'_>, note: String, name: String) -> Answer<FromNoteJson> {
    let note = Phi::from(note);
    unlocked(&app, move |places| Ok(scribe::template_from_note(places, &note, &name)?.1.into())).await
}

/// The same, of a note in a file that the user chooses; gives nothing where none was chosen.
#[tauri::command]
#[specta::specta]
pub async fn template_from_note_file(
    app: App<'_>,
    window: AppHandle,
    name: String,
) -> Answer<Option<FromNoteJson>> {
    app.session()?;
    let Some(path) = chosen_file(window, "Notes as text", &["txt", "md"]).await? else { return Ok(None) };
    unlocked(&app, move |places| Ok(Some(scribe::template_from_note_file(places, &path, &name)?.1.into())))
        .await
}

/// Deletes a template of the user's own.
#[tauri::command]
#[specta::specta]
pub async fn remove_template(app: App<'_>, name: String) -> Answer<()> {
    unlocked(&app, move |places| scribe::remove_template(places, &name)).await
}

/// The user's snippets.
#[tauri::command]
#[specta::specta]
pub async fn snippets(app: App<'_>) -> Answer<Vec<SnippetJson>> {
    unlocked(&app, |places| Ok(scribe::snippets(places)?.iter().map(Into::into).collect())).await
}

/// Adds a snippet, or changes the one that was called `was`; gives what is wrong in its text where it was not kept.
#[tauri::command]
#[specta::specta]
pub async fn save_snippet(
    app: App<'_>,
    was: Option<String>,
    name: String,
    text: String,
) -> Answer<Option<FaultJson>> {
    unlocked(&app, move |places| {
        if !is_name(&name) {
            return Err(Error::InvalidInput(format!("A snippet cannot be called so. {NAME_ADVICE}")));
        }
        let snippet = match Snippet::new(&name, &text) {
            Ok(snippet) => snippet,
            Err(fault) => return Ok(Some(fault.into())),
        };
        scribe::save_snippet(places, was.as_deref(), &snippet)?;
        Ok(None)
    })
    .await
}

/// Deletes a snippet.
#[tauri::command]
#[specta::specta]
pub async fn remove_snippet(app: App<'_>, name: String) -> Answer<()> {
    unlocked(&app, move |places| scribe::remove_snippet(places, &name)).await
}

/// Lets the user choose a file of snippets and takes them; gives how many, or nothing where none was chosen.
#[tauri::command]
#[specta::specta]
pub async fn import_snippets(app: App<'_>, window: AppHandle) -> Answer<Option<u32>> {
    app.session()?;
    let Some(path) = chosen_file(window, "Snippets", TOML).await? else { return Ok(None) };
    let count = unlocked(&app, move |places| scribe::import_snippets(places, &path)).await?;
    Ok(Some(u32::try_from(count).unwrap_or(u32::MAX)))
}

/// A snippet with these values in its fields; a field without one stays open.
#[tauri::command]
#[specta::specta]
pub async fn fill_snippet(
    app: App<'_>,
    name: String,
    values: BTreeMap<String, String>,
) -> Answer<FilledJson> {
    unlocked(&app, move |places| {
        let values = values.iter().map(|(field, value)| (field.as_str(), Phi::from(value.as_str())));
        let filled = scribe::snippet(places, &name)?
            .fill(values)
            .map_err(|error| Error::InvalidInput(error.to_string()))?;
        Ok(filled.into())
    })
    .await
}
