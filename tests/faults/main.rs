//! Bad input through the command line: each gives a clear error with what to do, the right exit code, and nothing that
//! was in the input.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use dictum_tests::{dictum, project, stderr, stdout};

/// Words that stand for a patient's data in every bad input here.
const SECRET: &str = "Quixotewitz";

struct Bench(tempfile::TempDir);

impl Bench {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn dictum(&self) -> Command {
        dictum(&self.0.path().join("home"))
    }
}

/// The run failed with this code, said something with each of the words, and repeated nothing of the input.
fn failed(output: &Output, code: i32, words: &[&str]) {
    let said = stderr(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for word in words {
        assert!(said.contains(word), "\"{word}\" is not in: {said}");
    }
    assert!(!said.contains(SECRET) && !stdout(output).contains(SECRET), "patient data in: {said}");
    assert!(!said.contains("panicked"), "{said}");
}

fn sample_flac() -> Vec<u8> {
    fs::read(project().join("models/sample/consult.flac")).unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn a_panic_says_where_it_was_and_none_of_its_words() {
    // Rust's own println! panics where nothing can be written, and says so.
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let output = Bench::new().dictum().args(["models", "list"]).stdout(full).output().unwrap();
    let said = stderr(&output);
    assert!(said.contains("dictum: panicked at ") && !said.contains("failed printing"), "{said}");
}

#[test]
fn audio_that_is_missing_or_not_audio() {
    let bench = Bench::new();
    let transcribe = |path: &Path| bench.dictum().arg("transcribe").arg(path).output().unwrap();
    failed(&transcribe(Path::new("no-such-file.wav")), 3, &["does not exist"]);
    failed(&transcribe(&bench.file("empty.wav", b"")), 3, &["empty"]);
    failed(&transcribe(&bench.file("text.wav", format!("{SECRET} is not audio"))), 3, &["WAV"]);
    failed(&transcribe(&bench.file("cut.flac", &sample_flac()[..20])), 3, &[]);
}

#[test]
fn audio_that_was_cut_off_is_refused_or_read_as_far_as_it_goes_and_never_crashes() {
    let bench = Bench::new();
    let whole = sample_flac();
    let path = bench.file("cut.flac", &whole[..whole.len() / 3]);
    let output = bench.dictum().arg("transcribe").arg(&path).output().unwrap();
    assert!(matches!(output.status.code(), Some(0 | 3)), "{}", stderr(&output));
    assert!(!stderr(&output).contains("panicked"));
}

#[test]
fn models_that_are_missing_truncated_or_of_another_kind() {
    let bench = Bench::new();
    let audio = bench.file("consult.flac", sample_flac());
    let run = |model: &Path| {
        bench.dictum().arg("transcribe").arg(&audio).arg("--model").arg(model).output().unwrap()
    };
    failed(&run(Path::new("no-such-model")), 4, &["no-such-model", "not installed"]);
    let whole = fs::read(project().join("models/dictum-micro-en.bin")).unwrap();
    failed(&run(&bench.file("cut.bin", &whole[..whole.len() / 2])), 4, &[]);
    failed(&run(&bench.file("head.bin", &whole[..10])), 4, &[]);
    failed(&run(&bench.file("other.bin", b"GGUF\x03\0\0\0 not a speech model")), 4, &[]);
    failed(&run(&bench.file("text.bin", SECRET)), 4, &[]);
}

#[test]
fn a_speech_model_is_no_language_model() {
    let bench = Bench::new();
    let transcript = bench.file("t.txt", format!("Doctor: Hello, {SECRET}.\nPatient: I have a cough.\n"));
    let model = project().join("models/dictum-micro-en.bin");
    let output = bench
        .dictum()
        .args(["draft", "--engine", "llm", "--model"])
        .arg(model)
        .arg(&transcript)
        .output()
        .unwrap();
    failed(&output, 4, &[]);
}

#[test]
fn no_language_model_is_installed() {
    let bench = Bench::new();
    let transcript = bench.file("t.txt", format!("Doctor: Hello, {SECRET}.\n"));
    let output = bench.dictum().args(["draft", "--engine", "llm"]).arg(&transcript).output().unwrap();
    failed(&output, 4, &["not installed"]);
}

#[test]
fn transcripts_that_cannot_be_read() {
    let bench = Bench::new();
    let draft = |path: &Path| bench.dictum().arg("draft").arg(path).output().unwrap();
    failed(&draft(Path::new("no-such.txt")), 3, &["no-such.txt"]);
    failed(&draft(&bench.file("empty.txt", "")), 3, &[]);
    failed(
        &draft(&bench.file("broken.json", format!("{{\"transcript\": [{{\"speaker\": \"{SECRET}"))),
        3,
        &["JSON"],
    );
    failed(&draft(&bench.file("wrong.json", format!("{{\"transcript\": \"{SECRET}\"}}"))), 3, &[]);
    failed(
        &draft(&bench.file("bad.vtt", format!("WEBVTT\n\n00:99:00.000 --> nonsense\n{SECRET}\n"))),
        3,
        &["Line"],
    );
    failed(&draft(&bench.file("bad.srt", format!("1\n00:00 -> 00:01\n{SECRET}\n"))), 3, &["no timed lines"]);
    failed(&draft(&bench.file("binary.txt", [0xff, 0xfe, 0x00, 0x80])), 3, &["UTF-8"]);
}

#[test]
fn templates_that_are_missing_truncated_or_not_templates() {
    let bench = Bench::new();
    let transcript = bench.file("t.txt", format!("Doctor: {SECRET}.\n"));
    let run = |template: &Path| {
        bench.dictum().args(["draft", "--template"]).arg(template).arg(&transcript).output().unwrap()
    };
    failed(&run(Path::new("sopa")), 3, &["sopa", "soap", ".toml"]);
    failed(&run(Path::new("no-such.toml")), 3, &["no-such.toml"]);
    let whole = fs::read_to_string(project().join("crates/drafting/templates/soap.toml")).unwrap();
    failed(&run(&bench.file("cut.toml", &whole[..whole.len() / 2])), 3, &["line"]);
    failed(&run(&bench.file("binary.toml", [0xff, 0xfe, 0x00, 0x80])), 3, &["UTF-8"]);
    failed(&run(&bench.file("text.toml", SECRET)), 3, &["line 1"]);
    let unknown = whole.replacen("chief_complaint", "horoscope", 1);
    failed(&run(&bench.file("unknown.toml", unknown)), 3, &["line 8", "horoscope", "chief_complaint"]);

    let own = whole.replacen("Chief complaint", "Why they came", 1);
    let output = run(&bench.file("own.toml", own));
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("Why they came"), "{}", stdout(&output));
}

#[test]
fn a_damaged_vault_is_named_as_such_and_left_as_it_is() {
    let bench = Bench::new();
    let run = |arguments: &[&str]| {
        bench
            .dictum()
            .args(arguments)
            .env("DICTUM_PASSPHRASE", "tangerine ladder observatory")
            .output()
            .unwrap()
    };
    failed(&run(&["vault", "verify"]), 5, &["vault"]);
    assert!(run(&["vault", "init", "--name", "Dr Test", "--passphrase-only"]).status.success());
    let database = bench.0.path().join("home/vault/vault.db");
    let whole = fs::read(&database).unwrap();
    let damaged_at = |at: usize| {
        let mut bytes = whole.clone();
        for byte in &mut bytes[at..at + 64] {
            *byte ^= 0xff;
        }
        fs::write(&database, &bytes).unwrap();
        bytes
    };
    let bytes = damaged_at(1_000);
    failed(&run(&["vault", "verify"]), 5, &["damaged"]);
    assert_eq!(fs::read(&database).unwrap(), bytes, "a vault that cannot be opened must not be touched");
    // Damage that opening does not come across is found by looking.
    damaged_at(whole.len() - 2_000);
    let found = run(&["vault", "verify"]);
    assert_eq!(found.status.code(), Some(5));
    assert!(format!("{}{}", stdout(&found), stderr(&found)).contains("damaged"));
    fs::write(bench.0.path().join("home/vault/vault.keys"), b"{").unwrap();
    failed(&run(&["vault", "verify"]), 5, &["damaged"]);
}

#[test]
fn without_a_keyring_the_vault_is_not_made_until_passphrase_only_is_chosen() {
    let bench = Bench::new();
    let mut init = bench.dictum();
    init.args(["vault", "init", "--name", "Dr Test"])
        .env("DICTUM_PASSPHRASE", "tangerine ladder observatory")
        .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
        .env_remove("XDG_RUNTIME_DIR");
    if cfg!(target_os = "linux") {
        failed(&init.output().unwrap(), 5, &["passphrase"]);
        assert!(!bench.0.path().join("home/vault/vault.db").exists());
        init.arg("--passphrase-only");
        assert!(init.output().unwrap().status.success());
    }
}

#[test]
fn a_recording_without_a_microphone_is_refused_with_what_to_do() {
    // The window's use case, in a process of its own, because ALSA reads its configuration once.
    let bench = Bench::new();
    let nothing = bench.file("asound.conf", "");
    let output = Command::new(dictum_tests::program("no-microphone"))
        .env("ALSA_CONFIG_PATH", nothing)
        .env("PULSE_SERVER", "unix:/nonexistent/pulse")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
}
