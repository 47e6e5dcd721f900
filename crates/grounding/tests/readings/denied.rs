//! What is denied, and how far; what only a warning names; and what is said to be amiss.

use clinical::Verdict;

use crate::{assert_all, found, heard};

#[test]
fn a_denial_behind_reaches_only_its_own() {
    let talk = "Patient: I have chest pain when I climb stairs. Nothing helps the headaches.\n\
                Doctor: Any syncope or palpitations?\nPatient: No.\n";
    assert_all(
        talk,
        &[
            "She has chest pain with stairs, but syncope and palpitations are denied.",
            "Reports headaches.",
            "Reports chest pain.",
        ],
        &["Denies chest pain."],
    );
}

#[test]
fn a_denial_of_a_denial_is_no_statement() {
    let talk = "Doctor: Any more attacks of gout?\nPatient: No, no attacks since June. The elbow is mildly tender.\n";
    assert_all(
        talk,
        &["No attacks of gout since June."],
        &["He has not had no attacks of gout since June.", "There is no mild tenderness of the elbow."],
    );
}

#[test]
fn a_fragment_of_which_only_the_denial_was_said_is_found() {
    let talk = "Doctor: On your belly I find no rebound and no guarding. There is tenderness here.\nPatient: Ouch.\n";
    assert_all(talk, &["No rebound or guarding.", "Abdominal tenderness."], &["Rebound or guarding."]);
}

#[test]
fn a_new_subject_ends_a_denial_without_a_comma() {
    let talk = "Doctor: I don't hear any wheezing and his heart's regular. There's no effusion the ankles and feet are normal.\n\
                Mother: Good. And did he hurt himself, no he did not fall.\n";
    assert_all(
        talk,
        &["Heart: Regular rate and rhythm.", "Ankles and feet normal.", "No wheezing."],
        &["Wheezing.", "There is an effusion."],
    );
}

#[test]
fn a_list_of_denials_ends_where_something_is_told() {
    let talk = "Doctor: Okay, no nystagmus, and your tongue's healed. Standing it's 136 over 76, so no drop really, and your pulse \
                is 72 and irregular. You mustn't drive, and you need to tell the licensing office.\n";
    assert_all(
        talk,
        &[
            "No nystagmus, tongue healed.",
            "No significant drop, pulse 72 irregular.",
            "No driving, to inform licensing office.",
        ],
        &["Nystagmus, tongue healed."],
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
fn a_question_that_was_passed_over_has_no_answer() {
    let talk = "Doctor: Are you allergic to any medicines at all?\n\
                Doctor: Good. So you have told me about the cough and the fever at night.\n\
                Patient: Yes.\n\
                Doctor: Any change in your weight?\n\
                Patient: No, no change in my weight. Not that I noticed, maybe a bit stressed with the job.\n";
    assert_all(
        talk,
        &["Allergies - nil.", "No change in weight.", "Some stress with the job."],
        &["Change in weight.", "No stress with the job."],
    );
}

#[test]
fn a_negative_test_took_place() {
    let talk = "Doctor: Did you do a flu test at home?\n\
                Patient: I did, on Monday, and the flu test came back negative.\n\
                Doctor: Tinel's is positive on the right and negative on the left.\n";
    assert_all(
        talk,
        &["Home flu test was negative.", "Tinel's positive on the right, negative on the left."],
        &["Home flu test was positive."],
    );
}

#[test]
fn what_to_call_for_is_not_reported() {
    let talk = "Doctor: Any numbness in the hand?\n\
                Patient: No numbness.\n\
                Doctor: Does it hurt when I turn the wrist?\n\
                Patient: No, no pain with that. You can rotate the wrist without any pain.\n\
                Doctor: Any allergies?\n\
                Patient: No.\n\
                Doctor: All right, the wrist looks good. If you get numbness give us a call.\n";
    assert_all(
        talk,
        &["She will call with any numbness.", "No pain with rotation of the wrist.", "Allergies - nil."],
        &["She has numbness in the hand.", "Pain with rotation of the wrist."],
    );
}

#[test]
fn what_to_come_back_for_is_no_finding() {
    let talk = "Doctor: Any chest pain?\n\
                Patient: No.\n\
                Doctor: Good. If you get chest pain or you have weakness on one side, you ring 999.\n";
    assert_all(
        talk,
        &[
            "Call 999 for weakness, chest pain.",
            "To the ER for chest pain or weakness.",
            "Return precautions: chest pain, weakness.",
        ],
        &["She has chest pain."],
    );
}

#[test]
fn normal_and_abnormal_are_opposites() {
    let talk = "Doctor: I looked at your kidney function and it was normal. The gait is stable. Sensation is intact in the foot.\n\
                Patient: Good to hear.\n\
                Doctor: The liver tests were abnormal though.\n";
    assert_all(
        talk,
        &["Kidney function is normal.", "Gait is stable.", "Liver tests are abnormal."],
        &["Kidney function is abnormal.", "Gait is unstable.", "Sensation is impaired in the foot."],
    );
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
fn what_one_would_not_do_is_denied() {
    let talk = "Doctor: Would you ever hurt yourself?\nPatient: I wouldn't.\nDoctor: Would you take a water pill?\n\
                Patient: I would.\n";
    assert_all(talk, &["Denies thoughts of hurting herself."], &["Reports thoughts of hurting herself."]);
    let talk = "Doctor: Stitches out in ten days.\nPatient: Antibiotics?\nDoctor: It's a clean cut, I wouldn't.\n\
                Patient: And an x-ray?\nDoctor: I'd do that, yes.\n";
    assert_all(
        talk,
        &["No antibiotics indicated.", "No antibiotics; sutures out in 10 days."],
        &["Antibiotics were prescribed.", "No x-ray indicated."],
    );
}

#[test]
fn who_never_smoked_may_drink() {
    let talk = "Doctor: Do you smoke?\nPatient: Never have.\nDoctor: And alcohol?\nPatient: I drink about twelve pints a week.\n\
                Doctor: Who's at home?\nPatient: I live with my wife.\n";
    assert_all(
        talk,
        &["Never smoker, drinks 12 pints weekly.", "Non-smoker, lives with wife."],
        &["Smoker, drinks 12 pints weekly.", "Never smoker, drinks 20 pints weekly."],
    );
}

#[test]
fn a_drug_that_is_named_as_not_taken_was_stopped() {
    let talk = "Doctor: What are you taking?\nPatient: Finasteride. Not the Flomax, they stopped it.\n";
    assert_all(
        talk,
        &["Tamsulosin was stopped.", "Flomax was discontinued.", "Takes finasteride."],
        &["Takes tamsulosin.", "Finasteride was stopped."],
    );
}

#[test]
fn a_list_of_what_somebody_never_does_is_denied_to_its_end() {
    let talk = "Doctor: Does he smoke or drink?\nPatient: He never smokes, drinks or does drugs.\n";
    assert_all(talk, &["Denies alcohol."], &["Drinks alcohol."]);
    let drinks =
        "Doctor: Does he smoke or drink?\nPatient: He's never smoked. He drinks twelve pints a week.\n";
    assert_all(drinks, &["Never smokes, drinks 12 pints weekly."], &["Denies alcohol."]);
}
