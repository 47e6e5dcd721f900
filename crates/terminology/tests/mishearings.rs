//! How often the right name is offered for a name that was misheard: every case is a name of the starter list, corrupted
//! by a seeded generator in the ways of a recogniser, in a sentence. With `SHOW=1` and `--nocapture` the misses are
//! printed.

#![allow(clippy::unwrap_used)] // helpers of tests are not seen as tests

use std::collections::BTreeMap;

use terminology::{Formulary, Kind, Vocabulary};

const CASES: usize = 2_000;

/// Sentences with and without a dose, and without any talk of taking.
const SENTENCES: [&str; 6] = [
    "she takes {} 20 mg daily",
    "continue the {} ten milligrams twice a day , okay",
    "i take two {} tablets at night",
    "we started {} last month",
    "are you still on the {} or not",
    "and the {} has been helping , i think",
];

/// A small generator of numbers (SplitMix64), so that the cases are the same everywhere.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % most as u64) as usize
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

fn is_vowel(letter: u8) -> bool {
    b"aeiouy".contains(&letter)
}

/// Where one syllable may end and the next begin.
fn seams(word: &str) -> Vec<usize> {
    let bytes = word.as_bytes();
    (2..word.len().saturating_sub(1))
        .filter(|&at| !is_vowel(bytes[at]) && (is_vowel(bytes[at - 1]) || is_vowel(bytes[at + 1])))
        .collect()
}

/// In pieces: "met formin", "lisin o pril".
fn split(word: &str, chance: &mut Chance) -> String {
    let seams = seams(word);
    if seams.is_empty() {
        return word.to_owned();
    }
    let mut at = vec![*chance.of(&seams)];
    if word.len() > 8 && chance.below(2) == 0 {
        at.push(*chance.of(&seams));
    }
    at.sort_unstable();
    at.dedup();
    let mut pieces = word.to_owned();
    at.iter().rev().for_each(|&seam| pieces.insert(seam, ' '));
    pieces
}

/// With letters that sound alike: "lasicks", "metforman", "zanex".
fn respelled(word: &str, chance: &mut Chance) -> String {
    const ALIKE: [(&str, &str); 34] = [
        ("ph", "f"),
        ("f", "ph"),
        ("c", "k"),
        ("k", "c"),
        ("x", "cks"),
        ("z", "s"),
        ("s", "z"),
        ("y", "i"),
        ("i", "y"),
        ("i", "e"),
        ("e", "i"),
        ("o", "a"),
        ("a", "o"),
        ("a", "e"),
        ("ine", "een"),
        ("in", "en"),
        ("ol", "all"),
        ("er", "or"),
        ("or", "er"),
        ("ar", "er"),
        ("t", "d"),
        ("d", "t"),
        ("p", "b"),
        ("b", "p"),
        ("l", "ll"),
        ("m", "n"),
        ("n", "m"),
        ("v", "f"),
        ("qu", "kw"),
        ("th", "t"),
        ("am", "um"),
        ("one", "own"),
        ("ate", "eight"),
        ("u", "oo"),
    ];
    let mut changed = word.to_owned();
    for _ in 0..1 + chance.below(2) {
        let fitting: Vec<_> = ALIKE.iter().filter(|(from, _)| changed.contains(from)).collect();
        if fitting.is_empty() {
            break;
        }
        let (from, to) = chance.of(&fitting);
        let places: Vec<usize> = changed.match_indices(from).map(|(at, _)| at).collect();
        let at = *chance.of(&places);
        changed.replace_range(at..at + from.len(), to);
    }
    changed
}

/// Without a syllable in the middle: "levothyrine", "amitripline".
fn shortened(word: &str, chance: &mut Chance) -> String {
    let bytes = word.as_bytes();
    let middle: Vec<usize> = (2..word.len().saturating_sub(4))
        .filter(|&at| is_vowel(bytes[at]) && !is_vowel(bytes[at + 1]) && is_vowel(bytes[at + 2]))
        .collect();
    if middle.is_empty() {
        return respelled(word, chance);
    }
    let at = *chance.of(&middle);
    format!("{}{}", &word[..at], &word[at + 2..])
}

#[test]
fn the_right_name_is_offered_for_most_misheard_ones() {
    let formulary = Formulary::starter();
    let fitting = |name: &str| name.len() >= 5 && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    let names: Vec<&str> = formulary
        .names()
        .iter()
        .filter(|name| matches!(name.kind, Kind::Ingredient | Kind::Brand) && fitting(&name.text))
        .map(|name| name.text.as_str())
        .collect();
    let mut chance = Chance(57);
    let mut counts = BTreeMap::<String, (usize, usize, usize)>::new();
    let mut made = 0;
    while made < CASES {
        let name = *chance.of(&names);
        let word = name.to_lowercase();
        let (way, heard) = match chance.below(5) {
            0 => ("split", split(&word, &mut chance)),
            1 | 2 => ("respelled", respelled(&word, &mut chance)),
            3 => ("shortened", shortened(&word, &mut chance)),
            _ => ("respelled and split", split(&respelled(&word, &mut chance), &mut chance)),
        };
        // A corruption that makes the name itself, or another name, is none that could be found.
        if heard == word || formulary.get(&heard).is_some() {
            continue;
        }
        made += 1;
        let sentence = *chance.of(&SENTENCES);
        let place = sentence.find("{}").unwrap();
        let text = sentence.replace("{}", &heard);
        let suggestions = formulary.suggest(&text, &Vocabulary::default());
        let generic = |text: &str| {
            formulary.get(text).map(|name| name.generic.clone().unwrap_or_else(|| name.text.clone()))
        };
        let there = suggestions
            .iter()
            .find(|found| found.range.start < place + heard.len() && place < found.range.end);
        let rank = there.and_then(|found| found.offered.iter().position(|offered| offered == name));
        for what in ["all".to_owned(), way.to_owned(), format!("in \"{sentence}\"")] {
            let count = counts.entry(what).or_default();
            count.0 += 1;
            count.1 += usize::from(rank.is_some());
            count.2 += usize::from(rank == Some(0));
        }
        if rank.is_none() && std::env::var_os("SHOW").is_some() {
            println!(
                "{name} ({:?}) heard as {text:?}: {:?}",
                generic(name),
                there.map(|found| &found.offered)
            );
        }
    }
    let percent = |part: usize, of: usize| part as f64 * 100.0 / of as f64;
    for (what, (all, offered, first)) in &counts {
        println!(
            "{what}: {all}, offered {:.1} %, first {:.1} %",
            percent(*offered, *all),
            percent(*first, *all)
        );
    }
    let (all, offered, first) = counts["all"];
    assert!(percent(offered, all) >= 80.0 && percent(first, all) >= 70.0);
}
