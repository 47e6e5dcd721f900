//! The words that were heard laid beside the words that were said.
//!
//! After D. S. Hirschberg, "A linear space algorithm for computing maximal common subsequences", Communications of the ACM 18
//! (1975): an hour of speech is 10,000 words, of which a full table would have a hundred million cells.

use std::ops::AddAssign;

/// Words and what went wrong with them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WordErrors {
    /// The words that were said.
    pub words: usize,
    /// Words that were heard as another.
    pub substitutions: usize,
    /// Words that were said and not heard.
    pub deletions: usize,
    /// Words that were heard and not said.
    pub insertions: usize,
}

impl WordErrors {
    /// Substitutions, deletions and insertions.
    pub fn errors(&self) -> usize {
        self.substitutions + self.deletions + self.insertions
    }

    /// The word error rate, 0 for none; none where nothing was said.
    pub fn rate(&self) -> Option<f64> {
        (self.words > 0).then(|| self.errors() as f64 / self.words as f64)
    }
}

impl AddAssign for WordErrors {
    fn add_assign(&mut self, other: Self) {
        self.words += other.words;
        self.substitutions += other.substitutions;
        self.deletions += other.deletions;
        self.insertions += other.insertions;
    }
}

/// Which words were heard right. Of all ways with the fewest errors it is one with the most words right, so the numbers of
/// substitutions, deletions and insertions do not depend on which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alignment {
    /// The errors.
    pub errors: WordErrors,
    /// For each word that was said, whether it was heard.
    pub said_heard: Vec<bool>,
    /// For each word that was heard, whether it was said.
    pub heard_said: Vec<bool>,
}

impl Alignment {
    /// Lays `heard` beside `said`.
    pub fn of(said: &[String], heard: &[String]) -> Self {
        let mut alignment = Self {
            errors: WordErrors::default(),
            said_heard: vec![false; said.len()],
            heard_said: vec![false; heard.len()],
        };
        alignment.settle(Part { words: said, at: 0 }, Part { words: heard, at: 0 });
        alignment
    }

    /// Halves what was said, finds which part of what was heard belongs to which half, and goes on with both.
    fn settle(&mut self, said: Part<'_>, heard: Part<'_>) {
        if said.words.len() < 2 {
            return self.settle_word(said, heard);
        }
        let (first, second) = said.split(said.words.len() / 2);
        let left = costs(first.words.iter(), heard.words.iter());
        let right = costs(second.words.iter().rev(), heard.words.iter().rev());
        let whole = left.iter().zip(right.iter().rev()).map(|(left, right)| left.and(*right));
        let cut = whole.enumerate().min_by_key(|(_, cost)| *cost).map_or(0, |(cut, _)| cut);
        let (heard_first, heard_second) = heard.split(cut);
        self.settle(first, heard_first);
        self.settle(second, heard_second);
    }

    /// One word that was said, or none.
    fn settle_word(&mut self, said: Part<'_>, heard: Part<'_>) {
        let Some(word) = said.words.first() else {
            self.errors.insertions += heard.words.len();
            return;
        };
        self.errors.words += 1;
        self.errors.insertions += heard.words.len().saturating_sub(1);
        if let Some(place) = heard.words.iter().position(|other| other == word) {
            self.said_heard[said.at] = true;
            self.heard_said[heard.at + place] = true;
        } else if heard.words.is_empty() {
            self.errors.deletions += 1;
        } else {
            self.errors.substitutions += 1;
        }
    }
}

/// Words of a text from its word `at` on.
#[derive(Clone, Copy)]
struct Part<'a> {
    words: &'a [String],
    at: usize,
}

impl Part<'_> {
    fn split(self, middle: usize) -> (Self, Self) {
        let (first, second) = self.words.split_at(middle);
        (Self { words: first, at: self.at }, Self { words: second, at: self.at + middle })
    }
}

/// Of two alignments the one with fewer errors is better; of two with as many, the one with fewer substitutions has more
/// words right.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    errors: usize,
    substitutions: usize,
}

impl Cost {
    fn gap(self) -> Self {
        Self { errors: self.errors + 1, ..self }
    }

    fn pair(self, same: bool) -> Self {
        let wrong = usize::from(!same);
        Self { errors: self.errors + wrong, substitutions: self.substitutions + wrong }
    }

    fn and(self, other: Self) -> Self {
        Self { errors: self.errors + other.errors, substitutions: self.substitutions + other.substitutions }
    }
}

/// The cost of turning `said` into each beginning of `heard`, the empty one first.
fn costs<'a>(
    said: impl Iterator<Item = &'a String>,
    heard: impl Iterator<Item = &'a String> + Clone,
) -> Vec<Cost> {
    let mut row = vec![Cost::default()];
    row.extend(heard.clone().enumerate().map(|(at, _)| Cost { errors: at + 1, substitutions: 0 }));
    for word in said {
        let mut diagonal = row[0];
        row[0] = diagonal.gap();
        for (at, other) in heard.clone().enumerate() {
            let pair = diagonal.pair(word == other);
            diagonal = row[at + 1];
            row[at + 1] = pair.min(row[at].gap()).min(diagonal.gap());
        }
    }
    row
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    fn align(said: &str, heard: &str) -> Alignment {
        Alignment::of(&words(said), &words(heard))
    }

    fn errors(said: &str, heard: &str) -> (usize, usize, usize) {
        let errors = align(said, heard).errors;
        (errors.substitutions, errors.deletions, errors.insertions)
    }

    #[test]
    fn each_kind_of_error_is_told() {
        assert_eq!(errors("a b c d", "a b c d"), (0, 0, 0));
        assert_eq!(errors("a b c d", "a x c d"), (1, 0, 0));
        assert_eq!(errors("a b c d", "a c d"), (0, 1, 0));
        assert_eq!(errors("a b c d", "a b b c d"), (0, 0, 1));
        assert_eq!(errors("a b c d", ""), (0, 4, 0));
        assert_eq!(errors("", "a b"), (0, 0, 2));
        assert_eq!(errors("", ""), (0, 0, 0));
    }

    #[test]
    fn of_ways_with_as_many_errors_the_one_with_more_words_right_counts() {
        let alignment = align("a b", "b c");
        assert_eq!(errors("a b", "b c"), (0, 1, 1));
        assert_eq!((alignment.said_heard, alignment.heard_said), (vec![false, true], vec![true, false]));
    }

    #[test]
    fn nothing_said_has_no_rate() {
        assert_eq!(align("", "a b").errors.rate(), None);
        assert_eq!(align("a b", "c d e").errors.rate(), Some(1.5));
    }

    #[test]
    fn a_long_consult_is_aligned() {
        let said: Vec<String> = (0..4_000).map(|n| (n % 97).to_string()).collect();
        let mut heard = said.clone();
        heard.remove(1_500);
        heard[700] = "x".into();
        heard.insert(3_000, "y".into());
        let errors = Alignment::of(&said, &heard).errors;
        assert_eq!(errors, WordErrors { words: 4_000, substitutions: 1, deletions: 1, insertions: 1 });
    }

    fn some_words() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("[a-e]|[a-e]{2}", 0..25)
    }

    proptest! {
        #[test]
        fn the_errors_are_the_levenshtein_distance(said in some_words(), heard in some_words()) {
            let errors = Alignment::of(&said, &heard).errors;
            prop_assert_eq!(errors.errors(), strsim::generic_levenshtein(&said, &heard));
        }

        #[test]
        fn every_word_is_accounted_for(said in some_words(), heard in some_words()) {
            let Alignment { errors, said_heard, heard_said } = Alignment::of(&said, &heard);
            let right = said_heard.iter().filter(|right| **right).count();
            prop_assert_eq!(errors.words, said.len());
            prop_assert_eq!(errors.substitutions + errors.deletions + right, said.len());
            prop_assert_eq!(errors.substitutions + errors.insertions + right, heard.len());
            prop_assert!(errors.errors() <= said.len().max(heard.len()));
            prop_assert!(errors.errors() >= said.len().abs_diff(heard.len()));
            let chosen = |words: &[String], right: &[bool]| -> Vec<String> {
                words.iter().zip(right).filter(|(_, right)| **right).map(|(word, _)| word.clone()).collect()
            };
            prop_assert_eq!(chosen(&said, &said_heard), chosen(&heard, &heard_said));
        }

        #[test]
        fn turned_round_deletions_are_insertions(said in some_words(), heard in some_words()) {
            let (there, back) = (Alignment::of(&said, &heard).errors, Alignment::of(&heard, &said).errors);
            prop_assert_eq!(there.substitutions, back.substitutions);
            prop_assert_eq!((there.deletions, there.insertions), (back.insertions, back.deletions));
        }

        #[test]
        fn the_same_text_has_no_error(said in some_words()) {
            let alignment = Alignment::of(&said, &said);
            prop_assert_eq!(alignment.errors, WordErrors { words: said.len(), ..WordErrors::default() });
            prop_assert!(alignment.said_heard.iter().all(|right| *right));
        }
    }
}
