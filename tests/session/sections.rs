//! One section of a note is drafted again.

use std::sync::Arc;

use clinical::{
    EncounterId, KeptReason, Note, Origin, Redraft, SectionCode, Segment, SegmentId, Sound, Speaker,
    StatementId, Transcript,
};
use dictum_tests::project;
use dictum_tests::usage::started_by;
use scribe::Session;

use super::{PASSPHRASE, consented_encounter, one_at_a_time, opened};

/// A consult of these turns, as if they had been heard.
pub(crate) fn consult(session: &Arc<Session>, sound: Sound, turns: &str) -> EncounterId {
    let id = consented_encounter(session);
    let vault = session.vault();
    let mut encounter = vault.encounter(id).unwrap();
    encounter.sound = sound;
    let now = encounter.start;
    vault.save_encounter(&encounter, session.user().id, now).unwrap();
    let transcript = vault.start_transcript(id, "typed", now).unwrap();
    let segments: Vec<Segment> = (0..)
        .zip(turns.lines())
        .map(|(at, line)| {
            let (speaker, text) = line.split_once(": ").unwrap();
            Segment { id: SegmentId(at), ..Segment::new(Speaker::from_label(speaker), text, None) }
        })
        .collect();
    vault.finish_transcript(transcript, &segments).unwrap();
    id
}

pub(crate) fn texts(note: &Note, section: SectionCode) -> Vec<&str> {
    note.section(section).unwrap().statements.iter().map(|statement| statement.text.as_str()).collect()
}

pub(crate) fn statement(note: &Note, text: &str) -> StatementId {
    let found = note.statements().find(|statement| statement.text.contains(text));
    found.unwrap_or_else(|| panic!("{text} is not in {}", note.to_text())).id
}

pub(crate) const COUGH: &str = "Doctor: What brings you in today?
Patient: I have had a cough for 3 weeks.
Doctor: Any fever?
Patient: No.
Doctor: Any chest pain?
Patient: No.
Doctor: Do you take any medications?
Patient: I take lisinopril 20 mg daily and metformin 500 mg twice daily.
Doctor: I think this is bronchitis. Drink plenty of fluids and come back in 2 weeks.";

#[tokio::test(flavor = "multi_thread")]
async fn a_section_of_which_all_stands_elsewhere_stays_as_it_was() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Visit, COUGH);
    session.draft(id).await.unwrap();
    let first = session.note(id).unwrap().note;
    let drugs = texts(&first, SectionCode::Medications);
    assert_eq!(drugs.len(), 2, "{}", first.to_text());
    for drug in &drugs {
        session.add_statement(id, SectionCode::PlanMedications, drug).unwrap();
    }
    let before = session.note(id).unwrap();
    let again = session.redraft_section(id, SectionCode::Medications, Redraft::Again).await;
    assert_eq!(again.unwrap_err().code(), "not_found");
    let after = session.note(id).unwrap();
    assert_eq!((after.version, texts(&after.note, SectionCode::Medications)), (before.version, drugs));
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_model_a_section_is_drafted_again_around_what_people_wrote() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Visit, COUGH);
    session.draft(id).await.unwrap();
    let first = session.note(id).unwrap();
    let medications = SectionCode::Medications;
    assert_eq!(texts(&first.note, medications).len(), 2, "{}", first.note.to_text());

    let edited = statement(&first.note, "isinopril");
    session.edit_statement(id, edited, "Lisinopril 40 mg every morning.").unwrap();
    session.keep_statement(id, edited, KeptReason::KnownToMe).unwrap();
    session.remove_statement(id, statement(&first.note, "etformin")).unwrap();
    session.add_statement(id, medications, "Vitamin D, bought by herself.").unwrap();
    let before = session.note(id).unwrap();
    session.redraft_section(id, medications, Redraft::Again).await.unwrap();

    let after = session.note(id).unwrap();
    assert_eq!(after.version, before.version + 1);
    assert_eq!(
        texts(&after.note, medications),
        ["Lisinopril 40 mg every morning.", "Vitamin D, bought by herself."],
        "neither what was corrected comes back nor what was removed"
    );
    let settled = |note: &Note| {
        let of = note.section(medications).unwrap().statements.iter();
        of.filter(|one| one.origin == Origin::Clinician).cloned().collect::<Vec<_>>()
    };
    assert_eq!(settled(&after.note), settled(&before.note), "not even their checks and reasons change");
    for other in before.note.sections.iter().filter(|section| section.code != medications) {
        assert_eq!(after.note.section(other.code), Some(other));
    }
    assert!(after.note.statements().all(|statement| statement.check.is_some()));
    let again = after.source.card.unwrap().again.unwrap();
    assert_eq!((again.section, again.how), (medications, Redraft::Again));
    assert_eq!(after.source.transcript, before.source.transcript);

    session.undo(id).unwrap();
    let undone = session.note(id).unwrap();
    assert_eq!((undone.note, undone.source), (before.note, before.source));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_person_removed_is_drafted_again_only_once_the_removal_is_undone() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Visit, COUGH);
    session.draft(id).await.unwrap();
    let medications = SectionCode::Medications;
    let has = || session.note(id).unwrap().note.to_text().contains("etformin");
    let drafted = statement(&session.note(id).unwrap().note, "etformin");
    // It was changed before it was removed: neither wording comes back.
    session.edit_statement(id, drafted, "Metformin 850 mg twice daily.").unwrap();
    session.remove_statement(id, drafted).unwrap();
    // It was typed again, and that was undone: it is removed as before.
    session.add_statement(id, medications, "Metformin 500 mg twice daily.").unwrap();
    session.undo(id).unwrap();
    session.redraft(id, None).await.unwrap();
    assert!(!has(), "the whole note");
    session.redraft_section(id, medications, Redraft::Again).await.unwrap();
    assert!(!has(), "the section");
    session.redraft(id, Some("progress")).await.unwrap();
    assert!(!has(), "by another template");
    session.remove_statement(id, statement(&session.note(id).unwrap().note, "isinopril")).unwrap();
    let nothing = session.redraft_section(id, medications, Redraft::Again).await.unwrap_err();
    assert!(nothing.to_string().contains("stays as it was"), "{nothing}");

    for _ in 0..6 {
        session.undo(id).unwrap();
    }
    assert!(has());
    session.redraft(id, None).await.unwrap();
    assert!(has(), "it was never removed, as the note stands");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_is_not_drafted_again_where_that_cannot_be() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Visit, COUGH);
    let history = SectionCode::HistoryOfPresentIllness;
    let refused = async |section, how| session.redraft_section(id, section, how).await.unwrap_err();
    assert_eq!(refused(history, Redraft::Again).await.code(), "not_found", "there is no note yet");
    session.draft(id).await.unwrap();
    let version = session.note(id).unwrap().version;
    for how in [Redraft::Longer, Redraft::Shorter, Redraft::Instruction("One line.".into())] {
        let error = refused(history, how).await;
        assert_eq!(error.code(), "model_missing");
        assert!(error.advice().unwrap().contains("under Models"), "{:?}", error.advice());
    }
    assert_eq!(refused(SectionCode::HospitalCourse, Redraft::Again).await.code(), "not_found");
    assert_eq!(session.note(id).unwrap().version, version, "nothing was changed");

    let unresolved: Vec<StatementId> = session
        .note(id)
        .unwrap()
        .note
        .statements()
        .filter(|one| one.needs_resolution())
        .map(|one| one.id)
        .collect();
    for statement in unresolved {
        session.keep_statement(id, statement, KeptReason::Examined).unwrap();
    }
    session.sign(id, session.note(id).unwrap().version, &PASSPHRASE.into()).unwrap();
    assert_eq!(refused(history, Redraft::Again).await.code(), "already_signed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_drafts_a_section_again_from_what_it_has_read_and_cites_only_what_was_said() {
    // Its process is told by its name among all that the tests started.
    let _turn = one_at_a_time().await;
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let sample = std::fs::read_to_string(project().join("models/sample/consult.txt")).unwrap();
    let turns = sample.lines().take(6).collect::<Vec<_>>().join("\n");
    let id = consult(&session, Sound::Sample, &turns);
    session.draft(id).await.unwrap();
    let first = session.note(id).unwrap();
    let of_draft = first.source.card.clone().unwrap();
    assert!(of_draft.model.is_some(), "{of_draft:?}");
    let process = started_by(std::process::id(), "llama-worker").unwrap();

    let history = SectionCode::HistoryOfPresentIllness;
    let complaint = SectionCode::ChiefComplaint;
    let edited = first.note.section(history).unwrap().statements[0].id;
    session.edit_statement(id, edited, "Fell on the left knee at home.").unwrap();
    for how in [
        Redraft::Again,
        Redraft::Longer,
        Redraft::Shorter,
        Redraft::Instruction("Name the side first.".into()),
    ] {
        let before = session.note(id).unwrap();
        let outcome = session.redraft_section(id, history, how.clone()).await;
        let now = session.note(id).unwrap();
        assert_eq!(texts(&now.note, history)[0], "Fell on the left knee at home.");
        assert_eq!(texts(&now.note, complaint), texts(&first.note, complaint));
        // The small model was taught the ask of a whole note alone. It may have nothing to say to another.
        if let Err(error) = outcome {
            assert_ne!(how, Redraft::Again, "{error}");
            assert!(error.to_string().contains("stays as it was"), "{error}");
            assert_eq!(now.version, before.version);
            continue;
        }
        let said: Transcript = session.transcript(id).unwrap();
        for statement in now.note.section(history).unwrap().statements.iter().skip(1) {
            assert_eq!(statement.origin, Origin::Model);
            assert!(statement.check.is_some() && !statement.evidence.is_empty());
            assert!(statement.evidence.iter().all(|segment| said.get(*segment).is_some()));
        }
        let card = now.source.card.unwrap();
        assert_eq!(card.again.unwrap().how, how);
        let (model, before) = (card.model.unwrap(), of_draft.model.clone().unwrap());
        assert_eq!(model.sha256, before.sha256);
        assert_ne!(model.prompt_sha256, before.prompt_sha256);
        assert_eq!(now.source.engine, first.source.engine, "the same drafter is named once");
        if how == Redraft::Again {
            let others = &texts(&first.note, history)[1..];
            assert_eq!(&texts(&now.note, history)[1..], others, "as in the first draft");
        }
    }
    assert_eq!(started_by(std::process::id(), "llama-worker"), Some(process), "it had read the consult");

    let before = session.note(id).unwrap();
    let (stopped, ()) = tokio::join!(session.redraft_section(id, history, Redraft::Again), async {
        // It is being written when this is polled for the first time.
        session.stop_redraft(id);
    });
    assert_eq!(stopped.unwrap_err().code(), "stopped");
    assert_eq!(session.note(id).unwrap(), before);
    session.redraft_section(id, history, Redraft::Again).await.unwrap();

    // What is changed while the whole note is drafted anew is not written over.
    let on_the_stairs = "Fell on the left knee on the stairs.";
    let (refused, ()) = tokio::join!(session.redraft(id, None), async {
        session.edit_statement(id, edited, on_the_stairs).unwrap();
    });
    assert_eq!(refused.unwrap_err().code(), "outdated");
    assert_eq!(texts(&session.note(id).unwrap().note, history)[0], on_the_stairs);
    // Who locks the screen meanwhile comes back to it.
    let version = session.note(id).unwrap().version;
    let (drafted, ()) = tokio::join!(session.redraft(id, None), async {
        scribe.lock();
        scribe.unlock(&PASSPHRASE.into()).unwrap();
    });
    drafted.unwrap();
    assert_eq!(scribe.session().unwrap().note(id).unwrap().version, version + 1);
}
