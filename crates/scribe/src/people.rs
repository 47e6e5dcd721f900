//! The people who use a vault.

use clinical::{Role, User};
use jiff::Timestamp;
use vault::{KeyParameters, NewUser, Passphrase, Vault, VaultError};

use crate::unlock::{require_name, require_strength};
use crate::{Error, Session};

impl Session {
    /// Who can unlock the vault.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn users(&self) -> Result<Vec<User>, Error> {
        let owners = Vault::users(&self.places.vault)?;
        owners.into_iter().map(|owner| Ok(self.vault.user(owner.id)?)).collect()
    }

    /// Lets another person unlock the vault, with a passphrase of their own. Whether the keyring is needed besides is as it was
    /// chosen when the vault was made.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for a missing name, for a passphrase that is weak or opens the vault already, [`Error::Vault`], also
    /// for a scribe.
    pub fn add_user(&self, name: &str, role: Role, passphrase: &Passphrase) -> Result<User, Error> {
        // Before anything is said of the passphrase: that one is taken is not for everybody to learn.
        if !self.is_clinician() {
            return Err(VaultError::NotAllowed("only a clinician adds users").into());
        }
        let user = NewUser { name: name.trim().into(), role };
        require_name(&user)?;
        require_strength(passphrase)?;
        let vault = &self.places.vault;
        // The passphrase alone says who unlocks.
        match Vault::check_passphrase(vault, passphrase) {
            Err(VaultError::WrongPassphrase) => {}
            Ok(_) => return Err(Error::InvalidInput("Choose another passphrase: this one is taken.".into())),
            Err(error) => return Err(error.into()),
        }
        let (binding, params) = (Vault::binding(vault)?, KeyParameters::default());
        Ok(self.vault.add_user(user, passphrase, binding, params, self.user.id, Timestamp::now())?)
    }
}
