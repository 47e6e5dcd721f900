use std::sync::Arc;

use clinical::SectionCode;
use scribe::{Error, Session};
use vault::VaultError;

use super::{PASSPHRASE, consented_encounter, opened};

/// A consult of jottings alone, drafted by rule.
async fn drafted(session: &Arc<Session>) -> clinical::EncounterId {
    let id = consented_encounter(session);
    session.save_jottings(id, "Left knee pain for 2 weeks.").unwrap();
    session.draft(id).await.unwrap();
    id
}

fn texts(session: &Session, id: clinical::EncounterId) -> Vec<String> {
    session.note(id).unwrap().note.statements().map(|one| one.text.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn of_changes_made_at_once_none_is_lost_and_each_is_taken_back_by_itself() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = drafted(&session).await;
    let before = texts(&session, id);
    std::thread::scope(|scope| {
        for hand in 0..4 {
            let session = &session;
            scope.spawn(move || {
                for time in 0..5 {
                    let text = format!("Typed by hand {hand}, time {time}.");
                    session.add_statement(id, SectionCode::PlanFollowUp, &text).unwrap();
                }
            });
        }
    });
    let after = texts(&session, id);
    assert_eq!(after.len(), before.len() + 20, "{after:?}");
    for _ in 0..20 {
        session.undo(id).unwrap();
    }
    assert_eq!(texts(&session, id), before);
    assert!(matches!(session.undo(id), Err(Error::NotFound(_))));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_that_changes_nothing_makes_no_version() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = drafted(&session).await;
    let before = session.note(id).unwrap();
    let first = before.note.statements().next().unwrap();
    session.edit_statement(id, first.id, &format!(" {} ", first.text.as_str())).unwrap();
    assert_eq!(session.note(id).unwrap(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_version_that_was_read_is_signed() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = drafted(&session).await;
    let read = session.note(id).unwrap().version;
    session.redraft(id, None).await.unwrap();
    let refused = session.sign(id, read, &PASSPHRASE.into()).unwrap_err();
    assert!(matches!(refused, Error::Vault(VaultError::Outdated)), "{refused}");
    assert!(session.signed_note(id).unwrap().is_none());
    session.undo(id).unwrap();
    session.sign(id, read + 2, &PASSPHRASE.into()).unwrap();
}
