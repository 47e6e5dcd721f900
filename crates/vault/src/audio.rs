//! The recording of an encounter: chunks in their order, each committed on its own and sealed under the patient's key.

use clinical::{EncounterId, UserId};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde_json::json;

use crate::audit::{self, Entry};
use crate::crypto::place;
use crate::error::{Result, VaultError};
use crate::store;
use crate::vault::Vault;

/// A piece of a recording, as `capture` made it.
#[derive(Clone, PartialEq, Eq)]
pub struct AudioChunk {
    /// Its place in the recording, counted from 0.
    pub seq: u32,
    /// Where it begins in the recording, in milliseconds.
    pub start_ms: u64,
    /// How long it is, in milliseconds.
    pub duration_ms: u32,
    /// When its last sample was heard, to the millisecond.
    pub heard_at: Timestamp,
    /// What `bytes` are.
    pub encoding: AudioEncoding,
    /// The encoded sound: 16 kHz, one channel.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for AudioChunk {
    /// The sound itself is left out: it is as private as the words.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AudioChunk")
            .field("seq", &self.seq)
            .field("start_ms", &self.start_ms)
            .field("duration_ms", &self.duration_ms)
            .finish_non_exhaustive()
    }
}

/// How the sound of a chunk is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AudioEncoding {
    /// A complete FLAC stream.
    Flac,
}

impl AudioEncoding {
    fn as_str(self) -> &'static str {
        match self {
            Self::Flac => "flac",
        }
    }

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "flac" => Ok(Self::Flac),
            _ => Err(VaultError::Damaged("a recording's encoding is not known")),
        }
    }
}

/// How much of an encounter is recorded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AudioExtent {
    /// Chunks stored; the next one has this number.
    pub chunks: u32,
    /// Where the last chunk ends, in milliseconds.
    pub duration_ms: u64,
}

impl Vault {
    /// Adds the next chunk of the recording; it is on the disk when this returns.
    ///
    /// # Errors
    /// [`VaultError::NotRecording`] without [`Vault::begin_recording`] in this run of the program,
    /// [`VaultError::OutOfSequence`] where `seq` is not the number of chunks stored, [`VaultError::DiskFull`],
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn append_audio(&self, id: EncounterId, chunk: &AudioChunk) -> Result<()> {
        self.store.change(|transaction| {
            let key = self.store.encounter_key(transaction, id)?;
            self.store.require_recording(transaction, id)?;
            let next = extent(transaction, id)?.chunks;
            if chunk.seq != next {
                return Err(VaultError::OutOfSequence { expected: next.into(), got: chunk.seq.into() });
            }
            let sealed = key.seal(&chunk.bytes, &place_of(id, chunk))?;
            transaction
                .prepare_cached(
                    "INSERT INTO audio_chunks (encounter, seq, start_ms, duration_ms, heard_ms, encoding, sealed)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![
                    id.to_string(),
                    chunk.seq,
                    chunk.start_ms,
                    chunk.duration_ms,
                    chunk.heard_at.as_millisecond(),
                    chunk.encoding.as_str(),
                    sealed
                ])?;
            Ok(())
        })
    }

    /// The chunks from `from_seq` on, at most `limit`.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn audio_chunks(&self, id: EncounterId, from_seq: u32, limit: usize) -> Result<Vec<AudioChunk>> {
        let connection = self.store.connection();
        let key = self.store.encounter_key(&connection, id)?;
        let mut statement = connection.prepare_cached(
            "SELECT seq, start_ms, duration_ms, heard_ms, encoding, sealed FROM audio_chunks
             WHERE encounter = ?1 AND seq >= ?2 ORDER BY seq LIMIT ?3",
        )?;
        let mut rows = statement.query(params![id.to_string(), from_seq, store::limit(limit)])?;
        let mut chunks = Vec::new();
        while let Some(row) = rows.next()? {
            let encoding: String = row.get(4)?;
            let mut chunk = AudioChunk {
                seq: row.get(0)?,
                start_ms: row.get(1)?,
                duration_ms: row.get(2)?,
                heard_at: Timestamp::from_millisecond(row.get(3)?)
                    .map_err(|_| VaultError::Damaged("a recording's time is not a time"))?,
                encoding: AudioEncoding::from_str(&encoding)?,
                bytes: Vec::new(),
            };
            let sealed: Vec<u8> = row.get(5)?;
            let mut bytes = key
                .open(&sealed, &place_of(id, &chunk))
                .ok_or(VaultError::Damaged("a recording was changed"))?;
            chunk.bytes = std::mem::take(&mut *bytes);
            chunks.push(chunk);
        }
        Ok(chunks)
    }

    /// How much is recorded.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn audio_extent(&self, id: EncounterId) -> Result<AudioExtent> {
        let connection = self.store.connection();
        self.store.encounter_key(&connection, id)?;
        extent(&connection, id)
    }

    /// Removes the recording of an encounter for good: freed pages are overwritten, and the write-ahead log emptied.
    /// Transcripts and note stay; where there is no note yet the transcripts and gaps go with it, and it can be recorded anew.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn delete_audio(&self, id: EncounterId, actor: UserId, now: Timestamp) -> Result<()> {
        self.store.audited(|transaction| {
            self.store.encounter_key(transaction, id)?;
            let has_note = transaction
                .prepare_cached("SELECT 1 FROM notes WHERE encounter = ?1")?
                .exists([id.to_string()])?;
            let passages = if has_note { 0 } else { delete_transcripts(transaction, id)? };
            delete(transaction, id, passages, actor, now)
        })?;
        self.store.empty_log()
    }

    /// Removes for good, as [`Vault::delete_audio`] does, the recordings of signed notes that the settings let stay no
    /// longer. Gives their encounters.
    ///
    /// # Errors
    /// [`VaultError::Damaged`], [`VaultError::DiskFull`].
    pub fn delete_expired_audio(&self, actor: UserId, now: Timestamp) -> Result<Vec<EncounterId>> {
        let Some(until) = self.settings()?.audio_retention.signed_until(now) else { return Ok(Vec::new()) };
        let deleted = self.store.audited(|transaction| {
            let expired = signed_recordings(transaction)?.into_iter().filter(|(_, signed)| *signed <= until);
            let expired: Vec<EncounterId> = expired.map(|(id, _)| id).collect();
            for id in &expired {
                delete(transaction, *id, 0, actor, now)?;
            }
            Ok(expired)
        })?;
        if !deleted.is_empty() {
            self.store.empty_log()?;
        }
        Ok(deleted)
    }
}

/// What was made of a recording, and when it was made; gives how many passages there were.
fn delete_transcripts(transaction: &Connection, id: EncounterId) -> Result<usize> {
    let passages = transaction.execute(
        "DELETE FROM segments WHERE transcript IN (SELECT id FROM transcripts WHERE encounter = ?1)",
        [id.to_string()],
    )?;
    for delete in [
        "DELETE FROM gaps WHERE encounter = ?1",
        "DELETE FROM transcripts WHERE encounter = ?1",
        "DELETE FROM recordings WHERE encounter = ?1",
    ] {
        transaction.execute(delete, [id.to_string()])?;
    }
    Ok(passages)
}

/// Deletes the sound, and writes down that so many passages went with it.
fn delete(
    transaction: &Connection,
    id: EncounterId,
    passages: usize,
    actor: UserId,
    now: Timestamp,
) -> Result<()> {
    let removed = transaction.execute("DELETE FROM audio_chunks WHERE encounter = ?1", [id.to_string()])?;
    let detail = json!({ "chunks": removed, "passages": passages });
    audit::record(transaction, Entry::new(now, actor, "audio.deleted", &id).with(detail))
}

/// The encounters of which there is a recording and a signed note, with when it was signed.
fn signed_recordings(connection: &Connection) -> Result<Vec<(EncounterId, Timestamp)>> {
    let mut statement = connection.prepare_cached(
        "SELECT encounter, signed_at FROM signatures s
         WHERE EXISTS (SELECT 1 FROM audio_chunks a WHERE a.encounter = s.encounter)",
    )?;
    let mut rows = statement.query([])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, signed_at): (String, String) = (row.get(0)?, row.get(1)?);
        found.push((store::parse(&id)?, store::parse(&signed_at)?));
    }
    Ok(found)
}

pub(crate) fn extent(connection: &Connection, id: EncounterId) -> Result<AudioExtent> {
    let extent = connection
        .prepare_cached(
            "SELECT seq + 1, start_ms + duration_ms FROM audio_chunks WHERE encounter = ?1 ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([id.to_string()], |row| Ok(AudioExtent { chunks: row.get(0)?, duration_ms: row.get(1)? }));
    match extent {
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(AudioExtent::default()),
        other => Ok(other?),
    }
}

/// A chunk's sound is bound to its encounter, its place and its time.
fn place_of(id: EncounterId, chunk: &AudioChunk) -> Vec<u8> {
    let AudioChunk { seq, start_ms, duration_ms, encoding, .. } = chunk;
    place("audio_chunks", &format!("{id}/{seq}"), &format!("{start_ms}+{duration_ms}/{}", encoding.as_str()))
}
