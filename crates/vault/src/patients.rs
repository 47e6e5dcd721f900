//! Patients, and the key of each: what is sealed under it is gone when the key is.

use clinical::{EncounterId, Patient, PatientId, UserId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

use crate::audit::{self, Entry};
use crate::crypto::{Key, place};
use crate::error::{Result, VaultError};
use crate::store::{Store, parse};
use crate::vault::Vault;

impl Vault {
    /// Stores a patient, new or changed.
    ///
    /// # Errors
    /// [`VaultError::Erased`].
    pub fn save_patient(&self, patient: &Patient, actor: UserId, now: Timestamp) -> Result<()> {
        let id = patient.id.to_string();
        self.store.audited(|transaction| {
            let (key, action) = match self.store.patient_key(transaction, patient.id) {
                Ok(key) => (key, "patient.changed"),
                Err(VaultError::NotFound(_)) => (Key::random()?, "patient.created"),
                Err(error) => return Err(error),
            };
            let wrapped =
                self.store.patient_keys.seal(key.bytes(), &place("patients", &id, "wrapped_key"))?;
            let sealed = key.seal_json(patient, &place("patients", &id, "sealed"))?;
            transaction.execute(
                "INSERT INTO patients (id, wrapped_key, sealed) VALUES (?1, ?2, ?3)
                 ON CONFLICT (id) DO UPDATE SET wrapped_key = excluded.wrapped_key, sealed = excluded.sealed",
                params![id, wrapped, sealed],
            )?;
            audit::record(transaction, Entry::new(now, actor, action, &id))
        })
    }

    /// A patient.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn patient(&self, id: PatientId) -> Result<Patient> {
        self.store.patient(&self.store.connection(), id)
    }

    /// Patients in whose name, record number or date of birth every word of the query occurs, in any case; by family
    /// name, then given name; at most `limit`. An empty query finds all.
    pub fn find_patients(&self, query: &str, limit: usize) -> Result<Vec<Patient>> {
        let words: Vec<String> = query.split_whitespace().map(str::to_lowercase).collect();
        let mut found = self.all_patients()?;
        found.retain(|patient| {
            let born = patient.birth_date.map(|date| date.to_string()).unwrap_or_default();
            let mrn = patient.mrn.as_deref().unwrap_or_default();
            let text =
                [patient.given_name.as_str(), &patient.family_name, mrn, &born].join(" ").to_lowercase();
            words.iter().all(|word| text.contains(word.as_str()))
        });
        found.sort_by_cached_key(|patient| {
            (patient.family_name.to_lowercase(), patient.given_name.to_lowercase())
        });
        found.truncate(limit);
        Ok(found)
    }

    /// Destroys the patient's key, and with it everything that was ever recorded or written of them; their audio is
    /// removed as well. The audit log keeps that it was done.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`] where it was done before.
    pub fn erase_patient(&self, id: PatientId, actor: UserId, now: Timestamp) -> Result<()> {
        self.store.audited(|transaction| {
            self.store.patient_key(transaction, id)?;
            transaction.execute(
                "UPDATE patients SET wrapped_key = NULL, sealed = NULL, erased_at = ?2 WHERE id = ?1",
                params![id.to_string(), now.to_string()],
            )?;
            transaction.execute(
                "DELETE FROM audio_chunks WHERE encounter IN (SELECT id FROM encounters WHERE patient = ?1)",
                [id.to_string()],
            )?;
            audit::record(transaction, Entry::new(now, actor, "patient.erased", &id))
        })?;
        self.store.empty_log()
    }

    fn all_patients(&self) -> Result<Vec<Patient>> {
        let connection = self.store.connection();
        let mut statement = connection
            .prepare_cached("SELECT id, wrapped_key, sealed FROM patients WHERE erased_at IS NULL")?;
        let mut rows = statement.query([])?;
        let mut patients = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, wrapped, sealed): (String, Vec<u8>, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let key = self.store.unwrap_patient_key(&id, &wrapped)?;
            patients.push(key.open_json(&sealed, &place("patients", &id, "sealed"))?);
        }
        Ok(patients)
    }
}

impl Store {
    pub(crate) fn patient(&self, connection: &Connection, id: PatientId) -> Result<Patient> {
        let key = self.patient_key(connection, id)?;
        let id = id.to_string();
        let sealed: Vec<u8> = connection
            .prepare_cached("SELECT sealed FROM patients WHERE id = ?1")?
            .query_row([&id], |row| row.get(0))?;
        key.open_json(&sealed, &place("patients", &id, "sealed"))
    }

    pub(crate) fn patient_key(&self, connection: &Connection, id: PatientId) -> Result<Key> {
        let id = id.to_string();
        let wrapped: Option<Option<Vec<u8>>> = connection
            .prepare_cached("SELECT wrapped_key FROM patients WHERE id = ?1")?
            .query_row([&id], |row| row.get(0))
            .optional()?;
        let wrapped = wrapped.ok_or(VaultError::NotFound("patient"))?.ok_or(VaultError::Erased)?;
        self.unwrap_patient_key(&id, &wrapped)
    }

    /// The key of the patient whose encounter this is.
    pub(crate) fn encounter_key(&self, connection: &Connection, id: EncounterId) -> Result<Key> {
        let patient: Option<String> = connection
            .prepare_cached("SELECT patient FROM encounters WHERE id = ?1")?
            .query_row([id.to_string()], |row| row.get(0))
            .optional()?;
        self.patient_key(connection, parse(&patient.ok_or(VaultError::NotFound("visit"))?)?)
    }

    pub(crate) fn unwrap_patient_key(&self, id: &str, wrapped: &[u8]) -> Result<Key> {
        self.patient_keys
            .open(wrapped, &place("patients", id, "wrapped_key"))
            .and_then(|bytes| Key::from_slice(&bytes))
            .ok_or(VaultError::Damaged("a patient's key was changed or moved"))
    }
}
