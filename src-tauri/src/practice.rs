//! The window's commands about how this practice works: its settings, its names of medicines.

use clinical::LANGUAGES;
use tauri::AppHandle;

use crate::commands::{Answer, App, blocking, in_session};
use crate::json::{FormularyImportJson, FormularySizeJson, LanguageJson, SettingsJson, TemplateJson};
use crate::models::chosen_file;

/// The languages that can be recognised, by name.
#[tauri::command]
#[specta::specta]
pub async fn languages() -> Vec<LanguageJson> {
    let json = |(code, name): &(&str, &str)| LanguageJson { code: (*code).into(), name: (*name).into() };
    LANGUAGES.iter().map(json).collect()
}

/// How this practice works.
#[tauri::command]
#[specta::specta]
pub async fn settings(app: App<'_>) -> Answer<SettingsJson> {
    in_session(&app, |session| Ok(session.settings()?.into())).await
}

/// Changes how this practice works.
#[tauri::command]
#[specta::specta]
pub async fn save_settings(app: App<'_>, settings: SettingsJson) -> Answer<()> {
    in_session(&app, move |session| session.save_settings(&settings.into())).await
}

/// The templates that a note can be drafted by.
#[tauri::command]
#[specta::specta]
pub async fn templates(app: App<'_>) -> Answer<Vec<TemplateJson>> {
    let places = app.places().clone();
    blocking(move || {
        let usable = scribe::list_templates(&places)?.into_iter().filter(|row| row.problem.is_none());
        Ok(usable.map(|row| TemplateJson { name: row.name, title: row.title }).collect())
    })
    .await
}

/// How many names of medicines are known.
#[tauri::command]
#[specta::specta]
pub async fn formulary_size(app: App<'_>) -> Answer<FormularySizeJson> {
    let places = app.places().clone();
    blocking(move || Ok(scribe::formulary_size(&places)?.into())).await
}

/// Lets the user choose a file of names of medicines and imports it; gives nothing where none was chosen.
#[tauri::command]
#[specta::specta]
pub async fn import_formulary(app: App<'_>, window: AppHandle) -> Answer<Option<FormularyImportJson>> {
    app.session()?;
    let Some(path) = chosen_file(window, "Names of medicines", &["RRF", "rrf", "txt", "csv"]).await? else {
        return Ok(None);
    };
    in_session(&app, move |session| Ok(Some(session.import_formulary(&path)?.into()))).await
}

/// Forgets the names of medicines that were imported.
#[tauri::command]
#[specta::specta]
pub async fn remove_formulary(app: App<'_>) -> Answer<()> {
    in_session(&app, |session| session.remove_formulary()).await
}
