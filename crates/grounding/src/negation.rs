//! Whether a finding is affirmed or negated, in a statement and in what was said, answers to questions included.

use crate::claim::Claim;
use crate::concepts;
use crate::heard::{Heard, Said};
use crate::sides::parts_near;
use crate::words::{Gap, Word};

/// What a text says of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Polarity {
    Affirmed,
    Negated,
    /// Asked about, supposed ("if", "in case"), or said of somebody else.
    Open,
}

/// A finding, with what the text says of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assertion {
    name: &'static str,
    polarity: Polarity,
    /// The word it begins at.
    at: usize,
}

/// A finding that the statement and its evidence say opposite things of, and what the evidence says.
pub(crate) fn turned_round(
    heard: &Heard,
    claim: &Claim,
    evidence: &[usize],
) -> Option<(&'static str, Polarity)> {
    claim.assertions.iter().find_map(|own| {
        let opposite = match own.polarity {
            Polarity::Affirmed => Polarity::Negated,
            Polarity::Negated => Polarity::Affirmed,
            Polarity::Open => return None,
        };
        let said = polarities(heard, claim, own, evidence);
        (said.contains(&opposite) && !said.contains(&own.polarity)).then_some((own.name, opposite))
    })
}

/// What the evidence, with the questions and answers next to it, says of a finding.
fn polarities(heard: &Heard, claim: &Claim, own: &Assertion, evidence: &[usize]) -> Vec<Polarity> {
    let mut found = Vec::new();
    for &at in evidence {
        let said = &heard.segments[at];
        let told = said.claim.assertions.iter().filter(|a| a.name == own.name && !said.asked(a.at));
        found.extend(told.filter(|a| !elsewhere(claim, own.at, &said.claim, a.at)).map(|a| a.polarity));
        for (question, answer) in [(Some(at), heard.answer_to(at)), (heard.question_of(at), Some(at))] {
            if let (Some(question), Some(answer)) = (question, answer) {
                found.extend(answered(&heard.segments[question], &heard.segments[answer], claim, own));
            }
        }
    }
    found
}

/// Whether two texts speak of different parts of the body around these words.
fn elsewhere(claim: &Claim, own: usize, said: &Claim, other: usize) -> bool {
    let (own, other) = (parts_near(claim, own), parts_near(said, other));
    !own.is_empty() && !other.is_empty() && !own.iter().any(|part| other.contains(part))
}

fn answered(question: &Said, answer: &Said, claim: &Claim, own: &Assertion) -> Option<Polarity> {
    let about = question.claim.assertions.iter().filter(|a| question.asked(a.at)).count();
    let asked = question.claim.assertions.iter().find(|a| a.name == own.name && question.asked(a.at))?;
    let told = answer.claim.assertions.iter().any(|a| a.name == own.name);
    if told || elsewhere(claim, own.at, &question.claim, asked.at) {
        return None;
    }
    match answer_of(&answer.claim.words)? {
        // "Yes" to a list does not say to which of it, and to "no fever?" it says nothing.
        Polarity::Affirmed => {
            (about == 1 && asked.polarity != Polarity::Negated).then_some(Polarity::Affirmed)
        }
        negated => Some(negated),
    }
}

/// A statement of which a good part was said the other way round: denied where the statement has no denial, or affirmed
/// without any denial where the statement denies. What the evidence says.
pub(crate) fn said_otherwise(heard: &Heard, claim: &Claim, evidence: &[usize]) -> Option<Polarity> {
    let own = &claim.polarities;
    let all: f64 = claim.content.iter().map(|stem| heard.weight(stem)).sum();
    let denied: f64 = claim
        .content
        .iter()
        .filter(|stem| claim.places_of(stem).all(|at| own[at] == Polarity::Negated))
        .map(|stem| heard.weight(stem))
        .sum();
    let has_denial = claim.words.iter().any(|word| denies_something(&word.text));
    let (mut affirmed, mut negated, mut open) = (0.0, 0.0, 0.0);
    for stem in &claim.content {
        for polarity in evidence.iter().flat_map(|at| stem_polarities(heard, *at, stem)) {
            let sum = match polarity {
                Polarity::Affirmed => &mut affirmed,
                Polarity::Negated => &mut negated,
                Polarity::Open => &mut open,
            };
            *sum += heard.weight(stem);
        }
    }
    const REPORTING: &[&str] = &[
        "report",
        "reports",
        "reported",
        "endorses",
        "positive",
        "admits",
        "complains",
        "states",
        "confirms",
        "has",
    ];
    let reports = claim.words.iter().any(|word| REPORTING.contains(&word.text.as_str()));
    if reports && !has_denial && affirmed == 0.0 && negated >= all * MOST_OF {
        return Some(Polarity::Negated);
    }
    let denies = claim
        .words
        .iter()
        .any(|word| matches!(word.text.as_str(), "denies" | "denied") || is_not(&word.text));
    let mut near: Vec<usize> = evidence.to_vec();
    near.extend(evidence.iter().filter_map(|at| heard.answer_to(*at)));
    near.extend(evidence.iter().filter_map(|at| heard.question_of(*at)));
    let no_denial = || {
        near.iter().all(|at| !heard.segments[*at].claim.words.iter().any(|word| denies_something(&word.text)))
    };
    (denies && denied >= all * MOST_OF && affirmed >= all * MOST_OF && negated + open == 0.0 && no_denial())
        .then_some(Polarity::Affirmed)
}

/// The share of a statement that must have been said otherwise.
const MOST_OF: f64 = 0.5;

fn denies_something(word: &str) -> bool {
    begins_scope(word, "") == Some(Polarity::Negated)
        || matches!(
            word,
            "nope"
                | "nah"
                | "nothing"
                | "stopped"
                | "rarely"
                | "hardly"
                | "resolved"
                | "ruled"
                | "unremarkable"
        )
}

/// What a segment says of a stem, its answer included where it asks.
fn stem_polarities(heard: &Heard, at: usize, stem: &str) -> Vec<Polarity> {
    let said = &heard.segments[at];
    let answer = || heard.answer_to(at).and_then(|answer| answer_of(&heard.segments[answer].claim.words));
    let places = said.claim.places_of(stem);
    places
        .map(|place| {
            if said.asked(place) { answer().unwrap_or(Polarity::Open) } else { said.claim.polarities[place] }
        })
        .collect()
}

/// Whether an answer begins with a yes or a no.
fn answer_of(words: &[Word]) -> Option<Polarity> {
    const FILLERS: &[&str] =
        &["um", "uh", "well", "so", "oh", "okay", "ok", "and", "honestly", "actually", "ah", "er", "erm"];
    const YES: &[&str] = &[
        "yes",
        "yeah",
        "yep",
        "yup",
        "mm",
        "mhm",
        "definitely",
        "absolutely",
        "sometimes",
        "occasionally",
        "sure",
    ];
    const NO: &[&str] = &["no", "nope", "nah", "never", "none", "not", "nothing", "negative"];
    let mut words = words.iter().map(|word| word.text.as_str()).skip_while(|word| FILLERS.contains(word));
    let first = words.next()?;
    let second = words.next().unwrap_or_default();
    let third = words.next().unwrap_or_default();
    if YES.contains(&first) {
        return (!NO.contains(&second)).then_some(Polarity::Affirmed);
    }
    if NO.contains(&first) {
        return (!YES.contains(&second)).then_some(Polarity::Negated);
    }
    if first == "i" && matches!(second, "do" | "have" | "did" | "am" | "was" | "had") {
        return if is_not(third) { Some(Polarity::Negated) } else { Some(Polarity::Affirmed) };
    }
    (first == "i" && is_not(second)).then_some(Polarity::Negated)
}

fn is_not(word: &str) -> bool {
    matches!(word, "not" | "never" | "n't") || word.ends_with("n't")
}

pub(crate) fn assertions(claim: &Claim) -> Vec<Assertion> {
    let findings = claim.mentions.iter().filter(|mention| concepts::is_finding(mention.concept));
    findings
        .map(|mention| Assertion {
            name: concepts::name(mention.concept),
            polarity: claim.polarities[mention.start],
            at: mention.start,
        })
        .collect()
}

/// The polarity of each word by its place alone: behind a "no", an "if", or neither.
pub(crate) fn word_polarities(words: &[Word]) -> Vec<Polarity> {
    let mut scope = Polarity::Affirmed;
    let mut reach = 0;
    let mut polarities = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let text = word.text.as_str();
        let before = at.checked_sub(1).map_or("", |i| words[i].text.as_str());
        let joined = word.gap == Gap::Comma || matches!(before, "and" | "but" | "or");
        let told = text == "you"
            && words.get(at + 1).is_some_and(|word| word.text == "do")
            && !words.get(at + 2).is_some_and(|word| is_not(&word.text));
        if word.gap >= Gap::Stop || told || ends_scope(text, joined) {
            scope = Polarity::Affirmed;
        }
        if joined || text == "or" {
            reach = 0;
        }
        let next = words.get(at + 1).map_or("", |word| word.text.as_str());
        if let Some(begun) = begins_scope(text, next) {
            (scope, reach) = (begun, 0);
        }
        reach += 1;
        let in_reach = match scope {
            Polarity::Negated => reach <= 7,
            _ => reach <= 15,
        };
        let alone = is_supposed(before) && scope == Polarity::Affirmed;
        polarities.push(match scope {
            _ if alone => Polarity::Open,
            scope if in_reach => scope,
            _ => Polarity::Affirmed,
        });
    }
    polarities
}

fn begins_scope(word: &str, next: &str) -> Option<Polarity> {
    const NOT: &[&str] =
        &["no", "denies", "denied", "deny", "denying", "without", "negative", "neither", "nor", "none"];
    const OPEN: &[&str] = &[
        "if",
        "unless",
        "should",
        "risk",
        "prevent",
        "avoid",
        "screen",
        "monitor",
        "watch",
        "evaluate",
        "mother",
        "father",
        "mom",
        "dad",
        "brother",
        "sister",
        "family",
        "son",
        "daughter",
        "wife",
        "husband",
        "grandmother",
        "grandfather",
        "possible",
        "might",
        "could",
        "whether",
        "worried",
        "rule",
    ];
    // "not sure", "no change", "can't stop": nothing is negated that follows.
    if matches!(
        next,
        "sure"
            | "only"
            | "just"
            | "change"
            | "changes"
            | "longer"
            | "too"
            | "stop"
            | "worse"
            | "better"
            | "know"
            | "matter"
    ) {
        return None;
    }
    // "No, I had diarrhoea": an answer.
    if word == "no" && matches!(next, "i" | "we" | "he" | "she" | "it" | "they" | "but" | "just") {
        return None;
    }
    if NOT.contains(&word) || is_not(word) {
        return Some(Polarity::Negated);
    }
    OPEN.contains(&word).then_some(Polarity::Open)
}

fn ends_scope(word: &str, joined: bool) -> bool {
    const ALWAYS: &[&str] = &[
        "but",
        "however",
        "except",
        "although",
        "though",
        "because",
        "endorses",
        "besides",
        "some",
        "there",
        "positive",
        "exam",
        "examination",
    ];
    const NEXT_CLAUSE: &[&str] = &[
        "i", "he", "she", "they", "we", "you", "it", "just", "only", "has", "have", "had", "reports",
        "states", "admits", "does", "is", "was", "notes", "will", "continue", "then", "that", "which", "my",
        "your", "the", "yes", "yeah",
    ];
    ALWAYS.contains(&word) || joined && NEXT_CLAUSE.contains(&word)
}

/// Words whose object is not asserted: "for fever", "any fever".
fn is_supposed(before: &str) -> bool {
    matches!(before, "for" | "any" | "possible" | "worsening" | "causes" | "cause")
}
