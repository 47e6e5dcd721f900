//! Who came along with a patient.

use clinical::Speaker;

use crate::heard::Heard;
use crate::persons::Kin;
use crate::words::Words;

/// Whether a speaker is called one who came along with a patient, and not who they are.
pub(crate) fn is_companion(label: &str) -> bool {
    let mut words = label.split(|c: char| !c.is_alphanumeric());
    words.any(|word| matches!(word, "guest" | "family" | "companion" | "other"))
}

/// Whether a relative is in the room and speaks, or is spoken of by the parent who does: whose "son" is the patient's brother. A
/// guest whom a patient brings may be anybody close.
pub(crate) fn speaks(heard: &Heard, kin: Kin) -> bool {
    is_here(heard, kin) || matches!(kin, Kin::Mother | Kin::Father) && heard.is_about_a_child()
}

/// The same, whoever the patient is.
pub(crate) fn is_here(heard: &Heard, kin: Kin) -> bool {
    let label = |label: &str| match Kin::of(label) {
        Some(own) => own.may_be(kin),
        None => is_companion(label),
    };
    let here = heard
        .segments
        .iter()
        .any(|said| matches!(&said.speaker, Speaker::Other(own) if label(&own.as_str().to_lowercase())));
    here || came_along(heard, kin)
}

/// Whether it is said that a relative is there: "I'm his mom", "you're mum?", "this is dad", "here with her daughter".
pub(crate) fn came_along(heard: &Heard, kin: Kin) -> bool {
    heard.segments.iter().any(|said| {
        let words = &said.claim.words;
        (0..words.len()).filter(|at| Kin::of(words.text(*at)) == Some(kin)).any(|at| {
            let before = |back: usize| words.text_before(at, back);
            let owned = matches!(before(1), "my" | "his" | "her" | "their" | "the");
            let lead = if owned { before(2) } else { before(1) };
            let is = if owned { before(3) } else { before(2) };
            let introduced = matches!(lead, "i'm" | "you're") && owned
                || matches!((is, lead), ("i" | "this" | "you", "am" | "is" | "are"))
                || said.speaker == Speaker::Clinician && lead == "you're";
            let company = lead == "with"
                && words[at.saturating_sub(COMPANY)..at]
                    .iter()
                    .any(|word| matches!(word.text.as_str(), "here" | "accompanied" | "presents" | "today"));
            introduced || company && said.speaker == Speaker::Clinician && matches!(before(1), "his" | "her")
        })
    })
}

/// How far before "with her daughter" it says that they came.
const COMPANY: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_came_along_is_told_by_whole_words_of_what_a_speaker_is_called() {
        for label in ["guest", "patient_guest", "guest_family", "companion 2", "other"] {
            assert!(is_companion(label), "{label}");
        }
        for label in ["stepmother", "mother", "grandmother", "brother", "another doctor"] {
            assert!(!is_companion(label), "{label}");
        }
    }
}
