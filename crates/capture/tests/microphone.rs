//! A real sound server with a microphone that hears what is played to it. Run under `tests/audio/with-pulse.sh`, which
//! sets `DICTUM_TEST_PULSE`; elsewhere these tests say that they are skipped.

#![allow(clippy::unwrap_used, clippy::expect_used)] // helpers of tests are not seen as tests

use std::f64::consts::TAU;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use capture::{Audio, CaptureError, CaptureEvent, DeviceId, Level, Microphone, input_devices};

/// There is one microphone: tests take turns.
static TURN: Mutex<()> = Mutex::new(());

fn with_pulse(test: &str) -> Option<MutexGuard<'static, ()>> {
    if std::env::var_os("DICTUM_TEST_PULSE").is_none() {
        eprintln!("SKIPPED {test}: no private sound server; run it under tests/audio/with-pulse.sh");
        return None;
    }
    Some(TURN.lock().unwrap_or_else(PoisonError::into_inner))
}

/// A tone in each ear, 48 kHz.
fn tone_file(folder: &Path, [left, right]: [f64; 2], seconds: f64) -> std::path::PathBuf {
    let path = folder.join("tone.wav");
    let spec = hound::WavSpec {
        channels: 2,
        sample_rate: 48_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(&path, spec).unwrap();
    for i in 0..(48_000.0 * seconds) as usize {
        for hz in [left, right] {
            writer.write_sample(((TAU * hz * i as f64 / 48_000.0).sin() * 16_000.0) as i16).unwrap();
        }
    }
    writer.finalize().unwrap();
    path
}

fn play(file: &Path) -> Child {
    Command::new("paplay").arg("--device=mic").arg(file).spawn().unwrap()
}

/// Everything heard in `time`.
fn listen(events: &Receiver<CaptureEvent>, time: Duration) -> (Audio, Vec<Level>, Option<String>) {
    let (mut audio, mut levels, until) = (Audio::default(), Vec::new(), Instant::now() + time);
    loop {
        match events.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(CaptureEvent::Audio { sound: more, .. }) => audio.append(more),
            Ok(CaptureEvent::Level(level)) => levels.push(level),
            Ok(CaptureEvent::Signal(_) | CaptureEvent::Missed(_) | CaptureEvent::Late) => {}
            Ok(CaptureEvent::Lost { reason, .. }) => return (audio, levels, Some(reason)),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                return (audio, levels, None);
            }
        }
    }
}

/// A test microphone that was just plugged in takes up to two seconds to begin.
fn wait_for_sound(events: &Receiver<CaptureEvent>) {
    let mut told = std::iter::repeat_with(|| events.recv_timeout(Duration::from_secs(4)));
    let first = told.find(|event| *event != Ok(CaptureEvent::Late));
    assert!(matches!(first, Some(Ok(CaptureEvent::Audio { .. }))), "{first:?}");
}

/// The part that is not silent.
fn sounding(samples: &[i16]) -> &[i16] {
    let loud = |sample: &i16| sample.unsigned_abs() > 500;
    let first = samples.iter().position(loud).expect("nothing was heard");
    let last = samples.iter().rposition(loud).unwrap();
    &samples[first..=last]
}

#[test]
fn a_tone_that_is_played_is_heard_at_its_pitch_for_its_time() {
    let Some(_turn) = with_pulse("a_tone_that_is_played_is_heard_at_its_pitch_for_its_time") else { return };
    let folder = tempfile::tempdir().unwrap();
    let (microphone, events) = Microphone::open(None).unwrap();
    wait_for_sound(&events);
    let began = Instant::now();
    let mut player = play(&tone_file(folder.path(), [440.0, 440.0], 2.0));
    let (mut audio, mut levels) = (Audio::default(), Vec::new());
    let mut hear = |time| {
        let (more, loudness, lost) = listen(&events, time);
        audio.append(more);
        levels.extend(loudness);
        assert_eq!(lost, None);
    };
    while player.try_wait().unwrap().is_none() {
        hear(Duration::from_millis(200));
    }
    hear(Duration::from_secs(1));
    let elapsed = began.elapsed();
    drop(microphone);
    hear(Duration::from_secs(1));
    assert!(player.wait().unwrap().success());

    assert!(audio.two().is_none(), "one tone in both ears is one microphone");
    let samples = audio.mono();
    let captured = Duration::from_millis(samples.len() as u64 / 16);
    assert!(captured.abs_diff(elapsed) < Duration::from_millis(900), "{captured:?} in {elapsed:?}");
    assert!(levels.len().abs_diff(samples.len() / 1_600) <= 1, "ten levels a second");
    let loudest = levels.iter().map(|level| level.peak_dbfs).fold(f32::MIN, f32::max);
    assert!((loudest - -6.2).abs() < 1.0, "peak {loudest} dBFS");
    let tone = sounding(&samples);
    let seconds = tone.len() as f64 / 16_000.0;
    assert!((seconds - 2.0).abs() < 0.2, "heard for {seconds} s");
    let hz = pitch(tone);
    assert!((hz - 440.0).abs() < 3.0, "heard at {hz} Hz");
}

#[test]
fn two_microphones_of_one_device_are_told_apart() {
    let Some(_turn) = with_pulse("two_microphones_of_one_device_are_told_apart") else { return };
    let folder = tempfile::tempdir().unwrap();
    let (_microphone, events) = Microphone::open(None).unwrap();
    wait_for_sound(&events);
    let mut player = play(&tone_file(folder.path(), [440.0, 700.0], 2.0));
    let (audio, _, lost) = listen(&events, Duration::from_secs(4));
    assert!(player.wait().unwrap().success());
    assert_eq!(lost, None);
    let (left, right) = audio.two().expect("one microphone was heard");
    for (samples, expected) in [(left, 440.0), (right, 700.0)] {
        let hz = pitch(sounding(samples));
        assert!((hz - expected).abs() < 3.0, "{expected} Hz heard at {hz} Hz");
    }
}

/// From how far apart each fifty zero crossings upwards are; the median, so that a hiccup of the machine does not count.
fn pitch(samples: &[i16]) -> f64 {
    let crossing = |(i, pair): (usize, &[i16])| {
        let (before, after) = (f64::from(pair[0]), f64::from(pair[1]));
        (before < 0.0 && after >= 0.0).then(|| i as f64 + before / (before - after))
    };
    let crossings: Vec<f64> = samples.windows(2).enumerate().filter_map(crossing).collect();
    let mut spans: Vec<f64> = crossings.windows(51).map(|pair| pair[50] - pair[0]).collect();
    spans.sort_by(f64::total_cmp);
    50.0 * 16_000.0 / spans[spans.len() / 2]
}

#[test]
fn the_microphone_is_listed_and_can_be_chosen() {
    let Some(_turn) = with_pulse("the_microphone_is_listed_and_can_be_chosen") else { return };
    let devices = input_devices().unwrap();
    let default = devices.iter().find(|device| device.is_default).expect("no default in the list");
    assert_eq!(devices[0], *default);
    let (microphone, events) = Microphone::open(Some(&default.id)).unwrap();
    assert_eq!(microphone.device_name(), default.name);
    wait_for_sound(&events);
}

#[test]
fn a_microphone_that_is_unplugged_is_lost_once_and_another_opening_says_there_is_none() {
    let name = "a_microphone_that_is_unplugged_is_lost_once_and_another_opening_says_there_is_none";
    let Some(_turn) = with_pulse(name) else { return };
    let (microphone, events) = Microphone::open(None).unwrap();
    wait_for_sound(&events);

    let pactl = |arguments: &[&str]| {
        let output = Command::new("pactl").args(arguments).output().unwrap();
        assert!(output.status.success(), "pactl {arguments:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    let modules = pactl(&["list", "short", "modules"]);
    let module =
        modules.lines().find(|line| line.contains("sink_name=mic")).unwrap().split('\t').next().unwrap();
    pactl(&["unload-module", module]);
    let unplugged = Instant::now();
    let (_, _, lost) = listen(&events, Duration::from_secs(5));
    let reason = lost.expect("the microphone was not reported as lost");
    assert!(unplugged.elapsed() < Duration::from_secs(3), "lost after {:?}", unplugged.elapsed());
    eprintln!("lost after {:?}: {reason}", unplugged.elapsed());
    assert!(matches!(events.recv_timeout(Duration::from_secs(1)), Err(RecvTimeoutError::Disconnected)));
    drop(microphone);
    let again = Microphone::open(None).err().expect("a microphone that is gone was opened");
    eprintln!("opening again: {again:?}");

    // Plugged in again, also for the tests that follow.
    pactl(&["load-module", "module-null-sink", "sink_name=mic", "rate=48000", "channels=2"]);
    let (_microphone, events) = Microphone::open(None).unwrap();
    wait_for_sound(&events);
}

#[test]
fn a_microphone_can_be_opened_all_day_long() {
    let Some(_turn) = with_pulse("a_microphone_can_be_opened_all_day_long") else { return };
    // A server allows a user 64 connections.
    for _ in 0..100 {
        drop(input_devices().unwrap());
        drop(Microphone::open(None).unwrap());
    }
    let clients = Command::new("pactl").args(["list", "short", "clients"]).output().unwrap();
    let clients = String::from_utf8(clients.stdout).unwrap();
    assert!(clients.lines().count() < 10, "{clients}");
}

#[test]
fn a_sound_server_that_hangs_is_an_error_and_not_a_wait_without_end() {
    let Some(_turn) = with_pulse("a_sound_server_that_hangs_is_an_error_and_not_a_wait_without_end") else {
        return;
    };
    let signal = |name: &str| {
        let server = std::fs::read_to_string(std::env::var_os("DICTUM_TEST_PULSE").unwrap());
        assert!(Command::new("kill").args([name, server.unwrap().trim()]).status().unwrap().success());
    };
    signal("-STOP");
    let (began, opened) = (Instant::now(), Microphone::open(None).map(|_| ()));
    let listed = input_devices();
    let took = began.elapsed();
    signal("-CONT");
    assert!(matches!(opened, Err(CaptureError::Microphone(_))), "{opened:?}");
    assert!(matches!(listed, Err(CaptureError::Microphone(_))), "{listed:?}");
    assert!(took < Duration::from_secs(20), "{took:?}");
    drop(Microphone::open(None).unwrap());
}

#[test]
fn a_microphone_that_is_not_there_is_an_error_with_advice() {
    let absent = DeviceId::from("alsa:plughw:CARD=NoSuchCard,DEV=0".to_owned());
    let error = Microphone::open(Some(&absent)).err().unwrap();
    #[cfg(target_os = "linux")]
    assert!(matches!(error, CaptureError::MicrophoneNotConnected), "{error:?}");
    assert!(error.to_string().contains("choose another"));
}
