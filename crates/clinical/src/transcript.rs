//! What was said, by whom, and when.

use serde::{Deserialize, Serialize};

use crate::{Phi, SegmentId, UserId};

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The clinician.
    Clinician,
    /// The patient.
    Patient,
    /// Someone else, as labelled: a relative, a nurse, an interpreter.
    Other(Phi),
    /// Not known.
    Unknown,
}

impl Speaker {
    /// Reads a label such as "doctor", "Dr. Lee", "Pt" or "Mother"; an unknown name, and the guest whom a patient brings,
    /// becomes [`Speaker::Other`], as a label does that only tells a voice apart ([`Speaker::is_unnamed_voice`]).
    pub fn from_label(label: &str) -> Self {
        let label = label.trim();
        if is_voice_label(label) {
            return Self::Other(label.into());
        }
        let lower = label.to_lowercase();
        let first = lower.split([' ', '.', '_', '-']).next().unwrap_or_default();
        match first {
            "" | "unknown" | "speaker" => Self::Unknown,
            "doctor" | "dr" | "clinician" | "physician" | "provider" | "gp" | "md" | "d" => Self::Clinician,
            "patient" | "pt" | "p" if !lower.ends_with("guest") => Self::Patient,
            _ => Self::Other(label.into()),
        }
    }

    /// Whether it is known by a label that tells this voice from others and says nothing of who it is, as programs write them that
    /// hear voices: "Speaker 1", "SPEAKER_00", "Spk 2", "S1", "B".
    pub fn is_unnamed_voice(&self) -> bool {
        matches!(self, Self::Other(label) if is_voice_label(label))
    }

    /// What a transcript shows before the words.
    pub fn label(&self) -> &str {
        match self {
            Self::Clinician => "Clinician",
            Self::Patient => "Patient",
            Self::Other(name) => name,
            Self::Unknown => "Speaker",
        }
    }
}

/// A number or a letter, alone or behind a word for a voice. "D" and "P" are the doctor and the patient.
pub(crate) fn is_voice_label(label: &str) -> bool {
    const WORDS: [&str; 11] = [
        "speaker",
        "spkr",
        "spk",
        "s",
        "voice",
        "person",
        "participant",
        "channel",
        "talker",
        "unknown",
        "unknown speaker",
    ];
    let lower = label.to_lowercase();
    let word = lower.trim_end_matches(|c: char| c.is_ascii_digit());
    if word.len() < lower.len() {
        let digits = lower.len() - word.len();
        let word = word.trim_end_matches([' ', '.', '_', '-', '#']);
        return digits <= MOST_DIGITS && (word.is_empty() || WORDS.contains(&word));
    }
    let (word, letter) = lower.rsplit_once([' ', '.', '_', '-']).unwrap_or(("", &lower));
    let is_letter = letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_lowercase());
    is_letter && (word.is_empty() && !matches!(letter, "d" | "p") || WORDS.contains(&word))
}

/// Of the number of a voice.
const MOST_DIGITS: usize = 2;

/// A stretch of time in the recording, in milliseconds from its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// First millisecond.
    pub start_ms: u64,
    /// Just past the last millisecond; at least `start_ms`.
    pub end_ms: u64,
}

/// Why a stretch of the consult is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapCause {
    /// The microphone was unplugged, taken away, or gave nothing.
    MicrophoneLost,
    /// The computer was asleep, or too busy to take the sound.
    Asleep,
    /// Dictum or the computer ended without the recording being stopped.
    Interrupted,
    /// The microphone worked and gave nothing but zeros, as a muted one does: the recording has silence there.
    MicrophoneSilent,
    /// The recogniser failed on it: it is in the recording, and another transcript may well have it.
    NotTranscribed,
}

/// A stretch of the consult that is not in the recording, has no sound there, or is not in a transcript of it, though it was to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Where in the recording it lies, in ms: what was heard before ends here. What was not recorded takes no time of the
    /// recording: what was heard after it begins here, too.
    pub at_ms: u64,
    /// How long it is, in ms; none where the recording never went on.
    pub length_ms: Option<u64>,
    /// Why.
    pub cause: GapCause,
}

/// A final piece of the transcript: what one speaker said without a pause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Its place in the transcript.
    pub id: SegmentId,
    /// Who said it.
    pub speaker: Speaker,
    /// What was said, in written form.
    pub text: Phi,
    /// What was heard, where the text is another: numbers word for word, or the text before it was corrected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub spoken: Option<Phi>,
    /// The same in English, where it was said in another language and a model has translated it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub translation: Option<Phi>,
    /// Whether there is no English of it though it was to be translated: nothing came of that, or it was corrected afterwards.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub untranslated: bool,
    /// Who put other words in place of what was heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_by: Option<UserId>,
    /// Words of it that looked misheard and that somebody has left as they were heard.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Left>,
    /// Who gave it to another speaker than it was taken for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reassigned: Option<Reassigned>,
    /// Who typed or dictated it, where that is known; what is said in a consult has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<UserId>,
    /// Whether it was typed beside the consult: it was not spoken.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub typed: bool,
    /// When, where the source says so.
    pub span: Option<Span>,
}

/// Words that look misheard, which somebody has left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// As they were heard.
    pub words: Phi,
    /// Who left them.
    pub by: UserId,
}

impl Segment {
    /// What a recogniser heard, somebody typed or a file holds; its id is given when it is added to a transcript.
    pub fn new(speaker: Speaker, text: impl Into<Phi>, span: Option<Span>) -> Self {
        let text = text.into();
        Self {
            id: SegmentId(0),
            speaker,
            text,
            spoken: None,
            translation: None,
            untranslated: false,
            corrected_by: None,
            left: Vec::new(),
            reassigned: None,
            author: None,
            typed: false,
            span,
        }
    }

    /// The words in English: the translation, where there is one.
    pub fn english(&self) -> &Phi {
        self.translation.as_ref().unwrap_or(&self.text)
    }

    /// The segment with other words, and what was heard first. A translation of what was heard is none of them: nothing in
    /// English rests on it then.
    #[must_use]
    pub fn corrected(&self, text: &str, by: UserId) -> Self {
        let heard = self.spoken.clone().unwrap_or_else(|| self.text.clone());
        let (text, spoken, corrected_by) = (text.into(), Some(heard), Some(by));
        let untranslated = self.untranslated || self.translation.is_some();
        Self { text, spoken, translation: None, untranslated, corrected_by, ..self.clone() }
    }

    /// The segment as said by another, and whom it was taken for first.
    #[must_use]
    pub fn reassigned(&self, speaker: Speaker, by: UserId) -> Self {
        let from = self.reassigned.as_ref().map_or(&self.speaker, |first| &first.from).clone();
        let reassigned = (from != speaker).then_some(Reassigned { by, from });
        Self { speaker, reassigned, ..self.clone() }
    }

    /// Who put something into it that was not heard in the consult.
    pub fn contributors(&self) -> impl Iterator<Item = UserId> {
        self.worded_by().into_iter().chain(self.reassigned.as_ref().map(|one| one.by))
    }

    /// Whose words it has, where they are not what was heard in the consult.
    fn worded_by(&self) -> Option<UserId> {
        self.corrected_by.or(self.author)
    }

    /// The segment without what these people put into it: as it was heard, or as another typed it.
    fn without(&self, people: &[UserId]) -> Self {
        let mut heard = self.clone();
        if self.worded_by().is_some_and(|by| people.contains(&by)) {
            let is_theirs = self.author.is_some_and(|by| people.contains(&by));
            heard.text = self.spoken.clone().filter(|_| !is_theirs).unwrap_or_default();
            (heard.spoken, heard.corrected_by) = (None, None);
        }
        if let Some(Reassigned { from, .. }) = heard.reassigned.take_if(|one| people.contains(&one.by)) {
            heard.speaker = from;
        }
        heard
    }
}

/// That a person gave a segment to another speaker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reassigned {
    /// Who did.
    pub by: UserId,
    /// Whom it was taken for.
    pub from: Speaker,
}

/// The final segments of a consult, in order; a segment's id is its index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Transcript {
    segments: Vec<Segment>,
}

impl Transcript {
    /// Adds a segment at the end and gives its id.
    pub fn push(&mut self, speaker: Speaker, text: impl Into<Phi>, span: Option<Span>) -> SegmentId {
        self.add(Segment::new(speaker, text, span))
    }

    /// Adds a segment at the end; its id becomes its place, which is given.
    pub fn add(&mut self, segment: Segment) -> SegmentId {
        let id = SegmentId(self.segments.len() as u32);
        self.segments.push(Segment { id, ..segment });
        id
    }

    /// All segments, in order.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The segment with this id, if there is one.
    pub fn get(&self, id: SegmentId) -> Option<&Segment> {
        self.segments.get(id.0 as usize)
    }

    /// The same transcript in the words that notes are drafted from and checked against: the translation, where there is
    /// one.
    #[must_use]
    pub fn in_english(&self) -> Self {
        let english = |segment: &Segment| Segment { text: segment.english().clone(), ..segment.clone() };
        Self { segments: self.segments.iter().map(english).collect() }
    }

    /// Who put something into it that was not heard in the consult.
    pub fn contributors(&self) -> impl Iterator<Item = UserId> {
        self.segments.iter().flat_map(Segment::contributors)
    }

    /// The same transcript without what these people put into it.
    #[must_use]
    pub fn without(&self, people: &[UserId]) -> Self {
        Self { segments: self.segments.iter().map(|segment| segment.without(people)).collect() }
    }

    /// Whether nothing was said.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// Words in all segments, separated by white space.
    pub fn word_count(&self) -> usize {
        self.segments.iter().map(|segment| segment.text.split_whitespace().count()).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_the_field_are_understood() {
        for label in ["doctor", "Dr. Lee", "Clinician", "[D]", "GP"] {
            assert_eq!(Speaker::from_label(label.trim_matches(['[', ']'])), Speaker::Clinician, "{label}");
        }
        for label in ["patient", "Pt", "PATIENT"] {
            assert_eq!(Speaker::from_label(label), Speaker::Patient, "{label}");
        }
        assert_eq!(Speaker::from_label("Mother"), Speaker::Other("Mother".into()));
        assert_eq!(Speaker::from_label("patient_guest"), Speaker::Other("patient_guest".into()));
        assert_eq!(Speaker::from_label(" "), Speaker::Unknown);
    }

    #[test]
    fn a_label_may_tell_a_voice_apart_without_saying_whose_it_is() {
        for label in [
            "Speaker 1",
            "SPEAKER_00",
            "speaker-2",
            "Spk 2",
            "spk_0",
            "S1",
            "Speaker A",
            "B",
            "2",
            "Unknown 3",
        ] {
            let speaker = Speaker::from_label(label);
            assert_eq!(speaker, Speaker::Other(label.into()));
            assert!(speaker.is_unnamed_voice(), "{label}");
        }
        for label in [
            "Speaker",
            "unknown",
            "D",
            "P",
            "Patient 1",
            "Jane",
            "Mother",
            "",
            "B12",
            "2026",
            "Person",
            "Room 2",
        ] {
            assert!(!Speaker::from_label(label).is_unnamed_voice(), "{label}");
        }
    }

    #[test]
    fn what_a_person_put_in_can_be_told_from_what_was_heard() {
        let (scribe, clinician) = (UserId::new(), UserId::new());
        let heard = Segment::new(Speaker::Clinician, "No.", None);
        let turned = heard.reassigned(Speaker::Patient, scribe);
        assert_eq!(turned.reassigned, Some(Reassigned { by: scribe, from: Speaker::Clinician }));
        assert_eq!(turned.reassigned(Speaker::Clinician, clinician), heard, "nothing is changed in the end");
        let mut transcript = Transcript::default();
        transcript.add(turned.corrected("No, never.", clinician));
        assert_eq!(transcript.contributors().collect::<Vec<_>>(), [clinician, scribe]);
        let without = |people: &[UserId]| {
            let one = transcript.without(people).segments()[0].clone();
            (one.speaker, one.text.to_string())
        };
        assert_eq!(without(&[scribe]), (Speaker::Clinician, "No, never.".into()));
        assert_eq!(without(&[clinician]), (Speaker::Patient, "No.".into()));
        assert_eq!(transcript.without(&[scribe, clinician]).segments(), [heard]);
        let typed = Segment {
            typed: true,
            author: Some(scribe),
            ..Segment::new(Speaker::Clinician, "BP 128/82", None)
        };
        transcript.add(typed);
        assert_eq!(transcript.without(&[clinician]).segments()[1].text.as_str(), "BP 128/82");
        let without_scribe = |transcript: &Transcript| transcript.without(&[scribe]).segments()[1].clone();
        assert!(without_scribe(&transcript).text.is_empty());
        let mut answered = Transcript::default();
        for segment in transcript.segments() {
            answered.add(segment.corrected("BP 138/82", clinician));
        }
        assert_eq!(without_scribe(&answered).text.as_str(), "BP 138/82", "these are the clinician's words");
    }

    #[test]
    fn a_translation_does_not_outlive_a_correction_of_what_was_said() {
        let heard = Segment::new(Speaker::Patient, "Ich nehme 20 mg.", None);
        assert!(!heard.corrected("Ich nehme 40 mg.", UserId::new()).untranslated, "nobody translated it");
        let translated = Segment { translation: Some("I take 20 mg.".into()), ..heard };
        let corrected = translated.corrected("Ich nehme 40 mg.", UserId::new());
        assert!(corrected.untranslated && corrected.translation.is_none());
        assert!(corrected.corrected("Ich nehme 50 mg.", UserId::new()).untranslated);
    }

    #[test]
    fn ids_are_indices() {
        let mut transcript = Transcript::default();
        let first = transcript.push(Speaker::Clinician, "Hello.", None);
        let second = transcript.push(Speaker::Patient, "Hi.", None);
        assert_eq!((first, second), (SegmentId(0), SegmentId(1)));
        assert_eq!(transcript.get(second).map(|s| s.text.as_str()), Some("Hi."));
        assert_eq!(transcript.get(SegmentId(2)), None);
    }
}
