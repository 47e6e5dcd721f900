//! Where what a sentence denies has come to its end, though nothing is written there.

use crate::cues::is_not;
use crate::words::{Gap, Word, Words};

/// "No nystagmus, tongue healed", "no drop, pulse 72", "no driving, to inform the licensing office": whether the item of a list
/// that these words begin with says how something is or what is to be done, so that it is none of those that are denied.
pub(crate) fn tells_state(words: &[Word]) -> bool {
    const STATES: &[&str] = &[
        "normal",
        "full",
        "clear",
        "intact",
        "equal",
        "steady",
        "symmetrical",
        "symmetric",
        "stable",
        "soft",
        "regular",
        "good",
        "healthy",
        "positive",
        "improved",
        "improving",
        "fine",
        "well",
        "ok",
        "okay",
        "moist",
        "supple",
        "warm",
        "healed",
        "healing",
        "present",
        "unchanged",
        "unremarkable",
        "preserved",
        "brisk",
        "alert",
        "comfortable",
        "orientated",
        "oriented",
    ];
    let ends = (1..words.len()).find(|at| words[*at].gap >= Gap::Comma).unwrap_or(words.len());
    let first = words[0].text.as_str();
    let tells = |word: &Word| {
        STATES.contains(&word.text.as_str()) || word.text.starts_with(|c: char| c.is_ascii_digit())
    };
    matches!(first, "to" | "will" | "can" | "usually" | "advised" | "discussed")
        || ends <= STATE_WORDS
            && !matches!(first, "or" | "and" | "nor" | "no" | "not")
            && words[..ends].iter().any(tells)
}

/// How many words such an item has at most.
const STATE_WORDS: usize = 6;

/// "No bruising, your eyes are fine", "no fever some chills", with or without the comma: what is somebody's begins anew, and of
/// what is not there, there is not some.
pub(crate) fn is_another(word: &str, before: &str) -> bool {
    let owner = matches!(word, "your" | "my" | "his" | "her" | "their" | "our");
    let belongs = matches!(
        before,
        "in" | "of"
            | "on"
            | "to"
            | "with"
            | "around"
            | "from"
            | "over"
            | "at"
            | "for"
            | "into"
            | "through"
            | "near"
            | "along"
            | "behind"
            | "under"
            | "about"
            | "and"
            | "or"
            | "down"
            | "up"
            | "all"
    );
    owner && !belongs || word == "some"
}

/// "No drift, sensation is intact", with or without the comma: where the subject of the verb at `at` begins, if it is not
/// what the word at `cue` denies.
pub(crate) fn new_subject(words: &[Word], at: usize, cue: usize) -> Option<usize> {
    const VERBS: &[&str] = &[
        "is", "are", "was", "were", "seem", "seems", "looks", "sounds", "feels", "appears", "shows",
        "remains",
    ];
    const SEEN: &[&str] = &[
        "seen",
        "noted",
        "present",
        "appreciated",
        "found",
        "identified",
        "visualized",
        "palpable",
        "evident",
        "observed",
        "reported",
        "there",
        "needed",
        "necessary",
        "indicated",
        "known",
    ];
    let before = at.checked_sub(1)?;
    // "No wheezing and his heart's regular"
    if words.text(at).ends_with("'s")
        && matches!(words.text(before), "and" | "your" | "his" | "her" | "the")
        && at > cue + 2
    {
        return Some(at);
    }
    if !VERBS.contains(&words.text(at))
        || SEEN.contains(&words.text(at + 1))
        || matches!(words.text(before), "that" | "which" | "there" | "it" | "what")
    {
        return None;
    }
    // "No effusion, ankles and feet are normal"
    let joined = before >= 2 && words.text(before - 1) == "and";
    let subject = if joined { before - 2 } else { before };
    (subject >= cue + 2 && before >= cue + 3).then_some(subject)
}

/// "You do ...", "I do have ...", "we are n't missing anything i encourage you": a new clause where no full stop was written.
pub(crate) fn restarts(words: &[Word], at: usize) -> bool {
    // These can be nothing but subjects, of a clause of their own unless one of these words leads to them.
    const SUBJECTS: &[&str] = &[
        "i", "i'm", "i've", "i'll", "i'd", "we", "we're", "we'll", "we've", "he", "he's", "he'll", "she",
        "she's", "she'll", "they", "they're", "they'll",
    ];
    const LEAD: &[&str] = &[
        "that",
        "if",
        "when",
        "as",
        "than",
        "because",
        "what",
        "how",
        "like",
        "where",
        "while",
        "before",
        "after",
        "think",
        "believe",
        "say",
        "said",
        "see",
        "know",
        "feel",
        "mean",
        "sure",
        "thing",
        "way",
        "time",
        "everything",
        "do",
        "does",
        "did",
        "am",
        "is",
        "are",
        "was",
        "were",
        "have",
        "has",
        "had",
        "can",
        "could",
        "would",
        "should",
        "will",
        "may",
        "n't",
        "not",
        "and",
        "or",
        "whatever",
        "anything",
        "denies",
        "denied",
    ];
    if at > 0
        && SUBJECTS.contains(&words.text(at))
        && !LEAD.contains(&words.text(at - 1))
        && !is_not(words.text(at - 1))
    {
        return true;
    }
    matches!(words.text(at), "you" | "i" | "there" | "it" | "he" | "she")
        && matches!(
            words.text(at + 1),
            "do" | "did" | "does" | "is" | "are" | "was" | "have" | "had" | "has" | "can" | "think" | "know"
        )
        && !is_not(words.text(at + 2))
        && at > 0
        // A filler: "if your, you know, bowels change".
        && (words.text(at), words.text(at + 1)) != ("you", "know")
        && !matches!(
            words.text(at - 1),
            "n't" | "not" | "do" | "did" | "have" | "if" | "that" | "when" | "than" | "as"
        )
        && !is_not(words.text(at - 1))
}
