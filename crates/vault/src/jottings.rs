//! What was jotted down during an encounter, and who wrote which line of it.

use clinical::{EncounterId, Phi, UserId};
use jiff::Timestamp;
use rusqlite::{Connection, params};

use crate::crypto::place;
use crate::error::{Result, VaultError};
use crate::store::Store;
use crate::users;
use crate::vault::Vault;

/// A line of the jottings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JottedLine {
    /// What it says.
    pub text: Phi,
    /// Who wrote it; none where an earlier version of Dictum stored it.
    pub by: Option<UserId>,
}

impl Vault {
    /// Stores what `actor` leaves of the jottings of the encounter, in place of what was there. A line that was there stays
    /// its author's.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn save_jottings(&self, id: EncounterId, text: &str, actor: UserId, now: Timestamp) -> Result<()> {
        self.store.change(|transaction| {
            users::find(transaction, actor)?;
            let mut before = self.store.jotted_lines(transaction, id)?;
            let author = |line: &str| {
                let same = before.iter().position(|old| old.text.trim() == line.trim());
                same.map_or(Some(actor), |at| before.remove(at).by)
            };
            let by: Vec<Option<UserId>> = text.lines().map(author).collect();
            let by = serde_json::to_string(&by).map_err(|_| VaultError::Unstorable)?;
            let key = self.store.encounter_key(transaction, id)?;
            let id = id.to_string();
            let sealed = key.seal(text.as_bytes(), &place("encounters", &id, "jottings"))?;
            transaction.execute(
                "UPDATE encounters SET jottings = ?2, jottings_at = ?3, jottings_by = ?4 WHERE id = ?1",
                params![id, sealed, now.to_string(), by],
            )?;
            Ok(())
        })
    }

    /// What was jotted down; empty where there is nothing.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn jottings(&self, id: EncounterId) -> Result<Phi> {
        Ok(self.store.jottings(&self.store.connection(), id)?.0)
    }

    /// The same line by line, with who wrote each.
    ///
    /// # Errors
    /// As [`Vault::jottings`].
    pub fn jotted_lines(&self, id: EncounterId) -> Result<Vec<JottedLine>> {
        self.store.jotted_lines(&self.store.connection(), id)
    }
}

impl Store {
    fn jottings(&self, connection: &Connection, id: EncounterId) -> Result<(Phi, Vec<Option<UserId>>)> {
        const DAMAGED: VaultError = VaultError::Damaged("a record was changed or moved");
        let key = self.encounter_key(connection, id)?;
        let id = id.to_string();
        let (sealed, by): (Option<Vec<u8>>, Option<String>) = connection.query_row(
            "SELECT jottings, jottings_by FROM encounters WHERE id = ?1",
            [&id],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let Some(sealed) = sealed else { return Ok(Default::default()) };
        let text = key.open(&sealed, &place("encounters", &id, "jottings")).ok_or(DAMAGED)?;
        let text = std::str::from_utf8(&text).map_err(|_| DAMAGED)?.into();
        let by = by.map(|by| serde_json::from_str(&by).map_err(|_| DAMAGED)).transpose()?;
        Ok((text, by.unwrap_or_default()))
    }

    fn jotted_lines(&self, connection: &Connection, id: EncounterId) -> Result<Vec<JottedLine>> {
        let (text, by) = self.jottings(connection, id)?;
        let by = by.into_iter().chain(std::iter::repeat(None));
        Ok(text.lines().zip(by).map(|(line, by)| JottedLine { text: line.into(), by }).collect())
    }
}
