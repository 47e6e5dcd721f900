//! A diagnosis that the patient guessed or asked about ("I think I've got pneumonia", "is it gout?") and that no clinician took up: it
//! is no assessment.

use clinical::Speaker;

use crate::answers::answer_of;
use crate::claim::Claim;
use crate::concepts;
use crate::heard::{Heard, Means, Place};
use crate::polarity::Polarity;
use crate::subjects::ILLNESSES;
use crate::words::{Gap, Word, Words};

/// Illnesses whose names end otherwise than most do.
const NAMED: &[&str] = &[
    "pneumonia",
    "flu",
    "influenza",
    "covid",
    "infection",
    "diabetes",
    "asthma",
    "copd",
    "stroke",
    "clot",
    "dvt",
    "embolism",
    "angina",
    "fracture",
    "ulcer",
    "hernia",
    "shingles",
    "migraine",
    "depression",
    "adhd",
    "autism",
    "dementia",
    "menopause",
    "lyme",
    "strep",
    "scabies",
    "disease",
    "disorder",
    "tumor",
    "tumour",
    "sciatica",
];

/// Words by which somebody guesses.
const GUESSING: &[&str] = &[
    "think",
    "thinking",
    "thought",
    "wonder",
    "wondering",
    "wondered",
    "worried",
    "worry",
    "afraid",
    "scared",
    "convinced",
    "sure",
    "bet",
    "reckon",
    "guess",
    "guessing",
    "suppose",
    "might",
    "maybe",
    "perhaps",
    "could",
    "must",
    "probably",
    "google",
    "googled",
    "internet",
    "online",
];

/// How far before an illness stands that it is guessed.
const BEFORE: usize = 12;

/// The diagnosis of a statement that nobody but the patient named, as a guess that no clinician took up: its word.
pub(crate) fn only_guessed<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let is_illness = |at: usize| {
        let word = claim.words.text(at);
        NAMED.contains(&word) || ILLNESSES.iter().any(|ending| word.ends_with(ending))
    };
    // The name of a concept may have several words: "atrial fibrillation", "lung cancer".
    let ends = |stem: &str, at: usize| {
        let named = claim.mentions.iter().find(|mention| mention.start == at && stem.starts_with('#'));
        named.map_or(at + 1, |mention| mention.end)
    };
    let named = claim.placed().filter(|(stem, at)| {
        *at >= claim.heading
            && claim.polarities[*at] == Polarity::Affirmed
            && claim.persons[*at].is_none()
            && (*at..ends(stem, *at)).any(is_illness)
            && !concepts::is_common(stem)
    });
    named
        .filter(|(stem, _)| {
            let places = heard.places(stem);
            !places.is_empty() && places.iter().all(|place| is_guess(heard, *place))
        })
        .find_map(|(stem, at)| (at..ends(stem, at)).find(|at| is_illness(*at)))
        .map(|at| claim.words.text(at))
}

fn is_guess(heard: &Heard, place: Place) -> bool {
    let said = &heard.segments[place.segment];
    let words = &said.claim.words;
    let sentence = (place.at.saturating_sub(BEFORE)..place.at).rev();
    let sentence = sentence.take_while(|at| words[at + 1].gap < Gap::Stop);
    // "My migraines", "I've had diabetes for ten years": that they have it is no guess. Of both the word next to it tells.
    let own = (1..=2).any(|back| matches!(words.text_before(place.at, back), "my" | "your" | "his" | "her"));
    let told = |at: usize| matches!(words.text(at), "had" | "diagnosed" | "history").then_some(false);
    let mut sentence = sentence.map(|at| guesses(words, at).then_some(true).or_else(|| told(at)));
    said.speaker == Speaker::Patient
        && said.means == Means::Spoken
        && !own
        && (said.asked(place.at) || sentence.find_map(|told| told) == Some(true))
        && !is_taken_up(heard, place.segment)
}

fn guesses(words: &[Word], at: usize) -> bool {
    let word = words.text(at);
    let guesses = |word: &str| GUESSING.contains(&word);
    let is_like = || {
        matches!(
            words.text_before(at, 1),
            "it's" | "looks" | "look" | "feels" | "feel" | "sounds" | "seems" | "felt" | "looked"
        )
    };
    guesses(word) || word.strip_suffix('s').is_some_and(guesses) || word == "like" && is_like()
}

/// "I think so too.", "Yes, that's what it is.": whether the clinician agrees, without naming it.
fn is_taken_up(heard: &Heard, segment: usize) -> bool {
    let mut next = heard.segments[segment + 1..].iter().take(TAKEN_UP);
    let agrees = |words: &[Word]| {
        let says = |list: &[&str]| words.iter().any(|word| list.contains(&word.text.as_str()));
        let right = words.windows(2).any(|two| {
            matches!(two[0].text.as_str(), "you're" | "are" | "be" | "think")
                && matches!(two[1].text.as_str(), "right" | "so")
        });
        right || says(&["agree", "agreed", "exactly", "confirms", "confirmed"])
    };
    next.any(|said| {
        let words = &said.claim.words;
        let affirmed = matches!(answer_of(words), Some(Polarity::Affirmed | Polarity::Possible));
        said.speaker != Speaker::Patient && (affirmed || agrees(words))
    })
}

/// Within how many turns behind a guess somebody agrees.
const TAKEN_UP: usize = 2;
