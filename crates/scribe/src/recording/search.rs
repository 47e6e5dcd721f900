//! A microphone that is looked for while a recording goes on, on a thread of its own: opening one can take many seconds, in which what
//! is being recorded shall be stored, and Stop shall end it.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use capture::{CaptureEvent, DeviceId, Microphone};

/// How often any microphone is looked for while there is none.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// How often the chosen one is while another one records.
const LOOK_FOR_CHOSEN_EVERY: Duration = Duration::from_secs(3);
/// One that gives nothing but zeros for so long is muted, or not meant for speech any more: it is left alone.
const SOUNDS_WITHIN: Duration = Duration::from_secs(5);

/// A microphone that was found, open.
pub(super) struct Found {
    pub(super) microphone: Microphone,
    /// What it tells.
    pub(super) heard: Receiver<CaptureEvent>,
    /// Whether the clinician would have another one.
    pub(super) in_place_of_chosen: bool,
}

/// Dropping it ends the search.
pub(super) struct Search {
    found: Receiver<Found>,
    _wanted: Arc<()>,
}

impl Search {
    /// For the chosen microphone or else the default one, whichever opens: there is none.
    pub(super) fn for_any(chosen: Option<DeviceId>) -> Self {
        Self::begin(LOOK_EVERY, move |_| {
            let opened = chosen.as_ref().and_then(|chosen| Microphone::open(Some(chosen)).ok());
            let (in_place_of_chosen, opened) = match opened {
                Some(opened) => (false, opened),
                None => (chosen.is_some(), Microphone::open(None).ok()?),
            };
            let (microphone, heard) = opened;
            Some(Found { microphone, heard, in_place_of_chosen })
        })
    }

    /// For the chosen microphone, until it gives sound: another one records in its place.
    pub(super) fn for_chosen(chosen: DeviceId) -> Self {
        Self::begin(LOOK_FOR_CHOSEN_EVERY, move |still| sounding(&chosen, still))
    }

    fn begin(every: Duration, look: impl Fn(&Weak<()>) -> Option<Found> + Send + 'static) -> Self {
        let (tell, found) = channel();
        let wanted = Arc::new(());
        let still = Arc::downgrade(&wanted);
        thread::spawn(move || {
            while still.strong_count() > 0 {
                if let Some(microphone) = look(&still) {
                    // Nobody waits for it any longer, or it is taken.
                    let _ = tell.send(microphone);
                    return;
                }
                thread::sleep(every);
            }
        });
        Self { found, _wanted: wanted }
    }

    /// The microphone, once there is one.
    pub(super) fn found(&self) -> Option<Found> {
        self.found.try_recv().ok()
    }
}

fn sounding(chosen: &DeviceId, still: &Weak<()>) -> Option<Found> {
    let (microphone, heard) = Microphone::open(Some(chosen)).ok()?;
    let began = Instant::now();
    while began.elapsed() < SOUNDS_WITHIN && still.strong_count() > 0 {
        match heard.recv_timeout(Duration::from_millis(100)) {
            Ok(CaptureEvent::Audio { sound, .. }) if sound.mono().iter().any(|sample| *sample != 0) => {
                return Some(Found { microphone, heard, in_place_of_chosen: false });
            }
            Ok(CaptureEvent::Lost { .. }) | Err(RecvTimeoutError::Disconnected) => return None,
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
        }
    }
    None
}
