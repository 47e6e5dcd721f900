//! The list of models that can be had.

use std::collections::HashSet;
use std::path::Path;

use serde::Deserialize;

use crate::{Address, Content, Error, Sha1, Sha256, Task};

/// The speech model that ships with Dictum, used until another one is installed.
pub const SHIPPED_SPEECH_MODEL: &str = "dictum-micro-en";
/// The language model that ships with Dictum. It knows the language of the sample consult, and is used for that alone.
pub const SHIPPED_DRAFTING_MODEL: &str = "dictum-draft-micro-en";

/// An entry of the catalogue.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CatalogEntry {
    /// For commands and settings.
    pub id: String,
    /// What it does.
    pub task: Task,
    /// For people.
    pub name: String,
    /// File name in the models folder.
    pub file: String,
    /// Where the file is; none where its publisher has to be asked first.
    pub address: Option<Address>,
    /// The file's exact size, where it is known.
    pub bytes: Option<u64>,
    /// The file's size in MiB, as published: rounded.
    pub mib: Option<u64>,
    /// The file's SHA-1, where it is known.
    pub sha1: Option<Sha1>,
    /// The file's SHA-256, where it is known.
    pub sha256: Option<Sha256>,
    /// BCP 47 tags of the languages it understands; `*` for many.
    pub languages: Vec<String>,
    /// An SPDX expression, or the name of the publisher's own terms.
    pub licence: String,
    /// Memory that the model takes while it works, in MB.
    pub memory_mb: u64,
    /// Cores from which on it is advised where no graphics card helps.
    #[serde(default = "one")]
    pub cores: usize,
    /// Whether it is for trying and testing only, and must be marked so wherever it is used.
    #[serde(default)]
    pub test_only: bool,
    /// A sentence for a clinician.
    pub note: String,
    /// Whether text that looks improbable is decoded again at higher temperatures. It helps a large model out of a loop;
    /// a very small one is improbable all the time, and only slower for it.
    #[serde(default = "yes")]
    pub temperature_fallback: bool,
    /// Whether it is asked for the times of the sentences within a chunk.
    #[serde(default = "yes")]
    pub timestamps: bool,
    /// Whether it is told names that it shall rather hear.
    #[serde(default = "yes")]
    pub takes_prompt: bool,
    /// Whether it translates into English. One that was cut down to be fast writes the language that is spoken whatever it is asked.
    #[serde(default = "yes")]
    pub translates: bool,
}

fn yes() -> bool {
    true
}

fn one() -> usize {
    1
}

impl CatalogEntry {
    /// Whether anything says beforehand what the file's content is.
    pub(crate) fn has_digest(&self) -> bool {
        self.sha1.is_some() || self.sha256.is_some()
    }

    /// Whether a file's content agrees with all that is known of it.
    pub(crate) fn agrees(&self, content: &Content) -> bool {
        self.sha1.is_none_or(|sha1| sha1 == content.sha1)
            && self.sha256.is_none_or(|sha256| sha256 == content.sha256)
            && self.bytes.is_none_or(|bytes| bytes == content.bytes)
    }

    /// Whether it understands all of these languages; `*` is any.
    pub fn understands(&self, languages: &[String]) -> bool {
        let any = || self.languages.iter().any(|language| language == "*");
        languages.iter().all(|language| self.languages.contains(language)) || any()
    }

    /// Whether it understands what is spoken, and translates it where it shall.
    pub fn suits(&self, spoken: &Spoken) -> bool {
        self.understands(&spoken.languages) && (self.translates || !spoken.is_foreign())
    }

    /// The file's size in bytes, as nearly as it is known.
    pub fn size(&self) -> Option<u64> {
        self.bytes.or(self.mib.map(|mib| mib << 20))
    }
}

/// What a speech model is to hear.
#[derive(Clone, Debug, Default)]
pub struct Spoken {
    /// Codes of the languages that may be spoken, `*` for any; none where that is no matter.
    pub languages: Vec<String>,
    /// Whether it shall be had in English, too.
    pub translated: bool,
}

impl Spoken {
    /// Whether something is to be translated.
    pub fn is_foreign(&self) -> bool {
        self.translated && (self.languages.is_empty() || self.languages.iter().any(|code| code != ENGLISH))
    }
}

const ENGLISH: &str = "en";

/// The list of models that can be had. Those of a task are ordered: what is better, and larger, comes later.
#[derive(Clone, Debug)]
pub struct Catalog {
    entries: Vec<CatalogEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    model: Vec<CatalogEntry>,
}

impl Catalog {
    /// The catalogue that ships with this version.
    ///
    /// # Errors
    /// [`Error::Catalog`] where it is malformed, which a test rules out.
    pub fn built_in() -> Result<Self, Error> {
        Self::parse(include_str!("../../../models/catalog.toml"))
    }

    /// A catalogue in a file of the same form, such as a hospital's own with the addresses of its own mirror.
    ///
    /// # Errors
    /// [`Error::Reading`] or [`Error::Catalog`].
    pub fn read(path: &Path) -> Result<Self, Error> {
        Self::parse(&std::fs::read_to_string(path).map_err(|error| Error::reading(path, error))?)
    }

    /// Reads a catalogue in TOML.
    ///
    /// # Errors
    /// [`Error::Catalog`] that says in which line what is wrong.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let written: Written = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(0, |span| text[..span.start].matches('\n').count() + 1);
            Error::Catalog(format!("line {line}: {}", error.message()))
        })?;
        let mut names = HashSet::new();
        for entry in &written.model {
            if !is_plain_name(&entry.file) {
                return Err(Error::Catalog(format!("{}: \"{}\" is no file name", entry.id, entry.file)));
            }
            if !names.insert(&entry.id) || !names.insert(&entry.file) {
                return Err(Error::Catalog(format!("{} is there twice", entry.id)));
            }
        }
        Ok(Self { entries: written.model })
    }

    /// All entries, in their order.
    pub fn entries(&self) -> &[CatalogEntry] {
        &self.entries
    }

    /// The entry of this id.
    pub fn entry(&self, id: &str) -> Option<&CatalogEntry> {
        self.entries.iter().find(|entry| entry.id == id)
    }
}

/// Whether this names a file that can lie in the models folder, on every system, and nothing beyond it.
pub(crate) fn is_plain_name(name: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ' | '+' | '(' | ')');
    (1..=120).contains(&name.len())
        && name.chars().all(allowed)
        && !name.starts_with(['.', ' '])
        && !name.ends_with(['.', ' '])
        && !name.ends_with(".json")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cancel;

    #[test]
    fn the_catalogue_that_ships_is_well_formed_and_has_the_models_that_ship() {
        let catalog = Catalog::built_in().unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
        for id in [SHIPPED_SPEECH_MODEL, SHIPPED_DRAFTING_MODEL] {
            let entry = catalog.entry(id).unwrap();
            assert!(entry.test_only && entry.bytes.is_some() && entry.sha256.is_some(), "{id}");
            let content = Content::of(&folder.join(&entry.file), &Cancel::default(), |_| {}).unwrap();
            assert!(entry.agrees(&content), "{id} is another file than the catalogue says");
        }
    }

    #[test]
    fn what_can_be_fetched_comes_from_the_hub_over_https_and_says_its_licence_and_size() {
        for entry in Catalog::built_in().unwrap().entries().iter().filter(|entry| !entry.test_only) {
            assert!(
                entry.memory_mb > 0 && !entry.licence.is_empty() && entry.note.ends_with('.'),
                "{}",
                entry.id
            );
            if let Some(address) = &entry.address {
                assert!(address.as_str().starts_with("https://huggingface.co/"), "{}", entry.id);
                assert!(address.as_str().ends_with(&entry.file), "{}", entry.id);
            }
            if entry.task == Task::Speech {
                assert!(entry.sha1.is_some() && entry.mib.is_some(), "{}", entry.id);
            }
        }
    }

    #[test]
    fn a_malformed_catalogue_is_refused_with_the_line() {
        let entry = |id: &str, file: &str| {
            format!(
                "[[model]]\nid = \"{id}\"\ntask = \"speech\"\nname = \"A\"\nfile = \"{file}\"\nlanguages = []\n\
                 licence = \"MIT\"\nmemory_mb = 1\nnote = \"A.\"\n"
            )
        };
        assert!(Catalog::parse(&entry("a", "a.bin")).is_ok());
        let refused = |text: &str| match Catalog::parse(text) {
            Err(Error::Catalog(why)) => why,
            other => panic!("{other:?}"),
        };
        assert!(refused(&format!("{}addres = \"x\"\n", entry("a", "a.bin"))).starts_with("line 10"));
        assert!(
            refused(&format!("{}address = \"http://hub.example/a\"\n", entry("a", "a.bin")))
                .contains("https://")
        );
        assert!(refused(&(entry("a", "a.bin") + &entry("a", "b.bin"))).contains("twice"));
        for file in ["../a.bin", "/a.bin", ".a", "a\\\\b", "", "a.json"] {
            assert!(refused(&entry("a", file)).contains("no file name"), "{file}");
        }
    }
}
