//! The settings of the practice, and its names of medicines.

use scribe::{FormularyImport, FormularySize, Skipped};
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::{AudioRetention, Settings};

/// How this practice works.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename = "Settings")]
pub struct SettingsJson {
    audio_retention: RetentionJson,
    /// Names of people, places, devices and programmes that the recogniser shall rather hear.
    clinic_words: Vec<String>,
    /// Codes of the languages that are spoken here; of several the spoken one is recognised.
    languages: Vec<String>,
    /// Whether an English translation is made beside what was said in another language.
    translate: bool,
    /// Whether noise is taken out before a recording is listened to; the recording keeps it.
    suppress_noise: bool,
    /// Minutes after which a window that nobody touches locks itself: 2 to 30.
    lock_after_minutes: u16,
    /// The name of the template that consults are first drafted by; none: a SOAP note.
    first_template: Option<String>,
}

/// A language that can be recognised.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "Language")]
pub struct LanguageJson {
    /// For example "de".
    pub code: String,
    /// For people.
    pub name: String,
}

/// A template that a note can be drafted by.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "Template")]
pub struct TemplateJson {
    /// To choose it by.
    pub name: String,
    /// What a note by it is called.
    pub title: String,
}

/// How long the recording of a signed note stays.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case", tag = "kind")]
#[serde(rename = "AudioRetention")]
pub enum RetentionJson {
    /// Not at all.
    UntilSigned,
    /// So many days.
    Days {
        /// From the signature on.
        days: u16,
    },
    /// For ever.
    Keep,
}

/// How many names of medicines are known.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename = "FormularySize")]
pub struct FormularySizeJson {
    /// Those that come with Dictum.
    starter: u32,
    /// Those that were imported besides.
    imported: u32,
}

/// What came of importing names of medicines.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "FormularyImport")]
pub struct FormularyImportJson {
    /// The names in the file.
    names: u32,
    /// How many are known now.
    size: FormularySizeJson,
    /// The first lines that could not be read.
    skipped: Vec<SkippedLineJson>,
    /// How many lines could not be read.
    skipped_lines: u32,
}

/// A line of a file that could not be read.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "SkippedLine")]
pub struct SkippedLineJson {
    /// Its number, from 1.
    line: u32,
    /// "it is not UTF-8".
    why: String,
}

impl From<FormularySize> for FormularySizeJson {
    fn from(FormularySize { starter, imported }: FormularySize) -> Self {
        Self { starter: small(starter), imported: small(imported) }
    }
}

impl From<FormularyImport> for FormularyImportJson {
    fn from(import: FormularyImport) -> Self {
        let line =
            |Skipped { line, why }: &Skipped| SkippedLineJson { line: small(*line), why: (*why).to_owned() };
        let skipped = import.skipped.iter().take(LINES_SHOWN).map(line).collect();
        Self {
            names: small(import.names),
            size: import.size.into(),
            skipped,
            skipped_lines: small(import.skipped_lines),
        }
    }
}

/// A count, as a number that TypeScript has.
fn small(count: impl TryInto<u32>) -> u32 {
    count.try_into().unwrap_or(u32::MAX)
}

/// How many lines that could not be read the window shows.
const LINES_SHOWN: usize = 5;

impl From<Settings> for SettingsJson {
    fn from(settings: Settings) -> Self {
        let audio_retention = match settings.audio_retention {
            AudioRetention::UntilSigned => RetentionJson::UntilSigned,
            AudioRetention::Days(days) => RetentionJson::Days { days },
            AudioRetention::Keep => RetentionJson::Keep,
        };
        Self {
            audio_retention,
            clinic_words: settings.clinic_words,
            languages: settings.languages,
            translate: settings.translate,
            suppress_noise: settings.suppress_noise,
            lock_after_minutes: settings.lock_after_minutes,
            first_template: settings.first_template,
        }
    }
}

impl From<SettingsJson> for Settings {
    fn from(json: SettingsJson) -> Self {
        let audio_retention = match json.audio_retention {
            RetentionJson::UntilSigned => AudioRetention::UntilSigned,
            RetentionJson::Days { days } => AudioRetention::Days(days),
            RetentionJson::Keep => AudioRetention::Keep,
        };
        Self {
            audio_retention,
            clinic_words: json.clinic_words,
            languages: json.languages,
            translate: json.translate,
            suppress_noise: json.suppress_noise,
            lock_after_minutes: json.lock_after_minutes,
            first_template: json.first_template,
        }
    }
}
