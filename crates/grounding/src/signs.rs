//! The signs by which a statement is known to be turned round, and what each weighs: a logistic regression, fitted to
//! clinicians' notes as they are and with denials turned round. `cargo test -p grounding --test injected weights -- --ignored
//! --nocapture` fits it again.

use crate::claim::Claim;
use crate::concepts;
use crate::cues::{any_denies, denies};
use crate::heard::Heard;
use crate::negation::Unit;
use crate::polarity::Polarity;
use crate::words::{Gap, Word, Words};

/// How many signs there are.
pub(crate) const SIGNS: usize = 20;

const WEIGHTS: [f64; SIGNS] = [
    2.508, 0.571, 2.521, 0.822, 0.406, -0.353, 0.612, -0.244, 1.650, 2.046, 0.772, 0.081, 2.598, 0.892,
    0.874, 0.812, 0.921, 1.838, 2.902, 7.091,
];
const BIAS: f64 = -1.761;

/// How likely a statement with these signs is turned round, from 0 to 1.
pub(crate) fn likelihood(signs: &[f64; SIGNS]) -> f64 {
    let score: f64 = signs.iter().zip(WEIGHTS).map(|(sign, weight)| sign * weight).sum();
    1.0 / (1.0 + (-(score + BIAS)).exp())
}

/// Words by which a note says that a patient has something.
const REPORTING: &[&str] =
    &["report", "reports", "reported", "endorses", "endorsed", "positive", "admits", "complains", "confirms"];

/// Further words that assert what follows them.
const ASSERTING: &[&str] = &[
    "with",
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "had",
    "having",
    "been",
    "shows",
    "show",
    "showed",
    "reveals",
    "reveal",
    "revealed",
    "demonstrates",
    "does",
    "did",
    "some",
    "evidence",
    "noted",
];

/// Whether the word at `at` reports what follows: "endorses", "there is", or "has" where a statement begins.
fn is_report(claim: &Claim, at: usize) -> bool {
    REPORTING.contains(&claim.words.text(at))
        || claim.words.text(at) == "there"
            && matches!(claim.words.text(at + 1), "is" | "are" | "was" | "were")
            && !(at + 2..at + 5).any(|i| matches!(claim.words.text(i), "risk" | "possibility" | "chance"))
        || matches!(claim.words.text(at), "has" | "had") && claim.words[at].gap >= Gap::Stop
}

/// "Rebound or guarding.", "Lungs: Crackles": what stands there without a verb is reported.
fn is_fragment(claim: &Claim) -> bool {
    let said = &claim.words[claim.heading..];
    let has_verb = |word: &Word| {
        let word = word.text.as_str();
        ASSERTING.contains(&word) && !matches!(word, "with" | "some" | "evidence") || VERBS.contains(&word)
    };
    said.len() <= FRAGMENT && claim.amounts.is_empty() && !any_denies(said) && !said.iter().any(has_verb)
}

/// Further verbs that a sentence of a note may have, or that begin an order.
const VERBS: &[&str] = &[
    "will",
    "continue",
    "start",
    "stop",
    "order",
    "ordered",
    "refer",
    "take",
    "takes",
    "follow",
    "we",
    "i",
    "he",
    "she",
    "patient",
    "discussed",
    "advised",
    "recommend",
    "recommended",
    "should",
    "can",
    "may",
    "prescribe",
    "increase",
    "decrease",
    "repeat",
    "check",
    "use",
    "uses",
    "return",
    "review",
    "reviewed",
    "lives",
    "works",
    "smokes",
    "drinks",
];

/// How many words a fragment has at most.
const FRAGMENT: usize = 7;

/// How near to what it asserts such a word stands.
const REACH: usize = 4;

/// The signs of a statement that speaks of these things, each from -1 to 1 or a count's logarithm.
pub(crate) fn of(heard: &Heard, units: &[Unit], claim: &Claim) -> [f64; SIGNS] {
    let affirmed = Units::of(units.iter().filter(|unit| unit.own == Polarity::Affirmed));
    let negated = Units::of(units.iter().filter(|unit| unit.own == Polarity::Negated));
    let asserted = Units::of(affirmed.0.iter().copied().filter(|unit| is_asserted(claim, unit.at)));
    let denials = claim.words.iter().filter(|word| denies(&word.text)).count();
    let reports = negated.0.is_empty() && (0..claim.words.len()).any(|at| is_report(claim, at));
    let fragment = negated.0.is_empty() && is_fragment(claim);
    let flag = |on: bool| f64::from(u8::from(on));
    let unaffirmed = |unit: &Unit| unit.same == 0.0;
    let all = affirmed.weight() + negated.weight();
    [
        affirmed.worst_finding(),
        affirmed.mean(Unit::margin),
        negated.mean(Unit::margin),
        if all > 0.0 { negated.weight() / all } else { 0.0 },
        negated.share(|unit| unit.said && !unit.denied),
        flag(affirmed.0.iter().any(|unit| unit.only_asked)),
        affirmed.findings(),
        negated.findings(),
        flag(reports) * affirmed.share(|unit| unit.denied),
        flag(reports) * affirmed.share(unaffirmed),
        units.iter().find(|unit| unit.said).map_or(0.0, Unit::margin),
        flag(denials == 0 && is_denied_at_best(heard, claim)),
        flag(has_unlicensed_any(claim)),
        affirmed.most_against(),
        negated.most_against(),
        denials.min(3) as f64,
        asserted.share(unaffirmed),
        asserted.0.iter().map(|unit| unit.margin()).fold(0.0, f64::max),
        flag(fragment) * affirmed.share(|unit| unaffirmed(unit) && unit.opposite > 0.0),
        flag(denials == 0 && is_emphatic(claim)) * affirmed.share(unaffirmed),
    ]
}

/// What a statement affirms, or what it denies.
struct Units<'a>(Vec<&'a Unit>);

impl<'a> Units<'a> {
    fn of(units: impl Iterator<Item = &'a Unit>) -> Self {
        Self(units.collect())
    }

    fn weight(&self) -> f64 {
        self.0.iter().map(|unit| unit.weight).sum()
    }

    /// The mean by weight; 0 where there are none.
    fn mean(&self, of: impl Fn(&Unit) -> f64) -> f64 {
        let sum: f64 = self.0.iter().map(|unit| unit.weight * of(unit)).sum();
        if self.0.is_empty() { 0.0 } else { sum / self.weight() }
    }

    fn share(&self, is: impl Fn(&Unit) -> bool) -> f64 {
        self.mean(|unit| f64::from(u8::from(is(unit))))
    }

    fn worst_finding(&self) -> f64 {
        self.0.iter().filter(|unit| unit.finding.is_some()).map(|unit| unit.margin()).fold(0.0, f64::max)
    }

    fn findings(&self) -> f64 {
        (1.0 + self.0.iter().filter(|unit| unit.finding.is_some()).count() as f64).ln()
    }

    /// How much more like the statement the passages that say the opposite of one thing are, at most; 1 is a whole sentence.
    fn most_against(&self) -> f64 {
        let telling = self.0.iter().filter(|unit| unit.weight > TELLING);
        telling.map(|unit| ((unit.opposite - unit.same) / SENTENCE).clamp(0.0, 1.0)).fold(0.0, f64::max)
    }
}

/// What weighs less says too little to be a sign alone.
const TELLING: f64 = 1.5;
/// The likeness of a passage that has some three words of a statement.
const SENTENCE: f64 = 8.0;

fn is_asserted(claim: &Claim, at: usize) -> bool {
    claim.words[at.saturating_sub(REACH)..at].iter().any(|word| {
        let word = word.text.as_str();
        ASSERTING.contains(&word) || REPORTING.contains(&word)
    })
}

/// "The tablets did help": a note says so of what somebody doubts, and hardly else.
fn is_emphatic(claim: &Claim) -> bool {
    claim.words.windows(2).any(|two| {
        matches!(two[0].text.as_str(), "does" | "did")
            && two[1].gap == Gap::Space
            && DOUBTED.contains(&two[1].text.as_str())
    })
}

/// What somebody or something does that is rather denied.
const DOUBTED: &[&str] = &[
    "help",
    "like",
    "tolerate",
    "wear",
    "lie",
    "account",
    "provide",
    "extend",
    "radiate",
    "prevent",
    "resolve",
    "bother",
    "interfere",
    "affect",
    "want",
    "need",
    "use",
    "smoke",
    "drink",
    "snore",
    "feel",
    "come",
    "go",
    "take",
    "sleep",
    "eat",
    "exercise",
    "change",
    "improve",
    "relieve",
    "require",
    "drive",
    "miss",
    "recur",
];

/// "She takes any medication": a word that only a denial, a question or a supposition allows, without one.
fn has_unlicensed_any(claim: &Claim) -> bool {
    const ALLOWING: &[&str] = &[
        "if", "with", "without", "for", "should", "will", "can", "may", "could", "would", "before",
        "whether", "than", "please", "call", "return", "contact",
    ];
    claim.words.iter().enumerate().any(|(at, word)| {
        let allowed = |word: &str| denies(word) || ALLOWING.contains(&word);
        let ever_since = claim.words.get(at + 1).is_some_and(|next| next.text == "since");
        let ends = claim.words.get(at + 1).is_none_or(|next| next.gap >= Gap::Comma);
        let is_any = match word.text.as_str() {
            "any" | "anything" | "anymore" | "whatsoever" => true,
            "ever" => !ever_since,
            "yet" | "either" => ends,
            _ => false,
        };
        is_any
            && claim.polarities[at] == Polarity::Affirmed
            && !claim.words[..at].iter().any(|word| allowed(&word.text))
    })
}

/// Whether anything is denied around the place in the talk that is most like the statement, or in its answer.
fn is_denied_at_best(heard: &Heard, claim: &Claim) -> bool {
    let content = || claim.content.iter().map(String::as_str).filter(|stem| !concepts::is_common(stem));
    let places = content().flat_map(|stem| heard.places(stem));
    let best = places.max_by(|a, b| heard.near(**a, content()).total_cmp(&heard.near(**b, content())));
    best.is_some_and(|place| {
        let words = &heard.segments[place.segment].claim.words;
        let near = &words[place.at.saturating_sub(10)..(place.at + 10).min(words.len())];
        near.iter().any(|word| denies(&word.text)) || heard.answered_no(*place)
    })
}
