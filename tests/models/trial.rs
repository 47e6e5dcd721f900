//! A model that is brought in works before it is used: some load, and fail or hang at work.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use dictum_tests::json;

use super::{Bench, failed};

/// A folder whose recogniser misbehaves as the name of its model says.
fn workers(bench: &Bench) -> PathBuf {
    let workers = bench.home.path().join("workers");
    if !workers.exists() {
        fs::create_dir(&workers).unwrap();
        symlink(env!("CARGO_BIN_EXE_balky-worker"), workers.join("whisper-worker")).unwrap();
    }
    workers
}

/// `dictum models import` of a file that such a recogniser is to try.
fn import(bench: &Bench, fault: &str) -> Command {
    let file = bench.file(&format!("{fault}.bin"), "lmgg: a model of one's own");
    let mut import = bench.command(&["import", file.to_str().unwrap()]);
    import.env("DICTUM_WORKER_DIR", workers(bench)).env("DICTUM_GRAPHICS", "off").stderr(Stdio::piped());
    import
}

#[test]
fn what_loads_and_dies_at_work_is_not_installed() {
    let bench = Bench::shipped();
    failed(&import(&bench, "dies anyhow").output().unwrap(), 4, &["stopped unexpectedly"]);
    assert!(bench.names().is_empty(), "{:?}", bench.names());
    assert!(import(&bench, "nothing").output().unwrap().status.success());
    assert_eq!(bench.names(), ["nothing.bin", "nothing.bin.json"]);
}

#[test]
fn a_model_is_measured_with_the_prompt_of_names_that_a_consult_has() {
    let bench = Bench::new("http://localhost/model.bin", &"0".repeat(40));
    let catalog = fs::read_to_string(&bench.catalog).unwrap();
    let models = bench.home.path().join("home/models");
    fs::create_dir_all(&models).unwrap();
    let measured = |fault: &str| {
        fs::write(&bench.catalog, catalog.replace("hub-model.bin", &format!("{fault}.bin"))).unwrap();
        fs::write(models.join(format!("{fault}.bin")), "a model").unwrap();
        let mut recommend = bench.command(&["--json", "recommend"]);
        recommend.env("DICTUM_WORKER_DIR", workers(&bench)).env("DICTUM_GRAPHICS", "off");
        json(&recommend.output().unwrap())["models"][0].clone()
    };
    let heeds = measured("needs a prompt");
    assert!(heeds["measured"]["seconds_per_second"].is_number(), "{heeds}");
    let dies = measured("dies anyhow");
    assert!(dies["measured"].is_null() && dies["problem"].is_string(), "{dies}");
}

#[test]
fn a_trial_that_never_ends_can_be_stopped() {
    let bench = Bench::shipped();
    let import = import(&bench, "never ends").spawn().unwrap();
    let part = bench.home.path().join("home/models/.incoming/never ends.bin.part");
    while !part.exists() {
        std::thread::sleep(Duration::from_millis(20));
    }
    // Long enough to load what has no size.
    std::thread::sleep(Duration::from_secs(2));
    assert!(Command::new("kill").args(["-INT", &import.id().to_string()]).status().unwrap().success());
    let began = Instant::now();
    failed(&import.wait_with_output().unwrap(), 1, &["stopped"]);
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    assert!(bench.names().is_empty(), "{:?}", bench.names());
}
