//! Turns into sentences. Written speech ends its sentences with punctuation; a recogniser's often has none, and is cut
//! where a new clause begins.

use std::sync::LazyLock;

use clinical::{SegmentId, Transcript};
use regex::Regex;

use super::lexicon::patterns;
use super::proxy;
use super::questions::is_worded_as_question;
use super::speakers::{self, By};
use super::turns;
use super::words::{bare, ends_sentence, without_links};

/// A sentence of the consult.
pub(super) struct Sentence {
    /// The segment in which it begins.
    pub(super) segment: SegmentId,
    /// The segments in which it goes on, where another's "mm-hmm" broke it.
    pub(super) rest: Vec<SegmentId>,
    pub(super) by: By,
    /// Cleaned, without words that only link it to the one before.
    pub(super) text: String,
    pub(super) asks: bool,
    /// Whether a "no" stood before it and is no longer in the text: "no, just a cough".
    pub(super) after_no: bool,
    /// Whether somebody says it who came with the patient, as the transcript names them.
    pub(super) for_patient: bool,
    /// Whether a "yes" stood so: "yes, my foot slaps".
    pub(super) after_yes: bool,
}

impl Sentence {
    pub(super) fn words(&self) -> usize {
        self.text.split(' ').count()
    }
}

/// Clauses longer than this are looked at for a second beginning.
const LONG: usize = 9;

patterns! {
    TAGGED = r"[, ](?:okay|ok|all right|alright|right|if that's okay(?: with you)?|sound good)\?$";
    ASKS = r"^(?:(?:do|does|did|are|is|was|were|have|has|had|can|could|would|will|any|how|what|when|where|which|who|why|whereabouts|and any|tell me) |(?:does(?:n't)|did(?:n't)|have(?:n't)|are(?:n't)) (?:you|it)|anything |any$)";
    TAKES_BACK = r"^(?:(?:well|oh|um|uh),? )*(?:no,? wait|wait,? no|no,? sorry|sorry,? no|scratch that|no,? i (?:lie|tell a lie)|no,? actually)\b";
    FEELS = r"\b(?:feel|feels|felt|feeling|is|are|was|were|be|been|'s|'re|looks?|looking|seems?)$";
    TAG = r"(?:[, ]+(?:okay|ok|alright|all right|you know|i guess|if that's okay(?: with you)?|does that sound (?:good|okay)|and|but|so|or|because|yeah|aye|at this time|i suppose|or something(?: like that)?|or whatever|and stuff(?: like that)?|and things like that|to be honest|as such)|,+ ?(?:right|i think|though|anyway|then|well|like|for me|for you|no|yes|yep|is that (?:right|correct)|isn't it|that's|it's|i'm|i've|actually|really|i would say|i'd say|sir|ma'am|please|doctor|doc|i'm afraid|to be fair|give or take|if you know what i mean|honestly))$";
}

/// Pairs of words with which a clause may begin in the middle of unpunctuated speech.
static STARTS: LazyLock<Regex> = LazyLock::new(|| {
    super::lexicon::pattern(
        r"^(?:(?:okay|ok|alright|so|now|well|hey) |all right |and (?:i|i'm|i've|i'll|we|we'll|we're|you|you're|then|it's|there's|there|do you|are you|have you|any|how|what|did you|is there|let's|on your|if|for your|during|order|start|continue|refer|schedule|increase) |but |let's |let me |(?:i|i'm|i've|i'll|i'd) |we're going |we'll |we will |we can |do you |are you |have you |did you |has your |is there |does it |does that |how (?:about|long|are|is|often|many|much) |what (?:about|do|are|is|kind) |when did |any other |there's |there is |there are |it's |it is |it looks |it was |you have |you need |you can |you should |you do |that's |this is |no |yes |yeah |if you )",
    )
});

/// Longer beginnings, in speech without punctuation only.
static STARTS_LONG: LazyLock<Regex> = LazyLock::new(|| {
    super::lexicon::pattern(
        r"^(?:on (?:your|the) (?:\w+ ){0,4}exam|for your (?:first|second|third|next|last|other)|(?:your|the|my|his|her) (?:\w+ ){1,3}(?:is|are|was|were|has|have|shows?|looks?|sounds?|hurts?) )",
    )
});

/// Words after which a clause has not ended.
const OPEN: &[&str] = &[
    "that", "if", "when", "what", "where", "how", "because", "as", "which", "like", "and", "or", "the",
    "than", "since", "while", "before", "after", "who", "think", "know", "of", "to", "in", "on", "at", "for",
    "with", "from", "about", "by", "is", "was", "are", "were", "be", "been", "my", "your", "a", "an", "but",
    "so", "then", "see", "says", "say", "said", "until", "till", "do", "does", "did", "not", "have", "has",
    "had", "into", "through", "over", "all", "feel", "feels", "why", "just", "i", "you", "we", "it", "they",
    "he", "she", "this", "no", "any", "sure", "also", "up", "hear", "whether", "during", "both", "really",
    "around",
];

/// Words of a short answer: "No, nothing like that."
const LONGEST_REPLY: usize = 5;

/// All sentences of the consult, in order; `cleaned` are the words of each segment.
pub(super) fn sentences(transcript: &Transcript, cleaned: &[Vec<String>]) -> Vec<Sentence> {
    let by = speakers::turns(transcript, cleaned);
    let mut sentences = Vec::new();
    for turn in turns::turns(transcript, &by, cleaned) {
        let (words, said_in): (Vec<String>, Vec<SegmentId>) = turn.words.into_iter().unzip();
        let mut asked = false;
        let mut read = 0;
        let first = sentences.len();
        for (words, question_mark) in clauses(&words) {
            let whole = words.join(" ");
            let mut segments = said_in[read..read + words.len()].to_vec();
            segments.dedup();
            read += words.len();
            // "Lisinopril ten. No wait, they bumped me to twenty.": what is taken back was not said.
            let counts = |text: &str| text.contains(|c: char| c.is_ascii_digit());
            if sentences.len() > first
                && TAKES_BACK.is_match(&whole)
                && counts(&whole)
                && sentences.last().is_some_and(|last: &Sentence| counts(&last.text))
            {
                sentences.pop();
            }
            let text = tidy(&whole);
            // In run-on speech the answer may stand in the turn of the one who asked.
            let answers = asked && ANSWER.is_match(&whole);
            let by = if answers { turn.by.other() } else { speakers::sentence_by(&text, turn.by) };
            let tagged = TAGGED.is_match(&whole) || text.is_empty();
            // A recogniser that hears a rising "no" writes a question mark; nobody asks back with it.
            let replies = by == By::Patient && words.len() <= LONGEST_REPLY && ANSWER.is_match(&whole);
            // So does one that hears an answer rise: "probably 6 times a day?".
            let answering = by == By::Patient
                && !ASKS.is_match(&text.to_lowercase())
                && !ASKS_BACK.is_match(&text)
                && words.len() > 2
                && sentences.last().is_some_and(|last: &Sentence| last.asks && last.by == By::Clinician);
            let asks = (question_mark && !tagged && !replies && !answering)
                || (!whole.ends_with(['.', '!']) && ASKS.is_match(&text.to_lowercase()))
                || (by == By::Clinician && whole.ends_with('.') && !tagged && is_worded_as_question(&text));
            asked = asks || (asked && !answers && text.is_empty());
            let text = if text.is_empty() || answers { whole.clone() } else { text };
            let after_no = SAYS_NO.is_match(&whole) && !SAYS_NO.is_match(&text);
            let after_yes = SAYS_YES.is_match(&whole) && !SAYS_YES.is_match(&text);
            let (segment, rest) =
                segments.split_first().map_or((SegmentId(0), &[][..]), |(one, rest)| (*one, rest));
            sentences.push(Sentence {
                segment,
                rest: rest.to_vec(),
                by,
                text: strip_end(&text),
                asks,
                after_no,
                for_patient: by == By::Patient && proxy::is_named(transcript, segment),
                after_yes,
            });
        }
    }
    with_consequences(sentences)
}

/// A condition that was cut off from what follows from it, joined with it: "If the pain gets worse." "Give me a call."
fn with_consequences(sentences: Vec<Sentence>) -> Vec<Sentence> {
    let mut joined: Vec<Sentence> = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let follows = joined.last().is_some_and(|last| {
            let condition = CONDITION.find(&last.text).map(|lead| &last.text[lead.end()..]);
            last.by == sentence.by
                && !last.asks
                && !sentence.asks
                && condition.is_some_and(|text| !CONSEQUENCE.is_match(text) && !COMPLETE.is_match(text))
                && last.words() <= LONGEST_CONDITION
                && (3..=LONGEST_CONSEQUENCE).contains(&sentence.words())
                && !CONDITION.is_match(&sentence.text)
                && CONSEQUENCE.is_match(&sentence.text)
        });
        match joined.last_mut() {
            Some(last) if follows => {
                last.text = format!("{}, {}", last.text, lower_first(&sentence.text));
                last.rest.extend([sentence.segment].into_iter().filter(|one| *one != last.segment));
                last.rest.extend(sentence.rest);
                last.rest.dedup();
            }
            _ => joined.push(sentence),
        }
    }
    joined
}

/// In lower case at its start; "I" and initials stay.
pub(super) fn lower_first(text: &str) -> String {
    let first = text.split([' ', '\'']).next().unwrap_or_default();
    if first == "I" || first.chars().skip(1).any(char::is_uppercase) {
        return text.to_owned();
    }
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

const LONGEST_CONDITION: usize = 40;
const LONGEST_CONSEQUENCE: usize = 26;

patterns! {
    CONDITION = r"^(?:(?:in the meantime|but|and|now|so|meanwhile|i'll admit|i will admit|obviously|again|then|however),? )*(?:if|unless|once|in case) ";
    /// So that nothing need follow.
    COMPLETE = r"\b(?:would|will|advisable|beneficial|helpful|worth|is (?:fine|okay|normal))\b";
    /// What one does, or has somebody do.
    CONSEQUENCE = r"\b(?:call|come (?:back|and|in)|see (?:me|us|a|your|the)|let (?:me|us)|go (?:to|straight|and)|ring|book|contact|speak to|give (?:me|us|it)|feel free|ringing|taking|take|try|start|stop|should|could|can (?:think|try|take|always|also|consider|do|look|give|get)|we'll|i'll|i'd|we'd|i would|we would|we will|i will|we may|we might|would be|need to|there's no harm|emergency|999|911|ambulance)\b";
    /// With nothing said yet.
    EXCLAIMS = r"^(?:(?:oh|my|good|dear|god|goodness|gosh|lord|heavens?|hell)[, ]*)+$";
    ANSWER = r"^(?:no|nope|nah|yes|yeah|yep|not really)\b";
    ASKS_BACK = r"\b(?:you|your|sorry|pardon|mean|should i|can i|do i|is it|is that|what|why|how)\b";
    SAYS_YES = r"^(?:yes|yeah|yep|yup|aye)\b";
    SAYS_NO = r"^(?:no|nope|nah|not really)\b";
}

fn strip_end(text: &str) -> String {
    text.trim_end_matches(['.', ',', '?', '!', ';', ':', '-', ' ']).to_owned()
}

/// Without the links before and the tags behind.
fn tidy(clause: &str) -> String {
    let text = strip_end(clause);
    let mut text = without_links(&text).to_owned();
    // "Even if you feel okay", "goodness, no": no tag.
    while let Some(tag) = TAG.find(&text).filter(|tag| {
        let before = &text[..tag.start()];
        !FEELS.is_match(before) && !EXCLAIMS.is_match(before)
    }) {
        text.truncate(tag.start());
        text = strip_end(&text);
    }
    text
}

/// The clauses of a turn, each with whether a question mark ended it.
fn clauses(words: &[String]) -> Vec<(Vec<String>, bool)> {
    let mut clauses = Vec::new();
    let mut sentence: Vec<String> = Vec::new();
    for word in words {
        sentence.push(word.clone());
        if ends_sentence(word) {
            let asks = word.ends_with('?');
            clauses.extend(split(std::mem::take(&mut sentence), asks));
        }
    }
    clauses.extend(split(sentence, false));
    clauses
}

/// Cuts a long sentence where a clause begins. In punctuated speech that is at a comma or an "and"; in unpunctuated
/// speech anywhere that the words before do not call for more.
fn split(sentence: Vec<String>, asks: bool) -> Vec<(Vec<String>, bool)> {
    if sentence.is_empty() {
        return Vec::new();
    }
    let marks = sentence.iter().filter(|word| word.ends_with(|c: char| ",.?!;".contains(c))).count();
    // One stray mark in a long stretch of words is not punctuation.
    let punctuated = marks > 0 && sentence.len() <= 25 * marks;
    let mut parts: Vec<Vec<String>> = vec![Vec::new()];
    for (at, word) in sentence.iter().enumerate() {
        let current = parts.last().map_or(0, Vec::len);
        let rest = sentence.len() - at;
        let before = at.checked_sub(1).map(|previous| sentence[previous].as_str()).unwrap_or_default();
        let ahead = |count: usize| {
            let words = &sentence[at..sentence.len().min(at + count)];
            words.iter().map(|word| word.to_lowercase() + " ").collect::<String>()
        };
        let part = parts.last().map_or(&[][..], |part| &part[..]);
        let cut = if awaits_consequence(part) {
            false
        } else if punctuated {
            (before.ends_with(',') || ahead(1) == "and ")
                && current >= 4
                && rest >= 4
                && sentence.len() > LONG
                && STARTS.is_match(&ahead(3))
                && !ahead(1).starts_with("no ")
                && ahead(2) != "i think "
        } else {
            cuts_unpunctuated(part, before, &ahead(7), rest)
        };
        if cut {
            parts.push(Vec::new());
        }
        if let Some(part) = parts.last_mut() {
            part.push(word.clone());
        }
    }
    let last = parts.len() - 1;
    parts.into_iter().enumerate().map(|(at, part)| (part, asks && at == last)).collect()
}

/// Whether a condition is still without what follows from it: "if it spreads, or you get a fever, ...".
fn awaits_consequence(part: &[String]) -> bool {
    let opens = part.iter().take(3).any(|word| matches!(bare(word).as_str(), "if" | "unless"));
    if !opens || part.len() > LONGEST_CONDITION {
        return false;
    }
    let said = part.join(" ");
    CONDITION.find(&said).is_some_and(|lead| !CONSEQUENCE.is_match(&said[lead.end()..]))
}

/// Whether a clause begins with `ahead`, in speech without punctuation.
fn cuts_unpunctuated(part: &[String], before: &str, ahead: &str, rest: usize) -> bool {
    let before = bare(before);
    let starts = |words: &[&str]| words.iter().any(|word| ahead.starts_with(word));
    let marker = starts(&["okay ", "ok ", "alright ", "all right ", "hey ", "so ", "but ", "now "])
        && !(starts(&["so "])
            && ["and", "is", "was", "or", "it's", "been", "not", "do", "think", "are"]
                .contains(&before.as_str()))
        && !(starts(&["now "]) && ["right", "for", "by", "until", "up", "is"].contains(&before.as_str()));
    if marker && part.len() >= 2 {
        return true;
    }
    let opening = part.first().map(|word| bare(word)).unwrap_or_default();
    // The subject of a finding, a condition and a question word wait for the rest.
    let waits = matches!(before.as_str(), "exam" | "examination")
        || (matches!(opening.as_str(), "if" | "when" | "once" | "whenever") && part.len() < 12)
        || (matches!(opening.as_str(), "how" | "what" | "when" | "where" | "why" | "which")
            && part.len() < 4)
        || OPEN.contains(&before.as_str());
    if part.len() >= 3
        && ANSWER.is_match(ahead)
        && !waits
        && ASKS.is_match(&tidy(&part.join(" ")).to_lowercase())
    {
        return true;
    }
    !waits
        && part.len() >= 4
        && rest >= 3
        && (STARTS.is_match(ahead) || (part.len() >= 5 && STARTS_LONG.is_match(ahead)))
}
