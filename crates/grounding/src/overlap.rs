//! How much of a statement's content occurs in what it cites.

use crate::claim::Claim;
use crate::concepts;
use crate::evidence::{self, bears};
use crate::heard::Heard;
use crate::units::equal;
use crate::words::Word;

/// The share of the statement's content, by weight, that was said in these segments or in the question or answer next to
/// them; 1 for a statement without content of its own.
pub(crate) fn covered(heard: &Heard, claim: &Claim, evidence: &[usize]) -> f64 {
    if claim.only_frame {
        return 1.0;
    }
    let mut context = evidence.to_vec();
    for &at in evidence {
        if heard.segments[at].asks {
            context.extend(heard.answer_to(at));
        }
        context.extend(heard.question_of(at));
    }
    share(heard, claim, &context)
}

/// Whether one of a statement's several sentences was not said, though the others were.
pub(crate) fn sentence_unsaid(heard: &Heard, claim: &Claim, least: f64) -> bool {
    let ended = |word: &&Word| claim.text[..word.start].trim_end().ends_with(['.', '!']);
    let starts = claim.words.iter().skip(1).filter(ended);
    let mut bounds: Vec<usize> = std::iter::once(0).chain(starts.map(|word| word.start)).collect();
    if bounds.len() == 1 {
        return false;
    }
    bounds.push(claim.text.len());
    let sentences = bounds.windows(2).filter_map(|two| claim.text.get(two[0]..two[1])).map(Claim::read);
    sentences.filter(|sentence| sentence.content.len() > 1 && !sentence.only_frame).any(|sentence| {
        let found: Vec<usize> = evidence::find(heard, &sentence).iter().map(|id| id.0 as usize).collect();
        covered(heard, &sentence, &found) < least
    })
}

/// Whether nobody spoke at all of what a statement's verb is of: the spleen, in "the spleen is not enlarged"; the test, in
/// "a stress test was done".
pub(crate) fn subject_unsaid(heard: &Heard, claim: &Claim) -> bool {
    let of_person = |word: &Word| PERSONS.contains(&word.text.as_str());
    let verb = |word: &Word| VERBS.contains(&word.text.as_str());
    let words = &claim.words[claim.heading..];
    let Some(end) = words.iter().take(SUBJECT).position(verb).map(|end| end + claim.heading) else {
        return false;
    };
    if claim.only_frame || !claim.drugs.is_empty() || claim.words[..end].iter().any(of_person) {
        return false;
    }
    let subject: Vec<&str> = claim
        .placed()
        .filter(|(stem, at)| *at < end && !concepts::is_common(stem))
        .map(|(stem, _)| stem)
        .collect();
    let named = subject.iter().any(|stem| stem.starts_with('#'))
        || claim.parts[claim.heading..end].iter().any(Option::is_some);
    let said = |stem: &&str| heard.segments.iter().any(|said| bears(&said.claim, claim, stem));
    named && !subject.iter().any(said)
}

/// Who a sentence may be of, in place of what was examined or tested.
const PERSONS: &[&str] = &[
    "patient",
    "patient's",
    "he",
    "she",
    "they",
    "you",
    "i",
    "we",
    "who",
    "mother",
    "father",
    "that",
    "his",
    "her",
    "mr",
    "ms",
    "mrs",
];

/// Verbs whose subject is what was examined, tested or talked over, and how many words that may have.
const VERBS: &[&str] = &[
    "is",
    "are",
    "was",
    "were",
    "shows",
    "show",
    "showed",
    "reveals",
    "reveal",
    "revealed",
    "demonstrates",
    "demonstrated",
];
const SUBJECT: usize = 8;

/// What the content that occurs in every consult weighs.
const COMMON: f64 = 0.3;

/// What a number that was said weighs.
const AMOUNT: f64 = 2.0;

/// The share of the statement's content, by weight, that was said in exactly these segments.
pub(crate) fn share(heard: &Heard, claim: &Claim, segments: &[usize]) -> f64 {
    let said = |stem: &str| segments.iter().any(|at| bears(&heard.segments[*at].claim, claim, stem));
    let (mut all, mut found) = (0.0, 0.0);
    for stem in &claim.content {
        let weight = heard.weight(stem) * if concepts::is_common(stem) { COMMON } else { 1.0 };
        all += weight;
        if said(stem) {
            found += weight;
        }
    }
    // A number counts where it was said; that one was not has its own reason.
    let amounts = claim.amounts.iter().filter(|amount| amount.is_number);
    let counted = amounts.filter(|own| {
        segments.iter().any(|at| heard.segments[*at].claim.amounts.iter().any(|said| equal(own, said)))
    });
    // A number without a word of what it is the number of says nothing.
    let counted = if found > 0.0 { counted.count() as f64 * AMOUNT } else { 0.0 };
    if all > 0.0 { (found + counted) / (all + counted) } else { 1.0 }
}
