//! Times of the day without an hour: "worse in the mornings", given as "worse at night".

use crate::claim::Claim;
use crate::heard::{Heard, Place};
use crate::polarity::Polarity;
use crate::words::Words;

/// How a statement names a time of the day, and by which words the talk may have meant it.
const TIMES: &[(&[&str], &[&str])] = &[
    (
        &["morning", "mornings"],
        &[
            "morning",
            "mornings",
            "wake",
            "waking",
            "woke",
            "breakfast",
            "early",
            "am",
            "dawn",
            "up",
            "overnight",
        ],
    ),
    (
        &["afternoon", "afternoons"],
        &["afternoon", "afternoons", "lunch", "lunchtime", "midday", "noon", "pm", "day"],
    ),
    (
        &["evening", "evenings", "night", "nights", "nightly", "bedtime"],
        &[
            "evening",
            "evenings",
            "night",
            "nights",
            "nightly",
            "bedtime",
            "bed",
            "sleep",
            "sleeping",
            "asleep",
            "tonight",
            "overnight",
            "dinner",
            "supper",
            "tea",
            "pm",
            "wake",
            "waking",
            "wakes",
            "woke",
            "midnight",
            "o'clock",
            "dark",
            "lie",
            "lying",
        ],
    ),
];

/// A time of the day in a statement that nobody spoke of, where another was.
pub(crate) fn unsaid<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let said = |list: &[&str]| {
        heard.segments.iter().enumerate().any(|(segment, said)| {
            (0..said.claim.words.len()).any(|at| {
                let taken_back = said.asked(at) && heard.polarity(Place { segment, at }) == Polarity::Negated;
                list.contains(&said.claim.words.text(at)) && !taken_back
            })
        })
    };
    let own = |at: usize| TIMES.iter().position(|(written, _)| written.contains(&claim.words.text(at)));
    (claim.heading..claim.words.len()).find_map(|at| {
        let own = own(at)?;
        // "Night sweats", "this morning"
        let of_day =
            matches!(claim.words.text_before(at, 1), "the" | "at" | "every" | "each" | "in" | "before")
                || matches!(claim.words.text(at), "nightly" | "bedtime");
        let other = TIMES.iter().enumerate().any(|(i, (written, _))| i != own && said(written));
        (of_day && other && !said(TIMES[own].1)).then(|| claim.words.text(at))
    })
}
