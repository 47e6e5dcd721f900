//! Whether something is done, goes on, is over or is still to come.

use clinical::Verdict;

use crate::{assert_all, found, heard, of_talk};

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
fn what_is_taken_is_not_over() {
    let talk =
        "Doctor: What do you do for the pain?\nPatient: I take Tylenol. And for the sugar I'm on insulin.\n";
    assert_all(talk, &["She takes Tylenol.", "He takes insulin."], &["He used to take insulin."]);
}

#[test]
fn what_is_over_is_not_current() {
    let talk = "Doctor: And you're on atorvastatin twenty at night and amlodipine?\n\
                Patient: Yes. Oh, not the atorvastatin, I stopped that in the summer. I take the amlodipine. I take metoprolol, too.\n\
                Doctor: Are you breastfeeding?\n\
                Patient: I was. I stopped in June.\n\
                Doctor: Good. Stop the amlodipine and keep doing the exercises.\n";
    assert_all(
        talk,
        &["She takes amlodipine.", "Atorvastatin was stopped in the summer.", "Continue the exercises."],
        &[
            "She currently takes atorvastatin 20 mg at night.",
            "She is currently breastfeeding.",
            "She used to take metoprolol.",
            "Stop the exercises.",
        ],
    );
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
fn what_is_over_is_not_current_and_what_is_planned_not_done() {
    let talk = "Doctor: Do you smoke?\nPatient: I quit in 2015.\n\
                Doctor: And the naproxen?\nPatient: I finished that a month ago.\n\
                Doctor: I'm going to order an ultrasound of the left heel.\n";
    assert_all(
        talk,
        &["Former smoker, quit in 2015.", "An ultrasound of the left heel was ordered."],
        &["Current smoker.", "Medications: Naproxen.", "An ultrasound of the left heel was performed."],
    );
}

#[test]
fn what_was_only_planned_is_not_done_and_what_goes_on_does_not_stop() {
    let heard = heard(
        "Doctor: Let's order an MRI of the knee.\nDoctor: Your X-ray showed no fracture.\nDoctor: Keep up the stretching.",
    );
    assert_eq!(found(&heard, "We will order an MRI of the knee.").0, Verdict::Supported);
    assert_eq!(found(&heard, "X-ray was reviewed.").0, Verdict::Supported);
    assert_eq!(
        found(&heard, "MRI of the knee was reviewed."),
        (Verdict::Contradicted, "MRI was planned here, not done.".into())
    );
    assert_eq!(
        found(&heard, "Discontinue stretching."),
        (Verdict::Unsupported, "Nobody said that this stops.".into())
    );
}

#[test]
fn what_was_only_thought_of_was_not_done() {
    let talk = "Doctor: I could give you some propranolol, but I'd rather not. If the level is high I'll refer you to the surgeons.\n\
                Patient: And prednisone?\n\
                Doctor: Let's start prednisone 20 mg daily. I'll order a sleep study and an anemia panel.\n";
    assert_all(
        talk,
        &[
            "Prednisone 20 mg daily was started.",
            "A sleep study was ordered.",
            "Consider referral to surgeons if high.",
        ],
        &[
            "Propranolol was prescribed.",
            "The patient was referred to the surgeons.",
            "A sleep study was performed.",
            "We reviewed an anemia panel.",
        ],
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
fn what_nobody_spoke_of_was_not_performed() {
    let talk = "Doctor: There's a tear of the medial meniscus. The lateral meniscus is fine. We'll drain the knee in the office.\n\
                Patient: My stay in the hospital was long.\n";
    assert_all(
        talk,
        &["There is a tear of the medial meniscus.", "The lateral meniscus is fine."],
        &[
            "There is a tear of the lateral meniscus.",
            "The knee was injected in the office.",
            "She underwent cardioversion in the hospital.",
            "She was intubated in the hospital.",
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
fn a_test_is_not_done_because_of_what_came_before_it() {
    let talk = "Doctor: After that fall I'd like to get an x-ray.\n";
    assert_all(
        talk,
        &["An x-ray was ordered after the fall."],
        &["The x-ray performed after the fall was normal."],
    );
}

#[test]
fn a_test_that_was_denied_is_told_as_not_done() {
    let check = of_talk("Patient: I haven't had an MRI.\n", "An MRI was performed.");
    let told: Vec<_> = check.reasons.iter().map(|reason| reason.message.as_str()).collect();
    assert!(told.contains(&"MRI was not done, as it was said here."), "{told:?}");
}

#[test]
fn a_refusal_must_have_been_one() {
    let talk = "Doctor: Would you like the flu shot?\nPatient: Yes, let's do it.\nDoctor: And a biopsy of the mole?\n\
                Patient: I refused the biopsy last year and I'd rather not.\n";
    assert_all(
        talk,
        &["The patient declined a biopsy."],
        &["The patient declined the flu shot.", "The mole was biopsied; a biopsy was performed."],
    );
}

#[test]
fn what_is_announced_and_done_before_the_talk_goes_on_is_done() {
    let talk = "Doctor: I'll do a shave biopsy of the spot on your nose. Little pinch. Done.\nPatient: That was quick.\n\
                Doctor: And I'm going to do the Epley maneuver now, turn your head.\n\
                Patient: Okay.\nDoctor: And I'll order an ultrasound of the thyroid now, and a colonoscopy for next month.\n";
    assert_all(
        talk,
        &["Shave biopsy was performed.", "Epley maneuver was performed.", "Thyroid ultrasound ordered."],
        &["Thyroid ultrasound was performed.", "Colonoscopy was performed."],
    );
}

#[test]
fn what_is_ordered_is_not_done_because_something_else_is() {
    let talk = "Doctor: I'll order an MRI of the knee. Now a little pinch for the injection. All done.\n\
                Patient: Okay. And I don't take metformin.\n";
    assert_all(
        talk,
        &["MRI of the knee ordered."],
        &["MRI of the knee was performed.", "Metformin was discontinued."],
    );
}
