//! Consent that is withdrawn while a consult is recorded.

use std::time::Duration;

use clinical::ConsentAnswer;
use dictum_tests::{fill_disk, small_disk};
use scribe::{Event, RecordingState, Stage};

use super::transcripts::texts;
use super::{Speaking, drafted, microphone, recording, wait_until};

#[tokio::test(flavor = "multi_thread")]
async fn a_no_while_it_is_recorded_ends_the_recording_and_what_there_is_waits_or_is_deleted() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    let (scribe, session, id) = recording(home.path());
    let mut voice = Speaking::the_sample();
    wait_until("ten seconds of sound", || {
        scribe.recording_status().is_some_and(|now| now.saved_ms >= 10_000)
    });
    session.record_consent(id, ConsentAnswer::Verbal, "The patient and a student").unwrap();
    assert!(scribe.recording_status().is_some_and(|now| now.state == RecordingState::Recording));

    let mut events = scribe.subscribe();
    session.record_consent(id, ConsentAnswer::Declined, "The patient").unwrap();
    assert!(scribe.recording_status().is_none(), "it is over when this is answered");
    let recorded = session.vault().audio_extent(id).unwrap();
    assert!(recorded.duration_ms >= 10_000, "what was recorded before stays");
    let told = async {
        loop {
            if let Event::Progress { stage: Stage::NeedsAttention, message, .. } =
                events.recv().await.unwrap()
            {
                return message;
            }
        }
    };
    let told = tokio::time::timeout(Duration::from_secs(10), told).await.unwrap();
    assert!(told.contains("the recording was stopped"), "{told}");
    tokio::time::sleep(Duration::from_secs(3)).await;
    voice.stop();
    assert_eq!(session.worklist_row(id).unwrap().stage, Stage::NeedsAttention);
    assert!(session.vault().latest_note(id).unwrap().is_none(), "nobody asked for a note of it");
    assert_eq!(session.vault().audio_extent(id).unwrap(), recorded);
    assert_eq!(session.start_recording(id, None).unwrap_err().code(), "no_consent");

    let (transcript, _) = session.vault().current_transcript(id).unwrap().unwrap();
    assert!(
        !session.vault().is_transcript_finished(transcript).unwrap(),
        "it takes what is still to be typed"
    );

    // The patient may think again, and what was said before is part of the consult.
    session.record_consent(id, ConsentAnswer::Verbal, "The patient").unwrap();
    session.start_recording(id, None).unwrap();
    wait_until("more sound", || {
        scribe.recording_status().is_some_and(|now| now.saved_ms > recorded.duration_ms + 1_000)
    });
    session.record_consent(id, ConsentAnswer::Declined, "The patient").unwrap();
    session.finish_interrupted(id).unwrap();
    wait_until("the note that was asked for", || drafted(&scribe, id));
    assert!(!texts(&session, id).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_of_which_the_patient_wants_nothing_kept_is_deleted_with_what_was_heard() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    let (scribe, session, id) = recording(home.path());
    let mut voice = Speaking::the_sample();
    wait_until("a passage", || !texts(&session, id).is_empty());
    session.record_consent(id, ConsentAnswer::Declined, "The patient").unwrap();
    session.delete_recording(id).unwrap();
    voice.stop();
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(session.vault().audio_extent(id).unwrap().chunks, 0);
    assert_eq!(texts(&session, id), [""; 0]);
    assert_eq!(session.worklist_row(id).unwrap().stage, Stage::Planned);
    let events = session.vault().audit_events(0, 1_000).unwrap();
    assert!(events.iter().any(|event| event.action == "audio.deleted"));
    assert!(scribe.recording_status().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_no_in_a_silence_or_while_the_disk_is_full_leaves_what_there_is_waiting() {
    let Some(_turn) = microphone().await else { return };
    let Some(disk) =
        small_disk("consent::a_no_in_a_silence_or_while_the_disk_is_full_leaves_what_there_is_waiting")
    else {
        return;
    };
    let (scribe, session, id) = recording(&disk.join("home"));
    let mut voice = Speaking::the_sample();
    wait_until("a passage", || !texts(&session, id).is_empty());
    voice.stop();
    // Nothing is said: the last words are settled, and nothing is left to be heard.
    tokio::time::sleep(Duration::from_secs(3)).await;
    session.record_consent(id, ConsentAnswer::Declined, "The patient").unwrap();
    let finished = || {
        let (transcript, _) = session.vault().current_transcript(id).unwrap().unwrap();
        session.vault().is_transcript_finished(transcript).unwrap()
    };
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!finished(), "what is typed after the No is to come into it");

    session.record_consent(id, ConsentAnswer::Verbal, "The patient").unwrap();
    session.start_recording(id, None).unwrap();
    let status = || scribe.recording_status().unwrap();
    wait_until("more sound", || status().saved_ms > 3_000);
    let filler = disk.join("filler");
    fill_disk(&filler);
    wait_until("the full disk", || status().problem.is_some_and(|problem| problem.contains("disk is full")));
    // The answer cannot be stored; but it was given, and nothing more is recorded.
    assert_eq!(
        session.record_consent(id, ConsentAnswer::Declined, "The patient").unwrap_err().code(),
        "disk_full"
    );
    assert_eq!(status().state, RecordingState::Saving);
    std::fs::remove_file(filler).unwrap();
    wait_until("the end", || scribe.recording_status().is_none());
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(!finished() && session.vault().latest_note(id).unwrap().is_none(), "nobody asked for it");
}
