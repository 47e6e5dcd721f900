//! Real consults in the forms in which they can arrive, each drafted by rule and held against the note that a clinician wrote of it.
//! ACI-BENCH is in lower case with its punctuation apart, or has none; PriMock57 is written as speech is written, each passage of a
//! speaker by itself. A draft must be as good in any other form. The command prints the figures:
//! `cargo test -p dictum-tests --test pipeline forms -- --nocapture`.

use std::fs;

use drafting::Template;
use scribe::{Engine, Rouge, evaluate_drafts};
use serde_json::{Value, json as value};

use dictum_tests::shared_eval;

/// Who speaks, as the consult names them, and what.
type Turns = Vec<(String, String)>;

/// A form in which a consult can arrive, and how much less a draft of it may have in common with the clinician's note, at most, by
/// each of the three measures, in hundredths.
struct Form {
    name: &'static str,
    deliver: fn(Turns) -> Turns,
    less: f64,
}

/// With capitals and punctuation, its marks and the halves of its words at their places, each sentence a passage.
fn recognised(turns: Turns) -> Turns {
    let written = |(speaker, text): (String, String)| {
        let mut text = joined(&text);
        if !text.ends_with(['.', '?', '!']) {
            text.push(if asks(&text) { '?' } else { '.' });
        }
        let said = |sentence: &String| sentence.contains(char::is_alphanumeric);
        let passages: Vec<_> = sentences(&text).into_iter().filter(said).collect();
        passages.into_iter().map(move |sentence| (speaker.clone(), cased(&sentence)))
    };
    turns.into_iter().flat_map(written).collect()
}

/// Punctuation and the halves of contractions at their words.
fn joined(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let is_half = matches!(word, "n't" | "'s" | "'re" | "'ve" | "'ll" | "'d" | "'m" | "na")
            || word.chars().all(|c| ".,?!;:".contains(c));
        match words.last_mut() {
            Some(last) if is_half => last.push_str(word),
            None if is_half => {}
            _ => words.push(word.to_owned()),
        }
    }
    words.join(" ")
}

/// Whether the last sentence of a turn without marks asks something.
fn asks(text: &str) -> bool {
    let last = sentences(text).pop().unwrap_or_default();
    let words: Vec<&str> = last.split(' ').collect();
    let links = ["and", "so", "okay", "alright", "but", "now", "well"];
    let verbs = ["do", "does", "did", "have", "has", "is", "are", "was", "were", "can", "could", "would"];
    let whom = ["you", "your", "it", "there", "that", "the", "anyone"];
    (0..words.len()).filter(|at| *at == 0 || links.contains(&words[at - 1])).any(|at| {
        let next = words.get(at + 1).copied().unwrap_or_default();
        matches!(words[at], "any" | "how" | "what" | "when" | "where" | "which" | "who" | "why")
            || verbs.contains(&words[at]) && whom.contains(&next)
    })
}

fn sentences(text: &str) -> Vec<String> {
    let mut sentences = vec![Vec::new()];
    for word in text.split(' ') {
        if let Some(sentence) = sentences.last_mut() {
            sentence.push(word);
        }
        if word.ends_with(['.', '?', '!']) {
            sentences.push(Vec::new());
        }
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences.iter().map(|words| words.join(" ")).collect()
}

fn cased(sentence: &str) -> String {
    let large = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    let is_i = |word: &str| word == "i" || word.starts_with("i'");
    let words = sentence.split(' ').enumerate();
    let words = words.map(|(at, word)| if at == 0 || is_i(word) { large(word) } else { word.to_owned() });
    words.collect::<Vec<_>>().join(" ")
}

/// In lower case, punctuation apart.
fn spaced(turns: Turns) -> Turns {
    let apart = |word: &str| match word.strip_suffix(['.', ',', '?', '!']) {
        Some(bare) => format!("{bare} {}", &word[bare.len()..]),
        None => word.to_owned(),
    };
    let lower = |text: String| text.to_lowercase().split(' ').map(apart).collect::<Vec<_>>().join(" ");
    turns.into_iter().map(|(speaker, text)| (speaker, lower(text))).collect()
}

fn unnamed(turns: Turns) -> Turns {
    turns.into_iter().map(|(_, text)| (String::new(), text)).collect()
}

/// Every tenth turn is given to the other speaker.
fn swapped(mut turns: Turns) -> Turns {
    for (speaker, _) in turns.iter_mut().skip(9).step_by(10) {
        let other = if speaker.eq_ignore_ascii_case("doctor") { "patient" } else { "doctor" };
        *speaker = other.to_owned();
    }
    turns
}

/// The means of all consults of a file in a form.
async fn measured(consults: &[Value], deliver: fn(Turns) -> Turns) -> Rouge {
    let lines = consults.iter().map(|consult| {
        let text = |turn: &Value, what: &str| turn[what].as_str().unwrap_or_default().to_owned();
        let turns = consult["transcript"].as_array().unwrap().iter();
        let turns = turns.map(|turn| (text(turn, "speaker"), text(turn, "text"))).collect();
        let turns = deliver(turns).into_iter();
        let turns: Value =
            turns.map(|(speaker, text)| value!({ "speaker": speaker, "text": text })).collect();
        value!({ "id": consult["id"], "transcript": turns, "note": consult["note"] }).to_string()
    });
    let lines = lines.collect::<Vec<_>>().join("\n");
    let template = Template::built_in("soap").unwrap();
    let engine = Engine::by_rule_alone();
    let drafts = evaluate_drafts(lines.as_bytes(), None, &engine, &template, |_| {}).await.unwrap();
    assert!(drafts.bad_lines.is_empty() && drafts.drafts.len() == consults.len());
    drafts.rouge().unwrap()
}

/// Asserts that drafts of the consults in these forms are about as good as in their own, and that those are good.
async fn assert_alike(file: &str, least: Rouge, forms: &[Form]) {
    let Some(eval) = shared_eval() else { return };
    let lines = fs::read_to_string(eval.join(file)).unwrap();
    let consults: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let parts = |rouge: Rouge| [rouge.one, rouge.two, rouge.lsum].map(|share| 100.0 * share);
    let own = parts(measured(&consults, |turns| turns).await);
    println!("{file}, as it is: {own:.1?}");
    assert!(own.iter().zip(parts(least)).all(|(is, least)| *is >= least), "{own:?}");
    for Form { name, deliver, less } in forms {
        let shares = parts(measured(&consults, *deliver).await);
        println!("{file}, {name}: {shares:.1?}");
        let lost = own.iter().zip(shares).map(|(own, is)| own - is).fold(f64::MIN, f64::max);
        assert!(lost <= *less, "{file}, {name}: {shares:?}, of {own:?}");
    }
}

#[tokio::test]
async fn american_consults_are_drafted_equally_well_in_every_form() {
    let forms = [
        Form { name: "as a recogniser writes it", deliver: recognised, less: 1.0 },
        Form { name: "without speakers", deliver: unnamed, less: 1.0 },
        Form { name: "recognised, without speakers", deliver: |turns| unnamed(recognised(turns)), less: 1.3 },
        Form { name: "a tenth of the speakers swapped", deliver: swapped, less: 1.3 },
        Form {
            name: "recognised, a tenth of the speakers swapped",
            deliver: |turns| recognised(swapped(turns)),
            less: 2.1,
        },
    ];
    assert_alike("aci-bench/valid.jsonl", Rouge { one: 0.5, two: 0.22, lsum: 0.49 }, &forms).await;
}

#[tokio::test]
async fn british_consults_are_drafted_equally_well_in_every_form() {
    let forms = [
        Form { name: "lower case, punctuation apart", deliver: spaced, less: 0.5 },
        Form { name: "without speakers", deliver: unnamed, less: 0.5 },
        Form { name: "a tenth of the speakers swapped", deliver: swapped, less: 0.5 },
    ];
    assert_alike("primock57/dev.jsonl", Rouge { one: 0.25, two: 0.04, lsum: 0.24 }, &forms).await;
}
