//! Numbers: what they are of, in words and figures, what follows from them, and what of an earlier time they are.

use clinical::Verdict;

use crate::{assert_all, found, heard};

#[test]
fn both_ends_of_a_range_may_be_said_one_after_the_other() {
    let talk = "Doctor: How often do the cramps come?\n\
                Patient: Five a week, maybe seven. They last ten minutes, sometimes fifteen, and it was a six, then an eight.\n";
    assert_all(
        talk,
        &["Cramps 5 to 7 times per week.", "The cramps last 10 to 15 minutes."],
        &["The cramps last 15 to 10 minutes.", "The cramps last 10 to 25 minutes."],
    );
}

#[test]
fn what_is_counted_tells_which_number_is_meant() {
    let talk = "Doctor: What do you drink and smoke?\n\
                Patient: A couple of coffees, and eight pints a week I suppose, two flights of stairs leave me puffed.\n\
                Doctor: And the ibuprofen?\n\
                Patient: I take ibuprofen six hundred three times a day. I was told to call nine one one.\n";
    assert_all(
        talk,
        &["Drinks 2 coffees and 8 pints per week.", "Ibuprofen 600 mg three times daily.", "Call 911."],
        &[
            "Drinks 4 coffees and 8 pints per week.",
            "Ibuprofen 300 mg three times daily.",
            "Drinks 1 coffees.",
        ],
    );
}

#[test]
fn numbers_are_the_same_in_words_units_and_shorthand() {
    let heard = heard(
        "Patient: The headache started three days ago, and a couple of weeks ago I had a cold.\nDoctor: Temperature ninety \
         eight . six. Your surgery was on march tenth twenty twenty one.",
    );
    for text in
        ["3/7 hx of headache.", "Had a cold 2 weeks ago.", "Temperature 98.6.", "Surgery on 03/10/2021."]
    {
        assert_eq!(found(&heard, text).0, Verdict::Supported, "{text}");
    }
    for text in
        ["4/7 hx of headache.", "Had a cold 3 weeks ago.", "Temperature 99.6.", "Surgery on 03/12/2021."]
    {
        assert_ne!(found(&heard, text).0, Verdict::Supported, "{text}");
    }
}

#[test]
fn the_value_of_an_earlier_time_is_not_that_of_now() {
    let talk = "Doctor: Hemoglobin is 10.4, down from 13.1 last year. Your weight is 180 pounds, up 5 pounds. The GFR is 52, it \
                was 61.\n\
                Patient: I'm stiff for eighty minutes in the morning, it used to be twenty minutes.\n";
    assert_all(
        talk,
        &[
            "Hemoglobin is 10.4, down from 13.1 last year.",
            "Weight is up 5 pounds.",
            "GFR 52, previously 61.",
            "Morning stiffness of 80 minutes.",
        ],
        &[
            "Hemoglobin is 13.1.",
            "Weight is down 5 pounds.",
            "GFR is 61, down from 52.",
            "Morning stiffness of 20 minutes.",
        ],
    );
}

#[test]
fn what_follows_from_what_was_said_may_be_written() {
    let talk = "Doctor: Your hemoglobin is 11.9, it was 14.2 last year.\n\
                Patient: I smoked twenty a day for thirty years, now it's half a pack a day. Flovent is two puffs in the morning and \
                two at night. I'm on metformin, a thousand.\n";
    assert_all(
        talk,
        &[
            "Hemoglobin has dropped by 2.3 since last year.",
            "30 pack-years of smoking.",
            "Smokes about 10 cigarettes a day.",
            "Flovent 2 puffs twice daily.",
            "Metformin 1 g.",
        ],
        &[
            "Hemoglobin has dropped by 3.3 since last year.",
            "40 pack-years of smoking.",
            "Smokes about 15 cigarettes a day.",
            "Flovent 2 puffs four times daily.",
            "Metformin 2 g.",
        ],
    );
}

#[test]
fn temperatures_and_lists_are_read_as_they_are_said() {
    let talk = "Doctor: What was the temperature?\n\
                Patient: It was thirty-nine four on Sunday, a hundred and one point eight in the evening. Any tea helps.\n\
                Doctor: Any diarrhea, rash or sore throat?\n\
                Patient: No, none of those. The left ear hurts.\n\
                Doctor: The left ear drum is red, and the other ear is normal.\n";
    assert_all(
        talk,
        &[
            "Temperature 39.4 on Sunday.",
            "Temperature reached 101.8 in the evening.",
            "Diarrhea, rash and sore throat are denied.",
            "Right ear normal.",
        ],
        &["Temperature 39.5 on Sunday.", "Temperature reached 101.3 in the evening.", "Right ear red."],
    );
}

#[test]
fn a_difference_goes_the_way_it_was_said() {
    let talk = "Doctor: Your hemoglobin is 14.2, in the spring it was 11.9.\n";
    assert_all(
        talk,
        &["Hemoglobin increased by 2.3 since the spring."],
        &["Hemoglobin dropped by 2.3 since the spring."],
    );
}

#[test]
fn a_bare_number_elsewhere_is_no_amount_with_a_unit() {
    let talk = "Doctor: How long have you had the rash?\n\
                Patient: Two weeks, and I've lost nearly a stone.\n\
                Doctor: And what did you do for work?\n\
                Patient: I was a joiner, forty odd years. My house is number five, the last one.\n";
    assert_all(
        talk,
        &["Rash for 2 weeks.", "Weight loss, nearly 1 stone.", "Joiner for 40 years."],
        &["Rash for 5 weeks.", "Rash x5."],
    );
}

#[test]
fn doses_pack_years_and_celsius_are_read_as_they_are_said() {
    let talk = "Patient: My temperature was thirty-eight six this morning. I smoked half a pack a day for thirty years, till oh eight.\n\
                Doctor: They gave you adenosine, six milligrams and then twelve. Paracetamol, a gram, four times a day.\n";
    assert_all(
        talk,
        &[
            "Temperature 38.6.",
            "15 pack-years, quit in 2008.",
            "Adenosine 12 mg.",
            "Paracetamol 1 g four times daily.",
        ],
        &["Temperature 39.6.", "30 pack-years.", "Adenosine 18 mg.", "Paracetamol 2 g four times daily."],
    );
}

#[test]
fn a_number_that_comes_first_is_an_answer_and_one_that_is_corrected_keeps_its_unit() {
    let talk = "Doctor: It says here you had a stomach ulcer.\n\
                Patient: 2011. Had the camera down and everything.\n\
                Doctor: And when was the last seizure?\n\
                Patient: Two years ago. No, sorry, three, it was just before I moved here.\n";
    assert_all(
        talk,
        &["Gastric ulcer 2011.", "Last seizure 3 years ago."],
        &["Gastric ulcer 2012.", "Last seizure 2 years ago."],
    );
}
