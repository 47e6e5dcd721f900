//! Thoughts of death and harm: never without what they are of, never denied where they were not.

use super::draft;

#[test]
fn what_is_answered_to_a_question_about_harm_stands_behind_what_was_asked() {
    for (talk, needs) in [
        (
            "Doctor: Have you thought of hurting yourself?\nPatient: I thought about it once last month but I wouldn't do it.",
            "houghts of hurting themselves: the patient thought about it once",
        ),
        (
            "Doctor: Any thoughts of ending your life?\nPatient: It comes and goes at night.",
            "houghts of ending their life: it comes and goes at night",
        ),
        (
            "Doctor: Do you ever think about killing yourself?\nPatient: Sometimes, when I'm drunk.",
            "houghts of killing themselves: sometimes, when the patient is drunk",
        ),
    ] {
        let note = draft(talk);
        assert!(note.contains(needs), "{talk}\n{note}");
        assert!(!note.to_lowercase().contains("denies"), "{talk}\n{note}");
    }
}

#[test]
fn a_thought_of_not_being_there_is_kept_though_nobody_asked() {
    for said in [
        "I sometimes think she'd be better off if I wasn't here.",
        "They would be better off without me.",
        "Some days I wish I was dead.",
    ] {
        let note = draft(&format!(
            "Doctor: How are things at home?\nPatient: My wife left in March. {said}\nDoctor: I'm sorry."
        ));
        assert!(note.contains("better off") || note.contains("dead"), "{said}\n{note}");
    }
}

#[test]
fn a_plain_no_is_a_denial() {
    let note = draft("Doctor: Have you thought of hurting yourself?\nPatient: No.");
    assert!(note.contains("denies thoughts of hurting themselves"), "{note}");
}
