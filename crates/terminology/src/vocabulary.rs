//! The words that a consult is likely to hold.

use clinical::Phi;

/// What is known before a consult begins.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// What the patient takes, as recorded: "Lisinopril 20 mg daily" or just the name.
    pub medications: Vec<Phi>,
    /// What the patient does not tolerate, as recorded.
    pub allergies: Vec<Phi>,
    /// The clinic's own words: names of people, places, devices, programmes.
    pub clinic_words: Vec<String>,
}

impl Vocabulary {
    /// The names of the patient's medications, then of the allergies, without doses and remarks.
    pub(crate) fn patients_names(&self) -> impl Iterator<Item = String> {
        self.medications.iter().chain(&self.allergies).filter_map(|entry| name_of(entry))
    }
}

/// The name at the start of an entry: its words up to a number, a bracket, a dash or other punctuation.
pub(crate) fn name_of(entry: &str) -> Option<String> {
    const MOST_WORDS: usize = 5;
    /// Words that end a name: forms and how it is taken.
    const NO_NAMES: &[&str] = &[
        "tablet",
        "tablets",
        "capsule",
        "capsules",
        "cream",
        "ointment",
        "inhaler",
        "injection",
        "oral",
        "po",
        "by",
        "daily",
        "once",
        "twice",
        "every",
        "as",
        "prn",
        "causes",
        "caused",
        "gives",
        "with",
        "for",
        "allergy",
        "intolerance",
    ];
    let end = entry
        .find(|c: char| !(c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '/')))
        .unwrap_or(entry.len());
    let part = entry[..end].split(" - ").next().unwrap_or_default();
    let words: Vec<&str> = part
        .split_whitespace()
        .take_while(|word| !NO_NAMES.contains(&word.to_lowercase().as_str()))
        .take(MOST_WORDS)
        .collect();
    let name = words.join(" ").trim_matches(['-', '\'', '’', '/', ' ']).to_owned();
    name.chars().any(char::is_alphabetic).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_its_name_without_dose_and_remark() {
        for (entry, name) in [
            ("Lisinopril 20 mg daily", "Lisinopril"),
            ("insulin glargine (Lantus)", "insulin glargine"),
            ("Penicillin - rash", "Penicillin"),
            ("co-codamol tablets", "co-codamol"),
            ("  aspirin, 81", "aspirin"),
            ("St John's wort", "St John's wort"),
        ] {
            assert_eq!(name_of(entry).as_deref(), Some(name), "{entry}");
        }
        for entry in ["", "20 mg", "- / -", "daily"] {
            assert_eq!(name_of(entry), None, "{entry}");
        }
    }

    #[test]
    fn debug_shows_nothing_of_the_patient() {
        let vocabulary = Vocabulary { medications: vec!["warfarin".into()], ..Vocabulary::default() };
        assert!(!format!("{vocabulary:?}").contains("warfarin"));
    }
}
