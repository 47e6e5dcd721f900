//! Snippets: pieces of text with fields, written once and filled in again and again. They are data (TOML, one `[[snippets]]`
//! table each with `name` and `text`); a field stands in the text as `{{duration}}`, or with its choices as
//! `{{side: left|right}}`. A snippet holds nothing of a patient until it is filled in.

mod edited;

use std::ops::Range;

use clinical::{FIELD_CLOSE as CLOSE, FIELD_OPEN as OPEN, Phi};
use serde::Deserialize;
use toml::Spanned;

use crate::template::{NAME_ADVICE, is_name, line_of, quoted};

/// A text with fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    name: String,
    text: String,
    fields: Vec<Field>,
    pieces: Vec<Piece>,
}

/// What is to be filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, for example "side".
    pub name: String,
    /// What can be filled in; anything where there is none.
    pub choices: Vec<String>,
}

/// A part of a snippet's text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// As it stands in the text.
    Text(Range<usize>),
    /// The field of this number, and where it stands in the text.
    Field(usize, Range<usize>),
}

/// A snippet with values in its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The text. A field that has no value yet stands in it as it is written.
    pub text: Phi,
    /// The fields that have no value yet.
    pub open: Vec<Field>,
}

/// Why a text is not a list of snippets. Nothing in it comes from a patient.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The snippets cannot be used (line {line}): {problem}. {advice}")]
pub struct SnippetError {
    /// Where, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub advice: String,
}

/// A value that does not fit. It does not contain the value, which may be a patient's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FillError {
    /// No field is called so.
    #[error("The snippet has no such field. Its fields are: {}.", .0.join(", "))]
    NoSuchField(Vec<String>),
    /// The value is not one of the field's choices.
    #[error("The field \"{}\" takes one of: {}.", .0.name, .0.choices.join(", "))]
    NotAChoice(Field),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    snippets: Vec<WrittenSnippet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSnippet {
    name: Spanned<String>,
    text: Spanned<String>,
}

impl Snippet {
    /// Reads the snippets of a file.
    ///
    /// # Errors
    /// [`SnippetError`] with the line: not TOML, a name missing, repeated or not one that [`is_name`] takes, a text that is
    /// missing or empty, a field that is not closed, has no name or an empty choice, or has other choices than before.
    pub fn parse_all(toml: &str) -> Result<Vec<Self>, SnippetError> {
        let at = |line, problem, advice: &str| SnippetError { line, problem, advice: advice.into() };
        let written: Written = toml::from_str(toml).map_err(|error| {
            let problem = error.message().lines().collect::<Vec<_>>().join(", ");
            let line = line_of(toml, error.span().unwrap_or_default().start);
            at(line, problem, "Give each snippet a [[snippets]] table with a name and a text.")
        })?;
        let mut snippets: Vec<Self> = Vec::new();
        for WrittenSnippet { name, text } in written.snippets {
            let line = line_of(toml, name.span().start);
            let name = name.into_inner();
            if !is_name(&name) {
                return Err(at(line, format!("{name:?} cannot be a snippet's name"), NAME_ADVICE));
            }
            if snippets.iter().any(|earlier| earlier.name == name) {
                return Err(at(
                    line,
                    format!("the snippet {name:?} comes a second time"),
                    "Remove one of the two.",
                ));
            }
            let span = text.span();
            let snippet = Self::read(name, text.into_inner()).map_err(|fault| {
                let line = line_of(toml, span.start + fault.offset_in(&toml[span.clone()]));
                at(line, fault.problem, fault.advice)
            })?;
            snippets.push(snippet);
        }
        Ok(snippets)
    }

    /// A snippet of this text.
    ///
    /// # Errors
    /// [`SnippetError`] with the line of the text, as [`Self::parse_all`]; also for the name, with the first line.
    pub fn new(name: &str, text: &str) -> Result<Self, SnippetError> {
        if !is_name(name) {
            let problem = format!("{name:?} cannot be a snippet's name");
            return Err(SnippetError { line: 1, problem, advice: NAME_ADVICE.into() });
        }
        Self::read(name.to_owned(), text.to_owned()).map_err(|fault| SnippetError {
            line: line_of(text, fault.offset_in(text)),
            problem: fault.problem,
            advice: fault.advice.into(),
        })
    }

    /// The snippets as TOML; [`Self::parse_all`] reads them back.
    pub fn to_toml<'a>(snippets: impl IntoIterator<Item = &'a Self>) -> String {
        let of = |one: &Self| {
            format!("[[snippets]]\nname = {}\ntext = {}\n", quoted(&one.name), quoted(&one.text))
        };
        snippets.into_iter().map(of).collect::<Vec<_>>().join("\n")
    }

    /// Its name, for example "knee-normal".
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text as it is written, with its fields.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its fields, each once, in the order in which they come.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The text with these values in the fields of these names. A field that comes twice gets the same value twice.
    ///
    /// # Errors
    /// [`FillError`]: a field that the snippet does not have, or a value that is none of the field's choices.
    pub fn fill<'a>(&self, values: impl IntoIterator<Item = (&'a str, Phi)>) -> Result<Filled, FillError> {
        let mut given: Vec<Option<Phi>> = vec![None; self.fields.len()];
        for (name, value) in values {
            let Some(at) = self.fields.iter().position(|field| field.name == name) else {
                return Err(FillError::NoSuchField(
                    self.fields.iter().map(|field| field.name.clone()).collect(),
                ));
            };
            let field = &self.fields[at];
            if !field.choices.is_empty() && !field.choices.iter().any(|choice| choice == value.as_str()) {
                return Err(FillError::NotAChoice(field.clone()));
            }
            given[at] = Some(value);
        }
        let written = |piece: &Piece| match piece {
            Piece::Field(at, range) => match &given[*at] {
                Some(value) => value.as_str().to_owned(),
                None => self.text[range.clone()].to_owned(),
            },
            Piece::Text(range) => self.text[range.clone()].to_owned(),
        };
        let text: String = self.pieces.iter().map(written).collect();
        let open = self.fields.iter().zip(&given).filter(|(_, value)| value.is_none());
        Ok(Filled { text: Phi::from(text), open: open.map(|(field, _)| field.clone()).collect() })
    }

    fn read(name: String, text: String) -> Result<Self, Fault> {
        if text.trim().is_empty() {
            return Err(Fault::new(0, "the text is empty".into(), "Write what the snippet puts in."));
        }
        let mut snippet = Self { name, fields: Vec::new(), pieces: Vec::new(), text: String::new() };
        let mut from = 0;
        for count in 1.. {
            let open = text[from..].find(OPEN).map_or(text.len(), |at| from + at);
            if text[from..open].contains(CLOSE) {
                return Err(Fault::of(
                    (CLOSE, count),
                    "}} closes no field".into(),
                    "Write {{ where the field begins.",
                ));
            }
            if open > from {
                snippet.pieces.push(Piece::Text(from..open));
            }
            if open == text.len() {
                break;
            }
            let inside = open + OPEN.len();
            let Some(length) =
                text[inside..].find(CLOSE).filter(|at| !text[inside..inside + at].contains(OPEN))
            else {
                return Err(Fault::new(
                    count,
                    "a field is not closed".into(),
                    "Write }} where the field ends.",
                ));
            };
            let field = Field::read(&text[inside..inside + length], count)?;
            from = inside + length + CLOSE.len();
            let known = snippet.fields.iter().position(|earlier| earlier.name == field.name);
            let at = known.unwrap_or(snippet.fields.len());
            match snippet.fields.get(at) {
                None => snippet.fields.push(field),
                Some(earlier) if *earlier == field || field.choices.is_empty() => {}
                Some(earlier) => {
                    let problem = format!("the field {:?} has other choices than before", earlier.name);
                    return Err(Fault::new(
                        count,
                        problem,
                        "Give the choices once, where the field comes first.",
                    ));
                }
            }
            snippet.pieces.push(Piece::Field(at, open..from));
        }
        snippet.text = text;
        Ok(snippet)
    }
}

impl Field {
    /// What stands between the braces: a name, and choices behind a colon.
    fn read(written: &str, count: usize) -> Result<Self, Fault> {
        let (name, choices) =
            written.split_once(':').map_or((written, None), |(name, rest)| (name, Some(rest)));
        let name = name.trim();
        if name.is_empty() || name.contains(['\n', '|', '{', '}']) {
            let problem = "a field has no name".to_owned();
            return Err(Fault::new(count, problem, "Write it between the braces, such as {{duration}}."));
        }
        let choices: Vec<String> = match choices {
            None => Vec::new(),
            Some(choices) => choices.split('|').map(|choice| choice.trim().to_owned()).collect(),
        };
        if choices.iter().any(String::is_empty) {
            let problem = format!("a choice of the field {name:?} is empty");
            return Err(Fault::new(
                count,
                problem,
                "Write choices with a bar between them, such as {{side: left|right}}.",
            ));
        }
        Ok(Self { name: name.to_owned(), choices })
    }
}

/// What is wrong in a text, and at which brace pair of it.
struct Fault {
    /// {{ or }}, and the how manyth of its kind, counted from 1; 0 is where the text begins.
    place: (&'static str, usize),
    problem: String,
    advice: &'static str,
}

impl Fault {
    /// At the `field`-th {{.
    fn new(field: usize, problem: String, advice: &'static str) -> Self {
        Self::of((OPEN, field), problem, advice)
    }

    fn of(place: (&'static str, usize), problem: String, advice: &'static str) -> Self {
        Self { place, problem, advice }
    }

    /// Where it is in the text as the file has it. (Braces that are written as escapes are not found; then it is where the
    /// text begins.)
    fn offset_in(&self, written: &str) -> usize {
        let (braces, number) = self.place;
        let nth = number.checked_sub(1);
        nth.and_then(|nth| written.match_indices(braces).nth(nth)).map_or(0, |(at, _)| at)
    }
}

#[cfg(test)]
mod tests;
