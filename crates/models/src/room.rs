//! Whether a file fits on the disk.

use std::path::Path;

use crate::Error;

/// Bytes that are free for this user on the disk of a folder.
fn free(folder: &Path) -> Result<u64, Error> {
    fs4::available_space(folder).map_err(|error| Error::writing(folder, error))
}

/// Checks that `bytes` fit and that `spare` is left for recordings and notes, which live on the same disk.
pub(crate) fn make_sure(folder: &Path, bytes: u64, spare: u64) -> Result<(), Error> {
    let free = free(folder)?;
    if bytes.saturating_add(spare) <= free {
        Ok(())
    } else {
        Err(Error::NoRoom { missing: Some(bytes.saturating_add(spare) - free) })
    }
}
