//! The program is killed: a hundred times while it records, at any moment, after which it takes the recording up again; and at each
//! of the moments at which it does something else with the sound.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod moments;

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use clinical::{ConsentAnswer, EncounterClass, EncounterId, Gap, GapCause, Role, Transcript};
use dictum_tests::{project, word_error_rate};
use jiff::Timestamp;
use scribe::{Places, Scribe, WhichPatient, sample_patient};
use vault::{DeviceBinding, NewUser};

const PASSPHRASE: &str = "tangerine ladder observatory";
/// Recorders side by side, and how often each is killed.
const RECORDERS: usize = 10;
const KILLS: usize = 10;
/// The folder in which [`the_program_that_is_killed`] records; it does nothing without.
const KILLED_IN: &str = "DICTUM_TEST_KILLED_IN";
/// What it is told to do after a while of recording: "pause" or "stop"; or before it, "delete" what there is.
const AND_THEN: &str = "DICTUM_TEST_KILLED_AND_THEN";
/// Set where it has the shipped speech model.
const HEARS: &str = "DICTUM_TEST_KILLED_HEARS";
/// Of the recorders, so many transcribe what they record.
const TRANSCRIBERS: usize = 2;
/// Names the seed of the moments, to see again what failed; without it each run has its own.
const SEED: &str = "DICTUM_TEST_SEED";
/// So long it records before that, ms.
const A_WHILE_MS: u64 = 1_300;

/// Not a test by itself: it takes up the recording that it finds, tells how far it was, and records until it is killed.
/// Where nothing else is asked for there is no speech model: a recording needs none.
#[tokio::test(flavor = "multi_thread")]
async fn the_program_that_is_killed() {
    let Some(home) = std::env::var_os(KILLED_IN).map(PathBuf::from) else { return };
    let scribe = Scribe::new(places(&home, std::env::var_os(HEARS).is_some()));
    scribe.unlock(&PASSPHRASE.into()).unwrap();
    let session = scribe.session().unwrap();
    let id = session.worklist().unwrap()[0].encounter.id;
    let found = session.vault().audio_extent(id).unwrap();
    let interrupted = session.vault().interrupted_recordings().unwrap().contains(&id);
    println!("\nfound {} {interrupted}", found.duration_ms);
    let mut then = std::env::var(AND_THEN).ok();
    if then.as_deref() == Some("delete") {
        println!("\nto {} it", then.take().unwrap());
        session.vault().delete_audio(id, session.user().id, Timestamp::now()).unwrap();
        println!("\ndone with it");
    } else {
        session.start_recording(id, None).unwrap();
        println!("\nbegun with it");
    }
    loop {
        if let Some(status) = session.recording_status() {
            println!("\nrecorded {} {}", status.elapsed_ms, status.saved_ms);
            if let Some(act) = then.take_if(|_| status.elapsed_ms > A_WHILE_MS) {
                println!("\nto {act} it");
                match act.as_str() {
                    "pause" => session.pause_recording(id).unwrap(),
                    _ => session.stop_recording(id).unwrap(),
                }
                println!("\ndone with it");
            }
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn places(home: &Path, hears: bool) -> Places {
    let mut places = Places::under(home);
    if hears {
        places.shipped_models.insert(0, project().join("models"));
    }
    places
}

/// The one test microphone, for one test at a time; none outside tests/with-desktop.sh.
fn microphone() -> Option<MutexGuard<'static, ()>> {
    static TURN: Mutex<()> = Mutex::new(());
    if std::env::var_os("DICTUM_TEST_PULSE").is_none() {
        eprintln!("SKIPPED: run under tests/with-desktop.sh");
        return None;
    }
    Some(TURN.lock().unwrap_or_else(PoisonError::into_inner))
}

/// What a killed program had said last, ms.
#[derive(Clone, Copy, Debug, Default)]
struct Told {
    recorded: u64,
    saved: u64,
}

impl Told {
    fn of(words: &[String]) -> Self {
        Self { recorded: words[1].parse().unwrap(), saved: words[2].parse().unwrap() }
    }
}

fn start(home: &Path, hears: bool, and_then: Option<&str>) -> (Child, impl Iterator<Item = Vec<String>>) {
    let mut program = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "the_program_that_is_killed", "--nocapture"])
        .env(KILLED_IN, home)
        .envs(and_then.map(|act| (AND_THEN, act)))
        .envs(hears.then_some((HEARS, "1")))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::<ChildStdout>::new(program.stdout.take().unwrap()).lines();
    let words = |line: String| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
    (program, lines.map_while(Result::ok).map(words).filter(|words| words.len() == 3))
}

/// Kills a recorder again and again; gives what the last one had told.
fn kill_again_and_again(home: &Path, hears: bool, moments_ms: &[u64]) -> Told {
    let mut told = Told::default();
    for (round, moment) in moments_ms.iter().enumerate() {
        let (mut program, mut lines) = start(home, hears, None);
        let found = lines.find(|words| words[0] == "found").expect("the program ended by itself");
        let stored: u64 = found[1].parse().unwrap();
        assert!(stored >= told.saved, "round {round}: {stored} ms of {told:?}");
        assert!(stored + 1_000 >= told.recorded, "round {round}: {stored} ms of {told:?}");
        assert_eq!(found[2], (round > 0).to_string(), "round {round}: offered as interrupted");
        let begun = lines.find(|words| words[0] == "recorded" && words[1].parse::<u64>().unwrap() > stored);
        assert!(begun.is_some(), "round {round}: it did not go on");
        std::thread::sleep(Duration::from_millis(*moment));
        program.kill().unwrap();
        program.wait().unwrap();
        let last = lines.filter(|words| words[0] == "recorded").last();
        told = last.map_or(Told { recorded: stored, saved: stored }, |words| Told::of(&words));
    }
    told
}

fn a_vault_with_a_consult(home: &Path) -> EncounterId {
    let scribe = Scribe::new(Places::under(home));
    let user = NewUser { name: "Dr Test".into(), role: Role::Clinician };
    scribe.create_vault(user, &PASSPHRASE.into(), DeviceBinding::PassphraseOnly).unwrap();
    let session = scribe.session().unwrap();
    let patient = WhichPatient::New(sample_patient());
    let id = session.create_encounter(patient, "Knee pain", EncounterClass::Ambulatory).unwrap();
    session.record_consent(id, ConsentAnswer::Verbal, "The patient").unwrap();
    id
}

/// The sample consult in the test microphone.
fn talk(folder: &Path) -> Child {
    let file = folder.join("talk.wav");
    let sample = project().join("models/sample/consult.flac");
    assert!(Command::new("sox").arg(sample).arg(&file).status().unwrap().success());
    Command::new("paplay").arg("--device=mic").arg(file).spawn().unwrap()
}

/// Differs from run to run, but where it is given.
fn seed() -> u64 {
    let given = std::env::var(SEED).ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| Timestamp::now().as_nanosecond() as u64);
    println!("{SEED}={seed}");
    seed
}

/// A tone of ten minutes in the test microphone.
fn tone(folder: &Path) -> Child {
    let file = folder.join("tone.wav");
    let made = Command::new("sox")
        .args(["-q", "-n", "-r", "16000", "-c", "1", "-b", "16"])
        .arg(&file)
        .args(["synth", "600", "sine", "440", "vol", "0.3"])
        .status();
    assert!(made.unwrap().success());
    Command::new("paplay").arg("--device=mic").arg(file).spawn().unwrap()
}

#[test]
fn of_a_recording_that_is_killed_a_hundred_times_at_most_a_second_is_lost_each_time() {
    let Some(_turn) = microphone() else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut sounds = [tone(folder.path()), talk(folder.path())];
    let mut chance = seed();
    let mut moments = || -> Vec<u64> {
        (0..KILLS)
            .map(|_| {
                chance =
                    chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (chance >> 33) % 2_400
            })
            .collect()
    };
    std::thread::scope(|scope| {
        for recorder in 0..RECORDERS {
            let moments = moments();
            let hears = recorder < TRANSCRIBERS;
            scope.spawn(move || {
                let home = tempfile::tempdir().unwrap();
                let id = a_vault_with_a_consult(home.path());
                let told = kill_again_and_again(home.path(), hears, &moments);
                let gaps = whole_but_for_the_gaps(home.path(), id, told);
                assert_eq!(gaps.len(), KILLS - 1, "one between each two programs");
                if hears {
                    transcribed_once(home.path(), id);
                }
            });
        }
    });
    for sound in &mut sounds {
        sound.kill().unwrap();
        sound.wait().unwrap();
    }
}

/// That a transcript that was cut short again and again is gone on with to the end of the recording, and has nothing twice and
/// everything that one has that nothing cut short.
fn transcribed_once(home: &Path, id: EncounterId) {
    let scribe = Scribe::new(places(home, true));
    scribe.unlock(&PASSPHRASE.into()).unwrap();
    let session = scribe.session().unwrap();
    session.vault().end_recording(id, Timestamp::now()).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(session.transcribe(id)).unwrap();
    let records = session.transcripts(id).unwrap();
    let [record] = records.as_slice() else { panic!("{records:?}") };
    assert!(record.finished);
    let said = session.transcript(id).unwrap();
    let spans: Vec<_> = said.segments().iter().filter_map(|segment| segment.span).collect();
    assert!(!spans.is_empty(), "somebody spoke");
    assert!(spans.windows(2).all(|two| two[0].end_ms <= two[1].start_ms), "{spans:?}");
    let recorded = session.vault().audio_extent(id).unwrap().duration_ms;
    assert!(spans.iter().all(|span| span.end_ms <= recorded), "{spans:?} of {recorded} ms");

    let words = |said: &Transcript| {
        said.segments().iter().map(|segment| segment.text.to_string()).collect::<Vec<_>>().join(" ")
    };
    let cut_short = words(&said);
    runtime.block_on(async {
        session.transcribe_again(id, &record.model, None).unwrap();
        let began = Instant::now();
        while session.transcripts(id).unwrap().len() < 2 || !session.transcripts(id).unwrap()[1].finished {
            assert!(began.elapsed() < Duration::from_secs(300), "no other transcript");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    let whole = words(&session.transcript_by(session.transcripts(id).unwrap()[1].id).unwrap());
    let errors = word_error_rate(&whole, &cut_short);
    assert!(errors < 0.1, "{errors}: {cut_short}\n{whole}");
}

/// Gives the gaps that the programs' ends have left, each of a known length where another one has gone on. A busy computer may be
/// late with the sound, too.
fn whole_but_for_the_gaps(home: &Path, id: EncounterId, told: Told) -> Vec<Gap> {
    let scribe = Scribe::new(Places::under(home));
    scribe.unlock(&PASSPHRASE.into()).unwrap();
    let session = scribe.session().unwrap();
    let vault = session.vault();
    assert_eq!(vault.verify().unwrap().problem(), None);
    let chunks = vault.audio_chunks(id, 0, 100_000).unwrap();
    let mut end_ms = 0;
    let mut samples = Vec::new();
    for (seq, chunk) in (0..).zip(&chunks) {
        assert_eq!((chunk.seq, chunk.start_ms), (seq, end_ms));
        end_ms += u64::from(chunk.duration_ms);
        samples.extend_from_slice(&capture::chunk::decode_chunk(&chunk.bytes).unwrap().mono());
    }
    assert!(end_ms >= told.saved && end_ms + 1_000 >= told.recorded, "{end_ms} ms of {told:?}");
    // The tone is in every tenth of a second: nothing was left out, nothing put in.
    let quiet = samples.chunks_exact(1_600).position(|tenth| tenth.iter().all(|s| s.unsigned_abs() < 2_000));
    assert_eq!(quiet, None, "of {} tenths", samples.len() / 1_600);

    let mut gaps = vault.gaps(id).unwrap();
    gaps.retain(|gap| gap.cause == GapCause::Interrupted);
    let starts: Vec<u64> = chunks.iter().map(|chunk| chunk.start_ms).collect();
    for gap in &gaps {
        assert!(gap.length_ms.is_some());
        assert!(gap.at_ms == end_ms || starts.contains(&gap.at_ms));
    }
    gaps
}
