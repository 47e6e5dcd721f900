//! What a user can do while the vault is open.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clinical::{EncounterId, Gap, Role, Transcript, User};
use jiff::Timestamp;
use tokio::sync::{Notify, OwnedMutexGuard};
use tokio::task::AbortHandle;
use vault::{Settings, Vault};
use worker::{RunsOn, WhisperWorker};

use crate::formulary::Loaded;
use crate::jobs::{AtWork, Jobs, Kind};
use crate::listen::whisper_for;
use crate::{
    ActiveRecording, Engine, Error, Event, Events, InstalledModel, Places, Spoken, Stage, Task, default_model,
};

/// The versions of each note that can be had back, the newest last.
pub(crate) type Versions = HashMap<EncounterId, Vec<u32>>;

/// An open vault and the user who opened it. Dropping it ends a recording that is under way and closes the vault.
pub struct Session {
    pub(crate) places: Places,
    pub(crate) vault: Vault,
    pub(crate) user: User,
    pub(crate) events: Events,
    pub(crate) recording: Mutex<Option<ActiveRecording>>,
    /// How many recordings are about to begin: their microphones are being opened.
    pub(crate) opening: AtomicUsize,
    pub(crate) jobs: Arc<Jobs>,
    /// What follows each recording with its transcript; of one that has ended, until it has caught up.
    pub(crate) following: Mutex<HashMap<EncounterId, AbortHandle>>,
    /// Whoever changes a note, or what it is checked against, holds them from reading it to saving it.
    pub(crate) undo: Mutex<Versions>,
    /// What stops each draft that is being written on request.
    pub(crate) redrafts: Mutex<HashMap<EncounterId, Arc<Notify>>>,
    pub(crate) formulary: Mutex<Option<Loaded>>,
    whisper: Mutex<Option<(std::path::PathBuf, WhisperWorker)>>,
    /// What drafts the consult that is being recorded, and reads along, or has drafted one last.
    pub(crate) drafter: Mutex<Option<(EncounterId, Engine)>>,
    /// Who makes a transcript listens a piece at a time: the models share the cores.
    pub(crate) listening: tokio::sync::Mutex<()>,
    /// A consult's transcripts are made one after the other.
    transcribing: Mutex<HashMap<EncounterId, Arc<tokio::sync::Mutex<()>>>>,
}

impl Session {
    pub(crate) fn new(places: Places, vault: Vault, user: User, events: Events) -> Arc<Self> {
        Arc::new(Self {
            places,
            vault,
            user,
            events,
            recording: Mutex::default(),
            opening: AtomicUsize::default(),
            jobs: Arc::default(),
            following: Mutex::default(),
            undo: Mutex::default(),
            redrafts: Mutex::default(),
            formulary: Mutex::default(),
            whisper: Mutex::default(),
            drafter: Mutex::default(),
            listening: tokio::sync::Mutex::default(),
            transcribing: Mutex::default(),
        })
    }

    /// Who is using Dictum.
    pub fn user(&self) -> &User {
        &self.user
    }

    /// The vault, for what needs no use case around it: reading.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Whether something runs that locking the screen must not end.
    pub(crate) fn is_at_work(&self) -> bool {
        self.opening.load(Ordering::SeqCst) > 0
            || lock(&self.recording).is_some()
            || !self.jobs.is_empty()
            || !lock(&self.redrafts).is_empty()
    }

    /// Finishes the transcript and the draft of a recording that was interrupted, or listens once more to one of which nothing was
    /// heard. Of a consult whose recording was being transcribed again that is gone on with.
    ///
    /// # Errors
    /// [`Error::Busy`] while it is being recorded or finished, [`Error::Models`] where its model is gone, or it is to be heard once
    /// more and there is no model, [`Error::Vault`].
    pub fn finish_interrupted(self: &Arc<Self>, id: EncounterId) -> Result<(), Error> {
        let offered = self.offered_again(id)?;
        let kind = offered.as_ref().map_or(Ok(Kind::Finish), |_| self.kind_of_another(id))?;
        let job = self.begin_job(id, kind)?;
        if self.vault.interrupted_recordings()?.contains(&id) {
            self.vault.end_recording(id, Timestamp::now())?;
        }
        if let Some(record) = offered {
            return self.take_up_again(&record, kind, job);
        }
        if let Some((transcript, _)) = self.vault.current_transcript(id)?
            && self.heard_nothing(id, transcript)?
        {
            let (model, _) = self.whisper()?;
            self.begin_transcript(id, &model)?;
        }
        self.finish_in_background(id, job);
        Ok(())
    }

    /// Begins to work on a consult.
    ///
    /// # Errors
    /// [`Error::Busy`] while it is being recorded or worked on.
    pub(crate) fn begin_job(&self, id: EncounterId, kind: Kind) -> Result<AtWork, Error> {
        // No recording begins before the job is known.
        let slot = lock(&self.recording);
        if slot.as_ref().is_some_and(|recording| recording.status().encounter == id) {
            return Err(Error::Busy("This consult is being recorded. Stop it first."));
        }
        self.jobs.begin(id, kind).ok_or(Error::Busy("This consult is being worked on already."))
    }

    /// The turn of whoever makes a transcript of this consult.
    pub(crate) async fn turn_to_transcribe(&self, id: EncounterId) -> OwnedMutexGuard<()> {
        let turn = lock(&self.transcribing).entry(id).or_default().clone();
        turn.lock_owned().await
    }

    /// The transcript as far as it is settled.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn transcript(&self, id: EncounterId) -> Result<Transcript, Error> {
        Ok(self.vault.current_transcript(id)?.map(|(_, transcript)| transcript).unwrap_or_default())
    }

    /// What the recording lacks, and what the transcript in use lacks of the recording, in order.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn gaps(&self, id: EncounterId) -> Result<Vec<Gap>, Error> {
        let mut gaps = self.vault.gaps(id)?;
        if let Some((transcript, _)) = self.vault.current_transcript(id)? {
            gaps.extend(self.vault.untranscribed(transcript)?);
        }
        gaps.sort_by_key(|gap| gap.at_ms);
        Ok(gaps)
    }

    /// What is spoken in the practice.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn spoken(&self) -> Result<Spoken, Error> {
        let Settings { languages, translate, .. } = self.settings()?;
        Ok(Spoken { languages, translated: translate })
    }

    /// The speech model in use and its process, started when first needed and kept for the session.
    ///
    /// # Errors
    /// [`Error::Models`].
    pub(crate) fn whisper(&self) -> Result<(InstalledModel, WhisperWorker), Error> {
        let spoken = self.spoken()?;
        // What is dictated, or said in English, needs no translation.
        let model = match default_model(&self.places, Task::Speech, &spoken) {
            Err(Error::NotTranslating) => {
                default_model(&self.places, Task::Speech, &Spoken { translated: false, ..spoken })?
            }
            chosen => chosen?,
        };
        let mut slot = lock(&self.whisper);
        match slot.as_ref() {
            Some((path, whisper)) if *path == model.path => Ok((model, whisper.clone())),
            _ => {
                let whisper = whisper_for(&model);
                *slot = Some((model.path.clone(), whisper.clone()));
                Ok((model, whisper))
            }
        }
    }

    /// Why a model at work on this consult runs on the processor though it should run on a graphics card: its words come later
    /// then, and nothing else would say so.
    pub(crate) fn without_graphics(&self, id: EncounterId) -> Option<String> {
        let hears = lock(&self.whisper).as_ref().and_then(|(_, whisper)| whisper.runs_on());
        let at_hand = lock(&self.drafter);
        let drafts = at_hand.as_ref().filter(|(of, _)| *of == id).and_then(|(_, engine)| engine.runs_on());
        without_graphics(&[("Speech to text", hears), ("Text to note", drafts)])
    }

    pub(crate) fn is_clinician(&self) -> bool {
        self.user.role == Role::Clinician
    }

    pub(crate) fn progress(
        &self,
        id: EncounterId,
        stage: Stage,
        fraction: Option<f64>,
        message: impl Into<String>,
    ) {
        let message = message.into();
        self.events.send(Event::Progress { encounter: id, stage, fraction, message, error: None });
    }

    /// Tells that work ended before it was done, and why.
    pub(crate) fn ended_by(&self, id: EncounterId, stage: Stage, error: &Error) {
        self.events.send(Event::Progress {
            encounter: id,
            stage,
            fraction: None,
            message: error.to_string(),
            error: Some(error.code()),
        });
    }
}

/// What is said of models that do this work and run there; nothing of those that run where they should.
fn without_graphics(models: &[(&str, Option<RunsOn>)]) -> Option<String> {
    let why = models.iter().filter_map(|(work, runs_on)| match runs_on {
        Some(RunsOn::ProcessorInstead { because }) => {
            Some(format!("{work} runs on the processor, not on a graphics card: {because}."))
        }
        _ => None,
    });
    Some(why.collect::<Vec<_>>().join(" ")).filter(|said| !said.is_empty())
}

pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_said_which_model_runs_on_the_processor_in_place_of_a_graphics_card_and_why() {
        let instead = || Some(RunsOn::ProcessorInstead { because: "its driver hangs".into() });
        let said = |hears, drafts| without_graphics(&[("Speech to text", hears), ("Text to note", drafts)]);
        assert_eq!(said(None, None), None);
        assert_eq!(said(Some(RunsOn::Processor), Some(RunsOn::Card("A card".into()))), None);
        assert_eq!(
            said(Some(RunsOn::Processor), instead()).unwrap(),
            "Text to note runs on the processor, not on a graphics card: its driver hangs."
        );
        assert!(said(instead(), instead()).unwrap().starts_with("Speech to text runs on the processor"));
    }
}
