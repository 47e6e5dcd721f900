//! A chain over the turns of two speakers: forward and backward sums in logarithms.

/// How much likelier than in training the speaker may stay, in log-odds, in this consult: people differ, and so do
/// recognisers. A consult takes the mean over these by how well they explain it.
const SHIFTS: [f64; 5] = [-2.0, -1.0, 0.0, 1.0, 2.0];

pub(super) struct Turn {
    /// The log-odds, by what it says, that it is the clinician's.
    pub(super) odds: f64,
    /// The log-odds that its speaker is the one before's.
    pub(super) stay: f64,
    /// After a pause, where the shifts apply.
    pub(super) pause: bool,
}

/// How likely each turn is the clinician's.
pub(super) fn probabilities(turns: &[Turn]) -> Vec<f64> {
    let by_shift = by_shift(turns);
    let best = by_shift.iter().map(|(fit, _)| *fit).fold(f64::NEG_INFINITY, f64::max);
    let shares = by_shift.each_ref().map(|(fit, _)| (fit - best).exp());
    let total: f64 = shares.iter().sum();
    let mut mean = vec![0.0; turns.len()];
    for ((_, likely), share) in by_shift.iter().zip(shares) {
        for (mean, likely) in mean.iter_mut().zip(likely) {
            *mean += likely * share / total;
        }
    }
    mean
}

/// How much likelier one speaker would say all of it than two taking turns, in log-odds; the speaker is the clinician or the
/// patient, as it fits better.
pub(super) fn one_speaker(turns: &[Turn]) -> f64 {
    let prior = SHIFTS.map(spread).into_iter().reduce(log_add).unwrap_or_default();
    let two = by_shift(turns).map(|(fit, _)| fit).into_iter().reduce(log_add).unwrap_or_default();
    let one = turns.iter().map(|turn| turn.odds).sum::<f64>().max(0.0);
    one - (two - prior)
}

/// For each shift how well it explains the words, in logarithms, and how likely each turn is the clinician's then.
fn by_shift(turns: &[Turn]) -> [(f64, Vec<f64>); SHIFTS.len()] {
    SHIFTS.map(|shift| {
        let (whole, likely) = sums(turns, shift, 1.0);
        let (without_words, _) = sums(turns, shift, 0.0);
        (whole - without_words + spread(shift), likely)
    })
}

/// How rare a shift is, in logarithms.
fn spread(shift: f64) -> f64 {
    -shift * shift / 2.0
}

/// The log of the sum over all ways to give the turns to two speakers, and how likely each is the clinician's. The odds
/// count as much as `words`.
fn sums(turns: &[Turn], shift: f64, words: f64) -> (f64, Vec<f64>) {
    let step = |[patient, clinician]: [f64; 2], turn: &Turn| {
        let stay = if turn.pause { turn.stay + shift } else { turn.stay };
        [log_add(patient + stay, clinician), log_add(clinician + stay, patient)]
    };
    let mut before = Vec::with_capacity(turns.len());
    for turn in turns {
        let [patient, clinician] = before.last().map_or([0.0, 0.0], |scores| step(*scores, turn));
        before.push([patient, clinician + words * turn.odds]);
    }
    let whole = before.last().map_or(0.0, |[patient, clinician]| log_add(*patient, *clinician));
    let mut after = [0.0, 0.0];
    let mut likely = Vec::with_capacity(turns.len());
    for (turn, [_, clinician]) in turns.iter().zip(&before).rev() {
        likely.push((clinician + after[1] - whole).exp());
        after = step([after[0], after[1] + words * turn.odds], turn);
    }
    likely.reverse();
    (whole, likely)
}

/// The logarithm of the sum of what these are the logarithms of.
fn log_add(a: f64, b: f64) -> f64 {
    a.max(b) + (-(a - b).abs()).exp().ln_1p()
}
