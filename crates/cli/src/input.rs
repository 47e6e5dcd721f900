//! Reading what the commands are given.

use std::fs::File;
use std::io::{BufReader, IsTerminal, Read};
use std::path::Path;

use clinical::{Format, SectionCode, SegmentId, Transcript};
use scribe::{Outline, StatementIn};
use serde_json::{Value, json};
use vault::Passphrase;

use crate::outcome::Failure;

/// A whole text file, or standard input for `-`.
pub fn text(path: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes)?;
    } else {
        bytes = std::fs::read(path).map_err(|error| cannot_open(path, &error))?;
    }
    String::from_utf8(bytes).map_err(|_| {
        Failure::input(format!(
            "{} is not text in UTF-8. Give a text, JSON, VTT or SRT file.",
            path.display()
        ))
    })
}

/// The languages that a model has to understand, by the codes that were typed.
pub fn languages(typed: &[String]) -> Result<Vec<String>, Failure> {
    if typed == ["any"] {
        return Ok(vec!["*".into()]);
    }
    scribe::require_languages(typed)?;
    Ok(typed.to_vec())
}

/// A file to read line by line.
pub fn lines(path: &Path) -> Result<BufReader<File>, Failure> {
    Ok(BufReader::new(File::open(path).map_err(|error| cannot_open(path, &error))?))
}

fn cannot_open(path: &Path, error: &std::io::Error) -> Failure {
    Failure::input(format!("{} cannot be opened: {error}.", path.display()))
}

/// A transcript in any of the formats that are understood.
pub fn transcript(path: &Path) -> Result<Transcript, Failure> {
    let text = text(path)?;
    let format = Format::guess(&path.to_string_lossy(), &text);
    scribe::read_transcript(&text, format).map_err(|error| scribe::Error::from(error).into())
}

/// The statements of a note: from JSON with "statements" or "sections", or from text, a statement a sentence, in the sections that
/// its headings name.
pub fn statements(path: &Path) -> Result<Vec<StatementIn>, Failure> {
    let text = text(path)?;
    if text.trim_start().starts_with(['{', '[']) {
        let value: Value = serde_json::from_str(&text).map_err(|error| {
            Failure::input(format!(
                "The note is not valid JSON (line {}, column {}).",
                error.line(),
                error.column()
            ))
        })?;
        return from_json(&value);
    }
    Ok(scribe::statements_of_text(&text))
}

fn from_json(value: &Value) -> Result<Vec<StatementIn>, Failure> {
    let note = value.get("note").unwrap_or(value);
    let list: Vec<(Option<SectionCode>, &Value)> = match (note.get("statements"), note.get("sections")) {
        (Some(Value::Array(list)), _) => {
            list.iter().map(|one| (one["section"].as_str().and_then(SectionCode::named), one)).collect()
        }
        (_, Some(Value::Array(sections))) => {
            let of_section = |section| {
                let statements = section_statements(section).iter();
                statements.map(move |one| (section_code(section), one))
            };
            sections.iter().flat_map(of_section).collect()
        }
        _ => return Err(Failure::input("The note has neither \"statements\" nor \"sections\".")),
    };
    list.into_iter()
        .enumerate()
        .map(|(index, (section, statement))| {
            let text = statement["text"].as_str().ok_or_else(|| {
                Failure::input(format!("Statement {} of the note has no \"text\".", index + 1))
            })?;
            let id = statement.get("id").cloned().unwrap_or_else(|| json!(index));
            let cited = statement["evidence"].as_array().into_iter().flatten().filter_map(Value::as_u64);
            let evidence = cited.filter_map(|id| u32::try_from(id).ok()).map(SegmentId).collect();
            Ok(StatementIn { id, text: text.to_owned(), section, evidence })
        })
        .collect()
}

fn section_statements(section: &Value) -> &[Value] {
    section["statements"].as_array().map_or(&[], Vec::as_slice)
}

/// The section that its code names or, in a note of another program, its heading.
fn section_code(section: &Value) -> Option<SectionCode> {
    section["code"].as_str().and_then(SectionCode::named).or_else(|| {
        let mut outline = Outline::default();
        outline.enter(section["title"].as_str()?);
        outline.section()
    })
}

/// The passphrase: from `DICTUM_PASSPHRASE`, or asked for at the terminal.
pub fn passphrase(prompt: &str) -> Result<Passphrase, Failure> {
    if let Ok(passphrase) = std::env::var("DICTUM_PASSPHRASE") {
        return Ok(Passphrase::from(passphrase));
    }
    if !std::io::stdin().is_terminal() {
        return Err(Failure::input("No passphrase: set DICTUM_PASSPHRASE, or run this at a terminal."));
    }
    Ok(Passphrase::from(rpassword::prompt_password(prompt)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_in_json_gives_its_statements_with_their_sections_and_what_they_cite() {
        let note = json!({ "sections": [
            { "code": "allergies", "title": "Intolerances", "statements": [{ "text": "Latex.", "evidence": [3] }] },
            { "title": "Meds", "statements": [{ "id": "m", "text": "Lisinopril." }] },
            { "title": "Miscellany", "statements": [{ "text": "Rested." }] },
        ] });
        let Ok(statements) = from_json(&note) else { panic!("the note could not be read") };
        let found: Vec<_> = statements.iter().map(|one| (one.section, one.evidence.as_slice())).collect();
        assert_eq!(
            found,
            [
                (Some(SectionCode::Allergies), &[SegmentId(3)][..]),
                (Some(SectionCode::Medications), &[]),
                (None, &[]),
            ]
        );
        assert_eq!((&statements[1].id, &statements[2].id), (&json!("m"), &json!(2)));
    }
}
