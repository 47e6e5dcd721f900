//! The extractive drafter: a note by rule, without a model. It copies and rewords what was said and cites every segment
//! that it used; the same transcript always gives the same words.
//!
//! The way of a sentence: a turn is cleaned ([`words`]), its speaker settled ([`speakers`]), joined with what it goes on with
//! ([`turns`]) and cut ([`sentences`]);
//! questions are joined with their answers ([`exchange`], [`asked`]); what the patient tells is sorted and put in the third
//! person ([`complaint`], [`told`], [`person`]); what the clinician finds, concludes and plans is stripped of its address ([`found`], [`diagnosed`], [`planned`]); of all
//! that, the note keeps what weighs most ([`select`], [`labels`]), with what it tells in fields ([`fields`]), and every line that the
//! clinician typed ([`jotted`]).

mod address;
mod affirmed;
mod allergies;
mod asked;
mod complaint;
mod corrected;
mod diagnosed;
mod disfluency;
mod dose;
mod exchange;
pub(crate) mod fields;
mod found;
mod impersonal;
pub(crate) mod jotted;
mod kin;
mod labels;
mod left_out;
mod lexicon;
mod looks;
pub(crate) mod person;
mod phrases;
mod planned;
mod problems;
mod proxy;
mod questions;
mod reason;
mod safety;
mod said;
mod select;
mod sentences;
mod speakers;
mod symptoms;
mod taken_back;
mod taking;
mod telling;
mod told;
mod topics;
mod turns;
mod verbs;
mod vitals;
mod weights;
mod words;

#[cfg(test)]
mod promises;
#[cfg(test)]
mod tests;

use clinical::{Detail, Note, Origin, SectionCode, SegmentId, SoapPart, Speaker, Statement, Transcript};

use crate::Template;
pub use left_out::left_out;
use looks::Looks;
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
    /// Whether the weights choose its section; otherwise the rule that made it has.
    open: bool,
    /// How much of it a clinician would have written, as the weights say.
    weight: f32,
    /// Where it was said, counted in sentences.
    place: usize,
}

/// The consult as the drafter reads it.
struct Consult {
    sentences: Vec<Sentence>,
    pronouns: Pronouns,
    /// Whether someone speaks for the patient in all that is said on the patient's side.
    for_patient: bool,
}

/// Drafts a note without a model. A section of the template about which nothing is recognised stays empty; what belongs to a
/// section that the template lacks goes to the widest of the same part of the note, and is left out where it has none.
pub fn extract(template: &Template, transcript: &Transcript) -> Note {
    let consult = Consult::of(transcript);
    let looks = Looks::of(&consult);
    let mut candidates = consult.candidates(&looks);
    candidates.retain_mut(|candidate| {
        let verdict = weights::verdict(&looks.at(candidate), |section| looks.may_be(candidate, section));
        candidate.weight = verdict.worth;
        if candidate.open {
            let Some(section) = verdict.section else { return false };
            if section == SectionCode::Results && !found::tells_result(&candidate.text) {
                return false;
            }
            candidate.section = section;
            // A drug list has drugs.
            if section == SectionCode::Medications && !taking::names_one(&candidate.text) {
                candidate.section = SectionCode::HistoryOfPresentIllness;
            }
            if candidate.section.part() == SoapPart::Objective && found::VITAL_WORD.is_match(&candidate.text)
            {
                candidate.section = SectionCode::VitalSigns;
            }
        }
        true
    });
    let mut note = template.empty_note();
    let kept = select::select(candidates, transcript.word_count(), looks.examines());
    let mut kept = labels::join(kept);
    for candidate in &mut kept {
        let told = || fields::detail(candidate.section, &candidate.text);
        candidate.detail = candidate.detail.take().or_else(told);
    }
    problems::group(&consult, &looks, &mut kept);
    person::vary(&mut kept, consult.pronouns);
    kept.extend(jotted::jotted(transcript));
    for candidate in kept {
        let is_typed = candidate.evidence.iter().all(|id| transcript.get(*id).is_some_and(|one| one.typed));
        let place = place_of(&note, candidate.section);
        // What was typed is kept even where the template has no place of its own for it.
        let Some(section) = place.or(is_typed.then_some(0)).and_then(|place| note.sections.get_mut(place))
        else {
            continue;
        };
        section.statements.push(if is_typed { typed(candidate) } else { candidate.by(Origin::Extractive) });
    }
    note
}

/// What somebody typed, as a statement of theirs.
fn typed(candidate: Candidate) -> Statement {
    Statement { copied: true, ..candidate.by(Origin::Clinician) }
}

/// Makes ready what the first draft of a process would otherwise wait for, some hundred patterns to be compiled. An application
/// calls it when it starts, on a thread of its own.
pub fn warm_up() {
    let mut transcript = Transcript::default();
    for (speaker, said) in EXAMPLE {
        transcript.push(speaker, said, None);
    }
    // Every template is drafted by the same rules.
    if let Some(template) = Template::built_in("soap") {
        extract(&template, &transcript);
    }
}

/// A consult that leads through all the rules.
const EXAMPLE: [(Speaker, &str); 14] = [
    (Speaker::Clinician, "What brings you in today?"),
    (Speaker::Patient, "I've had a cough for about 2 weeks, and my left knee hurts. Nobody at home has it."),
    (Speaker::Clinician, "How long does it last? Any fever or chills?"),
    (Speaker::Patient, "No, no fever, just a headache. It comes and goes. About an hour."),
    (
        Speaker::Clinician,
        "Do you smoke? You're on metformin 500 mg twice a day, and what are you allergic to?",
    ),
    (
        Speaker::Patient,
        "I smoke 10 a day. Penicillin gives me a rash. My mother had diabetes, and I work as a cook.",
    ),
    (
        Speaker::Clinician,
        "Let me take a look. Your blood pressure is 128/82. On your lung exam, there are a few crackles.",
    ),
    (
        Speaker::Clinician,
        "I reviewed your chest x-ray, and it shows a small infiltrate. The knee is a little swollen.",
    ),
    (
        Speaker::Clinician,
        "For your first problem, your cough, I think this is pneumonia. It could be a virus.",
    ),
    (
        Speaker::Clinician,
        "Start doxycycline 100 mg twice a day for 7 days. One tablet, twice a day. We'll order a scan.",
    ),
    (
        Speaker::Clinician,
        "I'll refer you to cardiology. If it gets worse, I'd like you to call. You should rest.",
    ),
    (
        Speaker::Clinician,
        "For your second problem, your diabetes, continue the metformin. We can also give you a brace.",
    ),
    (Speaker::Patient, "Okay, thank you."),
    (
        Speaker::Clinician,
        "Follow up with me in 2 weeks. It is important that the sugar does not rise any more.",
    ),
];

/// Where in a note what belongs to a section goes.
fn place_of(note: &Note, code: SectionCode) -> Option<usize> {
    use SectionCode::*;
    const WIDEST: [SectionCode; 12] = [
        HistoryOfPresentIllness,
        ChiefComplaint,
        PhysicalExam,
        Results,
        PrimaryDiagnosis,
        Problems,
        PlanFollowUp,
        PlanMedications,
        PlanTests,
        PlanProcedures,
        PlanReferrals,
        PlanEducation,
    ];
    let wider = WIDEST.into_iter().filter(|wide| wide.part() == code.part());
    std::iter::once(code)
        .chain(wider)
        .find_map(|code| note.sections.iter().position(|section| section.code == code))
}

/// A statement that the drafter considers, as the weights are learnt from it; see `models/train/note`.
pub struct Considered {
    /// The statement.
    pub text: String,
    /// Its section, where a rule gives it one.
    pub section: Option<SectionCode>,
    /// What the weights look at.
    pub looks: Vec<String>,
}

/// All statements that the drafter chooses from, in no particular order.
pub fn considered(transcript: &Transcript) -> Vec<Considered> {
    let consult = Consult::of(transcript);
    let looks = Looks::of(&consult);
    let considered = |candidate: Candidate| Considered {
        looks: looks.at(&candidate),
        section: (!candidate.open).then_some(candidate.section),
        text: candidate.text,
    };
    consult.candidates(&looks).into_iter().map(considered).collect()
}

impl Consult {
    fn of(transcript: &Transcript) -> Self {
        let cleaned: Vec<Vec<String>> =
            transcript.segments().iter().map(|segment| words::clean(&segment.text)).collect();
        let mut sentences = sentences::sentences(transcript, &cleaned);
        let pronouns = Pronouns::of(&cleaned).or_as_spoken_of(&sentences);
        let for_patient = proxy::speaks_for_patient(&sentences);
        if for_patient || sentences.iter().any(|one| one.for_patient) {
            proxy::name_speaker(&mut sentences);
        }
        Self { sentences, for_patient, pronouns }
    }

    /// All that may become a statement.
    fn candidates(&self, looks: &Looks) -> Vec<Candidate> {
        let mut candidates = asked::answers(self);
        candidates.extend(told::told(self));
        candidates.extend(taking::read_out(self, looks));
        candidates.extend(allergies::read_out(self));
        candidates.extend(found::found(self));
        candidates.extend(planned::planned(self));
        asked::without_contradicted(self, &mut candidates);
        taking::once(&mut candidates);
        allergies::once(&mut candidates);
        let mut taken = vec![false; self.sentences.len()];
        for candidate in &candidates {
            taken[candidate.place] = true;
        }
        candidates.extend(said::said(self, looks, &taken));
        let taken_back = taken_back::places(self);
        candidates.retain(|candidate| !taken_back.contains(&candidate.place));
        for candidate in &mut candidates {
            let cited = |one: &&Sentence| one.asks && candidate.evidence.contains(&one.segment);
            let asked = self.sentences[..candidate.place].iter().filter(cited);
            let cited = asked.chain([&self.sentences[candidate.place]]);
            let rest: Vec<SegmentId> = cited.flat_map(|one| one.rest.iter().copied()).collect();
            candidate.evidence.extend(rest);
            candidate.evidence.sort_unstable();
            candidate.evidence.dedup();
        }
        candidates
    }
}

impl Candidate {
    fn new(section: SectionCode, text: &str, evidence: &[SegmentId], place: usize) -> Self {
        let mut evidence = evidence.to_vec();
        evidence.sort_unstable();
        evidence.dedup();
        Self {
            section,
            text: person::sentence_case(&address::plainly(&address::written_out(text))),
            detail: None,
            evidence,
            open: false,
            weight: 0.0,
            place,
        }
    }

    fn by(self, origin: Origin) -> Statement {
        Statement { detail: self.detail, ..Statement::new(self.text, self.evidence, origin) }
    }

    fn with(mut self, detail: Option<Detail>) -> Self {
        self.detail = detail;
        self
    }

    /// Leaves its section to the weights.
    fn open(mut self) -> Self {
        self.open = true;
        self
    }
}
