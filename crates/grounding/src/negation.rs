//! Whether a statement reports what was denied, or denies what was reported; answers to questions included.

use crate::claim::Claim;
use crate::concepts;
use crate::heard::{Heard, Place};
use crate::likeness::Likeness;
use crate::polarity::{Polarity, denies};
use crate::sides::{neighbours, on_other_side, parts_near};

/// What a statement says the other way round.
pub(crate) struct Turned {
    /// A finding's name; none where it is of the statement as a whole.
    pub(crate) name: Option<&'static str>,
    /// What was said of it.
    pub(crate) said: Polarity,
}

/// How much more like the statement a passage that says the opposite must be than one that says the same.
const MORE_ALIKE: f64 = 1.3;

pub(crate) fn turned_round(heard: &Heard, claim: &Claim) -> Option<Turned> {
    finding(heard, claim).or_else(|| whole(heard, claim))
}

/// A finding of which only, or in more similar words, the opposite was said.
fn finding(heard: &Heard, claim: &Claim) -> Option<Turned> {
    claim.mentions.iter().filter(|mention| mention.finding()).find_map(|mention| {
        let name = concepts::name(mention.concept);
        let own = claim.polarities[mention.start];
        if !matches!(own, Polarity::Affirmed | Polarity::Negated) {
            return None;
        }
        let stem = format!("#{name}");
        let said = said_of(heard, claim, &stem, mention.start);
        (said == Some(own.opposite())).then_some(Turned { name: Some(name), said: own.opposite() })
    })
}

/// A finding that the statement reports and that was only asked about, or supposed.
pub(crate) fn only_asked(heard: &Heard, claim: &Claim) -> Option<&'static str> {
    claim.mentions.iter().filter(|mention| mention.finding()).find_map(|mention| {
        let name = concepts::name(mention.concept);
        let places = heard.places(&format!("#{name}"));
        let reported = claim.polarities[mention.start] == Polarity::Affirmed;
        let only_asked = |place: &Place| {
            heard.segments[place.segment].asked(place.at)
                && !matches!(heard.polarity(*place), Polarity::Affirmed | Polarity::Possible)
        };
        (reported && !places.is_empty() && places.iter().all(only_asked)).then_some(name)
    })
}

/// Whether a statement and a passage speak of different parts of the body around these words.
fn elsewhere(heard: &Heard, claim: &Claim, own: usize, place: Place) -> bool {
    let said = &heard.segments[place.segment].claim;
    if on_other_side(claim, own, said, place.at) {
        return true;
    }
    let (own, other) = (parts_near(claim, own), parts_near(said, place.at));
    !own.is_empty()
        && !other.is_empty()
        && !own.iter().any(|part| other.iter().any(|other| neighbours(part, other)))
}

/// The share of a statement's content that must have been said the other way round.
const MOST_OF: f64 = 0.6;

/// A statement of which most was said the other way round.
fn whole(heard: &Heard, claim: &Claim) -> Option<Turned> {
    let (mut affirmed, mut negated) = (Votes::default(), Votes::default());
    for stem in &claim.content {
        let Some(at) = claim.places_of(stem).next() else { continue };
        let own = claim.polarities[at];
        if !matches!(own, Polarity::Affirmed | Polarity::Negated) || NOTHING_TO_DENY.contains(&stem.as_str())
        {
            continue;
        }
        let votes = if own == Polarity::Affirmed { &mut affirmed } else { &mut negated };
        votes.count(heard.weight(stem), own, said_of(heard, claim, stem, at));
    }
    if affirmed.all > 2.5 && affirmed.turned() && negated.same == 0.0 {
        return Some(Turned { name: None, said: Polarity::Negated });
    }
    (negated.turned() && negated.all >= affirmed.all * 0.3)
        .then_some(Turned { name: None, said: Polarity::Affirmed })
}

#[derive(Default)]
struct Votes {
    all: f64,
    same: f64,
    opposite: f64,
}

impl Votes {
    fn count(&mut self, weight: f64, own: Polarity, said: Option<Polarity>) {
        self.all += weight;
        match said {
            Some(said) if said == own => self.same += weight,
            Some(said) if said == own.opposite() => self.opposite += weight,
            _ => {}
        }
    }

    fn turned(&self) -> bool {
        self.opposite > 0.0 && self.opposite >= self.all * MOST_OF && self.same == 0.0
    }
}

/// Concepts of which a no says nothing: "any questions?" "No."
const NOTHING_TO_DENY: &[&str] =
    &["#question", "#concern", "#follow up", "#auscultation", "#palpation", "#normal"];

/// What was said of a stem or concept, which stands at `at` in the statement: what the passages most like the statement
/// say, where they say it clearly.
fn said_of(heard: &Heard, claim: &Claim, stem: &str, at: usize) -> Option<Polarity> {
    let own = claim.polarities[at];
    let others = || claim.content.iter().map(String::as_str).filter(|other| *other != stem);
    let (mut same, mut opposite, mut possible) = (Likeness::default(), Likeness::default(), false);
    for &place in heard.places(stem) {
        if elsewhere(heard, claim, at, place) || heard.person(place).is_some() != claim.persons[at].is_some()
        {
            continue;
        }
        // What was asked and answered says more than what was mentioned by the way.
        let answered = heard.segments[place.segment].asked(place.at);
        let likeness = heard.near(place, others()) + if answered { 1.5 } else { 1.0 };
        let polarity = heard.polarity(place);
        possible |= polarity == Polarity::Possible;
        if polarity == own || own == Polarity::Negated && denied_near(heard, place) {
            same.add(likeness);
        } else if polarity == own.opposite() {
            opposite.add(likeness);
        }
    }
    if opposite.most == 0.0 || own == Polarity::Affirmed && possible && same.most == 0.0 {
        return (same.most > 0.0 || possible).then_some(own);
    }
    let turned = same.most == 0.0 || opposite.value() > same.value() * MORE_ALIKE;
    Some(if turned { own.opposite() } else { own })
}

/// Whether anything is denied around a word, or in the answer to it.
fn denied_near(heard: &Heard, place: Place) -> bool {
    let words = &heard.segments[place.segment].claim.words;
    let near = place.at.saturating_sub(6)..(place.at + 3).min(words.len());
    words[near].iter().any(|word| denies(&word.text))
}
