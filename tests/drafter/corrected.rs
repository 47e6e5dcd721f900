//! A transcript that is corrected in the middle after the model has read all of it.

use clinical::{SegmentId, Speaker, Transcript};
use dictum_tests::project;
use drafting::Template;
use scribe::{Background, Draft, Engine, EngineChoice, Places};

pub(super) const HEARD: &str = "Yes, redness and clicking, but no stiffness.";
pub(super) const MISHEARD: &str = "Yes, redness and stiffness, but no clicking.";

/// The first consult, with this in the place of what the patient answered in the middle of it.
pub(super) fn consult(answer: &str) -> Transcript {
    let mut transcript = Transcript::default();
    for turn in super::list(&super::held_out()[0], "transcript") {
        let text = turn["text"].as_str().unwrap();
        let speaker = if turn["speaker"] == "Clinician" { Speaker::Clinician } else { Speaker::Patient };
        transcript.push(speaker, if text == HEARD { answer } else { text }, None);
    }
    transcript
}

#[test]
fn a_correction_in_the_middle_is_in_the_draft_as_if_it_had_been_heard_so() {
    let _turn = super::alone();
    let home = tempfile::tempdir().unwrap();
    let mut places = Places::under(home.path());
    places.shipped_models.insert(0, project().join("models"));
    let engine = || Engine::choose(&places, EngineChoice::Llm, Some(super::MODEL)).unwrap();
    let template = Template::built_in("soap").unwrap();
    let background = Background::default();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let draft = |engine: &Engine, answer: &str| {
        runtime.block_on(engine.draft(&template, &background, &consult(answer))).unwrap()
    };

    let corrected = engine();
    runtime.block_on(corrected.read(&template, &background, &consult(MISHEARD))).unwrap();
    let misheard = draft(&corrected, MISHEARD);
    let after = draft(&corrected, HEARD);
    assert_eq!(cited(&after), cited(&draft(&engine(), HEARD)));
    assert_ne!(cited(&after), cited(&misheard));
    let text = after.note.to_text();
    assert!(text.contains("Reports redness and clicking.") && text.contains("Denies stiffness."), "{text}");
}

/// What a draft says, with what it cites.
fn cited(draft: &Draft) -> Vec<(&str, &[SegmentId])> {
    draft.note.statements().map(|one| (one.text.as_str(), one.evidence.as_slice())).collect()
}
