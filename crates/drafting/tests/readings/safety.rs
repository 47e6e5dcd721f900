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
fn what_follows_a_no_to_harm_is_not_told_as_the_thought_of_it() {
    for (asked, answered) in [
        ("Any thoughts of harming yourself?", "No. My children keep me going. I sleep well at night."),
        ("Any thoughts of ending your life?", "God no. I would never do that."),
        ("Have you had any thoughts of killing yourself?", "Absolutely not. I've got too much to live for."),
        ("Any thoughts of harming yourself?", "Oh goodness, no. We're off to Spain in May."),
    ] {
        let note = draft(&format!("Doctor: {asked}\nPatient: {answered}\nDoctor: Good."));
        assert!(note.contains("denies thoughts of"), "{answered}\n{note}");
        assert!(!note.contains("houghts of harming themselves: "), "{answered}\n{note}");
        assert!(!note.contains("Thoughts of") && !note.contains("god no"), "{answered}\n{note}");
    }
}

#[test]
fn what_takes_a_no_to_harm_back_stands_behind_what_was_asked() {
    for (answered, needs) in [
        (
            "No. I thought about it once last month.",
            "houghts of harming themselves: the patient thought about it",
        ),
        (
            "No. I don't think about it as much.",
            "houghts of harming themselves: the patient does not think about it",
        ),
        ("No. My wife helps. Sometimes I wonder.", "sked about thoughts of harming themselves: no"),
        ("Yes. I've got a rope in the garage.", "the patient has a rope in the garage"),
        ("Some nights. My wife hid the tablets.", "houghts of harming themselves: "),
    ] {
        let note =
            draft(&format!("Doctor: Any thoughts of harming yourself?\nPatient: {answered}\nDoctor: Okay."));
        assert!(note.contains(needs), "{answered}\n{note}");
    }
}

#[test]
fn an_injury_is_no_thought_of_harm() {
    for (asked, answered) in [
        ("How do you think you hurt yourself?", "Lifting boxes at work."),
        ("When do you think you've cut yourself?", "Yesterday in the garden."),
        ("Where do you think you might have hurt yourself?", "At the gym on Monday."),
    ] {
        let note = draft(&format!("Doctor: {asked}\nPatient: {answered}\nDoctor: Okay."));
        assert!(!note.to_lowercase().contains("asked \"") && !note.contains("houghts"), "{asked}\n{note}");
    }
    for asked in
        ["How often do you think about hurting yourself?", "Do you ever think you hurt yourself on purpose?"]
    {
        let note = draft(&format!("Doctor: {asked}\nPatient: When I'm on my own at night.\nDoctor: Okay."));
        assert!(
            note.contains("hurting themselves: when") || note.contains("on purpose\": when"),
            "{asked}\n{note}"
        );
    }
}

#[test]
fn a_plain_no_is_a_denial() {
    let note = draft("Doctor: Have you thought of hurting yourself?\nPatient: No.");
    assert!(note.contains("denies thoughts of hurting themselves"), "{note}");
}
