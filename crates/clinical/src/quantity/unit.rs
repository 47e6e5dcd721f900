//! Units of measure as they are spoken and written.

use super::Tokens;

macro_rules! units {
    ($($(#[$doc:meta])* $unit:ident = $symbol:literal),* $(,)?) => {
        /// A unit, whatever it was called: "milligrams" and "mg" are the same.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Unit {
            $($(#[$doc])* $unit,)*
        }

        impl Unit {
            /// As a clinician writes it after a number: "mg", "mmHg", "weeks".
            pub fn symbol(self) -> &'static str {
                match self {
                    $(Self::$unit => $symbol,)*
                }
            }

            #[cfg(test)]
            pub(super) const ALL: &'static [Self] = &[$(Self::$unit,)*];
        }
    };
}

units! {
    /// Milligrams.
    Mg = "mg",
    /// Micrograms.
    Mcg = "mcg",
    /// Grams.
    G = "g",
    /// Kilograms.
    Kg = "kg",
    /// Pounds.
    Lb = "lb",
    /// Ounces.
    Oz = "oz",
    /// Stones.
    Stone = "stone",
    /// Millilitres.
    Ml = "mL",
    /// Litres.
    L = "L",
    /// International units, or units of insulin.
    Units = "units",
    /// Milliequivalents.
    Meq = "mEq",
    /// Milligrams in a decilitre.
    MgPerDl = "mg/dL",
    /// Grams in a decilitre.
    GPerDl = "g/dL",
    /// Millimoles in a litre.
    MmolPerL = "mmol/L",
    /// Milligrams for each kilogram.
    MgPerKg = "mg/kg",
    /// Body mass index.
    KgPerM2 = "kg/m2",
    /// Tablets, pills or capsules.
    Tablets = "tablets",
    /// Puffs of an inhaler.
    Puffs = "puffs",
    /// Drops.
    Drops = "drops",
    /// Sprays.
    Sprays = "sprays",
    /// Per cent.
    Percent = "%",
    /// Millimetres of mercury.
    MmHg = "mmHg",
    /// Heart beats a minute.
    Bpm = "bpm",
    /// Breaths a minute.
    Breaths = "breaths/min",
    /// Degrees, of a temperature or an angle.
    Degrees = "degrees",
    /// Degrees Fahrenheit.
    DegF = "°F",
    /// Degrees Celsius.
    DegC = "°C",
    /// Millimetres.
    Mm = "mm",
    /// Centimetres.
    Cm = "cm",
    /// Inches.
    In = "in",
    /// Feet.
    Ft = "ft",
    /// Miles.
    Mile = "miles",
    /// Kilometres.
    Km = "km",
    /// Seconds.
    Second = "seconds",
    /// Minutes.
    Minute = "minutes",
    /// Hours.
    Hour = "hours",
    /// Days.
    Day = "days",
    /// Weeks.
    Week = "weeks",
    /// Months.
    Month = "months",
    /// Years.
    Year = "years",
    /// Packs of cigarettes.
    Packs = "packs",
    /// Years of smoking a pack a day.
    PackYears = "pack-years",
    /// How often something is done.
    Times = "times",
}

impl Unit {
    /// Whether it measures time.
    pub fn is_time(self) -> bool {
        use Unit::*;
        matches!(self, Second | Minute | Hour | Day | Week | Month | Year)
    }

    /// Whether it is a word in written English too, which follows its number ("2 weeks", "1 week"), and not a symbol.
    pub fn is_word(self) -> bool {
        use Unit::*;
        self.is_time()
            || matches!(
                self,
                Stone | Units | Tablets | Puffs | Drops | Sprays | Degrees | Mile | Packs | PackYears | Times
            )
    }
}

/// Units of several words, the longer first.
const PHRASES: &[(&[&str], Unit)] = &[
    (&["milligrams", "per", "deciliter"], Unit::MgPerDl),
    (&["milligrams", "per", "kilogram"], Unit::MgPerKg),
    (&["mg", "per", "kg"], Unit::MgPerKg),
    (&["mg", "per", "kilo"], Unit::MgPerKg),
    (&["grams", "per", "deciliter"], Unit::GPerDl),
    (&["millimoles", "per", "liter"], Unit::MmolPerL),
    (&["millimoles", "per", "litre"], Unit::MmolPerL),
    (&["international", "units"], Unit::Units),
    (&["millimeters", "of", "mercury"], Unit::MmHg),
    (&["millimetres", "of", "mercury"], Unit::MmHg),
    (&["mm", "of", "mercury"], Unit::MmHg),
    (&["mm", "hg"], Unit::MmHg),
    (&["beats", "per", "minute"], Unit::Bpm),
    (&["beats", "a", "minute"], Unit::Bpm),
    (&["breaths", "per", "minute"], Unit::Breaths),
    (&["breaths", "a", "minute"], Unit::Breaths),
    (&["degrees", "fahrenheit"], Unit::DegF),
    (&["degrees", "celsius"], Unit::DegC),
    (&["degrees", "centigrade"], Unit::DegC),
    (&["degrees", "f"], Unit::DegF),
    (&["degrees", "c"], Unit::DegC),
    (&["per", "cent"], Unit::Percent),
    (&["pack", "years"], Unit::PackYears),
    (&["pack", "year"], Unit::PackYears),
];

/// Units with a slash: what stands before and after it.
const RATIOS: &[(&str, &str, Unit)] = &[
    ("mg", "dl", Unit::MgPerDl),
    ("g", "dl", Unit::GPerDl),
    ("mmol", "l", Unit::MmolPerL),
    ("mg", "kg", Unit::MgPerKg),
    ("kg", "m", Unit::KgPerM2),
    ("beats", "min", Unit::Bpm),
    ("breaths", "min", Unit::Breaths),
];

/// The unit at token `at` and the token after it. A hyphen may come before it ("24-hour"), and one word between a number
/// and a unit of dosage is passed over neither here nor elsewhere.
pub(super) fn unit_at(tokens: &Tokens, at: usize) -> Option<(Unit, usize)> {
    let at = tokens.past_hyphen(at);
    if let Some(next) = tokens.symbol_at(at, '%') {
        return Some((Unit::Percent, next));
    }
    if let Some(next) = tokens.symbol_at(at, '°') {
        return Some(match tokens.word(next) {
            Some("c") => (Unit::DegC, next + 1),
            Some("f") => (Unit::DegF, next + 1),
            _ => (Unit::Degrees, next),
        });
    }
    if let Some(found) = PHRASES.iter().find_map(|(words, unit)| Some((*unit, tokens.words_at(at, words)?))) {
        return Some(found);
    }
    let word = tokens.word(at)?;
    if word == "pack"
        && tokens.symbol_at(at + 1, '-').is_some()
        && tokens.word(at + 2).is_some_and(|w| w.starts_with("year"))
    {
        return Some((Unit::PackYears, at + 3));
    }
    if let Some(slash) = tokens.symbol_at(at + 1, '/')
        && let Some((.., unit)) =
            RATIOS.iter().find(|(top, bottom, _)| word == *top && tokens.word(slash) == Some(bottom))
    {
        let squared = *unit == Unit::KgPerM2 && tokens.touches_last(slash + 1);
        return Some((*unit, slash + 1 + usize::from(squared)));
    }
    if let Some(unit) = named(word) {
        return Some((unit, at + 1));
    }
    // "98.6F", "37 C", "q6h", "5m": letters that are units only right behind their number.
    let touching = tokens.touches_last(at);
    let temperature = || tokens.number(at.checked_sub(1)?).filter(|n| (30.0..=115.0).contains(n));
    match word {
        "f" if touching || temperature().is_some() => Some((Unit::DegF, at + 1)),
        "c" if touching && temperature().is_some() => Some((Unit::DegC, at + 1)),
        "h" if touching => Some((Unit::Hour, at + 1)),
        "l" if touching => Some((Unit::L, at + 1)),
        "d" if touching => Some((Unit::Day, at + 1)),
        "x" if touching => Some((Unit::Times, at + 1)),
        "in" if touching => Some((Unit::In, at + 1)),
        "yo" if touching => Some((Unit::Year, at + 1)),
        _ => None,
    }
}

fn named(word: &str) -> Option<Unit> {
    use Unit::*;
    Some(match word {
        "mg" | "mgs" | "milligram" | "milligrams" | "milligramme" | "milligrammes" => Mg,
        "mcg" | "mcgs" | "ug" | "µg" | "μg" | "microgram" | "micrograms" | "microgrammes" => Mcg,
        "g" | "gm" | "gms" | "gram" | "grams" | "gramme" | "grammes" => G,
        "kg" | "kgs" | "kilo" | "kilos" | "kilogram" | "kilograms" => Kg,
        "lb" | "lbs" | "pound" | "pounds" => Lb,
        "oz" | "ounce" | "ounces" => Oz,
        "stone" => Stone,
        "ml" | "mls" | "milliliter" | "milliliters" | "millilitre" | "millilitres" | "cc" | "ccs" => Ml,
        "liter" | "liters" | "litre" | "litres" => L,
        "unit" | "units" | "iu" => Units,
        "meq" | "milliequivalent" | "milliequivalents" => Meq,
        "mmol" | "millimoles" => MmolPerL,
        "tablet" | "tablets" | "tab" | "tabs" | "pill" | "pills" | "capsule" | "capsules" | "caps" => Tablets,
        "puff" | "puffs" | "inhalation" | "inhalations" => Puffs,
        "drop" | "drops" => Drops,
        "spray" | "sprays" => Sprays,
        "percent" | "pct" => Percent,
        "mmhg" => MmHg,
        "bpm" => Bpm,
        "degree" | "degrees" => Degrees,
        "fahrenheit" => DegF,
        "celsius" | "centigrade" => DegC,
        "mm" | "millimeter" | "millimeters" | "millimetre" | "millimetres" => Mm,
        "cm" | "cms" | "centimeter" | "centimeters" | "centimetre" | "centimetres" => Cm,
        "inch" | "inches" => In,
        "ft" | "foot" | "feet" => Ft,
        "mile" | "miles" => Mile,
        "km" | "kilometer" | "kilometers" | "kilometre" | "kilometres" => Km,
        "second" | "seconds" | "sec" | "secs" => Second,
        "minute" | "minutes" | "min" | "mins" => Minute,
        "hour" | "hours" | "hr" | "hrs" | "hourly" => Hour,
        "day" | "days" => Day,
        "week" | "weeks" | "wk" | "wks" => Week,
        "month" | "months" | "mo" | "mos" => Month,
        "year" | "years" | "yr" | "yrs" => Year,
        "pack" | "packs" => Packs,
        "time" | "times" => Times,
        _ => return None,
    })
}
