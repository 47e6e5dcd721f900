//! Patients and the people who use Dictum.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{PatientId, Phi, UserId};

/// A patient's demographics, as much as a note and its export need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Patient {
    /// Ours.
    pub id: PatientId,
    /// Family name.
    pub family_name: Phi,
    /// Given names, space-separated.
    pub given_name: Phi,
    /// Date of birth, where known.
    pub birth_date: Option<Date>,
    /// Administrative gender, as FHIR has it.
    pub gender: Gender,
    /// Medical record number in the EHR, where known.
    pub mrn: Option<Phi>,
    /// Known allergies in the clinician's words, for the banner.
    pub allergies: Vec<Phi>,
    /// What the patient takes, in the clinician's words: "lisinopril 20 mg daily".
    #[serde(default)]
    pub medications: Vec<Phi>,
    /// Whether this is the sample patient that ships with Dictum.
    pub sample: bool,
}

impl Patient {
    /// Whole years of age on `day`; none without a date of birth or before it.
    pub fn age_on(&self, day: Date) -> Option<u16> {
        let born = self.birth_date?;
        let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
        u16::try_from(day.year() - born.year() - i16::from(!had_birthday)).ok()
    }
}

/// FHIR R4 `AdministrativeGender`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// Female.
    Female,
    /// Male.
    Male,
    /// Neither of the two.
    Other,
    /// Not recorded.
    Unknown,
}

/// A person who uses Dictum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// Ours.
    pub id: UserId,
    /// As it appears under a signature, for example "Dr A. Okafor".
    pub name: String,
    /// What they may do.
    pub role: Role,
}

/// What a user may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Sees patients, edits and signs notes.
    Clinician,
    /// Prepares and reviews drafts; never signs.
    Scribe,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn age_counts_birthdays() {
        let patient = Patient {
            id: PatientId::new(),
            family_name: "Ellis".into(),
            given_name: "Margaret".into(),
            birth_date: Some(Date::constant(1959, 3, 12)),
            gender: Gender::Female,
            mrn: None,
            allergies: vec![],
            medications: vec![],
            sample: true,
        };
        assert_eq!(patient.age_on(Date::constant(2026, 3, 11)), Some(66));
        assert_eq!(patient.age_on(Date::constant(2026, 3, 12)), Some(67));
        assert_eq!(patient.age_on(Date::constant(1959, 3, 11)), None);
    }
}
