//! What tells a reader of the note something, and what was only said to talk: names and addresses, asides, thinking aloud,
//! talk about the talk itself. What names neither a complaint, an illness, a test, a treatment nor a time tells nothing.

use clinical::drugs::drugs_in;

use super::lexicon::{BODY, CONDITION, PROCEDURE, REFERRAL, SYMPTOM, TEST, patterns};

patterns! {
    /// Of the person rather than of the patient.
    IDENTIFIES = r"\bmy (?:full |first |last )?(?:name|address|date of birth|birthday|postcode)\b|\bborn (?:on|in)\b|^(?:i'm|i am|and i'm|the patient is) \w+ (?:\w+ )?(?:years? old|and i'm|and i am)\b|\byears? old$|^(?:i'm|i am) \d+(?:$|,| and)|\bprivate place\b|\bhear (?:me|you)\b";
    /// Thinking aloud, and about the talk itself.
    ALOUD = r"^(?:(?:they|it|i|he|she) (?:haven't|hasn't|don't|doesn't|didn't|do|does|did)$|we (?:don't )?think|i (?:just )?(?:don't know|dunno|wonder|wondered|suppose|was wondering|forgot|forget|don't really know|don't want|didn't (?:mention|say|mean|explain)|admitted|understand|realise|realize)|i'm (?:just )?(?:going to (?:check|get|see)|not sure|wondering|asking)|let me|give me|hopefully|it's (?:just )?(?:weird|odd|strange|funny|hard to say|annoying|nice|fine|good|great|okay|ok|all right|alright|interesting|disgusting|quite bad|really annoying)$|that's (?:it|all|right|fine|good|great|why|what)\b|what (?:i|it|we) |where |who |whether |the thing is|you see|so-called|see (?:what|how))\b|\b(?:i'm afraid|to be honest|being honest|if that makes sense|make sense|not something (?:that )?(?:i|we)|i just thought|get some advice|i wondered|i was saying|when i spoke|or whatever|what's it called|what is it|how to say|can't remember (?:the|what|its)|pronounc\w+|written down|my (?:glasses|screen)|don't like to|i was thinking|thought maybe|i'm worried|i'd like to know|do i need|do i have to|i was hoping|wanted to (?:ask|know|check)|on the (?:phone|call|app)|then yes|your (?:advice|help))\b";
    /// Courses and measures that tell by themselves.
    MEASURES = r"\b(?:harm\w*|suicid\w*|worse|better|improv\w+|started|began|sharp|dull|stabbing|severe|radiat\w+|spread\w*|sleep\w*|walk\w*|fell|slipped|twisted|hit|injur\w+|hospital|emergency|eat\w*|drink\w*|diet|urinat\w+|stools?|toilet|blood\w*|watery|mucus|breath\w*|exercis\w+|gym|runn?(?:ing)?|work\w*|fluids?|food|takeaway|restaurant|contact\w*|travel\w*|abroad|pregnan\w*|period|contracept\w*|the pill|condoms?|tablets?|medication\w*|medicines?|inhalers?|cream|injur\w+|lift\w*|climb\w*|stairs|weight|smok\w+|alcohol|job|lives?|living|married|stress\w*|weeks?|months?|days?|ago|since|yesterday|hours?|minutes?|morning|evening|night|constant\w*|comes and goes|on and off|one side|left|right|\d+)\b";
}

/// Whether it was said only to talk. "I'm worried about this lump" and "I'm 54, and my chest hurts" were not.
pub(super) fn is_talk(text: &str) -> bool {
    IDENTIFIES.is_match(text) && !is_clinical(text) || ALOUD.is_match(text) && !tells(text)
}

/// Whether it names what a note is about.
pub(super) fn is_clinical(text: &str) -> bool {
    SYMPTOM.is_match(text)
        || CONDITION.is_match(text)
        || PROCEDURE.is_match(text)
        || TEST.is_match(text)
        || REFERRAL.is_match(text)
        || BODY.is_match(text)
        || !drugs_in(text).is_empty()
}

/// Whether it tells of the patient's state, course or circumstances.
pub(super) fn tells(text: &str) -> bool {
    is_clinical(text) || MEASURES.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_is_no_talk_however_it_is_wrapped() {
        for talk in ["I'm 54", "to be honest, I forget", "I wondered about that", "my name is Jo Quill"] {
            assert!(is_talk(talk), "{talk}");
        }
        for complaint in [
            "to be honest I've been having chest pain",
            "I wondered about the blood in my urine",
            "I'm worried about a lump in my breast",
            "I just thought my tremor was getting worse",
            "I'm 54, and I've got a cough",
        ] {
            assert!(!is_talk(complaint), "{complaint}");
        }
    }
}
