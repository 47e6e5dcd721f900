//! What a statement tells in fields besides its words: a drug with its dosage, a vital sign, on which side something is and for how
//! long it has been there, what a test came to. A statement that names two of a kind, or something that happened besides, has none,
//! for a field does not tell which is whose.

use std::ops::Range;

use clinical::drugs::drugs_in;
use clinical::quantity::quantities;
use clinical::{BodySide, Detail, Finding, SectionCode, TestResult};

use super::dose;
use super::lexicon::{BODY, CONDITION, SYMPTOM, TEST, patterns};
use super::vitals::vital_signs;

patterns! {
    SIDE = r"\b(?:(left|right)(?:[- ]sided?)?|both|bilateral(?:ly)?)\b";
    /// "Right now" and "right after" are no side, nor has who left one.
    NO_SIDE = r"^ (?:now|away|here|there|after|before|when|where|then|at|in|off|out|over|for|the|his|her|their|work|home|school|alone)\b";
    OF_A_SIDE = r"(?:\b(?:on|to|in) (?:the|his|her|their)|\bthe) $";
    /// What stands before how long something has been there.
    LASTS = r"(?:\b(?:for|over|during|(?:the|these) (?:past|last)|past|last|lasted|lasting|duration(?: of [\w ]+)?:) )((?:(?:the|about|around|at least|almost|nearly|over|maybe|roughly|approximately|more than|past|last) )*)$";
    HEDGE = r"\b((?:about|around|at least|almost|nearly|over|maybe|roughly|approximately|more than) )$";
    AGO = r"^ ago\b";
    BEGAN = r"\b(?:start(?:ed|ing)?|began|begun|onset|came on|since|noticed)\b";
    /// Where something is denied it is not read what.
    NONE = r"\b(?:denies|denied|no|not|never|negative|without|any|neither|nor)\b|n't\b";
    /// What an examination finds that no patient complains of.
    SIGN = r"\b(?:swelling|edema|oedema|erythema|ecchymosis|bruising|crackles|rales|rhonchi|wheez(?:es|ing)|effusion|tenderness|crepitus|laxity|warmth|redness|bruits?|exudates?|lymphadenopathy|deformity|atrophy|clubbing|cyanosis)\b";
    /// What may stand between the name of a test and its number.
    LEADS_TO_VALUE = r"^(?:[ ,:]|\b(?:is|was|are|were|has|been|at|of|level|count|came|comes?|back|(?:up|down) (?:to|at)|a|the|little|bit|slightly|quite|very|elevated|high|low|normal|good|great|stable|better|still|now|about|around|today|went|gone|only|just)\b)*$";
    /// Behind a number that is not today's.
    OF_BEFORE = r"\b(?:ago|last|before|previously|earlier|in the past)\b";
    /// What takes a side or a duration of its own, or is over.
    BESIDES = r"\b(?:radiat\w+|into|goes|going|went|after|treated|took|takes|taking|resolved|gone|better|surgery|fell|falling|injur\w+)\b";
    /// Another clause than that of the side or of the duration.
    NEXT_CLAUSE = r"\band\b.*\b(?:is|are|was|were|has|have|had|do|does|shows?|looks?)\b";
    LABEL = r"^duration(?: of [\w ]+)?:";
}

/// The field of a statement of a section; none where it tells nothing of the kind, or of more than one.
pub(crate) fn detail(section: SectionCode, text: &str) -> Option<Detail> {
    use SectionCode::*;
    let text = text.trim_end_matches('.');
    match section {
        VitalSigns => match vital_signs(text)[..] {
            [(_, sign)] => Some(Detail::VitalSign(sign)),
            _ => None,
        },
        Medications | PlanMedications => dose::medication(text).map(Detail::Medication),
        Results => test_result(text).map(Detail::TestResult),
        ChiefComplaint
        | HistoryOfPresentIllness
        | ReviewOfSystems
        | PastMedicalHistory
        | PhysicalExam
        | PrimaryDiagnosis
        | Problems
            if !NONE.is_match(text) =>
        {
            finding(text).map(Detail::Finding)
        }
        _ => None,
    }
}

fn test_result(text: &str) -> Option<TestResult> {
    let named = TEST.find(text)?;
    let labelled = text.split_once(": ").filter(|(label, _)| named.end() <= label.len());
    let after = labelled.map_or(named.end(), |(label, _)| label.len());
    let values: Vec<_> = quantities(text)
        .into_iter()
        .filter(|one| one.start >= after && !one.unit.is_some_and(|unit| unit.is_time()))
        .collect();
    let measured = match values[..] {
        [one] => {
            let nearest = TEST.find_iter(&text[..one.start]).last()?;
            let is_now = !OF_BEFORE.is_match(&text[one.end..]);
            (is_now && LEADS_TO_VALUE.is_match(&text[nearest.end()..one.start])).then_some((nearest, one))
        }
        _ => None,
    };
    match (measured, labelled) {
        (Some((nearest, one)), _) => {
            let label = labelled.map(|(label, _)| label).filter(|label| nearest.end() <= label.len());
            let unit = text[one.number_end..one.end].trim();
            Some(TestResult {
                test: label.unwrap_or(nearest.as_str()).into(),
                value: text[one.start..one.number_end].into(),
                unit: (!unit.is_empty()).then(|| unit.into()),
            })
        }
        (None, Some((label, seen))) => {
            Some(TestResult { test: label.into(), value: seen.into(), unit: None })
        }
        _ => None,
    }
}

fn finding(text: &str) -> Option<Finding> {
    let what = match &named(text)[..] {
        [] if LABEL.is_match(text) => None,
        [one] => Some(one.clone()),
        _ => return None,
    };
    if BESIDES.is_match(text) || !drugs_in(text).is_empty() {
        return None;
    }
    let of_what = |range: &Range<usize>| {
        let what = what.as_ref().unwrap_or(range);
        let between = text.get(what.end.min(range.end)..what.start.max(range.start));
        !between.is_some_and(|between| NEXT_CLAUSE.is_match(between))
    };
    let side = side(text).filter(|(_, range)| of_what(range)).map(|(side, _)| side);
    let duration = duration(text).filter(of_what).map(|range| text[range].into());
    let tells = side.is_some() || duration.is_some();
    tells.then(|| Finding { what: what.map(|range| text[range].into()), side, duration })
}

/// The symptoms, conditions and signs of a text, each with the part of the body before it: "knee pain".
fn named(text: &str) -> Vec<Range<usize>> {
    let told = SYMPTOM.find_iter(text).chain(CONDITION.find_iter(text)).map(|one| one.start()..one.end());
    let mut ranges: Vec<Range<usize>> = told.chain(SIGN.find_iter(text).map(|one| one.range())).collect();
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    ranges.dedup_by(|next, range| next.start < range.end);
    for range in &mut ranges {
        let part = BODY.find_iter(&text[..range.start]).last();
        let part = part.filter(|part| text[part.end()..range.start].trim().is_empty());
        range.start = part.map_or(range.start, |part| part.start());
    }
    ranges
}

/// Words between a side and the part of the body whose side it is.
const PART_WITHIN: usize = 3;

fn side(text: &str) -> Option<(BodySide, Range<usize>)> {
    let mut sides = SIDE.captures_iter(text).filter_map(|found| {
        let whole = found.get(0)?;
        let (before, after) = (&text[..whole.start()], &text[whole.end()..]);
        let said = whole.as_str().to_lowercase();
        let (side, is_one) = match found.get(1).map(|named| named.len()) {
            Some(named) if said.starts_with("left") => (BodySide::Left, said.len() > named),
            Some(named) => (BodySide::Right, said.len() > named),
            None => (BodySide::Both, said != "both"),
        };
        let of_part = OF_A_SIDE.is_match(before) && side != BodySide::Both || has_part_soon(after);
        (is_one || !NO_SIDE.is_match(after) && of_part).then(|| (side, whole.range()))
    });
    let first = sides.next()?;
    sides.all(|(side, _)| side == first.0).then_some(first)
}

fn has_part_soon(text: &str) -> bool {
    BODY.find(text).is_some_and(|part| text[..part.start()].split_whitespace().count() < PART_WITHIN)
}

/// How long something has been there, with the word that says how exactly.
fn duration(text: &str) -> Option<Range<usize>> {
    let times = quantities(text).into_iter().filter(|one| one.unit.is_some_and(|unit| unit.is_time()));
    let mut lasting = times.filter(|one| {
        let (before, after) = (&text[..one.start], &text[one.end..]);
        LASTS.is_match(before) || AGO.is_match(after) && BEGAN.is_match(before)
    });
    let one = lasting.next()?;
    let hedge = HEDGE.captures(&text[..one.start]).and_then(|hedge| hedge.get(1));
    lasting.next().is_none().then(|| hedge.map_or(one.start, |hedge| hedge.start())..one.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(Option<String>, Option<BodySide>, Option<String>)> {
        match detail(SectionCode::HistoryOfPresentIllness, text)? {
            Detail::Finding(Finding { what, side, duration }) => {
                Some((what.map(|what| what.to_string()), side, duration.map(|duration| duration.to_string())))
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_side_and_a_duration_are_fields_beside_what_they_are_of() {
        let of = |what: &str, side, duration: &str| {
            let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            Some((given(what), side, given(duration)))
        };
        for (text, expected) in [
            ("Left knee pain for about 2 weeks.", of("knee pain", Some(BodySide::Left), "about 2 weeks")),
            ("The cough started three days ago.", of("cough", None, "three days")),
            ("Duration: 6 months.", of("", None, "6 months")),
            ("Numbness on the right side.", of("Numbness", Some(BodySide::Right), "")),
            ("Trace edema in both legs.", of("edema", Some(BodySide::Both), "")),
            ("Bilateral edema.", of("edema", Some(BodySide::Both), "")),
            ("Right finger pain.", of("finger pain", Some(BodySide::Right), "")),
            ("Headaches over the past 4 weeks.", of("Headaches", None, "4 weeks")),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_side_and_no_duration_is_no_field_nor_is_one_of_two() {
        for text in [
            "The patient left work early.",
            "The pain is bad right now.",
            "Takes ibuprofen every 6 hours for the headache.",
            "Pain in the left knee and the right hip.",
            "Cough for 2 weeks and fever for 3 days.",
            "Denies pain in the left leg.",
            "Right knee: no ecchymosis or edema.",
            "Chest pain radiating to the left arm.",
            "Fatigue and left knee pain for 2 weeks.",
            "Headache after falling on the right shoulder.",
            "Took ibuprofen for 3 days for the headache.",
            "Pain on both flexion and extension.",
            "Lungs are clear bilaterally and the legs have trace edema.",
            "They are going to continue that for about 3 weeks.",
            "The patient is 45 years old.",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn a_result_is_a_test_with_a_number_or_with_what_was_seen() {
        for (text, test, value, unit) in [
            ("Hemoglobin a1c: 7.2.", "Hemoglobin a1c", "7.2", None),
            ("Creatinine is 1.4 mg/dL.", "Creatinine", "1.4", Some("mg/dL")),
            ("Labs: the hemoglobin a1c is slightly high at 8.5.", "hemoglobin a1c", "8.5", None),
            ("Chest x-ray: no infiltrate.", "Chest x-ray", "no infiltrate", None),
        ] {
            let expected = TestResult { test: test.into(), value: value.into(), unit: unit.map(Into::into) };
            assert_eq!(detail(SectionCode::Results, text), Some(Detail::TestResult(expected)), "{text}");
        }
        assert_eq!(detail(SectionCode::Results, "Sodium 140 and potassium 4.1."), None);
        let stage = detail(SectionCode::Results, "CT scan: stage 3 disease.");
        assert!(matches!(stage, Some(Detail::TestResult(seen)) if &*seen.value == "stage 3 disease"));
        let far = "The echocardiogram shows a preserved ejection fraction of 55%.";
        assert_eq!(detail(SectionCode::Results, far), None);
        for old in ["Creatinine is up 20%.", "A1c has come down from 9.1.", "A1c was 7.2 last time."] {
            assert_eq!(detail(SectionCode::Results, old), None, "{old}");
        }
        assert_eq!(detail(SectionCode::Results, "Labs look stable."), None);
    }
}
