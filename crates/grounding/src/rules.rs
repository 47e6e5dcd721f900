//! The rules that a statement is checked by, the weightiest first, and what they say to a clinician.

use clinical::{Check, Reason, ReasonCode, SegmentId, Verdict};

use crate::claim::Claim;
use crate::heard::Heard;
use crate::negation::{self, Polarity};
use crate::numbers;
use crate::overlap;
use crate::sides::{self, SideFault};

/// A statement of which less was said than this is not supported. At 0.3, 0.4 and 0.5 the sentences of another visit are
/// caught in 79, 87 and 89 % and true ones flagged in 13, 16 and 20 % (ACI-BENCH notes; see tests/eval.rs).
const LEAST_SHARE: f64 = 0.4;
/// A sentence that has this much of a statement's content is about the same thing.
const SAME_SENTENCE: f64 = 0.6;

type Finding = (Verdict, ReasonCode, String);

pub(crate) fn check(heard: &Heard, claim: &Claim, evidence: &[SegmentId]) -> Check {
    let cited: Vec<usize> = evidence.iter().map(|id| id.0 as usize).collect();
    let mut findings = Vec::new();
    if cited.is_empty() {
        findings.push(unsupported(ReasonCode::NoEvidence, "Nothing that was said is cited for this."));
    } else if evidence.iter().any(|id| heard.get(*id).is_none()) {
        findings.push(unsupported(
            ReasonCode::NoEvidence,
            "This cites a passage that the transcript does not have.",
        ));
    } else {
        findings.extend(number_findings(heard, claim, &cited));
        findings.extend(drug_findings(heard, claim, &cited));
        findings.extend(side_finding(heard, claim, &cited));
        findings.extend(negation_finding(heard, claim, &cited));
        if overlap::covered(heard, claim, &cited) < LEAST_SHARE {
            findings.push(unsupported(ReasonCode::NotSaid, "What is cited here does not say this."));
        }
    }
    // A stable sort: contradictions first, else in the order of the rules.
    findings.sort_by_key(|(verdict, ..)| *verdict != Verdict::Contradicted);
    let verdict = findings.first().map_or(Verdict::Supported, |(verdict, ..)| *verdict);
    let reasons =
        findings.into_iter().map(|(_, code, message)| Reason { code, message: message.into() }).collect();
    Check { verdict, reasons }
}

/// Whether what was cited says the opposite of a statement, so that looking elsewhere would only hide it.
pub(crate) fn turns_round(check: &Check) -> bool {
    check.verdict == Verdict::Contradicted
        && check.reasons.iter().any(|reason| matches!(reason.code, ReasonCode::Side | ReasonCode::Negation))
}

fn unsupported(code: ReasonCode, message: impl Into<String>) -> Finding {
    (Verdict::Unsupported, code, message.into())
}

fn number_findings(heard: &Heard, claim: &Claim, cited: &[usize]) -> Vec<Finding> {
    let said = cited.iter().map(|at| &heard.segments[*at].claim);
    let mut findings = Vec::new();
    for quantity in
        claim.quantities.iter().filter(|quantity| !numbers::is_said(claim, quantity, said.clone()))
    {
        let Some(text) = claim.text.get(quantity.start..quantity.end) else { continue };
        let instead = cited.iter().find_map(|at| {
            let alike = overlap::share(heard, claim, &[*at]) >= SAME_SENTENCE;
            numbers::said_instead(claim, quantity, &heard.segments[*at].claim, alike)
        });
        findings.push(match instead {
            Some(other) => (
                Verdict::Contradicted,
                ReasonCode::Number,
                format!("{} was said here, not {text}.", capital(&other)),
            ),
            None => unsupported(ReasonCode::Number, format!("{} was not said here.", capital(text))),
        });
    }
    findings
}

fn drug_findings(heard: &Heard, claim: &Claim, cited: &[usize]) -> Vec<Finding> {
    let said = |part: &str| {
        cited.iter().any(|at| {
            heard.segments[*at].claim.drugs.iter().any(|drug| drug.split('/').any(|other| other == part))
        })
    };
    let unsaid = claim.drugs.iter().filter(|drug| !drug.split('/').all(said));
    unsaid
        .map(|drug| unsupported(ReasonCode::Drug, format!("{} was not named here.", capital(drug))))
        .collect()
}

fn side_finding(heard: &Heard, claim: &Claim, cited: &[usize]) -> Option<Finding> {
    Some(match sides::fault(heard, claim, cited)? {
        SideFault::Other(side) => (
            Verdict::Contradicted,
            ReasonCode::Side,
            format!("The {} was spoken of here, not the {}.", side.other().name(), side.name()),
        ),
        SideFault::Unsaid(side) => {
            unsupported(ReasonCode::Side, format!("Nobody said that it is the {}.", side.name()))
        }
    })
}

fn negation_finding(heard: &Heard, claim: &Claim, cited: &[usize]) -> Option<Finding> {
    let message = match negation::turned_round(heard, claim, cited) {
        Some((name, Polarity::Negated)) => format!("{} was denied here, not reported.", capital(name)),
        Some((name, _)) => format!("{} was reported here, not denied.", capital(name)),
        None => match negation::said_otherwise(heard, claim, cited)? {
            Polarity::Negated => "This was denied here, not reported.".into(),
            _ => "This was reported here, not denied.".into(),
        },
    };
    Some((Verdict::Contradicted, ReasonCode::Negation, message))
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
