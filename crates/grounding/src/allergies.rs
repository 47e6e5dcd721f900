//! What a statement gives as allergies, drugs and others, and whether it was spoken of so.

use std::ops::Range;

use crate::actions::Action;
use crate::allergens;
use crate::claim::Claim;
use crate::concepts;
use crate::heard::{Heard, Place};
use crate::measured::shares;
use crate::persons::Kin;
use crate::polarity::Polarity;
use crate::reactions::{has_reaction, is_reaction};
use crate::refrained;
use crate::words::{Gap, Words};

/// How far behind the word, in a statement, a drug is still what somebody is allergic to.
const BEHIND: usize = 12;
/// How far apart the two are in the talk, question and answer included.
const TOGETHER: usize = 30;

/// How far behind a drug, in its sentence, it is said that it was tolerated.
const TOLERATED: usize = 9;

/// What a statement gives as an allergy and of which nobody said so.
pub(crate) fn unsaid<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let at = claim.names("allergy").or_else(|| caused(claim))?;
    let denied = at >= claim.heading && claim.polarities[at] == Polarity::Negated;
    // What a relative reacts to is the relative's.
    if denied || claim.persons[at].is_some() {
        return None;
    }
    let listed = claim.drugs_at.iter().filter(|(drug, _)| is_listed(claim, at, *drug));
    let drug = listed.map(|(_, drug)| *drug).find(|drug| {
        let mut places = places(heard, drug).peekable();
        places.peek().is_some() && !places.any(|place| is_allergy(heard, place))
    });
    drug.or_else(|| other_unsaid(heard, claim, at)).or_else(|| allergen_unsaid(heard, claim, at))
}

/// The same of what is known to cause allergies, before the word and under the heading: "latex allergy", "Allergies: latex".
fn allergen_unsaid(heard: &Heard, claim: &Claim, allergy: usize) -> Option<&'static str> {
    let headed = allergy < claim.heading;
    let begins = (1..=allergy).rev().find(|at| claim.words[*at].gap >= Gap::Comma).unwrap_or(0);
    let listed = |at: usize| if headed { at >= claim.heading } else { (begins..allergy).contains(&at) };
    let allergens = allergens::allergens(claim).into_iter().filter(|(at, name)| {
        listed(*at) && claim.polarities[*at] != Polarity::Negated && !allergens::is_drug(name)
    });
    let said = |name: &str| {
        heard.segments.iter().enumerate().any(|(segment, said)| {
            let named = allergens::allergens(&said.claim).into_iter().filter(|(_, other)| *other == name);
            named.into_iter().any(|(at, _)| is_allergy(heard, Place { segment, at }))
        })
    };
    allergens.map(|(_, name)| name).find(|name| !said(name))
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
    if claim.words.text(allergy + 1) != "to" {
        return None;
    }
    let from = allergy + 2;
    let ends = |at: &usize| claim.words[*at].gap >= Gap::Stop || ENDS.contains(&claim.words.text(*at));
    let to = (from..claim.words.len()).find(ends).unwrap_or(claim.words.len());
    let told = |stem: &str, at: usize| {
        (from..to).contains(&at)
            && !concepts::is_common(stem)
            && !is_reaction(claim.words.text(at))
            && Kin::of(claim.words.text(at)).is_none()
            && !matches!(
                claim.words.text(at),
                "drug" | "drugs" | "medication" | "medications" | "severe" | "mild"
            )
    };
    // "Peanuts and tree nuts, latex": of each, one word is enough.
    let parts = |at: usize| claim.words.text(at) == "and" || claim.words[at].gap >= Gap::Comma;
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
    items.find(|item| !item.iter().any(said)).map(|item| claim.words.text(item[0].1))
}

/// "Penicillin caused hives": where the word stands that makes it one.
fn caused(claim: &Claim) -> Option<usize> {
    let reacts = claim.words.iter().any(|word| is_reaction(&word.text));
    claim.words.iter().position(|word| causes(&word.text)).filter(|_| reacts)
}

/// The drugs, and classes of drugs, that a statement gives as allergies: "allergic to penicillin", "Penicillin: hives."
pub(crate) fn listed(claim: &Claim) -> Vec<&str> {
    let allergy = claim.names("allergy").filter(|at| claim.polarities[*at] != Polarity::Negated);
    let reacts = has_reaction(claim, claim.heading..claim.words.len());
    let is_listed = |at: usize| {
        claim.polarities[at] != Polarity::Negated
            && (allergy.is_some_and(|allergy| is_listed(claim, allergy, at)) || reacts && at < claim.heading)
    };
    let drugs = claim.drugs_at.iter().filter(|(at, _)| is_listed(*at)).map(|(_, drug)| *drug);
    let classes = claim
        .placed()
        .filter(|(stem, at)| concepts::is_class(stem) && is_listed(*at))
        .map(|(stem, _)| stem.trim_start_matches('#'));
    drugs.chain(classes).collect()
}

fn causes(word: &str) -> bool {
    matches!(word, "caused" | "causes" | "gave" | "gives" | "causing")
}

/// "Allergic to penicillin", "penicillin and sulfa allergy", "penicillin caused an allergic reaction", and what stands under a
/// heading; but not "takes cetirizine for allergies".
fn is_listed(claim: &Claim, allergy: usize, drug: usize) -> bool {
    if drug > allergy {
        return drug - allergy <= BEHIND && !is_taken(claim, allergy + 1..drug);
    }
    let is_name = |at: usize| {
        claim.placed().any(|(stem, other)| other == at && (stem.starts_with('@') || concepts::is_class(stem)))
    };
    let joins = |at: usize| {
        let word = claim.words[at].text.as_str();
        let says_how = matches!(
            word,
            "mild" | "severe" | "serious" | "childhood" | "known" | "true" | "documented" | "reported"
        );
        matches!(word, "and" | "or" | "an" | "a" | "as") || says_how || causes(word)
    };
    (drug + 1..allergy).all(|at| is_name(at) || joins(at))
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
    let denied = named
        .find(|mention| claim.polarities[mention.start] == Polarity::Negated || headed(mention.start))?;
    let at = denied.start;
    // "No food allergies", "no allergic reaction to the flu shot"
    let of_one = claim.placed().any(|(stem, other)| {
        !(at..denied.end).contains(&other)
            && stem != "#allergy"
            && !concepts::is_common(stem)
            && other >= claim.heading
            && claim.words[at.min(other) + 1..=at.max(other)].iter().all(|word| word.gap < Gap::Comma)
    });
    if of_one {
        return None;
    }
    let excepted = !claim.drugs.is_empty()
        || (0..claim.words.len())
            .any(|at| is(at, &["except", "other", "apart", "besides", "but", "new", "further"]));
    let of_drugs = (0..claim.words.len())
        .any(|at| is(at, &["drug", "drugs", "medication", "medications", "medicine", "medicines"]));
    (!excepted).then_some(if of_drugs { Denied::Drugs } else { Denied::Everything })
}

/// What the patient was said to be allergic to, where a statement says that there is no such thing.
pub(crate) fn denied_though_stated(heard: &Heard, claim: &Claim) -> Option<&'static str> {
    let denied = denied(claim)?;
    let counts = |name: &str| denied == Denied::Everything || allergens::is_drug(name);
    allergens::stated(heard).into_iter().map(|stated| stated.name).find(|name| counts(name))
}

/// Whether what stands at a place is spoken of as an allergy of the patient: the word or a reaction is near.
fn is_allergy(heard: &Heard, place: Place) -> bool {
    if heard.person(place).is_none() && refrained::refuses(&heard.segments[place.segment].claim, place.at) {
        return true;
    }
    if heard.polarity(place) == Polarity::Negated || heard.person(place).is_some() {
        return false;
    }
    let words = &heard.segments[place.segment].claim.words;
    let near = &words[place.at.saturating_sub(TOGETHER / 2)..(place.at + TOGETHER / 2).min(words.len())];
    // "I've had erythromycin since, and that was okay."
    let well = |word: &str| matches!(word, "fine" | "ok" | "okay" | "tolerate" | "tolerated" | "tolerates");
    let mut behind = (place.at + 1..(place.at + TOLERATED).min(words.len())).take_while(|at| {
        words[*at].gap < Gap::Stop
            && !matches!(words.text(*at), "allergic" | "allergy")
            && !is_reaction(words.text(*at))
    });
    // "I'm fine with it"
    let with = words.text(place.at.wrapping_sub(1)) == "with" && well(words.text(place.at.wrapping_sub(2)));
    if with || behind.any(|at| well(words.text(at))) {
        return false;
    }
    heard.nearest(place, "#allergy") <= TOGETHER
        || allergens::asked_before(heard, place.segment).is_some()
        || near.iter().any(|word| is_reaction(&word.text))
}
