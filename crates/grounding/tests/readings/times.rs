//! Times of day, dates, how long ago and how often.

use clinical::Verdict;

use crate::{assert_all, found, heard};

#[test]
fn a_time_of_day_must_have_been_said() {
    let talk = "Doctor: When do you wake?\nPatient: I wake at about half past five and I'm in bed by ten at night.\n";
    assert_all(
        talk,
        &["Wakes at 5:30, in bed by 10 PM."],
        &["Wakes at 5:45, in bed by 10 PM.", "In bed by 9 PM."],
    );
}

#[test]
fn how_often_it_happens_is_of_the_time_that_was_said() {
    let talk = "Patient: The cramps come two or three times a day and wake me four nights a week.\n\
                Doctor: Your ejection fraction is thirty five now, it was twenty five a year ago.\n";
    assert_all(
        talk,
        &["Cramps 2-3 times per day.", "Cramps wake her 4 nights per week.", "Ejection fraction is 35."],
        &[
            "Cramps two or three times a week.",
            "Cramps wake her 4 nights per month.",
            "Ejection fraction is 25.",
        ],
    );
}

#[test]
fn times_without_a_number_are_held_against_what_was_said() {
    let talk = "Patient: My back has hurt for a week, and the cough came a few days ago.\n";
    assert_all(
        talk,
        &["Back pain for a week.", "Cough for a few days."],
        &["Back pain for a month.", "Cough for a few months."],
    );
}

#[test]
fn a_year_that_nobody_said_is_that_of_the_consult() {
    let heard = heard("Patient: My knee surgery was in march, and in 2019 I had a hernia repaired.");
    assert_eq!(found(&heard, "Knee surgery in 03/2021.").0, Verdict::Supported);
    assert_ne!(found(&heard, "Knee surgery in 04/2021.").0, Verdict::Supported);
    assert_ne!(found(&heard, "Knee surgery in 03/2011.").0, Verdict::Supported);
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
fn a_frequency_may_be_the_last_that_is_said() {
    let talk = "Doctor: Change the dressing every 6h\nPatient: I do it every day\nDoctor: Do your exercises once a day\n";
    assert_all(talk, &["Exercises once a day."], &["Exercises twice a day."]);
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

#[test]
fn a_dose_at_bedtime_is_one_a_day_and_doses_are_counted() {
    let talk = "Doctor: And the gabapentin?\nPatient: One hundred at bedtime.\n\
                Doctor: Take acyclovir eight hundred milligrams, five doses a day.\n\
                Patient: And two puffs of fluticasone in the morning and two at bedtime.\n";
    assert_all(
        talk,
        &[
            "Gabapentin 100 mg nightly.",
            "Gabapentin 100 mg at bedtime.",
            "Acyclovir 800 mg five times a day.",
            "Fluticasone 2 puffs twice daily.",
        ],
        &[
            "Gabapentin 100 mg twice daily.",
            "Acyclovir 800 mg three times a day.",
            "Acyclovir 800 mg at bedtime.",
            "Fluticasone 2 puffs four times a day.",
        ],
    );
}

#[test]
fn what_was_said_to_the_word_is_not_taken_back_by_another_time_beside_it() {
    let talk = "Doctor: How often are his bowels open?\nPatient: His bowels open about every five days, and it hurts.\n\
                Doctor: Sit him on the toilet after breakfast and dinner, so that his bowels open.\n\
                Doctor: And ibuprofen?\nPatient: 400, up to three times a day.\n\
                Doctor: I'd like you to come back in a month.\n";
    assert_all(
        talk,
        &[
            "Bowels open every five days.",
            "Ibuprofen 400 mg up to three times daily.",
            "Come back in 1 month.",
        ],
        &[
            "Bowels open every two days.",
            "Ibuprofen 200 mg up to three times daily.",
            "Come back in 2 weeks.",
        ],
    );
}

#[test]
fn how_often_one_thing_happens_is_not_said_by_how_often_another_does() {
    let filler = "Doctor: Right.\nPatient: The weather has been awful here.\n".repeat(30);
    let talk = format!("Patient: I get headaches every day.\n{filler}Patient: I go to the gym every week.\n");
    assert_all(&talk, &["Has headaches daily."], &["Has headaches weekly."]);
}
