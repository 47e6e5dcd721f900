//! Recognisers that lose the thread write one phrase over and over. People repeat themselves, too: what could have been
//! said in the time that it took stays, up to a number of repetitions that nobody makes. What is cut keeps its first round.

use std::io::Write;
use std::ops::Range;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A text that zlib makes so many times smaller is repetition (Radford et al. 2022, section 4.5).
const COMPRESSION_RATIO: f64 = 2.4;
/// Nobody says more words in a second; hurried speech has four to five.
const WORDS_A_SECOND: f64 = 6.0;
/// What was said with no more words in a second can be real, however often it comes: a chest is examined to "ninety-nine, ninety-nine".
const UNHURRIED: f64 = 4.0;
/// A phrase of several words said so often in a row is a loop,
const PHRASES: usize = 5;
/// a short one where there was time to say it only from so often on,
const UNHURRIED_PHRASES: usize = 9;
/// and of at most so many words,
const SHORT: usize = 3;
/// a single word only from so many on: "no, no, no, no".
const WORDS: usize = 10;
/// So often, and faster than anybody speaks, or hurried or long in a text that is mostly repetition, is a loop as well.
const SUSPICIOUS: usize = 3;
/// The longest phrase that is looked for, in words.
const LONGEST: usize = 24;

/// The text with each loop brought back to its first round. `length_ms`: how long the sound is that it was heard in.
pub(crate) fn without_loops(text: &str, length_ms: u64) -> String {
    let mut text = text.to_owned();
    while let Some(later_rounds) = find_loop(&text, length_ms) {
        text.replace_range(later_rounds, "");
    }
    text
}

/// How fast the words must have been spoken.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pace {
    /// Slowly enough for each of them to have been said.
    Unhurried,
    /// As people do.
    Hurried,
    /// As nobody can.
    Impossible,
}

impl Pace {
    fn of(words: usize, length_ms: u64) -> Self {
        match words as f64 * 1000.0 / length_ms as f64 {
            a_second if a_second > WORDS_A_SECOND => Self::Impossible,
            a_second if a_second > UNHURRIED => Self::Hurried,
            _ => Self::Unhurried,
        }
    }
}

/// Whether a phrase of `size` words so many times in a row is a loop, in a text that was spoken at this pace and is mostly
/// repetition or not.
fn is_loop(rounds: usize, size: usize, pace: Pace, repetitive: bool) -> bool {
    let most = match (size, pace) {
        (1, _) => WORDS,
        (2..=SHORT, Pace::Unhurried) => UNHURRIED_PHRASES,
        _ => PHRASES,
    };
    let hurried = size > 1 && pace == Pace::Hurried;
    let suspicious = pace == Pace::Impossible || repetitive && (hurried || size > SHORT);
    rounds >= most || suspicious && rounds >= SUSPICIOUS
}

/// The pieces of a chunk to keep: of a piece that is repeated as a whole, only the first.
pub(crate) fn kept<'a>(pieces: impl Iterator<Item = (&'a str, u64)>) -> Vec<bool> {
    let pieces: Vec<(Vec<String>, u64)> =
        pieces.map(|(text, length_ms)| (normal_words(text), length_ms)).collect();
    let mut kept = vec![true; pieces.len()];
    let mut first = 0;
    while first < pieces.len() {
        let words = &pieces[first].0;
        let rounds = pieces[first..].iter().take_while(|(other, _)| other == words).count();
        let length_ms = pieces[first..first + rounds].iter().map(|(_, ms)| ms).sum();
        if !words.is_empty() && is_loop(rounds, words.len(), Pace::of(rounds * words.len(), length_ms), false)
        {
            kept[first + 1..first + rounds].fill(false);
        }
        first += rounds;
    }
    kept
}

fn normal_words(text: &str) -> Vec<String> {
    words(text).into_iter().map(|(word, _)| word).collect()
}

/// The words in lower case without marks, and where each ends with its marks.
fn words(text: &str) -> Vec<(String, usize)> {
    let mut found: Vec<(String, usize)> = Vec::new();
    let mut at = 0;
    for part in text.split_inclusive(char::is_whitespace) {
        at += part.len();
        let word: String =
            part.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        match found.last_mut() {
            Some(last) if word.is_empty() => last.1 = at,
            _ if word.is_empty() => {}
            _ => found.push((word, at)),
        }
    }
    found
}

/// The bytes of the second and later rounds of the longest loop.
fn find_loop(text: &str, length_ms: u64) -> Option<Range<usize>> {
    let words = words(text);
    let pace = Pace::of(words.len(), length_ms);
    let repetitive = compression_ratio(text) > COMPRESSION_RATIO;
    let mut longest: Option<(usize, Range<usize>)> = None;
    for size in 1..=LONGEST.min(words.len() / SUSPICIOUS) {
        let mut first = 0;
        while first + size * SUSPICIOUS <= words.len() {
            let repeated =
                (first..words.len() - size).take_while(|&at| words[at].0 == words[at + size].0).count();
            let rounds = repeated / size + 1;
            let covered = rounds * size;
            if is_loop(rounds, size, pace, repetitive)
                && longest.as_ref().is_none_or(|(most, _)| covered > *most)
            {
                longest = Some((covered, words[first + size - 1].1..words[first + covered - 1].1));
            }
            first += repeated + 1;
        }
    }
    longest.map(|(_, later_rounds)| later_rounds)
}

fn compression_ratio(text: &str) -> f64 {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    // Writing into memory does not fail; if it did, the text would pass for no repetition.
    let packed = encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish());
    packed.map_or(0.0, |packed| text.len() as f64 / packed.len().max(1) as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_who_repeat_themselves_are_written_as_they_speak() {
        for (said, length_ms) in [
            ("No, no, no.", 1_200),
            ("No, no, no, no, no, no, it never hurt before.", 3_000),
            ("Yeah, yeah, yeah. It's okay, it's okay.", 2_500),
            ("It hurts, it hurts, it hurts, when I press here.", 3_000),
            ("Very, very, very, very tired.", 2_000),
            ("Breathe in, breathe out. Breathe in, breathe out. Breathe in, breathe out.", 12_000),
            ("Ninety nine. Ninety nine. Ninety nine. Ninety nine. Ninety nine. Ninety nine.", 6_000),
            ("And again. Ninety nine, ninety nine, ninety nine, ninety nine, ninety nine. Good.", 5_000),
        ] {
            assert_eq!(without_loops(said, length_ms), said);
        }
    }

    #[test]
    fn a_loop_is_brought_back_to_its_first_round() {
        let looped = format!("The knee hurts. {}", "Thank you for watching. ".repeat(12));
        assert_eq!(without_loops(&looped, 28_000), "The knee hurts. Thank you for watching. ");
        assert_eq!(without_loops(&"you ".repeat(40), 20_000), "you ");
        assert_eq!(without_loops("I take it I take it I take it I take it daily.", 900), "I take it daily.");
        assert_eq!(without_loops(&"Ninety nine. ".repeat(6), 2_500), "Ninety nine. ");
        let sentence = "She says that the pain goes down to the foot. ";
        assert_eq!(without_loops(&sentence.repeat(6), 28_000), sentence);
        // What makes of so few rounds a loop is that there is little else.
        assert_eq!(without_loops(&sentence.repeat(4), 20_000), sentence);
        let among_others = format!(
            "Good morning, what brings you here today? Well, my back, mostly when I get up or carry my boy. {}\
             Since when? About two months, it began after we moved house and never quite went away.",
            "It is like a knife. ".repeat(3)
        );
        assert_eq!(without_loops(&among_others, 30_000), among_others);
        let with_an_end = format!("It is {}better now.", "a little bit, ".repeat(9));
        assert_eq!(without_loops(&with_an_end, 9_000), "It is a little bit, better now.");
    }

    #[test]
    fn a_piece_that_comes_again_and_again_stays_once() {
        let pieces = |text: &'static str, count: usize| std::iter::repeat_n((text, 1_500_u64), count);
        let kept_of =
            |pieces: Vec<(&str, u64)>| kept(pieces.into_iter()).iter().filter(|kept| **kept).count();
        assert_eq!(kept_of(pieces("Thank you.", 9).collect()), 1);
        assert_eq!(kept_of(pieces("Okay.", 4).collect()), 4);
        assert_eq!(kept_of(pieces("And now the other one.", 3).collect()), 3);
        let mixed: Vec<_> =
            pieces("Any pain?", 1).chain(pieces("Thank you.", 9)).chain(pieces("No.", 2)).collect();
        assert_eq!(kept_of(mixed), 4);
        assert_eq!(kept_of(pieces("Ninety nine.", 6).collect()), 6);
        assert_eq!(kept_of(vec![("Ninety nine.", 400); 6]), 1);
    }

    proptest! {
        #[test]
        fn what_is_no_loop_stays_and_nothing_is_cut_twice(
            words in prop::collection::vec("[a-d]{1,2}[,.]?", 0..40), length_ms in 0_u64..30_000,
        ) {
            let text = words.join(" ");
            let once = without_loops(&text, length_ms);
            prop_assert_eq!(&without_loops(&once, length_ms), &once);
            let kept: std::collections::BTreeSet<_> = normal_words(&once).into_iter().collect();
            let all: std::collections::BTreeSet<_> = normal_words(&text).into_iter().collect();
            prop_assert_eq!(kept, all, "no word is lost altogether");
        }

        #[test]
        fn any_text_at_all_is_taken(text in ".{0,200}", length_ms in any::<u64>()) {
            let _ = without_loops(&text, length_ms);
        }
    }
}
