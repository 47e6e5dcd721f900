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
/// A file in it that counts what the vault has said is done: the vault is made, it records, and each step.
const DONE: &str = "done";

/// What the recorder does, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Chunk(u32),
    /// A passage of the transcript.
    Passage(u32),
    Gap(u32),
    /// The gap goes on.
    LongerGap(u32),
    /// Another consult's note is signed.
    Signed,
    /// The recording is deleted, of which there is no note.
    Deleted,
}

fn steps() -> Vec<Step> {
    let mut steps = Vec::new();
    for seq in 0..CHUNKS {
        steps.push(Step::Chunk(seq));
        if seq % 30 == 29 {
            let count = seq / 30;
            steps.extend([Step::Passage(count), Step::Gap(count), Step::LongerGap(count)]);
        }
    }
    steps.extend([Step::Signed, Step::Deleted]);
    steps
}

fn gap(count: u32, length_ms: u64) -> Gap {
    Gap { at_ms: u64::from(count + 1) * 30_000, length_ms: Some(length_ms), cause: GapCause::Asleep }
}

fn passage(count: u32) -> Segment {
    segment(count, &format!("passage {count}"))
}

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
    let vault = &office.vault;
    let transcript = vault.start_transcript(id, "tiny", now()).unwrap();
    for (count, step) in (3..).zip(steps()) {
        match step {
            Step::Chunk(seq) => vault.append_audio(id, &chunk(seq)).unwrap(),
            Step::Passage(count) => {
                vault.extend_transcript(transcript, &[passage(count)], &[], u64::from(count)).unwrap();
            }
            Step::Gap(count) => vault.add_gap(id, &gap(count, 1_000), now()).unwrap(),
            Step::LongerGap(count) => vault.lengthen_gap(id, &gap(count, 2_000), now()).unwrap(),
            Step::Signed => drop(office.signed()),
            Step::Deleted => vault.delete_audio(id, office.doctor.id, now()).unwrap(),
        }
        done(count);
    }
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
    let steps = steps();
    let (acknowledged, rest) = steps.split_at((done - 2) as usize);
    let chunks = vault.audio_chunks(recorded, 0, 10_000).unwrap();
    let gaps = vault.gaps(recorded).unwrap();
    let passages = vault.current_transcript(recorded).unwrap().map(|(_, said)| said.segments().to_vec());
    let passages = passages.unwrap_or_default();
    if acknowledged.contains(&Step::Deleted) || chunks.is_empty() && rest.first() == Some(&Step::Deleted) {
        assert!(chunks.is_empty() && passages.is_empty() && gaps.is_empty(), "{what}");
        assert_eq!(vault.interrupted_recordings().unwrap(), [], "{what}");
    } else {
        let count = |of: fn(&Step) -> bool| acknowledged.iter().filter(|step| of(step)).count();
        assert!(
            chunks.len() >= count(|step| matches!(step, Step::Chunk(_))),
            "{what}: {} chunks",
            chunks.len()
        );
        assert!(chunks.iter().zip(0..).all(|(stored, seq)| *stored == chunk(seq)), "{what}");
        assert!(passages.len() >= count(|step| matches!(step, Step::Passage(_))), "{what}: {passages:?}");
        assert!(passages.iter().zip(0..).all(|(stored, at)| stored.text == passage(at).text), "{what}");
        assert!(gaps.len() >= count(|step| matches!(step, Step::Gap(_))), "{what}: {gaps:?}");
        let longer = count(|step| matches!(step, Step::LongerGap(_)));
        assert!(gaps.iter().zip(0..).take(longer).all(|(stored, at)| *stored == gap(at, 2_000)), "{what}");
        assert_eq!(vault.interrupted_recordings().unwrap(), [recorded], "{what}");
    }
    if acknowledged.contains(&Step::Signed) {
        assert!(vault.signed_note(encounters[1].id).unwrap().is_some(), "{what}");
    }
    // It goes on where it stood.
    vault.begin_recording(recorded, doctor.id, now()).unwrap();
    vault.append_audio(recorded, &chunk(chunks.len() as u32)).unwrap();
}
