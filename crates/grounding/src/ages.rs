//! Ages: what the record has against one, and where one was said without its unit.

use clinical::quantity::Value;
use clinical::{ReasonCode, Verdict};

use crate::claim::Claim;
use crate::heard::Heard;
use crate::numbers::Amount;
use crate::rules::Finding;
use crate::words::Words;

/// Whether an amount is an age, and one that was said: "he's four".
pub(crate) fn is_told(heard: &Heard, claim: &Claim, amount: &Amount) -> bool {
    is_age(claim, amount) && is_said(heard, claim, amount)
}

/// What the record has against an age.
pub(crate) fn findings(heard: &Heard, claim: &Claim) -> Vec<Finding> {
    let other = |amount: &Amount| {
        recorded(heard, claim, amount).filter(|age| amount.value != Value::Number((*age).into()))
    };
    let ages = claim.amounts.iter().filter(|amount| amount.is_number).filter_map(other);
    ages.map(|age| {
        let message = format!("The record says that the patient is {age} years old.");
        (Verdict::Contradicted, ReasonCode::Number, message)
    })
    .collect()
}

/// The age that the record has, where this one is the patient's.
pub(crate) fn recorded(heard: &Heard, claim: &Claim, amount: &Amount) -> Option<u16> {
    // "Appendectomy at age 13"
    const THEN: &[&str] = &["at", "since", "from", "until", "by"];
    let led = |back| THEN.contains(&claim.words.text_before(amount.at, back));
    let then = led(1) || claim.words.text_before(amount.at, 1) == "age" && led(2);
    let age = heard.age.filter(|_| is_age(claim, amount) && !then)?;
    Some(age).filter(|age| amount.value == Value::Number((*age).into()) || is_of_patient(claim, amount))
}

fn word_after<'a>(claim: &'a Claim, amount: &Amount, ahead: usize) -> &'a str {
    claim.words.text(amount.at + ahead)
}

/// "34F", "53M", "4yo", with which a note begins.
fn is_age_and_sex(claim: &Claim, amount: &Amount) -> bool {
    let word = claim.words[amount.at].text.as_str();
    let age = word.strip_suffix(['f', 'm']).or_else(|| word.strip_suffix("yo")).unwrap_or_default();
    amount.at == 0 && !age.is_empty() && age.bytes().all(|b| b.is_ascii_digit())
}

/// "53-year-old", "53 y.o."
fn is_age(claim: &Claim, amount: &Amount) -> bool {
    if is_age_and_sex(claim, amount) {
        return true;
    }
    // "At age 13"
    if matches!(claim.words.text_before(amount.at, 1), "age" | "aged") && amount.unit.is_none() {
        return true;
    }
    let words = (word_after(claim, amount, 1), word_after(claim, amount, 2));
    matches!(words, ("year" | "years" | "yr", "old") | ("y", "o") | ("yo", _))
}

/// "He's four", "I turned sixty": an age of nobody else, said without its unit.
fn is_said(heard: &Heard, claim: &Claim, amount: &Amount) -> bool {
    const LEADS: &[&str] = &[
        "i'm", "he's", "she's", "you're", "they're", "aged", "age", "turned", "turning", "turns", "is",
        "was", "am", "are",
    ];
    let whose = claim.persons[amount.at];
    heard.amounts().any(|(place, said, other)| {
        let led = |back: usize| LEADS.contains(&said.words.text_before(other.at, back));
        other.unit.is_none()
            && amount.value == other.value
            && (led(1) || led(2))
            && heard.person(place).is_none_or(|own| whose.is_none_or(|whose| own.may_be(whose)))
    })
}

/// Whether an age is followed by who it is of: "male", "right-hand-dominant female".
fn is_of_patient(claim: &Claim, amount: &Amount) -> bool {
    const PATIENT: &[&str] =
        &["male", "female", "man", "woman", "gentleman", "lady", "boy", "girl", "patient", "m", "f"];
    is_age_and_sex(claim, amount) || (2..8).any(|ahead| PATIENT.contains(&word_after(claim, amount, ahead)))
}
