//! The window's commands about transcripts that are made.

use clinical::{SegmentId, TranscriptId};

use crate::commands::{Answer, App, encounter_id, in_session, parse};
use crate::json::{SegmentJson, StoppableJson, SuggestionJson, TranscriptJson};

/// All transcripts of an encounter, the oldest first.
#[tauri::command]
#[specta::specta]
pub async fn transcripts(app: App<'_>, id: String) -> Answer<Vec<TranscriptJson>> {
    let id = encounter_id(&id)?;
    let places = app.places().clone();
    in_session(&app, move |session| {
        let current = session.vault().current_transcript(id)?.map(|(current, _)| current);
        let records = session.transcripts(id)?;
        Ok(records
            .iter()
            .map(|record| TranscriptJson::new(record, current == Some(record.id), &places))
            .collect())
    })
    .await
}

/// What one of them says.
#[tauri::command]
#[specta::specta]
pub async fn transcript(app: App<'_>, transcript: String) -> Answer<Vec<SegmentJson>> {
    let id: TranscriptId = parse(&transcript, "transcript")?;
    in_session(&app, move |session| {
        let users = session.users()?;
        let transcript = session.transcript_by(id)?;
        Ok(transcript.segments().iter().map(|one| SegmentJson::new(one, &users)).collect())
    })
    .await
}

/// Begins to transcribe the recording once more, by this model and in this language; events tell how far it is.
#[tauri::command]
#[specta::specta]
pub async fn transcribe_again(
    app: App<'_>,
    id: String,
    model: String,
    language: Option<String>,
) -> Answer<()> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| session.transcribe_again(id, &model, language.as_deref())).await
}

/// Stops this of what is done about a consult, unless it is over; the recording stays.
#[tauri::command]
#[specta::specta]
pub async fn stop_work(app: App<'_>, id: String, what: StoppableJson) -> Answer<()> {
    app.session()?.stop_work(encounter_id(&id)?, what.into()).await;
    Ok(())
}

/// Puts other words in place of what was heard.
#[tauri::command]
#[specta::specta]
pub async fn correct_passage(app: App<'_>, id: String, segment: u32, text: String) -> Answer<()> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| session.correct_passage(id, SegmentId(segment), &text)).await
}

/// Gives a passage, or all of them, to the other of clinician and patient.
#[tauri::command]
#[specta::specta]
pub async fn flip_speaker(app: App<'_>, id: String, segment: Option<u32>) -> Answer<()> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| session.flip_speaker(id, segment.map(SegmentId))).await
}

/// Leaves a name that looks misheard in a passage as it was heard.
#[tauri::command]
#[specta::specta]
pub async fn leave_words(app: App<'_>, id: String, segment: u32, heard: String) -> Answer<()> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| session.leave_words(id, SegmentId(segment), &heard)).await
}

/// Deletes the recording for good; transcripts and note stay. Where there is no note yet, the transcripts go with it.
#[tauri::command]
#[specta::specta]
pub async fn delete_recording(app: App<'_>, id: String) -> Answer<()> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| session.delete_recording(id)).await
}

/// Names that were probably misheard.
#[tauri::command]
#[specta::specta]
pub async fn suggestions(app: App<'_>, id: String) -> Answer<Vec<SuggestionJson>> {
    let id = encounter_id(&id)?;
    in_session(&app, move |session| {
        let transcript = session.transcript(id)?;
        let found = session.suggestions(id)?;
        let about = |(segment, suggestion): &(SegmentId, _)| {
            transcript.get(*segment).map(|segment| SuggestionJson::new(segment, suggestion))
        };
        Ok(found.iter().filter_map(about).collect())
    })
    .await
}
