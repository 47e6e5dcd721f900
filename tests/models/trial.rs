//! A model that is brought in works before it is used: some load, and fail or hang at work.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{Bench, failed};

/// `dictum models import` of a file that a worker which misbehaves as its name says is to try.
fn import(bench: &Bench, fault: &str) -> Command {
    let workers = bench.home.path().join("workers");
    if !workers.exists() {
        fs::create_dir(&workers).unwrap();
        symlink(env!("CARGO_BIN_EXE_balky-worker"), workers.join("whisper-worker")).unwrap();
    }
    let file = bench.file(&format!("{fault}.bin"), "lmgg: a model of one's own");
    let mut import = bench.command(&["import", file.to_str().unwrap()]);
    import.env("DICTUM_WORKER_DIR", workers).env("DICTUM_GRAPHICS", "off").stderr(Stdio::piped());
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
