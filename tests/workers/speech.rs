use std::time::{Duration, Instant};

use dictum_tests::random_models::{WhisperShape, cached_whisper};
use worker::{TranscribeParams, WorkerError};

use super::{audio, kill, models, runs, speech, speech_with, until};

fn quick() -> TranscribeParams {
    TranscribeParams { temperature_fallback: false, timestamps: false, ..TranscribeParams::default() }
}

#[tokio::test]
async fn a_model_says_what_it_is() {
    let info = speech().info().await.unwrap();
    assert_eq!(info.architecture, "whisper");
    assert_eq!((info.vocabulary, info.context_tokens), (51_864, 448));
    assert!(info.parameters > 3_000_000 && info.file_bytes > 6_000_000, "{info:?}");
}

#[tokio::test]
async fn what_is_heard_lies_within_the_audio() {
    for params in [quick(), TranscribeParams { timestamps: true, ..quick() }] {
        let heard = speech().transcribe(&audio(5), &params).await.unwrap();
        assert!(!heard.is_empty());
        for part in &heard {
            assert!(part.start_ms <= part.end_ms && part.end_ms <= 5_000, "{part:?}");
            assert!((0.0..=1.0).contains(&part.no_speech_prob), "{}", part.no_speech_prob);
            assert!(part.avg_logprob <= 0.0, "{}", part.avg_logprob);
        }
    }
}

#[tokio::test]
async fn very_short_audio_is_no_error() {
    let worker = speech();
    assert!(worker.transcribe(&[], &quick()).await.unwrap().is_empty());
    worker.transcribe(&[0.1; 16], &quick()).await.unwrap();
}

#[tokio::test]
async fn audio_over_a_frame_is_refused_with_its_length() {
    let error = speech().transcribe(&audio(15 * 60 + 1), &quick()).await.unwrap_err();
    assert_eq!(error, WorkerError::AudioTooLong { milliseconds: 901_000, most: 900_000 });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_killed_at_work_is_replaced_and_hears_the_same() {
    let worker = speech();
    let audio = audio(120);
    let undisturbed = worker.transcribe(&audio, &quick()).await.unwrap();
    let (killed, params) = (worker.pid().unwrap(), quick());
    let (again, ()) = tokio::join!(worker.transcribe(&audio, &params), async {
        tokio::time::sleep(Duration::from_millis(150)).await;
        kill(killed);
    });
    assert_eq!(again.unwrap(), undisturbed);
    assert_ne!(worker.pid(), Some(killed), "it was killed only after it had finished");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_dies_twice_gives_up() {
    let worker = speech();
    worker.info().await.unwrap();
    let audio = audio(600);
    let params = quick();
    let work = worker.transcribe(&audio, &params);
    let killing = async {
        let mut killed = 0;
        while killed < 2 {
            let first = worker.pid();
            until("it works", || worker.pid().is_some()).await;
            tokio::time::sleep(Duration::from_millis(100)).await;
            kill(worker.pid().unwrap());
            killed += 1;
            until("it is replaced", || worker.pid() != first).await;
        }
    };
    let (done, ()) = tokio::join!(work, killing);
    assert_eq!(done.unwrap_err(), WorkerError::Died);
    worker.transcribe(&audio[..16_000], &quick()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_takes_less_than_a_second_and_the_worker_goes_on() {
    let worker = speech();
    worker.info().await.unwrap();
    let audio = audio(600);
    let given_up =
        tokio::time::timeout(Duration::from_millis(200), worker.transcribe(&audio, &quick())).await;
    assert!(given_up.is_err(), "it finished before it could be cancelled");
    // It is free again, or was ended because it was deep in a computation.
    let (begun, pid) = (Instant::now(), worker.pid().unwrap());
    tokio::select! {
        info = worker.info() => drop(info.unwrap()),
        () = until("it is ended", || !runs(pid)) => {}
    }
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    worker.transcribe(&audio[..16_000], &quick()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn shutting_down_ends_the_process_and_the_work() {
    let worker = speech();
    worker.info().await.unwrap();
    let pid = worker.pid().unwrap();
    let audio = audio(600);
    let params = quick();
    let (work, ()) = tokio::join!(worker.transcribe(&audio, &params), async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        worker.shut_down().await;
    });
    assert_eq!(work.unwrap_err(), WorkerError::Cancelled);
    assert!(!runs(pid) && worker.pid().is_none());
    worker.info().await.unwrap();
}

#[tokio::test]
async fn dropping_the_last_handle_leaves_no_process() {
    let worker = speech();
    let other = worker.clone();
    worker.info().await.unwrap();
    let pid = worker.pid().unwrap();
    drop(worker);
    other.info().await.unwrap();
    assert!(runs(pid));
    drop(other);
    until("the process is gone", || !runs(pid)).await;
}

#[tokio::test]
async fn a_multilingual_model_weighs_every_language_and_an_english_one_knows_only_english() {
    let worker = speech_with(cached_whisper(models(), WhisperShape::MICRO_MULTILINGUAL).unwrap());
    let guesses = worker.languages(&audio(3)).await.unwrap();
    let mut codes: Vec<&str> = guesses.iter().map(|guess| guess.code.as_str()).collect();
    codes.sort_unstable();
    let mut known: Vec<&str> = clinical::LANGUAGES.iter().map(|(code, _)| *code).collect();
    known.sort_unstable();
    // What can be chosen is what the engine knows; it has one more, Cantonese, which only a later Whisper knows.
    codes.retain(|code| *code != "yue");
    assert_eq!(codes, known);
    let all: f32 = guesses.iter().map(|guess| guess.probability).sum();
    assert!((all - 1.0).abs() < 1e-3, "{all}");
    assert!(guesses.is_sorted_by(|a, b| a.probability >= b.probability));
    assert!(worker.languages(&[]).await.unwrap().is_empty());

    let german = TranscribeParams { language: Some("de".into()), ..quick() };
    let translated = TranscribeParams { translate: true, ..german.clone() };
    let (heard, english) = (
        worker.transcribe(&audio(3), &german).await.unwrap(),
        worker.transcribe(&audio(3), &translated).await,
    );
    // Random weights: another task gives other words, which shows that the model was told.
    assert_ne!(heard, english.unwrap());

    let english = speech();
    let guesses = english.languages(&audio(3)).await.unwrap();
    assert_eq!(guesses.iter().map(|guess| guess.code.as_str()).collect::<Vec<_>>(), ["en"]);
    assert!(english.languages(&[]).await.unwrap().is_empty());
    // What it wrote of German would be English words that nobody said.
    let refused = english.transcribe(&audio(3), &german).await.unwrap_err();
    assert!(refused.to_string().contains("no language but English"), "{refused}");
}
