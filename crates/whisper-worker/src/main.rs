//! The child process that listens.

use std::process::ExitCode;

use whisper_worker::Whisper;

fn main() -> ExitCode {
    worker::serve_speech(Whisper::load)
}
