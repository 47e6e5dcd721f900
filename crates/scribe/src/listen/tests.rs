use std::path::Path;

use capture::SAMPLE_RATE;
use models::{Spoken, Task};

use super::*;
use crate::Places;

/// A second of sound, in samples.
const SECOND: usize = SAMPLE_RATE as usize;

/// A listener with the model that ships, and so many seconds of the sample consult.
fn listening(seconds: usize, hearing: Hearing) -> (Listener, Vec<i16>) {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let home = tempfile::tempdir().unwrap();
    let mut places = Places::under(home.path());
    places.shipped_models.insert(0, project.join("models"));
    let model = places.library().unwrap().default_for(Task::Speech, &Spoken::default()).unwrap();
    let listener = Listener::new(&model, whisper_for(&model), 0, hearing).unwrap();
    let consult = capture::decode_file(&project.join("models/sample/consult.flac")).unwrap();
    let sound = consult.flat_map(|block| block.unwrap().mono().into_owned());
    (listener, sound.take(seconds * SECOND).collect())
}

#[test]
fn what_is_open_to_be_guessed_at_reaches_to_the_last_moment_that_was_recorded() {
    const FRAME_MS: u64 = 16;
    let (mut listener, sound) = listening(45, Hearing::default());
    let mut checked = 0;
    for (second, heard_to_ms) in sound.chunks(SECOND).zip((1_000u64..).step_by(1_000)) {
        // Nothing is to be recognised here.
        listener.chunks(second).unwrap();
        if let Some(open) = listener.open() {
            assert!((heard_to_ms - FRAME_MS..=heard_to_ms).contains(&open.end_ms), "{heard_to_ms}: {open:?}");
            checked += 1;
        }
    }
    assert!(checked >= 30, "{checked}");
}

#[tokio::test]
async fn speech_that_goes_on_is_guessed_at_as_it_is_then_settled() {
    let (mut listener, sound) = listening(45, Hearing::default());
    let (mut guesses, mut settled) = (Vec::new(), Vec::new());
    for second in sound.chunks(SECOND) {
        settled.extend(listener.hear(second).await.unwrap().pieces);
        if listener.open().is_some_and(|open| open.end_ms - open.start_ms > 1_000) {
            guesses.push((settled.len(), listener.guess().await.unwrap()));
        }
    }
    settled.extend(listener.finish().await.unwrap().pieces);
    let first_words =
        |text: &str| text.to_lowercase().split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    let borne_out = guesses
        .iter()
        .filter(|(next, guess)| first_words(&settled[*next].text) == first_words(guess))
        .count();
    assert!(guesses.len() >= 12, "{} guesses", guesses.len());
    assert!(borne_out * 4 > guesses.len() * 3, "{borne_out} of {}: {guesses:?} {settled:?}", guesses.len());
}

#[tokio::test]
async fn before_the_language_is_known_what_is_said_is_guessed_at_in_the_likeliest_one() {
    let hearing = Hearing { languages: vec!["en".into(), "de".into()], ..Hearing::default() };
    let (mut listener, sound) = listening(8, hearing);
    let mut guesses = Vec::new();
    for second in sound.chunks(SECOND).take(6) {
        assert!(listener.hear(second).await.unwrap().pieces.is_empty(), "too little to tell");
        guesses.push(listener.guess().await.unwrap());
        assert_eq!(listener.language(), None, "a guess binds nothing");
    }
    assert!(guesses.iter().any(|guess| guess.split_whitespace().count() > 1), "{guesses:?}");
}

#[test]
fn what_is_translated_is_cut_shorter() {
    let longest = |hearing| {
        let (mut listener, sound) = listening(60, hearing);
        let chunks = listener.chunks(&sound).unwrap();
        chunks.iter().map(|chunk| chunk.end_ms() - chunk.start_ms).max().unwrap()
    };
    let german = |translate| Hearing { languages: vec!["de".into()], translate, ..Hearing::default() };
    assert!(longest(german(true)) <= LONGEST_TRANSLATED_MS);
    assert!(longest(Hearing { translate: true, ..Hearing::default() }) == longest(german(false)));
}

#[test]
fn noise_is_taken_out_of_what_is_heard_where_that_is_asked_for() {
    let loudness_of = |suppress_noise| {
        let (mut listener, sound) = listening(30, Hearing { suppress_noise, ..Hearing::default() });
        let mut state = 7_u32;
        let mut hiss = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as i16 / 32
        };
        let noisy: Vec<i16> = sound.iter().map(|sample| (sample / 8).saturating_add(hiss())).collect();
        let chunks = listener.chunks(&noisy).unwrap();
        assert!(!chunks.is_empty());
        let samples = chunks.iter().flat_map(|chunk| &chunk.samples);
        let quietest = samples.map(|sample| f64::from(sample.abs()));
        let mut loudness: Vec<f64> = quietest.collect();
        loudness.sort_by(f64::total_cmp);
        loudness[loudness.len() / 4]
    };
    let (with_noise, without) = (loudness_of(false), loudness_of(true));
    assert!(without < with_noise / 2.0, "{without} {with_noise}");
}
