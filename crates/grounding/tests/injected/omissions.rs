//! Notes from which something is dropped that was said and that they have: a drug, an allergy, a warning symptom, suicidal
//! thoughts, the follow-up, a test whose result is awaited.

use std::collections::BTreeMap;

use clinical::drugs::drugs_in;
use grounding::{Omission, OmissionKind};

use crate::consults::Consult;
use crate::pending;

/// What is dropped, by the words that tell it in a note and in the talk.
const SUBJECTS: &[(OmissionKind, &[&str])] = &[
    (OmissionKind::Allergy, &["allerg"]),
    (
        OmissionKind::Suicidality,
        &["suicid", "self-harm", "self harm", "harming", "harm yourself", "hurt yourself"],
    ),
    (OmissionKind::Pregnancy, &["pregnan"]),
    (
        OmissionKind::FollowUp,
        &[
            "follow up",
            "follow-up",
            "see you back",
            "come back",
            "see you in",
            "return",
            "revisit",
            "in 2 weeks",
            "in two weeks",
        ],
    ),
    (OmissionKind::RedFlag, &["chest pain", "chest discomfort", "chest cramp", "chest tight"]),
    (
        OmissionKind::RedFlag,
        &[
            "shortness of breath",
            "short of breath",
            "dyspnea",
            "breathless",
            "difficulty breathing",
            "to breathe",
        ],
    ),
];

/// How a consult says when to come back; "good to see you" does not.
const RETURNS: &[&str] = &[
    "see you back in",
    "see you in a",
    "see you in t",
    "see you again in",
    "come back in",
    "follow up with me in",
    "back in two",
];

/// Of how many drops a share says something.
const ENOUGH: usize = 10;

#[derive(Default)]
pub struct Dropped {
    /// By kind: how many drops were reported, and of how many.
    caught: BTreeMap<OmissionKind, (usize, usize)>,
    /// By kind: what is reported of the notes as they stand.
    untouched: BTreeMap<OmissionKind, usize>,
    notes: usize,
}

impl Dropped {
    pub fn of(consults: &[Consult], show: bool) -> Self {
        let mut dropped = Self::default();
        for consult in consults {
            dropped.add(consult, show);
        }
        dropped
    }

    fn add(&mut self, consult: &Consult, show: bool) {
        let whole = omissions(consult, |_| true);
        self.notes += 1;
        for omission in &whole {
            *self.untouched.entry(omission.kind).or_default() += 1;
            if show {
                println!(
                    "Omission\t{:?}\t{}\t{}\t{:?}",
                    consult.source,
                    consult.name,
                    omission.message.as_str(),
                    omission.evidence
                );
            }
        }
        let said: Vec<&str> = drugs_in(&consult.talk).into_iter().map(|drug| drug.generic).collect();
        let mut drugs: Vec<&str> =
            consult.statements.iter().flat_map(|text| drugs_in(text)).map(|drug| drug.generic).collect();
        drugs.sort_unstable();
        drugs.dedup();
        for drug in drugs.into_iter().filter(|drug| said.contains(drug)) {
            let without = omissions(consult, |text| !drugs_in(text).iter().any(|own| own.generic == drug));
            let named = |omission: &Omission| {
                matches!(omission.kind, OmissionKind::Drug | OmissionKind::Allergy)
                    && omission.message.as_str().to_lowercase().contains(drug)
            };
            self.count(OmissionKind::Drug, consult, drug, without.iter().any(named), show);
        }
        self.add_pending(consult, show);
        for (kind, words) in SUBJECTS {
            let speaks = |text: &str| words.iter().any(|word| text.to_lowercase().contains(word));
            let noted = consult.statements.iter().any(|text| speaks(text));
            // What the note denies need not be there: only what is reported is missed.
            let denied = *kind == OmissionKind::RedFlag
                && consult.statements.iter().filter(|text| speaks(text)).any(|text| {
                    ["den", "no ", "not ", "without", "nil"]
                        .iter()
                        .any(|word| text.to_lowercase().contains(word))
                });
            let already = whole.iter().any(|omission| omission.kind == *kind);
            let said = match kind {
                OmissionKind::FollowUp => RETURNS.iter().any(|words| consult.talk.contains(words)),
                _ => speaks(&consult.talk),
            };
            if noted && !denied && !already && said {
                let without = omissions(consult, |text| !speaks(text));
                let found = without.iter().any(|omission| omission.kind == *kind);
                self.count(*kind, consult, words[0], found, show);
            }
        }
    }

    /// Every statement that names the test is dropped. What is reported must rest on where the talk names it.
    fn add_pending(&mut self, consult: &Consult, show: bool) {
        let of = |test, omission: &Omission| {
            let named = |id| consult.transcript.get(id).is_some_and(|said| pending::names(&said.text, test));
            omission.kind == OmissionKind::PendingResult && omission.evidence.iter().any(|id| named(*id))
        };
        let whole = omissions(consult, |_| true);
        for test in pending::ordered(consult) {
            if whole.iter().any(|omission| of(test, omission)) {
                continue;
            }
            let without = omissions(consult, |text| !pending::names(text, test));
            let found = without.iter().any(|omission| of(test, omission));
            self.count(OmissionKind::PendingResult, consult, test[0], found, show);
        }
    }

    fn count(&mut self, kind: OmissionKind, consult: &Consult, what: &str, found: bool, show: bool) {
        let entry = self.caught.entry(kind).or_default();
        entry.0 += usize::from(found);
        entry.1 += 1;
        if show && !found {
            println!("Dropped\t{:?}\t{}\t{kind:?}: {what}", consult.source, consult.name);
        }
    }

    pub fn cases(&self) -> usize {
        self.caught.values().map(|(_, of)| of).sum()
    }

    pub fn share(&self) -> f64 {
        let (found, of) = self.caught.values().fold((0, 0), |sum, (found, of)| (sum.0 + found, sum.1 + of));
        found as f64 / of as f64
    }

    /// The kinds of which enough was dropped to say something, each with the share that is reported.
    pub fn kinds(&self) -> impl Iterator<Item = (OmissionKind, f64)> {
        let enough = self.caught.iter().filter(|(_, (_, of))| *of >= ENOUGH);
        enough.map(|(kind, (found, of))| (*kind, *found as f64 / *of as f64))
    }

    /// How many of the dropped tests that were ordered are reported, as a share, and how many of the notes as they stand are said to
    /// lack one.
    pub fn pending(&self) -> (f64, usize) {
        let (found, of) = self.caught[&OmissionKind::PendingResult];
        (found as f64 / of as f64, self.untouched[&OmissionKind::PendingResult])
    }

    pub fn print(&self) {
        for (kind, (found, of)) in &self.caught {
            println!(
                "dropped {kind:?}: {found} of {of} reported, {:.1} %",
                *found as f64 * 100.0 / *of as f64
            );
        }
        println!("dropped, all: {:.1} % of {} reported", self.share() * 100.0, self.cases());
        for (kind, count) in &self.untouched {
            println!("reported of {} untouched notes, {kind:?}: {count}", self.notes);
        }
    }
}

fn omissions(consult: &Consult, keep: impl Fn(&str) -> bool) -> Vec<Omission> {
    consult.heard.omissions(consult.statements.iter().map(String::as_str).filter(|text| keep(text)))
}
