//! From one microphone to another: one is gone, or gives nothing, or the chosen one is back.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use capture::{CaptureEvent, Microphone, since_boot};
use jiff::Timestamp;

use super::super::search::Search;
use super::super::{RecordingState, lock};
use super::Keeper;
use super::lacking::ms_between;

/// A microphone that hangs when it is closed is left to itself after this time.
pub(super) const CLOSES_WITHIN: Duration = Duration::from_millis(500);
/// The same at the end, where nothing else is there to record.
pub(super) const LAST_WORDS_WITHIN: Duration = Duration::from_secs(5);

/// A microphone that is gone.
pub(super) struct Gone {
    device: String,
    since: Timestamp,
    /// What the clinician is told until there is sound again; none where another one is at hand.
    pub(super) warning: Option<String>,
}

impl Keeper {
    /// What a microphone that is closed had heard.
    pub(super) fn hear_the_rest(&mut self, heard: &Receiver<CaptureEvent>) {
        while let Ok(event) = heard.try_recv() {
            match event {
                CaptureEvent::Audio { sound, until } => self.hear(sound, until),
                CaptureEvent::Missed(length) => self.missed_until_stop(length),
                _ => {}
            }
        }
    }

    /// Another microphone than the chosen one records; the chosen one is taken again when it is there.
    pub(super) fn look_for_chosen(&mut self) {
        self.search = self.chosen.clone().filter(|_| self.in_place_of_chosen).map(Search::for_chosen);
    }

    /// From the microphone that is closed now, whose last events these are, to one that hears already: the chosen one is back, or
    /// this one gave nothing.
    pub(super) fn take_over(&mut self, heard: &Receiver<CaptureEvent>, to: &str, in_place_of_chosen: bool) {
        let was_late = std::mem::take(&mut self.is_late);
        // What was missed before its last sound is missing; for how long it gave nothing after that, it says at the end. Where it
        // could not be closed it says nothing.
        let (mut is_heard, mut silent_for) = (false, None);
        while let Ok(event) = heard.try_recv() {
            match event {
                CaptureEvent::Audio { sound, until } => {
                    silent_for.take().into_iter().for_each(|length| self.missed(length));
                    self.hear(sound, until);
                    is_heard = true;
                }
                CaptureEvent::Missed(length) | CaptureEvent::Lost { silent_for: length, .. } => {
                    silent_for.replace(length).into_iter().for_each(|length| self.missed(length));
                }
                _ => {}
            }
        }
        let silent_for = silent_for.or_else(|| {
            (was_late && !is_heard).then(|| since_boot().saturating_sub(self.heard_to_since_boot))
        });
        self.heard_before = Some(self.heard_to);
        if let Some(silent_for) = silent_for {
            self.absent_for(silent_for, None);
            return;
        }
        self.flush();
        self.end_of_silence();
        let is_back = self.in_place_of_chosen && !in_place_of_chosen;
        self.change(|status| {
            status.signal = None;
            status.notice = Some(match is_back {
                true => format!("The microphone {to} is back. The recording goes on with it."),
                false => format!("The recording goes on with {to}."),
            });
        });
    }

    pub(super) fn lost(&mut self, reason: &str, silent_for: Duration) {
        // Where it was late, another one is looked for already.
        if !std::mem::take(&mut self.is_late) {
            self.search = None;
        }
        let warning =
            format!("The microphone is gone ({reason}). What was recorded is safe. Looking for another one.");
        self.absent_for(silent_for, Some(warning.clone()));
        self.change(|status| status.problem = Some(warning));
    }

    /// There has been no sound for so long, and there is none until some is heard.
    pub(super) fn absent_for(&mut self, silent_for: Duration, warning: Option<String>) {
        self.flush();
        self.end_of_silence();
        let device = lock(&self.status).device.clone();
        let since = Timestamp::now() - self.without_pause(silent_for);
        let since = self.gone.get_or_insert(Gone { device, since, warning }).since;
        if self.keeping == RecordingState::Recording {
            self.begin_absence(since);
        }
        lock(&self.status).signal = None;
    }

    /// There is sound again, from then on.
    pub(super) fn returned(&mut self, gone: &Gone, from: Timestamp) {
        let seconds = ms_between(gone.since, from) as f32 / 1000.0;
        self.end_of_absence(from);
        self.change(|status| {
            let was_gone = if gone.warning.is_some() { "was gone" } else { "gave nothing" };
            let was_gone = format!("The microphone {} {was_gone} for {seconds:.1} s.", gone.device);
            status.notice = Some(match status.device == gone.device {
                true => format!("{was_gone} The recording went on when it was back."),
                false => format!("{was_gone} The recording went on with {}.", status.device),
            });
            status.problem = None;
        });
    }
}

/// Closes a microphone, whose last words are there then.
pub(super) fn close(microphone: Microphone, within: Duration) {
    let (closed, over) = channel::<()>();
    std::thread::spawn(move || {
        drop(microphone);
        drop(closed);
    });
    // Its end is the word of it.
    let _ = over.recv_timeout(within);
}
