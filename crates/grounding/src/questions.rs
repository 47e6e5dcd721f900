//! Questions of a talk and their answers: which segment answers which, and what an answer says of what was asked about.

use std::collections::{HashMap, HashSet};

use clinical::Speaker;

use crate::answers::{answer_of, is_over, is_well};
use crate::claim::Claim;
use crate::concepts::{self, ConceptId};
use crate::corrected::by_answer;
use crate::heard::{Heard, Means, Place};
use crate::persons::Kin;
use crate::polarity::Polarity;
use crate::recounted::is_dismayed_at;
use crate::words::{Gap, Word, Words};

impl Heard {
    /// Whether the answer to the segment of a place begins with a no.
    pub(crate) fn answered_no(&self, place: Place) -> bool {
        let answer = self.answer_to(place.segment).map(|at| &self.segments[at].claim.words);
        self.segments[place.segment].asks
            && answer.and_then(|words| answer_of(words)) == Some(Polarity::Negated)
    }

    /// The segment that answers the question at `at`: the next of another speaker that is not far.
    pub(crate) fn answer_to(&self, at: usize) -> Option<usize> {
        let asker = &self.segments.get(at)?.speaker;
        if self.asks_on(at) {
            return None;
        }
        let answers = |i: &usize| &self.segments[*i].speaker != asker || *asker == Speaker::Unknown;
        let first = (at + 1..self.segments.len().min(at + 3)).find(answers)?;
        // "Any allergies?" "Good. So, you told me a lot of things.": the question was passed over.
        if (at + 1..first).any(|i| self.goes_on(i)) {
            return None;
        }
        if self.talks_over(first, at) {
            let mut later = (first + 1..self.segments.len().min(first + 3)).filter(answers);
            return Some(later.find(|i| !self.talks_over(*i, at)).unwrap_or(first));
        }
        Some(first)
    }

    /// Whether the same speaker goes on to another question, so that the answer is to that one: "Do you smoke?" "You drink any
    /// alcohol?" One that begins with an "or" belongs to the first.
    fn asks_on(&self, at: usize) -> bool {
        const SAME: &[&str] = &["or", "any", "and", "like", "um", "uh", "so", "no", "nothing", "is", "at"];
        self.segments.get(at + 1).is_some_and(|next| {
            let first = next.claim.words.text(0);
            next.speaker == self.segments[at].speaker
                && next.speaker == Speaker::Clinician
                && next.asks
                && self.segments[at].claim.text.trim_end().ends_with('?')
                && !SAME.contains(&first)
        })
    }

    /// Whether the speaker of a question goes on to another matter in the next segment, without asking.
    fn goes_on(&self, at: usize) -> bool {
        let said = &self.segments[at];
        said.speaker == Speaker::Clinician && !said.asks && said.claim.words.len() >= NEXT_MATTER
    }

    /// Whether a segment is a word thrown in while the other speaker was still asking: no answer to what came after it.
    fn talks_over(&self, at: usize, asking: usize) -> bool {
        let begins = self.segments[at].span.map(|span| span.start_ms + OVER_MS);
        let ends = self.segments[asking].span.map(|span| span.end_ms);
        self.segments[at].claim.words.len() <= THROWN_IN
            && begins.zip(ends).is_some_and(|(begins, ends)| begins < ends)
    }

    /// The question that the segment at `at` answers, if it comes right after one.
    pub(crate) fn question_of(&self, at: usize) -> Option<usize> {
        let before = (at.saturating_sub(2)..at).rev().find(|i| self.segments[*i].asks)?;
        (self.answer_to(before) == Some(at)).then_some(before)
    }

    /// The words of a segment that are asked about, with what the answer says of them, and of whom where it names them.
    pub(crate) fn answered(&self, at: usize) -> Vec<(usize, Polarity, Option<Kin>)> {
        let said = &self.segments[at];
        let asked: Vec<usize> = (0..said.claim.words.len()).filter(|word| said.asked(*word)).collect();
        if asked.is_empty() {
            return Vec::new();
        }
        let answer = self.answer_to(at).map(|answer| &self.segments[answer].claim);
        if answer.is_some_and(|answer| is_dismayed_at(&said.claim, answer)) {
            return Vec::new();
        }
        let mut stems_at: HashMap<usize, Vec<&str>> = HashMap::new();
        for (stem, at) in said.claim.placed() {
            stems_at.entry(at).or_default().push(stem);
        }
        let finding = |word: usize| {
            said.claim.mentions.iter().any(|mention| mention.start == word && mention.finding())
        };
        let over = answer.is_some_and(|answer| is_over(&answer.words));
        let well = answer.is_some_and(|answer| is_well(&answer.words));
        let understood = |word: usize| said.claim.is_understood(word);
        let told_after = answer.and_then(|answer| answer_of(&answer.words));
        let hurts = answer.is_some_and(|answer| {
            answer.places_of("#pain").any(|at| answer.polarities[at] == Polarity::Affirmed)
        });
        let asks_of_pain = |word: usize| {
            let mut mentions = said.claim.mentions.iter();
            mentions
                .any(|mention| mention.start == word && concepts::name(mention.concept).ends_with(" pain"))
        };
        // "Any aura, the zigzags?"
        let named_twice = |word: usize| {
            let of = |at: usize| said.claim.mentions.iter().find(|mention| mention.start == at);
            let concept = of(word).map(|mention| mention.concept);
            asked.iter().any(|at| *at != word && of(*at).map(|mention| mention.concept) == concept)
        };
        let findings: HashSet<ConceptId> = said
            .claim
            .mentions
            .iter()
            .filter(|mention| asked.contains(&mention.start) && mention.finding())
            .map(|mention| mention.concept)
            .collect();
        let replaced = self.replaced(at);
        asked
            .iter()
            .map(|&word| {
                // "You take it at night?" "No, in the morning."
                if !replaced.is_empty() {
                    let denied = replaced.contains(&word);
                    return (word, if denied { Polarity::Negated } else { Polarity::Affirmed }, None);
                }
                // "No vomiting, but constipation": what the answer names has its own polarity there.
                let (named, of) = answer
                    .and_then(|answer| {
                        // "No neck pain?" "No, the neck is fine": the part is not the pain.
                        let stems = stems_at.get(&word).into_iter().flatten().copied();
                        let stems = stems.filter(|stem| !finding(word) || stem.starts_with('#'));
                        let at = stems.flat_map(|stem| answer.places_of(stem)).next()?;
                        Some((answer.polarities[at], answer.persons[at]))
                    })
                    .unzip();
                let told = answered_at_once(&said.claim, word).or(told_after);
                let own = said.claim.polarities[word];
                let polarity = match (named, told, own) {
                    (Some(named), ..) if told.is_none() || finding(word) => named,
                    (None, None, Polarity::Affirmed) if finding(word) && well && !understood(word) => {
                        Polarity::Negated
                    }
                    // "Any joint pain?" "My knees hurt a little."
                    (None, None, Polarity::Affirmed) if hurts && asks_of_pain(word) => Polarity::Affirmed,
                    (_, _, Polarity::Affirmed) if finding(word) && over => Polarity::Negated,
                    // "Where does the headache sit?": that there is one is understood, whatever the answer.
                    (_, _, Polarity::Affirmed)
                        if finding(word) && said.claim.is_understood(word) && !named_twice(word) =>
                    {
                        Polarity::Affirmed
                    }
                    // "Any problems with lidocaine?" "No": it was given.
                    (_, Some(Polarity::Negated), _)
                        if !finding(word) && is_problem_with(&said.claim.words, word) =>
                    {
                        Polarity::Open
                    }
                    (_, Some(Polarity::Negated), _) => Polarity::Negated,
                    // To "no fever?" a yes says that there is none.
                    (_, Some(Polarity::Affirmed), Polarity::Negated) => Polarity::Open,
                    (_, Some(Polarity::Affirmed), _) if findings.len() <= 1 => Polarity::Affirmed,
                    (_, Some(Polarity::Possible), _) => Polarity::Possible,
                    // A yes to a list does not say to which of it.
                    (_, Some(Polarity::Affirmed), _) => Polarity::Possible,
                    _ => Polarity::Open,
                };
                (word, polarity, of.flatten())
            })
            .collect()
    }

    /// The words of the question at `at` in whose place its answer puts others.
    pub(crate) fn replaced(&self, at: usize) -> Vec<usize> {
        let said = &self.segments[at];
        let answer = self.answer_to(at).map(|answer| &self.segments[answer].claim);
        answer.map_or_else(Vec::new, |answer| by_answer(&said.claim, |word| said.asked(word), answer))
    }
}

/// How long before a question's end a word was thrown in, and how many words it has at most.
const OVER_MS: u64 = 1500;
const THROWN_IN: usize = 3;
/// How many words there are in what a clinician says of another matter, at least.
const NEXT_MATTER: usize = 8;

/// Words with which a clinician begins to tell something, be it ever so short: "I hear a wheeze", "there is some edema".
const TELLING: &[&str] =
    &["i", "i'm", "there", "there's", "it", "it's", "that's", "this", "we", "we'll", "here"];

/// Whether each word of a segment is asked about: in a question, or thrown in ("chest pain") by the clinician.
pub(crate) fn asked(claim: &Claim, speaker: &Speaker, means: Means) -> Vec<bool> {
    let thrown_in = *speaker == Speaker::Clinician
        && means == Means::Spoken
        && claim.words.len() <= 4
        && !TELLING.contains(&claim.words.text(0))
        && claim.polarities.iter().all(|polarity| *polarity == Polarity::Affirmed);
    (0..claim.words.len()).map(|at| thrown_in || claim.is_asked(at)).collect()
}

/// "That's my mother", "no , my brother has that": the relative that an answer gives in the patient's place.
pub(crate) fn told_of(answer: &Claim) -> Option<Kin> {
    let sentence = answer.words.iter().enumerate().take_while(|(at, word)| *at == 0 || word.gap < Gap::Stop);
    let words: Vec<&str> = sentence.map(|(_, word)| word.text.as_str()).take(KIN_WITHIN).collect();
    let own = |word: &&str| {
        matches!(*word, "i" | "i'm" | "i've" | "i'd" | "me" | "we" | "yes" | "yeah" | "both" | "too")
    };
    if words.iter().any(own) {
        return None;
    }
    (0..words.len()).find_map(|at| Kin::of(words[at]).filter(|_| answer.persons[at].is_some()))
}

/// Whether the word at `at` is what there may be problems with.
fn is_problem_with(words: &[Word], at: usize) -> bool {
    let text = |at: usize| words[at].text.as_str();
    let mut before = (at.saturating_sub(PROBLEM)..at).rev().take_while(|i| words[i + 1].gap < Gap::Stop);
    before.any(|i| {
        matches!(
            text(i),
            "problem" | "problems" | "issue" | "issues" | "trouble" | "effects" | "reaction" | "reactions"
        ) && matches!(text(i + 1), "with" | "from" | "to" | "taking" | "on")
    })
}

/// How far behind the problems stands what they are with.
const PROBLEM: usize = 7;

/// Within how many words an answer names whom it is of.
const KIN_WITHIN: usize = 6;

/// The answer that follows what is asked at a word in the same segment, where a recogniser has made one of two speakers.
fn answered_at_once(claim: &Claim, at: usize) -> Option<Polarity> {
    let punctuated = claim.marks_questions;
    let answer = (at + 1..claim.words.len().min(at + 12)).find(|i| {
        let word = &claim.words[*i];
        let fits = !punctuated || word.gap >= Gap::Stop;
        fits && matches!(word.text.as_str(), "no" | "nope" | "yes" | "yeah" | "yep")
    })?;
    // "No fever": the denial of something else.
    let denies_other = claim.mentions.iter().any(|mention| mention.start == answer + 1 && mention.finding());
    (!denies_other).then(|| answer_of(&claim.words[answer..])).flatten()
}
