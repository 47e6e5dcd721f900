//! The settings of the practice.

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

impl From<Settings> for SettingsJson {
    fn from(settings: Settings) -> Self {
        let audio_retention = match settings.audio_retention {
            AudioRetention::UntilSigned => RetentionJson::UntilSigned,
            AudioRetention::Days(days) => RetentionJson::Days { days },
            AudioRetention::Keep => RetentionJson::Keep,
        };
        let Settings { clinic_words, languages, translate, .. } = settings;
        Self { audio_retention, clinic_words, languages, translate }
    }
}

impl From<SettingsJson> for Settings {
    fn from(json: SettingsJson) -> Self {
        let audio_retention = match json.audio_retention {
            RetentionJson::UntilSigned => AudioRetention::UntilSigned,
            RetentionJson::Days { days } => AudioRetention::Days(days),
            RetentionJson::Keep => AudioRetention::Keep,
        };
        let SettingsJson { clinic_words, languages, translate, .. } = json;
        Self { audio_retention, clinic_words, languages, translate }
    }
}
