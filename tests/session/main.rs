//! A session across locking, recording and recovery, on the use cases that the window calls.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod asked;
mod awake;
mod consent;
mod devices;
mod editing;
mod failing;
mod fields;
mod flags;
mod jotted;
mod languages;
mod overlooked;
mod pausing;
mod reading;
mod rechecks;
mod redrafts;
mod scribes;
mod sections;
mod stored;
mod transcripts;

use std::path::Path;
use std::process::{Child, Command};
use std::sync::Arc;
use std::time::{Duration, Instant};

use clinical::{
    ConsentAnswer, EncounterClass, EncounterId, GapCause, Origin, Patient, Phi, Role, Segment, Speaker,
};
use dictum_tests::{
    fill_disk, plug_the_microphone_in, program, project, small_disk, stderr, stdout, unplug_the_microphone,
};
use scribe::{
    Event, Places, RecordingState, Scribe, Session, SignalFault, Stage, VaultState, WhichPatient,
    sample_patient,
};
use tokio::sync::{Mutex, MutexGuard};
use vault::{DeviceBinding, NewUser, Passphrase, RecoveryCode, Vault};

const PASSPHRASE: &str = "tangerine ladder observatory";

fn opened(home: &Path) -> (Scribe, RecoveryCode) {
    opened_at(Places::under(home))
}

fn opened_at(mut places: Places) -> (Scribe, RecoveryCode) {
    places.shipped_models.insert(0, project().join("models"));
    let scribe = Scribe::new(places);
    let user = NewUser { name: "Dr Test".into(), role: Role::Clinician };
    let code = scribe.create_vault(user, &PASSPHRASE.into(), DeviceBinding::PassphraseOnly).unwrap();
    (scribe, code)
}

fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(300), "{what} did not happen");
        std::thread::sleep(Duration::from_millis(50));
    }
}

fn drafted(scribe: &Scribe, id: EncounterId) -> bool {
    let stage = scribe.session().unwrap().worklist_row(id).unwrap().stage;
    assert_ne!(stage, Stage::NeedsAttention);
    matches!(stage, Stage::Drafted | Stage::ReadyToSign)
}

fn consented_encounter(session: &Arc<Session>) -> EncounterId {
    let patient = WhichPatient::New(sample_patient());
    let id = session.create_encounter(patient, "Knee pain", EncounterClass::Ambulatory).unwrap();
    session.record_consent(id, ConsentAnswer::Verbal, "The patient").unwrap();
    id
}

/// Puts allergies and medications into the record of the patient of this consult.
fn record_of_patient(session: &Session, id: EncounterId, allergies: &[&str], medications: &[&str]) {
    let vault = session.vault();
    let encounter = vault.encounter(id).unwrap();
    let patient = vault.patient(encounter.patient).unwrap();
    let phi = |texts: &[&str]| texts.iter().map(|text| Phi::from(*text)).collect();
    let known = Patient { allergies: phi(allergies), medications: phi(medications), ..patient };
    vault.save_patient(&known, session.user().id, encounter.start).unwrap();
}

/// A consult that may be recorded, in a practice of its own.
fn consented(home: &Path) -> (Scribe, Arc<Session>, EncounterId) {
    let (scribe, _) = opened(home);
    let session = scribe.session().unwrap();
    let id = consented_encounter(&session);
    (scribe, session, id)
}

/// A consult that is being recorded.
fn recording(home: &Path) -> (Scribe, Arc<Session>, EncounterId) {
    let (scribe, session, id) = consented(home);
    session.start_recording(id, None).unwrap();
    (scribe, session, id)
}

/// Speech models take all cores: tests that wait for one do not disturb each other.
async fn one_at_a_time() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::const_new(());
    TURN.lock().await
}

/// The test microphone, for one test at a time; none outside tests/with-desktop.sh.
async fn microphone() -> Option<MutexGuard<'static, ()>> {
    if std::env::var_os("DICTUM_TEST_PULSE").is_none() {
        eprintln!("SKIPPED: run under tests/with-desktop.sh");
        return None;
    }
    Some(one_at_a_time().await)
}

/// Whether this process has a program of tests/src/bin in the place of one of its workers. Only the environment can say so: the
/// test of this name is run again in a process of its own, and has nothing left to do in this one.
fn works_with(test: &str, worker: &str, instead: &str) -> bool {
    if std::env::var_os("DICTUM_TEST_WORKER").is_some() {
        return true;
    }
    let workers = tempfile::tempdir().unwrap();
    let name = format!("{worker}{}", std::env::consts::EXE_SUFFIX);
    std::fs::copy(program(instead), workers.path().join(name)).unwrap();
    let again = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env("DICTUM_TEST_WORKER", "1")
        .env("DICTUM_WORKER_DIR", workers.path())
        .env("DICTUM_GRAPHICS", "off")
        .output();
    let again = again.unwrap();
    let told = format!("{}{}", stdout(&again), stderr(&again));
    println!("{told}");
    assert!(again.status.success() && told.contains("1 passed"), "{test}");
    false
}

/// A voice that speaks into the test microphone.
struct Speaking(Child);

impl Speaking {
    fn the_sample() -> Self {
        let consult = project().join("models/sample/consult.flac");
        Self(Command::new("paplay").arg("--device=mic").arg(consult).spawn().unwrap())
    }

    fn stop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn locking_while_a_transcript_is_made_ends_neither_the_work_nor_the_way_back() {
    let _turn = one_at_a_time().await;
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
async fn a_consult_that_is_being_finished_is_not_finished_twice() {
    let _turn = one_at_a_time().await;
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let id = session.try_sample().unwrap();
    assert_eq!(session.finish(id).await.unwrap_err().code(), "busy");
    assert_eq!(session.worklist_row(id).unwrap().stage, Stage::Transcribing);
    assert_eq!(session.start_recording(id, None).unwrap_err().code(), "busy");
    wait_until("the draft", || drafted(&scribe, id));
    assert_eq!(session.history(id).unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_goes_on_behind_a_screen_locked_twice_and_is_transcribed_to_its_end() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    let (scribe, session, id) = recording(home.path());
    drop(session);
    let mut voice = Speaking::the_sample();

    scribe.lock();
    scribe.lock();
    assert!(scribe.session().is_err());
    assert_eq!(scribe.may_close().unwrap_err().code(), "busy", "also behind the lock");
    wait_until("ten seconds of sound", || scribe.recording_status().is_some_and(|r| r.saved_ms >= 10_000));
    assert!(scribe.unlock(&Passphrase::from("not the passphrase")).is_err());
    // Stopping needs no passphrase. The voice still speaks: the last word ends with the recording.
    scribe.stop_recording(id).unwrap();
    voice.stop();
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

#[tokio::test(flavor = "multi_thread")]
async fn a_dictated_note_needs_no_consent_and_is_the_clinicians_own() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    let (scribe, _) = opened(home.path());
    let session = scribe.session().unwrap();
    let patient = WhichPatient::New(sample_patient());
    let id = session.create_encounter(patient, "Knee pain", EncounterClass::Ambulatory).unwrap();
    session.record_consent(id, ConsentAnswer::Declined, "The patient").unwrap();
    assert_eq!(session.start_recording(id, None).unwrap_err().code(), "no_consent");
    session.start_dictation(id, None).unwrap();
    let mut voice = Speaking::the_sample();
    wait_until("ten seconds of sound", || scribe.recording_status().is_some_and(|r| r.saved_ms >= 10_000));
    session.stop_recording(id).unwrap();
    voice.stop();
    wait_until("the note", || drafted(&scribe, id));

    let said = session.transcript(id).unwrap();
    assert!(!said.segments().is_empty());
    assert!(said.segments().iter().all(|segment| segment.speaker == Speaker::Clinician));
    let stored = session.vault().latest_note(id).unwrap().unwrap();
    assert_eq!(stored.source.engine, "dictation");
    assert!(stored.note.statements().count() > 0);
    for statement in stored.note.statements() {
        assert_eq!(statement.origin, Origin::Clinician);
        assert!(!statement.needs_resolution(), "what was dictated was said");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_full_disk_refuses_when_the_recording_stops_is_kept_until_there_is_room() {
    let Some(_turn) = microphone().await else { return };
    let test = "what_a_full_disk_refuses_when_the_recording_stops_is_kept_until_there_is_room";
    let Some(disk) = small_disk(test) else { return };
    let (scribe, _) = opened(&disk.join("home"));
    let session = scribe.session().unwrap();
    let id = consented_encounter(&session);
    let mut voice = Speaking::the_sample();
    session.start_recording(id, None).unwrap();
    let status = || scribe.recording_status().unwrap();
    wait_until("five seconds of sound", || status().saved_ms >= 5_000);

    let filler = disk.join("filler");
    fill_disk(&filler);
    wait_until("the warning", || status().problem.is_some_and(|problem| problem.contains("disk is full")));
    let saved_ms = status().saved_ms;
    wait_until("sound that is not saved", || status().elapsed_ms > saved_ms + 3_000);
    let refused = scribe.stop_recording(id).unwrap_err();
    assert_eq!(refused.code(), "not_saved", "{refused}");
    assert!(refused.to_string().contains("disk is full") && refused.advice().is_some(), "{refused}");
    voice.stop();
    let at_stop = status();
    assert_eq!(at_stop.state, RecordingState::Saving);
    assert_eq!(session.worklist_row(id).unwrap().stage, Stage::Saving);
    assert!(scribe.stop_recording(id).is_err(), "pressing Stop again loses nothing");
    assert_eq!(scribe.may_close().unwrap_err().code(), "not_saved");

    std::fs::remove_file(filler).unwrap();
    wait_until("the draft", || drafted(&scribe, id));
    scribe.may_close().unwrap();
    let extent = session.vault().audio_extent(id).unwrap();
    assert_eq!(extent.duration_ms, at_stop.elapsed_ms);
    let chunks = session.vault().audio_chunks(id, 0, 1000).unwrap();
    let mut end_ms = 0;
    for chunk in chunks {
        assert_eq!(chunk.start_ms, end_ms);
        end_ms += u64::from(chunk.duration_ms);
    }
    assert_eq!(end_ms, extent.duration_ms);
    assert_eq!(session.vault().verify().unwrap().problem(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_words_of_speech_that_goes_on_are_told_before_they_are_settled() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    let (scribe, session, id) = consented(home.path());
    let mut events = scribe.subscribe();
    session.start_recording(id, None).unwrap();
    wait_until("the microphone", || scribe.recording_status().is_some_and(|r| r.elapsed_ms > 0));
    let mut voice = Speaking::the_sample();
    let (mut guesses, mut settled, mut troubles) = (Vec::new(), Vec::new(), Vec::new());
    let began = Instant::now();
    while settled.len() < 12 {
        assert!(began.elapsed() < Duration::from_secs(300), "{} settled, {troubles:?}", settled.len());
        match tokio::time::timeout(Duration::from_secs(60), events.recv()).await.unwrap().unwrap() {
            Event::Tentative { encounter, text, .. } if encounter == id && !text.is_empty() => {
                guesses.push((settled.len(), text));
            }
            // Those of before come again when it turns out that somebody else spoke.
            Event::Segment { encounter, segment }
                if encounter == id && settled.iter().all(|known: &Segment| known.id != segment.id) =>
            {
                settled.push(segment);
            }
            Event::Progress { encounter, message, .. } if encounter == id => troubles.push(message),
            _ => {}
        }
    }
    voice.stop();
    scribe.stop_recording(id).unwrap();
    // A machine that is too busy guesses at nothing; of what is guessed at, something begins as it is settled. How well the model
    // guesses is tested without a clock, beside the listener.
    let first_word = |text: &str| text.split_whitespace().next().map(str::to_lowercase);
    let borne_out = guesses
        .iter()
        .filter(|(next, guess)| {
            settled.get(*next).is_some_and(|segment| first_word(&segment.text) == first_word(guess))
        })
        .count();
    assert!(guesses.is_empty() || borne_out > 0, "{borne_out} of {}: {guesses:?} {settled:?}", guesses.len());
    // What is settled never changes.
    wait_until("the draft", || drafted(&scribe, id));
    let transcript = session.transcript(id).unwrap();
    for (segment, kept) in settled.iter().zip(transcript.segments()) {
        assert_eq!((segment.id, &segment.text, segment.span), (kept.id, &kept.text, kept.span));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_microphone_that_is_unplugged_is_told_and_the_recording_goes_on_when_there_is_one_again() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    let (scribe, session, id) = consented(home.path());
    let mut events = scribe.subscribe();
    session.start_recording(id, None).unwrap();
    let status = || scribe.recording_status().unwrap();
    let told_at_ms = loop {
        match tokio::time::timeout(Duration::from_secs(60), events.recv()).await.unwrap().unwrap() {
            Event::Recording(status)
                if status.signal.is_some_and(|poor| poor.fault == SignalFault::Silent) =>
            {
                break status.elapsed_ms;
            }
            _ => {}
        }
    };
    assert!(told_at_ms <= 3_000, "told after {told_at_ms} ms of silence");
    let mut voice = Speaking::the_sample();
    wait_until("the voice", || status().signal.is_none());
    voice.stop();
    let before = (Instant::now(), status().elapsed_ms);
    unplug_the_microphone();
    let told_so = || status().problem.is_some_and(|problem| problem.contains("microphone is gone"));
    wait_until("the warning", told_so);
    let lost = status();
    assert_eq!(lost.saved_ms, lost.elapsed_ms, "what was heard is stored at once");

    session.pause_recording(id).unwrap();
    wait_until("the pause", || status().state == RecordingState::Paused);
    session.resume_recording(id).unwrap();
    wait_until("the end of the pause", || status().state == RecordingState::Recording);
    assert!(told_so(), "a pause brings no microphone back");

    plug_the_microphone_in();
    wait_until("the microphone", || status().notice.is_some_and(|notice| notice.contains(&lost.device)));
    assert_eq!(status().problem, None);
    let mut gaps = session.gaps(id).unwrap();
    gaps.retain(|gap| gap.at_ms == lost.saved_ms);
    assert_eq!(gaps.len(), 2, "before and after the pause");
    let mut length_ms = 0;
    for gap in &gaps {
        assert_eq!((gap.at_ms, gap.cause), (lost.saved_ms, GapCause::MicrophoneLost));
        length_ms += gap.length_ms.unwrap();
    }
    wait_until("more sound", || status().saved_ms >= lost.saved_ms + 2_000);
    let (went_by, recorded) = (before.0.elapsed().as_millis() as u64, status().elapsed_ms - before.1);
    // A busy machine takes a moment to tell how far it is.
    assert!(went_by.abs_diff(recorded + length_ms) < 1_500, "{recorded} + {length_ms} ms of {went_by}");
    scribe.stop_recording(id).unwrap();
    wait_until("the draft", || drafted(&scribe, id));
    assert!(session.gaps(id).unwrap().ends_with(&gaps));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_clinician_typed_is_in_the_note_and_stands_unquestioned() {
    let home = tempfile::tempdir().unwrap();
    let (_scribe, session, id) = consented(home.path());
    let lines = "Sore throat for 3 days. No cough. Temp 38.5.\nO/E tonsils red with exudate\nImp: tonsillitis. \
                 Start clarithromycin 500 mg twice daily for 5 days. Review in 1 week";
    session.save_jottings(id, lines).unwrap();
    session.draft(id).await.unwrap();
    let note = session.vault().latest_note(id).unwrap().unwrap().note;
    let texts: Vec<&str> = note.statements().map(|statement| statement.text.as_str()).collect();
    assert_eq!(texts.len(), 7, "{texts:?}");
    for fact in
        ["Sore throat", "No cough", "38.5", "exudate", "Tonsillitis", "clarithromycin 500 mg", "1 week"]
    {
        assert!(texts.iter().any(|text| text.contains(fact)), "{fact} is not in {texts:?}");
    }
    for statement in note.statements() {
        assert!(!statement.needs_resolution(), "{}: {:?}", statement.text.as_str(), statement.check);
    }
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
