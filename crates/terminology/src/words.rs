//! The words of a text with what is known of each.

use std::ops::Range;

use crate::common::is_common;

/// A word of a text.
pub(crate) struct Word {
    pub(crate) range: Range<usize>,
    /// In lower case.
    pub(crate) lower: String,
    /// Whether it is everyday or clinical English.
    pub(crate) common: bool,
    /// Whether it has a capital without beginning a sentence, as people's names have.
    pub(crate) capital: bool,
    /// Whether only a space or a hyphen parts it from the word before.
    pub(crate) follows: bool,
    /// Whether it belongs to a name that is known.
    pub(crate) named: bool,
}

/// Runs of letters, with the apostrophes inside them.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(char::is_alphabetic).map(|found| at + found) {
        let rest = &text[start..];
        let inside = |(at, c): (usize, char)| {
            c.is_alphabetic()
                || matches!(c, '\'' | '’') && rest[at + c.len_utf8()..].starts_with(char::is_alphabetic)
        };
        let end = rest.char_indices().find(|&one| !inside(one)).map_or(text.len(), |(len, _)| start + len);
        // "Ibuprofen's" is ibuprofen.
        let bare = text[start..end].strip_suffix("'s").or_else(|| text[start..end].strip_suffix("’s"));
        let bare_end = bare.map_or(end, |bare| start + bare.len());
        let lower = text[start..bare_end].to_lowercase().replace('’', "'");
        let gap = words.last().map(|before| &text[before.range.end..start]);
        let follows = gap.is_some_and(|gap| matches!(gap, " " | "-" | "\n"));
        let common = is_common(&lower);
        let capital = text[start..].starts_with(char::is_uppercase) && !opens_sentence(&text[..start]);
        words.push(Word { range: start..bare_end, lower, capital, common, follows, named: false });
        at = end;
    }
    words
}

fn opens_sentence(before: &str) -> bool {
    before.trim_end().chars().next_back().is_none_or(|last| matches!(last, '.' | '?' | '!' | ':' | '"' | '“'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_runs_of_letters_with_their_apostrophes() {
        let found = words("It's met-formin, 20mg 'daily'");
        let shown: Vec<_> = found.iter().map(|word| (word.lower.as_str(), word.follows)).collect();
        assert_eq!(shown, [("it", false), ("met", false), ("formin", true), ("mg", false), ("daily", false)]);
    }

    proptest! {
        #[test]
        fn words_stand_in_any_text_in_order(text in "\\PC{0,60}") {
            let mut last = 0;
            for word in words(&text) {
                prop_assert!(word.range.start >= last && word.range.end > word.range.start);
                prop_assert!(text.get(word.range.clone()).is_some());
                last = word.range.end;
            }
        }
    }
}
