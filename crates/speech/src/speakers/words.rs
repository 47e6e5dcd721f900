//! A turn's words and what is looked at in them. `models/train/speakers/words.py` does the same, feature by feature.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;

use super::weights::WEIGHTS;

// Constant and tested; should one be wrong after all, a turn has no words.
static SPLIT_ENDING: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r" (n't|'(?:s|re|ve|ll|d|m)(?-u:\b))").ok());
static TOKEN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[a-z]+(?:['-][a-z]+)*|[0-9]+(?:[.,:/][0-9]+)*|\?").ok());

const QUESTION: &str = "?";
const NUMBER: &str = "#";

/// The words of a turn in lower case and one spelling, [`NUMBER`] for a number, and question marks.
pub(super) struct Said(Vec<String>);

/// How long a turn is, and whether it asks: all that the chain knows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// No words.
    None,
    /// A question of up to three words.
    Ask,
    /// A longer question.
    Asks,
    /// Words, by the magnitude of their number: 1 for one or two, 2 for up to six, 3 for up to fourteen, 4 for more.
    Say(u32),
}

impl Said {
    pub(super) fn new(text: &str) -> Self {
        let text = text.to_ascii_lowercase().replace('’', "'");
        let (Some(split_ending), Some(token)) = (&*SPLIT_ENDING, &*TOKEN) else { return Self(Vec::new()) };
        let text = split_ending.replace_all(&text, "$1");
        let mut words: Vec<String> = Vec::new();
        for token in token.find_iter(&text) {
            let token = token.as_str();
            let pair = words.last().and_then(|last| WEIGHTS.same_spelling(&format!("{last} {token}")));
            match (words.last_mut(), pair) {
                (Some(last), Some(pair)) => *last = pair.to_owned(),
                _ if token.starts_with(|c: char| c.is_ascii_digit()) => words.push(NUMBER.to_owned()),
                _ => words.push(WEIGHTS.same_spelling(token).unwrap_or(token).to_owned()),
            }
        }
        Self(words)
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    pub(super) fn asks(&self) -> bool {
        self.words().any(|word| word == QUESTION)
    }

    pub(super) fn kind(&self) -> Kind {
        match self.0.len() {
            0 => Kind::None,
            1..=4 if self.asks() => Kind::Ask,
            _ if self.asks() => Kind::Asks,
            count => Kind::Say(magnitude(count).min(4)),
        }
    }

    /// What is looked at in the turn, each once.
    pub(super) fn features(&self) -> HashSet<String> {
        let mut found: HashSet<String> =
            self.words().filter(|word| *word != QUESTION).map(|word| format!("u {word}")).collect();
        let words: Vec<&str> = self.words().filter(|word| !matches!(*word, QUESTION | "uh" | "um")).collect();
        let classes: Vec<Option<&str>> = words.iter().map(|word| WEIGHTS.class_of(word)).collect();
        let pairs = || words.iter().zip(words.iter().skip(1));
        found.extend(pairs().map(|(a, b)| format!("b {a} {b}")));
        found.extend(classes.iter().flatten().map(|class| format!("c {class}")));
        found.extend(
            classes
                .iter()
                .zip(classes.iter().skip(1))
                .filter_map(|(a, b)| Some(format!("cb {} {}", (*a)?, (*b)?))),
        );
        found.extend(words.first().map(|first| format!("f {first}")));
        found.extend(words.last().map(|last| format!("l {last}")));
        found.extend(classes.first().copied().flatten().map(|class| format!("cf {class}")));
        found.extend(pairs().next().map(|(a, b)| format!("ff {a} {b}")));
        found.extend(pairs().next_back().map(|(a, b)| format!("ll {a} {b}")));
        match (classes.contains(&Some("YOU")), classes.contains(&Some("ME"))) {
            (true, true) => found.insert("c both".to_owned()),
            (true, false) => found.insert("c YOU only".to_owned()),
            (false, true) => found.insert("c ME only".to_owned()),
            (false, false) => false,
        };
        if self.asks() {
            found.insert("asks".to_owned());
            if self.words().last() == Some(QUESTION) {
                found.insert("ends asking".to_owned());
            }
        }
        found.insert(format!("length {}", magnitude(words.len()).min(6)));
        found
    }
}

impl Kind {
    /// As the file of weights has it.
    pub(super) fn read(name: &str) -> Option<Self> {
        match name {
            "none" => Some(Self::None),
            "ask" => Some(Self::Ask),
            "asks" => Some(Self::Asks),
            _ => name.strip_prefix("say")?.parse().ok().map(Self::Say),
        }
    }
}

/// The whole part of the binary logarithm of one more than this.
fn magnitude(count: usize) -> u32 {
    count.saturating_add(1).ilog2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patterns_are_valid() {
        assert!(SPLIT_ENDING.is_some() && TOKEN.is_some());
    }

    #[test]
    fn words_come_in_one_spelling() {
        let said = Said::new("OK, I do n't think he ’s gon na take 2.5 mg. All right?");
        let words: Vec<&str> = said.words().collect();
        assert_eq!(
            words,
            "okay i don't think he's going-to take # mg all-right ?".split(' ').collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_turn_is_known_by_its_length_and_its_question() {
        let kinds = [
            "",
            ". . .",
            "Yes.",
            "And now?",
            "Does it hurt when you walk?",
            "No, it does not hurt at all now.",
        ];
        let expected = [Kind::None, Kind::None, Kind::Say(1), Kind::Ask, Kind::Asks, Kind::Say(3)];
        assert_eq!(kinds.map(|text| Said::new(text).kind()), expected);
    }
}
