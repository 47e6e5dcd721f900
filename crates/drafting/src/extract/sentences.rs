//! Turns into sentences. Written speech ends its sentences with punctuation; a recogniser's often has none, and is cut
//! where a new clause begins.

use std::sync::LazyLock;

use clinical::{SegmentId, Transcript};
use regex::Regex;

use super::lexicon::patterns;
use super::speakers::{self, By};
use super::words::{bare, ends_sentence, without_links};

/// A sentence of the consult.
pub(super) struct Sentence {
    pub(super) segment: SegmentId,
    /// The segment in which it ends, where another's "mm-hmm" broke it.
    pub(super) ends_in: Option<SegmentId>,
    pub(super) by: By,
    /// Cleaned, without words that only link it to the one before.
    pub(super) text: String,
    pub(super) asks: bool,
    /// Whether a "no" stood before it and is no longer in the text: "no, just a cough".
    pub(super) after_no: bool,
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
    TAG = r"(?:[, ]+(?:okay|ok|alright|all right|you know|i guess|if that's okay(?: with you)?|does that sound (?:good|okay)|and|but|so|or|because|yeah|at this time)|,+ ?(?:right|i think|though|anyway|then|well|like|for me|for you|no|yes|yep|is that (?:right|correct)|isn't it|sir|ma'am|please))$";
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
        r"^(?:on (?:your|the) (?:\w+ ){0,4}exam|for your (?:first|second|third|next|last|other)|(?:your|the|my) (?:\w+ ){1,3}(?:is|are|was|were|has|have|shows?|looks?|sounds?|hurts?) )",
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
    let turns = speakers::turns(transcript, cleaned);
    let (cleaned, goes_on) = mended(transcript, cleaned);
    let mut sentences = Vec::new();
    let spoken =
        transcript.segments().iter().zip(turns).zip(&cleaned).filter(|((segment, _), _)| !segment.typed);
    for ((segment, by), words) in spoken {
        let mut asked = false;
        let broken = goes_on.iter().find(|broken| broken.from == segment.id);
        let mut read = 0;
        for (words, question_mark) in clauses(words) {
            let whole = words.join(" ");
            read += words.len();
            let ends_in = broken.filter(|broken| read > broken.words).map(|broken| broken.to);
            let text = tidy(&whole);
            // In run-on speech the answer may stand in the turn of the one who asked.
            let answers = asked && ANSWER.is_match(&whole);
            let by = if answers { by.other() } else { speakers::sentence_by(&text, by) };
            let tagged = TAGGED.is_match(&whole) || text.is_empty();
            // A recogniser that hears a rising "no" writes a question mark; nobody asks back with it.
            let replies = by == By::Patient && words.len() <= LONGEST_REPLY && ANSWER.is_match(&whole);
            let asks = (question_mark && !tagged && !replies)
                || (!whole.ends_with(['.', '!']) && ASKS.is_match(&text.to_lowercase()));
            asked = asks || (asked && !answers && text.is_empty());
            let text = if text.is_empty() || answers { whole.clone() } else { text };
            let after_no = SAYS_NO.is_match(&whole) && !SAYS_NO.is_match(&text);
            sentences.push(Sentence {
                segment: segment.id,
                ends_in,
                by,
                text: strip_end(&text),
                asks,
                after_no,
            });
        }
    }
    sentences
}

/// The words of each segment with sentences mended that somebody's "mm-hmm" broke ("some distention to-", "mm-hmm", ". about
/// eight centimetres"), and where each of those goes on.
fn mended(transcript: &Transcript, cleaned: &[Vec<String>]) -> (Vec<Vec<String>>, Vec<Broken>) {
    let mut cleaned = cleaned.to_vec();
    let mut goes_on = Vec::new();
    for (at, three) in transcript.segments().windows(3).enumerate() {
        let [begins, between, ends] = three else { continue };
        let broken =
            begins.text.trim_end().ends_with('-') || ends.text.trim_start().starts_with([',', '.', '-']);
        let same = begins.speaker == ends.speaker && begins.speaker != between.speaker;
        let said = !begins.typed && !ends.typed && !cleaned[at].is_empty();
        if !(broken && same && said && cleaned[at + 1].len() <= 2) {
            continue;
        }
        let rest = &mut cleaned[at + 2];
        let end = rest.iter().position(|word| ends_sentence(word)).map_or(rest.len(), |place| place + 1);
        if end > LONGEST_REST {
            continue;
        }
        let moved: Vec<String> = rest.drain(..end).collect();
        goes_on.push(Broken { from: begins.id, to: ends.id, words: cleaned[at].len() });
        cleaned[at].extend(moved);
    }
    (cleaned, goes_on)
}

/// A sentence that was begun in one segment and ended in another; so many words of the first are its own.
struct Broken {
    from: SegmentId,
    to: SegmentId,
    words: usize,
}

/// What goes on for longer is a sentence of its own.
const LONGEST_REST: usize = 25;

patterns! {
    ANSWER = r"^(?:no|nope|nah|yes|yeah|yep|not really)\b";
    SAYS_NO = r"^(?:no|nope|nah|not really)\b";
}

fn strip_end(text: &str) -> String {
    text.trim_end_matches(['.', ',', '?', '!', ';', ':', '-', ' ']).to_owned()
}

/// Without the links before and the tags behind.
fn tidy(clause: &str) -> String {
    let text = strip_end(clause);
    let mut text = without_links(&text).to_owned();
    while let Some(tag) = TAG.find(&text) {
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
        let cut = if punctuated {
            (before.ends_with(',') || ahead(1) == "and ")
                && current >= 4
                && rest >= 4
                && sentence.len() > LONG
                && STARTS.is_match(&ahead(3))
                && !ahead(1).starts_with("no ")
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
