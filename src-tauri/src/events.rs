//! What happens by itself, passed on to the window.

use std::sync::Arc;

use scribe::{Event, Scribe};
use tauri::{AppHandle, Manager, Window, WindowEvent};
use tauri_specta::Event as _;
use tokio::sync::broadcast::error::RecvError;

use crate::json::{
    CloseRefusedEvent, GapEvent, LevelEvent, ModelEvent, ProgressEvent, RecordingEvent, SegmentJson,
    TentativeEvent, TranscriptEvent,
};

/// Passes events on for as long as the program runs.
pub fn forward(app: AppHandle, scribe: &Arc<Scribe>) {
    let mut events = scribe.subscribe();
    let scribe = Arc::downgrade(scribe);
    tauri::async_runtime::spawn(async move {
        loop {
            let event = events.recv().await;
            let Some(scribe) = scribe.upgrade() else { return };
            match event {
                // A window that is just closing cannot be told; nothing is lost, it asks for the state when it opens.
                Ok(event) if may_pass(&scribe, &event) => drop(emit(&app, event)),
                Ok(_) | Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            }
        }
    });
}

/// What is said in a consult that goes on behind the lock stays there; the window asks for it when it is unlocked.
fn may_pass(scribe: &Scribe, event: &Event) -> bool {
    !matches!(event, Event::Segment { .. } | Event::Tentative { .. }) || scribe.session().is_ok()
}

fn emit(app: &AppHandle, event: Event) -> tauri::Result<()> {
    match event {
        Event::Level(level) => LevelEvent { rms_dbfs: level.rms_dbfs, peak_dbfs: level.peak_dbfs }.emit(app),
        Event::Recording(status) => RecordingEvent(status.into()).emit(app),
        Event::Gap { encounter, gap } => {
            GapEvent { encounter_id: encounter.to_string(), gap: (&gap).into() }.emit(app)
        }
        Event::Segment { encounter, segment } => {
            // Just heard: nobody has changed it.
            let segment = SegmentJson::new(&segment, &[]);
            TranscriptEvent { encounter_id: encounter.to_string(), segment }.emit(app)
        }
        Event::Tentative { encounter, text, behind_ms, without_graphics } => TentativeEvent {
            encounter_id: encounter.to_string(),
            text: text.into_string(),
            behind_ms: u32::try_from(behind_ms).unwrap_or(u32::MAX),
            without_graphics,
        }
        .emit(app),
        Event::Progress { encounter, stage, fraction, message, error } => ProgressEvent {
            encounter_id: encounter.to_string(),
            stage: stage.into(),
            fraction,
            message,
            error: error.map(Into::into),
        }
        .emit(app),
        Event::Model { id, fraction, message } => ModelEvent { id, fraction, message }.emit(app),
    }
}

/// A click on the cross must not end a recording.
pub fn refuse_to_close_while_recording(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else { return };
    let Some(scribe) = window.try_state::<Arc<Scribe>>() else { return };
    if let Err(error) = scribe.may_close() {
        api.prevent_close();
        // A window that cannot be told stays open all the same.
        let _ = CloseRefusedEvent(error.into()).emit(window);
    }
}

#[cfg(test)]
mod tests {
    use clinical::{EncounterId, Role, Segment, Speaker};
    use scribe::Places;
    use vault::{DeviceBinding, NewUser};

    use super::*;

    #[test]
    fn no_word_of_a_consult_reaches_a_locked_window() {
        let home = tempfile::tempdir().unwrap();
        let scribe = Scribe::new(Places::under(home.path()));
        let user = NewUser { name: "Dr Test".into(), role: Role::Clinician };
        let passphrase = "tangerine ladder observatory".into();
        scribe.create_vault(user, &passphrase, DeviceBinding::PassphraseOnly).unwrap();
        let encounter = EncounterId::new();
        let words = [
            Event::Segment { encounter, segment: Segment::new(Speaker::Patient, "My knee hurts.", None) },
            Event::Tentative { encounter, text: "My knee".into(), behind_ms: 0, without_graphics: None },
        ];
        assert!(words.iter().all(|event| may_pass(&scribe, event)));
        scribe.lock();
        assert!(!words.iter().any(|event| may_pass(&scribe, event)));
        let model = Event::Model { id: "a".into(), fraction: None, message: "Checking".into() };
        assert!(may_pass(&scribe, &model));
        scribe.unlock(&passphrase).unwrap();
        assert!(words.iter().all(|event| may_pass(&scribe, event)));
    }
}
