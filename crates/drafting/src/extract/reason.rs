//! Why the patient came, as the clinician says it in the first words of the visit: "So the heart racing. Walk me through one.",
//! "Hot flashes?", "you rolled your ankle?". What the patient denies at once is none.

use clinical::SectionCode;

use super::address::of_patient;
use super::corrected::is_denied;
use super::lexicon::{BODY, CONDITION, SYMPTOM, TEST, patterns};
use super::person::{telegraphic, third_person};
use super::speakers::By;
use super::telling::is_clinical;
use super::words::without_links;
use super::{Candidate, Consult};

patterns! {
    /// What the words after these name.
    LEADS_TO = r"\b(?:here (?:today )?(?:about|for|with|because of)|called (?:us )?about|talk(?:ing)? about|(?:what's|what is) (?:going on|up|happening|wrong|the matter|the trouble) with|how(?:'s| is| are| has| have) (?:that|the|your|those|this)\b|tell me (?:a bit |a little )?about|walk me through|let's (?:see|have a look at|take a look at|look at)|form about|asked about|worried about|concerned about|message (?:was )?about|having (?:some )?trouble with|trouble with) (?:(?:that|the|your|this|these|those|some|a|an|his|her|having) )*(.+)$";
    /// A name with nothing else, or nothing that tells more.
    ALONE = r"^(?:(?:so|okay|right|now|well|and|hi|hello|the|your|some|this|these) ?,? )*(.+?)(?:,? (?:is it|isn't it|yeah|i hear|i gather|i see|i understand|tell me|then|again|is that right|was it|wasn't it))*$";
    OF_PATIENT = r"^(?:(?:so|okay|well|now|and),? )*((?:you|your) .+?)(?:,? (?:i hear|i gather|i understand|i see|is that right|yeah|right))*$";
    /// Of the talk and not of the complaint.
    NO_REASON = r"\b(?:ringing back|calling back|speaking|doing|feeling|been|name|date of birth|weather|birthday|seat|chair|test results?|holiday|work|school|family|kids|parking|find us|alright|all right|okay|today|morning|yourself|sunday|monday|tuesday|wednesday|thursday|friday|saturday)\b";
    /// What people come about that is no symptom by name.
    COMES_ABOUT = r"\b(?:periods?|memory|hearing|peeing|pee|poo\w*|bowels?|itchy|breathing|blood pressure|pressure|sugars?|weight|moles?|spot|iud|coil|contracepti\w+|the pill|pill check|smoking|cpap|sleep|mood|pulse|heart|bloods?|check-?up|review|jabs?|vaccin\w+|physical|refills?)\b";
    CALLED_BY_NAME = r"^(?:(?:hello|hi|hey|good morning|good afternoon|morning),? )?(?:mr|mrs|ms|miss|dr)\.? [\w'-]+,? ";
    ASKS_ON = r"^(?:does|do|did|is|was|were|are|have|has|had|any|more|less|how|when|where|which|what|who|why|can|could|will|would|still|ever|not|no|and|or|in|on|at|to|for|with)\b|\b(?:than|here|there)\b| how$";
    ENDS = r",? (?:and (?:you|i|we)|so|since|today|the doctor|that|they|which|isn't|aren't|can you|tell me|then|again|shall we)\b.*$";
    DID = r"^(?:you|your)\b.*\b(?:hurt\w*|roll\w*|twist\w*|fell|fallen|pass\w*|faint\w*|break\w*|broke|cut|burn\w*|inju\w+|bang\w*|hit|have|has|had|got|getting|giving|given|lost|gain\w*|found|look|are|is|'re|'ve)\b|^you(?:'re|'ve|r)\b";
}

/// Sentences within which a visit is opened, and words of its reason.
const OPENS_WITHIN: usize = 8;
const LONGEST: usize = 9;

/// The complaint as the clinician opens the visit with it; none once the patient has told something of the kind.
pub(super) fn opened_with(consult: &Consult) -> Option<Candidate> {
    let opening = &consult.sentences[..consult.sentences.len().min(OPENS_WITHIN)];
    for (place, sentence) in opening.iter().enumerate() {
        if sentence.by == By::Patient {
            if is_clinical(&sentence.text) {
                return None;
            }
            continue;
        }
        let text = CALLED_BY_NAME.replace(without_links(&sentence.text), "");
        let text = without_links(&text);
        let Some(reason) = named(text).or_else(|| alone(text)).or_else(|| done(text, consult)) else {
            continue;
        };
        if is_denied(consult, place) || is_answered_no(consult, place) {
            continue;
        }
        let mut evidence = vec![sentence.segment];
        let only_part = !(SYMPTOM.is_match(&reason)
            || CONDITION.is_match(&reason)
            || TEST.is_match(&reason)
            || COMES_ABOUT.is_match(&reason));
        let told = || {
            let next =
                consult.sentences.get(place + 1).filter(|next| next.by == By::Patient && !next.asks)?;
            Some((third_person(without_links(&next.text), consult.pronouns)?, next.segment))
        };
        let text = match only_part.then(told).flatten() {
            Some((told, segment)) if BODY.is_match(&reason) => {
                evidence.push(segment);
                format!("{reason}: {told}")
            }
            _ => reason,
        };
        return Some(Candidate::new(SectionCode::ChiefComplaint, &text, &evidence, place));
    }
    None
}

fn is_answered_no(consult: &Consult, place: usize) -> bool {
    consult.sentences[place].asks
        && consult.sentences.get(place + 1).is_some_and(|next| next.by == By::Patient && next.after_no)
}

/// "We're here about the nose", "what's going on with the skin".
fn named(text: &str) -> Option<String> {
    let name = LEADS_TO.captures(text)?.get(1)?.as_str();
    of_visit(name)
}

/// "Sore throat, I hear?"
fn alone(text: &str) -> Option<String> {
    let name = ALONE.captures(text)?.get(1)?.as_str();
    let names = SYMPTOM.is_match(name) || CONDITION.is_match(name) || COMES_ABOUT.is_match(name);
    (names && !ASKS_ON.is_match(name) && name.split(' ').count() <= 4).then(|| of_visit(name)).flatten()
}

/// "You rolled your ankle?", said of the patient.
fn done(text: &str, consult: &Consult) -> Option<String> {
    let said = OF_PATIENT.captures(text)?.get(1)?.as_str();
    let clinical = names_reason(said);
    let fits =
        clinical && DID.is_match(said) && !NO_REASON.is_match(said) && said.split(' ').count() <= LONGEST;
    fits.then(|| telegraphic(&of_patient(said, consult.pronouns)))
}

fn of_visit(name: &str) -> Option<String> {
    let name = ENDS.replace(name, "");
    let name = name.trim_end_matches([',', '.', ' ']);
    (names_reason(name)
        && !NO_REASON.is_match(name)
        && name.split(' ').count() <= LONGEST
        && !name.contains("you"))
    .then(|| name.to_owned())
}

fn names_reason(text: &str) -> bool {
    [&SYMPTOM, &CONDITION, &BODY, &TEST].iter().any(|list| list.is_match(text)) || COMES_ABOUT.is_match(text)
}
