//! What a statement gives as allergies, drugs and others, and whether it was spoken of so.

use std::ops::Range;

use crate::actions::Action;
use crate::answers::answer_of;
use crate::claim::Claim;
use crate::concepts;
use crate::heard::{Heard, Place};
use crate::measured::shares;
use crate::persons::Kin;
use crate::polarity::Polarity;
use crate::words::{Gap, Word};

/// What a drug does to whom it is not for.
pub(crate) const REACTIONS: &[&str] = &[
    "rash",
    "hives",
    "urticaria",
    "anaphylaxis",
    "anaphylactic",
    "angioedema",
    "swelling",
    "itching",
    "reaction",
    "intolerance",
];

/// How far behind the word, in a statement, a drug is still what somebody is allergic to.
const BEHIND: usize = 12;
/// How far apart the two are in the talk, question and answer included.
const TOGETHER: usize = 30;

/// How far behind a drug, in its sentence, it is said that it was tolerated.
const TOLERATED: usize = 9;

/// What a statement gives as an allergy and of which nobody said so.
pub(crate) fn unsaid<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let at = claim.names("allergy").or_else(|| caused(claim))?;
    if at >= claim.heading && claim.polarities[at] == Polarity::Negated {
        return None;
    }
    let given = claim.drugs_at.iter().filter(|(drug, _)| is_given(claim, at, *drug));
    let drug = given.map(|(_, drug)| *drug).find(|drug| {
        let mut places = places(heard, drug).peekable();
        places.peek().is_some() && !places.any(|place| is_allergy(heard, place))
    });
    drug.or_else(|| other_unsaid(heard, claim, at))
}

/// The same of what is no drug: "allergic to shellfish".
fn other_unsaid<'a>(heard: &Heard, claim: &'a Claim, allergy: usize) -> Option<&'a str> {
    const ENDS: &[&str] = &[
        "with",
        "reaction",
        "which",
        "that",
        "who",
        "causes",
        "caused",
        "causing",
        "but",
        "for",
        "has",
        "is",
        "on",
        "when",
        "requiring",
        "required",
        "carries",
        "no",
        "not",
    ];
    let text = |at: usize| claim.words.get(at).map_or("", |word| word.text.as_str());
    if text(allergy + 1) != "to" {
        return None;
    }
    let from = allergy + 2;
    let ends = |at: &usize| claim.words[*at].gap >= Gap::Stop || ENDS.contains(&text(*at));
    let to = (from..claim.words.len()).find(ends).unwrap_or(claim.words.len());
    let told = |stem: &str, at: usize| {
        (from..to).contains(&at)
            && !concepts::is_common(stem)
            && !REACTIONS.contains(&text(at))
            && Kin::of(text(at)).is_none()
            && !matches!(text(at), "drug" | "drugs" | "medication" | "medications" | "severe" | "mild")
    };
    // "Peanuts and tree nuts, latex": of each, one word is enough.
    let parts = |at: usize| text(at) == "and" || claim.words[at].gap >= Gap::Comma;
    let mut items: Vec<Vec<(&str, usize)>> = Vec::new();
    let mut last = None;
    let mut placed: Vec<(&str, usize)> = claim.placed().filter(|(stem, at)| told(stem, *at)).collect();
    placed.sort_by_key(|(_, at)| *at);
    for (stem, at) in placed {
        match items.last_mut() {
            Some(item) if last.is_some_and(|last: usize| !(last + 1..=at).any(parts)) => {
                item.push((stem, at))
            }
            _ => items.push(vec![(stem, at)]),
        }
        last = Some(at);
    }
    let said = |(stem, _): &(&str, usize)| heard.places(stem).iter().any(|place| is_allergy(heard, *place));
    let is_drug = |(stem, _): &(&str, usize)| stem.starts_with('@');
    let mut items = items.iter().filter(|item| !item.iter().any(is_drug));
    items.find(|item| !item.iter().any(said)).map(|item| text(item[0].1))
}

/// "Penicillin caused hives": where the word stands that makes it one.
fn caused(claim: &Claim) -> Option<usize> {
    let is = |list: &[&str]| claim.words.iter().position(|word| list.contains(&word.text.as_str()));
    is(REACTIONS).and_then(|_| is(&["caused", "causes", "gave", "gives", "causing"]))
}

/// "Allergic to penicillin", "penicillin allergy", and what stands under a heading; but not "takes cetirizine for allergies".
fn is_given(claim: &Claim, allergy: usize, drug: usize) -> bool {
    let between = allergy.min(drug) + 1..allergy.max(drug);
    let near = if drug > allergy { between.len() <= BEHIND } else { between.is_empty() };
    near && !is_taken(claim, between)
}

/// Whether these words say that what stands beside them is taken: "cetirizine for allergies".
pub(crate) fn is_taken(claim: &Claim, between: Range<usize>) -> bool {
    let taken = |at: usize| {
        let word = claim.words[at].text.as_str();
        Action::of(word).is_some()
            || matches!(
                word,
                "for"
                    | "with"
                    | "treated"
                    | "on"
                    | "controlled"
                    | "requiring"
                    | "required"
                    | "needed"
                    | "needing"
                    | "given"
                    | "tolerates"
                    | "tolerated"
            )
    };
    between.into_iter().any(taken)
}

fn places<'a>(heard: &'a Heard, drug: &'a str) -> impl Iterator<Item = Place> + 'a {
    heard.segments.iter().enumerate().flat_map(move |(segment, said)| {
        let named = said.claim.drugs_at.iter().filter(move |(_, name)| shares(name, drug));
        named.map(move |(at, _)| Place { segment, at: *at })
    })
}

/// What people are allergic to and no drugs: how the words begin.
const SUBSTANCES: &[&str] = &[
    "latex",
    "peanut",
    "nut",
    "nuts",
    "almond",
    "cashew",
    "walnut",
    "shellfish",
    "shrimp",
    "prawn",
    "seafood",
    "fish",
    "crab",
    "egg",
    "eggs",
    "milk",
    "dairy",
    "soy",
    "wheat",
    "gluten",
    "sesame",
    "strawberr",
    "kiwi",
    "banana",
    "avocado",
    "bee sting",
    "bee",
    "bees",
    "wasp sting",
    "wasp",
    "wasps",
    "sting",
    "dust",
    "mite",
    "mites",
    "mold",
    "mould",
    "pollen",
    "grass",
    "ragweed",
    "cat",
    "cats",
    "dog",
    "dogs",
    "dander",
    "horse",
    "adhesive",
    "tape",
    "plaster",
    "elastoplast",
    "nickel",
    "iodine",
    "contrast",
    "dye",
    "chlorhexidine",
    "sulfite",
    "seasonal",
    "hay fever",
];

/// What a statement says nobody is allergic to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Denied {
    Everything,
    Drugs,
}

/// What a statement says that there are no allergies to.
pub(crate) fn denied(claim: &Claim) -> Option<Denied> {
    let is =
        |at: usize, list: &[&str]| claim.words.get(at).is_some_and(|word| list.contains(&word.text.as_str()));
    let mut named = claim.mentions.iter().filter(|mention| concepts::name(mention.concept) == "allergy");
    // "Allergies: none"
    let headed =
        |at: usize| at < claim.heading && is(claim.heading, &["none", "nil", "no", "denies", "nkda", "nka"]);
    named.find(|mention| claim.polarities[mention.start] == Polarity::Negated || headed(mention.start))?;
    let excepted = !claim.drugs.is_empty()
        || (0..claim.words.len())
            .any(|at| is(at, &["except", "other", "apart", "besides", "but", "new", "further"]));
    let of_drugs = (0..claim.words.len())
        .any(|at| is(at, &["drug", "drugs", "medication", "medications", "medicine", "medicines"]));
    (!excepted).then_some(if of_drugs { Denied::Drugs } else { Denied::Everything })
}

/// What the patient gave as an allergy, where a statement says that there is none.
pub(crate) fn denied_though_stated<'a>(heard: &'a Heard, claim: &Claim) -> Option<&'a str> {
    let of_drugs = denied(claim)? == Denied::Drugs;
    let mut answered = answers(heard).filter_map(|answer| given_in(heard, answer, of_drugs));
    answered.next().or_else(|| (0..heard.segments.len()).find_map(|at| told_in(heard, at, of_drugs)))
}

/// The segments that answer a question about allergies. "Any allergies?" "Yes." "What to?" "Penicillin.": both.
fn answers(heard: &Heard) -> impl Iterator<Item = usize> + '_ {
    let asked = (0..heard.segments.len()).filter(|at| asks_of_allergies(heard, *at));
    asked.filter_map(|at| heard.answer_to(at)).flat_map(|answer| {
        let words = &heard.segments[answer].claim.words;
        let only_yes = words.len() <= ONLY_YES && answer_of(words) == Some(Polarity::Affirmed);
        let further = (answer + 1..heard.segments.len().min(answer + 2)).find_map(|at| heard.answer_to(at));
        std::iter::once(answer).chain(further.filter(|_| only_yes))
    })
}

fn asks_of_allergies(heard: &Heard, at: usize) -> bool {
    let said = &heard.segments[at];
    said.claim.places_of("#allergy").any(|word| said.asked(word) && said.claim.persons[word].is_none())
}

/// What an answer to a question about allergies names: "peanuts and latex", "penicillin gives me hives", "no, only bee stings".
fn given_in(heard: &Heard, at: usize, of_drugs: bool) -> Option<&str> {
    let claim = &heard.segments[at].claim;
    let text = |at: usize| claim.words.get(at).map_or("", |word| word.text.as_str());
    let from = if answer_of(&claim.words) == Some(Polarity::Negated) {
        let excepts = |at: &usize| matches!(text(*at), "just" | "only" | "except" | "but" | "apart");
        (1..claim.words.len().min(EXCEPTED)).find(excepts)?
    } else {
        0
    };
    let to = claim.words.len().min(from + ANSWER);
    let told = |at: usize| {
        claim.polarities[at] != Polarity::Negated
            && claim.persons[at].is_none()
            && !(at.saturating_sub(TAKEN)..at).any(|i| Action::of(text(i)).is_some() || text(i) == "for")
    };
    (from..to).filter(|at| told(*at)).find_map(|at| {
        let drug = claim.drugs_at.iter().find(|(place, _)| *place == at).map(|(_, drug)| *drug);
        drug.or_else(|| substance(claim, at).filter(|_| !of_drugs))
    })
}

/// "I'm allergic to codeine": what a sentence says the patient is allergic to, with nobody asking.
fn told_in(heard: &Heard, at: usize, of_drugs: bool) -> Option<&str> {
    let said = &heard.segments[at];
    let words = &said.claim.words;
    let allergic = |at: &usize| {
        words[*at].text == "allergic"
            && words.get(at + 1).is_some_and(|next| next.text == "to")
            && !said.asked(*at)
            && said.claim.polarities[*at] == Polarity::Affirmed
            && said.claim.persons[*at].is_none()
    };
    let from = (0..words.len()).find(allergic)?;
    let to = (from + 1..words.len()).find(|at| words[*at].gap >= Gap::Stop).unwrap_or(words.len());
    let to = to.min(from + BEHIND);
    let drug = said.claim.drugs_at.iter().find(|(at, _)| (from..to).contains(at)).map(|(_, drug)| *drug);
    drug.or_else(|| (from..to).find_map(|at| substance(&said.claim, at)).filter(|_| !of_drugs))
}

/// What people are allergic to and is no drug, where the word at `at` begins its name.
fn substance(claim: &Claim, at: usize) -> Option<&str> {
    let words = &claim.words[at..];
    let is = |part: &str, word: &Word| {
        if part.len() > SHORT { word.text.starts_with(part) } else { word.text == part }
    };
    let named = SUBSTANCES.iter().find(|name| {
        name.split(' ').count() <= words.len()
            && name.split(' ').zip(words).all(|(part, word)| is(part, word))
    })?;
    let last = &words[named.split(' ').count() - 1];
    claim.text.get(words[0].start..last.start + last.text.len())
}

/// A word of so many letters is meant to the letter: "nut", not "nutrition".
const SHORT: usize = 4;
/// How many words an answer has that says no more than yes, and one that names allergies, how far behind a no its exception begins, and how far before a drug
/// stands that it is taken.
const ONLY_YES: usize = 4;
const ANSWER: usize = 25;
const EXCEPTED: usize = 12;
const TAKEN: usize = 3;

/// Whether what stands at a place is spoken of as an allergy of the patient: the word or a reaction is near.
fn is_allergy(heard: &Heard, place: Place) -> bool {
    if heard.polarity(place) == Polarity::Negated || heard.person(place).is_some() {
        return false;
    }
    let words = &heard.segments[place.segment].claim.words;
    let near = &words[place.at.saturating_sub(TOGETHER / 2)..(place.at + TOGETHER / 2).min(words.len())];
    // "I've had erythromycin since, and that was okay."
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let well = |word: &str| matches!(word, "fine" | "ok" | "okay" | "tolerate" | "tolerated" | "tolerates");
    let mut behind = (place.at + 1..(place.at + TOLERATED).min(words.len())).take_while(|at| {
        words[*at].gap < Gap::Stop && !matches!(text(*at), "allergic" | "allergy" | "hives" | "rash")
    });
    // "I'm fine with it"
    let with = text(place.at.wrapping_sub(1)) == "with" && well(text(place.at.wrapping_sub(2)));
    if with || behind.any(|at| well(text(at))) {
        return false;
    }
    heard.nearest(place, "#allergy") <= TOGETHER
        || answers(heard).any(|answer| answer == place.segment)
        || near.iter().any(|word| REACTIONS.contains(&word.text.as_str()))
}
