//! Whether a statement reports what was denied, or denies what was reported; answers to questions included.
//!
//! Each thing that a statement speaks of is held against all places where it was said: how like the statement are those that
//! say the same, how like those that say the opposite. What that amounts to for the statement is weighed by a logistic
//! regression, fitted to clinicians' notes as they are and with denials turned round (ACI-BENCH, train; tests/injected).

use crate::claim::Claim;
use crate::concepts;
use crate::heard::{Heard, Place};
use crate::likeness::Likeness;
use crate::polarity::{Polarity, denies};
use crate::sides::{neighbours, on_other_side, parts_near};

/// What a statement says the other way round.
pub(crate) struct Turned {
    /// A finding's name; none where it is of the statement as a whole.
    pub(crate) name: Option<&'static str>,
    /// What was said of it.
    pub(crate) said: Polarity,
    /// Whether it was said, and not only the statement's own word left unsaid.
    pub(crate) sure: bool,
}

/// A thing that a statement speaks of, with what was said of it.
struct Unit {
    /// The name of a finding.
    finding: Option<&'static str>,
    own: Polarity,
    weight: f64,
    /// How like the statement the passages are that say the same of it, and the opposite.
    same: f64,
    opposite: f64,
    /// Whether it was said at all.
    said: bool,
    /// Whether it was only ever asked about.
    only_asked: bool,
    /// Whether anything is denied near where it was said in the words most like the statement's.
    denied: bool,
}

impl Unit {
    /// From -1, only the same was said, to 1, only the opposite.
    fn margin(&self) -> f64 {
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

/// Words by which a note says that a patient has something.
const REPORTING: &[&str] =
    &["report", "reports", "reported", "endorses", "endorsed", "positive", "admits", "complains", "confirms"];

/// What is weighed of a statement.
pub(crate) const SIGNS: usize = 20;

fn signs_of(heard: &Heard, units: &[Unit], claim: &Claim) -> [f64; SIGNS] {
    let own = |polarity| units.iter().filter(move |unit| unit.own == polarity);
    let weight = |polarity| own(polarity).map(|unit| unit.weight).sum::<f64>();
    let (affirmed, negated) = (weight(Polarity::Affirmed), weight(Polarity::Negated));
    let all = affirmed + negated;
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let mean = |polarity, whole| share(own(polarity).map(|unit| unit.weight * unit.margin()).sum(), whole);
    let most = |polarity| {
        let findings = own(polarity).filter(|unit| unit.finding.is_some());
        findings.map(Unit::margin).fold(0.0, f64::max)
    };
    let unsaid =
        |polarity, whole| share(own(polarity).filter(|unit| !unit.said).map(|unit| unit.weight).sum(), whole);
    let undenied =
        own(Polarity::Negated).filter(|unit| unit.said && !unit.denied).map(|unit| unit.weight).sum();
    let denied = own(Polarity::Affirmed).filter(|unit| unit.denied).map(|unit| unit.weight).sum();
    let findings = |polarity| own(polarity).filter(|unit| unit.finding.is_some()).count() as f64;
    let cue = claim.words.iter().any(|word| denies(&word.text));
    let reports = claim.words.iter().any(|word| REPORTING.contains(&word.text.as_str()));
    let asked = own(Polarity::Affirmed).any(|unit| unit.only_asked);
    let flag = |on: bool| f64::from(u8::from(on));
    let denials = denials_at_best(heard, claim);
    let first = units.iter().filter(|unit| unit.said).map(Unit::margin).next().unwrap_or(0.0);
    [
        most(Polarity::Affirmed),
        most(Polarity::Negated),
        mean(Polarity::Affirmed, affirmed),
        mean(Polarity::Negated, negated),
        share(negated, all),
        unsaid(Polarity::Affirmed, affirmed),
        unsaid(Polarity::Negated, negated),
        share(undenied, negated),
        share(denied, affirmed),
        flag(asked),
        (1.0 + findings(Polarity::Affirmed)).ln(),
        (1.0 + findings(Polarity::Negated)).ln(),
        flag(cue && negated > 0.0),
        (1.0 + units.len() as f64).ln(),
        flag(asked && reports),
        flag(reports && negated == 0.0) * share(denied, affirmed),
        first,
        flag(cue && denials == 0),
        flag(!cue && denials > 0),
        f64::from(denials.min(3)) * if cue { 0.0 } else { 1.0 },
    ]
}

/// How many words of denial stand around the place in the talk that is most like the statement, its answer included.
fn denials_at_best(heard: &Heard, claim: &Claim) -> u32 {
    let content = || claim.content.iter().map(String::as_str).filter(|stem| !concepts::is_common(stem));
    let places = content().flat_map(|stem| heard.places(stem));
    let best = places.max_by(|a, b| heard.near(**a, content()).total_cmp(&heard.near(**b, content())));
    let Some(place) = best else { return 0 };
    let words = &heard.segments[place.segment].claim.words;
    let near = place.at.saturating_sub(10)..(place.at + 10).min(words.len());
    let here = words[near].iter().filter(|word| denies(&word.text)).count() as u32;
    here + u32::from(heard.answered_no(*place))
}

fn units(heard: &Heard, claim: &Claim) -> Vec<Unit> {
    let mut stems: Vec<&String> = claim.content.iter().collect();
    stems.sort_by_key(|stem| claim.places_of(stem).next());
    let stems = stems.into_iter().filter(|stem| !NOTHING_TO_DENY.contains(&stem.as_str()));
    stems
        .filter_map(|stem| {
            let at = claim.places_of(stem).next()?;
            let own = claim.polarities[at];
            matches!(own, Polarity::Affirmed | Polarity::Negated).then(|| unit(heard, claim, stem, at))
        })
        .collect()
}

/// What was said of a stem or concept, which stands at `at` in the statement.
fn unit(heard: &Heard, claim: &Claim, stem: &str, at: usize) -> Unit {
    let own = claim.polarities[at];
    let others = || claim.content.iter().map(String::as_str).filter(|other| *other != stem);
    let (mut same, mut opposite) = (Likeness::default(), Likeness::default());
    let mut nearest: Option<(f64, Place)> = None;
    let mut only_asked = true;
    for &place in heard.places(stem) {
        if elsewhere(heard, claim, at, place) || heard.person(place).is_some() != claim.persons[at].is_some()
        {
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
            (Polarity::Affirmed, Polarity::Possible) => same.add(likeness),
            (Polarity::Negated, Polarity::Possible) => opposite.add(likeness * POSSIBLE),
            (own, said) if own == said.opposite() => opposite.add(likeness),
            _ => {}
        }
    }
    let common = if concepts::is_common(stem) { COMMON } else { 1.0 };
    Unit {
        finding: concepts::finding(stem),
        own,
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
        && !own.iter().any(|part| other.iter().any(|other| neighbours(part, other)))
}

/// Whether anything is denied around a word.
fn denied_near(heard: &Heard, place: Place) -> bool {
    let words = &heard.segments[place.segment].claim.words;
    let near = place.at.saturating_sub(6)..(place.at + 3).min(words.len());
    words[near].iter().any(|word| denies(&word.text))
}

const WEIGHTS: [f64; SIGNS] = [
    2.48, 1.201, 1.403, 1.946, 0.587, -0.315, 0.263, 0.638, 0.272, -0.26, 0.317, -1.066, 1.15, 0.61, 2.047,
    1.819, 0.738, 0.584, 0.448, 0.224,
];
const BIAS: f64 = -2.859;
/// How likely a statement must be turned round to be flagged.
const LIKELY: f64 = 0.47;

pub(crate) fn turned_round(heard: &Heard, claim: &Claim) -> Option<Turned> {
    let units = units(heard, claim);
    let score: f64 =
        signs_of(heard, &units, claim).iter().zip(WEIGHTS).map(|(sign, weight)| sign * weight).sum();
    if 1.0 / (1.0 + (-(score + BIAS)).exp()) < LIKELY {
        return None;
    }
    let against = |unit: &&Unit| unit.margin() > 0.0;
    let most = units.iter().filter(against).max_by(|a, b| {
        let rank = |unit: &Unit| (unit.finding.is_some(), unit.margin() * unit.weight);
        let (a, b) = (rank(a), rank(b));
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    // A denial that nothing was said about is no denial turned round.
    let unsaid = |unit: &Unit| !unit.said || unit.denied && !unit.only_asked;
    if most.is_none() && units.iter().all(unsaid) {
        return None;
    }
    Some(match most {
        Some(unit) => Turned { name: unit.finding, said: unit.own.opposite(), sure: true },
        None => {
            let denies = units.iter().any(|unit| unit.own == Polarity::Negated);
            let said = if denies { Polarity::Affirmed } else { Polarity::Negated };
            let asked = units.iter().find(|unit| unit.only_asked).and_then(|unit| unit.finding);
            Turned { name: asked, said, sure: false }
        }
    })
}
