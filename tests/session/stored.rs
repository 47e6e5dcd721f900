//! Transcripts that are made from what is stored.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use clinical::{EncounterId, Phi, Segment, Span, Speaker};
use dictum_tests::project;
use jiff::{Timestamp, ToSpan};
use scribe::{Event, Session};

use super::{consented_encounter, one_at_a_time, opened};

/// A stretch of the sample consult, by its seconds.
fn stretch(folder: &Path, from: &str, length: &str) -> PathBuf {
    let file = folder.join(format!("from {from}.wav"));
    let cut = Command::new("sox")
        .arg(project().join("models/sample/consult.flac"))
        .arg(&file)
        .args(["trim", from, length])
        .status();
    assert!(cut.unwrap().success());
    file
}

fn recorded(session: &Arc<Session>, home: &Path, parts: &[(&str, &str)]) -> EncounterId {
    let id = consented_encounter(session);
    for (from, length) in parts {
        session.import_audio(id, &stretch(home, from, length)).unwrap();
    }
    id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sentence_never_goes_on_behind_a_pause_of_the_recording() {
    let _turn = one_at_a_time().await;
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    // Both in the middle of a sentence, which would be heard as one.
    let id = recorded(&session, home.path(), &[("0", "11.3"), ("17", "6")]);
    session.transcribe(id).await.unwrap();
    let transcript = session.transcript(id).unwrap();
    let spans: Vec<Span> = transcript.segments().iter().map(|segment| segment.span.unwrap()).collect();
    assert!(spans.iter().any(|span| span.start_ms >= 11_300), "{spans:?}");
    assert!(spans.iter().all(|span| span.end_ms <= 11_300 || span.start_ms >= 11_300), "{spans:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_one_model_left_unfinished_another_one_begins_anew_and_both_stay() {
    let _turn = one_at_a_time().await;
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = recorded(&session, home.path(), &[("0", "8")]);
    let vault = session.vault();
    let theirs = vault.start_transcript(id, "another-model", Timestamp::now()).unwrap();
    let said = Segment::new(
        Speaker::Unknown,
        Phi::from("Words of another model."),
        Some(Span { start_ms: 0, end_ms: 3_000 }),
    );
    vault.extend_transcript(theirs, &[said], &[], 3_000).unwrap();

    session.transcribe(id).await.unwrap();
    let transcript = session.transcript(id).unwrap();
    assert!(transcript.segments()[0].span.unwrap().start_ms < 3_000, "it is heard from the beginning");
    assert!(transcript.segments().iter().all(|segment| !segment.text.contains("another model")));
    let records = vault.transcripts(id).unwrap();
    assert_eq!(records.len(), 2);
    assert_eq!(records.iter().filter(|record| record.finished).count(), 1);
    assert_eq!(vault.transcript(theirs).unwrap().segments().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_consult_waits_until_another_ones_backlog_is_heard() {
    let _turn = one_at_a_time().await;
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let long = recorded(&session, home.path(), &[("0", "40")]);
    let short = recorded(&session, home.path(), &[("0", "8")]);
    let mut events = scribe.subscribe();
    let (first, second) = tokio::join!(session.transcribe(long), session.transcribe(short));
    first.unwrap();
    second.unwrap();
    let mut heard = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let Event::Segment { encounter, .. } = event {
            heard.push(encounter);
        }
    }
    let last_of = |id| heard.iter().rposition(|one| *one == id).unwrap();
    assert!(last_of(short) < last_of(long), "{heard:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_recorded_and_not_signed_stays_on_the_worklist_however_old_it_is() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let recorded = recorded(&session, home.path(), &[("0", "1")]);
    let never_began = consented_encounter(&session);
    let vault = session.vault();
    for id in [recorded, never_began] {
        let mut encounter = vault.encounter(id).unwrap();
        encounter.start = Timestamp::now().checked_sub((400 * 24).hours()).unwrap();
        vault.save_encounter(&encounter, encounter.clinician, Timestamp::now()).unwrap();
    }
    let listed: Vec<EncounterId> = session.worklist().unwrap().iter().map(|row| row.encounter.id).collect();
    assert_eq!(listed, [recorded]);
}
