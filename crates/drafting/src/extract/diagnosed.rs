//! What the clinician makes of it: the name of a problem, and an opinion of what it is.

use clinical::SectionCode;

use super::impersonal::impersonal;
use super::lexicon::{CONDITION, SYMPTOM, TEST, patterns};
use super::person::Pronouns;
use super::planned::without_close;
use super::symptoms::VAGUE;

patterns! {
    LEADING = r"^(?:(?:this|that|the|a|an|with|probably|little|bit of|touch of) )+";
    INTRODUCES = r"\b(?:\d+[ -]year[ -]old|has been diagnosed|have been diagnosed|you were diagnosed|been diagnosed|history of)\b";
    PROBLEM_WORD = r"^(?:(?:first|second|third|next|last|other|primary) )?(?:problem|issue|concern|diagnosis) (?:of |is )?(?:the |your |a |an )?";
    OPINES = r"\b(?:i think|consistent with|most likely|due to|suspect|suggest\w*|looks like|sounds like|caused by)\b";
    OPINION = r"\b(?:i think,? .{0,60}that you(?:'ve| have) got|i think (?:that )?(?:you(?:'ve| have|'re| are| may have| might have| probably have)?|this (?:is|may be|might be|could be)|it(?:'s| is| may be| might be| could be)|what(?:'s| is) (?:going on|happening) is)|consistent with|my (?:impression|diagnosis) (?:is|of)|diagnos(?:is|ed) (?:is|of|with)|this (?:is|(?:does |really )*(?:sound|look|seem)s? (?:like|to be)) (?:probably |likely |most likely |called |what we call )?(?:a|an)?|you (?:probably |likely |most likely |do )?have(?: got| developed)?(?: a| an| what we call| what's called| some)?|it (?:does )?(?:sound|look|seem)s? like|suspect|(?:good|high|fair|small) chance|likely|suggest(?:s|ive)|signs of|due to|caused by|we call|it(?:'s| is) (?:probably|most likely|likely|just|more likely)|(?:could|might|may)(?: just| well| also)? (?:be|have)|what you (?:\w+ )?have is|what i (?:do )?(?:think|believe|suspect) (?:you have|you've got|it is|this is|is going on) is|possibilit(?:y|ies))\b";
    /// Words by which a diagnosis is introduced to a patient.
    CALLED = r",? ?\b(?:what (?:we|i|you|doctors)(?:'d| would)? (?:say|call)|what's called|something called|something like|what's known as|called)\b,?";
    AFTERTHOUGHT = r",? (?:possibly|probably|maybe|perhaps) (?:from|because|due|caused|stirred|brought|set|triggered|made|related|after|with)\b.*$";
    /// What it is in the patient's words.
    EXPLAINED = r",? because .*$|,? which (?:is |basically |essentially |just |means )+.*$";
    MAY_BE = r"^.*?\b((?:could|might|may)(?: just| well| also)? (?:be|have)\b.*|possib(?:ly|le) .*)$";
    /// "There's a good chance you have sleep apnea".
    THOUGHT_OF = r"\b(?:chance|possibility|suspicion|worried|concerned|concern is|wonder\w*|suspicious)(?: that| if| whether| about| of| for)* (?:you(?:'ve|'re| have| might have| may have| could have)?(?: got| have| developed)? |it(?:'s| is| could be| might be| may be) |this (?:is|could be|might be|may be) )?(?:(?:a|an|some) )?(.+)$";
    STATES = r"^(?:(?:so|well|yeah|yes|and|now),? )*(?:it|this|that)(?:'s| is) (?:(?:a|an|the|your|just|all|called) )*";
    NEGATED = r"\b(?:not|no|never)\b|n't\b";
    TO_ME = r"(?: to me|,? yeah| right now)$";
    /// Of a test, of what is feared or of what is to be done.
    NO_OPINION = r"^(?:please |do )*(?:go|keep|start|stop|take|restart|carry|use|try|drink|rest|avoid|continue|come|call) |\b(?:tracing|shows?|showed|nothing to say|we worry|point for)\b";
    OPINION_LEAD = r"^.*?\b(?:that you(?:'ve| have) got,? (?:a |an )?|i (?:do )?think (?:that )?(?:what you (?:\w+ )?have is |this is |it's |it is |you(?:'ve| have)(?: got)? |you're |you are |you )?|consistent with |my (?:impression|diagnosis) (?:is|of)(?: that)? |diagnosis (?:is|of) |you have (?:what we call |what's called )?|this (?:is|(?:does |really )*(?:sound|look|seem)s? like) |it (?:does )?(?:sound|look|seem)s? like (?:you,? )*(?:probably |likely )?(?:have (?:got )?|it's |this is )?|what we call |it(?:'s| is) (?:probably |most likely |more likely |just )+|what you (?:\w+ )?have is |what i (?:do )?(?:think|believe|suspect) (?:you have|you've got|it is|this is|is going on) is |possibility is )(?:(?:probably|likely|most likely|just|called) )*(?:a |an |some )?";
    PROBLEM = r"\b(?:for|regarding|as far as|in terms of|with regards? to|as for) (?:your|the|her|his) (?:(?:(?:first|second|third|fourth|next|last|1st|2nd|3rd|4th|other) )?(?:problem|issue|concern|diagnosis|complaint)(?:,| of| is| which is| being| the)*|)[, ]*(?:your |of |the |that |a |an |is |,)*([\w'-]+(?: [\w'-]+){0,5}?)(?:,| i | i'm | we | we're | it | it's | you | you're | go | let's | let | continue | that | this | so | everything | again | looks | seems | is | right | what | at | and |$)";
    /// "Third problem is the osteoporosis", "first problem, the asthma, you're in a flare".
    NUMBERED = r"^(?:(?:the|your|and|so|now|okay|then),? )*(?:first|second|third|fourth|next|last|other|1st|2nd|3rd|4th) (?:problem|issue|concern|diagnosis)(?:,| of| is| here)*,? (?:(?:the|your|you've got|you have|you're in|that|a|an|is) )*([\w'-]+(?: [\w'-]+){0,4}?)(?:,| i | i'm | we | it | it's | you | you're | this | so | is | and |$)";
    ORDINAL = r"\b(?:first|second|third|fourth|next|last|1st|2nd|3rd|4th|other) (?:problem|issue|concern|diagnosis|complaint)";
    UNSURE = r"\b(?:could be|might be|may be|differential|might have|may have|possib\w+|rule out|also consider|other (?:causes|potential)|versus|or maybe|i don't think|chance (?:that )?(?:you|it|of)|worried|concerned|concern is|wonder\w*|suspicious|not sure)\b";
    HYPOTHETICAL = r"\b(?:most of the time|these (?:infections|things)|make sure|anytime|tell them|say that|if|when you|some people|people|usually|typically|can cause|can be|risk|sometimes|often|patients|do you|any questions|just means|what that means)\b";
}

/// "Atrial fibrillation" of "for your first problem, your atrial fibrillation, I think ...".
pub(super) fn problem(text: &str) -> Option<String> {
    let found = PROBLEM.captures(text).or_else(|| NUMBERED.captures(text))?.get(1)?.as_str();
    let ordinal = ORDINAL.is_match(text);
    let named = CONDITION.is_match(found) || SYMPTOM.is_match(found);
    let talk = found.split(' ').any(|word| {
        matches!(
            word,
            "visit" | "appointment" | "plan" | "you" | "your" | "medication" | "medications" | "now"
        )
    });
    let found = PROBLEM_WORD.replace(found, "");
    let found = LEADING.replace(&found, "");
    (found.len() > 2
        && !talk
        && !VAGUE.is_match(&found)
        && (named || (ordinal && found.split(' ').count() <= 4)))
        .then(|| found.into_owned())
}

/// Bytes before "for your diabetes" where that is what the sentence goes on about.
const LEADS_TO_PROBLEM: usize = 16;

/// What follows the problem's name.
pub(super) fn after_problem(text: &str) -> &str {
    let found = PROBLEM.captures(text).or_else(|| NUMBERED.captures(text));
    // "I'll give you an ointment for the elbows, twice a day": an order, and no name of a problem.
    let found = found.filter(|found| found.get(0).is_some_and(|whole| whole.start() <= LEADS_TO_PROBLEM));
    match found.and_then(|found| found.get(1)) {
        Some(name) => text[name.end()..].trim_start_matches([',', ' ']),
        None => text,
    }
}

/// What the clinician thinks it is, as a diagnosis made or, where it is only thought of, as a possible one.
pub(super) fn diagnosis(
    text: &str,
    current: SectionCode,
    pronouns: Pronouns,
) -> Option<(SectionCode, String)> {
    let text = EXPLAINED.replace(text, "");
    let text = CALLED.replace_all(&text, "").replace("  ", " ");
    let text = TO_ME.replace(&text, "");
    // "It's a tendinopathy, possibly from the antibiotic": only the cause is in doubt.
    let sure = AFTERTHOUGHT.find(&text).map_or("", |found| &text[..found.start()]);
    let text = if CONDITION.is_match(sure) && OPINION.is_match(sure) { sure } else { text.as_ref() };
    let named =
        CONDITION.is_match(text) || (OPINES.is_match(text) && SYMPTOM.is_match(text) && !TEST.is_match(text));
    let hypothetical = HYPOTHETICAL.is_match(text) && !text.to_lowercase().contains("i think");
    let opines = OPINION.is_match(text) || states(text);
    if !opines || !named || hypothetical || INTRODUCES.is_match(text) || NO_OPINION.is_match(text) {
        return None;
    }
    let unsure = UNSURE.is_match(text);
    let rest = if unsure { possible(text) } else { made(text) };
    let rest = impersonal(without_close(rest), pronouns)?;
    let rest = LEADING.replace(&rest, "").into_owned();
    let section = if unsure { SectionCode::DifferentialDiagnoses } else { current };
    (rest.split(' ').count() <= 25).then_some((section, rest))
}

/// "It's tonsillitis": a short sentence that says no more.
fn states(text: &str) -> bool {
    text.split(' ').count() <= LONGEST_STATED
        && STATES.find(text).is_some_and(|lead| {
            let rest = &text[lead.end()..];
            !NEGATED.is_match(text) && CONDITION.find(rest).is_some_and(|named| named.start() <= NEAR)
        })
}

const LONGEST_STATED: usize = 8;

/// Bytes between "it's" and what it is.
const NEAR: usize = 20;

/// What was concluded, without who says so.
fn made(text: &str) -> &str {
    [&OPINION_LEAD, &STATES]
        .into_iter()
        .filter_map(|lead| lead.find(text))
        .map(|lead| &text[lead.end()..])
        .find(|rest| CONDITION.is_match(rest))
        .unwrap_or(text)
}

/// What may be, without who thinks so.
fn possible(text: &str) -> &str {
    [&MAY_BE, &THOUGHT_OF]
        .into_iter()
        .filter_map(|pattern| pattern.captures(text)?.get(1))
        .map(|found| found.as_str())
        .find(|rest| CONDITION.is_match(rest))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_only_thought_of_is_not_made() {
        use SectionCode::{DifferentialDiagnoses, PrimaryDiagnosis};
        let of = |text| diagnosis(text, PrimaryDiagnosis, Pronouns::They);
        for (said, section, written) in [
            ("there's a good chance you have sleep apnea", DifferentialDiagnoses, "sleep apnea"),
            ("it's tonsillitis", PrimaryDiagnosis, "tonsillitis"),
            (
                "I think, from all that you've told me, that you've got, postnatal depression",
                PrimaryDiagnosis,
                "postnatal depression",
            ),
            ("this does sound like a chest infection to me", PrimaryDiagnosis, "chest infection"),
            (
                "I think it's a fibrosis of the palm, which is basically a thickening",
                PrimaryDiagnosis,
                "fibrosis of the palm",
            ),
        ] {
            assert_eq!(of(said), Some((section, written.to_owned())), "{said}");
        }
        for said in [
            "it's not an infection",
            "go back to the cream, because dryness makes infections more likely",
            "the tracing is consistent with atrial fibrillation",
        ] {
            assert_eq!(of(said), None, "{said}");
        }
    }

    #[test]
    fn a_problem_has_a_name() {
        assert_eq!(problem("third problem is the osteoporosis").as_deref(), Some("osteoporosis"));
        assert_eq!(problem("for the pain, keep it up"), None);
    }

    #[test]
    fn an_opinion_becomes_a_diagnosis() {
        assert_eq!(
            diagnosis(
                "I think this is a sprain of the left knee",
                SectionCode::PrimaryDiagnosis,
                Pronouns::They
            ),
            Some((SectionCode::PrimaryDiagnosis, "sprain of the left knee".to_owned()))
        );
        assert_eq!(
            problem("for your first problem, your atrial fibrillation, I think").as_deref(),
            Some("atrial fibrillation")
        );
    }
}
