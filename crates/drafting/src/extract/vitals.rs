//! Vital signs that were read out, with their values.

use clinical::{TemperatureUnit, VitalSign, WeightUnit};

use super::lexicon::patterns;

const LINK: &str = r"(?:'s| is| was| of| at| today| here| it| looks| about| around| reads?| right| now| in| the| clinic| office| a| bit| little| up| down| high| low| elevated| good| great| fine| normal| okay| perfect| still| just| again| went| came| back| there| this| morning| your| it's| that's| measured|,|:)*";
/// How a pulse goes.
const RHYTHM: &str = r"(?:irregularly irregular|irregular|regular)";

patterns! {
    /// "From 160 over 95 last month to 132 over 80": what it was goes, and what it is now stays.
    WAS = r"\bfrom (?:[\w']+ ){0,3}?\d+(?:\.\d+)?(?: ?(?:/|over|on) ?\d+)?(?: ?%)?(?: [\w']+){0,4}? to (?:(?:about|around|just|only|a|nearly|almost) )*(\d)";
    PRESSURE = &format!(r"\b(?:blood pressure|bp|(?:^|your |the |his |her )pressure){LINK} (\d{{2,3}})(?: ?/ ?| over | on )(\d{{2,3}})\b");
    /// "152 over 88": nothing else is counted so.
    PRESSURE_ALONE = r"^(?:(?:it's|that's|it is|okay|so|and|right|now|still)[, ]+)*(\d{2,3})(?: ?/ ?| over )(\d{2,3})(?:$|,| (?:today|now|here|this time|sitting|standing)\b)";
    HEART = &format!(r"\b(?:heart rate|pulse|heart)(?: rate)?(?:(?: is|'s)? {RHYTHM},?(?: and)?)?{LINK} (\d{{2,3}})\b");
    REGULARITY = &format!(r"\b(?:heart rate|pulse|heart)(?: rate)?{LINK}(?: \d+)?(?:,| and)* ({RHYTHM})\b");
    BREATHS = &format!(r"\b(?:resp(?:iratory)? rate|resps|respirations?|breathing rate){LINK} (\d{{1,2}})\b");
    BREATHES = r"\bbreathing (?:at |about )?(\d{1,2}) times (?:a|per) minute\b";
    /// "98 6" is 98.6 where nothing is counted by the 6.
    TENTHS = r"\b(?:temperature|temp)\b.*? (\d{2,3}) (\d)(?: (?:degrees|f|fahrenheit|c|celsius|and|heart|pulse|he|she|his|her|your|blood|oxygen|respiratory|respirations?)\b|,|$)";
    HEAT = &format!(r"\b(?:temperature|temp){LINK} (\d{{2,3}}(?:\.\d+)?)(?: ?°? ?(?:degrees )?(f|fahrenheit|c|celsius)\b)?");
    OXYGEN = &format!(r"\b(?:oxygen saturation|saturation|oxygen(?: level)?|o2 sat\w*|satting|sats?|pulse ox(?:imetry)?|spo2){LINK} (\d{{2,3}}(?:\.\d+)?) ?(?:%|percent\b)?");
    MASS = &format!(r"\b(?:weight|weighs|weigh|weighing){LINK} (\d{{2,3}}(?:\.\d+)?) ?(pounds?|lbs?|kg|kilos?|kilograms?)\b");
}

/// Systolic pressures that somebody may have, in mmHg.
const IS_PRESSURE: std::ops::Range<f64> = 60.0..280.0;

/// The vital signs in a sentence, each as it is written in a note and with its value.
pub(super) fn vital_signs(sentence: &str) -> Vec<(String, VitalSign)> {
    let sentence = WAS.replace_all(sentence, "$1");
    let sentence = &TENTHS.replace(&sentence, |found: &regex::Captures<'_>| {
        let (whole, tenths) = (&found[1], &found[2]);
        found[0].replacen(&format!("{whole} {tenths}"), &format!("{whole}.{tenths}"), 1)
    });
    let mut found = Vec::new();
    let number = |pattern: &regex::Regex, group: usize| -> Option<(String, f64)> {
        let text = pattern.captures(sentence)?.get(group)?.as_str().to_owned();
        let value = text.parse().ok()?;
        Some((text, value))
    };
    let pressure = |pattern: &'static regex::Regex| Some((number(pattern, 1)?, number(pattern, 2)?));
    let alone =
        || pressure(&PRESSURE_ALONE).filter(|((_, high), (_, low))| IS_PRESSURE.contains(high) && low < high);
    if let Some(((high, systolic), (low, diastolic))) = pressure(&PRESSURE).or_else(alone) {
        found.push((
            format!("Blood pressure {high}/{low} mmHg."),
            VitalSign::BloodPressure { systolic, diastolic },
        ));
    }
    if let Some((text, per_minute)) = number(&HEART, 1) {
        let rhythm = REGULARITY.captures(sentence).and_then(|found| found.get(1));
        let rhythm =
            rhythm.map_or_else(String::new, |rhythm| format!(", {}", rhythm.as_str().to_lowercase()));
        found.push((
            format!("Heart rate {text} beats per minute{rhythm}."),
            VitalSign::HeartRate { per_minute },
        ));
    }
    if let Some((text, per_minute)) = number(&BREATHS, 1).or_else(|| number(&BREATHES, 1)) {
        found.push((
            format!("Respiratory rate {text} breaths per minute."),
            VitalSign::RespiratoryRate { per_minute },
        ));
    }
    if let Some((text, value)) = number(&HEAT, 1) {
        let said = HEAT.captures(sentence).and_then(|c| c.get(2)).map(|unit| unit.as_str().to_lowercase());
        // Body temperatures in the two scales do not overlap.
        let unit = match said {
            Some(unit) if unit.starts_with('c') => Some(TemperatureUnit::Celsius),
            Some(_) => Some(TemperatureUnit::Fahrenheit),
            None if (30.0..45.0).contains(&value) => Some(TemperatureUnit::Celsius),
            None if (86.0..113.0).contains(&value) => Some(TemperatureUnit::Fahrenheit),
            None => None,
        };
        if let Some(unit) = unit {
            let symbol = if unit == TemperatureUnit::Celsius { "°C" } else { "°F" };
            found.push((format!("Temperature {text} {symbol}."), VitalSign::Temperature { value, unit }));
        }
    }
    if let Some((text, percent)) = number(&OXYGEN, 1)
        && percent <= 100.0
    {
        found.push((format!("Oxygen saturation {text} %."), VitalSign::OxygenSaturation { percent }));
    }
    if let Some((text, value)) = number(&MASS, 1) {
        let pounds = MASS
            .captures(sentence)
            .and_then(|c| c.get(2))
            .is_some_and(|unit| !unit.as_str().starts_with('k'));
        let (unit, symbol) = if pounds { (WeightUnit::Pounds, "lb") } else { (WeightUnit::Kilograms, "kg") };
        found.push((format!("Weight {text} {symbol}."), VitalSign::Weight { value, unit }));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_of_a_sentence_is_read_with_its_value() {
        let said = "your blood pressure is 128/82, heart rate is 76, and temperature is 98.4";
        let texts: Vec<String> = vital_signs(said).into_iter().map(|(text, _)| text).collect();
        assert_eq!(
            texts,
            ["Blood pressure 128/82 mmHg.", "Heart rate 76 beats per minute.", "Temperature 98.4 °F."]
        );
        let said = "your oxygen saturation is 98% and your weight is 72 kg";
        assert_eq!(
            vital_signs(said).into_iter().map(|(_, sign)| sign).collect::<Vec<_>>(),
            [
                VitalSign::OxygenSaturation { percent: 98.0 },
                VitalSign::Weight { value: 72.0, unit: WeightUnit::Kilograms }
            ]
        );
    }

    #[test]
    fn signs_are_read_however_they_are_said() {
        for (said, written) in [
            ("your blood pressure's a bit high today at 148/86", "Blood pressure 148/86 mmHg."),
            ("you're satting 97%", "Oxygen saturation 97 %."),
            ("he's breathing 22 times a minute", "Respiratory rate 22 breaths per minute."),
            ("his temperature is 98 9 heart rate is fine", "Temperature 98.9 °F."),
            ("she weighs 41 pounds", "Weight 41 lb."),
            ("pulse is irregular at 104", "Heart rate 104 beats per minute, irregular."),
            ("pulse is 72 and regular", "Heart rate 72 beats per minute, regular."),
            ("pressure's 134 over 80", "Blood pressure 134/80 mmHg."),
            ("152 over 88", "Blood pressure 152/88 mmHg."),
            ("resp rate 26", "Respiratory rate 26 breaths per minute."),
        ] {
            let texts: Vec<String> = vital_signs(said).into_iter().map(|(text, _)| text).collect();
            assert_eq!(texts, [written], "{said}");
        }
    }

    #[test]
    fn a_temperature_without_a_scale_that_fits_neither_is_left_out() {
        assert!(vital_signs("temperature is 60").is_empty());
    }
}
