//! The words by which the drafter knows what a sentence is about.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

macro_rules! phrases {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        $($(#[$doc])*
        pub(super) static $name: LazyLock<Regex> =
            LazyLock::new(|| any_of(include_str!(concat!("../../data/", $file))));)*
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

/// Compiles a pattern of the drafter, for upper and lower case. The patterns are constants, and every draft uses them all:
/// one that did not compile would fail every test.
pub(super) fn pattern(text: &str) -> Regex {
    // Words are ASCII words here: Unicode's tables would make the patterns many times larger and slower.
    let ascii = text
        .replace(r"\b", r"(?-u:\b)")
        .replace(r"[\w", "[0-9A-Za-z_")
        .replace(r"\w", "[0-9A-Za-z_]")
        .replace(r"\d", "[0-9]");
    RegexBuilder::new(&ascii)
        .case_insensitive(true)
        .build()
        .unwrap_or_else(|error| unreachable!("a pattern of the drafter does not compile: {error}"))
}

/// Matches any of the phrases as whole words, the longest first, with a plural "s".
fn any_of(data: &str) -> Regex {
    let mut phrases: Vec<String> = data
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(regex::escape)
        .collect();
    phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
    pattern(&format!(r"\b(?:{})s?\b", phrases.join("|")))
}

macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$doc])* pub(super) static $name: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| $crate::extract::lexicon::pattern($text));)*
    };
}
pub(super) use patterns;
