//! A model that is slower than the clinician waits.

use std::time::Duration;

use dictum_tests::project;
use drafting::Template;
use scribe::{Background, Engine, EngineChoice, Places};

#[test]
fn a_draft_that_takes_too_long_is_left_to_the_rules_and_it_is_said_so() {
    let _turn = super::alone();
    let home = tempfile::tempdir().unwrap();
    let mut places = Places::under(home.path());
    places.shipped_models.insert(0, project().join("models"));
    let engine = Engine::choose(&places, EngineChoice::Llm, Some(super::MODEL)).unwrap();
    let template = Template::built_in("soap").unwrap();
    let background = Background::default();
    let consult = super::corrected::consult(super::corrected::HEARD);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let draft = |within| {
        runtime.block_on(engine.draft_or_extract(
            &template,
            &background,
            &consult,
            Duration::from_secs(within),
        ))
    };

    let late = draft(0);
    assert!(
        late.by.starts_with("extractive drafter, because") && late.by.contains("was not done within 0 s"),
        "{}",
        late.by
    );
    assert!(late.card.model.is_none() && late.note.statements().count() > 5);
    let in_time = draft(600);
    assert_eq!(in_time.by, engine.name());
    assert!(in_time.card.model.is_some());
}
