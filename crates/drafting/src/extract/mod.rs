//! The extractive drafter: a note by rule, without a model. It copies and rewords what was said and cites every segment
//! that it used; the same transcript always gives the same words.
//!
//! The way of a sentence: a turn is cleaned ([`words`]) and cut ([`sentences`]), its speaker settled ([`speakers`]);
//! questions are joined with their answers ([`asked`]); what the patient tells is sorted and put in the third person
//! ([`told`], [`person`]); what the clinician finds and plans is stripped of its address ([`found`], [`planned`]); of all
//! that, the note keeps what weighs most ([`select`]), and every line that the clinician typed ([`jotted`]).

mod asked;
mod dose;
mod found;
mod jotted;
mod lexicon;
mod person;
mod planned;
mod select;
mod sentences;
mod speakers;
mod told;
mod verbs;
mod vitals;
mod words;

#[cfg(test)]
mod tests;

use clinical::{Detail, Note, Origin, SectionCode, SegmentId, Statement, Transcript};

use crate::Template;
use person::Pronouns;
use sentences::Sentence;

/// What may become a statement.
#[derive(Clone, Debug, PartialEq)]
struct Candidate {
    section: SectionCode,
    text: String,
    detail: Option<Detail>,
    /// In ascending order, each once.
    evidence: Vec<SegmentId>,
    /// How much it says, for the choice where there is too much.
    weight: f32,
    /// Where it was said, counted in sentences.
    place: usize,
}

/// The consult as the drafter reads it.
struct Consult {
    sentences: Vec<Sentence>,
    pronouns: Pronouns,
}

/// Drafts a note without a model. A section of the template about which nothing is recognised stays empty; sections that the
/// template lacks are left out.
pub fn extract(template: &Template, transcript: &Transcript) -> Note {
    let cleaned: Vec<Vec<String>> =
        transcript.segments().iter().map(|segment| words::clean(&segment.text)).collect();
    let consult =
        Consult { sentences: sentences::sentences(transcript, &cleaned), pronouns: Pronouns::of(&cleaned) };
    let mut candidates = asked::answers(&consult);
    candidates.extend(told::told(&consult));
    candidates.extend(found::found(&consult));
    candidates.extend(planned::planned(&consult));
    let mut note = template.empty_note();
    let mut kept = select::select(candidates, transcript.word_count());
    kept.extend(jotted::jotted(transcript));
    for candidate in kept {
        let typed = candidate.evidence.iter().all(|id| transcript.get(*id).is_some_and(|one| one.typed));
        let place = note.sections.iter().position(|section| section.code == candidate.section);
        // What was typed is kept even where the template has no place of its own for it.
        let Some(section) = place.or(typed.then_some(0)).and_then(|place| note.sections.get_mut(place))
        else {
            continue;
        };
        let origin = if typed { Origin::Clinician } else { Origin::Extractive };
        let mut statement = Statement::new(candidate.text, candidate.evidence, origin);
        statement.detail = candidate.detail;
        section.statements.push(statement);
    }
    note
}

impl Candidate {
    fn new(section: SectionCode, text: &str, evidence: &[SegmentId], place: usize) -> Self {
        let mut evidence = evidence.to_vec();
        evidence.sort_unstable();
        evidence.dedup();
        Self { section, text: person::sentence_case(text), detail: None, evidence, weight: 1.0, place }
    }

    fn with(mut self, detail: Option<Detail>) -> Self {
        self.detail = detail;
        self
    }

    fn weighing(mut self, weight: f32) -> Self {
        self.weight = weight;
        self
    }
}
