//! Encounters, and the consent to their recording.

use clinical::{Consent, Encounter, EncounterId, UserId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::json;

use crate::audit::{self, Entry};
use crate::crypto::place;
use crate::error::{Result, VaultError};
use crate::signing;
use crate::store::Store;
use crate::vault::Vault;

impl Vault {
    /// Stores an encounter, new or changed. A consent that is stored stays where `encounter` has none.
    ///
    /// # Errors
    /// [`VaultError::NotFound`] for a patient that is not stored, [`VaultError::Erased`], [`VaultError::OtherPatient`],
    /// [`VaultError::AlreadySigned`].
    pub fn save_encounter(&self, encounter: &Encounter, actor: UserId, now: Timestamp) -> Result<()> {
        self.store.audited(|transaction| {
            let mut encounter = encounter.clone();
            let action = match self.store.encounter(transaction, encounter.id) {
                Ok(stored) if stored.patient != encounter.patient => return Err(VaultError::OtherPatient),
                Ok(stored) => {
                    signing::refuse_signed(transaction, encounter.id)?;
                    encounter.consent = encounter.consent.or(stored.consent);
                    "encounter.changed"
                }
                Err(VaultError::NotFound(_)) => "encounter.created",
                Err(error) => return Err(error),
            };
            self.store.put_encounter(transaction, &encounter)?;
            let detail = json!({ "status": encounter.status.code() });
            audit::record(transaction, Entry::new(now, actor, action, &encounter.id).with(detail))
        })
    }

    /// An encounter.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn encounter(&self, id: EncounterId) -> Result<Encounter> {
        self.store.encounter(&self.store.connection(), id)
    }

    /// The encounters that start at `from` or later and before `to`, by start. Those of erased patients are left out.
    pub fn encounters_between(&self, from: Timestamp, to: Timestamp) -> Result<Vec<Encounter>> {
        let connection = self.store.connection();
        let mut statement = connection.prepare_cached(
            "SELECT e.id, e.sealed, p.id, p.wrapped_key FROM encounters e JOIN patients p ON p.id = e.patient
             WHERE e.start_ms BETWEEN ?1 AND ?2 AND p.erased_at IS NULL",
        )?;
        let mut rows = statement.query([from.as_millisecond(), to.as_millisecond()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, sealed): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let (patient, wrapped): (String, Vec<u8>) = (row.get(2)?, row.get(3)?);
            let key = self.store.unwrap_patient_key(&patient, &wrapped)?;
            let encounter: Encounter = key.open_json(&sealed, &place("encounters", &id, "sealed"))?;
            // The column has milliseconds, the encounter finer ones.
            if (from..to).contains(&encounter.start) {
                found.push(encounter);
            }
        }
        found.sort_by_key(|encounter| (encounter.start, encounter.id));
        Ok(found)
    }

    /// Stores the answer to the question whether the encounter may be recorded.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`], [`VaultError::AlreadySigned`].
    pub fn record_consent(&self, id: EncounterId, consent: &Consent, now: Timestamp) -> Result<()> {
        self.store.audited(|transaction| {
            let mut encounter = self.store.encounter(transaction, id)?;
            signing::refuse_signed(transaction, id)?;
            encounter.consent = Some(consent.clone());
            self.store.put_encounter(transaction, &encounter)?;
            let detail = json!({ "answer": consent.answer });
            audit::record(
                transaction,
                Entry::new(now, consent.recorded_by, "consent.recorded", &id).with(detail),
            )
        })
    }
}

impl Store {
    pub(crate) fn encounter(&self, connection: &Connection, id: EncounterId) -> Result<Encounter> {
        let key = self.encounter_key(connection, id)?;
        let id = id.to_string();
        let sealed: Option<Vec<u8>> = connection
            .prepare_cached("SELECT sealed FROM encounters WHERE id = ?1")?
            .query_row([&id], |row| row.get(0))
            .optional()?;
        key.open_json(&sealed.ok_or(VaultError::NotFound("visit"))?, &place("encounters", &id, "sealed"))
    }

    pub(crate) fn put_encounter(&self, connection: &Connection, encounter: &Encounter) -> Result<()> {
        let key = self.patient_key(connection, encounter.patient)?;
        let id = encounter.id.to_string();
        let sealed = key.seal_json(encounter, &place("encounters", &id, "sealed"))?;
        connection
            .prepare_cached(
                "INSERT INTO encounters (id, patient, start_ms, sealed) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET start_ms = excluded.start_ms, sealed = excluded.sealed",
            )?
            .execute(params![id, encounter.patient.to_string(), encounter.start.as_millisecond(), sealed])?;
        Ok(())
    }
}
