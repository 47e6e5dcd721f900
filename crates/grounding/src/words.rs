//! The words of a text, lower-cased, with a light stem, and what separates them.

use std::collections::HashSet;
use std::sync::LazyLock;

/// A word, a number, or a contraction's "n't".
pub(crate) struct Word {
    /// Lower case, with a straight apostrophe.
    pub(crate) text: String,
    /// Byte offset of its first character.
    pub(crate) start: usize,
    /// What stands between it and the word before it.
    pub(crate) gap: Gap,
}

/// What separates two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// White space, a hyphen.
    Space,
    /// A comma.
    Comma,
    /// The end of a sentence or clause.
    Stop,
    /// The end of a question.
    Question,
}

pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut gap = Gap::Stop;
    let mut word = String::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let c = if c == '’' { '\'' } else { c };
        let joins = matches!(c, '\'' | '.' | ',')
            && (if c == '\'' {
                chars.peek().is_some_and(|(_, next)| next.is_alphabetic())
            } else {
                word.ends_with(|c: char| c.is_ascii_digit())
                    && chars.peek().is_some_and(|(_, next)| next.is_ascii_digit())
            });
        if c.is_alphanumeric() || joins {
            if word.is_empty() {
                start = at;
            }
            word.extend(c.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            words.push(Word {
                text: std::mem::take(&mut word),
                start,
                gap: std::mem::replace(&mut gap, Gap::Space),
            });
        }
        gap = gap.max(match c {
            ',' => Gap::Comma,
            '?' => Gap::Question,
            '.' | '!' | ';' | ':' | '\n' => Gap::Stop,
            _ => Gap::Space,
        });
    }
    if !word.is_empty() {
        words.push(Word { text: word, start, gap });
    }
    words
}

static FRAMING: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("../data/framing.txt").split_whitespace().collect());

/// Whether a word only frames what is said ("the patient reports") and says nothing itself.
pub(crate) fn is_framing(word: &str) -> bool {
    FRAMING.contains(word) || word.len() < 2 || word.contains('\'')
}

/// A word without its endings: "swelled", "swells" and "swelling" have one stem. Light: it never goes below three letters.
pub(crate) fn stem(word: &str) -> String {
    let word = word.strip_suffix("'s").unwrap_or(word);
    if !word.is_ascii() || word.bytes().any(|b| b.is_ascii_digit()) {
        return word.to_owned();
    }
    let without = |ending: &str, keep: usize| word.strip_suffix(ending).filter(|stem| stem.len() >= keep);
    let mut stem = if let Some(stem) = without("ies", 2).or_else(|| without("ied", 2)) {
        format!("{stem}y")
    } else if let Some(stem) = without("ing", 3)
        .or_else(|| without("edly", 3))
        .or_else(|| without("ed", 3))
        .or_else(|| without("ly", 4))
    {
        stem.to_owned()
    } else if word.ends_with("sses")
        || word.ends_with("xes")
        || word.ends_with("ches")
        || word.ends_with("shes")
    {
        word[..word.len() - 2].to_owned()
    } else if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") {
        word.to_owned()
    } else {
        without("s", 3).unwrap_or(word).to_owned()
    };
    let bytes = stem.as_bytes();
    if bytes.len() > 3
        && bytes[bytes.len() - 1] == bytes[bytes.len() - 2]
        && !matches!(bytes[bytes.len() - 1], b'l' | b's')
    {
        stem.pop();
    }
    if stem.len() > 3 && (stem.ends_with('e') || stem.ends_with('y')) {
        stem.pop();
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_have_one_stem() {
        for forms in [
            &["swelling", "swelled", "swells", "swell"][..],
            &["therapy", "therapies"],
            &["take", "taking", "takes"],
            &["stopped", "stop", "stopping"],
            &["knee", "knees"],
        ] {
            let stems: HashSet<_> = forms.iter().map(|form| stem(form)).collect();
            assert_eq!(stems.len(), 1, "{stems:?}");
        }
    }

    #[test]
    fn words_keep_contractions_decimals_and_gaps() {
        let words = words("Don’t stop: 98.6, really? it 's fine .");
        let texts: Vec<_> = words.iter().map(|w| w.text.as_str()).collect();
        assert_eq!(texts, ["don't", "stop", "98.6", "really", "it", "'s", "fine"]);
        assert_eq!(words[2].gap, Gap::Stop);
        assert_eq!(words[3].gap, Gap::Comma);
        assert_eq!(words[4].gap, Gap::Question);
    }
}
