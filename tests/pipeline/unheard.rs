//! What a recogniser fails on in an audio file.

use std::path::Path;
use std::process::{Command, Output};

use dictum_tests::{dictum, program, project, stderr, stdout};
use serde_json::Value;

/// So loud "dies of noise" dies of it, as a volume of sox.
const NOISE: &str = "50";

/// `dictum` with tests/src/bin/balky-worker.rs in the place of its recogniser.
fn balky(home: &Path) -> Command {
    let workers = home.join("workers");
    std::fs::create_dir_all(&workers).unwrap();
    let name = format!("whisper-worker{}", std::env::consts::EXE_SUFFIX);
    std::fs::copy(program("balky-worker"), workers.join(name)).unwrap();
    let mut dictum = dictum(home);
    dictum.env("DICTUM_WORKER_DIR", workers).env("DICTUM_GRAPHICS", "off");
    dictum
}

/// Transcribes parts of the sample consult (from which second on, how many, how loud) by the recogniser that dies of noise.
fn transcribed(home: &Path, parts: &[(&str, &str, &str)], options: &[&str]) -> Output {
    let consult = project().join("models/sample/consult.flac");
    let part = |at: usize| home.join(format!("part-{at}.wav"));
    for (at, (from, length, volume)) in parts.iter().enumerate() {
        let mut sox = Command::new("sox");
        // Without dither, which sox draws by the clock.
        let made =
            sox.arg("-D").arg(&consult).arg(part(at)).args(["trim", from, length, "vol", volume]).status();
        assert!(made.unwrap().success());
    }
    let whole = home.join("whole.wav");
    assert!(Command::new("sox").args((0..parts.len()).map(part)).arg(&whole).status().unwrap().success());
    let model = home.join("dies of noise.bin");
    std::fs::write(&model, "a model").unwrap();
    balky(home).args(options).arg("transcribe").arg(whole).arg("--model").arg(model).output().unwrap()
}

#[test]
fn what_the_recogniser_fails_on_is_marked_with_its_place_and_length_and_the_rest_is_transcribed() {
    let home = tempfile::tempdir().unwrap();
    let parts = [("0", "20", "0.2"), ("20", "5", NOISE), ("25", "20", "0.2")];
    let told = |output: &Output| {
        assert_eq!(output.status.code(), Some(6), "{}", stderr(output));
        let told = stderr(output);
        let lines: Vec<_> = told.lines().filter(|line| line.contains("could not be transcribed")).collect();
        let [line] = lines.as_slice() else { panic!("{told}") };
        assert!(line.contains("The model stopped unexpectedly."), "{line}");
        assert!(told.contains("Another model (--model) may hear what is missing."), "{told}");
        (*line).to_owned()
    };
    let output = transcribed(home.path(), &parts, &["--json"]);
    told(&output);
    let heard: Value = serde_json::from_slice(&output.stdout).unwrap();
    let [lack] = heard["lacks"].as_array().unwrap().as_slice() else { panic!("{heard}") };
    let (start, seconds) = (lack["start"].as_f64().unwrap(), lack["seconds"].as_f64().unwrap());
    assert!(start > 5.0 && start < 25.0 && seconds > 0.5 && start + seconds < 40.0, "{lack}");
    let turns = heard["transcript"].as_array().unwrap();
    let any = |fits: &dyn Fn(f64, f64) -> bool| {
        turns.iter().any(|turn| fits(turn["start"].as_f64().unwrap(), turn["end"].as_f64().unwrap()))
    };
    assert!(any(&|_, end| end <= start) && any(&|begin, _| begin >= start + seconds), "{heard}");

    // The text has it in its place, and who reads the text takes it for nobody's words.
    let output = transcribed(home.path(), &parts, &[]);
    let line = told(&output);
    let text = stdout(&output);
    let place = format!("{seconds:.1} s of speech from 0:{:02} on", start as u64);
    assert!(line.contains(&place), "{line}");
    let marked = text.lines().position(|line| line == format!("[not transcribed: {place}]")).unwrap();
    assert!(marked > 0 && marked + 1 < text.lines().count(), "{text}");
    let file = home.path().join("transcript.txt");
    std::fs::write(&file, &text).unwrap();
    let draft = dictum(home.path()).args(["draft", "--engine", "extractive"]).arg(file).output().unwrap();
    assert!(draft.status.success() && !stdout(&draft).contains("transcribed"), "{}", stdout(&draft));
}

#[test]
fn a_file_of_which_the_recogniser_hears_nothing_is_an_error() {
    let home = tempfile::tempdir().unwrap();
    let output = transcribed(home.path(), &[("0", "20", NOISE)], &["--json"]);
    assert_eq!(output.status.code(), Some(4), "{}", stderr(&output));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["error"]["code"], "worker");
}
