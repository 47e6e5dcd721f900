//! What is asked, recounted and answered in everyday words.

use crate::assert_all;

#[test]
fn what_is_asked_about_a_drug_is_as_its_answer_has_it() {
    assert_all(
        "Doctor: Should I stop the metformin?\n \
         Patient: No, keep going with that.\n",
        &["Continue metformin."],
        &["Stop metformin."],
    );
    assert_all(
        "Patient: Should I stop the metformin?\n \
         Doctor: No, keep going with that.\n",
        &["Continue metformin."],
        &["Stop metformin.", "Metformin stopped."],
    );
    assert_all(
        "Patient: Should I come off the metformin?\n \
         Doctor: No, keep taking it.\n",
        &["Continue metformin."],
        &["Stop metformin."],
    );
    assert_all(
        "Patient: Do I stop the metformin?\n \
         Doctor: No, carry on with it.\n",
        &["Continue metformin."],
        &["Discontinue metformin."],
    );
    assert_all(
        "Patient: Should I stop the prednisone now?\n \
         Doctor: Not yet. Another week.\n",
        &["Continue prednisone for another week."],
        &["Stop prednisone.", "Prednisone stopped."],
    );
    assert_all(
        "Patient: Can I stop the apixaban?\n \
         Doctor: No. You need it for life.\n",
        &["Continue apixaban for life."],
        &["Stop apixaban."],
    );
    assert_all(
        "Patient: Should I stop the warfarin?\n \
         Doctor: No, stay on it.\n",
        &["Continue warfarin."],
        &["Stop warfarin."],
    );
    assert_all(
        "Doctor: Have you stopped the metformin?\n \
         Patient: No, I still take it.\n",
        &["Takes metformin."],
        &["Stopped metformin.", "Metformin was discontinued."],
    );
    assert_all(
        "Patient: Should I increase the insulin?\n \
         Doctor: No, leave it as it is.\n",
        &["Continue insulin."],
        &["Increase insulin.", "Insulin increased."],
    );
    assert_all(
        "Patient: Can I cut down the omeprazole?\n \
         Doctor: No, I'd keep it where it is.\n",
        &[],
        &["Decrease omeprazole.", "Omeprazole reduced."],
    );
    assert_all(
        "Patient: Should I stop the ramipril?\n \
         Doctor: Yes, stop it for now.\n",
        &["Stop ramipril."],
        &["Continue ramipril."],
    );
    assert_all(
        "Patient: Should I stop the naproxen?\n \
         Doctor: Yes, please.\n",
        &["Stop naproxen."],
        &["Continue naproxen."],
    );
    assert_all(
        "Doctor: Did you stop the sertraline?\n \
         Patient: Yes, about a month ago.\n",
        &["Stopped sertraline about a month ago."],
        &["Continues sertraline."],
    );
    assert_all(
        "Patient: Shall I double the furosemide?\n \
         Doctor: Yes, double it until Friday.\n",
        &["Double furosemide until Friday."],
        &[],
    );
    assert_all(
        "Patient: Should I start the iron again?\n \
         Doctor: No, hold off until the bloods are back.\n",
        &[],
        &["Iron restarted."],
    );
    assert_all(
        "Patient: And the amlodipine, do I stop that?\n \
         Doctor: No no, keep it going.\n",
        &["Continue amlodipine."],
        &["Stop amlodipine."],
    );
    assert_all(
        "Patient: Is it time to stop the prednisolone?\n \
         Doctor: Not quite. One more week, then stop.\n",
        &["Stop prednisolone after one more week."],
        &[],
    );
}

#[test]
fn what_a_clinician_recounts_and_the_patient_denies_is_denied() {
    assert_all(
        "Doctor: It says here you had a heart attack in 2019.\n \
         Patient: No, that was my brother.\n",
        &["Brother had a heart attack in 2019."],
        &["Heart attack in 2019.", "History of myocardial infarction in 2019."],
    );
    assert_all(
        "Doctor: It says here you've got diabetes.\n \
         Patient: No, that's my brother.\n",
        &["No diabetes.", "Brother has diabetes."],
        &["Diabetes.", "Type 2 diabetes."],
    );
    assert_all(
        "Doctor: It says here you had a heart attack in 2019.\n \
         Patient: No, never.\n",
        &["No history of heart attack."],
        &["Heart attack in 2019.", "Previous heart attack."],
    );
    assert_all(
        "Doctor: So you have asthma.\n \
         Patient: No, I don't.\n",
        &["No asthma."],
        &["Asthma.", "Has asthma."],
    );
    assert_all(
        "Doctor: Your notes say you have epilepsy.\n \
         Patient: Nope, not me.\n",
        &["No epilepsy."],
        &["Epilepsy."],
    );
    assert_all(
        "Doctor: I see you had a stroke two years ago.\n \
         Patient: That wasn't me, that was my mother.\n",
        &[],
        &["Stroke two years ago.", "History of stroke."],
    );
    assert_all(
        "Doctor: I see you had a stroke two years ago.\n \
         Patient: Yes, it left me weak on the right.\n",
        &["Stroke two years ago."],
        &["No history of stroke."],
    );
    assert_all(
        "Doctor: It says here you've got diabetes.\n \
         Patient: Yes, about ten years now.\n",
        &["Diabetes for about ten years."],
        &["No diabetes."],
    );
    assert_all(
        "Doctor: So you've had a cough for two weeks and some fever.\n \
         Patient: No, no fever. Just the cough.\n",
        &["Cough for two weeks.", "No fever."],
        &["Fever."],
    );
    assert_all(
        "Doctor: You have high blood pressure and you take lisinopril.\n \
         Patient: No, I stopped that in May.\n",
        &["High blood pressure.", "Stopped lisinopril in May."],
        &[],
    );
}

#[test]
fn what_is_over_corrected_or_owned_to_is_no_more_than_that() {
    assert_all(
        "Patient: I had a temperature for two days but that's gone.\n \
         Doctor: Okay.\n",
        &["Fever for two days, resolved.", "Had a fever for two days, now gone."],
        &["Fever.", "Febrile.", "Ongoing fever."],
    );
    assert_all(
        "Doctor: Do you smoke?\n \
         Patient: I gave up five years ago.\n",
        &["Ex-smoker.", "Gave up smoking five years ago.", "Former smoker, quit five years ago."],
        &["Smoker.", "Smokes.", "Current smoker."],
    );
    assert_all(
        "Patient: I had COVID in January.\n \
         Doctor: Okay.\n",
        &["COVID in January.", "Had COVID in January."],
        &["Currently has COVID.", "Current COVID infection."],
    );
    assert_all(
        "Doctor: Fifty of sertraline, is it?\n \
         Patient: No, a hundred.\n",
        &["Sertraline 100 mg."],
        &["Sertraline 50 mg."],
    );
    assert_all(
        "Doctor: You take it at night?\n \
         Patient: No, in the morning.\n",
        &["Takes it in the morning."],
        &["Takes it at night."],
    );
    assert_all(
        "Doctor: You take the amlodipine at night?\n \
         Patient: No, in the morning.\n",
        &["Takes amlodipine in the morning."],
        &["Takes amlodipine at night.", "Amlodipine at night."],
    );
    assert_all(
        "Doctor: Any chest pain?\n \
         Patient: Only when I cough.\n",
        &["Chest pain when coughing.", "Chest pain only on coughing."],
        &["No chest pain.", "Denies chest pain."],
    );
    assert_all(
        "Doctor: Any pain in your calves?\n \
         Patient: Just when I walk uphill.\n",
        &["Calf pain when walking uphill."],
        &["No calf pain."],
    );
    assert_all(
        "Doctor: Could you be pregnant?\n \
         Patient: I could be.\n",
        &["Possibly pregnant.", "Possible pregnancy."],
        &["Denies pregnancy.", "Not pregnant."],
    );
    assert_all(
        "Doctor: Are you taking your tablets?\n \
         Patient: I sometimes forget them at the weekend.\n",
        &["Sometimes forgets tablets at the weekend."],
        &[],
    );
    assert_all(
        "Doctor: Are you still drinking?\n \
         Patient: I haven't touched a drop since March.\n",
        &["No alcohol since March."],
        &["Drinks alcohol.", "Currently drinking alcohol."],
    );
    assert_all(
        "Patient: I had diarrhoea last week but it's settled.\n \
         Doctor: Okay.\n",
        &["Diarrhoea last week, settled."],
        &["Diarrhoea.", "Ongoing diarrhoea."],
    );
    assert_all(
        "Doctor: Is it the 20 milligram lisinopril?\n \
         Patient: No, the 10.\n",
        &["Lisinopril 10 mg."],
        &["Lisinopril 20 mg."],
    );
    assert_all(
        "Doctor: And it's the left knee?\n \
         Patient: No, the right.\n",
        &[],
        &["Left knee pain.", "Pain in the left knee."],
    );
}
