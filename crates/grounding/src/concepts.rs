//! Concepts with several names: what patients say ("high blood pressure") and what notes say ("hypertension").

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::words::{Word, stem, words};

/// A concept's place in the list.
pub(crate) type ConceptId = usize;

/// A concept named in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mention {
    pub(crate) concept: ConceptId,
    /// Its first word.
    pub(crate) start: usize,
    /// The word after it.
    pub(crate) end: usize,
}

struct Concept {
    name: &'static str,
    finding: bool,
}

struct List {
    concepts: Vec<Concept>,
    /// By first stem: the stems of a name, longer names first, and what they name.
    names: HashMap<String, Vec<(Vec<String>, ConceptId)>>,
}

static LIST: LazyLock<List> = LazyLock::new(|| {
    let mut list = List { concepts: Vec::new(), names: HashMap::new() };
    let lines = include_str!("../data/concepts.txt").lines().map(str::trim);
    for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (name, others) = line.split_once(':').unwrap_or((line, ""));
        let (name, finding) = name.strip_prefix('!').map_or((name, false), |name| (name, true));
        let concept = list.concepts.len();
        list.concepts.push(Concept { name, finding });
        for name in
            std::iter::once(name).chain(others.split(',').map(str::trim).filter(|name| !name.is_empty()))
        {
            let stems: Vec<String> = words(name).iter().map(|word| stem(&word.text)).collect();
            if let Some(first) = stems.first() {
                list.names.entry(first.clone()).or_default().push((stems, concept));
            }
        }
    }
    for names in list.names.values_mut() {
        names.sort_by_key(|(stems, _)| std::cmp::Reverse(stems.len()));
    }
    list
});

/// What a clinician calls it.
pub(crate) fn name(concept: ConceptId) -> &'static str {
    LIST.concepts.get(concept).map_or("", |concept| concept.name)
}

/// Whether it is a finding, which can be reported or denied.
pub(crate) fn is_finding(concept: ConceptId) -> bool {
    LIST.concepts.get(concept).is_some_and(|concept| concept.finding)
}

/// The concepts that these words name; of overlapping names the longest counts. `stems` are those of `words`.
pub(crate) fn mentions(words: &[Word], stems: &[String]) -> Vec<Mention> {
    debug_assert_eq!(words.len(), stems.len());
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < stems.len() {
        let named = LIST
            .names
            .get(&stems[at])
            .and_then(|names| names.iter().find(|(name, _)| stems[at..].starts_with(name)));
        match named {
            Some((name, concept)) => {
                mentions.push(Mention { concept: *concept, start: at, end: at + name.len() });
                at += name.len();
            }
            None => at += 1,
        }
    }
    mentions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Vec<&'static str> {
        let words = words(text);
        let stems: Vec<_> = words.iter().map(|word| stem(&word.text)).collect();
        mentions(&words, &stems).into_iter().map(|mention| name(mention.concept)).collect()
    }

    #[test]
    fn lay_and_clinical_words_name_the_same() {
        assert_eq!(named("I have high blood pressure"), named("Hypertension."));
        assert_eq!(named("short of breath"), named("dyspnea"));
        assert_eq!(named("throwing up"), ["vomiting"]);
    }

    #[test]
    fn no_name_stands_for_two_concepts() {
        let mut seen = HashMap::new();
        for (name, concept) in LIST.names.values().flatten() {
            if let Some(other) = seen.insert(name, concept) {
                assert_eq!(other, concept, "{name:?}");
            }
        }
    }
}
