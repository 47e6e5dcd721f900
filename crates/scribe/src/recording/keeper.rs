//! The thread that moves sound from the microphone into the vault, and looks after both.

mod lacking;
mod microphones;
mod storing;

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use capture::{Audio, CaptureEvent, DeviceId, Microphone, Recorder, SAMPLE_RATE, since_boot};
use clinical::EncounterId;
use jiff::Timestamp;
use vault::{AudioExtent, Vault};

use self::lacking::{Silence, is_silent, timestamp};
use self::microphones::{CLOSES_WITHIN, Gone, LAST_WORDS_WITHIN, close};
use super::search::Search;
use super::unsaved::Unsaved;
use super::{Control, RecordingState, RecordingStatus, Turn, lock};
use crate::{Event, Events};

/// How often a chunk that could not be stored is tried again.
const RETRY: Duration = Duration::from_secs(1);
/// Sound of before a turn arrives by then, or not at all.
const ARRIVES_WITHIN: Duration = Duration::from_millis(400);

/// The thread that moves sound from the microphone into the vault.
pub(super) struct Keeper {
    vault: Vault,
    encounter: EncounterId,
    recorder: Recorder,
    unsaved: VecDeque<Unsaved>,
    /// The microphone that the clinician chose; none for the default one.
    chosen: Option<DeviceId>,
    /// What becomes of the sound that arrives: [`RecordingState::Recording`], `Paused` or `Stopped`. The status is ahead of it
    /// while sound of before a turn is on its way.
    keeping: RecordingState,
    /// Turns that the sound has not come to.
    turns: VecDeque<Turn>,
    /// When Stop was pressed while no sound came: until then it was to be kept.
    stopped_in_silence: Option<Instant>,
    /// Until another microphone, or the same, gives sound.
    gone: Option<Gone>,
    /// While there is no microphone, or it gives nothing, or another than the chosen one records.
    search: Option<Search>,
    /// Whether the microphone gives nothing just now.
    is_late: bool,
    /// Whether another microphone than the chosen one records.
    in_place_of_chosen: bool,
    /// Up to when the microphone before has given its sound: what the one after it heard until then is known.
    heard_before: Option<Instant>,
    /// When the last sound arrived, or the recording began.
    heard_to: Instant,
    /// The same by the clock that goes on while the computer sleeps.
    heard_to_since_boot: Duration,
    /// Whether the microphone has given any sound.
    has_begun: bool,
    /// Since when there has been no microphone while there was something to record.
    missing_since: Option<Timestamp>,
    silence: Option<Silence>,
    /// Since when this microphone is kept without a pause, in ms of the recording.
    kept_from_ms: u64,
    /// When the last pause ended, by the clock that goes on while the computer sleeps.
    kept_since: Option<Duration>,
    status: Arc<Mutex<RecordingStatus>>,
    events: Events,
}

impl Keeper {
    /// Goes on after what the vault has.
    pub(super) fn new(
        vault: Vault,
        encounter: EncounterId,
        extent: AudioExtent,
        chosen: Option<DeviceId>,
        status: Arc<Mutex<RecordingStatus>>,
        events: Events,
    ) -> Self {
        Self {
            vault,
            encounter,
            recorder: Recorder::continuing(u64::from(extent.chunks), extent.duration_ms),
            unsaved: VecDeque::new(),
            chosen,
            keeping: RecordingState::Recording,
            turns: VecDeque::new(),
            stopped_in_silence: None,
            gone: None,
            search: None,
            is_late: false,
            in_place_of_chosen: false,
            heard_before: None,
            heard_to: Instant::now(),
            heard_to_since_boot: since_boot(),
            has_begun: false,
            missing_since: None,
            silence: None,
            kept_from_ms: extent.duration_ms,
            kept_since: None,
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
                Ok(Control::Turn(turn)) => {
                    if turn.to != RecordingState::Stopped {
                        self.change(|status| status.state = turn.to);
                    }
                    self.turns.push_back(turn);
                }
                Ok(Control::Quit) | Err(TryRecvError::Disconnected) => break,
                Err(TryRecvError::Empty) => {}
            }
            match heard.recv_timeout(Duration::from_millis(100)) {
                Ok(CaptureEvent::Audio { sound, until }) => self.hear(sound, until),
                Ok(CaptureEvent::Level(level)) => {
                    self.events.send(Event::Level(level));
                    levels += 1;
                    if levels.is_multiple_of(5) {
                        self.announce();
                    }
                }
                Ok(CaptureEvent::Signal(poor)) => self.judged(poor),
                Ok(CaptureEvent::Missed(length)) => self.missed(length),
                // One that was only just opened may take its time.
                Ok(CaptureEvent::Late) if self.has_begun => {
                    self.is_late = true;
                    self.search = Some(Search::for_any(self.chosen.clone()));
                }
                Ok(CaptureEvent::Late) => {}
                Ok(CaptureEvent::Lost { reason, silent_for }) => {
                    microphone = None;
                    self.lost(&reason, silent_for);
                }
                Err(RecvTimeoutError::Timeout) => self.take_overdue_turns(microphone.is_some()),
                Err(RecvTimeoutError::Disconnected) => {
                    if microphone.take().is_some() {
                        self.lost("the sound system ended it", Duration::ZERO);
                    }
                    self.take_overdue_turns(false);
                    std::thread::sleep(Duration::from_millis(100));
                }
            }
            if self.keeping == RecordingState::Stopped {
                break;
            }
            if retried.elapsed() >= RETRY {
                retried = Instant::now();
                self.lengthen_absence(Timestamp::now());
                self.mark_silence();
                self.store();
            }
            if microphone.is_none() && self.search.is_none() {
                self.search = Some(Search::for_any(self.chosen.clone()));
            }
            if let Some(found) = self.search.as_ref().and_then(Search::found) {
                let name = found.microphone.device_name().to_owned();
                if let Some(microphone) = microphone.take() {
                    close(microphone, CLOSES_WITHIN);
                    self.take_over(&heard, &name, found.in_place_of_chosen);
                }
                self.in_place_of_chosen = found.in_place_of_chosen;
                self.look_for_chosen();
                self.change(|status| status.device = name);
                heard = found.heard;
                microphone = Some(found.microphone);
                let (sound, until) = found.first;
                self.hear(sound, until);
            }
        }
        if let Some(microphone) = microphone {
            close(microphone, LAST_WORDS_WITHIN);
        }
        self.search = None;
        self.hear_the_rest(&heard);
        self.flush();
        self.end_of_silence();
        self.end_of_absence(Timestamp::now());
        // Of a recording that was not stopped the next start of Dictum asks what shall become of it.
        if self.keeping == RecordingState::Stopped {
            self.unsaved.push_back(Unsaved::End);
            self.store();
        }
        self.save_the_rest(commands);
        self.change(|status| status.state = RecordingState::Stopped);
    }

    /// Keeps of the sound, whose last sample arrived at `until`, what is to be kept.
    fn hear(&mut self, mut sound: Audio, until: Instant) {
        if let Some(before) = self.heard_before {
            sound = sound.split_off(sound.len().saturating_sub(samples_between(before, until)));
            if sound.is_empty() {
                return;
            }
            self.heard_before = None;
        }
        let length = Duration::from_secs(1) * u32::try_from(sound.len()).unwrap_or(u32::MAX) / SAMPLE_RATE;
        let begins = until.checked_sub(length).unwrap_or(until);
        (self.heard_to, self.heard_to_since_boot) = (until, at_since_boot(until));
        if std::mem::take(&mut self.is_late) {
            self.look_for_chosen();
        }
        self.has_begun = true;
        if let Some(gone) = self.gone.take() {
            self.kept_from_ms = self.recorder.elapsed_ms();
            let turn = self.turns.front().filter(|turn| turn.to != RecordingState::Recording);
            self.returned(&gone, timestamp(turn.map_or(begins, |turn| begins.min(turn.at))));
        }
        while let Some(turn) = self.turns.pop_front_if(|turn| turn.at <= until) {
            let later = sound.split_off(sound.len().saturating_sub(samples_between(turn.at, until)));
            self.keep(std::mem::replace(&mut sound, later));
            self.take(turn);
        }
        self.keep(sound);
    }

    /// Takes the turns before which no sound comes any more; nothing that has arrived waits to be heard.
    fn take_overdue_turns(&mut self, hears: bool) {
        while let Some(turn) = self.turns.pop_front_if(|turn| !hears || turn.at.elapsed() > ARRIVES_WITHIN) {
            if hears && self.keeping == RecordingState::Recording {
                match turn.to {
                    RecordingState::Stopped => self.stopped_in_silence = Some(turn.at),
                    // What comes of the time before it comes too late.
                    RecordingState::Paused if self.is_late => {
                        self.missed(at_since_boot(turn.at).saturating_sub(self.heard_to_since_boot));
                    }
                    _ => {}
                }
            }
            self.take(turn);
        }
    }

    fn take(&mut self, turn: Turn) {
        let before = std::mem::replace(&mut self.keeping, turn.to);
        if before == turn.to {
            return;
        }
        if turn.to == RecordingState::Recording {
            self.kept_from_ms = self.recorder.elapsed_ms();
            self.kept_since = Some(at_since_boot(turn.at));
            self.unsaved.push_back(Unsaved::Resume(Timestamp::now()));
            if self.gone.is_some() {
                self.begin_absence(Timestamp::now());
            }
            if is_silent(lock(&self.status).signal) {
                self.begin_silence(self.recorder.elapsed_ms());
            }
        } else {
            self.flush();
            self.end_of_silence();
            self.end_of_absence(timestamp(turn.at));
            if turn.to == RecordingState::Paused {
                self.unsaved.push_back(Unsaved::Pause);
            }
        }
        self.store();
    }

    fn keep(&mut self, sound: Audio) {
        if self.keeping != RecordingState::Recording {
            return;
        }
        for chunk in self.recorder.push(sound) {
            self.enqueue(chunk);
        }
        self.store();
        let elapsed = self.recorder.elapsed_ms();
        lock(&self.status).elapsed_ms = elapsed;
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

/// When that was, by the clock that goes on while the computer sleeps.
fn at_since_boot(at: Instant) -> Duration {
    since_boot().saturating_sub(at.elapsed())
}

fn samples_between(from: Instant, to: Instant) -> usize {
    (to.saturating_duration_since(from).as_secs_f64() * f64::from(SAMPLE_RATE)) as usize
}

#[cfg(test)]
mod tests;
