//! How much a drafted note has in common with one that a clinician wrote of the same consult: ROUGE (Lin, "ROUGE: A Package for
//! Automatic Evaluation of Summaries", 2004), counted as the Python package rouge_score counts it without stemming, with which
//! published figures on ACI-BENCH were made. It says which words are the same, not whether a note is right.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

/// F-measures of a note against another, 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rouge {
    /// Words.
    pub one: f64,
    /// Pairs of words.
    pub two: f64,
    /// The longest common subsequences of sentences.
    pub lsum: f64,
}

impl Rouge {
    /// Of a draft, against the note that is taken as right. Headings count like all else.
    pub fn of(draft: &str, reference: &str) -> Self {
        let (draft, reference) = (sentences(draft), sentences(reference));
        let (all_draft, all_reference) = (draft.concat(), reference.concat());
        let pairs = |words: &[String]| words.windows(2).map(<[String]>::to_vec).collect::<Vec<_>>();
        Self {
            one: overlap(&all_draft, &all_reference),
            two: overlap(&pairs(&all_draft), &pairs(&all_reference)),
            lsum: subsequences(&draft, &reference),
        }
    }
}

/// The words of each sentence, in lower case, nothing but ASCII letters and digits. Each line, and each sentence of it, is one.
fn sentences(note: &str) -> Vec<Vec<String>> {
    let words = |sentence: &str| {
        let lower = sentence.to_lowercase();
        let words = lower.split(|c: char| !c.is_ascii_lowercase() && !c.is_ascii_digit());
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    note.lines().flat_map(|line| split(line.trim())).map(words).filter(|words| !words.is_empty()).collect()
}

/// A line cut behind each full stop, question or exclamation mark that spaces and the beginning of a sentence follow.
fn split(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in line.match_indices(['.', '?', '!']) {
        let rest = &line[at + 1..];
        let next = rest.trim_start_matches(' ');
        let begins = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || "\"'(-".contains(c);
        if next.len() < rest.len() && next.starts_with(begins) {
            found.push(&line[start..=at]);
            start = line.len() - next.len();
        }
    }
    found.push(&line[start..]);
    found
}

fn counts<T: Hash + Eq>(items: impl IntoIterator<Item = T>) -> HashMap<T, usize> {
    let mut counts = HashMap::new();
    items.into_iter().for_each(|item| *counts.entry(item).or_default() += 1);
    counts
}

fn overlap<T: Hash + Eq>(draft: &[T], reference: &[T]) -> f64 {
    let known = counts(reference);
    let common: usize = counts(draft)
        .into_iter()
        .map(|(item, count)| count.min(known.get(&item).copied().unwrap_or(0)))
        .sum();
    f_measure(common, draft.len(), reference.len())
}

fn subsequences(draft: &[Vec<String>], reference: &[Vec<String>]) -> f64 {
    let mut left_of_draft = counts(draft.iter().flatten());
    let mut left_of_reference = counts(reference.iter().flatten());
    let mut common = 0;
    for sentence in reference {
        let places: BTreeSet<usize> = draft.iter().flat_map(|other| subsequence(sentence, other)).collect();
        for word in places.into_iter().map(|place| &sentence[place]) {
            let (Some(a), Some(b)) = (left_of_draft.get_mut(word), left_of_reference.get_mut(word)) else {
                continue;
            };
            if *a > 0 && *b > 0 {
                (*a, *b) = (*a - 1, *b - 1);
                common += 1;
            }
        }
    }
    f_measure(common, draft.iter().map(Vec::len).sum(), reference.iter().map(Vec::len).sum())
}

/// The places in `a` of the longest common subsequence of both; of several, the one that rouge_score finds.
fn subsequence(a: &[String], b: &[String]) -> Vec<usize> {
    let width = b.len() + 1;
    let mut length = vec![0usize; (a.len() + 1) * width];
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            length[i * width + j] = if a[i - 1] == b[j - 1] {
                length[(i - 1) * width + j - 1] + 1
            } else {
                length[(i - 1) * width + j].max(length[i * width + j - 1])
            };
        }
    }
    let (mut i, mut j, mut places) = (a.len(), b.len(), Vec::new());
    while i > 0 && j > 0 {
        if a[i - 1] == b[j - 1] {
            (i, j) = (i - 1, j - 1);
            places.push(i);
        } else if length[i * width + j - 1] > length[(i - 1) * width + j] {
            j -= 1;
        } else {
            i -= 1;
        }
    }
    places
}

fn f_measure(common: usize, drafted: usize, expected: usize) -> f64 {
    if common == 0 {
        return 0.0;
    }
    let (precision, recall) = (common as f64 / drafted as f64, common as f64 / expected as f64);
    2.0 * precision * recall / (precision + recall)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Draft, reference, and what rouge_score 0.1.2 says of them by way of models/eval/rouge.py's `lines`.
    const KNOWN: [(&str, &str, [f64; 3]); 3] = [
        (
            "HISTORY\nCough for 3 weeks. Denies fever.",
            "CHIEF COMPLAINT\nCough.\nHISTORY\nHe has had a cough for three weeks. He denies fever or chills.",
            [0.5, 0.18181818181818182, 0.5],
        ),
        (
            "Swollen knee, left. the pain is worse at night and the knee hurts on stairs.\n- Rest, ice (20 min).",
            "Left knee swollen; hurts on the stairs, and worse pain at night. The knee is swollen! Ice for 20 min and rest.",
            [0.9268292682926829, 0.20512820512820512, 0.5365853658536586],
        ),
        ("BP 118/76. Temp 98.4.", "A note that says something else.", [0.0, 0.0, 0.0]),
    ];

    #[test]
    fn it_counts_as_the_python_package_does() {
        for (draft, reference, [one, two, lsum]) in KNOWN {
            let rouge = Rouge::of(draft, reference);
            for (is, should) in [(rouge.one, one), (rouge.two, two), (rouge.lsum, lsum)] {
                assert!((is - should).abs() < 1e-9, "{draft:?}: {rouge:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_note_is_all_like_itself_and_any_two_can_be_compared(a in ".{0,200}", b in "[a-c .?\n]{0,80}", c in "[a-cA-C .\n]{0,80}") {
            for (draft, reference) in [(&a, &b), (&b, &c), (&c, &a)] {
                let rouge = Rouge::of(draft, reference);
                prop_assert!([rouge.one, rouge.two, rouge.lsum].iter().all(|value| (0.0..=1.0).contains(value)));
            }
            let words = sentences(&b).concat().len();
            let same = Rouge::of(&b, &b);
            prop_assert!(words == 0 || (same.one - 1.0).abs() < 1e-9 && (same.lsum - 1.0).abs() < 1e-9);
            prop_assert!(words < 2 || (same.two - 1.0).abs() < 1e-9);
        }
    }
}
