//! The whole way of the data, through the programs that a user runs.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod dictation;
mod evaluate;
mod forms;
mod formulary;
mod microphones;
mod quiet;
mod spoken;
mod templates;
mod unheard;

use std::fs;
use std::path::Path;
use std::process::Command;

use dictum_tests::{dictum, json, program, project, shared_eval, stderr, stdout, unshare, word_error_rate};
use serde_json::{Value, json as value};

/// Word errors of the shipped model on what it was made for: espeak-ng's voices and its own sentences. See its card.
const SHIPPED_MODEL_WER: f64 = 0.05;
/// The same for sentences of the generator that it was not taught.
const HELD_OUT_WER: f64 = 0.03;

/// Sentences, voices and speeds that its training never had: as spoken, as written, voice, words a minute.
const HELD_OUT: &[(&str, &str, &str, &str)] = &[
    (
        "sounds good to me. no, that's all. rest helps a little.",
        "Sounds good to me. No, that's all. Rest helps a little.",
        "en-us+f3",
        "150",
    ),
    (
        "have you done any traveling lately? come back in three weeks if it's not better. hi, doctor.",
        "Have you done any traveling lately? Come back in 3 weeks if it's not better. Hi, doctor.",
        "en-us+m7",
        "170",
    ),
    ("on exam, range of motion is limited.", "On exam, range of motion is limited.", "en-gb+m5", "151"),
    ("how have you been since the last visit?", "How have you been since the last visit?", "en-gb+f3", "194"),
    ("it was ninety nine point four last night.", "It was 99.4 last night.", "en-us+m5", "170"),
    (
        "does the pain go anywhere else? tell me if this hurts.",
        "Does the pain go anywhere else? Tell me if this hurts.",
        "en-us+f3",
        "170",
    ),
    (
        "I was diagnosed with appendicitis four years ago. I've got dizziness and I feel shaky. my sugar was two oh seven \
         this morning.",
        "I was diagnosed with appendicitis 4 years ago. I've got dizziness and I feel shaky. My sugar was 207 this morning.",
        "en-gb+m7",
        "150",
    ),
    (
        "you can take sertraline as needed. it comes and goes.",
        "You can take sertraline as needed. It comes and goes.",
        "en-us+m7",
        "151",
    ),
    (
        "any hearing loss or loss of appetite? no, I don't think so.",
        "Any hearing loss or loss of appetite? No, I don't think so.",
        "en-us+f3",
        "194",
    ),
    (
        "there is slight swelling of the upper back.",
        "There is slight swelling of the upper back.",
        "en-gb+m5",
        "170",
    ),
];

fn reference() -> String {
    let text = fs::read_to_string(project().join("models/sample/consult.txt")).unwrap();
    text.lines()
        .filter_map(|line| line.split_once(": ").map(|(_, words)| words))
        .collect::<Vec<_>>()
        .join(" ")
}

/// In a network namespace with nothing in it but a loopback that is down, where such a namespace can be made.
fn without_a_network(command: Command) -> Command {
    let Some(mut shut_in) = unshare("n") else { return command };
    shut_in.arg(command.get_program()).args(command.get_args());
    for (name, setting) in command.get_envs() {
        match setting {
            Some(setting) => shut_in.env(name, setting),
            None => shut_in.env_remove(name),
        };
    }
    shut_in
}

#[test]
fn the_demo_makes_a_signed_verified_note_of_the_sample_consult_without_a_network() {
    let home = tempfile::tempdir().unwrap();
    let mut command = dictum(&home.path().join("home"));
    let out = home.path().join("out");
    command.args(["--json", "demo", "--out"]).arg(&out);
    let report = json(&without_a_network(command).output().unwrap());

    let stages: Vec<&str> =
        report["stages"].as_array().unwrap().iter().map(|stage| stage["stage"].as_str().unwrap()).collect();
    assert_eq!(
        stages,
        ["vault", "capture", "speech", "draft and checks", "review", "sign", "export", "verify"]
    );

    let heard: Vec<&str> = report["transcript"]
        .as_array()
        .unwrap()
        .iter()
        .map(|segment| segment["text"].as_str().unwrap())
        .collect();
    let wer = word_error_rate(&reference(), &heard.join(" "));
    println!("WER of the sample consult: {:.2} %", wer * 100.0);
    assert!(wer <= SHIPPED_MODEL_WER, "WER {wer}: {heard:#?}");

    let note = report["note"].as_str().unwrap().to_lowercase();
    for fact in
        ["left knee", "2 weeks", "penicillin", "atorvastatin 20 mg", "128/82", "ibuprofen 400 mg", "3 weeks"]
    {
        assert!(note.contains(fact), "the note lacks \"{fact}\":\n{note}");
    }
    assert_eq!(report["removed"], 0, "a statement was not borne out by what was said:\n{note}");
    assert!(report["audit_events"].as_u64().unwrap() > 5);
    assert_eq!(report["speech_model"]["test_only"], true);
    assert_eq!(report["drafter"], "Dictum Draft Micro (for trying Dictum)");

    let mut kinds = Vec::new();
    for path in report["exports"].as_array().unwrap() {
        let text = fs::read_to_string(path.as_str().unwrap()).unwrap();
        match serde_json::from_str::<Value>(&text) {
            Ok(resource) => kinds.push(resource["resourceType"].as_str().unwrap().to_owned()),
            Err(_) => assert!(text.contains("SUBJECTIVE")),
        }
    }
    assert_eq!(kinds, ["Bundle", "DocumentReference"]);
}

#[test]
fn sentences_that_the_shipped_model_was_not_taught_are_heard_right() {
    let home = tempfile::tempdir().unwrap();
    let (mut said, mut heard) = (String::new(), String::new());
    for (number, (spoken, written, voice, speed)) in HELD_OUT.iter().enumerate() {
        let path = home.path().join(format!("{number}.wav"));
        let espeak =
            Command::new("espeak-ng").args(["-v", voice, "-s", speed, "-w"]).arg(&path).arg(spoken).status();
        assert!(espeak.unwrap().success());
        let output = dictum(home.path()).args(["--json", "transcribe"]).arg(&path).output().unwrap();
        for segment in json(&output)["transcript"].as_array().unwrap() {
            heard += segment["text"].as_str().unwrap();
            heard.push(' ');
        }
        said += written;
        said.push(' ');
    }
    let wer = word_error_rate(&said, &heard);
    println!("WER of held-out sentences: {:.2} %", wer * 100.0);
    assert!(wer <= HELD_OUT_WER, "WER {wer}: {heard}");
}

#[test]
fn silence_and_faint_noise_give_no_words() {
    let home = tempfile::tempdir().unwrap();
    for (name, amplitude) in [("silence", 0i32), ("noise", 40)] {
        let path = home.path().join(format!("{name}.wav"));
        write_wav(&path, amplitude, 8);
        let output = dictum(home.path()).args(["--json", "transcribe"]).arg(&path).output().unwrap();
        assert_eq!(json(&output)["transcript"], value!([]), "{name}");
    }
}

/// Sixteen-bit mono at 16 kHz: a reproducible noise of this amplitude.
fn write_wav(path: &Path, amplitude: i32, seconds: u32) {
    let count = seconds * 16_000;
    let mut bytes = Vec::new();
    bytes.extend(b"RIFF");
    bytes.extend((36 + 2 * count).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    bytes.extend(16_000u32.to_le_bytes());
    bytes.extend(32_000u32.to_le_bytes());
    bytes.extend(b"\x02\0\x10\0data");
    bytes.extend((2 * count).to_le_bytes());
    let mut state = 1u32;
    for _ in 0..count {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let unit = (state >> 16) as i32 - 32_768;
        bytes.extend(((unit * amplitude / 32_768) as i16).to_le_bytes());
    }
    fs::write(path, bytes).unwrap();
}

#[test]
fn every_transcript_format_gives_the_same_note() {
    let home = tempfile::tempdir().unwrap();
    let turns = [
        ("Doctor", "What brings you in today?"),
        ("Patient", "I have had a cough for three days."),
        ("Doctor", "Any fever?"),
        ("Patient", "No."),
        ("Doctor", "Take amoxicillin 500 mg three times a day for 7 days."),
    ];
    let plain: String = turns.iter().map(|(who, text)| format!("{who}: {text}\n")).collect();
    let bracketed: String =
        turns.iter().map(|(who, text)| format!("[{}] {text}\n", who.to_lowercase())).collect();
    let list: Vec<Value> = turns.iter().map(|(who, text)| value!({ "speaker": who, "text": text })).collect();
    let cues = |stamp: &str| -> String {
        turns
            .iter()
            .enumerate()
            .map(|(n, (who, text))| {
                let line = format!("00:00:0{n}{stamp}000 --> 00:00:0{n}{stamp}900");
                if stamp == "." {
                    format!("{line}\n<v {who}>{text}\n\n")
                } else {
                    format!("{}\n{line}\n{who}: {text}\n\n", n + 1)
                }
            })
            .collect()
    };
    let files = [
        ("a.txt", plain),
        ("b.txt", bracketed),
        ("c.json", value!({ "transcript": list }).to_string()),
        ("d.vtt", format!("WEBVTT\n\n{}", cues("."))),
        ("e.srt", cues(",")),
    ];
    let mut notes = Vec::new();
    for (name, content) in files {
        let path = home.path().join(name);
        fs::write(&path, content).unwrap();
        let output =
            dictum(home.path()).args(["draft", "--engine", "extractive"]).arg(&path).output().unwrap();
        assert!(output.status.success(), "{name}: {}", stderr(&output));
        notes.push(stdout(&output));
    }
    assert!(notes[0].to_lowercase().contains("amoxicillin 500 mg"), "{}", notes[0]);
    assert!(notes.iter().all(|note| *note == notes[0]), "{notes:#?}");
}

#[test]
fn every_consult_of_the_development_sets_becomes_a_note_whose_evidence_exists() {
    let Some(eval) = shared_eval() else { return };
    let home = tempfile::tempdir().unwrap();
    let mut consults = 0;
    for set in ["aci-bench/train.jsonl", "aci-bench/valid.jsonl", "primock57/dev.jsonl"] {
        let out = home.path().join("notes.jsonl");
        let status = dictum(home.path())
            .args(["batch", "draft", "--engine", "extractive", "--out"])
            .arg(&out)
            .arg(eval.join(set))
            .status()
            .unwrap();
        assert!(status.success(), "{set}");
        let lines = |path: &Path| -> Vec<Value> {
            fs::read_to_string(path)
                .unwrap()
                .lines()
                .map(|line| serde_json::from_str(line).unwrap())
                .collect()
        };
        let (given, written) = (lines(&eval.join(set)), lines(&out));
        assert_eq!(given.len(), written.len(), "{set}");
        for (consult, note) in given.iter().zip(&written) {
            assert_eq!(consult["id"], note["id"]);
            let turns = consult["transcript"].as_array().unwrap().len() as u64;
            let mut statements = 0;
            for section in note["note"]["sections"].as_array().unwrap() {
                for statement in section["statements"].as_array().unwrap() {
                    let evidence = statement["evidence"].as_array().unwrap();
                    assert!(!evidence.is_empty() && evidence.iter().all(|id| id.as_u64().unwrap() < turns));
                    statements += 1;
                }
            }
            assert!(statements >= 3, "{set} {}: {statements} statements", consult["id"]);
            assert!(note["text"].as_str().unwrap().split_whitespace().count() >= 20);
            consults += 1;
        }
    }
    println!("{consults} consults drafted");
}

#[test]
fn a_note_is_checked_against_its_transcript() {
    let home = tempfile::tempdir().unwrap();
    let (note, transcript) = (home.path().join("note.txt"), home.path().join("transcript.txt"));
    fs::write(&transcript, "Doctor: Any fever?\nPatient: No.\nDoctor: Take ibuprofen 400 mg twice a day.\n")
        .unwrap();
    fs::write(&note, "PLAN\n- Ibuprofen 400 mg twice a day.\n- Warfarin 5 mg daily.\n").unwrap();
    let output = dictum(home.path())
        .args(["--json", "check"])
        .arg(&note)
        .arg("--transcript")
        .arg(&transcript)
        .output()
        .unwrap();
    let checked = json(&output);
    assert_eq!(checked["statements"][0]["verdict"], "supported");
    assert_eq!(checked["statements"][0]["evidence"], value!([2]));
    assert_eq!(checked["statements"][1]["verdict"], "unsupported");
    assert!(checked["statements"][1]["reasons"].to_string().contains("arfarin"));
}

#[test]
fn what_a_note_overlooks_and_where_it_contradicts_itself_is_told_beside_its_statements() {
    let home = tempfile::tempdir().unwrap();
    let (note, transcript) = (home.path().join("note.txt"), home.path().join("transcript.txt"));
    fs::write(&transcript, "Patient: I am allergic to penicillin.\nPatient: I take warfarin 5 mg daily.\n")
        .unwrap();
    let check = |written: &str, json: bool| {
        fs::write(&note, written).unwrap();
        let mut check = dictum(home.path());
        check.args(json.then_some("--json")).arg("check").arg(&note).arg("--transcript").arg(&transcript);
        check.output().unwrap()
    };
    let partly = "ALLERGIES\nPenicillin.\n\nPLAN\n- Start penicillin 500 mg daily.\n";
    let checked = json(&check(partly, true));
    assert_eq!(checked["omissions"][0]["kind"], "drug");
    assert_eq!(checked["omissions"][0]["evidence"], value!([1]));
    assert_eq!(checked["conflicts"][0]["between"], value!([0, 1]));
    let told = stdout(&check(partly, false));
    let line = |what: &str| told.lines().find(|line| line.trim_start().starts_with(what)).unwrap_or_default();
    assert!(line("missing").to_lowercase().contains("warfarin"), "{told}");
    assert!(line("conflict").to_lowercase().contains("penicillin"), "{told}");
    let whole = "ALLERGIES\nPenicillin.\n\nMEDICATIONS\n- Warfarin 5 mg daily.\n";
    let told = stdout(&check(whole, false));
    assert!(!told.contains("missing") && !told.contains("conflict"), "{told}");
}

#[test]
fn a_statement_is_checked_under_its_heading_as_in_the_window_in_text_and_in_json() {
    let home = tempfile::tempdir().unwrap();
    let (note, transcript) = (home.path().join("note"), home.path().join("transcript.txt"));
    fs::write(&transcript, "Patient: I take penicillin for my throat.\n").unwrap();
    let verdicts = |written: &str| {
        fs::write(&note, written).unwrap();
        let mut check = dictum(home.path());
        check.args(["--json", "check"]).arg(&note).arg("--transcript").arg(&transcript);
        let checked = json(&check.output().unwrap());
        let list = checked["statements"].as_array().unwrap().clone();
        list.iter().map(|one| one["verdict"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let text = "SUBJECTIVE\n\nMedications\nPenicillin.\n\nAllergies\nPenicillin.\n";
    assert_eq!(verdicts(text), ["supported", "unsupported"]);
    let section =
        |code: &str| value!({ "code": code, "title": "", "statements": [{ "text": "Penicillin." }] });
    let in_json = value!({ "sections": [section("medications"), section("allergies")] });
    assert_eq!(verdicts(&in_json.to_string()), ["supported", "unsupported"]);
    let listed = value!({ "statements": [{ "text": "Penicillin.", "section": "allergies" }] });
    assert_eq!(verdicts(&listed.to_string()), ["unsupported"]);
}

#[test]
fn a_vault_is_made_and_verified_from_the_command_line() {
    let home = tempfile::tempdir().unwrap();
    let passphrase = "tangerine ladder observatory";
    let run = |arguments: &[&str], passphrase: &str| {
        dictum(home.path()).args(arguments).env("DICTUM_PASSPHRASE", passphrase).output().unwrap()
    };
    let made = run(&["--json", "vault", "init", "--name", "Dr Test", "--passphrase-only"], passphrase);
    assert!(json(&made)["recovery_code"].as_str().unwrap().len() >= 26);
    let verified = run(&["--json", "vault", "verify"], passphrase);
    assert_eq!(json(&verified)["whole"], true);
    let refused = run(&["vault", "verify"], "another passphrase altogether");
    assert_eq!(refused.status.code(), Some(5));
    assert!(stderr(&refused).contains("passphrase"), "{}", stderr(&refused));
    let again = run(&["vault", "init", "--name", "Dr Test", "--passphrase-only"], passphrase);
    assert_eq!(again.status.code(), Some(5), "a second vault must not replace the first");
    let unsigned = run(&["export", "01890a5d-ac96-774b-bcce-b302099a8057", "--format", "text"], passphrase);
    assert_eq!(unsigned.status.code(), Some(5), "{}", stderr(&unsigned));
}

#[test]
fn the_programs_name_their_version() {
    let output = Command::new(program("dictum")).arg("--version").output().unwrap();
    assert_eq!(stdout(&output).trim(), format!("dictum {}", env!("CARGO_PKG_VERSION")));
}
