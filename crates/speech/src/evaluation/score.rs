//! What is counted in a text that was heard.

use std::ops::{AddAssign, Range};

use super::{Alignment, Phrases, WordErrors, comparable_words};

/// The names and terms whose errors are counted by themselves.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// Names of drugs.
    pub drug_names: Phrases,
    /// The words of the field, names of drugs among them.
    pub medical: Phrases,
}

/// Words of one kind that were said, and how many of them were not heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Missed {
    /// The words of this kind that were said.
    pub words: usize,
    /// Those of them that were substituted or deleted.
    pub errors: usize,
}

impl Missed {
    /// The share that was not heard, from 0 to 1; none where no such word was said.
    pub fn rate(&self) -> Option<f64> {
        (self.words > 0).then(|| self.errors as f64 / self.words as f64)
    }

    fn among(places: &[Range<usize>], said_heard: &[bool]) -> Self {
        let of_this_kind = places.iter().flat_map(|place| &said_heard[place.clone()]);
        Self { words: of_this_kind.clone().count(), errors: of_this_kind.filter(|heard| !**heard).count() }
    }
}

impl AddAssign for Missed {
    fn add_assign(&mut self, other: Self) {
        self.words += other.words;
        self.errors += other.errors;
    }
}

/// The counts of one text that was heard, or of several added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// All words.
    pub all: WordErrors,
    /// The words of medical terms.
    pub medical: Missed,
    /// The words of drug names.
    pub drug_names: Missed,
    /// Drug names that were heard, each counted once however many words it has.
    pub drug_names_heard: usize,
    /// Those of them that were not said there: some word of the name is not aligned to the same word.
    pub drug_names_made_up: usize,
}

impl Score {
    /// Compares what was heard with what was said.
    pub fn of(said: &str, heard: &str, terms: &Terms) -> Self {
        let (said, heard) = (comparable_words(said), comparable_words(heard));
        let alignment = Alignment::of(&said, &heard);
        let names_heard = terms.drug_names.places(&heard);
        let made_up = |name: &&Range<usize>| alignment.heard_said[(*name).clone()].contains(&false);
        Self {
            all: alignment.errors,
            medical: Missed::among(&terms.medical.places(&said), &alignment.said_heard),
            drug_names: Missed::among(&terms.drug_names.places(&said), &alignment.said_heard),
            drug_names_heard: names_heard.len(),
            drug_names_made_up: names_heard.iter().filter(made_up).count(),
        }
    }
}

impl AddAssign for Score {
    fn add_assign(&mut self, other: Self) {
        self.all += other.all;
        self.medical += other.medical;
        self.drug_names += other.drug_names;
        self.drug_names_heard += other.drug_names_heard;
        self.drug_names_made_up += other.drug_names_made_up;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms() -> Terms {
        let drugs = ["metformin", "insulin glargine", "warfarin"];
        Terms {
            drug_names: drugs.iter().collect(),
            medical: drugs.iter().chain(&["rash", "blood pressure"]).collect(),
        }
    }

    #[test]
    fn terms_that_were_not_heard_are_counted_by_kind() {
        let said = "Take insulin glargine and metformin; the rash and the blood pressure are fine.";
        let score = Score::of(said, "take insulin large and metformin the blood pressure are fine", &terms());
        assert_eq!(score.drug_names, Missed { words: 3, errors: 1 });
        assert_eq!(score.medical, Missed { words: 6, errors: 2 });
        assert_eq!((score.drug_names_heard, score.drug_names_made_up), (1, 0));
        assert_eq!(score.all, WordErrors { words: 13, substitutions: 1, deletions: 3, insertions: 0 });
    }

    #[test]
    fn a_drug_that_nobody_named_is_made_up_though_another_was_named() {
        let score = Score::of("Take metformin.", "Take warfarin. Insulin glargine.", &terms());
        assert_eq!(score.drug_names.rate(), Some(1.0));
        assert_eq!((score.drug_names_heard, score.drug_names_made_up), (2, 2));
        let half = Score::of("take glargine", "take insulin glargine", &terms());
        assert_eq!((half.drug_names_heard, half.drug_names_made_up, half.drug_names.rate()), (1, 1, None));
    }

    #[test]
    fn counts_are_added_before_they_are_divided() {
        let mut sum = Score::of("a b c d e f g h i", "a b c d e f g h i", &terms());
        sum += Score::of("j", "k", &terms());
        sum += Score::of("", "thank you", &terms());
        assert_eq!(sum.all.rate(), Some(0.3));
    }
}
