//! What was heard on its way into the vault: what cannot be written stays, and is tried again.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use vault::VaultError;

use super::super::unsaved::Unsaved;
use super::super::{Control, RecordingState, lock, stored_form};
use super::{Keeper, RETRY};

/// How long a recording that is dropped, as when Dictum quits, goes on trying to store what it still holds.
const LAST_TRIES: Duration = Duration::from_secs(10);

impl Keeper {
    /// Tries until the vault has taken everything, or, once nobody waits for it any longer, for a while.
    pub(super) fn save_the_rest(&mut self, commands: &Receiver<Control>) {
        let mut give_up = None;
        while !self.unsaved.is_empty() && give_up.is_none_or(|at| Instant::now() < at) {
            self.change(|status| status.state = RecordingState::Saving);
            match commands.recv_timeout(RETRY) {
                Ok(Control::Quit) => give_up = give_up.or(Some(Instant::now() + LAST_TRIES)),
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.store();
        }
    }

    pub(super) fn flush(&mut self) {
        if let Some(chunk) = self.recorder.finish() {
            self.enqueue(chunk);
        }
        self.store();
    }

    pub(super) fn enqueue(&mut self, chunk: capture::Chunk) {
        match stored_form(&chunk) {
            Ok(chunk) => self.unsaved.push_back(Unsaved::Chunk(chunk)),
            Err(error) => self.change(|status| status.problem = Some(error.to_string())),
        }
    }

    /// Writes what waits. What cannot be written stays, and is tried again.
    pub(super) fn store(&mut self) {
        while let Some(first) = self.unsaved.front() {
            let now = Timestamp::now();
            match first.store(&self.vault, self.encounter, now) {
                Ok(()) => {
                    let mut status = lock(&self.status);
                    status.saved_ms = first.reaches_ms().unwrap_or(status.saved_ms);
                    self.unsaved.pop_front();
                    if self.unsaved.is_empty() {
                        // The disk is well; a microphone that is gone is not.
                        status.problem = self.gone.as_ref().and_then(|gone| gone.warning.clone());
                    }
                }
                Err(error) => {
                    self.change(|status| status.problem = Some(cannot_save(&error)));
                    if self.keeping == RecordingState::Recording {
                        self.vault.give_sign(now);
                    }
                    return;
                }
            }
        }
    }
}

fn cannot_save(error: &VaultError) -> String {
    let held = "What is not saved is kept in memory and tried again every second.";
    match error {
        VaultError::DiskFull => format!("The disk is full. {held} Free some space."),
        error => format!("The recording cannot be saved just now: {error} {held}"),
    }
}
