//! Which consults are worked on: transcripts that are finished or made again, drafts that follow by themselves.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use clinical::EncounterId;
use tokio::sync::{Notify, watch};

use crate::Stage;
use crate::session::lock;

/// The jobs that run, one of a consult at most.
#[derive(Default)]
pub(crate) struct Jobs(Mutex<HashMap<EncounterId, Job>>);

struct Job {
    kind: Kind,
    /// How far it has come.
    stage: Stage,
    /// What stops it.
    stop: Arc<Notify>,
    /// Closed when it is over.
    over: watch::Receiver<()>,
}

/// What is done about a consult.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Its transcript is finished and its note drafted.
    Finish,
    /// Another transcript of it is made.
    Again,
}

/// What a stop ends of the work on a consult, and what it leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stoppable {
    /// Finishing the transcript: it waits until it is asked for.
    Transcript,
    /// The first draft by a model: it is drafted by rule at once.
    Draft,
    /// Transcribing the recording again: transcript and note stay.
    Again,
}

impl Jobs {
    /// Begins a job, unless this consult is worked on already.
    pub(crate) fn begin(self: &Arc<Self>, id: EncounterId, kind: Kind) -> Option<AtWork> {
        let mut running = lock(&self.0);
        if running.contains_key(&id) {
            return None;
        }
        let stop = Arc::new(Notify::new());
        let (at_work, over) = watch::channel(());
        running.insert(id, Job { kind, stage: Stage::Transcribing, stop: stop.clone(), over });
        Some(AtWork { jobs: self.clone(), id, stop, _over: at_work })
    }

    /// How far the consult has come; none where nothing is done about it.
    pub(crate) fn stage(&self, id: EncounterId) -> Option<Stage> {
        lock(&self.0).get(&id).map(|job| job.stage)
    }

    /// What can be stopped.
    pub(crate) fn stoppable(&self, id: EncounterId) -> Option<Stoppable> {
        lock(&self.0).get(&id).map(|job| match job {
            Job { kind: Kind::Again, .. } => Stoppable::Again,
            Job { stage: Stage::Drafting, .. } => Stoppable::Draft,
            _ => Stoppable::Transcript,
        })
    }

    /// Stops it and waits until it is over.
    pub(crate) async fn stop(&self, id: EncounterId) {
        let stopped = lock(&self.0).get(&id).map(|job| {
            job.stop.notify_one();
            job.over.clone()
        });
        if let Some(mut over) = stopped {
            let _ = over.changed().await;
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
    stop: Arc<Notify>,
    /// Dropped after the job has left the list: who waited for that finds none.
    _over: watch::Sender<()>,
}

impl AtWork {
    /// The transcript is there, and the draft is being written.
    pub(crate) fn drafts(&self) {
        if let Some(job) = lock(&self.jobs.0).get_mut(&self.id) {
            job.stage = Stage::Drafting;
        }
    }

    /// Waits until it is asked to stop, which may have been before.
    pub(crate) async fn stopped(&self) {
        self.stop.notified().await;
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
        let job = jobs.begin(id, Kind::Finish).unwrap();
        assert_eq!(
            (jobs.stage(id), jobs.stoppable(id)),
            (Some(Stage::Transcribing), Some(Stoppable::Transcript))
        );
        job.drafts();
        assert!(jobs.begin(id, Kind::Again).is_none(), "one is enough");
        assert_eq!((jobs.stage(id), jobs.stoppable(id)), (Some(Stage::Drafting), Some(Stoppable::Draft)));
        assert_eq!((jobs.stage(other), jobs.stoppable(other)), (None, None));
        let of_other = jobs.begin(other, Kind::Again).unwrap();
        of_other.drafts();
        drop(job);
        assert_eq!((jobs.stage(id), jobs.stage(other)), (None, Some(Stage::Drafting)));
        assert_eq!(jobs.stoppable(other), Some(Stoppable::Again));
        assert!(jobs.begin(id, Kind::Again).is_some());
        drop(of_other);
        assert!(jobs.is_empty());
    }

    #[tokio::test]
    async fn who_stops_a_job_waits_until_it_is_over_and_stops_no_other() {
        let jobs = Arc::new(Jobs::default());
        let (id, other) = (EncounterId::new(), EncounterId::new());
        let job = jobs.begin(id, Kind::Finish).unwrap();
        jobs.stop(other).await;
        let _other = jobs.begin(other, Kind::Finish).unwrap();
        let stops = async {
            jobs.stop(id).await;
            assert_eq!((jobs.stage(id), jobs.stage(other)), (None, Some(Stage::Transcribing)));
        };
        let works = async {
            tokio::task::yield_now().await;
            job.stopped().await;
            tokio::task::yield_now().await;
            drop(job);
        };
        tokio::join!(stops, works);
    }
}
