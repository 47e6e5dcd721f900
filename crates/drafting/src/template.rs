//! A template: which sections a note has, in what order, under what titles, and what belongs in each. Templates are data
//! (TOML); those that come with Dictum are embedded, and others are made from them or from an example note ([`example`]).

mod example;
mod headings;

use std::ops::Range;

use clinical::{Layout, Note, Section, SectionCode, WhenEmpty};
use serde::Deserialize;
use toml::Spanned;

pub use example::{ExampleError, FromNote, LeftOut, Why};
pub use headings::Outline;

macro_rules! built_in {
    ($($name:literal)*) => { [$(($name, include_str!(concat!("../templates/", $name, ".toml")))),*] };
}

const BUILT_IN: [(&str, &str); 10] = built_in!(
    "soap" "progress" "history-and-physical" "consultation" "referral" "discharge-summary" "well-child" "mental-health"
    "procedure" "patient-instructions"
);

/// Characters that a name may have.
const LONGEST_NAME: usize = 40;

/// What to do about a name that [`is_name`] refuses.
pub const NAME_ADVICE: &str =
    "Use up to 40 small letters, digits, - and _, and begin with a letter or a digit: my-soap.";

/// A note's shape. It has at least one section, and no section twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    name: String,
    title: String,
    document_type: String,
    language: String,
    sections: Vec<TemplateSection>,
}

/// One section of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateSection {
    /// What it is.
    pub code: SectionCode,
    /// Its heading in the note.
    pub title: String,
    /// How its statements are laid out as text.
    pub layout: Layout,
    /// What stands in it when nothing was said about it.
    pub when_empty: WhenEmpty,
    /// What belongs in it, as told to a model: one or two sentences.
    pub guidance: String,
}

/// Whether a template or a snippet can be called so: what is also good as the name of a file, everywhere.
pub fn is_name(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    name.len() <= LONGEST_NAME
        && name.starts_with(|c: char| c.is_ascii_alphanumeric())
        && name.chars().all(allowed)
}

/// Why a text is not a template. Nothing in it comes from a patient.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The template cannot be used (line {line}): {problem}. {advice}")]
pub struct TemplateError {
    /// Where, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
    /// What to do about it.
    pub advice: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: Spanned<String>,
    title: Spanned<String>,
    document_type: Spanned<String>,
    language: String,
    sections: Spanned<Vec<WrittenSection>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSection {
    code: Spanned<String>,
    title: Spanned<String>,
    layout: Layout,
    when_empty: WhenEmpty,
    guidance: String,
}

impl Template {
    /// A template that comes with Dictum, by name.
    pub fn built_in(name: &str) -> Option<Self> {
        Self::parse(Self::built_in_text(name)?).ok()
    }

    /// A template that comes with Dictum as it is written, to copy and edit.
    pub fn built_in_text(name: &str) -> Option<&'static str> {
        BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    /// The names of the templates that come with Dictum; the first is the default.
    pub fn built_in_names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// Reads a template from TOML: `name`, `title`, `document_type` (a LOINC code), `language` (of the headings, for
    /// example "en") and one `[[sections]]` table each with `code`, `title`, `layout` ("paragraph" or "list"),
    /// `when_empty` ("omit" or "not_discussed") and `guidance`.
    ///
    /// # Errors
    /// [`TemplateError`] with the line: not TOML, a field missing or unknown, an unknown or repeated section, no section
    /// at all, a name that [`is_name`] refuses, an empty title, a document type that is not shaped like a LOINC code.
    pub fn parse(toml: &str) -> Result<Self, TemplateError> {
        let at = |span, problem: String, advice: &str| TemplateError::at(toml, span, problem, advice);
        let written = Written::read(toml)?;
        if !is_name(written.name.get_ref()) {
            return Err(at(
                written.name.span(),
                format!("{:?} cannot be a template's name", written.name.get_ref()),
                NAME_ADVICE,
            ));
        }
        if written.title.get_ref().trim().is_empty() {
            return Err(at(
                written.title.span(),
                "the title is empty".into(),
                "Write what the note is called.",
            ));
        }
        if !is_loinc(written.document_type.get_ref()) {
            return Err(at(
                written.document_type.span(),
                format!("{:?} is not a LOINC code", written.document_type.get_ref()),
                "Give the LOINC code of the document, for example 11506-3 for a progress note.",
            ));
        }
        let span = written.sections.span();
        let mut sections: Vec<TemplateSection> = Vec::new();
        for section in written.sections.into_inner() {
            let Some(code) = SectionCode::named(section.code.get_ref()) else {
                let known: Vec<&str> = SectionCode::ALL.iter().map(|code| code.as_str()).collect();
                return Err(at(
                    section.code.span(),
                    format!("there is no section {:?}", section.code.get_ref()),
                    &format!("Use one of: {}.", known.join(", ")),
                ));
            };
            if sections.iter().any(|earlier| earlier.code == code) {
                return Err(at(
                    section.code.span(),
                    format!("the section {:?} comes a second time", code.as_str()),
                    "Remove one of the two.",
                ));
            }
            if section.title.get_ref().trim().is_empty() {
                return Err(at(
                    section.title.span(),
                    "a section's title is empty".into(),
                    "Write the heading that the note shall show.",
                ));
            }
            sections.push(TemplateSection {
                code,
                title: section.title.into_inner(),
                layout: section.layout,
                when_empty: section.when_empty,
                guidance: section.guidance,
            });
        }
        if sections.is_empty() {
            return Err(at(span, "it has no sections".into(), "Add at least one [[sections]] table."));
        }
        Ok(Self {
            name: written.name.into_inner(),
            title: written.title.into_inner(),
            document_type: written.document_type.into_inner(),
            language: written.language,
            sections,
        })
    }

    /// Reads a template that has to call itself `name`.
    ///
    /// # Errors
    /// As [`Self::parse`]; [`TemplateError`] with the line of another name.
    pub fn parse_named(toml: &str, name: &str) -> Result<Self, TemplateError> {
        let template = Self::parse(toml)?;
        if template.name == name {
            return Ok(template);
        }
        let problem = format!("it is kept as {name:?} and calls itself {:?}", template.name);
        let advice = format!("Write name = \"{name}\", or copy it under the other name.");
        Err(TemplateError::at(toml, Written::read(toml)?.name.span(), problem, &advice))
    }

    /// The text of a template under another name, with its comments and its order: what copying one is.
    ///
    /// # Errors
    /// As [`Self::parse`], for the text and for the name.
    pub fn renamed(toml: &str, name: &str) -> Result<String, TemplateError> {
        let mut copy = toml.to_owned();
        copy.replace_range(Written::read(toml)?.name.span(), &quoted(name));
        Self::parse(&copy)?;
        Ok(copy)
    }

    /// It as TOML; [`Self::parse`] reads it back.
    pub fn to_toml(&self) -> String {
        let mut toml = format!(
            "name = {}\ntitle = {}\ndocument_type = {}\nlanguage = {}\n",
            quoted(&self.name),
            quoted(&self.title),
            quoted(&self.document_type),
            quoted(&self.language)
        );
        for section in &self.sections {
            let layout = match section.layout {
                Layout::Paragraph => "paragraph",
                Layout::List => "list",
            };
            let when_empty = match section.when_empty {
                WhenEmpty::Omit => "omit",
                WhenEmpty::NotDocumented => "not_discussed",
            };
            toml.push_str(&format!(
                "\n[[sections]]\ncode = \"{}\"\ntitle = {}\nlayout = \"{layout}\"\nwhen_empty = \"{when_empty}\"\nguidance = {}\n",
                section.code.as_str(),
                quoted(&section.title),
                quoted(&section.guidance),
            ));
        }
        toml
    }

    /// Its name, for example "soap".
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the note is called, for example "SOAP note".
    pub fn title(&self) -> &str {
        &self.title
    }

    /// LOINC code of the document.
    pub fn document_type(&self) -> &str {
        &self.document_type
    }

    /// Language of its headings, for example "en".
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Its sections, in order.
    pub fn sections(&self) -> &[TemplateSection] {
        &self.sections
    }

    /// The section with this code.
    pub fn section(&self, code: SectionCode) -> Option<&TemplateSection> {
        self.sections.iter().find(|section| section.code == code)
    }

    /// A note of this shape in which nothing was discussed.
    pub fn empty_note(&self) -> Note {
        Note {
            template: self.name.clone(),
            document_type: self.document_type.clone(),
            sections: self
                .sections
                .iter()
                .map(|section| Section {
                    code: section.code,
                    title: section.title.clone(),
                    layout: section.layout,
                    when_empty: section.when_empty,
                    statements: Vec::new(),
                })
                .collect(),
        }
    }
}

impl Written {
    fn read(toml: &str) -> Result<Self, TemplateError> {
        toml::from_str(toml).map_err(|error| {
            let problem = error.message().lines().collect::<Vec<_>>().join(", ");
            TemplateError::at(
                toml,
                error.span().unwrap_or_default(),
                problem,
                "Correct this line, or start from a template that works.",
            )
        })
    }
}

impl TemplateError {
    fn at(toml: &str, span: Range<usize>, problem: String, advice: &str) -> Self {
        Self { line: line_of(toml, span.start), problem, advice: advice.into() }
    }
}

/// A text as it stands in TOML.
pub(crate) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// The line of a place in a text, counted from 1.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|byte| *byte == b'\n').count() + 1
}

/// One to seven digits, a hyphen, a check digit.
fn is_loinc(code: &str) -> bool {
    code.split_once('-').is_some_and(|(number, check)| {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        (1..=7).contains(&number.len()) && check.len() == 1 && digits(number) && digits(check)
    })
}

#[cfg(test)]
mod tests;
