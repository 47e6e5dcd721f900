//! What the patient takes: each drug that patient or clinician says is taken, with its dosage, once.

use std::collections::HashMap;

use clinical::drugs::drugs_in;
use clinical::{Detail, SectionCode, SegmentId};

use super::corrected::is_denied;
use super::dose;
use super::exchange::{Polarity, exchanges};
use super::lexicon::patterns;
use super::looks::Looks;
use super::speakers::By;
use super::words::bare;
use super::{Candidate, Consult};

patterns! {
    AMOUNT_BEFORE = r"(?:\b\d[\d.-]*(?:,\d{3})?(?: (?:mg|mcg|units?|tablets?|puffs?|ml|of))* |\b(?:extra strength|baby|low[ -]dose|liquid) )+$";
    /// The clinician reads out what is taken: "you're still on the", "so for your pressure, you're taking".
    READ_OUT = r"\byou(?:'re| are)(?: still| also| now| currently| just)* (?:taking|on)\b";
    /// Of before or of later, or of a drug that is not taken.
    NOT_TAKEN = r"\b(?:not|n't|never|was|were|used to|stopped|off|tried|ran out|allerg\w+|start\w*|will|going to|if|before|until|when|want|like|would|could|should|because|rather|instead|gave|gives|makes|anything|any)\b|n't\b|'ll\b|'d\b";
    /// What may stand beside drugs and dosages in a list of what one takes.
    FILLS_A_LIST = r"^(?:and|the|a|an|yes|yeah|yep|er|on|i'm|i've|got|have|take|taking|is|it|it's|that's|i|think|one|little|my|or|just|some|then|also|plus|at|for|of|about|half|with|food|too|oh|well|like|so|called|dose|once|twice|times?|every|daily|day|days|night|morning|evening|bedtime|week|weekly|mg|tablets?|puffs?)$";
    /// "Amlodipine, I think it's 5".
    HEDGED_DOSE = r" (?:i think |about )?(?:i think|it's|it is|that's|about) (\d)";
    OF_THE_KIND = r"\b(?:medic\w+|meds|pills?|tablets?|inhalers?|vitamins?|supplements?|insulin|injections?|drops|cream|ointment|spray|patch\w*|dose|prescri\w+|over the counter)\b";
    CORRECTS = r"^(?:no|nope|not|well|actually|\d)\b";
}

/// Whether a text names a drug or something of the kind.
pub(super) fn names_one(text: &str) -> bool {
    !drugs_in(text).is_empty() || OF_THE_KIND.is_match(text)
}

/// The drugs of a text, each with the dosage that stands behind its name.
pub(super) fn named(text: &str, evidence: &[SegmentId], place: usize) -> Vec<Candidate> {
    let mentions = drugs_in(text);
    let ends = mentions.iter().skip(1).map(|next| next.start).chain([text.len()]);
    mentions
        .iter()
        .zip(ends)
        .map(|(mention, limit)| {
            let part = &text[..limit];
            let start =
                AMOUNT_BEFORE.find(&part[..mention.start]).map_or(mention.start, |found| found.start());
            let phrase = text[start..dose::phrase_end(part, mention.end)].trim_end_matches([',', ' ', '.']);
            let phrase = &HEDGED_DOSE.replace(phrase, " $1");
            let detail = dose::medication(phrase).map(Detail::Medication);
            Candidate::new(SectionCode::Medications, phrase, evidence, place).with(detail)
        })
        .collect()
}

/// Whether a text names drugs and their dosages and hardly anything else: "bisoprolol, 2.5, and the ramipril".
pub(super) fn is_list(text: &str) -> bool {
    let mentions = drugs_in(text);
    let mut from = 0;
    let mut beside = String::new();
    for (at, mention) in mentions.iter().enumerate() {
        beside.push_str(&text[from..mention.start]);
        let limit = mentions.get(at + 1).map_or(text.len(), |next| next.start);
        from = dose::phrase_end(&text[..limit], mention.end);
    }
    beside.push_str(&text[from..]);
    let said = |word: &str| !word.is_empty() && !word.starts_with(|c: char| c.is_ascii_digit());
    !mentions.is_empty()
        && beside
            .split_whitespace()
            .map(bare)
            .filter(|word| said(word))
            .all(|word| FILLS_A_LIST.is_match(&word))
}

/// Sentences within which a list of drugs goes on.
const LIST_GOES_ON: usize = 3;

/// What the clinician reads out of the record while the story is told, where the patient does not say otherwise.
pub(super) fn read_out(consult: &Consult, looks: &Looks) -> Vec<Candidate> {
    let sentences = &consult.sentences;
    let answered: HashMap<usize, (usize, Option<Polarity>)> = exchanges(consult)
        .into_iter()
        .map(|exchange| (exchange.last_question(), (exchange.answer, exchange.polarity)))
        .collect();
    let mut candidates = Vec::new();
    // Where the list was last added to, by either of the two.
    let mut listed = None;
    for (place, sentence) in sentences.iter().enumerate() {
        let text = sentence.text.as_str();
        let goes_on = listed.is_some_and(|last| place <= last + LIST_GOES_ON) && is_list(text);
        if sentence.by == By::Patient && goes_on {
            listed = Some(place);
        }
        if sentence.by != By::Clinician
            || !looks.in_history(place)
            || !(READ_OUT.is_match(text) || goes_on)
            || NOT_TAKEN.is_match(text)
            || drugs_in(text).is_empty()
        {
            continue;
        }
        let mut evidence = vec![sentence.segment];
        match answered.get(&place) {
            Some((answer, Some(Polarity::Yes))) => evidence.push(sentences[*answer].segment),
            Some(_) => continue,
            None if sentence.asks => continue,
            None => {
                let next = sentences[place + 1..].iter().find(|next| next.by == By::Patient);
                if is_denied(consult, place)
                    || next.is_some_and(|next| next.after_no || CORRECTS.is_match(&next.text))
                {
                    continue;
                }
            }
        }
        candidates.extend(named(text, &evidence, place));
        listed = Some(place);
    }
    candidates
}

/// Each drug once, as it was named with the most of its dosage; by which name does not matter.
pub(super) fn once(candidates: &mut Vec<Candidate>) {
    let generic = |one: &Candidate| match (&one.section, &drugs_in(&one.text)[..]) {
        (SectionCode::Medications, [drug]) => Some(drug.generic),
        _ => None,
    };
    let mut longest: HashMap<&'static str, usize> = HashMap::new();
    for (at, one) in candidates.iter().enumerate() {
        let Some(name) = generic(one) else { continue };
        let best = longest.entry(name).or_insert(at);
        if one.text.len() > candidates[*best].text.len() {
            *best = at;
        }
    }
    let mut at = 0;
    candidates.retain(|one| {
        let kept = generic(one).is_none_or(|name| longest.get(name) == Some(&at));
        at += 1;
        kept
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(candidates: &[Candidate]) -> Vec<&str> {
        candidates.iter().map(|one| one.text.as_str()).collect()
    }

    #[test]
    fn a_list_is_drugs_and_little_else() {
        for list in
            ["bisoprolol, 2.5", "and the ramipril, 5 mg, and atorvastatin 20 at night", "Methotrexate"]
        {
            assert!(is_list(list), "{list}");
        }
        for other in ["the ibuprofen stopped working", "what about aspirin", "20 at night"] {
            assert!(!is_list(other), "{other}");
        }
    }

    #[test]
    fn a_dose_without_its_unit_is_kept_and_a_drug_named_twice_stands_once() {
        let mut all = named("bisoprolol, 2.5, and ramipril, 5 mg once a day", &[SegmentId(0)], 0);
        all.extend(named("the bisoprolol", &[SegmentId(2)], 1));
        once(&mut all);
        all.extend(named("amlodipine, I think it's 5", &[SegmentId(2)], 1));
        assert_eq!(texts(&all), ["Bisoprolol, 2.5.", "Ramipril, 5 mg once a day.", "Amlodipine, 5."]);
    }
}
