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

fn heard(lines: &str) -> Heard {
    Heard::of(&Transcript::parse(lines, Format::Text).unwrap())
}

fn found(heard: &Heard, text: &str) -> (Verdict, String) {
    let check = heard.check(text, &heard.find_evidence(text));
    let why = check.reasons.first().map(|reason| reason.message.as_str().to_owned()).unwrap_or_default();
    (check.verdict, why)
}

#[test]
fn a_dose_belongs_to_its_drug() {
    let heard = heard(
        "Doctor: Take the lisinopril, twenty milligrams a day, and the metformin, five hundred milligrams twice a day.",
    );
    assert_eq!(found(&heard, "Lisinopril 20 mg daily.").0, Verdict::Supported);
    assert_eq!(found(&heard, "Metformin 500 mg twice daily.").0, Verdict::Supported);
    assert_eq!(found(&heard, "Lisinopril 500 mg daily.").0, Verdict::Contradicted);
    assert_eq!(found(&heard, "Metformin 20 mg twice daily.").0, Verdict::Contradicted);
}

#[test]
fn numbers_are_the_same_in_words_units_and_shorthand() {
    let heard = heard(
        "Patient: The headache started three days ago, and a couple of weeks ago I had a cold.\nDoctor: Temperature ninety \
         eight . six. Your surgery was on march tenth twenty twenty one.",
    );
    for text in
        ["3/7 hx of headache.", "Had a cold 2 weeks ago.", "Temperature 98.6.", "Surgery on 03/10/2021."]
    {
        assert_eq!(found(&heard, text).0, Verdict::Supported, "{text}");
    }
    for text in
        ["4/7 hx of headache.", "Had a cold 3 weeks ago.", "Temperature 99.6.", "Surgery on 03/12/2021."]
    {
        assert_ne!(found(&heard, text).0, Verdict::Supported, "{text}");
    }
}

#[test]
fn whose_illness_it_is_is_kept_apart() {
    let heard = heard(
        "Doctor: Any illnesses in the family?\nPatient: My mother has diabetes.\nPatient: I have asthma, and I am allergic to cats.",
    );
    assert_eq!(found(&heard, "Her mother has diabetes.").0, Verdict::Supported);
    assert_eq!(
        found(&heard, "The patient has diabetes."),
        (Verdict::Contradicted, "Diabetes was said of the mother, not of the patient.".into())
    );
    assert_eq!(
        found(&heard, "Her brother has diabetes."),
        (Verdict::Unsupported, "Nobody spoke of the patient's brother.".into())
    );
}

#[test]
fn what_is_done_with_a_drug_is_not_turned_round() {
    let heard = heard(
        "Doctor: I want you to stop the naproxen, and we will increase the lisinopril to forty milligrams.",
    );
    assert_eq!(found(&heard, "Discontinue naproxen.").0, Verdict::Supported);
    assert_eq!(
        found(&heard, "Continue naproxen."),
        (Verdict::Contradicted, "Naproxen is stopped as it was said here, not continued.".into())
    );
    assert_eq!(found(&heard, "Decrease lisinopril to 40 mg.").0, Verdict::Contradicted);
}

#[test]
fn what_was_only_planned_is_not_done_and_what_goes_on_does_not_stop() {
    let heard = heard(
        "Doctor: Let's order an MRI of the knee.\nDoctor: Your X-ray showed no fracture.\nDoctor: Keep up the stretching.",
    );
    assert_eq!(found(&heard, "We will order an MRI of the knee.").0, Verdict::Supported);
    assert_eq!(found(&heard, "X-ray was reviewed.").0, Verdict::Supported);
    assert_eq!(
        found(&heard, "MRI of the knee was reviewed."),
        (Verdict::Contradicted, "MRI was planned here, not done.".into())
    );
    assert_eq!(
        found(&heard, "Discontinue stretching."),
        (Verdict::Unsupported, "Nobody said that this stops.".into())
    );
}

#[test]
fn a_side_that_answers_a_question_belongs_to_its_part() {
    let heard = heard("Doctor: Is it your left or your right knee?\nPatient: It's my right.");
    assert_eq!(found(&heard, "Right knee.").0, Verdict::Supported);
    assert_eq!(found(&heard, "Left knee.").0, Verdict::Contradicted);
}

#[test]
fn what_cannot_be_is_flagged_even_if_it_was_said() {
    let heard = heard(
        "Doctor: Your heart rate is four hundred. Your blood pressure is 120 over 80. Saturation is 98 percent. Take \
         metoprolol, 5000 milligrams. Potassium is 39 millimoles per liter. I'll see you two years ago.",
    );
    for text in ["Potassium 39 mmol/L.", "Will be seen 2 years ago.", "Pain, right worse than right."] {
        let why = heard.check(text, &heard.find_evidence(text)).reasons;
        assert!(why.iter().any(|reason| reason.code == ReasonCode::Implausible), "{text}");
    }
    let (verdict, why) = found(&heard, "Heart rate 400.");
    assert_eq!(
        (verdict, why.as_str()),
        (Verdict::Unsupported, "A heart rate of 400 cannot be: it is from 20 to 250.")
    );
    assert_eq!(
        found(&heard, "Metoprolol 5000 mg."),
        (
            Verdict::Unsupported,
            "5000 mg is no usual dose of metoprolol: is the number or the unit wrong?".into()
        )
    );
    assert_eq!(found(&heard, "Blood pressure 120/80, saturation 98%.").0, Verdict::Supported);
}

#[test]
fn values_without_a_unit_and_doses_of_dangerous_drugs_are_held_against_what_can_be() {
    let heard = heard("Doctor: Hello.");
    let implausible = |text: &str| {
        heard.check(text, &[]).reasons.iter().any(|reason| reason.code == ReasonCode::Implausible)
    };
    for text in [
        "Oxygen saturation 45.",
        "Oxygen saturation is 45 on room air.",
        "SpO2 45%.",
        "Temperature 120.",
        "Temperature of 60.",
        "Temp 9.86.",
        "Heart rate 400.",
        "Respiratory rate 90.",
        "INR 250.",
        "Morphine 5000 mg.",
        "Fentanyl 50 mg.",
        "Enoxaparin 40 g.",
        "Insulin glargine 900 units.",
        "Insulin lispro 10 mg.",
        "Digoxin 125 mg daily.",
        "Levothyroxine 50 mg daily.",
        "Methotrexate 150 mg weekly.",
        "Lithium 9000 mg.",
        "Potassium chloride 400 mEq.",
        "Heparin 500,000 units.",
        "Warfarin 500 mg.",
        "Abacavir 30000 mg.",
    ] {
        assert!(implausible(text), "{text}");
    }
    for text in [
        "Oxygen saturation 98.",
        "Oxygen 2 liters.",
        "Saturation 98% on room air.",
        "Temperature 98.6.",
        "Temperature 37.2.",
        "Temperature 101 at home.",
        "No high temperature. 2 boys at home.",
        "Temperature checked 3 times a day.",
        "Temperature taken on 3 occasions.",
        "Respiratory rate 18.",
        "Glucose 140.",
        "Glucose 5.6.",
        "INR 2.5.",
        "Morphine 15 mg every 4 hours.",
        "Fentanyl 50 mcg.",
        "Enoxaparin 40 mg daily.",
        "Insulin glargine 30 units at bedtime.",
        "Digoxin 125 mcg daily.",
        "Levothyroxine 50 mcg daily.",
        "Methotrexate 15 mg weekly.",
        "Lithium 300 mg twice daily.",
        "Potassium chloride 20 mEq daily.",
        "Heparin 5000 units.",
        "Cholecalciferol 50,000 units weekly.",
        "Polyethylene glycol 17 g daily.",
    ] {
        assert!(!implausible(text), "{text}");
    }
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
fn what_follows_a_no_is_no_part_of_the_denial() {
    let heard = heard(
        "Doctor: Is the knee broken?\nPatient: No, this is a sprained knee.\nDoctor: Do you smoke?\nPatient: No, I quit last \
         year.\nDoctor: When I push here does that hurt?\nPatient: No.\nDoctor: Have you had your cholesterol checked?\nPatient: \
         No.",
    );
    for text in [
        "The patient has a sprained knee.",
        "She quit smoking last year.",
        "The patient denies smoking.",
        "Has not had cholesterol checked.",
    ] {
        assert_eq!(found(&heard, text).0, Verdict::Supported, "{text}");
    }
    for text in
        ["The knee is broken.", "Reports smoking.", "Denies a sprained knee.", "Reports pain when pushed."]
    {
        assert_ne!(found(&heard, text).0, Verdict::Supported, "{text}");
    }
}

#[test]
fn an_age_is_held_against_the_record() {
    let heard =
        heard("Doctor: So you hurt your knee 45 minutes ago?\nPatient: Yes, my knee hurts.").of_age(Some(53));
    assert_eq!(found(&heard, "A 53-year-old female with knee pain.").0, Verdict::Supported);
    assert_eq!(
        found(&heard, "A 45-year-old female with knee pain."),
        (Verdict::Contradicted, "The record says that the patient is 53 years old.".into())
    );
}

#[test]
fn a_year_that_nobody_said_is_that_of_the_consult() {
    let heard = heard("Patient: My knee surgery was in march, and in 2019 I had a hernia repaired.");
    assert_eq!(found(&heard, "Knee surgery in 03/2021.").0, Verdict::Supported);
    assert_ne!(found(&heard, "Knee surgery in 04/2021.").0, Verdict::Supported);
    assert_ne!(found(&heard, "Knee surgery in 03/2011.").0, Verdict::Supported);
}

#[test]
fn a_murmur_at_the_left_base_is_not_a_stent_in_the_left_artery() {
    let heard = heard(
        "Doctor: They put a stent into your right coronary artery.\nDoctor: There is a murmur at the left base of the heart.",
    );
    assert_eq!(found(&heard, "Stent in the right coronary artery.").0, Verdict::Supported);
    assert_eq!(found(&heard, "Stent in the left coronary artery.").0, Verdict::Contradicted);
    assert_eq!(found(&heard, "Murmur at the left base.").0, Verdict::Supported);
}

#[test]
fn a_number_that_does_not_agree_with_its_noun_is_flagged() {
    let heard = heard("Doctor: Come back in two weeks. We look at C5-6 then.");
    for text in ["Return in 1 weeks.", "Level C6-5.", "Bowel sounds in all 5 quadrants."] {
        let why = found(&heard, text);
        assert!(
            heard.check(text, &[]).reasons.iter().any(|reason| reason.code == ReasonCode::Implausible),
            "{why:?}"
        );
    }
    assert!(
        !heard
            .check("Return in 1 week, or after a 2 week course.", &[])
            .reasons
            .iter()
            .any(|reason| { reason.code == ReasonCode::Implausible })
    );
}

#[test]
fn how_often_and_by_which_way_a_drug_is_taken_is_not_changed() {
    let heard = heard(
        "Doctor: Take the metformin five hundred milligrams twice a day, and the ibuprofen every six hours.\nDoctor: For the \
         rash I'll give you hydrocortisone cream.\nPatient: And my lisinopril?\nDoctor: Keep taking that.",
    );
    for text in [
        "Metformin 500 mg twice daily.",
        "Metformin 500 mg BID.",
        "Ibuprofen four times a day.",
        "Topical hydrocortisone for the rash.",
        "Continue lisinopril daily.",
    ] {
        assert_eq!(found(&heard, text).0, Verdict::Supported, "{text}");
    }
    assert_eq!(
        found(&heard, "Metformin 500 mg once daily."),
        (Verdict::Contradicted, "Of metformin, \"twice a day\" was said here, not \"once daily\".".into())
    );
    assert_eq!(found(&heard, "Ibuprofen every 8 hours.").0, Verdict::Contradicted);
    assert_eq!(found(&heard, "Prescribed hydrocortisone tablets.").0, Verdict::Contradicted);
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
