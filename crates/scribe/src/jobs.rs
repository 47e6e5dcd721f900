//! Which consults are worked on: transcripts that are finished, drafts that follow by themselves.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use clinical::EncounterId;

use crate::Stage;
use crate::session::lock;

/// The jobs that run, one of a consult at most, and how far each has come.
#[derive(Default)]
pub(crate) struct Jobs(Mutex<HashMap<EncounterId, Stage>>);

impl Jobs {
    /// Begins a job, unless this consult is worked on already.
    pub(crate) fn begin(self: &Arc<Self>, id: EncounterId) -> Option<AtWork> {
        let mut running = lock(&self.0);
        if running.contains_key(&id) {
            return None;
        }
        running.insert(id, Stage::Transcribing);
        Some(AtWork { jobs: self.clone(), id })
    }

    /// How far the consult has come; none where nothing is done about it.
    pub(crate) fn stage(&self, id: EncounterId) -> Option<Stage> {
        lock(&self.0).get(&id).copied()
    }

    /// Whether none runs.
    pub(crate) fn is_empty(&self) -> bool {
        lock(&self.0).is_empty()
    }
}

/// A job that runs; dropping it ends that, whatever has become of the work.
pub(crate) struct AtWork {
    jobs: Arc<Jobs>,
    id: EncounterId,
}

impl AtWork {
    /// The transcript is there, and the draft is being written.
    pub(crate) fn drafts(&self) {
        lock(&self.jobs.0).insert(self.id, Stage::Drafting);
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        lock(&self.jobs.0).remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consult_is_worked_on_by_one_job_until_that_is_over() {
        let jobs = Arc::new(Jobs::default());
        let (id, other) = (EncounterId::new(), EncounterId::new());
        assert!(jobs.is_empty());
        let job = jobs.begin(id).unwrap();
        assert_eq!(jobs.stage(id), Some(Stage::Transcribing));
        job.drafts();
        assert!(jobs.begin(id).is_none(), "one is enough");
        assert_eq!((jobs.stage(id), jobs.stage(other)), (Some(Stage::Drafting), None));
        let of_other = jobs.begin(other).unwrap();
        drop(job);
        assert_eq!((jobs.stage(id), jobs.stage(other)), (None, Some(Stage::Transcribing)));
        assert!(jobs.begin(id).is_some());
        drop(of_other);
        assert!(jobs.is_empty());
    }
}
