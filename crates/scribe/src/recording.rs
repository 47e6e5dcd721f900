//! A recording under way: from the microphone into the vault, a committed chunk a second, before anything looks at it.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use capture::{CaptureEvent, DeviceId, Microphone, Recorder};
use clinical::{EncounterId, UserId};
use jiff::Timestamp;
use vault::{AudioChunk, AudioEncoding, Vault, VaultError};

use crate::{Error, Event, Events};

/// How often a lost microphone is looked for, and a chunk that could not be stored is tried again.
const RETRY: Duration = Duration::from_secs(1);
/// How long a recording that is dropped, as when Dictum quits, goes on trying to store what it still holds.
const LAST_TRIES: Duration = Duration::from_secs(10);

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

enum Control {
    Pause,
    Resume,
    Stop,
    Quit,
}

/// A recording under way. Dropping it stops it: what was recorded is in the vault, unless that refused it to the last.
pub struct ActiveRecording {
    control: Sender<Control>,
    status: Arc<Mutex<RecordingStatus>>,
    thread: Option<JoinHandle<()>>,
}

impl ActiveRecording {
    /// Opens the microphone and begins to keep what it hears, after whatever the vault has of this encounter already.
    ///
    /// # Errors
    /// [`Error::Capture`] without a usable microphone, [`Error::Vault`] where the vault cannot be written.
    pub fn start(
        vault: Vault,
        encounter: EncounterId,
        user: UserId,
        device: Option<&DeviceId>,
        events: Events,
    ) -> Result<Self, Error> {
        let extent = vault.audio_extent(encounter)?;
        let (microphone, heard) = Microphone::open(device)?;
        vault.begin_recording(encounter, user, Timestamp::now())?;
        let status = Arc::new(Mutex::new(RecordingStatus {
            encounter,
            state: RecordingState::Recording,
            elapsed_ms: extent.duration_ms,
            saved_ms: extent.duration_ms,
            device: microphone.device_name().to_owned(),
            problem: None,
            notice: None,
        }));
        let (control, commands) = channel();
        let keeper = Keeper {
            vault,
            encounter,
            recorder: Recorder::continuing(u64::from(extent.chunks), extent.duration_ms),
            unsaved: VecDeque::new(),
            status: status.clone(),
            events,
        };
        let thread = std::thread::Builder::new()
            .name("recording".into())
            .spawn(move || keeper.run(Some(microphone), heard, &commands))
            .map_err(|error| Error::file("starting the recording", error))?;
        Ok(Self { control, status, thread: Some(thread) })
    }

    /// How it stands.
    pub fn status(&self) -> RecordingStatus {
        lock(&self.status).clone()
    }

    /// Keeps nothing until [`ActiveRecording::resume`]; what was heard before is stored.
    pub fn pause(&self) {
        // A closed channel means that the recording has ended already.
        let _ = self.control.send(Control::Pause);
    }

    /// Goes on after a pause.
    pub fn resume(&self) {
        let _ = self.control.send(Control::Resume);
    }

    /// Ends it; returns when the last sample is in the vault, or has been refused once. The state tells:
    /// [`RecordingState::Stopped`], or [`RecordingState::Saving`] while it must be kept.
    pub fn stop(&self) -> RecordingStatus {
        let _ = self.control.send(Control::Stop);
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

/// The thread that moves sound from the microphone into the vault.
struct Keeper {
    vault: Vault,
    encounter: EncounterId,
    recorder: Recorder,
    unsaved: VecDeque<AudioChunk>,
    status: Arc<Mutex<RecordingStatus>>,
    events: Events,
}

impl Keeper {
    fn run(
        mut self,
        mut microphone: Option<Microphone>,
        mut heard: Receiver<CaptureEvent>,
        commands: &Receiver<Control>,
    ) {
        let mut retried = Instant::now();
        let mut lost: Option<Instant> = None;
        let mut levels = 0u32;
        loop {
            match commands.try_recv() {
                Ok(Control::Pause) => {
                    self.flush();
                    self.change(|status| status.state = RecordingState::Paused);
                }
                Ok(Control::Resume) => self.change(|status| status.state = RecordingState::Recording),
                Ok(Control::Stop | Control::Quit) | Err(TryRecvError::Disconnected) => break,
                Err(TryRecvError::Empty) => {}
            }
            match heard.recv_timeout(Duration::from_millis(100)) {
                Ok(CaptureEvent::Samples(samples)) => self.keep(&samples),
                Ok(CaptureEvent::Level(level)) => {
                    self.events.send(Event::Level(level));
                    levels += 1;
                    if levels.is_multiple_of(5) {
                        self.announce();
                    }
                }
                Ok(CaptureEvent::Lost(reason)) => {
                    microphone = None;
                    lost = Some(Instant::now());
                    self.flush();
                    self.change(|status| {
                        status.problem = Some(format!(
                            "The microphone is gone ({reason}). What was recorded is safe. Looking for another one."
                        ));
                    });
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    microphone = None;
                    lost.get_or_insert_with(Instant::now);
                    std::thread::sleep(Duration::from_millis(100));
                }
            }
            if retried.elapsed() >= RETRY {
                retried = Instant::now();
                self.store();
                if microphone.is_none()
                    && let Ok((found, events)) = Microphone::open(None)
                {
                    let device = found.device_name().to_owned();
                    microphone = Some(found);
                    heard = events;
                    let seconds = lost.take().map_or(0.0, |at| at.elapsed().as_secs_f32());
                    self.change(|status| {
                        let gone = format!("The microphone {} was gone for {seconds:.1} s.", status.device);
                        status.notice = Some(match status.device == device {
                            true => format!("{gone} The recording went on when it was back."),
                            false => format!("{gone} The recording went on with {device}."),
                        });
                        status.device = device;
                        status.problem = None;
                    });
                }
            }
        }
        drop(microphone);
        while let Ok(event) = heard.try_recv() {
            if let CaptureEvent::Samples(samples) = event {
                self.keep(&samples);
            }
        }
        self.flush();
        self.save_the_rest(commands);
        self.change(|status| status.state = RecordingState::Stopped);
    }

    /// Tries until the vault has taken everything, or, once nobody waits for it any longer, for a while.
    fn save_the_rest(&mut self, commands: &Receiver<Control>) {
        let mut give_up = None;
        while !self.unsaved.is_empty() && give_up.is_none_or(|at| Instant::now() < at) {
            self.change(|status| status.state = RecordingState::Saving);
            match commands.recv_timeout(RETRY) {
                Ok(Control::Quit) => give_up = give_up.or(Some(Instant::now() + LAST_TRIES)),
                Ok(_) | Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.store();
        }
    }

    fn keep(&mut self, samples: &[i16]) {
        if lock(&self.status).state != RecordingState::Recording {
            return;
        }
        for chunk in self.recorder.push(samples) {
            self.enqueue(chunk);
        }
        self.store();
        let elapsed = self.recorder.elapsed_ms();
        lock(&self.status).elapsed_ms = elapsed;
    }

    fn flush(&mut self) {
        if let Some(chunk) = self.recorder.finish() {
            self.enqueue(chunk);
        }
        self.store();
    }

    fn enqueue(&mut self, chunk: capture::Chunk) {
        match stored_form(&chunk) {
            Ok(chunk) => self.unsaved.push_back(chunk),
            Err(error) => self.change(|status| status.problem = Some(error.to_string())),
        }
    }

    /// Writes what waits. A chunk that cannot be written stays, and is tried again.
    fn store(&mut self) {
        while let Some(chunk) = self.unsaved.front() {
            let end_ms = chunk.start_ms + u64::from(chunk.duration_ms);
            match self.vault.append_audio(self.encounter, chunk) {
                Ok(()) => {
                    self.unsaved.pop_front();
                    let mut status = lock(&self.status);
                    status.saved_ms = end_ms;
                    if status.problem.is_some() && self.unsaved.is_empty() {
                        status.problem = None;
                    }
                }
                Err(error) => {
                    self.change(|status| status.problem = Some(cannot_save(&error)));
                    return;
                }
            }
        }
    }

    fn change(&self, change: impl FnOnce(&mut RecordingStatus)) {
        change(&mut lock(&self.status));
        self.announce();
    }

    fn announce(&self) {
        let status = lock(&self.status).clone();
        self.events.send(Event::Recording(status));
    }
}

fn cannot_save(error: &VaultError) -> String {
    let held = "What is not saved is kept in memory and tried again every second.";
    match error {
        VaultError::DiskFull => format!("The disk is full. {held} Free some space."),
        error => format!("The recording cannot be saved just now: {error} {held}"),
    }
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
        bytes: capture::chunk::encode_chunk(&chunk.samples)?,
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
