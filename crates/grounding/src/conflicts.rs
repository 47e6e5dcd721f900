//! Statements of one note that cannot both be true: a finding reported and denied, two doses of one drug, left and right, a
//! drug given to somebody who is allergic to it.

use clinical::Phi;

use crate::allergens;
use crate::allergies::{self, Denied};
use crate::body::{neighbours, parts_near};
use crate::claim::Claim;
use crate::concepts::{self, Mention, capital};
use crate::crossed::crossed;
use crate::measured::shares;
use crate::numbers::Amount;
use crate::polarity::Polarity;
use crate::reactions::has_reaction;
use crate::sides::on_other_side;
use crate::units::{comparable, equal, may_be_dose};
use crate::vitals::written;

/// Two statements that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The places of the two among the statements, the earlier first.
    pub between: (usize, usize),
    /// A sentence for a clinician.
    pub message: Phi,
}

/// Words that put a statement at another time, so that it may differ from one about now.
const OTHER_TIMES: &[&str] = &[
    "previously",
    "previous",
    "prior",
    "past",
    "history",
    "resolved",
    "initially",
    "used",
    "stopped",
    "increase",
    "increased",
    "decrease",
    "decreased",
    "from",
    "was",
    "were",
    "had",
    "if",
    "return",
    "should",
    "until",
    "ago",
    "last",
    "improved",
    "continue",
    "develops",
    "worsens",
    "when",
    "then",
    "will",
    "risk",
    "currently",
    "today",
    "now",
    "before",
    "family",
    "mother",
    "father",
    "sister",
    "brother",
    "except",
    "other",
    "further",
    "new",
    "or",
];

/// Words of a statement in which a dose changes, or is that of another time.
const CHANGES: &[&str] = &[
    "previously",
    "previous",
    "prior",
    "past",
    "initially",
    "used",
    "stopped",
    "stop",
    "was",
    "were",
    "had",
    "until",
    "ago",
    "last",
    "then",
    "before",
    "if",
    "from",
    "increase",
    "increased",
    "increasing",
    "decrease",
    "decreased",
    "raise",
    "raised",
    "reduce",
    "reduced",
    "lower",
    "lowered",
    "titrate",
    "titrated",
    "taper",
    "tapered",
    "change",
    "changed",
    "switch",
    "switched",
    "adjust",
    "adjusted",
    "double",
    "doubled",
    "halve",
    "halved",
    "up",
    "down",
    "or",
    "dose",
    "extra",
    "additional",
    "another",
];

pub(crate) fn conflicts(note: &[Claim]) -> Vec<Conflict> {
    let mut found = Vec::new();
    let without =
        |claim: &Claim, words: &[&str]| !claim.words.iter().any(|word| words.contains(&word.text.as_str()));
    for (second, later) in note.iter().enumerate() {
        for (first, earlier) in note[..second].iter().enumerate() {
            let both = |words: &[&str]| without(earlier, words) && without(later, words);
            let message = (allergic(earlier, later).or_else(|| allergic(later, earlier)))
                .map(|given| given.in_note())
                .or_else(|| both(OTHER_TIMES).then(|| reported_and_denied(earlier, later)).flatten())
                .or_else(|| both(CHANGES).then(|| two_doses(earlier, later)).flatten())
                .or_else(|| crossed(note, earlier, later));
            found.extend(
                message.map(|message| Conflict { between: (first, second), message: message.into() }),
            );
        }
    }
    found
}

fn reported_and_denied(a: &Claim, b: &Claim) -> Option<String> {
    let told = |mention: &&Mention| {
        mention.finding() && !concepts::is_common(&format!("#{}", concepts::name(mention.concept)))
    };
    a.mentions.iter().filter(told).find_map(|own| {
        let other = b.mentions.iter().find(|other| other.concept == own.concept)?;
        let said = (a.polarities[own.start], b.polarities[other.start]);
        let opposite =
            matches!(said, (Polarity::Affirmed, Polarity::Negated) | (Polarity::Negated, Polarity::Affirmed));
        let (here, there) = (parts_near(a, own.start), parts_near(b, other.start));
        let one_place = here.is_empty() && there.is_empty()
            || here.iter().any(|part| there.iter().any(|other| neighbours(part, other)));
        let one_side = !on_other_side(a, own.start, b, other.start);
        (opposite && one_place && one_side).then(|| {
            format!(
                "{} is reported in one statement and denied in another.",
                capital(concepts::name(own.concept))
            )
        })
    })
}

fn two_doses(a: &Claim, b: &Claim) -> Option<String> {
    let ([drug], [other]) = (&a.drugs[..], &b.drugs[..]) else { return None };
    let dose = |claim: &Claim| {
        claim
            .amounts
            .iter()
            .copied()
            .find(|amount| amount.is_number && amount.unit.is_some() && may_be_dose(amount))
    };
    // "500 mg in the morning", "1000 mg at night"; "metformin XR"
    let part = |claim: &Claim| claim.words.iter().any(|word| PARTS_OF_DAY.contains(&word.text.as_str()));
    let slow = |claim: &Claim| claim.words.iter().any(|word| SLOW.contains(&word.text.as_str()));
    if part(a) && part(b) || slow(a) != slow(b) {
        return None;
    }
    let (own, theirs) = (dose(a)?, dose(b)?);
    (drug == other && comparable(&own, &theirs) && !equal(&own, &theirs)).then(|| {
        format!(
            "{} has two doses in the note: {} and {}.",
            capital(drug),
            written(a, &own),
            written(b, &theirs)
        )
    })
}

const PARTS_OF_DAY: &[&str] = &[
    "morning",
    "noon",
    "lunch",
    "afternoon",
    "evening",
    "night",
    "nightly",
    "bedtime",
    "breakfast",
    "dinner",
    "supper",
];
const SLOW: &[&str] = &["xr", "er", "sr", "la", "cr", "xl", "mr", "extended", "release", "slow"];

/// Drugs of which one is not for who is allergic to another.
const RELATED: &[&str] =
    &["penicillin", "cephalosporin", "macrolide", "quinolone", "sulfa", "ace inhibitor", "anti-inflammatory"];

/// A drug that is given to somebody who is allergic to it, or to another of its class.
struct Given<'a> {
    allergen: &'a str,
    /// The one that is given, where it is another.
    drug: Option<&'a str>,
}

impl Given<'_> {
    /// Where the note has the allergy.
    fn in_note(&self) -> String {
        let says = format!("The note says that the patient is allergic to {}", self.allergen);
        match self.drug {
            None => format!("{says}, and that it is given."),
            Some(drug) => format!("{says}, and that {drug} is given, which is of that class."),
        }
    }

    /// Where the patient's record has it.
    fn in_record(&self) -> String {
        let has = format!("The patient's record has an allergy to {}", self.allergen);
        match self.drug {
            None => format!("{has}, and the note gives it."),
            Some(drug) => format!("{has}, and the note gives {drug}, which is of that class."),
        }
    }
}

/// What the note gives of what the patient's record has as an allergy, by the statement that gives it, and the statement that says
/// that there is no allergy.
pub(crate) fn against_record(note: &[Claim], allergies: &[Claim]) -> Vec<(usize, Phi)> {
    let found = note.iter().enumerate().flat_map(|(at, statement)| {
        allergies.iter().filter_map(move |recorded| {
            let given = allergic(recorded, statement).map(|given| given.in_record());
            let denied = || {
                // "No signs of an allergic reaction" is about today.
                let of_today = statement.words.iter().any(|word| word.text == "reaction");
                let denied = allergies::denied(statement).filter(|_| !of_today)?;
                let counts = |name: &&str| denied == Denied::Everything || allergens::is_drug(name);
                let others = allergens::allergens(recorded).into_iter().map(|(_, name)| name);
                let allergen = allergies::listed(recorded).into_iter().chain(others).find(counts)?;
                Some(format!(
                    "The note says that there is no allergy; the patient's record has one to {allergen}."
                ))
            };
            Some((at, given.or_else(denied)?.into()))
        })
    });
    let mut found: Vec<_> = found.collect();
    found.dedup();
    found
}

/// Somebody allergic to a drug who is given it, or one of its class.
fn allergic<'a>(allergy: &'a Claim, given: &'a Claim) -> Option<Given<'a>> {
    if given.names("allergy").is_some() {
        return None;
    }
    let taken: Vec<&str> =
        given.drugs_at.iter().filter(|(at, _)| is_given(given, *at)).map(|(_, drug)| *drug).collect();
    let allergens = allergies::listed(allergy);
    let same = allergens.iter().find(|allergen| taken.iter().any(|drug| shares(drug, allergen)));
    if let Some(allergen) = same {
        return Some(Given { allergen, drug: None });
    }
    allergens.iter().find_map(|allergen| {
        let of_class = |drug: &&&str| {
            let both =
                |class: &&&str| concepts::is_of_class(allergen, class) && concepts::is_of_class(drug, class);
            RELATED.iter().any(|class| both(&class)) || concepts::is_of_class(drug, allergen)
        };
        taken.iter().find(of_class).map(|drug| Given { allergen, drug: Some(drug) })
    })
}

/// Whether a statement has a drug as one that is taken: "start penicillin", "Aspirin 81 mg daily.", "Medications: aspirin."
fn is_given(claim: &Claim, drug: usize) -> bool {
    const GIVES: &[&str] = &[
        "start",
        "started",
        "prescribe",
        "prescribed",
        "prescription",
        "initiate",
        "begin",
        "continue",
        "continues",
        "takes",
        "taking",
        "take",
        "given",
        "give",
    ];
    const NOT: &[&str] = &[
        "stop",
        "stopped",
        "avoid",
        "avoids",
        "discontinue",
        "discontinued",
        "hold",
        "held",
        "previously",
        "instead",
        "rather",
        "away",
        "cannot",
        "alternative",
    ];
    let is = |list: &[&str]| claim.words.iter().any(|word| list.contains(&word.text.as_str()));
    // "A rash with penicillin" is why it is not given.
    if claim.polarities[drug] == Polarity::Negated || is(NOT) || has_reaction(claim, 0..claim.words.len()) {
        return false;
    }
    let behind = |amount: &&Amount| {
        amount.at > drug && amount.at - drug <= 3 && amount.unit.is_some() && may_be_dose(amount)
    };
    let dosed =
        claim.polarities[drug] == Polarity::Affirmed && claim.amounts.iter().any(|amount| behind(&amount));
    let listed = claim.words[..claim.heading].iter().any(|word| word.text == "medications");
    let on = drug > 0 && claim.words[drug - 1].text == "on";
    is(GIVES) || on || dosed || listed
}
