//! The program: its state, its user, its models, its errors.

use clinical::Role;
use scribe::InstalledModel;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{RecordingJson, mirror};

mirror!(/// A user's role.
    RoleJson "Role" = Role { Clinician, Scribe });
mirror!(/// Whether there is a vault, and whether it is open.
    VaultStateJson "VaultState" = scribe::VaultState { Absent, Locked, Open });

/// A use case that failed.
#[derive(Clone, Debug, Serialize, Type)]
pub struct AppError {
    /// For programs.
    pub code: String,
    /// A sentence for a clinician.
    pub message: String,
    /// What to do.
    pub advice: Option<String>,
}

impl<E: Into<scribe::Error>> From<E> for AppError {
    fn from(error: E) -> Self {
        let error = error.into();
        Self { code: error.code().into(), message: error.to_string(), advice: error.advice() }
    }
}

/// A user.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "User")]
pub struct UserJson {
    id: String,
    name: String,
    role: RoleJson,
}

impl From<&clinical::User> for UserJson {
    fn from(user: &clinical::User) -> Self {
        Self { id: user.id.to_string(), name: user.name.clone(), role: user.role.into() }
    }
}

/// A model in use.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "ModelView")]
pub struct ModelJson {
    id: String,
    name: String,
    test_only: bool,
    note: String,
}

impl From<InstalledModel> for ModelJson {
    fn from(model: InstalledModel) -> Self {
        Self { id: model.id, name: model.name, test_only: model.test_only, note: model.note }
    }
}

/// The program as it stands.
#[derive(Clone, Debug, Serialize, Type)]
pub struct AppStatus {
    /// Of Dictum.
    pub version: String,
    /// Whether there is a vault, and whether it is open.
    pub vault: VaultStateJson,
    /// Who is at work.
    pub user: Option<UserJson>,
    /// Who can unlock, where it is one person.
    pub user_name: Option<String>,
    /// Whether the system's keyring can be used.
    pub keyring_available: bool,
    /// Why not, and what to do.
    pub keyring_message: Option<String>,
    /// The speech model in use.
    pub speech_model: Option<ModelJson>,
    /// Why none is, though there is one, and what to do.
    pub speech_message: Option<String>,
    /// The language model in use.
    pub language_model: Option<ModelJson>,
    /// Minutes after which a window that nobody touches locks itself; none while it is locked.
    pub lock_after_minutes: Option<u16>,
    /// The recording under way.
    pub recording: Option<RecordingJson>,
}

/// First run.
#[derive(Deserialize, Type)]
pub struct NewVault {
    /// As it stands under a signature.
    pub name: String,
    /// Never kept.
    pub passphrase: String,
    /// Do without the system's keyring.
    pub passphrase_only: bool,
}

/// A person to be let in.
#[derive(Deserialize, Type)]
pub struct NewPerson {
    /// As it stands under a signature.
    pub name: String,
    /// Clinician or scribe.
    pub role: RoleJson,
    /// Never kept.
    pub passphrase: String,
}

/// What first run gives back.
#[derive(Serialize, Type)]
pub struct Created {
    /// Shown once.
    pub recovery_code: String,
}

/// How hard a passphrase is to guess.
#[derive(Serialize, Type)]
#[serde(rename = "Strength")]
pub struct StrengthJson {
    /// 0 to 4.
    pub score: u8,
    /// In a word.
    pub label: String,
    /// What would make it better.
    pub advice: Option<String>,
    /// Whether it may be used.
    pub acceptable: bool,
}

/// A microphone.
#[derive(Serialize, Type)]
#[serde(rename = "Microphone")]
pub struct MicrophoneJson {
    /// For commands.
    pub id: String,
    /// For people.
    pub name: String,
    /// Whether it is the system's choice.
    pub is_default: bool,
}
