//! The words that open a denial or a supposition, and those that end one.

use crate::polarity::Polarity;
use crate::words::{Gap, Word, Words};

/// Whether a word is a "not", be it in a contraction.
pub(crate) fn is_not(word: &str) -> bool {
    matches!(word, "not" | "never" | "n't" | "cannot") || word.ends_with("n't")
}

/// Whether a word tells that somebody did not want what was offered. A "decline" may be one for the worse.
pub(crate) fn refuses(word: &str) -> bool {
    matches!(word, "declined" | "declines" | "refused" | "refuses")
}

/// Whether a word denies something, wherever it stands.
pub(crate) fn denies(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "no",
        "denies",
        "denied",
        "deny",
        "denying",
        "without",
        "negative",
        "neither",
        "nor",
        "none",
        "nope",
        "nah",
        "nothing",
        "stopped",
        "rarely",
        "hardly",
        "barely",
        "resolved",
        "ruled",
        "unable",
        "nil",
        "absent",
        "lack",
        "lacks",
        "lacking",
        "free",
        "gone",
        "nobody",
        "noncompliant",
    ];
    WORDS.contains(&word) || is_not(word) || refuses(word)
}

/// What the word at `at` says of what follows it, if it is a cue.
pub(crate) fn begins_scope(words: &[Word], at: usize) -> Option<Polarity> {
    const NOT: &[&str] = &[
        "no", "denies", "denied", "deny", "denying", "without", "negative", "neither", "nor", "none", "nil",
        "unable", "lack", "lacks", "lacking", "absence",
    ];
    const OPEN: &[&str] = &[
        "if",
        "unless",
        "should",
        "risk",
        "risks",
        "prevent",
        "avoid",
        "screen",
        "monitor",
        "watch",
        "evaluate",
        "could",
        "whether",
        "worried",
        "rule",
        "flag",
        "flags",
        "refrain",
        "restrict",
        "restricting",
        "restricted",
        "exclude",
        "excluded",
        "exclusion",
    ];
    const POSSIBLE: &[&str] = &[
        "possible",
        "possibly",
        "might",
        "may",
        "maybe",
        "potential",
        "suspect",
        "suspicion",
        "probably",
        "probable",
        "likely",
    ];
    let (word, next) = (words.text(at), words.text(at + 1));
    // "not sure", "no change", "can't stop": nothing is negated that follows.
    const NOT_DENIED: &[&str] = &[
        "sure", "only", "just", "change", "changes", "longer", "too", "stop", "worse", "better", "know",
        "matter", "wonder", "doubt", "uncommon", "unusual", "worry", "problem", "apparent", "acute",
    ];
    if NOT_DENIED.contains(&next)
        && !matches!((word, next), ("no", "acute" | "apparent" | "problem"))
        && !(word == "no" && is_change_of_health(words, at + 1))
    {
        return None;
    }
    if answers_no(words, at) || word == "no" && next == "harm" {
        return None;
    }
    // "No other discharge": of this one nothing is said.
    if matches!(word, "no" | "nil" | "without" | "denies" | "denied")
        && matches!(next, "other" | "further" | "additional" | "new")
    {
        return Some(Polarity::Open);
    }
    // "Why do n't we take a picture?" proposes, and "if you do n't mind" asks.
    let why = (at.saturating_sub(2)..at).any(|i| words.text(i) == "why");
    if is_not(word) && (why || next == "mind") {
        return None;
    }
    // "Not that I can think of, maybe a bit of stress": an answer.
    if word == "not" && next == "that" && matches!(words.text(at + 2), "i" | "i'm" | "i've") {
        return None;
    }
    // "The test is negative, your reflexes are normal": what follows is another matter.
    let before = words.text_before(at, 1);
    if word == "negative"
        && next != "for"
        && matches!(before, "is" | "was" | "are" | "were" | "came" | "test" | "tests")
    {
        return None;
    }
    // "But nothing black"
    let lacks = word == "nothing"
        && words.get(at + 1).is_some_and(|next| next.gap == Gap::Space && is_quality(&next.text));
    // "I doubt it's a clot"
    let without = at > 1 && before == "a" && denies(words.text(at - 2));
    let doubts = matches!(word, "doubt" | "doubtful") && !denies(before) && !without;
    let is_free = word == "free" && matches!(next, "of" | "from");
    if NOT.contains(&word) || is_not(word) || lacks || doubts || is_free {
        return Some(Polarity::Negated);
    }
    // "Were you ever tested for it?"
    let looks_for =
        matches!(word, "tested" | "checked" | "screened" | "testing" | "screening") && next == "for";
    if looks_for || is_warning(words, at) {
        return Some(Polarity::Open);
    }
    // What is declined is neither there nor absent.
    if OPEN.contains(&word) || refuses(word) {
        return Some(Polarity::Open);
    }
    POSSIBLE.contains(&word).then_some(Polarity::Possible)
}

/// Whether a word behind a "nothing" says what there is none of ("nothing black"), and not what nothing does.
fn is_quality(word: &str) -> bool {
    const OTHER: &[&str] = &[
        "for", "to", "like", "but", "else", "really", "much", "that", "i", "we", "you", "he", "she", "they",
        "can", "will", "would", "about", "with", "from", "new", "in", "on", "at", "of", "and", "or", "so",
        "yet", "now", "worked", "helped", "happened", "changed", "touched", "came", "made", "did", "could",
        "special", "more",
    ];
    !word.ends_with('s') && !OTHER.contains(&word)
}

/// "No change in weight", "no changes to your vision": a symptom, where "no change in the dose" is none.
fn is_change_of_health(words: &[Word], at: usize) -> bool {
    const OF: &[&str] = &[
        "weight",
        "bowel",
        "bowels",
        "stool",
        "vision",
        "eyesight",
        "hearing",
        "appetite",
        "speech",
        "mood",
        "sleep",
        "energy",
        "urine",
        "urination",
        "skin",
        "voice",
        "taste",
        "smell",
    ];
    matches!(words.text(at), "change" | "changes")
        && matches!(words.text(at + 1), "in" | "of" | "to" | "with")
        && (at + 2..at + 4).any(|i| OF.contains(&words.text(i)))
}

/// "Call us with any numbness", "911 for chest pain", "to report any bleeding": what follows is what to look out for.
fn is_warning(words: &[Word], at: usize) -> bool {
    const CALLS: &[&str] = &[
        "call",
        "calls",
        "contact",
        "return",
        "notify",
        "ring",
        "phone",
        "999",
        "911",
        "988",
        "department",
        "room",
        "a&e",
        "hospital",
        "back",
        "earlier",
        "sooner",
        "urgently",
        "immediately",
    ];
    let lead = (at.saturating_sub(4)..at).rev().take_while(|i| words[i + 1].gap < Gap::Stop);
    match words.text(at) {
        "with" => lead.into_iter().any(|i| CALLS.contains(&words.text(i))),
        "for" => lead.into_iter().any(|i| calls_for_help(words, i)),
        "any" => at > 1 && words.text(at - 1) == "report" && words.text(at - 2) == "to",
        _ => false,
    }
}

/// "Call 911", "to the ER", "return to clinic": but not "he went to the ER", which is told.
fn calls_for_help(words: &[Word], at: usize) -> bool {
    const TOLD: &[&str] = &[
        "went",
        "gone",
        "seen",
        "was",
        "were",
        "been",
        "presented",
        "presents",
        "admitted",
        "visited",
        "visit",
        "taken",
        "returns",
        "returned",
        "called",
        "treated",
        "evaluated",
    ];
    let help = matches!(
        words[at].text.as_str(),
        "call"
            | "contact"
            | "return"
            | "ring"
            | "911"
            | "999"
            | "988"
            | "111"
            | "office"
            | "er"
            | "ed"
            | "emergency"
            | "a&e"
            | "urgently"
    );
    help && !words[at.saturating_sub(5)..at].iter().any(|word| TOLD.contains(&word.text.as_str()))
}

/// Whether a heading says that what follows is to be looked out for, and did not happen: "Return precautions", "Safety net".
pub(crate) fn heads_warnings(heading: &[Word]) -> bool {
    heading.iter().any(|word| {
        matches!(
            word.text.as_str(),
            "precautions"
                | "precaution"
                | "net"
                | "netting"
                | "netted"
                | "flags"
                | "flag"
                | "warning"
                | "warnings"
        )
    })
}

/// Whether a heading says that what follows is denied: "Denies", "Patient denies", "Negative for".
pub(crate) fn heads_denials(heading: &[Word]) -> bool {
    let last = heading.last().map_or("", |word| &word.text);
    let before = heading.len().checked_sub(2).map_or("", |at| &heading[at].text);
    heading.len() <= DENYING
        && (matches!(last, "denies" | "denied" | "denying" | "absent" | "negatives")
            || last == "for" && before == "negative")
}

/// How many words such a heading has at most.
const DENYING: usize = 4;

/// Whether the word at `at` is a no that answers, and denies nothing that follows: "no, this is a sprain".
fn answers_no(words: &[Word], at: usize) -> bool {
    words[at].text == "no"
        && words.get(at + 1).is_some_and(|next| next.gap >= Gap::Comma || is_answer_word(&next.text))
}

/// Whether any of these words denies what stands around it.
pub(crate) fn any_denies(words: &[Word]) -> bool {
    (0..words.len()).any(|at| denies(&words[at].text) && !answers_no(words, at))
}

/// The word behind a "no" that is an answer: "no, I had diarrhoea".
fn is_answer_word(next: &str) -> bool {
    let bare = next.split('\'').next().unwrap_or(next);
    matches!(
        bare,
        "i" | "we"
            | "he"
            | "she"
            | "it"
            | "they"
            | "but"
            | "just"
            | "that"
            | "this"
            | "these"
            | "you"
            | "my"
            | "okay"
            | "no"
            | "there"
            | "the"
            | "not"
    )
}

/// Whether a word ends the scope of what was said before it; `joined`, where a comma or an "and" stands before the word.
pub(crate) fn ends_scope(word: &str, joined: bool, scope: Polarity) -> bool {
    const ALWAYS: &[&str] = &[
        "but",
        "however",
        "except",
        "although",
        "though",
        "because",
        "endorses",
        "besides",
        "there",
        "positive",
        "exam",
        "examination",
        "which",
        "who",
        "admits",
        "secondary",
        "since",
        "until",
        "despite",
        "anymore",
    ];
    const NEXT_CLAUSE: &[&str] = &[
        "i",
        "he",
        "she",
        "they",
        "we",
        "you",
        "it",
        "just",
        "only",
        "has",
        "have",
        "had",
        "reports",
        "states",
        "does",
        "is",
        "was",
        "notes",
        "will",
        "continue",
        "then",
        "that",
        "my",
        "your",
        "the",
        "yes",
        "yeah",
        "takes",
        "some",
        "i'm",
        "i've",
        "it's",
        "he's",
        "she's",
        "feels",
        "mild",
        "associated",
        "so",
        "okay",
        "uses",
        "now",
        "call",
        "contact",
        "please",
    ];
    // "If you get worse or you have a fever": what is supposed goes on.
    ALWAYS.contains(&word) || scope == Polarity::Negated && joined && NEXT_CLAUSE.contains(&word)
}

/// Words whose object is not asserted: "for fever", "any fever"; but "positive for", "seen for".
pub(crate) fn is_supposed(before: &str, further: &str) -> bool {
    match before {
        "for" => !matches!(
            further,
            "positive"
                | "significant"
                | "notable"
                | "remarkable"
                | "negative"
                | "seen"
                | "treated"
                | "here"
                | "except"
        ),
        "possible" | "worsening" | "causes" | "cause" | "quit" | "quitting" | "former" | "stopped"
        | "stop" => true,
        _ => false,
    }
}
