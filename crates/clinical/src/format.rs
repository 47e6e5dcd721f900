//! Transcripts that come as files: speaker turns in plain text, JSON, WebVTT and SubRip (SRT).

mod cues;
mod json;
mod turns;

use crate::{Speaker, Transcript};

/// How a transcript is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Turns that begin with who speaks (`[doctor] …`, `Doctor: …`, `Jane Lee: …`, `Speaker 1: …`), or plain lines.
    Text,
    /// `{"transcript": [{"speaker", "text", "start"?, "end"?}]}` with times in seconds, the bare list, or the same under
    /// "segments", which may have the times as this crate's types write them. A speaker is a name, or the number of a voice.
    Json,
    /// WebVTT (W3C).
    Vtt,
    /// SubRip.
    Srt,
}

/// Why a transcript could not be read. The messages never quote the transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TranscriptError {
    /// There are no words in it.
    #[error("The transcript is empty. Choose a file that contains what was said.")]
    Empty,
    /// Broken JSON.
    #[error(
        "Line {line} of the transcript is not valid JSON. Export the transcript again, or choose another file."
    )]
    Json {
        /// Counted from 1.
        line: usize,
    },
    /// JSON of another shape.
    #[error(
        "The transcript has no list of segments. It should look like {{\"transcript\": [{{\"speaker\": \"doctor\", \
         \"text\": \"…\"}}]}}."
    )]
    NoSegments,
    /// A segment of another shape.
    #[error("Segment {number} of the transcript cannot be read: {problem}.")]
    Segment {
        /// Counted from 1.
        number: usize,
        /// What is wrong, and what it should be.
        problem: &'static str,
    },
    /// A WebVTT or SRT cue whose time cannot be read.
    #[error(
        "Line {line} of the transcript should be a time such as \"00:01:02.500 --> 00:01:05.000\". Correct it and try again."
    )]
    Time {
        /// Counted from 1.
        line: usize,
    },
    /// A WebVTT or SRT file without cues.
    #[error(
        "The transcript has no timed lines (\"00:01:02.500 --> 00:01:05.000\"). Choose a WebVTT or SRT file, or save it as plain text."
    )]
    NoCues,
}

impl Format {
    /// The format by the file's name, or where that says nothing, by its first characters.
    pub fn guess(file_name: &str, text: &str) -> Self {
        let extension = file_name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
        match extension.as_deref() {
            Some("json" | "jsonl") => return Self::Json,
            Some("vtt") => return Self::Vtt,
            Some("srt") => return Self::Srt,
            _ => {}
        }
        let text = without_bom(text).trim_start();
        let array_of_objects =
            || text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', ']']));
        let mut lines = text.lines().map(str::trim);
        let first = lines.next().unwrap_or_default();
        if first.starts_with("WEBVTT") {
            Self::Vtt
        } else if first.starts_with('{') || array_of_objects() {
            Self::Json
        } else if first.parse::<u32>().is_ok() && lines.next().is_some_and(|line| line.contains("-->")) {
            Self::Srt
        } else {
            Self::Text
        }
    }
}

impl Transcript {
    /// Reads a transcript. Segments of a JSON transcript keep their places, empty ones included.
    pub fn parse(text: &str, format: Format) -> Result<Self, TranscriptError> {
        let text = without_bom(text);
        if text.trim().is_empty() {
            return Err(TranscriptError::Empty);
        }
        let transcript = match format {
            Format::Text => turns::parse(text),
            Format::Json => json::parse(text)?,
            Format::Vtt | Format::Srt => cues::parse(text)?,
        };
        match transcript.word_count() {
            0 => Err(TranscriptError::Empty),
            _ => Ok(transcript),
        }
    }

    /// The transcript as text, one turn a line: `[Clinician] What brings you in?`. [`Format::Text`] reads it back.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for segment in self.segments() {
            let words: Vec<&str> = segment.text.split_whitespace().collect();
            let label = match &segment.speaker {
                Speaker::Unknown => "Unknown",
                speaker => speaker.label(),
            };
            text.push_str(&format!("[{label}] {}\n", words.join(" ")));
        }
        text
    }
}

fn without_bom(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

#[cfg(test)]
mod tests;
