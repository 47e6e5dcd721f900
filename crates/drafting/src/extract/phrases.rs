//! Lists of phrases, found as whole words in any case, a plural "s" understood. An automaton of words is built in a fraction of
//! the time that a regular expression of as many alternatives takes, and the first draft waits for it.

use aho_corasick::{AhoCorasick, Input};

/// A list of phrases.
pub(super) struct Phrases {
    automaton: AhoCorasick,
    /// Endings of words that are in the list, too.
    endings: Vec<&'static str>,
}

/// A phrase in a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Found<'a> {
    pub(super) fn start(&self) -> usize {
        self.start
    }

    pub(super) fn end(&self) -> usize {
        self.end
    }

    pub(super) fn as_str(&self) -> &'a str {
        &self.text[self.start..self.end]
    }
}

impl Phrases {
    /// One phrase a line. Empty lines and those that begin with "#" are none.
    pub(super) fn of(list: &'static str) -> Self {
        Self::new(list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')))
    }

    /// Of phrases, of which "-itis" stands for all words that end so. Lists are constants and every draft uses them all: one
    /// that could not be built would fail every test.
    pub(super) fn new(phrases: impl Iterator<Item = &'static str>) -> Self {
        let (endings, phrases): (Vec<_>, Vec<_>) = phrases.partition(|phrase| phrase.starts_with('-'));
        let endings = endings.into_iter().map(|ending| &ending[1..]).collect();
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .build(phrases)
            .unwrap_or_else(|error| unreachable!("a list of the drafter cannot be built: {error}"));
        Self { automaton, endings }
    }

    pub(super) fn is_match(&self, text: &str) -> bool {
        self.whole(text).next().is_some()
    }

    /// The first phrase, and of those that begin where it does the longest.
    pub(super) fn find<'a>(&self, text: &'a str) -> Option<Found<'a>> {
        self.find_iter(text).next()
    }

    /// All phrases that do not overlap, in order; of those that begin at one place the longest.
    pub(super) fn find_iter<'a>(&self, text: &'a str) -> impl Iterator<Item = Found<'a>> + use<'a> {
        let mut whole: Vec<Found<'a>> = self.whole(text).collect();
        whole.sort_by_key(|found| (found.start, std::cmp::Reverse(found.end)));
        let mut after = 0;
        whole.into_iter().filter(move |found| {
            let free = found.start >= after;
            if free {
                after = found.end;
            }
            free
        })
    }

    /// All phrases that are whole words, overlapping ones as well.
    fn whole<'a>(&self, text: &'a str) -> impl Iterator<Item = Found<'a>> + use<'a, '_> {
        let listed = self.automaton.find_overlapping_iter(Input::new(text)).filter_map(|found| {
            let end = whole_until(text.as_bytes(), found.start(), found.end())?;
            Some(Found { text, start: found.start(), end })
        });
        listed.chain(words(text).filter(|word| self.ends_listed(word.as_str())))
    }

    fn ends_listed(&self, word: &str) -> bool {
        let ends = |ending: &&str| {
            word.len().checked_sub(ending.len()).is_some_and(|stem| {
                stem >= LEAST_STEM
                    && word.get(stem..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
                    && !NOT_LISTED.iter().any(|not| word.eq_ignore_ascii_case(not))
            })
        };
        self.endings.iter().any(ends)
    }
}

/// Letters before an ending that make it one.
const LEAST_STEM: usize = 3;

/// Everyday words that end so.
const NOT_LISTED: [&str; 5] = ["diagnosis", "prognosis", "diploma", "nostalgia", "academia"];

/// The words of a text.
fn words(text: &str) -> impl Iterator<Item = Found<'_>> {
    let mut at = 0;
    text.split_inclusive(|c: char| !c.is_alphanumeric()).filter_map(move |word| {
        let start = at;
        at += word.len();
        let end = start + word.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
        (end > start).then_some(Found { text, start, end })
    })
}

/// Where the words end that begin at `start`, with their plural "s"; none where they are a part of longer words.
fn whole_until(text: &[u8], start: usize, end: usize) -> Option<usize> {
    let word = |at: usize| text.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    if start.checked_sub(1).is_some_and(word) {
        return None;
    }
    let plural = end + usize::from(matches!(text.get(end), Some(b's' | b'S')));
    [plural, end].into_iter().find(|end| !word(*end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let phrases = Phrases::of("# parts\nback\n\nback pain\npain\nlump");
        phrases.find_iter(text).map(|found| found.as_str()).collect()
    }

    #[test]
    fn an_ending_stands_for_the_words_that_end_so() {
        let phrases = Phrases::of("-itis\n-osis");
        let found = |text| phrases.find_iter(text).map(|found| found.as_str().to_owned()).collect::<Vec<_>>();
        assert_eq!(found("Synovitis, and fibrosis."), ["Synovitis", "fibrosis"]);
        assert_eq!(found("the diagnosis is that it is"), Vec::<String>::new());
    }

    #[test]
    fn phrases_are_whole_words_the_longest_first_and_in_any_case() {
        for (text, expected) in [
            ("Back pain, and two Lumps", vec!["Back pain", "Lumps"]),
            ("a backpack is painful", vec![]),
            ("back painful", vec!["back"]),
            ("the back's pain", vec!["back", "pain"]),
            ("naïve-back", vec!["back"]),
            ("", vec![]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
