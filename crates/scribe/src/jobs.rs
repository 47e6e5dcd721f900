//! Which consults are worked on: transcripts that are finished or made again, drafts that follow by themselves.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use clinical::EncounterId;
use tokio::sync::Notify;

use crate::Stage;
use crate::session::lock;

/// The jobs that run, one of a consult at most.
#[derive(Default)]
pub(crate) struct Jobs(Mutex<HashMap<EncounterId, Job>>);

struct Job {
    /// How far it has come.
    stage: Stage,
    /// What stops it; none where it is not to be stopped.
    stop: Option<Arc<Notify>>,
}

impl Jobs {
    /// Begins a job, unless this consult is worked on already.
    pub(crate) fn begin(self: &Arc<Self>, id: EncounterId) -> Option<AtWork> {
        let mut running = lock(&self.0);
        if running.contains_key(&id) {
            return None;
        }
        running.insert(id, Job { stage: Stage::Transcribing, stop: None });
        Some(AtWork { jobs: self.clone(), id })
    }

    /// How far the consult has come; none where nothing is done about it.
    pub(crate) fn stage(&self, id: EncounterId) -> Option<Stage> {
        lock(&self.0).get(&id).map(|job| job.stage)
    }

    /// Whether it can be stopped.
    pub(crate) fn may_stop(&self, id: EncounterId) -> bool {
        lock(&self.0).get(&id).is_some_and(|job| job.stop.is_some())
    }

    /// Stops it, where it can be.
    pub(crate) fn stop(&self, id: EncounterId) {
        if let Some(stop) = lock(&self.0).get(&id).and_then(|job| job.stop.as_ref()) {
            stop.notify_one();
        }
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
        if let Some(job) = lock(&self.jobs.0).get_mut(&self.id) {
            job.stage = Stage::Drafting;
        }
    }

    /// From now on it can be stopped; gives what tells that it is.
    pub(crate) fn stoppable(&self) -> Arc<Notify> {
        let stop = Arc::new(Notify::new());
        if let Some(job) = lock(&self.jobs.0).get_mut(&self.id) {
            job.stop = Some(stop.clone());
        }
        stop
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

    #[tokio::test]
    async fn only_a_job_that_says_so_can_be_stopped_and_that_before_anybody_waits_for_it() {
        let jobs = Arc::new(Jobs::default());
        let (id, other) = (EncounterId::new(), EncounterId::new());
        let (again, first) = (jobs.begin(id).unwrap(), jobs.begin(other).unwrap());
        let stop = again.stoppable();
        assert!(jobs.may_stop(id) && !jobs.may_stop(other));
        jobs.stop(other);
        jobs.stop(id);
        again.drafts();
        stop.notified().await;
        assert!(jobs.may_stop(id));
        drop((again, first));
        assert!(!jobs.may_stop(id));
    }
}
