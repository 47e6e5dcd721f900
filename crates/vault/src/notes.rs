//! Notes: every save is a version of its own, and no version ever changes.

use clinical::{DraftCard, EncounterId, Note, NoteId, TranscriptId, UserId, markings};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::json;

use crate::audit::{self, Entry};
use crate::crypto::{Key, place};
use crate::error::{Result, VaultError};
use crate::store::{Store, parse};
use crate::vault::Vault;
use crate::{marks, signing, users};

/// Which version of which note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoteVersion {
    /// The note; an encounter has one.
    pub note_id: NoteId,
    /// Counted from 1.
    pub version: u32,
}

/// What a note was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct NoteSource {
    /// What drafted it, for example "extractive".
    pub engine: String,
    /// The transcript that its evidence points into; none for the encounter's first.
    pub transcript: Option<TranscriptId>,
    /// How the draft was made that it goes back to; none where no draft was, or an earlier version of Dictum drafted.
    pub card: Option<DraftCard>,
}

/// A version of a note as it was saved.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredNote {
    /// The note; an encounter has one.
    pub note_id: NoteId,
    /// Counted from 1.
    pub version: u32,
    /// What it says.
    pub note: Note,
    /// What it was made from.
    pub source: NoteSource,
    /// Who saved it.
    pub author: UserId,
    /// When.
    pub saved_at: Timestamp,
}

impl Vault {
    /// Saves the note as the encounter's next version; it is on the disk when this returns. `after` is the version that it was
    /// made from (0 where there was none): where another was saved meanwhile, nothing is written over it. What it newly keeps
    /// or flags, it does in the author's own name; a clinician alone keeps, and clears the flags of others. What an earlier version
    /// had can be had back.
    ///
    /// # Errors
    /// [`VaultError::Outdated`], [`VaultError::NotAllowed`] for a mark that is not the author's to set or clear, [`VaultError::AlreadySigned`],
    /// [`VaultError::NotFound`] for an encounter, author or transcript that is not there, [`VaultError::Erased`],
    /// [`VaultError::Unstorable`].
    pub fn save_note(
        &self,
        encounter: EncounterId,
        after: u32,
        note: &Note,
        source: &NoteSource,
        author: UserId,
        now: Timestamp,
    ) -> Result<NoteVersion> {
        self.store.audited(|transaction| {
            let key = self.store.encounter_key(transaction, encounter)?;
            signing::refuse_signed(transaction, encounter)?;
            let user = users::find(transaction, author)?;
            if let Some(transcript) = source.transcript {
                self.store.require_transcript_of(transaction, encounter, transcript)?;
            }
            let note_id = note_of(transaction, encounter)?;
            let latest = self.store.latest_note(transaction, encounter)?;
            if latest.as_ref().map_or(0, |latest| latest.version) != after {
                return Err(VaultError::Outdated);
            }
            let version = after + 1;
            let markings = markings(latest.as_ref().map(|latest| &latest.note), note);
            let foreign: Vec<_> = markings.iter().filter(|one| !marks::is_permitted(one, &user)).collect();
            if !foreign.is_empty() {
                let earlier = self.store.versions(transaction, &key, note_id)?;
                if let Some(refused) = foreign.iter().find(|one| !marks::is_restored(one, &earlier)) {
                    return Err(VaultError::NotAllowed(marks::rule(refused.mark)));
                }
            }
            let place = place_of(note_id, version);
            let sealed = key.seal_json(note, &place)?;
            if key.open_json::<Note>(&sealed, &place).ok().as_ref() != Some(note) {
                return Err(VaultError::Unstorable);
            }
            let card = source.card.as_ref().map(|card| key.seal_json(card, &place_of_card(note_id, version)));
            transaction
                .prepare_cached(
                    "INSERT INTO note_versions (note, version, engine, transcript, author, saved_at, sealed, card)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )?
                .execute(params![
                    note_id.to_string(),
                    version,
                    source.engine,
                    source.transcript.map(|id| id.to_string()),
                    author.to_string(),
                    now.to_string(),
                    sealed,
                    card.transpose()?
                ])?;
            let detail = json!({ "version": version, "engine": source.engine });
            audit::record(transaction, Entry::new(now, author, "note.saved", &encounter).with(detail))?;
            for marking in &markings {
                let entry = Entry::new(now, author, marks::action(marking.mark), &encounter);
                audit::record(transaction, entry.with(marks::detail(marking, version, author)))?;
            }
            Ok(NoteVersion { note_id, version })
        })
    }

    /// The newest version of the encounter's note, where there is one.
    ///
    /// # Errors
    /// [`VaultError::NotFound`] for an encounter that is not there, [`VaultError::Erased`].
    pub fn latest_note(&self, encounter: EncounterId) -> Result<Option<StoredNote>> {
        self.store.latest_note(&self.store.connection(), encounter)
    }

    /// This version of the note.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn note_version(&self, id: NoteId, version: u32) -> Result<StoredNote> {
        let connection = self.store.connection();
        let encounter: Option<String> = connection
            .query_row("SELECT encounter FROM notes WHERE id = ?1", [id.to_string()], |row| row.get(0))
            .optional()?;
        let encounter = parse(&encounter.ok_or(VaultError::NotFound("note"))?)?;
        let key = self.store.encounter_key(&connection, encounter)?;
        let raw = connection
            .query_row(
                &format!("SELECT {COLUMNS} FROM note_versions v WHERE note = ?1 AND version = ?2"),
                params![id.to_string(), version],
                Raw::from_row,
            )
            .optional()?;
        raw.ok_or(VaultError::NotFound("version of the note"))?.open(&key)
    }
}

impl Store {
    pub(crate) fn latest_note(
        &self,
        connection: &Connection,
        encounter: EncounterId,
    ) -> Result<Option<StoredNote>> {
        let key = self.encounter_key(connection, encounter)?;
        let raw = connection
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM note_versions v JOIN notes n ON n.id = v.note
                 WHERE n.encounter = ?1 ORDER BY v.version DESC LIMIT 1"
            ))?
            .query_row([encounter.to_string()], Raw::from_row)
            .optional()?;
        raw.map(|raw| raw.open(&key)).transpose()
    }

    /// Every version of a note.
    fn versions(&self, connection: &Connection, key: &Key, id: NoteId) -> Result<Vec<Note>> {
        let mut statement =
            connection.prepare_cached(&format!("SELECT {COLUMNS} FROM note_versions v WHERE note = ?1"))?;
        let rows = statement.query_map([id.to_string()], Raw::from_row)?;
        rows.map(|row| Ok(row?.open(key)?.note)).collect()
    }
}

const COLUMNS: &str = "v.note, v.version, v.engine, v.transcript, v.author, v.saved_at, v.sealed, v.card";

struct Raw {
    note: String,
    version: u32,
    engine: String,
    transcript: Option<String>,
    author: String,
    saved_at: String,
    sealed: Vec<u8>,
    card: Option<Vec<u8>>,
}

impl Raw {
    fn from_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            note: row.get(0)?,
            version: row.get(1)?,
            engine: row.get(2)?,
            transcript: row.get(3)?,
            author: row.get(4)?,
            saved_at: row.get(5)?,
            sealed: row.get(6)?,
            card: row.get(7)?,
        })
    }

    fn open(self, key: &Key) -> Result<StoredNote> {
        let note_id = parse(&self.note)?;
        let card_place = place_of_card(note_id, self.version);
        let card = self.card.map(|sealed| key.open_json(&sealed, &card_place));
        Ok(StoredNote {
            note_id,
            version: self.version,
            note: key.open_json(&self.sealed, &place_of(note_id, self.version))?,
            source: NoteSource {
                engine: self.engine,
                transcript: self.transcript.as_deref().map(parse).transpose()?,
                card: card.transpose()?,
            },
            author: parse(&self.author)?,
            saved_at: parse(&self.saved_at)?,
        })
    }
}

/// The encounter's note, made where there is none.
fn note_of(connection: &Connection, encounter: EncounterId) -> Result<NoteId> {
    connection.execute(
        "INSERT INTO notes (id, encounter) VALUES (?1, ?2) ON CONFLICT (encounter) DO NOTHING",
        params![NoteId::new().to_string(), encounter.to_string()],
    )?;
    let id: String = connection.query_row(
        "SELECT id FROM notes WHERE encounter = ?1",
        [encounter.to_string()],
        |row| row.get(0),
    )?;
    parse(&id)
}

fn place_of(id: NoteId, version: u32) -> Vec<u8> {
    place("note_versions", &format!("{id}/{version}"), "sealed")
}

fn place_of_card(id: NoteId, version: u32) -> Vec<u8> {
    place("note_versions", &format!("{id}/{version}"), "card")
}
