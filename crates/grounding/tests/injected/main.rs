//! What the checks catch. Errors of the kinds that drafters and hands make are put into the sentences of clinicians' notes,
//! by a generator with a seed, and each is checked against the consult. An error counts as caught where the verdict on its
//! statement is no longer "supported"; errors in statements that are flagged as they stand are left out. The statements as
//! they stand are checked, too: how many of them are flagged is the price; `remaining.tsv` has what a reader of the talks found of
//! each. All figures are of consults that the checks were
//! developed with: expect less of others. Skipped, visibly, where the consults are not at
//! hand. `SHOW=1` lists every miss and every flag; `FURTHER` names files of further consults, `WRITTEN` of errors in
//! them that somebody wrote by hand.

#![allow(clippy::unwrap_used)]

mod amounts;
mod assertions;
mod chance;
mod consults;
mod drugs;
mod omissions;
mod pending;
mod table;
mod unperformed;
mod weights;
mod written;

use std::time::{Duration, Instant};

use chance::Chance;
use clinical::{Check, Verdict};
use consults::{Consult, consults};
use grounding::Heard;
use omissions::Dropped;
use table::{Kind, Table};

const SEED: u64 = 20_261_126;

fn checked(consult: &Consult, text: &str) -> Check {
    consult.heard.check(text, &consult.heard.find_evidence(text))
}

/// The statement with each kind of error that it can have.
fn errors(consult: &Consult, text: &str) -> Vec<(Kind, String)> {
    let chance = |kind: Kind| Chance::of(SEED ^ kind as u64, text);
    let all = [
        (Kind::Number, amounts::other_number(text, &mut chance(Kind::Number))),
        (Kind::Dose, amounts::other_dose(text, &mut chance(Kind::Dose))),
        (Kind::Frequency, drugs::other_frequency(text, &mut chance(Kind::Frequency))),
        (Kind::Regimen, drugs::invented_regimen(text, &consult.talk, &mut chance(Kind::Regimen))),
        (Kind::Drug, drugs::other_drug(text, &consult.talk, &mut chance(Kind::Drug))),
        (Kind::DrugSwapped, drugs::swapped_drug(text, &consult.talk, &mut chance(Kind::DrugSwapped))),
        (Kind::Side, assertions::other_side(text, &mut chance(Kind::Side))),
        (Kind::Negation, assertions::turned_round(text, &mut chance(Kind::Negation))),
        (Kind::Denial, assertions::denied_otherwise(text, &mut chance(Kind::Denial))),
        (Kind::Amount, amounts::far_number(text, &mut chance(Kind::Amount))),
        (Kind::Subject, assertions::other_person(text, &mut chance(Kind::Subject))),
        (Kind::Unit, amounts::other_unit(text, &mut chance(Kind::Unit))),
        (Kind::DeniedWithin, assertions::denied_within(text, &mut chance(Kind::DeniedWithin))),
        (Kind::Spelled, amounts::other_time_in_words(text, &consult.talk, &mut chance(Kind::Spelled))),
        (Kind::Certain, assertions::certain(text, &mut chance(Kind::Certain))),
        (Kind::Allergy, drugs::taken_as_allergy(text, &consult.talk, &mut chance(Kind::Allergy))),
        (Kind::Exchanged, amounts::exchanged(text, &mut chance(Kind::Exchanged))),
        (Kind::Time, assertions::other_time(text, &mut chance(Kind::Time))),
    ];
    all.into_iter().filter_map(|(kind, text)| Some((kind, text?))).collect()
}

#[test]
fn errors_put_into_real_notes_are_caught_and_true_sentences_are_left_alone() {
    let consults = consults();
    if consults.is_empty() {
        return;
    }
    let mut table = Table::new(std::env::var_os("SHOW").is_some());
    for consult in &consults {
        for text in &consult.statements {
            let check = checked(consult, text);
            let flagged = check.verdict != Verdict::Supported;
            table.add(Kind::Untouched, consult, text, &check);
            if flagged {
                continue;
            }
            for (kind, text) in errors(consult, text) {
                table.add(kind, consult, &text, &checked(consult, &text));
            }
        }
        for text in unperformed::deeds(&consult.talk, &mut Chance::of(SEED, &consult.name)) {
            table.add(Kind::Unperformed, consult, &text, &checked(consult, &text));
        }
        for text in unperformed::routine(&consult.talk, &mut Chance::of(SEED, &consult.name)) {
            table.add(Kind::Routine, consult, &text, &checked(consult, &text));
        }
    }
    for (at, consult) in consults.iter().enumerate() {
        let others: Vec<&Consult> = consults.iter().filter(|other| other.source == consult.source).collect();
        for text in consult.statements.iter().step_by(5) {
            let other = others[(at + 7) % others.len()];
            table.add(Kind::OtherVisit, other, text, &checked(other, text));
        }
    }
    table.print();
    written::print(&consults, std::env::var_os("SHOW").is_some());
    table.assert();
}

#[test]
fn what_is_dropped_from_a_note_is_reported() {
    let consults = consults();
    if consults.is_empty() {
        return;
    }
    let dropped = Dropped::of(&consults, std::env::var_os("SHOW").is_some());
    dropped.print();
    let conflicts: usize = consults
        .iter()
        .map(|consult| grounding::conflicts(consult.statements.iter().map(String::as_str)))
        .inspect(|conflicts| {
            if std::env::var_os("SHOW").is_some() {
                for conflict in conflicts {
                    println!("Conflict\t{}", conflict.message.as_str());
                }
            }
        })
        .map(|conflicts| conflicts.len())
        .sum();
    println!("contradictions within {} untouched notes: {conflicts}", consults.len());
    assert!(dropped.share() >= 0.95, "{}", dropped.share());
    for (kind, share) in dropped.kinds() {
        assert!(share >= 0.9, "{kind:?}: {share}");
    }
    let (share, untouched) = dropped.pending();
    assert!(share >= 0.9 && untouched <= 8, "{share}, {untouched}");
}

/// Prints the weights for src/signs.rs, and the bias last.
#[test]
#[ignore = "fits, and tests nothing"]
fn weights() {
    println!("{:.3?}", weights::fitted(&consults()));
}

#[test]
fn a_note_is_checked_while_nobody_notices() {
    let consults = consults();
    let Some(consult) = consults.iter().min_by_key(|consult| consult.words().abs_diff(1300)) else { return };
    // The lists of names are read at their first use.
    checked(consult, "Lists of names.");
    // The best of five: the machine may be busy with other things.
    let (mut read, mut took) = (Duration::MAX, Duration::MAX);
    for _ in 0..5 {
        let begun = Instant::now();
        let heard = Heard::of(&consult.transcript);
        read = read.min(begun.elapsed());
        for text in &consult.statements {
            heard.check(text, &heard.find_evidence(text));
        }
        took = took.min(begun.elapsed());
    }
    println!(
        "{} words, {} statements: read in {read:?}, all in {took:?}",
        consult.words(),
        consult.statements.len()
    );
    // Ten times the goal of 50 ms, so that a busy machine fails nothing.
    assert!(took.as_millis() < 500, "{took:?}");
}
