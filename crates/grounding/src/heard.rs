//! A transcript read once, to check many statements against it.

use std::collections::HashMap;

use clinical::{Check, SegmentId, Speaker, Transcript};

use crate::claim::Claim;
use crate::negation::Polarity;
use crate::{evidence, rules};

/// A transcript prepared for checking. Reading it costs most of the time of a check, so it is worth keeping while a note
/// is checked or edited. It holds spoken text, so it has no `Debug`.
pub struct Heard {
    pub(crate) segments: Vec<Said>,
    /// In how many segments each stem or concept occurs.
    occurrences: HashMap<String, usize>,
}

/// A segment, read.
pub(crate) struct Said {
    pub(crate) claim: Claim,
    pub(crate) speaker: Speaker,
    pub(crate) asks: bool,
}

impl Said {
    /// Whether the word at `at` is asked about: in a question, or thrown in ("chest pain") by the clinician.
    pub(crate) fn asked(&self, at: usize) -> bool {
        let thrown_in = self.speaker == Speaker::Clinician
            && self.claim.words.len() <= 4
            && self.claim.polarities.iter().all(|polarity| *polarity == Polarity::Affirmed);
        thrown_in || self.claim.is_asked(at)
    }
}

impl Heard {
    /// Reads a transcript.
    pub fn of(transcript: &Transcript) -> Self {
        let segments: Vec<Said> = transcript
            .segments()
            .iter()
            .map(|segment| {
                let claim = Claim::read(&segment.text);
                Said { asks: claim.asks(), claim, speaker: segment.speaker.clone() }
            })
            .collect();
        let mut occurrences = HashMap::new();
        for said in &segments {
            for stem in said.claim.content.iter().chain(&said.claim.wording) {
                *occurrences.entry(stem.clone()).or_default() += 1;
            }
        }
        Self { segments, occurrences }
    }

    /// Checks a statement against the segments it cites.
    pub fn check(&self, text: &str, evidence: &[SegmentId]) -> Check {
        rules::check(self, &Claim::read(text), evidence)
    }

    /// The segments that a statement most likely rests on, in order of time; none where nothing resembles it.
    pub fn find_evidence(&self, text: &str) -> Vec<SegmentId> {
        evidence::find(self, &Claim::read(text))
    }

    /// How much a stem or concept says: more, the rarer it is here. What nobody said weighs as what was said seldom.
    pub(crate) fn weight(&self, stem: &str) -> f64 {
        let seen = self.occurrences.get(stem).copied().unwrap_or(2);
        (1.0 + self.segments.len() as f64 / seen as f64).ln()
    }

    pub(crate) fn get(&self, id: SegmentId) -> Option<&Said> {
        self.segments.get(id.0 as usize)
    }

    /// The segment that answers the question at `at`: the next of another speaker that is not far.
    pub(crate) fn answer_to(&self, at: usize) -> Option<usize> {
        let asker = &self.segments.get(at)?.speaker;
        (at + 1..self.segments.len().min(at + 3))
            .find(|i| &self.segments[*i].speaker != asker || *asker == Speaker::Unknown)
    }

    /// The question that the segment at `at` answers, if it comes right after one.
    pub(crate) fn question_of(&self, at: usize) -> Option<usize> {
        let before = (at.saturating_sub(2)..at).rev().find(|i| self.segments[*i].asks)?;
        (self.answer_to(before) == Some(at)).then_some(before)
    }
}
