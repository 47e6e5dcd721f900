//! An end for tests that wait for other programs.

use std::sync::mpsc::{Sender, channel};
use std::thread;
use std::time::Duration;

/// While this lives the test goes on; a test that is not through in time ends the run, so that it is a failure and not a
/// silence.
#[derive(Debug)]
pub struct Deadline(#[allow(dead_code)] Sender<()>);

impl Deadline {
    /// From now on.
    pub fn within(limit: Duration) -> Self {
        let (alive, ended) = channel::<()>();
        let test = thread::current().name().unwrap_or("a test").to_owned();
        thread::spawn(move || {
            if ended.recv_timeout(limit) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                eprintln!("{test} was not through after {} s", limit.as_secs());
                std::process::exit(101);
            }
        });
        Self(alive)
    }
}
