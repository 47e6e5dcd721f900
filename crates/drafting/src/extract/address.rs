//! What the clinician says to the patient, said of the patient: "you have a strain and I'd like you to rest your back" is
//! "the patient has a strain and I would like him to rest his back". Only pronouns and the forms of their verbs change.

use super::lexicon::patterns;
use super::person::Pronouns;
use super::verbs::{ADVERBS, VERBS, third};
use super::words::bare;

/// Contractions written out, as a note has them. Possessives stay.
const CONTRACTIONS: &[(&str, &str)] = &[
    ("can't", "cannot"),
    ("won't", "will not"),
    ("let's", "let us"),
    ("it's", "it is"),
    ("that's", "that is"),
    ("there's", "there is"),
    ("here's", "here is"),
    ("what's", "what is"),
    ("he's", "he is"),
    ("she's", "she is"),
    ("who's", "who is"),
    ("everything's", "everything is"),
    ("pressure's", "pressure is"),
    ("i'm", "i am"),
];

const ENDINGS: &[(&str, &str)] =
    &[("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'d", " would")];

/// States rather than what has been done: "she's tired" is "she is tired".
const STATES: &[&str] = &[
    "tired",
    "worried",
    "concerned",
    "scared",
    "stressed",
    "depressed",
    "supposed",
    "bloated",
    "constipated",
    "congested",
    "blocked",
    "inflamed",
    "infected",
    "elevated",
    "raised",
    "enlarged",
    "reduced",
    "limited",
    "related",
    "married",
    "divorced",
    "retired",
    "red",
];

/// "They're" is "they are", "it's been" is "it has been". Punctuation behind a word stays behind it.
pub(super) fn written_out(sentence: &str) -> String {
    let words: Vec<&str> = sentence.split(' ').collect();
    let mut out: Vec<String> = Vec::with_capacity(words.len() + 4);
    for (at, word) in words.iter().enumerate() {
        let (plain, tail) = parted(word);
        // An adverb may stand between: "it's just been".
        let next =
            words[at + 1..].iter().map(|next| bare(next)).find(|next| !ADVERBS.contains(&next.as_str()));
        let next = next.unwrap_or_default();
        let perfect = matches!(next.as_str(), "been" | "got" | "had" | "gone");
        let participle = perfect || next.ends_with("ed") && !STATES.contains(&next.as_str());
        let long = if plain.ends_with("'d") && matches!(next.as_str(), "been" | "had" | "better") {
            // "I'd been" had, "I'd like" would.
            plain.replace("'d", " had")
        } else if participle && matches!(plain.as_str(), "it's" | "he's" | "she's" | "that's" | "there's") {
            plain.replace("'s", " has")
        } else if let Some(noun) = plain.strip_suffix("'s").filter(|_| perfect) {
            format!("{noun} has")
        } else if let Some(noun) = plain.strip_suffix("'s").filter(|_| tail.is_empty() && says_of(&next)) {
            format!("{noun} is")
        } else if let Some((_, long)) = CONTRACTIONS.iter().find(|(short, _)| *short == plain) {
            (*long).to_owned()
        } else if let Some((stem, long)) =
            ENDINGS.iter().find_map(|(end, long)| Some((plain.strip_suffix(end)?, long)))
        {
            format!("{stem}{long}")
        } else {
            out.push((*word).to_owned());
            continue;
        };
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let long = if capital { capitalised(&long) } else { long };
        out.extend(format!("{long}{tail}").split(' ').map(str::to_owned));
    }
    out.join(" ")
}

/// Whether "'s" before this word is a verb: "the heart's regular", but "the patient's knee".
fn says_of(next: &str) -> bool {
    const OF: &[&str] = &[
        "a",
        "an",
        "the",
        "not",
        "no",
        "up",
        "down",
        "about",
        "very",
        "quite",
        "fine",
        "normal",
        "clear",
        "soft",
        "regular",
        "stable",
        "flat",
        "better",
        "worse",
        "okay",
        "ok",
        "swollen",
        "tender",
        "at",
        "worth",
        "too",
        "due",
        "coming",
        "going",
        "getting",
        "quiet",
        "sore",
        "stiff",
        "numb",
        "puffy",
        "moist",
        "intact",
        "enlarged",
        "less",
        "slightly",
        "bad",
        "positive",
        "negative",
        "all",
        "fast",
        "reduced",
        "irregular",
    ];
    OF.contains(&next) || next.starts_with(|c: char| c.is_ascii_digit())
}

patterns! {
    HAS_GOT = r"\b(has|have) got ([\w'-]+)";
    /// What one has become, rather than what one has.
    BECOME = r"^(?:\w+er|worse|bad|used|up|out|down|off|on|over|back|through|into|in|rid|really|so|to|sick|tired|married|stuck|lost|hurt|old|much|going|it)$";
}

/// "Has got a rash" is "has a rash".
pub(super) fn plainly(text: &str) -> String {
    let plain = |found: &regex::Captures<'_>| {
        if BECOME.is_match(&found[2]) { found[0].to_owned() } else { format!("{} {}", &found[1], &found[2]) }
    };
    HAS_GOT.replace_all(text, plain).into_owned()
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// The word in lower case, and the punctuation behind it.
pub(super) fn parted(word: &str) -> (String, String) {
    let end = word.trim_end_matches(|c: char| !c.is_alphanumeric()).len();
    (bare(word), word[end..].to_owned())
}

const AUXILIARIES: &[&str] = &[
    "have", "are", "were", "do", "did", "can", "could", "will", "would", "should", "need", "may", "might",
    "must", "had", "was", "cannot", "got",
];

/// The sentence as it stands in a note. "I" and "we" are the clinician's own and stay.
pub(super) fn of_patient(sentence: &str, pronouns: Pronouns) -> String {
    let sentence = written_out(sentence);
    let words: Vec<&str> = sentence.split(' ').collect();
    let mut out: Vec<String> = Vec::with_capacity(words.len() + 4);
    let mut named = false;
    let mut at = 0;
    while at < words.len() {
        let (plain, tail) = parted(words[at]);
        match plain.as_str() {
            "you" => {
                let mut verb = at + 1;
                while verb < words.len() && verb <= at + 2 && ADVERBS.contains(&bare(words[verb]).as_str()) {
                    verb += 1;
                }
                let after = words.get(verb).map(|word| parted(word)).filter(|_| tail.is_empty());
                let inverted = out.last().is_some_and(|last| {
                    !last.ends_with(',')
                        && matches!(
                            bare(last).as_str(),
                            "do" | "did" | "have" | "are" | "were" | "can" | "will" | "should"
                        )
                });
                let subject = after.as_ref().is_some_and(|(verb, _)| {
                    AUXILIARIES.contains(&verb.as_str())
                        || VERBS.contains(&verb.as_str())
                        || verb.ends_with("ed") && !inverted
                });
                let name = if !named {
                    "the patient"
                } else if subject {
                    pronouns.subject()
                } else {
                    pronouns.object()
                };
                named = true;
                let again = subject && out.last().is_some_and(|last| last == "and" || last == "or");
                if !(again && name != "the patient") {
                    out.push(format!("{name}{tail}"));
                }
                if let (true, Some((form, behind))) = (subject && !inverted, after) {
                    out.extend(words[at + 1..verb].iter().map(|word| (*word).to_owned()));
                    // "They" has the verb that "you" had.
                    let plural = pronouns == Pronouns::They && name != "the patient";
                    let form = if plural { form } else { third(&form).unwrap_or(form) };
                    out.push(form + &behind);
                    at = verb;
                }
            }
            // Begun and given up: "your, you do have".
            "your" if tail == "," => {}
            "your" | "yours" => out.push(format!("{}{tail}", pronouns.possessive())),
            "yourself" => out.push(format!("{}{tail}", pronouns.reflexive())),
            _ => out.push(words[at].to_owned()),
        }
        at += 1;
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_to_the_patient_is_said_of_the_patient() {
        for (said, written) in [
            ("you have a strain and you're still limping", "the patient has a strain and is still limping"),
            ("I'd like you to rest your back", "I would like the patient to rest his back"),
            ("you just need to weigh yourself", "the patient just needs to weigh himself"),
            ("that's what I told you", "that is what I told the patient"),
        ] {
            assert_eq!(of_patient(said, Pronouns::He), written);
        }
        assert_eq!(
            of_patient("you can call if you feel worse", Pronouns::They),
            "the patient can call if they feel worse"
        );
    }

    #[test]
    fn what_one_has_is_not_got() {
        assert_eq!(plainly("the patient has got lupus"), "the patient has lupus");
        assert_eq!(plainly("it has got worse"), "it has got worse");
    }

    #[test]
    fn contractions_are_written_out_and_possessives_are_not() {
        assert_eq!(
            written_out("It's been 3 days, and there's no swelling."),
            "It has been 3 days, and there is no swelling."
        );
        assert_eq!(written_out("it's just been sore"), "it has just been sore");
        assert_eq!(
            written_out("I'd been ill; I'd rest, but can't."),
            "I had been ill; I would rest, but cannot."
        );
        assert_eq!(
            written_out("the heart's regular, the knee's got fluid"),
            "the heart is regular, the knee has got fluid"
        );
        assert_eq!(written_out("the patient's knee isn't hot"), "the patient's knee is not hot");
    }
}
