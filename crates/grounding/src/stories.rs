//! Where the story of a relative goes on in a talk, though nobody names them again.

use clinical::Speaker;

use crate::companions::{is_companion, is_here};
use crate::heard::{Heard, Place};
use crate::persons::{Kin, relative};
use crate::words::Gap;

/// How many words after a relative was named "he" or "she" still is that relative.
const STORY: usize = 45;
/// The same where a relative tells of the patient: "his little sister, she's two".
const AT_ONCE: usize = 10;

/// Where a relative's story goes on: what a patient says of "him" or "her", and is asked of them, is of the relative of that
/// sex who was named last; what a relative who came along says of "I" is of themselves.
pub(crate) fn stories(heard: &Heard) -> Vec<(Place, Kin)> {
    let mut stories = Vec::new();
    let mut last: Option<(Kin, bool)> = None;
    let mut since = 0;
    // A parent's "he" may be the child.
    let of_a_child = heard.is_about_a_child();
    let beside_patient = of_a_child || heard.segments.iter().any(|said| said.speaker == Speaker::Patient);
    for (segment, said) in heard.segments.iter().enumerate() {
        let claim = &said.claim;
        let is_companion = match &said.speaker {
            Speaker::Other(label) => {
                let label = label.as_str().to_lowercase();
                beside_patient && is_companion(&label)
            }
            _ => false,
        };
        let guest = match &said.speaker {
            Speaker::Other(label) => Some(Kin::of(&label.as_str().to_lowercase())),
            _ => None,
        };
        // Who came along speaks of the patient soon after a relative, and so does a clinician who does not ask.
        let reach = match said.speaker {
            Speaker::Patient if of_a_child => AT_ONCE,
            Speaker::Patient => STORY,
            Speaker::Clinician if said.asks && !of_a_child => STORY,
            Speaker::Other(_) => AT_ONCE,
            _ => 0,
        };
        let mut story = None;
        for (at, word) in claim.words.iter().enumerate() {
            since += 1;
            let text = word.text.as_str();
            if Kin::of(text).is_some() {
                // Whose child the patient is tells of the patient.
                let is_patient = |kin: &Kin| of_a_child && *kin == Kin::Child || is_here(heard, *kin);
                let named = claim.persons[at].filter(|kin| !is_patient(kin));
                (last, story, since) = (named.zip(is_she(text)), None, 0);
            } else if is_clinician(text) {
                last = None;
            }
            let own = matches!(text, "i" | "i'm" | "i've" | "i'd" | "you" | "me" | "my" | "your");
            if own || word.gap >= Gap::Stop {
                story = None;
            }
            let named = last.filter(|_| since <= reach);
            let of = match text {
                "he" | "he's" | "he'd" | "he'll" | "his" | "him" => named.filter(|(_, she)| !she),
                "she" | "she's" | "she'd" | "she'll" | "her" => named.filter(|(_, she)| *she),
                _ => None,
            };
            let had = |at: usize| {
                claim.words.get(at).is_some_and(|word| {
                    matches!(
                        word.text.as_str(),
                        "had" | "have" | "got" | "take" | "smoke" | "smoked" | "vape"
                    )
                })
            };
            let is = |at: usize| {
                claim
                    .words
                    .get(at)
                    .is_some_and(|word| matches!(word.text.as_str(), "allergic" | "diabetic" | "asthmatic"))
            };
            // What somebody has who came along, and what they have done, where it is said who they are.
            let of_guest = guest.and_then(|kin| {
                let has = text == "i" && had(at + 1) || text == "i'm" && is(at + 1);
                kin.filter(|_| has || text == "i've").or_else(|| (has && is_companion).then_some(Kin::Family))
            });
            story = of.map(|(kin, _)| kin).or(of_guest).or(story);
            if let Some(kin) = story.filter(|_| claim.persons[at].is_none()) {
                stories.push((Place { segment, at }, kin));
            }
        }
    }
    stories
}

/// Whether a relative is a woman, where the word tells.
fn is_she(word: &str) -> Option<bool> {
    Some(match relative(word) {
        "mother" | "mom" | "mum" | "mommy" | "mama" | "sister" | "grandmother" | "grandma" | "nan"
        | "gran" | "daughter" | "wife" | "girlfriend" | "aunt" | "niece" => true,
        "father" | "dad" | "daddy" | "papa" | "brother" | "grandfather" | "grandpa" | "granddad"
        | "grandad" | "son" | "husband" | "boyfriend" | "uncle" | "nephew" => false,
        _ => return None,
    })
}

/// Who is spoken of as "he" or "she", too, and is no relative.
fn is_clinician(word: &str) -> bool {
    matches!(word, "doctor" | "dr" | "surgeon" | "nurse" | "gp" | "therapist" | "boss" | "friend" | "dentist")
        || word.ends_with("ologist")
}
