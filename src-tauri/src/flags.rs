//! The window's commands about what is flagged for the clinician.

use clinical::StatementId;

use crate::commands::{Answer, App, changing, parse};
use crate::json::NoteJson;

/// Flags a statement for the clinician, with a remark or without one ("").
#[tauri::command]
#[specta::specta]
pub async fn flag_statement(app: App<'_>, id: String, statement: String, remark: String) -> Answer<NoteJson> {
    let statement: StatementId = parse(&statement, "statement")?;
    changing(&app, &id, move |session, id| session.flag_statement(id, statement, &remark)).await
}

/// Clears a statement's flag.
#[tauri::command]
#[specta::specta]
pub async fn clear_flag(app: App<'_>, id: String, statement: String) -> Answer<NoteJson> {
    let statement: StatementId = parse(&statement, "statement")?;
    changing(&app, &id, move |session, id| session.clear_flag(id, statement)).await
}
