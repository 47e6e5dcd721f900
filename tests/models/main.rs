//! Models on the command line: a real server, the real workers, models of random weights and the one that ships.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod disk;
#[cfg(unix)]
mod trial;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::Duration;

use dictum_tests::random_models::{self, LlamaShape};
use dictum_tests::{dictum, json, project, stderr, stdout};
use serde_json::Value;
use unruly::{Act, Request, Server, answer, cut_after, honest};

const TAG: &str = "\"one\"";

/// The model that ships, in the part of a model from the hub.
fn micro() -> Vec<u8> {
    fs::read(project().join("models/dictum-micro-en.bin")).unwrap()
}

fn language_model() -> PathBuf {
    random_models::cached_llama(Path::new(env!("CARGO_TARGET_TMPDIR")), LlamaShape::TINY).unwrap()
}

fn sum(program: &str, path: &Path) -> String {
    let output = Command::new(program).arg(path).output().unwrap();
    stdout(&output).split(' ').next().unwrap().to_owned()
}

/// A second of nothing, as a WAV file: what is said is no matter here.
fn silence() -> Vec<u8> {
    let samples = [0; 2 * 16_000];
    let mut wav = b"RIFF\0\0\0\0WAVEfmt ".to_vec();
    wav[4..8].copy_from_slice(&(36 + samples.len() as u32).to_le_bytes());
    wav.extend([16, 0, 0, 0, 1, 0, 1, 0]);
    wav.extend([16_000u32, 32_000].map(u32::to_le_bytes).concat());
    wav.extend([2, 0, 16, 0]);
    wav.extend(b"data");
    wav.extend((samples.len() as u32).to_le_bytes());
    wav.extend(samples);
    wav
}

struct Bench {
    home: tempfile::TempDir,
    catalog: PathBuf,
}

impl Bench {
    /// With a catalogue of one speech model, at this address, of this SHA-1.
    fn new(address: &str, sha1: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        let catalog = home.path().join("catalog.toml");
        let text = format!(
            "[[model]]\nid = \"hub-model\"\ntask = \"speech\"\nname = \"Hub Model\"\nfile = \"hub-model.bin\"\n\
             address = \"{address}\"\nsha1 = \"{sha1}\"\nlanguages = [\"en\"]\nlicence = \"MIT\"\nmemory_mb = 300\n\
             note = \"For tests.\"\ntemperature_fallback = false\ntimestamps = false\n"
        );
        fs::write(&catalog, text).unwrap();
        Self { home, catalog }
    }

    fn at(server: &Server) -> Self {
        let micro = project().join("models/dictum-micro-en.bin");
        Self::new(&server.address("/model.bin"), &sum("sha1sum", &micro))
    }

    /// With the catalogue that ships.
    fn shipped() -> Self {
        let home = tempfile::tempdir().unwrap();
        Self { catalog: project().join("models/catalog.toml"), home }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = dictum(&self.home.path().join("home"));
        command.arg("models").args(arguments).env("DICTUM_CATALOG", &self.catalog);
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn import(&self, path: &Path) -> Output {
        self.run(&["--json", "import", path.to_str().unwrap()])
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.home.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// What is to be seen in the models folder.
    fn names(&self) -> Vec<String> {
        let files = fs::read_dir(self.home.path().join("home/models")).into_iter().flatten();
        let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| !name.starts_with('.'));
        names.sort();
        names
    }

    /// The line of the list about a model.
    fn listed(&self, id: &str) -> Value {
        let list = json(&self.run(&["--json", "list"]));
        let models = list["models"].as_array().unwrap();
        models.iter().find(|model| model["id"] == id).cloned().unwrap_or(Value::Null)
    }
}

fn failed(output: &Output, code: i32, words: &[&str]) {
    let said = stderr(output);
    assert_eq!(output.status.code(), Some(code), "{said}");
    for word in words {
        assert!(said.contains(word), "\"{word}\" is not in: {said}");
    }
    assert!(!said.contains("panicked"), "{said}");
}

#[test]
fn a_model_is_installed_through_troubles_used_verified_measured_and_removed() {
    let server = Server::start(|number, request: &Request| match number {
        0 => answer("503 Service Unavailable", &[], b""),
        1 => cut_after(1_000_000, honest(request, &micro(), TAG)),
        _ => honest(request, &micro(), TAG),
    });
    let bench = Bench::at(&server);
    assert_eq!(bench.listed("hub-model")["state"], "absent");
    let installed = json(&bench.run(&["--json", "install", "hub-model"]));
    assert_eq!(installed["installed"]["id"], "hub-model");
    assert_eq!(bench.names(), ["hub-model.bin", "hub-model.bin.json"]);
    let line = bench.listed("hub-model");
    assert_eq!((line["state"].as_str(), line["in_use"].as_bool()), (Some("installed"), Some(true)));

    let audio = bench.file("silence.wav", silence());
    let mut transcribe = dictum(&bench.home.path().join("home"));
    let heard = transcribe.args(["--json", "transcribe"]).arg(audio).env("DICTUM_CATALOG", &bench.catalog);
    let heard = json(&heard.output().unwrap());
    assert_eq!(heard["model"], "hub-model");

    let verified = json(&bench.run(&["--json", "verify", "hub-model"]));
    assert_eq!(verified["models"][0]["digest"], "matches");
    assert_eq!(verified["models"][0]["loads"], true);

    let advice = json(&bench.run(&["--json", "recommend"]));
    let measured = advice["models"][0]["measured"]["seconds_per_second"].as_f64().unwrap();
    assert!(measured > 0.0 && measured < 100.0, "{advice}");
    assert!(advice["machine"]["cores"].as_u64().unwrap() > 0);

    assert!(bench.run(&["remove", "hub-model"]).status.success());
    assert!(bench.names().is_empty());
    failed(&bench.run(&["remove", "hub-model"]), 4, &["not installed"]);
}

#[test]
fn a_model_that_does_not_understand_what_is_spoken_is_not_used_without_a_word() {
    let bench = Bench::shipped();
    let audio = bench.file("silence.wav", silence());
    let transcribe = |language: &str| {
        let mut command = dictum(&bench.home.path().join("home"));
        command.arg("transcribe").arg(&audio).args(["--language", language]).output().unwrap()
    };
    assert!(transcribe("en").status.success());
    failed(&transcribe("de"), 4, &["understands German", "Install one of many languages"]);
    failed(&transcribe("any"), 4, &["many languages"]);
}

#[test]
fn a_changed_model_is_found_out_by_verify() {
    let server = Server::start(|_, request: &Request| honest(request, &micro(), TAG));
    let bench = Bench::at(&server);
    assert!(bench.run(&["install", "hub-model"]).status.success());
    let path = bench.home.path().join("home/models/hub-model.bin");
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 100;
    bytes[last] ^= 1;
    fs::write(&path, &bytes).unwrap();
    let output = bench.run(&["verify"]);
    assert_eq!(output.status.code(), Some(4), "{}", stderr(&output));
    assert!(stdout(&output).contains("changed or damaged"), "{}", stdout(&output));
}

#[test]
fn ctrl_c_stops_an_installation_in_order_and_the_next_goes_on() {
    let server = Server::start(|number, request: &Request| match number {
        0 => [cut_after(1_000_000, honest(request, &micro(), TAG)), vec![Act::FallSilent]].concat(),
        _ => honest(request, &micro(), TAG),
    });
    let bench = Bench::at(&server);
    let install = bench.command(&["install", "hub-model"]).stderr(Stdio::piped()).spawn().unwrap();
    let part = bench.home.path().join("home/models/.incoming/hub-model.bin.part");
    while fs::metadata(&part).map_or(0, |part| part.len()) < 1_000_000 {
        thread::sleep(Duration::from_millis(20));
    }
    assert!(Command::new("kill").args(["-INT", &install.id().to_string()]).status().unwrap().success());
    failed(&install.wait_with_output().unwrap(), 1, &["stopped", "go on where it stopped"]);
    assert!(bench.names().is_empty());
    let line = bench.listed("hub-model");
    assert_eq!((line["state"].as_str(), line["part_bytes"].as_u64()), (Some("partly"), Some(1_000_000)));

    assert!(bench.run(&["install", "hub-model"]).status.success());
    assert_eq!(server.requests()[1].start(), Some(1_000_000));
    assert_eq!(bench.listed("hub-model")["state"], "installed");
}

#[test]
fn a_program_that_is_killed_in_the_middle_goes_on_when_it_is_started_again() {
    let server = Server::start(|number, request: &Request| match number {
        0 => [cut_after(1_000_000, honest(request, &micro(), TAG)), vec![Act::FallSilent]].concat(),
        _ => honest(request, &micro(), TAG),
    });
    let bench = Bench::at(&server);
    let mut install = bench.command(&["install", "hub-model"]).stderr(Stdio::null()).spawn().unwrap();
    let part = bench.home.path().join("home/models/.incoming/hub-model.bin.part");
    while fs::metadata(&part).map_or(0, |part| part.len()) < 1_000_000 {
        thread::sleep(Duration::from_millis(20));
    }
    failed(&bench.run(&["install", "hub-model"]), 1, &["being installed already"]);
    install.kill().unwrap();
    install.wait().unwrap();
    assert!(bench.run(&["install", "hub-model"]).status.success());
    assert_eq!(server.requests()[1].start(), Some(1_000_000));
}

#[test]
fn a_file_from_a_stick_is_known_by_its_digest_or_keeps_its_name_and_loads_first() {
    let bench =
        Bench::new("https://hub.example/m", &sum("sha1sum", &project().join("models/dictum-micro-en.bin")));
    let known = json(&bench.import(&bench.file("download (1).bin", micro())));
    assert_eq!(known["installed"]["id"], "hub-model");
    assert_eq!(bench.names(), ["hub-model.bin", "hub-model.bin.json"]);

    let language = bench.file("my-model.gguf", fs::read(language_model()).unwrap());
    let own = json(&bench.import(&language));
    assert_eq!(own["installed"]["id"], "my-model.gguf");
    assert_eq!(bench.listed("my-model.gguf")["task"], "drafting");
    assert_eq!(bench.listed("my-model.gguf")["in_use"], true);

    // It can be named wherever a model can.
    let transcript = bench.file("t.txt", "Doctor: Any fever?\nPatient: No, just a cough.\n");
    let mut draft = dictum(&bench.home.path().join("home"));
    draft.args(["draft", "--engine", "llm", "--model", "my-model.gguf"]).arg(transcript);
    let output = draft.env("DICTUM_CATALOG", &bench.catalog).output().unwrap();
    assert!(!stderr(&output).contains("not installed"), "{}", stderr(&output));

    let advice = json(&bench.run(&["--json", "recommend", "--task", "drafting"]));
    let measured = &advice["models"][0]["measured"]["tokens_per_second"];
    assert!(measured.as_f64().unwrap() > 0.0, "{advice}");
    assert!(bench.run(&["remove", "my-model.gguf"]).status.success());
}

#[test]
fn a_wrong_file_from_a_stick_leaves_nothing_behind() {
    let bench = Bench::shipped();
    let refused = |name: &str, content: &[u8], code: i32, words: &[&str]| {
        failed(&bench.import(&bench.file(name, content)), code, words);
        assert!(bench.names().is_empty(), "{:?}", bench.names());
    };
    let micro = micro();
    let language = fs::read(language_model()).unwrap();
    refused("letter.bin", b"Dear colleague, thank you for referring Mr Quixotewitz", 3, &["not a model"]);
    // The right beginning, and then too little or nonsense: only loading it tells.
    refused("cut.bin", &micro[..micro.len() / 2], 4, &["cut off"]);
    refused("cut.gguf", &language[..language.len() / 2], 4, &["cut off"]);
    refused("header.gguf", b"GGUF\x03\0\0\0 and no more", 4, &[]);
    // It loads, and is no model that the catalogue knows: only its name says which it would be.
    let mut other = micro.clone();
    *other.last_mut().unwrap() ^= 1;
    refused("ggml-base.en.bin", &other, 3, &["Whisper base"]);
    failed(&bench.import(Path::new("no-such-file.bin")), 3, &["cannot be read"]);
    let hidden = fs::read_dir(bench.home.path().join("home/models/.incoming")).unwrap();
    for file in hidden.map(|file| file.unwrap().path()) {
        assert_eq!(file.extension().unwrap(), "lock", "{}", file.display());
    }
}

#[test]
fn the_shipped_catalogue_is_listed_and_the_shipped_model_stays() {
    let bench = Bench::shipped();
    let line = bench.listed("dictum-micro-en");
    assert_eq!((line["state"].as_str(), line["test_only"].as_bool()), (Some("shipped"), Some(true)));
    let text = stdout(&bench.run(&["list"]));
    for word in ["whisper-large-v3-turbo", "qwen3.5-4b", "medgemma-4b-it", "to import", "not here"] {
        assert!(text.contains(word), "\"{word}\" is not in: {text}");
    }
    failed(&bench.run(&["remove", "dictum-micro-en"]), 4, &["cannot be removed"]);
    failed(&bench.run(&["install", "medgemma-4b-it"]), 4, &["Health AI", "import"]);
    failed(&bench.run(&["install", "no-such-model"]), 4, &["no-such-model"]);
    failed(&bench.run(&["verify", "no-such-model"]), 4, &["not installed"]);
    let verified = json(&bench.run(&["--json", "verify"]));
    assert_eq!(verified["models"][0]["loads"], true);
    // Nothing but the shipped model is here, and that is not for patients: nothing was measured, no speed is promised.
    let advice = bench.run(&["recommend"]);
    assert!(advice.status.success() && !stdout(&advice).contains("measured:"), "{}", stdout(&advice));
}

#[test]
fn models_are_listed_with_their_languages_and_recommended_for_those_that_are_spoken() {
    let bench = Bench::shipped();
    let text = stdout(&bench.run(&["list"]));
    for (id, languages) in [("whisper-small", "many languages"), ("whisper-small.en", "English")] {
        let line =
            text.lines().find(|line| line.trim_start_matches(['*', ' ']).starts_with(&format!("{id} ")));
        assert!(line.is_some_and(|line| line.contains(languages)), "{id}: {text}");
    }
    let in_use = |language: &str| {
        let list = json(&bench.run(&["--json", "list", "--language", language]));
        let models = list["models"].as_array().unwrap().clone();
        models.iter().any(|model| model["in_use"] == true && model["task"] == "speech")
    };
    assert!(in_use("en"));
    assert!(!in_use("de") && !in_use("en,de") && !in_use("any"), "the one that ships knows only English");
    let candidates = |language: &str| {
        let advice = json(&bench.run(&["--json", "recommend", "--language", language]));
        let models = advice["models"].as_array().unwrap();
        models.iter().map(|model| model["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let has = |ids: &[String], id: &str| ids.iter().any(|known| known == id);
    let (english, german) = (candidates("en"), candidates("en,de"));
    assert!(has(&english, "whisper-small") && has(&english, "whisper-small.en"), "{english:?}");
    assert!(has(&german, "whisper-small") && !has(&german, "whisper-small.en"), "{german:?}");
    failed(&bench.run(&["list", "--language", "klingon"]), 3, &["no language \"klingon\""]);
}

#[test]
fn without_a_network_an_installation_says_so_and_what_to_do() {
    if !cfg!(target_os = "linux") {
        return;
    }
    let bench = Bench::shipped();
    let dictum = bench.command(&["install", "whisper-tiny.en"]);
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n"));
    let mut alone = Command::new("unshare");
    alone.arg(if root { "-n" } else { "-Urn" }).arg(dictum.get_program()).args(dictum.get_args());
    for (name, value) in dictum.get_envs() {
        match value {
            Some(value) => alone.env(name, value),
            None => alone.env_remove(name),
        };
    }
    alone.env_remove("HTTPS_PROXY").env_remove("https_proxy").env_remove("ALL_PROXY").env_remove("all_proxy");
    failed(&alone.output().unwrap(), 1, &["huggingface.co cannot be reached", "USB stick"]);
    assert!(bench.names().is_empty());
}
