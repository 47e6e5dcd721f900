//! Which numbers stay words: small counts, idioms, times that may be something else, strings of digits, and what may mean
//! two amounts.

use clinical::quantity::{Quantity, Unit, Value, number};

use super::patterns;

patterns! {
    /// A result or vital sign that a number follows, with what may stand between.
    MEASURED = r"(?-u:\b)(?:a ?1 ?c|a one c|inr|potassium|sodium|magnesium|calcium|albumin|bilirubin|creatinine|hemoglobin|haemoglobin|lactate|troponin|tsh|psa|phosphorus|uric acid|white count|white blood cell count|glucose|blood sugar|gcs|apgar|bmi|temperature|temp|ejection fraction|respirations|respiratory rate|heart rate|pulse|blood pressure|ph)(?:'s)?(?: (?:is|are|was|were|of|at|came|back|level|levels|value|count|still|around|about|now|like|a|to|today|score|being|it's|just|only|up|down))*[ ,]*$";
    OXYGEN = r"(?-u:\b)(?:oxygen|o2|sat|sats|saturation|saturating|satting|spo2|room air)(?-u:\b)";
    /// What may come before a clock time or a plain number.
    CLOCK = r"(?-u:\b)(?:at|by|until|till|before|after|since|from)(?: about| around)? $";
    ABOUT = r"(?-u:\b)(?:about|around) $";
    BEFORE_YEAR = r"(?-u:\b)(?:in|since|of|year|until|till|from|before|after|by|back)(?: about| around| the year)? $";
    AT = r"(?-u:\b)at $";
    /// "One in ten people".
    ODDS = r"(?-u:\b)(?:one|two|three) (?:in|of)(?: every)? $";
    /// "Oh three hundred", "double seven", "SW sixteen": telephones, postcodes.
    CODE = r"(?:(?-u:\b)(?:oh|o|zero|double|triple)|(?-i:(?:^|[^\p{L}'’])(?:[B-HJ-Z]|[A-Z][A-JL-Z])))[ -]$";
    APPROXIMATE = r"^[ -]*(?:something|odd|some|ish|fold|teens|twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties|hundreds)\b|^['’-]\p{L}";
    /// "Nine out of ten times" is no score.
    OF_CASES = r"^ (?:times|people|patients|women|men|of|days|nights|kids|children|cases|the)\b";
    PIECE = r"^ (?:tablet|pill|capsule|tab|cap)s?\b";
    DECIMALS = r"^\s+\.\s+((?-i:[a-z]+)|\d+)\b";
    AFTER_A_POINT = r"(?:^|\s)(?:a|an|the|of|is|was|about|point|and)\s+\.\s+$";
    /// Joined to what stands before or after, so that digits would make another number or word of it.
    GLUED_BEFORE = r"[\p{L}\p{N}.,/'’-]$";
    GLUED_AFTER = r"^[.,:/]?[\p{L}\p{N}]|^/";
    /// "Point" with a number that does not belong to it as it was said would be read as its decimals.
    POINT = r"(?-u:\b)(?:(this|that|some|any|one|what|which|every|each|no) )?point[ -]$";
    BY = r"^(?:,)? by $";
    VISION = r"^[ -]*(?:vision|hindsight)\b";
}

/// The quantities of a text with the text, so that each can be judged among its neighbours.
pub(super) struct Among<'a> {
    /// The text, with what is claimed already made meaningless.
    pub(super) open: &'a str,
    /// The text as it is.
    pub(super) text: &'a str,
    pub(super) all: &'a [Quantity],
}

impl Among<'_> {
    /// Whether quantity `at`, which was said in words, stays in words.
    pub(super) fn stays(&self, at: usize) -> bool {
        let quantity = &self.all[at];
        self.is_glued(quantity)
            || self.is_broken(at)
            || self.is_code(at)
            || match quantity.unit {
                Some(unit) => self.stays_with_unit(quantity, unit) || self.is_listed(at, unit),
                None => match quantity.value {
                    Value::Number(value) => self.stays_bare(at, value),
                    Value::Range(_, high) => {
                        // "Zero to ten ten being the worst": where the second number ends is not to be known.
                        let unclear = high >= 1000.0 && is_pair(&self.said(quantity).to_lowercase());
                        unclear || high < 10.0 && !self.is_measured(quantity)
                    }
                    Value::Ratio(a, b) => self.is_no_score(quantity, a, b),
                },
            }
    }

    fn said(&self, quantity: &Quantity) -> &str {
        &self.open[quantity.start..quantity.number_end]
    }

    fn before(&self, quantity: &Quantity) -> &str {
        &self.open[..quantity.start]
    }

    fn after(&self, quantity: &Quantity) -> &str {
        &self.open[quantity.end..]
    }

    /// What stands between a quantity and the one before it.
    fn gap(&self, at: usize) -> Option<&str> {
        let before = self.all.get(at.checked_sub(1)?)?;
        self.open.get(before.end..self.all.get(at)?.start)
    }

    /// Whether a quantity follows right upon the one before.
    fn adjoins(&self, at: usize) -> bool {
        self.gap(at).is_some_and(|gap| gap.chars().all(|c| c.is_whitespace() || c == '-'))
            && at
                .checked_sub(1)
                .and_then(|before| self.all.get(before))
                .is_some_and(|before| before.unit.is_none())
    }

    /// Whether it is a piece of a decimal that was taken down with spaces around its point: "ninety eight . two".
    fn is_broken(&self, at: usize) -> bool {
        // Where the decimals of a quantity begin, if they were taken down apart from it.
        let decimals = |at: usize| {
            let quantity = self.all.get(at).filter(|quantity| quantity.unit.is_none())?;
            let digits = DECIMALS.captures(self.after(quantity))?.get(1)?;
            number(digits.as_str()).map(|_| quantity.end + digits.start())
        };
        let goes_on = |at: usize| decimals(at).is_some();
        let linked = |at: usize| {
            at.checked_sub(1).and_then(decimals) == self.all.get(at).map(|quantity| quantity.start)
        };
        let after_point = |at: usize| {
            self.all.get(at).is_some_and(|quantity| AFTER_A_POINT.is_match(last_words(self.before(quantity))))
        };
        linked(at)
            || goes_on(at)
            || after_point(at)
            || self.adjoins(at) && at > 0 && (linked(at - 1) || after_point(at - 1))
            || self.adjoins(at + 1) && goes_on(at + 1)
    }

    fn is_glued(&self, quantity: &Quantity) -> bool {
        let before = last_words(self.before(quantity));
        let decimal = POINT.captures(before).is_some_and(|point| point.get(1).is_none());
        decimal || GLUED_BEFORE.is_match(before) || GLUED_AFTER.is_match(self.after(quantity))
    }

    fn is_code(&self, at: usize) -> bool {
        let quantity = &self.all[at];
        quantity.unit.is_none() && CODE.is_match(last_words(self.before(quantity)))
    }

    fn stays_with_unit(&self, quantity: &Quantity, unit: Unit) -> bool {
        let spoken = self.said(quantity).to_lowercase();
        match quantity.value {
            Value::Number(value) => {
                let one_of_those = value == 1.0
                    && matches!(
                        unit,
                        Unit::Second | Unit::Minute | Unit::Day | Unit::Times | Unit::Ft | Unit::In
                    );
                let body = unit == Unit::Ft && value <= 2.0;
                let wholly = unit == Unit::Percent
                    && spoken.starts_with("a hundred")
                    && !OXYGEN.is_match(last_words(self.before(quantity)));
                let at_one_point = spoken.starts_with("one point") && AT.is_match(self.before(quantity));
                // "On the twenty second" is a day, "a twenty second pause" is none.
                let day = unit == Unit::Second
                    && self.open[quantity.number_end..quantity.end].trim() == "second"
                    && self.before(quantity).to_lowercase().ends_with("the ");
                let two_doses = is_dose(unit)
                    && two_numbers(&spoken)
                    && (spoken.ends_with(" ten") || PIECE.is_match(self.after(quantity)));
                one_of_those || body || wholly || day || two_doses || at_one_point
            }
            // "Twenty twenty five milligrams": a range, or one thing said twice.
            Value::Range(..) => is_dose(unit) && !joined(&spoken),
            Value::Ratio(..) => unit != Unit::MmHg && self.is_no_score(quantity, 0.0, 0.0),
        }
    }

    /// "Six eight weeks", "four five six seven days": a range or a list without its words.
    fn is_listed(&self, at: usize, unit: Unit) -> bool {
        let value = |quantity: &Quantity| match quantity.value {
            Value::Number(value) | Value::Range(value, _) | Value::Ratio(value, _) => value,
        };
        (unit.is_time() || unit == Unit::Times)
            && self.adjoins(at)
            && at.checked_sub(1).is_some_and(|before| value(&self.all[before]) < value(&self.all[at]))
    }

    fn stays_bare(&self, at: usize, value: f64) -> bool {
        let quantity = &self.all[at];
        let spoken = self.said(quantity).to_lowercase();
        let before = last_words(self.before(quantity));
        let after = self.after(quantity);
        let pair = is_pair(&spoken);
        let small =
            value < 10.0 && !spoken.contains("point") && !self.is_measured(quantity) && !self.is_side(at);
        let round = matches!(spoken.as_str(), "a hundred" | "hundred" | "a thousand" | "thousand");
        let no_year = (1000.0..3000.0).contains(&value)
            && pair
            && (!(1900.0..2050.0).contains(&value)
                || spoken == "twenty twenty" && !BEFORE_YEAR.is_match(before)
                || VISION.is_match(after));
        let quarter = matches!(value % 100.0, 15.0 | 30.0 | 45.0) && ABOUT.is_match(before);
        let clock = (100.0..1000.0).contains(&value) && pair && (quarter || CLOCK.is_match(before));
        let at_one_point = spoken.starts_with("one point") && AT.is_match(before);
        small
            || round && !self.is_measured(quantity)
            || no_year
            || clock
            || at_one_point
            || ODDS.is_match(before)
            || self.adjoins(at)
            || self.adjoins(at + 1)
            || APPROXIMATE.is_match(after)
    }

    /// "Two by three centimeters": the unit is meant for both.
    fn is_side(&self, at: usize) -> bool {
        self.gap(at + 1).is_some_and(|gap| BY.is_match(gap))
            && self.all.get(at + 1).is_some_and(|next| next.unit.is_some() || self.is_side(at + 1))
    }

    fn is_measured(&self, quantity: &Quantity) -> bool {
        MEASURED.is_match(last_words(&self.text[..quantity.start]))
    }

    fn is_no_score(&self, quantity: &Quantity, a: f64, b: f64) -> bool {
        if !self.said(quantity).to_lowercase().contains("out of") {
            return false;
        }
        const BEST: [f64; 8] = [4.0, 5.0, 6.0, 10.0, 15.0, 27.0, 30.0, 100.0];
        quantity.unit.is_some() || a > b || !BEST.contains(&b) || OF_CASES.is_match(self.after(quantity))
    }
}

/// Whether a number above a hundred is said in the clinicians' way, as two.
fn is_pair(spoken: &str) -> bool {
    !spoken.contains("hundred") && !spoken.contains("thousand")
}

/// Whether a number in words may be two: "one fifty" is 150, or one of fifty.
fn two_numbers(spoken: &str) -> bool {
    let Some((first, rest)) = spoken.split_once(' ') else { return false };
    number(first).is_some_and(|first| (1.0..10.0).contains(&first))
        && !rest.starts_with("hundred")
        && !rest.starts_with("thousand")
        && number(rest).is_some_and(|rest| rest >= 10.0)
}

/// Whether a word joins the two ends of a range.
fn joined(spoken: &str) -> bool {
    [" to ", " or ", " and ", ",", "-", "–"].iter().any(|word| spoken.contains(word))
}

/// Whether an amount of medicine is measured in it.
pub(super) fn is_dose(unit: Unit) -> bool {
    matches!(unit, Unit::Mg | Unit::Mcg | Unit::G | Unit::Ml | Unit::Units | Unit::Meq)
}

/// The end of what stands before a number: as much as a pattern here may need.
fn last_words(before: &str) -> &str {
    let start = before.char_indices().rev().nth(80).map_or(0, |(at, _)| at);
    &before[start..]
}
