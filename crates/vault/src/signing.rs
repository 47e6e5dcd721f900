//! Signing a note: Ed25519 over the RFC 8785 form of what is attested. The seed opens only with the user's passphrase,
//! which must therefore be entered for every signature.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use clinical::{Attested, EncounterId, EncounterStatus, Role, Signature, SignedNote, User, UserId};
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::json;

use crate::audit::{self, Entry};
use crate::crypto::{Key, place};
use crate::error::{Result, VaultError};
use crate::keys::{KeysFile, SlotKey};
use crate::passphrase::Passphrase;
use crate::store::Store;
use crate::users;
use crate::vault::Vault;

impl Vault {
    /// Signs this version of the encounter's note, which the author has read, and finishes the encounter, in one step: it must
    /// be the newest still. `attestation` is what the signer declares, in words. What is recorded of the author is what the vault
    /// knows, not what `author` says.
    ///
    /// # Errors
    /// [`VaultError::Outdated`], [`VaultError::WrongPassphrase`], [`VaultError::NotAllowed`] for a scribe, [`VaultError::AlreadySigned`],
    /// [`VaultError::Unresolved`], [`VaultError::NotFound`] without a note, [`VaultError::Erased`].
    pub fn sign(
        &self,
        id: EncounterId,
        version: u32,
        author: &User,
        passphrase: &Passphrase,
        attestation: &str,
        now: Timestamp,
    ) -> Result<SignedNote> {
        let store = &self.store;
        // Stretching the passphrase takes a while: a recording must not wait for it, so the database is not held yet.
        let keys = KeysFile::read(&store.dir)?;
        let (_, slot_key, _) = keys.open(Some(author.id), passphrase)?;
        keys.verify(&store.vault_key)?;
        store.audited(|transaction| {
            let author = users::require_clinician(transaction, author.id, "only a clinician signs notes")?;
            let mut encounter = store.encounter(transaction, id)?;
            refuse_signed(transaction, id)?;
            let stored = store.latest_note(transaction, id)?.ok_or(VaultError::NotFound("note"))?;
            if stored.version != version {
                return Err(VaultError::Outdated);
            }
            let count = stored.note.statements().filter(|statement| statement.needs_resolution()).count();
            if count > 0 {
                return Err(VaultError::Unresolved { count });
            }
            let transcript = store.current_transcript(transaction, id)?.map(|(_, transcript)| transcript);
            let attested = Attested {
                note_id: stored.note_id,
                version: stored.version,
                encounter: id,
                note: stored.note,
                transcript: transcript.unwrap_or_default(),
                author,
                signed_at: now,
                statement: attestation.to_owned(),
            };
            let bytes = canonical(&attested)?;
            let signing_key = current_key(transaction, attested.author.id, &slot_key)?
                .ok_or(VaultError::Damaged("the signing key does not open"))?;
            let signature = signing_key.sign(&bytes).to_bytes();
            let public_key = signing_key.verifying_key().to_bytes();
            let sealed = store.encounter_key(transaction, id)?.seal(&bytes, &place_of(id))?;
            transaction.execute(
                "INSERT INTO signatures (note, encounter, version, public_key, signature, signed_at, sealed)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    attested.note_id.to_string(),
                    id.to_string(),
                    attested.version,
                    public_key,
                    signature,
                    now.to_string(),
                    sealed
                ],
            )?;
            encounter.status = EncounterStatus::Finished;
            encounter.end.get_or_insert(now);
            store.put_encounter(transaction, &encounter)?;
            let detail = json!({ "version": attested.version });
            audit::record(transaction, Entry::new(now, attested.author.id, "note.signed", &id).with(detail))?;
            // Read back as everybody will: what cannot be verified is not committed.
            store.signed_note(transaction, id)?.ok_or(VaultError::NotSigned)
        })
    }

    /// The encounter's signed note, where it is signed; its signature has been verified.
    ///
    /// # Errors
    /// [`VaultError::BadSignature`], [`VaultError::NotFound`], [`VaultError::Erased`].
    pub fn signed_note(&self, id: EncounterId) -> Result<Option<SignedNote>> {
        self.store.signed_note(&self.store.connection(), id)
    }
}

impl Store {
    pub(crate) fn signed_note(&self, connection: &Connection, id: EncounterId) -> Result<Option<SignedNote>> {
        struct Row {
            note: String,
            version: u32,
            public_key: Vec<u8>,
            signature: Vec<u8>,
            sealed: Vec<u8>,
            signer: String,
        }
        let key = self.encounter_key(connection, id)?;
        let row = connection
            .prepare_cached(
                "SELECT s.note, s.version, s.public_key, s.signature, s.sealed, k.user
                 FROM signatures s JOIN signing_keys k ON k.public_key = s.public_key WHERE s.encounter = ?1",
            )?
            .query_row([id.to_string()], |row| {
                Ok(Row {
                    note: row.get(0)?,
                    version: row.get(1)?,
                    public_key: row.get(2)?,
                    signature: row.get(3)?,
                    sealed: row.get(4)?,
                    signer: row.get(5)?,
                })
            })
            .optional()?;
        let Some(row) = row else { return Ok(None) };
        let bytes = key.open(&row.sealed, &place_of(id)).ok_or(VaultError::BadSignature)?;
        verify(&row.public_key, &row.signature, &bytes)?;
        let attested: Attested = serde_json::from_slice(&bytes).map_err(|_| VaultError::BadSignature)?;
        let fits = attested.encounter == id
            && attested.note_id.to_string() == row.note
            && attested.version == row.version
            && attested.author.id.to_string() == row.signer;
        if !fits {
            return Err(VaultError::BadSignature);
        }
        let signature =
            Signature { value: BASE64.encode(&row.signature), public_key: BASE64.encode(&row.public_key) };
        let encounter = self.encounter(connection, id)?;
        let patient = self.patient(connection, encounter.patient)?;
        Ok(Some(SignedNote::from_verified(attested, signature, patient, encounter)))
    }
}

/// Refuses to change an encounter whose note is signed.
pub(crate) fn refuse_signed(connection: &Connection, id: EncounterId) -> Result<()> {
    if is_signed(connection, id)? { Err(VaultError::AlreadySigned) } else { Ok(()) }
}

pub(crate) fn require_signed(connection: &Connection, id: EncounterId) -> Result<()> {
    if is_signed(connection, id)? { Ok(()) } else { Err(VaultError::NotSigned) }
}

fn is_signed(connection: &Connection, id: EncounterId) -> Result<bool> {
    Ok(connection
        .prepare_cached("SELECT 1 FROM signatures WHERE encounter = ?1")?
        .exists([id.to_string()])?)
}

/// Sees to it that a clinician has a signing key that this slot opens. A key that it does not open belonged to a
/// passphrase that is lost; it is retired, and what it signed stays valid.
pub(crate) fn ensure_key(
    connection: &Connection,
    user: &User,
    slot_key: &SlotKey,
    now: Timestamp,
) -> Result<()> {
    if user.role != Role::Clinician || current_key(connection, user.id, slot_key)?.is_some() {
        return Ok(());
    }
    let seed = Key::random()?;
    let public_key = signing_key(&seed)?.verifying_key().to_bytes();
    let id = user.id.to_string();
    connection.execute(
        "UPDATE signing_keys SET retired_at = ?2, sealed_seed = NULL WHERE user = ?1 AND retired_at IS NULL",
        params![id, now.to_string()],
    )?;
    let sealed = slot_key.signing.seal(seed.bytes(), &place_of_seed(user.id))?;
    connection.execute(
        "INSERT INTO signing_keys (public_key, user, sealed_seed, created_at) VALUES (?1, ?2, ?3, ?4)",
        params![public_key, id, sealed, now.to_string()],
    )?;
    let detail = json!({ "public_key": BASE64.encode(public_key) });
    audit::record(connection, Entry::new(now, user.id, "signing_key.made", &id).with(detail))
}

/// The user's current key, where there is one and the slot opens it.
fn current_key(connection: &Connection, user: UserId, slot_key: &SlotKey) -> Result<Option<SigningKey>> {
    let sealed: Option<Vec<u8>> = connection
        .query_row(
            "SELECT sealed_seed FROM signing_keys WHERE user = ?1 AND retired_at IS NULL",
            [user.to_string()],
            |row| row.get(0),
        )
        .optional()?;
    let seed = sealed.and_then(|sealed| slot_key.signing.open(&sealed, &place_of_seed(user)));
    seed.and_then(|seed| Key::from_slice(&seed)).map(|seed| signing_key(&seed)).transpose()
}

fn signing_key(seed: &Key) -> Result<SigningKey> {
    SigningKey::try_from(seed.bytes()).map_err(|_| VaultError::Damaged("the signing key is not in its form"))
}

/// RFC 8785. Refuses what would not read back as the same note.
fn canonical(attested: &Attested) -> Result<Vec<u8>> {
    let bytes = serde_json_canonicalizer::to_vec(attested).map_err(|_| VaultError::Unstorable)?;
    let again: Attested = serde_json::from_slice(&bytes).map_err(|_| VaultError::Unstorable)?;
    if again == *attested { Ok(bytes) } else { Err(VaultError::Unstorable) }
}

fn verify(public_key: &[u8], signature: &[u8], bytes: &[u8]) -> Result<()> {
    let key = <&[u8; 32]>::try_from(public_key).ok().and_then(|key| VerifyingKey::from_bytes(key).ok());
    let signature = ed25519_dalek::Signature::from_slice(signature).ok();
    match (key, signature) {
        (Some(key), Some(signature)) if key.verify_strict(bytes, &signature).is_ok() => Ok(()),
        _ => Err(VaultError::BadSignature),
    }
}

fn place_of(id: EncounterId) -> Vec<u8> {
    place("signatures", &id.to_string(), "sealed")
}

fn place_of_seed(user: UserId) -> Vec<u8> {
    place("signing_keys", &user.to_string(), "sealed_seed")
}
