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
    /// What is at work on it now.
    part: Part,
}

/// What can be stopped of a job by itself.
#[derive(Clone)]
struct Part {
    /// What stops it.
    stop: Arc<Notify>,
    /// Closed when it is over.
    over: watch::Receiver<()>,
}

impl Part {
    /// A part that is at work until what comes with it is dropped.
    fn begin() -> (Self, watch::Sender<()>) {
        let (at_work, over) = watch::channel(());
        (Self { stop: Arc::default(), over }, at_work)
    }
}

impl Job {
    fn stoppable(&self) -> Stoppable {
        match (self.kind, self.stage) {
            (Kind::Again, _) => Stoppable::Again,
            (Kind::Finish, Stage::Drafting) => Stoppable::Draft,
            (Kind::Finish, _) => Stoppable::Transcript,
        }
    }
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
        let (part, at_work) = Part::begin();
        running.insert(id, Job { kind, stage: Stage::Transcribing, part: part.clone() });
        Some(AtWork { jobs: self.clone(), id, part: Mutex::new((part, at_work)) })
    }

    /// How far the consult has come; none where nothing is done about it.
    pub(crate) fn stage(&self, id: EncounterId) -> Option<Stage> {
        lock(&self.0).get(&id).map(|job| job.stage)
    }

    /// What can be stopped.
    pub(crate) fn stoppable(&self, id: EncounterId) -> Option<Stoppable> {
        lock(&self.0).get(&id).map(Job::stoppable)
    }

    /// Stops this and waits until it is over. Where it is over already, what came after it goes on.
    pub(crate) async fn stop(&self, id: EncounterId, what: Stoppable) {
        let stopped = lock(&self.0).get(&id).filter(|job| job.stoppable() == what).map(|job| {
            job.part.stop.notify_one();
            job.part.over.clone()
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
    /// The sender is dropped after the job has left the list, or gone on to its next part: who waited for that finds neither.
    part: Mutex<(Part, watch::Sender<()>)>,
}

impl AtWork {
    /// On what.
    pub(crate) fn encounter(&self) -> EncounterId {
        self.id
    }

    /// The transcript is there, and the draft is being written. Where each is stopped by itself, a stop that was meant for the
    /// transcript does not reach the draft.
    pub(crate) fn drafts(&self) {
        let mut running = lock(&self.jobs.0);
        let Some(job) = running.get_mut(&self.id) else { return };
        job.stage = Stage::Drafting;
        if job.kind == Kind::Finish {
            let next = Part::begin();
            job.part = next.0.clone();
            *lock(&self.part) = next;
        }
    }

    /// Waits until what is at work now is asked to stop, which may have been before.
    pub(crate) async fn stopped(&self) {
        let stop = lock(&self.part).0.stop.clone();
        stop.notified().await;
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
        jobs.stop(other, Stoppable::Transcript).await;
        let _other = jobs.begin(other, Kind::Finish).unwrap();
        let stops = async {
            jobs.stop(id, Stoppable::Transcript).await;
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

    #[tokio::test]
    async fn a_stop_that_comes_when_the_transcript_ends_does_not_stop_the_draft_that_follows() {
        let jobs = Arc::new(Jobs::default());
        let id = EncounterId::new();
        let job = jobs.begin(id, Kind::Finish).unwrap();
        let mut stops = Box::pin(jobs.stop(id, Stoppable::Transcript));
        let is_stopped = async |job: &AtWork| {
            tokio::select! {
                biased;
                () = job.stopped() => true,
                () = tokio::task::yield_now() => false,
            }
        };
        let waits = async |stops: &mut std::pin::Pin<Box<_>>| {
            tokio::select! {
                biased;
                () = stops => false,
                () = tokio::task::yield_now() => true,
            }
        };
        // It was asked for while the transcript was made, and nobody has looked yet.
        assert!(waits(&mut stops).await);
        job.drafts();
        assert!(
            !waits(&mut stops).await,
            "the transcript is over, and who stopped it waits for nothing else"
        );
        assert!(!is_stopped(&job).await);
        // It comes when the draft is written already.
        jobs.stop(id, Stoppable::Transcript).await;
        assert!(!is_stopped(&job).await);
        let mut stops = Box::pin(jobs.stop(id, Stoppable::Draft));
        assert!(waits(&mut stops).await && is_stopped(&job).await);
        drop(job);
        assert!(!waits(&mut stops).await);

        // Another transcript and the draft from it are stopped as one.
        let again = jobs.begin(id, Kind::Again).unwrap();
        let mut stops = Box::pin(jobs.stop(id, Stoppable::Again));
        assert!(waits(&mut stops).await);
        again.drafts();
        assert!(waits(&mut stops).await && is_stopped(&again).await);
    }
}
