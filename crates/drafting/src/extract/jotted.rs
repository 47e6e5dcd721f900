//! What the clinician typed beside the consult. Nobody types what need not be kept: every line of it stands in the note, in
//! the clinician's words, sorted by its label ("O/E", "Plan") or by what it is about.

use clinical::drugs::drugs_in;
use clinical::{SectionCode, SoapPart, Transcript};

use super::Candidate;
use super::found::FINDING;
use super::lexicon::{CONDITION, PROCEDURE, REFERRAL, SYMPTOM, TEST, patterns};
use super::vitals::vital_signs;
use super::{dose, fields};

patterns! {
/// A word is a label before a colon or dash only ("Tests negative" is a sentence); what is no word, also before a space.
    LABEL = r"^(?:(cc|pc|c/o|chief complaint|hpi|hx|history|pmh|pmhx|past medical history|fh|fhx|family history|sh|shx|social history|meds|medications|current medications|dh|allergies|allergy|ros|o/e|oe|on exam|on examination|exam|examination|pe|obs|vitals|vital signs|labs|results|ix|investigations|imp|impression|dx|diagnosis|assessment|ddx|differential|plan|rx|tests|f/u|fu|follow[ -]?up|safety[ -]?net\w*|advice)(?: ?[:=]| -) ?|(c/o|hpi|pmh|pmhx|o/e|on examination|imp|dx|ddx|rx|f/u) +)";
    FOLLOW = r"\b(?:review|follow[ -]?up|f/u|return|rtc|tci|come back|see (?:me |again|back)|recheck)\b";
    REFERS = r"^(?:refer\w*|ref to|d/w|discuss with)\b";
    TREATS = r"^(?:start|stop|continue|increase|decrease|reduce|change|switch|give|prescribe|add|trial|refill)\b";
    ORDERS = r"^(?:order|check|get|send|request|arrange|book|repeat)\b";
    ADVISES = r"^(?:advi[sc]e\w*|avoid|rest|ice|elevate|crutches|sling|off work|keep|drink|no (?:running|lifting|driving|sports?)|may)\b|\bcrutches\b";
    ALLERGIC = r"\b(?:allerg\w+|nkda|nka)\b";
    SIGN = r"\b(?:tests? (?:positive|negative)|[+-]ve|nad|rom|mcmurray\w*|lachman\w*|no (?:redness|swelling|effusion|deformity))\b|\b(?:positive|negative)$";
    DENIES = r"^(?:no|denies|nil|not)\b";
    PAST = r"\b(?:h/o|history of|previous\w*|known|s/p|since (?:19|20)[0-9][0-9])\b";
/// After "PE" or "OE" these speak of an embolism or an otitis, not of what was examined.
    NO_EXAM = r"(?i)^(?:(?:ruled|confirmed|excluded|unlikely|likely|possible|probable|suspected|provoked|unprovoked|query|doubt|risk|since|in (?:19|20)[0-9]{2}|post|on (?:ct|anticoag|apixaban|rivaroxaban|warfarin))\b|\?|(?:left|right|both|bilateral|l|r)$)";
    TAKES = r"\b(?:takes|taking|on|currently)\b";
}

/// The lines that were typed, each with its section. None is left out for want of room, or because another is like it.
pub(super) fn jotted(transcript: &Transcript) -> Vec<Candidate> {
    let mut candidates: Vec<Candidate> = Vec::new();
    let typed = transcript.segments().iter().filter(|segment| segment.typed);
    for segment in typed {
        let mut labelled = None;
        for clause in clauses(&segment.text) {
            let (label, clause) = label(clause);
            labelled = label.or(labelled);
            let section = label.or_else(|| about(clause)).or(labelled);
            let section = section.unwrap_or(SectionCode::HistoryOfPresentIllness);
            candidates.push(
                Candidate::new(section, clause, &[segment.id], usize::MAX)
                    .with(fields::detail(section, clause)),
            );
        }
    }
    // Where nothing was said, what was typed first of the story is why the patient came.
    if transcript.segments().iter().all(|segment| segment.typed)
        && !candidates.iter().any(|candidate| candidate.section == SectionCode::ChiefComplaint)
        && let Some(first) =
            candidates.iter_mut().find(|one| one.section == SectionCode::HistoryOfPresentIllness)
    {
        first.section = SectionCode::ChiefComplaint;
    }
    candidates
}

/// Sentences and what stands between semicolons; a point inside a number or an abbreviation ends nothing.
pub(crate) fn clauses(line: &str) -> impl Iterator<Item = &str> {
    line.split_inclusive([';', '.', ' '])
        .scan((line, 0, 0), |(line, start, at), part| {
            *at += part.len();
            let so_far = &line[*start..*at];
            let ends =
                *at == line.len() || so_far.ends_with("; ") || so_far.ends_with(". ") || part.ends_with(';');
            Some(ends.then(|| {
                *start = *at;
                so_far.trim_matches([' ', '.', ';'])
            }))
        })
        .flatten()
        .filter(|clause| clause.chars().any(char::is_alphanumeric))
}

/// The section that a clause names at its start, and what it says of it.
pub(crate) fn label(clause: &str) -> (Option<SectionCode>, &str) {
    use SectionCode::*;
    let Some(found) = LABEL.captures(clause) else { return (None, clause) };
    let rest = clause[found.get(0).map_or(0, |whole| whole.end())..].trim();
    let name = found.get(1).or_else(|| found.get(2)).map_or("", |name| name.as_str()).to_lowercase();
    if matches!(name.as_str(), "pe" | "oe") && NO_EXAM.is_match(rest) {
        return (None, clause);
    }
    let section = match name.as_str() {
        "cc" | "pc" | "c/o" | "chief complaint" => ChiefComplaint,
        "pmh" | "pmhx" | "past medical history" => PastMedicalHistory,
        "fh" | "fhx" | "family history" => FamilyHistory,
        "sh" | "shx" | "social history" => SocialHistory,
        "meds" | "medications" | "current medications" | "dh" => Medications,
        "allergies" | "allergy" => Allergies,
        "ros" => ReviewOfSystems,
        "o/e" | "oe" | "on exam" | "on examination" | "exam" | "examination" | "pe" => PhysicalExam,
        "obs" | "vitals" | "vital signs" => VitalSigns,
        "labs" | "results" => Results,
        "ix" | "investigations" | "tests" => PlanTests,
        "imp" | "impression" | "dx" | "diagnosis" | "assessment" => PrimaryDiagnosis,
        "ddx" | "differential" => DifferentialDiagnoses,
        "rx" => PlanMedications,
        "plan" => planned(rest),
        "hpi" | "hx" | "history" => HistoryOfPresentIllness,
        name if name.starts_with('f') => PlanFollowUp,
        _ => PlanEducation,
    };
    if rest.is_empty() { (Some(section), clause) } else { (Some(section), rest) }
}

/// A plan is of many kinds; what it is about tells which.
pub(crate) fn planned(clause: &str) -> SectionCode {
    let about = about(clause).filter(|section| section.part() == SoapPart::Plan);
    about.unwrap_or_else(|| match clause {
        _ if !drugs_in(clause).is_empty() => SectionCode::PlanMedications,
        _ if TEST.is_match(clause) => SectionCode::PlanTests,
        _ if REFERRAL.is_match(clause) => SectionCode::PlanReferrals,
        _ => SectionCode::PlanEducation,
    })
}

/// What a clause without a label is about, where that is plain.
pub(crate) fn about(clause: &str) -> Option<SectionCode> {
    use SectionCode::*;
    let drug = !drugs_in(clause).is_empty();
    Some(match clause {
        _ if ALLERGIC.is_match(clause) => Allergies,
        _ if TREATS.is_match(clause) && (drug || dose::names_amount(clause)) => PlanMedications,
        _ if REFERS.is_match(clause) => PlanReferrals,
        _ if ORDERS.is_match(clause) && PROCEDURE.is_match(clause) && !TEST.is_match(clause) => {
            PlanProcedures
        }
        _ if ORDERS.is_match(clause) => PlanTests,
        _ if FOLLOW.is_match(clause) => PlanFollowUp,
        _ if ADVISES.is_match(clause) => PlanEducation,
        _ if !vital_signs(clause).is_empty() => VitalSigns,
        _ if SIGN.is_match(clause) => PhysicalExam,
        _ if PAST.is_match(clause) && CONDITION.is_match(clause) => PastMedicalHistory,
        _ if drug && TAKES.is_match(clause) => Medications,
        _ if DENIES.is_match(clause) && SYMPTOM.is_match(clause) => ReviewOfSystems,
        _ if SYMPTOM.is_match(clause) => HistoryOfPresentIllness,
        _ if FINDING.is_match(clause) => PhysicalExam,
        _ if REFERRAL.is_match(clause) => PlanReferrals,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use clinical::{Origin, Segment, Speaker};
    use proptest::prelude::*;

    use super::super::extract;
    use super::*;
    use crate::Template;

    fn typed(lines: &[&str]) -> Transcript {
        let mut transcript = Transcript::default();
        for line in lines {
            transcript.add(Segment { typed: true, ..Segment::new(Speaker::Clinician, *line, None) });
        }
        transcript
    }

    fn sorted(line: &str) -> Vec<(SectionCode, String)> {
        jotted(&typed(&["Knee pain", line])).into_iter().skip(1).map(|one| (one.section, one.text)).collect()
    }

    #[test]
    fn a_consult_that_was_only_typed_becomes_a_whole_note() {
        use SectionCode::*;
        let line = "Sore throat for 3 days. No cough. Temp 38.5. O/E tonsils red with exudate. Imp: tonsillitis. \
                    Start clarithromycin 500 mg twice daily for 5 days. Review in 1 week";
        let note = extract(&Template::built_in("soap").unwrap(), &typed(&[line]));
        let said = |section| -> Vec<String> {
            note.section(section).unwrap().statements.iter().map(|one| one.text.to_string()).collect()
        };
        assert_eq!(said(ChiefComplaint), ["Sore throat for 3 days."]);
        assert_eq!(said(ReviewOfSystems), ["No cough."]);
        assert_eq!(said(VitalSigns), ["Temp 38.5."]);
        assert_eq!(said(PhysicalExam), ["Tonsils red with exudate."]);
        assert_eq!(said(PrimaryDiagnosis), ["Tonsillitis."]);
        assert_eq!(said(PlanMedications), ["Start clarithromycin 500 mg twice daily for 5 days."]);
        assert_eq!(said(PlanFollowUp), ["Review in 1 week."]);
        assert!(note.statements().all(|one| one.origin == Origin::Clinician && one.copied));
    }

    #[test]
    fn shorthand_goes_where_it_belongs() {
        use SectionCode::*;
        for (line, section, text) in [
            ("McMurray positive.", PhysicalExam, "McMurray positive."),
            ("Plan: crutches for 2 days.", PlanEducation, "Crutches for 2 days."),
            ("plan - x-ray left knee", PlanTests, "X-ray left knee."),
            ("PMH: asthma", PastMedicalHistory, "Asthma."),
            ("NKDA", Allergies, "NKDA."),
            ("refer physio", PlanReferrals, "Refer physio."),
            ("BP 128/82", VitalSigns, "BP 128/82."),
            ("f/u 3 weeks", PlanFollowUp, "3 weeks."),
            ("Tests negative", PhysicalExam, "Tests negative."),
            ("History of asthma", PastMedicalHistory, "History of asthma."),
            ("PE ruled out", HistoryOfPresentIllness, "PE ruled out."),
            ("PE: ruled out by CTPA", HistoryOfPresentIllness, "PE: ruled out by CTPA."),
            ("PE - unlikely", HistoryOfPresentIllness, "PE - unlikely."),
            ("PE: lungs clear", PhysicalExam, "Lungs clear."),
            ("PE: no acute distress", PhysicalExam, "No acute distress."),
            ("OE - left", HistoryOfPresentIllness, "OE - left."),
            ("OE: left eardrum red", PhysicalExam, "Left eardrum red."),
            ("BP 128/82 lying", VitalSigns, "BP 128/82 lying."),
            ("worried about her job", HistoryOfPresentIllness, "Worried about her job."),
        ] {
            assert_eq!(sorted(line), [(section, text.to_owned())], "{line}");
        }
    }

    proptest! {
        #[test]
        fn every_line_that_is_typed_is_cited_by_the_note(lines in prop::collection::vec("[a-z]{3,9}( [a-z0-9./:]{1,8}){0,6}", 1..8)) {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            let note = extract(&Template::built_in("soap").unwrap(), &typed(&lines));
            let written: String = note.statements().map(|one| one.text.to_lowercase() + " ").collect();
            for line in lines {
                let (_, rest) = label(line);
                let first = rest.split([' ', '.', ':', '/']).find(|word| word.len() > 2);
                if let Some(word) = first {
                    prop_assert!(written.contains(&word.to_lowercase()), "{} is not in {}", word, written);
                }
            }
        }
    }
}
