//! What the first note of a process would otherwise wait for: some hundred patterns and lists, each made when it is first used.

use clinical::{Speaker, Transcript};
use drafting::Template;
use grounding::Heard;

/// Makes ready what drafting and checking a note need, on the calling thread; it takes about a tenth of a second. An application
/// calls it when it starts, off the thread that draws.
pub fn warm_up() {
    drafting::warm_up();
    let mut transcript = Transcript::default();
    for (speaker, said) in SAID {
        transcript.push(speaker, said, None);
    }
    // Every template is drafted and checked by the same rules.
    if let Some(template) = Template::built_in("soap") {
        let mut note = drafting::extract(&template, &transcript);
        let heard = Heard::of(&transcript);
        grounding::check(&mut note, &heard);
        let texts: Vec<&str> = note.statements().map(|one| one.text.as_str()).collect();
        heard.omissions(texts.iter().copied());
        grounding::conflicts(texts.iter().copied());
        grounding::against_record(texts, ["Penicillin (rash)"]);
    }
}

/// A talk whose note has something for every rule of the check.
const SAID: [(Speaker, &str); 8] = [
    (Speaker::Clinician, "What brings you in today? Any fever or chest pain?"),
    (Speaker::Patient, "My left knee has been hurting for 2 weeks. No fever. I don't smoke."),
    (Speaker::Clinician, "Are you allergic to anything? What do you take?"),
    (
        Speaker::Patient,
        "Penicillin gives me a rash. I take lisinopril 10 mg once a day. My mother had a stroke at 70.",
    ),
    (
        Speaker::Clinician,
        "Your blood pressure is 128/82. Lungs are clear. The left knee is a little swollen.",
    ),
    (Speaker::Clinician, "The x-ray shows no fracture, and your hemoglobin a1c is 6.9."),
    (
        Speaker::Clinician,
        "I think this is a sprain. Start ibuprofen 400 mg 3 times a day for 7 days, and stop the naproxen.",
    ),
    (Speaker::Clinician, "I'll refer you to physical therapy. If it gets worse, call. Come back in 3 weeks."),
];
