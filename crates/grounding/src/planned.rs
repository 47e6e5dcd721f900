//! Whether a test, a picture or a vaccine is done or only planned: completed for ordered.

use clinical::Speaker;

use crate::claim::Claim;
use crate::concepts;
use crate::cues::refuses;
use crate::heard::{Heard, Place};
use crate::likeness::Likeness;
use crate::polarity::Polarity;
use crate::supposed::TREATMENTS;
use crate::words::{Gap, Word, Words};

/// Tests and pictures that are ordered at one time and done at another.
pub(crate) const TESTS: &[&str] = &[
    "x-ray",
    "mri",
    "ct scan",
    "ultrasound",
    "ecg",
    "echocardiogram",
    "blood test",
    "colonoscopy",
    "biopsy",
    "lipid panel",
    "hemoglobin a1c",
    "urinalysis",
    "stress test",
    "complete blood count",
    "metabolic panel",
    "thyroid test",
    "liver function",
    "kidney function",
    "prostate specific antigen",
    "inflammatory marker",
    "stool test",
    "sleep study",
    "lung function test",
    "nerve conduction study",
    "endoscopy",
    "cystoscopy",
    "mammogram",
    "bone density",
    "heart monitor",
    "cervical smear",
    "rectal examination",
    "pelvic examination",
    "vaccine",
];
/// Words by which a statement says of whatever it names that it was done.
pub(crate) const DONE: &[&str] = &["reviewed", "completed", "obtained", "performed", "underwent", "received"];
/// Words by which a statement says it of a test.
const TEST_DONE: &[&str] = &[
    "showed",
    "shows",
    "reveals",
    "revealed",
    "demonstrates",
    "demonstrated",
    "taken",
    "already",
    "had",
    "done",
    "confirmed",
    "given",
    "administered",
];
/// Further ones by which the talk does.
const SAID_DONE: &[&str] = &[
    "show", "looked", "looking", "look", "looks", "took", "results", "result", "did", "came", "was", "were",
    "is", "are", "got", "normal", "last", "before", "today", "saw", "see", "read", "checked", "previous",
    "views",
];
/// Words by which something is ordered, and further ones by which it is still to come.
pub(crate) const ORDERED: &[&str] =
    &["order", "ordering", "ordered", "schedule", "will", "send", "get", "repeat", "obtain"];
const TO_COME: &[&str] = &[
    "tomorrow",
    "booked",
    "booking",
    "arrange",
    "gon",
    "gonna",
    "we'll",
    "i'll",
    "i'd",
    "they'll",
    "you'll",
    "want",
    "wan",
    "let's",
    "need",
    "recommend",
    "like",
    "going",
    "consider",
    "would",
    "should",
    "if",
    "next",
];

/// How far from a test what is done with it may stand, in its sentence.
const BEFORE: usize = 8;
const BEHIND: usize = 6;

/// A test that a statement says was done and that was only planned, or denied.
pub(crate) fn not_done(heard: &Heard, claim: &Claim) -> Option<(&'static str, NotDone)> {
    if !has(&claim.words, &[DONE, TEST_DONE]) || has(&claim.words, &[ORDERED, TO_COME]) {
        return None;
    }
    TESTS.iter().copied().find_map(|test| {
        let stem = format!("#{test}");
        let places = heard.places(&stem);
        // "Until the endoscopy is done"
        let awaited = |at: usize| {
            claim.words[at.saturating_sub(AWAITED)..at]
                .iter()
                .any(|word| matches!(word.text.as_str(), "until" | "once" | "after" | "before" | "pending"))
        };
        let named =
            claim.places_of(&stem).any(|at| claim.polarities[at] == Polarity::Affirmed && !awaited(at));
        let is_denied =
            |place: &Place| heard.polarity(*place) == Polarity::Negated || is_refused(heard, *place);
        if !named || places.is_empty() {
            None
        } else if places.iter().all(is_denied) {
            Some((test, NotDone::Denied))
        } else {
            // "Are you up to date on your vaccines?" "I had the flu one."
            let unanswered = |place: &Place| {
                (test == "vaccine" || places.iter().any(is_denied))
                    && heard.segments[place.segment].asked(place.at)
                    && heard.polarity(*place) == Polarity::Open
            };
            let open = |place: &Place| is_denied(place) || unanswered(place) || is_planned(heard, *place);
            places.iter().all(open).then_some((test, NotDone::Planned))
        }
    })
}

/// Words by which it says so behind a form of "have" ("has already started"), and behind a form of "be", or before a time ("bloods
/// done last week").
const HAVING_DONE: &[&str] = &[
    "undergone",
    "begun",
    "started",
    "had",
    "finished",
    "attended",
    "seen",
    "assessed",
    "evaluated",
    "done",
    "told",
    "booked",
    "arranged",
];
const BEING_DONE: &[&str] = &[
    "done",
    "taken",
    "sent",
    "drawn",
    "collected",
    "checked",
    "biopsied",
    "tested",
    "assessed",
    "administered",
    "had",
    "repeated",
    "booked",
    "arranged",
];
/// How far from such a word stands what was done.
const DONE_REACH: usize = 9;

/// Where a statement says that something was done.
fn done_at(words: &[Word]) -> Option<usize> {
    let lead = |at: usize, forms: &[&str]| {
        let between =
            |i: usize| matches!(words.text(i), "already" | "also" | "now" | "just" | "recently" | "since");
        let lead = (at.saturating_sub(3)..at).rev().find(|i| !between(*i));
        lead.is_some_and(|lead| forms.contains(&words.text(lead)))
    };
    let timed = |at: usize| {
        matches!(words.text(at + 1), "today" | "yesterday" | "last" | "this" | "on" | "earlier" | "already")
    };
    (0..words.len()).find(|at| {
        DONE.contains(&words.text(*at)) && !(*at > 0 && words.text(at - 1) == "be")
            || HAVING_DONE.contains(&words.text(*at)) && lead(*at, &["has", "have", "had", "having"])
            || BEING_DONE.contains(&words.text(*at)) && (lead(*at, &["was", "were", "been"]) || timed(*at))
    })
}

/// What a statement says was done, and the talk only plans, as far as it speaks of it: its word.
pub(crate) fn only_ordered<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let words = &claim.words;
    let done = done_at(words)?;
    let begins = (1..=done).rev().find(|at| words[*at].gap >= Gap::Comma).unwrap_or(0);
    let ends = (done + 1..words.len()).find(|at| words[*at].gap >= Gap::Comma).unwrap_or(words.len());
    let clause = begins.max(done.saturating_sub(DONE_REACH))..ends.min(done + DONE_REACH);
    if has(&words[clause.clone()], &[ORDERED, TO_COME]) {
        return None;
    }
    let told: Vec<(&str, usize)> = claim
        .placed()
        .filter(|(stem, at)| {
            clause.contains(at)
                && *at != done
                && !concepts::is_common(stem)
                && claim.polarities[*at] == Polarity::Affirmed
                && claim.persons[*at].is_none()
        })
        .collect();
    let (mut ordered, mut other) = (Likeness::default(), Likeness::default());
    let mut most: Option<(f64, usize)> = None;
    for (stem, at) in &told {
        let others = || told.iter().map(|(stem, _)| *stem).filter(|other| other != stem);
        for place in heard.places(stem) {
            let likeness = heard.near(*place, others()) + heard.weight(stem);
            if is_planned(heard, *place) {
                ordered.add(likeness);
                if most.is_none_or(|(best, _)| likeness > best) {
                    most = Some((likeness, *at));
                }
            } else if heard.polarity(*place) != Polarity::Negated {
                other.add(likeness);
            }
        }
    }
    let (_, at) = most?;
    (ordered.value() > other.value() * MORE_ALIKE).then(|| words[at].text.as_str())
}

/// How much more like a statement what plans it must be than what does not.
const MORE_ALIKE: f64 = 1.4;

/// How far before a test it says that it is waited for, or that it was refused.
const AWAITED: usize = 3;

/// "I refused the biopsy"
fn is_refused(heard: &Heard, place: Place) -> bool {
    let before = &heard.segments[place.segment].claim.words[place.at.saturating_sub(AWAITED)..place.at];
    before.iter().any(|word| refuses(&word.text) || matches!(word.text.as_str(), "refuse" | "decline"))
}

/// Whether a word of these lists is among the words.
fn has(words: &[Word], lists: &[&[&str]]) -> bool {
    words.iter().any(|word| lists.iter().any(|list| list.contains(&word.text.as_str())))
}

/// What was said of a test that was not done.
pub(crate) enum NotDone {
    Planned,
    Denied,
}

/// "I'll do a shave biopsy. ... Done.", "I'm going to do the Epley now": whether what is announced is done before the talk goes on.
/// What is ordered now is done elsewhere.
fn is_done_at_once(heard: &Heard, place: Place) -> bool {
    let words = &heard.segments[place.segment].claim.words;
    let own = |at: &usize| words[*at].gap < Gap::Stop;
    let behind = || (place.at + 1..(place.at + NOW).min(words.len())).take_while(own);
    let before =
        (place.at.saturating_sub(BEFORE)..place.at).rev().take_while(|at| words[at + 1].gap < Gap::Stop);
    let does =
        |at: usize| matches!(words.text(at), "do" | "doing" | "perform" | "performing" | "take" | "taking");
    if !before.into_iter().any(does) {
        return false;
    }
    let is_now = behind().any(|at| words.text(at) == "now");
    let next = heard.segments[place.segment + 1..].iter().take(SOON);
    let next = next.filter(|said| said.speaker != Speaker::Patient).map(|said| (&said.claim, 0));
    let mut talk = std::iter::once((&heard.segments[place.segment].claim, place.at + 1)).chain(next);
    is_now || talk.find_map(|(said, from)| ends_in_done(said, from)) == Some(true)
}

/// Whether what is being done is said to be done, before anything else is ordered or done; none where neither is said.
fn ends_in_done(said: &Claim, from: usize) -> Option<bool> {
    let words = &said.words;
    let ends = |at: usize| words.get(at).is_none_or(|next| next.gap >= Gap::Stop);
    (from..words.len()).find_map(|at| {
        let alone = words[at].gap >= Gap::Stop || words.text_before(at, 1) == "all";
        let another = said.mentions.iter().any(|mention| {
            let name = concepts::name(mention.concept);
            mention.start == at && (TESTS.contains(&name) || TREATMENTS.contains(&name))
        });
        (words.text(at) == "done" && alone && ends(at + 1)).then_some(true).or(another.then_some(false))
    })
}

/// Within how many words behind what is announced it is said to be now, and within how many turns to be done.
const NOW: usize = 4;
const SOON: usize = 2;

/// "I'll order one", "if it shows a tear": whether what stands at a place is still to be done.
fn is_planned(heard: &Heard, place: Place) -> bool {
    if is_done_at_once(heard, place) {
        return false;
    }
    let words = &heard.segments[place.segment].claim.words;
    let stops = |at: &usize| words[*at].gap >= Gap::Stop;
    let from = (place.at.saturating_sub(BEFORE)..=place.at)
        .rev()
        .find(stops)
        .unwrap_or(place.at.saturating_sub(BEFORE));
    let last = (place.at + BEHIND).min(words.len());
    let near = &words[from..(place.at + 1..last).find(stops).unwrap_or(last)];
    let before = &words[from..place.at];
    // "Order an echo to look at that": what it is for.
    const ORDERING: &[&str] = &["order", "ordering", "schedule", "need", "send", "sending"];
    let orders = has(before, &[ORDERING])
        && !has(before, &[DONE, TEST_DONE, SAID_DONE])
        && !has(near, &[&["showed", "shows", "was", "were", "came"]]);
    // "We can do that biopsy", "the next step is a biopsy", "you're due for one"
    const DOES: &[&str] = &[
        "do", "get", "order", "book", "schedule", "arrange", "take", "put", "send", "repeat", "offer",
        "remove",
    ];
    let offers = before.windows(3).any(|three| {
        let [first, second, third] = [0, 1, 2].map(|at| three[at].text.as_str());
        matches!(first, "we" | "i" | "they") && matches!(second, "can" | "could") && DOES.contains(&third)
            || (first, second, third) == ("next", "step", "is")
    });
    let is_due =
        before.windows(2).any(|two| two[0].text == "due" && two[1].text == "for") && !has(near, &[SAID_DONE]);
    let offers = (offers || is_due) && !has(near, &[DONE, TEST_DONE]);
    let supposed = has(before, &[&["if"]]);
    // "That x-ray", but not "after that fall I'd like one".
    let pointed_at = place.at > 0 && words[place.at - 1].text == "that";
    let done = has(near, &[DONE, TEST_DONE, SAID_DONE]) || pointed_at;
    supposed || orders || offers || has(near, &[ORDERED, TO_COME]) && !done
}
