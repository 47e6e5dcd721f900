//! Spoken numbers as a clinician writes them.

use super::{Unit, Value, quantities};

/// Rewrites numbers in words to digits, with the unit's symbol: "four hundred milligrams" becomes "400 mg", "one eighteen
/// over seventy six" becomes "118/76". All else, numbers in digits included, stays as it is.
pub fn written_numbers(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut from = 0;
    for quantity in quantities(text) {
        let lone_one =
            quantity.unit.is_none() && quantity.value == Value::Number(1.0) && text.trim().len() > 3;
        if !quantity.in_words || lone_one {
            continue;
        }
        written.push_str(&text[from..quantity.start]);
        written.push_str(&match quantity.value {
            Value::Number(n) => n.to_string(),
            Value::Ratio(a, b) => format!("{a}/{b}"),
            Value::Range(a, b) => format!("{a}-{b}"),
        });
        // "two days and a half": the half is in the number already, so the unit must be written anew.
        let said = &text[quantity.number_end..quantity.end];
        match quantity.unit {
            Some(Unit::Percent) => written.push('%'),
            Some(unit) if !unit.is_word() || said.contains(" half") => {
                written.push(' ');
                written.push_str(unit.symbol());
            }
            _ => written.push_str(said),
        }
        from = quantity.end;
    }
    written.push_str(&text[from..]);
    written
}
