//! Sections by the names that clinicians say.

use clinical::{SectionCode, SoapPart};

use super::commands::{plain_command_at, said_at};
use super::{SectionChange, Word};

/// A section's name, longer ones before those they begin with.
const NAMES: &[(&[&str], SectionChange)] = {
    use SectionChange::{Part, To};
    use SectionCode::*;
    &[
        (&["chief", "complaint"], To(ChiefComplaint)),
        (&["presenting", "complaint"], To(ChiefComplaint)),
        (&["reason", "for", "visit"], To(ChiefComplaint)),
        (&["history", "of", "present", "illness"], To(HistoryOfPresentIllness)),
        (&["history", "of", "presenting", "complaint"], To(HistoryOfPresentIllness)),
        (&["present", "illness"], To(HistoryOfPresentIllness)),
        (&["hpi"], To(HistoryOfPresentIllness)),
        (&["review", "of", "systems"], To(ReviewOfSystems)),
        (&["past", "medical", "history"], To(PastMedicalHistory)),
        (&["past", "history"], To(PastMedicalHistory)),
        (&["medical", "history"], To(PastMedicalHistory)),
        (&["family", "history"], To(FamilyHistory)),
        (&["social", "history"], To(SocialHistory)),
        (&["current", "medications"], To(Medications)),
        (&["medications"], To(Medications)),
        (&["allergies"], To(Allergies)),
        (&["vital", "signs"], To(VitalSigns)),
        (&["vitals"], To(VitalSigns)),
        (&["physical", "examination"], To(PhysicalExam)),
        (&["physical", "exam"], To(PhysicalExam)),
        (&["examination"], To(PhysicalExam)),
        (&["exam"], To(PhysicalExam)),
        (&["lab", "results"], To(Results)),
        (&["results"], To(Results)),
        (&["labs"], To(Results)),
        (&["primary", "diagnosis"], To(PrimaryDiagnosis)),
        (&["differential", "diagnoses"], To(DifferentialDiagnoses)),
        (&["differential", "diagnosis"], To(DifferentialDiagnoses)),
        (&["differential"], To(DifferentialDiagnoses)),
        (&["diagnosis"], To(PrimaryDiagnosis)),
        (&["problem", "list"], To(Problems)),
        (&["problems"], To(Problems)),
        (&["medication", "plan"], To(PlanMedications)),
        (&["prescriptions"], To(PlanMedications)),
        (&["tests"], To(PlanTests)),
        (&["orders"], To(PlanTests)),
        (&["procedures"], To(PlanProcedures)),
        (&["referrals"], To(PlanReferrals)),
        (&["patient", "education"], To(PlanEducation)),
        (&["education"], To(PlanEducation)),
        (&["follow", "up"], To(PlanFollowUp)),
        (&["follow-up"], To(PlanFollowUp)),
        (&["followup"], To(PlanFollowUp)),
        (&["immunizations"], To(Immunizations)),
        (&["vaccinations"], To(Immunizations)),
        (&["growth", "and", "development"], To(Development)),
        (&["development"], To(Development)),
        (&["developmental", "history"], To(Development)),
        (&["indication"], To(ProcedureIndication)),
        (&["indications"], To(ProcedureIndication)),
        (&["consent"], To(ProcedureConsent)),
        (&["hospital", "course"], To(HospitalCourse)),
        (&["mental", "status", "examination"], To(MentalStatus)),
        (&["mental", "status", "exam"], To(MentalStatus)),
        (&["mental", "status"], To(MentalStatus)),
        (&["anesthesia"], To(ProcedureAnesthesia)),
        (&["anaesthesia"], To(ProcedureAnesthesia)),
        (&["procedure", "description"], To(ProcedureDescription)),
        (&["description", "of", "procedure"], To(ProcedureDescription)),
        (&["procedure", "findings"], To(ProcedureFindings)),
        (&["findings"], To(ProcedureFindings)),
        (&["complications"], To(ProcedureComplications)),
        (&["risk", "assessment"], To(RiskAssessment)),
        (&["subjective"], Part(SoapPart::Subjective)),
        (&["objective"], Part(SoapPart::Objective)),
        (&["assessment", "and", "plan"], Part(SoapPart::Assessment)),
        (&["assessment"], Part(SoapPart::Assessment)),
        (&["plan"], Part(SoapPart::Plan)),
    ]
};

/// What makes a section of the word "section", or of the name behind it.
const NOT_AFTER: &[&str] = &[
    "caesarean",
    "cesarean",
    "c",
    "cross",
    "frozen",
    "a",
    "the",
    "this",
    "that",
    "each",
    "every",
    "in",
    "of",
    "from",
    "mid",
    "lower",
    "upper",
    "middle",
    "per",
    "one",
    "another",
    "word",
    "tissue",
    "thin",
];

/// The change of section that is said at word `at`, and the word after it: "section plan", "next section plan", "go to
/// assessment".
pub(super) fn section_at(words: &[Word], at: usize, commanded: bool) -> Option<(SectionChange, usize)> {
    let first = words.get(at)?;
    let named: [&[&str]; 3] = [&["section"], &["new", "section"], &["next", "section"]];
    if let Some(name) = named.iter().find_map(|way| said_at(words, at, way)) {
        let before = at.checked_sub(1).map(|before| &words[before]).filter(|before| !before.before_mark);
        let is_thing = before.is_some_and(|before| NOT_AFTER.contains(&before.bare.as_str()));
        // "Section, plan": the pause between the two is the recogniser's. "Next section. Plan" are two things.
        let apart = first.bare == "next" && words.get(name)?.after_mark;
        return name_at(words, name).filter(|_| !is_thing && !apart);
    }
    let ways: [&[&str]; 4] = [&["go", "to"], &["move", "to"], &["move", "on", "to"], &["switch", "to"]];
    let name =
        ways.iter().find_map(|way| said_at(words, at, way)).filter(|_| first.after_mark || commanded)?;
    let name = said_at(words, name, &["the"]).unwrap_or(name);
    let (change, next) = name_at(words, name)?;
    let with_word = said_at(words, next, &["section"]).filter(|_| !words[next - 1].before_mark);
    let ends = |next: &usize| {
        words[next - 1].before_mark
            || plain_command_at(words, *next).is_some()
            || section_at(words, *next, true).is_some()
    };
    with_word.into_iter().chain([next]).find(ends).map(|next| (change, next))
}

/// Where a name leads to, if these words are one.
pub(crate) fn named(words: &[&str]) -> Option<SectionChange> {
    NAMES.iter().find(|(name, _)| *name == words).map(|(_, change)| *change)
}

/// A name of where a change leads to.
pub(super) fn name(change: SectionChange) -> String {
    let named = NAMES.iter().find(|(_, to)| *to == change);
    named.map_or_else(String::new, |(name, _)| name.join(" "))
}

fn name_at(words: &[Word], at: usize) -> Option<(SectionChange, usize)> {
    NAMES.iter().find_map(|(name, change)| {
        // The first word may stand behind a mark, the others may not.
        let next = said_at(words, at, name)?;
        Some((*change, next))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_section_and_part_can_be_named() {
        let named: HashSet<String> = NAMES.iter().map(|(_, change)| format!("{change:?}")).collect();
        for code in SectionCode::ALL {
            assert!(named.contains(&format!("{:?}", SectionChange::To(code))), "{code:?}");
            assert!(named.contains(&format!("{:?}", SectionChange::Part(code.part()))), "{code:?}");
        }
    }

    #[test]
    fn no_name_hides_a_longer_one() {
        for (at, (name, _)) in NAMES.iter().enumerate() {
            assert!(!NAMES[..at].iter().any(|(before, _)| name.starts_with(before)), "{name:?}");
        }
    }
}
