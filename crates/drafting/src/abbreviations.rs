//! Abbreviations that are misread to harm, written out: those of the Joint Commission's "Do Not Use" list, and of ISMP's list of
//! error-prone abbreviations those of how often, how much and where to. A prompt asks a model not to write them; this has it so.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// What always means the same, and what it means. The figure before a unit stays.
const ALWAYS: &[(&str, &str)] = &[
    (r"(?i)\b(?:q\.o\.d\.|qod\b)", "every other day"),
    (r"(?i)\b(?:q\.h\.s\.|qhs\b)", "nightly at bedtime"),
    (r"(?i)\b(?:q\.d\.|qd\b)", "daily"),
    (r"(?i)\b(?:b\.i\.w\.|biw\b)", "twice weekly"),
    (r"(?i)\b(?:t\.i\.w\.|tiw\b)", "three times weekly"),
    (r"\bMSO[4₄]", "morphine sulfate"),
    (r"\bMgSO[4₄]", "magnesium sulfate"),
    (r"(\d) ?(?:IU\b|I\.U\.)", "$1 international units"),
    (r"\b(?:IU\b|I\.U\.)", "international units"),
    (r"(\d) ?(?:U|u)\b", "$1 units"),
    (r"(?i)(\d) ?cc\b", "$1 mL"),
    (r"[µμ]g\b", "mcg"),
    // "1.0 mg" is read as 10 mg. Of a result ("1.0 mg/dL") the figure says how exact it is.
    (
        r"\b(\d+)\.0+( ?(?:mg|mcg|g|kg|mL|ml|grams?|milligrams?|micrograms?|units?|tablets?|puffs?|drops?)\b)",
        "$1$2",
    ),
    // ".5 mg" is read as 5 mg.
    (r"(^|[\s(:,/-])\.(\d)", "${1}0.$2"),
];

static ALWAYS_COMPILED: LazyLock<Vec<(Regex, &str)>> =
    LazyLock::new(|| ALWAYS.iter().map(|(short, long)| (pattern(short), *long)).collect());
/// Of a concentration in the blood, behind a figure that is left as it is.
static OF_A_RESULT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^ ?/ ?(?:d?L|mL|ml|dl)\b"));
static MS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\bMS( \d[\d.,]* ?(?:mg|mcg|g|grams?|milligrams?)\b)"));
static DC: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(?:D/C|d/c)(?:'?(ed|d))?\b"));
static HS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"\b(mg|mcg|g|units|tablets?|capsules?|daily|PO|mouth|orally) (?:HS|hs|h\.s\.)")
});
/// What a patient is discharged from, to or with.
static DISCHARGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^ (?:home|to|from|summary|instructions|planning|plan|papers|paperwork|date)\b")
});

fn pattern(text: &str) -> Regex {
    Regex::new(text)
        .unwrap_or_else(|error| unreachable!("a pattern of abbreviations does not compile: {error}"))
}

/// A text with its abbreviations written out. One that may mean two things, and of which neither its place nor `said`, what the
/// text rests on, shows which, becomes a field that a clinician fills in.
pub(crate) fn written_out(text: &str, said: &str) -> String {
    let said = said.to_lowercase();
    let ends = text.ends_with('.');
    let mut text = Cow::Borrowed(text);
    for (short, long) in ALWAYS_COMPILED.iter() {
        if short.is_match(&text) {
            text = Cow::Owned(replaced(short, &text, long));
        }
    }
    let text = HS.replace_all(&text, "$1 at bedtime");
    let text = MS.replace_all(&text, |found: &Captures<'_>| {
        let drug = match (said.contains("morphine"), said.contains("magnesium")) {
            (true, false) => "morphine sulfate",
            (false, true) => "magnesium sulfate",
            _ => "{{MS: morphine sulfate|magnesium sulfate}}",
        };
        format!("{drug}{}", &found[1])
    });
    let text = DC.replace_all(&text, |found: &Captures<'_>| {
        let behind = found.get(0).map_or("", |whole| &text[whole.end()..]);
        let past = found.get(1).is_some();
        let is_discharge = DISCHARGE.is_match(behind);
        let is_drug = clinical::drugs::drugs_in(behind).first().is_some_and(|drug| drug.start <= 1);
        match (is_discharge, is_drug, past) {
            (true, _, false) => "discharge",
            (true, _, true) => "discharged",
            (_, true, false) => "discontinue",
            (_, true, true) => "discontinued",
            (.., false) => "{{D/C: discharge|discontinue}}",
            (.., true) => "{{D/C: discharged|discontinued}}",
        }
        .to_owned()
    });
    // The stop of "q.d." was that of the sentence, too.
    let stop = if ends && !text.ends_with('.') { "." } else { "" };
    format!("{text}{stop}")
}

fn replaced(short: &Regex, text: &str, long: &str) -> String {
    let mut out = String::with_capacity(text.len() + long.len());
    let mut after = 0;
    for found in short.captures_iter(text) {
        let Some(whole) = found.get(0) else { continue };
        if OF_A_RESULT.is_match(&text[whole.end()..]) {
            continue;
        }
        out.push_str(&text[after..whole.start()]);
        found.expand(long, &mut out);
        after = whole.end();
    }
    out.push_str(&text[after..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_misread_is_written_out() {
        for (short, long) in [
            ("Metoprolol 25 mg QD.", "Metoprolol 25 mg daily."),
            ("Metoprolol 25 mg q.d.", "Metoprolol 25 mg daily."),
            ("Metoprolol 25 mg q.d. with food.", "Metoprolol 25 mg daily with food."),
            ("Prednisone 10 mg QOD.", "Prednisone 10 mg every other day."),
            ("Trazodone 50 mg qhs.", "Trazodone 50 mg nightly at bedtime."),
            ("Trazodone 50 mg HS.", "Trazodone 50 mg at bedtime."),
            ("Epoetin 4000U TIW, iron BIW.", "Epoetin 4000 units three times weekly, iron twice weekly."),
            ("Insulin glargine 10 U nightly.", "Insulin glargine 10 units nightly."),
            ("Vitamin D 1000 IU daily.", "Vitamin D 1000 international units daily."),
            ("Vitamin D 1000IU daily.", "Vitamin D 1000 international units daily."),
            ("Levothyroxine 50 µg daily.", "Levothyroxine 50 mcg daily."),
            ("Warfarin 1.0 mg daily.", "Warfarin 1 mg daily."),
            ("Digoxin .125 mg daily.", "Digoxin 0.125 mg daily."),
            ("Drained 20 cc of fluid.", "Drained 20 mL of fluid."),
            ("Give MSO4 2 mg.", "Give morphine sulfate 2 mg."),
            ("To D/C home tomorrow.", "To discharge home tomorrow."),
            ("D/C'd lisinopril.", "discontinued lisinopril."),
        ] {
            assert_eq!(written_out(short, ""), long);
            assert_eq!(written_out(long, ""), long, "and then stays");
        }
    }

    #[test]
    fn what_may_mean_two_things_is_left_to_a_clinician() {
        assert_eq!(written_out("MS 4 mg IV.", "Give her morphine, four."), "morphine sulfate 4 mg IV.");
        assert_eq!(written_out("MS 4 mg IV.", ""), "{{MS: morphine sulfate|magnesium sulfate}} 4 mg IV.");
        assert_eq!(written_out("D/C tomorrow.", ""), "{{D/C: discharge|discontinue}} tomorrow.");
        assert!(clinical::has_open_field(&written_out("D/C'd yesterday.", "")));
    }

    #[test]
    fn what_is_read_as_it_is_meant_stays() {
        for text in [
            "Known MS since 2015.",
            "Creatinine 1.0 mg/dL, temperature 37.0.",
            "Insulin U-100 pen.",
            "CC: knee pain.",
            "Pain 5/10 and blood pressure 118/76.",
            "Takes MS Contin.",
            "At 10.30 and at 2.5 mg.",
        ] {
            assert_eq!(written_out(text, ""), text);
        }
    }
}
