//! The sections of a note, with their place in SOAP and their LOINC codes.

use serde::{Deserialize, Serialize};

/// A section of a clinical note. Templates choose which of them a note has, in what order and under what title.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionCode {
    /// Why the patient came.
    ChiefComplaint,
    /// The story of the present problem.
    HistoryOfPresentIllness,
    /// Symptoms asked about, system by system.
    ReviewOfSystems,
    /// Illnesses and operations of the past.
    PastMedicalHistory,
    /// Illnesses in the family.
    FamilyHistory,
    /// Work, home, tobacco, alcohol, drugs.
    SocialHistory,
    /// What the patient takes already.
    Medications,
    /// Allergies and intolerances.
    Allergies,
    /// Measured today.
    VitalSigns,
    /// Found on examination.
    PhysicalExam,
    /// Laboratory and imaging results that are known.
    Results,
    /// The primary diagnosis.
    PrimaryDiagnosis,
    /// What else it could be.
    DifferentialDiagnoses,
    /// Other problems considered today.
    Problems,
    /// Medications started, changed, stopped.
    PlanMedications,
    /// Tests ordered.
    PlanTests,
    /// Procedures done or planned.
    PlanProcedures,
    /// Referrals.
    PlanReferrals,
    /// Advice and education.
    PlanEducation,
    /// When to come back, and when sooner.
    PlanFollowUp,
}

/// The four parts of a SOAP note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SoapPart {
    /// What the patient says.
    Subjective,
    /// What was measured and found.
    Objective,
    /// What the clinician makes of it.
    Assessment,
    /// What will be done.
    Plan,
}

impl SoapPart {
    /// As a heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Subjective => "Subjective",
            Self::Objective => "Objective",
            Self::Assessment => "Assessment",
            Self::Plan => "Plan",
        }
    }
}

/// Every section, in the order of a SOAP note.
pub const ALL_SECTIONS: [SectionCode; 20] = {
    use SectionCode::*;
    [
        ChiefComplaint,
        HistoryOfPresentIllness,
        ReviewOfSystems,
        PastMedicalHistory,
        FamilyHistory,
        SocialHistory,
        Medications,
        Allergies,
        VitalSigns,
        PhysicalExam,
        Results,
        PrimaryDiagnosis,
        DifferentialDiagnoses,
        Problems,
        PlanMedications,
        PlanTests,
        PlanProcedures,
        PlanReferrals,
        PlanEducation,
        PlanFollowUp,
    ]
};

impl SectionCode {
    /// The part of SOAP it belongs to.
    pub fn part(self) -> SoapPart {
        use SectionCode::*;
        match self {
            ChiefComplaint
            | HistoryOfPresentIllness
            | ReviewOfSystems
            | PastMedicalHistory
            | FamilyHistory
            | SocialHistory
            | Medications
            | Allergies => SoapPart::Subjective,
            VitalSigns | PhysicalExam | Results => SoapPart::Objective,
            PrimaryDiagnosis | DifferentialDiagnoses | Problems => SoapPart::Assessment,
            PlanMedications | PlanTests | PlanProcedures | PlanReferrals | PlanEducation | PlanFollowUp => {
                SoapPart::Plan
            }
        }
    }

    /// LOINC code and display of the section. LOINC has one code for the whole assessment and one for the whole plan;
    /// their sub-sections share it.
    pub fn loinc(self) -> (&'static str, &'static str) {
        use SectionCode::*;
        match self {
            ChiefComplaint => ("10154-3", "Chief complaint Narrative - Reported"),
            HistoryOfPresentIllness => ("10164-2", "History of Present illness Narrative"),
            ReviewOfSystems => ("10187-3", "Review of systems Narrative - Reported"),
            PastMedicalHistory => ("11348-0", "History of Past illness Narrative"),
            FamilyHistory => ("10157-6", "History of family member diseases Narrative"),
            SocialHistory => ("29762-2", "Social history Narrative"),
            Medications => ("10160-0", "History of Medication use Narrative"),
            Allergies => ("48765-2", "Allergies and adverse reactions Document"),
            VitalSigns => ("8716-3", "Vital signs"),
            PhysicalExam => ("29545-1", "Physical findings Narrative"),
            Results => ("30954-2", "Relevant diagnostic tests/laboratory data Narrative"),
            PrimaryDiagnosis | DifferentialDiagnoses | Problems => ("51848-0", "Evaluation note"),
            PlanMedications | PlanTests | PlanProcedures | PlanReferrals | PlanEducation | PlanFollowUp => {
                ("18776-5", "Plan of care note")
            }
        }
    }

    /// The code as it is written in templates and JSON: the variant's name in snake case.
    pub fn as_str(self) -> &'static str {
        use SectionCode::*;
        match self {
            ChiefComplaint => "chief_complaint",
            HistoryOfPresentIllness => "history_of_present_illness",
            ReviewOfSystems => "review_of_systems",
            PastMedicalHistory => "past_medical_history",
            FamilyHistory => "family_history",
            SocialHistory => "social_history",
            Medications => "medications",
            Allergies => "allergies",
            VitalSigns => "vital_signs",
            PhysicalExam => "physical_exam",
            Results => "results",
            PrimaryDiagnosis => "primary_diagnosis",
            DifferentialDiagnoses => "differential_diagnoses",
            Problems => "problems",
            PlanMedications => "plan_medications",
            PlanTests => "plan_tests",
            PlanProcedures => "plan_procedures",
            PlanReferrals => "plan_referrals",
            PlanEducation => "plan_education",
            PlanFollowUp => "plan_follow_up",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_written_code_is_the_serialised_one() {
        for code in ALL_SECTIONS {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }

    #[test]
    fn sections_come_part_by_part() {
        assert!(ALL_SECTIONS.is_sorted_by_key(|code| code.part()));
    }
}
