//! Why the patient came.

use clinical::SectionCode;
use clinical::drugs::drugs_in;

use super::corrected::is_denied;
use super::exchange::exchanges;
use super::lexicon::{BODY, CONDITION, SYMPTOM, patterns};
use super::person::{telegraphic, third_person};
use super::reason::{COMES_ABOUT, opened_with};
use super::speakers::By;
use super::telling::{is_clinical, tells};
use super::told::{CHATTER, ENDS_OPEN};
use super::topics::Topic;
use super::words::without_links;
use super::{Candidate, Consult};

patterns! {
    COMES_FOR = r"\b(?:who )?(?:presents?|comes? in|came in|is here|here today|here|coming in|in today|seen|referred)(?: today| to the (?:clinic|office)(?: today)?| in)?(?: today)?,? (?:for|about|with|because of|complaining of|due to)(?: a| an| evaluation of| some| the)? (.+)$";
    HERE_PERSONAL = r"\b(?:you|i|your|my|me|we|let|that|this|it)\b";
    COMPLAINT = r"\b(?:i(?:'ve| have) been|i(?:'ve| have)|i(?:'m| am)|my|it's|i was|i had|i just|there's|i got|i feel|i hurt|i fell|i noticed|i keep|i don't|i'm not|i haven't|i can't|i couldn't|i woke|it (?:really |quite )?hurts|it's been|having|feeling|a bit of|she's|he's|(?:he|she) (?:has|is|had|was)|(?:my|our) (?:son|daughter|baby))\b";
    /// "My sister faints" and "I had hives as a kid" are no complaints of today.
    OF_OTHERS = r"\b(?:when i was (?:a|in|little|young|younger)|as a (?:kid|child|baby|toddler)|years ago)\b|^my (?:\w+ )?(?:mother|mom|mum|father|dad|brother|sister|son|daughter|husband|wife|partner|aunt|uncle|cousin|gran\w*)\b";
    /// Nor is what is over, well or not there.
    NOT_TODAY = r"\b(?:way back|back in|years? ago|in (?:19|20)\d\d|used to|once had|as a (?:kid|child|boy|girl))\b|^(?:it's|it is|that's|there's|there is|i'm|i am|it isn't|that isn't) (?:not|no)\b|\b(?:is|are|'s|'re) (?:fine|okay|ok|good|great|normal)\b|^(?:no|not|nothing|never|none)\b";
    TELL_ME = r"\b(?:tell me (?:about|what|more|a)|walk me through|talk me through|fill me in|what's happened|what happened)\b|^(?:tell me|go on)$";
    AGE = r"^(?:i'm |i am )?\d{1,3}(?: years? old)?,? and ";
    /// What the patient is known to come with, before the patient tells it: "You mentioned you've had some trouble hearing".
    MENTIONED = r"\byou(?:'ve| have|'re|were)?(?: been)? (?:mention\w*|said|saying|put)(?: that)? (?:you(?:'re| are|'ve| have| had| were|'ve been)|there(?:'s| is| was))(?: got| having| had| been| some| a bit| an?)* (.+)$";
    ADDRESSES = r"\b(?:you|your|i|i'm)\b";
    FOLLOWS = r"\b(?:follow[ -]?up|check|exam|physical|results|evaluation|abnormal|low|high|elevated|visit|consult\w*)\b";
    END_OF_REASON = r",? (?:in (?:the|your) notes?|so|she was|he was|is that|and (?:i|you|we)|can you|tell me|how|what|that's) .*$|,? (?:today|right)$";
    WHOSE = r"^(?:his|her|their) ";
    OF_YOURS = r"\byour\b";
    INTRODUCES = r"\b(?:\d+[ -]year[ -]old|past medical history)\b";
    ASIDE = r"\b(?:aside from|except for|besides|other than) (?:this |the |some |my )?(.+?)(?: that| which)?(?: i've been having| i have| i've had| that i've got)?$";
    HEARD = r"\b(?:told me|i (?:see|understand|heard|saw|hear)|says|looks like|referred)(?: here)?(?: that| from .*? that)? you(?:'re| are|'ve| were| had| have| hurt| got| came| went)?(?: been| having| here| in| today| some| an?| this| for| with| experiencing| because| of| got| to the (?:er|emergency room|emergency department))+ (.+)$";
    COURSE = r"\b(?:worse|better|improv\w+|started|began|noticed|helps?|helped|relie\w+|sharp|dull|stabbing|severe|mild|moderate|radiat\w+|spread\w*|worsen\w*|persist\w*|swallow\w*|breath\w*|sleep\w*|walk\w*|fell|slipped|twisted|hit|injur\w+|emergency|hospital|eat\w*|drink\w*|urinat\w+|climb\w*|stairs|exercise|ice|rest|iced|dry|clear|blood\w*|watery|green|yellow|vomit\w*|medication|diet|weight|tablets)\b";
}

/// A complaint that the patient tells after so many sentences is less likely why they came than what the clinician began with.
const LATE: usize = 6;

/// Sentences of the patient among which the complaint is; what comes later answers questions.
const TOLD_FIRST: usize = 10;

/// Why the patient came: as the clinician introduces it, else the first complaint of the patient. Gives the sentence that
/// it took whole.
pub(super) fn chief_complaint(consult: &Consult, candidates: &mut Vec<Candidate>) -> Option<usize> {
    let early = consult.sentences.len().min(40);
    let by_patient = consult.sentences.iter().enumerate().filter(|(_, one)| one.by == By::Patient);
    let first_told =
        by_patient.map(|(place, _)| place).take(TOLD_FIRST).last().map_or(early, |last| last + 1);
    for (place, sentence) in consult.sentences[..early].iter().enumerate() {
        if sentence.by != By::Clinician || sentence.asks || is_denied(consult, place) {
            continue;
        }
        if INTRODUCES.is_match(&sentence.text) && !ADDRESSES.is_match(&sentence.text) && sentence.words() >= 6
        {
            let introduced = Candidate::new(
                SectionCode::HistoryOfPresentIllness,
                &sentence.text,
                &[sentence.segment],
                place,
            );
            candidates.push(introduced);
        }

        let found = COMES_FOR.captures(&sentence.text).or_else(|| HEARD.captures(&sentence.text));
        if let Some(reason) = found.and_then(|found| found.get(1)) {
            let reason = OF_YOURS.replace_all(reason.as_str(), "the");
            let reason = WHOSE.replace(&reason, "");
            let reason = END_OF_REASON.replace(&reason, "").into_owned();
            let clinical = SYMPTOM.is_match(&reason)
                || CONDITION.is_match(&reason)
                || BODY.is_match(&reason)
                || FOLLOWS.is_match(&reason);
            let reason = reason.as_str();
            if clinical && !HERE_PERSONAL.is_match(reason) && reason.split(' ').count() <= 16 {
                candidates.push(Candidate::new(
                    SectionCode::ChiefComplaint,
                    reason,
                    &[sentence.segment],
                    place,
                ));
                return None;
            }
        }
    }
    let complaint =
        consult.sentences[..early.min(first_told)].iter().enumerate().find_map(|(place, sentence)| {
            if sentence.by != By::Patient || sentence.asks {
                return None;
            }
            let text = without_links(&sentence.text).to_owned();
            let words = text.split(' ').count();
            let complains = (SYMPTOM.is_match(&text)
                || CONDITION.is_match(&text)
                || COMES_ABOUT.is_match(&text) && place <= LATE
                || (BODY.is_match(&text) && COURSE.is_match(&text)))
                && COMPLAINT.is_match(&text)
                && !OF_OTHERS.is_match(&text)
                && !NOT_TODAY.is_match(&text)
                && drugs_in(&text).is_empty()
                && !text.to_lowercase().starts_with("no ");
            ((3..=35).contains(&words) && complains && !CHATTER.is_match(&text) && !ENDS_OPEN.is_match(&text))
                .then_some((place, text))
        });
    let before = complaint.as_ref().map_or(early, |(place, _)| *place);
    let mentioned = consult.sentences[..before].iter().enumerate().find_map(|(place, sentence)| {
        let found =
            MENTIONED.captures(&sentence.text).filter(|_| sentence.by == By::Clinician)?.get(1)?.as_str();
        if is_denied(consult, place) {
            return None;
        }
        let reason = OF_YOURS.replace_all(found, "the");
        let reason = END_OF_REASON.replace(&reason, "");
        let clear =
            SYMPTOM.is_match(&reason) && !HERE_PERSONAL.is_match(&reason) && reason.split(' ').count() <= 10;
        clear.then(|| Candidate::new(SectionCode::ChiefComplaint, &reason, &[sentence.segment], place))
    });
    if mentioned.is_some() {
        candidates.extend(mentioned);
        return None;
    }
    if let Some(opened) = opened_with(consult) {
        candidates.push(opened);
        return None;
    }
    let (place, text) = complaint.or_else(|| opening_answer(consult))?;
    let text = AGE.replace(&text, "").into_owned();
    let aside = ASIDE.captures(&text).and_then(|found| found.get(1)).map(|found| found.as_str().to_owned());
    let text = aside.filter(|named| SYMPTOM.is_match(named)).unwrap_or(text);
    let turned = third_person(&text, consult.pronouns)?;
    let evidence = [consult.sentences[place].segment];
    candidates.push(Candidate::new(SectionCode::ChiefComplaint, &telegraphic(&turned), &evidence, place));
    Some(place)
}

/// What the patient answers to "what can I do for you?", where no complaint was recognised by its words.
fn opening_answer(consult: &Consult) -> Option<(usize, String)> {
    let sentences = &consult.sentences;
    let exchanges = exchanges(consult);
    // "Tell me about it."
    let asked_to_tell = || {
        let place =
            sentences.iter().position(|one| one.by == By::Clinician && TELL_ME.is_match(&one.text))?;
        sentences.iter().enumerate().skip(place).find(|(_, one)| one.by == By::Patient).map(|(at, _)| at)
    };
    let opening = exchanges.iter().find(|one| one.topic == Some(Topic::Opening));
    let opening = opening.map(|exchange| exchange.answer).or_else(asked_to_tell).filter(|at| *at <= 2 * LATE);
    // Where nobody asks why, the first that the patient says tells it.
    let first = || sentences.iter().position(|one| one.by == By::Patient && !one.asks && one.words() > 2);
    let answers =
        |at: usize| exchanges.iter().any(|one| one.answer == at && one.topic.is_some_and(is_of_the_past));
    let from = opening.or_else(|| first().filter(|at| *at <= LATE && !answers(*at)))?;
    let answer = sentences.iter().enumerate().skip(from);
    answer.take_while(|(_, one)| one.by == By::Patient && !one.asks).find_map(|(place, one)| {
        let text = without_links(&one.text).to_owned();
        let told = (3..=35).contains(&text.split(' ').count())
            && (opening.is_some() && tells(&text) || is_clinical(&text) || COMES_ABOUT.is_match(&text))
            && !NOT_TODAY.is_match(&text)
            && drugs_in(&text).is_empty();
        (told && !CHATTER.is_match(&text) && !ENDS_OPEN.is_match(&text)).then_some((place, text))
    })
}

/// Whether a question is about what the patient is and has otherwise, and not about why they came.
fn is_of_the_past(topic: Topic) -> bool {
    use Topic::*;
    matches!(topic, Allergies | Medications | Family | Tobacco | Alcohol | Drugs | Social | History | Surgery)
}

#[cfg(test)]
mod tests {
    use clinical::{Speaker, Transcript};

    use super::*;

    fn complaint(lines: [&str; 3]) -> Option<String> {
        let mut transcript = Transcript::default();
        for (at, line) in lines.into_iter().enumerate() {
            let speaker = if at % 2 == 0 { Speaker::Clinician } else { Speaker::Patient };
            transcript.push(speaker, line, None);
        }
        let mut candidates = Vec::new();
        chief_complaint(&Consult::of(&transcript), &mut candidates);
        candidates.pop().map(|candidate| candidate.text)
    }

    #[test]
    fn a_complaint_is_found_by_its_words_or_as_the_answer_to_why() {
        for (said, written) in [
            ("I'm 54, and I've had a cough for a week.", "Cough for a week."),
            ("It's my leg, doctor.", "It is the leg."),
        ] {
            let found = complaint(["Hello. What can I do for you today?", said, "Right."]);
            assert_eq!(found.as_deref(), Some(written), "{said}");
        }
        assert_eq!(complaint(["What can I do for you?", "Well, it's a long story.", "Right."]), None);
    }
}
