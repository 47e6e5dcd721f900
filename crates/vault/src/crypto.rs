//! Sealing: AES-256-GCM with random nonces, and keys derived by HKDF-SHA256.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use hkdf::Hkdf;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::error::{Result, VaultError};

const NONCE_BYTES: usize = 12;

/// A 256-bit key that is wiped when dropped and cannot be printed.
#[derive(Clone)]
pub(crate) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    pub(crate) fn random() -> Result<Self> {
        Ok(Self(Zeroizing::new(random()?)))
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Option<Self> {
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    /// A key for one purpose, from which neither this key nor another purpose's can be found.
    pub(crate) fn derive(&self, purpose: &str) -> Result<Self> {
        Self::from_material(&[self.bytes()], purpose)
    }

    /// HKDF-SHA256 over the parts, which must each be of fixed length: they are joined without separators.
    pub(crate) fn from_material(parts: &[&[u8]], purpose: &str) -> Result<Self> {
        let material = Zeroizing::new(parts.concat());
        let mut okm = Zeroizing::new([0u8; 32]);
        Hkdf::<Sha256>::new(Some(b"org.dictum.vault.v1"), &material)
            .expand(purpose.as_bytes(), okm.as_mut())
            .map_err(|_| VaultError::Damaged("a key has an impossible length"))?;
        Ok(Self(okm))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// `nonce || ciphertext || tag`; `place` is authenticated with it and must be given again to open it.
    pub(crate) fn seal(&self, plain: &[u8], place: &[u8]) -> Result<Vec<u8>> {
        let nonce = random::<NONCE_BYTES>()?;
        let sealed = self
            .cipher()
            .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: place })
            .map_err(|_| VaultError::Damaged("a record is too large to seal"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// What was sealed under this key at this place; none where anything differs.
    pub(crate) fn open(&self, sealed: &[u8], place: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>()?;
        let plain = self.cipher().decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad: place }).ok()?;
        Some(Zeroizing::new(plain))
    }

    pub(crate) fn seal_json(&self, value: &impl Serialize, place: &[u8]) -> Result<Vec<u8>> {
        let json = serde_json::to_vec(value)
            .map_err(|_| VaultError::Damaged("a record cannot be written as JSON"))?;
        self.seal(&Zeroizing::new(json), place)
    }

    pub(crate) fn open_json<T: DeserializeOwned>(&self, sealed: &[u8], place: &[u8]) -> Result<T> {
        let plain = self.open(sealed, place).ok_or(VaultError::Damaged("a record was changed or moved"))?;
        // serde's message may quote the record, so it is dropped.
        serde_json::from_slice(&plain).map_err(|_| VaultError::Damaged("a record is not in its form"))
    }

    /// A tag that only a holder of this key can make for these bytes.
    pub(crate) fn tag(&self, bytes: &[u8]) -> Result<Vec<u8>> {
        self.seal(&[], bytes)
    }

    /// Whether the tag was made with this key for these bytes.
    pub(crate) fn tagged(&self, tag: &[u8], bytes: &[u8]) -> bool {
        self.open(tag, bytes).is_some_and(|plain| plain.is_empty())
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(&(*self.0).into())
    }
}

/// The place of a sealed value, bound into it so that no value can be moved to another row or field.
pub(crate) fn place(table: &str, row: &str, field: &str) -> Vec<u8> {
    [table, row, field].join("\0").into_bytes()
}

/// Random bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0u8; N];
    getrandom::fill(&mut bytes).map_err(|_| VaultError::NoRandomness)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_sealed_opens_only_at_its_place_and_unchanged(plain: Vec<u8>, at: usize, bit in 0u8..8) {
            let key = Key::random().unwrap();
            let here = place("notes", "1", "text");
            let mut sealed = key.seal(&plain, &here).unwrap();
            prop_assert!(key.open(&sealed, &here).is_some_and(|opened| *opened == plain));
            prop_assert!(key.open(&sealed, &place("notes", "2", "text")).is_none());
            prop_assert!(Key::random().unwrap().open(&sealed, &here).is_none());
            let at = at % sealed.len();
            sealed[at] ^= 1 << bit;
            prop_assert!(key.open(&sealed, &here).is_none());
        }

        #[test]
        fn anything_shorter_than_a_nonce_and_a_tag_is_refused(sealed in prop::collection::vec(any::<u8>(), 0..28)) {
            prop_assert!(Key::random().unwrap().open(&sealed, b"").is_none());
        }
    }

    #[test]
    fn purposes_give_unrelated_keys() {
        let key = Key::random().unwrap();
        assert_eq!(key.derive("a").unwrap().bytes(), key.derive("a").unwrap().bytes());
        assert_ne!(key.derive("a").unwrap().bytes(), key.derive("b").unwrap().bytes());
    }

    #[test]
    fn the_same_text_never_seals_to_the_same_bytes() {
        let key = Key::random().unwrap();
        assert_ne!(key.seal(b"x", b"").unwrap(), key.seal(b"x", b"").unwrap());
    }
}
