//! The trained weights, from `models/dictum-speakers-en.tsv`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::words::{Kind, Said};

const FILE: &str = include_str!("../../../../models/dictum-speakers-en.tsv");

pub(super) static WEIGHTS: LazyLock<Weights> = LazyLock::new(|| Weights::read(FILE).0);

/// Log-odds in hundredths, positive for the clinician; of staying, positive for the same speaker.
#[derive(Default)]
pub(super) struct Weights {
    words: HashMap<&'static str, i32>,
    links: HashMap<(Kind, Kind), i32>,
    pub(super) opening: i32,
    pub(super) touching: i32,
    pub(super) companion: Companion,
    spellings: HashMap<&'static str, &'static str>,
    classes: HashMap<&'static str, &'static str>,
}

/// How to tell a companion from the patient.
#[derive(Default)]
pub(super) struct Companion {
    bias: i32,
    told: i32,
    asked: i32,
    third: HashSet<&'static str>,
    first: HashSet<&'static str>,
    second: HashSet<&'static str>,
}

pub(super) fn log_odds(hundredths: i32) -> f64 {
    f64::from(hundredths) / 100.0
}

impl Weights {
    /// Reads lines of a name, a tab and a value under their section's name in brackets. The lines that say nothing
    /// are given back.
    fn read(file: &'static str) -> (Self, Vec<&'static str>) {
        let mut weights = Self::default();
        let mut not_understood = Vec::new();
        let mut section = "";
        for line in file.lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = name;
                continue;
            }
            let read = line.split_once('\t').and_then(|(name, value)| weights.take(section, name, value));
            if read.is_none() {
                not_understood.push(line);
            }
        }
        (weights, not_understood)
    }

    fn take(&mut self, section: &str, name: &'static str, value: &'static str) -> Option<()> {
        let number = || value.parse::<i32>().ok();
        let list = || value.split(' ').collect();
        match (section, name) {
            ("words", _) => drop(self.words.insert(name, number()?)),
            ("chain", "first") => self.opening = number()?,
            ("chain", "touches") => self.touching = number()?,
            ("chain", _) => {
                let (before, this) = name.split_once(' ')?;
                self.links.insert((Kind::read(before)?, Kind::read(this)?), number()?);
            }
            ("companion", "bias") => self.companion.bias = number()?,
            ("companion", "told") => self.companion.told = number()?,
            ("companion", "asked") => self.companion.asked = number()?,
            ("persons", "third") => self.companion.third = list(),
            ("persons", "first") => self.companion.first = list(),
            ("persons", "second") => self.companion.second = list(),
            ("spellings", _) => drop(self.spellings.insert(name, value)),
            ("classes", _) => self.classes.extend(value.split(' ').map(|word| (word, name))),
            _ => return None,
        }
        Some(())
    }

    pub(super) fn same_spelling(&self, word: &str) -> Option<&'static str> {
        self.spellings.get(word).copied()
    }

    pub(super) fn class_of(&self, word: &str) -> Option<&'static str> {
        self.classes.get(word).copied()
    }

    /// The odds that a turn is the clinician's, by its words.
    pub(super) fn of_words(&self, said: &Said) -> i32 {
        said.features().iter().filter_map(|name| self.words.get(name.as_str())).sum()
    }

    /// The odds that the speaker of a turn goes on after a pause.
    pub(super) fn goes_on(&self, before: Kind, this: Kind) -> i32 {
        self.links.get(&(before, this)).copied().unwrap_or_default()
    }
}

impl Companion {
    /// Whether those turns that are not the clinician's are told by somebody else than the patient: by how much of the talk
    /// of persons is in the third, of the teller as against the first, of the clinician as against the second.
    pub(super) fn tells(&self, said: &[&Said], clinician: &[bool]) -> bool {
        let share = |of_clinician: bool, near: &HashSet<&str>| {
            let words = || {
                said.iter()
                    .zip(clinician)
                    .filter(|(_, yes)| **yes == of_clinician)
                    .flat_map(|(said, _)| said.words())
            };
            let far = words().filter(|word| self.third.contains(word)).count() as f64;
            let near = words().filter(|word| near.contains(word)).count() as f64;
            far / (far + near + 5.0) // a few words are no evidence
        };
        let told = f64::from(self.told) * share(false, &self.first);
        let asked = f64::from(self.asked) * share(true, &self.second);
        f64::from(self.bias) + told + asked > 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_file_says_something() {
        let (weights, not_understood) = Weights::read(FILE);
        assert_eq!(not_understood, Vec::<&str>::new());
        assert!(weights.words.len() > 1000);
        assert_eq!(weights.links.len(), 7 * 7, "one for each pair of kinds");
    }
}
