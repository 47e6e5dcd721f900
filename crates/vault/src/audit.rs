//! The audit log: who did what to what, when, as a hash chain. It holds ids and counts, never what a record says.

use clinical::UserId;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::anchor::Anchored;
use crate::error::{Result, VaultError};
use crate::store::{self, parse};
use crate::vault::Vault;

/// The hash before the first event.
const GENESIS: [u8; 32] = [0; 32];

/// One entry of the audit log.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AuditEvent {
    /// Its place in the log, counted from 1.
    pub seq: u64,
    /// When.
    pub at: Timestamp,
    /// Who; none where nobody was known yet.
    pub actor: Option<UserId>,
    /// What was done, for example "note.signed".
    pub action: String,
    /// The id of what it was done to.
    pub subject: Option<String>,
    /// Counts, names of formats and the like; never text of a record.
    pub detail: Value,
}

/// The first thing that is wrong with the audit log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AuditProblem {
    /// The event's content does not fit its hash, or its hash does not fit its predecessor.
    #[error("audit event {seq} was changed or moved")]
    Changed {
        /// Place of the event.
        seq: u64,
    },
    /// An event between others is not there.
    #[error("audit event {seq} was removed")]
    Removed {
        /// Place of the first one missing.
        seq: u64,
    },
    /// Events at the end are not there, though the anchor outside the database knows them.
    #[error("the audit log ends at event {last}, but event {anchored} was written")]
    CutOff {
        /// Place of the last event there.
        last: u64,
        /// Place of the last event that was anchored.
        anchored: u64,
    },
    /// The anchor itself is missing or was not written by this vault.
    #[error("the audit log's anchor is missing or was not written by this vault")]
    AnchorLost,
}

/// An event to be recorded.
pub(crate) struct Entry<'a> {
    pub(crate) at: Timestamp,
    pub(crate) actor: Option<UserId>,
    pub(crate) action: &'static str,
    pub(crate) subject: &'a dyn ToString,
    pub(crate) detail: Value,
}

impl<'a> Entry<'a> {
    pub(crate) fn new(
        at: Timestamp,
        actor: impl Into<Option<UserId>>,
        action: &'static str,
        subject: &'a dyn ToString,
    ) -> Self {
        Self { at, actor: actor.into(), action, subject, detail: Value::Null }
    }

    pub(crate) fn with(self, detail: Value) -> Self {
        Self { detail, ..self }
    }
}

struct Stored {
    seq: u64,
    at: String,
    actor: Option<String>,
    action: String,
    subject: Option<String>,
    detail: String,
    prev: Vec<u8>,
    hash: Vec<u8>,
}

const COLUMNS: &str = "seq, at, actor, action, subject, detail, prev_hash, hash";

impl Stored {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get(0)?,
            at: row.get(1)?,
            actor: row.get(2)?,
            action: row.get(3)?,
            subject: row.get(4)?,
            detail: row.get(5)?,
            prev: row.get(6)?,
            hash: row.get(7)?,
        })
    }

    /// SHA-256 over the RFC 8785 form of everything but the hash itself.
    fn digest(&self) -> Result<Vec<u8>> {
        #[derive(Serialize)]
        struct Hashed<'a> {
            seq: u64,
            at: &'a str,
            actor: Option<&'a str>,
            action: &'a str,
            subject: Option<&'a str>,
            detail: &'a str,
            prev: &'a [u8],
        }
        let hashed = Hashed {
            seq: self.seq,
            at: &self.at,
            actor: self.actor.as_deref(),
            action: &self.action,
            subject: self.subject.as_deref(),
            detail: &self.detail,
            prev: &self.prev,
        };
        let bytes = serde_json_canonicalizer::to_vec(&hashed)
            .map_err(|_| VaultError::Damaged("an audit event cannot be written as JSON"))?;
        Ok(Sha256::digest(bytes).to_vec())
    }

    fn event(self) -> Result<AuditEvent> {
        Ok(AuditEvent {
            seq: self.seq,
            at: parse(&self.at)?,
            actor: self.actor.as_deref().map(parse).transpose()?,
            action: self.action,
            subject: self.subject,
            detail: serde_json::from_str(&self.detail)
                .map_err(|_| VaultError::Damaged("an audit event is not in its form"))?,
        })
    }
}

/// The end of the log: the last event's place and hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) seq: u64,
    pub(crate) hash: Vec<u8>,
}

pub(crate) fn head(connection: &Connection) -> Result<Head> {
    let last = connection
        .query_row("SELECT seq, hash FROM audit_events ORDER BY seq DESC LIMIT 1", [], |row| {
            Ok(Head { seq: row.get(0)?, hash: row.get(1)? })
        })
        .optional()?;
    Ok(last.unwrap_or(Head { seq: 0, hash: GENESIS.to_vec() }))
}

/// Adds an event at the end of the log, in the transaction of what it tells of.
pub(crate) fn record(connection: &Connection, entry: Entry<'_>) -> Result<()> {
    let head = head(connection)?;
    let mut stored = Stored {
        seq: head.seq + 1,
        at: entry.at.to_string(),
        actor: entry.actor.map(|actor| actor.to_string()),
        action: entry.action.to_owned(),
        subject: Some(entry.subject.to_string()),
        detail: entry.detail.to_string(),
        prev: head.hash,
        hash: vec![],
    };
    stored.hash = stored.digest()?;
    connection
        .prepare_cached(
            "INSERT INTO audit_events (seq, at, actor, action, subject, detail, prev_hash, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            stored.seq,
            stored.at,
            stored.actor,
            stored.action,
            stored.subject,
            stored.detail,
            stored.prev,
            stored.hash
        ])?;
    Ok(())
}

/// Walks the chain from the event after `from` and compares it with the anchor. The number of events, or what is wrong.
pub(crate) fn walk(
    connection: &Connection,
    from: &Head,
    anchored: &Anchored,
) -> Result<std::result::Result<u64, AuditProblem>> {
    let Anchored::At(anchor) = anchored else { return Ok(Err(AuditProblem::AnchorLost)) };
    let mut head = from.clone();
    let mut statement =
        connection.prepare(&format!("SELECT {COLUMNS} FROM audit_events WHERE seq > ?1 ORDER BY seq"))?;
    let mut rows = statement.query([from.seq])?;
    while let Some(row) = rows.next()? {
        let stored = Stored::from_row(row)?;
        if stored.seq != head.seq + 1 {
            return Ok(Err(AuditProblem::Removed { seq: head.seq + 1 }));
        }
        let fits_anchor = stored.seq != anchor.seq || stored.hash == anchor.hash;
        if stored.prev != head.hash || stored.hash != stored.digest()? || !fits_anchor {
            return Ok(Err(AuditProblem::Changed { seq: stored.seq }));
        }
        head = Head { seq: stored.seq, hash: stored.hash };
    }
    if head.seq < anchor.seq {
        return Ok(Err(AuditProblem::CutOff { last: head.seq, anchored: anchor.seq }));
    }
    Ok(Ok(head.seq))
}

/// The whole chain.
pub(crate) fn verify(
    connection: &Connection,
    anchored: &Anchored,
) -> Result<std::result::Result<u64, AuditProblem>> {
    walk(connection, &Head { seq: 0, hash: GENESIS.to_vec() }, anchored)
}

/// Whether the log still contains the event that was anchored and goes on from it without a break.
pub(crate) fn continues(connection: &Connection, anchored: &Anchored) -> Result<bool> {
    let Anchored::At(anchor) = anchored else { return Ok(false) };
    let there: Option<Vec<u8>> = connection
        .query_row("SELECT hash FROM audit_events WHERE seq = ?1", [anchor.seq], |row| row.get(0))
        .optional()?;
    Ok(there.as_ref() == Some(&anchor.hash) && walk(connection, anchor, anchored)?.is_ok())
}

impl Vault {
    /// The events after `after`, oldest first; at most `limit`.
    pub fn audit_events(&self, after: u64, limit: usize) -> Result<Vec<AuditEvent>> {
        let connection = self.store.connection();
        let mut statement = connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM audit_events WHERE seq > ?1 ORDER BY seq LIMIT ?2"
        ))?;
        let rows = statement.query_map(params![after, store::limit(limit)], Stored::from_row)?;
        rows.map(|row| row?.event()).collect()
    }
}
