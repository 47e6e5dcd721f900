//! Keeping one child running: started when first needed, restarted when it died, one request at a time.

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::{Mutex, watch};

use crate::child::{CANCELLED_WITHIN, Greeted, Running, Spec};
use crate::error::WorkerError;
use crate::graphics::{RunsOn, fault_of_program};
use crate::program::graphics_program;

/// One child and its supervision; the handles share it.
pub(crate) struct Supervised {
    spec: Spec,
    slot: Mutex<Option<Running>>,
    /// 0 when no child runs.
    pid: AtomicU32,
    /// Changes at each shut-down, so that the work in progress notices.
    shut_downs: watch::Sender<u64>,
    /// Why no graphics card is used any more, once one failed: the next child would only fail on it again.
    card_failed: OnceLock<String>,
    /// On what the child that was loaded last runs.
    runs_on: RwLock<Option<RunsOn>>,
}

/// Something to do with a child that can be begun again on a fresh one.
pub(crate) trait Work: Send {
    type Output: Send;
    /// How long the child may take to let go of it once it is given up; then the child is ended.
    const STOPS_WITHIN: Duration = CANCELLED_WITHIN;

    /// Does it once. After [`WorkerError::Died`], or when a graphics card failed, it is called again with a fresh child.
    fn run(&mut self, child: &mut Running) -> impl Future<Output = Result<Self::Output, WorkerError>> + Send;
}

impl Supervised {
    pub(crate) fn new(spec: Spec) -> Arc<Self> {
        Arc::new(Self {
            spec,
            slot: Mutex::new(None),
            pid: AtomicU32::new(0),
            shut_downs: watch::Sender::new(0),
            card_failed: OnceLock::new(),
            runs_on: RwLock::new(None),
        })
    }

    pub(crate) fn pid(&self) -> Option<u32> {
        Some(self.pid.load(Ordering::Acquire)).filter(|pid| *pid != 0)
    }

    pub(crate) fn runs_on(&self) -> Option<RunsOn> {
        self.runs_on.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Does `work`, starting the child if need be and beginning once more if it dies; gives up, and leaves the child
    /// ready for the next request, when `given_up` resolves or the worker is shut down.
    pub(crate) async fn perform<W: Work>(
        &self,
        mut work: W,
        given_up: impl Future<Output = ()> + Send,
    ) -> Result<W::Output, WorkerError> {
        let mut shut_downs = self.shut_downs.subscribe();
        let mut shut_down = shut_downs.clone();
        let stopped = async {
            tokio::select! {
                () = given_up => {}
                _ = shut_down.changed() => {}
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
            (_, Some(child)) => tokio::select! {
                biased;
                // Who ends it waits for no answer.
                _ = shut_downs.changed() => false,
                settled = child.settle(W::STOPS_WITHIN) => settled,
            },
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
                None => match self.start().await {
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
            let done = work.run(child).await;
            let Err(error) = &done else { return done };
            if let RunsOn::Card(card) = &child.info.runs_on
                && let Some(because) = fault_of_card(error, card)
            {
                self.no_more_graphics(because);
            } else if *error == WorkerError::Died && !died_before {
                tracing::warn!(program = %self.spec.program.display(), "a worker died; starting it again");
            } else {
                return done;
            }
            died_before = true;
            self.let_go(slot).await;
        }
    }

    /// Starts a child and has it load the model: onto a graphics card where it can, and on the processor after one failed.
    async fn start(&self) -> Result<Running, WorkerError> {
        loop {
            let wants_card = self.spec.graphics.wanted && self.card_failed.get().is_none();
            let for_card = graphics_program(&self.spec.program).filter(|_| wants_card);
            let child =
                match (Greeted::start(for_card.as_ref().unwrap_or(&self.spec.program)).await, for_card) {
                    (Err(error), Some(_)) => {
                        self.no_more_graphics(fault_of_program(&error));
                        continue;
                    }
                    (child, _) => child?,
                };
            let onto_card = wants_card && !child.built_for.is_empty();
            let loaded = child.load(&self.spec, onto_card).await;
            if let Err(error) = &loaded
                && onto_card
                && let Some(because) = fault_of_card(error, "the graphics card")
            {
                self.no_more_graphics(because);
                continue;
            }
            let mut running = loaded?;
            if let Some(because) = self.card_failed.get() {
                running.info.runs_on = RunsOn::ProcessorInstead { because: because.clone() };
            }
            *self.runs_on.write().unwrap_or_else(PoisonError::into_inner) =
                Some(running.info.runs_on.clone());
            return Ok(running);
        }
    }

    fn no_more_graphics(&self, because: String) {
        tracing::warn!(program = %self.spec.program.display(), because, "a model goes on without a graphics card");
        let _ = self.card_failed.set(because);
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

/// Why the graphics card is to be blamed for an error, without a full stop; none where it is not.
fn fault_of_card(error: &WorkerError, card: &str) -> Option<String> {
    match error {
        WorkerError::Graphics { reason } => Some(reason.clone()),
        WorkerError::Died => Some(format!("the process that used {card} stopped unexpectedly")),
        WorkerError::TimedOut => Some(format!("{card} did not answer in time")),
        _ => None,
    }
}
