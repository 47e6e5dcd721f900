//! The passphrase and what it costs to try one.

use std::fmt;

use argon2::{Algorithm, Argon2, Params, Version};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::error::{Result, VaultError};

/// A passphrase: wiped when dropped, redacted in `Debug`.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// The text, for judging its strength.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Refuses an empty passphrase, where a new one is chosen.
    pub(crate) fn check(&self) -> Result<()> {
        if self.0.is_empty() { Err(VaultError::EmptyPassphrase) } else { Ok(()) }
    }
}

impl From<String> for Passphrase {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for Passphrase {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(..)")
    }
}

/// What it costs to try a passphrase: the parameters of Argon2id (RFC 9106). They are stored with each slot, so that a
/// vault opens with the parameters it was made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyParameters {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl Default for KeyParameters {
    /// 64 MiB, three passes, one lane: RFC 9106's choice for machines with little memory, on one core.
    fn default() -> Self {
        Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 }
    }
}

impl KeyParameters {
    /// So weak that a test need not wait for it. Never for a vault with records in it.
    pub fn for_tests() -> Self {
        Self { memory_kib: 64, passes: 1, lanes: 1 }
    }

    /// 32 bytes out of a secret and a salt. Parameters that no version of this program writes are refused, so that a
    /// changed file cannot take all memory.
    pub(crate) fn stretch(self, secret: &[u8], salt: &[u8]) -> Result<Zeroizing<[u8; 32]>> {
        const DAMAGED: VaultError = VaultError::Damaged("vault.keys has impossible parameters");
        if self.memory_kib > 1024 * 1024 || self.passes > 32 || self.lanes > 16 {
            return Err(DAMAGED);
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).map_err(|_| DAMAGED)?;
        let mut out = Zeroizing::new([0u8; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(secret, salt, out.as_mut())
            .map_err(|_| DAMAGED)?;
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_does_not_show_it() {
        assert_eq!(format!("{:?}", Passphrase::from("open sesame")), "Passphrase(..)");
    }

    #[test]
    fn parameters_that_would_take_all_memory_are_refused() {
        let greedy = KeyParameters { memory_kib: u32::MAX, passes: 1, lanes: 1 };
        assert!(matches!(greedy.stretch(b"x", &[0; 16]), Err(VaultError::Damaged(_))));
        let none = KeyParameters { memory_kib: 0, passes: 0, lanes: 0 };
        assert!(matches!(none.stretch(b"x", &[0; 16]), Err(VaultError::Damaged(_))));
    }

    #[test]
    fn stretching_is_argon2id_as_published() {
        // The reference implementation's own test: argon2id v=19, t=2, m=65536, p=1, "password", "somesalt".
        let params = KeyParameters { memory_kib: 65536, passes: 2, lanes: 1 };
        let hex: String =
            params.stretch(b"password", b"somesalt").unwrap().iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(hex, "09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7");
    }
}
