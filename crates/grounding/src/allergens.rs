//! What the patient was said to react to, a drug or anything else, and whether a note lists it.

use std::collections::HashMap;
use std::sync::LazyLock;

use clinical::allergens::phrases;

use crate::allergies::is_taken;
use crate::answers::answer_of;
use crate::claim::Claim;
use crate::concepts::{self, Mention};
use crate::heard::{Heard, Place};
use crate::measured::shares;
use crate::polarity::Polarity;
use crate::reactions::{has_reaction, is_reaction};
use crate::words::{Gap, Word, Words, begins_with, in_one_sentence};

/// A phrase for what people react to and is no drug by name, in words, with the name of that.
type Phrase = (Vec<&'static str>, &'static str);

/// Each by its first word.
static OTHERS: LazyLock<HashMap<&str, Vec<Phrase>>> = LazyLock::new(|| {
    let mut others: HashMap<&str, Vec<Phrase>> = HashMap::new();
    for (phrase, name) in phrases() {
        let words: Vec<&str> = phrase.split([' ', '-']).collect();
        others.entry(words[0]).or_default().push((words, name));
    }
    others
});

/// What is named at the beginning of these words that is no drug by name, and by how many of them.
fn other(words: &[Word]) -> Option<(usize, &'static str)> {
    let is_named = |phrase: &[&str]| {
        phrase.split_last().is_some_and(|(last, lead)| {
            begins_with(words, lead)
                && words
                    .get(lead.len())
                    .is_some_and(|word| word.text == *last || word.text.strip_suffix('s') == Some(last))
        })
    };
    let first = words.first()?.text.as_str();
    let known =
        [Some(first), first.strip_suffix('s')].into_iter().flatten().filter_map(|first| OTHERS.get(first));
    let named = known.flatten().filter(|(phrase, _)| is_named(phrase));
    named.map(|(phrase, name)| (phrase.len(), *name)).max_by_key(|(length, _)| *length)
}

/// Whether a name is that of a drug, or of what is given as one.
pub(crate) fn is_drug(name: &str) -> bool {
    matches!(name, "sulfa drugs" | "contrast" | "iodine" | "chlorhexidine")
        || !phrases().any(|(_, other)| other == name)
}

/// What a text names to which one may react, and the word it begins at, in order. Drugs have their generic names.
pub(crate) fn allergens(claim: &Claim) -> Vec<(usize, &'static str)> {
    let mut found = claim.drugs_at.clone();
    let mut at = 0;
    while at < claim.words.len() {
        let other = other(&claim.words[at..]);
        found.extend(other.map(|(_, name)| (at, name)));
        at += other.map_or(1, |(length, _)| length);
    }
    found.sort_unstable();
    found
}

/// What is taken for an allergy where it is only named after a question about allergies or beside a reaction; of the rest, which is
/// in all talk, it has to be said.
const TOLD_ALONE: &[&str] = &[
    "latex",
    "peanuts",
    "nuts",
    "shellfish",
    "fish",
    "eggs",
    "milk",
    "soy",
    "wheat",
    "sesame",
    "kiwi",
    "strawberries",
    "bananas",
    "avocado",
    "insect stings",
    "adhesive",
    "nickel",
    "pollen",
    "dust mites",
    "mold",
    "horses",
    "gluten",
    "sulfites",
    "cats",
    "dogs",
];
const IN_ALL_TALK: &[&str] = &["metal", "jewellery", "jewelry", "tree", "weed", "cheese"];

/// Something the patient was said to react to, with the segments that say so.
pub(crate) struct Stated {
    pub(crate) name: &'static str,
    pub(crate) segments: Vec<usize>,
}

/// Whatever the patient was said to react to, each once.
pub(crate) fn stated(heard: &Heard) -> Vec<Stated> {
    let mut all: Vec<Stated> = Vec::new();
    for (segment, said) in heard.segments.iter().enumerate() {
        let question = asked_before(heard, segment);
        let named = allergens(&said.claim);
        for &(at, name) in &named {
            let place = Place { segment, at };
            if heard.person(place).is_some() {
                continue;
            }
            let denied = heard.polarity(place) == Polarity::Negated;
            let asked = said.asked(at);
            let by_word =
                || !denied && (!asked || is_confirmed(heard, place)) && of_allergy(heard, place, asked);
            // "Penicillin, my mom gave it to me in orange juice" and "I have a metal plate" answer a question about allergies.
            let alone = is_drug(name)
                || TOLD_ALONE.contains(&name) && !IN_ALL_TALK.contains(&said.claim.words[at].text.as_str());
            let by_reaction = || alone && !denied && !asked && reacts(&said.claim, at);
            // "Any medicines you take, any allergies?" "Just metformin."
            let of_taking =
                || question.is_some_and(|question| asks_of_taking(&heard.segments[question].claim));
            let by_answer = || {
                alone
                    && question.is_some()
                    && !asked
                    && answers(&said.claim, at)
                    && !(is_drug(name) && of_taking())
            };
            if !by_word() && !by_reaction() && !by_answer() {
                continue;
            }
            let mut segments = vec![segment];
            segments.extend(question);
            segments.extend(heard.answer_to(segment).filter(|_| asked));
            match all.iter_mut().find(|other| other.name == name) {
                Some(other) => other.segments.extend(segments),
                None => all.push(Stated { name, segments }),
            }
        }
    }
    all
}

/// "Are you allergic to latex?" "Yes.", "So you're allergic to latex and eggs?" "That's right.": whether what is asked at a place is
/// affirmed, and not one of "Latex, foods?".
fn is_confirmed(heard: &Heard, place: Place) -> bool {
    let claim = &heard.segments[place.segment].claim;
    let answer = heard.answer_to(place.segment).map(|answer| &heard.segments[answer].claim);
    let named = allergens(claim).iter().filter(|(at, _)| heard.segments[place.segment].asked(*at)).count();
    let recounts = claim.words.windows(2).any(|two| two[0].text == "you're" && two[1].text == "allergic");
    (named == 1 || recounts) && answer.is_none_or(|answer| allergens(answer).is_empty())
}

/// The question about allergies that a segment answers; behind a bare yes, one that asks on: "Any allergies?" "Yes." "What to?"
pub(crate) fn asked_before(heard: &Heard, segment: usize) -> Option<usize> {
    let of_allergies = |question: usize| {
        let asks = |place: &Place| place.segment == question && heard.segments[question].asked(place.at);
        heard.places("#allergy").iter().any(asks)
    };
    let question = heard.question_of(segment)?;
    let yes = |answer: usize| {
        let words = &heard.segments[answer].claim.words;
        words.len() <= ONLY_YES && answer_of(words) == Some(Polarity::Affirmed)
    };
    let first =
        || question.checked_sub(1).filter(|answer| yes(*answer)).and_then(|answer| heard.question_of(answer));
    std::iter::once(question).chain(first()).find(|question| of_allergies(*question))
}

fn asks_of_taking(question: &Claim) -> bool {
    question.words.iter().any(|word| matches!(word.text.as_str(), "take" | "taking" | "takes"))
}

/// How many words an answer has that says no more than yes.
const ONLY_YES: usize = 4;

/// How far from the word "allergic" stands what it is of: behind it a list, before it little.
const BEHIND: usize = 12;
const BEFORE: usize = 5;

/// "Allergic to latex", "a penicillin allergy"; not "cetirizine for my allergies".
fn of_allergy(heard: &Heard, place: Place, asked: bool) -> bool {
    let claim = &heard.segments[place.segment].claim;
    let mut words = heard.places("#allergy").iter().filter(|other| other.segment == place.segment);
    words.any(|word| {
        let polarity = heard.polarity(*word);
        let told = polarity != Polarity::Negated && (!asked || polarity == Polarity::Affirmed);
        let between = place.at.min(word.at) + 1..place.at.max(word.at);
        let near = between.len() <= if place.at > word.at { BEHIND } else { BEFORE };
        // "Allergic to latex", "my allergies are latex and eggs"; not "I take Claritin when my allergies flare up"
        let leads = |at: usize| {
            matches!(
                claim.words[at].text.as_str(),
                "to" | "of" | "are" | "is" | "include" | "includes" | "including" | "still" | "just" | "only"
            )
        };
        let joined = between.is_empty()
            || if place.at > word.at { between.clone().any(leads) } else { between.len() == 1 };
        told && near
            && joined
            && in_one_sentence(&claim.words, place.at, word.at)
            && heard.person(*word).is_none()
            && !is_taken(claim, between)
    })
}

/// How many words an answer goes on for.
const ANSWER: usize = 25;

/// "Penicillin.", "Just shellfish.", "I can't take codeine": whether the word at `at` answers a question about allergies. Behind a
/// no only what is excepted does.
fn answers(claim: &Claim, at: usize) -> bool {
    const EXCEPTING: &[&str] =
        &["just", "only", "except", "apart", "besides", "but", "than", "although", "though", "well"];
    let before = &claim.words[..at];
    if at > ANSWER {
        return false;
    }
    if claim.polarities[at] == Polarity::Negated {
        return refrains(claim, at);
    }
    let excepted = || before.iter().any(|word| EXCEPTING.contains(&word.text.as_str()));
    let begins = (0..at).rev().find(|at| claim.words[*at].gap >= Gap::Stop).unwrap_or(0);
    // "Peanuts, I carry an EpiPen", "ibuprofen is fine"
    let has = (begins..at).any(|at| matches!(claim.words.text(at), "carry" | "got" | "an"));
    let fine = matches!(claim.words.text(at + 1), "is" | "was" | "are")
        && matches!(claim.words.text(at + 2), "fine" | "okay" | "ok" | "alright");
    !has && !fine
        && !is_taken(claim, begins..at)
        && (answer_of(&claim.words) != Some(Polarity::Negated) || excepted())
}

/// "I can't take penicillin"
pub(crate) fn refrains(claim: &Claim, at: usize) -> bool {
    let before = &claim.words[at.saturating_sub(4)..at];
    let does = |word: &Word| matches!(word.text.as_str(), "take" | "have" | "tolerate" | "eat" | "touch");
    // "I couldn't take it, I was fasting" is over.
    let could = before.iter().any(|word| word.text == "tolerate");
    // "I don't take it" is no reason not to.
    let cannot = |at: usize| match before[at].text.as_str() {
        "can't" | "cannot" => true,
        "couldn't" => could,
        "n't" | "not" => {
            at > 0
                && match before[at - 1].text.as_str() {
                    "ca" | "can" => true,
                    word => word == "could" && could,
                }
        }
        _ => false,
    };
    before.iter().any(does) && (0..before.len()).any(cannot)
}

/// How far from what it comes of a reaction is named.
const REACTION: usize = 6;

/// "Penicillin gives me hives", "I came out in a rash with the tape": whether what stands at `at` is said to do so.
fn reacts(claim: &Claim, at: usize) -> bool {
    let words = &claim.words;
    // "Amlodipine made my ankles swell" is a side effect.
    let swells = |i: usize| words.text(i).starts_with("swell");
    let of_legs = (0..words.len())
        .any(|i| matches!(words.text(i), "ankle" | "ankles" | "leg" | "legs" | "feet" | "foot"));
    // "I got a blister from my shoes", "swollen after the dog bit me": neither is what an allergy does alone.
    let of_injury = |i: usize| words.text(i).starts_with("blister") || words.text(i).starts_with("swollen");
    let reacts = |i: &usize| {
        (is_reaction(words.text(*i)) || words.text(*i) == "wheeze")
            && !of_injury(*i)
            && !(swells(*i) && of_legs)
    };
    let near = |i: &usize| in_one_sentence(words, *i, at);
    let whom = |i: usize| matches!(words.text(i), "me" | "my" | "you" | "your" | "her" | "his" | "him");
    let gives = (at + 1..(at + 4).min(words.len())).find(|i| {
        let does = match words.text(*i) {
            "gives" | "give" | "gave" | "makes" | "make" | "made" | "brings" | "brought" => whom(i + 1),
            word => matches!(word, "causes" | "caused" | "cause"),
        };
        does && near(i)
    });
    if let Some(gives) = gives {
        if claim.polarities[at] == Polarity::Open {
            return false;
        }
        // "Prednisone made my swelling go down"
        let ends = (gives + REACTION + 1).min(words.len());
        let eased = (gives..ends).any(|i| matches!(words.text(i), "down" | "better" | "away" | "less"));
        return !eased && (gives..ends).filter(near).any(|i| reacts(&i));
    }
    let before = |near: usize| (at.saturating_sub(near)..at).rev().filter(|i| in_one_sentence(words, *i, at));
    // "I swell up if I eat prawns"
    let whenever = before(4).any(|i| matches!(words.text(i), "if" | "when" | "whenever"));
    let comes_from = whenever || before(3).any(|i| matches!(words.text(i), "from" | "with" | "to" | "after"));
    let had = |i: usize| {
        matches!(words.text(i), "had" | "got" | "get" | "came" | "come" | "broke" | "break" | "have" | "i")
    };
    let reaction = before(REACTION).find(reacts);
    comes_from
        && (whenever || claim.polarities[at] != Polarity::Open)
        && reaction.is_some_and(|reaction| (reaction.saturating_sub(5)..reaction).filter(near).any(had))
}

/// Whether a statement lists it as something the patient reacts to: "Allergic to latex.", "Penicillin: rash."
pub(crate) fn lists(claim: &Claim, name: &str) -> bool {
    (claim.names("allergy").is_some() || is_entry(claim))
        && allergens(claim)
            .iter()
            .any(|(at, own)| shares(own, name) && claim.polarities[*at] != Polarity::Negated)
}

/// Whether a statement lists anything of the kind, or says that there is nothing. "An allergic reaction of the lungs" does neither.
pub(crate) fn lists_any(claim: &Claim) -> bool {
    let mut mentions = claim.mentions.iter().filter(|mention| concepts::name(mention.concept) == "allergy");
    let reacts = |mention: &Mention| {
        (mention.start..=mention.end)
            .any(|at| matches!(claim.words.text(at), "reaction" | "reactions" | "response"))
    };
    let named = allergens(claim);
    mentions.any(|mention| !named.is_empty() || !reacts(mention)) || is_entry(claim) && !named.is_empty()
}

/// Whether this is what stands in a list of allergies: "Penicillin: rash."
fn is_entry(claim: &Claim) -> bool {
    has_reaction(claim, 0..claim.words.len())
}
