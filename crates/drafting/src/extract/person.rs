//! "I have had pain in my left knee" becomes "The patient has had pain in the left knee": the patient's words in the
//! third person. Only pronouns and the forms of their verbs change.

use clinical::SectionCode;

use super::Candidate;
use super::address::{parted, written_out};
use super::lexicon::{BODY, SYMPTOM, patterns};
use super::sentences::Sentence;
use super::verbs::{ADVERBS, NOT_VERBS, plural, third};
use super::words::bare;

/// How the patient is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pronouns {
    He,
    She,
    They,
}

patterns! {
    MAN = r"\b(?:\d+[ -]year[ -]old (?:\w+ ){0,2}(?:male|man|gentleman|boy)|mr\.?|your prostate|testic\w+)\b";
    OF_HIM = r"\b(?:he|he's|him|his)\b";
    OF_HER = r"\b(?:she|she's|her|hers)\b";
    WOMAN = r"\b(?:\d+[ -]year[ -]old (?:\w+ ){0,2}(?:female|woman|lady|girl)|mrs\.?|ms\.?|miss [a-z]+|are you pregnant|your (?:last )?(?:period|menstrual)\w*|pap smear|my periods?)\b";
    /// "I'd been" and "I'd better" are not "would".
    HAD_BETTER = r"\b(?:i|we)'d better\b";
    OF_BEFORE = r"\b(?:ago|yesterday|last (?:night|week|month|year|\w+day)|this morning|in (?:19|20)\d\d|in (?:january|february|march|april|may|june|july|august|september|october|november|december)|when i was)\b";
    NEGATED_FIRST = r"^(?:i(?:'ve| have)? (?:haven't|have not|don't|do not|didn't|did not) (?:had|have|noticed|notice|got|get|experienced) (?:any )?|no )";
}

/// Verbs whose past is like their present: "I put weight on it this morning".
const PAST_ALIKE: [&str; 10] = ["put", "hurt", "cut", "hit", "let", "set", "quit", "split", "shut", "read"];

impl Pronouns {
    /// As the transcript itself says, where it does so without contradiction.
    pub(super) fn of(cleaned: &[Vec<String>]) -> Self {
        let (mut man, mut woman) = (false, false);
        for words in cleaned {
            let text = words.join(" ");
            man |= MAN.is_match(&text);
            woman |= WOMAN.is_match(&text);
        }
        match (man, woman) {
            (true, false) => Self::He,
            (false, true) => Self::She,
            _ => Self::They,
        }
    }

    /// As those speak of the patient who came along: "he's been bad since Wednesday".
    pub(super) fn or_as_spoken_of(self, sentences: &[Sentence]) -> Self {
        let spoken = |pattern: &regex::Regex| {
            let of_patient = sentences.iter().filter(|one| one.for_patient);
            of_patient.map(|one| pattern.find_iter(&one.text).count()).sum::<usize>()
        };
        match (self, spoken(&OF_HIM), spoken(&OF_HER)) {
            (Self::They, him, her) if him > 2 * her => Self::He,
            (Self::They, him, her) if her > 2 * him => Self::She,
            _ => self,
        }
    }

    pub(super) fn subject(self) -> &'static str {
        match self {
            Self::He => "he",
            Self::She => "she",
            Self::They => "they",
        }
    }

    pub(super) fn object(self) -> &'static str {
        match self {
            Self::He => "him",
            Self::She => "her",
            Self::They => "them",
        }
    }

    pub(super) fn possessive(self) -> &'static str {
        match self {
            Self::He => "his",
            Self::She => "her",
            Self::They => "their",
        }
    }

    pub(super) fn reflexive(self) -> &'static str {
        match self {
            Self::He => "himself",
            Self::She => "herself",
            Self::They => "themselves",
        }
    }
}

/// The sentence in the third person, with "the patient" as its first subject; none where it speaks to somebody ("you") or
/// cannot be turned.
pub(super) fn third_person(sentence: &str, pronouns: Pronouns) -> Option<String> {
    if HAD_BETTER.is_match(sentence) {
        return None;
    }
    let sentence = written_out(sentence);
    let words: Vec<&str> = sentence.split(' ').collect();
    let mut turned: Vec<String> = Vec::new();
    let (mut named, mut owned) = (false, false);
    // Whether the verb of the last subject is in the third person singular.
    let mut third_subject = false;
    let mut at = 0;
    while at < words.len() {
        let (plain, tail) = parted(words[at]);
        match plain.as_str() {
            "you" | "your" | "you're" | "yours" | "mine" | "yourself" | "us" | "our" | "ours" | "you've"
            | "you'll" => return None,
            "i" | "we" => {
                let again =
                    turned.last().is_some_and(|last| matches!(last.as_str(), "and" | "but" | "or")) && named;
                let subject_is_patient = !named && plain == "i";
                if !again {
                    turned.push(
                        if subject_is_patient { "the patient".into() } else { pronouns.subject().to_owned() }
                            + &tail,
                    );
                }
                if !again {
                    third_subject = subject_is_patient || pronouns != Pronouns::They;
                }
                named = true;
                // The verb, behind up to two adverbs.
                let mut verb = at + 1;
                while verb < words.len() && verb <= at + 2 && ADVERBS.contains(&bare(words[verb]).as_str()) {
                    verb += 1;
                }
                for word in words.iter().take(verb).skip(at + 1) {
                    turned.push((*word).to_owned());
                }
                if let Some(word) = words.get(verb) {
                    let (plain, tail) = parted(word);
                    if NOT_VERBS.contains(&plain.as_str()) {
                        return None;
                    }
                    let past = PAST_ALIKE.contains(&plain.as_str()) && OF_BEFORE.is_match(&sentence);
                    let form = match third_subject {
                        _ if past => None,
                        true => third(&plain),
                        false => plural(&plain),
                    };
                    turned.push(form.map_or_else(|| (*word).to_owned(), |form| form + &tail));
                }
                at = verb + 1;
                continue;
            }
            "my" => {
                let rest = words[at + 1..words.len().min(at + 4)].join(" ");
                let of_body = BODY.find(&rest).is_some_and(|m| m.start() < 24)
                    || SYMPTOM.find(&rest).is_some_and(|m| m.start() < 18);
                let unknown = pronouns == Pronouns::They;
                turned.push(match (of_body && unknown, unknown && !named) {
                    (true, _) => "the".into(),
                    (_, true) if !owned => {
                        owned = true;
                        "the patient's".into()
                    }
                    _ => pronouns.possessive().into(),
                });
            }
            "me" => turned.push(pronouns.object().to_owned() + &tail),
            "myself" => turned.push(pronouns.reflexive().to_owned() + &tail),
            _ => turned.push(words[at].to_owned()),
        }
        at += 1;
    }
    Some(turned.join(" "))
}

/// In the story, where one sentence after another begins with "The patient", "he" or "she" after the first, as one writes.
pub(super) fn vary(statements: &mut [Candidate], pronouns: Pronouns) {
    if pronouns == Pronouns::They {
        return;
    }
    let mut named = false;
    for one in statements.iter_mut().filter(|one| one.section == SectionCode::HistoryOfPresentIllness) {
        match one.text.strip_prefix("The patient ") {
            Some(rest) if named => one.text = sentence_case(&format!("{} {rest}", pronouns.subject())),
            begins => named = begins.is_some(),
        }
    }
}

/// Without its subject where that is the patient: "The patient has high cholesterol" is "High cholesterol" in a list.
pub(super) fn telegraphic(sentence: &str) -> String {
    let rest = sentence.strip_prefix("the patient ").unwrap_or(sentence);
    let rest = rest.strip_prefix("is ").or_else(|| rest.strip_prefix("has ")).unwrap_or(rest);
    let rest = rest.strip_prefix("just ").unwrap_or(rest);
    let rest = rest.strip_prefix("was having ").or_else(|| rest.strip_prefix("having ")).unwrap_or(rest);
    let rest = rest.strip_prefix("had some ").or_else(|| rest.strip_prefix("some ")).unwrap_or(rest);
    let rest = rest.strip_prefix("been ").unwrap_or(rest);
    let rest = rest.strip_prefix("did have ").unwrap_or(rest);
    let rest = rest.strip_prefix("had a ").or_else(|| rest.strip_prefix("got ")).unwrap_or(rest);
    let rest = rest.strip_prefix("this ").unwrap_or(rest);
    let rest = rest.strip_prefix("a ").or_else(|| rest.strip_prefix("the ")).unwrap_or(rest);
    // "The patient's sister" stays whole.
    if rest.starts_with("patient's ") { format!("the {rest}") } else { rest.to_owned() }
}

/// Whether the patient denies: "I haven't had any fever"; then what is denied begins at the given byte.
pub(super) fn denial_at(sentence: &str) -> Option<usize> {
    NEGATED_FIRST.find(sentence).map(|found| found.end())
}

/// With a capital at its start, a full stop at its end, and "I" and names of months and days as they are written.
pub(crate) fn sentence_case(text: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        words.push(match bare(word).as_str() {
            "i" => word.replace('i', "I"),
            // "dr. henry" is a person.
            "dr" | "mr" | "mrs" | "ms" | "dr." => capital(word),
            _ if words.last().is_some_and(|last| matches!(last.as_str(), "Dr." | "Mr." | "Mrs." | "Ms.")) => {
                capital(word)
            }
            plain if PROPER.contains(&plain) => capital(word),
            plain if INITIALS.contains(&plain) => word.to_uppercase(),
            _ => word.to_owned(),
        });
    }
    let text = words.join(" ");
    let text = text.trim_matches([',', '.', ' ', ';', ':', '-']);
    if text.is_empty() {
        return String::new();
    }
    let end = if text.ends_with(['?', '!', '.']) { "" } else { "." };
    format!("{}{end}", capital(text))
}

const PROPER: &[&str] = &[
    "january",
    "february",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "christmas",
    "thanksgiving",
    "achilles",
    "crohn's",
    "parkinson's",
    "lyme",
    "english",
    "american",
    "doppler",
];
const INITIALS: &[&str] = &[
    "mri", "ct", "ekg", "ecg", "egd", "cbc", "tsh", "copd", "gerd", "uti", "hiv", "a1c", "gi", "er", "pcp",
    "emg", "pft", "pfts", "ent", "gfr", "iv", "cpap", "acl", "mcl", "ibs", "ptsd", "adhd", "nsaid", "uv",
    "gp", "ed", "tb", "ra", "tlc",
];

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn he(sentence: &str) -> Option<String> {
        third_person(sentence, Pronouns::He)
    }

    #[test]
    fn the_first_person_becomes_the_third() {
        for (said, written) in [
            (
                "I have had pain in my left knee for 2 weeks",
                "the patient has had pain in his left knee for 2 weeks",
            ),
            ("I just feel tired when I walk", "the patient just feels tired when he walks"),
            ("my wife says I don't sleep", "his wife says the patient does not sleep"),
            (
                "I'm short of breath and I've lost weight",
                "the patient is short of breath and has lost weight",
            ),
        ] {
            assert_eq!(he(said).as_deref(), Some(written));
        }
        assert_eq!(
            third_person("it hurts when I'm sitting, but I can walk", Pronouns::They).as_deref(),
            Some("it hurts when the patient is sitting, but can walk")
        );
    }

    #[test]
    fn what_is_said_to_somebody_is_not_turned() {
        assert_eq!(he("I told you that it hurts"), None);
    }

    #[test]
    fn a_sentence_is_written_as_one() {
        assert_eq!(sentence_case("mri of the knee in october"), "MRI of the knee in October.");
    }
}
