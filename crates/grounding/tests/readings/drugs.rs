//! Drugs: their doses, how often and by which way they are taken, and what is done with them.

use clinical::Verdict;

use crate::{assert_all, found, heard};

#[test]
fn a_dose_belongs_to_its_drug() {
    let heard = heard(
        "Doctor: Take the lisinopril, twenty milligrams a day, and the metformin, five hundred milligrams twice a day.",
    );
    assert_eq!(found(&heard, "Lisinopril 20 mg daily.").0, Verdict::Supported);
    assert_eq!(found(&heard, "Metformin 500 mg twice daily.").0, Verdict::Supported);
    assert_eq!(found(&heard, "Lisinopril 500 mg daily.").0, Verdict::Contradicted);
    assert_eq!(found(&heard, "Metformin 20 mg twice daily.").0, Verdict::Contradicted);
}

#[test]
fn how_often_and_by_which_way_a_drug_is_taken_is_not_changed() {
    let heard = heard(
        "Doctor: Take the metformin five hundred milligrams twice a day, and the ibuprofen every six hours.\nDoctor: For the \
         rash I'll give you hydrocortisone cream.\nPatient: And my lisinopril?\nDoctor: Keep taking that.",
    );
    for text in [
        "Metformin 500 mg twice daily.",
        "Metformin 500 mg BID.",
        "Ibuprofen four times a day.",
        "Topical hydrocortisone for the rash.",
        "Continue lisinopril daily.",
    ] {
        assert_eq!(found(&heard, text).0, Verdict::Supported, "{text}");
    }
    assert_eq!(
        found(&heard, "Metformin 500 mg once daily."),
        (Verdict::Contradicted, "Of metformin, \"twice a day\" was said here, not \"once daily\".".into())
    );
    assert_eq!(found(&heard, "Ibuprofen every 8 hours.").0, Verdict::Contradicted);
    assert_eq!(found(&heard, "Prescribed hydrocortisone tablets.").0, Verdict::Contradicted);
}

#[test]
fn a_morning_drug_and_a_night_drug_are_two() {
    let talk = "Doctor: Take the lisinopril in the morning and the atorvastatin at night.\n";
    assert_all(
        talk,
        &["Atorvastatin nightly.", "Lisinopril daily."],
        &["Lisinopril twice daily.", "Atorvastatin twice daily."],
    );
}

#[test]
fn a_frequency_or_way_that_nobody_said_is_invented() {
    let talk = "Patient: I take metformin, five hundred, and albuterol with the puffer. The prednisone I have nightly.\n";
    assert_all(
        talk,
        &[
            "Metformin 500 mg daily.",
            "Metformin 500 mg by mouth.",
            "Albuterol inhaler.",
            "Prednisone nightly.",
        ],
        &["Metformin 500 mg three times daily.", "Metformin 500 mg intravenously."],
    );
    let written = "Doctor: Tramadol, fifty milligrams, q.6 h. as needed.\n";
    assert_all(written, &["Tramadol 50 mg every 6 hours."], &["Tramadol 50 mg every 12 hours."]);
    let answered = "Doctor: And the albuterol?\nPatient: Two puffs, every six hours.\n";
    assert_all(answered, &["Albuterol 2 puffs every 6 hours."], &["Albuterol 2 puffs every 2 hours."]);
}

#[test]
fn what_stands_before_the_next_drug_is_of_that() {
    let talk = "Doctor: And the diabetes?\n\
                Patient: Metformin twice a day and the Ozempic once a week. My mother had bipolar, and her brother took his own \
                life. My uncle, I mean.\n";
    assert_all(
        talk,
        &["Diabetes is managed with metformin and weekly Ozempic.", "Bipolar in her mother."],
        &["Metformin once a week."],
    );
}

#[test]
fn a_list_of_medicines_has_each_with_its_own_frequency() {
    let talk = "Patient: Lisinopril once a day, metformin twice a day, and gabapentin three times a day, and Ozempic weekly.\n";
    assert_all(
        talk,
        &["Lisinopril once daily, metformin twice daily."],
        &[
            "Lisinopril twice daily, metformin twice daily.",
            "Takes gabapentin once daily, lisinopril once daily.",
        ],
    );
}

#[test]
fn a_drug_is_of_its_class_and_british_spelling_is_understood() {
    let talk = "Doctor: Stop the naproxen. You are slightly anaemic, haemoglobin of 112, and your oesophagus is inflamed.\n\
                Patient: I was down six pounds, and t.b. was ruled out.\n";
    assert_all(
        talk,
        &["NSAIDs stopped.", "Hb 112.", "Esophagus is inflamed.", "Reports weight loss."],
        &["Beta blocker stopped."],
    );
}

#[test]
fn what_is_done_with_a_drug_is_not_turned_round() {
    let heard = heard(
        "Doctor: I want you to stop the naproxen, and we will increase the lisinopril to forty milligrams.",
    );
    assert_eq!(found(&heard, "Discontinue naproxen.").0, Verdict::Supported);
    assert_eq!(
        found(&heard, "Continue naproxen."),
        (Verdict::Contradicted, "Naproxen is stopped as it was said here, not continued.".into())
    );
    assert_eq!(found(&heard, "Decrease lisinopril to 40 mg.").0, Verdict::Contradicted);
}

#[test]
fn what_is_done_with_a_drug_may_be_said_of_it() {
    let talk = "Doctor: You have been on alendronate for six years now, and before the tooth is pulled I want to hold it.\n\
                Patient: All right. And I take the bendroflumethiazide.\n\
                Doctor: I will swap the bendroflumethiazide for amlodipine.\n";
    assert_all(
        talk,
        &["Hold alendronate until the tooth is pulled.", "Stop bendroflumethiazide, switch to amlodipine."],
        &["Increase alendronate."],
    );
}

#[test]
fn what_a_drug_can_do_is_not_done_with_it() {
    let talk = "Doctor: I want to stop the hydrochlorothiazide, for it raises the uric acid.\nPatient: Fine by me.\n";
    assert_all(talk, &["Hydrochlorothiazide can raise uric acid."], &["Increase hydrochlorothiazide."]);
    let talk = "Doctor: Keep taking the lisinopril, and continue metformin.\nPatient: Okay, I will.\n";
    assert_all(talk, &["Continue lisinopril."], &["Stop lisinopril.", "Has stopped metformin."]);
}

#[test]
fn what_changes_goes_the_way_that_is_said() {
    let talk = "Doctor: We'll increase your bumetanide from one to three milligrams for a week, and I'd like a blood test \
                about four weeks after it's settled.\n";
    assert_all(
        talk,
        &["Increase bumetanide from 1 mg to 3 mg for a week.", "Blood test a month after it has settled."],
        &["Decrease bumetanide from 1 mg to 3 mg for a week."],
    );
}

#[test]
fn what_was_said_last_of_a_drug_is_the_plan() {
    let talk = "Doctor: I see you stopped the lisinopril for a week when you were ill.\n\
                Patient: Yes.\n\
                Doctor: All right. We'll continue the lisinopril.\n";
    assert_all(talk, &["Continue lisinopril."], &["Discontinue lisinopril."]);
}

#[test]
fn a_dose_of_each_is_that_of_every_drug_before_it() {
    let talk = "Doctor: What do you take?\nPatient: Two for the pressure, lisinopril and Norvasc, ten each.\n\
                Doctor: I'd add metformin, 500 milligrams.\n";
    assert_all(
        talk,
        &["Takes lisinopril 10 mg and amlodipine 10 mg.", "Amlodipine 10 mg.", "Lisinopril 10 mg."],
        &["Lisinopril 20 mg.", "Metformin 10 mg.", "Lisinopril 500 mg."],
    );
}

#[test]
fn a_drug_that_is_put_up_to_a_dose_is_increased() {
    for said in
        ["I'm going to put your lisinopril up to twenty", "We're bringing the lisinopril up to twenty"]
    {
        let talk = format!("Doctor: {said}.\nPatient: Okay.\n");
        assert_all(&talk, &["Increase lisinopril to 20 mg."], &["Decrease lisinopril to 20 mg."]);
    }
}
