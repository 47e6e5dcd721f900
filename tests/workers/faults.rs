use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use dictum_tests::random_models::LlamaShape;
use worker::{Graphics, LlamaOptions, LlamaWorker, TranscribeParams, WhisperWorker, WorkerError};

use super::graphics::{USED, balky, works};
use super::{
    audio, language, language_with, llama_model, program, runs, signal, speech, speech_with, until,
    whisper_model,
};

fn reason(error: WorkerError) -> String {
    match error {
        WorkerError::ModelUnusable { reason } => reason,
        other => panic!("{other:?}"),
    }
}

async fn speech_refuses(model: &Path) -> String {
    reason(speech_with(model.to_owned()).info().await.unwrap_err())
}

async fn language_refuses(model: &Path) -> String {
    reason(language_with(model.to_owned()).info().await.unwrap_err())
}

#[tokio::test]
async fn a_model_that_is_not_there_is_named() {
    let path = PathBuf::from("nowhere/model.bin");
    let missing = WorkerError::ModelMissing { path: path.clone() };
    assert_eq!(speech_with(path.clone()).info().await, Err(missing.clone()));
    assert_eq!(language_with(path).info().await, Err(missing));
}

#[tokio::test]
async fn a_program_that_is_not_there_is_named() {
    let worker = WhisperWorker::new("nowhere/whisper-worker".into(), whisper_model(), 1);
    assert!(matches!(worker.info().await, Err(WorkerError::ProgramMissing { .. })));
}

#[tokio::test]
async fn a_program_that_is_killed_before_it_says_anything_is_started_once_more_and_lacks_no_library() {
    let folder = tempfile::tempdir().unwrap();
    let been_here = folder.path().join("been here");
    let once = format!(
        "[ -e '{here}' ] && exec '{worker}'\ntouch '{here}'\nkill -9 $$",
        here = been_here.display(),
        worker = program("whisper-worker").display()
    );
    WhisperWorker::new(impostor(folder.path(), &once), whisper_model(), 1).info().await.unwrap();
    assert!(been_here.exists());
    let always = WhisperWorker::new(impostor(folder.path(), "kill -9 $$"), whisper_model(), 1);
    assert!(reason(always.info().await.unwrap_err()).contains("too large for the memory"));
}

#[tokio::test]
async fn each_engine_recognises_the_other_ones_models() {
    assert!(speech_refuses(&llama_model(LlamaShape::TINY)).await.contains("GGUF"));
    assert!(language_refuses(&whisper_model()).await.contains("speech model"));
}

#[tokio::test]
async fn what_is_no_model_at_all_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model");
    let noise: Vec<u8> = (0..100_000u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    for content in [&[][..], b"GG", b"<html>not found</html>", &noise] {
        fs::write(&path, content).unwrap();
        speech_refuses(&path).await;
        language_refuses(&path).await;
    }
}

#[tokio::test]
async fn a_model_cut_off_anywhere_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model");
    let whisper = fs::read(whisper_model()).unwrap();
    for length in [4, 30, 48, 1_000, 70_000, 500_000, whisper.len() / 2, whisper.len() - 1] {
        fs::write(&path, &whisper[..length]).unwrap();
        assert!(speech_refuses(&path).await.contains("cut off"), "{length}");
    }
    let llama = fs::read(llama_model(LlamaShape::TINY)).unwrap();
    for length in [4, 20, 200, 3_000, 9_000, llama.len() / 2, llama.len() - 1] {
        fs::write(&path, &llama[..length]).unwrap();
        assert!(language_refuses(&path).await.contains("cut off"), "{length}");
    }
}

#[tokio::test]
async fn a_model_cut_off_between_two_weights_is_refused() {
    // whisper.cpp itself takes a file without any weights for a model to be tested with.
    let whole = fs::read(whisper_model()).unwrap();
    let name = b"encoder.positional_embedding";
    let first = whole.windows(name.len()).position(|window| window == name).unwrap() - 12 - 8;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model");
    fs::write(&path, &whole[..first]).unwrap();
    assert!(speech_refuses(&path).await.contains("cut off"));
}

#[tokio::test]
async fn damage_never_ends_in_more_than_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model");
    let (whisper, llama) =
        (fs::read(whisper_model()).unwrap(), fs::read(llama_model(LlamaShape::TINY)).unwrap());
    for at in [4usize, 9, 13, 17, 25, 33, 45, 49, 53, 64_372, 64_380, 400_000] {
        let mut damaged = whisper.clone();
        damaged[at] ^= 0xff;
        fs::write(&path, &damaged).unwrap();
        let _ = speech_with(path.clone()).info().await.map_err(known);
    }
    for at in (4..2_000).step_by(97) {
        let mut damaged = llama.clone();
        damaged[at] ^= 0xff;
        fs::write(&path, &damaged).unwrap();
        let _ = language_with(path.clone()).info().await.map_err(known);
    }
}

/// What a damaged model may be reported as.
fn known(error: WorkerError) {
    assert!(matches!(error, WorkerError::ModelUnusable { .. } | WorkerError::Engine { .. }), "{error:?}");
}

#[tokio::test]
async fn an_unknown_architecture_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.gguf");
    let mut model = fs::read(llama_model(LlamaShape::TINY)).unwrap();
    let at = model.windows(5).position(|window| window == b"llama").unwrap();
    model[at..at + 5].copy_from_slice(b"lhama");
    fs::write(&path, model).unwrap();
    assert!(language_refuses(&path).await.contains("architecture"));
}

/// A program of a few lines in place of the worker.
fn impostor(folder: &Path, script: &str) -> PathBuf {
    let path = folder.join("worker.sh");
    super::program_of(&path, script);
    path
}

#[tokio::test]
async fn what_is_not_the_protocol_is_an_error_not_a_wait() {
    let folder = tempfile::tempdir().unwrap();
    for script in [
        "echo a line of text that some library printed; sleep 60",
        "printf '\\377\\377\\377\\377'; sleep 60",
        "printf '\\000\\000\\000\\003abc'; sleep 60",
    ] {
        let worker = WhisperWorker::new(impostor(folder.path(), script), whisper_model(), 1);
        assert_eq!(worker.info().await, Err(WorkerError::Protocol), "{script}");
    }
}

#[tokio::test]
async fn a_program_that_ends_at_once_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let worker = WhisperWorker::new(impostor(folder.path(), "exit 3"), whisper_model(), 1);
    assert!(worker.info().await.is_err());
    assert_eq!(worker.pid(), None);
}

#[tokio::test]
async fn one_engine_is_not_taken_for_the_other() {
    let options = LlamaOptions { context_tokens: 0, threads: 1 };
    let worker = LlamaWorker::new(program("whisper-worker"), llama_model(LlamaShape::TINY), options);
    assert_eq!(worker.info().await, Err(WorkerError::Protocol));
}

#[tokio::test]
async fn a_worker_does_not_outlive_its_parent() {
    let mut child = Command::new(program("whisper-worker"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    drop(child.stdin.take());
    let begun = Instant::now();
    while child.try_wait().unwrap().is_none() {
        assert!(begun.elapsed() < Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_loaded_worker_has_given_up_sockets_and_files() {
    let (speech, language) = (speech(), language(LlamaShape::TINY));
    speech.info().await.unwrap();
    language.info().await.unwrap();
    for pid in [speech.pid().unwrap(), language.pid().unwrap()] {
        until("it is there", || runs(pid)).await;
        for thread in fs::read_dir(format!("/proc/{pid}/task")).unwrap() {
            let status = fs::read_to_string(thread.unwrap().path().join("status")).unwrap();
            assert!(status.contains("Seccomp:\t2") && status.contains("NoNewPrivs:\t1"), "{status}");
            assert!(status.contains("Seccomp_filters:\t2"), "{status}");
        }
    }
}

/// Asks for a guess and gives it up while the worker is at it.
async fn guess_in_vain(worker: &WhisperWorker) {
    let (sound, params) = (audio(1), TranscribeParams::default());
    let guess = worker.guess(&sound, &params);
    assert!(tokio::time::timeout(Duration::from_millis(200), guess).await.is_err());
}

#[tokio::test]
async fn a_model_that_is_slow_to_let_go_of_a_guess_is_not_loaded_again() {
    let worker = speech();
    worker.info().await.unwrap();
    let pid = worker.pid().unwrap();
    // It computes and does not look up, for longer than work that is cancelled otherwise may take.
    signal(pid, "STOP");
    guess_in_vain(&worker).await;
    let (sound, params) = (audio(1), TranscribeParams::default());
    let settled = worker.transcribe(&sound, &params);
    let goes_on = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        signal(pid, "CONT");
    };
    let (settled, ()) = tokio::join!(settled, goes_on);
    settled.unwrap();
    assert_eq!(worker.pid(), Some(pid));
}

#[tokio::test]
async fn a_model_that_hangs_over_a_guess_is_loaded_again() {
    let folder = tempfile::tempdir().unwrap();
    let worker = balky(folder.path(), "never ends", Graphics { wanted: false, ..USED });
    worker.info().await.unwrap();
    let pid = worker.pid();
    guess_in_vain(&worker).await;
    works(&worker).await;
    assert_ne!(worker.pid(), pid);
}

#[tokio::test]
async fn a_model_that_hangs_over_a_guess_is_shut_down_without_waiting_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let worker = balky(folder.path(), "never ends", Graphics { wanted: false, ..USED });
    worker.info().await.unwrap();
    guess_in_vain(&worker).await;
    let began = Instant::now();
    worker.shut_down().await;
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    assert_eq!(worker.pid(), None);
}
