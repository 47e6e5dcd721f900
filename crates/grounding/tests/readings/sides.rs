//! Left and right, both, and which joint.

use clinical::Verdict;

use crate::{assert_all, found, heard};

#[test]
fn a_side_that_answers_a_question_belongs_to_its_part() {
    let heard = heard("Doctor: Is it your left or your right knee?\nPatient: It's my right.");
    assert_eq!(found(&heard, "Right knee.").0, Verdict::Supported);
    assert_eq!(found(&heard, "Left knee.").0, Verdict::Contradicted);
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
fn the_other_side_excuses_only_what_is_well() {
    let talk = "Patient: My left knee is swollen.\nDoctor: The other knee is fine.\n";
    assert_all(
        talk,
        &["Left knee swollen.", "Right knee normal."],
        &["Right knee swollen, left knee normal.", "Right knee swollen.", "Left knee normal."],
    );
}

#[test]
fn a_side_alone_stands_for_the_part_that_was_spoken_of() {
    let talk = "Doctor: What brings you in?\n\
                Patient: My ear has been hurting since Friday. It's the left one.\n\
                Doctor: The right ear looks normal, the drum is gray. Now the left. This one is red and bulging.\n";
    assert_all(
        talk,
        &["Left ear pain since Friday.", "The left ear is red and bulging."],
        &["Right ear pain since Friday.", "The right ear is red and bulging."],
    );
}

#[test]
fn one_side_is_not_both() {
    let talk = "Doctor: There is pitting on the left shin, and the thigh is fine.\n";
    assert_all(talk, &["Pitting on the L shin."], &["Pitting on both shins.", "Pitting on the R shin."]);
}

#[test]
fn what_is_said_of_one_joint_is_not_said_of_another() {
    let talk = "Doctor: The ultrasound shows an effusion in the right hip. There is no effusion in the knee.\n\
                Patient: Okay.\n";
    assert_all(
        talk,
        &["Ultrasound: Effusion of the right hip.", "Knee: No effusion."],
        &["Knee: There is an effusion."],
    );
}

#[test]
fn both_sides_of_a_comparison_are_taken_together_and_a_full_pulse_is_no_rate() {
    let talk = "Doctor: The left wrist is swollen. Flexion is about fifty degrees on the left and eighty on the right.\n\
                Patient: Right, it feels stiff.\n\
                Doctor: The radial pulse is two plus.\n";
    assert_all(
        talk,
        &["Flexion is 50 degrees on the left and 80 degrees on the right.", "Radial pulse is 2+."],
        &["Swelling of the right wrist."],
    );
}

#[test]
fn each_value_has_the_side_that_it_was_said_of() {
    let talk = "Doctor: The calf measures 36 centimeters on the left and 39 on the right. You repeated 44 percent of the words \
                on the left, and 100 percent on the right.\n";
    assert_all(
        talk,
        &["Calf 36 cm on the left and 39 cm on the right.", "Word recognition 100% right and 44% left."],
        &[
            "Calf 36 cm on the right and 39 cm on the left.",
            "Calf 36 cm on the left and 39 cm on the left.",
            "Word recognition 44% right and 100% right.",
        ],
    );
}

#[test]
fn one_side_does_not_have_a_finding_and_none() {
    let talk = "Doctor: There is a rest tremor of the left hand, nothing on the right.\n";
    assert_all(
        talk,
        &["Rest tremor of the left hand, none on the right."],
        &["Rest tremor of the left hand, none on the left."],
    );
}

#[test]
fn each_finding_has_the_side_of_its_clause() {
    let talk = "Doctor: Just a few crackles at the right base, the left is clear. The thumb is a touch weak on the right, four plus \
                out of five, full on the left. The left knee is stiff.\n";
    assert_all(
        talk,
        &[
            "A few crackles at the right base, with the left side clear.",
            "Thumb slightly weak on the right at 4+/5 and full on the left.",
            "Stiff left knee.",
        ],
        &[
            "A few crackles at the left base, with the right side clear.",
            "Thumb slightly weak on the left at 4+/5 and full on the right.",
        ],
    );
}

#[test]
fn a_side_with_which_a_sentence_begins_is_of_what_is_looked_at() {
    let talk = "Doctor: Let me look in your ears. Left: bright red and bulging. Right one is fine.\n\
                Patient: Right, okay.\n\
                Doctor: And I hear a murmur, grade three, top right, goes up to the neck.\n";
    assert_all(
        talk,
        &[
            "Left eardrum bright red and bulging.",
            "Right ear is fine.",
            "Grade 3 murmur at the right upper sternal border, radiating to the neck.",
        ],
        &[
            "Right eardrum bright red and bulging.",
            "Grade 3 murmur at the left upper sternal border, radiating to the neck.",
        ],
    );
}

#[test]
fn what_is_joined_by_a_semicolon_is_held_against_the_talk_part_by_part() {
    let talk = "Doctor: Still smoking?\nPatient: Five a day.\nDoctor: Doxycycline, two tablets today, that's 200, then 100 a day.\n\
                Patient: I'm allergic to clarithromycin.\nDoctor: Any cancer in the family?\n\
                Patient: My father had colon cancer, and diabetes, and high blood pressure. I have asthma.\n\
                Doctor: Any fever, chills or sweats?\nPatient: Sweats, yes. No fever and no chills.\n\
                Doctor: Stop the lisinopril, and start amlodipine five milligrams a day.\n";
    assert_all(
        talk,
        &[
            "Current smoker, 5/day; allergic to clarithromycin.",
            "Family history of colon cancer; diabetes; hypertension.",
            "Denies: fever; chills.",
            "Denies fever; chills. Sweats.",
            "Stop lisinopril; start amlodipine 5 mg daily.",
        ],
        &[
            "Current smoker, 15/day; allergic to clarithromycin.",
            "Current smoker, 5/day; allergic to penicillin.",
            "History of colon cancer; diabetes; hypertension.",
            "Denies: sweats; fever.",
            "Denies sweats; fever.",
            "Start lisinopril; stop amlodipine.",
            "Stop lisinopril; start amlodipine 10 mg daily.",
        ],
    );

    let own = "Doctor: Any cancer in the family?\nPatient: My father had colon cancer.\nDoctor: And your own health?\n\
               Patient: I have diabetes and high blood pressure, the diabetes since 2010.\n";
    let family = "Family history of colon cancer; diabetes; hypertension.";
    assert_all(own, &["Diabetes; hypertension."], &[family]);
    let both = "Doctor: Anything in the family?\nPatient: My mother had gout, and my father had a stroke at sixty.\n";
    assert_all(
        both,
        &["FH: gout (mother); stroke (father).", "FH: gout (mother), stroke at 60 (father)."],
        &["FH: gout (sister); stroke (father).", "PMH: gout; stroke."],
    );
}

#[test]
fn right_before_a_comma_is_no_side() {
    let talk =
        "Doctor: I'll get an X-ray of the left knee. Right, one more thing, any fevers?\nPatient: No.\n";
    assert_all(talk, &["X-ray of the left knee ordered."], &["X-rays of both knees ordered."]);
}
