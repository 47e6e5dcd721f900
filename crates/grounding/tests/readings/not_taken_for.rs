//! What sounds like a denial, a correction or a change of mind, and is none.

use crate::assert_all;

#[test]
fn what_is_put_off_is_not_the_drug_that_was_named_before_it() {
    assert_all(
        "Doctor: I'll prescribe amoxicillin 500 three times a day for 7 days. We don't need an x-ray just yet.\n \
         Patient: Okay.\n",
        &["Start amoxicillin 500 mg three times a day.", "Start amoxicillin."],
        &[],
    );
    assert_all(
        "Doctor: I'm going to start you on ramipril. You don't need to see the heart people just yet.\n \
         Patient: Fine.\n",
        &["Start ramipril."],
        &[],
    );
    assert_all(
        "Doctor: I'll start you on doxycycline, and we won't scan the chest just yet.\n \
         Patient: Fine.\n",
        &["Start doxycycline."],
        &[],
    );
    assert_all(
        "Doctor: I'll start apixaban. No driving just yet.\n \
         Patient: Okay.\n",
        &["Start apixaban."],
        &[],
    );
    assert_all(
        "Doctor: I was going to start metformin. Hmm. On second thoughts, no.\n \
         Patient: Fine.\n",
        &[],
        &["Start metformin.", "Metformin started."],
    );
    assert_all(
        "Doctor: I'd like to add ramipril. We won't do that just yet, though.\n \
         Patient: Sure.\n",
        &[],
        &["Start ramipril.", "Ramipril added."],
    );
}

#[test]
fn what_a_patient_does_not_want_to_happen_declines_no_drug() {
    assert_all(
        "Doctor: I'd like to start you on amlodipine 5.\n \
         Patient: Okay, I don't want a stroke.\n",
        &["Start amlodipine 5 mg.", "Start amlodipine."],
        &[],
    );
    assert_all(
        "Doctor: I'd suggest apixaban.\n \
         Patient: Yes, I don't want it to come back.\n \
         Doctor: Right, we'll start apixaban today.\n",
        &["Start apixaban."],
        &[],
    );
    assert_all(
        "Doctor: I'd suggest atorvastatin.\n \
         Patient: I don't want to be on tablets.\n",
        &[],
        &["Start atorvastatin."],
    );
    assert_all(
        "Doctor: I'd like to start you on amlodipine 5.\n \
         Patient: I don't want any more tablets.\n",
        &[],
        &["Start amlodipine.", "Amlodipine started."],
    );
    assert_all(
        "Doctor: I could start you on sertraline.\n \
         Patient: I don't want to take it.\n",
        &[],
        &["Start sertraline.", "Sertraline started."],
    );
}

#[test]
fn what_was_not_begun_yet_may_be_begun_now() {
    assert_all(
        "Doctor: Have you started the amlodipine?\n \
         Patient: No, not yet.\n \
         Doctor: Right, start it tonight.\n",
        &["Start amlodipine.", "Start amlodipine tonight."],
        &[],
    );
    assert_all(
        "Doctor: Did you begin the iron tablets?\n \
         Patient: No.\n \
         Doctor: Please begin taking them today.\n",
        &["Start iron tablets."],
        &[],
    );
    assert_all(
        "Doctor: Have you started the amlodipine?\n \
         Patient: No, not yet.\n \
         Doctor: Don't start it then.\n",
        &[],
        &["Start amlodipine."],
    );
}

#[test]
fn the_day_to_come_back_is_not_the_day_of_what_is_given() {
    assert_all(
        "Doctor: I'm going to give you the steroid injection in your left shoulder. Come back in six weeks.\n \
         Patient: Okay.\n",
        &["Steroid injection given in left shoulder today."],
        &[],
    );
    assert_all(
        "Doctor: I'll give you amoxicillin 500 three times a day. If it's no better come back in three days.\n \
         Patient: Okay.\n",
        &["Amoxicillin 500 mg three times a day given today."],
        &[],
    );
    assert_all(
        "Doctor: I'll give you the steroid injection and see you in six weeks.\n \
         Patient: Okay.\n",
        &["Steroid injection given today."],
        &[],
    );
    assert_all(
        "Doctor: I'm giving you the steroid injection. Your results will be here next week.\n \
         Patient: Okay.\n",
        &["Steroid injection given today."],
        &[],
    );
    assert_all(
        "Doctor: You need a steroid injection. We'll do it on Wednesday.\n \
         Patient: Okay.\n",
        &[],
        &["Steroid injection given today."],
    );
    assert_all(
        "Doctor: You can have the steroid injection when you come back in two weeks.\n \
         Patient: Okay.\n",
        &[],
        &["Steroid injection given today."],
    );
}

#[test]
fn who_says_sorry_does_not_always_take_something_back() {
    assert_all(
        "Doctor: Any allergies?\n \
         Patient: I'm allergic to penicillin, sorry, and I take metformin.\n",
        &["Allergic to penicillin.", "Penicillin allergy.", "Takes metformin."],
        &[],
    );
    assert_all(
        "Doctor: What do you take?\n \
         Patient: Metformin 500 twice a day, sorry, and 10 of ramipril.\n",
        &["Metformin 500 mg twice a day.", "Ramipril 10 mg."],
        &[],
    );
    assert_all(
        "Doctor: What do you take?\n \
         Patient: Lisinopril 10, sorry, I had to cough, amlodipine 5.\n",
        &["Lisinopril 10 mg.", "Amlodipine 5 mg."],
        &[],
    );
    assert_all(
        "Patient: The pain has been in my left knee, sorry to go on, and my right hip.\n \
         Doctor: Okay.\n",
        &["Left knee pain.", "Right hip pain."],
        &[],
    );
    assert_all(
        "Patient: I take metformin 500, sorry, ramipril 10 as well.\n \
         Doctor: Okay.\n",
        &["Metformin 500 mg.", "Ramipril 10 mg."],
        &[],
    );
    assert_all(
        "Doctor: Take 10 milligrams of lisinopril, sorry, 20.\n \
         Patient: Okay.\n",
        &["Lisinopril 20 mg."],
        &["Lisinopril 10 mg."],
    );
    assert_all(
        "Patient: It's the left knee, sorry, the right knee that hurts.\n \
         Doctor: Okay.\n",
        &["Right knee pain."],
        &["Left knee pain."],
    );
}

#[test]
fn dismay_at_news_denies_nothing() {
    assert_all(
        "Doctor: You've got pneumonia, I'm afraid.\n \
         Patient: Oh no.\n",
        &["Pneumonia."],
        &["No pneumonia."],
    );
    assert_all(
        "Doctor: You have diabetes.\n \
         Patient: No way!\n",
        &["Diabetes."],
        &[],
    );
    assert_all(
        "Doctor: You've got a kidney stone.\n \
         Patient: No, really?\n",
        &["Kidney stone."],
        &[],
    );
    assert_all(
        "Doctor: It says here you had a heart attack in 2019.\n \
         Patient: Oh no, that was my brother.\n",
        &[],
        &["Heart attack in 2019."],
    );
    assert_all(
        "Doctor: You've got pneumonia.\n \
         Patient: Oh my god, no.\n",
        &["Pneumonia."],
        &[],
    );
    assert_all(
        "Doctor: You smoke?\n \
         Patient: No way.\n",
        &["Does not smoke."],
        &["Smokes."],
    );
    assert_all(
        "Doctor: I see from the letter you had a stroke in 2019.\n \
         Patient: Oh no, never.\n",
        &[],
        &["Stroke in 2019."],
    );
    assert_all(
        "Doctor: You have asthma.\n \
         Patient: No, I don't.\n",
        &[],
        &["Asthma."],
    );
}

#[test]
fn a_drug_whose_dose_changes_is_not_replaced() {
    assert_all(
        "Doctor: You're on lisinopril 10. I won't change your lisinopril.\n \
         Patient: Good.\n",
        &["Continue lisinopril 10 mg."],
        &[],
    );
    assert_all(
        "Doctor: You take ramipril 5 milligrams. I'm going to change your ramipril to 10 milligrams.\n \
         Patient: Okay.\n",
        &["Increase ramipril to 10 mg."],
        &[],
    );
    assert_all(
        "Doctor: I don't want to switch your sertraline for anything else.\n \
         Patient: Good.\n",
        &["Continue sertraline."],
        &[],
    );
    assert_all(
        "Doctor: I'd swap the ramipril for losartan.\n \
         Patient: Okay.\n",
        &["Stop ramipril and start losartan."],
        &["Continue ramipril."],
    );
}

#[test]
fn all_right_is_no_side_and_a_year_is_no_count() {
    assert_all(
        "Doctor: Is the left knee painful?\n \
         Patient: No, it's all right now.\n",
        &["Denies left knee pain.", "No left knee pain."],
        &["Left knee pain.", "Right knee pain."],
    );
    assert_all(
        "Doctor: Any better in the left hip, does it hurt?\n \
         Patient: No, I'm all right.\n",
        &[],
        &["Right hip pain."],
    );
    assert_all(
        "Doctor: Do you smoke 20 a day?\n \
         Patient: No, gave up in 2015.\n",
        &["Gave up smoking in 2015.", "Does not smoke."],
        &["Smokes 20 a day.", "Smokes."],
    );
    assert_all(
        "Doctor: Do you drink 30 units a week?\n \
         Patient: No, not since 2019.\n",
        &[],
        &["Drinks 30 units a week.", "Drinks alcohol."],
    );
    assert_all(
        "Doctor: Do you smoke 20 a day?\n \
         Patient: No, ten.\n",
        &[],
        &["Smokes 20 a day."],
    );
    assert_all(
        "Doctor: Is it the left shoulder that hurts?\n \
         Patient: No, it's the right one.\n",
        &["Right shoulder pain."],
        &["Left shoulder pain."],
    );
}
