//! The words of a text, lower-cased, with a light stem, and what separates them.

use std::collections::{HashMap, HashSet};
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

/// The words of a text, with shorthand written out and "nontender" in two, as "non-tender" is.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for word in plain_words(text) {
        // "B twelve" is one word.
        if matches!(word.text.as_str(), "twelve" | "12")
            && let Some(letter) = words.last_mut().filter(|last| last.text == "b")
        {
            letter.text = "b12".to_owned();
            continue;
        }
        if let Some(rest) = word.text.strip_prefix("non").filter(|rest| rest.len() > 5) {
            let (start, rest) = (word.start, rest.to_owned());
            words.push(Word { text: "non".to_owned(), start, gap: word.gap });
            words.push(Word { text: rest, start: start + "non".len(), gap: Gap::Space });
            continue;
        }
        match SHORTHAND.get(word.text.as_str()) {
            Some(long) => {
                let gaps = std::iter::once(word.gap).chain(std::iter::repeat(Gap::Space));
                words.extend(long.iter().zip(gaps).map(|(text, gap)| Word {
                    text: (*text).to_owned(),
                    start: word.start,
                    gap,
                }));
            }
            None => words.push(word),
        }
    }
    words
}

/// The words of a text by their places.
pub(crate) trait Words {
    /// What the word at a place is; empty where there is none.
    fn text(&self, at: usize) -> &str;

    /// What the word is that stands so many before a place; empty where there is none.
    fn text_before(&self, at: usize, back: usize) -> &str;
}

impl Words for [Word] {
    fn text(&self, at: usize) -> &str {
        self.get(at).map_or("", |word| &word.text)
    }

    fn text_before(&self, at: usize, back: usize) -> &str {
        at.checked_sub(back).map_or("", |at| self.text(at))
    }
}

/// Whether the words at `a` and `b` stand in one sentence.
pub(crate) fn in_one_sentence(words: &[Word], a: usize, b: usize) -> bool {
    words[a.min(b) + 1..=a.max(b)].iter().all(|word| word.gap < Gap::Stop)
}

/// Whether words begin with these, in this order.
pub(crate) fn begins_with(words: &[Word], phrase: &[&str]) -> bool {
    phrase.len() <= words.len() && phrase.iter().zip(words).all(|(text, word)| word.text == *text)
}

static SHORTHAND: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let lines = include_str!("../data/shorthand.txt").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(':'))
        .map(|(short, long)| (short, long.split_whitespace().collect()))
        .collect()
});

/// How long a shorthand with a sign in it is that `text` begins with: "n/v", "e+d", "w/o".
fn signed_shorthand(text: &str) -> Option<usize> {
    let end = text
        .char_indices()
        .take(5)
        .find(|(_, c)| !c.is_ascii_alphabetic() && !matches!(c, '/' | '&' | '+'))
        .map_or_else(|| text.chars().take(5).map(char::len_utf8).sum(), |(at, _)| at);
    let found = text.get(..end)?;
    (found.len() > 1
        && !found.bytes().all(|b| b.is_ascii_alphabetic())
        && SHORTHAND.contains_key(found.to_ascii_lowercase().as_str()))
    .then_some(end)
}

fn plain_words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut gap = Gap::Stop;
    let mut word = String::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    let mut taken = 0;
    let mut in_parentheses = false;
    let mut initials = false;
    while let Some((at, c)) = chars.next() {
        if at < taken {
            continue;
        }
        if word.is_empty()
            && let Some(length) = signed_shorthand(&text[at..])
        {
            words.push(Word {
                text: text[at..at + length].to_ascii_lowercase(),
                start: at,
                gap: std::mem::replace(&mut gap, Gap::Space),
            });
            taken = at + length;
            continue;
        }
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
        // "t.b.", "i.v.": one word, and no end of a sentence.
        if c == '.' && (initials || is_initial(&word)) {
            let mut rest = text[at + 1..].chars();
            let goes_on = rest.next().is_some_and(char::is_alphabetic)
                && !rest.next().is_some_and(char::is_alphanumeric);
            if goes_on || initials {
                initials = goes_on;
                if goes_on {
                    continue;
                }
                words.push(Word {
                    text: std::mem::take(&mut word),
                    start,
                    gap: std::mem::replace(&mut gap, Gap::Space),
                });
                continue;
            }
        }
        initials = false;
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
            ')' if in_parentheses => Gap::Stop,
            _ => Gap::Space,
        });
        in_parentheses = c == '(' || in_parentheses && c != ')';
    }
    if !word.is_empty() {
        words.push(Word { text: word, start, gap });
    }
    words
}

/// Whether a word is one letter.
fn is_initial(word: &str) -> bool {
    word.len() == 1 && word.starts_with(|c: char| c.is_ascii_alphabetic())
}

static FRAMING: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let words = include_str!("../data/framing.txt").split_whitespace();
    words.flat_map(|word| [word.to_owned(), stem(word)]).collect()
});

/// Whether a word only frames what is said ("the patient reports") and says nothing itself.
pub(crate) fn is_framing(word: &str) -> bool {
    // "Phalen's" is a name; "it's" and "don't" are not.
    match word.split_once('\'') {
        Some((owner, "s")) if owner.len() > 3 => is_framing(owner),
        Some(_) => true,
        None => FRAMING.contains(word) || word.len() < 2 || FRAMING.contains(&stem(word)),
    }
}

/// Endings that make one kind of word of another, and how much must stand before them: hydration and hydrate, compliance
/// and compliant, improvement and improve.
const ENDINGS: &[(&str, usize)] = &[
    ("ment", 5),
    ("ness", 4),
    ("ance", 5),
    ("ence", 5),
    ("ant", 5),
    ("ent", 5),
    ("ion", 5),
    ("al", 6),
    ("ful", 4),
];

/// A word without its endings: "swelled", "swells" and "swelling" have one stem. Light: it never goes below three letters.
pub(crate) fn stem(word: &str) -> String {
    let word = word.strip_suffix("'s").unwrap_or(word);
    if !word.is_ascii() || word.bytes().any(|b| b.is_ascii_digit()) {
        return word.to_owned();
    }
    let american = in_american(word);
    let word = american.as_str();
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
    for (ending, keep) in ENDINGS {
        if let Some(short) = stem.strip_suffix(ending).filter(|short| short.len() >= *keep) {
            stem.truncate(short.len());
            break;
        }
    }
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

/// What British spelling writes otherwise, and what American has in its place: anaemia, diarrhoea, foetus.
const BRITISH: &[(&str, &str)] = &[("ae", "e"), ("rrhoe", "rrhe"), ("pnoe", "pne"), ("foet", "fet")];

/// A word in American spelling. Of words like "aerobic" it makes what is no word, in the note as in the talk.
fn in_american(word: &str) -> String {
    let american = BRITISH.iter().fold(word.to_owned(), |word, (from, to)| word.replace(from, to));
    // Oedema, oesophagus, oestrogen; not toes.
    let american = match american.strip_prefix('o') {
        Some(rest) if ["ed", "eso", "est"].iter().any(|begin| rest.starts_with(begin)) => rest.to_owned(),
        _ => american,
    };
    // Tumour, tumours; not hour.
    let plural = american.strip_suffix('s').unwrap_or(&american);
    match plural.strip_suffix("our").filter(|rest| rest.len() > 2) {
        Some(rest) => format!("{rest}or{}", &american[plural.len()..]),
        None => american,
    }
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
