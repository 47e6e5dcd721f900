//! What was said and must not be missing from a note: drugs, allergies, warning symptoms, suicidal thoughts, pregnancy,
//! results that are awaited, follow-up.

use clinical::{SegmentId, Speaker};

use crate::allergens;
use crate::arranged::{awaited, follow_up};
use crate::claim::Claim;
use crate::concepts::{self, capital};
use crate::hay_fever;
use crate::heard::{Heard, Place};
use crate::measured::shares;
use crate::orders;
use crate::polarity::Polarity;
use crate::red_flags::{RED_FLAGS, RedFlag, is_reported, tells};

/// Something that was said and that the note does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Omission {
    /// What kind of thing it is.
    pub kind: OmissionKind,
    /// A sentence for a clinician. It names what was said.
    pub message: clinical::Phi,
    /// Where it was said, in order.
    pub evidence: Vec<SegmentId>,
}

/// What is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OmissionKind {
    /// A drug that was spoken of and not denied.
    Drug,
    /// An allergy or intolerance.
    Allergy,
    /// A symptom that may mean danger, reported.
    RedFlag,
    /// Thoughts of suicide or self-harm, reported or denied.
    Suicidality,
    /// Pregnancy, reported or asked about.
    Pregnancy,
    /// A result that is awaited, or a test that was ordered.
    PendingResult,
    /// When to come back.
    FollowUp,
}

impl OmissionKind {
    /// For programs: the variant's name in snake case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Drug => "drug",
            Self::Allergy => "allergy",
            Self::RedFlag => "red_flag",
            Self::Suicidality => "suicidality",
            Self::Pregnancy => "pregnancy",
            Self::PendingResult => "pending_result",
            Self::FollowUp => "follow_up",
        }
    }
}

/// What was said that none of the statements has.
pub(crate) fn omissions(heard: &Heard, note: &[Claim]) -> Vec<Omission> {
    let mut found = drugs(heard, note);
    found.extend(allergies(heard, note));
    found.extend(RED_FLAGS.iter().filter_map(|flag| red_flag(heard, note, flag)));
    found.extend(suicidality(heard, note));
    found.extend(pregnancy(heard, note));
    found.extend(arranged(
        awaited(heard, note),
        OmissionKind::PendingResult,
        "A result is awaited, and the note does not say so.",
    ));
    found.extend(orders::missing(heard, note).into_iter().map(|(test, segments)| Omission {
        kind: OmissionKind::PendingResult,
        message: format!("{} was ordered and is not in the note.", capital(test)).into(),
        evidence: ids(segments),
    }));
    found.extend(arranged(
        follow_up(heard, note),
        OmissionKind::FollowUp,
        "When or to whom to come back was said and is not in the note.",
    ));
    found
}

fn arranged(segments: Vec<usize>, kind: OmissionKind, message: &str) -> Option<Omission> {
    (!segments.is_empty()).then(|| Omission {
        kind,
        message: message.to_owned().into(),
        evidence: ids(segments),
    })
}

fn ids(mut segments: Vec<usize>) -> Vec<SegmentId> {
    segments.sort_unstable();
    segments.dedup();
    segments.into_iter().map(|at| SegmentId(at as u32)).collect()
}

fn drugs(heard: &Heard, note: &[Claim]) -> Vec<Omission> {
    let mut named: Vec<(&'static str, Vec<usize>)> = Vec::new();
    for (segment, said) in heard.segments.iter().enumerate() {
        for (at, drug) in &said.claim.drugs_at {
            let place = Place { segment, at: *at };
            if heard.polarity(place) == Polarity::Negated || heard.person(place).is_some() {
                continue;
            }
            match named.iter_mut().find(|(name, _)| name == drug) {
                Some((_, segments)) => segments.push(segment),
                None => named.push((drug, vec![segment])),
            }
        }
    }
    let in_note = |drug: &str| note.iter().any(|claim| claim.drugs.iter().any(|own| shares(own, drug)));
    named
        .into_iter()
        .filter(|(drug, _)| !in_note(drug))
        .map(|(drug, segments)| Omission {
            kind: OmissionKind::Drug,
            message: format!("{} was spoken of and is not in the note.", capital(drug)).into(),
            evidence: ids(segments),
        })
        .collect()
}

fn allergies(heard: &Heard, note: &[Claim]) -> Vec<Omission> {
    let allergy = |message: String, segments: Vec<usize>| Omission {
        kind: OmissionKind::Allergy,
        message: message.into(),
        evidence: ids(segments),
    };
    let stated = allergens::stated(heard);
    let mut found: Vec<Omission> = stated
        .into_iter()
        .filter(|stated| !note.iter().any(|claim| allergens::lists(claim, stated.name)))
        .map(|stated| {
            let message = format!("An allergy to {} was spoken of and is not in the note.", stated.name);
            allergy(message, stated.segments)
        })
        .collect();
    let seasonal = hay_fever::missing(heard, note);
    let told_of_pollen =
        found.iter().any(|one| one.evidence.iter().any(|id| seasonal.contains(&(id.0 as usize))));
    if !seasonal.is_empty() && !told_of_pollen {
        found
            .push(allergy("Seasonal allergies were spoken of and are not in the note.".to_owned(), seasonal));
    }
    if !found.is_empty() || note.iter().any(allergens::lists_any) {
        return found;
    }
    // That there are none is for the note to say, too.
    let spoken = |place: &&Place| {
        // What was asked was answered, though the answer may not have been heard.
        let told =
            heard.polarity(**place) == Polarity::Affirmed || heard.segments[place.segment].asked(place.at);
        told && heard.person(**place).is_none()
    };
    let place = heard.places("#allergy").iter().find(spoken);
    let of_place = |place: &Place| {
        let answer = heard.answer_to(place.segment).filter(|_| heard.segments[place.segment].asked(place.at));
        let message = "Allergies were spoken of and are not in the note.".to_owned();
        allergy(message, std::iter::once(place.segment).chain(answer).collect())
    };
    place.map(of_place).into_iter().collect()
}

fn red_flag(heard: &Heard, note: &[Claim], flag: &RedFlag) -> Option<Omission> {
    if note.iter().any(|claim| flag.is_told(claim)) {
        return None;
    }
    let segments = flag.reported(heard);
    (!segments.is_empty()).then(|| Omission {
        kind: OmissionKind::RedFlag,
        message: format!("{} was reported and is not in the note.", capital(flag.name)).into(),
        evidence: ids(segments),
    })
}

/// Where thoughts of suicide were reported the note must tell of them; where they were denied, it must say either.
fn suicidality(heard: &Heard, note: &[Claim]) -> Option<Omission> {
    const NAME: &str = "suicidal ideation";
    let places = spoken_of(heard, NAME);
    let reported = places.iter().any(|place| {
        let said = &heard.segments[place.segment];
        let of_patient = said.speaker != Speaker::Clinician || said.asked(place.at);
        of_patient && is_reported(heard, *place)
    });
    let told = note.iter().any(|claim| {
        let mut mentions = claim.mentions.iter().filter(|mention| concepts::name(mention.concept) == NAME);
        mentions.any(|mention| {
            tells(claim, mention.start)
                || !reported && claim.polarities[mention.start] == Polarity::Negated
                || !reported && mention.start < claim.heading
        })
    });
    let message = "Thoughts of suicide or self-harm were spoken of.";
    (!told).then(|| unanswered(heard, &places, OmissionKind::Suicidality, message)).flatten()
}

fn pregnancy(heard: &Heard, note: &[Claim]) -> Option<Omission> {
    let places = spoken_of(heard, "pregnancy");
    let told = note.iter().any(|claim| claim.names("pregnancy").is_some());
    let message = "Pregnancy was spoken of.";
    (!told).then(|| unanswered(heard, &places, OmissionKind::Pregnancy, message)).flatten()
}

/// Where a concept was asked about or said, and not only supposed.
fn spoken_of(heard: &Heard, name: &str) -> Vec<Place> {
    let supposed = |place: &Place| {
        heard.polarity(*place) == Polarity::Open && !heard.segments[place.segment].asked(place.at)
    };
    let places = heard.places(&format!("#{name}"));
    if places.iter().all(supposed) { Vec::new() } else { places.to_vec() }
}

fn unanswered(heard: &Heard, places: &[Place], kind: OmissionKind, message: &str) -> Option<Omission> {
    let segments =
        places.iter().flat_map(|place| std::iter::once(place.segment).chain(heard.answer_to(place.segment)));
    (!places.is_empty()).then(|| Omission {
        kind,
        message: format!("{message} The note does not say what was answered.").into(),
        evidence: ids(segments.collect()),
    })
}
