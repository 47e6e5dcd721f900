//! Values that cannot be: vital signs outside of what a living person has, doses far from what is given, numbers that their
//! words contradict. They may have been said, and then they were misheard or misspoken.
//!
//! The limits of pressure, pulse and saturation are the product's own; 70 breaths a minute is where the tables derived from
//! MIMIC stop accepting a value (MIT-LCP/mimic-code, the vital signs). Temperature, glucose, sodium, potassium, creatinine,
//! hemoglobin and pH have the valid range of MIMIC-Extract (Wang et al., ACM CHIL 2020; resources/variable_ranges.csv). The
//! others, and the doses below, are wide estimates that have not been held against a source: they are to catch slips of the
//! tongue and the hand, not to guide treatment.

use clinical::quantity::{Unit, Value};

use crate::actions::Action;
use crate::claim::Claim;
use crate::numbers::{Amount, may_be_dose};
use crate::words::Gap;

struct Limit {
    names: &'static [&'static str],
    /// What it is in the units that it is written in.
    unit: fn(Option<Unit>) -> bool,
    least: f64,
    most: f64,
}

const LIMITS: &[Limit] = &[
    Limit {
        names: &["heart rate", "pulse", "hr"],
        unit: |unit| matches!(unit, None | Some(Unit::Bpm)),
        least: 20.0,
        most: 250.0,
    },
    Limit {
        names: &["respiratory rate", "respirations", "rr"],
        unit: |unit| matches!(unit, None | Some(Unit::Breaths)),
        least: 4.0,
        most: 70.0,
    },
    Limit {
        names: &["saturation", "spo2", "sats", "pulse oximetry", "oxygen"],
        unit: |unit| matches!(unit, Some(Unit::Percent)),
        least: 70.0,
        most: 100.0,
    },
    Limit {
        names: &["temperature", "temp"],
        unit: |unit| matches!(unit, Some(Unit::DegF)),
        least: 79.0,
        most: 113.0,
    },
    Limit {
        names: &["temperature", "temp"],
        unit: |unit| matches!(unit, Some(Unit::DegC)),
        least: 26.0,
        most: 45.0,
    },
    Limit {
        names: &["weight", "weighs"],
        unit: |unit| matches!(unit, Some(Unit::Kg)),
        least: 0.2,
        most: 635.0,
    },
    Limit {
        names: &["weight", "weighs"],
        unit: |unit| matches!(unit, Some(Unit::Lb)),
        least: 0.5,
        most: 1400.0,
    },
    Limit { names: &["height"], unit: |unit| matches!(unit, Some(Unit::Cm)), least: 20.0, most: 272.0 },
    Limit {
        names: &["bmi"],
        unit: |unit| matches!(unit, None | Some(Unit::KgPerM2)),
        least: 7.0,
        most: 204.0,
    },
    Limit {
        names: &["a1c", "hba1c"],
        unit: |unit| matches!(unit, Some(Unit::Percent)),
        least: 3.0,
        most: 20.0,
    },
    // Without a unit it may be in mmol/mol, which is 10.93 times the per cent less 23.5 (IFCC).
    Limit { names: &["a1c", "hba1c"], unit: |unit| unit.is_none(), least: 3.0, most: 195.0 },
    Limit {
        names: &["glucose", "sugar"],
        unit: |unit| matches!(unit, Some(Unit::MgPerDl)),
        least: 33.0,
        most: 2000.0,
    },
    Limit { names: &["sodium"], unit: is_molar, least: 50.0, most: 225.0 },
    Limit { names: &["potassium"], unit: is_molar, least: 0.0, most: 12.0 },
    Limit {
        names: &["creatinine"],
        unit: |unit| matches!(unit, Some(Unit::MgPerDl)),
        least: 0.1,
        most: 60.0,
    },
    Limit { names: &["hemoglobin"], unit: |unit| matches!(unit, Some(Unit::GPerDl)), least: 0.0, most: 25.0 },
    Limit { names: &["ph"], unit: |unit| unit.is_none(), least: 6.3, most: 8.4 },
    Limit {
        names: &["ejection fraction", "ef"],
        unit: |unit| matches!(unit, Some(Unit::Percent)),
        least: 5.0,
        most: 90.0,
    },
];

fn is_molar(unit: Option<Unit>) -> bool {
    matches!(unit, Some(Unit::MmolPerL))
}

/// Single adult doses in milligrams, the smallest and the largest that are usual, estimated. A small dose taken ten times may
/// still lie within them.
const DOSES: &[(&str, f64, f64)] = &[
    ("acetaminophen", 80.0, 1300.0),
    ("ibuprofen", 100.0, 800.0),
    ("naproxen", 220.0, 1000.0),
    ("aspirin", 25.0, 1000.0),
    ("meloxicam", 5.0, 15.0),
    ("tramadol", 25.0, 300.0),
    ("oxycodone", 2.5, 80.0),
    ("lisinopril", 2.5, 80.0),
    ("losartan", 12.5, 100.0),
    ("valsartan", 40.0, 320.0),
    ("amlodipine", 2.5, 10.0),
    ("metoprolol", 12.5, 400.0),
    ("atenolol", 12.5, 200.0),
    ("carvedilol", 3.125, 80.0),
    ("hydrochlorothiazide", 12.5, 100.0),
    ("furosemide", 10.0, 600.0),
    ("spironolactone", 12.5, 400.0),
    ("atorvastatin", 10.0, 80.0),
    ("simvastatin", 5.0, 80.0),
    ("rosuvastatin", 5.0, 40.0),
    ("metformin", 250.0, 2000.0),
    ("glipizide", 2.5, 20.0),
    ("sitagliptin", 25.0, 100.0),
    ("sertraline", 12.5, 200.0),
    ("fluoxetine", 10.0, 90.0),
    ("citalopram", 10.0, 40.0),
    ("escitalopram", 5.0, 20.0),
    ("duloxetine", 20.0, 120.0),
    ("bupropion", 75.0, 450.0),
    ("trazodone", 25.0, 400.0),
    ("omeprazole", 10.0, 80.0),
    ("pantoprazole", 20.0, 80.0),
    ("famotidine", 10.0, 40.0),
    ("amoxicillin", 125.0, 2000.0),
    ("azithromycin", 250.0, 2000.0),
    ("doxycycline", 20.0, 200.0),
    ("cephalexin", 125.0, 1000.0),
    ("ciprofloxacin", 100.0, 1000.0),
    ("nitrofurantoin", 25.0, 100.0),
    ("prednisone", 1.0, 100.0),
    ("gabapentin", 100.0, 1200.0),
    ("pregabalin", 25.0, 300.0),
    ("cyclobenzaprine", 5.0, 30.0),
    ("levothyroxine", 0.0125, 0.3),
    ("warfarin", 1.0, 15.0),
    ("clopidogrel", 75.0, 600.0),
    ("apixaban", 2.5, 10.0),
    ("allopurinol", 50.0, 800.0),
    ("colchicine", 0.3, 1.8),
    ("cetirizine", 2.5, 10.0),
    ("loratadine", 5.0, 10.0),
    ("montelukast", 4.0, 10.0),
    ("methotrexate", 2.5, 30.0),
    ("zolpidem", 1.75, 12.5),
    ("sumatriptan", 4.0, 100.0),
    ("digoxin", 0.0625, 0.5),
    ("hydroxychloroquine", 100.0, 400.0),
    ("alendronate", 5.0, 70.0),
    ("propranolol", 10.0, 160.0),
    ("donepezil", 5.0, 23.0),
    ("memantine", 5.0, 28.0),
    ("empagliflozin", 10.0, 25.0),
    ("dapagliflozin", 5.0, 10.0),
    ("ticagrelor", 60.0, 180.0),
    ("rivaroxaban", 2.5, 20.0),
    ("ramipril", 1.25, 10.0),
    ("perindopril", 2.0, 10.0),
    ("bisoprolol", 1.25, 20.0),
    ("candesartan", 2.0, 32.0),
    ("pravastatin", 10.0, 80.0),
    ("venlafaxine", 37.5, 225.0),
    ("mirtazapine", 7.5, 45.0),
    ("amitriptyline", 5.0, 150.0),
    ("quetiapine", 12.5, 400.0),
    ("lorazepam", 0.5, 4.0),
    ("clonazepam", 0.125, 4.0),
    ("diazepam", 1.0, 20.0),
    ("tamsulosin", 0.4, 0.8),
    ("finasteride", 1.0, 5.0),
    ("sildenafil", 20.0, 100.0),
    ("prednisolone", 1.0, 100.0),
    ("dexamethasone", 0.5, 40.0),
    ("esomeprazole", 10.0, 80.0),
    ("lansoprazole", 15.0, 60.0),
    ("ondansetron", 4.0, 16.0),
    ("topiramate", 15.0, 400.0),
    ("lamotrigine", 5.0, 400.0),
    ("levetiracetam", 250.0, 1500.0),
    ("tizanidine", 2.0, 12.0),
    ("celecoxib", 50.0, 400.0),
    ("diclofenac", 25.0, 150.0),
    ("codeine", 8.0, 60.0),
    ("hydrocodone", 2.5, 30.0),
    ("clindamycin", 150.0, 900.0),
    ("levofloxacin", 250.0, 1000.0),
    ("metronidazole", 200.0, 2000.0),
    ("valacyclovir", 500.0, 2000.0),
    ("fexofenadine", 30.0, 180.0),
];
/// How many times the largest dose is no dose.
const ROOM: f64 = 3.0;

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
    let before = amount.at.checked_sub(1).map_or("", |at| claim.words[at].text.as_str());
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
    let text = |at: usize| claim.words.get(at).map_or("", |word| word.text.as_str());
    let goes_on = |at: usize| claim.words.get(at).is_some_and(|word| word.gap == Gap::Space);
    let end = (0..claim.words.len()).find_map(|at| match text(at) {
        "no" if goes_on(at + 1) && LESSENED.contains(&text(at + 1)) => Some(at + 1),
        "not" | "no" | "denies" | "denied" => (at + 1..at + 3).take_while(|i| goes_on(*i)).find(|i| {
            text(*i) == "no" && (*i == at + 1 || matches!(text(at + 1), "been" | "had" | "have" | "any"))
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
    let text = |at: usize| claim.words.get(at).map_or("", |word| word.text.as_str());
    let is_future = |at: usize| text(at) == "will" || text(at) == "planned" && text(at + 1) == "to";
    let is_past = |at: usize| {
        matches!(text(at), "ago" | "yesterday")
            || text(at) == "last" && matches!(text(at + 1), "night" | "week" | "month" | "year")
    };
    (0..claim.words.len()).filter(|at| is_future(*at)).find_map(|at| {
        let mut clause = (at + 1..claim.words.len())
            .take_while(|at| claim.words[*at].gap < Gap::Comma && !OTHERS.contains(&text(*at)));
        clause.any(is_past).then(|| format!("\"{}\" does not go with a time that is past.", text(at)))
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
    let text = |at: usize| claim.words.get(at).map_or("", |word| word.text.as_str());
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
    let led = claim.amounts.iter().filter(|amount| amount.at > 0 && text(amount.at - 1) == "from");
    led.filter_map(|amount| Some((amount, ends(amount)?))).find_map(|(amount, (from, to))| {
        let (at, action) = (amount.at.saturating_sub(CHANGE)..amount.at).rev().find_map(|at| {
            let action = Action::of(text(at))?;
            matches!(action, Action::Increase | Action::Decrease).then_some((at, action))
        })?;
        let wrong = if action == Action::Increase { to < from } else { to > from };
        wrong.then(|| format!("\"{}\" does not agree with from {from} to {to}.", text(at)))
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

fn written<'a>(claim: &'a Claim, amount: &Amount) -> &'a str {
    claim.text.get(amount.start..amount.end).unwrap_or_default()
}

fn of_pressure(claim: &Claim, amount: &Amount) -> Option<String> {
    let Value::Ratio(systolic, diastolic) = amount.value else { return None };
    if !named(claim, amount, &["blood pressure", "bp"]) {
        return None;
    }
    let possible =
        (50.0..=300.0).contains(&systolic) && (20.0..=200.0).contains(&diastolic) && diastolic < systolic;
    (!possible).then(|| format!("A blood pressure of {} cannot be: was it misheard?", written(claim, amount)))
}

fn of_sign(claim: &Claim, amount: &Amount) -> Option<String> {
    let Value::Number(value) = amount.value else { return None };
    // "Radial pulse 2+" is how full it is.
    if amount.plus {
        return None;
    }
    let limit = LIMITS.iter().find(|limit| (limit.unit)(amount.unit) && named(claim, amount, limit.names))?;
    (!(limit.least..=limit.most).contains(&value)).then(|| {
        let name = limit.names[0];
        format!(
            "A {name} of {} cannot be: it is from {} to {}.",
            written(claim, amount),
            limit.least,
            limit.most
        )
    })
}

/// Whether one of these names stands just before an amount, with no other amount between.
fn named(claim: &Claim, amount: &Amount, names: &[&str]) -> bool {
    let from = amount.at.saturating_sub(5);
    let between = claim.amounts.iter().any(|other| other.is_number && (from..amount.at).contains(&other.at));
    let text: Vec<&str> = claim.words[from..amount.at].iter().map(|word| word.text.as_str()).collect();
    let text = format!(" {} ", text.join(" "));
    !between && names.iter().any(|name| text.contains(&format!(" {name} ")))
}

/// Forms of a drug of which the dose is not that of its tablets.
const NOT_SWALLOWED: &[&str] = &[
    "gel",
    "cream",
    "ointment",
    "lotion",
    "patch",
    "patches",
    "enema",
    "enemas",
    "suppository",
    "drops",
    "topical",
    "topically",
];

fn of_dose(claim: &Claim, amount: &Amount) -> Option<String> {
    let Value::Number(value) = amount.value else { return None };
    let milligrams = match amount.unit? {
        Unit::Mcg => value / 1000.0,
        Unit::Mg => value,
        Unit::G => value * 1000.0,
        _ => return None,
    };
    let (at, drug) = claim
        .drugs_at
        .iter()
        .rev()
        .find(|(at, _)| *at < amount.at && amount.at - at <= 6 && may_be_dose(amount))?;
    // Of a gel it is the gel that is weighed.
    let near = at.saturating_sub(3)..(amount.at + 6).min(claim.words.len());
    if claim.words[near].iter().any(|word| NOT_SWALLOWED.contains(&word.text.as_str())) {
        return None;
    }
    let (name, least, most) = DOSES.iter().find(|(name, ..)| name == drug)?;
    (milligrams > most * ROOM || milligrams < least / ROOM).then(|| {
        format!("{} is no usual dose of {name}: is the number or the unit wrong?", written(claim, amount))
    })
}
