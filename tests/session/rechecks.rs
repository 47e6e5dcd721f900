//! What was said is corrected, and what the checks said of a note before that counts no longer.

use clinical::{
    EncounterId, KeptReason, Redraft, SectionCode, SegmentId, Sound, Statement, StatementId, Verdict,
};
use dictum_tests::project;
use scribe::Session;

use super::sections::{COUGH, consult, statement};
use super::{PASSPHRASE, one_at_a_time, opened};

/// The passage of the cough that names the medications.
const MEDICATIONS: SegmentId = SegmentId(7);

fn found(session: &Session, id: EncounterId, statement: StatementId) -> Statement {
    session.note(id).unwrap().note.statement(statement).unwrap().clone()
}

fn is_supported(session: &Session, id: EncounterId, statement: StatementId) -> bool {
    found(session, id, statement).check.is_some_and(|check| check.verdict == Verdict::Supported)
}

fn misheard(session: &Session, id: EncounterId) -> String {
    session.transcript(id).unwrap().get(MEDICATIONS).unwrap().text.replace("20", "10")
}

fn keep_what_is_in_doubt(session: &Session, id: EncounterId, but: StatementId) {
    let note = session.note(id).unwrap().note;
    for one in note.statements().filter(|one| one.is_in_doubt() && one.id != but) {
        session.keep_statement(id, one.id, KeptReason::Examined).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn undo_brings_words_back_but_not_what_the_checks_said_of_them_before_a_correction() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Visit, COUGH);
    session.draft(id).await.unwrap();
    let before = session.note(id).unwrap().note;
    let lisinopril = statement(&before, "isinopril");
    assert!(is_supported(&session, id, lisinopril));
    session.correct_passage(id, MEDICATIONS, &misheard(&session, id)).unwrap();
    assert!(!is_supported(&session, id, lisinopril));
    session.undo(id).unwrap();
    let undone = session.note(id).unwrap();
    assert_eq!(undone.note.to_text(), before.to_text());
    assert!(!is_supported(&session, id, lisinopril), "10 mg was said");
    let others = |note: &clinical::Note| {
        note.statements().filter(|one| one.id != lisinopril).cloned().collect::<Vec<_>>()
    };
    assert_eq!(others(&undone.note), others(&before), "what the correction is not about stays as it was");
    keep_what_is_in_doubt(&session, id, lisinopril);
    let version = session.note(id).unwrap().version;
    assert_eq!(session.sign(id, version, &PASSPHRASE.into()).unwrap_err().code(), "unresolved");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_corrected_while_a_model_writes_counts_for_what_it_writes() {
    let _turn = one_at_a_time().await;
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let sample = std::fs::read_to_string(project().join("models/sample/consult.txt")).unwrap();
    let turns = sample.lines().take(6).collect::<Vec<_>>().join("\n");
    let talk = format!("{turns}\nPatient: I take lisinopril 20 mg daily.");
    // The first draft, for which there is no note yet.
    let id = consult(&session, Sound::Sample, &talk);
    let fell = session.transcript(id).unwrap();
    let (drafted, ()) = tokio::join!(session.draft(id), async {
        for passage in fell.segments() {
            session.correct_passage(id, passage.id, "Nothing of that.").unwrap();
        }
    });
    drafted.unwrap();
    let note = session.note(id).unwrap().note;
    assert!(note.statements().count() > 0 && note.statements().all(Statement::is_in_doubt));

    // One section of a note that has a statement by hand.
    let id = consult(&session, Sound::Sample, &talk);
    session.draft(id).await.unwrap();
    session.add_statement(id, SectionCode::Medications, "Lisinopril 20 mg daily.").unwrap();
    let lisinopril = statement(&session.note(id).unwrap().note, "Lisinopril 20 mg daily");
    assert!(is_supported(&session, id, lisinopril));
    let last = session.transcript(id).unwrap().segments().last().unwrap().id;
    let history = SectionCode::HistoryOfPresentIllness;
    let (drafted, ()) = tokio::join!(session.redraft_section(id, history, Redraft::Again), async {
        session.correct_passage(id, last, "I take lisinopril 10 mg daily.").unwrap();
    });
    drafted.unwrap();
    assert!(!is_supported(&session, id, lisinopril));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_note_is_not_signed_by_checks_of_before_a_correction() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Visit, COUGH);
    session.draft(id).await.unwrap();
    let lisinopril = statement(&session.note(id).unwrap().note, "isinopril");
    keep_what_is_in_doubt(&session, id, lisinopril);
    let version = session.note(id).unwrap().version;
    // As where Dictum ended between the correction and the checks that follow it.
    let (transcript, said) = session.vault().current_transcript(id).unwrap().unwrap();
    let text = misheard(&session, id);
    assert_ne!(said.get(MEDICATIONS).unwrap().text.as_str(), text);
    let now = session.vault().encounter(id).unwrap().start;
    session.vault().correct_segment(transcript, MEDICATIONS, &text, session.user().id, now).unwrap();

    let sign = |version| session.sign(id, version, &PASSPHRASE.into()).unwrap_err().code();
    assert_eq!(sign(version), "checks_changed");
    let checked = session.note(id).unwrap();
    assert_eq!(checked.version, version + 1);
    assert!(found(&session, id, lisinopril).is_in_doubt());
    assert_eq!(sign(version), "outdated");
    assert_eq!(sign(version + 1), "unresolved");
    session.remove_statement(id, lisinopril).unwrap();
    session.sign(id, version + 2, &PASSPHRASE.into()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reason_to_keep_what_nothing_supports_is_none_once_it_is_contradicted() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Visit, COUGH);
    session.draft(id).await.unwrap();
    let note = session.note(id).unwrap().note;
    let refused = session.keep_statement(id, statement(&note, "isinopril"), KeptReason::KnownToMe);
    assert_eq!(refused.unwrap_err().code(), "invalid_input", "it was said");
    session.add_statement(id, SectionCode::ReviewOfSystems, "Reports wheezing.").unwrap();
    let wheezing = statement(&session.note(id).unwrap().note, "wheezing");
    assert_eq!(found(&session, id, wheezing).check.unwrap().verdict, Verdict::Unsupported);
    session.keep_statement(id, wheezing, KeptReason::Examined).unwrap();
    session.correct_passage(id, SegmentId(4), "Any wheezing?").unwrap();
    let now = found(&session, id, wheezing);
    assert_eq!(now.check.as_ref().unwrap().verdict, Verdict::Contradicted);
    assert!(now.kept.is_none() && now.needs_resolution());
}
