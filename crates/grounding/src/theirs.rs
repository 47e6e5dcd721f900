//! What a statement tells of the patient, and the talk only of somebody else: "my brother has those hearing aids".

use clinical::Speaker;

use crate::claim::Claim;
use crate::companions::speaks;
use crate::concepts;
use crate::heard::{Heard, Place};
use crate::persons::Kin;
use crate::polarity::Polarity;
use crate::subjects::PersonFault;
use crate::words::Gap;

/// What a statement tells that names no relative, where most of it was only ever said of one.
pub(crate) fn mostly_of_kin(heard: &Heard, claim: &Claim) -> Option<PersonFault> {
    if claim.words.iter().any(|word| Kin::of(&word.text).is_some()) || claim.only_frame {
        return None;
    }
    let patient = |kin: &Kin| *kin == Kin::Child && heard.is_about_a_child() || speaks(heard, *kin);
    let has = claim.words.iter().any(|word| HAS.contains(&word.text.as_str()));
    let (mut all, mut theirs) = (0.0, 0.0);
    let mut most: Option<(f64, usize, Kin)> = None;
    for stem in claim.content.iter().filter(|stem| !concepts::is_common(stem)) {
        let at = claim.places_of(stem).next()?;
        let places = heard.places(stem);
        if places.is_empty() || claim.polarities[at] != Polarity::Affirmed {
            continue;
        }
        let weight = heard.weight(stem);
        all += weight;
        let kin = |place: &Place| heard.person(*place).filter(|kin| !patient(kin) && *kin != Kin::Family);
        let Some(first) = places.iter().find_map(kin) else { continue };
        let theirs_only = |place: &Place| kin(place).is_some() || has && is_offered(heard, *place);
        if places.iter().all(theirs_only) {
            theirs += weight;
            if most.is_none_or(|(best, ..)| weight > best) {
                most = Some((weight, at, first));
            }
        }
    }
    let (_, at, kin) = most.filter(|_| theirs > all * MOSTLY)?;
    Some(PersonFault::OfKin(claim.words[at].text.clone(), kin, None))
}

/// Words by which a statement says that somebody has or had something.
const HAS: &[&str] = &[
    "has",
    "had",
    "takes",
    "wears",
    "uses",
    "received",
    "underwent",
    "undergone",
    "already",
    "previously",
    "smokes",
];

/// "You may need a pacemaker": whether a clinician speaks of what may come, which nobody has.
pub(crate) fn is_offered(heard: &Heard, place: Place) -> bool {
    const MAY_COME: &[&str] = &[
        "need",
        "needs",
        "needing",
        "would",
        "will",
        "could",
        "can",
        "then",
        "recommend",
        "i'd",
        "we'll",
        "i'll",
        "next",
        "get",
        "may",
        "might",
        "if",
        "talk",
    ];
    let said = &heard.segments[place.segment];
    let words = &said.claim.words;
    let begins = (0..=place.at).rev().find(|at| words[*at].gap >= Gap::Stop).unwrap_or(0);
    let ends = (place.at + 1..words.len()).find(|at| words[*at].gap >= Gap::Stop).unwrap_or(words.len());
    said.speaker == Speaker::Clinician
        && words[begins..ends].iter().any(|word| MAY_COME.contains(&word.text.as_str()))
}

/// The share of a statement, by weight, that was only said of a relative.
const MOSTLY: f64 = 0.6;
