//! What must have been spoken of, in whichever words, and as how certain.

use crate::assert_all;

#[test]
fn lay_words_and_shorthand_name_what_a_note_names() {
    let talk = "Doctor: Is there any blood in your poo? And does the pain go anywhere else?\n\
                Patient: No, no blood in my poo, and it stays put.\n\
                Doctor: Any problems with your speech?\n\
                Patient: No. But I've been getting up in the night to pee, and I'm off my food.\n";
    assert_all(
        talk,
        &["Nil PR bleeding.", "No speech disturbance.", "Nocturia. Appetite loss."],
        &["Melaena.", "Slurred speech.", "Denies nocturia."],
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
fn what_was_examined_must_have_been_spoken_of() {
    let talk = "Doctor: Your lungs are clear and there are no masses in the neck. The blood count was normal.\n\
                Patient: Good.\n";
    assert_all(
        talk,
        &["Lungs are clear.", "The blood count was normal.", "The patient is doing well."],
        &["The breasts are normal with no masses.", "A stress test was normal.", "The spleen is normal."],
    );
}

#[test]
fn each_sentence_of_a_statement_must_have_been_said() {
    let talk = "Doctor: Your lungs are clear on both sides. Heart is regular.\n";
    assert_all(
        talk,
        &["Lungs clear bilaterally. Heart regular."],
        &["Lungs clear bilaterally. Carotid upstrokes brisk without bruits."],
    );
}

#[test]
fn what_every_note_says_must_have_been_spoken_of() {
    let talk = "Doctor: Your blood pressure is 120 over 80 and your heart sounds fine. Any questions?\nPatient: No.\n";
    assert_all(
        talk,
        &["Vital signs stable.", "All questions were answered."],
        &[
            "Neurological examination is normal.",
            "Alert and oriented x3.",
            "Risks and benefits were discussed.",
        ],
    );
    let silent = "Doctor: How is the rash?\nPatient: Better, thank you.\n";
    assert_all(silent, &["The rash is better."], &["Vital signs stable.", "All questions were answered."]);
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
fn what_a_speaker_took_back_was_not_said() {
    let talk = "Doctor: What do you take?\n\
                Patient: Lisinopril ten. No wait, they bumped me to twenty.\n\
                Doctor: And which calf is it?\nPatient: The right calf. Sorry, no, the left calf. It is swollen.\n";
    assert_all(
        talk,
        &["Lisinopril 20 mg.", "The left calf is swollen."],
        &["Lisinopril 10 mg.", "The right calf is swollen."],
    );
}

#[test]
fn what_something_is_due_to_was_spoken_of_with_it() {
    let talk = "Doctor: Any alcohol?\n\
                Patient: Four pints on a Friday, nothing in the week, and I work at the printworks, which is loud, and I've got \
                my sister and her two boys staying with us at the moment while her kitchen's being done, so it's busy.\n\
                Doctor: Okay. And the seizure, you said you were at your friend's when it came?\n\
                Patient: Yes, he said I stared and then I shook all over for two minutes, and I bit my tongue.\n\
                Doctor: I think the missed doses and the short sleep brought on this seizure.\n";
    assert_all(
        talk,
        &["The seizure was brought on by missed doses and short sleep."],
        &["The seizure was caused by alcohol."],
    );
}

#[test]
fn what_was_only_thought_possible_is_no_fact() {
    let talk = "Doctor: I'm worried it might be pneumonia. I doubt it's a clot. You have a sprain there, no doubt.\n\
                Patient: Okay.\n";
    assert_all(talk, &["Possible pneumonia.", "Sprain."], &["Pneumonia.", "Blood clot."]);
}

#[test]
fn what_was_thought_possible_is_not_confirmed() {
    let talk = "Doctor: This is probably a stress fracture. The MRI will tell us.\n";
    assert_all(talk, &["Probable stress fracture."], &["Confirmed stress fracture."]);
}

#[test]
fn readings_that_bear_out_more_do_not_bear_out_what_is_wrong() {
    let talk = "Patient: Metformin twice a day, in the morning and at night. My toes on the right foot hurt.\n\
                Doctor: Any illness in the family?\nPatient: Father, hypertension. Mother, breast cancer at fifty.\n\
                Doctor: The cyst was 4 cm. Don't stop the lisinopril.\n\
                Patient: I smoke half a pack a day for twenty years, and I tried to quit. Married forty years.\n\
                Patient: Okay, so penicillin gives me hives, but I'm fine with amoxicillin.\n";
    assert_all(
        talk,
        &["Metformin twice daily.", "Continue lisinopril.", "Current smoker.", "Allergies: penicillin."],
        &[
            "Metformin once daily.",
            "Past medical history: Breast cancer.",
            "Aneurysm 4 cm.",
            "20 pack-years.",
            "Allergies: amoxicillin.",
        ],
    );
    let talk = "Patient: My left knee is killing me, I mean the right one's fine.\n";
    assert_all(talk, &["Left knee pain."], &["Right knee pain."]);
}
