//! How much drafted notes have in common with those that clinicians wrote of the same consults.

use std::io::BufRead;
use std::time::{Duration, Instant};

use clinical::Verdict;
use drafting::Template;
use drafting::evaluation::Rouge;
use drafting::prompt::Background;
use serde_json::Value;

use crate::batch::{numbered, read_line};
use crate::{BatchError, Draft, Engine, Error};

/// What was measured.
#[derive(Debug)]
pub struct DraftEvaluation {
    /// The consults that were drafted, in order.
    pub drafts: Vec<EvaluatedDraft>,
    /// The lines that could not be used, in order.
    pub bad_lines: Vec<BatchError>,
}

/// A consult that was drafted.
#[derive(Debug)]
pub struct EvaluatedDraft {
    /// The consult's own.
    pub id: Value,
    /// The draft against the clinician's note, headings and all.
    pub rouge: Rouge,
    /// Words of the draft, and of the clinician's note.
    pub words: (usize, usize),
    /// Statements of the draft.
    pub statements: usize,
    /// Of these, what checking found neither supported nor contradicted, and what contradicted.
    pub flagged: (usize, usize),
    /// How long drafting and checking took, the loading of a model counted with the first.
    pub took: Duration,
}

impl DraftEvaluation {
    /// The means of the F-measures; none without a draft.
    pub fn rouge(&self) -> Option<Rouge> {
        let mean = |of: fn(&Rouge) -> f64| self.mean(|draft| of(&draft.rouge));
        Some(Rouge { one: mean(|r| r.one)?, two: mean(|r| r.two)?, lsum: mean(|r| r.lsum)? })
    }

    /// The mean of a figure over all drafts; none without one.
    pub fn mean(&self, of: impl Fn(&EvaluatedDraft) -> f64) -> Option<f64> {
        let sum: f64 = self.drafts.iter().map(of).sum();
        (!self.drafts.is_empty()).then(|| sum / self.drafts.len() as f64)
    }
}

/// Drafts each consult `{"id", "transcript": [{"speaker", "text"}], "note"}` and compares the draft with the note. `limit` is how
/// many lines are read; `progress` is told how many are done. A line that cannot be used, and a draft that fails, are reported.
///
/// # Errors
/// [`Error::File`] where the consults cannot be read.
pub async fn evaluate_drafts(
    input: impl BufRead,
    limit: Option<usize>,
    engine: &Engine,
    template: &Template,
    mut progress: impl FnMut(usize),
) -> Result<DraftEvaluation, Error> {
    let (mut drafts, mut bad_lines) = (Vec::new(), Vec::new());
    for (number, line) in numbered(input).take(limit.unwrap_or(usize::MAX)) {
        let line = line.map_err(|error| Error::file("The consults could not be read", error))?;
        let Some((id, transcript, value)) = read_line(number, &line, &mut bad_lines) else { continue };
        let Some(reference) = value["note"].as_str() else {
            let message = "\"note\" is missing. Write the clinician's note as text.".into();
            bad_lines.push(BatchError { line: number, message });
            continue;
        };
        let began = Instant::now();
        match engine.draft(template, &Background::default(), &transcript).await {
            Ok(Draft { note, .. }) => {
                let took = began.elapsed();
                let text = note.to_text();
                let count = |verdict| {
                    let found = |one: &&clinical::Statement| {
                        one.check.as_ref().is_some_and(|check| check.verdict == verdict)
                    };
                    note.statements().filter(found).count()
                };
                let words = |text: &str| text.split_whitespace().count();
                drafts.push(EvaluatedDraft {
                    id,
                    rouge: Rouge::of(&text, reference),
                    words: (words(&text), words(reference)),
                    statements: note.statements().count(),
                    flagged: (count(Verdict::Unsupported), count(Verdict::Contradicted)),
                    took,
                });
            }
            Err(error) => bad_lines.push(BatchError { line: number, message: error.to_string() }),
        }
        progress(drafts.len());
    }
    Ok(DraftEvaluation { drafts, bad_lines })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_consult_is_drafted_and_compared_and_a_bad_line_told_without_its_text() {
        let turns = r#"[{"speaker":"doctor","text":"What brings you in today?"},
            {"speaker":"patient","text":"I have had a cough for 3 weeks."},
            {"speaker":"doctor","text":"Any fever?"},{"speaker":"patient","text":"No."}]"#
            .replace('\n', "");
        let input = format!(
            "{{\"id\":1,\"transcript\":{turns},\"note\":\"Denies fever. Reports a cough.\"}}\n{{\"id\":2,\"transcript\":{turns}}}\nJane\n"
        );
        let template = Template::built_in("soap").unwrap();
        let evaluation = evaluate_drafts(input.as_bytes(), None, &Engine::by_rule_alone(), &template, |_| {})
            .await
            .unwrap();
        let [draft] = evaluation.drafts.as_slice() else { panic!("{evaluation:?}") };
        assert!(draft.rouge.one > 0.1 && draft.statements > 0 && draft.words.1 == 5, "{draft:?}");
        assert_eq!(evaluation.rouge(), Some(draft.rouge));
        assert_eq!(evaluation.bad_lines.iter().map(|bad| bad.line).collect::<Vec<_>>(), [2, 3]);
        assert!(!format!("{evaluation:?}").contains("Jane"));
    }
}
