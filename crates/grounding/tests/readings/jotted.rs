//! What is typed or dictated beside a consult, against what is spoken in it.

use clinical::{ReasonCode, Segment, SegmentId, Speaker, Transcript, UserId, Verdict};
use grounding::Heard;

use crate::found;

const TALK: &str = "Doctor: What brings you in?\n\
    Patient: My right knee hurts.\n\
    Doctor: Any fever?\n\
    Patient: No, I had no fever.\n\
    Doctor: Do you take anything?\n\
    Patient: I take lisinopril 20 mg once a day.\n\
    Doctor: Your blood pressure is 128 over 82.\n\
    Doctor: There is a lump above the right elbow, the shoulder is fine.";

fn spoken(talk: &str) -> Transcript {
    Transcript::parse(talk, clinical::Format::Text).unwrap()
}

/// A consult with a line beside it, and the number of that line.
fn beside(talk: &str, line: Segment) -> (Heard, SegmentId) {
    let mut transcript = spoken(talk);
    let id = transcript.add(line);
    (Heard::of(&transcript), id)
}

fn typed(line: &str) -> Segment {
    Segment { typed: true, author: Some(UserId::new()), ..Segment::new(Speaker::Clinician, line, None) }
}

#[test]
fn what_was_typed_and_said_otherwise_is_contradicted_with_both() {
    for (line, code, said) in [
        ("Left knee pain", ReasonCode::Side, "The right was spoken of here, not the left."),
        ("Left knee pain since Tuesday", ReasonCode::Side, "The right was spoken of here, not the left."),
        ("Left knee pain for 2 weeks", ReasonCode::Side, "The right was spoken of here, not the left."),
        ("Lisinopril 40 mg once daily", ReasonCode::Number, "20 mg was said here, not 40 mg."),
        ("Fever", ReasonCode::Negation, "Fever was denied here, not reported."),
        ("BP 148/82", ReasonCode::Number, "128 over 82 was said here, not 148/82."),
    ] {
        let (heard, id) = beside(TALK, typed(line));
        let check = heard.check(line, &[id]);
        assert_eq!(check.verdict, Verdict::Contradicted, "{line}: {:?}", check.reasons);
        let reason = &check.reasons[0];
        let message = format!("It was typed so, but said otherwise. {said}");
        assert_eq!((reason.code, reason.message.as_str()), (code, message.as_str()));
    }
}

#[test]
fn what_was_typed_is_enough_where_nobody_spoke_of_it() {
    for line in [
        "Left foot pain",
        "Left hip pain",
        "Left shoulder pain",
        "Metformin 500 mg twice daily",
        "Cough for 3 days",
        "No chest pain",
        "HR 72",
        "O/E effusion",
    ] {
        let (heard, id) = beside(TALK, typed(line));
        let check = heard.check(line, &[id]);
        assert_eq!(check.verdict, Verdict::Supported, "{line}: {:?}", check.reasons);
    }
}

#[test]
fn what_is_decided_done_or_examined_need_not_have_been_said_aloud() {
    let talk = format!(
        "{TALK}\nDoctor: Let's get an X-ray of that knee.\nDoctor: Now look to the right.\n\
         Doctor: I could give you metformin."
    );
    for line in [
        "Stop lisinopril",
        "Increase lisinopril to 30 mg daily",
        "Lisinopril will be 40 mg from now",
        "X-ray showed no fracture",
        "Metformin started",
        "Left knee: no effusion",
        "Left knee full range of motion",
        "Left knee arthroscopy 2015",
        "Bilateral knee crepitus",
    ] {
        let (heard, id) = beside(&talk, typed(line));
        let check = heard.check(line, &[id]);
        assert_eq!(check.verdict, Verdict::Supported, "{line}: {:?}", check.reasons);
    }
}

#[test]
fn what_was_said_before_does_not_take_back_what_was_found_or_done_and_typed() {
    let talk = "Doctor: Any wheezing?\nPatient: No wheezing, no cough.\n\
        Doctor: We'll give you the flu shot today.\nDoctor: I might start you on metformin.\n\
        Patient: My mother had asthma.";
    for line in
        ["Expiratory wheeze on auscultation", "Flu vaccine given", "Started metformin 500 mg", "Asthma, mild"]
    {
        let (heard, id) = beside(talk, typed(line));
        for text in [line.to_owned(), format!("{line}.")] {
            let check = heard.check(&text, &[id]);
            assert_eq!(check.verdict, Verdict::Supported, "{text}: {:?}", check.reasons);
        }
    }
    let (heard, id) = beside(talk, typed("Wheezing"));
    assert_eq!(heard.check("Wheezing", &[id]).verdict, Verdict::Contradicted);
    let (heard, id) = beside(talk, typed("Expiratory wheeze on auscultation"));
    assert_eq!(heard.check("No wheeze on auscultation", &[id]).verdict, Verdict::Contradicted);
}

/// Holds lines that are typed beside a talk against it: those that stand, and those that were said otherwise.
fn assert_typed(talk: &str, stands: &[&str], otherwise: &[&str]) {
    let verdict = |line: &str| {
        let (heard, id) = beside(talk, typed(line));
        heard.check(line, &[id])
    };
    for line in stands {
        let check = verdict(line);
        assert_eq!(check.verdict, Verdict::Supported, "{line}: {:?}", check.reasons);
    }
    for line in otherwise {
        let check = verdict(line);
        assert_eq!(check.verdict, Verdict::Contradicted, "{line}: {:?}", check.reasons);
        assert!(check.reasons[0].message.starts_with("It was typed so"), "{line}: {:?}", check.reasons);
    }
}

#[test]
fn a_dose_that_is_typed_is_the_one_that_the_clinician_said() {
    let talk = "Doctor: So you take lisinopril, ten milligrams?\nPatient: Ten, yes, and I had ibuprofen 400 at home.\n\
        Doctor: I'll start you on naproxen 500 milligrams twice a day with food. And let's increase the lisinopril to twenty \
        milligrams once a day.\nPatient: My wife takes naproxen 250.\nDoctor: The amlodipine was five milligrams last year.";
    assert_typed(
        talk,
        &[
            "Start naproxen 500 mg twice daily",
            "New: naproxen 500 mg twice daily with food",
            "Increase lisinopril to 20 mg daily",
            "Plan: increase amlodipine to 10 mg",
            "Stop ibuprofen 400 mg",
        ],
        &[
            "Start naproxen 375 mg twice daily",
            "Start naproxen 500 mg once daily",
            "Naproxen 375 mg twice daily after meals",
            "New: naproxen 375 mg twice daily",
            "Will take naproxen 500 mg four times a day",
            "Plan: increase lisinopril to 30 mg daily",
            "Increase lisinopril to 40 mg",
        ],
    );
}

#[test]
fn what_the_patient_took_before_takes_nothing_back_of_what_is_started() {
    let talk = "Doctor: What do you take?\nPatient: Metformin 500 once a day, and sertraline 50.\n\
        Doctor: You're on metformin 500 once a day. Your sertraline was 25 to begin with.\nDoctor: We'll go up on both.";
    assert_typed(
        talk,
        &[
            "Increase metformin to 1000 mg twice daily",
            "Metformin 850 mg twice daily from now",
            "Plan: sertraline 100 mg",
        ],
        &["Metformin 850 mg once daily"],
    );
}

#[test]
fn words_of_place_and_return_are_no_change_of_a_drug() {
    let talk = "Doctor: How long has your back been hurting?\nPatient: The lower back has been painful for two weeks.\n\
        Doctor: Any swelling in your legs?\nPatient: No, no swelling.\nDoctor: Do you drink?\nPatient: Two pints a day.\n\
        Doctor: I'd like to see you for a follow up in two weeks.";
    assert_typed(
        talk,
        &["Lower back pain for 2 weeks", "Follow up in 2 weeks", "No lower leg swelling", "Reduce drinking"],
        &["Lower back pain for 2 days", "Follow up in 6 weeks", "Lower leg swelling"],
    );
}

#[test]
fn an_operation_that_is_planned_is_on_the_side_that_was_spoken_of() {
    let talk = "Doctor: What can I do for you?\nPatient: My right hip is killing me.\n\
        Doctor: Your right shoulder is stiff. We'd better have a surgeon look at the right hip.";
    assert_typed(
        talk,
        &[
            "Refer for right hip replacement",
            "Left hip replacement 2019",
            "Left hip replacement in 2019",
            "PSH: left hip replacement",
            "S/p left hip replacement",
            "Previous left hip arthroscopy",
            "Had left shoulder surgery",
        ],
        &[
            "Refer for left hip replacement",
            "Left hip replacement to be booked",
            "Listed for left shoulder surgery",
        ],
    );
}

#[test]
fn what_the_clinician_found_is_not_denied_by_what_was_typed() {
    let talk = "Doctor: Any wheezing at home?\nPatient: No, no wheezing. My ankles swell.\nDoctor: Let me listen.\n\
        Doctor: I hear wheezing on both sides. There is no tenderness of the belly.\nDoctor: You said you have a cough.";
    assert_typed(
        talk,
        &[
            "Wheezing on auscultation bilaterally",
            "No edema on examination",
            "Abdomen soft on palpation",
            "No cough on examination",
        ],
        &["No wheeze on auscultation", "No wheezing heard on auscultation", "Tenderness on palpation"],
    );
}

#[test]
fn what_follows_the_talk_is_supported_though_it_cites_a_line_that_says_otherwise() {
    for (line, text) in [("Left knee pain", "Right knee pain."), ("Fever", "No fever.")] {
        let (heard, id) = beside(TALK, typed(line));
        let check = heard.check(text, &[id]);
        assert_eq!(check.verdict, Verdict::Supported, "{text}: {:?}", check.reasons);
    }
}

#[test]
fn what_was_typed_as_current_is_contradicted_where_it_was_said_to_be_over() {
    let talk = "Doctor: Are you still on warfarin?\nPatient: I stopped the warfarin in May.\nDoctor: Do you smoke?\n\
        Patient: I quit smoking in 2010.\nPatient: I take amlodipine every morning.";
    for line in ["Currently on warfarin 5 mg", "Current smoker"] {
        let (heard, id) = beside(talk, typed(line));
        let check = heard.check(line, &[id]);
        assert_eq!(check.verdict, Verdict::Contradicted, "{line}: {:?}", check.reasons);
    }
    let (heard, id) = beside(talk, typed("Currently on amlodipine 5 mg"));
    assert_eq!(heard.check("Currently on amlodipine 5 mg", &[id]).verdict, Verdict::Supported);
}

#[test]
fn what_nobody_typed_is_not_said_to_be_typed() {
    let (heard, _) = beside(TALK, typed("Knee pain, worse on stairs"));
    let check = heard.check("Left knee pain.", &[SegmentId(1)]);
    assert_eq!(check.verdict, Verdict::Contradicted);
    assert!(check.reasons.iter().all(|reason| !reason.message.contains("typed")), "{:?}", check.reasons);
}

#[test]
fn what_was_typed_as_it_was_said_is_supported() {
    for line in ["Right knee pain", "Lisinopril 20 mg once daily", "No fever", "BP 128/82"] {
        let (heard, id) = beside(TALK, typed(line));
        assert_eq!(heard.check(line, &[id]).verdict, Verdict::Supported, "{line}");
    }
}

#[test]
fn what_was_said_stands_whatever_was_typed_beside_it() {
    let (heard, _) = beside(TALK, typed("Left knee pain"));
    let check = heard.check("Right knee pain.", &[SegmentId(1)]);
    assert_eq!(check.verdict, Verdict::Supported, "{:?}", check.reasons);
}

#[test]
fn a_draft_that_cites_the_talk_for_what_only_was_typed_is_told_of_it_too() {
    let (heard, _) = beside(TALK, typed("Lisinopril 40 mg once daily"));
    assert_eq!(heard.check("Lisinopril 40 mg once daily.", &[SegmentId(5)]).verdict, Verdict::Contradicted);
    assert_eq!(heard.check("Lisinopril 20 mg once daily.", &[SegmentId(5)]).verdict, Verdict::Supported);
}

#[test]
fn what_was_dictated_is_held_against_the_talk_and_a_dictation_alone_against_none() {
    let by = UserId::new();
    let dictated = |text: &str| Segment { author: Some(by), ..Segment::new(Speaker::Clinician, text, None) };
    let (heard, id) = beside(TALK, dictated("Left knee pain."));
    let check = heard.check("Left knee pain.", &[id]);
    assert!(check.reasons[0].message.starts_with("It was dictated so, but said otherwise."));
    let mut alone = Transcript::default();
    alone.add(dictated("Right knee pain."));
    alone.add(typed("Left knee pain"));
    assert_eq!(found(&Heard::of(&alone), "Left knee pain.").0, Verdict::Supported);
}

#[test]
fn what_the_record_has_of_age_counts_for_what_was_typed_too() {
    let (heard, id) = beside(TALK, typed("62-year-old man with knee pain"));
    let heard = heard.of_age(Some(62));
    assert_eq!(heard.check("62-year-old man with knee pain.", &[id]).verdict, Verdict::Supported);
    let (heard, id) = beside(TALK, typed("65-year-old man with knee pain"));
    let check = heard.of_age(Some(62)).check("65-year-old man with knee pain.", &[id]);
    assert_eq!(check.reasons.len(), 1, "{:?}", check.reasons);
    assert_eq!(check.reasons[0].message.as_str(), "The record says that the patient is 62 years old.");
}
