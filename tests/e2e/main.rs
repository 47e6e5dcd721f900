//! A clinician's first day, in the real window with a real keyring and a real microphone. Needs tests/with-desktop.sh.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod flags;
mod models;
mod templates;
mod window;

use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use dictum_tests::{
    Deadline, fill_disk, plug_the_microphone_in, project, small_disk, unplug_the_microphone, word_error_rate,
};
use serde_json::Value;
use tokio::sync::{Mutex, MutexGuard};
use window::{PATIENCE, Window};

const PASSPHRASE: &str = "tangerine ladder observatory";
const REAL_TIME: Duration = Duration::from_secs(180);

/// There is one microphone and one display.
static ONE_AT_A_TIME: Mutex<()> = Mutex::const_new(());

/// The test's turn, and the end of it.
async fn turn() -> (MutexGuard<'static, ()>, Deadline) {
    let alone = ONE_AT_A_TIME.lock().await;
    (alone, Deadline::within(Duration::from_secs(600)))
}

fn desktop() -> bool {
    let here = std::env::var_os("DICTUM_TEST_DESKTOP").is_some();
    if !here {
        eprintln!("SKIPPED: run under tests/with-desktop.sh");
    }
    here
}

/// Plays the sample consult into the microphone.
fn speak() -> Child {
    Command::new("paplay")
        .arg("--device=mic")
        .arg(project().join("models/sample/consult.flac"))
        .spawn()
        .unwrap()
}

async fn first_run(window: &mut Window) {
    window.type_into("first-run-name", "Dr A. Okafor").await;
    window.type_into("first-run-passphrase", PASSPHRASE).await;
    window.type_into("first-run-repeat", PASSPHRASE).await;
    window.shoot("first-run").await;
    window.click("first-run-continue").await;
    let code = window.find("recovery-code").await.attr("data-code").await.unwrap().unwrap();
    let groups: Vec<&str> = code.split('-').collect();
    window.shoot("recovery-code").await;
    for field in ["recovery-group-a", "recovery-group-b"] {
        let number = window.find(field).await.attr("data-group").await.unwrap().unwrap();
        window.type_into(field, groups[number.parse::<usize>().unwrap() - 1]).await;
    }
    window.click("recovery-continue").await;
    window.find("level").await;
    window.shoot("microphone").await;
    window.click("microphone-continue").await;
    window.find("models-continue").await;
    assert!(window.text_of_page().await.contains("not"), "the model is for trying only and must say so");
    window.shoot("models").await;
    window.click("models-continue").await;
    window.find("go-to-today").await;
    window.shoot("ready").await;
}

async fn new_consult(window: &mut Window) {
    window.click("new-consult").await;
    window.type_into("patient-family", "Ellis").await;
    window.type_into("patient-given", "Margaret").await;
    window.type_into("patient-mrn", "004-7712").await;
    window.type_into("consult-reason", "Knee pain").await;
    window.shoot("new-consult").await;
    window.click("create-consult").await;
}

async fn start_recording(window: &mut Window) {
    window.click("record").await;
    window.click("consent-verbal").await;
    window.shoot("consent").await;
    window.click("consent-confirm").await;
    window.find("stop").await;
}

fn exported(folder: &Path, ending: &str) -> String {
    let mut files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let path = files.find(|path| path.to_string_lossy().ends_with(ending)).unwrap();
    std::fs::read_to_string(path).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_clinician_takes_a_spoken_consult_to_a_signed_exported_note() {
    if !desktop() {
        return;
    }
    let _turn = turn().await;
    let home = tempfile::tempdir().unwrap();
    let mut window = Window::open(home.path(), "first-day").await;
    first_run(&mut window).await;
    window.click("go-to-today").await;
    window.find("new-consult").await;
    window.shoot("today-empty").await;
    new_consult(&mut window).await;

    start_recording(&mut window).await;
    let mut voice = speak();
    tokio::time::sleep(Duration::from_secs(25)).await;
    window.shoot("recording").await;
    tokio::task::spawn_blocking(move || voice.wait()).await.unwrap().unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    window.click("stop").await;
    window.shoot("stopped").await;

    window.find_within("note", REAL_TIME).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    window.shoot("review").await;
    let mut heard = Vec::new();
    for segment in window.all("[data-testid='spoken'] [data-testid='segment']").await {
        // Time and speaker stand before the words.
        let text = segment.text().await.unwrap();
        heard.push(text.splitn(3, char::is_whitespace).nth(2).unwrap_or_default().to_owned());
    }
    let reference = std::fs::read_to_string(project().join("models/sample/consult.txt")).unwrap();
    let said: Vec<&str> =
        reference.lines().filter_map(|line| line.split_once(": ").map(|(_, text)| text)).collect();
    let wer = word_error_rate(&said.join(" "), &heard.join(" "));
    // What the shipped model promises, and a little for the way through the microphone.
    assert!(wer <= 0.08, "WER through the microphone {wer}: {heard:#?}");

    // Statements that are not borne out block the signature; this clinician removes them.
    window.click("sign").await;
    while window.has("sign-blocked").await {
        window.click("sign-jump").await;
        window.shoot("unresolved").await;
        window.click("remove").await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        window.click("sign").await;
    }
    window.find("attestation").await;
    window.shoot("sign").await;
    window.type_into("sign-passphrase", "not the passphrase").await;
    window.click("sign-confirm").await;
    window.wait_for_text("form-problem", PATIENCE, |text| text.contains("passphrase")).await;
    window.type_into("sign-passphrase", PASSPHRASE).await;
    window.click("sign-confirm").await;
    let signature = window.text("signature").await;
    assert!(signature.contains("Dr A. Okafor"), "{signature}");

    window.click("export-fhir").await;
    window.wait_for_text("export-outcome", PATIENCE, |text| text.contains(".json")).await;
    window.click("export-text").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(window.all("[data-testid='export-outcome']").await.len(), 2);
    window.shoot("exported").await;
    let document: Value =
        serde_json::from_str(&exported(&home.path().join("exports"), ".fhir.json")).unwrap();
    assert_eq!(document["entry"][0]["resource"]["resourceType"], "Composition");
    let text = exported(&home.path().join("exports"), ".txt").to_lowercase();
    for fact in ["margaret ellis", "left knee", "penicillin", "ibuprofen 400 mg"] {
        assert!(text.contains(fact), "the note lacks \"{fact}\":\n{text}");
    }

    window.click("lock").await;
    window.type_into("unlock-passphrase", PASSPHRASE).await;
    window.shoot("unlock").await;
    window.click("unlock").await;
    // Unlocking leads back to where the clinician was.
    window.find("signature").await;
    window.click("nav-today").await;
    window.find("worklist").await;
    window.shoot("today").await;
    window.close().await;

    nothing_is_in_the_clear(home.path());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_that_a_crash_interrupts_is_offered_at_the_next_start() {
    if !desktop() {
        return;
    }
    let _turn = turn().await;
    let home = tempfile::tempdir().unwrap();
    let mut window = Window::open(home.path(), "crash").await;
    first_run(&mut window).await;
    window.click("go-to-today").await;
    new_consult(&mut window).await;
    start_recording(&mut window).await;
    let mut voice = speak();
    window.wait_for_text("saved", Duration::from_secs(60), |text| text.contains("00:1")).await;
    window.kill().await;
    voice.kill().unwrap();
    voice.wait().unwrap();

    let mut window = Window::open(home.path(), "after-crash").await;
    window.type_into("unlock-passphrase", PASSPHRASE).await;
    window.click("unlock").await;
    window.find("interrupted").await;
    window.shoot("interrupted").await;
    window.click("finish-interrupted").await;
    window.find_within("note", REAL_TIME).await;
    window.shoot("review").await;
    assert!(!window.all("[data-testid='spoken']").await.is_empty(), "what was recorded has its transcript");
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_microphone_and_a_full_disk_are_told_at_once_and_lose_nothing() {
    if !desktop() {
        return;
    }
    let _turn = turn().await;
    let test = "a_lost_microphone_and_a_full_disk_are_told_at_once_and_lose_nothing";
    let Some(disk) = small_disk(test) else { return };
    let mut window = Window::open(&disk.join("home"), "faults").await;
    first_run(&mut window).await;
    window.click("go-to-today").await;
    new_consult(&mut window).await;
    start_recording(&mut window).await;
    window.wait_for_text("recording-signal", PATIENCE, |text| text.contains("no sound at all")).await;

    unplug_the_microphone();
    window.wait_for_text("recording-problem", PATIENCE, |text| text.contains("microphone is gone")).await;
    window.shoot("microphone-gone").await;
    plug_the_microphone_in();
    window.wait_for_text("recording-notice", PATIENCE, |text| text.contains("went on")).await;
    assert!(!window.has("recording-problem").await);
    window.shoot("microphone-again").await;
    let mut voice = speak();

    let filler = disk.join("filler");
    fill_disk(&filler);
    window.wait_for_text("recording-problem", PATIENCE, |text| text.contains("disk is full")).await;
    window.shoot("disk-full").await;
    window.click("stop").await;
    window.wait_for_text("problem", PATIENCE, |text| text.contains("not saved yet")).await;
    window.wait_for_text("consult-state", PATIENCE, |text| text.contains("Not all saved")).await;
    window.shoot("stopped-on-a-full-disk").await;
    voice.kill().unwrap();
    voice.wait().unwrap();
    std::fs::remove_file(filler).unwrap();
    window.find_within("note", REAL_TIME).await;
    window.wait_for_text("gap", PATIENCE, |text| text.contains("the microphone was gone")).await;
    window.shoot("review").await;
    window.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_pause_words_are_shown_again_and_a_patient_who_withdraws_consent_is_not_recorded() {
    if !desktop() {
        return;
    }
    let _turn = turn().await;
    let home = tempfile::tempdir().unwrap();
    let mut window = Window::open(home.path(), "consent").await;
    first_run(&mut window).await;
    window.click("go-to-today").await;
    new_consult(&mut window).await;
    start_recording(&mut window).await;
    let mut voice = speak();
    window.find_within("tentative", REAL_TIME).await;
    window.click("pause").await;
    window.find("resume").await;
    window.wait_for_text("consult-state", PATIENCE, |text| text.contains("Paused")).await;
    assert!(!window.has("tentative").await);
    window.shoot("paused").await;
    // What was guessed at is settled meanwhile: what is shown then is new.
    tokio::time::sleep(Duration::from_secs(4)).await;
    window.click("resume").await;
    window.find_within("tentative", REAL_TIME).await;
    window.shoot("resumed").await;

    window.click("consent-change").await;
    window.click("consent-declined").await;
    window.wait_for_text("consent-warning", PATIENCE, |text| text.contains("The recording stops")).await;
    window.shoot("withdrawn").await;
    window.click("consent-confirm").await;
    window.find("delete-unheard").await;
    voice.kill().unwrap();
    voice.wait().unwrap();
    window.shoot("stopped").await;
    assert!(!window.has("stop").await);
    window.click("delete-unheard").await;
    window.shoot("to-delete").await;
    window.click("delete-recording-now").await;
    window.find("write-note").await;
    window.shoot("deleted").await;
    assert!(!window.has("record").await, "the answer is still no");
    assert!(window.all("[data-testid='segment']").await.is_empty());
    window.close().await;
}

/// No file of the home holds the patient's name, the passphrase or what was said.
fn nothing_is_in_the_clear(home: &Path) {
    for file in walk(&home.join("vault")) {
        let bytes = std::fs::read(&file).unwrap();
        for secret in ["Ellis", "Margaret", "004-7712", PASSPHRASE, "penicillin", "ibuprofen"] {
            let found =
                bytes.windows(secret.len()).any(|window| window.eq_ignore_ascii_case(secret.as_bytes()));
            assert!(!found, "{} is in {}", secret, file.display());
        }
    }
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
