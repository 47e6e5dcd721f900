//! Illnesses and allergies that are somebody else's, and drugs that are not borne.

use super::{draft, section};

#[test]
fn an_illness_that_the_patient_denies_is_no_complaint() {
    for talk in [
        "Doctor: It says here you had a heart attack in 2019.\nPatient: No, that was my brother.",
        "Doctor: It says here you've got diabetes.\nPatient: No, never.",
        "Doctor: I see you had a stroke.\nPatient: That wasn't me, that's my dad.",
        "Doctor: I understand you have asthma.\nPatient: Nope. Never had it.",
        "Doctor: You said you had some chest pain.\nPatient: No, I didn't.",
    ] {
        let note = draft(talk);
        for denied in ["eart attack", "iabetes", "troke", "sthma", "hest pain."] {
            let as_own = note.lines().any(|line| line.contains(denied) && !line.contains("Denies"));
            assert!(!as_own, "{talk}\n{note}");
        }
    }
}

#[test]
fn an_illness_that_is_not_denied_stays_the_complaint() {
    let note = draft(
        "Doctor: I see you're here for chest pain.\nPatient: Yes, since Monday.\nDoctor: Any fever?\nPatient: No.",
    );
    assert_eq!(section(&note, "Chief complaint"), "Chest pain.", "{note}");
}

#[test]
fn a_relative_s_allergy_is_not_the_patient_s() {
    for said in [
        "No. My sister is allergic to latex.",
        "My son's allergic to peanuts.",
        "No, my wife has an allergy to penicillin.",
        "Not me, but my mum is allergic to shellfish.",
        "Penicillin, but that's my daughter.",
    ] {
        let note = draft(&format!("Doctor: Any allergies?\nPatient: {said}"));
        let allergies = section(&note, "Allergies").to_lowercase();
        for substance in ["latex", "peanut", "penicillin", "shellfish"] {
            assert!(!allergies.contains(substance), "{said}\n{note}");
        }
    }
    for said in ["My mum says I'm allergic to latex.", "Latex. It gives me a rash."] {
        let note = draft(&format!("Doctor: Any allergies?\nPatient: {said}"));
        assert!(section(&note, "Allergies").to_lowercase().contains("latex"), "{said}\n{note}");
    }
}

#[test]
fn a_drug_that_is_not_borne_stands_under_the_allergies_and_is_not_taken() {
    for (said, drug) in [
        ("I can't take codeine, it makes me throw up.", "codeine"),
        ("I can't have ibuprofen because of my kidneys.", "ibuprofen"),
        ("Amoxicillin made me really sick.", "amoxicillin"),
        ("I couldn't tolerate metformin, it gave me diarrhea.", "metformin"),
    ] {
        let note = draft(&format!("Doctor: What do you use for it?\nPatient: {said}\nDoctor: Okay."));
        assert!(section(&note, "Allergies").to_lowercase().contains(drug), "{said}\n{note}");
        assert!(!section(&note, "Current medications").to_lowercase().contains(drug), "{said}\n{note}");
    }
    for (said, drug) in [
        ("I can't take codeine because I come out in hives.", "codeine"),
        ("I cannot take aspirin with my asthma.", "aspirin"),
    ] {
        let note = draft(&format!("Doctor: What do you use for it?\nPatient: {said}\nDoctor: Okay."));
        assert!(section(&note, "Allergies").to_lowercase().contains(drug), "{said}\n{note}");
    }
    for said in [
        "I couldn't take metformin because I was fasting.",
        "I can't take codeine because I'm driving.",
        "I couldn't take my amoxicillin.",
        "I can't have aspirin because I'm on warfarin.",
    ] {
        let note = draft(&format!("Doctor: How did you get on?\nPatient: {said}\nDoctor: Okay."));
        assert_eq!(section(&note, "Allergies"), "Not documented.", "{said}\n{note}");
        assert_eq!(section(&note, "Current medications"), "", "{said}\n{note}");
    }
    let note =
        draft("Doctor: What do you use for it?\nPatient: Metformin makes me a bit sick but I still take it.");
    assert!(!section(&note, "Allergies").contains("etformin"), "{note}");
}
