//! Transcripts: final segments in their order, and how far into the recording they reach.

use clinical::{EncounterId, Gap, Left, Segment, SegmentId, Speaker, Transcript, TranscriptId, UserId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::json;

use crate::audit::{self, Entry};
use crate::crypto::{Key, place};
use crate::error::{Result, VaultError};
use crate::notes::{NoteSource, StoredNote};
use crate::store::{Store, parse};
use crate::vault::Vault;
use crate::{recordings, signing, users};

impl Vault {
    /// Begins a transcript of the encounter by this model, beside those there are.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn start_transcript(&self, id: EncounterId, model: &str, now: Timestamp) -> Result<TranscriptId> {
        let transcript = TranscriptId::new();
        self.store.change(|transaction| {
            self.store.encounter_key(transaction, id)?;
            transaction.execute(
                "INSERT INTO transcripts (id, encounter, model, started_at) VALUES (?1, ?2, ?3, ?4)",
                params![transcript.to_string(), id.to_string(), model, now.to_string()],
            )?;
            Ok(())
        })?;
        Ok(transcript)
    }

    /// Adds the next segments and what this transcript lacks beside them, and remembers up to which millisecond of the
    /// recording they reach, so that transcribing can be taken up there. A stretch that begins where one does that it lacks
    /// already is the same, longer by now. All or nothing is on the disk when this returns.
    ///
    /// # Errors
    /// [`VaultError::OutOfSequence`] where a segment's id is not the number of segments before it,
    /// [`VaultError::TranscriptFinished`], [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn extend_transcript(
        &self,
        id: TranscriptId,
        segments: &[Segment],
        lacks: &[Gap],
        reaches_ms: u64,
    ) -> Result<()> {
        self.store.change(|transaction| {
            let encounter = self.store.add_segments(transaction, id, segments)?;
            for gap in lacks {
                recordings::put(transaction, encounter, id, gap)?;
            }
            transaction
                .prepare_cached("UPDATE transcripts SET transcribed_to_ms = ?2 WHERE id = ?1")?
                .execute(params![id.to_string(), reaches_ms])?;
            Ok(())
        })
    }

    /// What this transcript lacks of what was recorded, in order.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn untranscribed(&self, id: TranscriptId) -> Result<Vec<Gap>> {
        let connection = self.store.connection();
        self.store.about(&connection, id)?;
        let mut statement = connection
            .prepare_cached("SELECT at_ms, length_ms, cause FROM gaps WHERE transcript = ?1 ORDER BY id")?;
        recordings::read(&mut statement, &id.to_string())
    }

    /// A transcript as far as it is.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn transcript(&self, id: TranscriptId) -> Result<Transcript> {
        self.store.transcript(&self.store.connection(), id)
    }

    /// The transcript that the newest version of the encounter's note cites; without a note, the newest one there is.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn current_transcript(&self, id: EncounterId) -> Result<Option<(TranscriptId, Transcript)>> {
        self.store.current_transcript(&self.store.connection(), id)
    }

    /// All transcripts of the encounter, the oldest first.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn transcripts(&self, id: EncounterId) -> Result<Vec<TranscriptRecord>> {
        let connection = self.store.connection();
        self.store.encounter_key(&connection, id)?;
        let mut statement = connection.prepare_cached(
            "SELECT id, model, started_at, finished, language FROM transcripts WHERE encounter = ?1 ORDER BY rowid",
        )?;
        let mut rows = statement.query([id.to_string()])?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, started_at): (String, String) = (row.get(0)?, row.get(2)?);
            records.push(TranscriptRecord {
                id: parse(&id)?,
                model: row.get(1)?,
                started_at: parse(&started_at)?,
                finished: row.get(3)?,
                language: row.get(4)?,
            });
        }
        Ok(records)
    }

    /// This run of the program is at work on a transcript that was asked for again, until [`Vault::leave_transcript`]. What was left of
    /// others of the same recording is not gone on with any more.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn take_up_transcript(&self, id: TranscriptId) -> Result<()> {
        self.store.change(|transaction| {
            let encounter = self.store.about(transaction, id)?.encounter;
            transaction.execute(
                "UPDATE transcripts SET run = iif(id = ?1, ?2, NULL) WHERE encounter = ?3",
                params![id.to_string(), self.store.run, encounter.to_string()],
            )?;
            Ok(())
        })
    }

    /// The work on it is over, done or not.
    ///
    /// # Errors
    /// [`VaultError::NotFound`].
    pub fn leave_transcript(&self, id: TranscriptId) -> Result<()> {
        self.store.change(|transaction| {
            let left =
                transaction.execute("UPDATE transcripts SET run = NULL WHERE id = ?1", [id.to_string()])?;
            if left == 0 { Err(VaultError::NotFound("transcript")) } else { Ok(()) }
        })
    }

    /// The unfinished transcripts that an earlier run of the program was at work on when it ended, each with its encounter, as far as
    /// the recordings are still there.
    pub fn interrupted_transcripts(&self) -> Result<Vec<(EncounterId, TranscriptId)>> {
        let connection = self.store.connection();
        let mut statement = connection.prepare_cached(
            "SELECT t.encounter, t.id FROM transcripts t
             JOIN encounters e ON e.id = t.encounter JOIN patients p ON p.id = e.patient
             WHERE t.run IS NOT NULL AND t.run <> ?1 AND NOT t.finished AND p.erased_at IS NULL
             AND EXISTS (SELECT 1 FROM audio_chunks a WHERE a.encounter = t.encounter) ORDER BY t.rowid",
        )?;
        let rows = statement
            .query_map([&self.store.run], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        rows.map(|row| {
            let (encounter, id) = row?;
            Ok((parse(&encounter)?, parse(&id)?))
        })
        .collect()
    }

    /// Remembers which language is spoken.
    ///
    /// # Errors
    /// [`VaultError::NotFound`].
    pub fn set_transcript_language(&self, id: TranscriptId, code: &str) -> Result<()> {
        self.store.change(|transaction| {
            let changed = transaction.execute(
                "UPDATE transcripts SET language = ?2 WHERE id = ?1",
                params![id.to_string(), code],
            )?;
            if changed == 0 { Err(VaultError::NotFound("transcript")) } else { Ok(()) }
        })
    }

    /// Puts other words in place of what was heard in a segment, for good: what was heard first stays with it. The audit log
    /// says who did so, not the words.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::AlreadySigned`], [`VaultError::Erased`].
    pub fn correct_segment(
        &self,
        id: TranscriptId,
        segment: SegmentId,
        text: &str,
        actor: UserId,
        now: Timestamp,
    ) -> Result<()> {
        self.change_segment((id, segment), (actor, now), "transcript.corrected", |heard| {
            Ok(Some(heard.corrected(text, actor)))
        })
    }

    /// Remembers that words of a segment which look misheard were left by somebody. The audit log says who did so, not the words.
    ///
    /// # Errors
    /// As [`Vault::correct_segment`], and [`VaultError::NotFound`] where these words are not in it.
    pub fn leave_words(
        &self,
        id: TranscriptId,
        segment: SegmentId,
        words: &str,
        actor: UserId,
        now: Timestamp,
    ) -> Result<()> {
        self.change_segment((id, segment), (actor, now), "transcript.words_left", |heard| {
            if !heard.text.contains(words) {
                return Err(VaultError::NotFound("word"));
            }
            let left = Left { words: words.into(), by: actor };
            if heard.left.contains(&left) {
                return Ok(None);
            }
            let mut changed = heard.clone();
            changed.left.push(left);
            Ok(Some(changed))
        })
    }

    /// Changes a segment of what is not signed; the audit log says who did so, not the words. None: it is so already.
    fn change_segment(
        &self,
        (id, segment): (TranscriptId, SegmentId),
        (actor, now): (UserId, Timestamp),
        action: &'static str,
        change: impl FnOnce(&Segment) -> Result<Option<Segment>>,
    ) -> Result<()> {
        self.store.audited(|transaction| {
            let About { encounter, key, .. } = self.store.about(transaction, id)?;
            signing::refuse_signed(transaction, encounter)?;
            users::find(transaction, actor)?;
            let transcript = self.store.transcript(transaction, id)?;
            let segment = transcript.get(segment).ok_or(VaultError::NotFound("segment"))?;
            let Some(changed) = change(segment)? else { return Ok(()) };
            put_segment(transaction, &key, id, &changed)?;
            let detail = json!({ "transcript": id, "segment": segment.id });
            audit::record(transaction, Entry::new(now, actor, action, &encounter).with(detail))
        })
    }

    /// Up to which millisecond of the recording the segments reach.
    ///
    /// # Errors
    /// [`VaultError::NotFound`].
    pub fn transcribed_to(&self, id: TranscriptId) -> Result<u64> {
        let connection = self.store.connection();
        let reached = connection
            .query_row("SELECT transcribed_to_ms FROM transcripts WHERE id = ?1", [id.to_string()], |row| {
                row.get(0)
            })
            .optional()?;
        reached.ok_or(VaultError::NotFound("transcript"))
    }

    /// Adds the last segments and ends the transcript: it takes no more but what is typed. Its speakers may still be named. Ending
    /// what has ended with nothing to add changes nothing.
    ///
    /// # Errors
    /// As [`Vault::extend_transcript`].
    pub fn finish_transcript(&self, id: TranscriptId, last: &[Segment]) -> Result<()> {
        self.store.change(|transaction| {
            if !last.is_empty() {
                self.store.add_segments(transaction, id, last)?;
            }
            let changed =
                transaction.execute("UPDATE transcripts SET finished = 1 WHERE id = ?1", [id.to_string()])?;
            if changed == 0 { Err(VaultError::NotFound("transcript")) } else { Ok(()) }
        })
    }

    /// Puts other words into lines that were typed, for who types a line goes on with it.
    ///
    /// # Errors
    /// [`VaultError::NotFound`] where there is no such line, or somebody corrected it; [`VaultError::AlreadySigned`],
    /// [`VaultError::Erased`].
    pub fn retype(&self, id: TranscriptId, lines: &[Segment]) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        self.store.change(|transaction| {
            let About { encounter, key, .. } = self.store.about(transaction, id)?;
            signing::refuse_signed(transaction, encounter)?;
            let transcript = self.store.transcript(transaction, id)?;
            for line in lines {
                let there = transcript.get(line.id).filter(|one| one.typed && one.corrected_by.is_none());
                there.ok_or(VaultError::NotFound("segment"))?;
                put_segment(transaction, &key, id, line)?;
            }
            Ok(())
        })
    }

    /// Whether the transcript is finished.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn is_transcript_finished(&self, id: TranscriptId) -> Result<bool> {
        Ok(self.store.about(&self.store.connection(), id)?.finished)
    }

    /// Says who speaks in each segment, from the first on; segments beyond `speakers` stay as they are.
    ///
    /// # Errors
    /// [`VaultError::NotFound`] where there are more speakers than segments, [`VaultError::Erased`].
    pub fn set_speakers(&self, id: TranscriptId, speakers: &[Speaker]) -> Result<()> {
        self.store.change(|transaction| {
            let told = |segment: &Segment, speaker: &Speaker| Segment {
                speaker: speaker.clone(),
                ..segment.clone()
            };
            self.store.attribute(transaction, id, speakers, told).map(drop)
        })
    }

    /// The same where a person says so: whom a segment was taken for stays with it, and the audit log says who gave which to
    /// another.
    ///
    /// # Errors
    /// As [`Vault::set_speakers`], and [`VaultError::AlreadySigned`].
    pub fn reassign_speakers(
        &self,
        id: TranscriptId,
        speakers: &[Speaker],
        actor: UserId,
        now: Timestamp,
    ) -> Result<()> {
        self.store.audited(|transaction| {
            let encounter = self.store.about(transaction, id)?.encounter;
            signing::refuse_signed(transaction, encounter)?;
            users::find(transaction, actor)?;
            let given = |segment: &Segment, speaker: &Speaker| segment.reassigned(speaker.clone(), actor);
            let segments = self.store.attribute(transaction, id, speakers, given)?;
            let detail = json!({ "transcript": id, "segments": segments });
            audit::record(
                transaction,
                Entry::new(now, actor, "transcript.speakers_changed", &encounter).with(detail),
            )
        })
    }
}

/// A transcript without its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranscriptRecord {
    /// Which.
    pub id: TranscriptId,
    /// The id of the model that made it.
    pub model: String,
    /// When it was begun.
    pub started_at: Timestamp,
    /// Whether it takes no more.
    pub finished: bool,
    /// The code of the language that was spoken, once it is known.
    pub language: Option<String>,
}

struct About {
    encounter: EncounterId,
    key: Key,
    finished: bool,
}

impl Store {
    /// Gives whose transcript it is.
    fn add_segments(
        &self,
        transaction: &Connection,
        id: TranscriptId,
        segments: &[Segment],
    ) -> Result<EncounterId> {
        let about = self.about(transaction, id)?;
        // Of the talk nothing more is heard then; a line may still be typed.
        if about.finished && (segments.is_empty() || !segments.iter().all(|one| one.typed)) {
            return Err(VaultError::TranscriptFinished);
        }
        let first: u64 = transaction
            .prepare_cached("SELECT coalesce(max(seq) + 1, 0) FROM segments WHERE transcript = ?1")?
            .query_row([id.to_string()], |row| row.get(0))?;
        for (expected, segment) in (first..).zip(segments) {
            let got = u64::from(segment.id.0);
            if got != expected {
                return Err(VaultError::OutOfSequence { expected, got });
            }
            put_segment(transaction, &about.key, id, segment)?;
        }
        Ok(about.encounter)
    }

    /// Has each segment that is another's become what `given` makes of it; which these are.
    fn attribute(
        &self,
        transaction: &Connection,
        id: TranscriptId,
        speakers: &[Speaker],
        given: impl Fn(&Segment, &Speaker) -> Segment,
    ) -> Result<Vec<SegmentId>> {
        let key = self.about(transaction, id)?.key;
        let transcript = self.transcript(transaction, id)?;
        if speakers.len() > transcript.segments().len() {
            return Err(VaultError::NotFound("segment"));
        }
        let of_others = transcript.segments().iter().zip(speakers);
        let of_others = of_others.filter(|(segment, speaker)| segment.speaker != **speaker);
        of_others
            .map(|(segment, speaker)| {
                put_segment(transaction, &key, id, &given(segment, speaker))?;
                Ok(segment.id)
            })
            .collect()
    }

    pub(crate) fn current_transcript(
        &self,
        connection: &Connection,
        id: EncounterId,
    ) -> Result<Option<(TranscriptId, Transcript)>> {
        self.encounter_key(connection, id)?;
        let newest: Option<String> = connection
            .prepare_cached("SELECT id FROM transcripts WHERE encounter = ?1 ORDER BY rowid DESC LIMIT 1")?
            .query_row([id.to_string()], |row| row.get(0))
            .optional()?;
        let current = match self.latest_note(connection, id)? {
            None => newest.as_deref().map(parse).transpose()?,
            Some(StoredNote { source: NoteSource { transcript: Some(cited), .. }, .. }) => Some(cited),
            Some(_) => first_of(connection, id)?,
        };
        current.map(|current| Ok((current, self.transcript(connection, current)?))).transpose()
    }

    pub(crate) fn require_transcript_of(
        &self,
        connection: &Connection,
        encounter: EncounterId,
        id: TranscriptId,
    ) -> Result<()> {
        if self.about(connection, id)?.encounter == encounter {
            Ok(())
        } else {
            Err(VaultError::NotFound("transcript"))
        }
    }

    fn transcript(&self, connection: &Connection, id: TranscriptId) -> Result<Transcript> {
        let key = self.about(connection, id)?.key;
        let mut statement = connection
            .prepare_cached("SELECT seq, sealed FROM segments WHERE transcript = ?1 ORDER BY seq")?;
        let mut rows = statement.query([id.to_string()])?;
        let mut transcript = Transcript::default();
        while let Some(row) = rows.next()? {
            let (seq, sealed): (u32, Vec<u8>) = (row.get(0)?, row.get(1)?);
            let segment: Segment = key.open_json(&sealed, &place_of(id, seq))?;
            if transcript.add(segment).0 != seq {
                return Err(VaultError::Damaged("a transcript lacks a segment"));
            }
        }
        Ok(transcript)
    }

    fn about(&self, connection: &Connection, id: TranscriptId) -> Result<About> {
        let found: Option<(String, bool)> = connection
            .prepare_cached("SELECT encounter, finished FROM transcripts WHERE id = ?1")?
            .query_row([id.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        let (encounter, finished) = found.ok_or(VaultError::NotFound("transcript"))?;
        let encounter = parse(&encounter)?;
        Ok(About { encounter, key: self.encounter_key(connection, encounter)?, finished })
    }
}

fn first_of(connection: &Connection, id: EncounterId) -> Result<Option<TranscriptId>> {
    let first: Option<String> = connection
        .prepare_cached("SELECT id FROM transcripts WHERE encounter = ?1 ORDER BY rowid LIMIT 1")?
        .query_row([id.to_string()], |row| row.get(0))
        .optional()?;
    first.as_deref().map(parse).transpose()
}

fn put_segment(connection: &Connection, key: &Key, id: TranscriptId, segment: &Segment) -> Result<()> {
    let sealed = key.seal_json(segment, &place_of(id, segment.id.0))?;
    connection
        .prepare_cached(
            "INSERT INTO segments (transcript, seq, sealed) VALUES (?1, ?2, ?3)
             ON CONFLICT (transcript, seq) DO UPDATE SET sealed = excluded.sealed",
        )?
        .execute(params![id.to_string(), segment.id.0, sealed])?;
    Ok(())
}

fn place_of(id: TranscriptId, seq: u32) -> Vec<u8> {
    place("segments", &format!("{id}/{seq}"), "sealed")
}
