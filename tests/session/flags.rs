//! What a scribe may do at review, and what waits for the clinician.

use clinical::{
    EncounterId, KeptReason, Mark, Origin, Redraft, Role, SectionCode, Sound, Statement, StatementId, Verdict,
};
use dictum_tests::{dictum, json, stderr};
use scribe::{Scribe, Session, Stage};
use vault::Passphrase;

use super::sections::{COUGH, consult, statement};
use super::{PASSPHRASE, opened};

pub(crate) const SCRIBE: &str = "velvet harbour seventeen kites";

/// A drafted note, and a scribe who may unlock the vault. The clinician is at work.
pub(crate) async fn practice(home: &std::path::Path) -> (Scribe, EncounterId) {
    let (scribe, _) = opened(home);
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Visit, COUGH);
    session.draft(id).await.unwrap();
    session.add_user("Sam Tran", Role::Scribe, &SCRIBE.into()).unwrap();
    drop(session);
    (scribe, id)
}

pub(crate) fn unlock_as(scribe: &Scribe, passphrase: &str) -> std::sync::Arc<Session> {
    scribe.lock();
    scribe.unlock(&Passphrase::from(passphrase)).unwrap();
    scribe.session().unwrap()
}

pub(crate) fn found(session: &Session, id: EncounterId, statement: StatementId) -> Statement {
    let note = session.note(id).unwrap().note;
    note.statements().find(|one| one.id == statement).unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_scribe_types_is_checked_and_only_a_clinician_keeps_it() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, id) = practice(home.path()).await;
    let session = unlock_as(&scribe, SCRIBE);
    let edited = statement(&session.note(id).unwrap().note, "isinopril");
    session.edit_statement(id, edited, "Lisinopril 40 mg daily.").unwrap();
    let wrong = found(&session, id, edited);
    assert_eq!(wrong.origin, Origin::Scribe);
    assert_ne!(wrong.check.as_ref().unwrap().verdict, Verdict::Supported);
    assert!(wrong.needs_resolution(), "a scribe's words are no decision");
    let refused = session.keep_statement(id, edited, KeptReason::KnownToMe).unwrap_err();
    assert_eq!(refused.code(), "not_allowed");
    assert!(refused.to_string().contains("only a clinician keeps"), "{refused}");
    assert_eq!(found(&session, id, edited), wrong);
    session.edit_statement(id, edited, "Lisinopril 20 mg daily.").unwrap();
    assert!(!found(&session, id, edited).needs_resolution(), "this was said");
    session.edit_statement(id, edited, "Lisinopril 40 mg daily.").unwrap();
    drop(session);

    let session = unlock_as(&scribe, PASSPHRASE);
    let open = session.worklist_row(id).unwrap().unresolved;
    session.keep_statement(id, edited, KeptReason::KnownToMe).unwrap();
    assert_eq!(session.worklist_row(id).unwrap().unresolved, open - 1);
    drop(session);
    // A scribe's later edit needs the clinician again; taken back, the clinician's decision stands.
    let session = unlock_as(&scribe, SCRIBE);
    session.edit_statement(id, edited, "Lisinopril 80 mg daily.").unwrap();
    assert!(found(&session, id, edited).needs_resolution());
    session.undo(id).unwrap();
    assert!(!found(&session, id, edited).needs_resolution());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scribe_removes_what_nothing_supports_and_the_history_has_it() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, id) = practice(home.path()).await;
    let session = unlock_as(&scribe, SCRIBE);
    session.add_statement(id, SectionCode::PhysicalExam, "Lungs clear.").unwrap();
    let added = statement(&session.note(id).unwrap().note, "Lungs clear");
    assert!(found(&session, id, added).needs_resolution());
    session.remove_statement(id, added).unwrap();
    let newest = session.history(id).unwrap().remove(0);
    assert_eq!(newest.author, "Sam Tran");
    assert_eq!(newest.changes[0].statement, added);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flag_waits_for_the_clinician_through_edits_and_drafts() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, id) = practice(home.path()).await;
    let session = unlock_as(&scribe, SCRIBE);
    let medications = SectionCode::Medications;
    let flagged = statement(&session.note(id).unwrap().note, "isinopril");
    assert!(!found(&session, id, flagged).needs_resolution(), "a flag needs no doubt of the checks");
    assert_eq!(session.flag_statement(id, flagged, &"a ".repeat(200)).unwrap_err().code(), "invalid_input");
    session.flag_statement(id, flagged, " 20 or 40? ").unwrap();
    let row = session.worklist_row(id).unwrap();
    assert_eq!((row.stage, row.flagged), (Stage::Drafted, 1));
    let newest = session.history(id).unwrap().remove(0);
    assert_eq!((newest.marks[0].mark, &newest.marks[0].remark), (Mark::Flagged, &Some("20 or 40?".into())));
    session.clear_flag(id, flagged).unwrap();
    assert_eq!(session.clear_flag(id, flagged).unwrap_err().code(), "not_found");
    session.undo(id).unwrap();
    session.edit_statement(id, flagged, "Lisinopril 20 mg every day.").unwrap();
    drop(session);

    let session = unlock_as(&scribe, PASSPHRASE);
    let flags = session.flags(id, &session.note(id).unwrap().note).unwrap();
    assert_eq!(flags.len(), 1);
    let flag = &flags[0];
    assert_eq!((flag.statement, flag.by.as_str(), flag.may_clear), (flagged, "Sam Tran", true));
    assert_eq!(flag.remark, Some("20 or 40?".into()));
    let text = session.note(id).unwrap().note.to_text();
    assert!(!text.contains("40"), "a flag is not part of what the note says: {text}");
    session.redraft_section(id, medications, Redraft::Again).await.unwrap();
    assert!(found(&session, id, flagged).flag.is_some());
    let metformin = statement(&session.note(id).unwrap().note, "etformin");
    session.flag_statement(id, metformin, "").unwrap();
    session.redraft(id, None).await.unwrap();
    assert_eq!(
        session
            .flags(id, &session.note(id).unwrap().note)
            .unwrap()
            .iter()
            .map(|flag| flag.statement)
            .collect::<Vec<_>>(),
        [metformin, flagged],
        "both stay where they were"
    );
    session.remove_statement(id, flagged).unwrap();
    let sign = || session.sign(id, session.note(id).unwrap().version, &PASSPHRASE.into());
    for statement in session.note(id).unwrap().note.statements().filter(|one| one.is_in_doubt()) {
        session.keep_statement(id, statement.id, KeptReason::Examined).unwrap();
    }
    assert_eq!(sign().unwrap_err().code(), "unresolved");
    session.edit_statement(id, metformin, "Metformin 500 mg twice a day.").unwrap();
    assert_eq!(session.worklist_row(id).unwrap().flagged, 0, "the clinician's words answer it");
    sign().unwrap();
    assert_eq!(session.flag_statement(id, metformin, "").unwrap_err().code(), "already_signed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scribe_neither_clears_removes_nor_drafts_away_what_another_has_flagged() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, id) = practice(home.path()).await;
    let session = scribe.session().unwrap();
    let flagged = statement(&session.note(id).unwrap().note, "isinopril");
    session.flag_statement(id, flagged, "ask the pharmacy").unwrap();
    drop(session);
    let session = unlock_as(&scribe, SCRIBE);
    let version = session.note(id).unwrap().version;
    assert_eq!(session.clear_flag(id, flagged).unwrap_err().code(), "not_allowed");
    assert_eq!(session.remove_statement(id, flagged).unwrap_err().code(), "not_allowed");
    assert_eq!(session.flag_statement(id, flagged, "mine").unwrap_err().code(), "not_allowed");
    assert_eq!(session.redraft(id, None).await.unwrap_err().code(), "invalid_input");
    assert!(!session.flags(id, &session.note(id).unwrap().note).unwrap()[0].may_clear);
    assert_eq!(session.note(id).unwrap().version, version, "nothing was changed");
    session.redraft_section(id, SectionCode::Medications, Redraft::Again).await.unwrap();
    assert!(found(&session, id, flagged).flag.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_added_by_a_clinician_each_with_a_passphrase_of_their_own() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = practice(home.path()).await;
    let session = scribe.session().unwrap();
    let add = |session: &Session, name: &str, passphrase: &str| {
        session.add_user(name, Role::Clinician, &Passphrase::from(passphrase)).map_err(|error| error.code())
    };
    let other = "maritime oboe lantern sixteen";
    assert_eq!(add(&session, " ", other), Err("invalid_input"));
    assert_eq!(add(&session, "Dr Lund", "password"), Err("invalid_input"));
    // Who unlocks is told by the passphrase alone.
    assert_eq!(add(&session, "Dr Lund", SCRIBE), Err("invalid_input"));
    assert_eq!(add(&session, "Dr Lund", PASSPHRASE), Err("invalid_input"));
    let names =
        |session: &Session| session.users().unwrap().into_iter().map(|user| user.name).collect::<Vec<_>>();
    assert_eq!(names(&session), ["Dr Test", "Sam Tran"]);
    drop(session);
    let session = unlock_as(&scribe, SCRIBE);
    assert_eq!(session.user().role, Role::Scribe);
    assert_eq!(add(&session, "Dr Lund", other), Err("not_allowed"));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_goes_on_in_the_name_of_who_locked_while_work_goes_on() {
    let _turn = super::one_at_a_time().await;
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = practice(home.path()).await;
    let id = scribe.session().unwrap().try_sample().unwrap();
    scribe.lock();
    assert_eq!(scribe.unlock(&SCRIBE.into()).unwrap_err().code(), "busy");
    assert!(scribe.session().is_err());
    scribe.unlock(&PASSPHRASE.into()).unwrap();
    assert_eq!(scribe.session().unwrap().user().role, Role::Clinician);
    scribe.lock();
    super::wait_until("the end of the work", || match scribe.unlock(&SCRIBE.into()) {
        Ok(()) => true,
        Err(error) => {
            assert!(["busy", "already_open"].contains(&error.code()), "{error}");
            false
        }
    });
    let session = scribe.session().unwrap();
    assert_eq!(session.user().role, Role::Scribe);
    assert!(session.note(id).is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_lists_what_is_open_and_drafts_a_section_again() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, id) = practice(home.path()).await;
    let session = scribe.session().unwrap();
    let before = session.note(id).unwrap();
    session.flag_statement(id, statement(&before.note, "isinopril"), "20 or 40?").unwrap();
    session.remove_statement(id, statement(&before.note, "etformin")).unwrap();
    drop(session);
    scribe.lock();
    let run = |arguments: &[&str]| {
        dictum(home.path()).args(arguments).env("DICTUM_PASSPHRASE", SCRIBE).output().unwrap()
    };
    let listed = json(&run(&["worklist", "--json"]));
    assert_eq!(listed["encounters"][0]["id"], id.to_string());
    assert_eq!(listed["encounters"][0]["flagged"], 1);
    let id = id.to_string();
    let drafted = json(&run(&["redraft", &id, "current medications", "--json"]));
    assert_eq!(drafted["version"], before.version + 3);
    let text = drafted["text"].as_str().unwrap();
    assert!(text.contains("isinopril"), "{text}");
    assert!(!text.contains("etformin"), "what was removed is not drafted again: {text}");
    let no_model = run(&["redraft", &id, "medications", "--longer"]);
    assert_eq!(no_model.status.code(), Some(4), "{}", stderr(&no_model));
    let unknown = run(&["redraft", &id, "horoscope"]);
    assert_eq!(unknown.status.code(), Some(3));
    assert!(stderr(&unknown).contains("plan_medications"), "{}", stderr(&unknown));
    assert_eq!(run(&["redraft", &id, "medications", "--longer", "--shorter"]).status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_only_a_scribe_s_correction_bears_out_waits_for_the_clinician() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, id) = practice(home.path()).await;
    let session = unlock_as(&scribe, SCRIBE);
    let edited = statement(&session.note(id).unwrap().note, "isinopril");
    session.edit_statement(id, edited, "Lisinopril 40 mg daily.").unwrap();
    let said = session.transcript(id).unwrap();
    let passage = said.segments().iter().find(|one| one.text.contains("isinopril")).unwrap();
    let (right, wrong) = (passage.text.to_string(), passage.text.replace("20", "40"));
    assert_ne!(right, wrong);
    session.correct_passage(id, passage.id, &wrong).unwrap();
    let now = found(&session, id, edited);
    assert_eq!(now.check.as_ref().unwrap().verdict, Verdict::Supported);
    assert!(now.flag.is_some() && now.needs_resolution(), "{now:?}");
    session.add_statement(id, SectionCode::PlanMedications, "Continue lisinopril 40 mg.").unwrap();
    let added = statement(&session.note(id).unwrap().note, "Continue lisinopril");
    assert!(found(&session, id, added).flag.is_some(), "nor is it got round by typing it later");
    drop(session);

    let session = unlock_as(&scribe, PASSPHRASE);
    session.clear_flag(id, edited).unwrap();
    assert!(!found(&session, id, edited).needs_resolution());
    session.correct_passage(id, passage.id, &right).unwrap();
    assert!(found(&session, id, edited).is_in_doubt());
    session.correct_passage(id, passage.id, &wrong).unwrap();
    assert!(!found(&session, id, edited).needs_resolution(), "the clinician's own correction");
}
