//! Statements of one note that cannot both be true: a finding reported and denied, two doses of one drug, left and right, a
//! drug given to somebody who is allergic to it.

use crate::claim::Claim;
use crate::concepts::{self, Mention, capital};
use crate::measured::shares;
use crate::numbers::{comparable, equal, may_be_dose};
use crate::polarity::Polarity;
use crate::sides::{neighbours, parts_near};

/// Two statements that contradict each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The places of the two among the statements, the earlier first.
    pub between: (usize, usize),
    /// A sentence for a clinician.
    pub message: clinical::Phi,
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

pub(crate) fn conflicts(note: &[Claim]) -> Vec<Conflict> {
    let mut found = Vec::new();
    for (second, later) in note.iter().enumerate() {
        for (first, earlier) in note[..second].iter().enumerate() {
            let message = allergic(earlier, later).or_else(|| allergic(later, earlier)).or_else(|| {
                let now =
                    |claim: &Claim| !claim.words.iter().any(|word| OTHER_TIMES.contains(&word.text.as_str()));
                (now(earlier) && now(later))
                    .then(|| reported_and_denied(earlier, later).or_else(|| two_doses(earlier, later)))
                    .flatten()
            });
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
        let one_side = !crate::sides::on_other_side(a, own.start, b, other.start);
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

fn written<'a>(claim: &'a Claim, amount: &crate::numbers::Amount) -> &'a str {
    claim.text.get(amount.start..amount.end).unwrap_or_default()
}

/// Somebody allergic to a drug who is given it.
fn allergic(allergy: &Claim, given: &Claim) -> Option<String> {
    let at = allergy.names("allergy").filter(|at| allergy.polarities[*at] != Polarity::Negated)?;
    let starts = given.words.iter().any(|word| {
        matches!(
            word.text.as_str(),
            "start"
                | "prescribe"
                | "prescribed"
                | "prescription"
                | "initiate"
                | "begin"
                | "continue"
                | "takes"
                | "taking"
        )
    });
    let drug = allergy.drugs_at.iter().find(|(place, _)| place.abs_diff(at) <= 8)?.1;
    let same = given
        .drugs_at
        .iter()
        .any(|(place, own)| shares(own, drug) && given.polarities[*place] != Polarity::Negated);
    (starts && same && given.names("allergy").is_none())
        .then(|| format!("The note says that the patient is allergic to {drug}, and that it is given."))
}
