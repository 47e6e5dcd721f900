//! Everything that goes wrong while a file is fetched, from servers that misbehave on purpose.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod content;
mod patience;
mod resuming;
