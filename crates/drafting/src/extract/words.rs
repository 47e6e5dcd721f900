//! From speech to plain words: what recognisers and corpora write apart is joined, hesitation and false starts go
//! ([`disfluency`](super::disfluency)), spoken numbers become digits. No word that carries meaning is changed or added.

use clinical::quantity::written_numbers;

use super::disfluency::fluent;
use super::lexicon::{BODY, patterns};

/// The words of a turn, cleaned, each with the punctuation that follows it.
pub(super) fn clean(turn: &str) -> Vec<String> {
    let turn = turn.replace(['\u{2019}', '\u{2018}'], "'").replace('\u{2026}', " ... ").replace("--", " ");
    let turn = A_AND_E.replace_all(&turn, "A&E");
    let words = with_my(fluent(joined(&turn)));
    let numbers = ["one one one", "nine one one", "nine nine nine"].into_iter().zip(["111", "911", "999"]);
    let said = numbers.fold(words.join(" "), |text, (said, digits)| text.replace(said, digits));
    written_numbers(&said).split_whitespace().map(str::to_owned).collect()
}

patterns! {
    /// What is one's own, apart from parts of the body.
    OWN = r"^(?:own|wife|missus|husband|mum|mam|mother|dad|father|brother|sister|son|daughter|lad|nan|gran|grandad|partner|mate|teens|twenties|thirties|forties|fifties|sixties|tablets|job|work|bum|bowels?|waterworks|breathing|sleep|little (?:finger|toe))\b";
    /// A place, and no false start.
    A_AND_E = r"\ba and e\b";
    HEAT_BEFORE_POINT = r"^(?:3[5-9]|4[0-2]|9[5-9]|10[0-5])\.$";
    SIDE_OF = r"^(?:left|right|lower|upper|other|bad|whole|little) ";
    GIVES = r"^(?:g(?:ive|ives|ave|iving|iven)|make|makes|made|let|lets|tell|tells|told|show|shows|showed|send|sent|bring|brings|brought|cause|causes|caused|cost|get|gets|got)$";
}

/// "Me back" is "my back", as many say it.
fn with_my(mut words: Vec<String>) -> Vec<String> {
    for at in 0..words.len().saturating_sub(1) {
        let given = at.checked_sub(1).is_some_and(|before| GIVES.is_match(&bare(&words[before])));
        if !words[at].eq_ignore_ascii_case("me") || given {
            continue;
        }
        let next = words[at + 1..words.len().min(at + 4)].join(" ");
        let named = SIDE_OF.find(&next).map_or(next.as_str(), |side| &next[side.end()..]);
        if OWN.is_match(named) || BODY.find(named).is_some_and(|part| part.start() == 0) {
            words[at] = if words[at].starts_with('M') { "My".to_owned() } else { "my".to_owned() };
        }
    }
    words
}

/// The word without its punctuation, in lower case.
pub(super) fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%').to_lowercase()
}

/// Whether a sentence ends with this word.
pub(super) fn ends_sentence(word: &str) -> bool {
    word.ends_with(['.', '?', '!', ';'])
        && !matches!(bare(word).as_str(), "dr" | "mr" | "mrs" | "ms" | "st" | "vs")
}

/// Words that only link a sentence to the one before.
const LINKS: &[&str] = &[
    "okay",
    "ok",
    "alright",
    "so",
    "and",
    "but",
    "because",
    "yeah",
    "yep",
    "yes",
    "aye",
    "hey",
    "anyway",
    "obviously",
    "plus",
    "now",
    "then",
    "also",
    "mm-hmm",
    "uh-huh",
    "thankfully",
    "unfortunately",
    "luckily",
    "honestly",
    "essentially",
    "absolutely",
    "exactly",
    "definitely",
    "dragon",
    "lastly",
    "firstly",
    "sir",
];

/// Words that link where a pause or a new subject follows, and mean something elsewhere: "right, it hurts" but "right knee".
const LINKS_BEFORE_SUBJECT: &[&str] = &[
    "right",
    "sure",
    "great",
    "good",
    "perfect",
    "fine",
    "like",
    "well",
    "no",
    "nope",
    "actually",
    "again",
    "look",
    "cool",
    "excellent",
    "lovely",
    "certainly",
    "not really",
    "thank you",
    "thanks",
    "doctor",
    "hello",
    "hi",
    "ouch",
];

/// Phrases that link.
const LINK_PHRASES: &[&str] = &[
    "all right",
    "you know",
    "i mean",
    "i see",
    "i think so",
    "of course",
    "for sure",
    "got it",
    "sounds good",
    "let's see",
    "first of all",
    "in fact",
    "like i said",
    "as i said",
    "as i say",
    "as i mentioned",
    "as i mentioned before",
    "as i admitted before",
    "not myself",
    "i suppose",
    "for example",
    "fair enough",
    "not that i'm aware of",
    "just to clarify",
    "i said",
    "to be honest",
    "i'd say",
    "i would say",
    "i guess",
    "good morning",
    "good afternoon",
    "not that i know of",
    "you're right",
    "that's good",
    "that's great",
];

const SUBJECTS: &[&str] = &[
    "i", "i'm", "i've", "i'll", "i'd", "it", "it's", "they", "they're", "that", "that's", "there", "there's",
    "we", "we're", "we'll", "you", "you're", "you've", "he", "she", "my", "your", "the", "this", "let's",
    "let", "if", "when", "on", "for", "do", "are", "have", "what", "how", "is", "not", "just", "any", "did",
    "at", "in",
];

/// The sentence without the words that only link it to the one before.
pub(super) fn without_links(sentence: &str) -> &str {
    let mut rest = sentence.trim_start_matches([' ', ',', '.', '-']);
    loop {
        let lower = rest.to_lowercase();
        let starts = |link: &str| {
            lower
                .strip_prefix(link)
                .is_some_and(|tail| !tail.starts_with(|c: char| c.is_alphanumeric() || c == '\'' || c == '-'))
        };
        let phrase = LINK_PHRASES.iter().chain(LINKS).find(|link| starts(link));
        let guarded = || {
            LINKS_BEFORE_SUBJECT.iter().find(|link| {
                starts(link) && {
                    let tail = &lower[link.len()..];
                    let next =
                        bare(tail.split_whitespace().find(|word| !bare(word).is_empty()).unwrap_or_default());
                    tail.is_empty()
                        || tail.starts_with([',', '.', '!', '?'])
                        || SUBJECTS.contains(&next.as_str())
                }
            })
        };
        let Some(link) = phrase.or_else(guarded) else { return rest };
        // Lower case may be longer or shorter than the original in rare scripts; links are ASCII, so their length is the same.
        let Some(after) = rest.get(link.len()..) else { return rest };
        rest = after.trim_start_matches([' ', ',', '.', '!', '?', '-']);
    }
}

/// Joins what is written apart: "do n't", "gon na", "pain .", "i 'm".
fn joined(turn: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in turn.split_whitespace() {
        let no_letters = !word.chars().any(char::is_alphanumeric);
        match (words.last_mut(), word) {
            (Some(last), "..." | "-") => {
                if !last.ends_with(['.', '?', '!', ',']) {
                    last.push(',');
                }
            }
            (Some(last), _) if no_letters && word.chars().all(|c| ".,?!;:".contains(c)) => {
                if !last.ends_with(['.', '?', '!']) {
                    *last = format!("{}{word}", last.trim_end_matches(','));
                }
            }
            // "98 . 6": a temperature, and no end of a sentence.
            (Some(last), _)
                if word.len() == 1
                    && HEAT_BEFORE_POINT.is_match(last)
                    && word.starts_with(|c: char| c.is_ascii_digit()) =>
            {
                last.push_str(word);
            }
            (Some(last), "n't" | "not_") if !last.ends_with(['.', ',']) => last.push_str("n't"),
            (Some(last), "na" | "ta") if matches!(last.to_lowercase().as_str(), "gon" | "wan" | "got") => {
                *last = match last.to_lowercase().as_str() {
                    "gon" => "going".into(),
                    "wan" => "want".into(),
                    _ => "have".into(),
                };
                words.push("to".into());
            }
            (_, "'cause" | "'cause,") => words.push("because".into()),
            (Some(last), _) if word.starts_with('\'') && word.len() > 1 => last.push_str(word),
            (_, _) if no_letters && word != "%" => {}
            (_, "gonna") => words.extend(["going".into(), "to".into()]),
            (_, "wanna") => words.extend(["want".into(), "to".into()]),
            _ => words.push(unstuttered(&word.replace("...", ","))),
        }
    }
    words
}

/// "i-i" is "i".
fn unstuttered(word: &str) -> String {
    match word.split_once('-') {
        Some((first, second))
            if !first.is_empty()
                && first.chars().all(char::is_alphabetic)
                && (bare(first) == bare(second)
                    || bare(second).starts_with(&format!("{}'", bare(first)))) =>
        {
            second.to_owned()
        }
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(turn: &str) -> String {
        clean(turn).join(" ")
    }

    #[test]
    fn what_is_written_apart_is_joined() {
        assert_eq!(cleaned("i do n't know , i 'm gon na rest ."), "i don't know, i'm going to rest.");
    }

    #[test]
    fn hesitation_and_false_starts_go() {
        assert_eq!(cleaned("uh , the , the knee , you know , it hur- hurts ."), "the knee it hurts.");
        assert_eq!(cleaned("do you have do you have any fever"), "do you have any fever");
        assert_eq!(cleaned("temperature is 98 . 4 today . 2 left"), "temperature is 98.4 today. 2 left");
    }

    #[test]
    fn numbers_are_never_taken_for_repeats() {
        assert_eq!(cleaned("five hundred , five hundred milligrams"), "500, 500 mg");
        assert_eq!(cleaned("it is 7 7 days"), "it is 7 7 days");
    }

    #[test]
    fn a_link_goes_and_a_side_or_a_denial_stays() {
        assert_eq!(without_links("okay, so right, it hurts"), "it hurts");
        assert_eq!(without_links("right knee pain"), "right knee pain");
        assert_eq!(without_links("so no pain in the chest"), "no pain in the chest");
        assert_eq!(without_links("no, I don't smoke"), "I don't smoke");
        assert_eq!(without_links("well controlled"), "well controlled");
    }

    #[test]
    fn what_is_ones_own_is_mine_and_what_one_is_given_is_not() {
        assert_eq!(cleaned("It's me back and me left leg."), "It's my back and my left leg.");
        assert_eq!(cleaned("It gives me leg cramps, tell me when."), "It gives me leg cramps, tell me when.");
    }

    #[test]
    fn the_end_of_a_sentence_survives_a_filler() {
        assert_eq!(cleaned("it hurts , you know . okay"), "it hurts. okay");
    }
}
