//! Tests that the talk orders and the note has as ordered, so that a note without them misses a result that is awaited.

use crate::consults::Consult;

/// A test by the words for it.
pub type Test = &'static [&'static str];

const TESTS: &[Test] = &[
    &["mri", "magnetic resonance"],
    &["x ray", "x rays", "xray", "radiograph", "radiographs"],
    &["ct", "cat scan"],
    &["ultrasound", "doppler"],
    &["blood work", "bloodwork", "blood test", "blood tests", "bloods", "labs", "lab work", "laboratory"],
    &["a1c", "hba1c"],
    &["lipid panel", "lipids", "cholesterol panel"],
    &["complete blood count", "cbc"],
    &["metabolic panel", "cmp", "bmp"],
    &["tsh", "thyroid panel"],
    &["culture", "cultures"],
    &["biopsy", "biopsies"],
    &["ekg", "ecg", "electrocardiogram"],
    &["echocardiogram", "echo"],
    &["mammogram"],
    &["colonoscopy"],
    &["urinalysis", "urine sample", "urine test"],
    &["stress test"],
    &["pulmonary function test", "pulmonary function tests", "pfts", "spirometry"],
    &["sleep study"],
    &["emg", "nerve conduction study"],
    &["stool sample", "stool test"],
];

/// How a note orders, and by which words a sentence of it does something else.
const NOTED: &[&str] = &[
    "ordered",
    "order",
    "obtain",
    "pending",
    "awaiting",
    "schedule",
    "scheduled",
    "sent",
    "send",
    "repeat",
    "recheck",
    "check",
    "request",
    "requested",
    "arrange",
    "draw",
];
const NOT_NOTED: &[&str] = &[
    "showed",
    "shows",
    "reveals",
    "revealed",
    "demonstrates",
    "demonstrated",
    "normal",
    "results of",
    "unremarkable",
    "reviewed",
    "if",
    "consider",
    "may",
    "were",
    "previous",
    "last",
];

/// How a clinician orders, before the test, and what makes a sentence something else.
const SAID: &[&str] = &[
    "order",
    "ordering",
    "send you",
    "sending you",
    "let's get",
    "we'll get",
    "i'll get",
    "gon na get",
    "going to get",
    "gonna get",
    "want to get",
    "wan na get",
    "like to get",
    "check",
    "schedule",
    "set up",
    "arrange",
    "draw",
    "repeat",
    "go ahead and get",
    "get another",
    "request",
    "need to get",
];
const NOT_SAID: &[&str] = &["if", "did", "last", "results", "reviewed", "may"];

/// How many words stand at most between the order and what is ordered.
const BETWEEN: usize = 10;

/// The tests that are ordered in the talk of a consult and in its note.
pub fn ordered(consult: &Consult) -> Vec<Test> {
    let notes: Vec<String> = consult.statements.iter().map(|text| plain(text)).collect();
    let noted = |test: Test| {
        notes.iter().any(|text| has_any(text, test) && has_any(text, NOTED) && !has_any(text, NOT_NOTED))
    };
    let talk: Vec<String> = consult.talk.split(['.', '?', '!', '\n']).map(plain).collect();
    TESTS.iter().copied().filter(|test| noted(test) && talk.iter().any(|text| orders(text, test))).collect()
}

/// Whether a text names a test.
pub fn names(text: &str, test: Test) -> bool {
    has_any(&plain(text), test)
}

fn orders(text: &str, test: Test) -> bool {
    test.iter()
        .flat_map(|word| text.match_indices(&format!(" {word} ")).map(|(at, _)| at).collect::<Vec<_>>())
        .any(|at| {
            let before: Vec<&str> = text[..at].split(' ').rev().take(BETWEEN).collect();
            let before = format!(" {} ", before.into_iter().rev().collect::<Vec<_>>().join(" "));
            has_any(&before, SAID) && !has_any(&before, NOT_SAID)
        })
}

fn has_any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(&format!(" {word} ")))
}

/// Lower case with a space around each word.
fn plain(text: &str) -> String {
    let words = text.to_lowercase();
    let words: Vec<&str> =
        words.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}
