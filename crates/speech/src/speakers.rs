//! Who says what, by rule: words that clinicians or patients tend to say, smoothed over the sequence of turns.
//!
//! The weights are natural log-odds, set by hand after looking at which words part the two roles in recorded consults.
//! Positive speaks for the clinician. Being first helps the clinician, who opens the consult. After a pause a change of
//! speaker is likelier than none; where one passage goes on into the next it is not.

use std::sync::LazyLock;

use clinical::{Span, Speaker};
use regex::Regex;

/// What every turn starts from: patients answer in short turns without any cue.
const PRIOR: f32 = -0.7;
const CLINICIAN_OPENS: f32 = 1.0;
const CHANGE_AFTER_A_PAUSE: f32 = 0.5;
const CHANGE_WITHOUT_A_PAUSE: f32 = -2.0;

/// Each cue counts once in a turn, in lower case.
const PATTERNS: &[(&str, f32)] = &[
    // Asking and addressing.
    (r"\?", 1.8),
    (r"\byour\b", 1.7),
    (r"\byou\b", 1.2),
    (r"\byou('ve|'re|'ll)", 0.6),
    (r"\bany\b", 1.0),
    (r"\b(other|which|can|nurse|today|here)\b", 0.4),
    (r"\b(is|are|for|if|all)\b", 0.3),
    (r"\bhave you\b|\bdo you (have|take|smoke|drink|feel)\b", 0.4),
    (r"\b(what|where) brings\b|\bhow can i help\b|\btell me\b|\bmy name is\b", 2.0),
    (r"\b(sorry to hear|take care|come back)\b|\byou're welcome\b|\bbye\b", 1.0),
    // Leading through the consult.
    (r"\b(ok|alright)\b", 1.2),
    (r"\b(okay|all right|right|great|perfect)\b", 0.5),
    (r"\b(and|so)\b", 0.3),
    (r"\b(we|we'll|let's|let me|need)\b", 0.5),
    (r"\b(i'd like|i want you|i'll (refer|order|prescribe|give)|i think (this|you|we))\b", 1.5),
    (
        r"\b(there is (no|mild|some)|tenderness|swelling of|lungs|x-ray|blood pressure is|heart rate is)\b",
        1.2,
    ),
    (r"\bhey dragon\b|^hi\b|^hey\b", 0.6),
    (r"(\S+\s+){25}", 0.5),
    // Telling of oneself.
    (r"\bmy\b", -1.6),
    (r"\bi('ve| have)\b", -1.2),
    (r"\bi('m| am|'d)?\b", -1.0),
    (r"\b(me|was|i had|got)\b", -0.3),
    (r"\bdo you think\b|\b(can|should|will|could) i\b", -3.5),
    (r"\bdoctor\b", -0.8),
    // Answering.
    (r"\byes\b", -0.9),
    (r"\b(no|yeah)\b", -0.7),
    (r"^(yes|yeah|yep|yup|no|nope|nah|not)\b", -0.4),
    (r"^(uh|um)\b", -0.7),
    (r"\b(thank you|thanks)\b", -1.4),
    (r"\byou know\b|\byou \?", -0.8),
    (r"\b(it|it's|good|nothing|not|really|a (little )?bit|wee|and then|sometimes|maybe|just|doing)\b", -0.4),
];

static CUES: LazyLock<Vec<(Regex, f32)>> = LazyLock::new(|| {
    PATTERNS.iter().filter_map(|&(pattern, weight)| Some((Regex::new(pattern).ok()?, weight))).collect()
});

/// The likelier role for each passage of a consult between one clinician and one patient, in order; only
/// [`Speaker::Clinician`] and [`Speaker::Patient`] are given. Passages without times are turns, each after a pause. A first
/// version: it hears no voices, and some passages will be wrong.
pub fn assign_speakers<'a>(passages: impl IntoIterator<Item = (Option<Span>, &'a str)>) -> Vec<Speaker> {
    let mut end_ms = None;
    let passages = passages.into_iter().map(|(span, text)| {
        let goes_on = span.is_some_and(|span| end_ms == Some(span.start_ms));
        end_ms = span.map(|span| span.end_ms);
        match goes_on {
            true => (CHANGE_WITHOUT_A_PAUSE, cues(text)),
            false => (CHANGE_AFTER_A_PAUSE, cues(text) + PRIOR),
        }
    });
    most_likely_roles(passages)
        .into_iter()
        .map(|clinician| if clinician { Speaker::Clinician } else { Speaker::Patient })
        .collect()
}

/// What the words of a passage add to the log-odds of its being the clinician's.
fn cues(text: &str) -> f32 {
    let text = text.trim().to_lowercase().replace('’', "'").replace(" '", "'").replace(" n't", "n't");
    CUES.iter().filter(|(cue, _)| cue.is_match(&text)).map(|(_, weight)| weight).sum()
}

/// The best path through two states (Viterbi), by how likely a change of speaker is before each passage, and by its own
/// odds: false is the patient, true the clinician.
fn most_likely_roles(passages: impl Iterator<Item = (f32, f32)>) -> Vec<bool> {
    let mut best = [0.0, CLINICIAN_OPENS];
    let mut came_from: Vec<[bool; 2]> = Vec::new();
    for (change, odds) in passages {
        let [patient, clinician] = best;
        let from = [clinician + change > patient, clinician >= patient + change];
        best = [patient.max(clinician + change), clinician.max(patient + change) + odds];
        came_from.push(from);
    }
    let mut clinician = best[1] > best[0];
    let mut roles = Vec::with_capacity(came_from.len());
    for from in came_from.iter().rev() {
        roles.push(clinician);
        clinician = from[usize::from(clinician)];
    }
    roles.reverse();
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cue_is_a_valid_pattern() {
        assert_eq!(CUES.len(), PATTERNS.len());
    }

    #[test]
    fn questions_are_the_clinicians_and_answers_the_patients() {
        use Speaker::{Clinician, Patient};
        let turns = [
            "Good morning, what brings you in today?",
            "My knee has been hurting for two weeks.",
            "Do you have any fever?",
            "No.",
            "Okay, let me examine your knee.",
            "Thank you, doctor.",
        ];
        let roles = assign_speakers(turns.map(|text| (None, text)));
        assert_eq!(roles, [Clinician, Patient, Clinician, Patient, Clinician, Patient]);
    }

    #[test]
    fn a_sentence_that_goes_on_without_a_pause_is_the_same_persons() {
        use Speaker::{Clinician, Patient};
        let at = |start_ms, end_ms| Some(Span { start_ms, end_ms });
        let passages = [
            (at(0, 2_000), "Does it hurt when I press here?"),
            (at(2_600, 4_000), "Yes, it does."),
            (at(4_000, 6_000), "My knee is stiff in the morning."),
            (at(6_700, 8_000), "Yes, but rest it."),
            (at(8_000, 9_000), "Come back and see me if your knee gets worse."),
        ];
        assert_eq!(assign_speakers(passages), [Clinician, Patient, Patient, Clinician, Clinician]);
    }

    #[test]
    fn no_turns_have_no_speakers() {
        assert!(assign_speakers([]).is_empty());
    }
}
