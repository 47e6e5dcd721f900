//! A question that is answered with yes or no, as a statement: "did you feel a pop?" and "yes" is "the patient did feel a
//! pop"; "are you still on your metformin?" and "no" is "the patient is not still on his metformin".

use super::address::of_patient;
use super::exchange::Polarity;
use super::lexicon::patterns;
use super::person::Pronouns;

patterns! {
    LEAD = r"^(?:(?:and|so|but|now|okay|then|also|or|well|all right|alright|i see|lastly|first|just|you (?:said|mentioned|say)(?: that)?)[, ]+)*";
    /// Asked outright, or said as a guess: "you're avoiding salt?"
    INVERTED = r"^(have|has|had|are|were|do|did|can|will) you (ever )?(.+)$";
    GUESSED = r"^(?:you (?:have|are|were|do|did|can|had|feel|felt|take|took|get|had been|said)|you're|you've) ";
    ANY = r"^(?:is there |are there |was there |were there )?any (?:other )?(.+)$";
    /// What cannot be answered by yes or no alone, or what a note has no use for.
    OPEN = r"\b(?:how|what|when|where|which|why|who|or not|right|okay|correct|know|think|remember|mean|mind|understand|question\w*|guess|suppose|hear|see|like to|want to|let|tell|ready|doing|good|great|fine|sounds?|excited|else|either|measured|manage\w*|that|this|those|these|it|them|i|me|we|us|they|he|she)\b";
    /// "Yes" to these is no more than that there is something.
    SOME = r"\b(?:any|anything|anyone|other|pain|problems?|issues?|symptoms?|allerg\w+|medications?|history)\b";
    ASKS_ON = r"^(?:do|does|did|is|are|was|were|of|have|has|can)\b";
    ALTERNATIVES = r"\bor\b|/";
    /// Who works, says as what.
    WORKS = r"^(?:(?:currently|still) )?work(?:ing)?$";
    NEGATED = r"\b(?:not|no|never|none)\b|n't\b";
    TAIL = r"(?:,? (?:or (?:\w+ ){0,2}(?:anyone|anybody|somebody|anything|anywhere) else|at all|or anything(?: like that)?|anything like that|recently|lately|or so|by any chance|yet|is that (?:right|correct)|would you say|if you don't mind|then|at the moment))+$";
}

/// The statement that a question and its answer make; none where the question is not one that "yes" or "no" settles.
pub(super) fn affirmed(question: &str, polarity: Polarity, pronouns: Pronouns) -> Option<String> {
    let lower = question.to_lowercase();
    let asked = LEAD.replace(&lower, "");
    let asked = TAIL.replace(&asked, "");
    let words = asked.split(' ').count();
    if !(3..=22).contains(&words) || NEGATED.is_match(&asked) {
        return None;
    }
    let yes = polarity == Polarity::Yes;
    if yes && (ALTERNATIVES.is_match(&asked) || SOME.is_match(&asked)) {
        return None;
    }
    if let Some(found) = INVERTED.captures(&asked) {
        let (verb, ever, rest) = (&found[1], found.get(2).is_some(), &found[3]);
        if OPEN.is_match(rest) || asked.contains(',') || yes && WORKS.is_match(rest) {
            return None;
        }
        let said = match (verb, yes, ever) {
            // "Do you take": "takes", and "does not take".
            ("do", true, _) => format!("you {rest}"),
            (_, true, true) => format!("you {verb} {rest}"),
            (_, true, false) => format!("you {verb} {rest}"),
            ("have" | "had", false, true) => format!("you {verb} never {rest}"),
            ("can", false, _) => format!("you cannot {rest}"),
            (_, false, _) => format!("you {verb} not {rest}"),
        };
        return Some(of_patient(&said, pronouns));
    }
    if GUESSED.is_match(&asked) && yes && !OPEN.is_match(&asked) {
        return Some(of_patient(&asked, pronouns));
    }
    let any = ANY.captures(&asked)?.get(1)?.as_str();
    if OPEN.is_match(any)
        || ASKS_ON.is_match(any)
        || any.contains("you") && !any.contains("your")
        || words < 3
        || asked.contains(',')
    {
        return None;
    }
    let verb = if yes { "reports" } else { "denies" };
    Some(of_patient(&format!("the patient {verb} {any}"), pronouns))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_and_its_answer_make_a_statement() {
        for (question, polarity, written) in [
            ("Did you feel a pop", Polarity::Yes, "the patient did feel a pop"),
            (
                "and are you still on your metformin",
                Polarity::No,
                "the patient is not still on his metformin",
            ),
            ("do you take a multivitamin", Polarity::Yes, "the patient takes a multivitamin"),
            ("have you ever had surgery", Polarity::No, "the patient has never had surgery"),
            ("you're avoiding the salty foods", Polarity::Yes, "the patient is avoiding the salty foods"),
            (
                "any weight gain or swelling in your legs recently",
                Polarity::No,
                "the patient denies weight gain or swelling in his legs",
            ),
        ] {
            assert_eq!(affirmed(question, polarity, Pronouns::He).as_deref(), Some(written), "{question}");
        }
    }

    #[test]
    fn what_a_yes_does_not_settle_gives_nothing() {
        for question in
            ["do you smoke or drink", "have you not been sleeping", "how are you", "do you know what it is"]
        {
            assert_eq!(affirmed(question, Polarity::Yes, Pronouns::He), None, "{question}");
        }
    }
}
