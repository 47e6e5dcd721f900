//! Thoughts of death, and of harm to oneself or to others. What was asked and said of them is never left out of a note, for want
//! of room or otherwise.

use super::address::of_patient;
use super::exchange::Polarity;
use super::lexicon::patterns;
use super::person::Pronouns;

patterns! {
    OF_SAFETY = r"\b(?:suicid\w*|self-harm\w*|(?:harm|kill)(?:ed|ing)? (?:himself|herself|themselves|yourself|myself|any(?:one|body)|some(?:one|body))|thoughts? (?:of|about) (?:hurting|harming|killing|ending|dying|death)|(?:end|ending|ended|take|taking) (?:your|my|his|her|their)(?: own)? life|life(?:'s| is| was|'s not| is not| isn't| was not| wasn't)? (?:no longer )?worth living|better off (?:dead|without (?:me|him|her|them))|(?:not|don't|didn't|never|hadn't|does not|did not) (?:want to )?wak(?:e|ing) up|(?:not|don't|didn't|does not|did not) want(?:ing)? to (?:be here|be alive|live|go on)|end it all|overdose\w*|(?:was|were) dead)\b";
    /// What was asked about, from the thought on.
    THOUGHTS = r"\b((?:any )?(?:suicidal )?(?:thoughts?|ideas?|plans?) (?:of|about|that|to) .+|suicidal thoughts?)$";
    DONE = r"\b(?:have|had|did) you (?:ever )?((?:harmed|tried to (?:harm|kill|end)|attempted|taken an overdose)[^,]*)";
    ACTUALLY = r"\b(?:actually|ever|really|perhaps|maybe|any) ";
}

/// Whether it is about this.
pub(super) fn is_of_safety(text: &str) -> bool {
    OF_SAFETY.is_match(text)
}

/// What a yes or no to a question about it establishes.
pub(super) fn answered(question: &str, polarity: Polarity, pronouns: Pronouns) -> Option<String> {
    if !is_of_safety(question) {
        return None;
    }
    let yes = polarity == Polarity::Yes;
    let said = if let Some(thoughts) = THOUGHTS.captures(question).and_then(|found| found.get(1)) {
        let verb = if yes { "reports" } else { "denies" };
        format!("the patient {verb} {}", ACTUALLY.replace_all(thoughts.as_str(), ""))
    } else {
        let done = DONE.captures(question)?.get(1)?.as_str();
        format!("you have {}{done}", if yes { "" } else { "never " })
    };
    Some(of_patient(&said, pronouns))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_about_harm_is_answered_in_its_words() {
        for (question, polarity, written) in [
            (
                "have you had any thoughts of ending your life",
                Polarity::No,
                Some("the patient denies thoughts of ending her life"),
            ),
            (
                "do you have thoughts that life's not worth living",
                Polarity::Yes,
                Some("the patient reports thoughts that life is not worth living"),
            ),
            (
                "have you ever harmed yourself, or come close to it",
                Polarity::No,
                Some("the patient has never harmed herself"),
            ),
            ("did you hurt yourself when you fell", Polarity::No, None),
        ] {
            assert_eq!(answered(question, polarity, Pronouns::She).as_deref(), written, "{question}");
        }
    }
}
