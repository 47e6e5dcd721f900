//! Whose something is: a relative's allergy, a number's name.

use crate::assert_all;

#[test]
fn the_allergies_of_relatives_are_theirs() {
    assert_all(
        "Doctor: Any allergies?\n \
         Patient: No. My sister is allergic to latex.\n",
        &["No known allergies.", "No allergies.", "Sister is allergic to latex."],
        &["Allergies: Latex.", "Latex allergy.", "Allergic to latex.", "Allergies: latex"],
    );
    assert_all(
        "Doctor: Any allergies?\n \
         Patient: No, but my son can't have peanuts, he's allergic.\n",
        &["No known allergies."],
        &["Peanut allergy.", "Allergies: Peanuts."],
    );
    assert_all(
        "Doctor: Any allergies?\n \
         Patient: Yes, latex, I come out in hives.\n",
        &["Allergies: Latex (hives).", "Latex allergy."],
        &["Allergies: Shellfish.", "Shellfish allergy."],
    );
    assert_all(
        "Doctor: Are you allergic to anything?\n \
         Patient: My husband is allergic to bees, I'm allergic to nuts.\n",
        &["Allergies: nuts.", "Nut allergy."],
        &["Allergies: bee stings", "Bee sting allergy."],
    );
    assert_all(
        "Doctor: Any allergies?\n \
         Patient: Me, no. My daughter has an egg allergy.\n",
        &["No allergies."],
        &["Egg allergy.", "Allergies: Egg."],
    );
    assert_all(
        "Doctor: Any allergies I should know about?\n \
         Patient: I have a cat allergy and I'm allergic to penicillin.\n",
        &["Cat allergy.", "Allergies: cats, penicillin.", "Penicillin allergy."],
        &["Dog allergy."],
    );
    assert_all(
        "Doctor: What happened with the shellfish?\n \
         Patient: My lips swelled up after prawns, so I avoid all shellfish.\n",
        &["Shellfish allergy (lip swelling).", "Allergies: shellfish."],
        &[],
    );
}

#[test]
fn two_values_of_one_breath_are_not_exchanged() {
    assert_all(
        "Doctor: Your oxygen is 96 percent and your pulse is 88.\n \
         Patient: Okay.\n",
        &["SpO2 96%, HR 88.", "HR 88.", "SpO2 96%.", "Pulse 88, oxygen 96%."],
        &["SpO2 88%, HR 96.", "SpO2 88%.", "HR 96.", "Pulse 96.", "Oxygen saturation 88%."],
    );
    assert_all(
        "Doctor: Haemoglobin 98, platelets 240, creatinine 110.\n \
         Patient: Right.\n",
        &["Creatinine 110.", "Platelets 240.", "Haemoglobin 98.", "Hb 98, platelets 240, creatinine 110."],
        &[
            "Creatinine 98.",
            "Creatinine 240.",
            "Platelets 110.",
            "Haemoglobin 110.",
            "Hb 240.",
            "Hb 110, platelets 240, creatinine 98.",
        ],
    );
    assert_all(
        "Doctor: Your HbA1c was 48, cholesterol 5.2.\n \
         Patient: Is that good?\n",
        &["HbA1c 48.", "Cholesterol 5.2.", "HbA1c 48, cholesterol 5.2."],
        &["HbA1c 5.2.", "Cholesterol 48."],
    );
    assert_all(
        "Patient: I had my gallbladder out in 2010 and a hysterectomy in 2015.\n \
         Doctor: Okay.\n",
        &[
            "Cholecystectomy 2010.",
            "Hysterectomy 2015.",
            "Gallbladder removed in 2010, hysterectomy in 2015.",
        ],
        &[
            "Cholecystectomy 2015.",
            "Gallbladder removed in 2015.",
            "Hysterectomy 2010.",
            "Gallbladder removed in 2015, hysterectomy in 2010.",
        ],
    );
    assert_all(
        "Patient: My mother had a stroke at 70, and my father a heart attack at 55.\n \
         Doctor: I see.\n",
        &["Father had MI at 55.", "Mother had a stroke at 70.", "Father had a heart attack at 55."],
        &["Mother had a stroke at 55.", "Father had a heart attack at 70.", "Father had MI at 70."],
    );
    assert_all(
        "Patient: Mother a stroke at 70, father a heart attack at 55.\n \
         Doctor: I see.\n",
        &["Father had MI at 55.", "Mother had a stroke at 70."],
        &["Mother had a stroke at 55."],
    );
    assert_all(
        "Doctor: How do you use the inhalers?\n \
         Patient: The brown one twice a day and the blue one about four times a week.\n",
        &["Brown inhaler twice a day.", "Blue inhaler four times a week."],
        &[],
    );
    assert_all(
        "Doctor: Your temperature is 38.2, pulse 104 and respiratory rate 22.\n \
         Patient: Mm.\n",
        &["HR 104, RR 22.", "Temperature 38.2, pulse 104, respiratory rate 22."],
        &["Pulse 22.", "Respiratory rate 104.", "RR 104, HR 22.", "Heart rate 22."],
    );
    assert_all(
        "Doctor: Sodium was 131 and potassium 5.4.\n \
         Patient: Okay.\n",
        &["Potassium 5.4.", "Sodium 131."],
        &["Potassium 131.", "Sodium 5.4."],
    );
    assert_all(
        "Doctor: Weight is 82 kilos and you're 175 centimetres tall. BMI 27.\n \
         Patient: Right.\n",
        &["Weight 82 kg.", "Height 175 cm, weight 82 kg.", "BMI 27."],
        &[],
    );
    assert_all(
        "Patient: I had a knee replacement in 2012 and the hip done in 2018.\n",
        &["Knee replacement 2012.", "Hip replacement 2018."],
        &["Knee replacement 2018."],
    );
}

#[test]
fn what_others_have_is_not_the_patients() {
    assert_all(
        "Patient: My neighbour had shingles last year, and my cousin wears hearing aids. I hate the noise in here.\n \
         Doctor: Any trouble with your own hearing?\n \
         Patient: No.\n",
        &[],
        &["Patient had shingles last year.", "Patient wears hearing aids."],
    );
    assert_all(
        "Patient: Dad had gallstones. And a hernia. I had my tonsils out.\n \
         Doctor: Right.\n",
        &["Father had gallstones.", "Tonsillectomy."],
        &["Patient has had a hernia."],
    );
    assert_all(
        "Doctor: Your valve is narrow, you may need a pacemaker at some point.\n \
         Patient: My uncle's got a pacemaker.\n",
        &[],
        &["Patient has a pacemaker."],
    );
    assert_all(
        "Doctor: Your heart's fine.\n \
         Patient: My brother has an insulin pump, he loves it.\n",
        &[],
        &["Patient has an insulin pump."],
    );
    assert_all(
        "Patient: My sister had her womb out, and she had fibroids.\n \
         Doctor: I see.\n",
        &["Sister had a hysterectomy.", "Sister had fibroids."],
        &["Mother had a hysterectomy."],
    );
}

#[test]
fn relatives_go_by_many_names() {
    assert_all(
        "Patient: My old man had a heart attack at fifty.\n \
         Doctor: And you?\n \
         Patient: Nothing like that.\n",
        &["Father had a heart attack at 50."],
        &["Patient had a heart attack at 50."],
    );
    assert_all(
        "Patient: My sister's on alendronate, I'm not.\n \
         Doctor: Then I'd start you on alendronate, once a week.\n",
        &["Start alendronate once a week."],
        &["Patient already takes alendronate."],
    );
    assert_all(
        "Patient: The missus has gout.\n \
         Doctor: Okay.\n",
        &["Wife has gout."],
        &["Patient has gout."],
    );
}
