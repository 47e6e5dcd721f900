//! The consults and the sentences of the notes that clinicians wrote of them.

use std::path::Path;

use clinical::{Format, Transcript};
use grounding::Heard;

/// Where a consult comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// ACI-BENCH, train: the checks were developed on it.
    Train,
    /// ACI-BENCH, valid: the same kind of talk. No weight is fitted to it, but its flags and misses were read and thresholds
    /// chosen with it, so it is not unseen.
    Valid,
    /// PriMock57, dev: another country's talk, and notes in shorthand. Weights are fitted to it, too.
    Primock,
    /// Consults of one's own, named in `FURTHER`: the nearest thing to unseen ones. They count for no promise.
    Further,
}

pub const SOURCES: [(Source, &str); 3] = [
    (Source::Train, "aci-bench/train.jsonl"),
    (Source::Valid, "aci-bench/valid.jsonl"),
    (Source::Primock, "primock57/dev.jsonl"),
];

pub struct Consult {
    pub source: Source,
    pub name: String,
    pub transcript: Transcript,
    pub heard: Heard,
    /// All that was said, in lower case.
    pub talk: String,
    /// A sentence each.
    pub statements: Vec<String>,
}

/// Every consult that is at hand, and those of the files in the same form that `FURTHER` names as a `PATH` does.
pub fn consults() -> Vec<Consult> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/eval");
    let mut consults = Vec::new();
    for (source, file) in SOURCES {
        let Ok(text) = std::fs::read_to_string(folder.join(file)) else {
            eprintln!("skipped: {file} is not here");
            continue;
        };
        consults.extend(text.lines().map(|line| consult(source, line)));
    }
    for file in std::env::var_os("FURTHER").iter().flat_map(std::env::split_paths) {
        let text = std::fs::read_to_string(file).unwrap();
        consults.extend(text.lines().map(|line| consult(Source::Further, line)));
    }
    consults
}

fn consult(source: Source, line: &str) -> Consult {
    let value: serde_json::Value = serde_json::from_str(line).unwrap();
    let transcript = Transcript::parse(&value.to_string(), Format::Json).unwrap();
    let talk: Vec<String> = transcript.segments().iter().map(|said| said.text.to_lowercase()).collect();
    Consult {
        source,
        name: value["id"].as_str().unwrap().to_owned(),
        heard: Heard::of(&transcript).of_age(age(&value["age"])),
        transcript,
        talk: talk.join("\n"),
        statements: statements(value["note"].as_str().unwrap()),
    }
}

/// In years, where it is: the sets give "58", 69.0 and, of a child, "22-month".
fn age(value: &serde_json::Value) -> Option<u16> {
    let years = value.as_f64().or_else(|| value.as_str()?.parse().ok())?;
    Some(years as u16)
}

impl Consult {
    pub fn words(&self) -> usize {
        self.transcript.word_count()
    }
}

/// Sentences as `dictum check` makes them of a note in text: headings go, labels stay.
fn statements(note: &str) -> Vec<String> {
    let lines = note.lines().map(|line| line.trim().trim_start_matches(['-', '*', '•']).trim());
    lines
        .filter(|line| line.chars().any(char::is_lowercase) && !line.ends_with(':'))
        .flat_map(|line| line.split_inclusive(". "))
        .map(|sentence| sentence.trim().to_owned())
        .filter(|sentence| sentence.split_whitespace().count() >= 3)
        .collect()
}
