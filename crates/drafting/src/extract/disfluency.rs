//! Without what one says to think: hesitation, fillers, starts that were given up, what was said twice, and the pauses that a
//! recogniser writes as commas. What denies, counts or names a symptom is never taken for any of these.

use super::lexicon::SYMPTOM;
use super::verbs::VERBS;
use super::words::{bare, ends_sentence};

/// The words as they were meant, each with the punctuation that follows it.
pub(super) fn fluent(words: Vec<String>) -> Vec<String> {
    let words = without_abandoned(without_echoes(without_fillers(words)));
    without_pauses(without_abandoned(without_repeats(words)))
}

/// Sounds of hesitation and fillers; they mean nothing wherever they stand.
const HESITATION: &[&str] = &[
    "um",
    "umm",
    "uh",
    "uhm",
    "uhh",
    "er",
    "eh",
    "erm",
    "ah",
    "ahh",
    "oh",
    "ohh",
    "hm",
    "hmm",
    "hmmm",
    "mm",
    "mmm",
    "huh",
    "kinda",
    "sorta",
    "ugh",
    "gosh",
    "basically",
    "y'know",
    "yknow",
];

/// Fillers of two words.
const FILLER_PAIRS: &[(&str, &str)] =
    &[("you", "know"), ("i", "mean"), ("kind", "of"), ("sort", "of"), ("i", "dunno")];

/// Words between which and the next nobody sets a comma: it marks a pause to think.
const BINDING: &[&str] = &[
    "a", "an", "the", "this", "my", "your", "our", "their", "of", "very", "it's", "i'm", "i've", "we've",
    "you've", "they've", "we're", "you're", "they're", "there's", "got", "having", "because", "wee",
];

/// Words that bind likewise, but may also end a clause: "yes I have, and ...".
const OFTEN_BINDING: &[&str] = &[
    "is", "are", "was", "were", "am", "have", "has", "had", "be", "been", "and", "or", "but", "to", "for",
    "with", "from", "about", "any", "some", "just", "feel", "feeling", "quite", "if", "when", "that", "can",
    "could", "will", "would", "not", "get", "take",
];

/// Words with which a speaker starts anew.
const STARTS_ANEW: &[&str] = &[
    "i",
    "i'm",
    "i've",
    "i'd",
    "i'll",
    "it",
    "it's",
    "they",
    "they're",
    "we",
    "we're",
    "we've",
    "we'll",
    "you",
    "you're",
    "you've",
    "he",
    "she",
    "there's",
    "there",
    "that's",
    "my",
    "what",
    "so",
    "and",
    "but",
    "no",
    "yes",
    "yeah",
    "have",
    "do",
    "are",
    "did",
    "everything",
    "nothing",
    "things",
];

/// Words at which a clause cannot end: what broke off there was given up for what follows.
const BROKEN_OFF: &[&str] = &[
    "a", "an", "the", "my", "your", "i", "it", "they", "we", "you", "he", "she", "it's", "i'm", "i've",
    "i'd", "we're", "you're", "they're", "that's", "there's", "of", "because", "any", "also",
];

/// Words after which nobody pauses but to think.
const UNFINISHED: &[&str] = &[
    "a", "an", "the", "my", "your", "his", "her", "in", "on", "at", "of", "to", "for", "with", "from",
    "about", "and", "or", "is", "was", "are", "were", "have", "had", "has", "be", "been", "some", "noticed",
    "feel", "felt", "having", "that", "just", "it's", "i'm", "i've", "any", "very", "get", "got", "take",
    "took", "taking",
];

/// Hedges that say nothing: "I want to say three weeks".
const HEDGE: [&str; 4] = ["i", "want", "to", "say"];

fn without_fillers(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let word = bare(&words[at]);
        let pair = words.get(at + 1).map(|next| bare(next));
        let question_of_kind = kept.last().is_some_and(|last| {
            matches!(bare(last).as_str(), "what" | "which" | "do" | "did" | "this" | "some" | "any" | "that")
        });
        let broken_off = words[at].ends_with('-') && words[at].len() > 1;
        // "In the ER" is a place where no pause stands before it.
        let place = word == "er" && kept.last().is_some_and(|last| last == "the");
        let dropped =
            if HESITATION.contains(&word.as_str()) && !place || broken_off || filler_like(&words, at) {
                1
            } else if HEDGE
                .iter()
                .enumerate()
                .all(|(ahead, hedge)| words.get(at + ahead).is_some_and(|word| bare(word) == *hedge))
            {
                4
            } else if pair.is_some_and(|pair| {
                FILLER_PAIRS.contains(&(word.as_str(), pair.as_str())) && !question_of_kind
            }) {
                2
            } else {
                0
            };
        if dropped == 0 {
            kept.push(words[at].clone());
            at += 1;
            continue;
        }
        // The end of a sentence stays where a filler carried it.
        let last_dropped = &words[at + dropped - 1];
        // The pause was around it: "noticed, um, a cough". In a list and after a "no" the comma has a meaning.
        let paused = last_dropped.ends_with(',')
            && !kept.last().is_some_and(|last| {
                matches!(bare(last).as_str(), "no" | "yes" | "yeah" | "not")
                    || is_number(last)
                    || SYMPTOM.is_match(last)
            })
            || kept.last().is_some_and(|last| UNFINISHED.contains(&bare(last).as_str()));
        if let (true, Some(last)) = (paused, kept.last_mut()) {
            // The pause was around the filler: "have, you know, edema".
            *last = last.trim_end_matches(',').to_owned();
        }
        if let (Some(end), Some(last)) =
            (last_dropped.chars().last().filter(|c| ".?!".contains(*c)), kept.last_mut())
            && !last.ends_with(['.', '?', '!'])
        {
            *last = format!("{}{end}", last.trim_end_matches(','));
        }
        at += dropped;
    }
    kept
}

/// Without a "yeah" that the speaker says in the middle to go on: "I've, yeah, been eating".
fn without_echoes(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        let before = kept.last().filter(|last| !ends_sentence(last) && !is_reply(last));
        let linked =
            before.is_some_and(|last| matches!(bare(last).as_str(), "and" | "but" | "so" | "because"));
        let paused = before.is_some_and(|last| last.ends_with(','));
        let echoes = match bare(&word).as_str() {
            "yeah" | "yep" | "aye" => linked || word.ends_with(',') && before.is_some(),
            // "If that's okay, ..." means something.
            "ok" | "okay" => word.ends_with(',') && (linked || paused),
            _ => false,
        };
        if !echoes {
            kept.push(word);
        }
    }
    kept
}

fn is_reply(word: &str) -> bool {
    matches!(bare(word).as_str(), "no" | "yes" | "yeah" | "yep" | "aye" | "okay" | "ok" | "right" | "well")
}

/// Without what was begun and given up at a pause: "I've had a, I've got a fever" is "I've got a fever". What denies, counts
/// or names a symptom stays.
fn without_abandoned(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        let anew = STARTS_ANEW.contains(&bare(&word).as_str());
        let broken =
            kept.last().is_some_and(|last| last.ends_with(',') && BROKEN_OFF.contains(&bare(last).as_str()));
        // "I've had, I had": no clause ends so.
        let resumes = bare(&word) == "so"
            && words.peek().is_some_and(|next| matches!(bare(next).as_str(), "i" | "i've" | "i'm" | "it's"));
        let begun = matches!(&kept[..], [.., first, last] if bare(first) == "i've"
            && (last.ends_with(',') || resumes)
            && matches!(bare(last).as_str(), "had" | "been" | "got"));
        if anew && (broken || begun) {
            let rest = &kept[..kept.len() - 1];
            let begins = rest
                .iter()
                .rposition(|word| {
                    word.ends_with(|c: char| ",.?!;".contains(c))
                        || matches!(bare(word).as_str(), "and" | "but" | "so" | "because")
                })
                .map_or(0, |place| place + 1);
            let fragment = &kept[begins..];
            let tells = fragment.iter().any(|word| {
                let plain = bare(word);
                is_number(word) || plain.ends_with("n't") || matches!(plain.as_str(), "no" | "not" | "never")
            }) || SYMPTOM.is_match(&fragment.join(" "));
            if fragment.len() <= LONGEST_START && !tells {
                kept.truncate(begins);
            }
        }
        kept.push(word);
    }
    kept
}

/// Words of a false start; more is something said.
const LONGEST_START: usize = 4;

/// Without commas where nobody would write one: "I've got, a cough" is "I've got a cough".
fn without_pauses(mut words: Vec<String>) -> Vec<String> {
    for at in 0..words.len().saturating_sub(1) {
        let plain = bare(&words[at]);
        let next = bare(&words[at + 1]);
        let pauses = words[at].ends_with(',')
            && (BINDING.contains(&plain.as_str())
                || OFTEN_BINDING.contains(&plain.as_str()) && !STARTS_ANEW.contains(&next.as_str()));
        if pauses {
            let word = words[at].trim_end_matches(',').to_owned();
            words[at] = word;
        }
    }
    words
}

/// "like" before a pause, where nothing is likened.
fn filler_like(words: &[String], at: usize) -> bool {
    let compares = |word: &str| {
        matches!(
            bare(word).as_str(),
            "feel"
                | "feels"
                | "felt"
                | "feeling"
                | "look"
                | "looks"
                | "looked"
                | "sound"
                | "sounds"
                | "seem"
                | "seems"
                | "you"
                | "would"
                | "i'd"
                | "something"
                | "things"
                | "stuff"
                | "that's"
                | "symptoms"
        )
    };
    if words[at].eq_ignore_ascii_case("like,") {
        return at == 0 || !compares(&words[at - 1]);
    }
    // "and like I can't", "it was like really sore", "this like crazy headache".
    let next = words.get(at + 1).map(|next| bare(next)).unwrap_or_default();
    let degree =
        matches!(next.as_str(), "really" | "quite" | "very" | "so" | "pretty" | "kind" | "sort" | "super");
    let before = at.checked_sub(1).map(|before| words[before].as_str());
    let linked = before.is_none_or(|before| {
        before.ends_with([',', '.', '?'])
            || matches!(
                bare(before).as_str(),
                "and" | "but" | "so" | "because" | "this" | "just" | "the" | "my"
            )
    });
    // "It's like loose and watery", but "it's like a knife".
    let is = before.is_some_and(|before| matches!(bare(before).as_str(), "it's" | "is" | "was"));
    let likens = matches!(
        next.as_str(),
        "a" | "an"
            | "the"
            | "my"
            | "someone"
            | "somebody"
            | "something"
            | "when"
            | "that"
            | "this"
            | "if"
            | "i"
            | ""
            | "to"
    );
    words[at].eq_ignore_ascii_case("like")
        && (is && !likens && describes(&next)
            || degree && before.is_none_or(|before| !compares(before))
            || before.is_some_and(|before| bare(before) == "i") && VERBS.contains(&next.as_str())
            || linked
                && matches!(
                    next.as_str(),
                    "i" | "i'm" | "i've" | "i'd" | "when" | "if" | "my" | "in" | "it" | "it's" | "some"
                ))
}

/// Whether a word says how something is or how much: "like loose", but "like razor blades" is likened.
fn describes(word: &str) -> bool {
    const HOW: [&str; 16] = [
        "sore", "sharp", "dull", "bad", "worse", "fine", "loose", "hard", "soft", "hot", "cold", "red",
        "tight", "numb", "more", "all",
    ];
    HOW.contains(&word)
        || word.ends_with('y')
        || word.ends_with("ing")
        || word.ends_with("ed")
        || word.starts_with(|c: char| c.is_ascii_digit())
}

/// "i , i just" and "do you have do you have": what is begun again counts once. Numbers are never taken for repeats.
fn without_repeats(words: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(words.len());
    for word in words {
        let begun_again =
            kept.last().is_some_and(|last| is_false_start(&bare(last), &bare(&word)) && !ends_sentence(last));
        if begun_again {
            kept.pop();
        }
        kept.push(word);
        for length in (1..=4).rev() {
            let Some(second) = kept.len().checked_sub(length) else { continue };
            let Some(first) = second.checked_sub(length) else { continue };
            let same = (0..length).all(|i| bare(&kept[first + i]) == bare(&kept[second + i]));
            if same && !kept[first..second].iter().any(|word| ends_sentence(word) || is_number(word)) {
                kept.drain(first..second);
                break;
            }
        }
    }
    kept
}

/// "I I've", "the it", "a an": the first of the two was given up.
fn is_false_start(first: &str, second: &str) -> bool {
    let pronoun = |word: &str| {
        matches!(
            word,
            "i" | "i'm" | "i've" | "it" | "it's" | "they" | "he" | "she" | "we" | "that's" | "there's"
        )
    };
    match first {
        "i" => second.starts_with("i'") || second == "it's",
        "it" => second == "it's",
        "that" => second == "that's",
        "you" => second.starts_with("you'"),
        "the" | "a" | "an" | "my" | "your" => {
            pronoun(second) || matches!(second, "the" | "a" | "an" | "my" | "your" | "so" | "and" | "but")
        }
        // "It's it feels": the same subject once more. "That's that" is none.
        _ => first.split_once('\'').filter(|(subject, _)| *subject != "that").is_some_and(|(subject, _)| {
            second == subject
                || second.split_once('\'').is_some_and(|(again, _)| again == subject && first != second)
        }),
    }
}

fn is_number(word: &str) -> bool {
    word.chars().any(|c| c.is_ascii_digit()) || !clinical::quantity::quantities(word).is_empty()
}

#[cfg(test)]
mod tests {
    use super::super::words::clean;

    fn cleaned(turn: &str) -> String {
        clean(turn).join(" ")
    }

    #[test]
    fn pauses_and_what_was_given_up_at_them_go() {
        for (said, plain) in [
            ("You know I've got, a rash, a swelling.", "I've got a rash, a swelling."),
            ("I've had a , I've got a very sore ear.", "I've got a very sore ear."),
            ("It, I'm a wee, bit hoarse.", "I'm a wee bit hoarse."),
            ("I've, yeah, been, uh, sleeping normally.", "I've been sleeping normally."),
            ("It throbs, and yeah I feel sick.", "It throbs, and I feel sick."),
            ("I've had, um, so I had hives before.", "so I had hives before."),
            ("If that's okay, I'll rest.", "If that's okay, I'll rest."),
            ("They sent me to the er , and I waited.", "They sent me to the er, and I waited."),
            ("It's in the, er, spare room.", "It's in the spare room."),
            ("Yes I have, and I took it.", "Yes I have, and I took it."),
        ] {
            assert_eq!(cleaned(said), plain);
        }
    }

    #[test]
    fn what_denies_or_counts_is_never_taken_for_a_false_start() {
        assert!(cleaned("I never had a, they took it out.").starts_with("I never had"));
        assert!(cleaned("About 3 a, it's worse at night.").starts_with("About 3"));
    }

    #[test]
    fn a_like_that_likens_stays() {
        assert_eq!(
            cleaned("It feels like a cramp, like I can't move."),
            "It feels like a cramp, I can't move."
        );
        assert_eq!(cleaned("it was like a knife"), "it was like a knife");
    }
}
