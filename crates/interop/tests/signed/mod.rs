//! A signed note to export.

use clinical::{
    Attested, Encounter, EncounterClass, EncounterId, EncounterStatus, Gender, Layout, Note, Origin, Patient,
    PatientId, Role, Section, SectionCode, Signature, SignedNote, Statement, Transcript, User, UserId,
    WhenEmpty,
};
use jiff::civil::Date;

pub fn section(
    code: SectionCode,
    title: &str,
    layout: Layout,
    when_empty: WhenEmpty,
    texts: &[&str],
) -> Section {
    let statements = texts.iter().map(|text| Statement::new(*text, vec![], Origin::Extractive)).collect();
    Section { code, title: title.into(), layout, when_empty, statements }
}

pub fn patient() -> Patient {
    Patient {
        id: "01900000-0000-7000-8000-000000000001".parse::<PatientId>().unwrap(),
        family_name: "Ellis".into(),
        given_name: "Margaret Jane".into(),
        birth_date: Some(Date::constant(1959, 3, 12)),
        gender: Gender::Female,
        mrn: Some("MRN-40772".into()),
        allergies: vec!["penicillin (rash)".into()],
        medications: vec![],
        sample: true,
    }
}

pub fn note(version: u32) -> SignedNote {
    with(version, patient())
}

pub fn with(version: u32, patient: Patient) -> SignedNote {
    use Layout::{List, Paragraph};
    use SectionCode::*;
    let hpi = ["Right knee pain for 5 days, pain < 4 at rest & > 6 on stairs.", "Denies fever."];
    let note = Note {
        template: "soap".into(),
        document_type: "11506-3".into(),
        sections: vec![
            section(ChiefComplaint, "Chief complaint", Paragraph, WhenEmpty::NotDocumented, &["Knee pain."]),
            section(
                HistoryOfPresentIllness,
                "History of present illness",
                Paragraph,
                WhenEmpty::NotDocumented,
                &hpi,
            ),
            section(FamilyHistory, "Family history", Paragraph, WhenEmpty::Omit, &[]),
            section(Allergies, "Allergies", List, WhenEmpty::NotDocumented, &[]),
            section(VitalSigns, "Vital signs", List, WhenEmpty::Omit, &["Blood pressure 142/88."]),
            section(PrimaryDiagnosis, "Primary diagnosis", Paragraph, WhenEmpty::Omit, &["Knee sprain."]),
            section(
                DifferentialDiagnoses,
                "Differential",
                List,
                WhenEmpty::Omit,
                &["Meniscal tear.", "Gout."],
            ),
            section(
                PlanMedications,
                "Medications",
                List,
                WhenEmpty::Omit,
                &["Ibuprofen 400 mg twice daily."],
            ),
            section(PlanTests, "Tests", List, WhenEmpty::Omit, &[]),
            section(PlanFollowUp, "Follow-up", Paragraph, WhenEmpty::Omit, &["In 2 weeks."]),
        ],
    };
    signed(version, patient, note)
}

pub fn signed(version: u32, patient: Patient, note: Note) -> SignedNote {
    let author = User {
        id: "01900000-0000-7000-8000-000000000002".parse::<UserId>().unwrap(),
        name: "Dr A. Okafor".into(),
        role: Role::Clinician,
    };
    let encounter = Encounter {
        id: "01900000-0000-7000-8000-000000000003".parse::<EncounterId>().unwrap(),
        patient: patient.id,
        clinician: author.id,
        class: EncounterClass::Ambulatory,
        status: EncounterStatus::Finished,
        reason: "Knee pain".into(),
        start: "2026-11-03T09:30:00Z".parse().unwrap(),
        end: Some("2026-11-03T09:52:10Z".parse().unwrap()),
        consent: None,
        sound: clinical::Sound::Visit,
        language: None,
    };
    let attested = Attested {
        note_id: "01900000-0000-7000-8000-000000000004".parse().unwrap(),
        version,
        encounter: encounter.id,
        note,
        transcript: Transcript::default(),
        author,
        signed_at: "2026-11-03T10:01:02.123456Z".parse().unwrap(),
        statement: "I have reviewed this note and attest that it is accurate.".into(),
    };
    let signature = Signature { value: "AAAA".into(), public_key: "AAAA".into() };
    SignedNote::from_verified(attested, signature, patient, encounter)
}
