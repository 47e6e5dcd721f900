//! What a clinician offered or ordered and then took back, and what nobody wanted: "I'd give you clopidogrel. Actually no, let's
//! not."

use clinical::Speaker;

use crate::actions::Action;
use crate::claim::Claim;
use crate::concepts;
use crate::cues::any_denies;
use crate::heard::{Heard, Place};
use crate::planned::TESTS;
use crate::polarity::Polarity;
use crate::supposed::{TREATMENTS, is_supposing};
use crate::words::{Gap, Words, begins_with};

/// Words by which a speaker takes back what they offered, behind it.
const TAKES_BACK: &[&[&str]] = &[
    &["let's", "not"],
    &["let", "'s", "not"],
    &["let's", "wait"],
    &["let's", "hold"],
    &["let's", "leave"],
    &["hold", "off"],
    &["holding", "off"],
    &["scrap", "that"],
    &["forget", "that"],
    &["actually", "no"],
    &["actually", "not"],
    &["no", "actually"],
    &["second", "thoughts"],
    &["second", "thought"],
    &["better", "not"],
    &["rather", "not"],
    &["just", "yet"],
    &["not", "yet"],
    &["not", "today"],
    &["not", "now"],
    &["not", "for", "now"],
];
/// How far behind an offer it is taken back.
const BEHIND: usize = 25;
/// In how many segments behind an offer something else comes in its place.
const INSTEAD: usize = 3;
/// Within how many words a reply says no.
const REPLY: usize = 6;

/// Whether what was offered at a place was taken back, declined, or replaced by something else.
pub(crate) fn is_taken_back(heard: &Heard, place: Place) -> bool {
    let said = &heard.segments[place.segment];
    if said.speaker == Speaker::Patient {
        return false;
    }
    takes_back(&said.claim, place.at) || is_declined(heard, place) || is_replaced(heard, place)
}

/// "I'm thinking of adding it, but let's wait": of what was named last.
fn takes_back(claim: &Claim, at: usize) -> bool {
    let words = &claim.words;
    // "Doxycycline's out, as you burn"
    let is = words[at].text.ends_with("'s") || words.text(at + 1) == "is";
    let out = if words[at].text.ends_with("'s") { at + 1 } else { at + 2 };
    if is && words.text(out) == "out" && !matches!(words.text(out + 1), "of" | "there") {
        return true;
    }
    let next = claim.drugs_at.iter().map(|(other, _)| *other).find(|other| *other > at);
    let end = words.len().min(at + BEHIND).min(next.unwrap_or(usize::MAX));
    (at + 1..end).any(|i| {
        let cue = TAKES_BACK.iter().find(|cue| begins_with(&words[i..], cue));
        // "Let's hold off on the other one", "let's not forget"
        let of_this = |length: usize| !matches!(words.text(i + length), "on" | "with" | "forget" | "the");
        cue.is_some_and(|cue| of_this(cue.len()))
    })
}

/// "I could give you something." "I'd rather not."
fn is_declined(heard: &Heard, place: Place) -> bool {
    const OFFERING: &[&str] =
        &["i'd", "could", "would", "thinking", "offer", "suggest", "should", "try", "shall"];
    let said = &heard.segments[place.segment];
    let words = &said.claim.words;
    let begins = (0..=place.at).rev().find(|at| words[*at].gap >= Gap::Stop).unwrap_or(0);
    let offers = words[begins..place.at].iter().any(|word| OFFERING.contains(&word.text.as_str()))
        && said.asks == said.asked(place.at);
    let reply = heard.segments.get(place.segment + 1).filter(|next| next.speaker != said.speaker);
    offers
        && reply.is_some_and(|reply| {
            let words = &reply.claim.words[..reply.claim.words.len().min(REPLY)];
            (0..words.len()).any(|at| {
                begins_with(&words[at..], &["rather", "not"])
                    || begins_with(&words[at..], &["no", "thank"])
                    || begins_with(&words[at..], &["no", "thanks"])
                    || begins_with(&words[at..], &["don't", "want"])
            })
        })
}

/// "Let's use clarithromycin instead": whether another drug comes soon in place of the one at a place.
fn is_replaced(heard: &Heard, place: Place) -> bool {
    let first = &heard.segments[place.segment];
    let own = first.claim.drugs_at.iter().find(|(at, _)| *at == place.at).map(|(_, drug)| *drug);
    let last = heard.segments.len().min(place.segment + INSTEAD + 1);
    own.is_some_and(|own| {
        heard.segments[place.segment + 1..last].iter().filter(|said| said.speaker == first.speaker).any(
            |said| {
                let words = &said.claim.words;
                words.iter().enumerate().filter(|(_, word)| word.text == "instead").any(|(at, _)| {
                    let begins = (0..=at).rev().find(|i| words[*i].gap >= Gap::Stop).unwrap_or(0);
                    words.text(at + 1) != "of"
                        && said
                            .claim
                            .drugs_at
                            .iter()
                            .any(|(i, drug)| (begins..at).contains(i) && *drug != own)
                        && !said.claim.drugs_at.iter().any(|(_, drug)| *drug == own)
                })
            },
        )
    })
}

/// Words by which a statement tells of what may be, or is not to be.
const HEDGED: &[&str] = &[
    "if",
    "consider",
    "considered",
    "considering",
    "discussed",
    "may",
    "might",
    "could",
    "would",
    "once",
    "until",
    "unless",
    "offered",
    "declined",
    "declines",
    "refused",
    "avoid",
    "hold",
    "defer",
    "deferred",
    "later",
    "option",
    "previously",
    "stop",
    "stopped",
];

/// A treatment or test that a statement has as begun or ordered, and that was decided against wherever it was spoken of.
pub(crate) fn fault<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let begins = |at: usize| {
        let near = &claim.words[at.saturating_sub(3)..(at + 4).min(claim.words.len())];
        near.iter().any(|word| matches!(Action::of(&word.text), Some(Action::Start | Action::Increase)))
    };
    if any_denies(&claim.words) || claim.words.iter().any(|word| HEDGED.contains(&word.text.as_str())) {
        return None;
    }
    let treatment = |stem: &str| {
        concepts::is_class(stem)
            || stem.strip_prefix('#').is_some_and(|name| TREATMENTS.contains(&name) || TESTS.contains(&name))
    };
    let told = claim.placed().filter(|(stem, at)| {
        treatment(stem)
            && claim.polarities[*at] == Polarity::Affirmed
            && claim.persons[*at].is_none()
            && begins(*at)
    });
    told.map(|(stem, at)| (stem, heard.places(stem), at))
        .find(|(stem, places, _)| {
            let of_class = || {
                heard.segments.iter().any(|said| {
                    let mut drugs = said.claim.drugs.iter();
                    drugs.any(|drug| concepts::is_of_class(drug, stem.trim_start_matches('#')))
                })
            };
            let void = |place: &Place| {
                heard.polarity(*place) == Polarity::Negated
                    || is_taken_back(heard, *place)
                    || is_supposing(heard, *place)
            };
            !places.is_empty() && places.iter().all(void) && !of_class()
        })
        .map(|(.., at)| claim.words[at].text.as_str())
}
