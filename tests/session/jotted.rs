//! What a clinician jotted down and somebody said otherwise waits for a decision.

use clinical::{KeptReason, Segment, SegmentId, Speaker, Statement, Verdict};
use jiff::Timestamp;

use super::sections::statement;
use super::{PASSPHRASE, consented_encounter, opened};

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
