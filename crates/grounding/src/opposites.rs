//! Words that say the opposite of each other without a denial: normal and abnormal, stable and unstable.

use crate::claim::Claim;
use crate::heard::{Heard, Place};
use crate::likeness::Likeness;
use crate::polarity::Polarity;
use crate::words::{Gap, Words, stem};

/// The word that denies of itself.
const NEGATIVE: &str = "negative";

/// Words for what is amiss, and those that say the opposite.
const PAIRS: &[(&[&str], &[&str])] = &[
    (&["abnormal", "abnormally"], &["normal", "normally", "fine", "good", "unremarkable", "clear", "intact"]),
    (&["impaired", "absent"], &["intact", "normal", "good", "fine", "full", "present", "equal", "strong"]),
    (&["unstable"], &["stable", "unchanged", "same", "tight", "good", "fine"]),
    (&["uncontrolled"], &["controlled"]),
    (&["positive"], &[NEGATIVE, "normal", "clear"]),
    (&["elevated", "raised", "high"], &["normal", "fine", "low"]),
    (&["low"], &["normal", "fine", "high"]),
    (&["irregular"], &["regular"]),
    (&["asymmetric", "asymmetrical", "unequal"], &["symmetric", "symmetrical", "equal"]),
];

/// What can only be one of two: where in a part of the body something is, and which way it changes.
const EITHER: &[(&[&str], &[&str])] = &[
    (&["malignant", "cancerous", "cancer"], &["benign"]),
    (&["larger", "bigger", "growing", "grown", "enlarging"], &["smaller", "shrinking", "shrunk"]),
    (
        &["worse", "worsening", "worsened", "worsens", "deteriorated", "deteriorating"],
        &["better", "improved", "improving", "improves", "improvement"],
    ),
    (&["reduced", "limited", "restricted"], &["full"]),
    (&["late"], &["early"]),
    (&["darker"], &["lighter", "paler"]),
    (&["medial", "medially", "inside", "inner"], &["lateral", "laterally", "outside", "outer"]),
    (&["ulnar"], &["radial"]),
    (&["proximal"], &["distal"]),
    (&["anterior"], &["posterior"]),
];

/// What speaks against that something is controlled.
const UNCONTROLLED: &[&str] = &["uncontrolled", "up", "high", "elevated", "raised"];
/// Behind these something is up; one may also follow up, wake up, give up.
const IS: &[&str] =
    &["is", "it's", "that's", "are", "was", "been", "gone", "went", "still", "bit", "creeping"];
/// Words that change with what they are said of: "worse at night", "better by morning".
const CHANGES: &[&str] = &["worse", "worsens", "better", "improves"];
/// Words before a time or a circumstance.
const WHEN: &[&str] = &["at", "in", "by", "on", "with", "when", "after", "during", "while", "if"];

/// A word of the statement of whose matter the opposite was said, with that.
pub(crate) fn fault<'a>(heard: &Heard, claim: &'a Claim) -> Option<(&'a str, &'static str)> {
    claim.words.iter().enumerate().find_map(|(at, word)| {
        let own = word.text.as_str();
        if claim.polarities[at] != Polarity::Affirmed && own != NEGATIVE || at < claim.heading {
            return None;
        }
        // "Abnormal bleeding" is no bleeding that is otherwise.
        if claim.mentions.iter().any(|mention| mention.start == at + 1 && mention.finding()) {
            return None;
        }
        let of = |words: &[&str]| words.contains(&own);
        // "Well controlled" of what is up.
        let controlled =
            (own == "controlled").then_some((&["controlled", "good", "better"][..], UNCONTROLLED));
        let place = EITHER.iter().find_map(|(one, other)| match (of(one), of(other)) {
            (true, _) => Some((one, other)),
            (_, true) => Some((other, one)),
            _ => None,
        });
        // "High dose", "a low carbohydrate diet" say nothing of what is normal.
        let ends = claim.words.get(at + 1).is_none_or(|next| next.gap >= Gap::Comma);
        let amiss = PAIRS.iter().find(|(amiss, _)| of(amiss) && own != "high" && (own != "low" || ends));
        // Of what is well, only the very opposite speaks against it.
        let (same, opposite, most): (_, _, f64) = match (place, amiss) {
            _ if let Some((own, other)) = controlled => (own, other, MORE),
            (Some((own, other)), _) => (*own, *other, MORE),
            (_, Some((amiss, well))) => (*amiss, *well, 1.0),
            _ => {
                let (amiss, well) = PAIRS.iter().find(|(_, well)| well[0] == own)?;
                (*well, *amiss, MUCH_MORE)
            }
        };
        // The talk may say either of another time.
        if CHANGES.contains(&own)
            && WHEN.contains(&claim.words.text(at + 1))
            && !claim
                .placed()
                .filter(|(_, when)| (at + 1..at + NEAR).contains(when))
                .any(|(stem, _)| heard.places(stem).iter().any(|place| is_said_of(heard, *place, opposite)))
        {
            return None;
        }
        // "Worse with walking, better with rest"
        if place.is_some() && claim.words.iter().any(|word| opposite.contains(&word.text.as_str())) {
            return None;
        }
        // "Positive on the right, negative on the left"
        if opposite.contains(&NEGATIVE) && claim.words.iter().any(|word| word.text == NEGATIVE) {
            return None;
        }
        let clause =
            |i: usize| claim.words[i.min(at) + 1..=i.max(at)].iter().all(|word| word.gap < Gap::Comma);
        let in_clause = place.is_some() || own == "low";
        let near = |stem: &&str| {
            claim.places_of(stem).any(|i| i != at && i.abs_diff(at) <= NEAR && (!in_clause || clause(i)))
        };
        let about: Vec<&str> = claim.content.iter().map(String::as_str).filter(near).collect();
        // Of what can only be one of two, what nobody spoke of says nothing.
        let counts = |stem: &&&str| place.is_none() || !heard.places(stem).is_empty();
        let all: f64 = about.iter().filter(counts).map(|stem| heard.weight(stem)).sum();
        let (said, _) = nearest(heard, same, &about);
        let (against, word) = nearest(heard, opposite, &about);
        (against > all * LEAST_SHARE && all > 0.0 && against > said * most).then_some((own, word?))
    })
}

/// Whether one of these words is said of what stands at a place: in its clause.
fn is_said_of(heard: &Heard, place: Place, one_of: &[&str]) -> bool {
    let words = &heard.segments[place.segment].claim.words;
    let begins = |at: usize| words[at].gap >= Gap::Comma || matches!(words[at].text.as_str(), "but" | "and");
    let from = (1..=place.at).rev().find(|at| begins(*at)).unwrap_or(0);
    let to = (place.at + 1..words.len()).find(|at| begins(*at)).unwrap_or(words.len());
    words[from..to].iter().any(|word| one_of.contains(&word.text.as_str()))
}

/// Words by which the talk says that something is amiss, whatever it is.
const TROUBLE: &[&str] = &[
    "abnormal",
    "abnormality",
    "abnormalities",
    "low",
    "high",
    "elevated",
    "raised",
    "off",
    "bad",
    "poor",
    "poorly",
    "weak",
    "weaker",
    "weakness",
    "reduced",
    "less",
    "worse",
    "worsening",
    "wrong",
    "limited",
    "decreased",
    "decrease",
    "diminished",
    "loss",
    "lost",
    "difficulty",
    "trouble",
    "problem",
    "positive",
    "large",
    "larger",
    "enlarged",
    "small",
    "borderline",
    "swollen",
    "numb",
    "numbness",
    "pain",
    "painful",
    "hurts",
    "hurt",
    "tender",
    "irregular",
    "fast",
    "slow",
    "uneven",
    "changed",
    "change",
    "changes",
    "impaired",
    "damage",
    "damaged",
    "unstable",
    "wobbly",
    "loose",
    "funny",
    "weird",
    "strange",
    "concerning",
    "heavy",
    "out",
    "above",
    "below",
    "not",
    "n't",
    "no",
    "up",
    "down",
    "over",
    "under",
    "mild",
    "slight",
    "slightly",
    "murmur",
    "finding",
    "findings",
    "showed",
    "spot",
    "lesion",
    "never",
];
/// Those of a statement that nothing bears out but such a word.
const AMISS: &[&str] = &["abnormal", "abnormally", "impaired", "unstable"];

/// A word by which a statement says that something is amiss, of which nobody said anything of the kind.
pub(crate) fn amiss_unsaid<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let at = (claim.heading..claim.words.len()).find(|at| {
        AMISS.contains(&claim.words[*at].text.as_str()) && claim.polarities[*at] == Polarity::Affirmed
    })?;
    // "Abnormal uterine bleeding", "impaired glucose tolerance" are names of what is told in other words.
    let next = |ahead: usize| claim.words.text(at + ahead);
    let of_finding =
        claim.mentions.iter().any(|mention| mention.finding() && (at + 1..at + 4).contains(&mention.start));
    if of_finding
        || matches!(next(1), "glucose" | "fasting" | "uterine" | "vaginal" | "kidney" | "renal" | "liver")
    {
        return None;
    }
    let near = |stem: &&str| claim.places_of(stem).any(|i| i != at && i.abs_diff(at) <= NEAR);
    let about: Vec<&str> = claim.content.iter().map(String::as_str).filter(near).collect();
    let all: f64 = about.iter().map(|stem| heard.weight(stem)).sum();
    let (said, word) = nearest(heard, TROUBLE, &about);
    let unsaid = if all > 0.0 { said <= all * LEAST_SHARE } else { word.is_none() };
    unsaid.then(|| claim.words[at].text.as_str())
}

/// How near in the statement the matter of such a word stands, and how much of it must have been said near the opposite.
const NEAR: usize = 4;
const LEAST_SHARE: f64 = 0.6;
/// How much more like a statement the opposite must be of what says that all is well.
const MUCH_MORE: f64 = 3.0;
/// The same of another place.
const MORE: f64 = 1.1;

/// How many words an answer has, at most, that leaves what it is of to its question.
const ANSWER: usize = 10;

/// How like a statement the passages are that say one of these words, and the word that is nearest.
fn nearest(heard: &Heard, words: &[&'static str], about: &[&str]) -> (f64, Option<&'static str>) {
    let mut likeness = Likeness::default();
    let mut best = (0.0, None);
    for word in words {
        let stem = stem(word);
        for (segment, said) in heard.segments.iter().enumerate() {
            for (at, other) in said.claim.words.iter().enumerate() {
                let place = Place { segment, at };
                // Words of one stem begin alike; to stem every word of a talk takes long.
                let alike = other.text.get(..1) == word.get(..1)
                    && (other.text == *word || crate::words::stem(&other.text) == stem);
                let other_up = *word == "up" && !IS.contains(&said.claim.words.text_before(at, 1));
                if !alike || other_up {
                    continue;
                }
                let told = matches!(heard.polarity(place), Polarity::Affirmed | Polarity::Possible)
                    || *word == NEGATIVE;
                if !told {
                    continue;
                }
                // "How is the knee?" "Much better."
                let asked = heard.question_of(segment).filter(|_| said.claim.words.len() <= ANSWER);
                let question = asked.and_then(|segment| {
                    let last = heard.segments[segment].claim.words.len().checked_sub(1)?;
                    Some(heard.near(Place { segment, at: last }, about.iter().copied()))
                });
                let near = heard.near(place, about.iter().copied()).max(question.unwrap_or(0.0));
                likeness.add(near);
                if near > best.0 {
                    best = (near, Some(*word));
                }
            }
        }
    }
    (likeness.value(), best.1)
}
