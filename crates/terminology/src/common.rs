//! Everyday and clinical English, so that ordinary words are not taken for misheard names.

use std::collections::HashSet;
use std::sync::LazyLock;

static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let everyday = include_str!("../data/everyday-words.txt").lines().filter(|line| !line.starts_with('#'));
    let seen = include_str!("../data/common-words.txt").lines();
    seen.chain(everyday.flat_map(str::split_whitespace)).collect()
});

/// Words that hold a sentence together. A name that was heard as several words seldom begins or ends with one.
const SMALL: &[&str] = &[
    "a", "i", "the", "and", "in", "you", "or", "be", "to", "of", "it", "is", "on", "at", "so", "as", "my",
    "we", "he", "she", "i'm", "it's", "are", "was", "if", "but", "do", "for", "that", "this", "they", "some",
    "any", "your", "her", "his", "our", "not", "no", "with", "from", "by", "an", "me", "up", "just", "like",
    "then", "will", "can", "have", "had", "has", "ok",
];

/// Whether `word`, in lower case, only holds a sentence together.
pub(crate) fn is_small(word: &str) -> bool {
    SMALL.contains(&word)
}

/// Endings that make another form of a word.
const ENDINGS: &[&str] =
    &["'s", "s", "es", "ed", "d", "ing", "er", "ers", "ly", "y", "al", "able", "ness", "n't"];

/// Whether `word`, in lower case, is a common word or a form of one.
pub(crate) fn is_common(word: &str) -> bool {
    let known = |word: &str| WORDS.contains(word);
    known(word)
        || ENDINGS.iter().filter_map(|ending| word.strip_suffix(ending)).any(|stem| {
            stem.len() >= 3 && (known(stem) || known(&format!("{stem}e")) || is_doubled(stem, known))
        })
        || word.strip_suffix("ies").is_some_and(|stem| known(&format!("{stem}y")))
}

/// "stopp" of "stopping".
fn is_doubled(stem: &str, known: impl Fn(&str) -> bool) -> bool {
    let mut letters = stem.chars().rev();
    letters.next().is_some_and(|last| {
        letters.next() == Some(last) && stem.get(..stem.len() - last.len_utf8()).is_some_and(known)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_common_words_are_common() {
        for word in ["pain", "pains", "walked", "stopping", "taking", "bodies"] {
            assert!(is_common(word), "{word}");
        }
        for word in ["formin", "pril", "lasicks", ""] {
            assert!(!is_common(word), "{word}");
        }
    }

    #[test]
    fn the_lists_are_words_in_lower_case_without_drug_names() {
        let seen: Vec<_> = include_str!("../data/common-words.txt").lines().collect();
        assert!(seen.is_sorted() && seen.len() > 3_000);
        let words = &*WORDS;
        assert!(words.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_lowercase())));
        assert!(clinical::drugs::names().all(|(name, _)| !words.contains(name.to_lowercase().as_str())));
    }
}
