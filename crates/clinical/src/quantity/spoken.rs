//! Numbers in words, said in full ("one hundred and eighteen") or as clinicians say them ("one eighteen", "one oh four",
//! "ninety eight point four").

use super::{Tokens, Unit, unit};

/// A number that has been read.
pub(super) struct Spoken {
    /// Its first token.
    pub(super) at: usize,
    /// The token after it.
    pub(super) next: usize,
    pub(super) value: f64,
    /// Whether any of it was a word.
    pub(super) in_words: bool,
    /// Where it was said as two numbers in a row ("fifteen twenty"), the two.
    pair: Option<(f64, f64)>,
}

impl Spoken {
    /// Two numbers in a row before a unit may be a range said quickly: "five ten minutes", "three four days". They are
    /// where the second follows closely on the first; "one twenty" and "one eighteen" are one number.
    pub(super) fn as_range(&self, unit: Option<Unit>) -> Option<(f64, f64)> {
        let (low, high) = self.pair?;
        let unit = unit?;
        let consecutive = high == low + 1.0;
        let round = low % 5.0 == 0.0 && high % 5.0 == 0.0 && high > low && high <= low * 3.0;
        (consecutive || round && (unit.is_time() || low >= 10.0)).then_some((low, high))
    }

    /// What the number before "to" or "or" is to be multiplied by, because the hundreds of `second` were meant for it too:
    /// "five or six hundred".
    pub(super) fn scale_shared_with(&self, tokens: &Tokens, second: &Self) -> f64 {
        let said_once = |word| tokens.word(second.next - 1) == Some(word) && second.next == second.at + 2;
        let scale = if said_once("hundred") {
            100.0
        } else if said_once("thousand") {
            1000.0
        } else {
            return 1.0;
        };
        let single = self.in_words && self.next == self.at + 1 && (1.0..20.0).contains(&self.value);
        let follows = self.value * scale < second.value && tokens.word(second.at) != Some("a");
        if single && follows { scale } else { 1.0 }
    }
}

fn digit(word: &str) -> Option<u32> {
    Some(match word {
        "zero" => 0,
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        _ => return None,
    })
}

fn teen(word: &str) -> Option<u32> {
    Some(match word {
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        _ => return None,
    })
}

fn ten(word: &str) -> Option<u32> {
    Some(match word {
        "twenty" => 20,
        "thirty" => 30,
        "forty" | "fourty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    })
}

/// The token after an ordinal of which the first word is a number: "twenty first". "Twenty second" may be a time and is
/// none.
pub(super) fn past_ordinal(tokens: &Tokens, at: usize) -> Option<usize> {
    tokens.word(at).and_then(ten)?;
    let last = tokens.past_hyphen(at + 1);
    matches!(
        tokens.word(last)?,
        "first" | "third" | "fourth" | "fifth" | "sixth" | "seventh" | "eighth" | "ninth"
    )
    .then_some(last + 1)
}

/// Whether a hyphen and a number behind `word` make a name ("COVID-19") and not a number in words.
pub(super) fn is_no_number_word(word: &str) -> bool {
    digit(word).or_else(|| teen(word)).or_else(|| ten(word)).is_none()
        && !matches!(word, "hundred" | "thousand")
}

/// Approximate amounts and fractions that begin with no number: "a couple of weeks", "half a tablet", "a dozen".
pub(super) fn loose(tokens: &Tokens, at: usize) -> Option<(f64, usize)> {
    let from = tokens.words_at(at, &["a"]).unwrap_or(at);
    if let Some(couple) = tokens.words_at(from, &["couple"]) {
        let next = tokens.words_at(couple, &["of"]).unwrap_or(couple);
        return unit::unit_at(tokens, next).map(|_| (2.0, next));
    }
    if let Some(next) = tokens.words_at(from, &["dozen"]) {
        return Some((12.0, next));
    }
    let quarters =
        [(&["three", "quarters"][..], 0.75), (&["one", "quarter"], 0.25), (&["one", "third"], 1.0 / 3.0)];
    if let Some((next, value)) =
        quarters.iter().find_map(|(words, value)| Some((tokens.words_at(at, words)?, *value)))
    {
        return Some((value, next));
    }
    // "an hour and a half", "a year and a half"
    if let Some(noun) = tokens.words_at(at, &["a"]).or_else(|| tokens.words_at(at, &["an"]))
        && unit::unit_at(tokens, noun)
            .is_some_and(|(_, next)| tokens.words_at(next, &["and", "a", "half"]).is_some())
    {
        return Some((1.0, noun));
    }
    let half = tokens.words_at(tokens.words_at(from, &["one"]).unwrap_or(from), &["half"])?;
    let idiom = at > 0
        && matches!(
            tokens.word(at - 1),
            Some("other" | "first" | "second" | "better" | "and" | "top" | "lower" | "bottom" | "upper")
        );
    let past = matches!(tokens.word(half), Some("past" | "way"));
    if idiom || past {
        return None;
    }
    let article = tokens.words_at(half, &["a"]).or_else(|| tokens.words_at(half, &["an"]));
    let next = article.filter(|next| unit::unit_at(tokens, *next).is_some()).unwrap_or(half);
    Some((0.5, next))
}

/// The number at token `at`, in digits or in words.
pub(super) fn number_at(tokens: &Tokens, at: usize) -> Option<Spoken> {
    let mut number = whole(tokens, at)?;
    if let Some((decimals, next)) = decimals(tokens, number.next) {
        number.value = format!("{}.{decimals}", number.value).parse().unwrap_or(number.value);
        (number.next, number.in_words, number.pair) = (next, true, None);
    } else if let Some((fraction, next)) = fraction_at(tokens, number.next) {
        (number.value, number.next, number.pair) = (number.value + fraction, next, None);
    }
    Some(number)
}

/// "and a half": the fraction, and the token after it.
fn fraction_at(tokens: &Tokens, at: usize) -> Option<(f64, usize)> {
    const FRACTIONS: &[(&[&str], f64)] = &[
        (&["and", "a", "half"], 0.5),
        (&["and", "one", "half"], 0.5),
        (&["and", "a", "quarter"], 0.25),
        (&["and", "one", "quarter"], 0.25),
        (&["and", "three", "quarters"], 0.75),
    ];
    FRACTIONS.iter().find_map(|(words, fraction)| Some((*fraction, tokens.words_at(at, words)?)))
}

/// "point four", "point oh five", "point twenty five": the digits, and the token after them.
fn decimals(tokens: &Tokens, at: usize) -> Option<(String, usize)> {
    let mut next = tokens.words_at(at, &["point"])?;
    if let Some((value, after)) = below_hundred(tokens, next).filter(|(value, _)| *value >= 10) {
        return Some((value.to_string(), after));
    }
    let mut digits = String::new();
    while digits.len() < 6 {
        let word = tokens.word(next);
        if let Some(digit) =
            word.and_then(|word| if matches!(word, "oh" | "o") { Some(0) } else { digit(word) })
        {
            digits.push_str(&digit.to_string());
        } else if let Some(value) =
            tokens.number(next).filter(|n| digits.is_empty() && n.fract() == 0.0 && *n < 1e6)
        {
            return Some((value.to_string(), next + 1));
        } else {
            break;
        }
        next += 1;
    }
    (!digits.is_empty()).then_some((digits, next))
}

fn whole(tokens: &Tokens, at: usize) -> Option<Spoken> {
    if let Some(value) = tokens.number(at).filter(|n| n.is_finite()) {
        return Some(Spoken { at, next: at + 1, value, in_words: false, pair: None });
    }
    if tokens.words_at(at, &["point"]).is_some() {
        const OF_TIME: &[&str] = &["this", "that", "some", "any", "what", "which", "every", "each", "no"];
        if at > 0 && tokens.word(at - 1).is_some_and(|word| OF_TIME.contains(&word)) {
            return None;
        }
        // "point five": the decimals are read by the caller.
        return decimals(tokens, at).map(|_| Spoken { at, next: at, value: 0.0, in_words: true, pair: None });
    }
    let (value, next, pair) = thousands(tokens, at)?;
    Some(Spoken { at, next, value: f64::from(value), in_words: true, pair })
}

type Read = (u32, usize, Option<(f64, f64)>);

fn thousands(tokens: &Tokens, at: usize) -> Option<Read> {
    let (value, next, pair) = hundreds(tokens, at)?;
    let Some(after) = tokens.words_at(next, &["thousand"]).filter(|_| value > 0 && value < 1000) else {
        return Some((value, next, pair));
    };
    let value = value * 1000;
    let rest = tokens.words_at(after, &["and"]).unwrap_or(after);
    match hundreds(tokens, rest).filter(|(rest, ..)| *rest > 0 && *rest < 1000) {
        Some((rest, next, _)) if tokens.words_at(next, &["thousand"]).is_none() => {
            Some((value + rest, next, None))
        }
        _ => Some((value, after, None)),
    }
}

/// A number below 10,000 without the word "thousand", in full or in the clinicians' way.
fn hundreds(tokens: &Tokens, at: usize) -> Option<Read> {
    if let Some(noun) = tokens.words_at(at, &["a"]).or(Some(at))
        && matches!(tokens.word(noun), Some("hundred" | "thousand"))
        && !(at > 0 && matches!(tokens.word(at - 1), Some("few" | "several" | "many" | "couple")))
    {
        // "a hundred" is one hundred; "a thousand" is left to the caller as one.
        return if tokens.word(noun) == Some("hundred") {
            after_hundred(tokens, 100, noun + 1)
        } else {
            Some((1, noun, None))
        };
    }
    let (first, next) = below_hundred(tokens, at)?;
    if let Some(after) = tokens.words_at(next, &["hundred"]).filter(|_| first > 0) {
        return after_hundred(tokens, first * 100, after);
    }
    if first == 0 {
        return Some((first, next, None));
    }
    if let Some(oh) = tokens.words_at(next, &["oh"]).or_else(|| tokens.words_at(next, &["o"]))
        && let Some(last) = tokens.word(oh).and_then(digit).filter(|last| *last > 0)
    {
        return Some((first * 100 + last, oh + 1, None));
    }
    let second_at = tokens.past_hyphen(next);
    let Some((second, after)) = below_hundred(tokens, second_at) else { return Some((first, next, None)) };
    if matches!(tokens.word(after), Some("hundred" | "thousand")) {
        return Some((first, next, None));
    }
    let pair = Some((f64::from(first), f64::from(second)));
    // "three four days": never one number, but perhaps a range.
    if second < 10 {
        let before_unit = unit::unit_at(tokens, after).is_some();
        return Some(if before_unit && second == first + 1 && first < 10 {
            (first, after, pair)
        } else {
            (first, next, None)
        });
    }
    if first < 10 || (10..30).contains(&first) {
        return Some((first * 100 + second, after, pair));
    }
    Some((first, next, None))
}

/// What may follow "hundred": "and eighteen".
fn after_hundred(tokens: &Tokens, value: u32, at: usize) -> Option<Read> {
    let rest = tokens.words_at(at, &["and"]).unwrap_or(at);
    match below_hundred(tokens, rest) {
        Some((last, next)) if last > 0 && tokens.words_at(next, &["hundred"]).is_none() => {
            Some((value + last, next, None))
        }
        _ => Some((value, at, None)),
    }
}

fn below_hundred(tokens: &Tokens, at: usize) -> Option<(u32, usize)> {
    let word = tokens.word(at)?;
    if let Some(value) = digit(word).or_else(|| teen(word)) {
        return Some((value, at + 1));
    }
    let tens = ten(word)?;
    let units_at = tokens.past_hyphen(at + 1);
    match tokens.word(units_at).and_then(digit).filter(|units| *units > 0) {
        Some(units) => Some((tens + units, units_at + 1)),
        None => Some((tens, at + 1)),
    }
}
