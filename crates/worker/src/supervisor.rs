//! Keeping one child running: started when first needed, restarted when it died, one request at a time.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::sync::{Mutex, watch};

use crate::child::{Running, Spec};
use crate::error::WorkerError;

/// One child and its supervision; the handles share it.
pub(crate) struct Supervised {
    spec: Spec,
    slot: Mutex<Option<Running>>,
    /// 0 when no child runs.
    pid: AtomicU32,
    /// Changes at each shut-down, so that the work in progress notices.
    shut_downs: watch::Sender<u64>,
}

/// Something to do with a child that can be begun again on a fresh one.
pub(crate) trait Work: Send {
    type Output: Send;

    /// Does it once. After [`WorkerError::Died`] it is called again with a fresh child.
    fn run(&mut self, child: &mut Running) -> impl Future<Output = Result<Self::Output, WorkerError>> + Send;
}

impl Supervised {
    pub(crate) fn new(spec: Spec) -> Arc<Self> {
        Arc::new(Self {
            spec,
            slot: Mutex::new(None),
            pid: AtomicU32::new(0),
            shut_downs: watch::Sender::new(0),
        })
    }

    pub(crate) fn pid(&self) -> Option<u32> {
        Some(self.pid.load(Ordering::Acquire)).filter(|pid| *pid != 0)
    }

    /// Does `work`, starting the child if need be and beginning once more if it dies; gives up, and leaves the child
    /// ready for the next request, when `given_up` resolves or the worker is shut down.
    pub(crate) async fn perform<W: Work>(
        &self,
        mut work: W,
        given_up: impl Future<Output = ()> + Send,
    ) -> Result<W::Output, WorkerError> {
        let mut shut_downs = self.shut_downs.subscribe();
        let stopped = async {
            tokio::select! {
                () = given_up => {}
                _ = shut_downs.changed() => {}
            }
        };
        tokio::pin!(stopped);
        let mut slot = tokio::select! {
            slot = self.slot.lock() => slot,
            () = &mut stopped => return Err(WorkerError::Cancelled),
        };
        let done = tokio::select! {
            done = self.attempt(&mut slot, &mut work) => done,
            () = &mut stopped => Err(WorkerError::Cancelled),
        };
        let keep = match (&done, slot.as_mut()) {
            (Err(WorkerError::Died | WorkerError::TimedOut | WorkerError::Protocol), _) => false,
            (_, Some(child)) => child.settle().await,
            (_, None) => true,
        };
        if !keep {
            self.let_go(&mut slot).await;
        }
        if slot.is_none() {
            self.pid.store(0, Ordering::Release);
        }
        done
    }

    async fn attempt<W: Work>(
        &self,
        slot: &mut Option<Running>,
        work: &mut W,
    ) -> Result<W::Output, WorkerError> {
        let mut died_before = false;
        loop {
            let child = match slot {
                Some(child) => child,
                None => match Running::start(&self.spec).await {
                    Ok(child) => {
                        self.pid.store(child.pid().unwrap_or(0), Ordering::Release);
                        slot.insert(child)
                    }
                    Err(WorkerError::Died) if died_before => {
                        return Err(WorkerError::ModelUnusable {
                            reason:
                                "the engine stopped while loading it: it is damaged, or too large for the \
                                     memory of this computer"
                                    .to_owned(),
                        });
                    }
                    Err(WorkerError::Died) => {
                        died_before = true;
                        continue;
                    }
                    Err(other) => return Err(other),
                },
            };
            match work.run(child).await {
                Err(WorkerError::Died) if !died_before => {
                    tracing::warn!(program = %self.spec.program.display(), "a worker died; starting it again");
                    died_before = true;
                    self.let_go(slot).await;
                }
                done => return done,
            }
        }
    }

    /// Stops the work in progress and ends the child. The next request starts it again.
    pub(crate) async fn shut_down(&self) {
        self.shut_downs.send_modify(|count| *count += 1);
        let mut slot = self.slot.lock().await;
        self.let_go(&mut slot).await;
    }

    async fn let_go(&self, slot: &mut Option<Running>) {
        if let Some(child) = slot.take() {
            child.end().await;
        }
        self.pid.store(0, Ordering::Release);
    }
}
