//! Making, opening and recovering a vault.

use std::fmt;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use clinical::{Role, User, UserId};
use jiff::Timestamp;
use serde_json::json;

use crate::audit::{self, Entry};
use crate::crypto::Key;
use crate::error::{Result, VaultError};
use crate::keys::{DeviceBinding, KeysFile, SlotKey, SlotOwner};
use crate::passphrase::{KeyParameters, Passphrase};
use crate::recovery::RecoveryCode;
use crate::store::Store;
use crate::users::{self, NewUser};
use crate::{files, keyring, signing};

/// An open vault. Clones share it; it closes, and another program may open it, when the last one is dropped.
#[derive(Clone)]
pub struct Vault {
    pub(crate) store: Arc<Store>,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(..)")
    }
}

impl Vault {
    /// Whether there is a vault in this folder, or what is left of one.
    pub fn exists(dir: &Path) -> bool {
        files::vault_in(dir)
    }

    /// Makes a vault in this folder, with its first user, and opens it. The recovery code is stored nowhere: show it once.
    ///
    /// # Errors
    /// [`VaultError::NotAllowed`] for a scribe: nobody could ever sign; [`VaultError::AlreadyExists`];
    /// [`VaultError::KeyringUnavailable`] where it was to be bound to this device and the keyring cannot be used;
    /// [`VaultError::EmptyPassphrase`].
    pub fn create(
        dir: &Path,
        user: NewUser,
        passphrase: &Passphrase,
        binding: DeviceBinding,
        params: KeyParameters,
        now: Timestamp,
    ) -> Result<(Self, User, RecoveryCode)> {
        if user.role != Role::Clinician {
            return Err(VaultError::NotAllowed("a vault is made by a clinician, who lets the others in"));
        }
        passphrase.check()?;
        files::make_folder(dir)?;
        let lock = files::lock(dir)?;
        if files::vault_in(dir) {
            return Err(VaultError::AlreadyExists);
        }
        discard_unfinished(dir)?;
        let user = user.with_id();
        let vault_key = Key::random()?;
        let mut keys = KeysFile::new();
        let slot_key = keys.put_user(&vault_key, SlotOwner::from(&user), passphrase, binding, params)?;
        let made = keys.put_recovery(&vault_key, params).and_then(|code| {
            Store::make(dir, &vault_key, |transaction| {
                audit::record(transaction, Entry::new(now, user.id, "vault.created", &keys.vault))?;
                users::insert(transaction, &user, now)?;
                signing::ensure_key(transaction, &user, &slot_key, now)
            })?;
            keys.write(dir, &vault_key)?;
            // With this step the vault is there; before it, the next attempt begins anew.
            fs::rename(files::unfinished(dir), dir.join(files::DATABASE))?;
            files::sync_folder_of(&dir.join(files::DATABASE))?;
            Ok(code)
        });
        let code = match made {
            Ok(code) => code,
            Err(error) => {
                if !dir.join(files::DATABASE).exists() {
                    discard_unfinished(dir)?;
                    if binding == DeviceBinding::Keyring {
                        keyring::forget(&keys.vault)?;
                    }
                }
                return Err(error);
            }
        };
        let store = Store::open(dir, &vault_key, lock)?;
        Ok((Self { store: Arc::new(store) }, user, code))
    }

    /// What the vault in this folder is bound to besides the passphrase, as it was chosen when it was made.
    ///
    /// # Errors
    /// [`VaultError::Missing`], [`VaultError::Damaged`].
    pub fn binding(dir: &Path) -> Result<DeviceBinding> {
        KeysFile::read(dir)?.binding().ok_or(VaultError::Damaged("vault.keys names no user"))
    }

    /// Who can unlock the vault in this folder, as its key file says. It is not verified before the vault is open.
    ///
    /// # Errors
    /// [`VaultError::Missing`], [`VaultError::Damaged`].
    pub fn users(dir: &Path) -> Result<Vec<SlotOwner>> {
        Ok(KeysFile::read(dir)?.owners().cloned().collect())
    }

    /// Opens the vault for the first user whose passphrase this is.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`], [`VaultError::DeviceSecretMissing`], [`VaultError::KeyringUnavailable`],
    /// [`VaultError::Missing`], [`VaultError::Damaged`], [`VaultError::AlreadyOpen`], [`VaultError::NewerSchema`].
    pub fn open(dir: &Path, passphrase: &Passphrase, now: Timestamp) -> Result<(Self, User)> {
        Self::open_slot(dir, None, passphrase, now)
    }

    /// Opens the vault for this user.
    ///
    /// # Errors
    /// As [`Vault::open`], and [`VaultError::NotFound`] where the user has no slot.
    pub fn open_as(
        dir: &Path,
        user: UserId,
        passphrase: &Passphrase,
        now: Timestamp,
    ) -> Result<(Self, User)> {
        Self::open_slot(dir, Some(user), passphrase, now)
    }

    /// For whom this passphrase opens the vault, without opening it: it may be open already.
    ///
    /// # Errors
    /// As [`Vault::open`], but for those of the database.
    pub fn check_passphrase(dir: &Path, passphrase: &Passphrase) -> Result<UserId> {
        KeysFile::read(dir)?.open(None, passphrase).map(|(.., owner)| owner.id)
    }

    /// Opens the vault with its recovery code and gives its first user a new passphrase; with
    /// [`DeviceBinding::Keyring`], bound to this device. Their signing key is replaced: its seed was sealed under the
    /// passphrase that is lost. Old signatures stay valid.
    ///
    /// # Errors
    /// [`VaultError::WrongRecoveryCode`], [`VaultError::EmptyPassphrase`], and those of [`Vault::open`].
    pub fn recover(
        dir: &Path,
        code: &RecoveryCode,
        new: &Passphrase,
        binding: DeviceBinding,
        params: KeyParameters,
        now: Timestamp,
    ) -> Result<(Self, User)> {
        new.check()?;
        let lock = lock_existing(dir)?;
        let mut keys = KeysFile::read(dir)?;
        let vault_key = keys.open_by_recovery(code)?;
        keys.verify(&vault_key)?;
        let store = Store::open(dir, &vault_key, lock)?;
        let owner = keys.owners().next().cloned().ok_or(VaultError::NotFound("user"))?;
        let slot_key = keys.put_user(&vault_key, owner.clone(), new, binding, params)?;
        keys.write(dir, &vault_key)?;
        Self::begin(store, owner.id, &slot_key, "vault.recovered", now)
    }

    /// Gives another person a slot of their own. Only a clinician may.
    ///
    /// # Errors
    /// [`VaultError::NotAllowed`], [`VaultError::EmptyPassphrase`], [`VaultError::KeyringUnavailable`].
    pub fn add_user(
        &self,
        user: NewUser,
        passphrase: &Passphrase,
        binding: DeviceBinding,
        params: KeyParameters,
        actor: UserId,
        now: Timestamp,
    ) -> Result<User> {
        passphrase.check()?;
        let user = user.with_id();
        let store = &self.store;
        store.audited(|transaction| {
            users::require_clinician(transaction, actor, "only a clinician adds users")?;
            let mut keys = KeysFile::read(&store.dir)?;
            keys.verify(&store.vault_key)?;
            let slot_key =
                keys.put_user(&store.vault_key, SlotOwner::from(&user), passphrase, binding, params)?;
            users::insert(transaction, &user, now)?;
            signing::ensure_key(transaction, &user, &slot_key, now)?;
            let role = json!({ "role": user.role });
            audit::record(transaction, Entry::new(now, actor, "user.added", &user.id).with(role))?;
            keys.write(&store.dir, &store.vault_key)
        })?;
        Ok(user)
    }

    /// Makes a new recovery code; the one before it no longer opens the vault. Only a clinician may.
    ///
    /// # Errors
    /// [`VaultError::NotAllowed`].
    pub fn renew_recovery_code(
        &self,
        params: KeyParameters,
        actor: UserId,
        now: Timestamp,
    ) -> Result<RecoveryCode> {
        let store = &self.store;
        store.audited(|transaction| {
            users::require_clinician(transaction, actor, "only a clinician makes recovery codes")?;
            let mut keys = KeysFile::read(&store.dir)?;
            keys.verify(&store.vault_key)?;
            let code = keys.put_recovery(&store.vault_key, params)?;
            audit::record(transaction, Entry::new(now, actor, "recovery_code.renewed", &keys.vault))?;
            keys.write(&store.dir, &store.vault_key)?;
            Ok(code)
        })
    }

    fn open_slot(
        dir: &Path,
        user: Option<UserId>,
        passphrase: &Passphrase,
        now: Timestamp,
    ) -> Result<(Self, User)> {
        let lock = lock_existing(dir)?;
        let keys = KeysFile::read(dir)?;
        let (vault_key, slot_key, owner) = keys.open(user, passphrase)?;
        keys.verify(&vault_key)?;
        let store = Store::open(dir, &vault_key, lock)?;
        Self::begin(store, owner.id, &slot_key, "vault.opened", now)
    }

    fn begin(
        store: Store,
        user: UserId,
        slot_key: &SlotKey,
        action: &'static str,
        now: Timestamp,
    ) -> Result<(Self, User)> {
        let user = store.audited(|transaction| {
            let user = users::find(transaction, user)?;
            audit::record(transaction, Entry::new(now, user.id, action, &user.id))?;
            // A key that this slot does not open is of a passphrase that was replaced by recovery.
            signing::ensure_key(transaction, &user, slot_key, now)?;
            Ok(user)
        })?;
        Ok((Self { store: Arc::new(store) }, user))
    }
}

fn lock_existing(dir: &Path) -> Result<files::Lock> {
    if files::vault_in(dir) { files::lock(dir) } else { Err(VaultError::Missing) }
}

/// Removes what an interrupted creation left: a database that no key was ever given out for.
fn discard_unfinished(dir: &Path) -> Result<()> {
    let database = files::UNFINISHED_DATABASE;
    // The database goes last: as long as it is there, the rest is known to be unfinished.
    for name in [files::KEYS, files::ANCHOR, &format!("{database}-journal"), database] {
        match fs::remove_file(dir.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}
