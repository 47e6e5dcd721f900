//! A text read once: its words, stems, concepts, quantities and drugs.

use clinical::drugs::drugs_in;
use clinical::quantity::{Quantity, quantities};

use crate::concepts::{self, Mention};
use crate::negation::{self, Assertion, Polarity, word_polarities};
use crate::sides::{self, Sided};
use crate::words::{Gap, Word, is_framing, stem, words};

/// A statement or a segment, read.
pub(crate) struct Claim {
    pub(crate) words: Vec<Word>,
    pub(crate) mentions: Vec<Mention>,
    /// What it is about: stems of words that are no framing and in no concept, and concepts as "#name".
    pub(crate) content: Vec<String>,
    /// Stems of the words in its concepts.
    pub(crate) wording: Vec<String>,
    /// Each of `content` and `wording` with the word it begins at.
    places: Vec<(String, usize)>,
    pub(crate) quantities: Vec<Quantity>,
    /// Generic names, each once.
    pub(crate) drugs: Vec<&'static str>,
    /// The findings it speaks of, with what it says of them.
    pub(crate) assertions: Vec<Assertion>,
    /// What it says of each word, by the word's place.
    pub(crate) polarities: Vec<Polarity>,
    /// Left and right, with what they are of.
    pub(crate) sided: Vec<Sided>,
    /// Its text, without an item's number ("1. ") or bullet.
    pub(crate) text: String,
}

impl Claim {
    pub(crate) fn read(text: &str) -> Self {
        let text = without_bullet(text);
        let words = words(text);
        let stems: Vec<String> = words.iter().map(|word| stem(&word.text)).collect();
        let mentions = concepts::mentions(&words, &stems);
        let named = |at: usize| mentions.iter().any(|mention| (mention.start..mention.end).contains(&at));
        let drugs_named = drugs_in(text);
        let drug_at = |at: usize| {
            let start = words[at].start;
            drugs_named.iter().find(|drug| (drug.start..drug.end).contains(&start))
        };
        let mut wording = Vec::new();
        let mut places: Vec<(String, usize)> = mentions
            .iter()
            .map(|mention| (format!("#{}", concepts::name(mention.concept)), mention.start))
            .collect();
        let mut content: Vec<String> = places.iter().map(|(stem, _)| stem.clone()).collect();
        for (at, stem) in stems.iter().enumerate() {
            let word = &words[at].text;
            let drug = drug_at(at);
            if drug.is_none() && (is_framing(word) || word.starts_with(|c: char| c.is_ascii_digit())) {
                continue;
            }
            // A drug's name as a word of its own would count the brand as missing where the generic was said.
            let stem = drug.map_or_else(|| stem.clone(), |drug| format!("@{}", drug.generic));
            places.push((stem.clone(), at));
            if drug.is_none() && named(at) { wording.push(stem) } else { content.push(stem) }
        }
        if content.is_empty() {
            // "The patient understands and agrees": the frame is all there is.
            places = stems
                .into_iter()
                .enumerate()
                .filter(|(at, _)| words[*at].text.len() > 4)
                .map(|(at, stem)| (stem, at))
                .collect();
            content = places.iter().map(|(stem, _)| stem.clone()).collect();
        }
        content.sort_unstable();
        content.dedup();
        let mut drugs: Vec<_> = drugs_named.into_iter().map(|drug| drug.generic).collect();
        drugs.sort_unstable();
        drugs.dedup();
        let mut polarities = word_polarities(&words);
        // "Nausea or vomiting: not today": before the colon is only what was asked about.
        let topic = text.find(": ").unwrap_or(0);
        for (_, polarity) in words.iter().zip(&mut polarities).take_while(|(word, _)| word.start < topic) {
            *polarity = Polarity::Open;
        }
        let mut claim = Self {
            quantities: quantities(text),
            polarities,
            words,
            mentions,
            content,
            wording,
            places,
            drugs,
            assertions: Vec::new(),
            sided: Vec::new(),
            text: text.to_owned(),
        };
        claim.assertions = negation::assertions(&claim);
        claim.sided = sides::sided(&claim);
        claim
    }

    /// The words that a stem or concept of the content begins at.
    pub(crate) fn places_of<'a>(&'a self, stem: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.places.iter().filter(move |(own, _)| own == stem).map(|(_, at)| *at)
    }

    /// Whether the word at `at` stands in a question. Where no question mark is written, as recognisers often leave it
    /// out, the words that open a question tell.
    pub(crate) fn is_asked(&self, at: usize) -> bool {
        if self.text.contains('?') {
            return match self.words.iter().skip(at + 1).find(|word| word.gap >= Gap::Stop) {
                Some(next) => next.gap == Gap::Question,
                None => self.text.trim_end().ends_with('?'),
            };
        }
        let clause = (0..=at).rev().take_while(|i| *i == at || self.words[i + 1].gap < Gap::Stop);
        clause.take(25).any(|i| self.opens_question(i))
    }

    /// Whether any of it is a question.
    pub(crate) fn asks(&self) -> bool {
        self.text.contains('?') || (0..self.words.len()).any(|at| self.opens_question(at))
    }

    fn opens_question(&self, at: usize) -> bool {
        const PAIRS: &[(&str, &str)] = &[
            ("have", "you"),
            ("do", "you"),
            ("did", "you"),
            ("are", "you"),
            ("are", "your"),
            ("how", "about"),
            ("what", "about"),
            ("is", "there"),
            ("was", "there"),
            ("is", "it"),
            ("does", "it"),
            ("does", "that"),
            ("have", "there"),
            ("were", "you"),
            ("has", "it"),
            ("had", "you"),
            ("and", "any"),
            ("okay", "any"),
            ("alright", "any"),
            ("you", "any"),
            ("had", "any"),
            ("having", "any"),
        ];
        let text = |at: usize| self.words.get(at).map_or("", |word| word.text.as_str());
        let told = at > 0 && matches!(text(at - 1), "i" | "not" | "n't" | "if" | "than" | "what" | "that");
        !told && (PAIRS.contains(&(text(at), text(at + 1))) || at == 0 && text(0) == "any")
    }
}

fn without_bullet(text: &str) -> &str {
    let text = text.trim().trim_start_matches(['•', '-', '*', '–']).trim_start();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    match text[digits..].strip_prefix(['.', ')']) {
        Some(rest) if digits > 0 && rest.starts_with(char::is_whitespace) => rest.trim_start(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_items_number_is_no_quantity_of_the_statement() {
        assert!(Claim::read("1. Hypertension.").quantities.is_empty());
        assert_eq!(Claim::read("• 2 tablets").quantities.len(), 1);
    }

    #[test]
    fn brands_and_generics_have_the_same_content() {
        assert_eq!(Claim::read("Takes Lasix.").content, Claim::read("on furosemide").content);
    }
}
