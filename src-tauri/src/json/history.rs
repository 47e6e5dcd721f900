//! The versions of a note.

use clinical::{CheckCounts, Difference, DraftCard, DraftTimes, Fate, KeptReason, Mark, ModelCard, Phi};
use scribe::{Marked, Version};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{RedraftJson, mirror};

mirror!(/// What became of words between two versions.
    FateJson "Fate" = Fate { Same, Removed, Added });

/// A version of a note.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "VersionView")]
pub struct VersionJson {
    /// Counted from 1.
    number: u32,
    /// Who saved it.
    author: String,
    saved_at: String,
    /// What drafted it.
    engine: String,
    /// How the draft was made, where that is known.
    card: Option<CardJson>,
    /// What differs from the version before.
    changes: Vec<ChangeJson>,
    /// What was kept, flagged and cleared in it.
    marks: Vec<MarkedJson>,
}

/// A mark that a version sets or clears.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "MarkedView")]
pub struct MarkedJson {
    mark: MarkJson,
    /// The code of the section.
    section: String,
    text: String,
    /// What is asked by the flag.
    remark: Option<String>,
    /// Whose mark it is, by name, where the version's author had another's back.
    restored_of: Option<String>,
}

/// What is done to a statement beside its words.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[serde(rename = "Mark")]
pub enum MarkJson {
    /// Kept, for it was examined.
    KeptExamined,
    /// Kept, for it is known.
    KeptKnown,
    /// Flagged.
    Flagged,
    /// The flag is cleared.
    FlagCleared,
}

/// How a draft was made.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "CardView")]
pub struct CardJson {
    /// The version of Dictum.
    dictum: String,
    template: String,
    template_sha256: String,
    /// None where no language model drafted.
    model: Option<ModelCardJson>,
    /// The section that alone was drafted again, if it was one alone.
    again: Option<SectionAgainJson>,
    reading_ms: u32,
    writing_ms: u32,
    checking_ms: u32,
    supported: u32,
    unsupported: u32,
    contradicted: u32,
}

/// One section, drafted again.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "SectionAgainView")]
pub struct SectionAgainJson {
    /// The code of the section.
    section: String,
    redraft: RedraftJson,
}

/// A language model at work on a draft.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "ModelCardView")]
pub struct ModelCardJson {
    id: String,
    sha256: Option<String>,
    quantisation: Option<String>,
    prompt_sha256: String,
    context_tokens: Option<u32>,
    max_tokens: u32,
    temperature: f32,
    seed: u32,
    stretches: u32,
    runs_on: Option<String>,
}

/// A statement that a version changed.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "ChangeView")]
pub struct ChangeJson {
    /// The code of its section.
    section: String,
    statement: String,
    /// Its words, in order.
    words: Vec<WordsJson>,
}

/// Some words of a changed statement.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "WordsView")]
pub struct WordsJson {
    fate: FateJson,
    text: String,
}

impl From<Version> for VersionJson {
    fn from(version: Version) -> Self {
        Self {
            number: version.number,
            author: version.author,
            saved_at: version.saved_at.to_string(),
            engine: version.engine,
            card: version.card.map(Into::into),
            changes: version.changes.into_iter().map(Into::into).collect(),
            marks: version.marks.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<Marked> for MarkedJson {
    fn from(marked: Marked) -> Self {
        Self {
            mark: match marked.mark {
                Mark::Kept(KeptReason::Examined) => MarkJson::KeptExamined,
                Mark::Kept(KeptReason::KnownToMe) => MarkJson::KeptKnown,
                Mark::Flagged => MarkJson::Flagged,
                Mark::FlagCleared => MarkJson::FlagCleared,
            },
            section: marked.section.as_str().to_owned(),
            text: marked.text.into_string(),
            remark: marked.remark.map(Phi::into_string),
            restored_of: marked.restored_of,
        }
    }
}

impl From<Difference> for ChangeJson {
    fn from(change: Difference) -> Self {
        let words = change.words.into_iter();
        Self {
            section: change.section.as_str().to_owned(),
            statement: change.statement.to_string(),
            words: words
                .map(|(fate, text)| WordsJson { fate: fate.into(), text: text.into_string() })
                .collect(),
        }
    }
}

impl From<DraftCard> for CardJson {
    fn from(card: DraftCard) -> Self {
        let DraftTimes { reading_ms, writing_ms, checking_ms } = card.times;
        let CheckCounts { supported, unsupported, contradicted } = card.checks;
        Self {
            dictum: card.dictum,
            template: card.template,
            template_sha256: card.template_sha256,
            model: card.model.map(Into::into),
            again: card.again.map(|again| SectionAgainJson {
                section: again.section.as_str().to_owned(),
                redraft: again.how.into(),
            }),
            reading_ms,
            writing_ms,
            checking_ms,
            supported,
            unsupported,
            contradicted,
        }
    }
}

impl From<ModelCard> for ModelCardJson {
    fn from(card: ModelCard) -> Self {
        Self {
            id: card.id,
            sha256: card.sha256,
            quantisation: card.quantisation,
            prompt_sha256: card.prompt_sha256,
            context_tokens: card.context_tokens,
            max_tokens: card.max_tokens,
            temperature: card.temperature,
            seed: card.seed,
            stretches: card.stretches,
            runs_on: card.runs_on,
        }
    }
}
