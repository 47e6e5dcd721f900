//! The child process that writes.

use std::process::ExitCode;

use llama_worker::{GRAPHICS, Llama};

fn main() -> ExitCode {
    worker::serve_language(GRAPHICS, Llama::load)
}
