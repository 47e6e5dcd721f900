//! A template from an example note: its headings, in their order and words, each laid out as the text below it is. Of that
//! text nothing is kept, and a heading only if it is a known one, so that no patient gets into a template.

use clinical::{Layout, Phi, SectionCode, SoapPart};

use super::headings::{Heading, is_item, known, plain};
use super::{Template, TemplateSection};

/// A line up to so many characters may be an entry of a list that has no marks.
const LONGEST_ENTRY: usize = 60;
/// A heading that nobody knows is taken for one up to so many words.
const MOST_WORDS: usize = 6;

/// The template that an example note makes, and what of the note it could not take.
#[derive(Debug)]
pub struct FromNote {
    /// The template.
    pub template: Template,
    /// Headings of the note that are not as they were in the template, in their order.
    pub left_out: Vec<LeftOut>,
}

/// A heading of an example note that the template does not have as it stands there.
#[derive(Debug)]
pub struct LeftOut {
    /// The line of the note, counted from 1.
    pub line: usize,
    /// The heading, which may be anything that somebody wrote.
    pub heading: Phi,
    /// Why.
    pub why: Why,
}

/// Why a heading is not in the template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody knows which section it is.
    Unknown,
    /// Its section comes earlier in the note.
    Repeated,
    /// It stands for several sections, which are in its place.
    Several,
}

/// A note that makes no template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExampleError {
    /// No heading was recognised.
    #[error(
        "No heading was recognised in the note. Put each on a line of its own or before a colon, such as \"HPI:\" or \"Plan\"."
    )]
    NoHeadings,
    /// The template cannot be called so.
    #[error("The template cannot be called so. {}", super::NAME_ADVICE)]
    Name,
}

impl Template {
    /// Makes a template of the headings of an example note. What belongs in each section, and what stands in it when it is
    /// empty, is as in the templates that come with Dictum; the same note always makes the same template.
    ///
    /// # Errors
    /// [`ExampleError`]: no known heading, or a name that [`super::is_name`] refuses.
    pub fn from_note(name: &str, note: &str) -> Result<FromNote, ExampleError> {
        if !super::is_name(name) {
            return Err(ExampleError::Name);
        }
        let mut written = written(note);
        let kind = kind(note, &written);
        let shape = kind.as_ref().map(|(_, template)| template);
        if let Some((title, _)) = &kind {
            written.retain(|one| one.line != *title);
        }
        let mut made = FromNote {
            template: Self {
                name: name.to_owned(),
                title: shape.map_or("Clinical note", Self::title).to_owned(),
                document_type: shape.map_or("11506-3", Self::document_type).to_owned(),
                language: "en".into(),
                sections: Vec::new(),
            },
            left_out: Vec::new(),
        };
        let named: Vec<SectionCode> = written.iter().filter_map(Written::section).collect();
        for one in &written {
            one.add_to(&mut made, &named, shape);
        }
        if made.template.sections.is_empty() { Err(ExampleError::NoHeadings) } else { Ok(made) }
    }
}

/// A section as the templates that come with Dictum have it, the first of them that has it.
pub(super) fn default(code: SectionCode) -> TemplateSection {
    Template::built_in_names()
        .filter_map(Template::built_in)
        .find_map(|template| template.section(code).cloned())
        .unwrap_or_else(|| TemplateSection {
            code,
            title: code.as_str().replace('_', " "),
            layout: Layout::List,
            when_empty: clinical::WhenEmpty::Omit,
            guidance: String::new(),
        })
}

/// A heading of the note, and how what is below it is written.
struct Written<'a> {
    line: usize,
    text: &'a str,
    heading: Option<Heading>,
    body: Body,
}

/// How the text below a heading is written, in lines.
#[derive(Default)]
struct Body {
    lines: usize,
    marked: usize,
    short: usize,
}

impl Body {
    fn add(&mut self, line: &str) {
        self.lines += 1;
        self.marked += usize::from(is_entry(line));
        self.short += usize::from(line.chars().count() <= LONGEST_ENTRY);
    }

    /// How it is laid out, where it says.
    fn layout(&self) -> Option<Layout> {
        match self.lines {
            0 => None,
            lines if self.marked * 2 >= lines => Some(Layout::List),
            1 => (self.short == 0).then_some(Layout::Paragraph),
            lines if self.short == lines => Some(Layout::List),
            _ => Some(Layout::Paragraph),
        }
    }
}

impl Written<'_> {
    fn section(&self) -> Option<SectionCode> {
        match self.heading {
            Some(Heading::Section(code)) => Some(code),
            _ => None,
        }
    }

    /// Puts what it stands for into the template. `named` are the sections that have headings of their own in the note.
    fn add_to(&self, made: &mut FromNote, named: &[SectionCode], kind: Option<&Template>) {
        let mut left_out =
            |why| made.left_out.push(LeftOut { line: self.line, heading: Phi::from(self.text), why });
        let sections = &mut made.template.sections;
        let has = |sections: &[TemplateSection], code| sections.iter().any(|one| one.code == code);
        let parts: &[SoapPart] = match &self.heading {
            None => return left_out(Why::Unknown),
            Some(Heading::Section(code)) if has(sections, *code) => return left_out(Why::Repeated),
            Some(Heading::Section(code)) => return sections.push(self.titled(*code, kind)),
            Some(Heading::Part(SoapPart::Assessment)) if self.body.lines > 0 => {
                if has(sections, SectionCode::PrimaryDiagnosis) {
                    return left_out(Why::Repeated);
                }
                sections.push(self.titled(SectionCode::PrimaryDiagnosis, kind));
                if named.iter().any(|code| code.part() == SoapPart::Assessment) {
                    &[]
                } else {
                    &[SoapPart::Assessment]
                }
            }
            Some(Heading::Part(part)) => &[*part],
            Some(Heading::AssessmentAndPlan) => &[SoapPart::Assessment, SoapPart::Plan],
        };
        let before = sections.len();
        for part in parts {
            // A part whose sections have headings, and that has no text of its own, is only their roof.
            if self.body.lines == 0 && named.iter().any(|code| code.part() == *part) {
                continue;
            }
            for code in clinical::ALL_SECTIONS.into_iter().filter(|code| code.part() == *part) {
                if !named.contains(&code) && !has(sections, code) {
                    sections.push(of_kind(code, kind));
                }
            }
        }
        if sections.len() > before {
            left_out(Why::Several);
        }
    }

    /// The section under this heading.
    fn titled(&self, code: SectionCode, kind: Option<&Template>) -> TemplateSection {
        let section = of_kind(code, kind);
        TemplateSection {
            title: self.text.split_whitespace().collect::<Vec<_>>().join(" "),
            layout: self.body.layout().unwrap_or(section.layout),
            ..section
        }
    }
}

/// A section as it is in this kind of note, or else as it mostly is.
fn of_kind(code: SectionCode, kind: Option<&Template>) -> TemplateSection {
    kind.and_then(|kind| kind.section(code)).cloned().unwrap_or_else(|| default(code))
}

/// The template that comes with Dictum for a note of this kind, and the line that names it: above the first known heading, or
/// that heading if nothing stands under it ("Patient instructions").
fn kind(note: &str, written: &[Written]) -> Option<(usize, Template)> {
    let first = written.iter().find(|one| one.heading.is_some());
    let above = first.map_or(0, |one| if one.body.lines == 0 { one.line } else { one.line - 1 });
    let mut templates: Vec<Template> = Template::built_in_names().filter_map(Template::built_in).collect();
    let (at, which) = note.lines().take(above).map(plain).enumerate().find_map(|(at, line)| {
        let which = templates.iter().position(|template| {
            let title = plain(template.title());
            let of = title.trim_end_matches(" note").trim_end_matches(" letter");
            line.strip_prefix(of).is_some_and(|kind| ["", " note", " letter"].contains(&kind))
        });
        which.map(|which| (at, which))
    })?;
    Some((at + 1, templates.swap_remove(which)))
}

/// The headings of a note.
fn written(note: &str) -> Vec<Written<'_>> {
    let mut written: Vec<Written> = Vec::new();
    let mut after_gap = true;
    // Whether diagnoses or plans have been named: "Medications" behind them are those of the plan.
    let mut concluded = false;
    for (at, line) in note.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            after_gap = true;
            continue;
        }
        match heading(line, after_gap) {
            Some((text, mut heading, rest)) => {
                match heading {
                    Some(Heading::Section(SectionCode::Medications))
                        if concluded && matches!(plain(text).as_str(), "medications" | "meds") =>
                    {
                        heading = Some(Heading::Section(SectionCode::PlanMedications));
                    }
                    Some(Heading::Section(code)) => concluded |= code.part() >= SoapPart::Assessment,
                    Some(Heading::Part(part)) => concluded = part >= SoapPart::Assessment,
                    Some(Heading::AssessmentAndPlan) => concluded = true,
                    None => {}
                }
                let mut body = Body::default();
                if !rest.is_empty() {
                    body.add(rest);
                }
                written.push(Written { line: at + 1, text, heading, body });
            }
            None => {
                if let Some(last) = written.last_mut() {
                    last.body.add(line);
                }
            }
        }
        after_gap = false;
    }
    written
}

/// The heading that a line is or begins with, what it stands for, and what stands behind it. What looks like a heading and
/// is none that is known has to stand out more, and "Lungs: clear" is none at all.
fn heading(line: &str, after_gap: bool) -> Option<(&str, Option<Heading>, &str)> {
    let bare = line.trim_start_matches('#').trim_start();
    let hashed = bare.len() < line.len();
    let bold = bare.starts_with("**") || bare.starts_with("__");
    let (text, rest, colon) = match bare.find(':') {
        Some(at) => (&bare[..at], &bare[at + 1..], true),
        None => (bare, "", false),
    };
    let marks = |c: char| matches!(c, '*' | '_' | '#' | ' ' | '\t');
    let (text, rest) = (text.trim_matches(marks), rest.trim_matches(marks));
    if let Some(found) = known(text).filter(|_| !is_entry(line) && (colon || !text.ends_with('.'))) {
        return Some((text.trim_matches(|c: char| !c.is_alphanumeric()), Some(found), rest));
    }
    let words = text.split_whitespace().count();
    let is_text = is_entry(line) || is_item(text) || !text.chars().any(char::is_alphabetic);
    if is_text || words > MOST_WORDS {
        return None;
    }
    let capitals = text.chars().filter(|c| c.is_alphabetic()).count() >= 4
        && !text.chars().any(|c| c.is_lowercase() || c.is_ascii_digit());
    let alone = rest.is_empty();
    let stands_out = alone && (hashed || bold || colon || after_gap && capitals)
        || colon && (bold || after_gap && words <= 4 && text.starts_with(char::is_uppercase));
    stands_out.then_some((text, None, rest))
}

/// Whether a line is an entry of a list: behind a dash, a dot, a star or a number.
fn is_entry(line: &str) -> bool {
    let number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = if number.len() < line.len() {
        number.strip_prefix(['.', ')'])
    } else {
        line.strip_prefix(['-', '*', '•', '·', '–', '—', '+'])
    };
    behind.is_some_and(|behind| behind.starts_with(char::is_whitespace))
}

#[cfg(test)]
mod tests;
