//! The database's tables, and how one version of them becomes the next.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::{Result, VaultError};

/// Each step takes the database from the version that is its index to the next. A step that was released never
/// changes.
const STEPS: [&str; 7] = [
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
    include_str!("schema/5.sql"),
    include_str!("schema/6.sql"),
    include_str!("schema/7.sql"),
];

const NEWEST: u32 = STEPS.len() as u32;

/// The version of the tables; 0 where there are none.
pub(crate) fn version(connection: &Connection) -> Result<u32> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// Brings the tables to the newest version, each step in a transaction of its own.
///
/// # Errors
/// [`VaultError::NewerSchema`] where a newer version of the program wrote them; nothing is changed then.
pub(crate) fn migrate(connection: &mut Connection) -> Result<()> {
    let found = version(connection)?;
    if found > NEWEST {
        return Err(VaultError::NewerSchema { found, known: NEWEST });
    }
    for (version, step) in (1..).zip(STEPS).skip(found as usize) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", version)?;
        transaction.commit()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_database_becomes_the_newest_and_stays_it() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate(&mut connection).unwrap();
        assert_eq!(version(&connection).unwrap(), NEWEST);
        migrate(&mut connection).unwrap();
        assert_eq!(version(&connection).unwrap(), NEWEST);
    }

    #[test]
    fn a_recording_of_the_first_version_is_kept() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(STEPS[0]).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = OFF;
                 INSERT INTO audio_chunks (encounter, seq, start_ms, duration_ms, encoding, sealed)
                 VALUES ('e', 0, 0, 1000, 'flac', x'00');",
            )
            .unwrap();
        migrate(&mut connection).unwrap();
        let kept: (u32, u64) = connection
            .query_row("SELECT duration_ms, heard_ms FROM audio_chunks", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        assert_eq!(kept, (1000, 0));
    }

    #[test]
    fn a_version_of_a_note_of_the_third_version_is_kept_and_has_no_card() {
        let mut connection = Connection::open_in_memory().unwrap();
        for step in &STEPS[..3] {
            connection.execute_batch(step).unwrap();
        }
        connection.pragma_update(None, "user_version", 3).unwrap();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = OFF;
                 INSERT INTO note_versions (note, version, engine, author, saved_at, sealed)
                 VALUES ('n', 1, 'extractive drafter', 'a', 'then', x'00');",
            )
            .unwrap();
        migrate(&mut connection).unwrap();
        let kept: (String, Option<Vec<u8>>) = connection
            .query_row("SELECT engine, card FROM note_versions", [], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        assert_eq!(kept, ("extractive drafter".into(), None));
    }

    #[test]
    fn jottings_and_recordings_of_the_fourth_version_are_kept_and_are_nobody_s() {
        let mut connection = Connection::open_in_memory().unwrap();
        for step in &STEPS[..4] {
            connection.execute_batch(step).unwrap();
        }
        connection.pragma_update(None, "user_version", 4).unwrap();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = OFF;
                 INSERT INTO encounters (id, patient, start_ms, sealed, jottings) VALUES ('e', 'p', 0, x'00', x'01');
                 INSERT INTO recordings (encounter, run, began_at) VALUES ('e', 'r', 'then');",
            )
            .unwrap();
        migrate(&mut connection).unwrap();
        let kept: (Vec<u8>, Option<String>, Option<String>) = connection
            .query_row("SELECT jottings, jottings_by, began_by FROM encounters, recordings", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .unwrap();
        assert_eq!(kept, (vec![1], None, None));
    }

    #[test]
    fn a_recording_of_the_fifth_version_that_was_not_ended_is_not_taken_for_paused() {
        let mut connection = Connection::open_in_memory().unwrap();
        for step in &STEPS[..5] {
            connection.execute_batch(step).unwrap();
        }
        connection.pragma_update(None, "user_version", 5).unwrap();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = OFF;
                 INSERT INTO recordings (encounter, run, began_at) VALUES ('e', 'r', 'then');
                 INSERT INTO gaps (encounter, at_ms, cause) VALUES ('e', 1000, 'asleep');",
            )
            .unwrap();
        migrate(&mut connection).unwrap();
        let kept: (String, Option<String>) = connection
            .query_row("SELECT accounted_to, transcript FROM recordings, gaps", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .unwrap();
        assert_eq!(kept, ("then".into(), None));
    }

    #[test]
    fn a_transcript_of_the_sixth_version_is_kept_and_nobody_is_at_it() {
        let mut connection = Connection::open_in_memory().unwrap();
        for step in &STEPS[..6] {
            connection.execute_batch(step).unwrap();
        }
        connection.pragma_update(None, "user_version", 6).unwrap();
        connection
            .execute_batch(
                "PRAGMA foreign_keys = OFF;
                 INSERT INTO transcripts (id, encounter, model, started_at) VALUES ('t', 'e', 'm', 'then');",
            )
            .unwrap();
        migrate(&mut connection).unwrap();
        let kept: (String, Option<String>) = connection
            .query_row("SELECT model, run FROM transcripts", [], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        assert_eq!(kept, ("m".into(), None));
    }

    #[test]
    fn a_newer_database_is_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", NEWEST + 1).unwrap();
        assert!(
            matches!(migrate(&mut connection), Err(VaultError::NewerSchema { found, .. }) if found == NEWEST + 1)
        );
        let tables: u32 =
            connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
        assert_eq!(tables, 0);
    }
}
