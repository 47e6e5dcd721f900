//! What can go wrong in a use case, with a code for programs and words for clinicians.

use capture::CaptureError;
use vault::VaultError;
use worker::WorkerError;

/// A use case that failed. `Display` is a sentence for a clinician; [`Error::advice`] says what to do, where something
/// can be done. Neither contains anything about a patient.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The vault refused or failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The microphone or an audio file failed.
    #[error(transparent)]
    Capture(#[from] CaptureError),
    /// A model's process failed.
    #[error(transparent)]
    Worker(#[from] WorkerError),
    /// A transcript could not be read.
    #[error(transparent)]
    Transcript(#[from] clinical::TranscriptError),
    /// A template could not be read.
    #[error(transparent)]
    Template(#[from] drafting::TemplateError),
    /// Snippets could not be read.
    #[error(transparent)]
    Snippets(#[from] drafting::SnippetError),
    /// A model is not here, or could not be brought here.
    #[error(transparent)]
    Models(#[from] models::Error),
    /// No speech model that is here understands what is spoken; the names of the languages.
    #[error(
        "No speech model that is installed understands {0}. Install one of many languages, or choose other languages."
    )]
    NotUnderstood(String),
    /// The speech model that is chosen does not translate into English, or none that is here and understands what is spoken does.
    #[error(
        "This speech model does not translate into English. Choose or install one of many languages that does, such as Whisper small, or do without a translation."
    )]
    NotTranslating,
    /// The recogniser failed on all that was said.
    #[error(
        "The speech model could hear nothing of what was recorded. The recording is safe, and another model may hear it: install or import one under Models. A note can also be made of what you jot down."
    )]
    NothingHeard,
    /// What only a language model can do, and none is here.
    #[error(
        "To draft a section longer, shorter or by an instruction takes a language model, and none is installed."
    )]
    NoLanguageModel {
        /// The name of one that this computer can run, where the catalogue has one.
        advised: Option<String>,
    },
    /// A formulary could not be read.
    #[error(transparent)]
    Formulary(#[from] terminology::ImportError),
    /// A language model wrote something that is not a note.
    #[error("The language model did not write a usable note: {0}")]
    Draft(#[from] drafting::ParseError),
    /// No vault is open.
    #[error("Dictum is locked.")]
    Locked,
    /// Recording without the patient's consent.
    #[error("The patient has not agreed to being recorded.")]
    NoConsent,
    /// Something is going on already.
    #[error("{0}")]
    Busy(&'static str),
    /// What a note rests on was changed since it was checked.
    #[error("The checks of this note have changed. Look at it again before you sign it.")]
    ChecksChanged,
    /// A draft was stopped while it was written.
    #[error("Stopped. The note stays as it was.")]
    Stopped,
    /// A transcript was stopped while it was made.
    #[error(
        "Stopped. The recording has all that was said. Finish the transcript when you like, or transcribe it by another model."
    )]
    TranscriptWaits,
    /// A recording has been stopped whose end the vault cannot take yet.
    #[error("The last {seconds} s of the recording are not saved yet. {problem}")]
    NotSaved {
        /// How much is held in memory only.
        seconds: u64,
        /// Why, in words.
        problem: String,
    },
    /// What was asked for does not exist.
    #[error("{0}")]
    NotFound(&'static str),
    /// What was entered cannot be used.
    #[error("{0}")]
    InvalidInput(String),
    /// A scribe asked for what only a clinician may do.
    #[error("Only a clinician may do that.")]
    ClinicianOnly,
    /// Only a signed note leaves Dictum.
    #[error("This note has not been signed. Only a signed note can be exported.")]
    NotSigned,
    /// A file could not be read or written.
    #[error("{what}: {source}")]
    File {
        /// What was being done, without a patient's data.
        what: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A defect of Dictum.
    #[error("Something went wrong inside Dictum: {0}")]
    Internal(String),
}

impl Error {
    /// A stable code that the window and the command line act on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Vault(error) => error.code(),
            Self::Capture(CaptureError::NoMicrophone) => "no_microphone",
            Self::Capture(_) => "audio",
            Self::Models(error) => error.code(),
            Self::Worker(WorkerError::ModelMissing { .. })
            | Self::NoLanguageModel { .. }
            | Self::NotUnderstood(_)
            | Self::NotTranslating => "model_missing",
            Self::Worker(WorkerError::ModelUnusable { .. }) => "model_unusable",
            Self::Worker(_) => "worker",
            Self::NothingHeard => "nothing_heard",
            Self::Transcript(_) => "bad_transcript",
            Self::Template(_) => "bad_template",
            Self::Snippets(_) => "bad_snippets",
            Self::Formulary(_) => "bad_formulary",
            Self::Draft(_) => "bad_draft",
            Self::Locked => "locked",
            Self::NoConsent => "no_consent",
            Self::Busy(_) => "busy",
            Self::ChecksChanged => "checks_changed",
            Self::Stopped | Self::TranscriptWaits => "stopped",
            Self::NotSaved { .. } => "not_saved",
            Self::NotFound(_) => "not_found",
            Self::InvalidInput(_) => "invalid_input",
            Self::ClinicianOnly => "clinician_only",
            Self::NotSigned => "not_signed",
            Self::File { .. } => "file",
            Self::Internal(_) => "internal",
        }
    }

    /// What the person can do about it.
    pub fn advice(&self) -> Option<String> {
        match self {
            Self::Vault(error) => error.advice().map(Into::into),
            Self::Worker(error) => Some(error.advice().into()),
            Self::Models(error) => error.advice().map(Into::into),
            Self::NoLanguageModel { advised: Some(name) } => {
                Some(format!("Install {name} under Models, or edit the statements."))
            }
            Self::NoLanguageModel { advised: None } => {
                Some("Import one under Models, or edit the statements.".into())
            }
            Self::NotSaved { .. } => Some(
                "Leave Dictum open: transcript and draft follow by themselves once they are saved.".into(),
            ),
            Self::NoConsent => Some("Ask, and record the answer. Without it the note can be typed.".into()),
            Self::NotSigned => Some("Resolve what is marked, then sign it.".into()),
            Self::Locked => Some("Unlock it with your passphrase.".into()),
            _ => None,
        }
    }

    pub(crate) fn file(what: impl Into<String>, source: std::io::Error) -> Self {
        Self::File { what: what.into(), source }
    }
}
