//! Times of the day without an hour and of the year without a date: "worse in the mornings" given as "worse at night", "since
//! Halloween" as "since Easter".

use crate::claim::Claim;
use crate::dates::MONTHS;
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
    if let Some(word) = season_unsaid(heard, claim) {
        return Some(word);
    }
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

/// Times of the year that are called by nothing else, besides the months.
const SEASONS: &[&str] = &["summer", "autumn", "winter", "christmas", "easter", "halloween", "thanksgiving"];

/// Whether a word is a time of the year. One may march, too.
fn is_season(word: &str) -> bool {
    SEASONS.contains(&word) || MONTHS.contains(&word) && !matches!(word, "march" | "may")
}

/// A time of the year in a statement that nobody named, where another was.
fn season_unsaid<'a>(heard: &Heard, claim: &'a Claim) -> Option<&'a str> {
    let same = |own: &str, said: &str| {
        own == said || matches!((own, said), ("autumn", "fall") | ("christmas", "holidays"))
    };
    let mut words = heard.segments.iter().flat_map(|said| &said.claim.words);
    let another = words.any(|word| is_season(&word.text));
    let said = |own: &str| {
        let mut words = heard.segments.iter().flat_map(|said| &said.claim.words);
        words.any(|word| same(own, &word.text))
    };
    (claim.heading..claim.words.len())
        .map(|at| claim.words.text(at))
        .find(|own| another && is_season(own) && !said(own))
}
