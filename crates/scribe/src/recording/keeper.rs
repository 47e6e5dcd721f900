//! The thread that moves sound from the microphone into the vault, and looks after both.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use capture::{Audio, CaptureEvent, DeviceId, Microphone, Recorder, SAMPLE_RATE};
use clinical::{EncounterId, Gap, GapCause};
use jiff::Timestamp;
use vault::{AudioChunk, AudioExtent, Vault, VaultError};

use super::{Control, RecordingState, RecordingStatus, Turn, lock, stored_form};
use crate::{Event, Events};

/// How often a lost microphone is looked for, and a chunk that could not be stored is tried again.
const RETRY: Duration = Duration::from_secs(1);
/// How long a recording that is dropped, as when Dictum quits, goes on trying to store what it still holds.
const LAST_TRIES: Duration = Duration::from_secs(10);
/// Sound of before a turn arrives by then, or not at all.
const ARRIVES_WITHIN: Duration = Duration::from_millis(400);

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
    /// That the recording is over.
    End,
}

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
                Ok(Control::Turn(turn)) => {
                    if turn.to != RecordingState::Stopped {
                        self.change(|status| status.state = turn.to);
                    }
                    self.turns.push_back(turn);
                }
                Ok(Control::Quit) | Err(TryRecvError::Disconnected) => break,
                Err(TryRecvError::Empty) => {}
            }
            if self.keeping == RecordingState::Stopped {
                break;
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
                Ok(CaptureEvent::Signal(poor)) => self.change(|status| status.signal = poor),
                Ok(CaptureEvent::Missed(length)) => self.missed(length),
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
            if retried.elapsed() >= RETRY {
                retried = Instant::now();
                self.store();
                if microphone.is_none()
                    && let Some((found, events)) = self.find_microphone()
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
                CaptureEvent::Audio { sound, until } => self.hear(sound, until),
                CaptureEvent::Missed(length) => self.missed_until_stop(length),
                _ => {}
            }
        }
        self.flush();
        self.end_of_absence();
        // Of a recording that was not stopped the next start of Dictum asks what shall become of it.
        if self.keeping == RecordingState::Stopped {
            self.unsaved.push_back(Unsaved::End);
            self.store();
        }
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

    /// The chosen microphone, or else the default one; the status and the notice say which.
    fn find_microphone(&self) -> Option<(Microphone, Receiver<CaptureEvent>)> {
        let chosen = self.chosen.as_ref().and_then(|chosen| Microphone::open(Some(chosen)).ok());
        chosen.or_else(|| Microphone::open(None).ok())
    }

    fn lost(&mut self, reason: &str, silent_for: Duration) {
        self.flush();
        let device = lock(&self.status).device.clone();
        let warning =
            format!("The microphone is gone ({reason}). What was recorded is safe. Looking for another one.");
        let gone = self.gone.get_or_insert(Gone { device, since: Timestamp::now() - silent_for, warning });
        let (since, warning) = (gone.since, gone.warning.clone());
        if self.keeping == RecordingState::Recording {
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
        if self.keeping == RecordingState::Recording {
            self.lacks(length);
        }
    }

    /// The microphone, which is stopped now, had given nothing for so long.
    fn missed_until_stop(&mut self, length: Duration) {
        match self.stopped_in_silence {
            Some(at) => self.lacks(length.saturating_sub(at.elapsed())),
            None => self.missed(length),
        }
    }

    fn lacks(&mut self, length: Duration) {
        if length.is_zero() {
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

    /// Keeps of the sound, whose last sample arrived at `until`, what is to be kept.
    fn hear(&mut self, mut sound: Audio, until: Instant) {
        if let Some(gone) = self.gone.take() {
            self.returned(&gone);
        }
        while let Some(turn) = self.turns.pop_front_if(|turn| turn.at <= until) {
            let behind = until.duration_since(turn.at).as_secs_f64() * f64::from(SAMPLE_RATE);
            let later = sound.split_off(sound.len().saturating_sub(behind as usize));
            self.keep(std::mem::replace(&mut sound, later));
            self.take(turn);
        }
        self.keep(sound);
    }

    /// Takes the turns before which no sound comes any more; nothing that has arrived waits to be heard.
    fn take_overdue_turns(&mut self, hears: bool) {
        while let Some(turn) = self.turns.pop_front_if(|turn| !hears || turn.at.elapsed() > ARRIVES_WITHIN) {
            if hears && self.keeping == RecordingState::Recording && turn.to == RecordingState::Stopped {
                self.stopped_in_silence = Some(turn.at);
            }
            self.take(turn);
        }
    }

    fn take(&mut self, turn: Turn) {
        match turn.to {
            RecordingState::Recording => self.missing_since = self.gone.is_some().then(Timestamp::now),
            _ => {
                self.flush();
                self.end_of_absence();
            }
        }
        self.keeping = turn.to;
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
                Unsaved::End => {
                    (self.vault.end_recording(self.encounter, Timestamp::now()), self.recorder.elapsed_ms())
                }
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

#[cfg(test)]
mod tests {
    use clinical::{ConsentAnswer, EncounterClass, Role};
    use vault::{DeviceBinding, KeyParameters, NewUser};

    use super::*;
    use crate::{Places, Session, WhichPatient, sample_patient};

    /// Keeps numbered samples that arrive in blocks while there are turns; gives which of them are stored.
    fn stored(blocks: &[usize], turns: &[(RecordingState, usize)]) -> Vec<usize> {
        let home = tempfile::tempdir().unwrap();
        let user = NewUser { name: "Dr Test".into(), role: Role::Clinician };
        let (vault, user, _) = Vault::create(
            &home.path().join("vault"),
            user,
            &"a passphrase for this test".into(),
            DeviceBinding::PassphraseOnly,
            KeyParameters::for_tests(),
            Timestamp::now(),
        )
        .unwrap();
        let user_id = user.id;
        let session = Session::new(Places::under(home.path()), vault, user, Events::new());
        let id = session
            .create_encounter(WhichPatient::New(sample_patient()), "Cough", EncounterClass::Ambulatory)
            .unwrap();
        session.record_consent(id, ConsentAnswer::Verbal, "The patient").unwrap();
        session.vault().begin_recording(id, user_id, Timestamp::now()).unwrap();
        let status = RecordingStatus {
            encounter: id,
            state: RecordingState::Recording,
            elapsed_ms: 0,
            saved_ms: 0,
            device: "a test".to_owned(),
            signal: None,
            problem: None,
            notice: None,
        };
        let status = Arc::new(Mutex::new(status));
        let extent = AudioExtent { chunks: 0, duration_ms: 0 };
        let mut keeper = Keeper::new(session.vault().clone(), id, extent, None, status, Events::new());

        let began = Instant::now();
        let arrives = |sample: usize| began + Duration::from_secs(sample as u64) / SAMPLE_RATE;
        for (to, sample) in turns {
            keeper.turns.push_back(Turn { to: *to, at: arrives(*sample) });
        }
        let mut next = 0;
        for samples in blocks {
            let block: Vec<i16> = (next..next + samples).map(|sample| sample as i16).collect();
            next += samples;
            keeper.hear(block.into(), arrives(next));
        }
        keeper.flush();
        let chunks = session.vault().audio_chunks(id, 0, 1_000).unwrap();
        let sound =
            |chunk: &AudioChunk| capture::chunk::decode_chunk(&chunk.bytes).unwrap().mono().into_owned();
        chunks.iter().flat_map(sound).map(|sample| sample as usize).collect()
    }

    #[test]
    fn what_is_heard_in_a_pause_or_after_the_end_is_not_kept_and_all_else_is() {
        use RecordingState::{Paused, Recording, Stopped};
        let blocks = [1_600; 18];
        assert_eq!(stored(&blocks, &[]), (0..28_800).collect::<Vec<_>>());
        let turns =
            [(Paused, 2_000), (Recording, 2_100), (Paused, 4_800), (Recording, 23_456), (Stopped, 27_000)];
        let kept: Vec<usize> = [0..2_000, 2_100..4_800, 23_456..27_000].into_iter().flatten().collect();
        assert_eq!(stored(&blocks, &turns), kept);
        assert_eq!(stored(&[800, 7, 16_000, 11_993], &turns), kept);
    }
}
