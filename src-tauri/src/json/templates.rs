//! Templates, and snippets with their fields.

use scribe::{Filled, FromNote, LeftOut, Snippet, SnippetError, TemplateError, TemplateRow, Why};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::mirror;

mirror!(/// Why a heading of an example note is not in the template as it stands there.
    WhyJson "WhyLeftOut" = Why { Unknown, Repeated, Several });

/// A line of the list of templates.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "TemplateRow")]
pub struct TemplateRowJson {
    name: String,
    /// What a note by it is called; nothing where it cannot be used.
    title: String,
    /// Whether it comes with Dictum.
    built_in: bool,
    /// Why it cannot be used.
    problem: Option<String>,
}

/// What is wrong in a text, and where.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "Fault")]
pub struct FaultJson {
    /// Counted from 1.
    line: u32,
    problem: String,
    advice: String,
}

/// What came of making a template from a note.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "FromNote")]
pub struct FromNoteJson {
    /// How many sections the template has.
    sections: u32,
    /// Headings that are not in the template as they stand in the note.
    left_out: Vec<LeftOutJson>,
}

/// A heading of the note.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "LeftOut")]
pub struct LeftOutJson {
    /// Its line, counted from 1.
    line: u32,
    heading: String,
    why: WhyJson,
}

/// A piece of text with fields.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "SnippetView")]
pub struct SnippetJson {
    name: String,
    text: String,
    fields: Vec<FieldJson>,
}

/// What is to be filled in.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "FieldView")]
pub struct FieldJson {
    name: String,
    /// What can be filled in; anything where there is none.
    choices: Vec<String>,
}

/// A snippet with values in its fields.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "FilledView")]
pub struct FilledJson {
    text: String,
    /// The names of the fields that have no value yet.
    open: Vec<String>,
}

fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

impl From<TemplateRow> for TemplateRowJson {
    fn from(TemplateRow { name, title, built_in, problem }: TemplateRow) -> Self {
        Self { name, title, built_in, problem }
    }
}

impl From<TemplateError> for FaultJson {
    fn from(TemplateError { line, problem, advice }: TemplateError) -> Self {
        Self { line: small(line), problem, advice }
    }
}

impl From<SnippetError> for FaultJson {
    fn from(SnippetError { line, problem, advice }: SnippetError) -> Self {
        Self { line: small(line), problem, advice }
    }
}

impl From<FromNote> for FromNoteJson {
    fn from(made: FromNote) -> Self {
        let left_out = |LeftOut { line, heading, why }: LeftOut| LeftOutJson {
            line: small(line),
            heading: heading.into_string(),
            why: why.into(),
        };
        Self {
            sections: small(made.template.sections().len()),
            left_out: made.left_out.into_iter().map(left_out).collect(),
        }
    }
}

impl From<&Snippet> for SnippetJson {
    fn from(snippet: &Snippet) -> Self {
        let field =
            |field: &scribe::Field| FieldJson { name: field.name.clone(), choices: field.choices.clone() };
        Self {
            name: snippet.name().to_owned(),
            text: snippet.text().to_owned(),
            fields: snippet.fields().iter().map(field).collect(),
        }
    }
}

impl From<Filled> for FilledJson {
    fn from(filled: Filled) -> Self {
        Self {
            text: filled.text.into_string(),
            open: filled.open.into_iter().map(|field| field.name).collect(),
        }
    }
}
