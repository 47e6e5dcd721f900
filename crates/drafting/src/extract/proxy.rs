//! Those who speak for a patient: a child's mother, a man's daughter. "He" is the patient then, and "I" is not.

use clinical::{SegmentId, Speaker, Transcript};

use super::address::{parted, written_out};
use super::lexicon::patterns;
use super::sentences::Sentence;
use super::speakers::By;
use super::verbs::{ADVERBS, plural, third};

patterns! {
    ASKS_OF_ANOTHER = r"\b(?:is|are|has|have|does|did|was|can|will|would|when|what|where|why|any(?:thing)?)(?:'s)? (?:\w+ )?(?:he|she)\b|\bhow(?:'s| is| has| does| did)? (?:he|she)\b|\bhow(?:'s| is| are) (?:his|her)\b|\b(?:he|she) (?:has|had|is|was|does)n't\b";
    /// How a transcript names those who come with a patient.
    COMES_WITH = r"^(?:mother|mom|mum|mam|father|dad|parents?|care ?giver|carer|guardian|family(?: member)?|wife|husband|spouse|partner|son|daughter|brother|sister|aunt|uncle|niece|nephew|gran\w*|nan|friend|neighbou?r|girlfriend|boyfriend)\b";
    ASKS_OF_PATIENT = r"\b(?:do|did|are|were|have|had) you\b";
}

/// Questions about another that show for whom the consult is.
const LEAST: usize = 3;

/// Whether someone speaks for the patient.
pub(super) fn speaks_for_patient(sentences: &[Sentence]) -> bool {
    let asked = |pattern: &regex::Regex| {
        sentences.iter().filter(|one| one.by == By::Clinician && pattern.is_match(&one.text)).count()
    };
    if sentences.iter().any(|one| one.for_patient) {
        return false;
    }
    let (of_another, of_patient) = (asked(&ASKS_OF_ANOTHER), asked(&ASKS_OF_PATIENT));
    of_another >= LEAST && of_another * 2 > of_patient
}

/// Whether the transcript names the speaker of a segment as somebody who came with the patient.
pub(super) fn is_named(transcript: &Transcript, segment: SegmentId) -> bool {
    let speaker = transcript.get(segment).map(|one| &one.speaker);
    matches!(speaker, Some(Speaker::Other(label)) if COMES_WITH.is_match(label))
}

/// Names the one who speaks for the patient: where the transcript names somebody, in what they say, and otherwise in all that was
/// said on the patient's side.
pub(super) fn name_speaker(sentences: &mut [Sentence]) {
    let named = sentences.iter().any(|one| one.for_patient);
    for sentence in sentences.iter_mut().filter(|one| one.by == By::Patient && (one.for_patient || !named)) {
        sentence.text = of_caregiver(&sentence.text);
    }
}

/// "I gave him my inhaler" is "the caregiver gave him their inhaler".
fn of_caregiver(sentence: &str) -> String {
    let sentence = written_out(sentence);
    let words: Vec<&str> = sentence.split(' ').collect();
    let mut named = false;
    let mut out: Vec<String> = Vec::with_capacity(words.len() + 4);
    // Whether the verb that follows has the third person's form.
    let mut singular = false;
    let mut after_they = false;
    for word in words {
        let (plain, tail) = parted(word);
        let said = match plain.as_str() {
            "i" | "we" => {
                (singular, after_they) = (!named, named);
                if named { "they".to_owned() } else { "the caregiver".to_owned() }
            }
            "my" | "our" => {
                if named {
                    "their".to_owned()
                } else {
                    "the caregiver's".to_owned()
                }
            }
            "me" | "us" => {
                if named {
                    "them".to_owned()
                } else {
                    "the caregiver".to_owned()
                }
            }
            "myself" | "ourselves" => "themselves".to_owned(),
            _ => {
                let form = if singular { third(&plain) } else { plural(&plain).filter(|_| after_they) };
                after_they &= ADVERBS.contains(&plain.as_str());
                singular &= ADVERBS.contains(&plain.as_str());
                out.push(form.map_or_else(|| word.to_owned(), |form| form + &tail));
                continue;
            }
        };
        named = true;
        out.push(said + &tail);
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_who_tells_is_not_the_patient() {
        for (said, written) in [
            ("I gave him my inhaler", "the caregiver gave him their inhaler"),
            ("my mom has gout", "the caregiver's mom has gout"),
            (
                "I just think she's tired, and I'm worried",
                "the caregiver just thinks she is tired, and they am worried",
            ),
        ] {
            assert_eq!(of_caregiver(said), written.replace("they am", "they are"), "{said}");
        }
    }
}
