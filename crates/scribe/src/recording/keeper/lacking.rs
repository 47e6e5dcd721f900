//! What a recording lacks: while there is no microphone, the computer does not take the sound, or the sound is nothing but zeros.

use std::time::{Duration, Instant};

use capture::{PoorSignal, SILENCE_TOLD_AFTER, SignalFault, since_boot};
use clinical::{Gap, GapCause};
use jiff::Timestamp;

use super::super::RecordingState;
use super::super::unsaved::Unsaved;
use super::Keeper;
use crate::Event;

/// The microphone gives nothing but zeros.
pub(super) struct Silence {
    /// Since when, in ms of the recording.
    from_ms: u64,
    /// Whether it is a gap of the recording already.
    is_marked: bool,
}

/// From so many ms on silence is marked in the recording. Shorter ones are told, but a microphone that takes noise out gives them
/// whenever nobody speaks.
const MARKED_SILENCE_MS: u64 = 10_000;

impl Keeper {
    /// The computer did not take some of the sound. What a microphone lacked before it took over, another one heard.
    pub(super) fn missed(&mut self, length: Duration) {
        if self.keeping == RecordingState::Recording && self.heard_before.is_none() {
            self.lacks(length);
        }
    }

    /// The microphone, which is stopped now, had given nothing for so long.
    pub(super) fn missed_until_stop(&mut self, length: Duration) {
        match self.stopped_in_silence {
            Some(at) => self.lacks(length.saturating_sub(at.elapsed())),
            None => self.missed(length),
        }
    }

    /// So much of what ends now: nothing of a pause is missing.
    pub(super) fn without_pause(&self, length: Duration) -> Duration {
        self.kept_since.map_or(length, |since| length.min(since_boot().saturating_sub(since)))
    }

    fn lacks(&mut self, length: Duration) {
        let length = self.without_pause(length);
        if length.is_zero() {
            return;
        }
        self.flush();
        let seconds = length.as_secs_f32();
        let gap = self.gap(GapCause::Asleep, length.as_millis().try_into().unwrap_or(u64::MAX));
        self.unsaved.push_back(Unsaved::Gap(gap));
        self.store();
        self.tell_gap(gap);
        self.change(|status| {
            status.notice = Some(format!(
                "{seconds:.1} s were not recorded: the computer was asleep or too busy. The recording goes on."
            ));
        });
    }

    /// The gap grows in the vault from the beginning, for a crash shall not take its length.
    pub(super) fn begin_absence(&mut self, since: Timestamp) {
        if self.missing_since.is_none() {
            self.missing_since = Some(since);
            let length_ms = ms_between(since, Timestamp::now());
            self.unsaved.push_back(Unsaved::Gap(self.gap(GapCause::MicrophoneLost, length_ms)));
            self.store();
        }
    }

    pub(super) fn lengthen_absence(&mut self, to: Timestamp) {
        if let Some(since) = self.missing_since {
            self.lengthen(self.gap(GapCause::MicrophoneLost, ms_between(since, to)));
        }
    }

    pub(super) fn end_of_absence(&mut self, ends: Timestamp) {
        self.lengthen_absence(ends);
        self.store();
        if let Some(since) = self.missing_since.take() {
            self.tell_gap(self.gap(GapCause::MicrophoneLost, ms_between(since, ends)));
        }
    }

    /// What the sound of the microphone is like has changed.
    pub(super) fn judged(&mut self, poor: Option<PoorSignal>) {
        if !is_silent(poor) {
            self.end_of_silence();
        } else if self.keeping == RecordingState::Recording {
            let told_after = SILENCE_TOLD_AFTER.as_millis().try_into().unwrap_or(u64::MAX);
            // What was heard before the last turn, or of another microphone, is none of it.
            let from_ms = self.recorder.elapsed_ms().saturating_sub(told_after);
            self.begin_silence(from_ms.max(self.kept_from_ms));
        }
        self.change(|status| status.signal = poor);
    }

    pub(super) fn begin_silence(&mut self, from_ms: u64) {
        self.silence.get_or_insert(Silence { from_ms, is_marked: false });
    }

    /// Like an absence it grows in the vault from where it is marked.
    pub(super) fn mark_silence(&mut self) {
        let elapsed_ms = self.recorder.elapsed_ms();
        let Some(Silence { from_ms, is_marked }) = &mut self.silence else { return };
        let length_ms = elapsed_ms.saturating_sub(*from_ms);
        let gap = Gap { at_ms: *from_ms, length_ms: Some(length_ms), cause: GapCause::MicrophoneSilent };
        if std::mem::replace(is_marked, *is_marked || length_ms >= MARKED_SILENCE_MS) {
            self.lengthen(gap);
        } else if *is_marked {
            self.unsaved.push_back(Unsaved::Gap(gap));
            self.store();
            self.tell_gap(gap);
        }
    }

    pub(super) fn end_of_silence(&mut self) {
        self.mark_silence();
        self.store();
        if let Some(Silence { from_ms, is_marked: true }) = self.silence.take() {
            let length_ms = Some(self.recorder.elapsed_ms().saturating_sub(from_ms));
            self.tell_gap(Gap { at_ms: from_ms, length_ms, cause: GapCause::MicrophoneSilent });
        }
    }

    /// The last gap of this cause is so long by now.
    fn lengthen(&mut self, gap: Gap) {
        match self.unsaved.back_mut() {
            Some(Unsaved::Gap(last) | Unsaved::Longer(last)) if last.cause == gap.cause => *last = gap,
            _ => self.unsaved.push_back(Unsaved::Longer(gap)),
        }
    }

    /// Nothing waits in the recorder, so the gap lies behind all that was heard.
    fn gap(&self, cause: GapCause, length_ms: u64) -> Gap {
        Gap { at_ms: self.recorder.elapsed_ms(), length_ms: Some(length_ms), cause }
    }

    fn tell_gap(&self, gap: Gap) {
        self.events.send(Event::Gap { encounter: self.encounter, gap });
    }
}

/// Whether no microphone of the device gives anything.
pub(super) fn is_silent(poor: Option<PoorSignal>) -> bool {
    poor == Some(PoorSignal { fault: SignalFault::Silent, only: None })
}

/// None where `to` lies before.
pub(super) fn ms_between(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.duration_since(from).as_millis()).unwrap_or_default()
}

/// When that was, by the clock of the wall.
pub(super) fn timestamp(at: Instant) -> Timestamp {
    Timestamp::now() - at.elapsed()
}
