//! The learnt weights: how much a candidate adds to a note, and to which section what no rule has sorted belongs.
//! `models/train/note` makes the file; `models/dictum-note-en.md` is its card.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use clinical::SectionCode;

const FILE: &str = include_str!("../../../../models/dictum-note-en.tsv");

/// Sections among which the weights choose, in the order of the file's columns.
pub(super) const SORTED: [SectionCode; 8] = [
    SectionCode::HistoryOfPresentIllness,
    SectionCode::PastMedicalHistory,
    SectionCode::SocialHistory,
    SectionCode::Medications,
    SectionCode::PhysicalExam,
    SectionCode::Results,
    SectionCode::Problems,
    SectionCode::PlanEducation,
];

/// Weights are written in thousandths.
const UNIT: f32 = 1000.0;

/// A look's weights: its worth, and its odds for each section.
type Row = (i16, [i16; SORTED.len()]);

/// What the weights say of a candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Verdict {
    /// How much of it a clinician would have written, about 0 to 1.
    pub(super) worth: f32,
    /// None where it may be in none.
    pub(super) section: Option<SectionCode>,
}

static ROWS: LazyLock<HashMap<&'static str, Row>> = LazyLock::new(|| {
    FILE.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let name = cells.next()?;
            let worth = cells.next()?.parse().ok()?;
            let mut odds = [0; SORTED.len()];
            for odd in &mut odds {
                *odd = cells.next()?.parse().ok()?;
            }
            Some((name, (worth, odds)))
        })
        .collect()
});

/// Weighs a candidate by its looks; its section is the likeliest of those that `may` be.
pub(super) fn verdict(looks: &[String], may: impl Fn(SectionCode) -> bool) -> Verdict {
    let seen: HashSet<&str> = looks.iter().map(String::as_str).chain(["always"]).collect();
    let mut worth = 0i32;
    let mut odds = [0i32; SORTED.len()];
    for row in seen.iter().filter_map(|look| ROWS.get(look)) {
        worth += i32::from(row.0);
        for (sum, odd) in odds.iter_mut().zip(row.1) {
            *sum += i32::from(odd);
        }
    }
    let best =
        (0..odds.len()).filter(|at| may(SORTED[*at])).max_by_key(|at| (odds[*at], std::cmp::Reverse(*at)));
    Verdict { worth: worth as f32 / UNIT, section: best.map(|at| SORTED[at]) }
}
