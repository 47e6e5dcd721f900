//! What was said as a clinician writes it: "one eighteen over seventy six" is 118/76, "four hundred milligrams" 400 mg.
//!
//! House style: digits with a unit, in vital signs and results, and from ten on; a small count stays a word ("two of
//! us"). Doses follow the error-prone abbreviations that ISMP lists: mcg and units in full, no trailing zero, a zero before
//! the point, a comma from 1,000 on. What may mean two doses ("one fifty milligram tablet") stays as it was said. Numbers
//! that the recogniser has already written are brought to the same form.

mod amounts;
mod claims;
mod dates;
mod names;
mod stays;

use clinical::Phi;
use serde::{Deserialize, Serialize};

use claims::Claims;

/// A text in written form, with what was said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// The text in written form.
    pub text: Phi,
    /// What was changed, in the order of the text, without overlap.
    pub changes: Vec<Change>,
}

/// A stretch of a written text that was said otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Byte offset in the written text of its first character.
    pub start: usize,
    /// Byte offset in the written text just past it.
    pub end: usize,
    /// What was said there.
    pub spoken: Phi,
}

impl Written {
    /// The text as it was before it was written: what [`written_form`] was given. Changes that do not fit the text, as
    /// after an edit, are left as they are written.
    pub fn spoken(&self) -> Phi {
        let mut spoken = String::with_capacity(self.text.len() * 2);
        let mut from = 0;
        for change in &self.changes {
            let fits = change.start <= change.end && self.text.get(change.start..change.end).is_some();
            if let Some(before) = self.text.get(from..change.start).filter(|_| fits) {
                spoken.push_str(before);
                spoken.push_str(&change.spoken);
                from = change.end;
            }
        }
        spoken.push_str(self.text.get(from..).unwrap_or_default());
        Phi::from(spoken)
    }
}

/// Writes the numbers of `text`, with their units, as a clinician does. Nothing else is touched: a text without numbers
/// comes back byte for byte, and a written text stays as it is.
pub fn written_form(text: &str) -> Written {
    let written = once(text);
    let mut settled = written.text.clone();
    for _ in 0..ROUNDS {
        let again = once(&settled);
        if again.changes.is_empty() {
            return if settled == written.text { written } else { as_one_change(text, &settled) };
        }
        settled = again.text;
    }
    Written { text: Phi::from(text), changes: Vec::new() }
}

/// Speech is written in one round; what only looks like speech ("point hundred one a") may be read anew once some of it is
/// in digits. After this many rounds it stays as it was said.
const ROUNDS: usize = 4;

fn once(text: &str) -> Written {
    let mut claims = Claims::of(text);
    names::claim(&mut claims);
    dates::claim(&mut claims);
    amounts::claim(&mut claims);
    claims.into_written()
}

/// All between the first and the last letter that differ as one change.
fn as_one_change(spoken: &str, written: &str) -> Written {
    let same = |(a, b): &(char, char)| a == b;
    let length = |(c, _): (char, char)| c.len_utf8();
    let start: usize = spoken.chars().zip(written.chars()).take_while(same).map(length).sum();
    let (spoken, tail) = (&spoken[start..], &written[start..]);
    let kept: usize = spoken.chars().rev().zip(tail.chars().rev()).take_while(same).map(length).sum();
    let said = Phi::from(&spoken[..spoken.len() - kept]);
    let change = Change { start, end: written.len() - kept, spoken: said };
    Written { text: Phi::from(written), changes: vec![change] }
}

/// Compiles a pattern of this module, for upper and lower case. A space in it, outside of a class, is one or more. The patterns are constants: one that did not compile would
/// fail every test.
fn pattern(text: &str) -> regex::Regex {
    let mut in_class = false;
    let mut spaced = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        in_class = c == '[' || in_class && c != ']';
        spaced.push(c);
        if c == ' ' && !in_class {
            spaced.push('+');
        }
    }
    regex::RegexBuilder::new(&spaced)
        .case_insensitive(true)
        .build()
        .unwrap_or_else(|error| unreachable!("a pattern of the written form does not compile: {error}"))
}

/// Names patterns that are compiled when first used.
macro_rules! patterns {
    ($($(#[$doc:meta])* $name:ident = $text:expr;)*) => {
        $($(#[$doc])* static $name: std::sync::LazyLock<regex::Regex> = std::sync::LazyLock::new(|| $crate::written::pattern($text));)*
    };
}
use patterns;

#[cfg(test)]
mod tests;
