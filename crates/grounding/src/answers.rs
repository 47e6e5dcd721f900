//! Yes and no, as people say them.

use crate::cues::is_not;
use crate::polarity::Polarity;
use crate::words::{Gap, Word, Words};

/// "The pain you had?" "That's totally gone.": whether an answer says that what was asked about is over.
pub(crate) fn is_over(words: &[Word]) -> bool {
    let first = &words[..words.len().min(OVER_WITHIN)];
    let next_is =
        |at: usize, list: &[&str]| words.get(at + 1).is_some_and(|next| list.contains(&next.text.as_str()));
    let ends = |at: usize| words.get(at + 1).is_none_or(|next| next.gap >= Gap::Comma);
    let gone = |at: usize| match first[at].text.as_str() {
        // "It's gone worse", "it's gone down my leg"
        "gone" | "resolved" => ends(at) || next_is(at, &["now", "away", "completely", "and"]),
        "went" => next_is(at, &["away"]),
        "cleared" => next_is(at, &["up"]),
        _ => false,
    };
    // "Yes, it's gone red", "I've gone", "it went away and came back"
    let otherwise = |word: &Word| {
        is_not(&word.text)
            || word.text.starts_with("i'")
            || matches!(
                word.text.as_str(),
                "i" | "yes" | "yeah" | "yep" | "lost" | "stone" | "pounds" | "kilos"
            )
    };
    let returned =
        |word: &Word| matches!(word.text.as_str(), "back" | "came" | "comes" | "but" | "again" | "returned");
    (0..first.len()).any(gone)
        && !first.iter().any(otherwise)
        && !words.iter().take(RETURNS_WITHIN).any(returned)
}

/// Within how many words it says so, and within how many that it came back.
const OVER_WITHIN: usize = 6;
const RETURNS_WITHIN: usize = 14;

/// "Any numbness?" "Feels normal.", "all fine": whether an answer says that what was asked about is well.
pub(crate) fn is_well(words: &[Word]) -> bool {
    let end = (1..words.len()).find(|at| words[*at].gap >= Gap::Stop).unwrap_or(words.len());
    let first = &words[..end];
    let says = |list: &[&str]| first.iter().any(|word| list.contains(&word.text.as_str()));
    first.len() <= WELL_WITHIN
        && says(&["normal", "fine"])
        && !first.iter().any(|word| is_not(&word.text))
        && !says(&["but", "until", "except", "apart", "usually", "mostly"])
}

/// How many words such an answer has at most.
const WELL_WITHIN: usize = 4;

/// Whether an answer begins with a yes or a no.
pub(crate) fn answer_of(words: &[Word]) -> Option<Polarity> {
    const FILLERS: &[&str] = &[
        "um", "uh", "well", "so", "oh", "okay", "ok", "and", "honestly", "actually", "ah", "er", "erm", "mm",
        "like", "hmm", "right", "alright", "god", "goodness", "gosh", "heavens", "lord",
    ];
    const YES: &[&str] = &[
        "yes",
        "yeah",
        "yep",
        "yup",
        "mhm",
        "definitely",
        "absolutely",
        "sometimes",
        "occasionally",
        "sure",
        "correct",
        "exactly",
        "some",
        "little",
        "bit",
        "slightly",
        "slight",
        "mild",
        "both",
        "often",
        "usually",
        "mm-hmm",
        "uh-huh",
        "one",
        "two",
        "three",
        "once",
        "twice",
    ];
    const NO: &[&str] = &["no", "nope", "nah", "never", "none", "not", "nothing", "negative"];
    let texts: Vec<&str> = words
        .iter()
        .map(|word| word.text.as_str())
        .skip_while(|word| FILLERS.contains(word))
        .take(5)
        .collect();
    let text = |at: usize| texts.get(at).copied().unwrap_or_default();
    // "mm-hmm" is all fillers.
    if texts.is_empty() {
        let hummed = words.windows(2).any(|two| two[0].text == "mm" && two[1].text == "hmm");
        return hummed.then_some(Polarity::Affirmed);
    }
    if is_over(words) {
        return Some(Polarity::Negated);
    }
    if YES.contains(&text(0)) {
        return (!NO.contains(&text(1))).then_some(Polarity::Affirmed);
    }
    if NO.contains(&text(0)) {
        return (!YES.contains(&text(1)) && text(1) != "too").then_some(Polarity::Negated);
    }
    if text(0) == "that's" && matches!(text(1), "right" | "correct" | "true") {
        return Some(Polarity::Affirmed);
    }
    if text(0) == "a" && matches!(text(1), "little" | "bit" | "lot" | "few")
        || matches!(text(0), "just" | "only")
    {
        return Some(Polarity::Affirmed);
    }
    if text(0) == "i" && matches!(text(1), "do" | "have" | "did" | "am" | "was" | "had") {
        return Some(if is_not(text(2)) { Polarity::Negated } else { Polarity::Affirmed });
    }
    if matches!(text(0), "it" | "they" | "he" | "she" | "there")
        && matches!(text(1), "does" | "do" | "is" | "has" | "did" | "are")
    {
        return Some(if is_not(text(2)) { Polarity::Negated } else { Polarity::Affirmed });
    }
    // "I thought about it once"
    if matches!(text(0), "i" | "i've") && text(1) == "thought" && matches!(text(2), "about" | "of") {
        return Some(Polarity::Affirmed);
    }
    // "I could be", "it might be"
    if matches!(text(0), "i" | "it" | "they" | "he" | "she") && matches!(text(1), "could" | "might" | "may") {
        return (!is_not(text(2))).then_some(Polarity::Possible);
    }
    // "That wasn't me", "that's not right"
    // "That's not gone away" says that it has not.
    let changed = |word: &str| matches!(word, "gone" | "changed" | "better" | "improved" | "stopped" | "it");
    if (text(0) == "that" && is_not(text(1)) || text(0) == "that's" && text(1) == "not") && !changed(text(2))
    {
        return Some(Polarity::Negated);
    }
    if would_not(words) {
        return Some(Polarity::Negated);
    }
    let rather_not = text(0) == "i'd" && text(1) == "rather" && text(2) == "not";
    if rather_not {
        return Some(Polarity::Negated);
    }
    let denied = text(0) == "i" && is_not(text(1)) || text(0).starts_with("i'") && is_not(text(1));
    denied.then_some(Polarity::Negated)
}

/// "Antibiotics?" "It's a clean cut, I wouldn't.", "I'd not": whether an answer's first sentence ends so.
fn would_not(words: &[Word]) -> bool {
    let end = (1..words.len()).find(|at| words[*at].gap >= Gap::Stop).unwrap_or(words.len());
    let last = |back: usize| words.text_before(end, back);
    last(2) == "i" && last(1) == "wouldn't"
        || last(3) == "i" && last(2) == "would" && is_not(last(1))
        || last(2) == "i'd" && last(1) == "not"
}
