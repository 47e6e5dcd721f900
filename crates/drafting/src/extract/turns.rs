//! Turns as they were meant. In talk, one says "mm-hmm" while the other goes on, and a recogniser makes three turns of that:
//! the "mm-hmm" tells nothing, and the sentence that it broke is one sentence, resting on all the segments in which it stands.

use clinical::{SegmentId, Transcript};

use super::questions::is_worded_as_question;
use super::speakers::By;
use super::words::{bare, ends_sentence};

/// What one speaker says until the other does.
pub(super) struct Turn {
    pub(super) by: By,
    /// Each with the segment in which it was said.
    pub(super) words: Vec<(String, SegmentId)>,
}

/// Words with which a listener lets the other go on.
const LISTENING: &[&str] = &[
    "yeah",
    "yep",
    "yes",
    "yup",
    "aye",
    "okay",
    "ok",
    "right",
    "alright",
    "all",
    "sure",
    "mm-hmm",
    "mhm",
    "mh-mm",
    "uh-huh",
    "good",
    "great",
    "fine",
    "perfect",
    "lovely",
    "exactly",
    "absolutely",
    "i",
    "see",
    "cool",
    "cheers",
    "excellent",
    "no",
    "so",
    "well",
    "o",
    "k",
    "that's",
    "very",
    "brilliant",
    "wow",
    "righty-ho",
];

/// More words than this are an answer.
const LONGEST_LISTENING: usize = 6;

/// Words with which nobody ends: what follows them in the speaker's next segment belongs to them.
const LEADS_ON: &[&str] = &[
    "a", "an", "the", "my", "your", "our", "his", "her", "their", "of", "with", "and", "or", "but",
    "because", "if", "when", "is", "was", "are", "were", "be", "been", "have", "has", "had", "very", "any",
    "some", "i", "i'm", "i've", "you're", "we're", "it's", "they're", "for", "from", "that", "which",
    "giving", "getting", "having", "put",
];

/// The turns of all that was spoken; `by` are the speakers and `cleaned` the words of each segment.
pub(super) fn turns(transcript: &Transcript, by: &[By], cleaned: &[Vec<String>]) -> Vec<Turn> {
    let punctuated = is_punctuated(cleaned);
    let mut turns: Vec<Turn> = Vec::new();
    // Whether the last turn was broken off in the middle of a word.
    let mut breaks_off = false;
    for ((segment, by), words) in transcript.segments().iter().zip(by).zip(cleaned) {
        if segment.typed || words.is_empty() {
            continue;
        }
        let asked = turns
            .last()
            .is_some_and(|turn| turn.by != *by && (asks(turn) || !punctuated && !breaks_off && !ended(turn)));
        if is_listening(words) && !asked && !turns.is_empty() {
            continue;
        }
        let said = words.iter().map(|word| (word.clone(), segment.id));
        let goes_on = segment.text.trim_start().starts_with([',', '.', '-']);
        match turns.last_mut() {
            Some(turn)
                if turn.by == *by
                    && (breaks_off
                        || goes_on && !ended(turn)
                        || unfinished(turn, punctuated && continues(words))) =>
            {
                turn.words.extend(said);
            }
            _ => turns.push(Turn { by: *by, words: said.collect() }),
        }
        breaks_off = segment.text.trim_end().ends_with('-');
    }
    turns
}

/// Whether most segments of more than a few words end as a sentence does.
fn is_punctuated(cleaned: &[Vec<String>]) -> bool {
    let long = cleaned.iter().filter(|words| words.len() > 3);
    let (ended, all) = long.fold((0, 0), |(ended, all), words| {
        (ended + usize::from(words.last().is_some_and(|word| ends_sentence(word))), all + 1)
    });
    ended * 10 >= all * 6
}

fn is_listening(words: &[String]) -> bool {
    words.len() <= LONGEST_LISTENING
        && words.iter().all(|word| LISTENING.contains(&bare(word).as_str()) && !word.ends_with('?'))
}

/// Whether the other may be answering.
fn asks(turn: &Turn) -> bool {
    turn.words.iter().rev().take(LONGEST_QUESTION).any(|(word, _)| word.ends_with('?'))
        || turn.by == By::Clinician
            && turn.words.last().is_some_and(|(word, _)| word.ends_with('.'))
            && is_worded_as_question(&last_sentence(turn))
}

fn last_sentence(turn: &Turn) -> String {
    let before = turn.words.len().saturating_sub(1);
    let begin =
        turn.words[..before].iter().rposition(|(word, _)| ends_sentence(word)).map_or(0, |end| end + 1);
    turn.words[begin..].iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ")
}

const LONGEST_QUESTION: usize = 25;

fn ended(turn: &Turn) -> bool {
    turn.words.last().is_some_and(|(word, _)| ends_sentence(word))
}

/// Whether these words may begin in the middle of a sentence.
fn continues(words: &[String]) -> bool {
    let Some(first) = words.first() else { return false };
    first.starts_with(char::is_lowercase)
        || matches!(
            bare(first).as_str(),
            "which" | "and" | "but" | "or" | "because" | "to" | "in" | "on" | "for"
        )
}

/// Whether a sentence is left open; without a mark at its end, only where one would be, as `marked` says.
fn unfinished(turn: &Turn, marked: bool) -> bool {
    let Some((last, _)) = turn.words.last() else { return false };
    !last.ends_with('?') && LEADS_ON.contains(&bare(last).as_str()) || marked && !ends_sentence(last)
}

#[cfg(test)]
mod tests {
    use clinical::Speaker;

    use super::super::{speakers, words};
    use super::*;

    fn joined(lines: &[(Speaker, &str)]) -> Vec<String> {
        let mut transcript = Transcript::default();
        for (speaker, text) in lines {
            transcript.push(speaker.clone(), *text, None);
        }
        let cleaned: Vec<Vec<String>> =
            transcript.segments().iter().map(|segment| words::clean(&segment.text)).collect();
        let by = speakers::turns(&transcript, &cleaned);
        let text =
            |turn: &Turn| turn.words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ");
        turns(&transcript, &by, &cleaned).iter().map(text).collect()
    }

    #[test]
    fn a_sentence_that_somebody_listened_to_is_one() {
        assert_eq!(
            joined(&[
                (Speaker::Clinician, "I'd like you to come in for a"),
                (Speaker::Patient, "Yeah, okay."),
                (Speaker::Clinician, "blood test on Friday."),
                (Speaker::Patient, "I can do that in the morning."),
            ]),
            ["I'd like you to come in for a blood test on Friday.", "I can do that in the morning."]
        );
    }

    #[test]
    fn an_answer_of_one_word_is_no_listening() {
        assert_eq!(
            joined(&[
                (Speaker::Clinician, "Any fever?"),
                (Speaker::Patient, "No."),
                (Speaker::Clinician, "Right."),
                (Speaker::Clinician, "Any cough?"),
            ]),
            ["Any fever?", "No.", "Any cough?"]
        );
        assert_eq!(
            joined(&[(Speaker::Clinician, "Good. Any fever."), (Speaker::Patient, "No.")]),
            ["Good. Any fever.", "No."]
        );
    }
}
