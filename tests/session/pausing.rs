//! A recording that is paused and goes on.

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use capture::SAMPLE_RATE;
use scribe::RecordingState;
use vault::Vault;

use super::{Speaking, microphone, recording, wait_until};

/// Plays a tone into the test microphone from now on.
pub(super) fn tone(folder: &std::path::Path, seconds: &str) -> Child {
    let file = folder.join("tone.wav");
    let made = Command::new("sox")
        .args(["-q", "-n", "-r", "16000", "-c", "1", "-b", "16"])
        .arg(&file)
        .args(["synth", seconds, "sine", "440", "vol", "0.5"])
        .status();
    assert!(made.unwrap().success());
    Command::new("paplay").arg("--device=mic").arg(file).spawn().unwrap()
}

pub(super) fn samples(vault: &Vault, id: clinical::EncounterId) -> Vec<i16> {
    let chunks = vault.audio_chunks(id, 0, 1_000).unwrap();
    let sound =
        |chunk: &vault::AudioChunk| capture::chunk::decode_chunk(&chunk.bytes).unwrap().mono().into_owned();
    chunks.iter().flat_map(sound).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_last_before_a_pause_is_settled_in_it() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    let (scribe, session, id) = recording(home.path());
    let status = || scribe.recording_status().unwrap();
    let mut voice = Speaking::the_sample();
    wait_until("speech", || status().elapsed_ms > 9_000);
    // Wherever that is in a sentence.
    session.pause_recording(id).unwrap();
    wait_until("the pause", || status().state == RecordingState::Paused);
    voice.stop();
    let recorded_ms = status().elapsed_ms;
    let sound = samples(session.vault(), id);
    let last = sound.iter().rposition(|sample| sample.abs() > 1_000).unwrap();
    let spoken_to_ms = last as u64 * 1_000 / u64::from(SAMPLE_RATE);
    wait_until("the last words", || {
        let said = session.transcript(id).unwrap();
        let heard_to = said.segments().last().and_then(|segment| segment.span).map_or(0, |span| span.end_ms);
        heard_to + 1_500 >= spoken_to_ms
    });
    assert_eq!((status().state, status().elapsed_ms), (RecordingState::Paused, recorded_ms));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_heard_in_a_pause_is_recorded_and_nothing_before_it_is_lost() {
    let Some(_turn) = microphone().await else { return };
    let home = tempfile::tempdir().unwrap();
    let (scribe, session, id) = recording(home.path());
    let status = || scribe.recording_status().unwrap();
    wait_until("some sound", || status().elapsed_ms > 500);
    let (before, at) = (status().elapsed_ms, Instant::now());
    session.pause_recording(id).unwrap();
    let most_ms = before + at.elapsed().as_millis() as u64;
    wait_until("the pause", || status().state == RecordingState::Paused);
    assert!(tone(home.path(), "1.5").wait().unwrap().success());
    // Until what was played has passed the microphone.
    tokio::time::sleep(Duration::from_millis(700)).await;
    let paused = status();
    assert_eq!(paused.saved_ms, paused.elapsed_ms, "what was heard before is stored");
    assert!(
        (before..=most_ms + 400).contains(&paused.elapsed_ms),
        "{} ms recorded, {before} to {most_ms} ms at the pause",
        paused.elapsed_ms
    );
    session.resume_recording(id).unwrap();
    wait_until("more sound", || status().elapsed_ms > paused.elapsed_ms + 700);
    let (recorded, at) = (status().elapsed_ms, Instant::now());
    scribe.stop_recording(id).unwrap();
    let sound = samples(session.vault(), id);
    assert!(sound.iter().all(|sample| sample.abs() < 200), "the tone of the pause is recorded");
    // What came until Stop is there, too, however the sound system divided it.
    let length_ms = sound.len() as u64 * 1_000 / u64::from(SAMPLE_RATE);
    let most_ms = recorded + at.elapsed().as_millis() as u64 + 400;
    assert!((recorded..=most_ms).contains(&length_ms), "{length_ms} ms of {recorded} to {most_ms}");
    wait_until("the end", || scribe.recording_status().is_none());
}
