//! Many transcripts at once: JSON lines in, JSON lines out. A line that cannot be used is reported and passed over.

use std::borrow::Cow;
use std::io::{BufRead, Write};

use clinical::{Format, Note, Origin, SectionCode, SegmentId, Statement, Transcript};
use drafting::Template;
use drafting::prompt::Background;
use grounding::Heard;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::overlooked::with_overlooked;
use crate::unnamed::read_transcript;
use crate::{Draft, Engine, Error};

/// A line of a batch that could not be used.
#[derive(Clone, Debug, Serialize)]
pub struct BatchError {
    /// Counted from 1.
    pub line: usize,
    /// What is wrong and what to do, without the line's text.
    pub message: String,
}

/// A statement whose support is asked for.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct StatementIn {
    /// The caller's own; null where it has none.
    #[serde(default)]
    pub id: Value,
    /// A sentence.
    pub text: String,
    /// The section of its note, where that is known: "Penicillin." is something else among the allergies than among the medications.
    #[serde(default)]
    pub section: Option<SectionCode>,
    /// The segments that it cites, if any.
    #[serde(default)]
    pub evidence: Vec<SegmentId>,
}

impl StatementIn {
    /// The statement, checked as in a note. Its evidence is looked for where it cites none that bears it out.
    pub(crate) fn checked(&self, heard: &Heard) -> Statement {
        let cited =
            if self.evidence.is_empty() { heard.find_evidence(&self.text) } else { self.evidence.clone() };
        let mut statement = Statement::new(self.text.as_str(), cited, Origin::Clinician);
        // Of a section that says nothing about its statements.
        let section = self.section.unwrap_or(SectionCode::HistoryOfPresentIllness);
        grounding::recheck(&mut statement, section, heard);
        statement
    }

    /// With what its section says of it.
    pub(crate) fn under_its_heading(&self) -> Cow<'_, str> {
        self.section
            .map_or(Cow::Borrowed(&self.text), |section| grounding::under_its_heading(section, &self.text))
    }
}

/// Drafts a note for every line `{"id", "transcript": [{"speaker", "text", "start"?, "end"?}], "age"?}` and writes
/// `{"id", "note": {"sections": [...]}, "text", "card"}` for it, the card being a [`clinical::DraftCard`].
///
/// # Errors
/// [`Error::File`] where reading or writing fails. A bad line is no error: it is in the list that is returned.
pub async fn batch_draft(
    input: impl BufRead,
    mut output: impl Write,
    engine: &Engine,
    template: &Template,
) -> Result<Vec<BatchError>, Error> {
    let mut errors = Vec::new();
    for (number, line) in numbered(input) {
        let line = line.map_err(|error| Error::file("The batch could not be read", error))?;
        let Some((id, transcript, value)) = read_line(number, &line, &mut errors) else { continue };
        let background = Background { age: age(&value), ..Background::default() };
        match engine.draft(template, &background, &transcript).await {
            Ok(Draft { note, card, .. }) => {
                let text = note.to_text();
                let line = json!({ "id": id, "note": note_json(&note), "text": text, "card": card });
                write_line(&mut output, &line)?;
            }
            Err(error) => errors.push(BatchError { line: number, message: error.to_string() }),
        }
    }
    Ok(errors)
}

/// Checks the statements of every line `{"id", "transcript": [...], "age"?, "statements": [{"id", "text", "section"?, "evidence"?}]}`
/// and writes
/// `{"id", "statements": [{"id", "verdict", "evidence", "reasons"}], "omissions", "conflicts"}` for it.
///
/// # Errors
/// [`Error::File`] where reading or writing fails. A bad line is no error: it is in the list that is returned.
pub fn batch_check(input: impl BufRead, mut output: impl Write) -> Result<Vec<BatchError>, Error> {
    let mut errors = Vec::new();
    for (number, line) in numbered(input) {
        let line = line.map_err(|error| Error::file("The batch could not be read", error))?;
        let Some((id, transcript, value)) = read_line(number, &line, &mut errors) else { continue };
        let Ok(statements) = Vec::<StatementIn>::deserialize(&value["statements"]) else {
            let message =
                "\"statements\" is missing or is not a list of {\"id\", \"text\", \"section\"?}.".into();
            errors.push(BatchError { line: number, message });
            continue;
        };
        let heard = Heard::of(&transcript).of_age(age(&value));
        let mut checked = check_statements(&statements, &heard);
        checked["id"] = id;
        write_line(&mut output, &checked)?;
    }
    Ok(errors)
}

/// Finds the evidence of each statement and checks it, and sees what all of them together overlook: `{"statements": [{"id",
/// "verdict", "evidence", "reasons"}], "omissions": [{"kind", "message", "evidence"}], "conflicts": [{"between", "message"}]}`.
pub fn check_statements(statements: &[StatementIn], heard: &Heard) -> Value {
    let checked = statements
        .iter()
        .map(|statement| {
            let Statement { check, evidence, .. } = statement.checked(heard);
            let reasons = check.iter().flat_map(|check| &check.reasons);
            let reasons: Vec<&str> = reasons.map(|reason| reason.message.as_str()).collect();
            let verdict = check.as_ref().map(|check| check.verdict);
            json!({ "id": statement.id, "verdict": verdict, "evidence": evidence, "reasons": reasons })
        })
        .collect();
    with_overlooked(checked, statements, heard)
}

/// A note as the command line prints it.
pub fn note_json(note: &Note) -> Value {
    let sections: Vec<Value> = note
        .sections
        .iter()
        .map(|section| {
            let statements: Vec<Value> = section
                .statements
                .iter()
                .map(|statement| {
                    let check = statement.check.as_ref().map(|check| {
                        let reasons: Vec<&str> =
                            check.reasons.iter().map(|reason| reason.message.as_str()).collect();
                        json!({ "verdict": check.verdict, "reasons": reasons })
                    });
                    let mut value =
                        json!({ "text": statement.text, "evidence": statement.evidence, "check": check });
                    if let Some(detail) = &statement.detail {
                        value["detail"] = json!(detail);
                    }
                    value
                })
                .collect();
            json!({ "code": section.code, "title": section.title, "statements": statements })
        })
        .collect();
    json!({ "template": note.template, "sections": sections })
}

/// The lines that are not blank, with their numbers from 1.
pub(crate) fn numbered(input: impl BufRead) -> impl Iterator<Item = (usize, std::io::Result<String>)> {
    input
        .split(b'\n')
        .enumerate()
        // Bytes that are not UTF-8 make their line bad, not the batch.
        .map(|(index, line)| (index + 1, line.map(|bytes| String::from_utf8_lossy(&bytes).into_owned())))
        .filter(|(_, line)| !line.as_ref().is_ok_and(|line| line.trim().is_empty()))
}

pub(crate) fn read_line(
    number: usize,
    line: &str,
    errors: &mut Vec<BatchError>,
) -> Option<(Value, Transcript, Value)> {
    let mut reject = |message: String| errors.push(BatchError { line: number, message });
    let value = match parse(line) {
        Ok(value) => value,
        Err(message) => {
            reject(message);
            return None;
        }
    };
    let Some(id) = value.get("id").filter(|id| !id.is_null()).cloned() else {
        reject("\"id\" is missing.".into());
        return None;
    };
    let Some(turns) = value.get("transcript") else {
        reject("\"transcript\" is missing.".into());
        return None;
    };
    match read_transcript(&turns.to_string(), Format::Json) {
        Ok(transcript) => Some((id, transcript, value)),
        Err(error) => {
            reject(error.to_string());
            None
        }
    }
}

/// The patient's age in years that a line gives, as a number or as text.
pub(crate) fn age(line: &Value) -> Option<u16> {
    let age = &line["age"];
    let years = age.as_f64().or_else(|| age.as_str()?.parse().ok())?;
    (years.fract() == 0.0 && (0.0..=130.0).contains(&years)).then_some(years as u16)
}

/// A line as JSON, or what is wrong with it without its text, which serde_json's own message may quote.
pub(crate) fn parse(line: &str) -> Result<Value, String> {
    serde_json::from_str(line).map_err(|error| {
        format!("This is not JSON (column {}). Each line must be one JSON object.", error.column())
    })
}

fn write_line(output: &mut impl Write, value: &Value) -> Result<(), Error> {
    writeln!(output, "{value}").map_err(|error| Error::file("The batch's output could not be written", error))
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"{"id":"a","transcript":[{"speaker":"doctor","text":"Any fever?"},{"speaker":"patient","text":"No."}],"statements":[{"id":1,"text":"Denies fever."},{"id":2,"text":"Takes ibuprofen 400 mg."}]}"#;

    #[tokio::test]
    async fn a_bad_line_is_reported_with_its_number_and_does_not_end_the_batch() {
        let input = format!("{{nonsense\n\n{{\"id\":\"b\"}}\n\u{feff}[]\n{GOOD}\n");
        let mut output = Vec::new();
        let template = Template::built_in("soap").unwrap();
        let errors =
            batch_draft(input.as_bytes(), &mut output, &Engine::by_rule_alone(), &template).await.unwrap();
        assert_eq!(errors.iter().map(|error| error.line).collect::<Vec<_>>(), [1, 3, 4]);
        assert!(errors.iter().all(|error| !error.message.contains("nonsense")));
        let written: Value = serde_json::from_slice(&output).unwrap();
        assert_eq!(written["id"], "a");
        assert!(written["note"]["sections"].is_array() && written["text"].is_string());
        assert_eq!(written["card"]["engine"], "extractive drafter");
    }

    #[test]
    fn each_statement_gets_a_verdict_with_its_evidence() {
        let mut output = Vec::new();
        assert!(batch_check(GOOD.as_bytes(), &mut output).unwrap().is_empty());
        let written: Value = serde_json::from_slice(&output).unwrap();
        assert_eq!(written["statements"][0]["verdict"], "supported");
        assert_eq!(written["statements"][1]["verdict"], "unsupported");
        assert!(!written["statements"][1]["reasons"].as_array().unwrap().is_empty());
    }

    #[test]
    fn a_statement_is_checked_as_its_section_has_it() {
        let line = r#"{"id":"a","transcript":[{"speaker":"patient","text":"I take penicillin for my throat."}],"statements":[{"id":1,"text":"Penicillin."},{"id":2,"text":"Penicillin.","section":"allergies"},{"id":3,"text":"Penicillin.","section":"medications","evidence":[0]}]}"#;
        let mut output = Vec::new();
        assert!(batch_check(line.as_bytes(), &mut output).unwrap().is_empty());
        let written: Value = serde_json::from_slice(&output).unwrap();
        let verdicts = written["statements"].as_array().unwrap().iter().map(|one| one["verdict"].as_str());
        assert_eq!(verdicts.flatten().collect::<Vec<_>>(), ["supported", "unsupported", "supported"]);
    }
}
