//! `vault.keys`: the vault key, wrapped once for each user and once under the recovery code.
//!
//! A user's slot opens with HKDF-SHA256(device secret || Argon2id(passphrase)); the device secret is in the operating
//! system's keyring, so neither the stolen disk nor the borrowed session is enough. Nothing in the file is secret.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use clinical::{Role, User, UserId};
use serde::{Deserialize, Serialize};

use crate::crypto::{Key, random};
use crate::error::{Result, VaultError};
use crate::files;
use crate::keyring;
use crate::passphrase::{KeyParameters, Passphrase};
use crate::recovery::RecoveryCode;

const FORMAT: u32 = 1;

/// What a user's slot is bound to besides the passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceBinding {
    /// A secret in the operating system's keyring: the vault opens on this computer only, or by the recovery code.
    Keyring,
    /// Nothing: whoever has the folder and the passphrase opens the vault. Only by explicit choice.
    PassphraseOnly,
}

/// A person who can unlock the vault, as shown before it is unlocked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlotOwner {
    /// Whose slot it is.
    pub id: UserId,
    /// As it appears under a signature.
    pub name: String,
    /// What they may do.
    pub role: Role,
}

impl From<&User> for SlotOwner {
    fn from(user: &User) -> Self {
        Self { id: user.id, name: user.name.clone(), role: user.role }
    }
}

/// What a slot's key opens: the vault key directly, and the user's signing seed in the database.
pub(crate) struct SlotKey {
    wrapping: Key,
    pub(crate) signing: Key,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeysFile {
    format: u32,
    /// The vault's id: the account under which the keyring holds the device secret.
    pub(crate) vault: String,
    slots: Vec<Slot>,
    /// A tag over everything else under a key derived from the vault key.
    #[serde(default)]
    tag: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Slot {
    id: String,
    holder: Holder,
    argon2: KeyParameters,
    salt: String,
    wrapped: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Holder {
    User { owner: SlotOwner, binding: DeviceBinding },
    Recovery,
}

impl KeysFile {
    pub(crate) fn new() -> Self {
        Self { format: FORMAT, vault: uuid::Uuid::now_v7().to_string(), slots: vec![], tag: String::new() }
    }

    pub(crate) fn read(dir: &Path) -> Result<Self> {
        #[derive(Deserialize)]
        struct Header {
            format: u32,
        }
        const DAMAGED: VaultError = VaultError::Damaged("vault.keys cannot be read");
        let Some(bytes) = files::read(&dir.join(files::KEYS))? else {
            return Err(if files::vault_in(dir) {
                VaultError::Damaged("vault.keys is missing")
            } else {
                VaultError::Missing
            });
        };
        let Header { format } = serde_json::from_slice(&bytes).map_err(|_| DAMAGED)?;
        if format > FORMAT {
            return Err(VaultError::NewerSchema { found: format, known: FORMAT });
        }
        serde_json::from_slice(&bytes).map_err(|_| DAMAGED)
    }

    /// Writes the file under a fresh tag, replacing the old one in one step.
    pub(crate) fn write(&mut self, dir: &Path, vault_key: &Key) -> Result<()> {
        self.tag = BASE64.encode(tag_key(vault_key)?.tag(&self.tagged_bytes()?)?);
        let json = serde_json::to_vec_pretty(self)
            .map_err(|_| VaultError::Damaged("vault.keys cannot be written"))?;
        Ok(files::replace(&dir.join(files::KEYS), &json)?)
    }

    /// Refuses a file that was changed by someone without the vault key.
    pub(crate) fn verify(&self, vault_key: &Key) -> Result<()> {
        let tag = decode(&self.tag)?;
        if tag_key(vault_key)?.tagged(&tag, &self.tagged_bytes()?) {
            Ok(())
        } else {
            Err(VaultError::Damaged("vault.keys was changed by another program"))
        }
    }

    pub(crate) fn owners(&self) -> impl Iterator<Item = &SlotOwner> {
        self.slots.iter().filter_map(|slot| match &slot.holder {
            Holder::User { owner, .. } => Some(owner),
            Holder::Recovery => None,
        })
    }

    /// What the first user's slot is bound to.
    pub(crate) fn binding(&self) -> Option<DeviceBinding> {
        self.slots.iter().find_map(|slot| match &slot.holder {
            Holder::User { binding, .. } => Some(*binding),
            Holder::Recovery => None,
        })
    }

    /// Gives this user a slot, in place of the one they had, and the slot's key.
    pub(crate) fn put_user(
        &mut self,
        vault_key: &Key,
        owner: SlotOwner,
        passphrase: &Passphrase,
        binding: DeviceBinding,
        argon2: KeyParameters,
    ) -> Result<SlotKey> {
        let id = owner.id;
        let holder = Holder::User { owner, binding };
        // A secret that is there already serves: other slots on this computer may rest on it.
        let secret = match binding {
            DeviceBinding::Keyring => Some(match keyring::find(&self.vault)? {
                Some(secret) => secret,
                None => keyring::create(&self.vault)?,
            }),
            DeviceBinding::PassphraseOnly => None,
        };
        let secret = secret.as_ref().map(|secret| secret.as_slice());
        let (slot, key) = Slot::seal(&self.vault, holder, secret, passphrase.bytes(), argon2, vault_key)?;
        match self.slots.iter_mut().find(|slot| slot.is_of(id)) {
            Some(old) => *old = slot,
            None => self.slots.push(slot),
        }
        Ok(key)
    }

    /// Gives the vault a recovery slot and the code that opens it.
    pub(crate) fn put_recovery(&mut self, vault_key: &Key, argon2: KeyParameters) -> Result<RecoveryCode> {
        let code = RecoveryCode::random()?;
        let (slot, _) = Slot::seal(&self.vault, Holder::Recovery, None, code.symbols(), argon2, vault_key)?;
        self.slots.retain(|slot| !matches!(slot.holder, Holder::Recovery));
        self.slots.push(slot);
        Ok(code)
    }

    /// Opens this user's slot; without a user, the first that opens.
    ///
    /// # Errors
    /// A device secret that is missing is only reported where no other slot opens.
    pub(crate) fn open(
        &self,
        user: Option<UserId>,
        passphrase: &Passphrase,
    ) -> Result<(Key, SlotKey, SlotOwner)> {
        let mut failure = VaultError::WrongPassphrase;
        let mut tried = false;
        for slot in &self.slots {
            let Holder::User { owner, binding } = &slot.holder else { continue };
            if user.is_some_and(|user| user != owner.id) {
                continue;
            }
            tried = true;
            let secret = match self.device_secret(*binding) {
                Ok(secret) => secret,
                Err(error) => {
                    failure = error;
                    continue;
                }
            };
            let secret = secret.as_ref().map(|secret| secret.as_slice());
            if let Some((vault_key, slot_key)) = slot.open(&self.vault, secret, passphrase.bytes())? {
                return Ok((vault_key, slot_key, owner.clone()));
            }
        }
        Err(if user.is_some() && !tried { VaultError::NotFound("user") } else { failure })
    }

    pub(crate) fn open_by_recovery(&self, code: &RecoveryCode) -> Result<Key> {
        for slot in self.slots.iter().filter(|slot| matches!(slot.holder, Holder::Recovery)) {
            if let Some((vault_key, _)) = slot.open(&self.vault, None, code.symbols())? {
                return Ok(vault_key);
            }
        }
        Err(VaultError::WrongRecoveryCode)
    }

    fn device_secret(&self, binding: DeviceBinding) -> Result<Option<keyring::DeviceSecret>> {
        match binding {
            DeviceBinding::Keyring => {
                keyring::find(&self.vault)?.map(Some).ok_or(VaultError::DeviceSecretMissing)
            }
            DeviceBinding::PassphraseOnly => Ok(None),
        }
    }

    fn tagged_bytes(&self) -> Result<Vec<u8>> {
        let untagged = Self { tag: String::new(), ..self.clone() };
        serde_json_canonicalizer::to_vec(&untagged)
            .map_err(|_| VaultError::Damaged("vault.keys cannot be written"))
    }
}

impl Slot {
    fn seal(
        vault: &str,
        holder: Holder,
        device_secret: Option<&[u8]>,
        secret: &[u8],
        argon2: KeyParameters,
        vault_key: &Key,
    ) -> Result<(Self, SlotKey)> {
        let salt = random::<16>()?;
        let mut slot = Self {
            id: uuid::Uuid::now_v7().to_string(),
            holder,
            argon2,
            salt: BASE64.encode(salt),
            wrapped: String::new(),
        };
        let key = slot.key(device_secret, secret)?;
        slot.wrapped = BASE64.encode(key.wrapping.seal(vault_key.bytes(), &slot.place(vault))?);
        Ok((slot, key))
    }

    fn open(
        &self,
        vault: &str,
        device_secret: Option<&[u8]>,
        secret: &[u8],
    ) -> Result<Option<(Key, SlotKey)>> {
        let key = self.key(device_secret, secret)?;
        let vault_key = key.wrapping.open(&decode(&self.wrapped)?, &self.place(vault));
        Ok(vault_key.and_then(|bytes| Key::from_slice(&bytes)).map(|vault_key| (vault_key, key)))
    }

    fn key(&self, device_secret: Option<&[u8]>, secret: &[u8]) -> Result<SlotKey> {
        let salt = decode(&self.salt)?;
        let stretched = self.argon2.stretch(secret, &salt)?;
        let material = [device_secret.unwrap_or_default(), stretched.as_slice()];
        Ok(SlotKey {
            wrapping: Key::from_material(&material, "slot: vault key")?,
            signing: Key::from_material(&material, "slot: signing seed")?,
        })
    }

    /// What the wrapped key is bound to: this slot of this vault, its kind, and for whom.
    fn place(&self, vault: &str) -> Vec<u8> {
        let (kind, user) = match &self.holder {
            Holder::User { owner, binding: DeviceBinding::Keyring } => ("user+device", owner.id.to_string()),
            Holder::User { owner, binding: DeviceBinding::PassphraseOnly } => ("user", owner.id.to_string()),
            Holder::Recovery => ("recovery", String::new()),
        };
        ["vault.keys", vault, &self.id, kind, &user].join("\0").into_bytes()
    }

    fn is_of(&self, user: UserId) -> bool {
        matches!(&self.holder, Holder::User { owner, .. } if owner.id == user)
    }
}

fn tag_key(vault_key: &Key) -> Result<Key> {
    vault_key.derive("vault.keys")
}

fn decode(text: &str) -> Result<Vec<u8>> {
    BASE64.decode(text).map_err(|_| VaultError::Damaged("vault.keys cannot be read"))
}
