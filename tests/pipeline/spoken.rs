//! Turns of people within the vocabulary of the speech model that ships, spoken by voices and at speeds that it was not trained on, through
//! its worker.

use std::collections::HashSet;
use std::fs;
use std::process::Command;

use dictum_tests::{dictum, json, project, shared_eval};
use serde_json::{Value, json as value};

/// Errors over words. The model's card has 8.8 % for whole turns without the program's cutting.
const MOST: f64 = 0.1;
const TURNS: usize = 60;
const VOICES: [&str; 6] = ["en-us+f3", "en-gb+m5", "en-us+m7", "en-gb+f3", "en-us+m5", "en-gb+m7"];
const WORDS_A_MINUTE: [&str; 4] = ["150", "170", "151", "194"];
/// A number is one word or many, as it is written.
const NUMBERS: &str = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand";

fn words(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '\'' | '-');
    let words = text.split(|c| !is_part(c)).filter(|word| word.contains(|c: char| c.is_ascii_alphanumeric()));
    words.map(str::to_lowercase).collect()
}

/// A turn without the spaces that its corpus has before marks: "i do n't know ." is "i don't know."
fn written(turn: &str) -> String {
    [" .", " ,", " ?", " !", " '", " n't"]
        .iter()
        .fold(turn.to_owned(), |text, spaced| text.replace(spaced, spaced.trim()))
}

#[test]
fn turns_of_people_within_its_vocabulary_are_heard_by_the_model_that_ships() {
    let Some(shared) = shared_eval() else { return };
    let consults = fs::read_to_string(shared.join("aci-bench/valid.jsonl")).unwrap();
    let known = fs::read_to_string(project().join("models/dictum-micro-en.words.txt")).unwrap();
    let numbers: HashSet<&str> = NUMBERS.split(' ').collect();
    let known: HashSet<&str> = known.split_whitespace().filter(|word| !numbers.contains(word)).collect();
    let mut turns: Vec<String> = Vec::new();
    for consult in consults.lines() {
        let consult: Value = serde_json::from_str(consult).unwrap();
        let said = consult["transcript"].as_array().unwrap().iter();
        let said = said.map(|turn| written(turn["text"].as_str().unwrap()));
        turns.extend(said.filter(|text| {
            let words = words(text);
            (4..=40).contains(&words.len()) && words.iter().all(|word| known.contains(word.as_str()))
        }));
    }
    assert!(turns.len() >= 2 * TURNS, "{}", turns.len());

    let home = tempfile::tempdir().unwrap();
    let chosen = turns.iter().step_by(turns.len() / TURNS).enumerate();
    let lines = chosen.map(|(at, text)| {
        let name = format!("{at}.wav");
        let espeak = Command::new("espeak-ng")
            .args(["-v", VOICES[at % VOICES.len()], "-s", WORDS_A_MINUTE[at % WORDS_A_MINUTE.len()], "-w"])
            .arg(home.path().join(&name))
            .arg(text)
            .status();
        assert!(espeak.unwrap().success());
        value!({ "audio": name, "text": text }).to_string()
    });
    let manifest = home.path().join("manifest.jsonl");
    fs::write(&manifest, lines.collect::<Vec<_>>().join("\n")).unwrap();
    let output = dictum(&home.path().join("home")).args(["--json", "eval", "speech"]).arg(manifest).output();
    let report = json(&output.unwrap());
    let (words, wer) = (report["words"].as_u64().unwrap(), report["wer"].as_f64().unwrap());
    println!("{words} words, {:.1} % errors", 100.0 * wer);
    assert!(words > 500 && wer <= MOST, "{words} words, {wer}");
}
