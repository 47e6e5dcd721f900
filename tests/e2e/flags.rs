//! A scribe flags a statement in the real window, and the clinician answers.

use std::time::{Duration, Instant};

use crate::window::{PATIENCE, Window};
use crate::{PASSPHRASE, REAL_TIME, desktop, first_run, turn};

const SCRIBE: &str = "velvet harbour seventeen kites";

async fn unlock_as(window: &mut Window, passphrase: &str) {
    window.click("lock").await;
    window.type_into("unlock-passphrase", passphrase).await;
    window.click("unlock").await;
    window.find("lock").await;
}

/// Waits until so many elements fit the selector.
async fn are(window: &Window, count: usize, css: &str) {
    let began = Instant::now();
    while window.all(css).await.len() != count {
        assert!(began.elapsed() < PATIENCE, "not {count} {css}: {}", window.text_of_page().await);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn version(window: &mut Window) -> u32 {
    window.find("note").await.attr("data-version").await.unwrap().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scribe_flags_what_the_clinician_answers_before_the_note_can_be_signed() {
    if !desktop() {
        return;
    }
    let _turn = turn().await;
    let home = tempfile::tempdir().unwrap();
    let mut window = Window::open(home.path(), "flags").await;
    first_run(&mut window).await;
    window.click("go-to-today").await;
    window.click("sample-consult").await;
    window.find_within("note", REAL_TIME).await;

    window.click("nav-settings").await;
    window.click("add-person").await;
    window.type_into("person-name", "Sam Tran").await;
    window.type_into("person-passphrase", SCRIBE).await;
    window.type_into("person-repeat", SCRIBE).await;
    window.shoot("add-person").await;
    window.click("person-add").await;
    are(&window, 2, "[data-testid='person']").await;
    window.shoot("people").await;

    unlock_as(&mut window, SCRIBE).await;
    window.click("nav-today").await;
    window.click("open-encounter").await;
    window.find("note").await;
    assert!(
        !window.has("sign").await && !window.has("keep-examined").await,
        "a scribe keeps and signs nothing"
    );
    window.click("statement-text").await;
    window.click("flag-statement").await;
    window.type_into("flag-remark", "left or right?").await;
    window.shoot("flagging").await;
    window.click("flag-remark-give").await;
    let flag = window.text("flag").await;
    assert!(flag.contains("Sam Tran") && flag.contains("left or right?"), "{flag}");
    window.shoot("flagged-by-a-scribe").await;

    unlock_as(&mut window, PASSPHRASE).await;
    window.click("nav-today").await;
    window.wait_for_text("worklist", PATIENCE, |text| text.contains("1 flag")).await;
    window.shoot("today").await;
    window.click("open-encounter").await;
    window.click("sign").await;
    window.find("sign-blocked").await;
    window.click("sign-dialog-close").await;
    window.shoot("flagged-for-the-clinician").await;

    // What is flagged stays while the rest of its section is drafted again.
    let before = version(&mut window).await;
    window.click("section-menu").await;
    window.shoot("section-menu").await;
    window.click("section-again").await;
    let began = Instant::now();
    while version(&mut window).await == before {
        assert!(!window.has("problem").await, "the section could not be drafted again");
        assert!(began.elapsed() < REAL_TIME, "the section is not drafted");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    window.shoot("section-drafted-again").await;
    window.click("clear-flag").await;
    are(&window, 0, "[data-flagged='true']").await;
    window.close().await;
}
