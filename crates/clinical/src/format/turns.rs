//! Speaker turns in plain text.

use crate::transcript::is_voice_label;
use crate::{Speaker, Transcript};

/// Reads turns. A line without a speaker goes on with the turn before it; where no line names a speaker, each line is a
/// segment of its own. A line that only marks what was not transcribed, or names a sound in a word or two, is no part of what is
/// said.
pub(super) fn parse(text: &str) -> Transcript {
    let lines = text.lines().map(|line| without_time(line.trim()));
    let lines: Vec<&str> = lines.filter(|line| !line.is_empty() && !is_aside(line)).collect();
    let labels = Labels::of(lines.iter().copied());
    let mut transcript = Transcript::default();
    if !labels.any() {
        for line in lines {
            transcript.push(Speaker::Unknown, line, None);
        }
        return transcript;
    }
    let mut turn: Option<(Speaker, Vec<&str>)> = None;
    for line in lines {
        match labels.split(line) {
            Some((speaker, words)) => {
                finish(&mut transcript, turn.replace((speaker, vec![words])));
            }
            None => turn.get_or_insert_with(|| (Speaker::Unknown, vec![])).1.push(line),
        }
    }
    finish(&mut transcript, turn);
    transcript
}

fn finish(transcript: &mut Transcript, turn: Option<(Speaker, Vec<&str>)>) {
    if let Some((speaker, lines)) = turn {
        let words = lines.join(" ");
        if !words.trim().is_empty() {
            transcript.push(speaker, words.trim(), None);
        }
    }
}

/// What counts as a speaker's label in one file. A name that is no known role counts where at least two lines have a
/// label, so that one colon in plain prose makes no speaker.
pub(super) struct Labels {
    sure: usize,
    likely: usize,
}

impl Labels {
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut labels = Self { sure: 0, likely: 0 };
        for label in lines.filter_map(label) {
            if label.sure {
                labels.sure += 1;
            } else {
                labels.likely += 1;
            }
        }
        labels
    }

    fn any(&self) -> bool {
        self.sure > 0 || self.likely > 1
    }

    /// Who speaks on this line, and the words after the label.
    pub(super) fn split<'a>(&self, line: &'a str) -> Option<(Speaker, &'a str)> {
        let label = label(line)?;
        (label.sure || self.sure + self.likely > 1)
            .then(|| (Speaker::from_label(label.name), label.rest.trim()))
    }
}

struct Label<'a> {
    name: &'a str,
    rest: &'a str,
    /// In brackets, or a role and not just a name.
    sure: bool,
}

fn label(line: &str) -> Option<Label<'_>> {
    if let Some((name, rest)) = line.strip_prefix('[').and_then(|line| line.split_once(']')) {
        let named =
            name.chars().any(char::is_alphabetic) && name.chars().count() <= 40 && !is_stage_direction(name);
        return named.then_some(Label { name, rest: rest.strip_prefix(':').unwrap_or(rest), sure: true });
    }
    let (name, rest) = line.split_once(':')?;
    let name = name.trim().trim_matches('*');
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '\'' | '’' | '-' | '_' | '(' | ')');
    let words = name.split_whitespace().count();
    if !(1..=4).contains(&words) || name.chars().count() > 40 || !name.chars().all(plain) {
        return None;
    }
    let first = name.chars().next()?;
    let sure = is_role(name) || name.len() > SHORT && is_voice_label(name);
    let likely = first.is_uppercase() && !is_heading(name) && !rest.starts_with("//");
    (sure || likely).then_some(Label { name, rest: rest.trim_start_matches('*'), sure })
}

/// A label of so many letters, "S1" or "12", stands before a colon in prose, too.
const SHORT: usize = 2;

/// Roles that speak in a consult, alone, numbered or before a name ("Dr. Lee", "Speaker 2").
fn is_role(name: &str) -> bool {
    const ROLES: &[&str] = &[
        "doctor",
        "dr",
        "clinician",
        "physician",
        "provider",
        "gp",
        "md",
        "patient",
        "pt",
        "speaker",
        "unknown",
        "nurse",
        "guest_family",
        "interpreter",
        "d",
        "p",
    ];
    let lower = name.to_lowercase();
    let mut parts = lower.split([' ', '.', '_', '-']).filter(|part| !part.is_empty());
    let Some(first) = parts.next() else { return false };
    let few = name.split_whitespace().count() <= 3;
    let title = matches!(first, "dr" | "doctor");
    let numbered = parts.all(|part| part.chars().all(|c| c.is_ascii_digit()));
    ROLES.contains(&first) && few && (title || numbered)
}

/// Words that stand before a colon in prose.
fn is_heading(name: &str) -> bool {
    const HEADINGS: &[&str] = &[
        "note",
        "notes",
        "plan",
        "assessment",
        "subjective",
        "objective",
        "so",
        "and",
        "but",
        "question",
        "answer",
        "example",
        "time",
        "date",
        "allergies",
        "medications",
        "vitals",
        "blood",
        "bp",
        "hr",
        "summary",
        "http",
        "https",
        "warning",
        "remember",
        "important",
        "today",
        "first",
        "second",
        "transcript",
        "recording",
        "page",
        "re",
        "subject",
    ];
    let lower = name.to_lowercase();
    lower.split_whitespace().next().is_some_and(|first| HEADINGS.contains(&first))
}

/// Behind it stands how much, and where.
const NOT_TRANSCRIBED: &str = "not transcribed";

/// "[laughs]", "[inaudible]": said by nobody.
pub(super) fn is_stage_direction(name: &str) -> bool {
    const SOUNDS: &[&str] = &[
        "laugh",
        "inaudible",
        "crosstalk",
        "cough",
        "pause",
        "silence",
        "music",
        "noise",
        "unintelligible",
        "blank",
        NOT_TRANSCRIBED,
    ];
    let lower = name.to_lowercase();
    SOUNDS.iter().any(|sound| lower.starts_with(sound))
}

fn is_aside(line: &str) -> bool {
    let alone = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
    alone.is_some_and(|alone| {
        let is_short =
            alone.split_whitespace().count() <= 2 || alone.to_lowercase().starts_with(NOT_TRANSCRIBED);
        !alone.contains(']') && is_short && is_stage_direction(alone)
    })
}

/// The line without a time at its front: "10:32 …", "[00:10:32] …", "(10:32) …".
fn without_time(line: &str) -> &str {
    let opened = line.strip_prefix(['[', '(']);
    let from = opened.unwrap_or(line);
    let len =
        from.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.' | ','))).unwrap_or(from.len());
    let (time, rest) = from.split_at(len);
    let is_time = time.contains(':')
        && time.split(':').all(|part| part.starts_with(|c: char| c.is_ascii_digit()))
        && time.ends_with(|c: char| c.is_ascii_digit());
    let rest = match opened {
        Some(_) => rest.strip_prefix([']', ')']),
        None => Some(rest).filter(|rest| rest.starts_with(char::is_whitespace)),
    };
    match rest {
        // A time that the sentence goes on from ("10:32 was when it began") is taken off only before a speaker.
        Some(rest) if is_time && (opened.is_some() || label(rest.trim()).is_some()) => {
            rest.trim_start_matches(['-', '–', ' ', '\t'])
        }
        _ => line,
    }
}
