//! The window's commands about models.

use std::path::PathBuf;

use scribe::{Error, Spoken};
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;

use crate::commands::{Answer, App, blocking, spoken};
use crate::json::{ModelAdviceJson, ModelCheckJson, ModelRowJson, TaskJson};

/// All models: those of the catalogue, and those of the user's own.
#[tauri::command]
#[specta::specta]
pub async fn models(app: App<'_>) -> Answer<Vec<ModelRowJson>> {
    let scribe = app.inner().clone();
    blocking(move || {
        let under_way = scribe.models_under_way();
        let spoken = spoken(scribe.session().ok().as_deref())?;
        let rows = scribe::list_models(scribe.places(), &spoken)?.into_iter();
        Ok(rows
            .map(|row| {
                let installing = under_way.contains(&row.id);
                ModelRowJson::new(row, installing)
            })
            .collect())
    })
    .await
}

/// Fetches a model of the catalogue, or goes on where an earlier try stopped. Events tell how far it is.
#[tauri::command]
#[specta::specta]
pub async fn install_model(app: App<'_>, id: String) -> Answer<()> {
    app.install_model(&id).await?;
    Ok(())
}

/// Lets the user choose a model's file and imports it; gives its id, or nothing where none was chosen.
#[tauri::command]
#[specta::specta]
pub async fn import_model(app: App<'_>, window: AppHandle) -> Answer<Option<String>> {
    let Some(path) = chosen_file(window, "Models", &["bin", "gguf"]).await? else { return Ok(None) };
    Ok(Some(app.import_model(path).await?.id))
}

/// The file that the user chooses in the system's own dialog, which offers those that end so.
pub(crate) async fn chosen_file(
    window: AppHandle,
    what: &'static str,
    endings: &'static [&'static str],
) -> Answer<Option<PathBuf>> {
    let dialog = move || Ok(window.dialog().file().add_filter(what, endings).blocking_pick_file());
    let Some(file) = blocking(dialog).await? else { return Ok(None) };
    let path =
        file.into_path().map_err(|_| Error::InvalidInput("This file cannot be opened from here.".into()))?;
    Ok(Some(path))
}

/// Stops an installation, the import where the id is "import", or the check where it is "check". What came of an
/// installation is kept.
#[tauri::command]
#[specta::specta]
pub async fn cancel_model(app: App<'_>, id: String) -> Answer<()> {
    let scribe = app.inner().clone();
    blocking(move || {
        scribe.cancel_model(&id);
        Ok(())
    })
    .await
}

/// Deletes an installed model, or what came of it so far.
#[tauri::command]
#[specta::specta]
pub async fn remove_model(app: App<'_>, id: String) -> Answer<()> {
    let scribe = app.inner().clone();
    blocking(move || scribe::remove_model(scribe.places(), &id)).await
}

/// Looks after a model that is here: whether its file is still the one that it was, and whether it works. Events under the id
/// "check" tell how far it is.
#[tauri::command]
#[specta::specta]
pub async fn check_model(app: App<'_>, id: String) -> Answer<ModelCheckJson> {
    Ok(app.check_model(&id).await?.into())
}

/// Says which model this computer should run; measures those that are installed, which takes some seconds each. It is refused while a
/// consult is recorded, whose transcript it would slow.
#[tauri::command]
#[specta::specta]
pub async fn recommend_model(app: App<'_>, task: TaskJson) -> Answer<ModelAdviceJson> {
    if app.recording_status().is_some() {
        return Err(scribe::Error::Busy(
            "A consult is being recorded, and measuring would slow its transcript. Ask again when it is stopped.",
        )
        .into());
    }
    let spoken = match task {
        TaskJson::Speech => spoken(app.session().ok().as_deref())?,
        TaskJson::Drafting => Spoken::default(),
    };
    Ok(scribe::recommend(app.places(), task.into(), &spoken, |_| {}).await?.into())
}
