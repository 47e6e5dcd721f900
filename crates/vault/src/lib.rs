//! Everything at rest: keys, records, audio, signatures, audit.
//!
//! A vault is a folder: `vault.db` (SQLCipher), `vault.keys` (the vault key, wrapped for each user), `audit.head` (the end
//! of the audit log, kept outside the database) and `vault.lock`. What identifies a patient is sealed once more under a
//! key of that patient. Every method that changes something is durable when it returns, and changes nothing when it
//! fails.

mod anchor;
mod audio;
mod audit;
mod crypto;
mod encounters;
mod error;
mod exports;
mod files;
mod jottings;
mod keyring;
mod keys;
mod marks;
mod notes;
mod passphrase;
mod patients;
mod recordings;
mod recovery;
mod schema;
mod settings;
mod signing;
mod store;
mod transcripts;
mod users;
mod vault;
mod verification;

#[cfg(test)]
mod tests;

pub use audio::{AudioChunk, AudioEncoding, AudioExtent};
pub use audit::{AuditEvent, AuditProblem};
pub use error::{Result, VaultError};
pub use exports::ExportRecord;
pub use jottings::JottedLine;
pub use keyring::keyring_available;
pub use keys::{DeviceBinding, SlotOwner};
pub use notes::{NoteSource, NoteVersion, StoredNote};
pub use passphrase::{KeyParameters, Passphrase};
pub use recovery::RecoveryCode;
pub use settings::{AudioRetention, LOCK_AFTER_MINUTES, Settings};
pub use transcripts::TranscriptRecord;
pub use users::NewUser;
pub use vault::Vault;
pub use verification::Verification;
