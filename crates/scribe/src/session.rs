//! What a user can do while the vault is open.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use capture::{DeviceId, Microphone};
use clinical::{
    Consent, ConsentAnswer, Encounter, EncounterId, EncounterStatus, Gap, Phi, Role, Sound, Transcript, User,
};
use jiff::Timestamp;
use tokio::sync::{Notify, OwnedMutexGuard};
use tokio::task::AbortHandle;
use vault::Vault;
use worker::{RunsOn, WhisperWorker};

use crate::formulary::Loaded;
use crate::jobs::{AtWork, Jobs, Kind};
use crate::listen::whisper_for;
use crate::{
    ActiveRecording, Engine, Error, Event, Events, InstalledModel, Places, RecordingState, RecordingStatus,
    Stage, Task, default_model,
};

/// How often a recording that could not be saved yet is looked at.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

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
    opening: AtomicUsize,
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

/// A microphone that is being opened to record with, for as long as it lives.
struct Opening<'a>(&'a AtomicUsize);

impl<'a> Opening<'a> {
    fn of(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(count)
    }
}

impl Drop for Opening<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
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

    /// Stores the answer to the question whether the visit may be recorded.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn record_consent(
        &self,
        id: EncounterId,
        answer: ConsentAnswer,
        given_by: &str,
    ) -> Result<(), Error> {
        let now = Timestamp::now();
        let consent = Consent { answer, given_by: given_by.into(), at: now, recorded_by: self.user.id };
        Ok(self.vault.record_consent(id, &consent, now)?)
    }

    /// The recording under way, if there is one.
    pub fn recording_status(&self) -> Option<RecordingStatus> {
        lock(&self.recording).as_ref().map(ActiveRecording::status)
    }

    /// Begins to record, and to transcribe what was recorded.
    ///
    /// # Errors
    /// [`Error::NoConsent`], [`Error::Busy`] while another recording runs, [`Error::Capture`] without a microphone,
    /// [`Error::Vault`].
    pub fn start_recording(self: &Arc<Self>, id: EncounterId, device: Option<&str>) -> Result<(), Error> {
        self.start(id, device, Sound::Visit)
    }

    /// Begins to record the user dictating the note, alone: that needs nobody's consent. What a scribe dictates waits for the
    /// clinician in the note.
    ///
    /// # Errors
    /// As [`Session::start_recording`], but for consent.
    pub fn start_dictation(self: &Arc<Self>, id: EncounterId, device: Option<&str>) -> Result<(), Error> {
        self.start(id, device, Sound::Dictation)
    }

    fn start(self: &Arc<Self>, id: EncounterId, device: Option<&str>, sound: Sound) -> Result<(), Error> {
        self.recordable(id, sound)?;
        self.require_idle(lock(&self.recording).as_ref(), id)?;
        let device = device.map(|id| DeviceId::from(id.to_owned()));
        // This can take many seconds, in which all that asks for the recording would wait for the slot, and much can change. A lock
        // of the screen waits for its end, for what is recorded is stopped from this session alone.
        let _opening = Opening::of(&self.opening);
        let microphone = Microphone::open(device.as_ref())?;
        let mut slot = lock(&self.recording);
        self.require_idle(slot.as_ref(), id)?;
        let (mut encounter, is_other) = self.recordable(id, sound)?;
        let now = Timestamp::now();
        if is_other {
            self.vault.save_encounter(&encounter, self.user.id, now)?;
        }
        let recording = ActiveRecording::start(
            self.vault.clone(),
            id,
            self.user.id,
            device,
            microphone,
            self.events.clone(),
        )?;
        if encounter.status == EncounterStatus::Planned {
            encounter.status = EncounterStatus::InProgress;
            encounter.start = now;
            self.vault.save_encounter(&encounter, self.user.id, now)?;
        }
        *slot = Some(recording);
        drop(slot);
        self.follow(id);
        Ok(())
    }

    /// The encounter, as one of which this kind of sound is recorded, and whether it was of another kind.
    ///
    /// # Errors
    /// [`Error::NoConsent`], [`Error::Busy`] where it takes no more, or has a recording of another kind, [`Error::Vault`].
    fn recordable(&self, id: EncounterId, sound: Sound) -> Result<(Encounter, bool), Error> {
        let mut encounter = self.vault.encounter(id)?;
        let is_other = encounter.sound != sound;
        encounter.sound = sound;
        if !encounter.permits_recording() {
            return Err(Error::NoConsent);
        }
        if encounter.status == EncounterStatus::Finished {
            return Err(Error::Busy("This note is signed. Start a new consult."));
        }
        if let Some((transcript, _)) = self.vault.current_transcript(id)?
            && self.vault.is_transcript_finished(transcript)?
        {
            return Err(Error::Busy("The transcript of this consult is finished. Start a new consult."));
        }
        if is_other && self.vault.audio_extent(id)?.chunks > 0 {
            return Err(Error::Busy("This consult has a recording of another kind. Start a new consult."));
        }
        Ok((encounter, is_other))
    }

    /// Refuses to record while something is recorded, or this consult is worked on.
    ///
    /// # Errors
    /// [`Error::Busy`].
    fn require_idle(&self, slot: Option<&ActiveRecording>, id: EncounterId) -> Result<(), Error> {
        if slot.is_some() {
            return Err(Error::Busy("Another consult is being recorded. Stop it first."));
        }
        if self.jobs.stage(id).is_some() {
            return Err(Error::Busy(
                "This consult is being finished. Wait for its draft, or start a new consult.",
            ));
        }
        Ok(())
    }

    /// Pauses the recording: nothing is kept until it is resumed.
    ///
    /// # Errors
    /// [`Error::NotFound`] where this consult is not being recorded.
    pub fn pause_recording(&self, id: EncounterId) -> Result<(), Error> {
        self.with_recording(id, ActiveRecording::pause)
    }

    /// Goes on after a pause.
    ///
    /// # Errors
    /// [`Error::NotFound`] where this consult is not being recorded.
    pub fn resume_recording(&self, id: EncounterId) -> Result<(), Error> {
        self.with_recording(id, ActiveRecording::resume)
    }

    fn with_recording(&self, id: EncounterId, act: impl FnOnce(&ActiveRecording)) -> Result<(), Error> {
        match lock(&self.recording).as_ref() {
            Some(recording) if recording.status().encounter == id => {
                act(recording);
                Ok(())
            }
            _ => Err(Error::NotFound("This consult is not being recorded.")),
        }
    }

    /// Ends the recording; its last sample is in the vault when this returns. Transcript and draft follow by themselves.
    ///
    /// # Errors
    /// [`Error::NotFound`] where this consult is not being recorded. [`Error::NotSaved`] while the vault refuses the end of
    /// the recording: it is kept in memory, and all follows by itself as soon as it is stored. [`Error::Vault`].
    pub fn stop_recording(self: &Arc<Self>, id: EncounterId) -> Result<(), Error> {
        let job = {
            let mut slot = lock(&self.recording);
            let recording = slot
                .as_ref()
                .filter(|recording| recording.status().encounter == id)
                .ok_or(Error::NotFound("This consult is not being recorded."))?;
            // The slot stays locked until the end of the recording is stored: who makes the transcript takes an empty slot for the
            // end of the recording.
            let status = recording.stop();
            if status.state == RecordingState::Saving {
                self.end_once_saved(id);
                return Err(status.not_saved());
            }
            if status.state != RecordingState::Stopped {
                self.end_broken_off(id)?;
            }
            *slot = None;
            self.jobs.begin(id, Kind::Finish)
        };
        // No other job runs while it is recorded.
        if let Some(job) = job {
            self.finish_in_background(id, job);
        }
        Ok(())
    }

    /// Ends a recording that a defect has ended before it could say so, and tells what it lacks by that: nobody knows how much.
    fn end_broken_off(&self, id: EncounterId) -> Result<(), Error> {
        let known = self.vault.gaps(id)?.len();
        self.vault.end_broken_off(id, Timestamp::now())?;
        for gap in self.vault.gaps(id)?.into_iter().skip(known) {
            self.events.send(Event::Gap { encounter: id, gap });
        }
        Ok(())
    }

    /// Does what [`Session::stop_recording`] does as soon as the vault has taken the whole recording.
    fn end_once_saved(self: &Arc<Self>, id: EncounterId) {
        let session = self.clone();
        tokio::spawn(async move {
            let saving = || {
                let status = session.recording_status();
                status.is_some_and(|now| now.encounter == id && now.state == RecordingState::Saving)
            };
            while saving() {
                tokio::time::sleep(LOOK_AGAIN).await;
            }
            let session_of_stop = session.clone();
            let stopped = tokio::task::spawn_blocking(move || session_of_stop.stop_recording(id)).await;
            // Who pressed Stop again has ended it already.
            if let Ok(Err(error)) = stopped
                && !matches!(error, Error::NotFound(_))
            {
                session.ended_by(id, Stage::NeedsAttention, &error);
            }
        });
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

    /// What was jotted down beside the consult.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn jottings(&self, id: EncounterId) -> Result<Phi, Error> {
        Ok(self.vault.jottings(id)?)
    }

    /// Keeps what was jotted down. Each line is the word of who wrote it: a scribe's waits for the clinician in the note.
    ///
    /// # Errors
    /// [`Error::Vault`].
    pub fn save_jottings(&self, id: EncounterId, text: &str) -> Result<(), Error> {
        Ok(self.vault.save_jottings(id, text, self.user.id, Timestamp::now())?)
    }

    /// The speech model in use and its process, started when first needed and kept for the session.
    ///
    /// # Errors
    /// [`Error::Models`].
    pub(crate) fn whisper(&self) -> Result<(InstalledModel, WhisperWorker), Error> {
        let model = default_model(&self.places, Task::Speech, &self.settings()?.languages)?;
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
    use clinical::{EncounterClass, GapCause};
    use vault::{DeviceBinding, NewUser};

    use super::*;
    use crate::{Scribe, WhichPatient, sample_patient};

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

    #[test]
    fn what_a_recording_lacks_that_a_defect_has_ended_is_told() {
        let home = tempfile::tempdir().unwrap();
        let scribe = Scribe::new(Places::under(home.path()));
        let user = NewUser { name: "Dr Test".into(), role: Role::Clinician };
        let passphrase = "tangerine ladder observatory".into();
        scribe.create_vault(user, &passphrase, DeviceBinding::PassphraseOnly).unwrap();
        let session = scribe.session().unwrap();
        let patient = WhichPatient::New(sample_patient());
        let id = session.create_encounter(patient, "Knee pain", EncounterClass::Ambulatory).unwrap();
        session.record_consent(id, ConsentAnswer::Verbal, "The patient").unwrap();
        session.vault.begin_recording(id, session.user.id, Timestamp::now()).unwrap();
        let before = Gap { at_ms: 0, length_ms: Some(700), cause: GapCause::Asleep };
        session.vault.add_gap(id, &before, Timestamp::now()).unwrap();
        let mut events = scribe.subscribe();
        session.end_broken_off(id).unwrap();
        let Ok(Event::Gap { encounter, gap }) = events.try_recv() else { panic!("nothing was told") };
        assert_eq!((encounter, gap.cause, gap.length_ms), (id, GapCause::Interrupted, None));
        assert_eq!(session.gaps(id).unwrap(), [before, gap]);
        assert!(events.try_recv().is_err(), "what was known before is not told again");
    }
}
