//! Reading a model's answer into a note.

use std::collections::BTreeMap;

use clinical::drugs::drugs_in;
use clinical::{
    Allergy, Detail, Medication, Note, Origin, Phi, SectionCode, SegmentId, Statement, Transcript, VitalSign,
};
use serde::Deserialize;
use serde_json::Value;

use crate::Template;
use crate::abbreviations::written_out;
use crate::extract::fields;

/// Why a model's answer is not a draft. It never quotes the answer: that may hold what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// The answer is not JSON of the expected form.
    #[error(
        "The model's draft cannot be read (line {line}, column {column}). Draft again; if it happens again, choose \
         another model or use the extractive draft."
    )]
    Malformed {
        /// Line in the answer, from 1; 0 where the place is not known.
        line: usize,
        /// Column in the answer, from 1; 0 where the place is not known.
        column: usize,
    },
    /// A key that is not one of the template's sections.
    #[error(
        "The model's draft has a section that the template does not have. Draft again with this template."
    )]
    UnknownSection,
    /// Evidence that does not exist.
    #[error(
        "The model's draft cites segment {id} in {}, which the transcript does not have. Draft again, or use the \
         extractive draft.", section.as_str()
    )]
    UnknownSegment {
        /// Where.
        section: SectionCode,
        /// The number cited.
        id: u32,
    },
    /// A statement without evidence.
    #[error("The model's draft has a statement without evidence in {}. Draft again, or use the extractive draft.", section.as_str())]
    NoEvidence {
        /// Where.
        section: SectionCode,
    },
}

#[derive(Deserialize)]
struct Written {
    text: String,
    evidence: Vec<u32>,
    #[serde(default)]
    detail: Option<Value>,
}

#[derive(Deserialize)]
struct WrittenMedication {
    name: String,
    dose: Option<String>,
    route: Option<String>,
    frequency: Option<String>,
    duration: Option<String>,
}

#[derive(Deserialize)]
struct WrittenAllergy {
    substance: Option<String>,
    reaction: Option<String>,
}

/// What a model answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Answers {
    /// The statements that it wrote to their end.
    pub note: Note,
    /// For each answer that breaks off, because the model had no more room, how many sections it has whole; none for one that
    /// does not.
    pub whole: Vec<Option<usize>>,
}

/// Reads the answers of a model that was held to [`crate::grammar()`], one for each part of the note. Sections that they leave
/// out or empty stay empty; a statement without words, or that only says that there is nothing to say, is dropped; a detail that
/// makes no sense, or says what its statement does not, is dropped and its statement kept. Abbreviations that are misread are
/// written out. Of an answer that breaks off its whole statements are read.
///
/// # Errors
/// [`ParseError`]: the answer is not of the expected form, or cites what does not exist.
pub fn parse<'a>(
    template: &Template,
    transcript: &Transcript,
    outputs: impl IntoIterator<Item = &'a str>,
) -> Result<Answers, ParseError> {
    let mut note = template.empty_note();
    let mut whole = Vec::new();
    for output in outputs {
        let (written, sections) = written(output)?;
        whole.push(sections);
        for (key, statements) in written {
            let section = note
                .sections
                .iter_mut()
                .find(|section| section.code.as_str() == key)
                .ok_or(ParseError::UnknownSection)?;
            for statement in statements {
                section.statements.extend(read(section.code, transcript, statement)?);
            }
        }
    }
    Ok(Answers { note, whole })
}

/// The statements of an answer, by their section.
type BySection = BTreeMap<String, Vec<Written>>;

/// The statements of an answer and, where it breaks off, how many sections are whole.
fn written(output: &str) -> Result<(BySection, Option<usize>), ParseError> {
    let malformed =
        |error: serde_json::Error| ParseError::Malformed { line: error.line(), column: error.column() };
    match serde_json::from_str(output) {
        Ok(written) => Ok((written, None)),
        Err(error) if error.is_eof() => {
            let (up_to_its_last, sections) = closed(output);
            Ok((serde_json::from_str(&up_to_its_last).map_err(malformed)?, Some(sections)))
        }
        Err(error) => Err(malformed(error)),
    }
}

/// An answer that breaks off up to the end of its last whole statement, with what closes it, and how many sections are whole.
fn closed(output: &str) -> (String, usize) {
    /// Within the answer, a section and a statement.
    const IN_SECTION: usize = 2;
    let (mut depth, mut sections, mut end) = (0usize, 0, None);
    let (mut quoted, mut escaped) = (false, false);
    for (at, byte) in output.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => depth += 1,
            b'}' | b']' if !quoted => {
                if byte == b']' && depth == IN_SECTION {
                    sections += 1;
                }
                depth = depth.saturating_sub(1);
                if byte == b'}' && depth == IN_SECTION {
                    end = Some(at + 1);
                }
            }
            _ => {}
        }
    }
    (end.map_or_else(|| "{}".into(), |end| format!("{}]}}", &output[..end])), sections)
}

/// Whether a statement only says that there is nothing to say: "Not discussed."
fn says_nothing(section: SectionCode, text: &str) -> bool {
    let plain = text.to_lowercase();
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric());
    let plain = plain.strip_suffix(" in the transcript").or(plain.strip_suffix(" today")).unwrap_or(plain);
    // Of what somebody takes or is allergic to, that there is none is said.
    let lists = matches!(
        section,
        SectionCode::Allergies
            | SectionCode::Medications
            | SectionCode::PastMedicalHistory
            | SectionCode::FamilyHistory
    );
    if lists && matches!(plain, "none" | "nil") {
        return false;
    }
    let nothing = ["", "none", "nothing", "n/a", "na", "nil", "not applicable", "no information", "no data"];
    let verbs =
        ["discussed", "mentioned", "documented", "stated", "provided", "specified", "addressed", "available"];
    let of = ["not ", "none ", "nothing ", "no information ", "not specifically "];
    let behind = of.iter().find_map(|of| plain.strip_prefix(of));
    nothing.contains(&plain)
        || behind.is_some_and(|verb| verbs.contains(&verb.strip_prefix("was ").unwrap_or(verb)))
}

fn read(
    section: SectionCode,
    transcript: &Transcript,
    written: Written,
) -> Result<Option<Statement>, ParseError> {
    let text = written.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if says_nothing(section, &text) {
        return Ok(None);
    }
    let mut evidence = Vec::new();
    for id in written.evidence {
        if transcript.get(SegmentId(id)).is_none() {
            return Err(ParseError::UnknownSegment { section, id });
        }
        if !evidence.contains(&SegmentId(id)) {
            evidence.push(SegmentId(id));
        }
    }
    if evidence.is_empty() {
        return Err(ParseError::NoEvidence { section });
    }
    let said = evidence.iter().filter_map(|id| transcript.get(*id));
    let said = said.map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(" ");
    let begins_large = text.starts_with(char::is_uppercase);
    let text = written_out(&text, &said);
    let mut letters = text.chars();
    let first = letters.next().filter(|_| begins_large);
    let text = first.map_or_else(|| text.clone(), |first| first.to_uppercase().chain(letters).collect());
    let mut statement = Statement::new(text, evidence, Origin::Model);
    statement.detail = match written.detail {
        Some(detail) => detail_of(section, detail).filter(|one| is_written(one, section, &statement.text)),
        None => fields::detail(section, &statement.text),
    };
    Ok(Some(statement))
}

fn detail_of(section: SectionCode, written: Value) -> Option<Detail> {
    match section {
        SectionCode::Medications | SectionCode::PlanMedications => {
            let medication: WrittenMedication = serde_json::from_value(written).ok()?;
            Some(Detail::Medication(Medication {
                name: said(Some(medication.name))?,
                dose: said(medication.dose),
                route: said(medication.route),
                frequency: said(medication.frequency),
                duration: said(medication.duration),
            }))
        }
        SectionCode::Allergies => {
            let allergy: WrittenAllergy = serde_json::from_value(written).ok()?;
            Some(Detail::Allergy(Allergy {
                substance: said(allergy.substance),
                reaction: said(allergy.reaction),
            }))
        }
        SectionCode::VitalSigns => serde_json::from_value::<VitalSign>(written).ok().map(Detail::VitalSign),
        _ => None,
    }
}

/// Whether the text of a statement has every part of its detail. The text alone is checked against what was said; a dosage in a
/// text of several drugs may be that of another.
fn is_written(detail: &Detail, section: SectionCode, text: &str) -> bool {
    let parts = match detail {
        Detail::VitalSign(_) => return fields::detail(section, text).as_ref() == Some(detail),
        Detail::Medication(_) if drugs_in(text).len() > 1 => return false,
        Detail::Medication(of) => vec![
            Some(&of.name),
            of.dose.as_ref(),
            of.route.as_ref(),
            of.frequency.as_ref(),
            of.duration.as_ref(),
        ],
        Detail::Allergy(of) => vec![of.substance.as_ref(), of.reaction.as_ref()],
        // They are read from the text.
        Detail::Finding(_) | Detail::TestResult(_) => return true,
    };
    let text = tokens(text);
    parts.into_iter().flatten().all(|part| {
        let part = tokens(part);
        text.windows(part.len().max(1)).any(|stretch| stretch == part)
    })
}

/// Words and numbers, by which "10mg" and "10 mg" are the same, and "2.5 mg" has no "5 mg".
fn tokens(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words = text.split_whitespace();
    let words = words.map(|word| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%'));
    let parts = words.flat_map(|word| {
        let (number, unit) = word.split_at(word.find(char::is_alphabetic).unwrap_or(word.len()));
        [number.to_owned(), unit.to_owned()]
    });
    parts.filter(|part| !part.is_empty()).collect()
}

fn said(text: Option<String>) -> Option<Phi> {
    text.map(|text| written_out(text.trim(), "")).filter(|text| !text.is_empty()).map(Phi::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clinical::Speaker;
    use proptest::prelude::*;

    const DRAFT: &str = r#"{"chief_complaint":[{"text":"Left knee pain.","evidence":[0]}],
        "medications":[{"text":"Lisinopril 10 mg once daily.","evidence":[1,1],
            "detail":{"name":"lisinopril","dose":"10 mg","route":null,"frequency":"once daily","duration":" "}}],
        "allergies":[{"text":"Penicillin: rash.","evidence":[2],"detail":{"substance":"penicillin","reaction":"rash"}}],
        "vital_signs":[{"text":"Blood pressure 118/76 mmHg.","evidence":[0,2],
            "detail":{"sign":"blood_pressure","systolic":118,"diastolic":76}}],"plan_tests":[]}"#;

    fn consult() -> Transcript {
        let mut transcript = Transcript::default();
        for _ in 0..3 {
            transcript.push(Speaker::Patient, "My left knee hurts.", None);
        }
        transcript
    }

    fn soap() -> Template {
        Template::built_in("soap").unwrap()
    }

    #[test]
    fn an_answer_becomes_statements_with_evidence_and_details() {
        let note = parse(&soap(), &consult(), [DRAFT]).unwrap().note;
        assert_eq!(note.statements().count(), 4);
        assert!(note.statements().all(|s| s.origin == Origin::Model && s.check.is_none()));
        let drug = &note.section(SectionCode::Medications).unwrap().statements[0];
        assert_eq!(drug.evidence, [SegmentId(1)]);
        let expected = Medication {
            name: "lisinopril".into(),
            dose: Some("10 mg".into()),
            route: None,
            frequency: Some("once daily".into()),
            duration: None,
        };
        assert_eq!(drug.detail, Some(Detail::Medication(expected)));
        let vital = &note.section(SectionCode::VitalSigns).unwrap().statements[0];
        assert_eq!(
            vital.detail,
            Some(Detail::VitalSign(VitalSign::BloodPressure { systolic: 118.0, diastolic: 76.0 }))
        );
        assert!(note.section(SectionCode::PlanTests).unwrap().statements.is_empty());
    }

    #[test]
    fn of_an_answer_that_breaks_off_each_whole_statement_is_kept_wherever_that_is() {
        let all = parse(&soap(), &consult(), [DRAFT]).unwrap();
        assert_eq!(all.whole, [None]);
        let all: Vec<_> = all.note.statements().map(|one| (one.text.clone(), one.detail.clone())).collect();
        let ends: Vec<usize> = ["[0]}", "\" \"}}", "rash\"}}", "76}}"]
            .iter()
            .map(|end| DRAFT.find(end).unwrap() + end.len())
            .collect();
        for cut in 1..DRAFT.len() {
            let Answers { note, whole } = parse(&soap(), &consult(), [&DRAFT[..cut]]).unwrap();
            let kept: Vec<_> = note.statements().map(|one| (one.text.clone(), one.detail.clone())).collect();
            let ended = ends.iter().filter(|end| **end <= cut).count();
            assert_eq!(kept, all[..ended], "{}", &DRAFT[..cut]);
            let sections = [ends[0], ends[1], ends[2], ends[3]].iter().filter(|end| **end < cut).count();
            let empty = usize::from(DRAFT[..cut].ends_with("[]"));
            assert_eq!(whole, [Some(sections + empty)], "{}", &DRAFT[..cut]);
        }
    }

    #[test]
    fn what_only_says_that_there_is_nothing_to_say_is_no_statement() {
        for (text, says) in [
            ("Not discussed.", false),
            ("None.", true),
            ("N/A", false),
            ("None reported today.", true),
            ("No information provided.", false),
            ("Not mentioned in the transcript.", false),
            (".", false),
            ("None of his pills help.", true),
            ("No known allergies.", true),
            ("Not available before Friday.", true),
        ] {
            let output = format!(r#"{{"allergies":[{{"text":"{text}","evidence":[0]}}]}}"#);
            let answers = parse(&soap(), &consult(), [output.as_str()]).unwrap();
            assert_eq!(answers.note.statements().count() == 1, says, "{text}");
        }
    }

    #[test]
    fn abbreviations_that_are_misread_are_written_out_in_a_statement_and_its_detail() {
        let output = r#"{"medications":[{"text":"D/C insulin glargine 10 U QD.","evidence":[0],
            "detail":{"name":"insulin glargine","dose":"10 U","route":null,"frequency":"QD","duration":null}}]}"#;
        let note = parse(&soap(), &consult(), [output]).unwrap().note;
        let statement = note.statements().next().unwrap();
        assert_eq!(statement.text.as_str(), "Discontinue insulin glargine 10 units daily.");
        let Some(Detail::Medication(detail)) = &statement.detail else { panic!("{statement:?}") };
        assert_eq!((detail.dose.as_deref(), detail.frequency.as_deref()), (Some("10 units"), Some("daily")));
    }

    #[test]
    fn evidence_that_does_not_exist_is_refused() {
        let output = r#"{"results":[{"text":"X-ray normal.","evidence":[3]}]}"#;
        let error = parse(&soap(), &consult(), [output]).unwrap_err();
        assert_eq!(error, ParseError::UnknownSegment { section: SectionCode::Results, id: 3 });
        let output = r#"{"results":[{"text":"X-ray normal.","evidence":[]}]}"#;
        assert_eq!(
            parse(&soap(), &consult(), [output]).unwrap_err(),
            ParseError::NoEvidence { section: SectionCode::Results }
        );
    }

    #[test]
    fn words_about_the_patient_never_reach_an_error() {
        for output in ["My left knee hurts", r#"{"My left knee":[]}"#, r#"{"results":"My left knee"}"#] {
            let error = parse(&soap(), &consult(), [output]).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("knee"), "{error:?}");
        }
    }

    #[test]
    fn a_detail_that_makes_no_sense_is_dropped_and_its_statement_kept() {
        let output = r#"{"vital_signs":[{"text":"Pulse 70.","evidence":[0],"detail":{"sign":"aura"}}]}"#;
        let note = parse(&soap(), &consult(), [output]).unwrap().note;
        let statement = note.statements().next().unwrap();
        assert_eq!((statement.text.as_str(), &statement.detail), ("Pulse 70.", &None));
    }

    #[test]
    fn a_detail_that_says_what_its_statement_does_not_is_dropped() {
        let detail = |section: &str, text: &str, detail: &str| {
            let output = format!(r#"{{"{section}":[{{"text":"{text}","evidence":[0],"detail":{detail}}}]}}"#);
            let note = parse(&soap(), &consult(), [output.as_str()]).unwrap().note;
            note.statements().next().unwrap().detail.is_some()
        };
        let text = "Amlodipine 2.5mg by mouth, once daily for 7 days.";
        for (rest, stays) in [
            (r#""dose":"2.5 mg","route":"By mouth","frequency":"once daily","duration":"7 days""#, true),
            (r#""dose":"5 mg""#, false),
            (r#""dose":"2.5 g""#, false),
            (r#""route":"intravenously""#, false),
            (r#""frequency":"twice daily""#, false),
            (r#""duration":"days 7""#, false),
        ] {
            let medication = format!(r#"{{"name":"amlodipine",{rest}}}"#);
            assert_eq!(detail("medications", text, &medication), stays, "{rest}");
        }
        assert!(!detail("medications", text, r#"{"name":"warfarin"}"#));
        let two = "Stop aspirin 81 mg, start lisinopril 10 mg.";
        assert!(!detail("plan_medications", two, r#"{"name":"lisinopril","dose":"81 mg"}"#));
        assert!(!detail(
            "allergies",
            "Penicillin: rash.",
            r#"{"substance":"penicillin","reaction":"hives"}"#
        ));
        let pulse = |per_minute: u8| format!(r#"{{"sign":"heart_rate","per_minute":{per_minute}}}"#);
        assert!(detail("vital_signs", "Heart rate 70 beats per minute.", &pulse(70)));
        assert!(!detail("vital_signs", "Heart rate 70 beats per minute.", &pulse(76)));
    }

    proptest! {
        #[test]
        fn no_answer_makes_it_panic_and_every_citation_exists(
            cut in 0usize..DRAFT.len(), byte in any::<u8>(), junk in proptest::collection::vec(any::<u8>(), 0..200),
        ) {
            let mut bytes = DRAFT.as_bytes().to_vec();
            bytes[cut] = byte;
            for bytes in [&bytes[..], &bytes[..cut], &junk[..]] {
                if let Ok(Answers { note, .. }) = parse(&soap(), &consult(), [&*String::from_utf8_lossy(bytes)]) {
                    prop_assert!(note.statements().all(|s| !s.evidence.is_empty() && s.evidence.iter().all(|id| id.0 < 3)));
                }
            }
        }
    }
}
