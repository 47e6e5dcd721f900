//! The versions of a note.

use clinical::{Difference, Fate};
use scribe::Version;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::mirror;

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
    /// What differs from the version before.
    changes: Vec<ChangeJson>,
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
            changes: version.changes.into_iter().map(Into::into).collect(),
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
