//! Everyday words that bear out what a note says in its own.

use crate::assert_all;

#[test]
fn ages_times_and_sides_are_read_as_people_say_them() {
    assert_all(
        "Patient: He's six. He's had a cough since Sunday.\n \
         Doctor: Okay.\n",
        &["6-year-old with cough since Sunday."],
        &["9-year-old with cough since Sunday."],
    );
    assert_all(
        "Patient: I was fourteen when my periods started.\n \
         Doctor: And now?\n",
        &[],
        &["Menarche at age 17."],
    );
    assert_all(
        "Doctor: Any wheezing? Any nausea?\n \
         Patient: Wheezing a bit. Nausea no.\n",
        &["No nausea."],
        &["Reports nausea."],
    );
    assert_all(
        "Patient: It happened four times last month.\n \
         Doctor: Okay.\n",
        &["Four episodes last month."],
        &["Six episodes last month."],
    );
    assert_all(
        "Patient: We moved in at Christmas and the cough came after that.\n \
         Doctor: Okay.\n",
        &["Cough since Christmas."],
        &["Cough since Easter."],
    );
    assert_all(
        "Doctor: Okay. Pulse is 72. Your scan from last week: the liver is a bit fatty.\n \
         Patient: Oh.\n",
        &["Pulse 72.", "Scan showed a fatty liver."],
        &[],
    );
    assert_all(
        "Doctor: Which side hurts?\n \
         Patient: Left. It started Monday.\n",
        &["Left-sided pain since Monday."],
        &["Right-sided pain since Monday."],
    );
    assert_all(
        "Patient: I'm left-handed. It's my right wrist that hurts.\n \
         Doctor: Okay.\n",
        &["Right wrist pain."],
        &["Left wrist pain."],
    );
}

#[test]
fn an_answer_that_all_is_well_is_a_no() {
    assert_all(
        "Doctor: Any numbness in that finger?\n \
         Patient: Feels normal. It stings.\n",
        &["No numbness of the finger."],
        &["Reports numbness of the finger."],
    );
    assert_all(
        "Doctor: Any dizziness, any double vision?\n \
         Patient: All fine.\n",
        &["No dizziness.", "No double vision."],
        &["Reports dizziness."],
    );
}

#[test]
fn what_is_for_another_day_is_not_done_today() {
    assert_all(
        "Doctor: Come in tomorrow morning for an ECG and the bloods.\n \
         Patient: Okay.\n",
        &["ECG tomorrow."],
        &["ECG done today."],
    );
    assert_all(
        "Doctor: When was your last smear?\n \
         Patient: I had the smear last year.\n",
        &["Smear last year."],
        &["Smear taken today."],
    );
    assert_all(
        "Doctor: I'm not stocked today. We'll do the steroid injection on Wednesday.\n \
         Patient: Fine.\n",
        &[],
        &["Steroid injection given today."],
    );
    assert_all(
        "Doctor: Let's get the X-ray today, and I'll see you next week.\n \
         Patient: Okay.\n",
        &["X-ray today."],
        &[],
    );
}

#[test]
fn everyday_words_bear_out_what_notes_have_for_them() {
    assert_all(
        "Doctor: How long have you had the cough?\n \
         Patient: About ten days.\n",
        &["Cough for a week and a half.", "Cough for ten days."],
        &["Cough for three weeks."],
    );
    assert_all(
        "Patient: I hurt my right knee years ago, but that got better.\n \
         Doctor: Okay, and now?\n \
         Patient: Now the left one hurts.\n",
        &["Previous right knee injury, resolved."],
        &[],
    );
    assert_all(
        "Doctor: We'll start metformin. Take it with food.\n \
         Patient: Okay.\n",
        &["Metformin to be taken with food.", "Take metformin with food."],
        &[],
    );
    assert_all(
        "Doctor: Does the knee lock?\n \
         Patient: No, it doesn't lock.\n",
        &["No locking."],
        &["Knee locks."],
    );
    assert_all(
        "Doctor: Does it lock or give way?\n \
         Patient: No.\n",
        &["No locking.", "No locking or giving way."],
        &[],
    );
    assert_all(
        "Doctor: I'll sign you off for two weeks.\n \
         Patient: Thanks.\n",
        &["Off work for 2 weeks."],
        &["Off work for 4 weeks."],
    );
    assert_all(
        "Doctor: Your pressure is one sixty over ninety five.\n \
         Patient: High.\n",
        &["BP 160/95.", "Blood pressure 160/95."],
        &["BP 150/95."],
    );
    assert_all(
        "Patient: I've had all three jabs.\n \
         Doctor: Good.\n",
        &["Vaccinated.", "Has had three vaccinations."],
        &[],
    );
    assert_all(
        "Patient: My period is late, so I could be pregnant.\n \
         Doctor: Let's do a test.\n",
        &["Possible pregnancy; test planned.", "Possible pregnancy."],
        &["Pregnant."],
    );
}
