//! Recordings: in order, durable chunk by chunk, and an interruption is known afterwards.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use clinical::Sound;

use super::*;

#[test]
fn chunks_come_back_as_they_were_stored() {
    let office = Office::new();
    let id = office.recording();
    let chunks: Vec<AudioChunk> = (0..5).map(chunk).collect();
    for chunk in &chunks {
        office.vault.append_audio(id, chunk).unwrap();
    }
    assert_eq!(office.vault.audio_extent(id).unwrap(), AudioExtent { chunks: 5, duration_ms: 5000 });
    assert_eq!(office.vault.audio_chunks(id, 0, 100).unwrap(), chunks);
    assert_eq!(office.vault.audio_chunks(id, 1, 2).unwrap(), chunks[1..3]);
    assert_eq!(office.vault.audio_chunks(id, 5, 2).unwrap(), []);
}

#[test]
fn gaps_and_duplicates_are_refused() {
    let office = Office::new();
    let id = office.recording();
    office.vault.append_audio(id, &chunk(0)).unwrap();
    for wrong in [0, 2] {
        let refused = office.vault.append_audio(id, &chunk(wrong));
        assert!(
            matches!(refused, Err(VaultError::OutOfSequence { expected: 1, got }) if got == u64::from(wrong))
        );
    }
    office.vault.append_audio(id, &chunk(1)).unwrap();
}

#[test]
fn dictation_needs_nobodys_consent_and_is_known_by_whom() {
    let office = Office::new();
    let encounter = Encounter { sound: Sound::Dictation, ..office.encounter() };
    office.vault.save_encounter(&encounter, office.doctor.id, now()).unwrap();
    office.vault.begin_recording(encounter.id, office.doctor.id, now()).unwrap();
    office.vault.append_audio(encounter.id, &chunk(0)).unwrap();
    assert_eq!(office.vault.recorded_by(encounter.id).unwrap(), [office.doctor.id]);
}

#[test]
fn nothing_is_recorded_without_consent() {
    let office = Office::new();
    let id = office.encounter().id;
    let begin = || office.vault.begin_recording(id, office.doctor.id, now());
    assert!(matches!(begin(), Err(VaultError::NoConsent)));
    office.consent(id, ConsentAnswer::Declined);
    assert!(matches!(begin(), Err(VaultError::NoConsent)));
    assert!(matches!(office.vault.append_audio(id, &chunk(0)), Err(VaultError::NotRecording)));
    office.consent(id, ConsentAnswer::Written);
    begin().unwrap();
    office.vault.append_audio(id, &chunk(0)).unwrap();
    office.vault.end_recording(id, now()).unwrap();
    assert!(matches!(office.vault.append_audio(id, &chunk(1)), Err(VaultError::NotRecording)));
    begin().unwrap();
    office.vault.append_audio(id, &chunk(1)).unwrap();
}

#[test]
fn a_chunk_moved_in_time_does_not_open() {
    let office = Office::new();
    let id = office.recording();
    office.vault.append_audio(id, &chunk(0)).unwrap();
    office.tamper("UPDATE audio_chunks SET start_ms = 60000");
    assert!(matches!(office.vault.audio_chunks(id, 0, 1), Err(VaultError::Damaged(_))));
}

#[test]
fn deleted_audio_is_gone_and_its_deletion_is_on_record() {
    let office = Office::new();
    let id = office.recording();
    office.vault.append_audio(id, &chunk(0)).unwrap();
    office.vault.delete_audio(id, office.doctor.id, now()).unwrap();
    assert_eq!(office.vault.audio_extent(id).unwrap(), AudioExtent::default());
    let last = office.vault.audit_events(0, 1000).unwrap().pop().unwrap();
    assert_eq!((last.action.as_str(), last.detail["chunks"].as_u64()), ("audio.deleted", Some(1)));
}

#[test]
fn a_transcript_that_was_being_made_beside_another_is_known_as_interrupted_until_its_work_is_over() {
    let office = Office::new();
    let interrupted = |office: &Office| office.vault.interrupted_transcripts().unwrap();
    let id = office.recording();
    office.vault.append_audio(id, &chunk(0)).unwrap();
    let [first, other] = ["one", "two"].map(|model| office.vault.start_transcript(id, model, now()).unwrap());
    let without_sound = office.encounter().id;
    let of_nothing = office.vault.start_transcript(without_sound, "one", now()).unwrap();
    office.vault.take_up_transcript(of_nothing).unwrap();
    office.vault.take_up_transcript(first).unwrap();
    office.vault.take_up_transcript(other).unwrap();
    assert_eq!(interrupted(&office), [], "one that is made is not interrupted");
    let office = office.close().reopen();
    assert_eq!(interrupted(&office), [(id, other)], "one of a recording, and only where there is one");

    office.vault.take_up_transcript(other).unwrap();
    assert_eq!(interrupted(&office), []);
    office.vault.take_up_transcript(first).unwrap();
    office.vault.finish_transcript(first, &[]).unwrap();
    let office = office.close().reopen();
    assert_eq!(interrupted(&office), [], "one that is whole is not interrupted");

    office.vault.take_up_transcript(other).unwrap();
    office.vault.leave_transcript(other).unwrap();
    assert_eq!(interrupted(&office.close().reopen()), []);
}

#[test]
fn a_recording_that_was_not_ended_is_known_as_interrupted() {
    let office = Office::new();
    let ended = office.recording();
    office.vault.end_recording(ended, now()).unwrap();
    let running = office.recording();
    assert_eq!(office.vault.interrupted_recordings().unwrap(), [], "one that runs is not interrupted");
    let office = office.close().reopen();
    assert_eq!(office.vault.interrupted_recordings().unwrap(), [running]);
    assert!(matches!(office.vault.append_audio(running, &chunk(0)), Err(VaultError::NotRecording)));

    office.vault.begin_recording(running, office.doctor.id, now()).unwrap();
    office.vault.append_audio(running, &chunk(0)).unwrap();
    assert_eq!(office.vault.interrupted_recordings().unwrap(), []);
    let office = office.close().reopen();
    office.vault.end_recording(running, now()).unwrap();
    assert_eq!(office.vault.interrupted_recordings().unwrap(), []);
}

#[test]
fn a_recording_that_goes_on_after_an_interruption_says_how_long_nothing_was_heard() {
    let office = Office::new();
    let id = office.recording();
    for seq in 0..3 {
        office.vault.append_audio(id, &chunk(seq)).unwrap();
    }
    let office = office.close().reopen();
    assert_eq!(office.vault.gaps(id).unwrap(), []);
    let later = chunk(2).heard_at + jiff::SignedDuration::from_millis(72_500);
    office.vault.begin_recording(id, office.doctor.id, later).unwrap();
    let gap = Gap { at_ms: 3000, length_ms: Some(72_500), cause: GapCause::Interrupted };
    assert_eq!(office.vault.gaps(id).unwrap(), [gap]);
    office.vault.append_audio(id, &chunk(3)).unwrap();
    office.vault.end_recording(id, now()).unwrap();
    assert_eq!(office.vault.gaps(id).unwrap(), [gap], "a recording that was stopped lacks nothing more");
}

#[test]
fn a_recording_that_never_goes_on_after_an_interruption_says_where_it_ended() {
    let office = Office::new();
    let id = office.recording();
    office.vault.append_audio(id, &chunk(0)).unwrap();
    let office = office.close().reopen();
    office.vault.end_recording(id, now()).unwrap();
    office.vault.end_recording(id, now()).unwrap();
    let gap = Gap { at_ms: 1000, length_ms: None, cause: GapCause::Interrupted };
    assert_eq!(office.vault.gaps(id).unwrap(), [gap]);
}

#[test]
fn gaps_come_back_in_order_and_belong_to_a_recording_under_way() {
    let office = Office::new();
    let id = office.recording();
    let gaps = [
        Gap { at_ms: 1000, length_ms: Some(2_250), cause: GapCause::MicrophoneLost },
        Gap { at_ms: 9000, length_ms: Some(60_000), cause: GapCause::Asleep },
    ];
    for gap in &gaps {
        office.vault.add_gap(id, gap, now()).unwrap();
    }
    assert_eq!(office.vault.gaps(id).unwrap(), gaps);
    office.vault.end_recording(id, now()).unwrap();
    assert!(matches!(office.vault.add_gap(id, &gaps[0], now()), Err(VaultError::NotRecording)));
    assert_eq!(office.vault.gaps(office.encounter().id).unwrap(), []);
}

fn after(ms: i64) -> Timestamp {
    now() + jiff::SignedDuration::from_millis(ms)
}

fn gap(at_ms: u64, length_ms: Option<u64>, cause: GapCause) -> Gap {
    Gap { at_ms, length_ms, cause }
}

#[test]
fn a_lost_microphone_has_its_length_after_a_crash_and_what_goes_on_later_lacks_the_rest() {
    for goes_on in [true, false] {
        let office = Office::new();
        let id = office.recording();
        office.vault.append_audio(id, &chunk(0)).unwrap();
        let lost = gap(1000, Some(200), GapCause::MicrophoneLost);
        office.vault.add_gap(id, &lost, after(1_200)).unwrap();
        office.vault.lengthen_gap(id, &Gap { length_ms: Some(7_000), ..lost }, after(8_000)).unwrap();
        let office = office.close().reopen();
        let rest = if goes_on {
            office.vault.begin_recording(id, office.doctor.id, after(10_000)).unwrap();
            Some(2_000)
        } else {
            office.vault.end_recording(id, after(10_000)).unwrap();
            None
        };
        let expected = [Gap { length_ms: Some(7_000), ..lost }, gap(1000, rest, GapCause::Interrupted)];
        assert_eq!(office.vault.gaps(id).unwrap(), expected);
    }
}

#[test]
fn a_crash_in_a_pause_lacks_nothing_and_one_after_it_not_the_pause() {
    let office = Office::new();
    let id = office.recording();
    office.vault.append_audio(id, &chunk(0)).unwrap();
    office.vault.pause_recording(id).unwrap();
    let office = office.close().reopen();
    office.vault.begin_recording(id, office.doctor.id, after(60_000)).unwrap();
    assert_eq!(office.vault.gaps(id).unwrap(), []);
    office.vault.pause_recording(id).unwrap();
    let office = office.close().reopen();
    assert_eq!(office.vault.interrupted_recordings().unwrap(), [id], "it is offered all the same");
    office.vault.end_recording(id, after(90_000)).unwrap();
    assert_eq!(office.vault.gaps(id).unwrap(), []);

    office.vault.begin_recording(id, office.doctor.id, after(100_000)).unwrap();
    office.vault.pause_recording(id).unwrap();
    office.vault.resume_recording(id, after(200_000)).unwrap();
    let office = office.close().reopen();
    office.vault.begin_recording(id, office.doctor.id, after(200_900)).unwrap();
    assert_eq!(office.vault.gaps(id).unwrap(), [gap(1000, Some(900), GapCause::Interrupted)]);
}

#[test]
fn two_crashes_before_there_is_a_sound_are_counted_once_each() {
    let mut office = Office::new();
    let id = office.recording();
    for crash in 1..=2 {
        office = office.close().reopen();
        office.vault.begin_recording(id, office.doctor.id, after(crash * 3_000)).unwrap();
    }
    assert_eq!(office.vault.gaps(id).unwrap(), [gap(0, Some(3_000), GapCause::Interrupted); 2]);
}

#[test]
fn a_gap_of_another_cause_keeps_its_length_while_a_lost_microphone_s_grows() {
    let office = Office::new();
    let id = office.recording();
    let lost = gap(0, Some(200), GapCause::MicrophoneLost);
    let asleep = gap(0, Some(500), GapCause::Asleep);
    office.vault.add_gap(id, &lost, after(1_200)).unwrap();
    office.vault.add_gap(id, &asleep, after(1_900)).unwrap();
    let longer = Gap { length_ms: Some(3_000), ..lost };
    office.vault.lengthen_gap(id, &longer, after(4_000)).unwrap();
    assert_eq!(office.vault.gaps(id).unwrap(), [longer, asleep]);
}

#[test]
fn the_time_of_a_copied_vault_is_no_sign_that_sound_was_heard() {
    let office = Office::new();
    let id = office.recording();
    office.vault.append_audio(id, &chunk(0)).unwrap();
    let office = office.close();
    let lock = std::fs::File::options().write(true).open(office.file("vault.lock")).unwrap();
    lock.set_modified(after(500_000).into()).unwrap();
    let office = office.reopen();
    office.vault.end_recording(id, after(900_000)).unwrap();
    assert_eq!(office.vault.gaps(id).unwrap(), [gap(1000, None, GapCause::Interrupted)]);
}

#[test]
fn what_was_heard_and_not_stored_before_a_crash_has_its_length_whatever_was_recorded_since() {
    for (recorded_since, crashed_since) in [(false, false), (true, false), (true, true)] {
        let office = Office::new();
        let id = office.recording();
        office.vault.append_audio(id, &chunk(0)).unwrap();
        let last_heard = chunk(0).heard_at;
        office.vault.give_sign(last_heard + jiff::SignedDuration::from_secs(42));
        let mut office = office.close().reopen();
        if recorded_since {
            let another = office.recording();
            office.vault.append_audio(another, &chunk(0)).unwrap();
            office.vault.give_sign(last_heard + jiff::SignedDuration::from_secs(300));
        }
        if crashed_since {
            office = office.close().reopen();
        }
        office.vault.end_recording(id, after(900_000)).unwrap();
        let (lost, end) =
            (gap(1000, Some(42_000), GapCause::Interrupted), gap(1000, None, GapCause::Interrupted));
        assert_eq!(office.vault.gaps(id).unwrap(), [lost, end]);
    }
}

/// The folder in which [`the_recorder_that_is_killed`] records; it does nothing without.
const KILLED_IN: &str = "DICTUM_TEST_KILLED_IN";

/// Not a test by itself: the process that [`every_chunk_acknowledged_before_a_kill_is_there_after_it`] kills.
#[test]
fn the_recorder_that_is_killed() {
    let Some(dir) = std::env::var_os(KILLED_IN) else { return };
    let (vault, doctor) = Vault::open(Path::new(&dir), &PASSPHRASE.into(), now()).unwrap();
    let id = vault.encounters_between(Timestamp::MIN, Timestamp::MAX).unwrap()[0].id;
    vault.begin_recording(id, doctor.id, now()).unwrap();
    for seq in 0.. {
        vault.append_audio(id, &chunk(seq)).unwrap();
        println!("\nstored {seq}");
    }
}

#[test]
fn every_chunk_acknowledged_before_a_kill_is_there_after_it() {
    let office = Office::new();
    let id = office.encounter().id;
    office.consent(id, ConsentAnswer::Verbal);
    let closed = office.close();
    let mut recorder = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "tests::audio::the_recorder_that_is_killed", "--nocapture"])
        .env(KILLED_IN, closed.dir())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(recorder.stdout.take().unwrap()).lines().map(|line| line.unwrap());
    let acknowledged = lines.find(|line| line == "stored 25");
    recorder.kill().unwrap();
    recorder.wait().unwrap();
    assert!(acknowledged.is_some());
    let last: u32 = lines.filter_map(|line| line.strip_prefix("stored ")?.parse().ok()).last().unwrap_or(25);

    let office = closed.reopen();
    assert_eq!(office.vault.interrupted_recordings().unwrap(), [id]);
    let stored = office.vault.audio_chunks(id, 0, 100_000).unwrap();
    assert!(stored.len() > last as usize, "{} stored, {last} acknowledged", stored.len());
    assert!(stored.iter().zip(0..).all(|(stored, seq)| *stored == chunk(seq)));
    assert_eq!(office.vault.verify().unwrap().problem(), None);
}
