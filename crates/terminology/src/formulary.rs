//! The names of medicines that a clinic knows.

use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::LazyLock;

use crate::sound::Sound;

/// What a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One ingredient: "metformin".
    Ingredient,
    /// An ingredient with its salt: "metformin hydrochloride".
    PreciseIngredient,
    /// Several ingredients together: "acetaminophen / codeine".
    MultipleIngredients,
    /// A brand, or in a plain list any other name: "Glucophage".
    Brand,
}

/// A name of a medicine, as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// What it names.
    pub kind: Kind,
    /// The generic name behind a brand, where the list says it.
    pub generic: Option<String>,
}

/// The names of medicines that a clinic knows, each once whatever its case.
#[derive(Clone, Debug, Default)]
pub struct Formulary {
    names: Vec<Name>,
    places: HashMap<String, usize>,
    /// Every word that occurs in a name.
    words: HashSet<String>,
    /// What may be misheard, by how it begins to sound.
    sounds: HashMap<char, Vec<(usize, Sound)>>,
    /// The most words in a name.
    longest: usize,
}

/// A formulary that was read, and what of the file could not be.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The names.
    pub formulary: Formulary,
    /// The first lines that were left out because they could not be read; at most [`Skipped::KEPT`].
    pub skipped: Vec<Skipped>,
    /// How many lines were left out because they could not be read.
    pub skipped_lines: u64,
}

/// A line of a file that was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Its number, from 1.
    pub line: u64,
    /// Why.
    pub why: &'static str,
}

impl Skipped {
    /// How many lines are told one by one.
    pub const KEPT: usize = 100;
}

/// Why a file gave no formulary.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Reading failed.
    #[error("The file could not be read: {0}. Check that it is still there and that the disk is in order.")]
    Read(#[from] io::Error),
    /// It has not the columns of RXNCONSO.RRF.
    #[error(
        "This is not RxNorm's RXNCONSO.RRF. Unpack the RxNorm release and choose the file RXNCONSO.RRF from its folder rrf."
    )]
    NotRxnorm,
    /// It is not text with one name on each line.
    #[error("This is not a list of names. Choose a text file (UTF-8) with one name on each line.")]
    NotAList,
    /// It has the right form, and no name.
    #[error(
        "The file has no names of medicines in it. Choose the full release, or a list with one name on each line."
    )]
    Empty,
    /// What was imported once is not as it was left.
    #[error("The imported list of medicines is damaged. Remove it in the settings, and import it again.")]
    Damaged,
}

impl Formulary {
    /// The starter list that ships with Dictum: common generic names with their brands.
    pub fn starter() -> &'static Self {
        static STARTER: LazyLock<Formulary> = LazyLock::new(|| {
            let mut formulary = Formulary::default();
            for (name, generic) in clinical::drugs::names() {
                formulary.add_with_generic(name, generic);
            }
            formulary
        });
        &STARTER
    }

    /// Every name, in the order in which they were read.
    pub fn names(&self) -> &[Name] {
        &self.names
    }

    /// The name that is written like this, in any case and with any spacing.
    pub fn get(&self, name: &str) -> Option<&Name> {
        self.names.get(*self.places.get(&key(name))?)
    }

    /// Adds a name. One that is known already stays as it is.
    pub fn add(&mut self, name: Name) {
        let place = self.names.len();
        let key = key(&name.text);
        if key.is_empty() || self.places.contains_key(&key) {
            return;
        }
        self.longest = self.longest.max(key.split(' ').count());
        self.words.extend(key.split([' ', '-', '/']).map(str::to_owned));
        if let Some(sound) = Sound::of_name(&name.text) {
            self.sounds.entry(sound.first()).or_default().push((place, sound));
        }
        self.places.insert(key, place);
        self.names.push(name);
    }

    /// Adds the names of another formulary behind its own.
    pub fn extend(&mut self, other: Self) {
        for name in other.names {
            self.add(name);
        }
    }

    /// A name of a list in which other names follow their generic.
    pub(crate) fn add_with_generic(&mut self, name: &str, generic: &str) {
        let is_generic = name == generic;
        let kind = match (is_generic, generic.contains('/')) {
            (false, _) => Kind::Brand,
            (true, true) => Kind::MultipleIngredients,
            (true, false) => Kind::Ingredient,
        };
        let generic = (!is_generic).then(|| generic.to_owned());
        self.add(Name { text: name.to_owned(), kind, generic });
    }

    /// Whether `word` in lower case occurs in a name.
    pub(crate) fn has_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    pub(crate) fn most_words(&self) -> usize {
        self.longest
    }

    /// The names that begin to sound like one of `firsts`.
    pub(crate) fn sounding<'a>(&'a self, firsts: &'a [char]) -> impl Iterator<Item = (&'a Name, &'a Sound)> {
        let lists = firsts.iter().filter_map(|first| self.sounds.get(first));
        lists.flatten().filter_map(|(place, sound)| Some((self.names.get(*place)?, sound)))
    }
}

/// How a name is looked up: lower case, single spaces.
fn key(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case() {
        let formulary = Formulary::starter();
        assert_eq!(formulary.get("METFORMIN").map(|name| name.kind), Some(Kind::Ingredient));
        assert_eq!(
            formulary.get(" tylenol  ").and_then(|name| name.generic.as_deref()),
            Some("acetaminophen")
        );
        assert_eq!(formulary.get("water"), None);
    }

    #[test]
    fn a_name_is_kept_once() {
        let mut formulary = Formulary::starter().clone();
        let before = formulary.names().len();
        formulary.extend(Formulary::starter().clone());
        assert_eq!(formulary.names().len(), before);
        assert!(before > 1_000, "{before}");
    }

    #[test]
    fn errors_say_what_to_do() {
        for error in [ImportError::NotRxnorm, ImportError::NotAList, ImportError::Empty] {
            assert!(error.to_string().contains("Choose") || error.to_string().contains("choose"));
        }
    }
}
