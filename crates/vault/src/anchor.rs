//! `audit.head`: the end of the audit log, kept outside the database, so that a database that was cut off or put back
//! to an earlier copy is noticed. The file is authenticated under a key derived from the vault key.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use crate::audit::Head;
use crate::crypto::Key;
use crate::error::{Result, VaultError};
use crate::files;

/// What the anchor says.
#[derive(Debug)]
pub(crate) enum Anchored {
    At(Head),
    /// There is no anchor, or this vault did not write it.
    Lost,
}

pub(crate) struct Anchor {
    path: PathBuf,
    key: Key,
}

#[derive(Serialize, Deserialize)]
struct AnchorFile {
    seq: u64,
    hash: String,
    tag: String,
}

impl Anchor {
    pub(crate) fn new(dir: &Path, vault_key: &Key) -> Result<Self> {
        Ok(Self { path: dir.join(files::ANCHOR), key: vault_key.derive("audit.head")? })
    }

    pub(crate) fn read(&self) -> Result<Anchored> {
        Ok(files::read(&self.path)?
            .and_then(|bytes| self.authenticated(&bytes))
            .map_or(Anchored::Lost, Anchored::At))
    }

    /// Replaces the anchor; durable on return.
    pub(crate) fn write(&self, head: &Head) -> Result<()> {
        let tag = self.key.tag(&tagged(head))?;
        let file = AnchorFile { seq: head.seq, hash: BASE64.encode(&head.hash), tag: BASE64.encode(tag) };
        let json =
            serde_json::to_vec(&file).map_err(|_| VaultError::Damaged("audit.head cannot be written"))?;
        Ok(files::replace(&self.path, &json)?)
    }

    fn authenticated(&self, bytes: &[u8]) -> Option<Head> {
        let file: AnchorFile = serde_json::from_slice(bytes).ok()?;
        let head = Head { seq: file.seq, hash: BASE64.decode(file.hash).ok()? };
        self.key.tagged(&BASE64.decode(file.tag).ok()?, &tagged(&head)).then_some(head)
    }
}

fn tagged(head: &Head) -> Vec<u8> {
    [head.seq.to_be_bytes().as_slice(), &head.hash].concat()
}
