//! What the patient is allergic to, and what it did.

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
fn an_allergy_is_the_patient_s_and_was_not_denied() {
    let talk = "Doctor: Allergies are still sulfa and adhesive tape?\n\
                Patient: Just the tape, I get a rash. It was never sulfa, that's my brother. And my husband's allergic to \
                shellfish, so we don't have it in the house.\n";
    assert_all(
        talk,
        &["She is allergic to adhesive tape."],
        &["She is allergic to shellfish.", "She is allergic to latex."],
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

#[test]
fn what_a_drug_did_and_what_was_tolerated_are_told_apart() {
    let talk = "Doctor: Any allergies?\nPatient: Cefdinir, he got hives the first day. He's done fine with amoxicillin since.\n";
    assert_all(
        talk,
        &["Allergies: cefdinir (hives).", "Amoxicillin is tolerated."],
        &["Allergies: amoxicillin.", "Amoxicillin caused hives."],
    );
}

#[test]
fn what_stands_before_the_word_allergy_is_one_and_what_is_taken_is_none() {
    let talk = "Doctor: Any allergies?\nPatient: Penicillin.\nDoctor: And what do you take?\n\
                Patient: Metformin, and polyethylene glycol now and then.\n";
    assert_all(
        talk,
        &["Penicillin allergy.", "Takes metformin and has a penicillin allergy."],
        &["Metformin and penicillin allergy.", "Polyethylene glycol allergy."],
    );
}

#[test]
fn a_reaction_behind_a_semicolon_is_that_of_the_allergy() {
    let talk = "Doctor: Any allergies?\nPatient: I'm allergic to penicillin, it gives me a rash.\n";
    assert_all(talk, &["Allergic to penicillin; rash."], &["Allergic to penicillin; anaphylaxis."]);
}
