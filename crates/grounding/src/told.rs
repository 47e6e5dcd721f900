//! What a talk has of a drug: what is done with it wherever it is named, its questions as their answers have them.

use clinical::Speaker;

use crate::actions::{Action, near};
use crate::claim::Claim;
use crate::concepts;
use crate::cues::{denies, is_not};
use crate::former;
use crate::heard::{Heard, Place};
use crate::measured::shares;
use crate::polarity::Polarity;
use crate::withdrawn;
use crate::words::{Gap, Word, Words, in_one_sentence};

/// What the talk has of a drug, wherever it is named.
#[derive(Default)]
pub(crate) struct Told {
    /// What is done with it, in order.
    pub(crate) said: Vec<Action>,
    /// What was thought of, asked about or offered, and is not done.
    pub(crate) refused: Vec<Action>,
}

impl Told {
    /// What is asked about and gets a no is not done, and where it was to end or to change, it goes on.
    fn take(&mut self, actions: impl Iterator<Item = Action>, denied: bool, refused: bool) {
        for action in actions {
            match action {
                Action::Stop | Action::Increase | Action::Decrease if refused => {
                    self.refused.push(action);
                    self.said.push(Action::Continue);
                }
                Action::Start if refused => self.refused.push(action),
                Action::Take | Action::Start | Action::Continue if denied => self.said.push(Action::Stop),
                other => self.said.push(other),
            }
        }
    }
}

pub(crate) fn told(heard: &Heard, drug: &str) -> Told {
    let mut told = Told::default();
    for (segment, passage) in heard.segments.iter().enumerate() {
        let claim = &passage.claim;
        for (at, _) in claim.drugs_at.iter().filter(|(_, name)| shares(name, drug)) {
            let place = Place { segment, at: *at };
            let denied = heard.polarity(place) == Polarity::Negated;
            let asked = passage.asked(*at);
            // "And the fluticasone?" "We stopped it in May."
            let answer = heard.answer_to(segment).filter(|_| asked).map(|at| &heard.segments[at].claim);
            let stopped =
                answer.is_some_and(|answer| answer.drugs_at.is_empty() && ends_it(answer, heard, segment));
            let begun = asked && withdrawn::is_begun_after(heard, place);
            let refused = asked && heard.answered_no(place) && !stopped && !begun;
            let told_before = told.said.len();
            told.take(near(claim, *at), denied && !begun, refused);
            told.take(meant(claim, *at + 1), false, refused);
            // "You're on sertraline. Should we go up?" "I'd rather not."
            let is_last = claim.drugs_at.last().is_some_and(|(last, _)| last == at);
            if is_last && !asked && heard.answered_no(place) {
                let behind = (*at..claim.words.len()).filter(|i| passage.asked(*i));
                told.refused.extend(behind.filter_map(|i| Action::of(&claim.words[i].text)));
            }
            let replaced = (!asked || heard.polarity(place) == Polarity::Affirmed) && is_replaced(claim, *at);
            told.said.extend(replaced.then_some(Action::Stop));
            told.said.extend(stopped.then_some(Action::Stop));
            if withdrawn::is_taken_back(heard, place) {
                // What was said of the drug elsewhere stands.
                let here = told.said.split_off(told_before);
                told.said.extend(here.into_iter().filter(|action| *action != Action::Start));
                told.refused.extend([Action::Start, Action::Increase, Action::Decrease]);
            }
            // "I don't want you on ibuprofen"
            let wanting = (at.saturating_sub(WANTED)..*at).find(|i| claim.words.text(*i) == "want");
            // "I don't want to change your sertraline"
            let changes = |word: &Word| {
                REPLACES.contains(&word.text.as_str())
                    || matches!(
                        Action::of(&word.text),
                        Some(Action::Stop | Action::Increase | Action::Decrease)
                    )
            };
            let unwanted = wanting.is_some_and(|i| denied && !claim.words[i..*at].iter().any(changes));
            told.said.extend(unwanted.then_some(Action::Stop));
            // "I take ibuprofen." "Avoid that with your kidneys."
            let reply = heard.segments.get(segment + 1).filter(|next| {
                (next.speaker != passage.speaker || passage.speaker == Speaker::Unknown)
                    && next.claim.drugs_at.is_empty()
                    && !next.claim.words.is_empty()
                    && !next.asked(0)
                    && !passage.asks
            });
            let reply = reply.filter(|_| is_last).into_iter().flat_map(|reply| meant(&reply.claim, 0));
            told.said.extend(reply);
        }
    }
    told
}

/// How far before a drug stands the word by which somebody wants it, or not.
const WANTED: usize = 5;

/// Whether an answer says that what was asked about has ended: "we stopped it in May", and to a question that asks so, "yes".
fn ends_it(answer: &Claim, heard: &Heard, question: usize) -> bool {
    let ended = |at: usize| {
        let before = &answer.words[at.saturating_sub(3)..at];
        Action::of(&answer.words[at].text) == Some(Action::Stop)
            && !before.iter().any(|word| denies(&word.text) && word.text != "no")
    };
    let named = (0..answer.words.len().min(ANSWER)).any(ended);
    let asks_so = |word: &Word| Action::of(&word.text) == Some(Action::Stop);
    let asked_so = heard.segments[question].claim.words.iter().any(asks_so);
    // "Not quite. One more week, then stop."
    let then = answer
        .words
        .windows(2)
        .any(|two| two[0].text == "then" && Action::of(&two[1].text) == Some(Action::Stop));
    let over = (0..answer.words.len().min(ANSWER)).any(|at| former::ends(&answer.words, at));
    then || over && !asked_so || meant(answer, 0).any(|action| action == Action::Stop) || !asked_so && named
}

/// Within how many words an answer says that something has ended.
const ANSWER: usize = 12;

/// "You have been on it six years and I want to hold it": what is done, from the word `from` on, with a drug
/// that is only called "it".
fn meant(claim: &Claim, from: usize) -> impl Iterator<Item = Action> + '_ {
    let next =
        claim.drugs_at.iter().map(|(other, _)| *other).find(|other| *other >= from).unwrap_or(usize::MAX);
    let behind = from..claim.words.len().min(from + MEANT).min(next);
    behind.filter_map(move |i| {
        let called =
            claim.words.get(i + 1).is_some_and(|word| matches!(word.text.as_str(), "it" | "that" | "them"));
        // "Stop it if you get a rash"
        let supposed =
            || claim.words[i..claim.words.len().min(i + SUPPOSED)].iter().any(|word| word.text == "if");
        // "Don't stop it"
        let sentence = |at: &usize| claim.words[at + 1].gap < Gap::Stop;
        let denied =
            (i.saturating_sub(2)..i).rev().take_while(sentence).any(|at| is_not(&claim.words[at].text));
        // "Avoid alcohol with it" ends no drug; "avoid it" does.
        let word = claim.words[i].text.as_str();
        let action = (word == "avoid").then_some(Action::Stop).or_else(|| Action::of(word));
        let action = action.filter(|action| called && *action != Action::Take && !supposed());
        match action {
            Some(Action::Stop) if denied => Some(Action::Continue),
            Some(_) if denied => None,
            other => other,
        }
    })
}

/// How far behind an action an "if" still supposes it.
const SUPPOSED: usize = 9;

const REPLACES: &[&str] = &["swap", "swapping", "replace", "switch", "switching", "change", "changing"];

/// "Swap the one for another": whether the drug at `at` is the one. "I won't change it" and "change it to 10 milligrams" put
/// nothing in its place.
fn is_replaced(claim: &Claim, at: usize) -> bool {
    let words = &claim.words;
    let leads = |word: &str| matches!(word, "to" | "for" | "with" | "onto");
    let Some(from) = (at.saturating_sub(4)..at).rev().find(|i| REPLACES.contains(&words.text(*i))) else {
        return false;
    };
    let denied =
        (from.saturating_sub(NOT)..from).any(|i| denies(words.text(i)) && in_one_sentence(words, i, from));
    let own = claim.drugs_at.iter().find(|(i, _)| *i == at).map(|(_, name)| *name);
    let other = |i: usize| {
        claim.placed().any(|(stem, place)| {
            let named =
                stem.strip_prefix('@').map_or_else(|| concepts::is_class(stem), |name| own != Some(name));
            place == i && named
        })
    };
    let behind = at + 1..words.len().min(at + IN_ITS_PLACE);
    !denied
        && !(from..at).any(|i| leads(words.text(i)))
        && behind
            .filter(|i| in_one_sentence(words, at, *i))
            .any(|i| other(i) && (at + 1..i).any(|lead| leads(words.text(lead))))
}

/// How far before a change it is denied, and how far behind a drug stands what comes in its place.
const NOT: usize = 5;
const IN_ITS_PLACE: usize = 12;

/// How far behind its name a drug is still "it".
const MEANT: usize = 25;
