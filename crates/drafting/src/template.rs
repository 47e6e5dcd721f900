//! A template: which sections a note has, in what order, under what titles, and what belongs in each. Templates are data
//! (TOML); those that come with Dictum are embedded.

use clinical::{Layout, Note, Section, SectionCode, WhenEmpty};
use serde::Deserialize;
use toml::Spanned;

const BUILT_IN: [(&str, &str); 3] = [
    ("soap", include_str!("../templates/soap.toml")),
    ("progress", include_str!("../templates/progress.toml")),
    ("consultation", include_str!("../templates/consultation.toml")),
];

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
        let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Self::parse(text).ok()
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
    /// at all, an empty name or title, a document type that is not shaped like a LOINC code.
    pub fn parse(toml: &str) -> Result<Self, TemplateError> {
        let at = |span: std::ops::Range<usize>, problem: String, advice: &str| TemplateError {
            line: line_of(toml, span.start),
            problem,
            advice: advice.into(),
        };
        let written: Written = toml::from_str(toml).map_err(|error| {
            let problem = error.message().lines().collect::<Vec<_>>().join(", ");
            at(
                error.span().unwrap_or_default(),
                problem,
                "Correct this line, or start from a template that works.",
            )
        })?;
        for named in [&written.name, &written.title] {
            if named.get_ref().trim().is_empty() {
                return Err(at(
                    named.span(),
                    "a name or title is empty".into(),
                    "Write one between the quotation marks.",
                ));
            }
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
            let Some(code) = code_of(section.code.get_ref()) else {
                let known: Vec<&str> = clinical::ALL_SECTIONS.iter().map(|code| code.as_str()).collect();
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

fn code_of(written: &str) -> Option<SectionCode> {
    clinical::ALL_SECTIONS.into_iter().find(|code| code.as_str() == written)
}

fn line_of(text: &str, offset: usize) -> usize {
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SMALL: &str = r#"name = "small"
title = "Small"
document_type = "11506-3"
language = "en"

[[sections]]
code = "chief_complaint"
title = "Chief complaint"
layout = "paragraph"
when_empty = "omit"
guidance = "Why the patient came."
"#;

    fn error(toml: &str) -> TemplateError {
        Template::parse(toml).unwrap_err()
    }

    #[test]
    fn every_template_that_comes_with_dictum_can_be_used() {
        for name in Template::built_in_names() {
            assert_eq!(Template::built_in(name).map(|t| t.name().to_owned()).as_deref(), Some(name));
        }
        assert_eq!(Template::built_in("no such template"), None);
    }

    #[test]
    fn the_soap_template_has_every_section_in_order() {
        let soap = Template::built_in("soap").unwrap();
        let codes: Vec<_> = soap.sections().iter().map(|section| section.code).collect();
        assert_eq!(codes, clinical::ALL_SECTIONS);
    }

    #[test]
    fn an_unknown_section_is_named_with_its_line_and_the_choices() {
        let error = error(&SMALL.replace("\"chief_complaint\"", "\"horoscope\""));
        assert_eq!(error.line, 7);
        assert!(
            error.to_string().contains("horoscope") && error.advice.contains("plan_follow_up"),
            "{error}"
        );
    }

    #[test]
    fn a_section_that_comes_twice_is_found_where_it_comes_again() {
        let sections = SMALL.find("[[sections]]").unwrap();
        let error = error(&format!("{SMALL}\n{}", &SMALL[sections..]));
        assert_eq!(error.line, 14);
        assert!(error.problem.contains("second time"), "{error}");
    }

    #[test]
    fn a_missing_field_is_named_with_the_line_of_its_section() {
        let error = error(&SMALL.replace("layout = \"paragraph\"\n", ""));
        assert_eq!(error.line, 6);
        assert!(error.problem.contains("layout"), "{error}");
    }

    #[test]
    fn an_unknown_layout_a_broken_line_and_a_wrong_code_are_found_on_their_lines() {
        assert_eq!(error(&SMALL.replace("\"paragraph\"", "\"poem\"")).line, 9);
        assert_eq!(error(&SMALL.replace("language = \"en\"", "language = ")).line, 4);
        assert_eq!(error(&SMALL.replace("11506-3", "progress")).line, 3);
        assert_eq!(error(&SMALL.replace("\"Small\"", "\" \"")).line, 2);
    }

    #[test]
    fn a_template_without_sections_is_refused() {
        let head = &SMALL[..SMALL.find("[[sections]]").unwrap()];
        assert!(error(head).problem.contains("sections"));
        assert!(error(&format!("sections = []\n{head}")).problem.contains("no sections"));
    }

    #[test]
    fn an_empty_note_has_the_template_s_sections_and_no_statements() {
        let note = Template::built_in("soap").unwrap().empty_note();
        assert_eq!(note.sections.len(), 20);
        assert_eq!(note.statements().count(), 0);
        assert_eq!((note.template.as_str(), note.document_type.as_str()), ("soap", "11506-3"));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC*", cut in 0usize..400) {
            let _ = Template::parse(&text);
            let _ = Template::parse(&SMALL[..cut.min(SMALL.len())]);
        }
    }
}
