//! How a command ends: its exit code, and what is said about a failure.

use std::process::ExitCode;

use scribe::{BatchError, Error, Lack, ModelError, RunsOn};
use serde_json::json;

/// A command that failed.
pub struct Failure {
    exit: u8,
    code: &'static str,
    message: String,
    advice: Option<String>,
}

/// It finished, but for a part: bad lines of a batch, or what a model failed on in a recording.
const PARTLY: u8 = 6;

/// A model is missing or unusable.
pub const UNUSABLE_MODEL: u8 = 4;

/// How a batch ends: tells its bad lines.
pub fn bad_lines(errors: &[BatchError]) -> ExitCode {
    for error in errors {
        eprintln!("line {}: {}", error.line, error.message);
    }
    if errors.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(PARTLY) }
}

/// How a transcription ends: tells what it lacks, and what can be done about that.
pub fn unheard(lacks: &[Lack]) -> ExitCode {
    for lack in lacks {
        eprintln!("dictum: {} could not be transcribed. {}", lack_in_words(lack), lack.error);
    }
    let Some(last) = lacks.last() else { return ExitCode::SUCCESS };
    eprintln!(
        "        The rest is transcribed. Another model (--model) may hear what is missing. {}",
        last.error.advice()
    );
    ExitCode::from(PARTLY)
}

/// How much speech is lacking, and from where on, in minutes and seconds of the recording; there may be pauses in it.
pub fn lack_in_words(lack: &Lack) -> String {
    let (at, length) = (lack.gap.at_ms / 1000, lack.gap.length_ms.unwrap_or_default() as f64 / 1000.0);
    format!("{length:.1} s of speech from {}:{:02} on", at / 60, at % 60)
}

/// Says why no graphics card was used that should have been.
pub fn say_why_without_graphics(runs_on: Option<&RunsOn>) {
    if let Some(problem) = runs_on.and_then(RunsOn::problem) {
        eprintln!("dictum: {problem}");
    }
}

impl Failure {
    /// An input that cannot be used.
    pub fn input(message: impl Into<String>) -> Self {
        Self { exit: 3, code: "invalid_input", message: message.into(), advice: None }
    }

    /// Says what went wrong and gives the exit code.
    pub fn report(&self, json: bool) -> ExitCode {
        if json {
            let error = json!({ "code": self.code, "message": self.message, "advice": self.advice });
            println!("{}", json!({ "error": error }));
        }
        eprintln!("dictum: {}", self.message);
        if let Some(advice) = &self.advice {
            eprintln!("        {advice}");
        }
        ExitCode::from(self.exit)
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let exit = match &error {
            Error::Vault(_) | Error::Locked | Error::NotSigned | Error::ClinicianOnly => 5,
            Error::Worker(_)
            | Error::NoLanguageModel { .. }
            | Error::NotUnderstood(_)
            | Error::NotTranslating => UNUSABLE_MODEL,
            Error::Models(error) => models_exit(error),
            Error::Capture(_)
            | Error::Transcript(_)
            | Error::Template(_)
            | Error::Snippets(_)
            | Error::Formulary(_)
            | Error::InvalidInput(_)
            | Error::NotFound(_) => 3,
            _ => 1,
        };
        Self { exit, code: error.code(), message: error.to_string(), advice: error.advice() }
    }
}

/// What is wrong with a model is one thing, what is wrong with a file to import, the network or the disk another.
fn models_exit(error: &ModelError) -> u8 {
    match error {
        ModelError::NotInstalled(_)
        | ModelError::NotUnderstood(_)
        | ModelError::NotTranslating
        | ModelError::Unknown(_)
        | ModelError::NotFetched { .. }
        | ModelError::WrongDigest
        | ModelError::Uncheckable
        | ModelError::Shipped(_) => UNUSABLE_MODEL,
        ModelError::NotAModel(_)
        | ModelError::Impostor { .. }
        | ModelError::BadName
        | ModelError::NameTaken(_)
        | ModelError::Catalog(_)
        | ModelError::Reading { .. } => 3,
        _ => 1,
    }
}

impl From<vault::VaultError> for Failure {
    fn from(error: vault::VaultError) -> Self {
        Error::from(error).into()
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self { exit: 1, code: "file", message: error.to_string(), advice: None }
    }
}
