//! What a scribe puts into the transcript settles no doubt: a clinician does.

use std::process::Command;

use clinical::{EncounterId, Origin, Redraft, SectionCode, SegmentId, Sound, Verdict};
use dictum_tests::project;
use scribe::Session;

use super::flags::{SCRIBE, found, practice, unlock_as};
use super::sections::{consult, statement};
use super::{PASSPHRASE, consented_encounter, one_at_a_time, opened};

/// Has the passage say 40 mg, and gives what it said.
fn correct_to_40(session: &Session, id: EncounterId) -> (SegmentId, String) {
    let said = session.transcript(id).unwrap();
    let passage = said.segments().iter().find(|one| one.text.contains("isinopril")).unwrap();
    session.correct_passage(id, passage.id, &passage.text.replace("20", "40")).unwrap();
    (passage.id, passage.text.to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_flag_on_what_only_a_scribe_s_correction_bears_out_is_not_the_scribe_s_to_clear() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, id) = practice(home.path()).await;
    let session = unlock_as(&scribe, SCRIBE);
    let edited = statement(&session.note(id).unwrap().note, "isinopril");
    session.edit_statement(id, edited, "Lisinopril 40 mg daily.").unwrap();
    let (passage, said) = correct_to_40(&session, id);
    let waits = |statement| {
        let now = found(&session, id, statement);
        assert_eq!(now.check.as_ref().unwrap().verdict, Verdict::Supported);
        now.flag.is_some()
    };
    assert!(waits(edited));
    assert_eq!(session.clear_flag(id, edited).unwrap_err().code(), "not_allowed");
    assert!(!session.flags(id, &session.note(id).unwrap().note).unwrap()[0].may_clear);
    // Nor by writing over the flag, taking the correction back, removing and typing it, or drafting.
    session.flag_statement(id, edited, "checked").unwrap();
    assert_eq!(session.clear_flag(id, edited).unwrap_err().code(), "not_allowed");
    session.undo(id).unwrap();
    session.undo(id).unwrap();
    assert!(waits(edited), "undo brings back the words, not the correction");
    session.remove_statement(id, edited).unwrap();
    session.add_statement(id, SectionCode::Medications, "Lisinopril 40 mg daily.").unwrap();
    assert!(waits(statement(&session.note(id).unwrap().note, "isinopril 40")));
    session.redraft_section(id, SectionCode::Medications, Redraft::Again).await.unwrap();
    assert!(waits(statement(&session.note(id).unwrap().note, "isinopril 40")));
    // What was heard in the first place is no doubt to settle.
    let unchanged = statement(&session.note(id).unwrap().note, "etformin");
    session.flag_statement(id, unchanged, "").unwrap();
    session.clear_flag(id, unchanged).unwrap();
    session.correct_passage(id, passage, &said).unwrap();
    drop(session);

    let session = unlock_as(&scribe, PASSPHRASE);
    let typed = statement(&session.note(id).unwrap().note, "isinopril 40");
    assert!(found(&session, id, typed).flag.is_some(), "what was flagged stays so");
    session.clear_flag(id, typed).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_clinician_s_draft_has_from_a_scribe_s_correction_is_flagged() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, id) = practice(home.path()).await;
    let session = unlock_as(&scribe, SCRIBE);
    correct_to_40(&session, id);
    drop(session);
    let session = unlock_as(&scribe, PASSPHRASE);
    session.redraft(id, None).await.unwrap();
    let note = session.note(id).unwrap().note;
    assert!(found(&session, id, statement(&note, "isinopril 40")).flag.is_some(), "{}", note.to_text());
    assert_eq!(found(&session, id, statement(&note, "etformin")).flag, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_a_scribe_gives_to_another_speaker_waits_for_the_clinician() {
    const NO: SegmentId = SegmentId(1);
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let talk = "Doctor: Any chest pain?\nDoctor: No.\nPatient: I have had a cough for 3 weeks.";
    let id = consult(&session, Sound::Visit, talk);
    session.draft(id).await.unwrap();
    session.add_user("Sam Tran", clinical::Role::Scribe, &SCRIBE.into()).unwrap();
    drop(session);
    let session = unlock_as(&scribe, SCRIBE);
    session.add_statement(id, SectionCode::ReviewOfSystems, "Denies chest pain.").unwrap();
    let denial = statement(&session.note(id).unwrap().note, "Denies chest pain");
    assert!(found(&session, id, denial).is_in_doubt());
    session.flip_speaker(id, Some(NO)).unwrap();
    let now = found(&session, id, denial);
    assert!(!now.is_in_doubt() && now.flag.is_some(), "{now:?}");
    assert_eq!(session.clear_flag(id, denial).unwrap_err().code(), "not_allowed");
    let said = session.transcript(id).unwrap();
    assert_eq!(said.get(NO).unwrap().reassigned.as_ref().unwrap().by, session.user().id);
    let events = session.vault().audit_events(0, 1000).unwrap();
    assert!(events.iter().any(|event| event.action == "transcript.speakers_changed"));
    drop(session);

    let session = unlock_as(&scribe, PASSPHRASE);
    session.flip_speaker(id, Some(NO)).unwrap();
    assert!(found(&session, id, denial).is_in_doubt());
    session.clear_flag(id, denial).unwrap();
    session.flip_speaker(id, Some(NO)).unwrap();
    assert!(!found(&session, id, denial).needs_resolution(), "the clinician says who spoke");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_misheard_name_that_a_scribe_leaves_is_still_offered_to_the_clinician() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Visit, "Doctor: You take met for men 500 mg twice daily.");
    session.add_user("Sam Tran", clinical::Role::Scribe, &SCRIBE.into()).unwrap();
    let offers = |session: &Session| session.suggestions(id).unwrap().len();
    let leave = |session: &Session| session.leave_words(id, SegmentId(0), "met for men").unwrap();
    assert_eq!(offers(&session), 1);
    drop(session);
    let session = unlock_as(&scribe, SCRIBE);
    leave(&session);
    assert_eq!(offers(&session), 0);
    assert!(session.leave_words(id, SegmentId(9), "met for men").is_err());
    assert!(session.leave_words(id, SegmentId(0), "met four men").is_err());
    drop(session);
    let session = unlock_as(&scribe, PASSPHRASE);
    assert_eq!(offers(&session), 1);
    leave(&session);
    assert_eq!(offers(&session), 0);
    let said = session.transcript(id).unwrap();
    assert_eq!(said.segments()[0].text.as_str(), "You take met for men 500 mg twice daily.");
    drop(session);
    assert_eq!(offers(&unlock_as(&scribe, SCRIBE)), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_scribe_jots_down_is_the_scribe_s_word_and_waits_for_the_clinician() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    session.add_user("Sam Tran", clinical::Role::Scribe, &SCRIBE.into()).unwrap();
    let id = consented_encounter(&session);
    session.save_jottings(id, "Left knee pain for 2 weeks.").unwrap();
    drop(session);
    let session = unlock_as(&scribe, SCRIBE);
    session.save_jottings(id, "Left knee pain for 2 weeks.\nLisinopril 20 mg daily").unwrap();
    drop(session);

    let session = unlock_as(&scribe, PASSPHRASE);
    session.draft(id).await.unwrap();
    let note = session.note(id).unwrap().note;
    let (knee, lisinopril) = (statement(&note, "knee"), statement(&note, "isinopril"));
    let (knee, lisinopril) = (found(&session, id, knee), found(&session, id, lisinopril));
    assert_eq!((knee.origin, knee.needs_resolution()), (Origin::Clinician, false));
    assert_eq!((lisinopril.origin, lisinopril.needs_resolution()), (Origin::Scribe, true));
    drop(session);
    let session = unlock_as(&scribe, SCRIBE);
    assert_eq!(session.clear_flag(id, lisinopril.id).unwrap_err().code(), "not_allowed");
    drop(session);
    let session = unlock_as(&scribe, PASSPHRASE);
    session.clear_flag(id, lisinopril.id).unwrap();
    assert!(!found(&session, id, lisinopril.id).needs_resolution());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_scribe_dictates_is_the_scribe_s_word_and_waits_for_the_clinician() {
    let _turn = one_at_a_time().await;
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    session.add_user("Sam Tran", clinical::Role::Scribe, &SCRIBE.into()).unwrap();
    let id = consented_encounter(&session);
    drop(session);
    let session = unlock_as(&scribe, SCRIBE);
    let mut encounter = session.vault().encounter(id).unwrap();
    encounter.sound = Sound::Dictation;
    session.vault().save_encounter(&encounter, session.user().id, encounter.start).unwrap();
    let sound = home.path().join("dictated.flac");
    let sample = project().join("models/sample/consult.flac");
    let cut = Command::new("sox").arg(sample).arg(&sound).args(["trim", "0", "15"]).status().unwrap();
    assert!(cut.success());
    session.import_audio(id, &sound).unwrap();
    session.finish(id).await.unwrap();
    let said = session.transcript(id).unwrap();
    assert!(!said.is_empty());
    assert!(said.segments().iter().all(|segment| segment.author == Some(session.user().id)));
    let note = session.note(id).unwrap().note;
    assert!(note.statements().count() > 0);
    for one in note.statements() {
        assert!(one.origin == Origin::Scribe && one.needs_resolution(), "{one:?}");
    }
}
