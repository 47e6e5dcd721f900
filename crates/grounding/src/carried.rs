//! What a statement carries over the semicolons of a list: a denial ("Denies: fever; chills"), and the family ("FH: gout (mother);
//! stroke (father)").

use crate::cues::{denies, heads_denials};
use crate::persons::{Kin, word_persons};
use crate::polarity::Polarity;
use crate::words::{Gap, Word, Words};

/// Words by which a list of what is denied goes on to something else.
const OTHERWISE: &[&str] = &[
    "but",
    "except",
    "reports",
    "reported",
    "endorses",
    "admits",
    "has",
    "had",
    "have",
    "is",
    "was",
    "with",
    "for",
    "since",
    "on",
    "some",
    "mild",
    "occasional",
    "positive",
];

/// How many words an item of a list has at most that says nothing but its name.
const ITEM: usize = 3;

/// Denies what stands under a heading that denies, to the end of its sentence, and the bare names behind "denies fever;".
pub(crate) fn deny(text: &str, words: &[Word], heading: usize, polarities: &mut [Polarity]) {
    let ends = |at: usize| gap(text, words, at).contains(['.', '!']);
    let otherwise = |at: usize| OTHERWISE.contains(&words.text(at)) || denies(words.text(at));
    if heads_denials(&words[..heading]) {
        let goes_on = |at: &usize| *at == heading || !ends(*at) && !otherwise(*at);
        let to = (heading..words.len()).take_while(goes_on).count() + heading;
        polarities[heading..to].fill(Polarity::Negated);
        return;
    }
    let mut denied = false;
    let mut at = heading;
    while at < words.len() {
        let next = (at + 1..words.len()).find(|i| words[*i].gap >= Gap::Stop).unwrap_or(words.len());
        let is_item = gap(text, words, at).contains(';') && next - at <= ITEM && !(at..next).any(otherwise);
        if denied && is_item {
            polarities[at..next].fill(Polarity::Negated);
        } else {
            denied = matches!(words.text(at), "denies" | "denied" | "denying");
        }
        at = next;
    }
}

/// Whose story each word belongs to. An item of a list of the family's is the family's, unless it names another relative.
pub(crate) fn persons(text: &str, words: &[Word], is_talk: bool) -> Vec<Option<Kin>> {
    let mut persons = word_persons(words);
    let is_list = words.first().and_then(|first| Kin::of(&first.text)) == Some(Kin::Family);
    if is_talk || !is_list {
        return persons;
    }
    let mut of_family = false;
    for at in 1..words.len() {
        let gap = gap(text, words, at);
        of_family = if gap.contains([';', ')']) {
            !gap.contains('.')
        } else {
            of_family && words[at].gap < Gap::Stop
        };
        if of_family && Kin::of(words.text(at)).is_none() && is_behind_parenthesis(text, words, at) {
            persons[at] = Some(Kin::Family);
        }
    }
    persons
}

/// Whether the words since the last relative stand behind their parenthesis: "gout (mother); stroke".
fn is_behind_parenthesis(text: &str, words: &[Word], at: usize) -> bool {
    let last = (0..at).rev().find(|i| Kin::of(words.text(*i)).is_some());
    last.is_some_and(|last| text[words[last].start..words[at].start].contains(')'))
}

/// What stands between a word and the one before it.
fn gap<'a>(text: &'a str, words: &[Word], at: usize) -> &'a str {
    let before = at.checked_sub(1).map_or(0, |before| words[before].start + words[before].text.len());
    text.get(before..words[at].start).unwrap_or_default()
}
