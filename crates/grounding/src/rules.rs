//! The rules that a statement is checked by, the weightiest first, and what they say to a clinician.

use clinical::quantity::{Unit, Value};
use clinical::{Check, Reason, ReasonCode, SegmentId, Verdict, has_open_field};

use crate::actions;
use crate::against_talk;
use crate::ages;
use crate::allergies;
use crate::causes;
use crate::claim::Claim;
use crate::clock;
use crate::concepts::{self, capital};
use crate::counselled;
use crate::dates;
use crate::daytimes;
use crate::earlier;
use crate::evidence::bears;
use crate::examined;
use crate::former;
use crate::frequency;
use crate::harm;
use crate::heard::Heard;
use crate::laterality::{self, SideFault};
use crate::measured::{self, Fault};
use crate::negation::{self, Ground};
use crate::numbers::Amount;
use crate::opposites;
use crate::other_day;
use crate::overlap;
use crate::owners;
use crate::paired::{self, PairFault};
use crate::parts;
use crate::performed;
use crate::persons::Kin;
use crate::planned::{self, NotDone};
use crate::plausible;
use crate::polarity::Polarity;
use crate::rates;
use crate::reactions;
use crate::regimen;
use crate::routine;
use crate::stepped;
use crate::subjects::{self, PersonFault};
use crate::supposed;
use crate::vague;
use crate::withdrawn;
use crate::words::{Word, Words};

/// A statement of which less was said than this is not supported. What it costs in true sentences and catches of others:
/// tests/injected.
pub(crate) const LEAST_SHARE: f64 = 0.28;

pub(crate) type Finding = (Verdict, ReasonCode, String);

pub(crate) fn check(heard: &Heard, claim: &Claim, evidence: &[SegmentId]) -> Check {
    let cited: Vec<usize> = evidence.iter().map(|id| id.0 as usize).collect();
    let mut findings = Vec::new();
    if has_open_field(&claim.text) {
        findings.push(unsupported(ReasonCode::Field, "A field in it is still to be filled in."));
    }
    if cited.is_empty() {
        findings.extend(drug_findings(heard, claim));
        findings.push(unsupported(ReasonCode::NoEvidence, "Nothing that was said is cited for this."));
    } else if evidence.iter().any(|id| heard.get(*id).is_none()) {
        findings.push(unsupported(
            ReasonCode::NoEvidence,
            "This cites a passage that the transcript does not have.",
        ));
    } else {
        findings.extend(ages::findings(heard, claim));
        if !against_talk::is_as_written(heard, claim, &cited) {
            findings.extend(findings_of_words(heard, claim));
        }
        let mut of_parts = against_talk::findings_of_talk(heard, claim, &cited);
        of_parts.extend(against_talk::findings_of_written(heard, claim, &cited));
        let told = |one: &Finding, finding: &Finding| {
            one.2.ends_with(&finding.2) || one.1 == finding.1 && one.1 == ReasonCode::Negation
        };
        findings.retain(|finding| !of_parts.iter().any(|one| told(one, finding)));
        findings.extend(of_parts);
        let unsaid = overlap::covered(heard, claim, &cited) < LEAST_SHARE
            || overlap::sentence_unsaid(heard, claim, LEAST_SHARE)
            || overlap::subject_unsaid(heard, claim)
            || routine::unsaid(heard, claim)
            || examined::unsaid(heard, claim);
        if unsaid {
            findings.push(unsupported(ReasonCode::NotSaid, "What is cited here does not say this."));
        }
    }
    let implausible = plausible::faults(claim).into_iter();
    findings.extend(implausible.map(|message| unsupported(ReasonCode::Implausible, message)));
    // A stable sort: contradictions first, else in the order of the rules.
    findings.sort_by_key(|(verdict, ..)| *verdict != Verdict::Contradicted);
    let verdict = findings.first().map_or(Verdict::Supported, |(verdict, ..)| *verdict);
    let reasons =
        findings.into_iter().map(|(_, code, message)| Reason { code, message: message.into() }).collect();
    Check { verdict, reasons }
}

/// What is wrong with the single words of a statement, wherever it was said: of what it joins, what is wrong with a part alone.
pub(crate) fn findings_of_words(heard: &Heard, claim: &Claim) -> Vec<Finding> {
    let mut findings = findings_of_part(heard, claim);
    let parts = if findings.is_empty() { Vec::new() } else { parts::parts(claim) };
    if !parts.is_empty() {
        let of_parts: Vec<Finding> = parts.iter().flat_map(|part| findings_of_part(heard, part)).collect();
        findings.retain(|(_, code, _)| of_parts.iter().any(|(_, other, _)| other == code));
    }
    // "Allergic to penicillin; rash": what the one does is told by the other.
    findings.extend(allergy_finding(heard, claim));
    findings
}

fn findings_of_part(heard: &Heard, claim: &Claim) -> Vec<Finding> {
    let mut findings = number_findings(heard, claim);
    findings.extend(date_findings(heard, claim));
    findings.extend(clock_finding(heard, claim));
    findings.extend(drug_findings(heard, claim));
    findings.extend(regimen_finding(heard, claim));
    findings.extend(frequency_finding(heard, claim));
    findings.extend(side_finding(heard, claim));
    findings.extend(person_finding(heard, claim));
    findings.extend(negation_finding(heard, claim));
    findings.extend(opposite_finding(heard, claim));
    findings.extend(action_finding(heard, claim));
    findings.extend(performed_finding(heard, claim));
    findings.extend(cause_finding(heard, claim));
    findings.extend(counsel_finding(heard, claim));
    findings
}

pub(crate) fn contradicts((verdict, ..): &Finding) -> bool {
    *verdict == Verdict::Contradicted
}

/// Whether what was cited says the opposite of a statement, so that looking elsewhere would only hide it.
pub(crate) fn turns_round(check: &Check) -> bool {
    check.verdict == Verdict::Contradicted
        && check.reasons.iter().any(|reason| matches!(reason.code, ReasonCode::Side | ReasonCode::Negation))
}

fn unsupported(code: ReasonCode, message: impl Into<String>) -> Finding {
    (Verdict::Unsupported, code, message.into())
}

fn number_findings(heard: &Heard, claim: &Claim) -> Vec<Finding> {
    // What is part of a date has its own rule.
    let dated =
        |amount: &Amount| claim.dates.iter().any(|date| date.start <= amount.start && amount.end <= date.end);
    let understood = |amount: &Amount| {
        dated(amount)
            || ages::is_told(heard, claim, amount)
            || is_emergency_number(amount)
            || is_all_four(claim, amount)
            || is_full_strength(heard, claim, amount)
            || is_baby_aspirin(heard, claim, amount)
            || regimen::is_said(heard, claim, amount.at)
    };
    let stated = |amount: &&Amount| {
        (amount.is_number || is_time_in_words(claim, amount))
            && !understood(amount)
            && ages::recorded(heard, claim, amount).is_none()
    };
    let numbers = claim.amounts.iter().filter(stated);
    numbers.filter_map(|amount| number_finding(heard, claim, amount)).collect()
}

/// "For a week", "a couple of months ago": a time that is told, not how often.
fn is_time_in_words(claim: &Claim, amount: &Amount) -> bool {
    const OFTEN: &[&str] = &["daily", "everyday", "weekly", "monthly", "yearly", "annually", "annual"];
    !amount.loose
        && amount.unit.is_some_and(Unit::is_time)
        && !OFTEN.contains(&claim.words[amount.at].text.as_str())
}

fn number_finding(heard: &Heard, claim: &Claim, amount: &Amount) -> Option<Finding> {
    let text = claim.text.get(amount.start..amount.end)?;
    let fault = measured::fault(heard, claim, amount)
        .or_else(|| earlier::fault(heard, claim, amount))
        .or_else(|| rates::fault(heard, claim, amount))
        .or_else(|| stepped::fault(heard, claim, amount))
        .or_else(|| owners::fault(heard, claim, amount));
    let (verdict, message) = match fault? {
        Fault::Unsaid => (Verdict::Unsupported, format!("{} was not said here.", capital(text))),
        Fault::Instead(said) => {
            (Verdict::Contradicted, format!("{} was said here, not {text}.", capital(&said)))
        }
        Fault::Otherwise { said, own } => {
            (Verdict::Contradicted, format!("{} was said here, not {own}.", capital(&said)))
        }
        Fault::OfDrug { said, own } => {
            (Verdict::Contradicted, format!("{} was said of {said}, not of {own}.", capital(text)))
        }
    };
    Some((verdict, ReasonCode::Number, message))
}

/// "111 / 999": whom to call.
fn is_emergency_number(amount: &Amount) -> bool {
    matches!(amount.value, Value::Ratio(111.0 | 999.0, 111.0 | 999.0))
}

/// "All 4 quadrants", "all four limbs": there are no more of them.
fn is_all_four(claim: &Claim, amount: &Amount) -> bool {
    let before = claim.words.text_before(amount.at, 1);
    amount.value == Value::Number(4.0)
        && before == "all"
        && matches!(claim.words.text(amount.at + 1), "quadrants" | "extremities" | "limbs")
}

/// "You have full strength in that leg": five out of five.
fn is_full_strength(heard: &Heard, claim: &Claim, amount: &Amount) -> bool {
    const FULL: &[&str] =
        &["full", "good", "normal", "strong", "equal", "intact", "symmetric", "great", "fine"];
    let near = |at: usize, words: &[Word]| {
        words[at.saturating_sub(5)..(at + 6).min(words.len())]
            .iter()
            .any(|word| FULL.contains(&word.text.as_str()))
    };
    let strength =
        |words: &[Word]| (0..words.len()).any(|at| words[at].text == "strength" && near(at, words));
    amount.value == Value::Ratio(5.0, 5.0)
        && claim.words.iter().any(|word| word.text == "strength")
        && heard.segments.iter().any(|said| strength(&said.claim.words))
}

/// "A baby aspirin" is of 81 mg, in Britain of 75.
fn is_baby_aspirin(heard: &Heard, claim: &Claim, amount: &Amount) -> bool {
    let small = |words: &[Word]| {
        words.windows(2).any(|two| {
            matches!(two[0].text.as_str(), "baby" | "low-dose" | "dose" | "children's")
                && two[1].text == "aspirin"
        })
    };
    claim.drugs.contains(&"aspirin")
        && amount.unit == Some(Unit::Mg)
        && matches!(amount.value, Value::Number(81.0 | 75.0))
        && heard.segments.iter().any(|said| small(&said.claim.words))
}

fn date_findings(heard: &Heard, claim: &Claim) -> Vec<Finding> {
    let unsaid = claim.dates.iter().filter(|date| !dates::is_said(heard, date));
    unsaid
        .filter_map(|date| claim.text.get(date.start..date.end))
        .map(|text| unsupported(ReasonCode::Number, format!("The date {text} was not said here.")))
        .collect()
}

fn clock_finding(heard: &Heard, claim: &Claim) -> Option<Finding> {
    let text = clock::unsaid(heard, claim)
        .or_else(|| vague::unsaid(heard, claim))
        .or_else(|| daytimes::unsaid(heard, claim))?;
    Some(unsupported(ReasonCode::Number, format!("The time {text} was not said here.")))
}

fn drug_findings(heard: &Heard, claim: &Claim) -> Vec<Finding> {
    let said = |part: &str| {
        heard
            .segments
            .iter()
            .any(|said| said.claim.drugs.iter().any(|drug| drug.split('/').any(|other| other == part)))
    };
    let unsaid = claim.drugs.iter().filter(|drug| !drug.split('/').all(said) && !heard.paraphrases(drug));
    let classes = claim
        .content
        .iter()
        .filter(|stem| concepts::is_class(stem))
        .filter(|stem| !heard.segments.iter().any(|said| bears(&said.claim, claim, stem)));
    let classes = classes.map(|stem| stem.trim_start_matches('#'));
    let unnamed = unsaid.copied().chain(classes);
    unnamed
        .map(|drug| unsupported(ReasonCode::Drug, format!("{} was not named here.", capital(drug))))
        .collect()
}

fn regimen_finding(heard: &Heard, claim: &Claim) -> Option<Finding> {
    let Some(other) = regimen::fault(heard, claim) else {
        let own = regimen::invented(heard, claim)?;
        return Some(unsupported(ReasonCode::Drug, format!("Nobody said \"{own}\" of it.")));
    };
    let message = format!("Of {}, \"{}\" was said here, not \"{}\".", other.drug, other.said, other.own);
    Some((Verdict::Contradicted, ReasonCode::Drug, message))
}

fn frequency_finding(heard: &Heard, claim: &Claim) -> Option<Finding> {
    let (said, own) = frequency::fault(heard, claim)?;
    let message = format!("\"{}\" was said here, not \"{own}\".", capital(&said));
    Some((Verdict::Contradicted, ReasonCode::Number, message))
}

fn allergy_finding(heard: &Heard, claim: &Claim) -> Option<Finding> {
    if let Some(stated) = allergies::denied_though_stated(heard, claim) {
        let message = format!("An allergy to {stated} was told of here.");
        return Some((Verdict::Contradicted, ReasonCode::Negation, message));
    }
    if let Some((said, own)) = reactions::otherwise(heard, claim) {
        let message = format!("\"{}\" was said of it here, not \"{own}\".", capital(said));
        return Some((Verdict::Contradicted, ReasonCode::Drug, message));
    }
    let drug = allergies::unsaid(heard, claim)?;
    Some(unsupported(ReasonCode::Drug, format!("Nobody said that {drug} is an allergy.")))
}

fn side_finding(heard: &Heard, claim: &Claim) -> Option<Finding> {
    if let Some(fault) = paired::fault(heard, claim) {
        let message = match fault {
            PairFault::Twice(side) => format!(
                "Both are given for the {}. The {} was spoken of here, too.",
                side.name(),
                side.other().name()
            ),
            PairFault::Swapped(side) => {
                format!("What was said of the {} here is given for the {}.", side.name(), side.other().name())
            }
        };
        return Some((Verdict::Contradicted, ReasonCode::Side, message));
    }
    Some(match laterality::fault(heard, claim)? {
        SideFault::Other(side) => (
            Verdict::Contradicted,
            ReasonCode::Side,
            format!("The {} was spoken of here, not the {}.", side.other().name(), side.name()),
        ),
        SideFault::Only(side) => (
            Verdict::Contradicted,
            ReasonCode::Side,
            format!("Only the {} was spoken of here, not both.", side.name()),
        ),
        SideFault::Unsaid(side) => {
            unsupported(ReasonCode::Side, format!("Nobody said that it is the {}.", side.name()))
        }
    })
}

fn person_finding(heard: &Heard, claim: &Claim) -> Option<Finding> {
    if harm::is_given_to_kin(heard, claim) {
        return Some(unsupported(ReasonCode::Person, "The patient said this of themselves."));
    }
    Some(match subjects::fault(heard, claim)? {
        PersonFault::Unnamed(kin) => {
            unsupported(ReasonCode::Person, format!("Nobody spoke of the patient's {}.", kin.name()))
        }
        PersonFault::OfPatient(name) => (
            Verdict::Contradicted,
            ReasonCode::Person,
            format!("{} was said of the patient, not of the family.", capital(&name)),
        ),
        PersonFault::OfKin(name, kin, own) => (
            Verdict::Contradicted,
            ReasonCode::Person,
            format!(
                "{} was said of the {}, not of the {}.",
                capital(&name),
                kin.name(),
                own.map_or("patient", Kin::name)
            ),
        ),
    })
}

fn negation_finding(heard: &Heard, claim: &Claim) -> Option<Finding> {
    if let Some(reported) = routine::denied_at_large(heard, claim) {
        let message = format!("{} was reported here.", capital(reported));
        return Some((Verdict::Contradicted, ReasonCode::Negation, message));
    }
    if harm::is_denied_by_nobody(heard, claim) {
        return Some(unsupported(ReasonCode::Negation, "Nobody denied this here."));
    }
    if let Some(said) = examined::otherwise(heard, claim) {
        let message = format!("{} was found here, so that not all is clear.", capital(said));
        return Some((Verdict::Contradicted, ReasonCode::Negation, message));
    }
    let Some(turned) = negation::turned_round(heard, claim) else {
        if let Some(name) = negation::only_thought_possible(heard, claim) {
            let message = format!("{} was only thought possible here.", capital(name));
            return Some(unsupported(ReasonCode::Negation, message));
        }
        let word = negation::only_possible(heard, claim)?;
        let message = format!("It was thought possible here, not \"{word}\".");
        return Some(unsupported(ReasonCode::Negation, message));
    };
    let what = turned.name.map_or("This".to_owned(), capital);
    let denied = turned.said == Polarity::Negated;
    let (verdict, message) = match (turned.ground, denied) {
        (Ground::Said, true) => (Verdict::Contradicted, format!("{what} was denied here, not reported.")),
        (Ground::Said, false) => (Verdict::Contradicted, format!("{what} was reported here, not denied.")),
        (Ground::Perhaps, true) => {
            (Verdict::Unsupported, format!("{what} may have been denied here, not reported."))
        }
        (Ground::Perhaps, false) => {
            (Verdict::Unsupported, format!("{what} may have been reported here, not denied."))
        }
        (Ground::Unsaid, true) => {
            (Verdict::Unsupported, format!("{what} may have been spoken of, but nobody said that it is so."))
        }
        (Ground::Unsaid, false) => (Verdict::Unsupported, "Nobody denied this here.".to_owned()),
    };
    Some((verdict, ReasonCode::Negation, message))
}

fn performed_finding(heard: &Heard, claim: &Claim) -> Option<Finding> {
    let word = performed::unspoken(heard, claim)?;
    Some(unsupported(ReasonCode::NotSaid, format!("Nobody spoke of \"{word}\" here.")))
}

fn counsel_finding(heard: &Heard, claim: &Claim) -> Option<Finding> {
    let word = counselled::unsaid(heard, claim)?;
    Some(unsupported(ReasonCode::NotSaid, format!("Nobody said anything here that is \"{word}\".")))
}

fn cause_finding(heard: &Heard, claim: &Claim) -> Option<Finding> {
    let word = causes::unsaid(heard, claim)?;
    Some(unsupported(ReasonCode::NotSaid, format!("Nobody named \"{word}\" as the cause of this.")))
}

fn opposite_finding(heard: &Heard, claim: &Claim) -> Option<Finding> {
    let Some((own, said)) = opposites::fault(heard, claim) else {
        let own = opposites::amiss_unsaid(heard, claim)?;
        return Some(unsupported(ReasonCode::Negation, format!("Nobody said \"{own}\" of this.")));
    };
    let message = format!("\"{said}\" was said here, not \"{own}\".");
    Some((Verdict::Contradicted, ReasonCode::Negation, message))
}

fn action_finding(heard: &Heard, claim: &Claim) -> Option<Finding> {
    let message = match actions::fault(heard, claim) {
        Some((drug, said, own)) => {
            format!("{} is {said} as it was said here, not {}.", capital(drug), own.name())
        }
        None if actions::stop_unsaid(heard, claim) => {
            return Some(unsupported(ReasonCode::Time, "Nobody said that this stops."));
        }
        None if actions::refusal_unsaid(heard, claim) => {
            return Some(unsupported(ReasonCode::Negation, "Nobody said no to this here."));
        }
        None if let Some(finding) = actions::new_unsaid(heard, claim) => {
            return Some(unsupported(ReasonCode::Time, format!("Nobody said that {finding} is new.")));
        }
        None if let Some(word) = former::fault(heard, claim) => {
            format!("{} is over, as it was said here, not current.", capital(word))
        }
        None if let Some((test, what)) = planned::not_done(heard, claim) => {
            let test = capital(test);
            match what {
                NotDone::Planned => format!("{test} was planned here, not done."),
                NotDone::Denied => format!("{test} was not done, as it was said here."),
            }
        }
        None if let Some(word) = planned::only_ordered(heard, claim) => {
            format!("{} was planned here, not done.", capital(word))
        }
        None if let Some(word) = supposed::only_thought_of(heard, claim) => {
            format!("{} was only thought of here, not done.", capital(word))
        }
        None if let Some(word) = other_day::fault(heard, claim) => {
            format!("{} was spoken of for another day here.", capital(word))
        }
        None => {
            let word = withdrawn::fault(heard, claim)?;
            format!("{} was decided against here.", capital(word))
        }
    };
    Some((Verdict::Contradicted, ReasonCode::Time, message))
}
