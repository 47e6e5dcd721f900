//! whisper.cpp behind the worker protocol.
fn main() {}
