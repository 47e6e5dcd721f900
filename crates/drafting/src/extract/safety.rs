//! Thoughts of death, and of harm to oneself or to others. What was asked and said of them is never left out of a note, for want
//! of room or otherwise.

use super::address::of_patient;
use super::exchange::Polarity;
use super::lexicon::patterns;
use super::person::Pronouns;

patterns! {
    OF_SAFETY = r"\b(?:suicid\w*|self-harm\w*|(?:harm|kill)(?:ed|ing)? (?:himself|herself|themselves|yourself|myself|any(?:one|body)|some(?:one|body))|thoughts? (?:of|about) (?:hurting|harming|killing|ending|dying|death)|(?:thought|think|thinking|feel like|felt like|want(?:ed)?|wanting|urges?|tempted)\b[^.?]{0,30}? (?:hurt|harm|kill|cut)\w* (?:yourself|myself|himself|herself|themselves)|(?:end|ending|ended) it\b|wish(?:ed|es)? (?:i|you|he|she|they) (?:was|were|wasn't|weren't|had|hadn't)(?: not)? (?:dead|here|around|alive|born|woken)|(?:end|ending|ended|take|taking) (?:your|my|his|her|their)(?: own)? life|life(?:'s| is| was|'s not| is not| isn't| was not| wasn't)? (?:no longer )?worth living|better off (?:dead|without (?:me|him|her|them)|(?:if|when|with) (?:i|he|she|they|me)(?:'m| am| is| are)? ?(?:was|were|wasn't|weren't|not|gone|dead)\b)|(?:not|don't|didn't|never|hadn't|does not|did not) (?:want to )?wak(?:e|ing) up|(?:not|don't|didn't|does not|did not) want(?:ing)? to (?:be here|be alive|live|go on)|end it all|overdose\w*|(?:was|were) dead)\b";
    /// "How do you think you hurt yourself?", "I think I've cut myself": an injury, and no thought of one.
    INJURY = r"\b(?:think|thought|feel like|felt like) (?:that )?(?:i|you|he|she|they)(?:'ve| have| has| (?:may|might|must|could) have)?(?: (?:just|really|probably|actually))? (?:hurt|cut) (?:yourself|myself|himself|herself|themselves)\b";
    MEANT = r"\b(?:on purpose|deliberate\w*|intention\w*|meant to|meaning to|wanted to)\b";
    /// Refers to what was asked about.
    REFERS = r"\b(?:it|that|those|them|(?:do|done|doing) (?:so|anything))\b";
    DENIES = r"\b(?:no|never|nothing|wouldn't|would not|couldn't|could not|won't|will not|don't want|not me)\b";
    /// There was something: "I don't think of it as much".
    LEAVES_SOME = r"\b(?:much|many|often|since|any ?more|lately|recently|these days|now|until|again|as|but|except|unless|only|if|yet|though)\b";
    /// What was asked about, from the thought on.
    THOUGHTS = r"\b((?:any )?(?:suicidal )?(?:thoughts?|ideas?|plans?) (?:of|about|that|to) .+|suicidal thoughts?)$";
    /// "Have you thought of hurting yourself?"
    THOUGHT = r"\b(?:thought|thinking|think) (?:of|about) (.+)$";
    ASIDES = r",? (?:at all|ever|recently|lately|or anything(?: like that)?|or (?:\w+ )?(?:anyone|anybody) else)$";
    DONE = r"\b(?:have|had|did) you (?:ever )?((?:harmed|tried to (?:harm|kill|end)|attempted|taken an overdose)[^,]*)";
    ACTUALLY = r"\b(?:actually|ever|really|perhaps|maybe|any) ";
}

/// Whether it is about this.
pub(super) fn is_of_safety(text: &str) -> bool {
    if INJURY.is_match(text) && !MEANT.is_match(text) {
        return OF_SAFETY.is_match(&INJURY.replace_all(text, ""));
    }
    OF_SAFETY.is_match(text)
}

/// Whether a sentence behind the answer says something of what was asked about.
pub(super) fn refers_to_asked(text: &str) -> bool {
    REFERS.is_match(text)
}

/// Whether a sentence behind a "no" only says the no again: "I would never do that".
pub(super) fn denies_again(text: &str) -> bool {
    REFERS.is_match(text) && DENIES.is_match(text) && !LEAVES_SOME.is_match(text)
}

/// What a yes or no to a question about it establishes.
pub(super) fn answered(question: &str, polarity: Polarity, pronouns: Pronouns) -> Option<String> {
    if !is_of_safety(question) {
        return None;
    }
    let yes = polarity == Polarity::Yes;
    let said = if let Some(thoughts) = thoughts(question) {
        let verb = if yes { "reports" } else { "denies" };
        format!("the patient {verb} {thoughts}")
    } else {
        let done = DONE.captures(question)?.get(1)?.as_str();
        format!("you have {}{done}", if yes { "" } else { "never " })
    };
    Some(of_patient(&said, pronouns))
}

/// The thoughts that a question asks about, as it names them.
fn thoughts(question: &str) -> Option<String> {
    if let Some(of) = THOUGHT.captures(question).and_then(|found| found.get(1)) {
        return Some(format!("thoughts of {}", ACTUALLY.replace_all(of.as_str(), "")));
    }
    let named = THOUGHTS.captures(question)?.get(1)?.as_str();
    Some(ACTUALLY.replace_all(named, "").into_owned())
}

/// What an answer in other words than yes or no is about, to stand before it: nobody may have to guess what "it" is in "I
/// thought about it once".
pub(super) fn asked_about(question: &str, pronouns: Pronouns) -> String {
    let asked = thoughts(question).map(|thoughts| of_patient(&ASIDES.replace(&thoughts, ""), pronouns));
    asked.unwrap_or_else(|| format!("asked \"{}\"", question.trim_end_matches(['?', ' '])))
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
