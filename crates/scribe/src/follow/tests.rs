//! What is done with sound while more of it comes. The recording goes on by a second whenever it is looked at so many times: no clock
//! decides.

use std::cell::Cell;
use std::path::Path;
use std::sync::Arc;

use capture::Recorder;
use clinical::{ConsentAnswer, EncounterClass, Role};
use jiff::Timestamp;
use tokio::sync::broadcast::error::TryRecvError;
use vault::{DeviceBinding, NewUser};

use crate::recording::stored_form;
use crate::{Event, Places, Scribe, Session, WhichPatient, sample_patient};

/// A practice with the models that ship.
fn opened(home: &Path) -> (Scribe, Arc<Session>) {
    let mut places = Places::under(home);
    places.shipped_models.insert(0, Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models"));
    let scribe = Scribe::new(places);
    let user = NewUser { name: "Dr Test".into(), role: Role::Clinician };
    let passphrase = "tangerine ladder observatory".into();
    scribe.create_vault(user, &passphrase, DeviceBinding::PassphraseOnly).unwrap();
    let session = scribe.session().unwrap();
    (scribe, session)
}

/// What is settled of the first seconds of the sample consult, of which one more is stored each so many looks, and how many guesses
/// were made on the way.
async fn followed(looks: usize) -> (Vec<String>, usize) {
    const SECONDS: usize = 20;
    let home = tempfile::tempdir().unwrap();
    let (scribe, session) = opened(home.path());
    let patient = WhichPatient::New(sample_patient());
    let id = session.create_encounter(patient, "Knee pain", EncounterClass::Ambulatory).unwrap();
    session.record_consent(id, ConsentAnswer::Verbal, "The patient").unwrap();
    session.vault.begin_recording(id, session.user.id, Timestamp::now()).unwrap();
    let mut recorder = Recorder::new();
    let consult =
        capture::decode_file(&session.places.shipped_models[0].join("sample/consult.flac")).unwrap();
    let seconds: Vec<_> = consult.flat_map(|block| recorder.push(block.unwrap())).take(SECONDS).collect();
    let looked = Cell::new(0_usize);
    let goes_on = || {
        if looked.get().is_multiple_of(looks)
            && let Some(second) = seconds.get(looked.get() / looks)
        {
            session.vault.append_audio(id, &stored_form(second).unwrap()).unwrap();
        }
        looked.set(looked.get() + 1);
        looked.get() <= SECONDS * looks
    };
    let mut events = scribe.subscribe();
    session.transcribe_stored(id, goes_on, false).await.unwrap();

    let said = session.transcript(id).unwrap();
    let last = said.segments().last().unwrap().span.unwrap();
    assert!(last.end_ms + 3_000 > SECONDS as u64 * 1_000, "{last:?}");
    let mut guesses = 0;
    loop {
        match events.try_recv() {
            // Also one that was given up is told, as that there is none.
            Ok(event) => guesses += usize::from(matches!(event, Event::Tentative { .. })),
            Err(TryRecvError::Empty) => break,
            Err(other) => panic!("{other}"),
        }
    }
    (said.segments().iter().map(|segment| segment.text.as_str().to_owned()).collect(), guesses)
}

#[tokio::test]
async fn nothing_is_guessed_at_while_stored_sound_waits_and_a_guess_changes_nothing_that_is_settled() {
    let (hurried, guesses) = followed(1).await;
    assert_eq!(guesses, 0, "there was always something to be settled");
    let (at_ease, guesses) = followed(2).await;
    assert!(guesses > 0);
    assert_eq!(at_ease, hurried);
}
