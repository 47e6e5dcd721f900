//! The chosen microphone, looked for while another one records in its place, on a thread of its own: opening one takes its time, and
//! what is being recorded shall be stored meanwhile.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::{Duration, Instant};

use capture::{CaptureEvent, DeviceId, Microphone};

const LOOK_EVERY: Duration = Duration::from_secs(3);
/// One that gives nothing but zeros for so long is muted, or not meant for speech any more: it is left alone.
const SOUNDS_WITHIN: Duration = Duration::from_secs(5);

/// An open microphone with what it tells.
pub(super) type Open = (Microphone, Receiver<CaptureEvent>);

/// Dropping it ends the search.
pub(super) struct Search {
    found: Receiver<Open>,
    _wanted: Arc<()>,
}

impl Search {
    pub(super) fn begin(chosen: DeviceId) -> Self {
        let (tell, found) = channel();
        let wanted = Arc::new(());
        let still = Arc::downgrade(&wanted);
        thread::spawn(move || {
            while still.strong_count() > 0 {
                if let Some(open) = sounding(&chosen, &still) {
                    // Nobody waits for it any longer, or it is taken.
                    let _ = tell.send(open);
                    return;
                }
                thread::sleep(LOOK_EVERY);
            }
        });
        Self { found, _wanted: wanted }
    }

    /// The microphone, once it is back and gives sound.
    pub(super) fn found(&self) -> Option<Open> {
        self.found.try_recv().ok()
    }
}

fn sounding(chosen: &DeviceId, still: &Weak<()>) -> Option<Open> {
    let (microphone, heard) = Microphone::open(Some(chosen)).ok()?;
    let began = Instant::now();
    while began.elapsed() < SOUNDS_WITHIN && still.strong_count() > 0 {
        match heard.recv_timeout(Duration::from_millis(100)) {
            Ok(CaptureEvent::Audio { sound, .. }) if sound.mono().iter().any(|sample| *sample != 0) => {
                return Some((microphone, heard));
            }
            Ok(CaptureEvent::Lost { .. }) | Err(RecvTimeoutError::Disconnected) => return None,
            Ok(_) | Err(RecvTimeoutError::Timeout) => {}
        }
    }
    None
}
