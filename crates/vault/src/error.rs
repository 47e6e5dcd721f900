//! What can go wrong with a vault, in sentences a clinician understands, with a code for programs and, where there is
//! something to be done, advice. No variant carries text from a record.

use std::io;

use rusqlite::ErrorCode;

/// The result of everything that touches a vault.
pub type Result<T, E = VaultError> = std::result::Result<T, E>;

/// Why the vault could not do what was asked. Unless a variant says otherwise, nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// No slot of the vault opens with this passphrase (and this device's secret).
    #[error("That passphrase does not open this vault.")]
    WrongPassphrase,
    /// A passphrase without a single character was offered for a new slot.
    #[error("A passphrase cannot be empty.")]
    EmptyPassphrase,
    /// The text is not a recovery code: its length, an impossible character or its check symbol says so.
    #[error("That is not a recovery code: {0}.")]
    NotARecoveryCode(&'static str),
    /// A well-formed recovery code, but not of this vault.
    #[error("That recovery code does not belong to this vault.")]
    WrongRecoveryCode,
    /// There is no vault in this folder.
    #[error("There is no vault in this folder.")]
    Missing,
    /// A vault cannot be created where one is.
    #[error("There is already a vault in this folder.")]
    AlreadyExists,
    /// Another process, or another part of this one, has the vault open.
    #[error("This vault is already open in another window or program.")]
    AlreadyOpen,
    /// The vault was written by a newer version of the program.
    #[error(
        "This vault was written by a newer version of Dictum (format {found}; this version knows {known})."
    )]
    NewerSchema {
        /// Format found.
        found: u32,
        /// Newest format that this version knows.
        known: u32,
    },
    /// A file of the vault, or a record in it, is not as it was written.
    #[error("The vault is damaged: {0}.")]
    Damaged(&'static str),
    /// The disk is full.
    #[error("The disk is full. Nothing of this step was saved; everything saved before it is safe.")]
    DiskFull,
    /// The operating system's keyring cannot be reached or refuses.
    #[error("The system keyring could not be used ({0}).")]
    KeyringUnavailable(String),
    /// The keyring works but does not hold this vault's device secret: another machine, another account, or it was
    /// deleted.
    #[error("This computer's keyring does not hold the key of this vault.")]
    DeviceSecretMissing,
    /// No such record.
    #[error("There is no such {0} in this vault.")]
    NotFound(&'static str),
    /// The record belonged to a patient who was erased.
    #[error("This patient's records have been erased.")]
    Erased,
    /// The encounter's note is signed and cannot change any more.
    #[error("This note is signed. A signed note cannot be changed.")]
    AlreadySigned,
    /// The encounter's note is not signed yet.
    #[error("This note is not signed yet.")]
    NotSigned,
    /// Statements that a clinician must still decide about.
    #[error(
        "{count} statement(s) of the note are flagged, or not supported by what was said, and must be decided about first."
    )]
    Unresolved {
        /// How many.
        count: usize,
    },
    /// Another version of the note was saved since the one that this was about.
    #[error("The note was changed meanwhile.")]
    Outdated,
    /// The user's role does not allow it.
    #[error("Your role does not allow this: {0}.")]
    NotAllowed(&'static str),
    /// The patient has not agreed to being recorded.
    #[error("The patient has not agreed to being recorded.")]
    NoConsent,
    /// Audio was offered for an encounter that is not being recorded.
    #[error("This visit is not being recorded.")]
    NotRecording,
    /// Audio chunks and transcript segments are stored in their order, without gaps and once each.
    #[error("A piece of the recording or transcript came out of order (number {got} instead of {expected}).")]
    OutOfSequence {
        /// The number that comes next.
        expected: u64,
        /// The number that came.
        got: u64,
    },
    /// The transcript is finished and takes no more segments.
    #[error("This transcript is finished.")]
    TranscriptFinished,
    /// An encounter stays with its patient.
    #[error("A visit cannot be moved to another patient.")]
    OtherPatient,
    /// A note holds a value that would not read back as it is, such as a number that is not one.
    #[error("The note holds a value that cannot be written down.")]
    Unstorable,
    /// A signature does not fit what it should cover, or the signer is not who the note says.
    #[error("The signature of this note is not valid: the note was changed after it was signed.")]
    BadSignature,
    /// The operating system gave no random bytes; no key can be made.
    #[error("The operating system could not provide random numbers, so no key can be made.")]
    NoRandomness,
    /// A file could not be read or written.
    #[error("A file of the vault could not be read or written ({0}).")]
    Io(io::ErrorKind),
    /// The database refused for a reason that has no sentence of its own.
    #[error("The vault's database refused the operation ({0:?}).")]
    Database(Option<ErrorCode>),
}

impl VaultError {
    /// What the person in front of the screen can do about it, where there is something.
    pub fn advice(&self) -> Option<&str> {
        Some(match self {
            Self::WrongPassphrase => "Check Caps Lock and try again, or use the recovery code.",
            Self::EmptyPassphrase => "Choose a passphrase of several words.",
            Self::NotARecoveryCode(_) => "Compare it with the printed code, letter by letter.",
            Self::WrongRecoveryCode => "Check that the printed code is the one of this vault.",
            Self::Missing => "Choose another folder, or create a vault here.",
            Self::AlreadyExists => "Open the vault that is there, or choose another folder.",
            Self::AlreadyOpen => "Close the other window or program and try again.",
            Self::NewerSchema { .. } => "Install the newest version of Dictum.",
            Self::Damaged(_) => "Do not change the folder. Restore it from a backup.",
            Self::DiskFull => "Free some space and try again.",
            Self::KeyringUnavailable(_) => {
                "Unlock the system keyring (on Linux a Secret Service such as GNOME Keyring or KWallet must be running), \
                 then start Dictum again; or choose to protect the vault by the passphrase only."
            }
            Self::DeviceSecretMissing => "Use the recovery code to set up this computer.",
            Self::AlreadySigned => "Write an addendum instead.",
            Self::NotSigned => "Sign the note first.",
            Self::Unresolved { .. } => {
                "Correct, remove or keep each marked statement with a reason, and clear each flag, then sign."
            }
            Self::Outdated => {
                "Nothing was written over the change. Read the note as it is now, then do it again."
            }
            Self::NotAllowed(_) => "Ask a clinician to do it.",
            Self::NoConsent => "Ask the patient and record the answer first.",
            Self::BadSignature => {
                "Do not rely on this note. Restore the vault from a backup and tell your security officer."
            }
            Self::Io(io::ErrorKind::PermissionDenied) => "Check that you may write to the vault's folder.",
            Self::Io(_) => "Check the disk and the vault's folder.",
            Self::NotFound(_)
            | Self::Erased
            | Self::NotRecording
            | Self::OutOfSequence { .. }
            | Self::TranscriptFinished
            | Self::OtherPatient
            | Self::Unstorable
            | Self::NoRandomness
            | Self::Database(_) => return None,
        })
    }

    /// A short name that programs can act on; it never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongPassphrase => "wrong_passphrase",
            Self::EmptyPassphrase => "empty_passphrase",
            Self::NotARecoveryCode(_) => "not_a_recovery_code",
            Self::WrongRecoveryCode => "wrong_recovery_code",
            Self::Missing => "vault_missing",
            Self::AlreadyExists => "already_exists",
            Self::AlreadyOpen => "already_open",
            Self::NewerSchema { .. } => "newer_schema",
            Self::Damaged(_) => "damaged",
            Self::DiskFull => "disk_full",
            Self::KeyringUnavailable(_) => "keyring_unavailable",
            Self::DeviceSecretMissing => "device_secret_missing",
            Self::NotFound(_) => "not_found",
            Self::Erased => "erased",
            Self::AlreadySigned => "already_signed",
            Self::NotSigned => "not_signed",
            Self::Unresolved { .. } => "unresolved",
            Self::Outdated => "outdated",
            Self::NotAllowed(_) => "not_allowed",
            Self::NoConsent => "no_consent",
            Self::NotRecording => "not_recording",
            Self::OutOfSequence { .. } => "out_of_sequence",
            Self::TranscriptFinished => "transcript_finished",
            Self::OtherPatient => "other_patient",
            Self::Unstorable => "unstorable",
            Self::BadSignature => "bad_signature",
            Self::NoRandomness => "no_randomness",
            Self::Io(_) => "io",
            Self::Database(_) => "database",
        }
    }
}

impl From<io::Error> for VaultError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            kind => Self::Io(kind),
        }
    }
}

impl From<rusqlite::Error> for VaultError {
    /// The error's own text is dropped: it may quote a statement, and the one that sets the key quotes the key.
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..) => Self::Damaged("a record is not in its form"),
            error => match error.sqlite_error_code() {
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                    Self::Damaged("the database cannot be read")
                }
                Some(ErrorCode::DiskFull) => Self::DiskFull,
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::AlreadyOpen,
                code => Self::Database(code),
            },
        }
    }
}
