//! Which stretches of a text are spoken for, and what is to be written there.

use std::ops::Range;

use clinical::Phi;
use regex::{Captures, Regex};

use super::{Change, Written};

/// A text being rewritten. A rule claims a stretch, whether or not it writes it otherwise, and later rules do not see it:
/// so a written text is read as its spoken form was.
pub(super) struct Claims<'a> {
    text: &'a str,
    open: String,
    edits: Vec<(Range<usize>, String)>,
}

impl<'a> Claims<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, open: text.to_owned(), edits: Vec::new() }
    }

    /// The whole text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// The text with every claimed stretch made one meaningless word of the same length.
    pub(super) fn open(&self) -> &str {
        &self.open
    }

    /// Claims `range`, where `written` is to stand.
    pub(super) fn claim(&mut self, range: Range<usize>, written: String) {
        self.open.replace_range(range.clone(), &"z".repeat(range.len()));
        self.edits.push((range, written));
    }

    /// Claims what `rule` makes of each match of `pattern` in what is open. Where it makes nothing of a match, the search
    /// goes on behind the first character of that.
    pub(super) fn each(
        &mut self,
        pattern: &Regex,
        rule: impl Fn(&Self, &Captures) -> Option<(Range<usize>, String)>,
    ) {
        let mut from = 0;
        while let Some(captures) = pattern.captures_at(&self.open, from) {
            let Some(whole) = captures.get(0).map(|found| found.range()) else { break };
            let claimed = rule(self, &captures);
            from = match claimed {
                Some((range, written)) => {
                    let end = range.end.max(whole.start + 1);
                    self.claim(range, written);
                    end
                }
                None => whole.start + self.open[whole.start..].chars().next().map_or(1, char::len_utf8),
            };
            if from > self.open.len() {
                break;
            }
        }
    }

    pub(super) fn into_written(mut self) -> Written {
        self.edits.sort_by_key(|(range, _)| range.start);
        let mut written = String::with_capacity(self.text.len());
        let mut changes = Vec::new();
        let mut from = 0;
        for (range, new) in self.edits {
            let spoken = &self.text[range.clone()];
            written.push_str(&self.text[from..range.start]);
            let start = written.len();
            written.push_str(&new);
            if spoken != new {
                changes.push(Change { start, end: written.len(), spoken: Phi::from(spoken) });
            }
            from = range.end;
        }
        written.push_str(&self.text[from..]);
        Written { text: Phi::from(written), changes }
    }
}
