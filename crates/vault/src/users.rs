//! The people who use the vault.

use clinical::{Role, User, UserId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::{Result, VaultError};
use crate::vault::Vault;

/// A person who gets a slot of the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUser {
    /// As it appears under a signature, for example "Dr A. Okafor".
    pub name: String,
    /// What they may do.
    pub role: Role,
}

impl NewUser {
    pub(crate) fn with_id(self) -> User {
        User { id: UserId::new(), name: self.name, role: self.role }
    }
}

impl Vault {
    /// A user of this vault.
    ///
    /// # Errors
    /// [`VaultError::NotFound`].
    pub fn user(&self, id: UserId) -> Result<User> {
        find(&self.store.connection(), id)
    }
}

pub(crate) fn insert(connection: &Connection, user: &User, now: Timestamp) -> Result<()> {
    let role = match user.role {
        Role::Clinician => "clinician",
        Role::Scribe => "scribe",
    };
    connection.execute(
        "INSERT INTO users (id, name, role, created_at) VALUES (?1, ?2, ?3, ?4)",
        params![user.id.to_string(), user.name, role, now.to_string()],
    )?;
    Ok(())
}

pub(crate) fn find(connection: &Connection, id: UserId) -> Result<User> {
    let found: Option<(String, String)> = connection
        .prepare_cached("SELECT name, role FROM users WHERE id = ?1")?
        .query_row([id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let (name, role) = found.ok_or(VaultError::NotFound("user"))?;
    let role = match role.as_str() {
        "clinician" => Role::Clinician,
        "scribe" => Role::Scribe,
        _ => return Err(VaultError::Damaged("a user's role is not known")),
    };
    Ok(User { id, name, role })
}

pub(crate) fn require_clinician(connection: &Connection, id: UserId, rule: &'static str) -> Result<User> {
    let user = find(connection, id)?;
    if user.role == Role::Clinician { Ok(user) } else { Err(VaultError::NotAllowed(rule)) }
}
