//! The speech model's process, and the cores that models may use.

use worker::{WhisperWorker, worker_program};

use crate::InstalledModel;

/// The process that runs this speech model, started when it is first needed.
pub fn whisper_for(model: &InstalledModel) -> WhisperWorker {
    WhisperWorker::new(worker_program("whisper-worker"), model.path.clone(), threads())
}

/// Threads for a model: as many as the environment's `DICTUM_THREADS` says, for a computer that others share; else all cores
/// but one while there are several, so that recording and the window stay responsive.
pub(crate) fn threads() -> u16 {
    let said = std::env::var("DICTUM_THREADS").ok().and_then(|said| {
        let threads = said.parse().ok().filter(|threads| *threads > 0);
        if threads.is_none() {
            tracing::warn!("DICTUM_THREADS is no number of processor cores, such as 4: it is not heeded");
        }
        threads
    });
    said.unwrap_or_else(|| {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        u16::try_from(if cores > 2 { cores - 1 } else { cores }).unwrap_or(u16::MAX)
    })
}
