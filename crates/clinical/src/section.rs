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
    /// Vaccines given, due and declined.
    Immunizations,
    /// How a child grows and what it can do.
    Development,
    /// Why a procedure is done.
    ProcedureIndication,
    /// What the patient was told of a procedure, and agreed to.
    ProcedureConsent,
    /// What happened between admission and discharge.
    HospitalCourse,
    /// Appearance, mood, thought and cognition, as found.
    MentalStatus,
    /// How a procedure was made painless.
    ProcedureAnesthesia,
    /// What was done, step by step.
    ProcedureDescription,
    /// What a procedure brought to light.
    ProcedureFindings,
    /// What went wrong in a procedure.
    ProcedureComplications,
    /// The danger to the patient or to others.
    RiskAssessment,
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

/// Every section of a SOAP note, in its order. [`SectionCode::ALL`] has those of other notes, too.
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
    /// Every section there is, part by part.
    pub const ALL: [Self; 31] = {
        use SectionCode::*;
        [
            ChiefComplaint,
            ProcedureIndication,
            HistoryOfPresentIllness,
            ReviewOfSystems,
            PastMedicalHistory,
            Development,
            Immunizations,
            FamilyHistory,
            SocialHistory,
            Medications,
            Allergies,
            ProcedureConsent,
            HospitalCourse,
            VitalSigns,
            PhysicalExam,
            MentalStatus,
            Results,
            ProcedureAnesthesia,
            ProcedureDescription,
            ProcedureFindings,
            ProcedureComplications,
            PrimaryDiagnosis,
            DifferentialDiagnoses,
            Problems,
            RiskAssessment,
            PlanMedications,
            PlanTests,
            PlanProcedures,
            PlanReferrals,
            PlanEducation,
            PlanFollowUp,
        ]
    };

    /// The section that is written so in templates and JSON; see [`Self::as_str`].
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == name)
    }

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
            | Allergies
            | Immunizations
            | Development
            | ProcedureIndication
            | ProcedureConsent => SoapPart::Subjective,
            VitalSigns
            | PhysicalExam
            | Results
            | HospitalCourse
            | MentalStatus
            | ProcedureAnesthesia
            | ProcedureDescription
            | ProcedureFindings
            | ProcedureComplications => SoapPart::Objective,
            PrimaryDiagnosis | DifferentialDiagnoses | Problems | RiskAssessment => SoapPart::Assessment,
            PlanMedications | PlanTests | PlanProcedures | PlanReferrals | PlanEducation | PlanFollowUp => {
                SoapPart::Plan
            }
        }
    }

    /// LOINC code and display of the section. LOINC has one code for the whole assessment and one for the whole plan;
    /// their sub-sections share it. A child's development goes by that of what is told.
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
            Immunizations => ("11369-6", "History of Immunization Narrative"),
            Development => ("61150-9", "Subjective Narrative"),
            ProcedureIndication => ("59768-2", "Procedure indications Narrative"),
            ProcedureConsent => ("64293-4", "Procedure consent"),
            HospitalCourse => ("8648-8", "Hospital course Narrative"),
            MentalStatus => ("10190-7", "Mental status Narrative"),
            ProcedureAnesthesia => ("59774-0", "Procedure anesthesia Narrative"),
            ProcedureDescription => ("29554-3", "Procedure Narrative"),
            ProcedureFindings => ("59776-5", "Procedure findings Narrative"),
            ProcedureComplications => ("55109-3", "Complications Document"),
            RiskAssessment => ("71482-4", "Risk assessment Document"),
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
            Immunizations => "immunizations",
            Development => "development",
            ProcedureIndication => "procedure_indication",
            ProcedureConsent => "procedure_consent",
            HospitalCourse => "hospital_course",
            MentalStatus => "mental_status",
            ProcedureAnesthesia => "procedure_anesthesia",
            ProcedureDescription => "procedure_description",
            ProcedureFindings => "procedure_findings",
            ProcedureComplications => "procedure_complications",
            RiskAssessment => "risk_assessment",
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_written_code_is_the_serialised_one() {
        for code in SectionCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
            assert_eq!(SectionCode::named(code.as_str()), Some(code));
        }
        assert_eq!(SectionCode::named("horoscope"), None);
    }

    #[test]
    fn the_sections_of_stored_notes_keep_their_names() {
        let stored = "chief_complaint history_of_present_illness review_of_systems past_medical_history \
                      family_history social_history medications allergies vital_signs physical_exam results \
                      primary_diagnosis differential_diagnoses problems plan_medications plan_tests \
                      plan_procedures plan_referrals plan_education plan_follow_up";
        assert_eq!(ALL_SECTIONS.map(SectionCode::as_str).join(" "), stored);
    }

    #[test]
    fn sections_come_part_by_part_each_once_and_a_soap_note_s_in_its_order() {
        assert!(SectionCode::ALL.is_sorted_by_key(|code| code.part()));
        assert_eq!(HashSet::from(SectionCode::ALL).len(), SectionCode::ALL.len());
        let of_soap = SectionCode::ALL.into_iter().filter(|code| ALL_SECTIONS.contains(code));
        assert!(of_soap.eq(ALL_SECTIONS));
    }
}
