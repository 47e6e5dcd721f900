//! Dictum's window.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;
mod events;
mod flags;
mod json;
mod models;
mod people;
mod practice;
#[cfg(target_os = "linux")]
mod system_lock;
mod templates;
mod transcripts;

use std::process::ExitCode;
use std::sync::Arc;

use scribe::{Places, Scribe};
use tauri::Manager;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

fn main() -> ExitCode {
    scribe::leave_no_words("Dictum");
    tracing_subscriber::fmt().with_env_filter(tracing_subscriber::EnvFilter::from_env("DICTUM_LOG")).init();
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Dictum could not start: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let interface = interface();
    let commands = interface.invoke_handler();
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _arguments, _folder| {
            if let Some(window) = app.get_webview_window("main") {
                // A window that cannot come to the front is no reason to stop.
                let _ = window.set_focus();
            }
        }))
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(commands)
        .setup(move |app| {
            interface.mount_events(app);
            let mut places = Places::of_this_user();
            if let Ok(resources) = app.path().resource_dir() {
                places.shipped_models.push(resources.join("models"));
            }
            std::thread::spawn(scribe::warm_up);
            let scribe = Arc::new(Scribe::new(places));
            events::forward(app.handle().clone(), &scribe);
            #[cfg(target_os = "linux")]
            system_lock::follow(app.handle().clone(), &scribe);
            app.manage(scribe);
            Ok(())
        })
        .on_window_event(events::refuse_to_close_while_recording)
        .run(tauri::generate_context!())?;
    Ok(())
}

/// The commands and events that the window has, with their types.
fn interface() -> Builder<tauri::Wry> {
    Builder::new()
        // A command that fails throws its AppError; what crosses has the same shape in both directions.
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
        .commands(collect_commands![
            commands::status,
            commands::create_vault,
            commands::passphrase_strength,
            commands::unlock,
            commands::recover,
            commands::lock,
            commands::microphones,
            commands::start_microphone_check,
            commands::stop_microphone_check,
            commands::worklist,
            commands::patients,
            commands::create_encounter,
            commands::add_sample_consult,
            commands::encounter,
            commands::record_consent,
            commands::save_jottings,
            commands::choose_language,
            commands::start_recording,
            commands::start_dictation,
            commands::pause_recording,
            commands::resume_recording,
            commands::stop_recording,
            commands::finish_interrupted,
            commands::note,
            commands::redraft,
            commands::redraft_section,
            commands::stop_redraft,
            commands::edit_statement,
            commands::remove_statement,
            commands::add_statement,
            commands::keep_statement,
            flags::flag_statement,
            flags::clear_flag,
            commands::undo,
            commands::note_history,
            commands::sign,
            commands::export_note,
            commands::note_text,
            models::models,
            models::install_model,
            models::import_model,
            models::cancel_model,
            models::remove_model,
            models::check_model,
            models::recommend_model,
            transcripts::transcripts,
            transcripts::transcript,
            transcripts::transcribe_again,
            transcripts::stop_work,
            transcripts::correct_passage,
            transcripts::leave_words,
            transcripts::flip_speaker,
            transcripts::delete_recording,
            transcripts::suggestions,
            people::users,
            people::add_user,
            practice::languages,
            practice::settings,
            practice::save_settings,
            practice::templates,
            practice::formulary_size,
            practice::import_formulary,
            practice::remove_formulary,
            templates::all_templates,
            templates::template_text,
            templates::copy_template,
            templates::save_template,
            templates::import_template,
            templates::template_from_note,
            templates::template_from_note_file,
            templates::remove_template,
            templates::snippets,
            templates::save_snippet,
            templates::remove_snippet,
            templates::import_snippets,
            templates::fill_snippet,
        ])
        .events(collect_events![
            json::LevelEvent,
            json::RecordingEvent,
            json::GapEvent,
            json::TranscriptEvent,
            json::TentativeEvent,
            json::ProgressEvent,
            json::ModelEvent,
            json::CloseRefusedEvent,
            json::SystemLockEvent
        ])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bindings are generated into the interface's sources; run with `DICTUM_WRITE_BINDINGS=1` to write them.
    #[test]
    fn the_bindings_of_the_interface_are_what_the_commands_are() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/src/lib/bindings.ts");
        let folder = std::env::temp_dir().join(format!("dictum-bindings-{}", std::process::id()));
        let fresh = folder.join("bindings.ts");
        std::fs::create_dir_all(&folder).unwrap();
        interface().export(specta_typescript::Typescript::default(), &fresh).unwrap();
        let fresh = std::fs::read_to_string(fresh).unwrap();
        std::fs::remove_dir_all(folder).unwrap();
        if std::env::var_os("DICTUM_WRITE_BINDINGS").is_some() {
            std::fs::write(&path, &fresh).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == fresh, "ui/src/lib/bindings.ts is not current: run `make bindings`");
    }
}
