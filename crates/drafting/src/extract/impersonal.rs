//! What the clinician will do or asks of the patient, without address: "refer you to" is "refer to", "your" is "the".

use super::address::parted;
use super::lexicon::patterns;
use super::person::Pronouns;
use super::verbs::{ADVERBS, third};
use super::words::bare;

patterns! {
    YOU_OBJECT = r"\b(refer|start|get|put|give|send|schedule|call|prescribe|set|prescribing|giving|sending|starting|referring|place|treat|keep|order|bring|switch|advise|book|recommend|ask|encourage|offer|take|teach|provide|leave|see) you( |,|$)";
    GIVES_US = r"\b(giv(?:e|ing)|ring(?:ing)?|send(?:ing)?) (?:us|me)\b";
    SEE_YOU = r"\bcome and see you again\b";
    SEE_ME = r"\b(?:and see me|see me back|and see us)\b";
    WITH_ME = r" (?:to|with|for) (?:me|us)\b";
    LET_ME_KNOW = r"\b(?:let (?:me|us) know|give (?:me|us) a call|call (?:me|us)|(?:see|come and see|contact) me)\b";
}

/// Without address to the patient: "refer you to" is "refer to", "your" is "the"; none where "you" or "I" remain in a way
/// that cannot stand in a note.
pub(super) fn impersonal(text: &str, pronouns: Pronouns) -> Option<String> {
    let text = SEE_YOU.replace_all(text, "return").into_owned();
    let text = YOU_OBJECT.replace_all(&text, "$1$2").into_owned();
    let text = SEE_ME.replace_all(&text, "").into_owned();

    let text = LET_ME_KNOW
        .replace_all(&text, |found: &regex::Captures<'_>| {
            let said = found.get(0).map_or_else(String::new, |m| m.as_str().to_lowercase());
            if said.starts_with("let") {
                "let the clinic know"
            } else if said.contains("see") {
                "return"
            } else {
                "call"
            }
            .to_owned()
        })
        .into_owned();
    let text = WITH_ME.replace_all(&text, "");
    let text = GIVES_US.replace_all(&text, "$1").into_owned();
    let text = of_the_patient(&text, pronouns)?.replace(" ,", ",");
    let text = text.trim_start_matches("is ").trim_start_matches("on ").trim_start_matches("to ");
    Some(text.to_owned())
}

/// "You" as the patient, the first time by that name; none where the clinician speaks of him- or herself.
fn of_the_patient(text: &str, pronouns: Pronouns) -> Option<String> {
    let said: Vec<&str> = text.split_whitespace().collect();
    let mut words: Vec<String> = Vec::with_capacity(said.len() + 4);
    let mut named = false;
    let mut at = 0;
    while at < said.len() {
        let (plain, tail) = parted(said[at]);
        match plain.as_str() {
            "i" | "i'm" | "i'll" | "i've" | "i'd" | "we" | "we're" | "we'll" | "we've" | "my" | "me"
            | "us" | "myself" | "let's" | "we'd" => return None,
            "your" | "our" => words.push("the".into()),
            "yourself" if named => words.push(pronouns.reflexive().to_owned() + &tail),
            "you" | "you're" | "you've" | "you'll" => {
                let adverbs = said[at + 1..].iter().take(2).take_while(|word| is_adverb(word)).count();
                let verb = at + 1 + adverbs;
                let form =
                    said.get(verb).filter(|_| plain == "you" && tail.is_empty()).map(|word| parted(word));
                let made = words.last().is_some_and(|last| MAKES.contains(&last.as_str()));
                let form = form.filter(|(word, _)| is_verb(word) && !made);
                let subject = form.is_some() || plain != "you";
                let (name, singular) = match (named, subject) {
                    (false, _) => ("the patient", true),
                    (true, true) => (pronouns.subject(), pronouns != Pronouns::They),
                    (true, false) => (pronouns.object(), true),
                };
                named = true;
                let auxiliary = match (plain.as_str(), singular) {
                    ("you're", true) => " is",
                    ("you're", false) => " are",
                    ("you've", true) => " has",
                    ("you've", false) => " have",
                    ("you'll", _) => " will",
                    _ => "",
                };
                words.push(format!("{name}{auxiliary}{tail}"));
                if let Some((word, tail)) = form {
                    words.extend(said[at + 1..verb].iter().map(|word| (*word).to_owned()));
                    words.push(if singular { third(&word).unwrap_or(word) } else { word } + &tail);
                    at = verb;
                }
            }
            _ => words.push(said[at].to_owned()),
        }
        at += 1;
    }
    Some(words.join(" "))
}

/// After these "you" is whom it happens to: "it can make you feel sick".
const MAKES: [&str; 8] = ["make", "makes", "let", "lets", "help", "helps", "see", "want"];

fn is_adverb(word: &str) -> bool {
    let plain = bare(word);
    ADVERBS.contains(&plain.as_str()) || plain.ends_with("ly")
}

/// Whether it may be the verb of "you".
fn is_verb(word: &str) -> bool {
    third(word).is_some()
        || matches!(
            word,
            "can"
                | "can't"
                | "could"
                | "will"
                | "would"
                | "should"
                | "may"
                | "might"
                | "must"
                | "had"
                | "did"
                | "was"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_spoken_to() {
        for (said, written) in [
            ("refer you to your surgeon", Some("refer to the surgeon")),
            (
                "if you pass out or you really have trouble speaking, call me",
                Some("if the patient passes out or she really has trouble speaking, call"),
            ),
            ("it can make you feel drowsy", Some("it can make the patient feel drowsy")),
            ("until you're eating and you've rested", Some("until the patient is eating and she has rested")),
            ("I think so", None),
        ] {
            assert_eq!(impersonal(said, Pronouns::She).as_deref(), written, "{said}");
        }
    }
}
