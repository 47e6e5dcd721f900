//! Whether a statement reports what was denied, or denies what was reported; answers to questions included.
//!
//! Each thing that a statement speaks of is held against all places where it was said: how like the statement are those that
//! say the same, how like those that say the opposite. What that amounts to for the statement is weighed by a logistic
//! regression, in [`signs`](crate::signs).

use clinical::Speaker;

use crate::actions::{self, Action};
use crate::allergies::{self, Denied};
use crate::body::{neighbours, other_joints, parts_near};
use crate::claim::Claim;
use crate::companions;
use crate::concepts;
use crate::cues::any_denies;
use crate::heard::{Heard, Place};
use crate::likeness::Likeness;
use crate::polarity::Polarity;
use crate::refrained;
use crate::sides::on_other_side;
use crate::signs;
use crate::units;
use crate::words::{Gap, Word, Words};

/// What a statement says the other way round.
pub(crate) struct Turned {
    /// A finding's name; none where it is of the statement as a whole.
    pub(crate) name: Option<&'static str>,
    /// What was said of it.
    pub(crate) said: Polarity,
    /// How surely.
    pub(crate) ground: Ground,
}

/// What a finding that something is turned round rests on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ground {
    /// The opposite was said.
    Said,
    /// The opposite was said of something like it.
    Perhaps,
    /// Only the statement's own word was left unsaid.
    Unsaid,
}

/// A thing that a statement speaks of, with what was said of it.
pub(crate) struct Unit {
    /// The name of a finding.
    pub(crate) finding: Option<&'static str>,
    pub(crate) own: Polarity,
    /// The word it stands at in the statement.
    pub(crate) at: usize,
    pub(crate) weight: f64,
    /// How like the statement the passages are that say the same of it, and the opposite.
    pub(crate) same: f64,
    pub(crate) opposite: f64,
    /// Whether it was said at all.
    pub(crate) said: bool,
    /// Whether it was only ever asked about.
    pub(crate) only_asked: bool,
    /// Whether anything is denied near where it was said in the words most like the statement's.
    pub(crate) denied: bool,
}

impl Unit {
    /// From -1, only the same was said, to 1, only the opposite.
    pub(crate) fn margin(&self) -> f64 {
        let all = self.same + self.opposite;
        if all > 0.0 { (self.opposite - self.same) / (all + SMOOTHING) } else { 0.0 }
    }
}

const SMOOTHING: f64 = 0.5;
/// What it counts against a denial that something was thought possible.
const POSSIBLE: f64 = 0.7;

/// Concepts of which a no says nothing: "any questions?" "No."
const NOTHING_TO_DENY: &[&str] = &[
    "#question",
    "#concern",
    "#follow up",
    "#auscultation",
    "#palpation",
    "#normal",
    "#heart sound",
    "#medication",
    "#prescribe",
    "#option",
    "#risk",
];

/// What a statement affirms or denies: each stem or concept of its content, then its amounts.
pub(crate) fn units(heard: &Heard, claim: &Claim) -> Vec<Unit> {
    let mut stems: Vec<&String> = claim.content.iter().collect();
    stems.sort_by_key(|stem| claim.places_of(stem).next());
    // Of what somebody is allergic to, the allergies have their own rule: "any allergies?" "No, only to penicillin." That no drug
    // does it, an allergy to cats says nothing of.
    let ruled = !claim.drugs.is_empty()
        || allergies::denied(claim) == Some(Denied::Drugs)
        || allergies::denied_though_stated(heard, claim).is_some();
    // "I can't take codeine": in a list of what is not tolerated it is no denial.
    let listed = claim.names("allergy").is_some()
        || claim
            .words
            .iter()
            .any(|word| matches!(word.text.as_str(), "intolerance" | "intolerant" | "causes" | "caused"));
    let refrained = |stem: &str| listed && refrained::is_refrained(heard, stem);
    // What is done with a drug has a rule of its own: "tamsulosin was stopped", of "not the Flomax, they stopped it".
    let stopped = |stem: &str| {
        let of_stem = |(_, drug): &&(usize, &str)| stem.strip_prefix('@') == Some(*drug);
        claim
            .drugs_at
            .iter()
            .filter(of_stem)
            .any(|(at, _)| actions::written(claim, *at) == Some(Action::Stop))
            && heard.places(stem).iter().any(|place| actions::ends_near(heard, *place))
    };
    let named = |stem: &str| stem == "#allergy" && ruled || refrained(stem) || stopped(stem);
    let stems =
        stems.into_iter().filter(|stem| !NOTHING_TO_DENY.contains(&stem.as_str()) && !named(stem.as_str()));
    let told = |at: usize| matches!(claim.polarities[at], Polarity::Affirmed | Polarity::Negated);
    let mut units: Vec<Unit> = stems
        .filter_map(|stem| {
            let at = claim.places_of(stem).next()?;
            let doubts = claim.words[at].text == "unlikely";
            (told(at) && !doubts).then(|| unit(heard, claim, stem, at, heard.places(stem)))
        })
        .collect();
    let amounts = claim.amounts.iter().filter(|amount| !amount.loose && told(amount.at));
    units.extend(amounts.map(|amount| {
        let equal = heard.amounts().filter(|(.., other)| units::equal(amount, other));
        let places: Vec<Place> = equal.map(|(place, ..)| place).collect();
        unit(heard, claim, "", amount.at, &places)
    }));
    units
}

/// What was said of a stem, concept or amount, which stands at `at` in the statement, in these places.
fn unit(heard: &Heard, claim: &Claim, stem: &str, at: usize, places: &[Place]) -> Unit {
    let own = claim.polarities[at];
    let others = || claim.content.iter().map(String::as_str).filter(|other| *other != stem);
    let trouble = claim.words.iter().any(|word| TROUBLE.contains(&word.text.as_str()));
    let (mut same, mut opposite) = (Likeness::default(), Likeness::default());
    let mut nearest: Option<(f64, Place)> = None;
    let mut only_asked = true;
    // What a mother who is there reports is of the patient.
    let kin = claim.persons[at].filter(|kin| !companions::speaks(heard, *kin));
    for &place in places {
        if elsewhere(heard, claim, at, place) || heard.person(place).is_some() != kin.is_some() {
            continue;
        }
        // What was asked and answered says more than what was mentioned by the way.
        let asked = heard.segments[place.segment].asked(place.at);
        let likeness = heard.near(place, others()) + if asked { 1.5 } else { 1.0 };
        let polarity = heard.polarity(place);
        only_asked &= asked && !matches!(polarity, Polarity::Affirmed | Polarity::Possible);
        if nearest.is_none_or(|(most, _)| likeness > most) {
            nearest = Some((likeness, place));
        }
        match (own, polarity) {
            (own, said) if own == said => same.add(likeness),
            (Polarity::Negated, _) if denied_near(heard, place) => same.add(likeness),
            (Polarity::Negated, _) if trouble && is_well(heard, place) => same.add(likeness),
            (Polarity::Affirmed, _) if trouble && is_well(heard, place) => opposite.add(likeness),
            (Polarity::Affirmed, Polarity::Possible) => same.add(likeness),
            (Polarity::Negated, Polarity::Possible) => opposite.add(likeness * POSSIBLE),
            (own, said) if own == said.opposite() => opposite.add(likeness),
            _ => {}
        }
    }
    // "The neck's fine": no neck pain.
    if own == Polarity::Negated
        && let Some(part) = stem.strip_prefix('#').and_then(|name| name.strip_suffix(" pain"))
    {
        let well = heard.places(part).iter().filter(|place| is_well(heard, **place));
        well.for_each(|place| same.add(heard.near(*place, others()) + 1.0));
    }
    if own == Polarity::Negated && claim.goes_with_denied(at) {
        opposite = Likeness::default();
    }
    let common = if concepts::is_common(stem) { COMMON } else { 1.0 };
    Unit {
        finding: concepts::finding(stem),
        own,
        at,
        weight: heard.weight(stem) * common,
        same: same.value(),
        opposite: opposite.value(),
        said: nearest.is_some(),
        only_asked: only_asked && nearest.is_some(),
        denied: nearest.is_some_and(|(_, place)| {
            heard.polarity(place) == Polarity::Negated
                || denied_near(heard, place)
                || heard.answered_no(place)
        }),
    }
}

/// What the content that occurs in every consult weighs.
const COMMON: f64 = 0.4;

/// Whether a statement and a passage speak of different parts or sides of the body around these words.
fn elsewhere(heard: &Heard, claim: &Claim, own: usize, place: Place) -> bool {
    let said = &heard.segments[place.segment].claim;
    if on_other_side(claim, own, said, place.at) {
        return true;
    }
    let (own, other) = (parts_near(claim, own), parts_near(said, place.at));
    !own.is_empty()
        && !other.is_empty()
        && (other_joints(&own, &other)
            || !own.iter().any(|part| other.iter().any(|other| neighbours(part, other))))
}

/// Whether anything is denied around a word.
fn denied_near(heard: &Heard, place: Place) -> bool {
    let words = &heard.segments[place.segment].claim.words;
    let parts =
        |at: usize| words[at].gap >= Gap::Stop || matches!(words[at].text.as_str(), "but" | "however");
    let from = (place.at.saturating_sub(6)..=place.at)
        .rev()
        .find(|at| *at == place.at.saturating_sub(6) || parts(*at));
    let to = (place.at + 1..(place.at + 4).min(words.len())).find(|at| parts(*at));
    let near = from.unwrap_or(place.at)..to.unwrap_or((place.at + 4).min(words.len()));
    any_denies(&words[near])
}

/// Words for what is not as it should be: to deny it says that all is well.
const TROUBLE: &[&str] = &[
    "symptom",
    "symptoms",
    "problem",
    "problems",
    "issue",
    "issues",
    "trouble",
    "difficulty",
    "difficulties",
    "complaint",
    "complaints",
    "abnormality",
    "abnormalities",
];

/// "Are your bowels working OK?", "my sleep is fine".
fn is_well(heard: &Heard, place: Place) -> bool {
    let said = &heard.segments[place.segment];
    let near = &said.claim.words[place.at..(place.at + 6).min(said.claim.words.len())];
    let well = near
        .iter()
        .skip(1)
        .any(|word| matches!(word.text.as_str(), "fine" | "ok" | "okay" | "normal" | "normally" | "regular"));
    well && !any_denies(near) && heard.polarity(place) != Polarity::Negated && !heard.answered_no(place)
}

/// Words by which a statement says that something is certain.
const CERTAIN: &[&str] = &[
    "confirmed",
    "definite",
    "definitely",
    "certain",
    "certainly",
    "proven",
    "established",
    "diagnosed",
    "diagnosis",
    "clearly",
];
/// How near to it such a word stands.
const CERTAIN_REACH: usize = 8;

/// What a statement calls certain that was only thought possible, and of which nobody said that it is certain: its word.
pub(crate) fn only_possible<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let is_certain = |word: &Word| CERTAIN.contains(&word.text.as_str());
    let at = claim.words.iter().position(is_certain)?;
    // "She confirmed that she takes it" tells who said so.
    let tells = claim.words.get(at + 1).is_some_and(|next| next.text == "that");
    if claim.polarities[at] != Polarity::Affirmed || tells {
        return None;
    }
    let hedged = |place: &Place| {
        let said = &heard.segments[place.segment];
        !said.asked(place.at)
            && matches!(said.claim.polarities[place.at], Polarity::Possible | Polarity::Open)
    };
    let sure = |place: &Place| {
        let words = &heard.segments[place.segment].claim.words;
        words[place.at.saturating_sub(CERTAIN_REACH)..(place.at + CERTAIN_REACH).min(words.len())]
            .iter()
            .any(is_certain)
    };
    let near =
        claim.placed().filter(|(stem, own)| own.abs_diff(at) <= CERTAIN_REACH && !concepts::is_common(stem));
    near.map(|(stem, _)| heard.places(stem))
        .any(|places| places.iter().any(hedged) && !places.iter().any(sure))
        .then(|| claim.words[at].text.as_str())
}

/// Words by which somebody says that it may be, or may not be, and no more.
const DOUBTING: &[&str] =
    &["might", "may", "maybe", "could", "possible", "possibly", "worried", "rule", "concerned", "doubt"];
/// Words by which a statement says the same.
const HEDGING: &[&str] = &[
    "possible",
    "possibly",
    "probable",
    "probably",
    "likely",
    "suspect",
    "suspected",
    "suspicion",
    "suspicious",
    "may",
    "might",
    "could",
    "concern",
    "concerned",
    "concerning",
    "rule",
    "consider",
    "considered",
    "differential",
    "versus",
    "vs",
    "query",
    "r",
    "exclude",
    "risk",
    "presumed",
    "presumptive",
    "suggestive",
    "unclear",
    "unlikely",
    "thought",
    "think",
    "worried",
    "if",
    "evaluate",
    "screen",
    "history",
    "suggest",
    "suggests",
    "consistent",
    "imp",
    "impression",
    "counseled",
    "counselled",
    "advised",
    "discussed",
    "explained",
    "informed",
    "warned",
    "expect",
];

/// A finding that a statement has as a fact and that was never more than thought possible: its name.
pub(crate) fn only_thought_possible(heard: &Heard, claim: &Claim) -> Option<&'static str> {
    if claim.words.iter().any(|word| HEDGING.contains(&word.text.as_str())) {
        return None;
    }
    let facts = claim.placed().filter(|(_, at)| {
        claim.polarities[*at] == Polarity::Affirmed && claim.persons[*at].is_none() && *at >= claim.heading
    });
    facts.filter_map(|(stem, _)| Some((stem, concepts::finding(stem)?))).find_map(|(stem, name)| {
        let mut places = heard.places(stem).iter().filter(|place| heard.person(**place).is_none()).peekable();
        let doubted = |place: &Place| {
            let said = &heard.segments[place.segment];
            let from = place.at.saturating_sub(DOUBT_REACH);
            let near = (from..place.at).rev().take_while(|at| said.claim.words[at + 1].gap < Gap::Stop);
            // "I could feel a lump", "worried about the swelling": there it is.
            let is_there = |at: usize| {
                said.claim.words.text(at) == "could"
                    && matches!(said.claim.words.text(at + 1), "feel" | "hear" | "see" | "find" | "palpate")
                    || said.claim.words.text(at + 1) == "about"
                        && matches!(said.claim.words.text(at + 2), "the" | "that" | "your" | "this")
            };
            let hedged =
                near.into_iter().any(|at| DOUBTING.contains(&said.claim.words.text(at)) && !is_there(at));
            // "I could be pregnant"
            let may_be = said.claim.words.text_before(place.at, 1) == "be"
                && matches!(said.claim.words.text_before(place.at, 2), "could" | "might" | "may");
            hedged
                && (said.speaker != Speaker::Patient || may_be)
                && heard.polarity(*place) != Polarity::Affirmed
                && !said.asked(place.at)
        };
        (places.peek().is_some() && places.all(doubted)).then_some(name)
    })
}

/// How far before what may be stands the word that says so.
const DOUBT_REACH: usize = 9;

/// How likely a statement must be turned round to be flagged: one that denies, and one that only affirms.
const LIKELY: [f64; 2] = [0.55, 0.53];
/// How likely for a contradiction. Beside the denials that tests/injected turns round, four in ten of the statements that are flagged
/// below it are true; above it, one in twenty.
const SURE: f64 = 0.8;

pub(crate) fn turned_round(heard: &Heard, claim: &Claim) -> Option<Turned> {
    let units = units(heard, claim);
    let least = LIKELY[usize::from(!any_denies(&claim.words))];
    let likelihood = signs::likelihood(&signs::of(heard, &units, claim));
    if likelihood < least {
        return None;
    }
    let against = |unit: &&Unit| unit.margin() > 0.0;
    let most = units.iter().filter(against).max_by(|a, b| {
        let rank = |unit: &Unit| (unit.finding.is_some(), unit.margin() * unit.weight);
        let (a, b) = (rank(a), rank(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    if let Some(unit) = most {
        let ground = if likelihood < SURE { Ground::Perhaps } else { Ground::Said };
        return Some(Turned { name: unit.finding, said: unit.own.opposite(), ground });
    }
    let denies = units.iter().any(|unit| unit.own == Polarity::Negated);
    // A denial that nothing was said about is no denial turned round.
    let unsaid = |unit: &Unit| !unit.said || unit.denied && !unit.only_asked;
    if denies && units.iter().all(unsaid) {
        return None;
    }
    let said = if denies { Polarity::Affirmed } else { Polarity::Negated };
    let name = units.iter().filter(|unit| unit.same == 0.0).find_map(|unit| unit.finding);
    Some(Turned { name, said, ground: Ground::Unsaid })
}
