//! What is offered, taken back, advised or not tolerated.

use crate::assert_all;

#[test]
fn what_was_offered_and_taken_back_is_no_plan() {
    assert_all(
        "Doctor: I'd give you clopidogrel. Actually no, with the ulcer let's not.\n \
         Patient: Okay.\n",
        &[],
        &["Start clopidogrel.", "Clopidogrel prescribed.", "Clopidogrel started."],
    );
    assert_all(
        "Doctor: I'm thinking of adding mirtazapine but let's wait.\n \
         Patient: Fine.\n",
        &[],
        &["Mirtazapine added.", "Add mirtazapine.", "Start mirtazapine."],
    );
    assert_all(
        "Doctor: You're on sertraline 50. Should we go up?\n \
         Patient: I'd rather not.\n \
         Doctor: Okay, we'll stay at 50.\n",
        &["Continue sertraline 50 mg."],
        &["Increase sertraline."],
    );
    assert_all(
        "Doctor: Should we go up on the sertraline?\n \
         Patient: I'd rather not.\n",
        &[],
        &["Increase sertraline.", "Sertraline increased."],
    );
    assert_all(
        "Doctor: We won't start a statin just yet.\n \
         Patient: Good.\n",
        &[],
        &["Start statin.", "Statin started."],
    );
    assert_all(
        "Doctor: We won't start atorvastatin just yet.\n \
         Patient: Good.\n",
        &[],
        &["Start atorvastatin.", "Atorvastatin started."],
    );
    assert_all(
        "Doctor: If the swab is positive we'll start antibiotics.\n \
         Patient: Okay.\n",
        &["Start antibiotics if the swab is positive."],
        &["Antibiotics started.", "Started on antibiotics."],
    );
    assert_all(
        "Patient: I take ibuprofen for the pain.\n \
         Doctor: Avoid that with your kidneys.\n",
        &["Avoid ibuprofen.", "Stop ibuprofen."],
        &["Take ibuprofen for pain.", "Continue ibuprofen."],
    );
    assert_all(
        "Patient: I use ibuprofen for my back.\n \
         Doctor: I don't want you on ibuprofen.\n",
        &["Stop ibuprofen.", "Avoid ibuprofen."],
        &["Continue ibuprofen."],
    );
    assert_all(
        "Doctor: Let's start the amoxicillin today.\n \
         Patient: He was sick on amoxicillin last time.\n \
         Doctor: Okay, let's use clarithromycin instead.\n",
        &["Start clarithromycin.", "Clarithromycin instead of amoxicillin."],
        &["Start amoxicillin.", "Amoxicillin prescribed."],
    );
    assert_all(
        "Doctor: I could put you on gabapentin. No, scrap that, it'll make you drowsy.\n \
         Patient: Right.\n",
        &[],
        &["Start gabapentin.", "Gabapentin started."],
    );
    assert_all(
        "Doctor: I was going to start metformin, but let's hold off until the repeat.\n \
         Patient: Okay.\n",
        &[],
        &["Start metformin.", "Metformin started."],
    );
    assert_all(
        "Doctor: We'll start amlodipine 5 milligrams.\n \
         Patient: Okay.\n",
        &["Start amlodipine 5 mg."],
        &[],
    );
    assert_all(
        "Doctor: I don't think you need antibiotics. Let's start a nasal steroid.\n \
         Patient: Fine.\n",
        &["Start nasal steroid."],
        &["Start antibiotics."],
    );
    assert_all(
        "Doctor: I'd like to add ramipril, but not today, let's see how the readings go.\n \
         Patient: Sure.\n",
        &[],
        &["Start ramipril.", "Ramipril added."],
    );
}

#[test]
fn what_cannot_be_taken_is_not_tolerated_and_not_taken() {
    assert_all(
        "Doctor: Anything you can't take?\n \
         Patient: I can't take codeine, it makes me throw up.\n",
        &[
            "Codeine intolerance (vomiting).",
            "Allergies: Codeine.",
            "Codeine intolerance.",
            "Codeine causes vomiting.",
        ],
        &["Takes codeine.", "On codeine.", "Codeine."],
    );
    assert_all(
        "Patient: Tramadol made me really sick, I can't have it again.\n \
         Doctor: Okay.\n",
        &["Tramadol intolerance.", "Allergies: tramadol (sick)."],
        &["Takes tramadol.", "Continue tramadol."],
    );
    assert_all(
        "Patient: I can't tolerate statins, my muscles ache.\n \
         Doctor: Right.\n",
        &["Statin intolerance."],
        &[],
    );
    assert_all(
        "Doctor: Any allergies?\n \
         Patient: Erythromycin gave me terrible diarrhoea.\n",
        &["Allergies: erythromycin (diarrhoea).", "Erythromycin intolerance."],
        &["Takes erythromycin."],
    );
    assert_all(
        "Patient: I can't take ibuprofen with my kidneys, so I have paracetamol.\n \
         Doctor: Good.\n",
        &["Takes paracetamol."],
        &["Takes ibuprofen."],
    );
}

#[test]
fn a_dose_goes_to_the_second_amount() {
    assert_all(
        "Doctor: Let's increase the lisinopril from ten to twenty.\n \
         Patient: Okay.\n",
        &["Increase lisinopril to 20 mg.", "Increase lisinopril from 10 mg to 20 mg."],
        &["Increase lisinopril to 10 mg.", "Continue lisinopril 10 mg."],
    );
    assert_all(
        "Doctor: I'll drop the prednisone from 40 milligrams to 20.\n \
         Patient: Okay.\n",
        &["Reduce prednisone to 20 mg.", "Prednisone reduced from 40 mg to 20 mg."],
        &["Decrease prednisone to 40 mg.", "Continue prednisone 40 mg."],
    );
    assert_all(
        "Doctor: We went from 500 to 1000 of metformin last time, right?\n \
         Patient: Yes.\n",
        &["Metformin increased from 500 mg to 1000 mg."],
        &[],
    );
    assert_all(
        "Doctor: You're on 25 of losartan. I'd go up to 50.\n \
         Patient: Okay.\n",
        &["Increase losartan to 50 mg."],
        &["Increase losartan to 25 mg."],
    );
}

#[test]
fn advice_and_follow_up_are_given_by_a_clinician() {
    assert_all(
        "Doctor: Do you smoke?\n \
         Patient: I gave up.\n",
        &[],
        &["Counselled on smoking cessation.", "Smoking cessation advice given.", "Advised to stop smoking."],
    );
    assert_all(
        "Doctor: I can hear a wheeze. It's probably your asthma.\n \
         Patient: Okay.\n",
        &[],
        &["Discussed with the respiratory team."],
    );
    assert_all(
        "Doctor: You don't need to come back unless it gets worse.\n \
         Patient: Great.\n",
        &["No routine follow-up needed."],
        &["Follow-up appointment arranged.", "Follow-up arranged."],
    );
    assert_all(
        "Doctor: Do you smoke?\n \
         Patient: Ten a day.\n \
         Doctor: You really should stop, I can put you in touch with the stop smoking service.\n",
        &["Smoking cessation advice given.", "Advised to stop smoking."],
        &[],
    );
    assert_all(
        "Doctor: I spoke to the cardiology team and they agree.\n \
         Patient: Good.\n",
        &["Discussed with cardiology."],
        &[],
    );
    assert_all(
        "Doctor: How much do you drink?\n \
         Patient: Two glasses of wine a week.\n",
        &[],
        &["Counselled on alcohol reduction.", "Advised to reduce alcohol."],
    );
    assert_all(
        "Doctor: How much exercise do you get?\n \
         Patient: Not a lot.\n",
        &[],
        &["Exercise advice given.", "Advised to exercise more."],
    );
    assert_all(
        "Doctor: Try to get out for a walk every day, and less salt.\n \
         Patient: I'll try.\n",
        &["Advised to walk daily and reduce salt."],
        &[],
    );
    assert_all(
        "Doctor: Let's get you back in two weeks.\n \
         Patient: Okay.\n",
        &["Follow-up arranged in two weeks."],
        &[],
    );
}

#[test]
fn what_is_stopped_switched_and_put_off_is_so_in_the_note() {
    assert_all(
        "Doctor: The diclofenac isn't helping you. Stop it, and use the gel.\n \
         Patient: Okay.\n",
        &["Stop diclofenac."],
        &["Continue diclofenac."],
    );
    assert_all(
        "Patient: I take an aspirin every day.\n \
         Doctor: Stop that please. What else do you take?\n",
        &["Stop aspirin."],
        &["Continue aspirin."],
    );
    assert_all(
        "Doctor: Switch the citalopram to sertraline, fifty.\n \
         Patient: Fine.\n",
        &["Stop citalopram and start sertraline 50 mg.", "Start sertraline 50 mg."],
        &["Continue citalopram."],
    );
    assert_all(
        "Doctor: Once the swelling is down, in about a month, we'll start colchicine 500 micrograms.\n \
         Patient: Okay.\n",
        &["Start colchicine 500 mcg in a month."],
        &["Colchicine was started today."],
    );
    assert_all(
        "Doctor: I'll give him ibuprofen, 200 three times a day... sorry, at his weight it's 100.\n \
         Patient: Okay.\n",
        &["Ibuprofen 100 mg three times a day."],
        &["Ibuprofen 200 mg three times a day."],
    );
    assert_all(
        "Patient: I'm on methotrexate, 15 milligrams a week.\n \
         Doctor: Good.\n",
        &["Methotrexate 15 mg weekly."],
        &["Methotrexate 15 mg daily."],
    );
}

#[test]
fn what_is_named_by_mistake_or_ruled_out_is_not_given() {
    assert_all(
        "Doctor: Any allergies?\n \
         Patient: I'm allergic to heparin, no, wait, it's cetirizine I mean. I get wheals.\n",
        &["Allergic to cetirizine."],
        &["Allergic to heparin."],
    );
    assert_all(
        "Doctor: Doxycycline's out, as you burn. So Malarone, one a day.\n \
         Patient: Fine.\n",
        &["Malarone one a day."],
        &["Doxycycline prescribed.", "Start doxycycline."],
    );
    assert_all(
        "Doctor: Tramadol is out with your fits. We'll try codeine.\n \
         Patient: Okay.\n",
        &["Try codeine."],
        &["Start tramadol."],
    );
    assert_all(
        "Doctor: Your smear isn't due until next year.\n \
         Patient: Good.\n",
        &["Smear not due."],
        &["Cervical smear taken today."],
    );
    assert_all(
        "Patient: I take metformin. No wait, they changed it to a thousand. And lisinopril.\n \
         Doctor: Okay.\n",
        &["Takes metformin.", "Takes lisinopril."],
        &[],
    );
}
