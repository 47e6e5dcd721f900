//! A computer that nobody touches goes to sleep, and in a consult nobody touches it: while something is recorded it stays awake.

use std::sync::mpsc::{Sender, channel};

use keepawake::Builder;

/// Keeps the computer from going to sleep until it is dropped; on Linux whoever asks it to sleep is asked back. Its screen may go dark
/// and be locked all the same. Where a system cannot be asked for that it sleeps as before, and what is lost by it is a gap.
pub(super) fn keep() -> Sender<()> {
    let (recorded, ended) = channel();
    // A system that does not answer keeps nobody from recording; and Windows keeps awake for a thread, as long as that lives.
    let thread = std::thread::Builder::new().name("awake".into()).spawn(move || {
        let asked = |builder: &mut Builder| {
            let asked = builder
                .reason("A consult is being recorded")
                .app_name("Dictum")
                .app_reverse_domain("org.dictum")
                .create();
            asked
                .inspect_err(|error| tracing::info!(%error, "the computer may go to sleep while it records"))
                .ok()
        };
        let _idle = asked(Builder::default().idle(true));
        // On Linux a desktop asks logind to sleep whether its user is idle or not.
        let _asleep = if cfg!(target_os = "linux") { asked(Builder::default().sleep(true)) } else { None };
        // Nothing is ever sent: it ends with who keeps the other side.
        let _ = ended.recv();
    });
    if let Err(error) = thread {
        tracing::warn!(%error, "the computer may go to sleep while it records");
    }
    recorded
}
