//! whisper.cpp behind the worker protocol: the engine, apart from the program so that it can be measured alone.

mod engine;
mod file;

pub use engine::Whisper;
