//! An encounter: one meeting of a patient and a clinician, from planned to finished.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{EncounterId, PatientId, Phi, UserId};

/// One meeting of a patient and a clinician.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Encounter {
    /// Ours.
    pub id: EncounterId,
    /// Who is seen.
    pub patient: PatientId,
    /// Who sees them.
    pub clinician: UserId,
    /// Where it takes place.
    pub class: EncounterClass,
    /// How far it has come.
    pub status: EncounterStatus,
    /// Why the patient comes, in a few words.
    pub reason: Phi,
    /// When it is planned for, or began.
    pub start: Timestamp,
    /// When it ended.
    pub end: Option<Timestamp>,
    /// The patient's answer to being recorded; none while they have not been asked.
    pub consent: Option<Consent>,
    /// What its sound is.
    #[serde(default)]
    pub sound: Sound,
    /// The code of the language that is spoken at it, of [`LANGUAGES`](crate::LANGUAGES), where somebody has chosen it.
    #[serde(default)]
    pub language: Option<String>,
}

impl Encounter {
    /// Whether a recording may start: the patient has agreed, or it is dictation, in which only the clinician is heard.
    pub fn permits_recording(&self) -> bool {
        self.sound == Sound::Dictation
            || self.consent.as_ref().is_some_and(|consent| consent.answer.permits_recording())
    }
}

/// What is recorded at an encounter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sound {
    /// The talk of patient and clinician.
    #[default]
    Visit,
    /// The clinician alone, who dictates the note.
    Dictation,
    /// The consult that ships with Dictum, for trying it.
    Sample,
}

/// HL7 v3 `ActEncounterCode`, the classes that FHIR R4 prefers for `Encounter.class`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EncounterClass {
    /// AMB.
    Ambulatory,
    /// EMER.
    Emergency,
    /// HH.
    HomeHealth,
    /// IMP.
    Inpatient,
    /// VR.
    Virtual,
}

impl EncounterClass {
    /// The code and its display in `http://terminology.hl7.org/CodeSystem/v3-ActCode`.
    pub fn code(self) -> (&'static str, &'static str) {
        match self {
            Self::Ambulatory => ("AMB", "ambulatory"),
            Self::Emergency => ("EMER", "emergency"),
            Self::HomeHealth => ("HH", "home health"),
            Self::Inpatient => ("IMP", "inpatient encounter"),
            Self::Virtual => ("VR", "virtual"),
        }
    }
}

/// FHIR R4 `EncounterStatus`, the values that this product reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EncounterStatus {
    /// On the worklist.
    Planned,
    /// Being recorded, transcribed, drafted or reviewed.
    InProgress,
    /// Its note is signed.
    Finished,
    /// Did not take place.
    Cancelled,
}

impl EncounterStatus {
    /// As FHIR writes it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::InProgress => "in-progress",
            Self::Finished => "finished",
            Self::Cancelled => "cancelled",
        }
    }
}

/// The answer to the question whether the visit may be recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// What was answered, and how.
    pub answer: ConsentAnswer,
    /// Who answered: the patient, or someone for them.
    pub given_by: Phi,
    /// When.
    pub at: Timestamp,
    /// Who asked.
    pub recorded_by: UserId,
}

/// How consent to a recording was given, or that it was not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConsentAnswer {
    /// Given aloud.
    Verbal,
    /// Given on paper.
    Written,
    /// Refused: nothing may be recorded.
    Declined,
}

impl ConsentAnswer {
    /// Whether a recording may start.
    pub fn permits_recording(self) -> bool {
        self != Self::Declined
    }
}
