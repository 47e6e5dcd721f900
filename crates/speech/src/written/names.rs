//! Numbers that are part of a name: type 2, COVID-19, A1c, B12, L4-L5.

use clinical::quantity::number;

use super::{Claims, patterns};

patterns! {
    CLASS = r"\b(type|stage|grade|class|gravida|para) ([a-z]+|\d{1,2})\b";
    /// How far a disease has come: "stage three b".
    SUBSTAGE = r"\bstage ([a-z]+|\d) ([bc])\b";
    GRAVIDA_PARA = r"\bg ([a-z]+|\d{1,2}),? p ([a-z]+|\d{1,2})\b";
    COVID = r"\bcovid[ -]+(?:nineteen|19)\b";
    SCORE = r"\b(phq|gad)[ -]+(two|seven|nine|\d)\b";
    HBA1C = r"\ba[ -]?(?:one|1)[ -]?c\b";
    B12 = r"\bb[ -](?:twelve|12)\b";
    O2 = r"\bo (?:two|2)( sats?\b| saturations?\b| levels?\b)";
    /// Two neighbours: "L four L five", "l four five", "C5 C6", "L five to S one".
    LEVELS = r"(?:^|[^\w'’])([lcts])[ -]?([a-z]+|\d{1,2})(?: to |[ ,/–-]+)(?:and )?([lcts])?[ -]?([a-z]+|\d{1,2})\b";
    LEVEL = r"(?:^|[^\w'’])([lcts])[ -]?([a-z]+|\d{1,2})( (?:vertebr\w+|level|dis[ck]s?|nerve|root|radiculopathy|compression|dermatome)\b)";
    AFTER_A_COUNT = r"^[ -]*(?:times|time|tablets?|pills?|of|days?|weeks?|hours?|hundred|thousand|point|percent|mg|milligrams?|out|over)\b";
}

/// Names are claimed first: what stands in one is no quantity.
pub(super) fn claim(claims: &mut Claims) {
    claims.each(&HBA1C, |_, found| {
        let name = found.get(0)?;
        // "a1c" as one word is the speller's choice.
        let written = if name.as_str().eq_ignore_ascii_case("a1c") { name.as_str() } else { "A1c" };
        Some((name.range(), written.into()))
    });
    claims.each(&COVID, |_, found| Some((found.get(0)?.range(), "COVID-19".into())));
    claims.each(&SCORE, |_, found| {
        let score = number(&found[2])?;
        Some((found.get(0)?.range(), format!("{}-{score}", found[1].to_uppercase())))
    });
    claims.each(&B12, |_, found| Some((found.get(0)?.range(), "B12".into())));
    claims.each(&O2, |_, found| Some((found.get(0)?.range(), format!("O2{}", &found[1]))));
    claims.each(&SUBSTAGE, |_, found| {
        let whole = found.get(0)?;
        let stage = level(&found[1])?;
        Some((whole.range(), format!("{}{stage}{}", &whole.as_str()[..6], &found[2])))
    });
    claims.each(&GRAVIDA_PARA, |_, found| {
        Some((found.get(0)?.range(), format!("G{}P{}", count(&found[1])?, count(&found[2])?)))
    });
    claims.each(&CLASS, |claims, found| {
        let whole = found.get(0)?;
        let counts = AFTER_A_COUNT.is_match(&claims.open()[whole.end()..]);
        let class = number(&found[2]).filter(|class| (1.0..=12.0).contains(class) && !counts)?;
        Some((whole.range(), format!("{} {class}", &found[1])))
    });
    claims.each(&LEVELS, |claims, found| {
        let range = found.get(1)?.start()..found.get(0)?.end();
        let (upper, lower) = (level(&found[2])?, level(&found[4])?);
        let first = found[1].to_uppercase();
        let second = found.get(3).map_or(String::new(), |letter| letter.as_str().to_uppercase());
        let neighbours = if second.is_empty() { upper < lower } else { second != first || upper < lower };
        let counts = AFTER_A_COUNT.is_match(&claims.open()[range.end..]);
        // "T 2 3" may be anything; in the spine it is said with the letter or for the lumbar and cervical part.
        let spine = !second.is_empty() || matches!(first.as_str(), "L" | "C");
        (neighbours && spine && !counts).then(|| (range, format!("{first}{upper}-{second}{lower}")))
    });
    claims.each(&LEVEL, |_, found| {
        let range = found.get(1)?.start()..found.get(2)?.end();
        Some((range, format!("{}{}", found[1].to_uppercase(), level(&found[2])?)))
    });
}

/// How often, up to twenty.
fn count(word: &str) -> Option<f64> {
    number(word).filter(|count| (0.0..=20.0).contains(count) && count.fract() == 0.0)
}

/// A vertebra's number, or a stage's.
fn level(word: &str) -> Option<f64> {
    number(word).filter(|level| (1.0..=12.0).contains(level) && level.fract() == 0.0)
}
