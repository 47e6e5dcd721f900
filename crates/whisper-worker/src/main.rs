//! The child process that listens.

use std::process::ExitCode;

use whisper_worker::{GRAPHICS, Whisper};

fn main() -> ExitCode {
    worker::serve_speech(GRAPHICS, Whisper::load)
}
