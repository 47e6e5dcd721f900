//! What is done with a drug: started for stopped, increased for decreased.

use crate::claim::Claim;
use crate::concepts;
use crate::cues::{denies, refuses};
use crate::former;
use crate::frequency::frequency;
use crate::heard::{Heard, Place};
use crate::measured::shares;
use crate::polarity::Polarity;
use crate::refrained;
use crate::told::{Told, told};
use crate::words::{Gap, Word, Words, in_one_sentence};

/// What is done with a drug.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    Start,
    Take,
    Continue,
    Increase,
    Decrease,
    Stop,
}

impl Action {
    pub(crate) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "start" | "starting" | "started" | "starts" | "begin" | "began" | "initiate" | "initiated"
            | "prescribe" | "prescribed" | "prescribing" | "add" | "adding" | "added" | "try"
            | "commence" | "commenced" | "restart" | "restarted" => Self::Start,
            "take" | "takes" | "taking" | "took" | "taken" | "use" | "uses" | "using" | "utilizing"
            | "utilizes" => Self::Take,
            "continue" | "continues" | "continued" | "continuing" | "keep" | "keeping" | "stay" | "stays"
            | "maintain" | "refill" | "remain" | "remains" => Self::Continue,
            "increase" | "increased" | "increasing" | "raise" | "double" | "bump" | "up" | "higher" => {
                Self::Increase
            }
            "decrease" | "decreased" | "decreasing" | "reduce" | "reduced" | "lower" | "lowered"
            | "taper" | "down" => Self::Decrease,
            "stop" | "stopped" | "stopping" | "stops" | "discontinue" | "discontinued" | "discontinuing"
            | "quit" | "hold" | "held" | "off" => Self::Stop,
            _ => return None,
        })
    }

    /// Whether both cannot be said of one drug in one plan.
    fn excludes(self, other: Self) -> bool {
        use Action::*;
        matches!(
            (self, other),
            (Stop, Start | Take | Continue | Increase)
                | (Start | Continue | Increase, Stop)
                | (Increase, Decrease)
                | (Decrease, Increase)
        )
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Start => "started",
            Self::Take => "taken",
            Self::Continue => "continued",
            Self::Increase => "increased",
            Self::Decrease => "decreased",
            Self::Stop => "stopped",
        }
    }
}

/// Whether a word ends something, be it no drug: "hold" and "off" end only a drug.
pub(crate) fn stops(word: &str) -> bool {
    Action::of(word) == Some(Action::Stop) && !matches!(word, "off" | "hold" | "held")
}

/// How far an action may stand before its drug, and behind it.
const BEFORE: usize = 8;
const BEHIND: usize = 5;

/// A drug with which, in a statement, another thing is done than was said: the drug, what was said, what is written.
pub(crate) fn fault(heard: &Heard, claim: &Claim) -> Option<(&'static str, &'static str, Action)> {
    claim.drugs_at.iter().find_map(|(at, drug)| {
        let own = written(claim, *at)?;
        let Told { said, refused } = told(heard, drug);
        if own != Action::Stop && refrained::is_refrained(heard, &format!("@{drug}")) {
            return Some((*drug, "not tolerated", own));
        }
        if refused.contains(&own) && !said.contains(&own) {
            let instead = if own == Action::Start { "not wanted" } else { Action::Continue.name() };
            return Some((*drug, instead, own));
        }
        let excluded = |said: &&Action| own.excludes(**said);
        let agrees = |said: &Action| *said == own || !own.excludes(*said) && *said != Action::Take;
        // "You stopped it for a week. We'll go on with it.": what comes last is the plan, against which nothing is to stop.
        let last = said.iter().rfind(|said| **said != Action::Take).filter(excluded);
        let orders =
            claim.words.iter().any(|word| matches!(word.text.as_str(), "stop" | "discontinue" | "hold"));
        let other = match said.iter().any(agrees) {
            true => last.filter(|_| own == Action::Stop && orders)?,
            false => said.iter().find(excluded)?,
        };
        Some((*drug, other.name(), own))
    })
}

/// What a statement does with the drug at `at`: only where it says one thing, and supposes nothing.
pub(crate) fn written(claim: &Claim, at: usize) -> Option<Action> {
    let before = claim.words.text_before(at, 1);
    if claim.polarities[at] != Polarity::Affirmed && Action::of(before) != Some(Action::Stop) {
        return None;
    }
    let mut actions: Vec<Action> = near(claim, at).collect();
    actions.dedup();
    // "Take ibuprofen for pain" is an order.
    let orders = |action: &Action| *action == Action::Take && claim.words.text(claim.heading) == "take";
    match actions[..] {
        [ref one] if orders(one) => Some(Action::Start),
        [one] => Some(one),
        // "Increase the dose that she takes"
        [first, Action::Take] | [Action::Take, first] => Some(first),
        [] if before == "on" => Some(Action::Take),
        _ => None,
    }
}

/// The actions in a drug's own clause, that before it first.
pub(crate) fn near(claim: &Claim, at: usize) -> impl Iterator<Item = Action> + '_ {
    let ends = |i: usize| {
        claim.words[i].gap >= Gap::Comma || matches!(claim.words[i].text.as_str(), "and" | "but" | "then")
    };
    let before = (at.saturating_sub(BEFORE)..at).rev().take_while(move |i| !ends(i + 1));
    let behind = (at + 1..(at + BEHIND).min(claim.words.len())).take_while(move |i| !ends(*i));
    before.chain(behind).filter_map(move |i| {
        let word = &claim.words[i].text;
        // "It can raise the sugar" says what it does.
        let able = i > 0 && matches!(claim.words[i - 1].text.as_str(), "can" | "may" | "could" | "might");
        if able && matches!(Action::of(word), Some(Action::Increase | Action::Decrease)) {
            return None;
        }
        // "Up to three times a day", but "go up to fifty"
        if word == "up" && claim.words.text(i + 1) == "to" && frequency(claim, i + 2).is_some() {
            return None;
        }
        // "Eventually we can get you off it"
        let hoped = |word: &Word| matches!(word.text.as_str(), "eventually" | "hopefully" | "someday");
        if word == "off" && claim.words[i.saturating_sub(HOPED)..i].iter().any(hoped) {
            return None;
        }
        // "Don't stop it"
        let denied = || claim.words[i.saturating_sub(2)..i].iter().any(|word| denies(&word.text));
        if Action::of(word) == Some(Action::Stop) && denied() {
            return Some(Action::Continue);
        }
        // "Used to take" is stopped; "used" alone is not.
        let used_to = word == "used" && claim.words.get(i + 1).is_some_and(|next| next.text == "to");
        if i > 1 && claim.words[i - 1].text == "to" && claim.words[i - 2].text == "used" {
            return None;
        }
        if used_to { Some(Action::Stop) } else { Action::of(word) }
    })
}

/// How far before an end stands that it is only hoped for.
const HOPED: usize = 8;

/// Words by which the talk ends something, besides those of [`Action::Stop`].
const ENDS: &[&str] = &[
    "end",
    "ended",
    "finish",
    "cessation",
    "cease",
    "ceased",
    "resolved",
    "away",
    "avoid",
    "without",
    "gone",
    "discontinuation",
    "until",
    "till",
    "packed",
    "cut",
    "swap",
    "switch",
    "switching",
    "switched",
    "change",
    "instead",
    "replace",
];

/// Whether a statement says that something stops of which nobody said so: no word of an end stands near any place where it
/// was spoken of.
pub(crate) fn stop_unsaid(heard: &Heard, claim: &Claim) -> bool {
    let drugs = claim.drugs_at.iter().filter(|(at, _)| written(claim, *at) == Some(Action::Stop));
    let mut drugs = drugs.map(|(_, drug)| goes_on(heard, drug)).peekable();
    if drugs.peek().is_some() {
        return drugs.any(|goes_on| goes_on);
    }
    let Some(at) = claim.words.iter().position(|word| stops(&word.text)) else { return false };
    // "Where she would stop breathing"
    let would = at > 0 && matches!(claim.words[at - 1].text.as_str(), "would" | "could" | "may");
    if claim.polarities[at] != Polarity::Affirmed || would {
        return false;
    }
    // "Don't take any more of it", "keep doing the exercises": what is said nearest counts.
    let ends = |place: &Place| {
        let words = &heard.segments[place.segment].claim.words;
        let near = place.at.saturating_sub(STOP_REACH)..(place.at + STOP_REACH).min(words.len());
        let nearest = |of: &dyn Fn(usize) -> bool| {
            near.clone().filter(|at| of(*at)).map(|at| at.abs_diff(place.at)).min()
        };
        let denied = |at: usize| at < place.at && place.at - at <= DENIED && denies(&words[at].text);
        let ended = nearest(&|at| is_end(words, at) || denied(at));
        let gone_on = nearest(&|at| Action::of(&words[at].text) == Some(Action::Continue));
        let answer = heard.segments[place.segment].asked(place.at).then(|| heard.answer_to(place.segment));
        let answer = answer.flatten().map_or(&[][..], |at| &heard.segments[at].claim.words[..]);
        let answered =
            (0..answer.len().min(STOP_REACH)).any(|at| is_end(answer, at) || denies(&answer[at].text));
        answered || ended.is_some_and(|ended| gone_on.is_none_or(|gone_on| ended <= gone_on))
    };
    let mut places = claim
        .placed()
        .filter(|(stem, place)| !concepts::is_common(stem) && place.abs_diff(at) <= BEFORE)
        .flat_map(|(stem, _)| heard.places(stem))
        .peekable();
    places.peek().is_some() && !places.any(ends)
}

/// Whether something ends with the word at `at`, or is told to: not "tried to quit", "a reason to stop".
fn is_end(words: &[Word], at: usize) -> bool {
    const WISHED: &[&str] = &["tried", "trying", "try", "reason", "help", "thought", "if"];
    let word = words[at].text.as_str();
    let wished = words[at.saturating_sub(3)..at].iter().any(|word| WISHED.contains(&word.text.as_str()));
    former::ends(words, at) || Action::of(word) == Some(Action::Stop) && !wished || ENDS.contains(&word)
}

/// Whether something is said to end near a place: "not the Flomax, they stopped it", but not "I don't take metformin".
pub(crate) fn ends_near(heard: &Heard, place: Place) -> bool {
    let words = &heard.segments[place.segment].claim.words;
    (place.at.saturating_sub(BEFORE)..(place.at + BEFORE).min(words.len())).any(|at| is_end(words, at))
}

/// How far before its object a denial ends it: "don't put any weight on it".
const DENIED: usize = 5;

/// Whether a drug was spoken of, and nowhere as one that ends.
fn goes_on(heard: &Heard, drug: &str) -> bool {
    let named = heard.segments.iter().flat_map(|said| {
        let places = said.claim.drugs_at.iter().filter(|(_, name)| shares(name, drug));
        places.map(|(at, _)| (&said.claim.words, *at))
    });
    let ends = |(words, at): (&Vec<Word>, usize)| {
        let mut near = at.saturating_sub(STOP_REACH)..(at + STOP_REACH).min(words.len());
        near.any(|i| is_end(words, i) && in_one_sentence(words, at, i))
    };
    let mut named = named.peekable();
    named.peek().is_some() && !named.any(ends) && !told(heard, drug).said.contains(&Action::Stop)
}

/// Whether a statement says that something was declined to which nobody said no.
pub(crate) fn refusal_unsaid(heard: &Heard, claim: &Claim) -> bool {
    const PUTS_OFF: &[&str] = &["rather", "decline", "refuse", "pass", "hold", "wait", "later", "thanks"];
    let Some(at) = claim.words.iter().position(|word| refuses(&word.text)) else { return false };
    let says_no = |words: &[Word]| {
        words.iter().any(|word| denies(&word.text) || PUTS_OFF.contains(&word.text.as_str()))
    };
    let refused = |place: &Place| {
        let words = &heard.segments[place.segment].claim.words;
        let near = &words[place.at.saturating_sub(STOP_REACH)..(place.at + STOP_REACH).min(words.len())];
        let later = heard.segments[place.segment + 1..].iter().take(2);
        says_no(near) || later.into_iter().any(|said| says_no(&said.claim.words))
    };
    let offered =
        claim.placed().filter(|(stem, place)| !concepts::is_common(stem) && place.abs_diff(at) <= BEFORE);
    let mut places = offered.flat_map(|(stem, _)| heard.places(stem)).peekable();
    places.peek().is_some() && !places.any(refused)
}

/// A finding that a statement calls new, of which nobody said so.
pub(crate) fn new_unsaid(heard: &Heard, claim: &Claim) -> Option<&'static str> {
    const NEW: &[&str] =
        &["new", "newly", "diagnosed", "diagnosis", "recent", "recently", "just", "found", "started"];
    let at = claim.words.iter().position(|word| word.text == "newly")?;
    let finding = claim.mentions.iter().find(|mention| mention.start > at && mention.finding())?;
    let name = concepts::name(finding.concept);
    let said_new = |place: &Place| {
        let words = &heard.segments[place.segment].claim.words;
        let near = &words[place.at.saturating_sub(STOP_REACH)..(place.at + STOP_REACH).min(words.len())];
        near.iter().any(|word| NEW.contains(&word.text.as_str()))
    };
    (!heard.places(&format!("#{name}")).iter().any(said_new)).then_some(name)
}

/// How far a word of an end may stand.
const STOP_REACH: usize = 12;
