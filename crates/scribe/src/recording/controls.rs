//! What a user does with a recording: begins it, pauses it, ends it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use capture::{DeviceId, Microphone};
use clinical::{Consent, ConsentAnswer, Encounter, EncounterId, EncounterStatus, Sound};
use jiff::Timestamp;

use super::{ActiveRecording, RecordingState, RecordingStatus};
use crate::jobs::Kind;
use crate::session::lock;
use crate::{Error, Event, Session, Stage};

/// How often a recording that could not be saved yet is looked at.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

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

/// What becomes of a recording that has ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// Transcript and draft follow.
    Finish,
    /// It waits until somebody asks for them, or deletes it.
    Wait,
}

/// What is told when consent was withdrawn.
const WITHDRAWN: &str = "The answer is No: the recording was stopped. What there is waits: finish its transcript, or delete the recording.";

impl Session {
    /// Stores the answer to the question whether the visit may be recorded. A "No" ends a recording of the visit that is under way;
    /// what was recorded until then stays until somebody deletes it, and waits.
    ///
    /// # Errors
    /// [`Error::Vault`]; [`Error::NotSaved`] as [`Session::stop_recording`] has it.
    pub fn record_consent(
        self: &Arc<Self>,
        id: EncounterId,
        answer: ConsentAnswer,
        given_by: &str,
    ) -> Result<(), Error> {
        let now = Timestamp::now();
        let consent = Consent { answer, given_by: given_by.into(), at: now, recorded_by: self.user.id };
        let (stored, is_recorded) = {
            // No recording begins on an answer that is not given any more.
            let slot = lock(&self.recording);
            let stored = self.vault.record_consent(id, &consent, now);
            (stored, slot.as_ref().is_some_and(|recording| recording.status().encounter == id))
        };
        if answer != ConsentAnswer::Declined || !is_recorded || self.is_dictated(id)? {
            return Ok(stored?);
        }
        // Also where the answer cannot be stored: it was given.
        let ended = self.end_recording(id, Then::Wait);
        stored?;
        match ended {
            // It ended by itself meanwhile.
            Err(Error::NotFound(_)) => Ok(()),
            ended => ended,
        }
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
        self.end_recording(id, Then::Finish)
    }

    fn end_recording(self: &Arc<Self>, id: EncounterId, then: Then) -> Result<(), Error> {
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
                self.end_once_saved(id, then);
                return Err(status.not_saved());
            }
            if status.state != RecordingState::Stopped {
                self.end_broken_off(id)?;
            }
            *slot = None;
            // Whoever asked first: an answer that came while its end was not saved counts, too.
            if then == Then::Wait || !self.vault.encounter(id)?.permits_recording() {
                drop(slot);
                self.stop_following(id);
                self.progress(id, Stage::NeedsAttention, None, WITHDRAWN);
                return Ok(());
            }
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

    /// Does what [`Session::end_recording`] does as soon as the vault has taken the whole recording.
    fn end_once_saved(self: &Arc<Self>, id: EncounterId, then: Then) {
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
            let stopped = tokio::task::spawn_blocking(move || session_of_stop.end_recording(id, then)).await;
            // Who pressed Stop again has ended it already.
            if let Ok(Err(error)) = stopped
                && !matches!(error, Error::NotFound(_))
            {
                session.ended_by(id, Stage::NeedsAttention, &error);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use clinical::{EncounterClass, Gap, GapCause, Role};
    use vault::{DeviceBinding, NewUser};

    use super::*;
    use crate::{Places, Scribe, WhichPatient, sample_patient};

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
