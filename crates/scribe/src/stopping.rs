//! A draft that is being written can be stopped; the note stays as it was.

use std::collections::hash_map::Entry;
use std::sync::Arc;

use clinical::EncounterId;
use tokio::sync::Notify;

use crate::session::lock;
use crate::{Error, Session};

impl Session {
    /// Stops the draft of this note, or of a section of it, that is being written; where none is, nothing happens.
    pub fn stop_redraft(&self, id: EncounterId) {
        if let Some(stop) = lock(&self.redrafts).get(&id) {
            stop.notify_one();
        }
    }

    /// Writes a draft, unless it is stopped before.
    ///
    /// # Errors
    /// [`Error::Stopped`], [`Error::Busy`] while another draft of this note is written, and those of `draft`.
    pub(crate) async fn stoppable<T>(
        &self,
        id: EncounterId,
        draft: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        let stop = Arc::new(Notify::new());
        match lock(&self.redrafts).entry(id) {
            Entry::Occupied(_) => return Err(Error::Busy("This note is being drafted already.")),
            Entry::Vacant(free) => free.insert(stop.clone()),
        };
        let _over = Over { session: self, id };
        tokio::select! {
            outcome = draft => outcome,
            () = stop.notified() => Err(Error::Stopped),
        }
    }
}

/// When it is dropped, this note is not being drafted any more.
struct Over<'a> {
    session: &'a Session,
    id: EncounterId,
}

impl Drop for Over<'_> {
    fn drop(&mut self) {
        lock(&self.session.redrafts).remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use clinical::{EncounterId, Role};
    use vault::{DeviceBinding, NewUser};

    use crate::{Error, Places, Scribe};

    #[tokio::test]
    async fn a_draft_is_stopped_and_then_the_next_can_be_written() {
        let home = tempfile::tempdir().unwrap();
        let scribe = Scribe::new(Places::under(home.path()));
        let user = NewUser { name: "Dr Test".into(), role: Role::Clinician };
        let passphrase = "tangerine ladder observatory".into();
        scribe.create_vault(user, &passphrase, DeviceBinding::PassphraseOnly).unwrap();
        let session = scribe.session().unwrap();
        let (id, other) = (EncounterId::new(), EncounterId::new());
        session.stop_redraft(id);
        let stop = async {
            let second = session.stoppable(id, async { Ok(()) }).await;
            assert!(matches!(second, Err(Error::Busy(_))));
            session.stoppable(other, async { Ok(()) }).await.unwrap();
            session.stop_redraft(other);
            session.stop_redraft(id);
        };
        let (stopped, ()) = tokio::join!(session.stoppable(id, pending::<Result<(), Error>>()), stop);
        assert_eq!(stopped.unwrap_err().code(), "stopped");
        assert_eq!(session.stoppable(id, async { Ok(1) }).await.unwrap(), 1);
    }
}
