//! What the checks promise, on small consults.

#![allow(clippy::unwrap_used)]

use clinical::{
    Check, Format, Layout, Note, Origin, ReasonCode, Section, SectionCode, SegmentId, Statement, Transcript,
    Verdict, WhenEmpty,
};
use grounding::{Heard, check, check_statement, find_evidence};
use proptest::prelude::*;

const CONSULT: &str = "\
Doctor: What brings you in today?
Patient: My right knee has been hurting for five days, ever since I slipped on the ice.
Doctor: Any fever or chills?
Patient: No, nothing like that.
Doctor: Have you had any nausea?
Patient: Yeah, a little in the mornings.
Doctor: Are you taking anything for it?
Patient: I take Advil, four hundred milligrams, twice a day.
Doctor: And you have high blood pressure?
Patient: Yes, I take lisinopril twenty milligrams for that.
Doctor: Your blood pressure is one forty two over eighty eight and your heart rate is seventy six.
Doctor: The right knee is swollen, but there is no redness. The left knee looks fine.
Doctor: Let's get an x-ray, and I'll see you again in two weeks.
";

fn consult() -> Transcript {
    Transcript::parse(CONSULT, Format::Text).unwrap()
}

fn checked(text: &str, evidence: &[u32]) -> Check {
    let evidence: Vec<_> = evidence.iter().copied().map(SegmentId).collect();
    check_statement(text, &evidence, &consult())
}

fn verdict(text: &str, evidence: &[u32]) -> Verdict {
    checked(text, evidence).verdict
}

fn fault(text: &str, evidence: &[u32]) -> (Verdict, ReasonCode, String) {
    let check = checked(text, evidence);
    let reason = &check.reasons[0];
    (check.verdict, reason.code, reason.message.as_str().to_owned())
}

#[test]
fn what_was_said_is_supported_in_other_words_too() {
    for (text, evidence) in [
        ("Right knee pain for 5 days after slipping on ice.", &[1][..]),
        ("Denies fever and chills.", &[2, 3]),
        ("Denies fever and chills.", &[2]),
        ("Reports nausea in the mornings.", &[4, 5]),
        ("Ibuprofen 400 mg twice daily.", &[7]),
        ("Ibuprofen 0.4 g by mouth.", &[7]),
        ("Hypertension.", &[8, 9]),
        ("Lisinopril 20 mg for hypertension.", &[8, 9]),
        ("Blood pressure 142/88.", &[10]),
        ("Right knee swelling without erythema.", &[11]),
        ("X-ray; follow up in 2 weeks.", &[12]),
        ("Follow up in 14 days.", &[12]),
    ] {
        let check = checked(text, evidence);
        let why: Vec<_> = check.reasons.iter().map(|reason| reason.message.as_str()).collect();
        assert_eq!(check.verdict, Verdict::Supported, "{text} {why:?}");
    }
}

#[test]
fn a_passage_with_far_more_of_a_statement_takes_the_place_of_one_that_was_cited_badly() {
    let transcript = consult();
    let heard = Heard::of(&transcript);
    let mut badly = Statement::new(
        "Right knee pain for 5 days after slipping on ice.",
        vec![SegmentId(11)],
        Origin::Model,
    );
    assert_eq!(heard.check(&badly.text, &badly.evidence).verdict, Verdict::Supported);
    grounding::recheck(&mut badly, SectionCode::HistoryOfPresentIllness, &heard);
    assert_eq!(badly.evidence, [SegmentId(1)]);
    let mut well =
        Statement::new("Right knee swelling without erythema.", vec![SegmentId(11)], Origin::Model);
    grounding::recheck(&mut well, SectionCode::PhysicalExam, &heard);
    assert_eq!(well.evidence, [SegmentId(11)]);
}

#[test]
fn a_number_that_was_not_said_is_found() {
    assert_eq!(
        fault("Ibuprofen 800 mg twice daily.", &[7]),
        (
            Verdict::Contradicted,
            ReasonCode::Number,
            "Four hundred milligrams was said here, not 800 mg.".into()
        )
    );
    assert_eq!(
        fault("X-ray of the knee, 3 views.", &[12, 11]),
        (Verdict::Unsupported, ReasonCode::Number, "3 was not said here.".into())
    );
    assert_eq!(fault("Blood pressure 124/88.", &[10]).0, Verdict::Contradicted);
    assert_eq!(fault("Heart rate 67.", &[10]).1, ReasonCode::Number);
    assert_eq!(fault("Lisinopril 20 mcg for hypertension.", &[8, 9]).0, Verdict::Contradicted);
}

#[test]
fn a_number_must_be_in_the_cited_passage_and_not_just_anywhere() {
    assert_eq!(fault("Ibuprofen 20 mg.", &[7]).1, ReasonCode::Number);
}

#[test]
fn a_drug_that_was_not_named_is_found() {
    assert_eq!(
        fault("Naproxen 400 mg twice daily.", &[7]),
        (Verdict::Unsupported, ReasonCode::Drug, "Naproxen was not named here.".into())
    );
    let another_dose = checked("Warfarin 5 mg daily.", &[7]);
    assert_eq!(another_dose.verdict, Verdict::Unsupported, "a dose of one drug says nothing of another's");
    assert!(another_dose.reasons.iter().any(|reason| reason.code == ReasonCode::Drug));
}

#[test]
fn the_other_side_contradicts() {
    assert_eq!(
        fault("Left knee pain for 5 days.", &[1]),
        (Verdict::Contradicted, ReasonCode::Side, "The right was spoken of here, not the left.".into())
    );
}

#[test]
fn a_denial_turned_round_contradicts() {
    assert_eq!(
        fault("Reports fever.", &[2, 3]),
        (Verdict::Contradicted, ReasonCode::Negation, "Fever was denied here, not reported.".into())
    );
    assert_eq!(
        fault("Denies nausea.", &[4, 5]),
        (Verdict::Contradicted, ReasonCode::Negation, "Nausea was reported here, not denied.".into())
    );
    assert_eq!(fault("Redness of the right knee.", &[11]).1, ReasonCode::Negation);
}

#[test]
fn advice_about_a_finding_does_not_assert_it() {
    let transcript = Transcript::parse(
        "Doctor: Any fever?\nPatient: No.\nDoctor: Call us if you get a fever.",
        Format::Text,
    )
    .unwrap();
    let check = check_statement("Call the clinic if fever develops.", &[SegmentId(2)], &transcript);
    assert_ne!(check.verdict, Verdict::Contradicted);
}

#[test]
fn a_topic_before_a_colon_is_not_asserted() {
    assert_eq!(verdict("Fever or chills: nothing like that.", &[2, 3]), Verdict::Supported);
}

#[test]
fn words_that_were_not_said_are_found() {
    assert_eq!(fault("Family history of colon cancer.", &[1]).1, ReasonCode::NotSaid);
    assert_eq!(verdict("Referred to cardiology for stress echocardiography.", &[12]), Verdict::Unsupported);
}

#[test]
fn evidence_must_exist() {
    assert_eq!(fault("Knee pain.", &[]).1, ReasonCode::NoEvidence);
    assert_eq!(fault("Knee pain.", &[1, 99]).1, ReasonCode::NoEvidence);
}

#[test]
fn a_field_that_is_not_filled_in_is_the_first_thing_to_see_to() {
    let open = fault("The right knee is swollen for {{duration}}.", &[11]);
    assert_eq!(
        open,
        (Verdict::Unsupported, ReasonCode::Field, "A field in it is still to be filled in.".into())
    );
    assert_eq!(verdict("The right knee is swollen.", &[11]), Verdict::Supported);
}

#[test]
fn evidence_is_found_with_the_question_to_an_answer() {
    let found = |text| find_evidence(text, &consult()).into_iter().map(|id| id.0).collect::<Vec<_>>();
    assert_eq!(found("Denies fever and chills."), [2, 3]);
    assert!(found("Ibuprofen 400 mg twice daily.").contains(&7));
    assert!(found("Blood pressure 142/88.").contains(&10));
    assert_eq!(found("Zebra."), Vec::<u32>::new());
}

fn note(statements: Vec<Statement>) -> Note {
    let section = Section {
        code: SectionCode::HistoryOfPresentIllness,
        title: "History".into(),
        layout: Layout::Paragraph,
        when_empty: WhenEmpty::Omit,
        statements,
    };
    Note { template: "soap".into(), document_type: "11506-3".into(), sections: vec![section] }
}

#[test]
fn bad_citations_are_mended_only_where_another_passage_supports() {
    let mut note = note(vec![
        Statement::new("Ibuprofen 400 mg twice daily.", vec![SegmentId(0)], Origin::Model),
        Statement::new("Blood pressure 142/88.", vec![], Origin::Clinician),
        Statement::new("Family history of colon cancer.", vec![SegmentId(1)], Origin::Model),
        Statement::new("Reports fever.", vec![SegmentId(2), SegmentId(3)], Origin::Model),
    ]);
    check(&mut note, &Heard::of(&consult()));
    let statements: Vec<_> = note.statements().collect();
    let verdicts: Vec<_> = statements.iter().map(|s| s.check.as_ref().unwrap().verdict).collect();
    assert_eq!(
        verdicts,
        [Verdict::Supported, Verdict::Supported, Verdict::Unsupported, Verdict::Contradicted]
    );
    assert!(statements[0].evidence.contains(&SegmentId(7)));
    assert!(statements[1].evidence.contains(&SegmentId(10)));
    assert_eq!(statements[2].evidence, [SegmentId(1)]);
}

proptest! {
    #[test]
    fn a_segment_supports_what_it_says(at in 0usize..13) {
        let transcript = consult();
        let segment = &transcript.segments()[at];
        prop_assume!(!segment.text.contains('?'));
        let check = check_statement(&segment.text, &[segment.id], &transcript);
        prop_assert_eq!(check.verdict, Verdict::Supported);
    }

    #[test]
    fn any_statement_and_any_talk_give_a_verdict(
        text in "(no|denies|fever|left|right|knee|twenty|mg|lisinopril|over|mother|march|2021|allergic|n/v|: |[0-9]|[,./?]|\\PC| ){0,20}",
        lines in prop::collection::vec("(Doctor: |Patient: )(any|no|fever|left|knee|ten|mg|aspirin|\\?|,|\\PC| ){1,12}", 1..6),
        cited in prop::collection::vec(0u32..8, 0..4),
    ) {
        let Ok(transcript) = Transcript::parse(&lines.join("\n"), Format::Text) else { return Ok(()) };
        let cited: Vec<_> = cited.into_iter().map(SegmentId).collect();
        let check = check_statement(&text, &cited, &transcript);
        prop_assert_eq!(check.verdict == Verdict::Supported, check.reasons.is_empty());
        for id in find_evidence(&text, &transcript) {
            prop_assert!(transcript.get(id).is_some());
        }
        for omission in Heard::of(&transcript).omissions([text.as_str()]) {
            prop_assert!(omission.evidence.iter().all(|id| transcript.get(*id).is_some()));
        }
        prop_assert!(grounding::conflicts([text.as_str(), lines[0].as_str()]).len() < 2);
    }
}

#[test]
fn a_statement_is_held_against_what_its_section_says_of_it() {
    let talk = "Doctor: Any allergies?\nPatient: Penicillin, I came out in hives.\nDoctor: And what do you take?\n\
                Patient: Lisinopril every morning. I was on metformin, but I stopped that in May.\n\
                Doctor: Is there diabetes in the family?\nPatient: My mother has diabetes.\n";
    let heard = Heard::of(&Transcript::parse(talk, Format::Text).unwrap());
    let verdict = |section: SectionCode, text: &str| {
        let mut statement = Statement::new(text, heard.find_evidence(text), Origin::Clinician);
        grounding::recheck(&mut statement, section, &heard);
        statement.check.unwrap().verdict
    };
    use SectionCode::{Allergies, FamilyHistory, Medications, PastMedicalHistory};
    for (section, text) in [
        (Allergies, "Penicillin: hives."),
        (Medications, "Lisinopril."),
        (FamilyHistory, "Diabetes."),
        (PastMedicalHistory, "Metformin was stopped in May."),
    ] {
        assert_eq!(verdict(section, text), Verdict::Supported, "{text}");
    }
    for (section, text) in
        [(Allergies, "Lisinopril."), (Medications, "Metformin."), (PastMedicalHistory, "Diabetes.")]
    {
        assert_ne!(verdict(section, text), Verdict::Supported, "{text}");
    }
}

#[test]
fn a_diagnosis_that_only_the_patient_guessed_is_no_assessment() {
    use SectionCode::{HistoryOfPresentIllness, PrimaryDiagnosis, Problems};
    let verdict = |talk: &str, section: SectionCode, text: &str| {
        let heard = Heard::of(&Transcript::parse(talk, Format::Text).unwrap());
        let mut statement = Statement::new(text, heard.find_evidence(text), Origin::Clinician);
        grounding::recheck(&mut statement, section, &heard);
        let check = statement.check.unwrap();
        (check.verdict, check.reasons.last().map(|reason| reason.message.as_str().to_owned()))
    };
    let guessed = "Doctor: What brings you in?\nPatient: I've had a cough for a week. I think I've got pneumonia.\n\
                   Doctor: Let me listen to your chest. It's clear.\nPatient: My wife googled it, it could be bronchitis.\n";
    for (section, text) in [(PrimaryDiagnosis, "Pneumonia."), (Problems, "Cough, acute bronchitis.")] {
        let (verdict, why) = verdict(guessed, section, text);
        assert_ne!(verdict, Verdict::Supported, "{text}");
        assert!(why.is_some_and(|why| why.starts_with("Only the patient named")), "{text}");
    }
    assert_eq!(verdict(guessed, PrimaryDiagnosis, "Cough.").0, Verdict::Supported);
    let guesses = [
        "It's probably shingles.",
        "My brother reckons it's shingles.",
        "Is it shingles?",
        "Could this be shingles?",
        "I've had it for days and I think it's shingles.",
        "Could I have had shingles?",
    ];
    for guess in guesses {
        let talk = format!(
            "Doctor: How long?\nPatient: The rash came on Monday. {guess}\nDoctor: Let me have a look at it.\n"
        );
        assert_eq!(verdict(&talk, PrimaryDiagnosis, "Shingles.").0, Verdict::Unsupported, "{guess}");
        let taken_up = format!("{talk}Doctor: Yes, these blisters are shingles.\n");
        assert_eq!(verdict(&taken_up, PrimaryDiagnosis, "Shingles.").0, Verdict::Supported, "{guess}");
        let agreed = talk.replace("Let me have a look at it", "It could be, yes");
        assert!(
            verdict(&agreed, PrimaryDiagnosis, "Shingles.").1.is_none_or(|why| !why.starts_with("Only")),
            "{guess}"
        );
    }
    let said =
        "Patient: I think I've got pneumonia. I have asthma.\nDoctor: I hear crackles, that's a pneumonia.\n";
    let agreed = "Patient: I've had a cough. I think I've got pneumonia.\nDoctor: I think you're right.\n";
    let known = "Patient: Like I told the nurse, I've had asthma for ten years.\nDoctor: I see.\n";
    let unlabelled = "I've had a cough. I think I've got pneumonia.\nLet me listen to your chest.\n";
    for (talk, text) in [
        (said, "Pneumonia."),
        (said, "Asthma."),
        (known, "Asthma."),
        (agreed, "Pneumonia."),
        (unlabelled, "Pneumonia."),
    ] {
        assert_eq!(verdict(talk, PrimaryDiagnosis, text).0, Verdict::Supported, "{text} {talk}");
    }
    let told = verdict(guessed, HistoryOfPresentIllness, "Patient thinks that he has pneumonia.").1;
    assert!(told.is_none_or(|why| !why.starts_with("Only the patient named")));
}
