//! What a text says of each of its words: affirmed, negated, or neither. Scopes in the manner of NegEx (Chapman 2001) and
//! ConText (Harkema 2009): a cue opens a scope, and a full stop, a turn of the sentence or a few words end it.

use crate::backwards::{doubt_backwards, negate_backwards};
use crate::clauses::{is_another, new_subject, restarts, tells_state};
use crate::cues::{begins_scope, ends_scope, is_not, is_supposed};
use crate::words::{Gap, Word, Words};

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
    let mut scope = Scope::NONE;
    let mut polarities: Vec<Polarity> = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let before = words.text_before(at, 1);
        let joined = word.gap == Gap::Comma || matches!(before, "and" | "but" | "or" | "nor");
        // "If you get a rash or you have a fever": what is supposed goes on.
        let another = scope.polarity == Polarity::Open && matches!(before, "or" | "and");
        let restarts = restarts(words, at) && !another || ends_scope(&word.text, joined, scope.polarity);
        // "Denies that over the weekend, he was moving boxes"
        let told = scope.clause && words.text(scope.opened + 1) == "that" && word.gap == Gap::Comma;
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
        // "Never smoker, drinks 12 pints weekly"; but "never smokes, drinks or vapes", "denies that she smokes, drinks".
        let does = matches!(word.text.as_str(), "drinks" | "takes" | "lives" | "works");
        let next = words.get(at + 1);
        let lists = next
            .is_none_or(|next| next.gap >= Gap::Comma || matches!(next.text.as_str(), "or" | "nor" | "and"));
        let begins_anew = word.text == "with"
            || does && !scope.clause && !lists
            || word.text.ends_with("ed") && matches!(words.text(at + 1), "by" | "with");
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
        let supposed = scope.polarity == Polarity::Affirmed && is_supposed(before, words.text_before(at, 2));
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
