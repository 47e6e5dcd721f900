//! The written form of real consults: what is said comes back, and a text once written stays. With `SHOW=1` and
//! `--nocapture` it prints every distinct change with what stands around it, to be read by eye. Skipped where the
//! consults are not at hand.

#![allow(clippy::unwrap_used)] // helpers of tests are not seen as tests

use std::collections::BTreeMap;
use std::path::Path;

use clinical::{Format, Transcript};
use speech::written::{Change, written_form};

fn turns(file: &str) -> Option<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/eval").join(file);
    let text = std::fs::read_to_string(path).ok()?;
    let turns = text.lines().flat_map(|line| {
        let transcript = Transcript::parse(line, Format::Json).unwrap();
        transcript.segments().iter().map(|segment| segment.text.as_str().to_owned()).collect::<Vec<_>>()
    });
    Some(turns.collect())
}

/// A change with some words on both sides.
fn shown(text: &str, change: &Change) -> String {
    let before: Vec<&str> = text[..change.start].split_whitespace().rev().take(4).collect();
    let before: Vec<&str> = before.into_iter().rev().collect();
    let after: Vec<&str> = text[change.end..].split_whitespace().take(3).collect();
    format!(
        "{} [{} => {}] {}",
        before.join(" "),
        change.spoken.as_str(),
        &text[change.start..change.end],
        after.join(" ")
    )
}

#[test]
fn real_consults_are_written_and_come_back() {
    for file in ["aci-bench/train.jsonl", "aci-bench/valid.jsonl", "primock57/dev.jsonl"] {
        let Some(turns) = turns(file) else {
            eprintln!("skipped: the evaluation consults are not here");
            return;
        };
        let (mut distinct, mut all, mut words) = (BTreeMap::new(), 0, 0);
        for turn in &turns {
            let written = written_form(turn);
            assert_eq!(written.spoken().as_str(), turn);
            assert!(written_form(&written.text).changes.is_empty());
            words += turn.split_whitespace().count();
            for change in &written.changes {
                all += 1;
                *distinct.entry(shown(&written.text, change)).or_insert(0) += 1;
            }
        }
        println!(
            "{file}: {all} changes, {} distinct with their surroundings, in {words} words",
            distinct.len()
        );
        if std::env::var_os("SHOW").is_some() {
            distinct.keys().for_each(|change| println!("{change}"));
            turns.iter().for_each(|turn| println!("WRITTEN {}", written_form(turn).text.as_str()));
        }
        assert!(all * 100 > words / 2, "{all} changes in {words} words");
    }
}
