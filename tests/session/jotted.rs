//! What a clinician jotted down and somebody said otherwise waits for a decision.

use clinical::{
    KeptReason, Note, Origin, SectionCode, Segment, SegmentId, Sound, Speaker, Statement, Verdict,
};
use jiff::Timestamp;

use super::sections::{COUGH, consult, statement, texts};
use super::{PASSPHRASE, consented_encounter, opened, works_with};

const TALK: [(Speaker, &str); 4] = [
    (Speaker::Clinician, "What brings you in today?"),
    (Speaker::Patient, "My right knee has been hurting for 2 weeks."),
    (Speaker::Clinician, "Do you take any medications?"),
    (Speaker::Patient, "I take lisinopril 20 mg daily."),
];

#[tokio::test(flavor = "multi_thread")]
async fn what_was_jotted_and_said_otherwise_is_not_signed_until_somebody_decides() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consented_encounter(&session);
    let author = Some(session.user().id);
    let jotted = ["Left knee pain for 2 weeks", "Lisinopril 40 mg daily", "Temp 38.5"];
    let spoken = TALK.map(|(speaker, text)| Segment::new(speaker, text, None));
    let jotted =
        jotted.map(|text| Segment { typed: true, author, ..Segment::new(Speaker::Clinician, text, None) });
    let segments: Vec<Segment> = (0..)
        .zip(spoken.into_iter().chain(jotted))
        .map(|(at, segment)| Segment { id: SegmentId(at), ..segment })
        .collect();
    let transcript = session.vault().start_transcript(id, "a test", Timestamp::now()).unwrap();
    session.vault().finish_transcript(transcript, &segments).unwrap();
    session.draft(id).await.unwrap();

    let note = session.note(id).unwrap().note;
    let found = |text: &str| statement(&note, text);
    let (knee, lisinopril, temperature) = (found("Left knee"), found("40 mg"), found("38.5"));
    let why = |one: &Statement| {
        let check = one.check.as_ref().unwrap();
        assert_eq!(check.verdict, Verdict::Contradicted, "{check:?}");
        check.reasons[0].message.as_str().to_owned()
    };
    let (of_knee, of_drug) = (note.statement(knee).unwrap(), note.statement(lisinopril).unwrap());
    assert_eq!(of_knee.evidence, [SegmentId(4)], "it rests on what was jotted");
    assert_eq!(
        why(of_knee),
        "It was typed so, but said otherwise. The right was spoken of here, not the left."
    );
    assert_eq!(why(of_drug), "It was typed so, but said otherwise. 20 mg was said here, not 40 mg.");
    assert!(!note.statement(temperature).unwrap().needs_resolution(), "nobody spoke of it");

    let sign = || session.sign(id, session.note(id).unwrap().version, &PASSPHRASE.into());
    assert_eq!(sign().unwrap_err().code(), "unresolved");
    session.edit_statement(id, knee, "Right knee pain for 2 weeks").unwrap();
    assert_eq!(sign().unwrap_err().code(), "unresolved");
    session.keep_statement(id, lisinopril, KeptReason::KnownToMe).unwrap();
    sign().unwrap();
}

/// How often a text stands in a note.
fn times(note: &Note, text: &str) -> usize {
    note.statements().filter(|one| one.text.contains(text)).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_jotted_when_the_transcript_is_closed_already_stands_in_transcript_and_note() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Visit, COUGH);
    let typed = || session.transcript(id).unwrap().segments().iter().filter(|one| one.typed).count();

    // While the draft is written.
    session.save_jottings(id, "Allergic to latex").unwrap();
    session.draft(id).await.unwrap();
    let first = session.note(id).unwrap();
    assert_eq!((times(&first.note, "latex"), typed()), (1, 1), "{}", first.note.to_text());

    // When the note is there: the window saves what was typed last half a second later.
    session.save_jottings(id, "Allergic to latex\nO/E: 2 cm lump left breast").unwrap();
    let second = session.note(id).unwrap();
    assert_eq!(second.version, first.version + 1);
    let late = second.note.statement(statement(&second.note, "lump")).unwrap();
    assert!(texts(&second.note, SectionCode::PhysicalExam).contains(&"2 cm lump left breast."));
    assert_eq!(late.check.as_ref().unwrap().verdict, Verdict::Supported);
    assert_eq!((late.origin, late.copied), (Origin::Clinician, true));
    assert_eq!((times(&second.note, "latex"), typed()), (1, 2));
    for kept in first.note.statements() {
        assert_eq!(second.note.statement(kept.id), Some(kept), "the others stay as they were");
    }

    // The same again is nothing new, and what was removed does not come back by itself.
    session.save_jottings(id, "Allergic to latex\nO/E: 2 cm lump left breast\n").unwrap();
    assert_eq!(session.note(id).unwrap().version, second.version);
    session.remove_statement(id, late.id).unwrap();
    session.save_jottings(id, "O/E: 2 cm lump left breast\nTemp 38.5").unwrap();
    let third = session.note(id).unwrap();
    assert_eq!((times(&third.note, "lump"), times(&third.note, "38.5"), typed()), (0, 1, 3));
    session.undo(id).unwrap();
    let undone = session.note(id).unwrap().note;
    assert_eq!((times(&undone, "lump"), times(&undone, "38.5")), (0, 0));
    session.draft(id).await.unwrap();
    let again = session.note(id).unwrap().note;
    assert_eq!((times(&again, "lump"), times(&again, "38.5")), (0, 0), "nor what undo took away");
    assert_eq!(times(&again, "latex"), 1, "{}", again.to_text());

    for doubtful in again.statements().filter(|one| one.needs_resolution()) {
        session.keep_statement(id, doubtful.id, KeptReason::KnownToMe).unwrap();
    }
    session.sign(id, session.note(id).unwrap().version, &PASSPHRASE.into()).unwrap();
    assert_eq!(session.save_jottings(id, "Too late").unwrap_err().code(), "already_signed");
    assert!(!session.jottings(id).unwrap().contains("Too late"), "it is not said to be saved");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_a_model_passes_over_stands_in_the_note_all_the_same() {
    let test = "jotted::a_line_that_a_model_passes_over_stands_in_the_note_all_the_same";
    if !works_with(test, "llama-worker", "echoing-worker") {
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Sample, COUGH);
    session.save_jottings(id, "O/E: 2 cm lump left breast").unwrap();
    session.draft(id).await.unwrap();
    let note = session.note(id).unwrap().note;
    assert!(note.to_text().contains("First of"), "the model wrote it: {}", note.to_text());
    assert_eq!(times(&note, "2 cm lump left breast."), 1);
    session.draft(id).await.unwrap();
    assert_eq!(times(&session.note(id).unwrap().note, "2 cm lump left breast."), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_that_was_saved_in_the_middle_of_a_word_stands_there_once() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = consult(&session, Sound::Visit, COUGH);
    let typed = || {
        let said = session.transcript(id).unwrap();
        said.segments().iter().filter(|one| one.typed).map(|one| one.text.to_string()).collect::<Vec<_>>()
    };
    // Before the draft, while it is written, and when the note is there.
    session.save_jottings(id, "Warfarin 5").unwrap();
    session.draft(id).await.unwrap();
    session.save_jottings(id, "Warfarin 5 mg").unwrap();
    session.save_jottings(id, "Warfarin 5 mg daily\nTemp 38.5").unwrap();
    session.save_jottings(id, "Warfarin 5 mg daily\nTemp 39.5").unwrap();
    let note = session.note(id).unwrap().note;
    assert_eq!(typed(), ["Warfarin 5 mg daily", "Temp 39.5"]);
    for (once, is_there) in [("arfarin", 1), ("arfarin 5 mg daily", 1), ("Temp", 1), ("39.5", 1)] {
        assert_eq!(times(&note, once), is_there, "{once} {}", note.to_text());
    }
    session.draft(id).await.unwrap();
    assert_eq!(times(&session.note(id).unwrap().note, "arfarin"), 1);
}
