//! What a clinician offered or ordered and then took back, and what nobody wanted: "I'd give you clopidogrel. Actually no, let's
//! not."

use clinical::Speaker;

use crate::actions::Action;
use crate::claim::Claim;
use crate::concepts;
use crate::cues::{any_denies, denies};
use crate::heard::{Heard, Place};
use crate::planned::TESTS;
use crate::polarity::Polarity;
use crate::supposed::{TREATMENTS, is_supposing};
use crate::words::{Gap, Word, Words, begins_with};

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
    let end = words.len().min(at + BEHIND);
    let mut begins = at + 1;
    let mut own = true;
    while begins < end {
        let from = if own { begins } else { begins + 1 };
        let next = (from..words.len()).find(|i| is_sentence(words, *i)).unwrap_or(words.len());
        let sentence = begins..next.min(end);
        let cue = sentence.clone().find_map(|i| Some((i, cue_at(words, i)?)));
        let other = sentence.clone().find(|i| names_other(claim, at, *i));
        if let Some((cue, length)) = cue {
            let before_any = other.is_none_or(|other| other > cue + length);
            let refers = || (begins..cue).any(|i| matches!(words.text(i), "it" | "that" | "one" | "this"));
            return before_any && (own || is_at_front(words, begins, cue) || refers());
        }
        // "Hmm." stands between nothing.
        if other.is_some() || !own && next - begins > AT_FRONT {
            return false;
        }
        own = false;
        begins = next;
    }
    false
}

/// How many words a speaker says before they take back what they offered in the sentence before.
const AT_FRONT: usize = 3;

/// Whether the words at `cue` are of what the sentence before named: "Actually, let's not", "No, not today". "No driving just yet"
/// is of something else.
fn is_at_front(words: &[Word], begins: usize, cue: usize) -> bool {
    const FILLERS: &[&str] =
        &["no", "but", "well", "oh", "actually", "so", "then", "though", "maybe", "perhaps", "just"];
    let when = matches!(words.text(cue), "not" | "just");
    cue <= begins + AT_FRONT && (!when || (begins..cue).all(|at| FILLERS.contains(&words.text(at))))
}

/// Whether a sentence begins at a word, or a clause with a subject of its own: "and you don't need".
fn is_sentence(words: &[Word], at: usize) -> bool {
    let subject =
        matches!(words.text(at + 1), "i" | "we" | "you" | "there") || words.text(at + 1).contains('\'');
    words[at].gap >= Gap::Stop || words.text(at) == "and" && subject && words.text(at + 1) != "let's"
}

/// How many words take back what was offered, where the word at `at` begins them.
fn cue_at(words: &[Word], at: usize) -> Option<usize> {
    let length = TAKES_BACK.iter().find(|cue| begins_with(&words[at..], cue))?.len();
    // "Let's hold off on the other one", "let's not forget"
    let of_other = matches!(words.text(at + length), "on" | "with" | "forget" | "the")
        && words[at + length].gap == Gap::Space;
    (!of_other).then_some(length)
}

/// Whether a drug, test or treatment is named at `other` that is not the one at `at`.
fn names_other(claim: &Claim, at: usize, other: usize) -> bool {
    let own = |stem: &str| claim.places_of(stem).any(|place| place == at);
    claim.placed().any(|(stem, place)| {
        let named = stem.starts_with('@')
            || stem.strip_prefix('#').is_some_and(|name| TREATMENTS.contains(&name) || TESTS.contains(&name));
        place == other && named && !own(stem)
    })
}

/// "Have you started it?" "No, not yet." "Right, start it tonight.": whether a clinician has begun what stands at a place after all.
pub(crate) fn is_begun_after(heard: &Heard, place: Place) -> bool {
    let last = heard.segments.len().min(place.segment + INSTEAD + 1);
    let later = heard.segments[place.segment + 1..last].iter();
    later.take_while(|said| said.claim.drugs_at.is_empty()).any(|said| {
        let words = &said.claim.words;
        let begins = |at: usize| {
            let called = |i: usize| {
                matches!(words.text(i), "it" | "that" | "them" | "tonight" | "today" | "tomorrow" | "now")
            };
            let denied = (at.saturating_sub(NOT)..at).any(|i| denies(words.text(i)));
            Action::of(words.text(at)) == Some(Action::Start)
                && (at + 1..at + 1 + CALLED).any(called)
                && !denied
                && !said.claim.is_asked(at)
        };
        said.speaker == Speaker::Clinician && (0..words.len()).any(begins)
    })
}

/// How far behind a beginning stands what it is of, and how far before it that it is none.
const CALLED: usize = 3;
const NOT: usize = 3;

/// "I could give you something." "I'd rather not."
fn is_declined(heard: &Heard, place: Place) -> bool {
    const OFFERING: &[&str] =
        &["i'd", "could", "would", "thinking", "offer", "suggest", "should", "try", "shall"];
    let said = &heard.segments[place.segment];
    let words = &said.claim.words;
    let begins = (0..=place.at).rev().find(|at| words[*at].gap >= Gap::Stop).unwrap_or(0);
    let offers = words[begins..place.at].iter().any(|word| OFFERING.contains(&word.text.as_str()))
        && said.asks == said.claim.is_asked(place.at);
    let reply = heard.segments.get(place.segment + 1).filter(|next| next.speaker != said.speaker);
    offers
        && reply.is_some_and(|reply| {
            let words = &reply.claim.words[..reply.claim.words.len().min(REPLY)];
            (0..words.len()).any(|at| {
                begins_with(&words[at..], &["rather", "not"])
                    || begins_with(&words[at..], &["no", "thank"])
                    || begins_with(&words[at..], &["no", "thanks"])
                    || begins_with(&words[at..], &["don't", "want"])
                        && is_unwanted(&reply.claim, at + 2, &said.claim)
            })
        })
}

/// Whether what is not wanted from the word `at` on is what was offered: "any tablets", "to take it", but not "a stroke", "it to
/// come back".
fn is_unwanted(reply: &Claim, at: usize, offer: &Claim) -> bool {
    let words = &reply.words;
    let named = |i: &usize| reply.drugs_at.iter().any(|own| own.0 == *i && offer.drugs.contains(&own.1));
    match words.text(at) {
        "it" | "that" | "them" | "those" => words.text(at + 1) != "to",
        "any" | "anything" | "more" | "another" | "" => true,
        "to" => {
            matches!(words.text(at + 1), "take" | "start" | "try" | "use" | "go" | "")
                || begins_with(&words[at..], &["to", "be", "on"])
        }
        _ => (at..at + CALLED).any(|i| named(&i) || is_medicine(words.text(i))),
    }
}

/// Whether a word is what any drug is called.
fn is_medicine(word: &str) -> bool {
    const MEDICINES: &[&str] = &["tablet", "pill", "medicine", "medication", "drug", "injection"];
    MEDICINES.contains(&word.strip_suffix('s').unwrap_or(word))
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
                let is_void = heard.polarity(*place) == Polarity::Negated
                    || is_taken_back(heard, *place)
                    || is_supposing(heard, *place);
                is_void && !is_begun_after(heard, *place)
            };
            !places.is_empty() && places.iter().all(void) && !of_class()
        })
        .map(|(.., at)| claim.words[at].text.as_str())
}
