//! How a command ends: its exit code, and what is said about a failure.

use std::process::ExitCode;

use scribe::Error;
use serde_json::json;

/// A command that failed.
pub struct Failure {
    exit: u8,
    code: &'static str,
    message: String,
    advice: Option<String>,
}

/// A batch finished, but had bad lines.
pub const BAD_LINES: u8 = 6;

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
            Error::Vault(_) | Error::Locked | Error::NotSigned => 5,
            Error::ModelMissing(_) | Error::Worker(_) => 4,
            Error::Capture(_)
            | Error::Transcript(_)
            | Error::Template(_)
            | Error::InvalidInput(_)
            | Error::NotFound(_) => 3,
            _ => 1,
        };
        Self { exit, code: error.code(), message: error.to_string(), advice: error.advice() }
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
