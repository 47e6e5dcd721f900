//! Transcripts from files, which may name no speaker.

use clinical::{Format, Segment, Speaker, Transcript, TranscriptError};
use speech::Balance;

use crate::listen::speakers;

/// Reads a transcript. Where it names no speaker at all, who speaks is told from the words, as in a recording: a recogniser writes
/// passages, not turns, so nothing else would tell.
///
/// # Errors
/// As [`Transcript::parse`].
pub fn read_transcript(text: &str, format: Format) -> Result<Transcript, TranscriptError> {
    let read = Transcript::parse(text, format)?;
    if read.segments().iter().any(|segment| segment.speaker != Speaker::Unknown) {
        return Ok(read);
    }
    let mut told_apart = Transcript::default();
    let speakers = speakers(read.segments(), &Balance::default(), false);
    for (segment, speaker) in read.segments().iter().zip(speakers) {
        told_apart.add(Segment { speaker, ..segment.clone() });
    }
    Ok(told_apart)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn speakers_of(text: &str) -> Vec<Speaker> {
        let read = read_transcript(text, Format::Text).unwrap();
        read.segments().iter().map(|segment| segment.speaker.clone()).collect()
    }

    #[test]
    fn where_nobody_is_named_the_words_tell_who_speaks() {
        let said = "What brings you in today?\nI've had a cough for 3 weeks.\nIt's worse at night.\nDo you have any fever?";
        use Speaker::{Clinician, Patient};
        assert_eq!(speakers_of(said), [Clinician, Patient, Patient, Clinician]);
    }

    #[test]
    fn who_is_named_stays_as_named() {
        let said = "Patient: What brings you in today?\nDoctor: I've had a cough for 3 weeks.";
        assert_eq!(speakers_of(said), [Speaker::Patient, Speaker::Clinician]);
        assert_eq!(speakers_of("Patient: Hello.")[0], Speaker::Patient);
    }
}
