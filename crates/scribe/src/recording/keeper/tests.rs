use clinical::{ConsentAnswer, EncounterClass, Role};
use vault::{AudioChunk, DeviceBinding, KeyParameters, NewUser};

use super::*;
use crate::{Places, Session, WhichPatient, sample_patient};

/// Keeps numbered samples that arrive in blocks while there are turns; gives which of them are stored.
fn stored(blocks: &[usize], turns: &[(RecordingState, usize)]) -> Vec<usize> {
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
    let mut keeper = Keeper::new(session.vault().clone(), id, extent, None, status, Events::new());

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
