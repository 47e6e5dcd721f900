//! When an encounter was being recorded. A recording that a crash cut short has begun and never ended.

use clinical::{EncounterId, UserId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::audit::{self, Entry};
use crate::error::{Result, VaultError};
use crate::signing;
use crate::store::{Store, parse};
use crate::vault::Vault;

impl Vault {
    /// Begins to record, or to record again: audio is taken from now on. A recording of this encounter that was
    /// interrupted is ended by it.
    ///
    /// # Errors
    /// [`VaultError::NoConsent`], [`VaultError::AlreadySigned`], [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn begin_recording(&self, id: EncounterId, actor: UserId, now: Timestamp) -> Result<()> {
        self.store.audited(|transaction| {
            let encounter = self.store.encounter(transaction, id)?;
            signing::refuse_signed(transaction, id)?;
            if !encounter.consent.is_some_and(|consent| consent.answer.permits_recording()) {
                return Err(VaultError::NoConsent);
            }
            end(transaction, id, now)?;
            transaction.execute(
                "INSERT INTO recordings (encounter, run, began_at) VALUES (?1, ?2, ?3)",
                params![id.to_string(), self.store.run, now.to_string()],
            )?;
            audit::record(transaction, Entry::new(now, actor, "recording.began", &id))
        })
    }

    /// Ends the recording; also one that was interrupted. Ending what does not run changes nothing.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn end_recording(&self, id: EncounterId, now: Timestamp) -> Result<()> {
        self.store.audited(|transaction| {
            self.store.encounter_key(transaction, id)?;
            if end(transaction, id, now)? {
                audit::record(transaction, Entry::new(now, None, "recording.ended", &id))?;
            }
            Ok(())
        })
    }

    /// The encounters whose recording began in an earlier run of the program and never ended, the oldest first.
    pub fn interrupted_recordings(&self) -> Result<Vec<EncounterId>> {
        let connection = self.store.connection();
        let mut statement = connection.prepare_cached(
            "SELECT r.encounter FROM recordings r
             JOIN encounters e ON e.id = r.encounter JOIN patients p ON p.id = e.patient
             WHERE r.ended_at IS NULL AND r.run <> ?1 AND p.erased_at IS NULL ORDER BY r.id",
        )?;
        let rows = statement.query_map([&self.store.run], |row| row.get::<_, String>(0))?;
        rows.map(|id| parse(&id?)).collect()
    }
}

impl Store {
    /// Refuses audio for an encounter that this run of the program is not recording.
    pub(crate) fn require_recording(&self, connection: &Connection, id: EncounterId) -> Result<()> {
        let open: Option<()> = connection
            .prepare_cached(
                "SELECT 1 FROM recordings WHERE encounter = ?1 AND run = ?2 AND ended_at IS NULL",
            )?
            .query_row(params![id.to_string(), self.run], |_| Ok(()))
            .optional()?;
        open.ok_or(VaultError::NotRecording)
    }
}

/// Ends the open recording of the encounter; whether there was one.
fn end(connection: &Connection, id: EncounterId, now: Timestamp) -> Result<bool> {
    let ended = connection.execute(
        "UPDATE recordings SET ended_at = ?2 WHERE encounter = ?1 AND ended_at IS NULL",
        params![id.to_string(), now.to_string()],
    )?;
    Ok(ended > 0)
}
