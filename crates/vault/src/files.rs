//! The files of a vault's folder, and writing one so that a crash leaves the old one or the new one.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;

use crate::error::{Result, VaultError};

pub(crate) const KEYS: &str = "vault.keys";
pub(crate) const DATABASE: &str = "vault.db";
/// A database that is being made; it is renamed when it is complete.
pub(crate) const UNFINISHED_DATABASE: &str = "vault.db.new";
pub(crate) const ANCHOR: &str = "audit.head";
const LOCK: &str = "vault.lock";

/// Makes the folder, for its owner alone.
pub(crate) fn make_folder(dir: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(dir)?)
}

/// That the vault belongs to this process, until it is dropped.
pub(crate) struct Lock(File);

impl Lock {
    /// Leaves a time behind, to the second, which takes no room on the disk. Where that fails, less is known after a crash.
    pub(crate) fn give_sign(&self, now: Timestamp) {
        let marked = std::time::UNIX_EPOCH + Duration::new(now.as_second().unsigned_abs(), SIGN_NS);
        if let Err(error) = self.0.set_modified(marked) {
            tracing::warn!(%error, "the time could not be left on the vault's lock");
        }
    }

    /// The time that was left behind last. None where the file was made or copied since.
    pub(crate) fn last_sign(&self) -> Option<Timestamp> {
        let left = Timestamp::try_from(self.0.metadata().ok()?.modified().ok()?).ok()?;
        let is_marked = left.subsec_nanosecond().unsigned_abs() == SIGN_NS;
        is_marked.then(|| Timestamp::from_second(left.as_second()).ok()).flatten()
    }
}

/// The fraction of a second that tells a time left behind from that of a copy: no other is likely to have it.
const SIGN_NS: u32 = 271_828_000;

impl Drop for Lock {
    /// Closing the file is not enough: a process that another thread is just starting has it open, too, for a moment.
    fn drop(&mut self) {
        // What cannot be unlocked is unlocked when the last of them has closed it.
        let _ = self.0.unlock();
    }
}

/// Takes the vault for this process.
pub(crate) fn lock(dir: &Path) -> Result<Lock> {
    let file = private(OpenOptions::new().create(true).truncate(false).write(true)).open(dir.join(LOCK))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(VaultError::AlreadyOpen),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Replaces a file: written beside it, synced, renamed over it, and the folder synced. On return it is durable.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_extension("tmp");
    let mut file = private(OpenOptions::new().create(true).truncate(true).write(true)).open(&temporary)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    if let Err(error) = written.and_then(|()| fs::rename(&temporary, path)) {
        // What could not be completed is of no use; that it cannot be removed either changes nothing.
        let _ = fs::remove_file(&temporary);
        return Err(error);
    }
    sync_folder_of(path)
}

/// Makes a rename within the folder durable. Windows has no such call and needs none.
pub(crate) fn sync_folder_of(path: &Path) -> io::Result<()> {
    if cfg!(unix)
        && let Some(folder) = path.parent()
    {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// The file's bytes; none where there is no such file.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Makes the file readable by its owner alone.
pub(crate) fn make_private(path: &Path) -> Result<()> {
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Whether a complete vault is in the folder, or what is left of one. What an interrupted creation leaves is not.
pub(crate) fn vault_in(dir: &Path) -> bool {
    dir.join(DATABASE).exists() || (dir.join(KEYS).exists() && !dir.join(UNFINISHED_DATABASE).exists())
}

pub(crate) fn unfinished(dir: &Path) -> PathBuf {
    dir.join(UNFINISHED_DATABASE)
}
