//! A recording under way: from the microphone into the vault, a committed chunk a second, before anything looks at it.

mod awake;
mod controls;
mod keeper;
mod search;
mod unsaved;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use capture::{CaptureEvent, DeviceId, Microphone, PoorSignal};
use clinical::{EncounterId, UserId};
use jiff::Timestamp;
use keeper::Keeper;
use vault::{AudioChunk, AudioEncoding, Vault};

use crate::{Error, Event, Events};

/// Whether sound is being kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordingState {
    /// It is.
    Recording,
    /// The clinician paused: nothing is kept.
    Paused,
    /// It was stopped, but the vault could not take its end yet: it is held in memory and tried again every second.
    Saving,
    /// It is over, and all of it is in the vault.
    Stopped,
}

/// A recording as it stands.
#[derive(Clone, Debug)]
pub struct RecordingStatus {
    /// Whose.
    pub encounter: EncounterId,
    /// Whether sound is being kept.
    pub state: RecordingState,
    /// Recorded so far, pauses left out.
    pub elapsed_ms: u64,
    /// Of this, safe in the vault.
    pub saved_ms: u64,
    /// The microphone.
    pub device: String,
    /// What makes the sound hard to use, though it comes.
    pub signal: Option<PoorSignal>,
    /// What is wrong, in words; none while all is well.
    pub problem: Option<String>,
    /// What went wrong and is over, in words.
    pub notice: Option<String>,
}

impl RecordingStatus {
    /// That its end is not in the vault yet, in words.
    pub(crate) fn not_saved(self) -> Error {
        Error::NotSaved {
            seconds: self.elapsed_ms.saturating_sub(self.saved_ms).div_ceil(1000),
            problem: self.problem.unwrap_or_default(),
        }
    }
}

/// What is told when a defect has ended a recording.
const BROKE_OFF: &str = "Dictum failed and records no longer. What was saved is safe. Stop this recording, and go on in a new consult.";

/// What the clinician asks of a recording.
enum Control {
    Turn(Turn),
    /// Nobody waits for it any longer.
    Quit,
}

/// Sound is kept from the moment of a turn on, or is not.
#[derive(Clone, Copy)]
struct Turn {
    to: RecordingState,
    at: Instant,
}

/// A recording under way. Dropping it stops it: what was recorded is in the vault, unless that refused it to the last.
pub struct ActiveRecording {
    control: Sender<Control>,
    status: Arc<Mutex<RecordingStatus>>,
    thread: Option<JoinHandle<()>>,
}

impl ActiveRecording {
    /// Begins to keep what an open microphone hears, after whatever the vault has of this encounter already. `chosen` is taken
    /// again whenever it is there; none for the default one.
    ///
    /// # Errors
    /// [`Error::Vault`] where the vault cannot be written.
    pub fn start(
        vault: Vault,
        encounter: EncounterId,
        user: UserId,
        chosen: Option<DeviceId>,
        (microphone, heard): (Microphone, Receiver<CaptureEvent>),
        events: Events,
    ) -> Result<Self, Error> {
        let extent = vault.audio_extent(encounter)?;
        vault.begin_recording(encounter, user, Timestamp::now())?;
        let status = Arc::new(Mutex::new(RecordingStatus {
            encounter,
            state: RecordingState::Recording,
            elapsed_ms: extent.duration_ms,
            saved_ms: extent.duration_ms,
            device: microphone.device_name().to_owned(),
            signal: None,
            problem: None,
            notice: None,
        }));
        let (control, commands) = channel();
        let keeper = Keeper::new(vault, encounter, extent, chosen, status.clone(), events.clone());
        let told = status.clone();
        let thread = std::thread::Builder::new()
            .name("recording".into())
            .spawn(move || {
                let _awake = awake::keep();
                telling_of_a_panic(&told, &events, || keeper.run(Some(microphone), heard, &commands));
            })
            .map_err(|error| Error::file("starting the recording", error))?;
        Ok(Self { control, status, thread: Some(thread) })
    }

    /// How it stands.
    pub fn status(&self) -> RecordingStatus {
        lock(&self.status).clone()
    }

    /// Keeps nothing that is heard from now until [`ActiveRecording::resume`]; what was heard before is stored, though it may
    /// still be on its way.
    pub fn pause(&self) {
        self.turn(RecordingState::Paused);
    }

    /// Goes on after a pause.
    pub fn resume(&self) {
        self.turn(RecordingState::Recording);
    }

    fn turn(&self, to: RecordingState) {
        // A closed channel means that the recording has ended already.
        let _ = self.control.send(Control::Turn(Turn { to, at: Instant::now() }));
    }

    /// Ends it; returns when the last sample and the end are in the vault, or have been refused once. The state tells:
    /// [`RecordingState::Stopped`], or [`RecordingState::Saving`] while it must be kept.
    pub fn stop(&self) -> RecordingStatus {
        self.turn(RecordingState::Stopped);
        loop {
            let status = self.status();
            let ended = self.thread.as_ref().is_none_or(JoinHandle::is_finished);
            if ended || matches!(status.state, RecordingState::Saving | RecordingState::Stopped) {
                return status;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for ActiveRecording {
    fn drop(&mut self) {
        let _ = self.control.send(Control::Quit);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Records; where a defect of Dictum ends that, the clinician is told so at once.
fn telling_of_a_panic(status: &Mutex<RecordingStatus>, events: &Events, record: impl FnOnce()) {
    if catch_unwind(AssertUnwindSafe(record)).is_ok() {
        return;
    }
    let mut status = lock(status);
    status.signal = None;
    status.problem = Some(BROKE_OFF.into());
    events.send(Event::Recording(status.clone()));
}

/// A second of sound as the vault keeps it.
pub(crate) fn stored_form(chunk: &capture::Chunk) -> Result<AudioChunk, Error> {
    Ok(AudioChunk {
        seq: u32::try_from(chunk.seq)
            .map_err(|_| Error::Busy("This recording is too long. Start a new consult."))?,
        start_ms: chunk.start_ms,
        duration_ms: chunk.duration_ms(),
        heard_at: Timestamp::now(),
        encoding: AudioEncoding::Flac,
        bytes: capture::chunk::encode_chunk(&chunk.audio)?,
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_that_a_panic_ends_is_told_at_once() {
        let status = RecordingStatus {
            encounter: EncounterId::new(),
            state: RecordingState::Recording,
            elapsed_ms: 4_200,
            saved_ms: 4_000,
            device: "a test".to_owned(),
            signal: None,
            problem: None,
            notice: None,
        };
        let status = Arc::new(Mutex::new(status));
        let events = Events::new();
        let mut heard = events.subscribe();
        let (told, to) = (status.clone(), events.clone());
        let recording = std::thread::spawn(move || telling_of_a_panic(&told, &to, || panic!("a defect")));
        recording.join().unwrap();
        let Ok(Event::Recording(told)) = heard.try_recv() else { panic!("nothing was told") };
        assert_eq!(told.problem.as_deref(), Some(BROKE_OFF));
        assert_eq!(lock(&status).problem.as_deref(), Some(BROKE_OFF));
        telling_of_a_panic(&status, &events, || ());
        assert!(heard.try_recv().is_err(), "a recording that ends in order is no trouble");
    }
}
