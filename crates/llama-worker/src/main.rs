//! The child process that writes.

use std::process::ExitCode;

use llama_worker::Llama;

fn main() -> ExitCode {
    worker::serve_language(Llama::load)
}
