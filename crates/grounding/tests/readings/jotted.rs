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
pub(crate) fn beside(talk: &str, line: Segment) -> (Heard, SegmentId) {
    let mut transcript = spoken(talk);
    let id = transcript.add(line);
    (Heard::of(&transcript), id)
}

pub(crate) fn typed(line: &str) -> Segment {
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
