//! The transcript follows the recording: it reads what the vault has stored, while it is being recorded and after, so it
//! can lag, fail, stop and be taken up again without touching the recording.

mod guesses;
mod making;
mod told;

use std::sync::Arc;
use std::time::Duration;

use clinical::EncounterId;
use vault::TranscriptRecord;

pub(crate) use making::Making;

use crate::drafts::IfModelFails;
use crate::jobs::{AtWork, Kind};
use crate::session::lock;
use crate::{Error, Session, Stage};

/// What a transcript without a recording names as its model.
pub(crate) const NO_MODEL: &str = "none";
/// How long a live transcript that failed waits before it goes on where it stood.
const TRY_AGAIN: Duration = Duration::from_secs(3);
/// How often it is told how much waits while nothing is settled.
const TELL_EVERY: Duration = Duration::from_secs(5);

impl Session {
    /// Transcribes while the recording runs. What it leaves open is done by [`Session::finish_in_background`].
    pub(crate) fn follow(self: &Arc<Self>, id: EncounterId) {
        self.warm_up();
        let session = self.clone();
        let following = tokio::spawn(async move {
            let live = || session.recording_goes_on(id);
            let follows = async {
                while let Err(error) = session.transcribe_stored(id, live, false).await {
                    tracing::warn!(code = error.code(), "the live transcript failed");
                    let waits = format!("Recording goes on; the transcript waits: {error}");
                    session.progress(id, Stage::Recording, None, waits);
                    tokio::time::sleep(TRY_AGAIN).await;
                    if !live() {
                        break;
                    }
                }
            };
            // A recogniser that hangs tells nothing.
            let tells = async {
                loop {
                    tokio::time::sleep(TELL_EVERY).await;
                    if let Err(error) = session.tell_waiting(id) {
                        tracing::warn!(code = error.code(), "how much waits could not be told");
                    }
                }
            };
            tokio::select! {
                () = follows => {}
                () = tells => {}
            }
            // Another recording of the consult may be followed by now.
            lock(&session.following).retain(|_, other| Some(other.id()) != tokio::task::try_id());
        });
        lock(&self.following).insert(id, following.abort_handle());
    }

    /// Loads the speech model before anything is said. Nobody waits for that, and the transcript tells what goes wrong.
    fn warm_up(&self) {
        if let Ok((_, whisper)) = self.whisper() {
            tokio::spawn(async move { whisper.info().await });
        }
    }

    /// Follows a recording that has ended no longer: its transcript waits where it stands.
    pub(crate) fn stop_following(&self, id: EncounterId) {
        if !self.recording_goes_on(id)
            && let Some(following) = lock(&self.following).remove(&id)
        {
            following.abort();
        }
    }

    /// Transcribes what is left and drafts the note. The outcome is told by events and stands in the vault.
    pub(crate) fn finish_in_background(self: &Arc<Self>, id: EncounterId, job: AtWork) {
        let session = self.clone();
        tokio::spawn(async move {
            if let Err(error) = session.finish_as(id, job).await {
                session.ended_by(id, Stage::NeedsAttention, &error);
            }
        });
    }

    /// Transcribes what is left, drafts the note and saves it as its first version.
    ///
    /// # Errors
    /// [`Error::Busy`] while it is being recorded or finished, [`Error::Worker`] or [`Error::Models`] where the transcript cannot be
    /// made, [`Error::NothingHeard`] where there is nothing to draft from because the recogniser failed on everything,
    /// [`Error::Vault`]. The recording and what was transcribed stay as they are.
    pub async fn finish(&self, id: EncounterId) -> Result<(), Error> {
        self.finish_as(id, self.begin_job(id, Kind::Finish)?).await
    }

    async fn finish_as(&self, id: EncounterId, job: AtWork) -> Result<(), Error> {
        let outcome = self.finish_stages(id, &job).await;
        drop(job);
        outcome?;
        let row = self.worklist_row(id)?;
        self.progress(id, row.stage, Some(1.0), "The draft is ready.");
        Ok(())
    }

    async fn finish_stages(&self, id: EncounterId, job: &AtWork) -> Result<(), Error> {
        self.progress(id, Stage::Transcribing, None, "Finishing the transcript.");
        tokio::select! {
            done = self.transcribe(id) => done?,
            () = job.stopped() => return Err(Error::TranscriptWaits),
        }
        if let Some((transcript, _)) = self.vault.current_transcript(id)? {
            self.require_something_heard(id, transcript)?;
        }
        job.drafts();
        self.progress(id, Stage::Drafting, None, "Drafting the note.");
        self.draft_by(id, &self.template_of(id)?, IfModelFails::ByRule(Some(job))).await
    }

    /// Transcribes what is stored of a recording that has ended.
    ///
    /// # Errors
    /// As [`Session::finish`].
    pub async fn transcribe(&self, id: EncounterId) -> Result<(), Error> {
        self.transcribe_stored(id, || false, true).await
    }

    /// Reads stored sound from where the transcript stands and appends what is heard, until there is no more and `live`
    /// says that no more will come; whether the transcript is whole then is given.
    async fn transcribe_stored(
        &self,
        id: EncounterId,
        live: impl Fn() -> bool,
        closes: bool,
    ) -> Result<(), Error> {
        let _turn = self.turn_to_transcribe(id).await;
        let (model, whisper) = self.whisper()?;
        let current = self.vault.current_transcript(id)?.map(|(transcript, _)| transcript);
        let records = self.vault.transcripts(id)?;
        // What one model could not finish another one does not go on with: it makes a transcript of its own.
        let is_others = |one: &TranscriptRecord| !one.finished && one.model != model.id;
        let transcript = match records.iter().find(|one| current == Some(one.id)) {
            Some(record) if !is_others(record) => record.id,
            _ => self.begin_transcript(id, &model)?,
        };
        self.make(
            &Making {
                encounter: id,
                transcript,
                model: &model,
                whisper: &whisper,
                drafted: true,
                gives_way: false,
                closes,
            },
            live,
        )
        .await
    }

    pub(crate) fn recording_goes_on(&self, id: EncounterId) -> bool {
        self.recording_status().is_some_and(|status| status.encounter == id)
    }
}

#[cfg(test)]
mod tests;
