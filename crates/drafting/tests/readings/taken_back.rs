//! What was offered and taken back is no plan.

use super::draft;

fn plan(talk: &str) -> String {
    let note = draft(talk);
    note.split_once("\nPLAN\n").map_or_else(String::new, |(_, plan)| plan.to_lowercase())
}

#[test]
fn an_order_that_is_taken_back_is_not_drafted() {
    for (talk, drug) in [
        ("Doctor: I'd give you clopidogrel.\nDoctor: Actually no, with the ulcer let's not.", "clopidogrel"),
        (
            "Doctor: I'll start you on mirtazapine at night.\nDoctor: Hmm, on second thoughts let's hold off.",
            "mirtazapine",
        ),
        ("Doctor: We could add mirtazapine but let's wait.\nPatient: Okay.", "mirtazapine"),
        (
            "Doctor: I'll prescribe ibuprofen 400 mg.\nDoctor: No, scratch that, with your kidneys.",
            "ibuprofen",
        ),
        (
            "Doctor: I'd like to start you on sertraline 50 mg.\nPatient: I'd rather not.\nDoctor: That's fine.",
            "sertraline",
        ),
        ("Doctor: We won't start a statin just yet.\nPatient: Good.", "statin"),
    ] {
        let before = "Doctor: What brings you in?\nPatient: My knee hurts.\n";
        let plan = plan(&format!("{before}{talk}"));
        assert!(!plan.contains(drug), "{talk}\n{plan}");
    }
}

#[test]
fn a_drug_that_another_takes_the_place_of_is_not_drafted() {
    for (talk, dropped, kept) in [
        (
            "Doctor: We'll start the amoxicillin, 500 three times a day.\nMother: He was sick on amoxicillin.\nDoctor: \
             Okay, let's use clarithromycin instead.",
            "amoxicillin",
            "clarithromycin",
        ),
        (
            "Doctor: I'll give you naproxen twice a day.\nPatient: My stomach's bad.\nDoctor: Then take paracetamol instead.",
            "naproxen",
            "paracetamol",
        ),
    ] {
        let plan = plan(&format!("Doctor: What brings you in?\nPatient: My ear hurts.\n{talk}"));
        assert!(!plan.contains(dropped) && plan.contains(kept), "{talk}\n{plan}");
    }
}

#[test]
fn an_order_stays_where_what_follows_only_sounds_like_taking_it_back() {
    for (talk, needs) in [
        (
            "Doctor: Start apixaban 5 mg twice a day. If you get chest pain, call 999, don't ignore it.",
            &["apixaban", "999"][..],
        ),
        (
            "Doctor: I'll prescribe amoxicillin 500 mg three times a day for 7 days. I'll leave it at the front desk for you.",
            &["amoxicillin"],
        ),
        ("Doctor: Start warfarin 3 mg at night. Never forget it.", &["warfarin"]),
        (
            "Doctor: Start ramipril 5 mg once a day. If your lips swell, ring 999, don't forget it.",
            &["ramipril", "999"],
        ),
        ("Doctor: Start naproxen 500 mg twice a day. We'll leave that on your repeat list.", &["naproxen"]),
    ] {
        let plan = plan(&format!(
            "Doctor: What brings you in?\nPatient: My heart flutters.\n{talk}\nPatient: Okay."
        ));
        assert!(needs.iter().all(|one| plan.contains(one)), "{talk}\n{plan}");
    }
    for talk in [
        "Doctor: I'd give you clopidogrel. Actually, we'll leave it for now.",
        "Doctor: We could start clopidogrel. With that ulcer I'd rather leave it.",
        "Doctor: Start clopidogrel 75 mg. Hang on, forget that.",
    ] {
        let plan = plan(&format!(
            "Doctor: What brings you in?\nPatient: My heart flutters.\n{talk}\nPatient: Okay."
        ));
        assert!(!plan.contains("clopidogrel"), "{talk}\n{plan}");
    }
}

#[test]
fn an_order_stays_where_something_else_is_not_wanted() {
    let plan = plan(
        "Doctor: What brings you in?\nPatient: My knee hurts.\nDoctor: Start naproxen 500 mg twice a day.\nDoctor: Let's not do \
         a scan today.\nPatient: Fine.",
    );
    assert!(plan.contains("naproxen"), "{plan}");
}
