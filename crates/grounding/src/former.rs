//! What a statement calls present and the talk calls over: a current smoker who quit, a medicine that was stopped.

use clinical::Speaker;

use crate::actions::{Action, stops};
use crate::claim::Claim;
use crate::concepts;
use crate::cues::denies;
use crate::dates::MONTHS;
use crate::heard::{Heard, Place};
use crate::polarity::Polarity;
use crate::words::{Gap, Word, Words, in_one_sentence};

/// Words by which a statement says that something goes on.
const CURRENT: &[&str] =
    &["current", "currently", "active", "still", "ongoing", "continues", "continuing", "remains"];
/// How near to it they stand.
const BEFORE: usize = 4;

/// Words by which somebody says that something is over, besides those that stop it, and those that come in two.
const OVER: &[&str] = &["finished", "dropped", "former", "formerly", "ex", "weaned", "anymore"];
const OVER_IN_TWO: &[(&str, &str)] = &[
    ("used", "to"),
    ("came", "off"),
    ("come", "off"),
    ("gave", "up"),
    ("given", "up"),
    ("ran", "out"),
    ("no", "longer"),
    ("took", "off"),
    ("off", "of"),
    ("gave", "those"),
    ("gave", "that"),
    ("gave", "it"),
    ("i'm", "off"),
    ("was", "on"),
    ("it's", "gone"),
    ("that's", "gone"),
    ("has", "gone"),
    ("it's", "settled"),
    ("that's", "settled"),
    ("has", "settled"),
    ("that", "settled"),
    ("it", "settled"),
    ("cleared", "up"),
    ("got", "better"),
    ("is", "gone"),
    ("they're", "gone"),
    ("all", "gone"),
    ("went", "away"),
    ("grew", "out"),
    ("went", "off"),
    ("done", "with"),
    ("they're", "done"),
    ("myself", "off"),
    ("himself", "off"),
    ("herself", "off"),
    ("packed", "in"),
    ("packed", "it"),
    ("packed", "that"),
    ("packed", "them"),
    ("not", "now"),
    ("not", "anymore"),
    ("not", "since"),
    ("not", "lately"),
];
const OVER_IN_THREE: &[(&str, &str, &str)] = &[
    ("not", "right", "now"),
    ("not", "any", "more"),
    ("still", "off", "the"),
    ("still", "off", "it"),
    ("still", "off", "them"),
    ("not", "used", "it"),
    ("on", "it", "anymore"),
];
/// Words by which it goes on after all.
const AGAIN: &[&str] =
    &["still", "again", "restart", "restarted", "continue", "keep", "resume", "started", "start"];
/// How near to where it was spoken of.
const REACH: usize = 14;
/// How far behind it somebody says so of "it", or only that they stopped.
const BEHIND: usize = 24;
/// How many words of an answer may tell that it is over.
const ANSWER: usize = 40;

/// The word for what a statement calls present, where wherever it was spoken of it is over.
pub(crate) fn fault<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    // "Was counseled to quit" ends nothing.
    let to_do = |at: usize| at > 0 && claim.words[at - 1].text == "to";
    let unused = |at: usize| {
        at > 0
            && claim.words[at - 1].text == "not"
            && matches!(claim.words[at].text.as_str(), "used" | "taken" | "taking" | "needed")
    };
    if (0..claim.words.len()).any(|at| is_over(&claim.words[at..]) && !to_do(at)) {
        return None;
    }
    // "Will remain off it"
    let off = |at: usize| {
        let near = &claim.words[at.saturating_sub(BEFORE)..(at + BEFORE + 1).min(claim.words.len())];
        near.iter().any(|word| word.text == "off")
    };
    let told = claim.placed().filter(|(stem, at)| {
        claim.polarities[*at] == Polarity::Affirmed
            && !concepts::is_common(stem)
            && claim.persons[*at].is_none()
            && !off(*at)
            && !(*at..claim.words.len().min(*at + REACH)).any(unused)
            && (is_current(claim, stem, *at) || is_bare(claim))
    });
    // "Shingles." may be a history: what somebody only had last year is not said to be over.
    let dated = |place: &Place| {
        let words = &heard.segments[place.segment].claim.words;
        (place.at.saturating_sub(REACH)..=place.at).any(|at| is_dated(words, at))
    };
    told.map(|(stem, at)| (heard.places(stem), at, is_current(claim, stem, at)))
        .find(|(places, _, current)| is_over_in(heard, places) && (*current || !places.iter().any(dated)))
        .map(|(_, at, _)| claim.words[at].text.as_str())
}

/// Whether it is over wherever it was spoken of, or was over and never taken up again.
fn is_over_in(heard: &Heard, places: &[Place]) -> bool {
    // What a clinician stops now has been taken until now.
    let told = |place: &Place| {
        let said = &heard.segments[place.segment];
        said.speaker != Speaker::Clinician
            || said.asked(place.at)
            || !is_stopped_now(&said.claim.words, place.at)
    };
    let ended = |place: &Place| has_ended(heard, *place) && told(place);
    let Some(ended) = places.iter().rposition(ended) else { return false };
    let goes_on = |place: &Place| {
        let said = &heard.segments[place.segment];
        let words = &said.claim.words;
        let near = &words[place.at.saturating_sub(AGAIN_REACH)..(place.at + AGAIN_REACH).min(words.len())];
        heard.person(*place).is_none()
            && !said.asked(place.at)
            && near.iter().any(|word| {
                AGAIN.contains(&word.text.as_str())
                    || matches!(Action::of(&word.text), Some(Action::Take | Action::Continue))
            })
    };
    let before = places[..ended].iter().all(|place| {
        has_ended(heard, *place)
            || heard.person(*place).is_some()
            || heard.segments[place.segment].asked(place.at)
            || heard.segments[place.segment].speaker == Speaker::Clinician
    });
    before && !places[ended + 1..].iter().any(goes_on)
}

/// "Stop the amlodipine", "change them to a single one"
fn is_stopped_now(words: &[Word], at: usize) -> bool {
    const NOW: &[&str] = &["stop", "stopping", "discontinue", "come", "take", "change", "switch"];
    words[at.saturating_sub(REACH)..(at + REACH).min(words.len())]
        .iter()
        .any(|word| NOW.contains(&word.text.as_str()))
}

/// How near to it a word stands by which it goes on.
const AGAIN_REACH: usize = 6;

/// "Fever.", "Smoker.": whether a statement only names something, as what is there.
fn is_bare(claim: &Claim) -> bool {
    const BEFORE_NOW: &[&str] =
        &["childhood", "previous", "past", "prior", "history", "hx", "h/o", "old", "recent", "resolved"];
    claim.words.len() <= BARE
        && !claim.words.iter().any(|word| BEFORE_NOW.contains(&word.text.as_str()))
        && claim.heading == 0
        && claim.amounts.is_empty()
        && claim.dates.is_empty()
        && claim.drugs.is_empty()
}

/// How many words such a statement has, at most.
const BARE: usize = 2;

/// "Current smoker", and a drug that is taken or stands under the medications.
fn is_current(claim: &Claim, stem: &str, at: usize) -> bool {
    let named = |words: &[Word], list: &[&str]| words.iter().any(|word| list.contains(&word.text.as_str()));
    // "Current medications include", for all that follow.
    let all = claim.words[..at].windows(2).any(|two| {
        CURRENT.contains(&two[0].text.as_str())
            && matches!(two[1].text.as_str(), "medications" | "medication" | "meds")
    });
    let headed = || {
        all || named(&claim.words[..claim.heading], &["medications", "medication", "meds", "dh", "current"])
    };
    let taken = || {
        let before = &claim.words[at.saturating_sub(BEFORE)..at];
        before.iter().any(|word| matches!(Action::of(&word.text), Some(Action::Take | Action::Continue)))
    };
    named(&claim.words[at.saturating_sub(BEFORE)..at], CURRENT)
        || stem.starts_with('@') && (headed() || taken())
}

fn is_over(words: &[Word]) -> bool {
    // "It's gone down quite a bit", "my skin has gone yellow"
    const GONE: &[&str] =
        &["now", "away", "completely", "altogether", "and", "but", "since", "after", "by", "for"];
    let goes_on = words.text(1) == "gone"
        && words.get(2).is_some_and(|next| next.gap == Gap::Space && !GONE.contains(&next.text.as_str()));
    stops(words.text(0))
        || OVER.contains(&words.text(0))
        || OVER_IN_TWO.contains(&(words.text(0), words.text(1))) && !goes_on
        || OVER_IN_THREE.contains(&(words.text(0), words.text(1), words.text(2)))
        || (words.text(0), words.text(1), words.text(2)) == ("not", "at", "the")
            && matches!(words.text(3), "moment" | "minute")
}

/// Whether it ends at a word: not "don't stop", "tried to quit", "if we stop".
pub(crate) fn ends(words: &[Word], at: usize) -> bool {
    const NOT_YET: &[&str] = &[
        "tried", "try", "trying", "tries", "want", "wants", "if", "should", "could", "would", "will",
        "before",
    ];
    let before = &words[at.saturating_sub(3)..at];
    // "No, I stopped that"
    let clause = (1..before.len()).rev().find(|i| before[*i].gap >= Gap::Comma).unwrap_or(0);
    let before = if words[at].gap >= Gap::Comma { &[][..] } else { &before[clause..] };
    let anymore = words[at].text == "anymore";
    anymore && before.iter().any(|word| denies(&word.text))
        || is_dated(words, at)
        || is_long_ago(&words[at..])
        || is_over(&words[at..])
            && !before.iter().any(|word| denies(&word.text) || NOT_YET.contains(&word.text.as_str()))
}

/// "I had it in January", "we had that last year"
fn is_dated(words: &[Word], at: usize) -> bool {
    let dated = |i: usize| match words.text(i) {
        "in" => MONTHS.contains(&words.text(i + 1)),
        "last" => matches!(words.text(i + 1), "year" | "summer" | "winter" | "spring" | "autumn" | "fall"),
        "years" | "months" => words.text(i + 1) == "ago",
        "as" => matches!(words.text(i + 2), "child" | "kid" | "teenager" | "baby"),
        _ => false,
    };
    words.text(at) == "had"
        && matches!(words.text_before(at, 1), "i" | "he" | "she" | "we" | "they" | "have" | "i've")
        && (at + 1..words.len().min(at + SINCE_WITHIN)).take_while(|i| words[*i].gap < Gap::Stop).any(dated)
}

/// "Stopped it", "came off that", "I stopped after a week"
fn of_it(words: &[Word]) -> bool {
    let it = |word: &Word| matches!(word.text.as_str(), "it" | "that" | "them" | "those");
    let alone = |next: &Word| {
        next.gap >= Gap::Stop
            || matches!(
                next.text.as_str(),
                "about" | "after" | "because" | "last" | "when" | "in" | "since" | "altogether"
            )
    };
    words.iter().take(4).any(it)
        || is_long_ago(words)
        || matches!(words[0].text.as_str(), "stopped" | "quit") && words.get(1).is_none_or(alone)
}

/// "I haven't had one since August", "haven't used it in three years"
fn is_long_ago(words: &[Word]) -> bool {
    let years =
        |word: &Word| matches!(word.text.as_str(), "years" | "year" | "months" | "month" | "weeks" | "ages");
    let since = |at: usize| matches!(words.text(at), "since" | "in" | "for");
    // Of the thing itself: "I haven't had a migraine since" tells that it helps.
    let itself = |at: usize| matches!(words.text(at), "one" | "any" | "it" | "that" | "them" | "those");
    let not_done = match words.text(1) {
        "used" | "taken" | "touched" | "smoked" => itself(2) || since(2),
        "had" | "needed" | "done" => itself(2),
        _ => false,
    };
    words.text(0) == "not"
        && matches!(words.text(1), "for" | "in")
        && words.iter().take(SINCE_WITHIN).any(years)
        || matches!(words.text(0), "haven't" | "hasn't") && not_done && (2..SINCE_WITHIN).any(since)
}

/// How far behind "I haven't had one" it says since when.
const SINCE_WITHIN: usize = 6;

/// Whether it is said of a place, in its segment or the answer to it, that what stands there is over.
fn has_ended(heard: &Heard, place: Place) -> bool {
    let said = &heard.segments[place.segment];
    let words = &said.claim.words;
    // What is said of another drug says nothing of this one.
    let other = |at: &usize| *at != place.at && said.claim.drugs_at.iter().any(|(drug, _)| drug == at);
    let from = (place.at.saturating_sub(REACH)..place.at)
        .rev()
        .find(other)
        .map_or(place.at.saturating_sub(REACH), |at| at + 1);
    let last = (place.at + BEHIND).min(words.len());
    let near = from..(place.at + 1..last).find(other).unwrap_or(last);
    // In the sentence of what is over, or of "it".
    let sentence = |at: usize| in_one_sentence(words, place.at, at);
    let ended = near.clone().rfind(|at| {
        let at = *at;
        let close = at < place.at + REACH && sentence(at);
        ends(words, at) && (close || at > place.at && of_it(&words[at..]))
    });
    // "The migraines, they're gone?" is asked.
    let ended = ended.filter(|_| !(said.asked(place.at) && heard.answered_no(place)));
    let next = heard.segments.get(place.segment + 1).filter(|next| next.speaker != said.speaker);
    let answer = next.map_or(&[][..], |next| &next.claim.words[..next.claim.words.len().min(ANSWER)]);
    // "Stop it", which a clinician says to what is still taken.
    let orders = |word: &str| {
        next.is_some_and(|next| next.speaker == Speaker::Clinician)
            && matches!(word, "stop" | "stopping" | "discontinue" | "quit")
    };
    let over = |words: &[Word]| {
        (0..words.len())
            .any(|at| ends(words, at) && !orders(words.text(at)) && (at < REACH || of_it(&words[at..])))
    };
    // "Still taking it?" is answered elsewhere.
    let again = !said.asks
        && near.into_iter().any(|at| {
            let off = words.get(at + 1).is_some_and(|next| next.text == "off");
            // What was started and then ended does not go on.
            let before =
                matches!(words[at].text.as_str(), "started" | "start") && ended.is_some_and(|end| at < end);
            at < place.at + REACH && !off && !before && AGAIN.contains(&words[at].text.as_str())
        });
    // In a short question, or the question that a long passage ends with.
    let ends_with_it = said.asked(place.at) && words.len() - place.at < REACH;
    (ended.is_some() || (words.len() < REACH || ends_with_it) && over(answer)) && !again
}
