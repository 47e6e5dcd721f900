//! What left the vault, when, and by whom.

use clinical::{EncounterId, UserId};
use jiff::Timestamp;
use rusqlite::params;
use serde_json::json;

use crate::audit::{self, Entry};
use crate::error::Result;
use crate::store::parse;
use crate::vault::Vault;
use crate::{signing, users};

/// An export of a signed note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportRecord {
    /// For example "fhir".
    pub format: String,
    /// Who exported it.
    pub actor: UserId,
    /// When.
    pub at: Timestamp,
}

impl Vault {
    /// Records that the encounter's signed note left the vault in this format.
    ///
    /// # Errors
    /// [`crate::VaultError::NotSigned`], [`crate::VaultError::NotFound`], [`crate::VaultError::Erased`].
    pub fn record_export(&self, id: EncounterId, format: &str, actor: UserId, now: Timestamp) -> Result<()> {
        self.store.audited(|transaction| {
            self.store.encounter_key(transaction, id)?;
            signing::require_signed(transaction, id)?;
            users::find(transaction, actor)?;
            transaction.execute(
                "INSERT INTO exports (encounter, format, actor, at) VALUES (?1, ?2, ?3, ?4)",
                params![id.to_string(), format, actor.to_string(), now.to_string()],
            )?;
            let detail = json!({ "format": format });
            audit::record(transaction, Entry::new(now, actor, "note.exported", &id).with(detail))
        })
    }

    /// The exports of the encounter's note, the oldest first.
    ///
    /// # Errors
    /// [`crate::VaultError::NotFound`], [`crate::VaultError::Erased`].
    pub fn exports(&self, id: EncounterId) -> Result<Vec<ExportRecord>> {
        let connection = self.store.connection();
        self.store.encounter_key(&connection, id)?;
        let mut statement = connection
            .prepare_cached("SELECT format, actor, at FROM exports WHERE encounter = ?1 ORDER BY id")?;
        let mut rows = statement.query([id.to_string()])?;
        let mut exports = Vec::new();
        while let Some(row) = rows.next()? {
            let (format, actor, at): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            exports.push(ExportRecord { format, actor: parse(&actor)?, at: parse(&at)? });
        }
        Ok(exports)
    }
}
