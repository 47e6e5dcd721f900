//! The words by which the drafter knows what a sentence is about.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

use super::phrases::Phrases;

macro_rules! phrases {
    ($($name:ident = $file:literal;)*) => {
        $(pub(super) static $name: LazyLock<Phrases> =
            LazyLock::new(|| Phrases::of(include_str!(concat!("../../data/", $file))));)*
    };
}

phrases! {
    SYMPTOM = "symptoms.txt";
    CONDITION = "conditions.txt";
    BODY = "body.txt";
    TEST = "tests.txt";
    PROCEDURE = "procedures.txt";
    REFERRAL = "referrals.txt";
}

/// What people are allergic to that is no medicine.
pub(super) static ALLERGEN: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::new(clinical::allergens::phrases().map(|(phrase, _)| phrase)));

/// Compiles a pattern of the drafter, for upper and lower case. The patterns are constants, and every draft uses them all:
/// one that did not compile would fail every test. The first draft waits for all of them, so they are compiled cheaply.
pub(super) fn pattern(text: &str) -> Regex {
    let mut text = with_ascii_words(text);
    // The library looks for words by which a search could skip ahead, which takes it longer than all the rest and gains
    // nothing in a sentence. It looks for none where a pattern may begin with anything; no text has this beginning.
    if !text.starts_with('^') {
        text = format!(r"\b\B(?u-i:.)|(?:{text})");
    }
    RegexBuilder::new(&format!("(?-u){text}"))
        .case_insensitive(true)
        .build()
        .unwrap_or_else(|error| unreachable!("a pattern of the drafter does not compile: {error}"))
}

/// Words are ASCII words in a pattern without Unicode: its tables would make the patterns many times larger and slower. Only
/// what stands for any character still does.
fn with_ascii_words(text: &str) -> String {
    let mut ascii = String::with_capacity(text.len() + 32);
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => ascii.extend([Some(c), rest.next()].into_iter().flatten()),
            '.' => ascii.push_str("(?u:.)"),
            '[' => {
                let class: String = rest.by_ref().take_while(|c| *c != ']').collect();
                let any_but = class.starts_with('^');
                ascii.push_str(&if any_but { format!("(?u:[{class}])") } else { format!("[{class}]") });
            }
            _ => ascii.push(c),
        }
    }
    ascii
}

macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$doc])* pub(super) static $name: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| $crate::extract::lexicon::pattern($text));)*
    };
}
pub(super) use patterns;
