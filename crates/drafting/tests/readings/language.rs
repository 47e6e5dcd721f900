//! How the draft reads: nobody's first person, no answer under what was not asked, no leads of speech.

use super::{draft, section};

#[test]
fn an_answer_stands_under_no_label_that_it_does_not_fit() {
    for (asked, answered, never) in [
        ("How long have you been bleeding?", "A few times, bright red.", "Duration"),
        ("Do you drink alcohol? Could you cut down?", "I can try.", "Alcohol:"),
        ("Any fever?", "Yes, last night 102.3.", "Duration"),
        ("Clots? Cramping?", "Clots, yes, quarter size.", "Cramping: clots"),
    ] {
        let note = draft(&format!("Doctor: {asked}\nPatient: {answered}\nDoctor: Okay."));
        assert!(!note.contains(never), "{asked} {answered}\n{note}");
    }
}

#[test]
fn an_order_loses_what_leads_to_it() {
    let before = "Doctor: What brings you in?\nPatient: I've had a cough for 2 weeks.\n";
    for said in ["Sorry, then doxycycline, 100 twice a day.", "Plus doxycycline, 100 twice a day."] {
        let note = draft(&format!("{before}Doctor: {said}"));
        assert_eq!(section(&note, "Medications"), "- Doxycycline, 100 twice a day.", "{note}");
    }
}

#[test]
fn relatives_are_the_patient_s_and_not_theirs() {
    let note = draft(
        "Doctor: How are things?\nPatient: My wife left in March and I can't sleep.\nDoctor: I'm sorry.",
    );
    assert!(note.contains("The patient's wife left in March"), "{note}");
    let note = draft("Doctor: Any illness in the family?\nPatient: My sister has asthma.");
    assert!(section(&note, "Family history").contains("The patient's sister"), "{note}");
}

#[test]
fn what_was_done_is_not_told_as_done_now() {
    let note = draft(
        "Doctor: What happened?\nPatient: I twisted my ankle. I put weight on it this morning and it hurt.",
    );
    assert!(!note.contains("puts weight"), "{note}");
}

#[test]
fn the_clinician_does_not_speak_in_the_plan() {
    let before = "Doctor: What brings you in?\nPatient: I've had a cough for 2 weeks.\nDoctor: Any fever?\nPatient: No.\n";
    for said in [
        "I'd give you a week of doxycycline.",
        "I want a chest X-ray this week.",
        "I would usually wait a couple of days with this.",
        "I'll also put the dose up a notch.",
    ] {
        let note = draft(&format!("{before}Doctor: {said}"));
        assert!(
            !note.contains("I would") && !note.contains("I want") && !note.contains("I will"),
            "{said}\n{note}"
        );
    }
}
