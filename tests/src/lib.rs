//! Shared pieces of the tests that cross crates.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod deadline;
mod machine;
mod program;
pub mod random_models;
mod speech_file;
mod timing;
pub mod usage;
mod wer;

pub use deadline::Deadline;
pub use machine::{
    HungSoundServer, fill_disk, plug_another_microphone_in, plug_the_microphone_in, small_disk,
    stall_the_other_microphone, unplug_the_microphone, unplug_the_other_microphone, unshare,
    wake_the_other_microphone,
};
pub use program::{dictum, json, program, project, shared_eval, stderr, stdout};
pub use speech_file::write_speech;
pub use timing::{Overhead, median};
pub use wer::{word_error_rate, words};
