//! What a model is asked for when a section is drafted again, and that whatever it answers, what people wrote stands. The model is
//! tests/src/bin/echoing-worker.rs, whose statements say what it was asked.

use std::path::Path;

use clinical::{EncounterId, Note, Redraft, SectionCode, SegmentId, Sound, Statement};
use drafting::prompt::{SoFar, ask_again};
use scribe::{Scribe, Session};

use super::sections::{COUGH, consult, statement, texts};
use super::{opened, record_of_patient, works_with};

const HISTORY: SectionCode = SectionCode::HistoryOfPresentIllness;
const EDITED: [&str; 2] = ["Coughs since 3 weeks ago.", "Never had a fever."];

fn every_way() -> [Redraft; 4] {
    [Redraft::Again, Redraft::Longer, Redraft::Shorter, Redraft::Instruction("Name the fever first.".into())]
}

/// A consult whose history has four statements; the clinician has edited the first and the third.
async fn edited(home: &Path) -> (Scribe, EncounterId) {
    let (scribe, _) = opened(home);
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Sample, COUGH);
    session.draft(id).await.unwrap();
    let drafted = history(&session, id);
    for (at, text) in [(0, EDITED[0]), (2, EDITED[1])] {
        session.edit_statement(id, drafted[at].id, text).unwrap();
    }
    drop(session);
    (scribe, id)
}

fn history(session: &Session, id: EncounterId) -> Vec<Statement> {
    session.note(id).unwrap().note.section(HISTORY).unwrap().statements.clone()
}

fn settled(note: &Note) -> Vec<Statement> {
    note.statements().filter(|one| one.is_settled()).cloned().collect()
}

/// The statement by which the model says what it was asked.
fn echo(which: &str, asked: &str) -> String {
    format!("{which} of {}: {asked}", HISTORY.as_str())
}

/// What the model says that it was asked.
fn asked(note: &Note) -> &str {
    let (beginning, echoes) = (echo("Second", ""), texts(note, HISTORY));
    echoes.into_iter().find_map(|text| text.strip_prefix(&beginning)).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn edited_statements_stand_word_for_word_and_in_their_place_however_a_section_is_drafted_again() {
    let test =
        "asked::edited_statements_stand_word_for_word_and_in_their_place_however_a_section_is_drafted_again";
    if !works_with(test, "llama-worker", "echoing-worker") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, id) = edited(home.path()).await;
    let session = scribe.session().unwrap();
    let before = session.note(id).unwrap().note;
    let mut prompts = Vec::new();
    for how in every_way() {
        session.redraft_section(id, HISTORY, how.clone()).await.unwrap();
        let stored = session.note(id).unwrap();
        let now = texts(&stored.note, HISTORY);
        assert_eq!([now[0], now[2]], EDITED);
        assert_eq!(settled(&stored.note), settled(&before), "to their checks");
        let replaced = texts(&before, HISTORY);
        let so_far =
            SoFar { settled: EDITED.to_vec(), replaced: vec![replaced[1], replaced[3]], ..SoFar::default() };
        assert_eq!(asked(&stored.note), ask_again(HISTORY, &how, &so_far).text);
        // The model wrote again what it was told that stays, and what stood there before it was edited.
        for text in EDITED {
            assert_eq!(now.iter().filter(|one| **one == text).count(), 1, "{now:?}");
        }
        assert!(!now.contains(&echo("First", "Write the part subjective.").as_str()), "{now:?}");
        for other in before.sections.iter().filter(|section| section.code != HISTORY) {
            assert_eq!(stored.note.section(other.code), Some(other));
        }
        prompts.push(stored.source.card.unwrap().model.unwrap().prompt_sha256);
        session.undo(id).unwrap();
    }
    prompts.sort_unstable();
    prompts.dedup();
    assert_eq!(prompts.len(), every_way().len(), "each way has its own version of the prompt");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_is_told_what_was_removed_and_what_it_writes_of_it_all_the_same_is_left_out() {
    let test = "asked::a_model_is_told_what_was_removed_and_what_it_writes_of_it_all_the_same_is_left_out";
    if !works_with(test, "llama-worker", "echoing-worker") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, id) = edited(home.path()).await;
    let session = scribe.session().unwrap();
    let prompt = || session.note(id).unwrap().source.card.unwrap().model.unwrap().prompt_sha256;
    let mut prompts = Vec::new();
    for how in every_way() {
        session.redraft_section(id, HISTORY, how).await.unwrap();
        assert!(!asked(&session.note(id).unwrap().note).contains("removed"));
        prompts.push(prompt());
        session.undo(id).unwrap();
    }

    let gone = echo("Fourth", "Write the part subjective.");
    session.remove_statement(id, statement(&session.note(id).unwrap().note, &gone)).unwrap();
    for (how, before) in every_way().into_iter().zip(prompts) {
        session.redraft_section(id, HISTORY, how.clone()).await.unwrap();
        let note = session.note(id).unwrap().note;
        let is_there = texts(&note, HISTORY).contains(&gone.as_str());
        let asked = asked(&note);
        // As before is asked as before: the same words come again, and are known.
        let is_named = how != Redraft::Again;
        assert_eq!(asked.contains("removed"), is_named, "{asked}");
        assert_eq!(asked.contains(&format!(": \"{gone}\".")), is_named, "{asked}");
        assert_eq!(prompt() != before, is_named, "other words, another version of the prompt");
        assert_eq!(is_there, matches!(how, Redraft::Instruction(_)), "who instructs may ask for it");
        session.undo(id).unwrap();
    }

    session.undo(id).unwrap();
    session.redraft_section(id, HISTORY, Redraft::Longer).await.unwrap();
    assert!(!asked(&session.note(id).unwrap().note).contains("removed"), "the removal was undone");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_record_has_of_the_patient_is_told_to_a_model_as_background() {
    let test = "asked::what_the_record_has_of_the_patient_is_told_to_a_model_as_background";
    if !works_with(test, "llama-worker", "echoing-worker") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Sample, COUGH);
    record_of_patient(&session, id, &["Latex"], &["Ramipril 5 mg"]);
    let is_told = || {
        let note = session.note(id).unwrap().note;
        let told = texts(&note, SectionCode::ChiefComplaint).join("\n");
        for known in ["as background", "never cite it", "female", "Latex", "Ramipril 5 mg"] {
            assert!(told.contains(known), "{known} is not in {told}");
        }
    };
    session.draft(id).await.unwrap();
    is_told();
    session.redraft(id, None).await.unwrap();
    is_told();
    session.redraft_section(id, SectionCode::ChiefComplaint, Redraft::Again).await.unwrap();
    is_told();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_that_fails_leaves_the_note_as_it_was_where_it_was_asked_and_the_first_draft_to_the_rules() {
    let test = "asked::a_model_that_fails_leaves_the_note_as_it_was_where_it_was_asked_and_the_first_draft_to_the_rules";
    if !works_with(test, "llama-worker", "echoing-worker") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Sample, COUGH);
    session.draft(id).await.unwrap();
    session.correct_passage(id, SegmentId(1), "I cough, and the model fails.").unwrap();
    let before = session.note(id).unwrap();
    let error = session.redraft(id, None).await.unwrap_err();
    assert!(error.to_string().contains("it was told to fail"), "{error}");
    assert_eq!(session.note(id).unwrap(), before);

    let other =
        consult(&session, Sound::Sample, &COUGH.replace("Patient: ", "Patient: Well, the model fails. "));
    session.redraft(other, None).await.unwrap();
    let by = session.note(other).unwrap().source.engine;
    assert!(by.starts_with("extractive drafter, because") && by.contains("it was told to fail"), "{by}");
}
