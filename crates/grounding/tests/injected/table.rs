//! The count of what was caught, by kind of error and by source, and what is promised.

use std::collections::BTreeMap;

use clinical::{Check, Verdict};

use crate::consults::{Consult, Source};

/// A kind of error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// None: the statement as the clinician wrote it.
    Untouched,
    Number,
    Dose,
    /// A drug that nobody named.
    Drug,
    /// Another drug of the same consult.
    DrugSwapped,
    Side,
    Negation,
    Subject,
    Time,
    /// An examination, test or counselling that did not take place.
    Unperformed,
    /// A statement about another patient.
    OtherVisit,
    /// How often a drug is taken.
    Frequency,
    /// A denial in other words than those that the weights are fitted to.
    Denial,
    /// Another number of the same consult or one that is far off, and small ones in words.
    Amount,
    /// A number in another unit.
    Unit,
    /// One finding of several denied.
    DeniedWithin,
    /// What did not take place, in words that stand in every note: "Vital signs are stable."
    Routine,
    /// A frequency or way of a drug of which nobody spoke.
    Regimen,
    /// A time in words for another: "a month" for "a week".
    Spelled,
    /// What was thought likely, written as certain.
    Certain,
    /// A drug that is taken, given as an allergy.
    Allergy,
    /// Two numbers of one statement, each in the other's place.
    Exchanged,
}

/// The least share of each kind that must be caught, over all sources.
const PROMISED: &[(Kind, f64)] = &[
    (Kind::Number, 0.95),
    (Kind::Dose, 0.98),
    (Kind::Drug, 0.98),
    (Kind::DrugSwapped, 0.95),
    (Kind::Side, 0.95),
    (Kind::Negation, 0.9),
    (Kind::Subject, 0.94),
    (Kind::Unperformed, 0.92),
    (Kind::OtherVisit, 0.75),
    (Kind::Frequency, 0.93),
    (Kind::Time, 0.41),
    (Kind::Denial, 0.82),
    (Kind::Amount, 0.95),
    (Kind::Unit, 0.86),
    (Kind::DeniedWithin, 0.86),
    (Kind::Routine, 0.93),
    (Kind::Regimen, 0.97),
    (Kind::Spelled, 0.65),
    (Kind::Certain, 0.4),
    (Kind::Allergy, 0.95),
    (Kind::Exchanged, 0.7),
];

/// The largest share of untouched statements that may be flagged.
const MOST_FLAGGED: f64 = 0.08;

pub struct Table {
    counts: BTreeMap<(Kind, Source), (usize, usize)>,
    show: bool,
}

impl Table {
    pub fn new(show: bool) -> Self {
        Self { counts: BTreeMap::new(), show }
    }

    pub fn add(&mut self, kind: Kind, consult: &Consult, text: &str, check: &Check) {
        let flagged = check.verdict != Verdict::Supported;
        let entry = self.counts.entry((kind, consult.source)).or_default();
        entry.0 += usize::from(flagged);
        entry.1 += 1;
        if self.show && flagged == (kind == Kind::Untouched) {
            let why: Vec<&str> = check.reasons.iter().map(|reason| reason.message.as_str()).collect();
            println!("{kind:?}\t{:?}\t{}\t{text}\t{why:?}", consult.source, consult.name);
        }
    }

    /// Over the sets that promises are made for.
    fn total(&self, kind: Kind) -> (usize, usize) {
        let of_kind =
            self.counts.iter().filter(|((own, source), _)| *own == kind && *source != Source::Further);
        of_kind.fold((0, 0), |sum, (_, count)| (sum.0 + count.0, sum.1 + count.1))
    }

    pub fn print(&self) {
        let kinds: std::collections::BTreeSet<Kind> = self.counts.keys().map(|(kind, _)| *kind).collect();
        let percent = |(flagged, of): (usize, usize)| {
            if of == 0 {
                String::from("-")
            } else {
                format!("{flagged}/{of} {:.1} %", flagged as f64 * 100.0 / of as f64)
            }
        };
        println!(
            "{:<12} {:>20} {:>20} {:>20} {:>20} {:>20}",
            "flagged", "train", "valid", "primock", "further", "all"
        );
        for kind in kinds {
            let mut row = format!("{:<12}", format!("{kind:?}"));
            for source in [Source::Train, Source::Valid, Source::Primock, Source::Further] {
                let count = self.counts.get(&(kind, source)).copied().unwrap_or_default();
                row.push_str(&format!(" {:>20}", percent(count)));
            }
            println!("{row} {:>20}", percent(self.total(kind)));
        }
        let cases: usize =
            self.counts.iter().filter(|((kind, _), _)| *kind != Kind::Untouched).map(|(_, c)| c.1).sum();
        println!("{cases} errors");
        assert!(cases >= 2000, "{cases} errors are too few to say anything");
    }

    pub fn assert(&self) {
        let share = |kind| {
            let (flagged, of) = self.total(kind);
            flagged as f64 / of as f64
        };
        assert!(share(Kind::Untouched) <= MOST_FLAGGED, "{}", share(Kind::Untouched));
        for (kind, least) in PROMISED {
            assert!(share(*kind) >= *least, "{kind:?} {}", share(*kind));
        }
    }
}
