//! One question with one answer, asked in a task of its own so that dropping the caller's future cancels it cleanly.

use std::sync::Arc;

use tokio::sync::oneshot;

use crate::child::Running;
use crate::error::WorkerError;
use crate::messages::ModelInfo;
use crate::supervisor::{Supervised, Work};

/// Performs `work`. When the returned future is dropped, the child is told to stop.
pub(crate) async fn call<W>(supervised: &Arc<Supervised>, work: W) -> Result<W::Output, WorkerError>
where
    W: Work + 'static,
    W::Output: 'static,
{
    let (mut answer, answered) = oneshot::channel();
    let supervised = Arc::clone(supervised);
    tokio::spawn(async move {
        let done = supervised.perform(work, answer.closed()).await;
        let _ = answer.send(done);
    });
    answered.await.unwrap_or(Err(WorkerError::Cancelled))
}

/// Loading the model and saying what it is.
pub(crate) struct Introduce;

impl Work for Introduce {
    type Output = ModelInfo;

    async fn run(&mut self, child: &mut Running) -> Result<ModelInfo, WorkerError> {
        Ok(child.info.clone())
    }
}
