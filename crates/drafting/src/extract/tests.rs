//! What the extractive drafter makes of short consults.

use clinical::{
    Allergy, BodySide, Detail, Finding, Medication, Note, SectionCode, SegmentId, Speaker, TestResult,
    Transcript, VitalSign,
};

use super::extract;
use crate::Template;

/// A consult of "D: ..." and "P: ..." lines; a line without either is by an unknown speaker.
fn consult(lines: &[&str]) -> Transcript {
    let mut transcript = Transcript::default();
    for line in lines {
        let (speaker, text) = match line.split_once(": ") {
            Some(("D", text)) => (Speaker::Clinician, text),
            Some(("P", text)) => (Speaker::Patient, text),
            _ => (Speaker::Unknown, *line),
        };
        transcript.push(speaker, text, None);
    }
    transcript
}

fn draft(lines: &[&str]) -> Note {
    extract(&Template::built_in("soap").unwrap(), &consult(lines))
}

fn texts(note: &Note, section: SectionCode) -> Vec<&str> {
    note.section(section).unwrap().statements.iter().map(|statement| statement.text.as_str()).collect()
}

const KNEE: &[&str] = &[
    "D: What brings you in today?",
    "P: My left knee has been hurting for about 2 weeks.",
    "D: How did it start?",
    "P: I slipped on the stairs at home and fell on my knee.",
    "D: Any numbness, fever, or locking of the knee?",
    "P: No, nothing like that.",
    "D: Do you have any other medical problems?",
    "P: I have high cholesterol. I take atorvastatin 20 mg once a day.",
    "D: Are you allergic to any medications?",
    "P: Yes, penicillin gives me a rash.",
    "D: Your blood pressure is 128/82, and heart rate is 76.",
    "D: Let me look at the knee.",
    "D: There is mild swelling of the left knee. There is no redness, and the ligaments are stable.",
    "D: I think this is a sprain of the left knee. Start ibuprofen 400 mg 3 times a day with food for 7 days.",
    "D: We'll get an x-ray of the left knee today, and I'll refer you to physical therapy.",
    "D: Avoid running and heavy lifting. Come back and see me in 3 weeks, or sooner if the swelling gets worse.",
    "P: Thank you, doctor.",
];

#[test]
fn a_consult_becomes_a_note_that_reads_like_one() {
    use SectionCode::*;
    let note = draft(KNEE);
    for (section, expected) in [
        (ChiefComplaint, vec!["Left knee has been hurting for about 2 weeks."]),
        (HistoryOfPresentIllness, vec!["The patient slipped on the stairs at home and fell on the knee."]),
        (ReviewOfSystems, vec!["Denies numbness, fever, or locking of the knee."]),
        (PastMedicalHistory, vec!["High cholesterol."]),
        (Medications, vec!["Atorvastatin 20 mg once a day."]),
        (Allergies, vec!["Penicillin: rash."]),
        (VitalSigns, vec!["Blood pressure 128/82 mmHg.", "Heart rate 76 beats per minute."]),
        (PhysicalExam, vec!["Mild swelling of the left knee.", "No redness, and the ligaments are stable."]),
        (PrimaryDiagnosis, vec!["Sprain of the left knee."]),
        (PlanMedications, vec!["Start ibuprofen 400 mg 3 times a day with food for 7 days."]),
        (PlanTests, vec!["Get an x-ray of the left knee today."]),
        (PlanReferrals, vec!["Refer to physical therapy."]),
        (PlanEducation, vec!["Avoid running and heavy lifting."]),
        (PlanFollowUp, vec!["Come back in 3 weeks, or sooner if the swelling gets worse."]),
        (FamilyHistory, vec![]),
    ] {
        assert_eq!(texts(&note, section), expected, "{section:?}");
    }
}

#[test]
fn sides_durations_and_results_are_fields_of_their_statements() {
    let mut said = KNEE.to_vec();
    said.insert(13, "D: The results of your knee x-ray show no fracture.");
    let note = draft(&said);
    assert_eq!(texts(&note, SectionCode::Results), ["Knee x-ray: no fracture."]);
    let detail = |section| note.section(section).unwrap().statements[0].detail.clone();
    let left_knee = Finding {
        what: Some("hurting".into()),
        side: Some(BodySide::Left),
        duration: Some("about 2 weeks".into()),
    };
    assert_eq!(detail(SectionCode::ChiefComplaint), Some(Detail::Finding(left_knee)));
    let x_ray = TestResult { test: "Knee x-ray".into(), value: "no fracture".into(), unit: None };
    assert_eq!(detail(SectionCode::Results), Some(Detail::TestResult(x_ray)));
    let sprain = Finding { what: Some("Sprain".into()), side: Some(BodySide::Left), duration: None };
    assert_eq!(detail(SectionCode::PrimaryDiagnosis), Some(Detail::Finding(sprain)));
}

#[test]
fn it_reads_the_same_without_speakers() {
    let unknown: Vec<&str> = KNEE.iter().map(|line| &line[3..]).collect();
    let note = draft(&unknown);
    assert_eq!(texts(&note, SectionCode::Medications), ["Atorvastatin 20 mg once a day."]);
    assert_eq!(texts(&note, SectionCode::PrimaryDiagnosis), ["Sprain of the left knee."]);
    assert_eq!(
        texts(&note, SectionCode::PlanMedications),
        ["Start ibuprofen 400 mg 3 times a day with food for 7 days."]
    );
}

#[test]
fn a_denial_rests_on_the_question_and_the_answer() {
    let note = draft(&["D: have you had any fever or chills ?", "P: no ."]);
    let statement = note.statements().next().unwrap();
    assert_eq!(statement.text.as_str(), "Denies fever or chills.");
    assert_eq!(statement.evidence, [SegmentId(0), SegmentId(1)]);
    let misheard = draft(&["D: Any fever or chills?", "P: No, nothing like that?"]);
    assert_eq!(misheard.statements().next().unwrap().text.as_str(), "Denies fever or chills.");
}

#[test]
fn a_question_without_a_clear_answer_gives_nothing() {
    for answer in ["P: Maybe, I'm not sure.", "P: No, but sometimes.", "P: Sorry?", "D: Let me check."] {
        assert_eq!(draft(&["D: Any fever or chills?", answer]).statements().count(), 0, "{answer}");
    }
    let both = draft(&["D: Any nausea or vomiting?", "P: Yes."]);
    assert_eq!(both.statements().count(), 0, "which of the two was not said");
}

#[test]
fn a_denial_is_never_turned_round() {
    let note =
        draft(&["D: Any problems?", "P: So no pain in my chest, but I feel winded when I climb stairs."]);
    let text = note.to_text();
    assert!(text.contains("Denies pain in the chest.") && text.contains("winded"), "{text}");
    let note = draft(&["D: And no chest pain?", "P: Yes."]);
    assert_eq!(note.statements().count(), 0);
}

#[test]
fn doses_and_durations_are_kept_with_their_detail() {
    let note = draft(&[
        "P: My ear hurts.",
        "D: I think you have an ear infection.",
        "D: I'd like you to take amoxicillin five hundred milligrams three times a day for ten days.",
    ]);
    let statement = &note.section(SectionCode::PlanMedications).unwrap().statements[0];
    assert_eq!(statement.text.as_str(), "Take amoxicillin 500 mg 3 times a day for 10 days.");
    let Some(Detail::Medication(Medication { name, dose, duration, .. })) = &statement.detail else {
        panic!("a medication")
    };
    assert_eq!(name.as_str(), "amoxicillin");
    assert_eq!(dose.as_deref(), Some("500 mg"));
    assert_eq!(duration.as_deref(), Some("10 days"));
}

#[test]
fn the_side_stays_the_side() {
    let note = draft(&["D: What brings you in?", "P: Right, so my right shoulder hurts when I lift my arm."]);
    assert_eq!(
        texts(&note, SectionCode::ChiefComplaint),
        ["Right shoulder hurts when the patient lifts the arm."]
    );
}

#[test]
fn no_allergies_is_said_as_such() {
    let note = draft(&["D: Any allergies to medications?", "P: No."]);
    let statement = &note.section(SectionCode::Allergies).unwrap().statements[0];
    assert_eq!(statement.text.as_str(), "No known drug allergies.");
    assert_eq!(statement.detail, Some(Detail::Allergy(Allergy::default())));
}

#[test]
fn vital_signs_have_values_and_come_from_today() {
    let note = draft(&[
        "D: Your blood pressure is 118/76 today.",
        "D: When you went to the emergency room your blood pressure was 180/95.",
    ]);
    let signs: Vec<_> =
        note.section(SectionCode::VitalSigns).unwrap().statements.iter().map(|s| s.detail.clone()).collect();
    let pressure = VitalSign::BloodPressure { systolic: 118.0, diastolic: 76.0 };
    assert_eq!(signs, [Some(Detail::VitalSign(pressure))]);
}

#[test]
fn nothing_said_gives_a_note_with_nothing_in_it() {
    assert_eq!(draft(&[]).statements().count(), 0);
    assert_eq!(draft(&["D: Hello, how are you?", "P: Fine, thank you."]).statements().count(), 0);
}

#[test]
fn the_same_consult_gives_the_same_note() {
    let (mut first, second) = (draft(KNEE), draft(KNEE));
    for (one, other) in first.statements_mut().zip(second.statements()) {
        one.id = other.id;
    }
    assert_eq!(first, second);
}

#[test]
fn a_template_s_missing_sections_are_left_out() {
    let note = extract(&Template::built_in("progress").unwrap(), &consult(KNEE));
    assert!(note.section(SectionCode::FamilyHistory).is_none());
    assert!(note.statements().count() > 5);
}

#[test]
fn a_no_that_names_another_symptom_denies_what_was_asked_and_reports_the_other() {
    let answered = |answer: &'static str| {
        let lines: Vec<&str> = KNEE
            .iter()
            .map(|line| if *line == "P: No, nothing like that." { answer } else { *line })
            .collect();
        let note = draft(&lines);
        texts(&note, SectionCode::ReviewOfSystems).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        answered("P: No, just a cough."),
        ["Denies numbness, fever, or locking of the knee.", "Reports cough."]
    );
    assert_eq!(answered("P: No, only some numbness."), Vec::<String>::new());
}

#[test]
fn what_a_template_has_no_section_for_goes_to_the_widest_of_its_part() {
    let template = Template::parse(
        r#"
        name = "short"
        title = "Short note"
        document_type = "11506-3"
        language = "en"

        [[sections]]
        code = "history_of_present_illness"
        title = "History"
        layout = "paragraph"
        when_empty = "not_discussed"
        guidance = "All that the patient says."

        [[sections]]
        code = "plan_follow_up"
        title = "Plan"
        layout = "list"
        when_empty = "not_discussed"
        guidance = "All that is to be done."
        "#,
    )
    .unwrap();
    let note = extract(&template, &consult(KNEE));
    let history = texts(&note, SectionCode::HistoryOfPresentIllness).join(" ");
    assert!(history.contains("Denies numbness, fever"), "{history}");
    let plan = texts(&note, SectionCode::PlanFollowUp).join(" ");
    assert!(plan.contains("ibuprofen 400 mg") && plan.contains("3 weeks"), "{plan}");
    assert!(!note.to_text().contains("128/82"), "the note has no objective part");
}

const TELEPHONE: &[&str] = &[
    "D: Hello, can you hear me okay?",
    "P: Yes, hi.",
    "D: Before we start, can I take your full name and your age, please?",
    "P: Um, it's Nora Quill, and I'm fifty one years old.",
    "D: Thank you. How can I help you today?",
    "P: Um, so I've got, a really horrible earache, for about, two days now.",
    "D: Mm-hmm.",
    "P: My neighbour thinks it's the cold weather, but she always says that.",
    "D: Okay. And which side is it?",
    "P: Yep.",
    "P: It's, um, on the right side.",
    "D: Right side. And is it there all the time, or does it come and go?",
    "P: It comes and goes.",
    "D: Have you noticed any blood or any discharge?",
    "P: No, no blood, just a bit of itching.",
    "D: Any vomiting at all?",
    "P: No.",
    "P: I vomited on the first day but that has stopped.",
    "D: How many times a day do you clean the ear?",
    "P: Probably like three times a day?",
    "D: Do you smoke or drink any alcohol?",
    "P: No.",
    "D: Any other illnesses?",
    "P: No, none.",
    "D: So it seems like you may have something called an ear infection, which is basically just germs in the ear.",
    "D: It's really just about keeping the ear dry, so",
    "P: Okay.",
    "D: no swimming for a week.",
    "D: I can give you a short course of amoxicillin.",
    "P: Right.",
    "D: One capsule, three times a day.",
    "D: If the pain isn't better by Friday.",
    "P: Okay.",
    "D: I'd like you to give me a call.",
    "P: Thank you, bye.",
];

#[test]
fn what_was_said_on_the_telephone_becomes_a_note_that_can_be_signed() {
    use SectionCode::*;
    let note = draft(TELEPHONE);
    for (section, expected) in [
        (ChiefComplaint, vec!["Really horrible earache, for about 2 days now."]),
        (PastMedicalHistory, vec!["No other illnesses."]),
        (SocialHistory, vec!["Does not smoke or drink alcohol."]),
        (DifferentialDiagnoses, vec!["May have an ear infection."]),
        (PlanFollowUp, vec!["If the pain is not better by Friday, call."]),
    ] {
        assert_eq!(texts(&note, section), expected, "{section:?}");
    }
    let text = note.to_text();
    for kept in
        ["on the right side", "Course: comes and goes.", "Frequency: 3 times a day.", "stopped", "itching"]
    {
        assert!(text.contains(kept), "{kept}: {text}");
    }
    for left_out in ["Nora", "51", "neighbour", "Denies vomiting", "hear me"] {
        assert!(!text.contains(left_out), "{left_out}: {text}");
    }
}

#[test]
fn a_sentence_in_two_segments_rests_on_both() {
    let note = draft(TELEPHONE);
    let call = &note.section(SectionCode::PlanFollowUp).unwrap().statements[0];
    assert_eq!(call.evidence, [SegmentId(31), SegmentId(33)]);
}

#[test]
fn a_dosage_stands_with_the_drug_that_was_named_before_it() {
    let note = draft(TELEPHONE);
    let dosage = note.section(SectionCode::PlanMedications).unwrap().statements.last().unwrap();
    assert_eq!(dosage.text.as_str(), "Amoxicillin: 1 capsule, 3 times a day.");
    assert_eq!(dosage.evidence, [SegmentId(28), SegmentId(30)]);
}

#[test]
fn a_yes_to_what_is_then_denied_reports_nothing() {
    let note = draft(&["D: Have you been feverish?", "P: Yeah.", "P: I feel weak. I haven't been feverish."]);
    assert!(texts(&note, SectionCode::ReviewOfSystems).is_empty(), "{}", note.to_text());
}

#[test]
fn what_is_asked_for_the_patient_s_safety_is_kept() {
    let note = draft(&[
        "D: Have you had any thoughts of harming yourself or harming anyone else?",
        "P: No.",
        "P: No, not really, no.",
    ]);
    assert!(
        note.to_text().contains("denies thoughts of harming themselves or harming anyone else"),
        "{}",
        note.to_text()
    );
}

#[test]
fn a_drug_named_in_one_word_is_taken_and_not_contradicted() {
    let note = draft(&[
        "D: Are you on any regular medication?",
        "P: Um, yeah, methotrexate, methotrexate, that's.",
        "D: And are you taking anything over the counter?",
        "P: No.",
    ]);
    assert_eq!(texts(&note, SectionCode::Medications), ["Methotrexate."]);
}

#[test]
fn each_thing_that_one_is_allergic_to_is_named() {
    let asked = |answer: &str| {
        draft(&[
            "D: What brings you in today?",
            "P: My left knee has been hurting for about 2 weeks.",
            "D: Do you have any allergies?",
            &format!("P: {answer}"),
        ])
    };
    for (answer, expected) in [
        ("Just shellfish and latex.", &["Shellfish.", "Latex."][..]),
        ("Latex and peanuts.", &["Latex.", "Peanuts."]),
        ("Only bee stings.", &["Bee stings."]),
        ("Penicillin, latex, and tree nuts.", &["Penicillin.", "Latex.", "Tree nuts."]),
        ("Penicillin and aspirin.", &["Penicillin.", "Aspirin."]),
        ("I'm allergic to strawberries and kiwi.", &["Strawberries.", "Kiwi."]),
        ("Yes, to eggs.", &["Eggs."]),
        ("Latex. And peanuts.", &["Latex.", "Peanuts."]),
        ("Shellfish, I get hives.", &["Shellfish: hives."]),
        ("I'm allergic to latex and I have asthma.", &["Latex."]),
        ("I'm allergic to penicillin and it gave me hives.", &["Penicillin: hives."]),
        ("Latex and peanuts, they give me hives.", &["Latex and peanuts: hives."]),
        ("Latex and peanuts. The peanuts gave me hives.", &["Latex.", "Peanuts: hives."]),
    ] {
        let note = asked(answer);
        let mut named = texts(&note, SectionCode::Allergies);
        named.sort_unstable_by_key(|one| answer.to_lowercase().find(&one.to_lowercase()[..4]));
        assert_eq!(named, expected, "{answer}");
        assert!(
            note.section(SectionCode::Allergies).unwrap().statements.iter().all(|one| one.detail.is_some())
        );
    }
    for answer in ["Just a bit of hay fever.", "Fish is what I eat most."] {
        let note = asked(answer);
        assert_eq!(texts(&note, SectionCode::Allergies), [""; 0], "{answer}");
    }
}

#[test]
fn no_allergies_may_be_said_in_a_sentence() {
    let note = draft(&["D: Are you allergic to any medications?", "P: I have no medication allergies, no."]);
    assert_eq!(texts(&note, SectionCode::Allergies), ["No known drug allergies."]);
}

#[test]
fn relatives_who_have_it_too_are_family_history() {
    let note = draft(&[
        "D: Any history of migraines at all?",
        "P: Not myself, I've never had a migraine. But my aunt and my sister have them quite often.",
    ]);
    assert_eq!(
        texts(&note, SectionCode::FamilyHistory),
        ["Migraines: the patient's aunt and their sister have them quite often."]
    );
}

#[test]
fn a_recap_is_part_of_the_story() {
    let note = draft(&[
        "P: I've got a rash on my arms.",
        "D: Okay, just to recap, for the last five days you've had an itchy rash on both arms and a mild fever.",
    ]);
    let story = texts(&note, SectionCode::HistoryOfPresentIllness).join(" ");
    assert!(story.contains("an itchy rash on both arms and a mild fever"), "{}", note.to_text());
    assert!(!note.to_text().contains("recap"));
}

#[test]
fn what_is_read_out_of_the_record_and_not_corrected_is_taken_and_not_borne() {
    let note = draft(&[
        "D: So for your pressure, you're on ramipril 5 mg once a day.",
        "P: That's right.",
        "D: And the amlodipine, 10 mg.",
        "P: Yes. And bisoprolol, two point five.",
        "D: And I've got you down as allergic to sulfa.",
        "P: Yeah, it gave me hives.",
        "D: And you're on simvastatin 20 mg.",
        "P: No, I stopped that one.",
    ]);
    let taken = texts(&note, SectionCode::Medications);
    assert_eq!(taken, ["Ramipril 5 mg once a day.", "Amlodipine, 10 mg.", "Bisoprolol, 2.5."]);
    assert_eq!(texts(&note, SectionCode::Allergies), ["Sulfa: hives."]);
}

#[test]
fn a_thought_of_death_is_kept_whatever_else_is_said() {
    let note = draft(&[
        "D: Have you had thoughts that life's not worth living?",
        "P: Yeah, sometimes at night.",
        "D: Have you ever harmed yourself?",
        "P: Never.",
    ]);
    let text = note.to_text();
    assert!(text.contains("reports thoughts that life is not worth living"), "{text}");
    assert!(text.contains("has never harmed themselves"), "{text}");
}

#[test]
fn a_mother_who_tells_is_not_the_patient() {
    let note = draft(&[
        "D: How long has he been poorly?",
        "P: He's had a fever since Monday. I gave him some ibuprofen last night.",
        "D: Is he eating? Does he drink?",
        "P: He drinks, but he won't eat.",
        "D: Has he had a rash?",
        "P: No.",
    ]);
    let text = note.to_text();
    assert!(text.contains("The caregiver gave him some ibuprofen last night."), "{text}");
    assert!(!text.contains("The patient gave"), "{text}");
}

#[test]
fn no_allergies_does_not_stand_beside_one() {
    let note = draft(&[
        "D: Are you allergic to any medications?",
        "P: Yes, aspirin gives me a rash.",
        "D: Any allergies to foods?",
        "P: No.",
    ]);
    assert_eq!(texts(&note, SectionCode::Allergies), ["Aspirin: rash."]);
}

#[test]
fn what_a_patient_takes_back_is_not_written() {
    let note = draft(&[
        "D: What do you take?",
        "P: Lisinopril ten. No wait, they bumped me to twenty. And rosuvastatin, ten, at bedtime.",
    ]);
    let text = note.to_text();
    assert!(!text.contains("Lisinopril 10"), "{text}");
    assert!(text.contains("Rosuvastatin"), "{text}");
}

#[test]
fn an_examination_that_nobody_announces_is_written_as_one() {
    let note = draft(&[
        "D: So you're here about heel pain on both sides. Where is it exactly?",
        "P: On the left it's a couple inches up from the heel. My sister faints, but that's another story.",
        "D: Flip onto your stomach for me. On the left I feel a spindle-shaped thickening of the tendon.",
        "P: Okay.",
        "D: Ankle pulses are strong on both feet.",
        "P: So is it torn?",
        "D: What I think you have is Achilles tendinopathy on the left, possibly stirred up by the antibiotic.",
        "P: Okay.",
    ]);
    let text = note.to_text();
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words} is missing: {text}"));
    assert!(at("Heel pain on both sides") < at("Physical examination"));
    assert!(at("Physical examination") < at("spindle-shaped thickening"));
    assert!(at("Diagnosis") < at("Achilles tendinopathy on the left"));
    assert!(!text.contains("I feel") && !text.contains("possibly"), "{text}");
}
