//! The open database: one writer behind a mutex, every change in a transaction, audited changes anchored after it.

use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};
use zeroize::Zeroizing;

use crate::anchor::Anchor;
use crate::audit;
use crate::crypto::Key;
use crate::error::{Result, VaultError};
use crate::{files, schema};

/// How long a connection waits for another one of this process.
const WAITS: Duration = Duration::from_secs(5);

pub(crate) struct Store {
    // Fields are dropped in this order: the database is closed before the lock is given up.
    connection: Mutex<Connection>,
    anchor: Anchor,
    /// False once the log and its anchor were found to disagree: the anchor then stays as evidence.
    anchoring: AtomicBool,
    /// Whether the write-ahead log could not be emptied when it was to be, and may still hold what was deleted.
    log_is_due: AtomicBool,
    pub(crate) dir: PathBuf,
    pub(crate) vault_key: Key,
    pub(crate) patient_keys: Key,
    /// This run of the program: a recording of another run that has not ended was interrupted.
    pub(crate) run: String,
    pub(crate) lock: files::Lock,
    /// When the run of the program before this one gave its last sign.
    pub(crate) last_sign: Option<Timestamp>,
}

impl Store {
    /// Opens the database that is in the folder; never makes one.
    pub(crate) fn open(dir: &Path, vault_key: &Key, lock: files::Lock) -> Result<Self> {
        let path = dir.join(files::DATABASE);
        match fs::metadata(&path) {
            Ok(metadata) if metadata.len() == 0 => return Err(VaultError::Damaged("vault.db is empty")),
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(VaultError::Damaged("vault.db is missing"));
            }
            Err(error) => return Err(error.into()),
        }
        let mut connection = connect(&path, vault_key, OpenFlags::empty())?;
        if schema::version(&connection)? == 0 {
            return Err(VaultError::Damaged("vault.db has no tables"));
        }
        schema::migrate(&mut connection)?;
        // Set only now: it would write a header into a file that is not a database of ours.
        connection.pragma_update(None, "journal_mode", "WAL")?;
        let anchor = Anchor::new(dir, vault_key)?;
        let anchored = anchor.read()?;
        let sound = audit::continues(&connection, &anchored)?;
        if !sound {
            tracing::error!(
                "the audit log does not continue from its anchor; run a verification of the vault"
            );
        }
        let store = Self {
            connection: Mutex::new(connection),
            anchor,
            anchoring: AtomicBool::new(sound),
            // What was deleted just before a crash may be in the log.
            log_is_due: AtomicBool::new(true),
            dir: dir.to_owned(),
            vault_key: vault_key.clone(),
            patient_keys: vault_key.derive("patient-keys")?,
            run: uuid::Uuid::now_v7().to_string(),
            last_sign: lock.last_sign(),
            lock,
        };
        store.empty_log_if_due(&store.connection());
        Ok(store)
    }

    /// Makes a database with its first records beside the place where it will be, anchors its audit log, and leaves it
    /// closed and complete.
    pub(crate) fn make(
        dir: &Path,
        vault_key: &Key,
        first_records: impl FnOnce(&Transaction<'_>) -> Result<()>,
    ) -> Result<()> {
        let path = files::unfinished(dir);
        let mut connection = connect(&path, vault_key, OpenFlags::SQLITE_OPEN_CREATE)?;
        files::make_private(&path)?;
        schema::migrate(&mut connection)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        first_records(&transaction)?;
        let head = audit::head(&transaction)?;
        transaction.commit()?;
        connection.close().map_err(|(_, error)| error)?;
        Anchor::new(dir, vault_key)?.write(&head)
    }

    pub(crate) fn connection(&self) -> MutexGuard<'_, Connection> {
        // A panic while the lock was held rolled its transaction back; the connection is as good as before.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Another connection, which only reads: a long look at the database does not hold up a recording.
    pub(crate) fn reader(&self) -> Result<Connection> {
        let connection = connect(&self.dir.join(files::DATABASE), &self.vault_key, OpenFlags::empty())?;
        connection.execute_batch("PRAGMA query_only = ON")?;
        Ok(connection)
    }

    pub(crate) fn anchor(&self) -> &Anchor {
        &self.anchor
    }

    /// Moves the write-ahead log into the database and empties it, so that nothing older than now is left in it. While
    /// another connection reads, which a recording shall not wait for, this is left to the changes that follow.
    pub(crate) fn empty_log(&self) -> Result<()> {
        self.empty_log_of(&self.connection())
    }

    fn empty_log_of(&self, connection: &Connection) -> Result<()> {
        self.log_is_due.store(true, Ordering::Relaxed);
        connection.busy_timeout(Duration::ZERO)?;
        let busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0));
        connection.busy_timeout(WAITS)?;
        self.log_is_due.store(busy?, Ordering::Relaxed);
        Ok(())
    }

    fn empty_log_if_due(&self, connection: &Connection) {
        if self.log_is_due.load(Ordering::Relaxed)
            && let Err(error) = self.empty_log_of(connection)
        {
            tracing::warn!(
                code = error.code(),
                "the write-ahead log could not be emptied; it is tried again"
            );
        }
    }

    /// Runs a change in a transaction; durable on return.
    pub(crate) fn change<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        self.empty_log_if_due(&connection);
        Ok(done)
    }

    /// Runs a change that records audit events, and anchors the log once it is committed.
    pub(crate) fn audited<T>(&self, work: impl FnOnce(&Transaction<'_>) -> Result<T>) -> Result<T> {
        let mut connection = self.connection();
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        let head = audit::head(&transaction)?;
        transaction.commit()?;
        if self.anchoring.load(Ordering::Relaxed)
            && let Err(error) = self.anchor.write(&head)
        {
            // The change is made and safe. The anchor lags until the next event or the next opening.
            tracing::warn!(code = error.code(), "the audit anchor could not be written");
        }
        self.empty_log_if_due(&connection);
        Ok(done)
    }
}

fn connect(path: &Path, vault_key: &Key, extra: OpenFlags) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | extra;
    let connection = Connection::open_with_flags(path, flags)?;
    let mut key = Zeroizing::new(String::with_capacity(96));
    key.push_str("PRAGMA key = \"x'");
    for byte in vault_key.derive("vault.db")?.bytes() {
        for nibble in [byte >> 4, byte & 15] {
            key.push(char::from_digit(nibble.into(), 16).unwrap_or_default());
        }
    }
    key.push_str("'\"");
    // SQLCipher would otherwise write its complaints about a damaged file to standard error.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    connection.execute_batch(&key)?;
    // On macOS a plain fsync leaves what was written in the disk's own cache, which a power cut empties; elsewhere the two full ones
    // change nothing.
    connection.execute_batch(
        "PRAGMA cipher_memory_security = ON;
         PRAGMA foreign_keys = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;
         PRAGMA trusted_schema = OFF;",
    )?;
    connection.busy_timeout(WAITS)?;
    connection.set_prepared_statement_cache_capacity(64);
    // The first page that is read shows whether the key fits.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    Ok(connection)
}

/// A count as SQLite has it; what is larger than any count is no limit.
pub(crate) fn limit(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// An id or a time that the vault wrote itself.
pub(crate) fn parse<T: FromStr>(text: &str) -> Result<T> {
    text.parse().map_err(|_| VaultError::Damaged("a record is not in its form"))
}
