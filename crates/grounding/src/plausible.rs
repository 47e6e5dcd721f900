//! Numbers that their words contradict, and values that cannot be. They may have been said, and then they were misheard or
//! misspoken.

use clinical::quantity::Value;

use crate::actions::Action;
use crate::claim::Claim;
use crate::doses::of_dose;
use crate::numbers::Amount;
use crate::vitals::{of_pressure, of_sign};
use crate::words::{Gap, Words};

/// What is wrong with the values of a statement, in a sentence for each.
pub(crate) fn faults(claim: &Claim) -> Vec<String> {
    let amounts = claim.amounts.iter().filter(|amount| amount.is_number);
    amounts
        .filter_map(|amount| {
            let of_value = of_pressure(claim, amount).or_else(|| of_sign(claim, amount));
            of_value.or_else(|| of_dose(claim, amount)).or_else(|| of_count(claim, amount))
        })
        .chain(of_denial(claim))
        .chain(of_order(claim))
        .chain(of_levels(claim))
        .chain(of_tense(claim))
        .chain(of_comparison(claim))
        .chain(of_change(claim))
        .collect()
}

/// "1 weeks", "for the past 2 year.", "all 5 quadrants": the number was changed, or the word.
fn of_count(claim: &Claim, amount: &Amount) -> Option<String> {
    const PLURALS: &[&str] =
        &["minutes", "hours", "days", "weeks", "months", "years", "times", "tablets", "capsules", "puffs"];
    const SINGULARS: &[&str] = &["minute", "hour", "day", "week", "month", "year"];
    let Value::Number(n) = amount.value else { return None };
    let (number, unit) = (&claim.words[amount.at], claim.words.get(amount.at + 1)?);
    let (written, next) = (number.text.as_str(), unit.text.as_str());
    if claim.text.get(number.start + written.len()..unit.start) != Some(" ") {
        return None;
    }
    let before = claim.words.text_before(amount.at, 1);
    let after = claim.words.get(amount.at + 2);
    // "A 2 year history" is no end.
    let ends = || after.is_none_or(|word| word.gap >= Gap::Stop || word.text == "ago");
    let wrong = written == "1" && PLURALS.contains(&next)
        || written == "1" && is_plural(next) && !NUMBERED.contains(&before)
        || n > 1.0 && SINGULARS.contains(&next) && ends()
        || before == "all" && next == "quadrants" && n != 4.0;
    wrong.then(|| format!("\"{written} {next}\" does not agree: is the number wrong?"))
}

/// Words before a number that counts nothing: "grade 1 changes".
const NUMBERED: &[&str] = &[
    "type", "grade", "stage", "class", "phase", "step", "number", "level", "day", "week", "month", "year",
    "group", "part", "to", "or", "and", "than", "page", "point", "problem", "over", "under", "g",
];

/// "Bottles", "views"; not "abscess", "diabetes", "previous".
fn is_plural(word: &str) -> bool {
    let stemmed = word.strip_suffix('s').filter(|stem| stem.len() > 3);
    stemmed.is_some_and(|stem| !stem.ends_with(['s', 'u', 'i', '\'']))
        && !matches!(word, "diabetes" | "series" | "plus" | "mcgs" | "caries" | "always" | "perhaps" | "days")
}

/// "Has not had no flares", "there is no mild tenderness": a denial of a denial, or of what is already lessened.
fn of_denial(claim: &Claim) -> Option<String> {
    const LESSENED: &[&str] = &["mild", "mildly", "moderate", "slight", "some", "the", "a", "an"];
    let goes_on = |at: usize| claim.words.get(at).is_some_and(|word| word.gap == Gap::Space);
    let end = (0..claim.words.len()).find_map(|at| match claim.words.text(at) {
        "no" if goes_on(at + 1) && LESSENED.contains(&claim.words.text(at + 1)) => Some(at + 1),
        "not" | "no" | "denies" | "denied" => (at + 1..at + 3).take_while(|i| goes_on(*i)).find(|i| {
            claim.words.text(*i) == "no"
                && (*i == at + 1 || matches!(claim.words.text(at + 1), "been" | "had" | "have" | "any"))
        }),
        _ => None,
    })?;
    let from = end.saturating_sub(2);
    let (from, end) = (claim.words[from].start, claim.words[end].start + claim.words[end].text.len());
    Some(format!("\"{}\" denies what is not there to be denied.", claim.text.get(from..end)?))
}

/// "For 15 to 10 minutes": the ends of a range are in order, unless something goes from the one to the other.
fn of_order(claim: &Claim) -> Option<String> {
    const GOES: &[&str] = &[
        "from",
        "taper",
        "tapered",
        "tapering",
        "decrease",
        "decreased",
        "reduce",
        "reduced",
        "lower",
        "lowered",
        "dropped",
        "down",
        "changed",
        "improved",
        "went",
        "lost",
        "ratio",
        "cut",
        "fell",
        "back",
        "compared",
        "switch",
        "switched",
        "up",
        "increase",
        "increased",
        "titrate",
        "between",
    ];
    let number = |amount: &Amount| match amount.value {
        Value::Number(n) if amount.is_number => Some(n),
        _ => None,
    };
    claim.amounts.iter().find_map(|low| {
        let joins = |high: &&Amount| matches!(claim.text.get(low.end..high.start), Some(" to " | "-" | "–"));
        let high = claim.amounts.iter().find(joins)?;
        let (first, second) = (number(low)?, number(high)?);
        let unit = high.unit?;
        let ordered = first < second
            || low.unit.is_some_and(|own| own != unit)
            || low.at > 0 && goes(claim, low.at, GOES);
        let text = claim.text.get(low.start..high.end)?;
        (!ordered).then(|| format!("\"{text}\" is no range: is one of the numbers wrong?"))
    })
}

fn goes(claim: &Claim, at: usize, words: &[&str]) -> bool {
    claim.words[at.saturating_sub(8)..at].iter().any(|word| words.contains(&word.text.as_str()))
}

/// "Will have a biopsy two years ago": what is still to come was not before.
fn of_tense(claim: &Claim) -> Option<String> {
    // Words of another clause, which has its own time.
    const OTHERS: &[&str] = &[
        "had", "was", "were", "that", "which", "when", "who", "since", "from", "after", "as", "did", "been",
    ];
    let is_future = |at: usize| {
        claim.words.text(at) == "will"
            || claim.words.text(at) == "planned" && claim.words.text(at + 1) == "to"
    };
    let is_past = |at: usize| {
        matches!(claim.words.text(at), "ago" | "yesterday")
            || claim.words.text(at) == "last"
                && matches!(claim.words.text(at + 1), "night" | "week" | "month" | "year")
    };
    (0..claim.words.len()).filter(|at| is_future(*at)).find_map(|at| {
        let mut clause = (at + 1..claim.words.len())
            .take_while(|at| claim.words[*at].gap < Gap::Comma && !OTHERS.contains(&claim.words.text(*at)));
        clause
            .any(is_past)
            .then(|| format!("\"{}\" does not go with a time that is past.", claim.words.text(at)))
    })
}

/// "Right worse than right": a side is compared with the other.
fn of_comparison(claim: &Claim) -> Option<String> {
    let text: Vec<&str> = claim.words.iter().map(|word| word.text.as_str()).collect();
    let side = |word: &&&str| matches!(**word, "left" | "right");
    let compared =
        text.iter().enumerate().filter(|(_, word)| matches!(**word, "than" | "to")).find_map(|(at, _)| {
            let before = text[at.saturating_sub(4)..at].iter().rev().find(side)?;
            let behind = text[at..(at + 4).min(text.len())].iter().find(side)?;
            (before == behind && text[at.saturating_sub(4)..at].iter().any(|word| COMPARING.contains(word)))
                .then_some(*before)
        })?;
    Some(format!("The {compared} is compared with itself."))
}

const COMPARING: &[&str] = &[
    "worse",
    "better",
    "greater",
    "more",
    "less",
    "larger",
    "smaller",
    "weaker",
    "compared",
    "comparison",
    "higher",
    "lower",
];

/// "Decrease bumetanide from 1 mg to 3 mg": what goes from one number to another goes the way that is said.
fn of_change(claim: &Claim) -> Option<String> {
    let ends = |amount: &Amount| match amount.value {
        Value::Range(from, to) => Some((from, to)),
        Value::Number(from) => {
            let next = claim.amounts.iter().find(|other| other.start > amount.end)?;
            let linked = claim.text.get(amount.end..next.start) == Some(" to ");
            match next.value {
                Value::Number(to) if linked && next.unit == amount.unit => Some((from, to)),
                _ => None,
            }
        }
        Value::Ratio(..) => None,
    };
    let led =
        claim.amounts.iter().filter(|amount| amount.at > 0 && claim.words.text(amount.at - 1) == "from");
    led.filter_map(|amount| Some((amount, ends(amount)?))).find_map(|(amount, (from, to))| {
        let (at, action) = (amount.at.saturating_sub(CHANGE)..amount.at).rev().find_map(|at| {
            let action = Action::of(claim.words.text(at))?;
            matches!(action, Action::Increase | Action::Decrease).then_some((at, action))
        })?;
        let wrong = if action == Action::Increase { to < from } else { to > from };
        wrong.then(|| format!("\"{}\" does not agree with from {from} to {to}.", claim.words.text(at)))
    })
}

/// How far before its numbers stands which way something changes.
const CHANGE: usize = 9;

/// "C6-5": the vertebrae of a level are counted downwards.
fn of_levels(claim: &Claim) -> Option<String> {
    claim.words.windows(2).find_map(|two| {
        let (upper, lower) = (two[0].text.as_str(), two[1].text.as_str());
        let region = upper.chars().next().filter(|c| matches!(c, 'c' | 't' | 'l'))?;
        let number = |text: &str| text.parse::<u8>().ok().filter(|number| (1..=12).contains(number));
        let (from, to) = (number(&upper[1..])?, number(lower.strip_prefix(region).unwrap_or(lower))?);
        let joined = claim.text.get(two[0].start + upper.len()..two[1].start) == Some("-");
        (joined && to <= from).then(|| format!("{}-{lower} is no level of the spine.", upper.to_uppercase()))
    })
}
