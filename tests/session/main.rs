//! A session across locking, recording and recovery, on the use cases that the window calls.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use clinical::{ConsentAnswer, EncounterClass, EncounterId, Role};
use dictum_tests::project;
use scribe::{Places, Scribe, Stage, VaultState, WhichPatient, sample_patient};
use vault::{DeviceBinding, NewUser, Passphrase, RecoveryCode, Vault};

const PASSPHRASE: &str = "tangerine ladder observatory";

fn opened(home: &Path) -> (Scribe, RecoveryCode) {
    let mut places = Places::under(home);
    places.shipped_models.insert(0, project().join("models"));
    let scribe = Scribe::new(places);
    let user = NewUser { name: "Dr Test".into(), role: Role::Clinician };
    let code = scribe.create_vault(user, &PASSPHRASE.into(), DeviceBinding::PassphraseOnly).unwrap();
    (scribe, code)
}

fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(120), "{what} did not happen");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn drafted(scribe: &Scribe, id: EncounterId) -> bool {
    let stage = scribe.session().unwrap().worklist_row(id).unwrap().stage;
    assert_ne!(stage, Stage::NeedsAttention);
    matches!(stage, Stage::Drafted | Stage::ReadyToSign)
}

#[tokio::test(flavor = "multi_thread")]
async fn locking_while_a_transcript_is_made_ends_neither_the_work_nor_the_way_back() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let id = scribe.session().unwrap().try_sample().unwrap();
    assert!(scribe.session().unwrap().finish_interrupted(id).is_err(), "the work is not begun twice");
    scribe.lock();
    assert_eq!(scribe.state(), VaultState::Locked);
    assert!(scribe.session().is_err());
    scribe.unlock(&PASSPHRASE.into()).unwrap();
    wait_until("the draft", || drafted(&scribe, id));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_goes_on_behind_a_screen_locked_twice_and_is_transcribed_to_its_end() {
    if std::env::var_os("DICTUM_TEST_PULSE").is_none() {
        eprintln!("SKIPPED: run under tests/with-desktop.sh");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let patient = WhichPatient::New(sample_patient());
    let id = session.create_encounter(patient, "Knee pain", EncounterClass::Ambulatory).unwrap();
    session.record_consent(id, ConsentAnswer::Verbal, "The patient").unwrap();
    session.start_recording(id, None).unwrap();
    drop(session);
    let consult = project().join("models/sample/consult.flac");
    let mut voice = Command::new("paplay").arg("--device=mic").arg(consult).spawn().unwrap();

    scribe.lock();
    scribe.lock();
    assert!(scribe.session().is_err());
    wait_until("ten seconds of sound", || scribe.recording_status().is_some_and(|r| r.saved_ms >= 10_000));
    assert!(scribe.unlock(&Passphrase::from("not the passphrase")).is_err());
    // Stopping needs no passphrase. The voice still speaks: the last word ends with the recording.
    scribe.stop_recording(id).unwrap();
    voice.kill().unwrap();
    voice.wait().unwrap();
    scribe.unlock(&PASSPHRASE.into()).unwrap();
    wait_until("the draft", || drafted(&scribe, id));

    let session = scribe.session().unwrap();
    let (transcript, said) = session.vault().current_transcript(id).unwrap().unwrap();
    assert!(session.vault().is_transcript_finished(transcript).unwrap());
    let recorded_ms = session.vault().audio_extent(id).unwrap().duration_ms;
    let last = said.segments().last().unwrap().span.unwrap();
    assert!(last.end_ms + 3_000 > recorded_ms, "{} of {recorded_ms} ms are transcribed", last.end_ms);
    assert!(session.start_recording(id, None).is_err(), "what would never be transcribed is not recorded");
}

#[test]
fn recovery_keeps_what_the_vault_was_bound_to() {
    let home = tempfile::tempdir().unwrap();
    let (scribe, code) = opened(home.path());
    scribe.lock();
    let vault = &scribe.places().vault;
    assert_eq!(Vault::binding(vault).unwrap(), DeviceBinding::PassphraseOnly);
    scribe.recover(&code, &Passphrase::from("velvet harbour seventeen kites")).unwrap();
    assert_eq!(Vault::binding(vault).unwrap(), DeviceBinding::PassphraseOnly);
    scribe.lock();
    assert!(scribe.unlock(&PASSPHRASE.into()).is_err());
}
