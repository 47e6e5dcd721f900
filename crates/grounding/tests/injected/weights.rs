//! Fits the weights of the signs by which a statement is known to be turned round: a logistic regression over the notes of
//! ACI-BENCH, train, and of PriMock57, dev, as they are and with denials turned round in two ways.

use crate::SEED;
use crate::assertions::{denied_otherwise, turned_round};
use crate::chance::Chance;
use crate::consults::{Consult, Source};
use crate::table::Kind;

/// A statement's signs, and whether it was turned round.
type Row = (Vec<f64>, bool);

/// The weights, and the bias last.
pub fn fitted(consults: &[Consult]) -> Vec<f64> {
    let consults =
        consults.iter().filter(|consult| matches!(consult.source, Source::Train | Source::Primock));
    let rows: Vec<Row> = consults.flat_map(rows).collect();
    let signs = rows[0].0.len();
    let mean = |of: &dyn Fn(&Row) -> f64| rows.iter().map(of).sum::<f64>() / rows.len() as f64;
    let centers: Vec<f64> = (0..signs).map(|sign| mean(&|row| row.0[sign])).collect();
    let spreads: Vec<f64> =
        (0..signs).map(|sign| mean(&|row| (row.0[sign] - centers[sign]).powi(2)).sqrt().max(1e-9)).collect();
    let scaled: Vec<(Vec<f64>, f64)> = rows
        .iter()
        .map(|(row, turned)| {
            let row = (0..signs).map(|sign| (row[sign] - centers[sign]) / spreads[sign]);
            (row.chain([1.0]).collect(), f64::from(u8::from(*turned)))
        })
        .collect();
    let mut weights = vec![0.0; signs + 1];
    for _ in 0..STEPS {
        let mut slope = vec![0.0; signs + 1];
        for (row, turned) in &scaled {
            let score: f64 = row.iter().zip(&weights).map(|(sign, weight)| sign * weight).sum();
            let error = 1.0 / (1.0 + (-score).exp()) - turned;
            slope.iter_mut().zip(row).for_each(|(slope, sign)| *slope += error * sign);
        }
        for (at, weight) in weights.iter_mut().enumerate() {
            let decay = if at < signs { *weight } else { 0.0 };
            *weight -= RATE * (slope[at] + decay) / scaled.len() as f64;
        }
    }
    let bias = weights.pop().unwrap();
    let mut weights: Vec<f64> =
        weights.iter().zip(&spreads).map(|(weight, spread)| weight / spread).collect();
    weights.push(bias - weights.iter().zip(&centers).map(|(weight, center)| weight * center).sum::<f64>());
    weights
}

const STEPS: usize = 4000;
const RATE: f64 = 1.0;

fn rows(consult: &Consult) -> impl Iterator<Item = Row> + '_ {
    consult.statements.iter().flat_map(|text| {
        let chance = |kind: Kind| Chance::of(SEED ^ kind as u64, text);
        let turned = [
            turned_round(text, &mut chance(Kind::Negation)),
            denied_otherwise(text, &mut chance(Kind::Denial)),
        ];
        let signs = |text: &str| consult.heard.signs_of_denial(text);
        let turned = turned.into_iter().flatten().map(|text| (signs(&text), true));
        std::iter::once((signs(text), false)).chain(turned.collect::<Vec<_>>())
    })
}
