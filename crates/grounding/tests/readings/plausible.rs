//! What cannot be, whoever said it.

use clinical::{ReasonCode, Verdict};

use crate::{found, heard};

/// Whether a text says what cannot be, though nothing was said.
fn implausible(text: &str) -> bool {
    let check = heard("Doctor: Hello.").check(text, &[]);
    check.reasons.iter().any(|reason| reason.code == ReasonCode::Implausible)
}

#[test]
fn what_cannot_be_is_flagged_even_if_it_was_said() {
    let heard = heard(
        "Doctor: Your heart rate is four hundred. Your blood pressure is 120 over 80. Saturation is 98 percent. Take \
         metoprolol, 5000 milligrams. Potassium is 39 millimoles per liter. I'll see you two years ago.",
    );
    for text in ["Potassium 39 mmol/L.", "Will be seen 2 years ago.", "Pain, right worse than right."] {
        let why = heard.check(text, &heard.find_evidence(text)).reasons;
        assert!(why.iter().any(|reason| reason.code == ReasonCode::Implausible), "{text}");
    }
    let (verdict, why) = found(&heard, "Heart rate 400.");
    assert_eq!(
        (verdict, why.as_str()),
        (Verdict::Unsupported, "A heart rate of 400 cannot be: it is from 20 to 250.")
    );
    assert_eq!(
        found(&heard, "Metoprolol 5000 mg."),
        (
            Verdict::Unsupported,
            "5000 mg is no usual dose of metoprolol: is the number or the unit wrong?".into()
        )
    );
    assert_eq!(found(&heard, "Blood pressure 120/80, saturation 98%.").0, Verdict::Supported);
}

#[test]
fn values_without_a_unit_and_doses_of_dangerous_drugs_are_held_against_what_can_be() {
    for text in [
        "Oxygen saturation 45.",
        "Oxygen saturation is 45 on room air.",
        "SpO2 45%.",
        "Temperature 120.",
        "Temperature of 60.",
        "Temp 9.86.",
        "Heart rate 400.",
        "Respiratory rate 90.",
        "INR 250.",
        "Morphine 5000 mg.",
        "Fentanyl 50 mg.",
        "Enoxaparin 40 g.",
        "Insulin glargine 900 units.",
        "Insulin lispro 10 mg.",
        "Digoxin 125 mg daily.",
        "Levothyroxine 50 mg daily.",
        "Methotrexate 150 mg weekly.",
        "Lithium 9000 mg.",
        "Potassium chloride 400 mEq.",
        "Heparin 500,000 units.",
        "Warfarin 500 mg.",
        "Abacavir 30000 mg.",
    ] {
        assert!(implausible(text), "{text}");
    }
    for text in [
        "Oxygen saturation 98.",
        "Oxygen 2 liters.",
        "Saturation 98% on room air.",
        "Temperature 98.6.",
        "Temperature 37.2.",
        "Temperature 101 at home.",
        "No high temperature. 2 boys at home.",
        "Temperature checked 3 times a day.",
        "Temperature taken on 3 occasions.",
        "Respiratory rate 18.",
        "Glucose 140.",
        "Glucose 5.6.",
        "INR 2.5.",
        "Morphine 15 mg every 4 hours.",
        "Fentanyl 50 mcg.",
        "Enoxaparin 40 mg daily.",
        "Insulin glargine 30 units at bedtime.",
        "Digoxin 125 mcg daily.",
        "Levothyroxine 50 mcg daily.",
        "Methotrexate 15 mg weekly.",
        "Lithium 300 mg twice daily.",
        "Potassium chloride 20 mEq daily.",
        "Heparin 5000 units.",
        "Cholecalciferol 50,000 units weekly.",
        "Polyethylene glycol 17 g daily.",
    ] {
        assert!(!implausible(text), "{text}");
    }
}

#[test]
fn an_age_is_held_against_the_record() {
    let heard =
        heard("Doctor: So you hurt your knee 45 minutes ago?\nPatient: Yes, my knee hurts.").of_age(Some(53));
    assert_eq!(found(&heard, "A 53-year-old female with knee pain.").0, Verdict::Supported);
    assert_eq!(
        found(&heard, "A 45-year-old female with knee pain."),
        (Verdict::Contradicted, "The record says that the patient is 53 years old.".into())
    );
}

#[test]
fn a_number_that_does_not_agree_with_its_noun_is_flagged() {
    let heard = heard("Doctor: Come back in two weeks. We look at C5-6 then.");
    for text in ["Return in 1 weeks.", "Level C6-5.", "Bowel sounds in all 5 quadrants."] {
        let why = found(&heard, text);
        assert!(
            heard.check(text, &[]).reasons.iter().any(|reason| reason.code == ReasonCode::Implausible),
            "{why:?}"
        );
    }
    assert!(
        !heard
            .check("Return in 1 week, or after a 2 week course.", &[])
            .reasons
            .iter()
            .any(|reason| { reason.code == ReasonCode::Implausible })
    );
}

#[test]
fn a_pressure_that_is_only_named_systolic_and_a_dose_before_its_drug_are_held_against_what_can_be_too() {
    for text in [
        "Blood pressure 400/90.",
        "BP 120/240.",
        "BP 80/120.",
        "Systolic 340 mmHg.",
        "Systolic blood pressure of 1180.",
        "Diastolic pressure was 290.",
        "Give 5000 mg of morphine.",
        "Aspirin 81 mg daily and 5000 mg of morphine.",
    ] {
        assert!(implausible(text), "{text}");
    }
    for text in [
        "Blood pressure 180/110.",
        "Systolic 180 mmHg.",
        "Diastolic pressure was 95.",
        "Right ventricular systolic pressure 28 mmHg.",
        "Pulmonary artery pressure 35/15 mmHg.",
        "Systolic dropped by 30 mmHg on standing.",
        "Systolic murmur, mean gradient 12 mmHg.",
        "IOP 14/16 mmHg.",
        "Vision 20/200.",
        "Give 5 mg of morphine.",
        "Morphine 5 mg, then 500 mg of acetaminophen.",
    ] {
        assert!(!implausible(text), "{text}");
    }
}
