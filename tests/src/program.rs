//! The command line as a user has it, run as its own process.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The root of the project.
pub fn project() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// A program of this build. Tests live one folder below the programs.
///
/// # Panics
/// Where it has not been built.
pub fn program(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let program = test.ancestors().skip(1).map(|folder| folder.join(name)).find(|path| path.is_file());
    program.unwrap_or_else(|| panic!("{name} is not built: run `cargo build --workspace` first"))
}

/// `dictum` with its own empty home, chatty logs and no say in where models are.
pub fn dictum(home: &Path) -> Command {
    let mut command = Command::new(program("dictum"));
    command
        .arg("--home")
        .arg(home)
        .env("DICTUM_MODELS_DIR", project().join("models"))
        .env("DICTUM_LOG", "trace")
        .env_remove("DICTUM_PASSPHRASE");
    command
}

/// Standard output as text.
pub fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Standard error as text.
pub fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Standard output of a successful run as JSON.
///
/// # Panics
/// Where the run failed, with what it said.
pub fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}\n{}", stdout(output), stderr(output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The consults to develop on, where they are beside the project.
pub fn shared_eval() -> Option<PathBuf> {
    let folder = project().join("../shared/eval");
    if !folder.is_dir() {
        eprintln!("SKIPPED: ../shared/eval is not here");
        return None;
    }
    Some(folder)
}
