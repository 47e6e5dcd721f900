//! Transcripts in JSON.

use serde_json::Value;

use super::TranscriptError;
use crate::{Span, Speaker, Transcript};

pub(super) fn parse(text: &str) -> Result<Transcript, TranscriptError> {
    let value: Value =
        serde_json::from_str(text).map_err(|error| TranscriptError::Json { line: error.line() })?;
    let list = match &value {
        Value::Array(list) => Some(list),
        value => ["transcript", "segments"].iter().find_map(|key| value.get(key)?.as_array()),
    };
    let mut transcript = Transcript::default();
    for (i, segment) in list.ok_or(TranscriptError::NoSegments)?.iter().enumerate() {
        let fault = |problem| TranscriptError::Segment { number: i + 1, problem };
        let words = segment
            .get("text")
            .and_then(Value::as_str)
            .ok_or(fault("it has no \"text\", which should be a string"))?;
        let speaker = speaker(segment.get("speaker"))
            .ok_or(fault("\"speaker\" should be a string or a number from 0"))?;
        let span = span(segment)
            .ok_or(fault("\"start\" and \"end\" should be seconds from the beginning, as numbers"))?;
        transcript.push(speaker, words, span);
    }
    Ok(transcript)
}

/// None where the value is no speaker at all.
fn speaker(value: Option<&Value>) -> Option<Speaker> {
    match value {
        None | Some(Value::Null) => Some(Speaker::Unknown),
        Some(Value::String(label)) => Some(Speaker::from_label(label)),
        Some(Value::Number(voice)) => voice.as_u64().map(|voice| Speaker::from_label(&voice.to_string())),
        Some(own) => serde_json::from_value(own.clone()).ok(),
    }
}

/// The outer none is a fault, the inner one a segment without times.
fn span(segment: &Value) -> Option<Option<Span>> {
    if let Some(own) = segment.get("span") {
        return serde_json::from_value::<Option<Span>>(own.clone()).ok();
    }
    let start = match segment.get("start") {
        None | Some(Value::Null) => return Some(None),
        Some(start) => milliseconds(start)?,
    };
    let end = match segment.get("end") {
        None | Some(Value::Null) => start,
        Some(end) => milliseconds(end)?,
    };
    Some(Some(Span { start_ms: start, end_ms: end.max(start) }))
}

fn milliseconds(seconds: &Value) -> Option<u64> {
    // A day is longer than any consult; more is a time in another unit.
    let seconds = seconds.as_f64().filter(|seconds| (0.0..=86_400.0).contains(seconds))?;
    Some((seconds * 1000.0).round() as u64)
}
