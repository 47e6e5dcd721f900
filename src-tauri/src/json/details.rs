//! What a statement says, field by field, beside its sentence: each field with its name and, as text, its value.

use clinical::{BodySide, Detail, Phi, TemperatureUnit, VitalSign, WeightUnit};
use serde::Serialize;
use specta::Type;

/// What a detail of a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[serde(rename = "DetailName")]
#[allow(missing_docs)]
pub enum DetailNameJson {
    Medication,
    Dose,
    Route,
    Frequency,
    Duration,
    Substance,
    Reaction,
    Finding,
    Side,
    Test,
    Result,
    BloodPressure,
    HeartRate,
    RespiratoryRate,
    Temperature,
    OxygenSaturation,
    Weight,
}

/// A detail of a statement.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "DetailView")]
pub struct DetailJson {
    name: DetailNameJson,
    /// With its unit, where it has one.
    value: String,
}

/// The fields of a statement's detail that have a value, in order.
pub(super) fn details(detail: &Detail) -> Vec<DetailJson> {
    use DetailNameJson::*;
    let text = |text: &Option<Phi>| text.as_ref().map(|text| text.as_str().to_owned());
    let fields = match detail {
        Detail::Medication(drug) => vec![
            (Medication, Some(drug.name.to_string())),
            (Dose, text(&drug.dose)),
            (Route, text(&drug.route)),
            (Frequency, text(&drug.frequency)),
            (Duration, text(&drug.duration)),
        ],
        Detail::Allergy(allergy) => {
            vec![(Substance, text(&allergy.substance)), (Reaction, text(&allergy.reaction))]
        }
        Detail::Finding(finding) => vec![
            (Finding, text(&finding.what)),
            (Side, finding.side.map(|side| of_side(side).to_owned())),
            (Duration, text(&finding.duration)),
        ],
        Detail::TestResult(result) => {
            let unit = result.unit.as_ref().map(|unit| format!(" {}", unit.as_str())).unwrap_or_default();
            vec![
                (Test, Some(result.test.to_string())),
                (Result, Some(format!("{}{unit}", result.value.as_str()))),
            ]
        }
        Detail::VitalSign(sign) => {
            let (name, value) = of_vital_sign(*sign);
            vec![(name, Some(value))]
        }
    };
    fields.into_iter().filter_map(|(name, value)| Some(DetailJson { name, value: value? })).collect()
}

fn of_side(side: BodySide) -> &'static str {
    match side {
        BodySide::Left => "left",
        BodySide::Right => "right",
        BodySide::Both => "both",
    }
}

fn of_vital_sign(sign: VitalSign) -> (DetailNameJson, String) {
    use DetailNameJson::*;
    match sign {
        VitalSign::BloodPressure { systolic, diastolic } => {
            (BloodPressure, format!("{systolic}/{diastolic} mmHg"))
        }
        VitalSign::HeartRate { per_minute } => (HeartRate, format!("{per_minute} /min")),
        VitalSign::RespiratoryRate { per_minute } => (RespiratoryRate, format!("{per_minute} /min")),
        VitalSign::Temperature { value, unit } => {
            let unit = match unit {
                TemperatureUnit::Celsius => "°C",
                TemperatureUnit::Fahrenheit => "°F",
            };
            (Temperature, format!("{value} {unit}"))
        }
        VitalSign::OxygenSaturation { percent } => (OxygenSaturation, format!("{percent} %")),
        VitalSign::Weight { value, unit } => {
            let unit = match unit {
                WeightUnit::Kilograms => "kg",
                WeightUnit::Pounds => "lb",
            };
            (Weight, format!("{value} {unit}"))
        }
    }
}

#[cfg(test)]
mod tests {
    use clinical::{Finding, Medication, TestResult};

    use super::*;

    fn told(detail: &Detail) -> Vec<(DetailNameJson, String)> {
        details(detail).into_iter().map(|field| (field.name, field.value)).collect()
    }

    #[test]
    fn what_was_not_said_is_left_out() {
        use DetailNameJson::*;
        let finding = self::Finding {
            what: Some("knee pain".into()),
            side: Some(BodySide::Left),
            duration: Some("3 weeks".into()),
        };
        assert_eq!(
            told(&Detail::Finding(finding)),
            [(Finding, "knee pain".into()), (Side, "left".into()), (Duration, "3 weeks".into())]
        );
        let drug =
            self::Medication { name: "ibuprofen".into(), dose: Some("400 mg".into()), ..Default::default() };
        assert_eq!(
            told(&Detail::Medication(drug)),
            [(Medication, "ibuprofen".into()), (Dose, "400 mg".into())]
        );
        assert!(told(&Detail::Allergy(clinical::Allergy::default())).is_empty());
    }

    #[test]
    fn a_value_has_its_unit() {
        let result =
            TestResult { test: "Creatinine".into(), value: "1.4".into(), unit: Some("mg/dL".into()) };
        assert_eq!(told(&Detail::TestResult(result))[1], (DetailNameJson::Result, "1.4 mg/dL".into()));
        for (sign, value) in [
            (VitalSign::BloodPressure { systolic: 118.0, diastolic: 76.0 }, "118/76 mmHg"),
            (VitalSign::Temperature { value: 98.4, unit: TemperatureUnit::Fahrenheit }, "98.4 °F"),
            (VitalSign::OxygenSaturation { percent: 97.0 }, "97 %"),
        ] {
            assert_eq!(told(&Detail::VitalSign(sign))[0].1, value);
        }
    }
}
