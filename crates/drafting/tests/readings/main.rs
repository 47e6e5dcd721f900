//! What the draft made without a model must never say, and what it must not lose, on short talks.

#![allow(clippy::unwrap_used)]

mod denied;
mod kept;
mod language;
mod safety;
mod taken_back;

use clinical::{Format, Transcript};
use drafting::{Template, extract};

/// The note of a talk of "Doctor: ..." and "Patient: ..." lines, as text.
fn draft(talk: &str) -> String {
    let transcript = Transcript::parse(talk, Format::Text).unwrap();
    extract(&Template::built_in("soap").unwrap(), &transcript).to_text()
}

/// The lines of a section of a note, by its heading.
fn section<'a>(note: &'a str, heading: &str) -> &'a str {
    let Some(from) = note.find(&format!("\n{heading}\n")) else { return "" };
    let lines = &note[from + heading.len() + 2..];
    lines.split("\n\n").next().unwrap_or_default()
}
