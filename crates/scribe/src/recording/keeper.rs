//! The thread that moves sound from the microphone into the vault, and looks after both.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use capture::{Audio, CaptureEvent, Microphone, Recorder};
use clinical::{EncounterId, Gap, GapCause};
use jiff::Timestamp;
use vault::{AudioChunk, AudioExtent, Vault, VaultError};

use super::{Control, RecordingState, RecordingStatus, lock, stored_form};
use crate::{Event, Events};

/// How often a lost microphone is looked for, and a chunk that could not be stored is tried again.
const RETRY: Duration = Duration::from_secs(1);
/// How long a recording that is dropped, as when Dictum quits, goes on trying to store what it still holds.
const LAST_TRIES: Duration = Duration::from_secs(10);

/// A microphone that is gone.
struct Gone {
    device: String,
    since: Timestamp,
    /// What the clinician is told until there is sound again.
    warning: String,
}

/// What the vault has not taken yet.
enum Unsaved {
    Chunk(AudioChunk),
    Gap(Gap),
}

/// The thread that moves sound from the microphone into the vault.
pub(super) struct Keeper {
    vault: Vault,
    encounter: EncounterId,
    recorder: Recorder,
    unsaved: VecDeque<Unsaved>,
    /// Until another microphone, or the same, gives sound.
    gone: Option<Gone>,
    /// Since when there has been no microphone while there was something to record.
    missing_since: Option<Timestamp>,
    status: Arc<Mutex<RecordingStatus>>,
    events: Events,
}

impl Keeper {
    /// Goes on after what the vault has.
    pub(super) fn new(
        vault: Vault,
        encounter: EncounterId,
        extent: AudioExtent,
        status: Arc<Mutex<RecordingStatus>>,
        events: Events,
    ) -> Self {
        Self {
            vault,
            encounter,
            recorder: Recorder::continuing(u64::from(extent.chunks), extent.duration_ms),
            unsaved: VecDeque::new(),
            gone: None,
            missing_since: None,
            status,
            events,
        }
    }

    /// Until it is told to stop and everything is stored.
    pub(super) fn run(
        mut self,
        mut microphone: Option<Microphone>,
        mut heard: Receiver<CaptureEvent>,
        commands: &Receiver<Control>,
    ) {
        let mut retried = Instant::now();
        let mut levels = 0u32;
        loop {
            match commands.try_recv() {
                Ok(Control::Pause) => {
                    self.flush();
                    self.end_of_absence();
                    self.change(|status| status.state = RecordingState::Paused);
                }
                Ok(Control::Resume) => {
                    self.missing_since = self.gone.is_some().then(Timestamp::now);
                    self.change(|status| status.state = RecordingState::Recording);
                }
                Ok(Control::Stop | Control::Quit) | Err(TryRecvError::Disconnected) => break,
                Err(TryRecvError::Empty) => {}
            }
            match heard.recv_timeout(Duration::from_millis(100)) {
                Ok(CaptureEvent::Audio(audio)) => self.keep(audio),
                Ok(CaptureEvent::Level(level)) => {
                    self.events.send(Event::Level(level));
                    levels += 1;
                    if levels.is_multiple_of(5) {
                        self.announce();
                    }
                }
                Ok(CaptureEvent::Signal(fault)) => self.change(|status| status.signal = fault),
                Ok(CaptureEvent::Missed(length)) => self.missed(length),
                Ok(CaptureEvent::Lost { reason, silent_for }) => {
                    microphone = None;
                    self.lost(&reason, silent_for);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    if microphone.take().is_some() {
                        self.lost("the sound system ended it", Duration::ZERO);
                    }
                    std::thread::sleep(Duration::from_millis(100));
                }
            }
            if retried.elapsed() >= RETRY {
                retried = Instant::now();
                self.store();
                if microphone.is_none()
                    && let Ok((found, events)) = Microphone::open(None)
                {
                    heard = events;
                    self.change(|status| found.device_name().clone_into(&mut status.device));
                    microphone = Some(found);
                }
            }
        }
        drop(microphone);
        while let Ok(event) = heard.try_recv() {
            match event {
                CaptureEvent::Audio(audio) => self.keep(audio),
                CaptureEvent::Missed(length) => self.missed(length),
                _ => {}
            }
        }
        self.flush();
        self.end_of_absence();
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

    fn lost(&mut self, reason: &str, silent_for: Duration) {
        self.flush();
        let device = lock(&self.status).device.clone();
        let warning =
            format!("The microphone is gone ({reason}). What was recorded is safe. Looking for another one.");
        let gone = self.gone.get_or_insert(Gone { device, since: Timestamp::now() - silent_for, warning });
        let (since, warning) = (gone.since, gone.warning.clone());
        if self.state() == RecordingState::Recording {
            self.missing_since.get_or_insert(since);
        }
        self.change(|status| {
            status.signal = None;
            status.problem = Some(warning);
        });
    }

    /// There is sound again.
    fn returned(&mut self, gone: &Gone) {
        let seconds = seconds_since(gone.since);
        self.end_of_absence();
        self.change(|status| {
            let was_gone = format!("The microphone {} was gone for {seconds:.1} s.", gone.device);
            status.notice = Some(match status.device == gone.device {
                true => format!("{was_gone} The recording went on when it was back."),
                false => format!("{was_gone} The recording went on with {}.", status.device),
            });
            status.problem = None;
        });
    }

    /// The computer did not take some of the sound.
    fn missed(&mut self, length: Duration) {
        if self.state() != RecordingState::Recording {
            return;
        }
        self.flush();
        let seconds = length.as_secs_f32();
        self.add_gap(GapCause::Asleep, length.as_millis().try_into().unwrap_or(u64::MAX));
        self.change(|status| {
            status.notice = Some(format!(
                "{seconds:.1} s were not recorded: the computer was asleep or too busy. The recording goes on."
            ));
        });
    }

    fn end_of_absence(&mut self) {
        if let Some(since) = self.missing_since.take() {
            self.add_gap(GapCause::MicrophoneLost, (seconds_since(since) * 1000.0) as u64);
        }
    }

    /// Nothing waits in the recorder, so the gap lies behind all that was heard.
    fn add_gap(&mut self, cause: GapCause, length_ms: u64) {
        let gap = Gap { at_ms: self.recorder.elapsed_ms(), length_ms: Some(length_ms), cause };
        self.unsaved.push_back(Unsaved::Gap(gap));
        self.store();
        self.events.send(Event::Gap { encounter: self.encounter, gap });
    }

    fn state(&self) -> RecordingState {
        lock(&self.status).state
    }

    fn keep(&mut self, audio: Audio) {
        if let Some(gone) = self.gone.take() {
            self.returned(&gone);
        }
        if self.state() != RecordingState::Recording {
            return;
        }
        for chunk in self.recorder.push(audio) {
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
            Ok(chunk) => self.unsaved.push_back(Unsaved::Chunk(chunk)),
            Err(error) => self.change(|status| status.problem = Some(error.to_string())),
        }
    }

    /// Writes what waits. What cannot be written stays, and is tried again.
    fn store(&mut self) {
        while let Some(first) = self.unsaved.front() {
            let (stored, end_ms) = match first {
                Unsaved::Chunk(chunk) => (
                    self.vault.append_audio(self.encounter, chunk),
                    chunk.start_ms + u64::from(chunk.duration_ms),
                ),
                Unsaved::Gap(gap) => (self.vault.add_gap(self.encounter, gap), gap.at_ms),
            };
            match stored {
                Ok(()) => {
                    self.unsaved.pop_front();
                    let mut status = lock(&self.status);
                    status.saved_ms = end_ms;
                    if self.unsaved.is_empty() {
                        // The disk is well; a microphone that is gone is not.
                        status.problem = self.gone.as_ref().map(|gone| gone.warning.clone());
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

fn seconds_since(then: Timestamp) -> f32 {
    Timestamp::now().duration_since(then).as_secs_f32().max(0.0)
}

fn cannot_save(error: &VaultError) -> String {
    let held = "What is not saved is kept in memory and tried again every second.";
    match error {
        VaultError::DiskFull => format!("The disk is full. {held} Free some space."),
        error => format!("The recording cannot be saved just now: {error} {held}"),
    }
}
