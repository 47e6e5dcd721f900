//! Identifiers: one type for each kind of thing, so that a segment's id is never taken for a statement's.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id, ordered by its time of creation (UUID version 7).
            #[allow(clippy::new_without_default)]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    };
}

uuid_id!(/// A patient.
    PatientId);
uuid_id!(/// A person who uses Dictum.
    UserId);
uuid_id!(/// One meeting of a patient and a clinician.
    EncounterId);
uuid_id!(/// A transcript of an encounter; a second recognition of the same audio is a second transcript.
    TranscriptId);
uuid_id!(/// A note; all its versions share it.
    NoteId);
uuid_id!(/// A statement of a note; it stays the same from version to version.
    StatementId);

/// A segment's place within its transcript, counted from 0. It never changes once the segment is final.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SegmentId(pub u32);

impl fmt::Display for SegmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
