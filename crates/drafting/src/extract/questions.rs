//! Questions that end in a full stop, as recognisers write them that hear no rising voice: what is worded as one asks all the same.

use super::lexicon::patterns;

patterns! {
    /// Verb before subject: nothing that a clinician tells begins so.
    INVERTED = r"^(?:(?:and|or|but|so|then|now|also|okay|ok|all right|alright|good|well|um|uh)[, ]+){0,3}(?:(?:how (?:long|often|many \w+|much \w+|bad)|what|when|where|why|whereabouts) )?(?:(?:do|have|had|can|could|will|would)(?:n't)? (?:you|they|he|she|any(?:one|body))|(?:does|did|are|is|was|were|has)(?:n't)? (?:you|it|this|that|he|she|they|there|any(?:one|body|thing)?|the|your|his|her))\b";
    /// "So is the right one.", "Did your strep test, and it's positive."
    TELLS = r"^(?:and )?so (?:is|are|was|were|does|did|has|have)\b|^did (?:your|the)\b.*, (?:and )?it\b";
    /// After a few words that lead to it.
    LEADS_TO_QUESTION = r"^(?:[^,]{1,30}, ){1,3}(?:(?:do|did|have|are|were|can) you|(?:is|are) there|does (?:it|that))\b";
    /// A fragment that has no verb of its own.
    ANY = r"^(?:(?:and|or|but|so|then|now|also|okay|ok|all right|alright|well|um|uh)[, ]+)*(?:any|anything|anyone|anybody)\b";
    HAS_VERB = r"\b(?:is|are|was|were|be|call|come|go|let|see|ring|should|could|can|will|would|may|might|must|need\w*|has|have|had|do|does|did|works?|helps?|means?|stop|take|use|want|know|fine|straight|back|999|911)\b|'(?:s|ll|re)\b";
}

/// Words of the longest such fragment.
const LONGEST_FRAGMENT: usize = 12;

/// Whether a sentence of the clinician asks by its words alone.
pub(super) fn is_worded_as_question(sentence: &str) -> bool {
    INVERTED.is_match(sentence) && !TELLS.is_match(sentence)
        || LEADS_TO_QUESTION.is_match(sentence)
        || ANY.find(sentence).is_some_and(|any| !HAS_VERB.is_match(&sentence[any.end()..]))
            && sentence.split(' ').count() <= LONGEST_FRAGMENT
}

#[cfg(test)]
mod tests {
    use clinical::{Format, Transcript};

    use super::super::extract;
    use super::*;
    use crate::Template;

    #[test]
    fn a_consult_is_drafted_alike_whether_its_questions_end_in_a_question_mark_or_a_full_stop() {
        let consult = "Doctor: What brings you in today?\nPatient: I've had a cough for 2 weeks.\n\
                       Doctor: Okay. Any fevers?\nPatient: No.\nDoctor: Do you have any chest pain?\nPatient: No.\n\
                       Doctor: And are you allergic to any medications?\nPatient: No.\nDoctor: Have you ever smoked?\n\
                       Patient: No.";
        let draft = |text: &str| {
            let transcript = Transcript::parse(text, Format::Text).unwrap();
            extract(&Template::built_in("soap").unwrap(), &transcript).to_text()
        };
        let drafted = draft(consult);
        assert!(drafted.contains("Denies fevers.") && drafted.contains("Denies chest pain."), "{drafted}");
        assert_eq!(draft(&consult.replace('?', ".")), drafted);
    }

    #[test]
    fn what_is_worded_as_a_question_is_one_without_its_mark() {
        for asks in [
            "Any fevers.",
            "Okay, any trouble with your balance or dizziness.",
            "Do you smoke.",
            "And have you noticed any swelling.",
            "How long has it been like that.",
            "Does it hurt at night.",
            "Is there any numbness.",
            "And other symptoms, like, have you had any chills.",
            "Has your weight been stable.",
            "Anything else.",
        ] {
            assert!(is_worded_as_question(asks), "{asks}");
        }
        for tells in [
            "Any redness, call the office.",
            "Any of these can help.",
            "Do your exercises every day.",
            "Have a seat.",
            "What I would like is a blood test.",
            "When you walk it hurts.",
            "How it began is not clear.",
            "I have had any number of colds.",
            "There is a bad bruise, had it for a day now.",
            "Do that every day.",
            "So is the right one.",
            "Did your strep test, and it's positive.",
            "Any fever over 101, straight to the emergency department.",
            "Any worse, back to the ER.",
        ] {
            assert!(!is_worded_as_question(tells), "{tells}");
        }
    }
}
