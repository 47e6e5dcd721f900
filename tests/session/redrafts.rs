//! The whole note is drafted anew, or the recording transcribed again: what people wrote stays.

use clinical::{EncounterId, KeptReason, Note, Origin, SectionCode, Sound, Statement, StatementId};
use drafting::Template;
use scribe::{Places, Session};
use vault::Settings;

use super::flags::{SCRIBE, practice, unlock_as};
use super::opened;
use super::sections::{COUGH, consult, statement};

fn of_people(note: &Note) -> Vec<Statement> {
    note.statements().filter(|one| one.is_settled()).cloned().collect()
}

/// Edits, adds and keeps statements; gives the one that was edited.
fn write(session: &Session, id: EncounterId) -> StatementId {
    let edited = statement(&session.note(id).unwrap().note, "isinopril");
    session.edit_statement(id, edited, "Lisinopril 40 mg every morning.").unwrap();
    session.keep_statement(id, edited, KeptReason::KnownToMe).unwrap();
    session.add_statement(id, SectionCode::Medications, "Vitamin D, bought by herself.").unwrap();
    let denial = statement(&session.note(id).unwrap().note, "fever");
    session.edit_statement(id, denial, "No fever at all.").unwrap();
    edited
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_that_is_drafted_anew_keeps_what_people_wrote_changed_and_kept() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Visit, COUGH);
    session.draft(id).await.unwrap();
    write(&session, id);
    let before = session.note(id).unwrap().note;
    session.redraft(id, None).await.unwrap();
    let after = session.note(id).unwrap().note;
    assert_eq!(of_people(&after), of_people(&before), "to their checks and reasons");
    assert_eq!(after.to_text(), before.to_text(), "and what was corrected is not drafted beside it");

    // Another template's draft has them, too.
    session.redraft(id, Some("referral")).await.unwrap();
    let referral = session.note(id).unwrap().note;
    assert_eq!(referral.template, "referral");
    for one in of_people(&before) {
        assert_eq!(referral.statement(one.id).unwrap().text, one.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scribe_s_draft_removes_nothing_that_the_clinician_wrote() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, id) = practice(home.path()).await;
    let session = scribe.session().unwrap();
    let edited = write(&session, id);
    let before = session.note(id).unwrap().note;
    drop(session);
    let session = unlock_as(&scribe, SCRIBE);
    session.redraft(id, None).await.unwrap();
    let after = session.note(id).unwrap().note;
    assert_eq!(of_people(&after), of_people(&before));
    assert_eq!(after.statement(edited).unwrap().origin, Origin::Clinician);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consult_is_first_drafted_as_the_settings_say_and_a_template_that_is_gone_is_told() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let file = Places::under(home.path()).templates.join("ours.toml");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    let ours = Template::built_in_text("progress").unwrap().replace("\"progress\"", "\"ours\"");
    std::fs::write(&file, &ours).unwrap();
    let first = |name: &str| Settings { first_template: Some(name.into()), ..Settings::default() };
    assert_eq!(session.save_settings(&first("theirs")).unwrap_err().code(), "invalid_input");
    session.save_settings(&first("ours")).unwrap();
    let id = consult(&session, Sound::Visit, COUGH);
    session.draft(id).await.unwrap();
    assert_eq!(session.note(id).unwrap().note.template, "ours");
    let sample = consult(&session, Sound::Sample, COUGH);
    session.draft(sample).await.unwrap();
    assert_eq!(session.note(sample).unwrap().note.template, "soap", "for which its model was made");

    let before = session.note(id).unwrap();
    std::fs::write(&file, ours.replace("[[sections]]", "[[sektions]]")).unwrap();
    let broken = session.redraft(id, None).await.unwrap_err();
    assert!(broken.to_string().contains("line"), "{broken}");
    std::fs::remove_file(&file).unwrap();
    assert_eq!(session.redraft(id, None).await.unwrap_err().code(), "invalid_input");
    assert_eq!(session.note(id).unwrap(), before, "it does not become a note of another kind");
    session.redraft(id, Some("soap")).await.unwrap();
    session.redraft(id, None).await.unwrap();
    assert_eq!(session.note(id).unwrap().note.template, "soap");
    // No consult waits for a template, and the other settings can be changed all the same.
    let next = consult(&session, Sound::Visit, COUGH);
    session.draft(next).await.unwrap();
    assert_eq!(session.note(next).unwrap().note.template, "soap");
    session.save_settings(&Settings { translate: true, ..first("ours") }).unwrap();
}
