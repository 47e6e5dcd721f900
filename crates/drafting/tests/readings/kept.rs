//! What matters and must not be lost: sides, findings, orders, why the patient came.

use super::{draft, section};

#[test]
fn a_yes_with_more_affirms_and_the_side_that_is_asked_for_next_says_of_what() {
    for (asked, answer) in [
        ("Any weakness?", "Yes, my foot slaps when I walk."),
        ("Have you had any weakness?", "Yeah, I keep dropping things."),
    ] {
        let talk = format!("Doctor: {asked}\nPatient: {answer}\nDoctor: Which side?\nPatient: On the right.");
        let note = draft(&talk);
        assert!(note.contains("Reports weakness."), "{note}");
        assert!(note.contains("Location of weakness: on the right."), "{note}");
    }
}

#[test]
fn a_pulse_is_kept_with_its_rhythm() {
    let note = draft(
        "Doctor: How are you?\nPatient: My heart flutters.\nDoctor: Pulse is irregular at 104. Pressure's 150 over 90.",
    );
    assert!(note.contains("Heart rate 104 beats per minute, irregular."), "{note}");
    assert!(note.contains("Blood pressure 150/90 mmHg."), "{note}");
}

#[test]
fn a_sign_that_has_changed_is_what_it_is_now() {
    for (said, needs, never) in [
        ("Your blood pressure came down from 160 over 95 to 132 over 80.", "132/80", "160"),
        ("Your weight went from 92 kilos to 88 kilos.", "Weight 88 kg", "92"),
        ("Your pulse came down from 104 to about 76.", "Heart rate 76", "104"),
        ("Your blood pressure came back at 140 over 90.", "140/90", "from"),
    ] {
        let note = draft(&format!("Doctor: How are you?\nPatient: My heart flutters.\nDoctor: {said}"));
        let vitals = section(&note, "Vital signs");
        assert!(vitals.contains(needs) && !vitals.contains(never), "{said}\n{note}");
    }
    let note =
        draft("Doctor: How are you?\nPatient: My heart flutters.\nDoctor: Your pulse is down from 104.");
    assert!(!note.contains("Heart rate 104"), "{note}");
}

#[test]
fn orders_are_kept_however_they_are_wished_for() {
    let before = "Doctor: What brings you in?\nPatient: I've had a cough for 2 weeks.\nDoctor: Any fever?\nPatient: No.\n";
    for (said, heading, needs) in [
        ("Increase the losartan to a hundred.", "Medications", "Increase the losartan to 100."),
        ("I'd like a chest X-ray.", "Tests", "chest X-ray"),
        ("We need a full blood count.", "Tests", "full blood count"),
        ("I'll give you doxycycline.", "Medications", "Give doxycycline."),
        ("Start folic acid.", "Medications", "Start folic acid."),
        ("I'd go up on the metoprolol to fifty twice a day.", "Medications", "metoprolol to 50 twice a day"),
        ("At fifty-eight we start with amlodipine.", "Medications", "Start with amlodipine."),
        ("So restart the fluticasone, two puffs twice a day.", "Medications", "Restart the fluticasone"),
    ] {
        let note = draft(&format!("{before}Doctor: {said}"));
        assert!(section(&note, heading).contains(needs), "{said}\n{note}");
    }
}

#[test]
fn findings_that_nobody_frames_are_findings() {
    let before = "Doctor: What's up?\nMother: He's been pulling at his ear since Friday.\nDoctor: Any fever?\nMother: A bit.\n";
    for said in [
        "Left drum red and bulging.",
        "Right eardrum is pink.",
        "Throat's a little red.",
        "Crackles at the right base.",
        "Moderate effusion of the knee.",
    ] {
        let note = draft(&format!("{before}Doctor: {said}"));
        let words = said.trim_end_matches('.').split(' ').next_back().unwrap();
        assert!(section(&note, "Physical examination").contains(words), "{said}\n{note}");
        assert!(!section(&note, "Other problems").contains(words), "{said}\n{note}");
    }
}

#[test]
fn the_complaint_is_what_the_visit_is_opened_with() {
    let after = "\nDoctor: How long?\nPatient: Two weeks.\nDoctor: Any ulcers?\nPatient: I had an ulcer, way back, 1994.";
    for (opened, complaint) in [
        ("Doctor: So, the ringing. Tell me about it.\nPatient: It's a high whistle.", "Ringing."),
        ("Doctor: Hi, I'm Dr. Lund. Sore throat, I hear?\nPatient: Since Saturday.", "Sore throat."),
        ("Doctor: So your periods have gotten heavy?\nPatient: Ridiculous.", "Periods have gotten heavy."),
        ("Doctor: Mr Osei, you're here about the palpitations.\nPatient: Yes.", "Palpitations."),
    ] {
        let note = draft(&format!("{opened}{after}"));
        assert_eq!(section(&note, "Chief complaint"), complaint, "{note}");
    }
}

#[test]
fn who_came_along_is_not_the_patient() {
    let note = draft(
        "Doctor: What's up with Mateo?\nMother: He was up all night pulling at his ear. I gave him Tylenol.\nDoctor: Any \
         allergies?\nMother: No. His dad has asthma, and I get hay fever.\nDoctor: Okay.",
    );
    assert!(note.contains("The caregiver gave him"), "{note}");
    assert!(!note.contains("patient gave") && !note.contains("the patient gets hay fever"), "{note}");
    let note = draft("Doctor: Any allergies?\nPatient: No.\nWife: He's allergic to clarithromycin.");
    assert!(section(&note, "Allergies").contains("larithromycin"), "{note}");
}
