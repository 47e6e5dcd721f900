//! Transcripts of a recording, and names in them that were probably misheard.

use clinical::Segment;
use scribe::{Places, Suggestion};
use serde::Serialize;
use specta::Type;
use vault::TranscriptRecord;

/// A transcript of a recording, without its words.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "TranscriptView")]
pub struct TranscriptJson {
    id: String,
    /// The name of the model that made it.
    model: String,
    started_at: String,
    finished: bool,
    /// The name of the language that was spoken, once it is known.
    language: Option<String>,
    /// Whether it is the one that the note cites.
    current: bool,
}

impl TranscriptJson {
    /// A model that is no longer here has its id for a name.
    pub fn new(record: &TranscriptRecord, current: bool, places: &Places) -> Self {
        let model = scribe::find_model(places, &record.model);
        Self {
            id: record.id.to_string(),
            model: model.map_or_else(|_| record.model.clone(), |model| model.name),
            started_at: record.started_at.to_string(),
            finished: record.finished,
            language: record.language.as_deref().and_then(clinical::language_name).map(str::to_owned),
            current,
        }
    }
}

/// A name that was probably misheard in a passage.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "SuggestionView")]
pub struct SuggestionJson {
    segment: u32,
    heard: String,
    /// Why it is doubted, as a sentence.
    reason: String,
    offered: Vec<OfferJson>,
}

/// What may have been said.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "OfferView")]
pub struct OfferJson {
    name: String,
    /// The whole passage with the name in it.
    text: String,
}

impl SuggestionJson {
    /// A suggestion about this segment.
    pub fn new(segment: &Segment, suggestion: &Suggestion) -> Self {
        let offer = |name: &String| {
            let mut text = segment.text.to_string();
            text.replace_range(suggestion.range.clone(), name);
            OfferJson { name: name.clone(), text }
        };
        Self {
            segment: segment.id.0,
            heard: suggestion.heard.clone(),
            reason: suggestion.reason.sentence().into(),
            offered: suggestion.offered.iter().map(offer).collect(),
        }
    }
}
