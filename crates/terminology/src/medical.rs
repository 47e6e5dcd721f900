//! The words of the field: symptoms, signs, parts of the body, conditions, tests, treatments.

/// The words of the field that are no names of drugs, in lower case: words ("nausea") and fixed expressions ("blood pressure"),
/// each followed by its regular plural, whether or not it has one.
pub fn medical_terms() -> impl Iterator<Item = String> {
    singular().flat_map(|term| [term.to_owned(), plural(term)])
}

fn singular() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("../data/medical-terms.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| line.split(',')).map(str::trim).filter(|term| !term.is_empty())
}

fn plural(term: &str) -> String {
    let after_consonant = |stem: &&str| !stem.ends_with(['a', 'e', 'i', 'o', 'u']);
    if let Some(stem) = term.strip_suffix('y').filter(after_consonant) {
        format!("{stem}ies")
    } else if ["s", "x", "ch", "sh"].iter().any(|ending| term.ends_with(ending)) {
        format!("{term}es")
    } else {
        format!("{term}s")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::Formulary;
    use crate::common::is_small;

    #[test]
    fn singular_and_plural_are_terms() {
        let terms: HashSet<String> = medical_terms().collect();
        for term in
            ["nausea", "knees", "rashes", "biopsies", "x-rays", "blood pressure", "shortness of breath"]
        {
            assert!(terms.contains(term), "{term}");
        }
        for word in ["today", "doctor", "temple", "pressure", "back", "ibuprofen"] {
            assert!(!terms.contains(word), "{word}");
        }
    }

    #[test]
    fn the_list_is_long_and_says_nothing_twice() {
        let mut seen = HashSet::new();
        let twice: Vec<&str> = singular().filter(|term| !seen.insert(*term)).collect();
        assert!(twice.is_empty(), "{twice:?}");
        assert!(seen.len() >= 900, "{}", seen.len());
    }

    #[test]
    fn a_term_is_in_lower_case_and_neither_a_drug_nor_a_word_of_everyday() {
        for term in singular() {
            assert!(
                term.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || b" -'".contains(&c)),
                "{term}"
            );
            assert!(Formulary::starter().get(term).is_none() && !is_small(term), "{term}");
        }
    }
}
