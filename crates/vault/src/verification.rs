//! Looking over the whole vault: every page, every audit event, every signature.

use clinical::EncounterId;
use rusqlite::Connection;
use serde::Serialize;

use crate::audit::{self, AuditProblem};
use crate::error::{Result, VaultError};
use crate::store::parse;
use crate::vault::Vault;

/// What a verification found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Events in the audit log.
    pub audit_events: u64,
    /// The first thing that is wrong with the audit log, if anything is.
    pub audit: Option<AuditProblem>,
    /// Signatures that were verified and are valid.
    pub valid_signatures: u64,
    /// Encounters whose signature is not valid, or is missing though the audit log says that it was made.
    pub bad_signatures: Vec<EncounterId>,
    /// Signatures of erased patients: what they cover is gone, so they cannot be verified.
    pub erased_signatures: u64,
    /// What SQLCipher and SQLite find wrong with the database's pages.
    pub damaged_pages: Vec<String>,
}

impl Verification {
    /// The worst finding as a sentence; none where all is well.
    pub fn problem(&self) -> Option<String> {
        if let Some(page) = self.damaged_pages.first() {
            return Some(format!("The database is damaged: {page}."));
        }
        if let Some(problem) = self.audit {
            return Some(format!("The audit log is not whole: {problem}."));
        }
        match self.bad_signatures.len() {
            0 => None,
            n => Some(format!("{n} signature(s) are not valid.")),
        }
    }
}

impl Vault {
    /// Looks over the whole vault; it takes as long as reading all of it. Recording goes on meanwhile.
    ///
    /// # Errors
    /// Only where looking is impossible; what is found wrong is in the [`Verification`].
    pub fn verify(&self) -> Result<Verification> {
        // Read before the log is walked: events that come meanwhile only make the log longer.
        let anchored = self.store.anchor().read()?;
        let reader = self.store.reader()?;
        let mut found = Verification {
            audit_events: reader.query_row("SELECT count(*) FROM audit_events", [], |row| row.get(0))?,
            audit: audit::verify(&reader, &anchored)?.err(),
            valid_signatures: 0,
            bad_signatures: vec![],
            erased_signatures: 0,
            damaged_pages: damaged_pages(&reader)?,
        };
        for id in signed_encounters(&reader)? {
            match self.store.signed_note(&reader, id) {
                Ok(Some(_)) => found.valid_signatures += 1,
                Err(VaultError::Erased) => found.erased_signatures += 1,
                Ok(None)
                | Err(VaultError::BadSignature | VaultError::Damaged(_) | VaultError::NotFound(_)) => {
                    found.bad_signatures.push(id);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }
}

/// Encounters that have a signature, or had one by the word of the audit log.
fn signed_encounters(reader: &Connection) -> Result<Vec<EncounterId>> {
    let mut statement = reader.prepare(
        "SELECT encounter FROM signatures
         UNION SELECT subject FROM audit_events WHERE action = 'note.signed' AND subject IS NOT NULL",
    )?;
    let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
    rows.map(|id| parse(&id?)).collect()
}

fn damaged_pages(reader: &Connection) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for check in ["PRAGMA cipher_integrity_check", "PRAGMA integrity_check(20)"] {
        let mut statement = reader.prepare(check)?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        for row in rows {
            let row = row?;
            if row != "ok" {
                found.push(row);
            }
        }
    }
    Ok(found)
}
