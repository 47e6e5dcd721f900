//! The card of a draft: by what, from which inputs and how it was made, so that it can be judged later and made again.

use serde::{Deserialize, Serialize};

use crate::{Note, Phi, SectionCode, Verdict};

/// How a draft was made. The same consult with all that stands here, but for the times, gives the same draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DraftCard {
    /// What drafted: the model's name, "extractive drafter" or "dictation".
    pub engine: String,
    /// The version of Dictum, whose rules drafted or checked.
    pub dictum: String,
    /// The template's name.
    pub template: String,
    /// SHA-256 of the template's text in its canonical form, in hexadecimal.
    pub template_sha256: String,
    /// The language model and what it was asked; none where none drafted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<ModelCard>,
    /// The section that alone was drafted again, and how; none where the whole note was drafted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<SectionAgain>,
    /// How long it took.
    pub times: DraftTimes,
    /// What checking the draft found.
    pub checks: CheckCounts,
}

/// One section, drafted again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionAgain {
    /// Which.
    pub section: SectionCode,
    /// How.
    pub how: Redraft,
}

/// How a section is to be drafted again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Redraft {
    /// As before.
    Again,
    /// At more length.
    Longer,
    /// With less.
    Shorter,
    /// As a person asks, in a sentence.
    Instruction(Phi),
}

/// A language model at work on a draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ModelCard {
    /// Its id in the catalogue, or the name of its file.
    pub id: String,
    /// SHA-256 of its file, in hexadecimal; none where the file could not be read.
    pub sha256: Option<String>,
    /// How its weights are rounded, for example "Q4_K_M"; none where its file does not say.
    pub quantisation: Option<String>,
    /// SHA-256 of the fixed words that it was prompted with for this template, in hexadecimal: its version of the prompt.
    pub prompt_sha256: String,
    /// Tokens of context that it had; none where that was not told.
    pub context_tokens: Option<u32>,
    /// Tokens that each part of the note might have.
    pub max_tokens: u32,
    /// 0: always the likeliest token.
    pub temperature: f32,
    /// Of the choice, where the temperature is above 0.
    pub seed: u32,
    /// Stretches in which the consult was read; more than one where it is longer than the context.
    pub stretches: u32,
    /// On what it ran: "the processor" or a graphics card's name; none where that was not told.
    pub runs_on: Option<String>,
}

/// How long a draft took, in ms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftTimes {
    /// Until the model's first words: loading it where it was not loaded, and reading what it had not read before.
    pub reading_ms: u32,
    /// From then on until the draft was there; without a model, all of drafting.
    pub writing_ms: u32,
    /// Checking the draft.
    pub checking_ms: u32,
}

/// What checking the statements of a draft found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckCounts {
    /// Statements that what was said bears out.
    pub supported: u32,
    /// Statements that it does not bear out.
    pub unsupported: u32,
    /// Statements that it contradicts.
    pub contradicted: u32,
}

impl CheckCounts {
    /// Counts the verdicts of a note.
    pub fn of(note: &Note) -> Self {
        let mut counts = Self::default();
        for check in note.statements().filter_map(|statement| statement.check.as_ref()) {
            match check.verdict {
                Verdict::Supported => counts.supported += 1,
                Verdict::Unsupported => counts.unsupported += 1,
                Verdict::Contradicted => counts.contradicted += 1,
            }
        }
        counts
    }
}
