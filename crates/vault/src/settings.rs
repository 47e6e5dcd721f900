//! How this practice works.

use std::ops::RangeInclusive;

use clinical::UserId;
use jiff::{Span, Timestamp, ToSpan};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::audit::{self, Entry};
use crate::error::{Result, VaultError};
use crate::users;
use crate::vault::Vault;

/// What the users of this vault have chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// How long recordings stay.
    pub audio_retention: AudioRetention,
    /// The clinic's own words, which the recogniser shall rather hear: names of people, places, devices, programmes.
    pub clinic_words: Vec<String>,
    /// Codes of the languages that are spoken here, of [`clinical::LANGUAGES`]; at least one. Of several, the one that is
    /// spoken is recognised at the beginning of each consult.
    pub languages: Vec<String>,
    /// Whether an English translation is made beside what was said in another language.
    pub translate: bool,
    /// Whether noise is taken out before a recording is listened to; the recording keeps it.
    pub suppress_noise: bool,
    /// Minutes after which a window that nobody touches locks itself; [`LOCK_AFTER_MINUTES`] says how few and how many. It cannot
    /// be switched off: sooner or later somebody is called away, and then only the lock keeps the notes from who comes by.
    pub lock_after_minutes: u16,
    /// The name of the template that consults are first drafted by; none: a SOAP note.
    pub first_template: Option<String>,
}

/// How few minutes and how many: with less a passphrase would be typed all day, with more a note would stand open over lunch.
pub const LOCK_AFTER_MINUTES: RangeInclusive<u16> = 2..=30;

impl Default for Settings {
    fn default() -> Self {
        Self {
            audio_retention: AudioRetention::default(),
            clinic_words: Vec::new(),
            languages: vec![clinical::ENGLISH.into()],
            translate: false,
            suppress_noise: false,
            lock_after_minutes: 10,
            first_template: None,
        }
    }
}

/// How long the recording of a consult stays. That of a note that is not signed always stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AudioRetention {
    /// Until the note is signed.
    #[default]
    UntilSigned,
    /// For so many days after the note was signed.
    Days(u16),
    /// For ever.
    Keep,
}

impl AudioRetention {
    /// Recordings of notes that were signed before or at this moment are to go; none where all stay.
    pub(crate) fn signed_until(self, now: Timestamp) -> Option<Timestamp> {
        let days: Span = match self {
            Self::UntilSigned => return Some(now),
            Self::Days(days) => (i64::from(days) * 24).hours(),
            Self::Keep => return None,
        };
        now.checked_sub(days).ok()
    }
}

impl Vault {
    /// The settings; what nobody has chosen is as it is by default.
    ///
    /// # Errors
    /// [`VaultError::Damaged`].
    pub fn settings(&self) -> Result<Settings> {
        read(&self.store.connection())
    }

    /// Stores the settings. The audit log says who changed them, how long recordings stay and when a window locks itself.
    ///
    /// # Errors
    /// [`VaultError::NotAllowed`] for a scribe, [`VaultError::NotFound`] for a user who is not there.
    pub fn save_settings(&self, settings: &Settings, actor: UserId, now: Timestamp) -> Result<()> {
        self.store.audited(|transaction| {
            users::require_clinician(transaction, actor, "only a clinician changes the settings")?;
            let json = serde_json::to_string(settings).map_err(|_| VaultError::Unstorable)?;
            transaction.execute(
                "INSERT INTO settings (id, json) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET json = excluded.json",
                params![json],
            )?;
            let detail = json!({
                "audio_retention": settings.audio_retention,
                "lock_after_minutes": settings.lock_after_minutes,
            });
            audit::record(transaction, Entry::new(now, actor, "settings.saved", &actor).with(detail))
        })
    }
}

fn read(connection: &Connection) -> Result<Settings> {
    let json: Option<String> =
        connection.query_row("SELECT json FROM settings", [], |row| row.get(0)).optional()?;
    let Some(json) = json else { return Ok(Settings::default()) };
    serde_json::from_str(&json).map_err(|_| VaultError::Damaged("the settings cannot be read"))
}
