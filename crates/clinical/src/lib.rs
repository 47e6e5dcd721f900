//! The words of the field: patient, encounter, transcript, note, statement, evidence, codes. No I/O.
//!
//! Everybody may know this crate; it knows nobody.

pub mod allergens;
mod authorship;
mod card;
mod detail;
pub mod drugs;
mod encounter;
mod field;
mod format;
mod ids;
mod language;
mod marks;
mod note;
mod people;
mod phi;
pub mod quantity;
mod section;
mod signed;
mod transcript;

pub use authorship::{Difference, Fate, Run, differences, words};
pub use card::{CheckCounts, DraftCard, DraftTimes, ModelCard, Redraft, SectionAgain};
pub use detail::{
    Allergy, BodySide, Detail, Finding, Medication, TemperatureUnit, TestResult, VitalSign, WeightUnit,
};
pub use encounter::{Consent, ConsentAnswer, Encounter, EncounterClass, EncounterStatus, Sound};
pub use field::{FIELD_CLOSE, FIELD_OPEN, has_open_field};
pub use format::{Format, TranscriptError};
pub use ids::{EncounterId, NoteId, PatientId, SegmentId, StatementId, TranscriptId, UserId};
pub use language::{ENGLISH, LANGUAGES, language_name};
pub use marks::{Mark, Marking, markings};
pub use note::{
    Check, Flag, Kept, KeptReason, Layout, Note, Origin, Reason, ReasonCode, Section, Statement, Verdict,
    WhenEmpty,
};
pub use people::{Gender, Patient, Role, User};
pub use phi::Phi;
pub use section::{ALL_SECTIONS, SectionCode, SoapPart};
pub use signed::{Attested, Signature, SignedNote};
pub use transcript::{Gap, GapCause, Left, Reassigned, Segment, Span, Speaker, Transcript};
