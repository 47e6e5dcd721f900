//! Recognisers that fail, or are too slow, while all that is said is recorded.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use clinical::{EncounterId, Gap, GapCause};
use dictum_tests::project;
use scribe::{Event, Places, Scribe, Session, Stage};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::{
    Speaking, consented_encounter, drafted, microphone, one_at_a_time, opened_at, transcripts::texts,
    wait_until, works_with,
};

/// Whether the recogniser of this process is tests/src/bin/balky-worker.rs.
pub(super) fn recogniser_is_balky(test: &str) -> bool {
    works_with(test, "whisper-worker", "balky-worker")
}

/// A practice whose speech models are these faults of the balky recogniser; the first is the one in use.
pub(super) fn with_models(home: &Path, faults: &[&str]) -> (Scribe, Arc<Session>) {
    let shipped = std::fs::read_to_string(project().join("models/catalog.toml")).unwrap();
    let is_micro = |entry: &&str| entry.contains("id = \"dictum-micro-en\"");
    let micro = shipped
        .split("[[model]]")
        .find(is_micro)
        .unwrap()
        .replace("languages = [\"en\"]", "languages = [\"*\"]")
        .replace("timestamps = false", "takes_prompt = false\ntimestamps = true");
    let models = home.join("models");
    std::fs::create_dir_all(&models).unwrap();
    let mut catalog = shipped.split("[[model]]").next().unwrap().to_owned();
    for fault in faults {
        let file = format!("{fault}.bin");
        std::fs::write(models.join(&file), "a model").unwrap();
        catalog += "[[model]]";
        catalog += &micro.replace("dictum-micro-en.bin", &file).replace("dictum-micro-en", fault);
    }
    let path = home.join("catalog.toml");
    std::fs::write(&path, catalog).unwrap();
    let (scribe, _) = opened_at(Places { catalog: Some(path), ..Places::under(home) });
    let session = scribe.session().unwrap();
    (scribe, session)
}

#[tokio::test(flavor = "multi_thread")]
async fn transcribing_again_is_stopped_and_recording_transcript_and_note_stay() {
    let _turn = one_at_a_time().await;
    if !recogniser_is_balky("failing::transcribing_again_is_stopped_and_recording_transcript_and_note_stay") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, session) = with_models(home.path(), &["works", "never ends"]);
    let id = consulted(&session, home.path(), &[("0", "20", "1")]);
    session.stop_transcribing_again(id);
    session.finish(id).await.unwrap();
    let before = session.vault().current_transcript(id).unwrap().unwrap();
    let (note, recorded) = (session.note(id).unwrap(), session.vault().audio_extent(id).unwrap());

    // At once, and when it has been told that it has begun.
    for told in [false, true] {
        let mut events = scribe.subscribe();
        session.transcribe_again(id, "never ends", None).unwrap();
        assert!(session.is_transcribed_again(id));
        if told {
            while !matches!(events.recv().await.unwrap(), Event::Progress { stage: Stage::Transcribing, .. })
            {
            }
        }
        session.stop_transcribing_again(id);
        let outcome = async {
            loop {
                if let Event::Progress {
                    stage: Stage::Drafted | Stage::ReadyToSign, fraction, message, ..
                } = events.recv().await.unwrap()
                {
                    return (fraction, message);
                }
            }
        };
        let (fraction, message) = tokio::time::timeout(Duration::from_secs(120), outcome).await.unwrap();
        assert_eq!((fraction, message.as_str()), (None, "Stopped. The note stays as it was."));
        assert!(!session.is_transcribed_again(id) && drafted(&scribe, id));
        assert_eq!(session.vault().current_transcript(id).unwrap().unwrap(), before);
        assert_eq!(session.note(id).unwrap().version, note.version);
        assert_eq!(session.vault().audio_extent(id).unwrap(), recorded);
    }
    let by: Vec<_> =
        session.transcripts(id).unwrap().iter().map(|one| (one.model.clone(), one.finished)).collect();
    assert_eq!(by[0], ("works".to_owned(), true));
    assert!(by[1..].iter().all(|one| *one == ("never ends".to_owned(), false)), "{by:?}");
    // Then another one can hear it.
    session.transcribe_again(id, "works", None).unwrap();
    wait_until("the second transcript", || {
        drafted(&scribe, id) && session.vault().current_transcript(id).unwrap().unwrap().0 != before.0
    });
}

fn end_ms(gap: &Gap) -> u64 {
    gap.at_ms + gap.length_ms.unwrap()
}

/// Has the consult transcribed again by a recogniser without a fault.
fn transcribed_again(scribe: &Scribe, session: &Arc<Session>, id: EncounterId) {
    let first = session.vault().current_transcript(id).unwrap().unwrap().0;
    session.transcribe_again(id, "works", None).unwrap();
    wait_until("the second transcript", || {
        drafted(scribe, id) && session.vault().current_transcript(id).unwrap().unwrap().0 != first
    });
}

/// So loud "dies of noise" dies of it, as a volume of sox.
pub(super) const NOISE: &str = "50";

/// A consult with these parts of the sample as its recording: from which second on, how many, how loud.
pub(super) fn consulted(session: &Session, home: &Path, parts: &[(&str, &str, &str)]) -> EncounterId {
    let id = consented_encounter(session);
    for (from, length, volume) in parts {
        let part = home.join("part.wav");
        let consult = project().join("models/sample/consult.flac");
        let mut sox = Command::new("sox");
        let made = sox.arg(consult).arg(&part).args(["trim", from, length, "vol", volume]).status();
        assert!(made.unwrap().success());
        session.import_audio(id, &part).unwrap();
    }
    id
}

/// What is told when a consult needs attention.
async fn attention(events: &mut Receiver<Event>) -> String {
    let told = async {
        loop {
            if let Event::Progress { stage: Stage::NeedsAttention, message, .. } =
                events.recv().await.unwrap()
            {
                return message;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(120), told).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consult_of_which_the_recogniser_hears_nothing_says_so_and_waits_for_another_one() {
    let _turn = one_at_a_time().await;
    let test = "failing::a_consult_of_which_the_recogniser_hears_nothing_says_so_and_waits_for_another_one";
    if !recogniser_is_balky(test) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, session) = with_models(home.path(), &["dies of noise", "works"]);
    let id = consulted(&session, home.path(), &[("0", "20", NOISE)]);
    let recorded = session.vault().audio_extent(id).unwrap();
    let error = session.finish(id).await.unwrap_err();
    assert_eq!(error.code(), "nothing_heard");
    assert!(error.to_string().contains("another model may hear it"));
    assert_eq!(session.worklist_row(id).unwrap().stage, Stage::NeedsAttention);
    assert!(session.vault().latest_note(id).unwrap().is_none(), "no note is made of nothing");
    assert_eq!(session.vault().audio_extent(id).unwrap(), recorded);
    let gaps = session.gaps(id).unwrap();
    let [gap] = gaps.as_slice() else { panic!("{gaps:?}") };
    assert!(gap.length_ms.unwrap() > 10_000, "{gap:?}");

    let mut events = scribe.subscribe();
    session.finish_interrupted(id).unwrap();
    assert_eq!(attention(&mut events).await, error.to_string());
    assert_eq!(session.transcripts(id).unwrap().len(), 2, "it was listened to once more");
    assert_eq!(session.gaps(id).unwrap(), gaps);

    let jotted = consulted(&session, home.path(), &[("0", "20", NOISE)]);
    session.save_jottings(jotted, "Lisinopril 10 mg daily").unwrap();
    session.finish(jotted).await.unwrap();
    assert!(session.note(jotted).unwrap().note.to_text().contains("Lisinopril 10 mg daily"));
    assert_eq!(session.gaps(jotted).unwrap(), gaps);

    std::fs::remove_file(home.path().join("models/dies of noise.bin")).unwrap();
    session.finish_interrupted(id).unwrap();
    wait_until("the draft by the other one", || drafted(&scribe, id));
    assert_eq!(session.gaps(id).unwrap(), []);
    assert!(!texts(&session, id).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_recogniser_fails_on_is_told_and_passed_over_and_another_transcript_has_it() {
    let _turn = one_at_a_time().await;
    let test = "failing::what_the_recogniser_fails_on_is_told_and_passed_over_and_another_transcript_has_it";
    if !recogniser_is_balky(test) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, session) = with_models(home.path(), &["dies of noise", "works"]);
    let id = consulted(&session, home.path(), &[("0", "20", "0.2"), ("20", "5", NOISE), ("25", "20", "0.2")]);
    let mut events = scribe.subscribe();
    session.finish(id).await.unwrap();

    let gaps = session.gaps(id).unwrap();
    let [gap] = gaps.as_slice() else { panic!("nothing was heard in between: {gaps:?}") };
    assert_eq!(gap.cause, GapCause::NotTranscribed);
    assert!(
        gap.at_ms > 5_000 && end_ms(gap) < 40_000,
        "most of it has nothing to do with the noise: {gaps:?}"
    );
    let (mut told, mut words) = (Vec::new(), 0);
    while let Ok(event) = events.try_recv() {
        match event {
            Event::Gap { gap, .. } => told.push(gap),
            Event::Progress { message, .. } if message.contains("could not be transcribed") => words += 1,
            _ => {}
        }
    }
    assert_eq!((&told, words), (&gaps, 1), "it is told once");
    let said = session.transcript(id).unwrap();
    let spans = || said.segments().iter().map(|segment| segment.span.unwrap());
    assert!(spans().any(|span| span.end_ms <= gap.at_ms) && spans().any(|span| span.start_ms >= end_ms(gap)));
    let is_whole = |id| session.vault().is_transcript_finished(id).unwrap();
    assert!(is_whole(session.vault().current_transcript(id).unwrap().unwrap().0));

    transcribed_again(&scribe, &session, id);
    assert_eq!(session.gaps(id).unwrap(), []);
    let said_again = session.transcript(id).unwrap();
    assert!(said_again.segments().iter().any(
        |segment| segment.span.unwrap().start_ms <= gap.at_ms && segment.span.unwrap().end_ms > gap.at_ms
    ));
    session.undo(id).unwrap();
    assert_eq!(session.gaps(id).unwrap(), gaps, "the transcript before lacks it still");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consult_whose_recogniser_hears_nothing_is_recorded_and_waits_until_another_is_asked_for() {
    let Some(_turn) = microphone().await else { return };
    let test =
        "failing::a_consult_whose_recogniser_hears_nothing_is_recorded_and_waits_until_another_is_asked_for";
    if !recogniser_is_balky(test) {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, session) = with_models(home.path(), &["dies anyhow", "works"]);
    let id = consented_encounter(&session);
    session.start_recording(id, None).unwrap();
    let mut voice = Speaking::the_sample();
    let status = || scribe.recording_status().unwrap();
    wait_until("some sound", || status().saved_ms > 12_000);
    assert_eq!(status().problem, None, "the recording lacks nothing");
    let mut events = scribe.subscribe();
    voice.stop();
    session.stop_recording(id).unwrap();
    attention(&mut events).await;
    // It fails on silence, too: nothing is passed over, and the transcript waits.
    assert_eq!(session.gaps(id).unwrap(), []);
    let transcript = session.vault().current_transcript(id).unwrap().unwrap().0;
    assert!(!session.vault().is_transcript_finished(transcript).unwrap());

    transcribed_again(&scribe, &session, id);
    assert_eq!(session.gaps(id).unwrap(), []);
    assert!(texts(&session, id).len() >= 2);
}

/// The guesses that are told while half a minute is said; all of it is transcribed at the end.
async fn guesses_by(fault: &str) -> usize {
    let home = tempfile::tempdir().unwrap();
    let (scribe, session) = with_models(home.path(), &[fault]);
    let id = consented_encounter(&session);
    let mut events = scribe.subscribe();
    let guesses = Arc::new(AtomicUsize::new(0));
    let counted = guesses.clone();
    let counting = tokio::spawn(async move {
        loop {
            match events.recv().await {
                Ok(Event::Tentative { text, .. }) if !text.is_empty() => {
                    counted.fetch_add(1, Ordering::Relaxed);
                }
                Err(RecvError::Closed) => return,
                _ => {}
            }
        }
    });
    session.start_recording(id, None).unwrap();
    let mut voice = Speaking::the_sample();
    wait_until("half a minute of sound", || scribe.recording_status().unwrap().saved_ms > 30_000);
    session.stop_recording(id).unwrap();
    voice.stop();
    wait_until("the draft", || drafted(&scribe, id));
    let recorded_ms = session.vault().audio_extent(id).unwrap().duration_ms;
    let last = session.transcript(id).unwrap().segments().last().unwrap().span.unwrap();
    assert!(last.end_ms + 3_000 > recorded_ms, "{} of {recorded_ms} ms are transcribed", last.end_ms);
    assert_eq!(session.gaps(id).unwrap(), []);
    counting.abort();
    guesses.load(Ordering::Relaxed)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recogniser_that_cannot_keep_up_guesses_at_nothing_and_settles_everything() {
    let Some(_turn) = microphone().await else { return };
    if !recogniser_is_balky(
        "failing::a_recogniser_that_cannot_keep_up_guesses_at_nothing_and_settles_everything",
    ) {
        return;
    }
    assert!(guesses_by("works").await > 3);
    assert_eq!(guesses_by("listens slowly").await, 0);
}
