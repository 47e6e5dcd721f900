//! What is typed of a plan, an examination or an operation, against what the clinician said of it.

use clinical::Verdict;

use crate::jotted::{beside, typed};

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
            "Increase metformin to 1000 mg BD",
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
fn a_plan_is_read_from_talk_without_full_stops() {
    let talk = "Doctor: so these ankles are puffy and we're gon na bring the norvasc up to 10 mg every morning okay ?\n\
        Patient: okay\n\
        Doctor: then i'm gon na leave you on lipitor forty milligrams at night and the baby aspirin and when the culture comes \
        back positive i'm gon na give you amoxicillin five hundred milligrams every eight hours for ten days";
    assert_typed(
        talk,
        &[
            "Increase Norvasc to 10 mg daily",
            "Will continue Lipitor 40 mg nightly, aspirin",
            "If positive, will prescribe amoxicillin 500 mg every 8 hours for 10 days",
        ],
        &[
            "Increase Norvasc to 15 mg daily",
            "Will continue Lipitor 4 mg nightly, aspirin",
            "If positive, will prescribe amoxicillin 1000 mg every 8 hours for 10 days",
        ],
    );
}
