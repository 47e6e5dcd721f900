//! The power fails at any moment: what a program was told is stored is there afterwards.
//!
//! A process that records runs with journal.c preloaded, which writes down what it asked of the disk. From this the test
//! builds what a disk may hold if the power failed at some moment: everything that was synced by then, and of the rest any
//! part, for a disk may write what was not synced in any order, or not at all, or only some sectors of it.

mod disk;

use std::fs;
use std::process::{Command, Stdio};

use disk::{Chance, Journal};

use super::*;

const FAILURES: usize = 120;
const CHUNKS: u32 = 330;
/// The folder in which [`the_recorder_whose_power_fails`] works; it does nothing without.
const RECORDS_IN: &str = "DICTUM_TEST_POWER_FAILS_IN";
/// A file in it that counts what the vault has said is done: the vault is made, is signed, and each chunk.
const DONE: &str = "done";

/// Not a test by itself: the process whose changes the disk may lose.
#[test]
fn the_recorder_whose_power_fails() {
    let Some(dir) = std::env::var_os(RECORDS_IN).map(PathBuf::from) else { return };
    let done = |count: u32| fs::write(dir.join(DONE), count.to_string()).unwrap();
    let user = NewUser { name: "Dr A. Okafor".into(), role: Role::Clinician };
    let passphrase = PASSPHRASE.into();
    let params = KeyParameters::for_tests();
    let (vault, doctor, code) =
        Vault::create(&dir, user, &passphrase, DeviceBinding::PassphraseOnly, params, now()).unwrap();
    let office = Office { folder: tempfile::tempdir().unwrap(), vault, doctor, code };
    done(1);
    let id = office.recording();
    done(2);
    for seq in 0..CHUNKS {
        office.vault.append_audio(id, &chunk(seq)).unwrap();
        done(3 + seq);
    }
    office.signed();
    done(3 + CHUNKS);
}

fn preloaded_library() -> Option<TempDir> {
    let folder = tempfile::tempdir().unwrap();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/power/journal.c");
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(folder.path().join("journal.so"))
        .arg(source)
        .status();
    match built {
        Ok(status) => {
            assert!(status.success());
            Some(folder)
        }
        Err(_) => {
            eprintln!("SKIPPED: it needs a C compiler");
            None
        }
    }
}

/// What a recorder asked of the disk, from an empty folder on.
fn recorded() -> Option<Journal> {
    let tools = preloaded_library()?;
    let work = tempfile::tempdir().unwrap();
    let journal = tools.path().join("journal");
    let status = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tests::power::the_recorder_whose_power_fails", "--nocapture"])
        .env(RECORDS_IN, work.path())
        .env("LD_PRELOAD", tools.path().join("journal.so"))
        .env("POWER_LOSS_FOLDER", work.path())
        .env("POWER_LOSS_JOURNAL", &journal)
        .stdout(Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    Some(Journal::read(&fs::read(journal).unwrap()))
}

#[test]
fn what_the_vault_said_is_stored_is_there_when_the_power_fails_at_any_moment() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let Some(journal) = recorded() else { return };
    let mut chance = Chance::new(20_260_723);
    let mut counts = [0; 3];
    for _ in 0..FAILURES {
        let moment = chance.below(journal.len() + 1);
        let folder = tempfile::tempdir().unwrap();
        let done: u32 = journal.after(moment, DONE).map_or(0, |text| text.parse().unwrap_or(0));
        journal.lose_power(moment, &mut chance, folder.path());
        let _ = fs::remove_file(folder.path().join(DONE));
        let what = format!("the power failed after {moment} of {} changes, {done} done", journal.len());
        match Vault::open(folder.path(), &PASSPHRASE.into(), now()) {
            Ok((vault, doctor)) => {
                counts[1 + usize::from(done > 2)] += 1;
                let problem = vault.verify().unwrap().problem();
                assert_eq!(problem, None, "{what}");
                check(&vault, &doctor, done, &what);
            }
            Err(error) => {
                assert_eq!(done, 0, "{what}: {error}");
                counts[0] += 1;
                let user = NewUser { name: "Dr A. Okafor".into(), role: Role::Clinician };
                let params = KeyParameters::for_tests();
                let binding = DeviceBinding::PassphraseOnly;
                Vault::create(folder.path(), user, &PASSPHRASE.into(), binding, params, now()).unwrap();
            }
        }
    }
    assert!(counts[2] > FAILURES / 2, "no vault, no sound, sound: {counts:?}");
}

fn check(vault: &Vault, doctor: &User, done: u32, what: &str) {
    let encounters = vault.encounters_between(Timestamp::MIN, Timestamp::MAX).unwrap();
    if done < 2 {
        return;
    }
    let recorded = encounters[0].id;
    let chunks = vault.audio_chunks(recorded, 0, 10_000).unwrap();
    let acknowledged = (done - 2).min(CHUNKS);
    assert!(chunks.len() as u32 >= acknowledged, "{what}: {} chunks", chunks.len());
    assert!(chunks.iter().zip(0..).all(|(stored, seq)| *stored == chunk(seq)), "{what}");
    assert_eq!(vault.interrupted_recordings().unwrap(), [recorded], "{what}");
    if done > 2 + CHUNKS {
        assert!(vault.signed_note(encounters[1].id).unwrap().is_some(), "{what}");
    }
    // It goes on where it stood.
    vault.begin_recording(recorded, doctor.id, now()).unwrap();
    vault.append_audio(recorded, &chunk(chunks.len() as u32)).unwrap();
}
