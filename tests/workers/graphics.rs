use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use dictum_tests::{dictum, project, stderr};
use worker::{
    Graphics, GraphicsApi, GraphicsCard, GraphicsHere, RunsOn, TranscribeParams, WhisperWorker, WorkerError,
};

use super::{audio, kill, program, speech, whisper_model};

const CARD: &str = "Balky Graphics 1";
pub(super) const USED: Graphics = Graphics { wanted: true, load_within: Duration::from_secs(60) };

/// A worker that was built for graphics, with which this goes wrong.
pub(super) fn balky(folder: &Path, fault: &str, graphics: Graphics) -> WhisperWorker {
    let model = folder.join(fault);
    fs::write(&model, "a model").unwrap();
    WhisperWorker::with_graphics(balky_program(), model, 1, graphics)
}

fn balky_program() -> PathBuf {
    env!("CARGO_BIN_EXE_balky-worker").into()
}

/// Does some work and tells on what it ran in the end.
pub(super) async fn works(worker: &WhisperWorker) -> RunsOn {
    let params = TranscribeParams { initial_prompt: Some("/".to_owned()), ..TranscribeParams::default() };
    let heard = worker.transcribe(&audio(1), &params).await.unwrap();
    assert_eq!(heard.len(), 1);
    let runs_on = worker.info().await.unwrap().runs_on;
    assert_eq!(worker.runs_on(), Some(runs_on.clone()));
    runs_on
}

/// Whether the kernel can shut a driver in; without that, no card is used.
async fn can_use_a_card() -> bool {
    let can = GraphicsHere::ask(balky_program()).await.is_ok();
    if !can {
        eprintln!("SKIPPED: this kernel has no Landlock, so no graphics card is used");
    }
    can
}

#[tokio::test]
async fn a_model_runs_on_the_card_that_is_there() {
    if can_use_a_card().await {
        let folder = tempfile::tempdir().unwrap();
        let runs_on = works(&balky(folder.path(), "nothing", USED)).await;
        assert_eq!(runs_on, RunsOn::Card(CARD.to_owned()));
        assert_eq!(runs_on.problem(), None);
    }
}

#[tokio::test]
async fn whatever_is_wrong_with_the_card_the_work_is_done_and_it_is_said_why_without_it() {
    if !can_use_a_card().await {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for (fault, reason) in [
        ("dies at once", "the process that used the graphics card stopped unexpectedly"),
        ("hangs", "the graphics card did not answer in time"),
        ("is too small", "Balky Graphics 1 could not take the model"),
        ("is not there", "no graphics card was found that Vulkan can use"),
        ("dies at work", "the process that used Balky Graphics 1 stopped unexpectedly"),
        ("fails at work", "Balky Graphics 1 could not listen to the audio"),
    ] {
        let patience = if fault == "hangs" { Duration::from_secs(2) } else { USED.load_within };
        let worker = balky(folder.path(), fault, Graphics { load_within: patience, ..USED });
        let runs_on = works(&worker).await;
        assert_eq!(runs_on, RunsOn::ProcessorInstead { because: reason.to_owned() }, "{fault}");
        assert!(runs_on.problem().unwrap().contains(reason));
        // A new process would fail on it again, and cost time: it is not tried.
        worker.shut_down().await;
        assert_eq!(works(&worker).await, runs_on, "{fault}");
    }
}

#[tokio::test]
async fn a_card_that_is_not_wanted_is_not_tried() {
    let folder = tempfile::tempdir().unwrap();
    let worker = balky(folder.path(), "dies at once", Graphics { wanted: false, ..USED });
    assert_eq!(works(&worker).await, RunsOn::Processor);
}

#[tokio::test]
async fn a_worker_that_was_not_built_for_graphics_never_falls_back() {
    if GraphicsHere::ask(program("whisper-worker")).await != Ok(GraphicsHere::NotBuiltFor) {
        eprintln!("SKIPPED: the workers were built for graphics");
        return;
    }
    let worker = speech();
    assert_eq!(worker.info().await.unwrap().runs_on, RunsOn::Processor);
    kill(worker.pid().unwrap());
    worker.transcribe(&audio(1), &TranscribeParams::default()).await.unwrap();
    assert_eq!(worker.info().await.unwrap().runs_on, RunsOn::Processor);
}

/// A folder with the worker that is shipped, and beside it this program for graphics cards.
fn beside_each_other(for_cards: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::os::unix::fs::symlink(program("whisper-worker"), folder.path().join("whisper-worker")).unwrap();
    let beside = folder.path().join("whisper-worker-graphics");
    super::program_of(&beside, for_cards);
    folder
}

#[tokio::test]
async fn the_program_for_graphics_cards_is_used_where_it_starts_and_the_plain_one_where_not() {
    let works_on = async |folder: &tempfile::TempDir, wanted: bool| {
        let program = folder.path().join("whisper-worker");
        let worker = WhisperWorker::with_graphics(program, whisper_model(), 1, Graphics { wanted, ..USED });
        worker.transcribe(&audio(1), &TranscribeParams::default()).await.unwrap();
        worker.runs_on().unwrap()
    };
    // As the system ends a program that lacks the library of a driver.
    let without_a_library = beside_each_other("exit 127");
    let because =
        "the program for it could not be started (it ended at once; a library that it needs may be missing)";
    let fell_back = RunsOn::ProcessorInstead { because: because.to_owned() };
    assert_eq!(works_on(&without_a_library, true).await, fell_back);
    assert_eq!(works_on(&without_a_library, false).await, RunsOn::Processor);
    let asked = GraphicsHere::ask(without_a_library.path().join("whisper-worker")).await;
    assert_eq!(asked, Err(WorkerError::Graphics { reason: because.to_owned() }));

    if can_use_a_card().await {
        let with_a_card = beside_each_other(&format!("exec '{}'\n", balky_program().display()));
        assert_eq!(works_on(&with_a_card, true).await, RunsOn::Card(CARD.to_owned()));
        assert_eq!(works_on(&with_a_card, false).await, RunsOn::Processor);
    }
}

#[tokio::test]
async fn which_card_can_be_used_is_told_without_a_model() {
    if can_use_a_card().await {
        let card = GraphicsCard { name: CARD.to_owned(), memory_mb: 4_000 };
        assert_eq!(GraphicsHere::ask(balky_program()).await, Ok(GraphicsHere::Card(card)));
        let none = GraphicsHere::NoCard(vec![GraphicsApi::Metal, GraphicsApi::Cuda]);
        assert_eq!(none.to_string(), "no graphics card was found that Metal or CUDA can use");
    }
    let missing = GraphicsHere::ask("nowhere/whisper-worker".into()).await;
    assert!(matches!(missing, Err(WorkerError::ProgramMissing { .. })));
}

#[test]
fn the_command_line_says_in_one_line_why_no_card_was_used() {
    let folder = tempfile::tempdir().unwrap();
    let model = folder.path().join("dies at once");
    fs::copy(project().join("models/dictum-micro-en.bin"), &model).unwrap();
    std::os::unix::fs::symlink(balky_program(), folder.path().join("whisper-worker")).unwrap();
    let transcribe = |graphics: &str| {
        let mut dictum = dictum(&folder.path().join("home"));
        dictum.arg("transcribe").arg(project().join("models/sample/consult.flac")).arg("--model").arg(&model);
        dictum
            .env("DICTUM_WORKER_DIR", folder.path())
            .env("DICTUM_GRAPHICS", graphics)
            .env("DICTUM_LOG", "off");
        let output = dictum.output().unwrap();
        assert!(output.status.success(), "{}", stderr(&output));
        stderr(&output)
            .lines()
            .filter(|line| line.contains("graphics card"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let said = transcribe("on");
    assert!(
        matches!(said.as_slice(), [line] if line.starts_with("dictum: The model runs on the processor, not on a graphics card: ")),
        "{said:?}"
    );
    assert!(transcribe("off").is_empty());
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn with_a_graphics_driver_a_worker_still_opens_no_file_of_the_users_and_no_socket() {
    if !can_use_a_card().await {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let of_the_user = folder.path().join("vault.db");
    fs::write(&of_the_user, "secret").unwrap();
    let forbidden = [
        of_the_user.display().to_string(),
        "/etc/passwd".to_owned(),
        format!("/proc/{}/environ", std::process::id()),
        format!("/proc/self/root{}", of_the_user.display()),
        format!("+{}", folder.path().display()),
        "+/dev/shm".to_owned(),
        "socket".to_owned(),
    ];
    let of_a_driver = ["/usr/bin/env", "/etc/ld.so.cache", "/proc/self/maps", "/sys/class", "/dev/null"];
    let prompt = forbidden.iter().map(String::as_str).chain(of_a_driver).collect::<Vec<_>>().join("\n");
    let params = TranscribeParams { initial_prompt: Some(prompt), ..TranscribeParams::default() };
    let worker = balky(folder.path(), "nothing", USED);
    let heard = worker.transcribe(&audio(1), &params).await.unwrap();
    assert_eq!(worker.runs_on(), Some(RunsOn::Card(CARD.to_owned())));
    let told: Vec<&str> = heard.iter().map(|piece| piece.text.as_str()).collect();
    let no = forbidden.iter().map(|what| format!("{what} no"));
    let yes = of_a_driver.iter().map(|what| format!("{what} yes"));
    assert_eq!(told, no.chain(yes).collect::<Vec<_>>());
}
