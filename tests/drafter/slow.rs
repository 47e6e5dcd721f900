//! A model that is slower than the clinician waits, that dies, or that is not there.

use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use dictum_tests::project;
use dictum_tests::usage::started_by;
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

#[test]
fn a_model_whose_process_is_killed_while_it_drafts_leaves_the_draft_to_the_rules_and_it_is_said_so() {
    let _turn = super::alone();
    let home = tempfile::tempdir().unwrap();
    let mut places = Places::under(home.path());
    places.shipped_models.insert(0, project().join("models"));
    let engine = Engine::choose(&places, EngineChoice::Llm, Some(super::MODEL)).unwrap();
    let template = Template::built_in("soap").unwrap();
    let background = Background::default();
    let consult = super::corrected::consult(super::corrected::HEARD);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let drafted = AtomicBool::new(false);
    let draft = std::thread::scope(|scope| {
        // It is started again and asked once more, so that once is not enough.
        scope.spawn(|| {
            while !drafted.load(Ordering::Relaxed) {
                if let Some(worker) = started_by(std::process::id(), "llama-worker") {
                    let _ = Command::new("kill").args(["-9", &worker.to_string()]).status();
                }
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        // It is told even where the draft panics, or the other thread would go on for ever.
        let drafting = scope.spawn(|| {
            runtime.block_on(engine.draft_or_extract(&template, &background, &consult, Duration::MAX))
        });
        let draft = drafting.join();
        drafted.store(true, Ordering::Relaxed);
        draft.unwrap()
    });
    // While it loads, or while it writes: how it failed is told.
    let why = format!("extractive drafter, because {} failed: The model", engine.name());
    assert!(draft.by.starts_with(&why), "{}", draft.by);
    assert_eq!((draft.card.engine.as_str(), draft.card.model), ("extractive drafter", None));
    assert!(draft.note.statements().count() > 5);
}

#[test]
fn a_draft_without_a_model_says_that_none_is_installed_unless_none_was_wanted() {
    let home = tempfile::tempdir().unwrap();
    let by = |choice| {
        let engine = Engine::choose(&Places::under(home.path()), choice, None).unwrap();
        let consult = super::corrected::consult(super::corrected::HEARD);
        let template = Template::built_in("soap").unwrap();
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(engine.draft(&template, &Background::default(), &consult)).unwrap().by
    };
    assert_eq!(by(EngineChoice::Auto), "extractive drafter, because no language model is installed");
    assert_eq!(by(EngineChoice::Extractive), "extractive drafter");
}
