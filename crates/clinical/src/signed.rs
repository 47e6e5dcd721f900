//! A note under a signature.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Encounter, EncounterId, Note, NoteId, Patient, Transcript, User};

/// Everything that a signature covers. The signed bytes are its RFC 8785 (JSON Canonicalization Scheme) form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attested {
    /// Which note.
    pub note_id: NoteId,
    /// Its version, counted from 1.
    pub version: u32,
    /// Which encounter.
    pub encounter: EncounterId,
    /// The note.
    pub note: Note,
    /// The transcript that its evidence points into.
    pub transcript: Transcript,
    /// Who attests.
    pub author: User,
    /// When.
    pub signed_at: Timestamp,
    /// What is attested, in words.
    pub statement: String,
}

/// A note that has been signed: it can be read and exported, never changed. Only a vault makes one, after checking the
/// signature.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SignedNote {
    attested: Attested,
    signature: Signature,
    patient: Patient,
    encounter: Encounter,
}

/// An Ed25519 signature over the canonical bytes of an [`Attested`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// 64 bytes, Base64.
    pub value: String,
    /// The signer's public key, 32 bytes, Base64.
    pub public_key: String,
}

impl SignedNote {
    /// Joins a verified signature with what it covers and with the people concerned. The caller has verified it.
    pub fn from_verified(
        attested: Attested,
        signature: Signature,
        patient: Patient,
        encounter: Encounter,
    ) -> Self {
        Self { attested, signature, patient, encounter }
    }

    /// What the signature covers.
    pub fn attested(&self) -> &Attested {
        &self.attested
    }

    /// The note itself.
    pub fn note(&self) -> &Note {
        &self.attested.note
    }

    /// The signature.
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// Whose note it is.
    pub fn patient(&self) -> &Patient {
        &self.patient
    }

    /// The encounter it documents.
    pub fn encounter(&self) -> &Encounter {
        &self.encounter
    }
}
