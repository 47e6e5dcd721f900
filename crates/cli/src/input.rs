//! Reading what the commands are given.

use std::fs::File;
use std::io::{BufReader, IsTerminal, Read};
use std::path::Path;

use clinical::{Format, Transcript};
use scribe::StatementIn;
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
    Transcript::parse(&text, format).map_err(|error| scribe::Error::from(error).into())
}

/// The statements of a note: from JSON with "statements" or "sections", or from text, a statement a sentence, headings
/// left out.
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
    let sentences = text.lines().filter(|line| !is_heading(line)).flat_map(sentences);
    Ok(sentences.enumerate().map(|(index, text)| StatementIn { id: json!(index), text }).collect())
}

fn from_json(value: &Value) -> Result<Vec<StatementIn>, Failure> {
    let note = value.get("note").unwrap_or(value);
    let list: Vec<&Value> = match (note.get("statements"), note.get("sections")) {
        (Some(Value::Array(list)), _) => list.iter().collect(),
        (_, Some(Value::Array(sections))) => {
            sections.iter().filter_map(|section| section["statements"].as_array()).flatten().collect()
        }
        _ => return Err(Failure::input("The note has neither \"statements\" nor \"sections\".")),
    };
    list.into_iter()
        .enumerate()
        .map(|(index, statement)| {
            let text = statement["text"].as_str().ok_or_else(|| {
                Failure::input(format!("Statement {} of the note has no \"text\".", index + 1))
            })?;
            let id = statement.get("id").cloned().unwrap_or_else(|| json!(index));
            Ok(StatementIn { id, text: text.to_owned() })
        })
        .collect()
}

fn is_heading(line: &str) -> bool {
    let line = line.trim();
    let bare = line.trim_end_matches(':');
    let capitals = bare.chars().any(char::is_alphabetic) && !bare.chars().any(char::is_lowercase);
    let no_sentence = !line.ends_with(['.', '?', '!', ';']) && line.split_whitespace().count() <= 4;
    line.is_empty()
        || line == "Not discussed."
        || capitals
        || (line.ends_with(':') || no_sentence) && !line.starts_with(['-', '*', '•'])
}

fn sentences(line: &str) -> Vec<String> {
    let line = line.trim().trim_start_matches(['-', '*', '•']).trim();
    let mut sentences = Vec::new();
    let mut start = 0;
    let ends: Vec<usize> = line.match_indices(". ").map(|(at, _)| at + 1).chain([line.len()]).collect();
    for end in ends {
        let sentence = line[start..end].trim();
        if !sentence.is_empty() {
            sentences.push(sentence.to_owned());
        }
        start = end;
    }
    sentences
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
    fn a_note_in_text_gives_its_sentences_without_the_headings() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note.txt");
        std::fs::write(&path, "SUBJECTIVE\n\nChief complaint\nKnee pain. Denies fever.\n\nPlan:\n- X-ray of the knee\nNot discussed.\n").unwrap();
        let Ok(statements) = statements(&path) else { panic!("the note could not be read") };
        let texts: Vec<_> = statements.iter().map(|statement| statement.text.as_str()).collect();
        assert_eq!(texts, ["Knee pain.", "Denies fever.", "X-ray of the knee"]);
    }
}
