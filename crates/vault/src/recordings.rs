//! When an encounter was being recorded. A recording that a crash cut short has begun and never ended.

use clinical::{EncounterId, Gap, GapCause, TranscriptId, UserId};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Statement, params};
use serde_json::json;

use crate::audio;
use crate::audit::{self, Entry};
use crate::error::{Result, VaultError};
use crate::signing;
use crate::store::{Store, parse};
use crate::vault::Vault;

impl Vault {
    /// Begins to record, or to record again: audio is taken from now on. A recording of this encounter that was
    /// interrupted is ended by it, and the time in between becomes a gap.
    ///
    /// # Errors
    /// [`VaultError::NoConsent`], [`VaultError::AlreadySigned`], [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn begin_recording(&self, id: EncounterId, actor: UserId, now: Timestamp) -> Result<()> {
        self.store.audited(|transaction| {
            let encounter = self.store.encounter(transaction, id)?;
            signing::refuse_signed(transaction, id)?;
            if !encounter.permits_recording() {
                return Err(VaultError::NoConsent);
            }
            if let Some(since) = lacks_since(transaction, id)? {
                add_interruption(transaction, id, Some((since, now)))?;
            }
            end(transaction, id, now)?;
            // The signs of this recording take the place of the last one.
            self.store.take_in_last_sign(transaction)?;
            transaction.execute(
                "INSERT INTO recordings (encounter, run, began_at, began_by, accounted_to)
                 VALUES (?1, ?2, ?3, ?4, ?3)",
                params![id.to_string(), self.store.run, now.to_string(), actor.to_string()],
            )?;
            let detail = json!({ "sound": encounter.sound });
            audit::record(transaction, Entry::new(now, actor, "recording.began", &id).with(detail))
        })?;
        self.give_sign(now);
        Ok(())
    }

    /// Ends the recording; also one that was interrupted, whose end is then marked by a gap unless it was paused, and before it what
    /// is known to have been lost. Ending what does not run changes nothing.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn end_recording(&self, id: EncounterId, now: Timestamp) -> Result<()> {
        self.end_as(id, false, now)
    }

    /// The same of one that broke off in this run of the program: its end is marked like that of one that a crash interrupted.
    ///
    /// # Errors
    /// As [`Vault::end_recording`].
    pub fn end_broken_off(&self, id: EncounterId, now: Timestamp) -> Result<()> {
        self.end_as(id, true, now)
    }

    fn end_as(&self, id: EncounterId, broke_off: bool, now: Timestamp) -> Result<()> {
        self.store.audited(|transaction| {
            self.store.encounter_key(transaction, id)?;
            let interrupted = broke_off || self.store.require_recording(transaction, id).is_err();
            self.store.take_in_last_sign(transaction)?;
            let lacks_since = lacks_since(transaction, id)?;
            if end(transaction, id, now)? {
                if interrupted && lacks_since.is_some() {
                    add_interruption(transaction, id, None)?;
                }
                audit::record(transaction, Entry::new(now, None, "recording.ended", &id))?;
            }
            Ok(())
        })
    }

    /// Who began each recording of this encounter, in order, as far as that is known.
    ///
    /// # Errors
    /// [`VaultError::Damaged`].
    pub fn recorded_by(&self, id: EncounterId) -> Result<Vec<UserId>> {
        let connection = self.store.connection();
        let mut statement = connection.prepare_cached(
            "SELECT began_by FROM recordings WHERE encounter = ?1 AND began_by IS NOT NULL ORDER BY id",
        )?;
        let rows = statement.query_map([id.to_string()], |row| row.get::<_, String>(0))?;
        rows.map(|by| parse(&by?)).collect()
    }

    /// Remembers a stretch that the recording under way lacks.
    ///
    /// # Errors
    /// [`VaultError::NotRecording`], [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn add_gap(&self, id: EncounterId, gap: &Gap, now: Timestamp) -> Result<()> {
        self.store.change(|transaction| {
            self.store.account(transaction, id, Some(now))?;
            add(transaction, id, None, gap)
        })
    }

    /// The stretch of this cause that was added last goes on and is so long by now.
    ///
    /// # Errors
    /// As [`Vault::add_gap`].
    pub fn lengthen_gap(&self, id: EncounterId, gap: &Gap, now: Timestamp) -> Result<()> {
        self.store.change(|transaction| {
            self.store.account(transaction, id, Some(now))?;
            transaction
                .prepare_cached(
                    "UPDATE gaps SET length_ms = ?2
                     WHERE id = (SELECT max(id) FROM gaps WHERE encounter = ?1 AND transcript IS NULL AND cause = ?3)",
                )?
                .execute(params![id.to_string(), gap.length_ms, cause_name(gap.cause)])?;
            Ok(())
        })
    }

    /// From now on nothing is to be recorded: what a crash cuts short then lacks nothing.
    ///
    /// # Errors
    /// As [`Vault::add_gap`].
    pub fn pause_recording(&self, id: EncounterId) -> Result<()> {
        self.store.change(|transaction| self.store.account(transaction, id, None))
    }

    /// The pause is over.
    ///
    /// # Errors
    /// As [`Vault::add_gap`].
    pub fn resume_recording(&self, id: EncounterId, now: Timestamp) -> Result<()> {
        self.store.change(|transaction| self.store.account(transaction, id, Some(now)))
    }

    /// Where sound cannot be stored, tells the next run of the program that it was still heard: this takes no room on a full
    /// disk.
    pub fn give_sign(&self, now: Timestamp) {
        self.store.lock.give_sign(now);
    }

    /// What the recording lacks, in order.
    ///
    /// # Errors
    /// [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn gaps(&self, id: EncounterId) -> Result<Vec<Gap>> {
        let connection = self.store.connection();
        self.store.encounter_key(&connection, id)?;
        let mut statement = connection.prepare_cached(
            "SELECT at_ms, length_ms, cause FROM gaps WHERE encounter = ?1 AND transcript IS NULL ORDER BY id",
        )?;
        read(&mut statement, &id.to_string())
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

    /// The encounters that were recorded, now or long ago, and whose notes are not signed; not those of erased patients.
    pub fn unsigned_recordings(&self) -> Result<Vec<EncounterId>> {
        let connection = self.store.connection();
        let mut statement = connection.prepare_cached(
            "SELECT DISTINCT r.encounter FROM recordings r
             JOIN encounters e ON e.id = r.encounter JOIN patients p ON p.id = e.patient
             LEFT JOIN signatures s ON s.encounter = r.encounter
             WHERE s.encounter IS NULL AND p.erased_at IS NULL",
        )?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
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

    /// What the run of the program before this one heard until its last sign and could not store becomes a gap of the recording
    /// that it left open: each recording gives a sign as it begins, so the last is of the newest one.
    fn take_in_last_sign(&self, connection: &Connection) -> Result<()> {
        let Some(until) = self.last_sign else { return Ok(()) };
        let newest: Option<(i64, String)> = connection
            .query_row(
                "SELECT id, encounter FROM recordings WHERE run <> ?1 ORDER BY id DESC LIMIT 1",
                [&self.run],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let Some((recording, encounter)) = newest else { return Ok(()) };
        let encounter = parse(&encounter)?;
        let Some(since) = lacks_since(connection, encounter)?.filter(|since| until > *since) else {
            return Ok(());
        };
        let accounted = connection.execute(
            "UPDATE recordings SET accounted_to = ?2 WHERE id = ?1 AND ended_at IS NULL",
            params![recording, until.to_string()],
        )?;
        if accounted > 0 {
            add_interruption(connection, encounter, Some((since, until)))?;
        }
        Ok(())
    }

    /// Everything that was to be recorded until then is stored or a gap; none: it is paused.
    fn account(&self, connection: &Connection, id: EncounterId, to: Option<Timestamp>) -> Result<()> {
        self.encounter_key(connection, id)?;
        self.require_recording(connection, id)?;
        connection
            .prepare_cached(
                "UPDATE recordings SET accounted_to = ?2 WHERE encounter = ?1 AND ended_at IS NULL",
            )?
            .execute(params![id.to_string(), to.map(|to| to.to_string())])?;
        Ok(())
    }
}

/// Since when the open recording lacks what was to be recorded; none in a pause, and where none is open.
fn lacks_since(connection: &Connection, id: EncounterId) -> Result<Option<Timestamp>> {
    let accounted_to: Option<Option<String>> = connection
        .query_row(
            "SELECT accounted_to FROM recordings WHERE encounter = ?1 AND ended_at IS NULL",
            [id.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    let Some(accounted_to) = accounted_to.flatten() else { return Ok(None) };
    Ok(last_heard(connection, id)?.max(Some(parse(&accounted_to)?)))
}

fn last_heard(connection: &Connection, id: EncounterId) -> Result<Option<Timestamp>> {
    let heard: Option<i64> = connection
        .query_row(
            "SELECT heard_ms FROM audio_chunks WHERE encounter = ?1 ORDER BY seq DESC LIMIT 1",
            [id.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    Ok(heard.filter(|ms| *ms > 0).and_then(|ms| Timestamp::from_millisecond(ms).ok()))
}

/// Adds what an interruption has cost from one time to another; with none, that the recording never went on.
fn add_interruption(
    connection: &Connection,
    id: EncounterId,
    times: Option<(Timestamp, Timestamp)>,
) -> Result<()> {
    let at_ms = audio::extent(connection, id)?.duration_ms;
    let length = |(since, until): (Timestamp, Timestamp)| until.duration_since(since).as_millis().max(0);
    let length_ms = times.and_then(|times| u64::try_from(length(times)).ok());
    add(connection, id, None, &Gap { at_ms, length_ms, cause: GapCause::Interrupted })
}

/// Remembers what a transcript lacks; where it lacks something at this place already, that it is so long.
pub(crate) fn put(
    connection: &Connection,
    id: EncounterId,
    transcript: TranscriptId,
    gap: &Gap,
) -> Result<()> {
    let longer = connection
        .prepare_cached("UPDATE gaps SET length_ms = ?3 WHERE transcript = ?1 AND at_ms = ?2")?
        .execute(params![transcript.to_string(), gap.at_ms, gap.length_ms])?;
    if longer == 0 { add(connection, id, Some(transcript), gap) } else { Ok(()) }
}

/// Adds what a transcript lacks or, with none, the recording itself.
fn add(connection: &Connection, id: EncounterId, transcript: Option<TranscriptId>, gap: &Gap) -> Result<()> {
    let Gap { at_ms, length_ms, cause } = gap;
    let transcript = transcript.map(|transcript| transcript.to_string());
    connection
        .prepare_cached(
            "INSERT INTO gaps (encounter, transcript, at_ms, length_ms, cause) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![id.to_string(), transcript, at_ms, length_ms, cause_name(*cause)])?;
    Ok(())
}

/// The gaps of an encounter or a transcript.
pub(crate) fn read(statement: &mut Statement<'_>, of: &str) -> Result<Vec<Gap>> {
    let rows = statement.query_map([of], |row| Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?)))?;
    rows.map(|row| {
        let (at_ms, length_ms, cause) = row?;
        Ok(Gap { at_ms, length_ms, cause: cause_from(&cause)? })
    })
    .collect()
}

fn cause_name(cause: GapCause) -> &'static str {
    match cause {
        GapCause::MicrophoneLost => "microphone_lost",
        GapCause::MicrophoneSilent => "microphone_silent",
        GapCause::Asleep => "asleep",
        GapCause::Interrupted => "interrupted",
        GapCause::NotTranscribed => "not_transcribed",
    }
}

fn cause_from(name: &str) -> Result<GapCause> {
    [
        GapCause::MicrophoneLost,
        GapCause::MicrophoneSilent,
        GapCause::Asleep,
        GapCause::Interrupted,
        GapCause::NotTranscribed,
    ]
    .into_iter()
    .find(|cause| cause_name(*cause) == name)
    .ok_or(VaultError::Damaged("the cause of a gap is not known"))
}

/// Ends the open recording of the encounter; whether there was one.
fn end(connection: &Connection, id: EncounterId, now: Timestamp) -> Result<bool> {
    let ended = connection.execute(
        "UPDATE recordings SET ended_at = ?2 WHERE encounter = ?1 AND ended_at IS NULL",
        params![id.to_string(), now.to_string()],
    )?;
    Ok(ended > 0)
}
