//! Whether something is done, goes on, is over or is still to come.

use crate::assert_all;

#[test]
fn what_goes_on_does_not_end_and_what_ends_does_not_go_on() {
    let talk = "Doctor: Any medicines?\n\
                Patient: I take ibuprofen when it's bad, and Norvasc.\n\
                Doctor: I'm going to keep you on the Norvasc. Stop the ibuprofen, and keep doing your stretches. \
                Eventually we can get you off that Norvasc.\nPatient: Okay.\nDoctor: And let's start magnesium.\n";
    assert_all(
        talk,
        &["Continue Norvasc.", "Discontinue ibuprofen.", "Continue stretches.", "Start magnesium."],
        &["Discontinue Norvasc.", "Continue ibuprofen.", "Discontinue stretches.", "Stop magnesium."],
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
fn what_is_taken_is_not_over() {
    let talk =
        "Doctor: What do you do for the pain?\nPatient: I take Tylenol. And for the sugar I'm on insulin.\n";
    assert_all(talk, &["She takes Tylenol.", "He takes insulin."], &["He used to take insulin."]);
}

#[test]
fn what_is_over_does_not_continue() {
    let talk = "Doctor: Headaches?\n\
                Patient: I did used to get migraines, but not since my forties. The eczema I had as a baby, it's gone now.\n\
                Doctor: Are you on the forklift?\n\
                Patient: Not anymore, they moved me to scanning. My weight's gone down a bit. I still smoke.\n";
    assert_all(
        talk,
        &["She used to get migraines.", "He still smokes."],
        &["She continues to have migraines.", "Ongoing eczema.", "He is still operating the forklift."],
    );
}

#[test]
fn what_is_still_to_come_is_not_done() {
    let talk = "Doctor: I'd like to refer him to the allergist for skin testing, and let's get a hearing test at the next \
                visit. I'll refer her to the falls team for a home assessment. The nerve study was done last month, it showed \
                carpal tunnel.\n";
    assert_all(
        talk,
        &[
            "He will be referred to the allergist for skin testing.",
            "A hearing test will be done at the next visit.",
            "The nerve study was done last month and showed carpal tunnel.",
        ],
        &[
            "He has already completed skin testing with the allergist.",
            "A hearing test was done today.",
            "The falls team have already assessed her at home.",
        ],
    );
}

#[test]
fn a_test_that_nobody_named_was_not_done() {
    let talk = "Doctor: The left foot is red, swollen and warm at the big toe. I'd like to check your blood for uric acid.\n";
    assert_all(
        talk,
        &["The left big toe is red, swollen and warm."],
        &["An X-ray of the left foot showed no fracture.", "Ultrasound of the left foot."],
    );
}

#[test]
fn how_often_something_is_done_is_said_of_it() {
    let talk = "Patient: And the urgent care gave me meclizine, and I've been taking that three times a day.\n\
                Doctor: All right. Lie back for me. Good, and now sit up slowly. Any spinning this time?\n\
                Patient: No.\n\
                Doctor: I'm giving you a sheet so you can do the Epley maneuver at home, once a day if it returns.\n\
                Patient: Okay. I see a therapist every other week, and the little spells, that's maybe once a month.\n";
    assert_all(
        talk,
        &["Perform the Epley maneuver at home once daily.", "She sees a therapist every other week."],
        &[
            "Perform the Epley maneuver at home three times a day.",
            "She sees a therapist once a week.",
            "The small spells occur about once a week.",
        ],
    );
}

#[test]
fn an_end_on_a_condition_ends_nothing_now() {
    let talk = "Doctor: I'll start you on prednisone, forty for five days and then stop it. Continue the metoprolol. If your \
                heart rate's under fifty, hold the metoprolol that day. Limit the ibuprofen to twice a day.\n\
                Doctor: The migraines, they're gone?\n\
                Patient: No, they're still there. The eczema, it's gone from my face but it's still on my hands.\n";
    assert_all(
        talk,
        &[
            "Start prednisone 40 mg for 5 days.",
            "Continue metoprolol.",
            "She still has migraines.",
            "Ongoing eczema on hands.",
        ],
        &["Stop ibuprofen."],
    );
}

#[test]
fn a_frequency_may_be_the_last_that_is_said() {
    let talk = "Doctor: Change the dressing every 6h\nPatient: I do it every day\nDoctor: Do your exercises once a day\n";
    assert_all(talk, &["Exercises once a day."], &["Exercises twice a day."]);
}

#[test]
fn what_somebody_stopped_in_other_words_is_not_current() {
    let talk = "Doctor: Any tablets?\n\
                Patient: My old doctor started me on the gabapentin. It made me foggy. I nearly ran a stop sign. So I took \
                myself off of it after two weeks. Saw palmetto did nothing, so I packed it in. Lisinopril every morning.\n\
                Doctor: And the omeprazole?\nPatient: No, I stopped that in June.\n\
                Doctor: Any marijuana?\nPatient: Gummies, I tried them in the summer. They made it worse. I haven't had one \
                since August.\n\
                Doctor: Still off the cigarettes?\nPatient: Yes, four years.\n\
                Doctor: Any steroids?\nPatient: Not for, oh, three years now. I had prednisolone at the beginning.\n";
    assert_all(
        talk,
        &[
            "Current medications include lisinopril.",
            "Omeprazole stopped in June.",
            "Gummies, not used since August.",
        ],
        &[
            "Current medications include lisinopril and omeprazole.",
            "He is currently taking gabapentin.",
            "He is still taking saw palmetto.",
            "He continues to take omeprazole.",
            "He currently uses marijuana gummies.",
            "He currently smokes cigarettes and was counseled to quit.",
        ],
    );
}

#[test]
fn what_is_offered_was_not_done() {
    let talk = "Doctor: The next step is a needle biopsy. I do it right here.\nPatient: Okay.\n\
                Doctor: I'd like a cystoscopy in three weeks. Your x-ray shows no fracture.\n";
    assert_all(
        talk,
        &["Needle biopsy is planned.", "X-ray was reviewed and shows no fracture."],
        &["A needle biopsy was performed today.", "Cystoscopy was performed in the office today."],
    );
}

#[test]
fn how_often_is_read_in_shorthand_and_over_years() {
    let talk = "Doctor: Aciclovir, eight hundred milligrams, five times a day for seven days.\n\
                Patient: The pharmacist gave me olive oil. Two drops, twice a day. I get migraines, maybe twice a year, and I \
                dip. A can every three days or so.\n";
    assert_all(
        talk,
        &["Olive oil 2 drops BD.", "Migraines about twice a year.", "Uses a can of dip every 3 days."],
        &[
            "Olive oil 2 drops QDS.",
            "Aciclovir 800 mg tds for 7/7.",
            "Migraines about twice a month.",
            "Uses a can of dip every week.",
        ],
    );
}
