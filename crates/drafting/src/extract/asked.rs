//! Questions with their answers: "Any fevers?" and "No." is "Denies fevers.", resting on both. A question without a clear
//! answer gives nothing.

use clinical::drugs::drugs_in;
use clinical::{Allergy, Detail, SectionCode};

use super::affirmed::affirmed;
use super::exchange::{Exchange, Polarity, exchanges};
use super::lexicon::{CONDITION, SYMPTOM, patterns};
use super::safety::{answered, is_of_safety};
use super::sentences::Sentence;
use super::speakers::By;
use super::symptoms::{CLOSES_QUESTION, NEUTRAL, VAGUE, asks_for_symptoms, decapitalised, nominal, symptoms};
use super::topics::{ALCOHOL, Topic};
use super::{Candidate, Consult};

patterns! {
    GENERIC = r"^(?:and |or )?(?:anything|any of|nothing|none of) (?:like )?(?:that|those|this)|^anything else$|^none$";
    GENERAL_MEDICATION = r"\b(?:any|anything|other|regular)\b";
    /// What one is rather than has.
    FELT = r"^(?:feel |felt |feeling )?((?:(?:more|quite|very|a bit) )?(?:feverish|dizzy|sick|tired|nauseous|congested|anxious|weak|short of breath|breathless|faint|lethargic|shaky|shivery|stressed|depressed|unwell|light-?headed|hot and cold|sweaty|wheezy|bloated|panicky|tearful|itchy|unstable|confused|out of breath))$";
    ELSEWHERE = r"\banywhere else\b";
    DRINKS = r"\b(?:do you (?:ever |currently |still )?(?:drink|have any alcohol)|(?:any|drink|drinking) alcohol|alcohol (?:use|intake)|drinker)\b|\balcohol$";
    OF_DRUGS = r"\b(?:medications?|medicines?|drugs?|tablets|antibiotics)\b";
    FAMILY_OF = r"(?:family|history) (?:history )?(?:of|with) (?:any )?(.+)$";
    MANY = r",| or | and ";
}

/// What questions and short answers establish together.
pub(super) fn answers(consult: &Consult) -> Vec<Candidate> {
    let sentences = &consult.sentences;
    let mut candidates = Vec::new();
    for exchange in exchanges(consult) {
        let Some(polarity) = exchange.polarity else { continue };
        let question = &sentences[exchange.last_question()];
        let mut evidence = vec![question.segment, sentences[exchange.answer].segment];
        if exchange.topic == Some(Topic::Allergies) {
            evidence.extend(exchange.questions.iter().map(|question| sentences[*question].segment));
        }
        let fact = match (exchange.topic, polarity) {
            _ if is_of_safety(&question.text) => answered(&question.text, polarity, consult.pronouns)
                .map(|text| (SectionCode::HistoryOfPresentIllness, text)),
            (Some(Topic::Symptoms), _) => of_symptoms(consult, &exchange, polarity),
            (Some(topic), Polarity::No) => denied(topic, &question.text),
            _ => None,
        };
        if let (Some(other), Some(_)) = (&exchange.other, &fact) {
            let text = format!("Reports {}", decapitalised(other));
            candidates.push(Candidate::new(SectionCode::ReviewOfSystems, &text, &evidence, exchange.answer));
        }
        if let Some((section, text)) = fact {
            let none = (section == SectionCode::Allergies).then(|| Detail::Allergy(Allergy::default()));
            candidates.push(Candidate::new(section, &text, &evidence, exchange.answer).with(none));
        } else if let Some(text) = affirmed(&question.text, polarity, consult.pronouns) {
            let section = section_of(exchange.topic);
            let candidate = Candidate::new(section, &text, &evidence, exchange.answer);
            let sorted = section != SectionCode::HistoryOfPresentIllness;
            candidates.push(if sorted { candidate } else { candidate.open() });
        }
    }
    candidates
}

/// What is established, and where it belongs.
type Fact = (SectionCode, String);

/// The symptoms that were asked about, as there or as denied, where that is clear.
fn of_symptoms(consult: &Consult, exchange: &Exchange, polarity: Polarity) -> Option<Fact> {
    let last = &consult.sentences[exchange.last_question()];
    // "Trouble with your breathing? Are you short of it?": one answer to all that was asked in a breath.
    let of_turn: Vec<&Sentence> = exchange
        .questions
        .iter()
        .map(|question| &consult.sentences[*question])
        .filter(|one| polarity == Polarity::No && one.segment == last.segment && asks_for_symptoms(&one.text))
        .collect();
    let asked = if of_turn.is_empty() || of_turn.len() > 2 { &[last][..] } else { &of_turn[..] };
    let named: Vec<String> = asked.iter().flat_map(|question| symptoms(&question.text)).collect();
    let about_them = asks_for_symptoms(&last.text) || (GENERIC.is_match(&last.text) && !of_turn.is_empty());
    // What follows a "yes" to several symptoms says which; "yes" alone does not.
    let clear = about_them
        && !named.is_empty()
        && !named.iter().any(|one| VAGUE.is_match(one) || NEUTRAL.is_match(one))
        && (polarity == Polarity::No || (named.len() == 1 && !MANY.is_match(&named[0])));
    if !clear {
        return None;
    }
    let mut named = decapitalised(&named.join(", "));
    // "Any rash anywhere else?": there is one where it was told of.
    if asked.iter().any(|question| ELSEWHERE.is_match(&question.text)) {
        named.push_str(" anywhere else");
    }
    let felt = FELT.captures(&named).and_then(|found| found.get(1)).map(|felt| felt.as_str());
    let text = match (polarity, felt) {
        (Polarity::Yes, Some(felt)) => format!("Feels {felt}"),
        (Polarity::No, _) => format!("Denies {}", nominal(&named)),
        (Polarity::Yes, None) => format!("Reports {}", nominal(&named)),
    };
    Some((SectionCode::ReviewOfSystems, text))
}

/// What a "no" to a question about this establishes.
fn denied(topic: Topic, question: &str) -> Option<Fact> {
    use SectionCode::{Allergies, FamilyHistory, Medications, PastMedicalHistory, SocialHistory};
    let other = if question.contains("other") { "other " } else { "" };
    match topic {
        Topic::Allergies => {
            let of_drugs = if OF_DRUGS.is_match(question) { "drug " } else { "" };
            Some((Allergies, format!("No known {of_drugs}allergies")))
        }
        Topic::Medications if GENERAL_MEDICATION.is_match(question) && !SYMPTOM.is_match(question) => {
            Some((Medications, format!("No {other}current medications")))
        }
        Topic::Family => family_history(question).map(|of| (FamilyHistory, format!("No family history{of}"))),
        Topic::Tobacco if question.contains("smok") => {
            let text = if ALCOHOL.is_match(question) {
                "Does not smoke or drink alcohol"
            } else if question.contains("ever") {
                "Has never smoked"
            } else {
                "Does not smoke"
            };
            Some((SocialHistory, text.to_owned()))
        }
        Topic::Alcohol if DRINKS.is_match(question) => {
            Some((SocialHistory, "Does not drink alcohol".to_owned()))
        }
        Topic::Drugs => Some((SocialHistory, "Denies drug use".to_owned())),
        Topic::History if question.contains("other illnesses") => {
            Some((PastMedicalHistory, "No other illnesses".to_owned()))
        }
        Topic::History if question.contains("medical") || question.contains("health") => {
            let asks = question.contains("other") || question.contains("any");
            let noun = HISTORY_NOUNS.into_iter().find(|noun| asks && question.contains(noun))?;
            let noun = if noun == "history" { "problems" } else { noun };
            Some((PastMedicalHistory, format!("No {other}medical {noun}")))
        }
        Topic::Surgery => ["surgeries", "surgery", "operations", "operation"]
            .into_iter()
            .find(|noun| question.contains(noun) && question.contains("any"))
            .map(|noun| (PastMedicalHistory, format!("No {noun}"))),
        _ => None,
    }
}

const HISTORY_NOUNS: [&str; 6] = ["problems", "conditions", "issues", "history", "condition", "problem"];

/// Where what a yes or no affirms belongs, unless the weights say better.
fn section_of(topic: Option<Topic>) -> SectionCode {
    match topic {
        Some(Topic::Social | Topic::Tobacco | Topic::Alcohol | Topic::Drugs) => SectionCode::SocialHistory,
        Some(Topic::History | Topic::Surgery) => SectionCode::PastMedicalHistory,
        Some(Topic::Family) => SectionCode::FamilyHistory,
        _ => SectionCode::HistoryOfPresentIllness,
    }
}

/// "No current medications" is left out where the patient names a drug, and "no known allergies" where one is
/// named that the patient does not bear: one of the two was about something else.
pub(super) fn without_contradicted(consult: &Consult, candidates: &mut Vec<Candidate>) {
    let takes = consult.sentences.iter().any(|one| one.by == By::Patient && !drugs_in(&one.text).is_empty())
        || candidates.iter().any(|one| {
            one.section == SectionCode::Medications && matches!(one.detail, Some(Detail::Medication(_)))
        });
    let bears_not = candidates.iter().any(|one| names_allergy(one) == Some(true));
    candidates.retain(|one| {
        let no_medications = one.section == SectionCode::Medications && one.text == NO_MEDICATIONS;
        !(takes && no_medications || bears_not && names_allergy(one) == Some(false))
    });
}

/// Of an allergy, whether it names what the patient is allergic to.
fn names_allergy(candidate: &Candidate) -> Option<bool> {
    match &candidate.detail {
        Some(Detail::Allergy(allergy)) => Some(allergy.substance.is_some()),
        _ => None,
    }
}

const NO_MEDICATIONS: &str = "No current medications.";

/// " of heart disease" of a question about the family; empty where it asks for anything at all.
fn family_history(question: &str) -> Option<String> {
    let question = CLOSES_QUESTION.replace(question, "");
    if let Some(of) = FAMILY_OF.captures(&question).and_then(|found| found.get(1)) {
        let named = of.as_str();
        let specific = CONDITION.is_match(named)
            || SYMPTOM.is_match(named)
            || named.ends_with("problems")
            || named.ends_with("disease");
        return (specific && !named.contains("your") && named.split(' ').count() <= 10)
            .then(|| format!(" of {named}"));
    }
    None
}
