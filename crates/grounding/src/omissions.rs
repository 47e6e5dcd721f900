//! What was said and must not be missing from a note: drugs, allergies, warning symptoms, suicidal thoughts, pregnancy,
//! results that are awaited, follow-up.

use clinical::SegmentId;

use crate::allergies::REACTIONS;
use crate::claim::Claim;
use crate::concepts::capital;
use crate::heard::{Heard, Place};
use crate::measured::shares;
use crate::numbers::Amount;
use crate::polarity::Polarity;

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
    /// A result that is awaited.
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

/// Symptoms that a note must not lose once they are reported.
const RED_FLAGS: &[&str] = &[
    "chest pain",
    "shortness of breath",
    "syncope",
    "hemoptysis",
    "hematemesis",
    "blood in stool",
    "hematuria",
    "seizure",
    "weight loss",
    "night sweat",
    "confusion",
    "neck stiffness",
    "jaundice",
    "hallucination",
    "vaginal bleeding",
];

/// What was said that none of the statements has.
pub(crate) fn omissions(heard: &Heard, note: &[Claim]) -> Vec<Omission> {
    let mut found = drugs(heard, note);
    found.extend(allergies(heard, note));
    found.extend(RED_FLAGS.iter().filter_map(|name| red_flag(heard, note, name)));
    found.extend(asked_or_said(
        heard,
        note,
        "suicidal ideation",
        OmissionKind::Suicidality,
        "Thoughts of suicide or self-harm were spoken of.",
    ));
    found.extend(asked_or_said(
        heard,
        note,
        "pregnancy",
        OmissionKind::Pregnancy,
        "Pregnancy was spoken of.",
    ));
    found.extend(pending(heard, note));
    found.extend(follow_up(heard, note));
    found
}

fn has(note: &[Claim], name: &str) -> bool {
    note.iter().any(|claim| claim.names(name).is_some())
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

/// How near a drug must stand to the word "allergic".
const NEAR: usize = 8;

/// Whether this is what stands in a list of allergies: "Penicillin: rash."
fn is_entry(statement: &str) -> bool {
    let lower = statement.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.any(|word| REACTIONS.contains(&word))
}

fn allergies(heard: &Heard, note: &[Claim]) -> Vec<Omission> {
    let mut found: Vec<Omission> = Vec::new();
    for place in heard.places("#allergy") {
        let polarity = heard.polarity(*place);
        let asked = heard.segments[place.segment].asked(place.at);
        if polarity == Polarity::Negated && !asked || heard.person(*place).is_some() {
            continue;
        }
        let near = |drug: &&(usize, &'static str)| drug.0.abs_diff(place.at) <= NEAR;
        // The answer names it: "Any allergies?" "Penicillin."
        let answer = asked.then(|| heard.answer_to(place.segment)).flatten();
        let here = heard.segments[place.segment].claim.drugs_at.iter().filter(near);
        let there = answer.into_iter().flat_map(|at| heard.segments[at].claim.drugs_at.iter());
        let denied = polarity == Polarity::Negated;
        for (_, drug) in here.chain(there).filter(|_| !denied) {
            let listed = note.iter().any(|claim| {
                (claim.names("allergy").is_some() || is_entry(&claim.text))
                    && claim.drugs.iter().any(|own| shares(own, drug))
            });
            let message = format!("An allergy to {drug} was spoken of and is not in the note.");
            if !listed && !found.iter().any(|other| other.message.as_str() == message) {
                let evidence = ids(std::iter::once(place.segment).chain(answer).collect());
                found.push(Omission { kind: OmissionKind::Allergy, message: message.into(), evidence });
            }
        }
        let is_listed = || note.iter().any(|claim| !claim.drugs.is_empty() && is_entry(&claim.text));
        // That there are none is for the note to say, too.
        if (polarity == Polarity::Affirmed || denied)
            && !has(note, "allergy")
            && !is_listed()
            && found.is_empty()
        {
            found.push(Omission {
                kind: OmissionKind::Allergy,
                message: "Allergies were spoken of and are not in the note.".to_owned().into(),
                evidence: ids(std::iter::once(place.segment).chain(answer).collect()),
            });
        }
    }
    found
}

fn red_flag(heard: &Heard, note: &[Claim], name: &str) -> Option<Omission> {
    let stem = format!("#{name}");
    if has(note, name) {
        return None;
    }
    let reported =
        |place: &&Place| heard.polarity(**place) == Polarity::Affirmed && heard.person(**place).is_none();
    let segments: Vec<usize> =
        heard.places(&stem).iter().filter(reported).map(|place| place.segment).collect();
    (!segments.is_empty()).then(|| Omission {
        kind: OmissionKind::RedFlag,
        message: format!("{} was reported and is not in the note.", capital(name)).into(),
        evidence: ids(segments),
    })
}

fn asked_or_said(
    heard: &Heard,
    note: &[Claim],
    name: &str,
    kind: OmissionKind,
    message: &str,
) -> Option<Omission> {
    let stem = format!("#{name}");
    let places = heard.places(&stem);
    let supposed = |place: &Place| {
        heard.polarity(*place) == Polarity::Open && !heard.segments[place.segment].asked(place.at)
    };
    if has(note, name) || places.iter().all(supposed) {
        return None;
    }
    let segments =
        places.iter().flat_map(|place| std::iter::once(place.segment).chain(heard.answer_to(place.segment)));
    Some(Omission {
        kind,
        message: format!("{message} The note does not say what was answered.").into(),
        evidence: ids(segments.collect()),
    })
}

/// Words by which a statement says that results are still to come.
const TO_COME: &[&str] = &[
    "when",
    "once",
    "will",
    "call",
    "contact",
    "back",
    "wait",
    "waiting",
    "portal",
    "notify",
    "inform",
    "return",
    "until",
    "after",
    "follow",
    "discuss",
    "available",
];

/// "We are waiting for the culture", "when the results come back".
fn pending(heard: &Heard, note: &[Claim]) -> Option<Omission> {
    let awaited = |words: &[String]| {
        let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        has(&["pending", "awaiting"])
            || has(&["waiting", "wait"]) && has(&["results", "result", "culture", "pathology", "labs"])
    };
    let texts = |claim: &Claim| claim.words.iter().map(|word| word.text.clone()).collect::<Vec<_>>();
    let near = |claim: &Claim| texts(claim).chunks(14).any(awaited);
    let segments: Vec<usize> =
        (0..heard.segments.len()).filter(|at| near(&heard.segments[*at].claim)).collect();
    // "Lab results were normal" says of nothing that it is awaited.
    let told = |claim: &Claim| {
        let words = texts(claim);
        let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        has(&["pending", "awaiting", "await", "awaited"]) || has(&["results", "result"]) && has(TO_COME)
    };
    (!segments.is_empty() && !note.iter().any(told)).then(|| Omission {
        kind: OmissionKind::PendingResult,
        message: "A result is awaited, and the note does not say so.".to_owned().into(),
        evidence: ids(segments),
    })
}

/// "I'll see you back in two weeks."
fn follow_up(heard: &Heard, note: &[Claim]) -> Option<Omission> {
    let is_time = |amount: &Amount| amount.unit.is_some_and(clinical::quantity::Unit::is_time);
    let noted = |claim: &Claim| {
        claim.names("follow up").is_some()
            && (claim.amounts.iter().any(is_time)
                || claim.words.iter().any(|word| matches!(word.text.as_str(), "needed" | "sooner" | "next")))
    };
    if note.iter().any(noted) {
        return None;
    }
    let timed = |place: &&Place| {
        let claim = &heard.segments[place.segment].claim;
        let near = |at: usize| at.abs_diff(place.at) <= NEAR;
        heard.polarity(**place) != Polarity::Negated
            && claim.amounts.iter().any(|amount| near(amount.at) && is_time(amount))
            && claim.words[place.at.saturating_sub(4)..place.at].iter().any(|word| {
                matches!(
                    word.text.as_str(),
                    "i" | "i'll"
                        | "we"
                        | "we'll"
                        | "will"
                        | "want"
                        | "gon"
                        | "gonna"
                        | "need"
                        | "to"
                        | "let's"
                        | "you"
                )
            })
    };
    let segments: Vec<usize> =
        heard.places("#follow up").iter().filter(timed).map(|place| place.segment).collect();
    (!segments.is_empty()).then(|| Omission {
        kind: OmissionKind::FollowUp,
        message: "When to come back was said and is not in the note.".to_owned().into(),
        evidence: ids(segments),
    })
}
