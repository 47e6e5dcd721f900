//! What a transcript lacks of its recording, because the recogniser failed on it.

use clinical::{EncounterId, Gap, Transcript, TranscriptId};
use worker::WorkerError;

use crate::listen::PassedOver;
use crate::{Error, Event, Session, Stage};

/// A stretch that a transcript lacks.
#[derive(Clone, Debug)]
pub struct Lack {
    /// Where, and how much was said in it.
    pub gap: Gap,
    /// How the recogniser failed on the end of it.
    pub error: WorkerError,
}

/// How far apart pieces may be that are one gap, in ms: what lies between is a pause in the talk, and no other part of it.
const APART_MS: u64 = 10_000;

/// What `said`, which lacks `before` as the last, lacks by what was passed over since: pieces one soon after the other, between which
/// nothing was heard, are one gap, as long as all of them. One that `before` begins stands in its place.
pub(crate) fn lacks(said: &Transcript, before: Option<Gap>, passed_over: Vec<PassedOver>) -> Vec<Lack> {
    let heard_between = |from_ms, to_ms| {
        let mut spans = said.segments().iter().filter_map(|segment| segment.span);
        spans.any(|span| (from_ms..to_ms).contains(&span.start_ms))
    };
    let end = |gap: &Gap| gap.at_ms + gap.length_ms.unwrap_or_default();
    let mut last = before.map(|gap| (gap, end(&gap)));
    let mut lacks: Vec<Lack> = Vec::new();
    for PassedOver { gap, error } in passed_over {
        let ends = end(&gap);
        let goes_on =
            last.filter(|(last, end)| gap.at_ms <= end + APART_MS && !heard_between(last.at_ms, gap.at_ms));
        let gap = goes_on.map_or(gap, |(last, _)| Gap {
            length_ms: last.length_ms.zip(gap.length_ms).map(|(before, more)| before + more),
            ..last
        });
        last = Some((gap, ends));
        lacks.pop_if(|lack| lack.gap.at_ms == gap.at_ms);
        lacks.push(Lack { gap, error });
    }
    lacks
}

impl Session {
    /// Tells what a transcript lacks, that it lacks it, and why.
    pub(crate) fn tell_lack(&self, id: EncounterId, Lack { gap, error }: Lack) {
        tracing::warn!(%error, "the recogniser failed on a piece of the recording");
        self.events.send(Event::Gap { encounter: id, gap });
        let seconds = gap.length_ms.unwrap_or_default().div_ceil(1000);
        let stage = if self.recording_goes_on(id) { Stage::Recording } else { Stage::Transcribing };
        let lacks = format!("{seconds} s could not be transcribed. The recording has them. {error}");
        self.progress(id, stage, None, lacks);
    }

    /// Refuses to draft from a transcript of nothing.
    ///
    /// # Errors
    /// [`Error::NothingHeard`], [`Error::Vault`].
    pub(crate) fn require_something_heard(
        &self,
        id: EncounterId,
        transcript: TranscriptId,
    ) -> Result<(), Error> {
        if self.heard_nothing(id, transcript)? { Err(Error::NothingHeard) } else { Ok(()) }
    }

    /// Whether the recogniser failed on all that was said so far, and nothing was jotted down either: there is nothing to draft a
    /// note from.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub(crate) fn heard_nothing(&self, id: EncounterId, transcript: TranscriptId) -> Result<bool, Error> {
        Ok(self.vault.transcript(transcript)?.segments().is_empty()
            && !self.vault.untranscribed(transcript)?.is_empty()
            && self.vault.jotted_lines(id)?.iter().all(|line| line.text.trim().is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use clinical::{GapCause, Segment, Span, Speaker};

    use super::*;

    fn gap(at_ms: u64, length_ms: u64) -> Gap {
        Gap { at_ms, length_ms: Some(length_ms), cause: GapCause::NotTranscribed }
    }

    #[test]
    fn pieces_between_which_nothing_was_heard_are_one_gap() {
        let mut said = Transcript::default();
        let span = Span { start_ms: 9_500, end_ms: 12_000 };
        said.add(Segment::new(Speaker::Unknown, "My knee hurts.", Some(span)));
        let passed = [(3_000, 2_000), (5_400, 4_000), (12_500, 1_000), (14_000, 500), (60_000, 700)];
        let passed =
            || passed.map(|(at_ms, ms)| PassedOver { gap: gap(at_ms, ms), error: WorkerError::Died });
        let gaps = |before| -> Vec<Gap> {
            lacks(&said, before, passed().into()).iter().map(|lack| lack.gap).collect()
        };
        assert_eq!(gaps(None), [gap(3_000, 6_000), gap(12_500, 1_500), gap(60_000, 700)]);
        assert_eq!(gaps(Some(gap(1_000, 500))), [gap(1_000, 6_500), gap(12_500, 1_500), gap(60_000, 700)]);
        assert!(lacks(&said, Some(gap(1_000, 500)), Vec::new()).is_empty());
    }
}
