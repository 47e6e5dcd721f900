//! What a note leaves out of what was said, and where its statements contradict each other.

#![allow(clippy::unwrap_used)]

use clinical::{Format, SegmentId, Transcript};
use grounding::{Heard, OmissionKind};

fn heard(text: &str) -> Heard {
    Heard::of(&Transcript::parse(text, Format::Text).unwrap())
}

#[test]
fn what_a_note_leaves_out_is_found_where_it_was_said() {
    let heard = heard(
        "Doctor: Any allergies?\nPatient: Penicillin gives me a rash.\nDoctor: Are you taking anything?\nPatient: Metformin. \
         No aspirin.\nPatient: I had some chest pain yesterday.\nDoctor: Any thoughts of hurting yourself?\nPatient: No.\n\
         Doctor: We are waiting for the results of the culture. I'll see you back in two weeks.",
    );
    let kinds =
        |note: &[&str]| heard.omissions(note.iter().copied()).into_iter().map(|o| o.kind).collect::<Vec<_>>();
    use OmissionKind::*;
    assert_eq!(kinds(&["Rash."]), [Drug, Drug, Allergy, RedFlag, Suicidality, PendingResult, FollowUp]);
    let whole = [
        "Allergies: penicillin.",
        "Takes metformin.",
        "Chest pain yesterday.",
        "No suicidal thoughts.",
        "Culture pending.",
        "Follow up in 2 weeks.",
    ];
    assert_eq!(kinds(&whole), []);
    let without = heard.omissions(whole[1..].iter().copied());
    let allergy = without.iter().find(|omission| omission.kind == Allergy).unwrap();
    assert_eq!(allergy.message.as_str(), "An allergy to penicillin was spoken of and is not in the note.");
    assert_eq!(allergy.evidence, [SegmentId(0), SegmentId(1)]);
    // As a list of allergies has it, and as a plan has it.
    let with = |entry: &'static str| kinds(&[&whole[1..], &[entry]].concat()).contains(&Allergy);
    assert!(!with("Penicillin: rash.") && !with("Allergies: Penicillin."));
    assert!(with("Start penicillin 500 mg twice a day.") && with("Penicillin."));
    // Results that are known are none that are awaited.
    let awaited = |text: &'static str| {
        let others: Vec<&str> = whole.iter().copied().filter(|one| !one.contains("pending")).collect();
        !kinds(&[&others[..], &[text]].concat()).contains(&PendingResult)
    };
    assert!(awaited("We will call with the results.") && !awaited("The lab results were normal."));
}

#[test]
fn statements_of_one_note_that_contradict_each_other_are_found() {
    let found = contradictions;
    assert_eq!(
        found(&["Reports nausea.", "Gastrointestinal: Denies nausea."]),
        ["Nausea is reported in one statement and denied in another."]
    );
    assert_eq!(
        found(&["Lisinopril 20 mg daily.", "Takes lisinopril 10 mg."]),
        ["Lisinopril has two doses in the note: 20 mg and 10 mg."]
    );
    assert_eq!(
        found(&["Allergies: allergic to penicillin.", "Start penicillin 500 mg."]),
        ["The note says that the patient is allergic to penicillin, and that it is given."]
    );
    assert!(found(&["Swelling of the left knee.", "No swelling of the right knee."]).is_empty());
    assert!(found(&["Lisinopril 20 mg daily.", "Increase lisinopril to 40 mg."]).is_empty());
}

/// The kinds of what a note leaves out of a talk.
fn kinds(talk: &str, note: &[&str]) -> Vec<OmissionKind> {
    heard(talk).omissions(note.iter().copied()).into_iter().map(|omission| omission.kind).collect()
}

fn messages(talk: &str, note: &[&str]) -> Vec<String> {
    let omissions = heard(talk).omissions(note.iter().copied());
    omissions.into_iter().map(|omission| omission.message.as_str().to_owned()).collect()
}

#[test]
fn a_warning_or_a_denial_in_the_note_does_not_tell_of_a_symptom_that_was_reported() {
    let talk = "Patient: I had some chest pain yesterday.";
    for text in [
        "Return if chest pain recurs.",
        "Return if chest pain gets worse.",
        "Denies chest pain.",
        "Advised to come back immediately with chest pain.",
        "Call 911 for chest pain.",
        "Should chest pain come back, go to the ED.",
        "Safety-netted about chest pain.",
        "Return precautions: chest pain, syncope.",
        "Chest pain: denied.",
        "Father had chest pain.",
        "Seek care if he develops chest pain.",
    ] {
        assert_eq!(kinds(talk, &[text]), [OmissionKind::RedFlag], "{text}");
    }
    for text in [
        "Chest pain yesterday.",
        "Chest pain: yesterday, for ten minutes.",
        "Presents for evaluation of chest pain.",
        "Seen in the ER for chest pain.",
        "The chest pain has resolved.",
        "Possible chest pain yesterday.",
        "Chest pain if walking uphill.",
        "Denies nausea but has had chest pain.",
    ] {
        assert_eq!(kinds(talk, &[text]), [], "{text}");
    }
}

#[test]
fn thoughts_of_suicide_that_were_reported_are_told_and_not_only_warned_of() {
    use OmissionKind::Suicidality;
    let talk = "Doctor: Any thoughts of hurting yourself?\nPatient: Yes, I have thought about it.";
    for text in
        ["Reports thoughts of hurting herself.", "Endorses suicidal ideation.", "Thinks of ending his life."]
    {
        assert_eq!(kinds(talk, &[text]), [], "{text}");
    }
    for text in ["Call 988 if suicidal.", "Denies suicidal ideation.", "Low mood."] {
        assert_eq!(kinds(talk, &[text]), [Suicidality], "{text}");
    }
    let denied = "Doctor: Any thoughts of hurting yourself?\nPatient: No.";
    assert_eq!(kinds(denied, &["Denies suicidal ideation."]), []);
    assert_eq!(kinds(denied, &["Suicidal ideation: none."]), []);
    assert_eq!(kinds(denied, &["Call 988 if suicidal."]), [Suicidality]);
}

#[test]
fn warning_symptoms_are_known_as_people_say_them() {
    for said in [
        "It's the worst headache of my life.",
        "The headache came on suddenly, like being hit with a hammer.",
        "I've gone numb down below.",
        "It feels numb between my legs.",
        "I can't feel it when I wipe.",
        "My back hurts, and since Monday I've been wetting myself.",
        "I can't pass urine since this morning.",
        "I haven't been able to pee all day.",
        "I coughed up some blood.",
        "I've been coughing up blood.",
        "I lost the vision in my left eye.",
        "It was like a curtain coming down over my eye.",
        "I went blind in one eye for ten minutes.",
        "My left arm went weak.",
        "I had weakness down one side.",
        "My face dropped on one side.",
        "My speech was slurred.",
        "My neck is really stiff and I have a fever.",
        "I found a lump in my breast.",
        "Food gets stuck when I swallow.",
        "I vomited blood.",
        "My stools are black.",
        "I soiled myself and didn't feel it.",
        "My tongue swelled up.",
        "The rash doesn't fade when I press a glass on it.",
        "I bleed after sex.",
        "My left calf is swollen.",
        "When I cough there are little flecks of blood.",
        "I can't hold my wee any more and my back is killing me.",
        "I couldn't get my words out.",
        "I had double vision.",
        "My vision went blurry in one eye.",
        "I couldn't get my breath on the stairs.",
        "The baby isn't moving as much.",
        "My throat felt like it was closing up.",
        "I hear voices.",
    ] {
        assert!(
            kinds(&format!("Patient: {said}"), &["Seen today."]).contains(&OmissionKind::RedFlag),
            "{said}"
        );
        for asked in ["Doctor: Any of this?\nPatient: No.", "Doctor: Any headache or numbness?\nPatient: No."]
        {
            assert_eq!(kinds(asked, &["Seen today."]), [], "{asked}");
        }
    }
    for said in [
        "I have a headache.",
        "I cough, and I had a blood test.",
        "My hands go numb at night.",
        "I leak when I sneeze.",
        "I feel weak.",
        "I have a rash.",
        "My ankle is swollen.",
    ] {
        assert_eq!(kinds(&format!("Patient: {said}"), &["Seen today."]), [], "{said}");
    }
    let headache = "Patient: It's the worst headache of my life.";
    assert_eq!(kinds(headache, &["Reports a headache."]), [OmissionKind::RedFlag]);
    assert_eq!(kinds(headache, &["Sudden-onset severe headache."]), []);
    assert_eq!(
        kinds("Doctor: Is it numb between your legs?\nPatient: Yes.", &["Back pain."]),
        [OmissionKind::RedFlag]
    );
    assert_eq!(kinds("Doctor: Is it numb between your legs?\nPatient: No.", &["Back pain."]), []);
}

#[test]
fn results_that_are_awaited_and_when_to_come_back_are_known_as_people_say_them() {
    for said in [
        "I'll call you with the biopsy results.",
        "We'll let you know when the results are in.",
        "The MRI hasn't come back.",
        "The MRI has not come back yet.",
        "We can decide when the results come back.",
        "Once I get your labs back, I'll ring you.",
        "We're still waiting on the culture.",
        "I think that you should rest it for a few days and take it easy, and we are waiting, as I said, for the culture.",
        "The pathology is still pending.",
        "We should have the pathology back in a week.",
        "We haven't got the report yet.",
        "The blood results aren't back yet.",
        "I'll send you a message once your labs are in.",
    ] {
        assert_eq!(
            kinds(&format!("Doctor: {said}"), &["Seen today."]),
            [OmissionKind::PendingResult],
            "{said}"
        );
        assert_eq!(kinds(&format!("Doctor: {said}"), &["Results pending."]), [], "{said}");
    }
    for said in [
        "Your MRI came back normal.",
        "I called you with the results.",
        "Come back with your wife.",
        "Do you know the results?",
    ] {
        assert_eq!(kinds(&format!("Doctor: {said}"), &["Seen today."]), [], "{said}");
    }
    for said in [
        "See me Thursday.",
        "Come back in two weeks.",
        "Come back and see me next week.",
        "I'd like you to book in with the nurse.",
        "Make an appointment with the nurse for your bloods.",
        "We'll review in a month.",
        "I'll see you Thursday.",
        "Pop back in a fortnight.",
        "I want you to see the nurse for a blood pressure check.",
        "Schedule a follow-up in six weeks.",
    ] {
        assert_eq!(kinds(&format!("Doctor: {said}"), &["Seen today."]), [OmissionKind::FollowUp], "{said}");
    }
    for said in ["He came back two weeks ago.", "The pain comes back every week.", "The nurse was nice."] {
        assert_eq!(kinds(&format!("Patient: {said}"), &["Seen today."]), [], "{said}");
    }
    assert_eq!(kinds("Doctor: See me Thursday.", &["Follow up on Thursday."]), []);
    assert_eq!(kinds("Doctor: Book in with the nurse.", &["Appointment with nurse."]), []);
}

#[test]
fn each_allergy_is_known_whatever_it_is_of() {
    let missing = |names: &[&str]| -> Vec<String> {
        names
            .iter()
            .map(|name| format!("An allergy to {name} was spoken of and is not in the note."))
            .collect()
    };
    let asked = |answer: &str| format!("Doctor: Any allergies?\nPatient: {answer}");
    let note = ["Seen today."];
    for (answer, names) in [
        ("Latex and peanuts.", &["latex", "peanuts"][..]),
        ("Just shellfish.", &["shellfish"]),
        ("No, only bee stings.", &["insect stings"]),
        ("Yes, penicillin, and I'm allergic to eggs.", &["penicillin", "eggs"]),
        ("I can't take codeine.", &["codeine"]),
        ("No, apart from the dye they use for scans.", &["contrast"]),
        ("No. Oh, well, bee stings.", &["insect stings"]),
        ("Peanuts, I carry an EpiPen.", &["peanuts"]),
        ("Ibuprofen is fine, but aspirin brings me out in hives.", &["aspirin"]),
        ("I swell up if I eat prawns.", &["shellfish"]),
    ] {
        let mut found = messages(&asked(answer), &note);
        found.retain(|message| message.starts_with("An allergy"));
        assert_eq!(found, missing(names), "{answer}");
    }
    for (said, name) in [
        ("Penicillin gives me hives.", "penicillin"),
        ("I came out in a rash with the tape.", "adhesive"),
        ("Latex brings me out in a rash.", "latex"),
        ("I had a reaction to the contrast.", "contrast"),
        ("I'm allergic to peanuts.", "peanuts"),
        ("I have a latex allergy.", "latex"),
        ("I'm allergic to pineapples.", "pineapple"),
        ("I'm allergic to hair dye.", "hair dye"),
    ] {
        let found = messages(&format!("Patient: {said}"), &["Penicillin was spoken of."]);
        assert_eq!(found, missing(&[name]), "{said}");
    }
    // What a question lists is not stated.
    let listed = "Doctor: Any allergies to medication, food, latex?\nPatient: Yes, penicillin.";
    assert_eq!(messages(listed, &["Penicillin: hives."]), missing(&[]));
    let recounted = "Doctor: So you're allergic to eggs and latex?\nPatient: That's right.";
    assert_eq!(messages(recounted, &note), missing(&["eggs", "latex"]));
    // A drug that is listed silences nothing else.
    let talk = asked("Penicillin and latex.");
    assert_eq!(messages(&talk, &["Allergies: penicillin."]), missing(&["latex"]));
    assert_eq!(messages(&talk, &["Penicillin: hives.", "Latex: rash."]), missing(&[]));
    assert_eq!(messages(&talk, &["Allergic to latex, penicillin."]), missing(&[]));
    for said in [
        "I take cetirizine for my allergies.",
        "I had eggs for breakfast.",
        "My mother is allergic to peanuts.",
        "The prednisone made my rash better.",
        "My hand got swollen after the dog bit me.",
        "I got a blister from the hot coffee.",
    ] {
        let mut found = messages(&format!("Patient: {said}"), &note);
        found.retain(|message| message.starts_with("An allergy"));
        assert_eq!(found, missing(&[]), "{said}");
    }
    // What is in all talk is no allergy because it is named after a question about allergies; where it is said it is.
    let juice = asked("Penicillin, my mom used to give it to me in orange juice. And I have a metal plate.");
    assert_eq!(messages(&juice, &["Penicillin: hives."]), missing(&[]));
    assert_eq!(messages("Patient: I'm allergic to oranges.", &note), missing(&["oranges"]));
    let none = "Doctor: Are you allergic to latex or any foods?\nPatient: No.";
    assert_eq!(messages(none, &note), ["Allergies were spoken of and are not in the note."]);
    assert_eq!(messages(none, &["No known allergies."]), missing(&[]));
}

fn contradictions(note: &[&str]) -> Vec<String> {
    let found = grounding::conflicts(note.iter().copied());
    found.into_iter().map(|conflict| conflict.message.as_str().to_owned()).collect()
}

#[test]
fn what_a_patient_is_allergic_to_is_not_given() {
    let allergic =
        |to: &str| format!("The note says that the patient is allergic to {to}, and that it is given.");
    let related = |to: &str, drug: &str| {
        format!(
            "The note says that the patient is allergic to {to}, and that {drug} is given, which is of that class."
        )
    };
    for (note, message) in [
        (["Penicillin: hives.", "Start penicillin 500 mg 4 times a day."], allergic("penicillin")),
        (["Allergies: Penicillin: hives.", "Start penicillin 500 mg 4 times a day."], allergic("penicillin")),
        (["Allergic to aspirin.", "Aspirin 81 mg daily."], allergic("aspirin")),
        (["Allergic to aspirin.", "Medications: Aspirin."], allergic("aspirin")),
        (["Allergic to aspirin.", "He is on aspirin."], allergic("aspirin")),
        (["Allergic to latex, codeine and aspirin.", "Aspirin 81 mg daily."], allergic("aspirin")),
        (["Penicillin allergy.", "Start amoxicillin 500 mg."], related("penicillin", "amoxicillin")),
        (["Aspirin and codeine allergy.", "Aspirin 81 mg daily."], allergic("aspirin")),
        (["Allergies: amoxicillin.", "Prescribed Augmentin."], allergic("amoxicillin")),
        (["Allergies: sulfa.", "Start Bactrim DS."], related("sulfa", "sulfamethoxazole/trimethoprim")),
        (["Allergic to NSAIDs.", "Ibuprofen 400 mg as needed."], related("anti-inflammatory", "ibuprofen")),
    ] {
        assert_eq!(contradictions(&note), [message], "{note:?}");
    }
    for note in [
        ["Penicillin: hives.", "Avoid penicillin."],
        ["Allergic to penicillin.", "Start azithromycin 500 mg."],
        ["No penicillin allergy.", "Start amoxicillin 500 mg."],
        ["Takes cetirizine for allergies.", "Continue cetirizine 10 mg."],
        ["Takes metformin and has a penicillin allergy.", "Continue metformin 500 mg."],
        ["Allergic to aspirin.", "Aspirin was discontinued."],
        ["Allergic to aspirin.", "Stop aspirin 81 mg."],
        ["Allergic to penicillin.", "Had a rash on penicillin 500 mg."],
        ["Allergic to aspirin.", "Acetaminophen 500 mg as needed."],
        ["Rash after sun.", "Start penicillin 500 mg."],
    ] {
        assert!(contradictions(&note).is_empty(), "{note:?}");
    }
}

#[test]
fn two_doses_contradict_each_other_unless_one_is_a_change() {
    let doses = ["Lisinopril has two doses in the note: 10 mg and 20 mg."];
    for text in ["Continue lisinopril 20 mg.", "Currently on lisinopril 20 mg.", "Lisinopril 20 mg today."] {
        assert_eq!(contradictions(&["Lisinopril 10 mg daily.", text]), doses, "{text}");
    }
    for text in [
        "Increase lisinopril to 20 mg.",
        "Lisinopril dose raised to 20 mg.",
        "Lisinopril up to 20 mg.",
        "Previously on lisinopril 20 mg.",
        "Change lisinopril to 20 mg.",
        "Metoprolol 20 mg.",
    ] {
        assert!(contradictions(&["Lisinopril 10 mg daily.", text]).is_empty(), "{text}");
    }
    assert!(contradictions(&["Metformin 500 mg every morning.", "Metformin 1000 mg at night."]).is_empty());
}

#[test]
fn a_side_that_stands_alone_against_the_other_is_told() {
    let knee = ["One statement has the left knee, another the right: is one of them wrong?"];
    assert_eq!(contradictions(&["Left knee osteoarthritis.", "X-ray of the right knee."]), knee);
    assert_eq!(contradictions(&["Pain in the left knee.", "Left knee swelling.", "Right knee pain."]), knee);
    for note in [
        &["Left knee osteoarthritis.", "X-ray of the left knee."][..],
        &["Left knee osteoarthritis.", "Right hip X-ray."],
        &["Left knee osteoarthritis.", "Right knee pain.", "X-ray of the right knee."],
        &["Left knee pain.", "Right knee swelling."],
        &["Left knee pain.", "Right knee pain."],
        &["Left knee pain.", "No swelling of the right knee."],
        &["Left knee pain.", "X-ray of the right knee 2 years ago."],
        &["Left knee pain.", "X-ray of both knees."],
    ] {
        assert!(contradictions(note).is_empty(), "{note:?}");
    }
}

#[test]
fn what_the_patients_record_has_as_an_allergy_is_not_given_and_not_denied() {
    let found = |note: &[&str], record: &[&str]| {
        let found = grounding::against_record(note.iter().copied(), record.iter().copied());
        found.into_iter().map(|(at, message)| (at, message.into_string())).collect::<Vec<_>>()
    };
    let penicillin = ["Penicillin (rash)", "Latex"];
    assert_eq!(
        found(&["Cough.", "Start penicillin V 500 mg daily."], &penicillin),
        [(1, "The patient's record has an allergy to penicillin, and the note gives it.".to_owned())]
    );
    for note in [
        "Start azithromycin 500 mg.",
        "Avoid penicillin.",
        "Allergic to penicillin.",
        "Allergies: Penicillin: rash.",
        "Not allergic to nuts.",
    ] {
        assert_eq!(found(&[note], &penicillin), [], "{note}");
    }
    for note in
        ["Allergies: No known drug allergies.", "No known allergies.", "Allergies: None.", "Allergies: NKDA."]
    {
        let denied = found(&[note], &penicillin[..1]);
        assert_eq!(denied.len(), 1, "{note}");
        assert!(denied[0].1.starts_with("The note says that there is no allergy"));
    }
    for record in ["No known allergies", "NKDA", "None", ""] {
        assert_eq!(found(&["No known drug allergies.", "Start penicillin V 500 mg daily."], &[record]), []);
    }
}

#[test]
fn an_allergy_of_the_record_is_held_against_the_note_however_it_is_written() {
    let found = |note: &str, record: &str| !grounding::against_record([note], [record]).is_empty();
    for record in [
        "Penicillin (mild allergic reaction)",
        "Penicillin (childhood allergy)",
        "Penicillins",
        "codeine (nausea), penicillin (allergic reaction)",
    ] {
        assert!(found("Start amoxicillin 500 mg.", record), "{record}");
    }
    for note in [
        "Start amoxicillin 875 mg for dental abscess with swollen jaw.",
        "Prescribed amoxicillin 500 mg, off work until Monday.",
        "Start amoxicillin 500 mg; advised to quit smoking.",
    ] {
        assert!(found(note, "Penicillin (rash)"), "{note}");
    }
    for note in ["Stay away from ibuprofen.", "Use acetaminophen rather than ibuprofen.", "Avoid ibuprofen."]
    {
        assert!(!found(note, "Ibuprofen"), "{note}");
    }
    assert!(found("No known allergies.", "Peanuts (anaphylaxis)"));
    for note in
        ["No known food allergies.", "No latex allergy.", "No signs of an allergic reaction.", "NKDA."]
    {
        assert!(!found(note, "Peanuts (anaphylaxis)"), "{note}");
    }
}

#[test]
fn a_test_that_was_ordered_must_be_in_the_note_as_one_of_its_kind_or_by_its_name() {
    let ordered = |said: &str, note: &[&str]| {
        let heard = heard(&format!("Doctor: {said}\nPatient: Okay."));
        let found = heard.omissions(note.iter().copied()).into_iter();
        let awaited = found.filter(|one| one.kind == OmissionKind::PendingResult);
        awaited.map(|one| one.message.into_string()).collect::<Vec<_>>()
    };
    for said in [
        "I'm going to order an MRI of your knee.",
        "I want to go ahead and get an MRI, okay?",
        "We should get you scheduled for an MRI.",
        "Let's get an MRI of that.",
        "Let's get an MRI before you leave.",
        "I'm going to get an MRI to see if it's torn.",
    ] {
        assert_eq!(ordered(said, &["Knee pain."]), ["MRI was ordered and is not in the note."], "{said}");
        assert!(ordered(said, &["MRI ordered."]).is_empty(), "{said}");
    }
    for said in [
        "If it gets worse we could get an MRI.",
        "Did they order an MRI?",
        "Before that they had ordered an MRI.",
        "We don't need to order an MRI.",
        "I looked at your MRI.",
        "Let's take a look at your MRI.",
        "I'll get back to you about the MRI.",
        "Rather than order an MRI, let's try physiotherapy.",
        "We can always order an MRI down the road.",
        "I'll get an MRI if it's not better in two weeks.",
    ] {
        assert!(ordered(said, &["Knee pain."]).is_empty(), "{said}");
    }
    let lipids = "I'll order a lipid panel.";
    assert!(ordered(lipids, &["Labs ordered."]).is_empty());
    assert_eq!(ordered(lipids, &["Labs were normal."]).len(), 1);
}

#[test]
fn seasonal_allergies_that_somebody_has_are_missed_unless_the_note_has_them_or_their_treatment() {
    let talk = "Doctor: Do you have seasonal allergies?\nPatient: Yes, every spring.";
    assert_eq!(kinds(talk, &["Cough."]), [OmissionKind::Allergy]);
    assert_eq!(kinds(talk, &["NKDA."]), [OmissionKind::Allergy]);
    for text in [
        "Seasonal allergies.",
        "Allergic rhinitis.",
        "Hay fever.",
        "Takes cetirizine daily.",
        "Pollen allergy.",
    ] {
        assert_eq!(kinds(talk, &[text]), [], "{text}");
    }
    for talk in [
        "Doctor: Do you have seasonal allergies?\nPatient: No.",
        "Patient: My sister has hay fever.",
        "Doctor: It might be hay fever.",
    ] {
        assert_eq!(kinds(talk, &["Cough."]), [], "{talk}");
    }
}
