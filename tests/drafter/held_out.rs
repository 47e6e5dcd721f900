//! Consults of its generator that the model was not trained on: how much of the notes that follow from them it writes, and how it
//! keeps what must not change. `models/train/llama/score.py` counts alike, but for numbers that are words.

use std::collections::BTreeMap;
use std::fs;

use clinical::drugs::drugs_in;
use dictum_tests::{dictum, project};
use serde_json::Value;
use speech::written::written_form;

use super::{MODEL, alone, held_out, list, words};

/// Of the reference's statements, with their citation, and of what it writes, no more than the reference has. Its card says how many it
/// gets right.
const STATEMENTS: f64 = 0.97;
/// Of the reference's statements with numbers, drugs, sides or negations: these as they are there.
const KEPT: f64 = 0.99;

/// What was counted: right, of so many.
#[derive(Default)]
struct Score {
    counts: BTreeMap<&'static str, (usize, usize)>,
    wrong: Vec<String>,
}

impl Score {
    fn count(&mut self, what: &'static str, is_right: bool, wanted: &Value, written: &[Value]) {
        let (right, all) = self.counts.entry(what).or_default();
        *right += usize::from(is_right);
        *all += 1;
        if !is_right {
            self.wrong.push(format!("{what}: {wanted}, of {written:?}"));
        }
    }

    /// Holds a statement of the reference against what was written of its section.
    fn add(&mut self, wanted: &Value, written: &[Value]) {
        let text = text(wanted);
        let same = |one: &&Value| one["text"] == wanted["text"] && one["evidence"] == wanted["evidence"];
        self.count("statements", written.iter().any(|one| same(&one)), wanted, written);
        // Of another text the one of the most words in common stands for it.
        let alike = |one: &&Value| shared(&text, &self::text(one));
        let stands = written.iter().max_by(|a, b| alike(a).total_cmp(&alike(b))).map(self::text);
        let stands = stands.unwrap_or_default();
        for (what, of) in [("numbers", numbers as fn(&str) -> _), ("sides", sides), ("negations", negations)]
        {
            if !of(&text).is_empty() {
                self.count(what, of(&text) == of(&stands), wanted, written);
            }
        }
        let drugs = drugs(wanted);
        if !drugs.is_empty() {
            let stands = stands.to_lowercase();
            self.count("drugs", drugs.iter().all(|drug| stands.contains(drug)), wanted, written);
        }
    }
}

fn text(statement: &Value) -> String {
    statement["text"].as_str().unwrap().to_owned()
}

/// The share of their words that two texts have in common.
fn shared(one: &str, other: &str) -> f64 {
    let (one, other) = (words(one), words(other));
    let common = one.iter().filter(|word| other.contains(word)).count();
    common as f64 / (one.len() + other.len() - common) as f64
}

fn numbers(text: &str) -> Vec<String> {
    let words = words(&written_form(text).text);
    words.into_iter().filter(|word| word.contains(|c: char| c.is_ascii_digit())).collect()
}

fn sides(text: &str) -> Vec<String> {
    words(text).into_iter().filter(|word| matches!(word.as_str(), "left" | "right" | "both")).collect()
}

fn negations(text: &str) -> Vec<String> {
    let denies = |word: &String| {
        let word = word.as_str();
        matches!(
            word,
            "no" | "not" | "none" | "never" | "without" | "denies" | "cannot" | "unable" | "negative"
        ) || word.ends_with("n't")
    };
    words(text).into_iter().filter(denies).collect()
}

/// Names of medicines in a statement, in lower case: those that Dictum knows and, for three in ten do not exist, what its detail names.
fn drugs(statement: &Value) -> Vec<String> {
    let text = text(statement).to_lowercase();
    let known = drugs_in(&text).into_iter().map(|drug| text[drug.start..drug.end].to_owned());
    let detail = &statement["detail"];
    let named = [&detail["name"], &detail["substance"]].into_iter().filter_map(Value::as_str);
    known.chain(named.map(str::to_lowercase)).collect()
}

#[test]
fn consults_that_it_was_not_trained_on_become_the_notes_that_follow_from_them() {
    let _turn = alone();
    let home = tempfile::tempdir().unwrap();
    let out = home.path().join("notes.jsonl");
    let status = dictum(home.path())
        .args(["batch", "draft", "--engine", "llm", "--model", MODEL, "--out"])
        .arg(&out)
        .arg(project().join("tests/drafter/consults.jsonl"))
        .status();
    assert!(status.unwrap().success());
    let notes = fs::read_to_string(out).unwrap();
    let consults = held_out();
    assert_eq!(notes.lines().count(), consults.len());
    let mut score = Score::default();
    for (consult, note) in consults.iter().zip(notes.lines()) {
        let note: Value = serde_json::from_str(note).unwrap();
        assert_eq!(consult["id"], note["id"]);
        for section in list(&note["note"], "sections") {
            let wanted = list(&consult["note"], section["code"].as_str().unwrap());
            let written = list(section, "statements");
            wanted.iter().for_each(|one| score.add(one, written));
            for (at, one) in written.iter().enumerate() {
                score.count("not beside them", at < wanted.len(), one, wanted);
            }
        }
    }
    println!("{:?}", score.counts);
    let least = [
        ("statements", STATEMENTS, 350),
        ("not beside them", STATEMENTS, 350),
        ("numbers", KEPT, 100),
        ("drugs", KEPT, 40),
        ("sides", KEPT, 15),
        ("negations", KEPT, 50),
    ];
    for (what, share, enough) in least {
        let (right, all) = score.counts[what];
        println!("{what}: {right} of {all}, {:.1} %", 100.0 * right as f64 / all as f64);
        assert!(all >= enough, "too few {what} to say anything: {all}");
        // One that falls otherwise on another processor is no loss.
        assert!(
            all - right <= 1 || right as f64 >= share * all as f64,
            "{what}: {right} of {all}: {:#?}",
            score.wrong
        );
    }
}

#[test]
fn a_number_a_drug_a_side_and_a_negation_that_is_lost_or_changed_is_counted() {
    let written = |text: &str| serde_json::json!({ "text": text, "evidence": [1] });
    let reference = serde_json::json!({
        "text": "Never took Zelvorin 40 mg for the left knee.", "evidence": [1], "detail": { "name": "Zelvorin" }
    });
    for (text, wrong) in [
        ("Never took Zelvorin 40 mg for the left knee.", &[][..]),
        ("Never took Zelvorin 14 mg for the left knee.", &["numbers", "statements"]),
        ("Never took Zelvor 40 mg for the left knee.", &["drugs", "statements"]),
        ("Never took Zelvorin 40 mg for the right knee.", &["sides", "statements"]),
        ("Took Zelvorin 40 mg for the left knee.", &["negations", "statements"]),
        ("Took it.", &["drugs", "negations", "numbers", "sides", "statements"]),
    ] {
        let mut score = Score::default();
        score.add(&reference, &[written(text)]);
        let missed = score.counts.iter().filter(|(_, (right, _))| *right == 0);
        assert_eq!(missed.map(|(what, _)| *what).collect::<Vec<_>>(), wrong, "{text}");
    }
}
