//! Dictation: spoken punctuation and commands, and the note that they make.
//!
//! The rule: the words of a command are a command wherever they stand, unless what stands directly before or after makes
//! them a thing that is spoken of. Before: an article, a possessive, or an adjective that goes with it ("her last period",
//! "the sigmoid colon", "a comma", "the word comma", "a new line"). After: "of" and the nouns that form a compound with it
//! ("period of two weeks", "period pain", "colon cancer"). "Section" with a section's name is a command but where it is part
//! of another thing ("caesarean section", "in section plan"). "Go to" with a name is one only where a sentence begins, and
//! only if the sentence or a spoken mark ends behind the name ("go to assessment clinic" is none). Marks that the recogniser
//! put beside a spoken mark are taken for the same pause and go.

mod commands;
mod note;
pub(crate) mod sections;

use std::borrow::Cow;

use clinical::{Phi, SectionCode, SoapPart};

use commands::{Command, command_at};

pub use note::note;

/// A piece of what was dictated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Text with its marks and line breaks. Its numbers are as they were said: the recogniser's side writes them.
    Text(Phi),
    /// What follows belongs elsewhere.
    Section(SectionChange),
}

/// Where what follows belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SectionChange {
    /// To the section after the present one.
    Next,
    /// To the section before the present one.
    Previous,
    /// To this section.
    To(SectionCode),
    /// To this part of the note, where it begins: "assessment", "plan".
    Part(SoapPart),
}

impl Piece {
    /// As it stands in a transcript: read once more by [`dictated`], it is the same piece.
    pub fn written(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text.as_str()),
            Self::Section(SectionChange::Next) => "Next section.".into(),
            Self::Section(SectionChange::Previous) => "Previous section.".into(),
            Self::Section(change) => format!("Section {}.", sections::name(*change)).into(),
        }
    }
}

/// Reads spoken punctuation and commands in dictated `text`. Text without any comes back as one piece, byte for byte.
pub fn dictated(text: &str) -> Vec<Piece> {
    let words = words(text);
    let mut page = Page::default();
    let mut from = 0;
    let mut at = 0;
    // Whether what has been read last was a command.
    let mut commanded = false;
    while at < words.len() {
        let Some((command, next)) = command_at(&words, at, commanded) else {
            (at, commanded) = (at + 1, false);
            continue;
        };
        commanded = true;
        page.text(&text[from..words[at].start]);
        page.command(command);
        from = words.get(next - 1).map_or(text.len(), |last| last.past_marks);
        at = next;
    }
    if at == words.len() && from == 0 {
        return if text.is_empty() { Vec::new() } else { vec![Piece::Text(Phi::from(text))] };
    }
    page.text(&text[from..]);
    page.finish()
}

/// A word of a text.
struct Word {
    start: usize,
    /// Behind the marks that follow it.
    past_marks: usize,
    /// In lower case, without marks.
    bare: String,
    /// Whether a mark, a line break or the beginning of the text stands before it.
    after_mark: bool,
    /// Whether a mark, a line break or the end of the text stands after it.
    before_mark: bool,
}

const MARKS: [char; 7] = [',', '.', ';', ':', '?', '!', '…'];

fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| !c.is_whitespace()).map(|found| at + found) {
        if let Some(last) = words.last_mut().filter(|_| text[at..start].contains('\n')) {
            last.before_mark = true;
        }
        let end = text[start..].find(char::is_whitespace).map_or(text.len(), |len| start + len);
        let bare = text[start..end].trim_end_matches(MARKS);
        if bare.is_empty() {
            // A mark with spaces around it belongs to the word before.
            if let Some(last) = words.last_mut() {
                (last.past_marks, last.before_mark) = (end, true);
            }
        } else {
            words.push(Word {
                start,
                past_marks: end,
                bare: bare.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase(),
                after_mark: words.last().is_none_or(|last| last.before_mark),
                before_mark: start + bare.len() < end,
            });
        }
        at = end;
    }
    if let Some(last) = words.last_mut() {
        last.before_mark = true;
    }
    words
}

/// What has been put down so far.
#[derive(Default)]
struct Page {
    pieces: Vec<Piece>,
    line: String,
    /// Whether the next word begins a sentence because of a command.
    sentence: bool,
    /// Whether the next word follows without a space.
    close: bool,
}

impl Page {
    fn text(&mut self, text: &str) {
        let text = if self.pieces.is_empty() && self.line.is_empty() { text } else { text.trim_start() };
        if text.trim().is_empty() {
            return;
        }
        if !self.line.is_empty() && !self.close {
            self.line.push(' ');
        }
        let mut letters = text.chars();
        match letters.next().filter(|_| self.sentence) {
            Some(first) => {
                self.line.extend(first.to_uppercase());
                self.line.push_str(letters.as_str());
            }
            None => self.line.push_str(text),
        }
        (self.sentence, self.close) = (false, false);
    }

    fn command(&mut self, command: Command) {
        // "Section plan colon new line": the pause behind a section's name.
        let begins = self.line.is_empty() && !self.pieces.is_empty();
        match command {
            Command::Mark(_) | Command::Break(_) if begins => {}
            Command::Mark(mark) => {
                self.trim(mark.trim_start().starts_with(MARKS));
                self.line.push_str(mark);
                self.sentence = matches!(mark, "." | "?" | "!");
                self.close = false;
            }
            Command::Open => {
                self.trim(false);
                if !self.line.is_empty() && !self.line.ends_with('\n') {
                    self.line.push(' ');
                }
                self.line.push('(');
                self.close = true;
            }
            Command::Close => {
                self.trim(true);
                self.line.push(')');
                self.close = false;
            }
            Command::Break(lines) => {
                self.trim(false);
                self.line.push_str(lines);
                (self.sentence, self.close) = (true, true);
            }
            Command::Section(change) => {
                self.flush();
                self.pieces.push(Piece::Section(change));
                (self.sentence, self.close) = (true, true);
            }
        }
    }

    /// Takes away the space at the end, and with it the pause that the recogniser wrote there.
    fn trim(&mut self, pause: bool) {
        let end = self
            .line
            .trim_end_matches(|c| matches!(c, ' ' | '\t') || pause && matches!(c, ',' | '.' | ';' | ':'));
        self.line.truncate(end.len());
    }

    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !line.trim().is_empty() {
            self.pieces.push(Piece::Text(Phi::from(line.trim_end_matches([' ', '\t']))));
        }
    }

    fn finish(mut self) -> Vec<Piece> {
        self.flush();
        self.pieces
    }
}

#[cfg(test)]
mod tests;
