use capture::{OneOfTwo, PoorSignal, SILENCE_TOLD_AFTER, SignalFault};
use clinical::{ConsentAnswer, EncounterClass, GapCause, Role};
use std::sync::mpsc::channel;
use vault::{AudioChunk, DeviceBinding, KeyParameters, NewUser};

use super::*;
use crate::{Places, Session, WhichPatient, sample_patient};

/// A keeper of a recording that has begun.
fn keeper() -> (tempfile::TempDir, Arc<Session>, EncounterId, Keeper) {
    let home = tempfile::tempdir().unwrap();
    let user = NewUser { name: "Dr Test".into(), role: Role::Clinician };
    let (vault, user, _) = Vault::create(
        &home.path().join("vault"),
        user,
        &"a passphrase for this test".into(),
        DeviceBinding::PassphraseOnly,
        KeyParameters::for_tests(),
        Timestamp::now(),
    )
    .unwrap();
    let user_id = user.id;
    let session = Session::new(Places::under(home.path()), vault, user, Events::new());
    let id = session
        .create_encounter(WhichPatient::New(sample_patient()), "Cough", EncounterClass::Ambulatory)
        .unwrap();
    session.record_consent(id, ConsentAnswer::Verbal, "The patient").unwrap();
    session.vault().begin_recording(id, user_id, Timestamp::now()).unwrap();
    let status = RecordingStatus {
        encounter: id,
        state: RecordingState::Recording,
        elapsed_ms: 0,
        saved_ms: 0,
        device: "a test".to_owned(),
        signal: None,
        problem: None,
        notice: None,
    };
    let status = Arc::new(Mutex::new(status));
    let extent = AudioExtent { chunks: 0, duration_ms: 0 };
    let keeper = Keeper::new(session.vault().clone(), id, extent, None, status, Events::new());
    (home, session, id, keeper)
}

/// Keeps numbered samples that arrive in blocks while there are turns; gives which of them are stored.
fn stored(blocks: &[usize], turns: &[(RecordingState, usize)]) -> Vec<usize> {
    let (_home, session, id, mut keeper) = keeper();
    let began = Instant::now();
    let arrives = |sample: usize| began + Duration::from_secs(sample as u64) / SAMPLE_RATE;
    for (to, sample) in turns {
        keeper.turns.push_back(Turn { to: *to, at: arrives(*sample) });
    }
    let mut next = 0;
    for samples in blocks {
        let block: Vec<i16> = (next..next + samples).map(|sample| sample as i16).collect();
        next += samples;
        keeper.hear(block.into(), arrives(next));
    }
    keeper.flush();
    let chunks = session.vault().audio_chunks(id, 0, 1_000).unwrap();
    let sound = |chunk: &AudioChunk| capture::chunk::decode_chunk(&chunk.bytes).unwrap().mono().into_owned();
    chunks.iter().flat_map(sound).map(|sample| sample as usize).collect()
}

#[test]
fn what_is_heard_in_a_pause_or_after_the_end_is_not_kept_and_all_else_is() {
    use RecordingState::{Paused, Recording, Stopped};
    let blocks = [1_600; 18];
    assert_eq!(stored(&blocks, &[]), (0..28_800).collect::<Vec<_>>());
    let turns =
        [(Paused, 2_000), (Recording, 2_100), (Paused, 4_800), (Recording, 23_456), (Stopped, 27_000)];
    let kept: Vec<usize> = [0..2_000, 2_100..4_800, 23_456..27_000].into_iter().flatten().collect();
    assert_eq!(stored(&blocks, &turns), kept);
    assert_eq!(stored(&[800, 7, 16_000, 11_993], &turns), kept);
}

#[test]
fn a_microphone_that_gives_nothing_but_zeros_leaves_a_mark_as_long_as_that_and_a_short_silence_none() {
    use RecordingState::{Paused, Recording};
    let (_home, session, id, mut keeper) = keeper();
    let mut events = keeper.events.subscribe();
    let zeros = PoorSignal { fault: SignalFault::Silent, only: None };
    let mut arrived = Instant::now();
    let mut hears = |keeper: &mut Keeper, seconds: usize| {
        for _ in 0..seconds {
            arrived += Duration::from_secs(1);
            keeper.hear(vec![0; SAMPLE_RATE as usize].into(), arrived);
            keeper.mark_silence();
            keeper.store();
        }
    };
    let marked = || {
        session
            .gaps(id)
            .unwrap()
            .iter()
            .map(|gap| (gap.cause, gap.at_ms, gap.length_ms.unwrap()))
            .collect::<Vec<_>>()
    };
    // One that takes noise out is silent whenever nobody speaks.
    hears(&mut keeper, 5);
    keeper.judged(Some(zeros));
    hears(&mut keeper, 4);
    keeper.judged(None);
    assert_eq!(marked(), []);
    // Only one of two is muted.
    keeper.judged(Some(PoorSignal { only: Some(OneOfTwo::First), ..zeros }));
    hears(&mut keeper, 20);
    assert_eq!(marked(), []);

    keeper.judged(Some(zeros));
    hears(&mut keeper, 7);
    assert_eq!(marked(), []);
    hears(&mut keeper, 1);
    let from_ms = 29_000 - SILENCE_TOLD_AFTER.as_millis() as u64;
    let zeros_for = |ms| (GapCause::MicrophoneSilent, from_ms, ms);
    assert_eq!(marked(), [zeros_for(10_500)], "it stands in the vault whatever happens next");
    hears(&mut keeper, 30);
    keeper.take(Turn { to: Paused, at: Instant::now() });
    assert_eq!(marked(), [zeros_for(40_500)]);
    // It is still muted after the pause.
    keeper.take(Turn { to: Recording, at: Instant::now() });
    hears(&mut keeper, 12);
    keeper.judged(None);
    let after = (GapCause::MicrophoneSilent, 67_000, 12_000);
    assert_eq!(marked(), [zeros_for(40_500), after]);
    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let Event::Gap { gap, .. } = event {
            told.push((gap.at_ms, gap.length_ms.unwrap()));
        }
    }
    assert_eq!(told.last(), Some(&(67_000, 12_000)));
    assert!(told.contains(&(from_ms, 10_500)) && told.contains(&(from_ms, 40_500)), "{told:?}");

    // Muted in a pause: what was said before it is no silence.
    keeper.take(Turn { to: Paused, at: Instant::now() });
    keeper.take(Turn { to: Recording, at: Instant::now() });
    hears(&mut keeper, 1);
    keeper.judged(Some(zeros));
    hears(&mut keeper, 12);
    keeper.judged(None);
    assert_eq!(marked().last(), Some(&(GapCause::MicrophoneSilent, 79_000, 13_000)));
}

#[test]
fn what_was_not_heard_while_the_computer_slept_is_a_gap_in_a_recording_that_goes_on() {
    use RecordingState::{Paused, Recording};
    let (_home, session, id, mut keeper) = keeper();
    let mut events = keeper.events.subscribe();
    let mut arrived = Instant::now();
    let mut hears = |keeper: &mut Keeper, samples: u32| {
        arrived += Duration::from_secs(1) * samples / SAMPLE_RATE;
        keeper.hear(vec![7; samples as usize].into(), arrived);
    };
    hears(&mut keeper, 24_000);
    keeper.missed(NIGHT);
    hears(&mut keeper, 32_000);
    keeper.take(Turn { to: Paused, at: Instant::now() });
    keeper.missed(NIGHT);
    keeper.take(Turn { to: Recording, at: Instant::now() });
    hears(&mut keeper, 16_000);
    keeper.flush();

    let slept = clinical::Gap { at_ms: 1_500, length_ms: Some(9 * 3_600_000), cause: GapCause::Asleep };
    assert_eq!(session.gaps(id).unwrap(), [slept], "nothing is missing in a pause");
    let lengths = session.vault().audio_chunks(id, 0, 10).unwrap().into_iter().map(|chunk| chunk.duration_ms);
    assert_eq!(lengths.collect::<Vec<_>>(), [1_000, 500, 1_000, 1_000, 1_000]);
    assert!(lock(&keeper.status).notice.as_ref().is_some_and(|told| told.contains("asleep")));
    let told = std::iter::from_fn(|| events.try_recv().ok());
    assert!(told.into_iter().any(|event| matches!(event, Event::Gap { gap, .. } if gap == slept)));
}

const NIGHT: Duration = Duration::from_secs(9 * 3600);

/// A second of sound, and then a microphone that gives nothing.
fn late() -> (tempfile::TempDir, Arc<Session>, EncounterId, Keeper) {
    let (home, session, id, mut keeper) = keeper();
    keeper.hear(vec![7; SAMPLE_RATE as usize].into(), Instant::now());
    keeper.is_late = true;
    keeper.has_begun = true;
    (home, session, id, keeper)
}

fn a_tenth() -> Audio {
    vec![7; SAMPLE_RATE as usize / 10].into()
}

/// The place, length and cause of what is missing.
fn missing(session: &Session, id: EncounterId) -> Vec<(u64, u64, GapCause)> {
    let gaps = session.gaps(id).unwrap();
    gaps.into_iter().map(|gap| (gap.at_ms, gap.length_ms.unwrap(), gap.cause)).collect()
}

#[test]
fn a_microphone_that_takes_over_after_a_night_leaves_a_gap_of_that_night() {
    let (_home, session, id, mut keeper) = late();
    let (last_words, heard) = channel();
    last_words.send(CaptureEvent::Audio { sound: a_tenth(), until: keeper.heard_to }).unwrap();
    last_words.send(CaptureEvent::Missed(NIGHT)).unwrap();
    keeper.take_over(&heard, "another", false);
    assert_eq!(lock(&keeper.status).problem, None, "there is one at hand");
    keeper.hear(a_tenth(), keeper.heard_to + Duration::from_secs(1));
    keeper.flush();
    let [(1_100, length, GapCause::MicrophoneLost)] = missing(&session, id)[..] else {
        panic!("{:?}", missing(&session, id))
    };
    assert!(Duration::from_millis(length).abs_diff(NIGHT) < Duration::from_secs(60), "{length}");
    assert!(lock(&keeper.status).notice.as_ref().unwrap().contains("gave nothing for 32"));
    assert_eq!(session.vault().audio_extent(id).unwrap().duration_ms, 1_200);
}

#[test]
fn a_late_microphone_that_gives_what_it_had_when_another_one_takes_over_leaves_no_gap() {
    let (_home, session, id, mut keeper) = late();
    let (last_words, heard) = channel();
    let until = keeper.heard_to + Duration::from_millis(100);
    last_words.send(CaptureEvent::Audio { sound: a_tenth(), until }).unwrap();
    keeper.take_over(&heard, "another", false);
    // Half of it is known.
    keeper.hear(a_tenth(), until + Duration::from_millis(50));
    keeper.flush();
    assert_eq!(missing(&session, id), []);
    assert_eq!(session.vault().audio_extent(id).unwrap().duration_ms, 1_150);
    assert_eq!(lock(&keeper.status).notice.as_deref(), Some("The recording goes on with another."));
}

#[test]
fn of_one_that_cannot_be_closed_the_gap_is_as_long_as_nothing_came_of_it() {
    let (_home, session, id, mut keeper) = late();
    keeper.heard_to_since_boot -= Duration::from_secs(3);
    let (_hangs, heard) = channel();
    keeper.take_over(&heard, "another", false);
    keeper.hear(a_tenth(), Instant::now());
    let [(1_000, length, GapCause::MicrophoneLost)] = missing(&session, id)[..] else {
        panic!("{:?}", missing(&session, id))
    };
    assert!((2_800..60_000).contains(&length), "{length}");
}

#[test]
fn what_a_late_microphone_did_not_give_before_a_pause_is_a_gap_and_the_pause_is_none() {
    use RecordingState::{Paused, Recording};
    let (_home, session, id, mut keeper) = late();
    let at = Instant::now() - 2 * ARRIVES_WITHIN;
    keeper.heard_to_since_boot = at_since_boot(at) - Duration::from_secs(2);
    keeper.turns.push_back(Turn { to: Paused, at });
    keeper.take_overdue_turns(true);
    let [before] = missing(&session, id)[..] else { panic!("{:?}", missing(&session, id)) };
    assert!(before.1.abs_diff(2_000) < 100 && before.2 == GapCause::Asleep, "{before:?}");
    // It is lost after the pause, and says that it gave nothing for all the time.
    keeper.take(Turn { to: Recording, at: Instant::now() });
    keeper.lost("it is gone", NIGHT);
    keeper.hear(a_tenth(), Instant::now());
    let [first, (1_000, length, GapCause::MicrophoneLost)] = missing(&session, id)[..] else {
        panic!("{:?}", missing(&session, id))
    };
    assert_eq!(first, before);
    assert!(length < 60_000, "{length}");
}
