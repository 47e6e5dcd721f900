//! Shared pieces of the tests that cross crates.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;
pub mod random_models;
mod wer;

pub use program::{dictum, json, program, project, shared_eval, stderr, stdout};
pub use wer::{word_error_rate, words};
