//! Stopping what takes long from another thread.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::Error;

/// A switch that stops an installation or a copy; clones are the same switch. It stays thrown. Reads that are waiting for
/// the network and pauses between tries end at once.
#[derive(Clone, Default)]
pub struct Cancel(Arc<Shared>);

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    cancelled: bool,
    /// Closes the connections that are open.
    agent: Option<ureq::Agent>,
}

impl Cancel {
    /// Stops it.
    pub fn cancel(&self) {
        let agent = {
            let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.cancelled = true;
            state.agent.take()
        };
        self.0.changed.notify_all();
        if let Some(agent) = agent {
            agent.shutdown();
        }
    }

    /// Whether it was stopped.
    pub fn is_cancelled(&self) -> bool {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner).cancelled
    }

    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.is_cancelled() { Err(Error::Cancelled) } else { Ok(()) }
    }

    /// Waits, or ends with [`Error::Cancelled`] as soon as it is stopped.
    pub(crate) fn sleep(&self, time: Duration) -> Result<(), Error> {
        let until = Instant::now() + time;
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        while !state.cancelled {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(());
            }
            let waited = self.0.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        Err(Error::Cancelled)
    }

    /// Names the connections to close.
    pub(crate) fn closes(&self, agent: &ureq::Agent) -> Result<(), Error> {
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.cancelled {
            return Err(Error::Cancelled);
        }
        state.agent = Some(agent.clone());
        Ok(())
    }
}
