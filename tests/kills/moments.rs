//! Killed in the first second, at Pause, at Stop, while sound is deleted, and while there is trouble with microphone or disk.

use std::sync::Arc;
use std::time::Instant;

use dictum_tests::{fill_disk, plug_the_microphone_in, project, small_disk, unplug_the_microphone};
use scribe::Session;

use super::*;

/// What a program told until it was killed, so many ms after it first said this.
fn killed(home: &Path, and_then: Option<&str>, word: &str, moment_ms: u64) -> Vec<Vec<String>> {
    let (mut program, mut lines) = start(home, false, and_then);
    let mut told = Vec::new();
    for words in lines.by_ref() {
        let is_it = words[0] == word;
        told.push(words);
        if is_it {
            break;
        }
    }
    std::thread::sleep(Duration::from_millis(moment_ms));
    program.kill().unwrap();
    program.wait().unwrap();
    told.extend(lines);
    told
}

fn last_told(lines: &[Vec<String>]) -> Told {
    lines.iter().rfind(|words| words[0] == "recorded").map(|words| Told::of(words)).unwrap_or_default()
}

fn is_done(lines: &[Vec<String>]) -> bool {
    lines.iter().any(|words| words[0] == "done")
}

fn opened(home: &Path) -> Arc<Session> {
    let scribe = Scribe::new(Places::under(home));
    scribe.unlock(&PASSPHRASE.into()).unwrap();
    scribe.session().unwrap()
}

/// At each of these moments a program of its own, in a vault of its own.
fn at_each(moments_ms: &[u64], test: impl Fn(&Path, EncounterId, u64) + Sync) {
    std::thread::scope(|scope| {
        for moment in moments_ms {
            let test = &test;
            scope.spawn(move || {
                let home = tempfile::tempdir().unwrap();
                let id = a_vault_with_a_consult(home.path());
                test(home.path(), id, *moment);
            });
        }
    });
}

/// A tone in the test microphone for as long as this lives.
struct Tone(Child, #[expect(dead_code, reason = "its file")] tempfile::TempDir);

impl Tone {
    fn sounds() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self(tone(folder.path()), folder)
    }
}

impl Drop for Tone {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn of_a_recording_that_is_killed_in_its_first_second_again_and_again_no_time_is_lost_or_counted_twice() {
    let Some(_turn) = microphone() else { return };
    let _tone = Tone::sounds();
    let home = tempfile::tempdir().unwrap();
    let id = a_vault_with_a_consult(home.path());
    let moments_ms = [0, 900, 300, 0, 600, 150, 1_000, 450];
    let (mut began, mut told) = (None, Told::default());
    for moment in moments_ms {
        let (mut program, mut lines) = start(home.path(), false, None);
        lines.find(|words| words[0] == "begun").expect("the program ended by itself");
        began.get_or_insert_with(Instant::now);
        std::thread::sleep(Duration::from_millis(moment));
        program.kill().unwrap();
        program.wait().unwrap();
        told = lines.filter(|words| words[0] == "recorded").last().map_or(told, |words| Told::of(&words));
    }
    let went_by_ms = began.unwrap().elapsed().as_millis() as u64;
    let gaps = whole_but_for_the_gaps(home.path(), id, told);
    assert_eq!(gaps.len(), moments_ms.len() - 1, "one between each two programs");
    let session = opened(home.path());
    let missing_ms: u64 = session.gaps(id).unwrap().iter().filter_map(|gap| gap.length_ms).sum();
    let recorded_ms = session.vault().audio_extent(id).unwrap().duration_ms;
    let off_ms = went_by_ms.abs_diff(recorded_ms + missing_ms);
    assert!(off_ms < 2_000, "{recorded_ms} ms and {missing_ms} ms of {went_by_ms} ms");
}

#[test]
fn a_recording_that_is_killed_at_pause_loses_no_second_and_the_pause_is_not_missed() {
    let Some(_turn) = microphone() else { return };
    let _tone = Tone::sounds();
    at_each(&[0, 50, 150, 300, 5_000], |home, id, moment_ms| {
        let told = killed(home, Some("pause"), "to", moment_ms);
        assert_eq!(whole_but_for_the_gaps(home, id, last_told(&told)), []);
        let session = opened(home);
        assert_eq!(session.vault().interrupted_recordings().unwrap(), [id]);
        session.vault().end_recording(id, Timestamp::now()).unwrap();
        let mut gaps = session.gaps(id).unwrap();
        gaps.retain(|gap| gap.cause != GapCause::MicrophoneLost);
        let broke_off = gaps.iter().all(|gap| gap.cause == GapCause::Interrupted && gap.length_ms.is_none());
        assert!(gaps.is_empty() || moment_ms < 5_000 && broke_off, "{moment_ms} ms: {gaps:?}");
    });
}

#[test]
fn a_recording_that_is_killed_at_stop_is_whole_or_offered_as_interrupted() {
    let Some(_turn) = microphone() else { return };
    let _tone = Tone::sounds();
    at_each(&[0, 20, 60, 150, 300, 5_000], |home, id, moment_ms| {
        let told = killed(home, Some("stop"), "to", moment_ms);
        assert_eq!(whole_but_for_the_gaps(home, id, last_told(&told)), []);
        let interrupted = opened(home).vault().interrupted_recordings().unwrap();
        assert!(!is_done(&told) || interrupted.is_empty(), "{moment_ms} ms: what was saved is ended");
        assert!(moment_ms < 5_000 || is_done(&told), "Stop takes long");
    });
}

#[test]
fn sound_whose_deletion_is_killed_is_all_there_or_gone_with_its_deletion_on_record() {
    at_each(&[0, 2, 5, 10, 20, 40, 80, 500], |home, id, moment_ms| {
        let consult = project().join("models/sample/consult.flac");
        let before = {
            let session = opened(home);
            session.import_audio(id, &consult).unwrap();
            session.vault().audio_extent(id).unwrap()
        };
        let told = killed(home, Some("delete"), "to", moment_ms);
        let session = opened(home);
        let vault = session.vault();
        assert_eq!(vault.verify().unwrap().problem(), None);
        let there = vault.audio_extent(id).unwrap();
        let deletions = vault.audit_events(0, 1_000).unwrap();
        let on_record = deletions.iter().filter(|event| event.action == "audio.deleted").count();
        assert!((there, on_record) == (before, 0) || (there.chunks, on_record) == (0, 1), "{there:?}");
        assert!(!is_done(&told) || there.chunks == 0);
        assert_eq!(vault.audio_chunks(id, 0, 100_000).unwrap().len(), there.chunks as usize);
        // Opening empties the log, and writes no more to it than that it was opened.
        let log = Places::under(home).vault.join("vault.db-wal").metadata().map_or(0, |log| log.len());
        assert!(log < 20_000, "{log} bytes of what was deleted are left in the log");
    });
}

#[test]
fn what_a_lost_microphone_took_until_the_program_was_killed_has_its_length() {
    let Some(_turn) = microphone() else { return };
    let home = tempfile::tempdir().unwrap();
    let id = a_vault_with_a_consult(home.path());
    let (mut program, mut lines) = start(home.path(), false, None);
    let has_sound = |words: &Vec<String>| words[0] == "recorded" && Told::of(words).saved >= 1_000;
    lines.find(has_sound).expect("the program ended by itself");
    unplug_the_microphone();
    let unplugged = Instant::now();
    std::thread::sleep(Duration::from_secs(6));
    program.kill().unwrap();
    let most_ms = unplugged.elapsed().as_millis() as u64 + 1_000;
    program.wait().unwrap();
    plug_the_microphone_in();
    let session = opened(home.path());
    session.vault().end_recording(id, Timestamp::now()).unwrap();
    let gaps = session.gaps(id).unwrap();
    let [.., lost, end] = gaps.as_slice() else { panic!("{gaps:?}") };
    assert_eq!(
        (lost.cause, end.cause, end.length_ms),
        (GapCause::MicrophoneLost, GapCause::Interrupted, None)
    );
    let length_ms = lost.length_ms.unwrap();
    assert!((4_000..=most_ms).contains(&length_ms), "{length_ms} ms");
}

#[test]
fn what_a_full_disk_did_not_take_until_the_program_was_killed_has_its_length() {
    let Some(_turn) = microphone() else { return };
    let test = "moments::what_a_full_disk_did_not_take_until_the_program_was_killed_has_its_length";
    let Some(disk) = small_disk(test) else { return };
    let home = disk.join("home");
    let id = a_vault_with_a_consult(&home);
    let _tone = Tone::sounds();
    let (mut program, mut lines) = start(&home, false, None);
    let has_sound = |words: &Vec<String>| words[0] == "recorded" && Told::of(words).saved >= 1_000;
    lines.find(has_sound).expect("the program ended by itself");
    let filler = disk.join("filler");
    fill_disk(&filler);
    let is_behind = |words: &Vec<String>| {
        words[0] == "recorded" && Told::of(words).recorded > Told::of(words).saved + 5_000
    };
    lines.find(is_behind).expect("the program ended by itself");
    program.kill().unwrap();
    program.wait().unwrap();
    std::fs::remove_file(filler).unwrap();
    let session = opened(&home);
    session.vault().end_recording(id, Timestamp::now()).unwrap();
    let gaps = session.gaps(id).unwrap();
    let [.., lost, end] = gaps.as_slice() else { panic!("{gaps:?}") };
    assert_eq!((lost.cause, end.cause, end.length_ms), (GapCause::Interrupted, GapCause::Interrupted, None));
    let length_ms = lost.length_ms.unwrap();
    assert!((3_000..9_000).contains(&length_ms), "{length_ms} ms");
}
