//! What stands beside a word: a dose, or talk of taking something.

use std::ops::Range;

use clinical::quantity::{Quantity, Unit, quantities};

/// What is near a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Near {
    /// An amount of medicine: "20 mg", "two tablets of".
    Dose,
    /// A word of taking, prescribing or stopping.
    Taking,
    /// Neither.
    Nothing,
}

/// The doses of a text, and the text.
pub(crate) struct Surroundings<'a> {
    text: &'a str,
    doses: Vec<Quantity>,
}

/// So many words before a name may speak of taking it.
const WORDS_BEFORE: usize = 3;

const TAKING: &[&str] = &[
    "take",
    "takes",
    "taking",
    "took",
    "taken",
    "prescribe",
    "prescribed",
    "prescribing",
    "prescription",
    "start",
    "started",
    "starting",
    "stop",
    "stopped",
    "stopping",
    "refill",
    "refills",
    "continue",
    "continued",
    "order",
    "ordered",
    "increase",
    "increased",
    "decrease",
    "dose",
    "dosage",
    "allergic",
    "allergy",
    "medication",
    "medications",
    "medicine",
    "medicines",
    "drug",
    "tablet",
    "tablets",
    "pill",
    "pills",
    "milligrams",
    "mg",
    "puffs",
    "injection",
    "inhaler",
    "tried",
    "try",
    "given",
    "using",
    "use",
    "uses",
];
const BEHIND: &[&str] = &[
    "tablet",
    "tablets",
    "pill",
    "pills",
    "capsule",
    "capsules",
    "daily",
    "twice",
    "inhaler",
    "injection",
    "injections",
    "cream",
    "once",
    "bid",
    "tid",
    "mg",
    "milligrams",
    "dose",
];

impl<'a> Surroundings<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let dose = |unit| {
            use Unit::*;
            matches!(unit, Mg | Mcg | G | Ml | Units | Meq | Tablets | Puffs | Drops | Sprays)
        };
        let doses = quantities(text).into_iter().filter(|quantity| quantity.unit.is_some_and(dose)).collect();
        Self { text, doses }
    }

    /// What is near the words at `range`, inside their sentence.
    pub(crate) fn near(&self, range: &Range<usize>) -> Near {
        if self.doses.iter().any(|dose| self.is_beside(dose, range)) {
            return Near::Dose;
        }
        let before = self.text[..range.start].rsplit(['.', '?', '!', ';']).next().unwrap_or_default();
        let taking = before.split_whitespace().rev().take(WORDS_BEFORE).any(|word| is_one_of(word, TAKING));
        let behind =
            self.text[range.end..].split_whitespace().next().is_some_and(|word| is_one_of(word, BEHIND));
        if taking || behind { Near::Taking } else { Near::Nothing }
    }

    /// "metformin 500 mg", "metformin, 500 mg", "metformin at 500 mg", "500 mg of metformin", "a 500 mg metformin".
    fn is_beside(&self, dose: &Quantity, range: &Range<usize>) -> bool {
        let few = |gap: &str, most: usize| {
            let words = gap.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
            words.count() <= most && !gap.contains(['.', '?', '!', ';'])
        };
        match (self.text.get(range.end..dose.start), self.text.get(dose.end..range.start)) {
            (Some(behind), _) => few(behind, 1),
            (None, Some(before)) => few(before, 1),
            (None, None) => false,
        }
    }
}

fn is_one_of(word: &str, list: &[&str]) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    list.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(text: &str) -> Near {
        let start = text.find("name").unwrap();
        Surroundings::of(text).near(&(start..start + 4))
    }

    #[test]
    fn a_dose_or_a_word_of_taking_is_seen_beside_a_name() {
        for text in [
            "name 20 mg",
            "name, twenty milligrams",
            "500 mg of name",
            "name at two puffs",
            "two name tablets",
        ] {
            assert_ne!(near(text), Near::Nothing, "{text}");
        }
        assert_eq!(near("name 20 mg"), Near::Dose);
        assert_eq!(near("he takes the name"), Near::Taking);
        for text in ["name. 20 mg", "he takes. name", "name for two weeks", "name in the chest 20 mg"] {
            assert_eq!(near(text), Near::Nothing, "{text}");
        }
    }
}
