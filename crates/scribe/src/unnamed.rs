//! Transcripts from files, which may name no speaker.

use clinical::{Format, Segment, Speaker, Transcript, TranscriptError};
use speech::Balance;

use crate::listen::speakers;

/// Reads a transcript. Where it tells voices apart and does not say whose they are ("Speaker 1"), that is told for each voice by all
/// that it says. Where it names no speaker at all, it is told from the words whether one person speaks throughout and, where that is
/// not clear, who speaks in each passage, as in a recording: a recogniser writes passages, not turns, so nothing else would tell.
///
/// # Errors
/// As [`Transcript::parse`].
pub fn read_transcript(text: &str, format: Format) -> Result<Transcript, TranscriptError> {
    let read = Transcript::parse(text, format)?;
    let segments = read.segments();
    let speakers = if segments.iter().any(|segment| segment.speaker.is_unnamed_voice()) {
        speech::name_voices(segments.iter().map(|segment| (&segment.speaker, segment.text.as_str())))
    } else if segments.iter().any(|segment| segment.speaker != Speaker::Unknown) {
        return Ok(read);
    } else {
        let said = segments.iter().map(|segment| (segment.span, segment.text.as_str()));
        match speech::only_speaker(said) {
            Some(only) => vec![only; segments.len()],
            None => speakers(segments, &Balance::default(), false),
        }
    };
    let mut told_apart = Transcript::default();
    for (segment, speaker) in segments.iter().zip(speakers) {
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
    fn voices_that_are_told_apart_stay_apart_and_each_is_somebody() {
        use Speaker::{Clinician, Patient};
        let expected = [Clinician, Patient, Clinician, Patient];
        for [one, two] in
            [["Speaker 1: ", "Speaker 2: "], ["[SPEAKER_00] ", "[SPEAKER_01] "], ["S2: ", "S1: "]]
        {
            let said = format!(
                "{one}What brings you in today?\n{two}I've had a cough for 3 weeks.\n\
                 {one}My wife has one as well. Do you have any fever?\n{two}Do you think I might have one?"
            );
            assert_eq!(speakers_of(&said), expected, "{one}");
        }
    }

    #[test]
    fn what_one_person_dictates_is_all_theirs() {
        let said = "Mr Hale comes for follow-up of his knee.\nHe reports swelling after long walks, and denies any fever.\n\
                    On exam there is a small effusion of the right knee.\nThere is no tenderness to palpation.\n\
                    Range of motion is full.\nThe lungs are clear.\nHeart has a regular rate and rhythm.\n\
                    The x-ray shows no fracture.\nImpression is osteoarthritis of the right knee.\n\
                    We will start physical therapy.\nHe will follow up in 6 weeks.";
        assert_eq!(speakers_of(said), vec![Speaker::Clinician; said.lines().count()]);
    }

    #[test]
    fn what_a_patient_tells_alone_is_all_theirs() {
        let said = "I've had this headache since about Tuesday.\nIt started when I was at work, and I took some ibuprofen.\n\
                    That didn't really help me.\nI couldn't sleep because my neck hurt, too.\n\
                    My wife told me to come in.\nI feel sick when I get up in the morning.\n\
                    I was worried because my mother had migraines.\nI don't think I've had a fever.\n\
                    I work at a school, so I'm around a lot of kids.\nI just want to know what it is.";
        assert_eq!(speakers_of(said), vec![Speaker::Patient; said.lines().count()]);
    }

    #[test]
    fn who_is_named_stays_as_named() {
        let said = "Patient: What brings you in today?\nDoctor: I've had a cough for 3 weeks.";
        assert_eq!(speakers_of(said), [Speaker::Patient, Speaker::Clinician]);
        assert_eq!(speakers_of("Patient: Hello.")[0], Speaker::Patient);
    }
}
