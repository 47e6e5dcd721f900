//! whisper.cpp behind the worker protocol: the engine, apart from the program so that it can be measured alone.

mod engine;
mod file;
mod graphics;

pub use engine::Whisper;
pub use graphics::GRAPHICS;
