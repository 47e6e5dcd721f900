//! llama.cpp behind the worker protocol: the engine, apart from the program so that it can be measured alone.

mod choice;
mod engine;
mod file;
mod graphics;
mod prompt;
mod quantisation;
mod text;

pub use engine::{Listener, Llama};
pub use graphics::GRAPHICS;
