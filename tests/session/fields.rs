//! A field that is left open in a note.

use clinical::{KeptReason, SectionCode, StatementId};
use scribe::{Error, Session};
use vault::VaultError;

use super::{PASSPHRASE, consented};

#[tokio::test(flavor = "multi_thread")]
async fn a_note_with_an_open_field_is_not_signed_whatever_is_said_of_it() {
    let home = tempfile::tempdir().unwrap();
    let (_scribe, session, id) = consented(home.path());
    session.save_jottings(id, "Left knee pain for 2 weeks.").unwrap();
    session.draft(id).await.unwrap();
    session.add_statement(id, SectionCode::PlanEducation, "Rest for {{duration}}.").unwrap();
    let open: StatementId = {
        let note = session.note(id).unwrap().note;
        note.statements().find(|statement| statement.has_open_field()).unwrap().id
    };
    let keep = |session: &Session| session.keep_statement(id, open, KeptReason::KnownToMe);
    assert!(matches!(keep(&session), Err(Error::InvalidInput(_))));
    let refused = session.sign(id, session.note(id).unwrap().version, &PASSPHRASE.into()).unwrap_err();
    assert!(matches!(refused, Error::Vault(VaultError::Unresolved { count: 1 })), "{refused}");

    session.edit_statement(id, open, "Rest for two days.").unwrap();
    keep(&session).unwrap();
    session.sign(id, session.note(id).unwrap().version, &PASSPHRASE.into()).unwrap();
}
