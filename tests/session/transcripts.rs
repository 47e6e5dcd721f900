//! What is done to a transcript that is made, and how long the recording behind it stays.

use std::sync::Arc;

use clinical::{SectionCode, SegmentId, Speaker};
use vault::{AudioRetention, Settings};

use super::flags::{SCRIBE, unlock_as};
use super::*;

/// A consult of the sample's first half minute, transcribed and drafted.
async fn half_a_minute(session: &Arc<Session>, home: &Path) -> EncounterId {
    let id = consented_encounter(session);
    let sound = home.join("half-a-minute.flac");
    let sample = project().join("models/sample/consult.flac");
    let cut = Command::new("sox").arg(sample).arg(&sound).args(["trim", "0", "30"]).status().unwrap();
    assert!(cut.success());
    session.import_audio(id, &sound).unwrap();
    session.finish(id).await.unwrap();
    id
}

/// The shipped model a second time, under another name.
fn with_another_model(home: &Path) -> Places {
    let shipped = std::fs::read_to_string(project().join("models/catalog.toml")).unwrap();
    let is_micro = |entry: &&str| entry.contains("id = \"dictum-micro-en\"");
    let micro = shipped.split("[[model]]").find(is_micro).unwrap();
    let another = micro.replace("dictum-micro-en.bin", "another.bin").replace("dictum-micro-en", "another");
    let catalog = home.join("catalog.toml");
    std::fs::write(&catalog, format!("{shipped}\n[[model]]{another}")).unwrap();
    let models = home.join("models");
    std::fs::create_dir_all(&models).unwrap();
    std::fs::copy(project().join("models/dictum-micro-en.bin"), models.join("another.bin")).unwrap();
    Places { catalog: Some(catalog), ..Places::under(home) }
}

pub(super) fn texts(session: &Session, id: EncounterId) -> Vec<String> {
    session.transcript(id).unwrap().segments().iter().map(|s| s.text.as_str().to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_is_transcribed_again_by_another_model_and_both_results_stay() {
    let _turn = one_at_a_time().await;
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened_at(with_another_model(home.path()));
    let session = scribe.session().unwrap();
    let id = half_a_minute(&session, home.path()).await;
    let (first, heard_first) = session.vault().current_transcript(id).unwrap().unwrap();
    session.correct_passage(id, SegmentId(0), "Good morning, Margaret.").unwrap();
    let typed = "Works as a gardener.";
    session.add_statement(id, SectionCode::HistoryOfPresentIllness, typed).unwrap();

    assert!(session.transcribe_again(id, "no such model", None).is_err());
    assert_eq!(session.transcripts(id).unwrap().len(), 1);
    session.transcribe_again(id, "another", None).unwrap();
    assert_eq!(session.transcribe_again(id, "another", None).unwrap_err().code(), "busy");
    assert_eq!(
        session.vault().current_transcript(id).unwrap().unwrap().0,
        first,
        "until the new one is whole"
    );
    wait_until("the second transcript", || {
        drafted(&scribe, id) && session.vault().current_transcript(id).unwrap().unwrap().0 != first
    });

    let records = session.transcripts(id).unwrap();
    let by: Vec<_> = records.iter().map(|record| (record.model.as_str(), record.finished)).collect();
    assert_eq!(by, [("dictum-micro-en", true), ("another", true)]);
    let heard_again = session.transcript(id).unwrap();
    assert!(heard_again.word_count() * 10 > heard_first.word_count() * 8);
    let again = session.note(id).unwrap();
    assert_eq!(again.source.transcript, Some(records[1].id));
    assert!(again.note.to_text().contains(typed), "what was typed into the note stays");
    // The note before comes back with the transcript that it cites, as it was corrected.
    session.undo(id).unwrap();
    assert_eq!(session.vault().current_transcript(id).unwrap().unwrap().0, first);
    assert_eq!(texts(&session, id)[0], "Good morning, Margaret.");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrected_passage_is_what_the_draft_is_checked_against() {
    let _turn = one_at_a_time().await;
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consented_encounter(&session);
    session.save_jottings(id, "Lisinopril 10 mg daily").unwrap();
    session.draft(id).await.unwrap();
    let unsupported = || session.worklist_row(id).unwrap().unresolved;
    let statement = session.note(id).unwrap().note.statements().next().unwrap().id;
    session.edit_statement(id, statement, "Takes lisinopril 20 mg daily.").unwrap();
    assert_eq!(unsupported(), 1);
    session.correct_passage(id, SegmentId(0), "Lisinopril 20 mg daily").unwrap();
    assert_eq!(unsupported(), 0);
    let corrected = session.transcript(id).unwrap().segments()[0].clone();
    assert_eq!(corrected.spoken.unwrap().as_str(), "Lisinopril 10 mg daily");
    assert_eq!(corrected.corrected_by, Some(session.user().id));

    assert!(session.correct_passage(id, SegmentId(0), "  ").is_err());
    assert!(session.correct_passage(id, SegmentId(9), "x").is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passage_that_was_taken_for_a_companion_s_is_put_right() {
    let _turn = one_at_a_time().await;
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consented_encounter(&session);
    let transcript = session.vault().start_transcript(id, "a test", jiff::Timestamp::now()).unwrap();
    let mut said = clinical::Transcript::default();
    let companion = || Speaker::Other("Companion".into());
    for (speaker, text) in
        [(Speaker::Clinician, "Any pain?"), (companion(), "No."), (companion(), "Not now.")]
    {
        said.add(Segment::new(speaker, text, None));
    }
    session.vault().finish_transcript(transcript, said.segments()).unwrap();
    let speakers = || -> Vec<Speaker> {
        session.transcript(id).unwrap().segments().iter().map(|segment| segment.speaker.clone()).collect()
    };
    let flip = |only: Option<u32>| session.flip_speaker(id, only.map(SegmentId)).unwrap();
    for next in [Speaker::Clinician, Speaker::Patient, companion(), Speaker::Clinician, Speaker::Patient] {
        flip(Some(1));
        assert_eq!(speakers(), [Speaker::Clinician, next, companion()]);
    }
    // Beside a patient a companion is a third person, and the sides change without them.
    flip(None);
    assert_eq!(speakers(), [Speaker::Patient, Speaker::Clinician, companion()]);
    flip(None);
    flip(Some(1));
    assert_eq!(speakers(), [Speaker::Clinician, companion(), companion()]);
    // All of them, where the whole other side was taken for a companion.
    flip(None);
    assert_eq!(speakers(), [Speaker::Patient, Speaker::Clinician, Speaker::Clinician]);
    flip(None);
    assert_eq!(speakers(), [Speaker::Clinician, Speaker::Patient, Speaker::Patient]);
    drop(session);
    drop(scribe);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passage_or_all_change_sides_and_a_misheard_name_is_offered() {
    let _turn = one_at_a_time().await;
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = half_a_minute(&session, home.path()).await;
    let speakers = || -> Vec<Speaker> {
        session.transcript(id).unwrap().segments().iter().map(|segment| segment.speaker.clone()).collect()
    };
    let before = speakers();
    session.flip_speaker(id, Some(SegmentId(0))).unwrap();
    let one = speakers();
    assert_ne!(one[0], before[0]);
    assert_eq!(one[1..], before[1..]);
    session.flip_speaker(id, Some(SegmentId(0))).unwrap();
    session.flip_speaker(id, None).unwrap();
    assert!(speakers().iter().zip(&before).all(|(now, then)| now != then));
    assert!(session.flip_speaker(id, Some(SegmentId(999))).is_err());

    session.correct_passage(id, SegmentId(0), "You take met for men 500 mg twice daily.").unwrap();
    let suggestions = session.suggestions(id).unwrap();
    let about_first = suggestions.iter().find(|(segment, _)| *segment == SegmentId(0));
    let (_, suggestion) = about_first.unwrap_or_else(|| panic!("{suggestions:?}"));
    assert_eq!(suggestion.offered[0], "metformin");
    assert!(texts(&session, id)[0].contains("met for men"), "nothing changes by itself");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_recording_goes_with_the_signature_unless_the_settings_keep_it() {
    let _turn = one_at_a_time().await;
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let sign = async || {
        let id = half_a_minute(&session, home.path()).await;
        let statements: Vec<_> = session.note(id).unwrap().note.statements().cloned().collect();
        for statement in statements.iter().filter(|statement| statement.needs_resolution()) {
            session.remove_statement(id, statement.id).unwrap();
        }
        session.sign(id, session.note(id).unwrap().version, &PASSPHRASE.into()).unwrap();
        id
    };
    let chunks = |session: &Session, id| session.vault().audio_extent(id).unwrap().chunks;
    let gone = sign().await;
    assert_eq!(chunks(&session, gone), 0);
    assert_eq!(session.transcribe_again(gone, "dictum-micro-en", None).unwrap_err().code(), "not_found");
    assert!(session.correct_passage(gone, SegmentId(0), "x").is_err());
    assert!(session.flip_speaker(gone, None).is_err());

    let keep = |audio_retention| Settings {
        audio_retention,
        clinic_words: vec![" Lindenhof ".into(), "".into()],
        ..Settings::default()
    };
    session.save_settings(&keep(AudioRetention::Keep)).unwrap();
    assert_eq!(session.settings().unwrap().clinic_words, ["Lindenhof"]);
    let kept = sign().await;
    assert!(chunks(&session, kept) > 20);
    // Another setting reaches what is there already.
    session.save_settings(&keep(AudioRetention::UntilSigned)).unwrap();
    assert_eq!(chunks(&session, kept), 0);
    assert_eq!(session.vault().verify().unwrap().problem(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinician_deletes_a_recording_and_the_note_of_it_stays() {
    let _turn = one_at_a_time().await;
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = half_a_minute(&session, home.path()).await;
    let unheard = consented_encounter(&session);
    session.import_audio(unheard, &home.path().join("half-a-minute.flac")).unwrap();
    let chunks = |session: &Session, id| session.vault().audio_extent(id).unwrap().chunks;
    let (said, note) = (texts(&session, id), session.note(id).unwrap());

    session.add_user("Sam Tran", clinical::Role::Scribe, &SCRIBE.into()).unwrap();
    drop(session);
    assert_eq!(unlock_as(&scribe, SCRIBE).delete_recording(id).unwrap_err().code(), "clinician_only");
    let session = unlock_as(&scribe, PASSPHRASE);
    assert!(chunks(&session, id) > 0);
    session.delete_recording(id).unwrap();
    assert_eq!(chunks(&session, id), 0);
    assert_eq!((texts(&session, id), session.note(id).unwrap().note), (said, note.note));
    assert_eq!(session.transcribe_again(id, "dictum-micro-en", None).unwrap_err().code(), "not_found");
    let events = session.vault().audit_events(0, 1_000).unwrap();
    let deleted = events.iter().find(|event| event.action == "audio.deleted").unwrap();
    assert_eq!(deleted.actor, Some(session.user().id));
    assert_eq!(session.delete_recording(id).unwrap_err().code(), "not_found");

    session.transcribe(unheard).await.unwrap();
    assert!(!texts(&session, unheard).is_empty());
    session.delete_recording(unheard).unwrap();
    assert_eq!(chunks(&session, unheard), 0);
    assert_eq!(texts(&session, unheard), [""; 0], "nobody could see what it was made of");
    assert_eq!(session.worklist_row(unheard).unwrap().stage, Stage::Planned);
    session.import_audio(unheard, &home.path().join("half-a-minute.flac")).unwrap();
    session.finish(unheard).await.unwrap();
    assert!(!texts(&session, unheard).is_empty(), "it can be recorded anew");
    assert_eq!(session.vault().verify().unwrap().problem(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_that_is_heard_again_waits_while_another_consult_is_recorded() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = half_a_minute(&session, home.path()).await;
    let recorded = consented_encounter(&session);
    session.start_recording(recorded, None).unwrap();
    let mut events = scribe.subscribe();
    session.transcribe_again(id, "dictum-micro-en", None).unwrap();
    let waits = async {
        loop {
            if let Event::Progress { encounter, message, .. } = events.recv().await.unwrap()
                && encounter == id
                && message.contains("another consult is recorded")
            {
                return;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waits).await.unwrap();
    tokio::time::sleep(Duration::from_secs(3)).await;
    let again = || session.transcripts(id).unwrap().pop().unwrap();
    assert_eq!(session.transcript_by(again().id).unwrap().segments().len(), 0);
    session.delete_recording(recorded).unwrap_err();
    session.stop_recording(recorded).unwrap();
    wait_until("the other transcript", || again().finished && session.transcripts(id).unwrap().len() == 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_crash_left_without_a_speaker_has_one_when_the_transcript_is_whole() {
    let _turn = one_at_a_time().await;
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let made = half_a_minute(&session, home.path()).await;
    let speakers = |id| {
        let said = session.transcript(id).unwrap();
        said.segments().iter().map(|segment| segment.speaker.clone()).collect::<Vec<_>>()
    };
    let id = consented_encounter(&session);
    session.import_audio(id, &home.path().join("half-a-minute.flac")).unwrap();
    let vault = session.vault();
    let transcript = vault.start_transcript(id, "dictum-micro-en", jiff::Timestamp::now()).unwrap();
    let unnamed = |segment: &Segment| Segment { speaker: Speaker::Unknown, ..segment.clone() };
    let words: Vec<Segment> = session.transcript(made).unwrap().segments().iter().map(unnamed).collect();
    vault.extend_transcript(transcript, &words, &[], 30_000).unwrap();
    session.finish(id).await.unwrap();
    assert_eq!(speakers(id), speakers(made));
    assert!(!speakers(id).contains(&Speaker::Unknown), "{:?}", speakers(id));
}
