//! WebVTT and SRT: cues with a time, a text and perhaps a voice.

use super::TranscriptError;
use super::turns::Labels;
use crate::{Span, Speaker, Transcript};

struct Cue {
    span: Span,
    voice: Option<String>,
    words: String,
}

pub(super) fn parse(text: &str) -> Result<Transcript, TranscriptError> {
    let mut cues = Vec::new();
    let mut lines = text.lines().enumerate().peekable();
    while let Some((i, line)) = lines.next() {
        let line = line.trim();
        if is_comment(line) {
            while lines.next_if(|(_, line)| !line.trim().is_empty()).is_some() {}
            continue;
        }
        if !line.contains("-->") {
            continue;
        }
        let span = timing(line).ok_or(TranscriptError::Time { line: i + 1 })?;
        let mut payload = Vec::new();
        while let Some((_, line)) = lines.next_if(|(_, line)| !line.trim().is_empty()) {
            payload.push(line.trim());
        }
        cues.extend(voices(&payload.join(" ")).into_iter().map(|(voice, words)| Cue { span, voice, words }));
    }
    if cues.is_empty() {
        return Err(TranscriptError::NoCues);
    }
    Ok(transcript(cues))
}

/// Blocks of WebVTT that are not spoken.
fn is_comment(line: &str) -> bool {
    ["NOTE", "STYLE", "REGION"].iter().any(|word| {
        line.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    })
}

fn transcript(cues: Vec<Cue>) -> Transcript {
    let labels = Labels::of(cues.iter().filter(|cue| cue.voice.is_none()).map(|cue| cue.words.as_str()));
    let mut transcript = Transcript::default();
    for cue in cues {
        let (speaker, words) = match &cue.voice {
            Some(voice) => (Speaker::from_label(voice), cue.words.as_str()),
            None => labels.split(&cue.words).unwrap_or((Speaker::Unknown, &cue.words)),
        };
        if !words.is_empty() {
            transcript.push(speaker, words, Some(cue.span));
        }
    }
    transcript
}

/// "00:01:02.500 --> 00:01:05.000 align:start": hours may be left out, SRT has a comma.
fn timing(line: &str) -> Option<Span> {
    let (start, end) = line.split_once("-->")?;
    let start_ms = time(start.trim())?;
    let end_ms = time(end.split_whitespace().next()?)?;
    Some(Span { start_ms, end_ms: end_ms.max(start_ms) })
}

fn time(text: &str) -> Option<u64> {
    let (clock, fraction) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |part: &str, most: usize| {
        ((1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<u64>().ok())?
    };
    let mut parts = clock.rsplit(':');
    let seconds = digits(parts.next()?, 2)?;
    let minutes = digits(parts.next()?, 2)?;
    let hours = parts.next().map_or(Some(0), |part| digits(part, 4))?;
    if parts.next().is_some() || seconds > 59 || minutes > 59 {
        return None;
    }
    let milliseconds = digits(fraction, 3)? * 10_u64.pow(3 - fraction.len() as u32);
    Some(((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds)
}

/// The words of a cue, without tags, by voice (`<v Name>`).
fn voices(payload: &str) -> Vec<(Option<String>, String)> {
    let mut voices: Vec<(Option<String>, String)> = vec![(None, String::new())];
    let mut rest = payload;
    while let Some(open) = rest.find('<') {
        let Some(len) = rest[open..].find('>').filter(|_| is_tag(&rest[open + 1..])) else {
            push_words(&mut voices, &rest[..=open]);
            rest = &rest[open + 1..];
            continue;
        };
        push_words(&mut voices, &rest[..open]);
        let tag = &rest[open + 1..open + len];
        if let Some((name, voice)) = tag.split_once([' ', '\t'])
            && (name == "v" || name.starts_with("v."))
        {
            voices.push((Some(decoded(voice.trim())), String::new()));
        } else if tag == "/v" {
            voices.push((None, String::new()));
        }
        rest = &rest[open + len + 1..];
    }
    push_words(&mut voices, rest);
    voices
        .into_iter()
        .map(|(voice, words)| (voice, decoded(&words).split_whitespace().collect::<Vec<_>>().join(" ")))
        .filter(|(_, words)| !words.is_empty())
        .collect()
}

/// Whether a "<" opens a tag and is not a sign ("saturation < 90").
fn is_tag(after: &str) -> bool {
    after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '/')
}

fn push_words(voices: &mut [(Option<String>, String)], words: &str) {
    if let Some((_, text)) = voices.last_mut() {
        text.push_str(words);
    }
}

fn decoded(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&lrm;", ""),
        ("&rlm;", ""),
        ("&quot;", "\""),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain))
}
