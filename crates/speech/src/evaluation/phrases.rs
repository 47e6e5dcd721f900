//! Names and terms of one word or several, found among words.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use super::words::comparable_words;

/// Names or terms, as [`comparable_words`].
#[derive(Clone, Debug, Default)]
pub struct Phrases {
    /// By first word, the longest first.
    by_first: HashMap<String, Vec<Vec<String>>>,
}

impl Phrases {
    /// The places of the phrases in `words`, in order. They do not overlap: the first one counts, and of those that begin
    /// at the same word the longest.
    pub fn places(&self, words: &[String]) -> Vec<Range<usize>> {
        let mut places = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let length = self.length_at(&words[at..]);
            if length > 0 {
                places.push(at..at + length);
            }
            at += length.max(1);
        }
        places
    }

    /// How many words the phrase has that `words` begin with; 0 where they begin with none.
    fn length_at(&self, words: &[String]) -> usize {
        let candidates = words.first().and_then(|first| self.by_first.get(first));
        let found = candidates.into_iter().flatten().find(|phrase| words.starts_with(phrase));
        found.map_or(0, Vec::len)
    }
}

impl<T: AsRef<str>> FromIterator<T> for Phrases {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let mut by_first: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        for phrase in texts.into_iter().map(|text| comparable_words(text.as_ref())) {
            if let Some(first) = phrase.first() {
                by_first.entry(first.clone()).or_default().push(phrase);
            }
        }
        for phrases in by_first.values_mut() {
            phrases.sort_by_key(|phrase| Reverse(phrase.len()));
        }
        Self { by_first }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn places(text: &str) -> Vec<Range<usize>> {
        let phrases: Phrases =
            ["insulin", "Insulin glargine", "co-codamol", "blood pressure", ""].iter().collect();
        phrases.places(&comparable_words(text))
    }

    #[test]
    fn the_longest_phrase_counts_in_any_case() {
        assert_eq!(places("Take INSULIN glargine, then insulin."), [1..3, 4..5]);
        assert_eq!(places("co codamol or Co-codamol"), [0..2, 3..5]);
        assert_eq!(places("pressure, blood, insulins"), Vec::<Range<usize>>::new());
    }

    proptest! {
        #[test]
        fn places_are_phrases_in_order(text in "(insulin|glargine|blood|pressure|x| ){0,20}") {
            let words = comparable_words(&text);
            let mut last = 0;
            for place in places(&text) {
                prop_assert!(place.start >= last && place.end <= words.len());
                prop_assert!(["insulin", "insulin glargine", "blood pressure"].contains(&words[place.clone()].join(" ").as_str()));
                last = place.end;
            }
        }
    }
}
