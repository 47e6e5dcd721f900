//! True statements of everyday talk that a rule might take for something else.

use crate::assert_all;

#[test]
fn what_changes_with_the_time_is_not_held_against_another_time() {
    assert_all(
        "Patient: It hurts at night but it's better by morning.\nDoctor: You're here to follow up on your blood pressure.\n\
         Doctor: It's 128 over 80, perfect.\n",
        &["Pain worse at night.", "Blood pressure is well controlled."],
        &[],
    );
    assert_all(
        "Patient: My stiffness is worse in the mornings.\n",
        &[],
        &["Stiffness better in the mornings."],
    );
}

#[test]
fn a_history_may_be_over() {
    assert_all(
        "Patient: I had shingles last year. And I had asthma as a child.\n",
        &["Shingles.", "Childhood asthma.", "Shingles last year."],
        &["Ongoing shingles."],
    );
}

#[test]
fn a_drug_that_is_borne_after_all_goes_on_and_one_that_was_only_left_out_is_no_allergy() {
    assert_all(
        "Doctor: How's the sertraline going?\nPatient: The sertraline made me feel sick at first but I'm fine with it now.\n\
         Doctor: Let's keep going with the same dose.\n",
        &["Continue sertraline."],
        &[],
    );
    assert_all(
        "Patient: I couldn't take metformin this morning, I was fasting.\nDoctor: Okay.\n",
        &[],
        &["Allergic to metformin."],
    );
}

#[test]
fn lungs_that_sound_good_are_clear_whatever_was_heard_before_at_home() {
    assert_all(
        "Doctor: So you've been wheezing at night.\nPatient: Yes.\nDoctor: Your lungs sound good today.\n",
        &["Lungs clear to auscultation."],
        &[],
    );
    assert_all(
        "Doctor: I hear crackles at the right base.\nPatient: Okay.\n",
        &[],
        &["Lungs clear to auscultation."],
    );
}

#[test]
fn days_of_the_week_are_counted_and_a_target_is_no_dose() {
    assert_all(
        "Patient: I swim Mondays and Thursdays.\n",
        &["Swims twice a week."],
        &["Swims four times a week."],
    );
    assert_all(
        "Doctor: You take amlodipine 5 mg.\nDoctor: I'd like to double the amlodipine, so ten milligrams a day. I want to get \
         your blood pressure down to 130.\n",
        &["Increase amlodipine to 10 mg."],
        &[],
    );
}

#[test]
fn a_colleague_of_the_clinician_and_what_is_not_gone_are_the_patients() {
    assert_all("Doctor: My colleague found a heart murmur last week.\n", &["Heart murmur."], &[]);
    assert_all("Doctor: Any more headaches?\nPatient: That's not gone away.\n", &["Headaches persist."], &[]);
}

#[test]
fn what_is_avoided_beside_a_drug_is_not_the_drug_and_the_other_side_may_hurt_too() {
    assert_all(
        "Doctor: I'll give you metronidazole 400 three times a day. Avoid alcohol while you're taking the metronidazole.\n",
        &["Start metronidazole 400 mg three times a day."],
        &[],
    );
    assert_all("Patient: My left knee hurts. The right one does too.\n", &["Bilateral knee pain."], &[]);
}

#[test]
fn an_age_then_is_not_the_age_now_and_another_person_s_age_is_theirs() {
    use clinical::{Format, SegmentId, Transcript, Verdict};
    use grounding::Heard;
    let talk = "Patient: I had my appendix out at age 13. My mother had breast cancer at 50. My aunt was 45.";
    let heard = Heard::of(&Transcript::parse(talk, Format::Text).unwrap()).of_age(Some(45));
    let verdict = |text: &str| heard.check(text, &[SegmentId(0)]).verdict;
    assert_ne!(verdict("At age 13 the patient had appendectomy."), Verdict::Contradicted);
    assert_ne!(verdict("Mother had breast cancer at age 45."), Verdict::Supported);
}
