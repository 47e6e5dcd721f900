//! Stored audio to chunks worth recognising, and recognised text to segments.
//!
//! Everything here is computation: no process, no file, no database. The recogniser runs elsewhere, between
//! [`Chunker`] and [`segments`].

mod boundaries;
mod chunker;
pub mod evaluation;
mod gain;
mod repetition;
mod segments;
mod speakers;
mod window;
pub mod written;

pub use chunker::{Chunk, Chunker, ChunkerConfig};
pub use segments::{Recognised, segments};
pub use speakers::{Balance, assign_speakers, name_voices, only_speaker};
pub use window::Window;
