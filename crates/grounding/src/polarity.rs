//! What a text says of each of its words: affirmed, negated, or neither. Scopes in the manner of NegEx (Chapman 2001) and
//! ConText (Harkema 2009): a cue opens a scope, and a full stop, a turn of the sentence or a few words end it.

use crate::cues::{begins_scope, ends_scope, is_not, is_supposed};
use crate::words::{Gap, Word};

/// What a text says of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Polarity {
    Affirmed,
    Negated,
    /// Thought likely, or one of a list to which the answer was yes.
    Possible,
    /// Asked about, or supposed: "if", "in case".
    Open,
}

impl Polarity {
    pub(crate) fn opposite(self) -> Self {
        match self {
            Self::Affirmed => Self::Negated,
            Self::Negated => Self::Affirmed,
            other => other,
        }
    }
}

/// How many words a denial reaches, and how many a supposition.
const DENIAL_REACH: usize = 8;
const SUPPOSITION_REACH: usize = 15;
const LACK_REACH: usize = 4;
/// How many words a list may have that is denied behind it.
const LIST_REACH: usize = 20;

/// A scope that is open.
#[derive(Clone, Copy)]
struct Scope {
    polarity: Polarity,
    /// The word that opened it.
    opened: usize,
    /// Words since the cue, or since the last item of a list.
    reach: usize,
    /// "Denies that she has a cough": the whole clause is denied.
    clause: bool,
    /// "Lack of energy": a few words.
    lack: bool,
    /// "No fever", "not have any fever": what is denied is a thing, and a new subject ends it.
    thing: bool,
}

impl Scope {
    const NONE: Self =
        Self { polarity: Polarity::Affirmed, opened: 0, reach: 0, clause: false, lack: false, thing: false };

    fn longest(self) -> usize {
        if self.lack {
            return LACK_REACH;
        }
        if self.polarity == Polarity::Negated && !self.clause { DENIAL_REACH } else { SUPPOSITION_REACH }
    }
}

/// The polarity of each word by its place alone: behind a "no", an "if", or neither.
pub(crate) fn word_polarities(words: &[Word]) -> Vec<Polarity> {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let mut scope = Scope::NONE;
    let mut polarities: Vec<Polarity> = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", text);
        let joined = word.gap == Gap::Comma || matches!(before, "and" | "but" | "or" | "nor");
        // "If you get a rash or you have a fever": what is supposed goes on.
        let another = scope.polarity == Polarity::Open && matches!(before, "or" | "and");
        let restarts = restarts(words, at) && !another || ends_scope(&word.text, joined, scope.polarity);
        // "Denies that over the weekend, he was moving boxes"
        let told = scope.clause && text(scope.opened + 1) == "that" && word.gap == Gap::Comma;
        let goes_on = scope.clause
            && (!joined || told)
            && !matches!(word.text.as_str(), "but" | "however" | "although");
        if word.gap >= Gap::Stop || restarts && !goes_on || scope.thing && is_another(&word.text, before) {
            scope = Scope::NONE;
        }
        // "No illicit drugs, 3 beers a week"
        if scope.thing && joined && word.text.starts_with(|c: char| c.is_ascii_digit()) {
            scope = Scope::NONE;
        }
        if scope.thing && word.gap == Gap::Comma && tells_state(&words[at..]) {
            scope = Scope::NONE;
        }
        if scope.thing
            && let Some(subject) = new_subject(words, at, scope.opened)
        {
            polarities[subject..].fill(Polarity::Affirmed);
            scope = Scope::NONE;
        }
        // "Not well controlled, triggered by a cold", "not heavy, with cramps"; but "has not had fever, chills, cough".
        let begins_anew =
            word.text == "with" || word.text.ends_with("ed") && matches!(text(at + 1), "by" | "with");
        if scope.polarity == Polarity::Negated && word.gap == Gap::Comma && begins_anew {
            scope = Scope::NONE;
        }
        if (joined || matches!(word.text.as_str(), "or" | "nor")) && scope.reach <= scope.longest() {
            scope.reach = 0;
        }
        let held = scope.polarity == Polarity::Open && scope.reach < SUPPOSITION_REACH
            || scope.clause && scope.polarity == Polarity::Negated;
        // "No evidence of a potential fracture"
        let doubted = |polarity: &Polarity| {
            *polarity == Polarity::Possible && scope.polarity == Polarity::Negated && !joined
        };
        if let Some(polarity) = begins_scope(words, at).filter(|polarity| !held && !doubted(polarity)) {
            let clause = matches!(word.text.as_str(), "denies" | "denied" | "deny" | "denying");
            let thing = !clause && polarity == Polarity::Negated && !is_not(&word.text);
            let lack = word.text.starts_with("lack");
            scope = Scope { polarity, opened: at, reach: 0, clause, lack, thing };
        }
        scope.thing |= word.text == "any" && scope.polarity == Polarity::Negated && !scope.clause;
        scope.reach += 1;
        let supposed =
            scope.polarity == Polarity::Affirmed && is_supposed(before, at.checked_sub(2).map_or("", text));
        polarities.push(match scope.polarity {
            _ if supposed => Polarity::Open,
            // "Non-smoker" denies; "non-healing" and "non-weight-bearing" describe.
            Polarity::Affirmed
                if before == "non"
                    && matches!(word.text.as_str(), "smoker" | "drinker" | "diabetic" | "tender") =>
            {
                Polarity::Negated
            }
            Polarity::Affirmed if before == "non" => Polarity::Open,
            polarity if scope.reach <= scope.longest() => polarity,
            _ => Polarity::Affirmed,
        });
    }
    negate_backwards(words, &mut polarities);
    doubt_backwards(words, &mut polarities);
    polarities
}

/// "No nystagmus, tongue healed", "no drop, pulse 72", "no driving, to inform the licensing office": whether the item of a list
/// that these words begin with says how something is or what is to be done, so that it is none of those that are denied.
fn tells_state(words: &[Word]) -> bool {
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
fn is_another(word: &str, before: &str) -> bool {
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
fn new_subject(words: &[Word], at: usize, cue: usize) -> Option<usize> {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
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
    if text(at).ends_with("'s")
        && matches!(text(before), "and" | "your" | "his" | "her" | "the")
        && at > cue + 2
    {
        return Some(at);
    }
    if !VERBS.contains(&text(at))
        || SEEN.contains(&text(at + 1))
        || matches!(text(before), "that" | "which" | "there" | "it" | "what")
    {
        return None;
    }
    // "No effusion, ankles and feet are normal"
    let joined = before >= 2 && text(before - 1) == "and";
    let subject = if joined { before - 2 } else { before };
    (subject >= cue + 2 && before >= cue + 3).then_some(subject)
}

/// "Makes a fracture unlikely": what stands before is not told.
fn doubt_backwards(words: &[Word], polarities: &mut [Polarity]) {
    for at in (0..words.len()).filter(|at| words[*at].text == "unlikely") {
        let least = at.saturating_sub(DOUBT_REACH);
        let clause = (least..at).rev().take_while(|i| words[i + 1].gap < Gap::Comma);
        for i in clause {
            if polarities[i] == Polarity::Affirmed {
                polarities[i] = Polarity::Open;
            }
        }
    }
}

/// How far before an "unlikely" stands what it is of.
const DOUBT_REACH: usize = 5;

/// "Chest pain: negative", "fracture was ruled out", "the fever is gone": what stands before is denied.
fn negate_backwards(words: &[Word], polarities: &mut [Polarity]) {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    for at in 0..words.len() {
        let ends = match (text(at), text(at + 1), text(at + 2)) {
            ("ruled" | "rules", "out", _) => true,
            ("negative" | "absent", next, _) => next != "for" && at > 0 && !is_result(words, at),
            ("is" | "are" | "was" | "were" | "all" | "completely", "gone" | "resolved" | "denied", _) => true,
            ("has" | "have", "resolved", _) | ("went" | "gone" | "goes", "away", _) => true,
            // "Syncope has not occurred", "no murmur" in other words.
            ("has" | "have", "not", "occurred" | "happened") => at > 0,
            (
                "is" | "are" | "was" | "were",
                "not",
                "present" | "seen" | "noted" | "evident" | "reported" | "found" | "felt" | "suspected"
                | "needed" | "indicated" | "required" | "likely" | "warranted" | "recommended",
            ) => at > 0,
            _ => false,
        };
        if !ends {
            continue;
        }
        // "Diarrhea, rash and sore throat are denied."
        let list = matches!(text(at), "is" | "are") && text(at + 1) == "denied";
        let (reach, end) = if list { (LIST_REACH, Gap::Stop) } else { (6, Gap::Comma) };
        for i in (at.saturating_sub(reach)..at).rev() {
            if polarities[i] == Polarity::Affirmed {
                polarities[i] = Polarity::Negated;
            }
            let other = list
                && matches!(text(i), "but" | "however" | "has" | "have" | "reports" | "endorses" | "with");
            if words[i].gap >= end || other {
                break;
            }
        }
    }
}

/// "The test came back negative", "Tinel's is negative on the left": whether what the word at `at` is of is a test, which took
/// place, and no finding.
fn is_result(words: &[Word], at: usize) -> bool {
    const TESTS: &[&str] = &[
        "test",
        "tests",
        "swab",
        "swabs",
        "culture",
        "cultures",
        "panel",
        "screen",
        "screening",
        "dip",
        "dipstick",
        "sign",
        "smear",
        "scan",
        "mri",
        "ct",
        "x-ray",
        "ray",
        "ultrasound",
        "result",
        "results",
        "titer",
        "antibody",
        "antibodies",
        "maneuver",
        "manoeuvre",
        "biopsy",
        "mammogram",
        "urinalysis",
        "troponin",
        "dimer",
        "flow",
        "raise",
        "drawer",
        "came",
        "come",
        "comes",
        "test's",
    ];
    // "Tinel's positive on the right, negative on the left"
    let clause =
        (at.saturating_sub(7)..at).rev().take_while(|i| i + 1 == at || words[i + 1].gap < Gap::Comma);
    clause.into_iter().any(|i| {
        let word = words[i].text.as_str();
        // "Phalen's": a test by the name of who found it.
        TESTS.contains(&word)
            || word.len() > 5 && word.ends_with("'s") && !matches!(word, "patient's" | "there's")
    })
}

/// "You do ...", "I do have ...", "we are n't missing anything i encourage you": a new clause where no full stop was written.
fn restarts(words: &[Word], at: usize) -> bool {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
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
    if at > 0 && SUBJECTS.contains(&text(at)) && !LEAD.contains(&text(at - 1)) && !is_not(text(at - 1)) {
        return true;
    }
    matches!(text(at), "you" | "i" | "there" | "it" | "he" | "she")
        && matches!(
            text(at + 1),
            "do" | "did" | "does" | "is" | "are" | "was" | "have" | "had" | "has" | "can" | "think" | "know"
        )
        && !is_not(text(at + 2))
        && at > 0
        // A filler: "if your, you know, bowels change".
        && (text(at), text(at + 1)) != ("you", "know")
        && !matches!(
            text(at - 1),
            "n't" | "not" | "do" | "did" | "have" | "if" | "that" | "when" | "than" | "as"
        )
        && !is_not(text(at - 1))
}
