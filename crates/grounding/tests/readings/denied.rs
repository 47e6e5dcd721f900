//! What is denied, and how far: allergies, blanket denials, what was only thought possible, and what is said to be amiss.

use crate::assert_all;

#[test]
fn no_allergies_is_wrong_where_one_was_given() {
    let answered = |answer: &str| format!("Doctor: Any allergies?\nPatient: {answer}\nDoctor: Thanks.\n");
    let everything = ["No known allergies.", "NKA.", "Denies allergies.", "Allergies: None."];
    let drugs = ["NKDA.", "No known drug allergies.", "Allergies: No known drug allergies."];
    for answer in
        ["Penicillin gives me hives.", "Penicillin.", "No, only penicillin.", "Yeah, codeine makes me itch."]
    {
        assert_all(&answered(answer), &[], &everything);
        assert_all(&answered(answer), &[], &drugs);
    }
    for answer in ["Peanuts and latex.", "Only bee stings.", "Just cats.", "Not to medicines, just pollen."] {
        assert_all(&answered(answer), &drugs, &everything);
    }
    let sister = "Nothing I know of. My sister is allergic to penicillin.";
    for answer in ["No.", "None that I know of.", "Nothing, I take Claritin for my nose.", sister] {
        assert_all(&answered(answer), &everything, &[]);
        assert_all(&answered(answer), &drugs, &[]);
    }
    let asked_on = "Doctor: Allergic to anything?\nPatient: Yes.\nDoctor: What to?\nPatient: Amoxicillin.\n";
    assert_all(asked_on, &["Allergic to amoxicillin."], &everything);
}

#[test]
fn words_that_stand_in_every_note_need_somebody_who_spoke_of_it() {
    let talk = "Doctor: What brings you in?\nPatient: I've had chest pain for two days.\n\
                Doctor: We'll get a picture of it and I'll call you.\nPatient: Okay, that sounds good.\n";
    assert_all(
        talk,
        &["The patient understands and agrees with the plan."],
        &[
            "Examination normal.",
            "Examination was performed.",
            "No acute distress.",
            "Time out was performed.",
            "Diagnosis was confirmed.",
            "Patient denies any symptoms.",
            "Asymptomatic.",
        ],
    );
}

#[test]
fn what_was_only_thought_possible_is_no_fact() {
    let talk = "Doctor: I'm worried it might be pneumonia. I doubt it's a clot. You have a sprain there, no doubt.\n\
                Patient: Okay.\n";
    assert_all(talk, &["Possible pneumonia.", "Sprain."], &["Pneumonia.", "Blood clot."]);
}

#[test]
fn nothing_is_amiss_of_which_nobody_said_so() {
    let talk = "Doctor: The x-ray of your lumbar spine is the same as last year. Your kidney function was low.\n\
                Patient: Good.\n";
    assert_all(
        talk,
        &["Abnormal kidney function."],
        &["X-ray of the lumbar spine was abnormal.", "Lumbar spine unstable."],
    );
}

#[test]
fn a_denial_ends_where_something_else_begins() {
    let talk = "Doctor: So his asthma's not well controlled. The cold probably set it off.\n\
                Patient: Right.\n\
                Doctor: Any problems with lidocaine at the dentist?\n\
                Patient: No, that's fine. I bleed, not heavy, with cramps on the first day.\n\
                Doctor: And the stomach pain you had before?\n\
                Patient: That's totally gone.\n\
                Doctor: No breaks in the skin of your foot. Call us or go to the ER if you can't keep food down.\n";
    assert_all(
        talk,
        &[
            "Asthma, not well controlled, probably triggered by a cold.",
            "Lidocaine was tolerated without problems.",
            "Bleeding, not heavy, with cramps.",
            "The skin of the foot is intact.",
            "Free of stomach pain.",
        ],
        &["Asthma, not well controlled, with no cold."],
    );
}

#[test]
fn a_name_is_not_found_in_other_words_of_its_stem() {
    let talk = "Doctor: How is it?\nPatient: I've had three lumps, on my foot and quite even ones. The ring I wear is on.\n";
    assert_all(
        talk,
        &["Three lumps."],
        &["Hip replacement.", "Plays football.", "Fatigue.", "She quit smoking.", "Worse in the evening."],
    );
}

#[test]
fn a_reaction_is_the_one_that_was_told() {
    let talk = "Doctor: Are you still allergic to aspirin?\nPatient: Yeah, it makes me wheeze.\nDoctor: Any other allergies?\n\
                Patient: Erythromycin gives me stomach cramps, and I had hives from amoxicillin as a kid.\n";
    assert_all(
        talk,
        &["Allergies: aspirin (wheezing).", "Erythromycin causes stomach upset.", "Amoxicillin: hives."],
        &[
            "Allergies: aspirin (rash).",
            "She had hives with erythromycin.",
            "Amoxicillin caused anaphylaxis.",
        ],
    );
}
