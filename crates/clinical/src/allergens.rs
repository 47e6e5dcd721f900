//! What people are allergic to that is no medicine by name: foods, animals, stings, what touches the skin.

use crate::drugs::entries;

/// Every phrase for an allergen with the name of that, in the list's order; the name comes before its other phrases. In lower
/// case; a plural "s" is understood behind each.
pub fn phrases() -> impl Iterator<Item = (&'static str, &'static str)> {
    entries(include_str!("../data/allergens.txt"))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    #[test]
    fn no_phrase_is_listed_twice_and_all_are_in_lower_case() {
        let mut seen = HashSet::new();
        for (phrase, _) in super::phrases() {
            assert!(seen.insert(phrase), "{phrase}");
            assert_eq!(phrase, phrase.to_lowercase());
        }
    }
}
