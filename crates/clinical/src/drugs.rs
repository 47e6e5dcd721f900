//! Drug names in text: generic names, brands, and the names of other countries, from a list of some hundreds of common
//! drugs and a longer one of further drugs and names. A name that is also an everyday word is in neither, nor are names of
//! classes ("statin").

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

/// A drug named in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrugMention {
    /// Byte offset of the name in the text.
    pub start: usize,
    /// Byte offset just past the name.
    pub end: usize,
    /// Generic name, whatever name was used; the parts of a combination are joined by "/".
    pub generic: &'static str,
}

struct Lexicon {
    automaton: Option<AhoCorasick>,
    generics: Vec<&'static str>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let (names, generics): (Vec<_>, Vec<_>) = names().chain(further()).unzip();
    let automaton = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .match_kind(MatchKind::LeftmostLongest)
        .build(names)
        // Only a list of gigabytes could fail to build.
        .ok();
    Lexicon { automaton, generics }
});

/// Every name of the common drugs with its generic, in the list's order; a generic comes before its other names.
pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
    entries(include_str!("../data/drugs.txt"))
}

/// The same of further drugs, and of further names of the common ones.
fn further() -> impl Iterator<Item = (&'static str, &'static str)> {
    entries(include_str!("../data/further-drugs.txt"))
}

/// Pairs of a name and what it is a name of, from a list with a line for each of these.
pub(crate) fn entries(data: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    data.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).flat_map(|line| {
        let (generic, brands) = line.split_once(':').unwrap_or((line, ""));
        let generic = generic.trim();
        std::iter::once(generic)
            .chain(brands.split(',').map(str::trim).filter(|name| !name.is_empty()))
            .map(move |name| (name, generic))
    })
}

/// The drugs that `text` names, in order. Names are whole words, in any case; of overlapping names the longest counts.
pub fn drugs_in(text: &str) -> Vec<DrugMention> {
    let Some(automaton) = &LEXICON.automaton else { return Vec::new() };
    let word = |c: char| c.is_alphanumeric();
    let mut mentions = Vec::new();
    let mut from = 0;
    // A leftmost-longest match that ends inside a word may hide a shorter one, so the search goes on just behind its start.
    while let Some(found) = automaton.find(aho_corasick::Input::new(text).range(from..)) {
        let (start, end) = (found.start(), found.end());
        let opens = !text[..start].chars().next_back().is_some_and(word);
        let mut whole = opens.then_some((end, found.pattern().as_usize()));
        if opens && text[end..].chars().next().is_some_and(word) {
            whole = shorter_name(automaton, text, start, end);
        }
        match whole {
            Some((end, pattern)) => {
                if let Some(&generic) = LEXICON.generics.get(pattern) {
                    mentions.push(DrugMention { start, end, generic });
                }
                from = end;
            }
            None => from = start + text[start..].chars().next().map_or(1, char::len_utf8),
        }
    }
    mentions
}

/// A name that starts at `start` and ends, before `end`, at the end of a word.
fn shorter_name(automaton: &AhoCorasick, text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    let stop = text[start..end].rfind(|c: char| !c.is_alphanumeric())? + start;
    let found = automaton.find(aho_corasick::Input::new(text).range(start..stop))?;
    (found.start() == start && found.end() == stop).then(|| (stop, found.pattern().as_usize()))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn generics(text: &str) -> Vec<&'static str> {
        drugs_in(text).into_iter().map(|mention| mention.generic).collect()
    }

    #[test]
    fn brands_and_other_countries_names_give_the_generic() {
        assert_eq!(
            generics("She takes TYLENOL, Paracetamol and lasix."),
            ["acetaminophen", "acetaminophen", "furosemide"]
        );
    }

    #[test]
    fn the_longest_name_counts() {
        assert_eq!(generics("start insulin glargine tonight"), ["insulin glargine"]);
        assert_eq!(generics("start insulin tonight"), ["insulin"]);
        assert_eq!(generics("insulin glarginex"), ["insulin"]);
    }

    #[test]
    fn names_inside_words_are_not_names() {
        assert_eq!(generics("prozacs aspirinlike xanaxes, azote, azobenzene"), Vec::<&str>::new());
        assert_eq!(generics("(aspirin's)"), ["aspirin"]);
    }

    #[test]
    fn everyday_words_are_not_drugs() {
        let text = "today the patient feels well, no balance trouble, iron and potassium were normal, one a day, \
                    she took the plan, a patch of skin, soma, sonata, water, sugar, oxygen, calcium";
        assert_eq!(generics(text), Vec::<&str>::new());
    }

    #[test]
    fn the_list_is_long_and_says_nothing_twice() {
        let names: Vec<_> = super::names().map(|(name, _)| name.to_lowercase()).collect();
        let generics: HashSet<_> = super::names().map(|(_, g)| g).collect();
        assert!(generics.len() >= 600, "{}", generics.len());
        let mut seen = HashSet::new();
        let twice: Vec<_> = names.iter().filter(|name| !seen.insert(name.as_str())).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn further_names_are_none_of_the_common_ones() {
        let common: HashSet<_> = super::names().map(|(name, _)| name.to_lowercase()).collect();
        let mut seen = HashSet::new();
        for (name, generic) in further() {
            let is_new = !common.contains(&name.to_lowercase()) && seen.insert(name.to_lowercase());
            assert!(name == generic || is_new, "{name}");
        }
        assert_eq!(generics("Nayzilam, not Valtoco"), ["midazolam", "diazepam"]);
    }

    #[test]
    fn every_name_is_found_by_itself() {
        for (name, generic) in names().chain(further()) {
            assert_eq!(generics(name), [generic], "{name}");
        }
    }

    proptest! {
        #[test]
        fn mentions_are_whole_words_of_any_text(text in "(aspirin|Lasix|lasixx|é|İ| |insulin|glargine|-|[a-z]{0,3}){0,12}") {
            let mut last = 0;
            for mention in drugs_in(&text) {
                prop_assert!(mention.start >= last && mention.end > mention.start);
                prop_assert!(!text[..mention.start].chars().next_back().is_some_and(char::is_alphanumeric));
                prop_assert!(!text[mention.end..].chars().next().is_some_and(char::is_alphanumeric));
                last = mention.end;
            }
        }
    }
}
