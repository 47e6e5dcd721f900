//! What crosses between Rust and the window. Times are RFC 3339, lengths are in ms, levels in dBFS.

use clinical::{
    ConsentAnswer, EncounterClass, Gender, KeptReason, Layout, Note, Origin, Patient, Role, Segment,
    SignedNote, Statement, Verdict, WhenEmpty,
};
use scribe::{InstalledModel, RecordingStatus, Stage, WorklistRow};
use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;
use vault::StoredNote;

/// An enum of the core that the window has by the same names.
macro_rules! mirror {
    ($(#[$doc:meta])* $name:ident $typescript:literal = $core:ty { $($variant:ident),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Serialize, Deserialize, Type)]
        #[serde(rename_all = "snake_case")]
        #[serde(rename = $typescript)]
        pub enum $name { $(#[allow(missing_docs)] $variant),+ }

        impl From<$core> for $name {
            fn from(core: $core) -> Self {
                match core { $(<$core>::$variant => Self::$variant),+ }
            }
        }

        impl From<$name> for $core {
            fn from(json: $name) -> Self {
                match json { $($name::$variant => Self::$variant),+ }
            }
        }
    };
}

mirror!(/// A user's role.
    RoleJson "Role" = Role { Clinician, Scribe });
mirror!(/// Administrative gender.
    GenderJson "Gender" = Gender { Female, Male, Other, Unknown });
mirror!(/// Class of an encounter.
    ClassJson "EncounterClass" = EncounterClass { Ambulatory, Emergency, HomeHealth, Inpatient, Virtual });
mirror!(/// Answer to the question whether the visit may be recorded.
    ConsentAnswerJson "ConsentAnswer" = ConsentAnswer { Verbal, Written, Declined });
mirror!(/// Outcome of a check.
    VerdictJson "Verdict" = Verdict { Supported, Unsupported, Contradicted });
mirror!(/// Who wrote a statement.
    OriginJson "Origin" = Origin { Model, Extractive, Scribe, Clinician });
mirror!(/// Why an unsupported statement was kept.
    KeptReasonJson "KeptReason" = KeptReason { Examined, KnownToMe });
mirror!(/// How a section is laid out.
    LayoutJson "Layout" = Layout { Paragraph, List });
mirror!(/// How far an encounter has come.
StageJson "Stage" = Stage {
    Planned, Recording, Paused, Interrupted, Transcribing, Drafting, Drafted, ReadyToSign, Signed, Exported, NeedsAttention
});
mirror!(/// Whether there is a vault, and whether it is open.
    VaultStateJson "VaultState" = scribe::VaultState { Absent, Locked, Open });
mirror!(/// Whether sound is being kept.
    RecordingStateJson "RecordingState" = scribe::RecordingState { Recording, Paused, Saving, Stopped });

/// A use case that failed.
#[derive(Clone, Debug, Serialize, Type)]
pub struct AppError {
    /// For programs.
    pub code: String,
    /// A sentence for a clinician.
    pub message: String,
    /// What to do.
    pub advice: Option<String>,
}

impl<E: Into<scribe::Error>> From<E> for AppError {
    fn from(error: E) -> Self {
        let error = error.into();
        Self { code: error.code().into(), message: error.to_string(), advice: error.advice() }
    }
}

/// A user.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "User")]
pub struct UserJson {
    id: String,
    name: String,
    role: RoleJson,
}

impl From<&clinical::User> for UserJson {
    fn from(user: &clinical::User) -> Self {
        Self { id: user.id.to_string(), name: user.name.clone(), role: user.role.into() }
    }
}

/// A model in use.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "ModelView")]
pub struct ModelJson {
    id: String,
    name: String,
    test_only: bool,
    note: String,
}

impl From<InstalledModel> for ModelJson {
    fn from(model: InstalledModel) -> Self {
        Self { id: model.id, name: model.name, test_only: model.test_only, note: model.note }
    }
}

/// The program as it stands.
#[derive(Clone, Debug, Serialize, Type)]
pub struct AppStatus {
    /// Of Dictum.
    pub version: String,
    /// Whether there is a vault, and whether it is open.
    pub vault: VaultStateJson,
    /// Who is at work.
    pub user: Option<UserJson>,
    /// Who can unlock.
    pub user_name: Option<String>,
    /// Whether the system's keyring can be used.
    pub keyring_available: bool,
    /// Why not, and what to do.
    pub keyring_message: Option<String>,
    /// The speech model in use.
    pub speech_model: Option<ModelJson>,
    /// The language model in use.
    pub language_model: Option<ModelJson>,
    /// The recording under way.
    pub recording: Option<RecordingJson>,
}

/// First run.
#[derive(Deserialize, Type)]
pub struct NewVault {
    /// As it stands under a signature.
    pub name: String,
    /// Clinician or scribe.
    pub role: RoleJson,
    /// Never kept.
    pub passphrase: String,
    /// Do without the system's keyring.
    pub passphrase_only: bool,
}

/// What first run gives back.
#[derive(Serialize, Type)]
pub struct Created {
    /// Shown once.
    pub recovery_code: String,
}

/// How hard a passphrase is to guess.
#[derive(Serialize, Type)]
#[serde(rename = "Strength")]
pub struct StrengthJson {
    /// 0 to 4.
    pub score: u8,
    /// In a word.
    pub label: String,
    /// What would make it better.
    pub advice: Option<String>,
    /// Whether it may be used.
    pub acceptable: bool,
}

/// A microphone.
#[derive(Serialize, Type)]
#[serde(rename = "Microphone")]
pub struct MicrophoneJson {
    /// For commands.
    pub id: String,
    /// For people.
    pub name: String,
    /// Whether it is the system's choice.
    pub is_default: bool,
}

/// A patient.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "PatientView")]
pub struct PatientJson {
    id: String,
    family_name: String,
    given_name: String,
    birth_date: Option<String>,
    age: Option<u16>,
    gender: GenderJson,
    mrn: Option<String>,
    allergies: Vec<String>,
    sample: bool,
}

impl From<&Patient> for PatientJson {
    fn from(patient: &Patient) -> Self {
        Self {
            id: patient.id.to_string(),
            family_name: patient.family_name.to_string(),
            given_name: patient.given_name.to_string(),
            birth_date: patient.birth_date.map(|date| date.to_string()),
            age: patient.age_on(jiff::Zoned::now().date()),
            gender: patient.gender.into(),
            mrn: patient.mrn.as_ref().map(|mrn| mrn.to_string()),
            allergies: patient.allergies.iter().map(|allergy| allergy.to_string()).collect(),
            sample: patient.sample,
        }
    }
}

/// A patient to be added.
#[derive(Deserialize, Type)]
pub struct NewPatient {
    /// Family name.
    pub family_name: String,
    /// Given names.
    pub given_name: String,
    /// Year-month-day.
    pub birth_date: Option<String>,
    /// Administrative gender.
    pub gender: GenderJson,
    /// Medical record number.
    pub mrn: Option<String>,
    /// Known allergies.
    pub allergies: Vec<String>,
}

/// An encounter to be put on the worklist.
#[derive(Deserialize, Type)]
pub struct NewEncounter {
    /// Somebody in the vault,
    pub patient_id: Option<String>,
    /// or somebody new.
    pub new_patient: Option<NewPatient>,
    /// Why they come.
    pub reason: String,
    /// Where it takes place.
    pub class: ClassJson,
}

/// A line of the worklist.
#[derive(Clone, Debug, Serialize, Type)]
pub struct EncounterRow {
    id: String,
    patient: PatientJson,
    reason: String,
    start: String,
    stage: StageJson,
    unresolved: u32,
    recorded_ms: u32,
}

impl From<&WorklistRow> for EncounterRow {
    fn from(row: &WorklistRow) -> Self {
        Self {
            id: row.encounter.id.to_string(),
            patient: (&row.patient).into(),
            reason: row.encounter.reason.to_string(),
            start: row.encounter.start.to_string(),
            stage: row.stage.into(),
            unresolved: u32::try_from(row.unresolved).unwrap_or(u32::MAX),
            recorded_ms: ms(row.recorded_ms),
        }
    }
}

/// A patient's answer to being recorded.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "ConsentView")]
pub struct ConsentJson {
    answer: ConsentAnswerJson,
    given_by: String,
    at: String,
}

/// A recording under way.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "RecordingView")]
pub struct RecordingJson {
    encounter_id: String,
    state: RecordingStateJson,
    elapsed_ms: u32,
    saved_ms: u32,
    device: String,
    problem: Option<String>,
    notice: Option<String>,
}

impl From<RecordingStatus> for RecordingJson {
    fn from(status: RecordingStatus) -> Self {
        Self {
            encounter_id: status.encounter.to_string(),
            state: status.state.into(),
            elapsed_ms: ms(status.elapsed_ms),
            saved_ms: ms(status.saved_ms),
            device: status.device,
            problem: status.problem,
            notice: status.notice,
        }
    }
}

/// A piece of transcript.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "SegmentView")]
pub struct SegmentJson {
    id: u32,
    speaker: String,
    start_ms: Option<u32>,
    end_ms: Option<u32>,
    text: String,
}

impl From<&Segment> for SegmentJson {
    fn from(segment: &Segment) -> Self {
        Self {
            id: segment.id.0,
            speaker: segment.speaker.label().to_owned(),
            start_ms: segment.span.map(|span| ms(span.start_ms)),
            end_ms: segment.span.map(|span| ms(span.end_ms)),
            text: segment.text.to_string(),
        }
    }
}

/// An encounter with all that the consult screen shows.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "EncounterView")]
pub struct EncounterJson {
    /// Its line of the worklist.
    pub row: EncounterRow,
    /// The answer to being recorded.
    pub consent: Option<ConsentJson>,
    /// As far as it is settled.
    pub transcript: Vec<SegmentJson>,
    /// If this encounter is being recorded.
    pub recording: Option<RecordingJson>,
    /// The clinician's own.
    pub jottings: String,
}

impl From<&clinical::Consent> for ConsentJson {
    fn from(consent: &clinical::Consent) -> Self {
        Self {
            answer: consent.answer.into(),
            given_by: consent.given_by.to_string(),
            at: consent.at.to_string(),
        }
    }
}

/// A statement.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "StatementView")]
pub struct StatementJson {
    id: String,
    text: String,
    evidence: Vec<u32>,
    origin: OriginJson,
    verdict: Option<VerdictJson>,
    reasons: Vec<String>,
    kept: Option<KeptReasonJson>,
    needs_resolution: bool,
}

impl From<&Statement> for StatementJson {
    fn from(statement: &Statement) -> Self {
        let check = statement.check.as_ref();
        Self {
            id: statement.id.to_string(),
            text: statement.text.to_string(),
            evidence: statement.evidence.iter().map(|id| id.0).collect(),
            origin: statement.origin.into(),
            verdict: check.map(|check| check.verdict.into()),
            reasons: check
                .into_iter()
                .flat_map(|c| &c.reasons)
                .map(|reason| reason.message.to_string())
                .collect(),
            kept: statement.kept.as_ref().map(|kept| kept.reason.into()),
            needs_resolution: statement.needs_resolution(),
        }
    }
}

/// A section of a note.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "SectionView")]
pub struct SectionJson {
    code: String,
    title: String,
    part: String,
    layout: LayoutJson,
    empty_text: Option<String>,
    statements: Vec<StatementJson>,
}

/// A signature, in words.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "SignatureView")]
pub struct SignatureJson {
    signer: String,
    signed_at: String,
    valid: bool,
    words: String,
}

/// A note with all that the review screen shows.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "NoteView")]
pub struct NoteJson {
    encounter_id: String,
    version: u32,
    engine: String,
    sections: Vec<SectionJson>,
    unresolved: u32,
    supported: u32,
    unsupported: u32,
    contradicted: u32,
    signature: Option<SignatureJson>,
    attestation: String,
}

impl NoteJson {
    /// A draft, as stored.
    pub fn draft(encounter: clinical::EncounterId, stored: &StoredNote) -> Self {
        Self::new(encounter, stored.version, &stored.engine, &stored.note, None)
    }

    /// A signed note, whose signature the vault has verified.
    pub fn signed(signed: &SignedNote, engine: &str) -> Self {
        let attested = signed.attested();
        let signature = SignatureJson {
            signer: attested.author.name.clone(),
            signed_at: attested.signed_at.to_string(),
            valid: true,
            words: format!(
                "Signed by {}. The signature is valid: the note has not changed since.",
                attested.author.name
            ),
        };
        Self::new(attested.encounter, attested.version, engine, signed.note(), Some(signature))
    }

    fn new(
        encounter: clinical::EncounterId,
        version: u32,
        engine: &str,
        note: &Note,
        signature: Option<SignatureJson>,
    ) -> Self {
        let count = |wanted: Verdict| {
            let of = |statement: &&Statement| {
                statement.check.as_ref().is_some_and(|check| check.verdict == wanted)
            };
            u32::try_from(note.statements().filter(of).count()).unwrap_or(u32::MAX)
        };
        let unresolved = note.statements().filter(|statement| statement.needs_resolution()).count();
        Self {
            encounter_id: encounter.to_string(),
            version,
            engine: engine.to_owned(),
            sections: note
                .sections
                .iter()
                .map(|section| SectionJson {
                    code: section.code.as_str().to_owned(),
                    title: section.title.clone(),
                    part: section.code.part().title().to_owned(),
                    layout: section.layout.into(),
                    empty_text: (section.when_empty == WhenEmpty::NotDiscussed)
                        .then(|| "Not discussed.".into()),
                    statements: section.statements.iter().map(Into::into).collect(),
                })
                .collect(),
            unresolved: u32::try_from(unresolved).unwrap_or(u32::MAX),
            supported: count(Verdict::Supported),
            unsupported: count(Verdict::Unsupported),
            contradicted: count(Verdict::Contradicted),
            signature,
            attestation: scribe::ATTESTATION.to_owned(),
        }
    }
}

/// Export formats that the window offers.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[serde(rename = "ExportFormat")]
pub enum ExportFormatJson {
    /// A FHIR R4 document.
    Fhir,
    /// Plain text.
    Text,
}

/// An exported note.
#[derive(Clone, Debug, Serialize, Type)]
pub struct Exported {
    /// As what.
    pub format: ExportFormatJson,
    /// Where it is.
    pub path: String,
    /// Its size.
    pub bytes: u32,
}

/// The microphone's level, ten times a second. Always finite, which specta would not believe of a float.
#[derive(Clone, Debug, Serialize, Deserialize, Type, Event)]
pub struct LevelEvent {
    /// Root mean square.
    #[specta(type = i32)]
    pub rms_dbfs: f32,
    /// Peak.
    #[specta(type = i32)]
    pub peak_dbfs: f32,
}

/// The recording changed or went on.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub struct RecordingEvent(pub RecordingJson);

/// A piece of transcript is settled.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub struct TranscriptEvent {
    /// Whose.
    pub encounter_id: String,
    /// The piece.
    pub segment: SegmentJson,
}

/// Work on an encounter went on.
#[derive(Clone, Debug, Serialize, Type, Event)]
pub struct ProgressEvent {
    /// Whose.
    pub encounter_id: String,
    /// Which work.
    pub stage: StageJson,
    /// From 0 to 1, where known.
    pub fraction: Option<f64>,
    /// In words.
    pub message: String,
}

fn ms(ms: u64) -> u32 {
    u32::try_from(ms).unwrap_or(u32::MAX)
}
