//! What the patient is allergic to, told by the patient or read out by the clinician, with what it does.

use clinical::drugs::drugs_in;
use clinical::{Allergy, Detail, SectionCode, SegmentId};

use super::asked::OF_DRUGS;
use super::lexicon::patterns;
use super::person::third_person;
use super::speakers::By;
use super::{Candidate, Consult};

patterns! {
    ALLERGY = r"\b(?:allerg(?:y|ic|ies)|gives? me (?:a |an )?(?:\w+ )?(?:rash|hives|swelling)|break out|anaphyl\w+|can't (?:have|take))\b";
    NO_ALLERGIES = r"^(?:i have |i've got |i've )?no (?:known )?(?:\w+ )?allergies(?: at all| to (?:anything|any medications?|medications?))?$";
    SEASONAL = r"\b(?:seasonal|pollen|hay fever|test\w*)\b";
    GIVES = r"^(?:to )?(.+?),? (?:it )?(?:gives?|makes|causes?) me (?:(?:a|an) )?(.+)$";
    ALLERGIC_TO = r"\b(?:allergic|allergy) to (?:the )?(.+)$";
    /// Of an allergy of the patient that the clinician reads out.
    READ_OUT = r"\b(?:you(?:'re| are|'ve got| have)|got you down as|(?:i|he|she|we) ha(?:ve|s)|i see|i've got) (?:an? |here )*(?:allergic|allergy) to (?:the )?(.+)$";
    /// What came of it, in a sentence about nothing else.
    REACTION = r"\b(?:gave|gives|caused?) (?:me|him|her) (?:a |an )?((?:\w+ ){0,2}?(?:rash|hives|swelling|diarrh\w+|itching|anaphyl\w+)\b.*)$|\b(?:got|had|came (?:up|out) in|broke out in) (?:a |an )?((?:\w+ )?(?:rash|hives)\b.*)$|\bm(?:ade|akes) (?:me|him|her) (sick.*|vomit.*|itch.*)$|^(?:my|his|her) ((?:lips?|face|throat|tongue|eyes) (?:swelled|swells|swell|closed|closes)(?: up)?)$";
    TELLS_REACTION = r"^(?:it|they|he|she|the patient) (?:just )?(?:gave|gives|got|came|had|broke|made|caused) .*\b(?:rash|hives|swelling|itch\w*|sick|vomit\w*)\b";
    /// Given where the question was about allergies; what is no drug.
    SUBSTANCE = r"^(?:(?:to|the|just|only|my|yeah|yes) )*(latex|sulfa(?: drugs)?|(?:tree )?nuts|peanuts?|eggs?|shellfish|seafood|plasters|elastoplast|adhesive tape|iodine|contrast(?: dye)?|(?:bee|wasp) stings?|soya?|milk|dairy|gluten|wheat|cats?|dogs?|grass|dust(?: mites?)?)$";
}

/// What a sentence of the patient says of allergies; `first` is whether it answers a question about them.
pub(super) fn told(
    consult: &Consult,
    text: &str,
    first: bool,
    evidence: &[SegmentId],
    place: usize,
) -> Option<Candidate> {
    if NO_ALLERGIES.is_match(text) {
        let of_drugs = if OF_DRUGS.is_match(text) { "drug " } else { "" };
        let none = Detail::Allergy(Allergy::default());
        let text = format!("No known {of_drugs}allergies");
        return Some(Candidate::new(SectionCode::Allergies, &text, evidence, place).with(Some(none)));
    }
    if !(ALLERGY.is_match(text) && !SEASONAL.is_match(text) || first) {
        return None;
    }
    let (substance, reaction) = if let Some(found) = GIVES.captures(text) {
        (found.get(1)?.as_str(), found.get(2).map(|found| found.as_str()))
    } else if let Some(found) = ALLERGIC_TO.captures(text) {
        (found.get(1)?.as_str(), None)
    } else if let [drug] = drugs_in(text)[..] {
        (&text[drug.start..drug.end], None)
    } else if first {
        (SUBSTANCE.captures(text)?.get(1)?.as_str(), None)
    } else {
        return None;
    };
    if third_person(substance, consult.pronouns).as_deref() != Some(substance) {
        return None;
    }
    of(consult, substance, reaction, evidence, place)
}

/// The allergies that the clinician reads out of the record.
pub(super) fn read_out(consult: &Consult) -> Vec<Candidate> {
    let by_clinician = consult.sentences.iter().enumerate().filter(|(_, one)| one.by == By::Clinician);
    by_clinician
        .filter_map(|(place, sentence)| {
            let substance = READ_OUT.captures(&sentence.text)?.get(1)?.as_str();
            let next = consult.sentences.get(place + 1)?;
            let denied = next.by == By::Patient && next.after_no || sentence.asks && next.by != By::Patient;
            if denied || OF_DRUGS.is_match(substance) || substance.contains("any") {
                return None;
            }
            of(consult, substance, None, &[sentence.segment], place)
        })
        .collect()
}

/// The allergy with its reaction, where that is told in the sentence or by the patient right behind it.
fn of(
    consult: &Consult,
    substance: &str,
    reaction: Option<&str>,
    evidence: &[SegmentId],
    place: usize,
) -> Option<Candidate> {
    if substance.split(' ').count() > LONGEST_SUBSTANCE {
        return None;
    }
    let mut evidence = evidence.to_vec();
    let reaction =
        reaction.filter(|reaction| reaction.split(' ').count() <= LONGEST_REACTION).or_else(|| {
            let next = consult.sentences.get(place + 1).filter(|next| next.by == By::Patient)?;
            let found = REACTION.captures(&next.text)?;
            let reaction = found.iter().skip(1).flatten().next()?.as_str();
            let short = reaction.split(' ').count() <= LONGEST_REACTION;
            let turned = third_person(reaction, consult.pronouns).as_deref() == Some(reaction);
            (short && turned).then(|| {
                evidence.push(next.segment);
                reaction
            })
        });
    let text = reaction.map_or_else(|| substance.to_owned(), |reaction| format!("{substance}: {reaction}"));
    let detail =
        Detail::Allergy(Allergy { substance: Some(substance.into()), reaction: reaction.map(Into::into) });
    Some(Candidate::new(SectionCode::Allergies, &text, &evidence, place).with(Some(detail)))
}

/// Without the reaction told a second time as a part of the story.
pub(super) fn once(candidates: &mut Vec<Candidate>) {
    let cited: Vec<SegmentId> = candidates
        .iter()
        .filter(|one| one.section == SectionCode::Allergies)
        .flat_map(|one| one.evidence.iter().copied())
        .collect();
    candidates.retain(|one| {
        let told_again = one.open
            && TELLS_REACTION.is_match(&one.text)
            && one.evidence.iter().any(|segment| cited.contains(segment));
        !told_again
    });
}

const LONGEST_SUBSTANCE: usize = 4;
const LONGEST_REACTION: usize = 7;
