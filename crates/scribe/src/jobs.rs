//! Which consults are worked on: transcripts that are finished, drafts that follow by themselves.

use std::sync::{Arc, Mutex};

use clinical::EncounterId;

use crate::Stage;
use crate::session::lock;

/// The jobs that run. A consult is worked on until the last of its jobs is over.
#[derive(Default)]
pub(crate) struct Jobs(Mutex<Vec<Job>>);

struct Job {
    number: u64,
    encounter: EncounterId,
    stage: Stage,
}

impl Jobs {
    /// Begins a job, beside those of the same consult that run already.
    pub(crate) fn begin(self: &Arc<Self>, id: EncounterId) -> AtWork {
        self.add(&mut lock(&self.0), id)
    }

    /// Begins a job, unless this consult is worked on already.
    pub(crate) fn begin_alone(self: &Arc<Self>, id: EncounterId) -> Option<AtWork> {
        let mut running = lock(&self.0);
        running.iter().all(|job| job.encounter != id).then(|| self.add(&mut running, id))
    }

    fn add(self: &Arc<Self>, running: &mut Vec<Job>, id: EncounterId) -> AtWork {
        let number = running.last().map_or(0, |last| last.number + 1);
        running.push(Job { number, encounter: id, stage: Stage::Transcribing });
        AtWork { jobs: self.clone(), number }
    }

    /// How far the consult has come; of several jobs the one that began first tells. None where nothing is done about it.
    pub(crate) fn stage(&self, id: EncounterId) -> Option<Stage> {
        lock(&self.0).iter().find(|job| job.encounter == id).map(|job| job.stage)
    }

    /// Whether none runs.
    pub(crate) fn is_empty(&self) -> bool {
        lock(&self.0).is_empty()
    }
}

/// A job that runs; dropping it ends that, whatever has become of the work.
pub(crate) struct AtWork {
    jobs: Arc<Jobs>,
    number: u64,
}

impl AtWork {
    /// The transcript is there, and the draft is being written.
    pub(crate) fn drafts(&self) {
        let mut running = lock(&self.jobs.0);
        if let Some(job) = running.iter_mut().find(|job| job.number == self.number) {
            job.stage = Stage::Drafting;
        }
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        lock(&self.jobs.0).retain(|job| job.number != self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consult_is_worked_on_until_the_last_of_its_jobs_is_over() {
        let jobs = Arc::new(Jobs::default());
        let (id, other) = (EncounterId::new(), EncounterId::new());
        assert!(jobs.is_empty());
        let (first, second) = (jobs.begin(id), jobs.begin(id));
        first.drafts();
        assert_eq!(jobs.stage(id), Some(Stage::Drafting));
        drop(first);
        assert_eq!(jobs.stage(id), Some(Stage::Transcribing), "the second goes on");
        assert!(jobs.begin_alone(id).is_none());
        assert_eq!(jobs.stage(other), None);
        let of_other = jobs.begin_alone(other).unwrap();
        drop(second);
        assert_eq!((jobs.stage(id), jobs.stage(other)), (None, Some(Stage::Transcribing)));
        drop(of_other);
        assert!(jobs.is_empty());
    }
}
