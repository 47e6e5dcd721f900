//! Amounts: numbers with their units, as the same amount in whatever unit or words.

use clinical::quantity::{Quantity, Unit, Value, quantities};

use crate::spoken::{
    and_a_tenth, dose_and_times, in_digits, in_hundreds, in_oh_eight, in_steps, over_a_hundred,
};
use crate::words::{Word, Words};

/// An amount in a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Amount {
    pub(crate) value: Value,
    pub(crate) unit: Option<Unit>,
    /// Byte offsets of it, unit included.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The word it begins at.
    pub(crate) at: usize,
    /// Whether it is a number, in digits or words; "a week" and "twice" are amounts, too.
    pub(crate) is_number: bool,
    /// Whether it is a time that has no number even in words: "last week", "every day".
    pub(crate) loose: bool,
    /// Whether it is a grade with a plus: "2+", "one plus".
    pub(crate) plus: bool,
}

impl Amount {
    /// A number as it is said, from byte `start` to `end`, beginning at word `at`.
    pub(crate) fn number(value: Value, unit: Option<Unit>, start: usize, end: usize, at: usize) -> Self {
        Self { value, unit, start, end, at, is_number: true, loose: false, plus: false }
    }
}

/// The amounts of a text whose words these are.
pub(crate) fn amounts(text: &str, words: &[Word]) -> Vec<Amount> {
    let ends_by = |word: &Word, byte: usize| word.start + word.text.len() <= byte;
    let last = words.len().saturating_sub(1);
    let at_byte = |byte: usize| words.partition_point(|word| ends_by(word, byte)).min(last);
    let mut found: Vec<Amount> = quantities(text)
        .into_iter()
        .filter(|quantity| !is_pronoun(text, quantity))
        .filter(|quantity| !is_name(text, quantity))
        .map(|Quantity { value, unit, start, end, .. }| {
            let (value, unit) = match (value, unit) {
                _ if is_graded(text) => (value, unit),
                (Value::Ratio(weeks, 40.0), None) if weeks <= LATEST_WEEK && text.contains("pregn") => {
                    (Value::Number(weeks), Some(Unit::Week))
                }
                _ => in_shorthand(value, unit),
            };
            let graded = text[end..].strip_prefix('+').or_else(|| text[end..].strip_prefix(" plus"));
            // "34+3 weeks" is no grade.
            let plus = graded.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
            // "Vomited x3"
            let times = text[..start].ends_with(" x").then_some(Unit::Times);
            let unit = unit.or_else(|| unit_further_on(&text[end..])).or(times);
            Amount { value, unit, start, end, at: at_byte(start), is_number: true, loose: false, plus }
        })
        .collect();
    for amount in &mut found {
        in_hundreds(text, amount);
    }
    in_the_same_unit(text, &mut found);
    out_of_scale(text, &mut found);
    in_halves(text, &mut found);
    in_steps(text, words, &mut found);
    let apart: Vec<Amount> =
        found.iter().filter_map(|amount| dose_and_times(text, amount)).flatten().collect();
    found.extend(apart);
    let tenths: Vec<Amount> = found.iter().filter_map(|amount| and_a_tenth(text, amount)).collect();
    found.extend(tenths);
    let over: Vec<Amount> = found.iter().filter_map(|amount| over_a_hundred(text, amount)).collect();
    found.extend(over);
    let years: Vec<Amount> = found.iter().filter_map(|amount| in_oh_eight(text, amount)).collect();
    found.extend(years);
    found.extend(in_digits(text, words));
    let points = text.match_indices(" . ").map(|(point, _)| point);
    let decimals: Vec<Amount> =
        points.filter_map(|point| with_spaced_point(text, &found, point, at_byte)).collect();
    found.extend(decimals);
    let numbers = found.len();
    for (at, word) in words.iter().enumerate() {
        let Some((value, unit, length)) = in_words(words, at) else { continue };
        let last = &words[at + length - 1];
        let end = last.start + last.text.len();
        if !found[..numbers].iter().any(|other| other.start < end && word.start < other.end) {
            found.push(Amount {
                value: Value::Number(value),
                unit,
                start: word.start,
                end: end.min(text.len()),
                at,
                is_number: false,
                loose: is_loose(words, at),
                plus: words.get(at + 1).is_some_and(|word| word.text == "plus"),
            });
        }
    }
    let ranges = ranges(text, words, &found);
    found.extend(ranges);
    found
}

/// "Four five years", "once or twice", "a beer or two": from one number to the next, which is the unit's.
fn ranges(text: &str, words: &[Word], found: &[Amount]) -> Vec<Amount> {
    let links = |between: &str| {
        between.split([' ', ',']).all(|word| matches!(word, "" | "or" | "maybe" | "to" | "through"))
    };
    let far_apart = |low: &Amount, high: &Amount| text[low.end..high.start].contains("through");
    let of_one_kind = |low: &Amount, high: &Amount| {
        low.unit.is_none()
            || low.unit == high.unit
            || high.unit.is_none() && text[low.end..].starts_with(" or ")
    };
    let range = |low: &Amount, high: &Amount| match (low.value, high.value) {
        (Value::Number(a), Value::Number(b))
            if a < b && (b <= a + WIDEST || far_apart(low, high)) && of_one_kind(low, high) =>
        {
            Some(Amount {
                value: Value::Range(a, b),
                unit: high.unit.or(low.unit),
                end: high.end,
                is_number: true,
                ..*low
            })
        }
        _ => None,
    };
    let mut ordered: Vec<&Amount> = found.iter().collect();
    ordered.sort_by_key(|amount| amount.start);
    let pairs = ordered.windows(2).filter(|two| text.get(two[0].end..two[1].start).is_some_and(links));
    let mut ranges: Vec<Amount> = pairs.filter_map(|two| range(two[0], two[1])).collect();
    ranges.extend(words.windows(4).enumerate().filter_map(|(at, four)| {
        let [a, _, or, two] = [0, 1, 2, 3].map(|i| four[i].text.as_str());
        let end = four[3].start + two.len();
        let value = Value::Range(1.0, 2.0);
        let unit = time(&four[1].text);
        let start = four[0].start;
        (matches!(a, "a" | "an") && or == "or" && two == "two")
            .then_some(Amount::number(value, unit, start, end, at))
    }));
    ranges
}

/// How far the numbers of a range lie apart that is only spoken as two numbers.
const WIDEST: f64 = 3.0;

/// "Four or so years", "twenty plus years", "forty odd years": the unit behind the words for about.
fn unit_further_on(rest: &str) -> Option<Unit> {
    // "For 7 d"
    if rest.strip_prefix(" d").is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())) {
        return Some(Unit::Day);
    }
    let rest = [" or so ", " plus ", " odd "].iter().find_map(|about| rest.strip_prefix(about))?;
    time(rest.split(|c: char| !c.is_alphabetic()).next()?.trim_end_matches('s'))
}

/// "Seven . five", "a . five centimeter stone", "zero . zero five": some recognisers write the point so. It may also be the end of
/// a sentence, so both readings stand.
fn with_spaced_point(
    text: &str,
    found: &[Amount],
    point: usize,
    at_byte: impl Fn(usize) -> usize,
) -> Option<Amount> {
    let before = found.iter().find(|amount| amount.end == point && amount.unit.is_none());
    let (whole, start) = match before.map(|amount| amount.value) {
        Some(Value::Number(whole)) if whole.fract() == 0.0 => (whole, before?.start),
        None if text[..point].ends_with(" zero") => (0.0, point - "zero".len()),
        // No sentence ends in these.
        None if [" a", " of", " the", " was", " is"].iter().any(|word| text[..point].ends_with(word)) => {
            (0.0, point + 1)
        }
        _ => return None,
    };
    let mut from = point + " . ".len();
    let mut digits = String::new();
    while let Some(rest) = text[from..].strip_prefix("zero ").or_else(|| text[from..].strip_prefix("oh ")) {
        digits.push('0');
        from = text.len() - rest.len();
    }
    let after = found.iter().find(|amount| amount.start <= from && from < amount.end);
    let (unit, end) = match after.map(|amount| (amount.value, amount)) {
        Some((Value::Number(n), amount)) if n.fract() == 0.0 && (0.0..100.0).contains(&n) => {
            digits.push_str(&n.to_string());
            (amount.unit, amount.end)
        }
        None if text[from..].starts_with("one ") => {
            digits.push('1');
            (None, from + "one".len())
        }
        _ => return None,
    };
    let value = format!("{whole}.{digits}").parse().ok()?;
    Some(Amount::number(Value::Number(value), unit, start, end, at_byte(start)))
}

/// "Six milligrams and then twelve": doses, one after the other.
fn in_the_same_unit(text: &str, found: &mut [Amount]) {
    const LINKS: &[&str] = &["and then", "then", "then to", "up to", "down to", ", then"];
    for at in 1..found.len() {
        let (before, own) = (found[at - 1], found[at]);
        let linked = text.get(before.end..own.start).is_some_and(|between| LINKS.contains(&between.trim()));
        if linked
            && own.unit.is_none()
            && before.unit.is_some_and(|unit| matches!(unit, Unit::Mg | Unit::Mcg | Unit::G))
        {
            found[at].unit = before.unit;
        }
    }
}

/// The last week of a pregnancy.
const LATEST_WEEK: f64 = 43.0;

/// "2-7/10", "seven to eight out of ten", in amounts that are in order: the scale belongs to the range and is no amount of its
/// own.
fn out_of_scale(text: &str, found: &mut Vec<Amount>) {
    let of_scale = |range: &Amount, scale: &Amount| {
        matches!((range.value, scale.value), (Value::Range(_, high), Value::Number(most)) if high <= most)
            && range.unit.is_none()
            && text.get(range.end..scale.start).is_some_and(|between| matches!(between, "/" | " out of "))
    };
    for at in (1..found.len()).rev() {
        if of_scale(&found[at - 1], &found[at]) {
            found[at - 1].end = found.remove(at).end;
        }
    }
}

/// "1/2 stone", "1/4 tablet": a part of one.
fn in_halves(text: &str, found: &mut Vec<Amount>) {
    for at in (1..found.len()).rev() {
        let (one, parts) = (found[at - 1], found[at]);
        if let (Value::Number(1.0), Value::Number(parts @ 2.0..=4.0)) = (one.value, parts.value)
            && text.get(one.end..found[at].start) == Some("/")
            && one.unit.is_none()
        {
            let whole = found.remove(at);
            found[at - 1] =
                Amount { value: Value::Number(1.0 / parts), unit: whole.unit, end: whole.end, ..one };
        }
    }
}

/// "One" without a unit is more often a word than a number.
fn is_pronoun(text: &str, quantity: &Quantity) -> bool {
    quantity.unit.is_none()
        && text.get(quantity.start..quantity.end).is_some_and(|text| text.eq_ignore_ascii_case("one"))
}

/// "Type 2", "C6-7": a part of a name.
fn is_name(text: &str, quantity: &Quantity) -> bool {
    let before = text[..quantity.start].to_lowercase();
    let vertebra = before.strip_suffix('-').is_some_and(|rest| {
        let digits = rest.trim_end_matches(|c: char| c.is_ascii_digit());
        digits.len() < rest.len() && digits.ends_with(['c', 't', 'l', 's'])
    });
    vertebra || before.trim_end().ends_with("type")
}

/// Whether the fractions of a text are grades: of a murmur, of pain, of strength.
fn is_graded(text: &str) -> bool {
    const GRADED: &[&str] = &[
        "murmur", "grade", "graded", "rate", "rates", "rated", "rating", "scale", "severity", "strength",
        "reflex", "reflexes", "level",
    ];
    let text = text.to_lowercase();
    text.split(|c: char| !c.is_alphabetic()).any(|word| GRADED.contains(&word))
}

/// "Last week", "every day", "three times a week": how often, or when, and no amount of its own.
fn is_loose(words: &[Word], at: usize) -> bool {
    let before = words.text_before(at, 1);
    matches!(
        words[at].text.as_str(),
        "last" | "past" | "per" | "every" | "each" | "next" | "this" | "the" | "daily" | "everyday" | "both"
    ) || matches!(
        before,
        "times" | "time" | "once" | "twice" | "days" | "drinks" | "beers" | "packs" | "pack"
    )
}

/// British shorthand counts in fractions of a week or a year: 3/7 is three days, 2/52 two weeks, 6/12 six months.
fn in_shorthand(value: Value, unit: Option<Unit>) -> (Value, Option<Unit>) {
    match (value, unit) {
        (Value::Ratio(days, 7.0), None) => (Value::Number(days), Some(Unit::Day)),
        (Value::Ratio(weeks, 52.0), None) => (Value::Number(weeks), Some(Unit::Week)),
        (Value::Ratio(months, 12.0), None) => (Value::Number(months), Some(Unit::Month)),
        other => other,
    }
}

pub(crate) fn time(word: &str) -> Option<Unit> {
    Some(match word {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "day" => Unit::Day,
        "week" | "weekly" => Unit::Week,
        "month" | "monthly" => Unit::Month,
        "year" | "yearly" => Unit::Year,
        _ => return None,
    })
}

/// Amounts that have words of their own, with their unit and how many words: "a week", "twice", "yesterday".
fn in_words(words: &[Word], at: usize) -> Option<(f64, Option<Unit>, usize)> {
    // "Nearly a stone", "a gram four times a day"
    if let Some(unit) = measure(words.text(at + 1)).filter(|_| words.text(at) == "a") {
        return Some((1.0, Some(unit), 2));
    }
    if matches!(
        words.text(at),
        "a" | "an" | "last" | "past" | "per" | "every" | "each" | "next" | "this" | "the" | "annual"
    ) {
        let unit = time(words.text(at + 1)).filter(|_| words.text(at + 1) != "second")?;
        return Some((1.0, Some(unit), 2));
    }
    if words.text(at) == "one" {
        return Some((1.0, None, 1));
    }
    // "Half an hour", "half a pack"
    if words.text(at) == "half" {
        let of = matches!(words.text(at + 1), "a" | "an").then(|| words.text(at + 2));
        let unit = of.and_then(|of| time(of).or_else(|| measure(of)));
        return Some((0.5, unit, if unit.is_some() { 3 } else { 1 }));
    }
    // "Once in a while", "once you are better"
    if words.text(at) == "once"
        && (words.text(at + 1) == "in" && words.text(at + 3) == "while"
            || SUBJECTS.contains(&words.text(at + 1)))
    {
        return None;
    }
    let (value, unit, length) = match words.text(at) {
        "once" => (1.0, Unit::Times, 1),
        "twice" | "bid" => (2.0, Unit::Times, 1),
        "thrice" | "tid" => (3.0, Unit::Times, 1),
        "qid" => (4.0, Unit::Times, 1),
        "yesterday" | "tomorrow" | "daily" | "everyday" => (1.0, Unit::Day, 1),
        "weekly" => (1.0, Unit::Week, 1),
        "fortnight" => (2.0, Unit::Week, 1),
        "monthly" => (1.0, Unit::Month, 1),
        "annually" | "yearly" | "annual" => (1.0, Unit::Year, 1),
        "couple" => {
            let unit =
                [1, 2].into_iter().find_map(|ahead| time(words.text(at + ahead).trim_end_matches('s')));
            return (unit.is_some() || words.text(at + 1) == "of").then_some((2.0, unit, 1));
        }
        "both" | "pair" => (2.0, Unit::Times, 1),
        "single" => (1.0, Unit::Times, 1),
        _ => return None,
    };
    Some((value, Some(unit), length))
}

/// What there is one of where "a" stands before it.
fn measure(word: &str) -> Option<Unit> {
    Some(match word {
        "stone" => Unit::Stone,
        "gram" | "gramme" => Unit::G,
        "litre" | "liter" => Unit::L,
        "pack" => Unit::Packs,
        _ => return None,
    })
}

const SUBJECTS: &[&str] = &[
    "i", "i'm", "i've", "you", "you're", "you've", "he", "she", "we", "they", "it", "it's", "that", "that's",
    "again",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::words;

    fn values(text: &str) -> Vec<(Value, Option<Unit>)> {
        amounts(text, &words(text)).into_iter().map(|amount| (amount.value, amount.unit)).collect()
    }

    #[test]
    fn a_point_that_a_recogniser_sets_off_is_read_as_one() {
        let reads = |text, value, unit| {
            assert!(values(text).contains(&(Value::Number(value), unit)), "{text}: {:?}", values(text));
        };
        reads("it was , you know , seven . one so it's good", 7.1, None);
        reads("that's a zero . zero five percent solution", 0.05, Some(Unit::Percent));
        reads("it does show a . five centimeter kidney stone", 0.5, Some(Unit::Cm));
        reads("seven . five milligrams", 7.5, Some(Unit::Mg));
        reads("maybe four or so years ago", 4.0, Some(Unit::Year));
    }

    #[test]
    fn a_scale_hundreds_and_weeks_with_days_are_read_as_they_were_meant() {
        assert_eq!(values("her pain is 2-7/10"), [(Value::Range(2.0, 7.0), None)]);
        assert_eq!(values("seven to eight out of ten, then 5 mg").len(), 2);
        assert_eq!(values("in the three to four hundreds"), [(Value::Range(300.0, 400.0), None)]);
        let amounts = |text: &str| amounts(text, &words(text));
        assert!(!amounts("born at 34+3 weeks")[0].plus);
        assert!(amounts("2+ edema")[0].plus);
        assert_eq!(values("a hundred and forty over over seventy"), [(Value::Ratio(140.0, 70.0), None)]);
    }

    #[test]
    fn halves_tenths_and_digits_in_a_row_are_read() {
        let reads = |text, value, unit| {
            assert!(values(text).contains(&(Value::Number(value), unit)), "{text}: {:?}", values(text));
        };
        reads("1/2 tablet at night", 0.5, Some(Unit::Tablets));
        reads("his temp is ninety nine one .", 99.1, None);
        reads("temperature ninety eight four , pulse sixty", 98.4, None);
        reads("just dial nine one one", 911.0, None);
        reads("a couple of coffees", 2.0, None);
        reads("vomited x3", 3.0, Some(Unit::Times));
        assert!(!values("once in a while").contains(&(Value::Number(1.0), Some(Unit::Times))));
    }

    #[test]
    fn two_numbers_said_one_after_the_other_are_a_range() {
        let reads = |text, low, high, unit| {
            assert!(values(text).contains(&(Value::Range(low, high), unit)), "{text}: {:?}", values(text));
        };
        reads("since i was like four five years old", 4.0, 5.0, Some(Unit::Year));
        reads("only once or twice a year", 1.0, 2.0, Some(Unit::Times));
        reads("a beer or two on fridays", 1.0, 2.0, None);
        reads("it can take a week or two", 1.0, 2.0, Some(Unit::Week));
        reads("lost about 3 , 3 and a half pounds", 3.0, 3.5, Some(Unit::Lb));
    }
}
