//! What was found and told, and its opposite.

use crate::assert_all;

#[test]
fn thoughts_of_self_harm_are_denied_only_by_a_no() {
    assert_all(
        "Doctor: Have you thought of hurting yourself?\n \
         Patient: I thought about it once last month.\n",
        &["Thoughts of self-harm last month.", "Thought about hurting himself once last month."],
        &["Denies suicidal ideation.", "No suicidal thoughts.", "No thoughts of self-harm."],
    );
    assert_all(
        "Doctor: Any thoughts of ending it all?\n \
         Patient: Sometimes, at night.\n",
        &["Suicidal thoughts at night."],
        &["Denies suicidal ideation.", "No suicidal thoughts."],
    );
    assert_all(
        "Patient: My wife left in May. I sometimes think she'd be better off if I wasn't here.\n \
         Doctor: I'm sorry.\n",
        &["Passive suicidal thoughts."],
        &["Denies suicidal ideation.", "Wife has suicidal thoughts.", "No suicidal ideation."],
    );
    assert_all(
        "Doctor: Any thoughts of harming yourself?\n \
         Patient: No, nothing like that.\n",
        &["Denies suicidal ideation.", "No thoughts of self-harm.", "No suicidal thoughts."],
        &["Suicidal ideation."],
    );
    assert_all(
        "Doctor: Do you ever feel that life isn't worth living?\n \
         Patient: Some days, yes.\n",
        &[],
        &["Denies suicidal ideation."],
    );
    assert_all(
        "Doctor: Have you had thoughts of harming yourself?\n \
         Patient: It crosses my mind.\n",
        &[],
        &["Denies suicidal ideation.", "No thoughts of self-harm."],
    );
    assert_all(
        "Doctor: Have you ever thought of killing yourself?\n \
         Patient: God, no.\n",
        &["Denies suicidal ideation.", "No suicidal thoughts."],
        &[],
    );
    assert_all(
        "Doctor: How's your mood?\n \
         Patient: Low, most days.\n",
        &[],
        &["Denies suicidal ideation.", "No suicidal ideation."],
    );
}

#[test]
fn an_examination_is_as_it_was_found() {
    assert_all(
        "Doctor: I can hear crackles at the right base. The left is clear.\n \
         Patient: Okay.\n",
        &["Crackles at the right base.", "Right basal crackles, left clear."],
        &["Chest clear.", "Lungs clear to auscultation.", "Bilateral crackles.", "Lungs clear bilaterally."],
    );
    assert_all(
        "Doctor: The tummy I'll leave for today.\n \
         Patient: Fine.\n",
        &[],
        &["Abdomen soft, non-tender.", "Abdomen soft."],
    );
    assert_all(
        "Doctor: It's tender along the inside of the knee.\n \
         Patient: Ow.\n",
        &["Medial tenderness of the knee.", "Tender along the inside of the knee."],
        &["Lateral joint line tenderness."],
    );
    assert_all(
        "Doctor: Your lungs sound clear, no wheeze.\n \
         Patient: Good.\n",
        &["Chest clear.", "Lungs clear to auscultation.", "No wheeze."],
        &[],
    );
    assert_all(
        "Doctor: Tummy's soft, doesn't hurt when I press.\n \
         Patient: No.\n",
        &["Abdomen soft, non-tender."],
        &[],
    );
    assert_all(
        "Doctor: Chest is clear on both sides.\n \
         Patient: Good.\n",
        &["Lungs clear bilaterally.", "Chest clear."],
        &[],
    );
    assert_all(
        "Doctor: Tender on the outside of the elbow.\n \
         Patient: Yes, there.\n",
        &["Lateral elbow tenderness."],
        &["Medial epicondyle tenderness."],
    );
    assert_all(
        "Doctor: There's a wheeze on the left, the right side sounds fine.\n \
         Patient: Okay.\n",
        &["Left-sided wheeze."],
        &["Lungs clear.", "Bilateral wheeze."],
    );
    assert_all(
        "Doctor: I'm not going to examine your ears today.\n \
         Patient: Okay.\n",
        &[],
        &["Ears normal."],
    );
    assert_all(
        "Doctor: Swelling of the left ankle, the right one looks normal.\n \
         Patient: Yes.\n",
        &["Left ankle swelling."],
        &["Bilateral ankle swelling.", "Ankle swelling on both sides."],
    );
}

#[test]
fn opposite_words_are_told_apart() {
    assert_all(
        "Doctor: The biopsy came back benign, margins clear.\n \
         Patient: Thank goodness.\n",
        &["Biopsy benign, margins clear.", "Biopsy benign.", "Margins clear."],
        &["Biopsy malignant.", "Biopsy showed cancer.", "Margins positive."],
    );
    assert_all(
        "Doctor: Your thyroid is normal.\n \
         Patient: Good.\n",
        &["Thyroid normal."],
        &["TSH elevated.", "Thyroid function abnormal."],
    );
    assert_all(
        "Doctor: Full range of movement in the shoulder.\n \
         Patient: Good.\n",
        &["Full range of movement."],
        &["Reduced range of movement.", "Reduced range of movement of the shoulder."],
    );
    assert_all(
        "Doctor: Is the lump any different?\n \
         Patient: The lump is smaller.\n",
        &["Lump is smaller."],
        &["Lump is larger.", "Lump larger."],
    );
    assert_all(
        "Doctor: How's the rash?\n \
         Patient: The rash is worse.\n",
        &["Rash is worse."],
        &["Rash improved.", "Rash better.", "Rash is improving."],
    );
    assert_all(
        "Doctor: Potassium is normal, but the sodium is low.\n \
         Patient: Okay.\n",
        &["Sodium low.", "Potassium normal, sodium low."],
        &["Potassium low."],
    );
    assert_all(
        "Doctor: When is it worst?\n \
         Patient: It's worse in the mornings, the stiffness.\n",
        &["Stiffness worse in the mornings."],
        &[
            "Stiffness worse at night.",
            "Stiffness better in the mornings.",
            "Stiffness worse in the evening.",
        ],
    );
    assert_all(
        "Doctor: Any chance you're pregnant?\n \
         Patient: My period is a week late.\n",
        &["Period a week late."],
        &["Period a week early."],
    );
    assert_all(
        "Doctor: Your pressure is up again.\n \
         Patient: Hm.\n",
        &["Blood pressure up."],
        &["Blood pressure well controlled.", "Hypertension well controlled."],
    );
    assert_all(
        "Doctor: The mole is darker than last year and bigger.\n \
         Patient: Yes.\n",
        &["Mole bigger and darker."],
        &["Mole smaller.", "Mole lighter."],
    );
    assert_all(
        "Doctor: How is the knee since the injection?\n \
         Patient: Much better, thanks.\n",
        &["Knee better since the injection."],
        &["Knee worse since the injection.", "Knee pain worsening since injection."],
    );
    assert_all(
        "Doctor: The scan was positive for a clot.\n \
         Patient: Oh no.\n",
        &["Scan positive for clot."],
        &["Scan negative for clot."],
    );
    assert_all(
        "Doctor: Your kidney function has improved.\n \
         Patient: Good.\n",
        &["Kidney function improved."],
        &["Kidney function has worsened."],
    );
    assert_all(
        "Patient: The tablets help in the evening but not the morning.\n \
         Doctor: Okay.\n",
        &["Tablets help in the evening."],
        &[],
    );
}

#[test]
fn only_eyes_or_skin_are_yellow_with_jaundice() {
    assert_all(
        "Patient: I cough up yellow phlegm.\n \
         Doctor: Okay.\n",
        &["Yellow sputum.", "Productive cough with yellow phlegm."],
        &["Jaundice."],
    );
    assert_all(
        "Patient: My skin has gone yellow and my eyes too.\n \
         Doctor: I see.\n",
        &["Jaundice."],
        &[],
    );
    assert_all(
        "Patient: There was yellow discharge from the wound.\n \
         Doctor: Okay.\n",
        &["Yellow discharge from the wound."],
        &["Jaundice."],
    );
    assert_all(
        "Patient: My wife noticed the whites of my eyes were yellow.\n \
         Doctor: Right.\n",
        &["Jaundice."],
        &[],
    );
    assert_all(
        "Patient: The bruise on my arm is yellowing now.\n \
         Doctor: Good.\n",
        &[],
        &["Jaundice."],
    );
}
