//! Under which problem a plan was made and a result was told. Clinicians name a problem ("for your diabetes ...") and go on about it until they turn
//! to the next; where several were named, each plan says to which it belongs, and rests on the naming, too. A plan under the
//! wrong problem is worse than one under none, so a name holds only as long as nothing else is spoken of.

use std::collections::HashSet;

use clinical::{SectionCode, SegmentId};

use super::diagnosed::problem;
use super::lexicon::{BODY, CONDITION, patterns};
use super::looks::Looks;
use super::person::sentence_case;
use super::speakers::By;
use super::{Candidate, Consult};

patterns! {
    CLOSES = r"\b(?:any questions|the nurse|check[- ]?out|see you (?:again|back|in)|follow[- ]?up|take care|anything else|come back|in touch|finali[sz]e|next|second|third|other|my concern|i think you(?:'ve| have))\b";
}

/// How many sentences of the clinician a name holds for.
const HOLDS: usize = 8;

/// The problem that is spoken of at each sentence, with the segment that names it.
fn spoken_of(consult: &Consult, looks: &Looks) -> Vec<Option<(String, SegmentId)>> {
    let mut current: Option<(String, SegmentId)> = None;
    let mut left = 0;
    let mut all = Vec::with_capacity(consult.sentences.len());
    for (place, sentence) in consult.sentences.iter().enumerate() {
        if sentence.by == By::Clinician {
            left = usize::saturating_sub(left, 1);
            let turns = left == 0 || CLOSES.is_match(&sentence.text) || of_another(&sentence.text, &current);
            if let Some(name) = problem(&sentence.text).filter(|_| looks.concludes(place) && !sentence.asks) {
                current = Some((name, sentence.segment));
                left = HOLDS;
            } else if turns {
                current = None;
            }
        }
        all.push(current.clone());
    }
    all
}

/// Whether a condition is spoken of that is not the one at hand.
fn of_another(text: &str, current: &Option<(String, SegmentId)>) -> bool {
    current.as_ref().is_some_and(|(name, _)| {
        let name = name.to_lowercase();
        CONDITION.find_iter(text).any(|found| !name.contains(&found.as_str().to_lowercase()))
    })
}

/// Puts the name of the problem before each plan and result of a consult about several.
pub(super) fn group(consult: &Consult, looks: &Looks, candidates: &mut [Candidate]) {
    let spoken_of = spoken_of(consult, looks);
    let different: HashSet<String> =
        spoken_of.iter().flatten().map(|(name, _)| name.to_lowercase()).collect();
    if different.len() < 2 {
        return;
    }
    for candidate in candidates {
        let Some((name, segment)) = &spoken_of[candidate.place] else { continue };
        let other_result = candidate.section == SectionCode::Results && !is_of(&candidate.text, name);
        if !belongs(candidate)
            || other_result
            || names(&candidate.text, name)
            || CONDITION.is_match(&candidate.text)
        {
            continue;
        }
        // One colon is enough: "Diabetes, hemoglobin A1C: 6.9."
        let joined = if candidate.text.contains(": ") { ", " } else { ": " };
        candidate.text = sentence_case(&format!("{name}{joined}{}", decapitalised(&candidate.text)));
        candidate.evidence.push(*segment);
        candidate.evidence.sort_unstable();
        candidate.evidence.dedup();
    }
}

/// Tests that belong to a condition: parts of the names of both.
const TESTS_OF: [(&str, &str); 12] = [
    ("diabet", "a1c"),
    ("diabet", "sugar"),
    ("diabet", "glucose"),
    ("cholesterol", "lipid"),
    ("cholesterol", "ldl"),
    ("hyperlipid", "lipid"),
    ("thyroid", "tsh"),
    ("thyroid", "thyroid"),
    ("kidney", "creatinine"),
    ("kidney", "kidney"),
    ("anemia", "hemoglobin"),
    ("anemia", "ferritin"),
];

/// Whether a result is of a problem: of a test that belongs to it, or of the same part of the body.
fn is_of(result: &str, problem: &str) -> bool {
    let (result, problem) = (result.to_lowercase(), problem.to_lowercase());
    TESTS_OF.iter().any(|(of, test)| problem.contains(of) && result.contains(test))
        || BODY
            .find_iter(&problem)
            .any(|part| BODY.find_iter(&result).any(|other| other.as_str() == part.as_str()))
}

fn belongs(candidate: &Candidate) -> bool {
    use SectionCode::{PlanEducation, PlanMedications, PlanProcedures, PlanReferrals, PlanTests, Results};
    matches!(
        candidate.section,
        Results | PlanMedications | PlanTests | PlanProcedures | PlanReferrals | PlanEducation
    )
}

/// Whether a statement names the problem itself.
fn names(text: &str, problem: &str) -> bool {
    let text = text.to_lowercase();
    problem.to_lowercase().split(' ').filter(|word| word.len() > 3).any(|word| text.contains(word))
}

/// "Increase the dose" is "increase the dose" behind a colon; "I", "MRI" and "X-ray" stay.
fn decapitalised(text: &str) -> String {
    let first = text.split(' ').next().unwrap_or_default();
    let first = first.trim_end_matches([',', '.']);
    if first.len() < 2 || !first.chars().skip(1).all(char::is_lowercase) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use clinical::{Note, SectionCode, SegmentId, Speaker, Transcript};

    use super::super::extract;
    use crate::Template;

    fn draft(lines: &[&str]) -> Note {
        let mut transcript = Transcript::default();
        for _ in 0..4 {
            transcript.push(Speaker::Patient, "I feel much better than I did last week.", None);
        }
        for line in lines {
            transcript.push(Speaker::Clinician, *line, None);
        }
        extract(&Template::built_in("soap").unwrap(), &transcript)
    }

    fn medications(note: &Note) -> Vec<(String, Vec<SegmentId>)> {
        let section = note.section(SectionCode::PlanMedications).unwrap();
        section.statements.iter().map(|one| (one.text.to_string(), one.evidence.clone())).collect()
    }

    #[test]
    fn a_plan_stands_under_the_problem_that_it_is_for() {
        let note = draft(&[
            "For your first problem, your diabetes, I'm going to increase the metformin to 1000 mg twice a day.",
            "For your high blood pressure, things look good.",
            "Continue the lisinopril 20 mg once a day.",
        ]);
        assert_eq!(
            medications(&note),
            [
                ("Diabetes: increase the metformin to 1000 mg twice a day.".to_owned(), vec![SegmentId(4)]),
                (
                    "High blood pressure: continue the lisinopril 20 mg once a day.".to_owned(),
                    vec![SegmentId(5), SegmentId(6)]
                ),
            ]
        );
    }

    #[test]
    fn a_result_and_advice_stand_under_the_problem_that_they_are_told_for() {
        let note = draft(&[
            "For your first problem, your high blood pressure, continue the lisinopril 20 mg once a day.",
            "I want you to watch the salt.",
            "For your diabetes, things look good.",
            "Your hemoglobin a1c came back at 6.9.",
            "Your chest x-ray came back clear.",
        ]);
        let texts = |section| {
            let statements = &note.section(section).unwrap().statements;
            statements.iter().map(|one| one.text.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(
            texts(SectionCode::Results),
            ["Diabetes, hemoglobin A1C: came back at 6.9.", "Chest x-ray: came back clear."]
        );
        assert_eq!(texts(SectionCode::PlanEducation), ["High blood pressure: watch the salt."]);
    }

    #[test]
    fn a_plan_for_something_else_does_not_stand_under_the_problem_named_last() {
        let note = draft(&[
            "For your diabetes, continue the metformin 500 mg twice a day.",
            "For your high blood pressure, things look good.",
            "My concern is that you might have Lyme disease.",
            "Start doxycycline 100 mg twice a day.",
        ]);
        let last = medications(&note).pop().unwrap();
        assert_eq!(last.0, "Start doxycycline 100 mg twice a day.");
    }
}
