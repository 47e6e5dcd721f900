//! How many false statements the checks catch, and how many true ones they flag.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::time::{Duration, Instant};

use grounding::Heard;
use serde::Deserialize;
use serde_json::Value;

use crate::batch::{age, numbered, read_line};
use crate::{BatchError, Error, StatementIn, statements_of_text};

/// What was measured.
#[derive(Debug, Default)]
pub struct CheckEvaluation {
    /// False statements by their kind, in alphabetical order: caught is what is not found supported.
    pub kinds: BTreeMap<String, Caught>,
    /// True statements: caught is what is flagged all the same.
    pub supported: Caught,
    /// The longest that checking all statements of a consult took.
    pub longest: Duration,
    /// The lines that could not be used, in order.
    pub bad_lines: Vec<BatchError>,
}

/// Statements of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caught {
    /// How many there are.
    pub statements: usize,
    /// How many were not found supported.
    pub caught: usize,
}

impl Caught {
    /// The share that was caught, 0 to 1; none where there are none.
    pub fn share(self) -> Option<f64> {
        (self.statements > 0).then(|| self.caught as f64 / self.statements as f64)
    }

    fn add(&mut self, caught: bool) {
        self.statements += 1;
        self.caught += usize::from(caught);
    }
}

#[derive(Deserialize)]
struct Labelled {
    #[serde(flatten)]
    statement: StatementIn,
    supported: bool,
    #[serde(default)]
    kind: Option<String>,
}

/// What a false statement is called whose kind is not given.
const UNNAMED: &str = "false";

/// Checks the statements of each consult `{"id", "transcript", "age"?, "statements": [{"text", "supported", "kind"?, "section"?}]}`, of
/// which is known whether they are true. Those of a consult with a clinician's `"note"` in place of them, as text, are taken for
/// true. `limit` is how many lines are read. A bad line is no error: it is reported.
///
/// # Errors
/// [`Error::File`] where the consults cannot be read.
pub fn evaluate_checks(input: impl BufRead, limit: Option<usize>) -> Result<CheckEvaluation, Error> {
    let mut evaluation = CheckEvaluation::default();
    for (number, line) in numbered(input).take(limit.unwrap_or(usize::MAX)) {
        let line = line.map_err(|error| Error::file("The consults could not be read", error))?;
        let Some((_, transcript, value)) = read_line(number, &line, &mut evaluation.bad_lines) else {
            continue;
        };
        let Some(statements) = labelled(&value) else {
            let message = "\"statements\" is missing or is not a list of {\"text\", \"supported\", \"kind\"?}, and there is no \
                           \"note\" in its place.";
            evaluation.bad_lines.push(BatchError { line: number, message: message.into() });
            continue;
        };
        let began = Instant::now();
        let heard = Heard::of(&transcript).of_age(age(&value));
        for Labelled { statement, supported, kind } in statements {
            let caught = statement.checked(&heard).is_unsupported();
            let of = match supported {
                true => &mut evaluation.supported,
                false => evaluation.kinds.entry(kind.unwrap_or_else(|| UNNAMED.into())).or_default(),
            };
            of.add(caught);
        }
        evaluation.longest = evaluation.longest.max(began.elapsed());
    }
    Ok(evaluation)
}

/// The statements of a line.
fn labelled(line: &Value) -> Option<Vec<Labelled>> {
    if let (None, Some(note)) = (line.get("statements"), line["note"].as_str()) {
        let of_note = |statement| Labelled { statement, supported: true, kind: None };
        return Some(statements_of_text(note).into_iter().map(of_note).collect());
    }
    Vec::deserialize(&line["statements"]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clinician_s_note_is_taken_for_true_each_sentence_in_its_section() {
        let line = r#"{"id":1,"transcript":[{"speaker":"patient","text":"Penicillin gives me a rash. I take ibuprofen."}],"note":"ALLERGIES\n\nPenicillin.\n\nMEDICATIONS\n\nIbuprofen. Warfarin."}"#;
        let evaluation = evaluate_checks(line.as_bytes(), None).unwrap();
        assert_eq!(evaluation.supported, Caught { statements: 3, caught: 1 });
        assert!(evaluation.kinds.is_empty() && evaluation.bad_lines.is_empty());
    }

    #[test]
    fn what_is_false_is_counted_by_its_kind_and_what_is_true_by_itself() {
        let line = r#"{"id":1,"transcript":[{"speaker":"doctor","text":"Any fever?"},{"speaker":"patient","text":"No. I take ibuprofen 400 mg."}],"statements":[{"text":"Denies fever.","supported":true},{"text":"Takes ibuprofen 800 mg.","supported":false,"kind":"dose"},{"text":"Takes warfarin.","supported":false}]}"#;
        let evaluation = evaluate_checks(format!("{line}\n{{}}\n{line}\n").as_bytes(), Some(2)).unwrap();
        assert_eq!(evaluation.supported, Caught { statements: 1, caught: 0 });
        assert_eq!(evaluation.kinds["dose"].share(), Some(1.0));
        assert_eq!(evaluation.kinds["false"].share(), Some(1.0));
        assert_eq!(evaluation.bad_lines.len(), 1);
    }
}
