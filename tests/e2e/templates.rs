//! Templates and snippets in the real window.

use std::fs;
use std::path::Path;

use crate::window::{PATIENCE, Window};
use crate::{desktop, first_run, new_consult, turn};

const BACKSPACE: &str = "\u{e003}";
/// Ctrl and End, and Ctrl let go: to the end of a text.
const TO_THE_END: &str = "\u{e009}\u{e010}\u{e000}";

/// What is wrong in the copy, at its end.
const MISTAKE: &str = "colour = 1";

/// Types at the end of a text.
async fn append(window: &mut Window, id: &str, text: &str) {
    window.type_into(id, TO_THE_END).await;
    window.type_into(id, text).await;
}

/// Copies a template, edits it wrongly, is told where, and puts it right.
async fn edit_a_copy(window: &mut Window, home: &Path) {
    window.click("nav-templates").await;
    window.wait_for_text("template-text", PATIENCE, |_| true).await;
    window.shoot("templates").await;
    window.click("copy-template").await;
    window.type_into("copy-name", "ours").await;
    window.click("copy-confirm").await;
    window.find("template-editor").await;
    let file = home.join("templates/ours.toml");
    let copied = fs::read_to_string(&file).unwrap();
    assert!(copied.contains("name = \"ours\""), "{copied}");

    append(window, "template-editor", MISTAKE).await;
    window.click("save-template").await;
    let line = format!("Line {}:", copied.lines().count() + 1);
    window.wait_for_text("fault", PATIENCE, |text| text.contains(&line) && text.contains("colour")).await;
    window.shoot("template-fault").await;
    assert_eq!(fs::read_to_string(&file).unwrap(), copied, "what cannot be used is not saved");

    append(window, "template-editor", &BACKSPACE.repeat(MISTAKE.len())).await;
    append(window, "template-editor", "# Ours.").await;
    window.click("save-template").await;
    window.wait_for_text("templates-said", PATIENCE, |text| text.contains("ours is saved")).await;
    assert_eq!(fs::read_to_string(&file).unwrap(), format!("{copied}# Ours."));
}

/// Writes a snippet, at first with a field that is not closed.
async fn write_a_snippet(window: &mut Window) {
    window.click("tab-snippets").await;
    window.click("new-snippet").await;
    window.type_into("snippet-name", "knee").await;
    window.type_into("snippet-text", "{{side: left|right").await;
    window.click("save-snippet").await;
    window.wait_for_text("fault", PATIENCE, |text| text.contains("Line 1:")).await;
    append(window, "snippet-text", "}} knee stable for {{duration}}.").await;
    window.click("save-snippet").await;
    window.wait_for_text("snippets-said", PATIENCE, |text| text.contains("knee is saved")).await;
    window.shoot("snippet").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clinician_edits_a_template_and_puts_a_snippet_into_a_note() {
    if !desktop() {
        return;
    }
    let _turn = turn().await;
    let home = tempfile::tempdir().unwrap();
    let mut window = Window::open(home.path(), "templates").await;
    first_run(&mut window).await;
    window.click("go-to-today").await;
    window.find("new-consult").await;
    edit_a_copy(&mut window, home.path()).await;
    write_a_snippet(&mut window).await;

    window.click("nav-today").await;
    new_consult(&mut window).await;
    window.click("consent-change").await;
    window.click("consent-declined").await;
    window.click("consent-confirm").await;
    window.type_into("jottings", "Left knee pain for two weeks.").await;
    window.click("write-note").await;
    window.find("note").await;
    let kinds = window.find("template").await.prop("textContent").await.unwrap().unwrap_or_default();
    assert!(kinds.contains("SOAP note (ours)"), "a note can be drafted by the copy: {kinds}");

    window.click("add-statement").await;
    window.click("snippet").await;
    window.shoot("snippets").await;
    window.click("snippet-choice").await;
    window.find("snippet-preview").await;
    window.all("[data-testid='field'] option[value='left']").await[0].click().await.unwrap();
    window.wait_for_text("snippet-preview", PATIENCE, |text| text.starts_with("left knee")).await;
    window.shoot("fields").await;
    window.click("snippet-insert").await;
    window.click("statement-save").await;
    window.wait_for_text("open-field", PATIENCE, |text| text == "{{duration}}").await;
    window.shoot("open-field").await;
    window.click("sign").await;
    window.find("sign-blocked").await;
    window.click("sign-dialog-close").await;

    // The field is selected when the statement is opened: what is typed stands in its place.
    window.click("edit").await;
    window.type_into("statement-editor", "two weeks").await;
    window.click("statement-save").await;
    let note = window.wait_for_text("note", PATIENCE, |text| text.contains("left knee stable")).await;
    assert!(note.contains("left knee stable for two weeks."), "{note}");
    window.close().await;
}
