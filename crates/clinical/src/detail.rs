//! What a statement says, where it has a structure worth keeping beside the sentence.

use serde::{Deserialize, Serialize};

use crate::Phi;

/// The structured content of a statement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Detail {
    /// A medication taken, started, changed or stopped.
    Medication(Medication),
    /// An allergy or intolerance.
    Allergy(Allergy),
    /// A measurement.
    VitalSign(VitalSign),
    /// A symptom, a finding or a condition, with its side or how long it has been there.
    Finding(Finding),
    /// What a test came to.
    TestResult(TestResult),
}

/// A medication with its dosage, each part as it was said; what was not said is absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Medication {
    /// Generic or brand name.
    pub name: Phi,
    /// Amount and unit of one dose, for example "400 mg".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose: Option<Phi>,
    /// For example "by mouth".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<Phi>,
    /// For example "twice daily with food".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Phi>,
    /// For example "5 days".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<Phi>,
}

/// An allergy with the reaction, where it was said. `substance` is absent where the patient has no known allergies.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Allergy {
    /// What causes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub substance: Option<Phi>,
    /// What happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reaction: Option<Phi>,
}

/// A symptom, a finding or a condition, each part as it was said; what was not said is absent.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What is there, for example "knee pain".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub what: Option<Phi>,
    /// On which side of the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<BodySide>,
    /// For how long it has been there, for example "about 2 weeks"; not how long it lasts each time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<Phi>,
}

/// A side of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodySide {
    /// The patient's left.
    Left,
    /// The patient's right.
    Right,
    /// Both of them.
    Both,
}

/// The result of a test, each part as it was said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TestResult {
    /// For example "Hemoglobin a1c" or "x-ray".
    pub test: Phi,
    /// A number, for example "7.2", or what was seen, for example "no fracture".
    pub value: Phi,
    /// The unit of a number, for example "mg/dL", where it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<Phi>,
}

/// A measured vital sign.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "sign", rename_all = "snake_case")]
pub enum VitalSign {
    /// Systolic and diastolic, mmHg.
    BloodPressure {
        /// mmHg.
        systolic: f64,
        /// mmHg.
        diastolic: f64,
    },
    /// Beats per minute.
    HeartRate {
        /// per minute.
        per_minute: f64,
    },
    /// Breaths per minute.
    RespiratoryRate {
        /// per minute.
        per_minute: f64,
    },
    /// Body temperature in the unit it was said in.
    Temperature {
        /// Degrees.
        value: f64,
        /// Celsius or Fahrenheit.
        unit: TemperatureUnit,
    },
    /// Oxygen saturation by pulse oximetry, percent.
    OxygenSaturation {
        /// Percent.
        percent: f64,
    },
    /// Body weight in the unit it was said in.
    Weight {
        /// Amount.
        value: f64,
        /// Kilograms or pounds.
        unit: WeightUnit,
    },
}

/// Degrees Celsius (UCUM `Cel`) or Fahrenheit (UCUM `[degF]`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemperatureUnit {
    /// UCUM `Cel`.
    Celsius,
    /// UCUM `[degF]`.
    Fahrenheit,
}

/// Kilograms (UCUM `kg`) or pounds (UCUM `[lb_av]`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WeightUnit {
    /// UCUM `kg`.
    Kilograms,
    /// UCUM `[lb_av]`.
    Pounds,
}
