//! Microphones that go, come back and are replaced while a consult is recorded.

use std::path::Path;
use std::process::Child;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clinical::{EncounterId, Gap, GapCause};
use dictum_tests::{
    HungSoundServer, plug_another_microphone_in, stall_the_other_microphone, unplug_the_other_microphone,
    wake_the_other_microphone,
};
use scribe::{Scribe, Session, input_devices};

use super::pausing::{samples, tone};
use super::{consented, microphone, recording, wait_until};

/// A microphone beside that of tests/audio/with-pulse.sh, for as long as a test wants it.
struct Another(&'static str);

impl Another {
    fn plugged_in(name: &'static str) -> Self {
        plug_another_microphone_in(name);
        Self(name)
    }
}

impl Drop for Another {
    fn drop(&mut self) {
        unplug_the_other_microphone(self.0);
    }
}

/// A consult that a chosen headset records, which hears a tone, and the name of the default microphone beside it.
fn by_headset(home: &Path) -> ((Scribe, Arc<Session>, EncounterId), Another, Child, String) {
    let (scribe, session, id) = consented(home);
    let tone = tone(home, "600");
    let headset = Another::plugged_in("Headset");
    let devices = input_devices().unwrap();
    let default = devices.iter().find(|device| device.is_default).unwrap().name.clone();
    let chosen = devices.iter().find(|device| device.name == "Headset").unwrap();
    session.start_recording(id, Some(chosen.id.as_str())).unwrap();
    // One that was just plugged in takes its time: another one may have begun.
    wait_until("its sound", || {
        let status = scribe.recording_status().unwrap();
        status.elapsed_ms > 1_000 && status.device == "Headset"
    });
    ((scribe, session, id), headset, tone, default)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_microphone_that_goes_is_told_and_taken_again_or_replaced_by_the_default_one() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    let ((scribe, session, id), headset, mut tone, default) = by_headset(home.path());
    let status = || scribe.recording_status().unwrap();
    let told = |words: &str| status().notice.is_some_and(|notice| notice.contains(words));
    let known = session.gaps(id).unwrap().len();

    drop(headset);
    let headset = Another::plugged_in("Headset");
    // On a busy computer another one has taken its place for a moment.
    wait_until("the same microphone", || told("when it was back") || told("The microphone Headset is back"));
    assert_eq!((status().device.as_str(), status().problem), ("Headset", None));
    let before = status().elapsed_ms;
    wait_until("more sound", || status().elapsed_ms > before + 1_000);

    drop(headset);
    let gone = || status().problem.is_some_and(|problem| problem.contains("microphone is gone"));
    wait_until("the warning", || gone() || status().device != "Headset");
    wait_until("the default microphone", || told(&format!("went on with {default}")));
    assert_eq!((status().device, status().problem), (default, None));
    let before = status().elapsed_ms;
    wait_until("more sound", || status().elapsed_ms > before + 1_000);

    let gaps = session.gaps(id).unwrap().split_off(known);
    assert!(gaps.len() >= 2, "{gaps:?}");
    for gap in gaps {
        assert_eq!(gap.cause, GapCause::MicrophoneLost);
        // It is gone for as long as it takes to notice that, and to look for another one.
        assert!(gap.length_ms.unwrap() < Duration::from_secs(15).as_millis() as u64, "{gap:?}");
    }
    scribe.stop_recording(id).unwrap();
    tone.kill().unwrap();
    tone.wait().unwrap();
    wait_until("the end", || scribe.recording_status().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chosen_microphone_that_is_back_takes_over_without_a_hole() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    let ((scribe, session, id), headset, mut tone, _) = by_headset(home.path());
    let status = || scribe.recording_status().unwrap();
    let told = |words: &str| status().notice.is_some_and(|notice| notice.contains(words));
    let known = session.gaps(id).unwrap().len();
    drop(headset);
    wait_until("the default microphone", || told("The recording went on with"));
    let (recorded, at) = (status().elapsed_ms, Instant::now());

    let _headset = Another::plugged_in("Headset");
    wait_until("the chosen microphone", || told("The microphone Headset is back"));
    assert_eq!((status().device.as_str(), status().problem), ("Headset", None));
    let taken_at = status().elapsed_ms;
    wait_until("more sound", || status().elapsed_ms > taken_at + 2_000);
    let (length, went_by) = (status().elapsed_ms - recorded, at.elapsed().as_millis() as u64);
    assert!(length.abs_diff(went_by) < 400, "{length} ms recorded of {went_by} ms");
    scribe.stop_recording(id).unwrap();
    tone.kill().unwrap();
    tone.wait().unwrap();

    assert!(session.gaps(id).unwrap().len() > known, "what was missing before the default microphone");
    let sound = samples(session.vault(), id);
    let from = usize::try_from(recorded).unwrap() * 16;
    let quiet = sound[from..].chunks_exact(800).filter(|part| part.iter().all(|sample| sample.abs() < 2_000));
    assert_eq!(quiet.count(), 0, "of {} parts", sound.len() / 800);
    wait_until("the end", || scribe.recording_status().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn stop_ends_at_once_while_a_sound_system_that_hangs_is_asked_for_a_microphone() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    let (scribe, session, id) = recording(home.path());
    let status = || scribe.recording_status().unwrap();
    wait_until("some sound", || status().elapsed_ms > 1_000);
    let hung = HungSoundServer::now();
    wait_until("the warning", || status().problem.is_some());
    let recorded = status().elapsed_ms;
    // By now it is looked for, and the server will not greet for seconds.
    std::thread::sleep(Duration::from_millis(1_500));
    let began = Instant::now();
    scribe.stop_recording(id).unwrap();
    let took = began.elapsed();
    drop(hung);
    // To be greeted by it takes five.
    assert!(took < Duration::from_secs(3), "{took:?}");
    assert_eq!(session.vault().audio_extent(id).unwrap().duration_ms, recorded);
    let gaps = session.gaps(id).unwrap();
    let gap = gaps.last().unwrap();
    assert_eq!((gap.at_ms, gap.cause), (recorded, GapCause::MicrophoneLost));
    // Two seconds until it was noticed that it is gone, and what followed.
    assert!(gap.length_ms.unwrap() >= 3_000, "{gap:?}");
    wait_until("the end", || scribe.recording_status().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_whose_microphone_opens_while_the_screen_locks_is_seen_and_stopped_behind_the_lock() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    let (scribe, session, id) = consented(home.path());
    let hung = HungSoundServer::now();
    let starting = {
        let session = session.clone();
        tokio::task::spawn_blocking(move || session.start_recording(id, None))
    };
    std::thread::sleep(Duration::from_millis(700));
    drop(session);
    scribe.lock();
    drop(hung);
    starting.await.unwrap().unwrap();
    assert_eq!(scribe.recording_status().unwrap().encounter, id);
    scribe.stop_recording(id).unwrap();
    assert!(scribe.recording_status().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_stalled_microphone_did_not_give_until_stop_is_a_gap() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    let (scribe, session, id) = recording(home.path());
    let status = || scribe.recording_status().unwrap();
    wait_until("some sound", || status().elapsed_ms > 1_000);
    let hung = HungSoundServer::now();
    let began = Instant::now();
    std::thread::sleep(Duration::from_millis(1_200));
    let most = began.elapsed();
    scribe.stop_recording(id).unwrap();
    drop(hung);
    let gaps = session.gaps(id).unwrap();
    let gap = gaps.last().unwrap();
    assert_eq!(gap.at_ms, session.vault().audio_extent(id).unwrap().duration_ms);
    // The last sound came up to a tenth of a second before; a machine that is too busy notices the loss instead.
    let length = Duration::from_millis(gap.length_ms.unwrap());
    assert!(
        length >= Duration::from_secs(1) && length < most + Duration::from_secs(1),
        "{length:?}, {most:?}"
    );
    wait_until("the end", || scribe.recording_status().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_microphone_that_stalls_is_replaced_before_it_is_given_up_and_taken_again_when_it_goes_on() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    let ((scribe, session, id), _headset, mut tone, default) = by_headset(home.path());
    let status = || scribe.recording_status().unwrap();
    let told = |words: &str| status().notice.is_some_and(|notice| notice.contains(words));
    let known = session.gaps(id).unwrap().len();
    stall_the_other_microphone("Headset");
    wait_until("the default microphone", || told(&format!("went on with {default}")));
    assert_eq!((status().device, status().problem), (default, None));

    wake_the_other_microphone("Headset");
    wait_until("the chosen microphone", || told("The microphone Headset is back"));
    assert_eq!((status().device.as_str(), status().problem), ("Headset", None));
    let before = status().elapsed_ms;
    wait_until("more sound", || status().elapsed_ms > before + 1_000);
    scribe.stop_recording(id).unwrap();
    tone.kill().unwrap();
    tone.wait().unwrap();
    let gaps = session.gaps(id).unwrap().split_off(known);
    println!("{gaps:?}");
    // Half a second until it is late, and what a busy computer needs to open another one.
    let is_short = |gap: &Gap| (400..5_000).contains(&gap.length_ms.unwrap());
    assert!(gaps.iter().any(is_short), "{gaps:?}");
    wait_until("the end", || scribe.recording_status().is_none());
}

/// As after sleep: no sound came, and then it comes again from the same microphone.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_heard_while_a_computer_stood_still_is_a_gap_in_a_recording_that_goes_on() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    let (scribe, session, id) = recording(home.path());
    let status = || scribe.recording_status().unwrap();
    wait_until("some sound", || status().elapsed_ms > 1_000);
    let known = session.gaps(id).unwrap().len();
    let (before, at) = (status().elapsed_ms, Instant::now());
    let still = HungSoundServer::now();
    std::thread::sleep(Duration::from_millis(1_700));
    drop(still);
    wait_until("sound again", || status().elapsed_ms > before + 2_000);
    let went_by = u64::try_from(at.elapsed().as_millis()).unwrap();
    scribe.stop_recording(id).unwrap();
    let gaps = session.gaps(id).unwrap().split_off(known);
    let recorded = session.vault().audio_extent(id).unwrap().duration_ms - before;
    let missing: u64 = gaps.iter().map(|gap| gap.length_ms.unwrap()).sum();
    println!("{went_by} ms: {recorded} ms recorded, {gaps:?}");
    assert!(
        (recorded + missing).abs_diff(went_by) < 1_000,
        "{recorded} + {missing} of {went_by} ms: {gaps:?}"
    );
    wait_until("the end", || scribe.recording_status().is_none());
}
