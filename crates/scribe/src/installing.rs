//! Models in the window: what takes its time with one is told by events and can be stopped by its id.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use models::{Cancel, InstalledModel, Progress};

use crate::session::lock;
use crate::shelf::{ModelCheck, import_model, install_model, verify_models};
use crate::{Error, Event, Events, Scribe};

/// Stands for the id of a model that is being imported, which is not known before it is here.
pub const IMPORT: &str = "import";
/// Stands for the id of a model that is being checked.
pub const CHECK: &str = "check";
/// Events are for eyes.
const BETWEEN_EVENTS: Duration = Duration::from_millis(200);

/// What is being installed, and how to stop it.
#[derive(Clone, Default)]
pub(crate) struct Installations(Arc<Mutex<HashMap<String, Cancel>>>);

/// One of them, for as long as it goes on.
struct UnderWay {
    all: Installations,
    id: String,
    cancel: Cancel,
}

impl Installations {
    fn begin(&self, id: &str) -> Result<UnderWay, Error> {
        let cancel = Cancel::default();
        let mut all = lock(&self.0);
        if all.contains_key(id) {
            return Err(models::Error::Busy.into());
        }
        all.insert(id.to_owned(), cancel.clone());
        Ok(UnderWay { all: self.clone(), id: id.to_owned(), cancel })
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        lock(&self.all.0).remove(&self.id);
    }
}

impl Scribe {
    /// Installs a model of the catalogue; [`Event::Model`] tells how far it is.
    ///
    /// # Errors
    /// [`Error::Models`].
    pub async fn install_model(&self, id: &str) -> Result<InstalledModel, Error> {
        let under_way = self.installations().begin(id)?;
        install_model(self.places(), id, &under_way.cancel, telling(self.events(), id)).await
    }

    /// Imports a model's file; [`Event::Model`] tells under the id [`IMPORT`] how far it is.
    ///
    /// # Errors
    /// [`Error::Models`], [`Error::Worker`] for a file that does not load.
    pub async fn import_model(&self, from: PathBuf) -> Result<InstalledModel, Error> {
        let under_way = self.installations().begin(IMPORT)?;
        import_model(self.places(), from, &under_way.cancel, telling(self.events(), IMPORT)).await
    }

    /// Looks after a model that is here: whether the file is still the one that it was, and whether it works; [`Event::Model`]
    /// tells under the id [`CHECK`] how far it is. A damaged model is no error but a finding.
    ///
    /// # Errors
    /// [`Error::Models`] where there is no such model, another one is being checked, or it was stopped.
    pub async fn check_model(&self, id: &str) -> Result<ModelCheck, Error> {
        let under_way = self.installations().begin(CHECK)?;
        let mut told = telling(self.events(), CHECK);
        let progress = move |_: &str, progress| told(progress);
        let check = verify_models(self.places(), Some(id), &under_way.cancel, progress).await?.pop();
        let check = check.ok_or_else(|| models::Error::NotInstalled(id.to_owned()))?;
        match check.loads {
            Err(stopped @ Error::Models(models::Error::Cancelled)) => Err(stopped),
            _ => Ok(check),
        }
    }

    /// Stops an installation, an import or a check. What came of an installation is kept for the next time.
    pub fn cancel_model(&self, id: &str) {
        let cancel = lock(&self.installations().0).get(id).cloned();
        if let Some(cancel) = cancel {
            cancel.cancel();
        }
    }

    /// The ids of the models that are being installed.
    pub fn models_under_way(&self) -> Vec<String> {
        lock(&self.installations().0).keys().cloned().collect()
    }
}

/// Passes on what the window should show, and not more often than anybody can see.
fn telling(events: &Events, id: &str) -> impl FnMut(Progress) + Clone + Send + 'static + use<> {
    let (events, id) = (events.clone(), id.to_owned());
    let mut last: Option<Instant> = None;
    move |progress| {
        let waits = matches!(progress, Progress::Waiting { .. });
        if !waits && last.is_some_and(|last| last.elapsed() < BETWEEN_EVENTS) {
            return;
        }
        last = Some(Instant::now());
        let (fraction, message) = in_words(&progress);
        events.send(Event::Model { id: id.clone(), fraction, message });
    }
}

fn in_words(progress: &Progress) -> (Option<f64>, String) {
    let megabytes = |bytes: u64| bytes / 1_000_000;
    let of = |done: u64, total: u64| if total == 0 { 0.0 } else { (done as f64 / total as f64).min(1.0) };
    match progress {
        Progress::Fetching { done, total: Some(total) } => {
            (Some(of(*done, *total)), format!("{} of {} MB", megabytes(*done), megabytes(*total)))
        }
        Progress::Fetching { done, total: None } => (None, format!("{} MB", megabytes(*done))),
        Progress::Waiting { pause, why } => (None, format!("{why} Trying again in {} s.", pause.as_secs())),
        Progress::Checking { done, total } => (Some(of(*done, *total)), "Checking the file".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_installation_is_under_way_until_it_ends_and_only_once() {
        let all = Installations::default();
        let first = all.begin("a").unwrap();
        assert!(matches!(all.begin("a"), Err(Error::Models(models::Error::Busy))));
        assert!(all.begin("b").is_ok());
        drop(first);
        assert!(all.begin("a").is_ok());
    }

    #[test]
    fn progress_is_told_in_words_without_a_flood() {
        let events = Events::new();
        let mut heard = events.subscribe();
        let mut tell = telling(&events, "a");
        for done in 0..1000 {
            tell(Progress::Fetching { done: done * 1_000_000, total: Some(1_000_000_000) });
        }
        tell(Progress::Waiting { pause: Duration::from_secs(5), why: "It broke off.".into() });
        let Ok(Event::Model { id, fraction, message }) = heard.try_recv() else { panic!("nothing was told") };
        assert_eq!((id.as_str(), fraction, message.as_str()), ("a", Some(0.0), "0 of 1000 MB"));
        let mut last = None;
        let mut count = 0;
        while let Ok(Event::Model { message, .. }) = heard.try_recv() {
            last = Some(message);
            count += 1;
        }
        assert_eq!(last.as_deref(), Some("It broke off. Trying again in 5 s."));
        assert!(count < 20);
    }
}
