//! A microphone that is looked for while a recording goes on, on threads of their own: opening one can take many seconds, in which what
//! is being recorded shall be stored, and Stop shall end it.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use capture::{Audio, CaptureEvent, DeviceId, Microphone};

/// How often any microphone is looked for while there is none.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often the chosen one is while another one records.
const LOOK_FOR_CHOSEN_EVERY: Duration = Duration::from_secs(3);
/// One that gives nothing for so long is left alone, and the chosen one that gives nothing but zeros while another one records: it is
/// muted, or not meant for speech any more.
const SOUNDS_WITHIN: Duration = Duration::from_secs(5);
/// One that gives nothing but zeros is taken after so long where there is no other.
const ZEROS_TAKEN_AFTER: Duration = Duration::from_secs(1);
/// The head start of the chosen microphone before the default one.
const CHOSEN_FIRST: Duration = Duration::from_millis(300);

/// A microphone that was found, open, and gives sound.
pub(super) struct Found {
    pub(super) microphone: Microphone,
    /// What it gave first, and when that arrived.
    pub(super) first: (Audio, Instant),
    /// What it tells after that.
    pub(super) heard: Receiver<CaptureEvent>,
    /// Whether the clinician would have another one.
    pub(super) in_place_of_chosen: bool,
}

/// Dropping it ends the search.
pub(super) struct Search {
    tell: Sender<Found>,
    found: Receiver<Found>,
    wanted: Arc<()>,
}

impl Search {
    /// For the chosen microphone or the default one, whichever gives sound first: there is none, or the one there is has stopped.
    pub(super) fn for_any(chosen: Option<DeviceId>) -> Self {
        let search = Self::new();
        let mut default_after = Duration::ZERO;
        if let Some(chosen) = chosen.clone() {
            default_after = CHOSEN_FIRST;
            search.look(Duration::ZERO, LOOK_EVERY, move |still| {
                heard_from(Some(&chosen), Some(&chosen), Some(ZEROS_TAKEN_AFTER), still)
            });
        }
        search.look(default_after, LOOK_EVERY, move |still| {
            heard_from(None, chosen.as_ref(), Some(ZEROS_TAKEN_AFTER), still)
        });
        search
    }

    /// For the chosen microphone, until it gives sound: another one records in its place.
    pub(super) fn for_chosen(chosen: DeviceId) -> Self {
        let search = Self::new();
        search.look(Duration::ZERO, LOOK_FOR_CHOSEN_EVERY, move |still| {
            heard_from(Some(&chosen), Some(&chosen), None, still)
        });
        search
    }

    fn new() -> Self {
        let (tell, found) = channel();
        Self { tell, found, wanted: Arc::new(()) }
    }

    fn look(
        &self,
        after: Duration,
        every: Duration,
        look: impl Fn(&Weak<()>) -> Option<Found> + Send + 'static,
    ) {
        let (tell, still) = (self.tell.clone(), Arc::downgrade(&self.wanted));
        thread::spawn(move || {
            thread::sleep(after);
            while still.strong_count() > 0 {
                if let Some(found) = look(&still) {
                    // Nobody waits for it any longer, or it is taken.
                    let _ = tell.send(found);
                    return;
                }
                thread::sleep(every);
            }
        });
    }

    /// The microphone, once there is one.
    pub(super) fn found(&self) -> Option<Found> {
        self.found.try_recv().ok()
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        // A second microphone may have been found. One that hangs when it is closed keeps nobody from recording.
        let found = std::mem::replace(&mut self.found, channel().1);
        thread::spawn(move || drop(found));
    }
}

/// This microphone, or the default one, once it gives sound, or has given zeros for so long.
fn heard_from(
    device: Option<&DeviceId>,
    chosen: Option<&DeviceId>,
    zeros_after: Option<Duration>,
    still: &Weak<()>,
) -> Option<Found> {
    let (microphone, heard) = Microphone::open(device).ok()?;
    let began = Instant::now();
    while began.elapsed() < SOUNDS_WITHIN && still.strong_count() > 0 {
        match heard.recv_timeout(Duration::from_millis(100)) {
            Ok(CaptureEvent::Audio { sound, until })
                if sound.mono().iter().any(|sample| *sample != 0)
                    || zeros_after.is_some_and(|after| began.elapsed() >= after) =>
            {
                let in_place_of_chosen = chosen.is_some() && microphone.id() != chosen;
                return Some(Found { microphone, first: (sound, until), heard, in_place_of_chosen });
            }
            Ok(CaptureEvent::Lost { .. }) | Err(RecvTimeoutError::Disconnected) => return None,
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
        }
    }
    None
}
