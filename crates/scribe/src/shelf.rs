//! The models: which there are, getting one here, trying it, letting it go.

use std::path::{Path, PathBuf};
use std::time::Duration;

use ::models::{Arrival, Cancel, InstalledModel, Library, Listed, Origin, Progress, Spoken, Task, Verdict};
use clinical::language_name;
use worker::{
    ChatMessage, GenerateRequest, LlamaWorker, SAMPLES_PER_MS, TextRequest, TranscribeParams, WhisperWorker,
    worker_program,
};

use crate::draft::llama_options;
use crate::listen::threads;
use crate::{Error, Places};

/// How often a trial looks whether it is still wanted.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// What a trial has a language model write, at most.
const TRIAL_TOKENS: u32 = 8;

/// A line of the list of models.
#[derive(Clone, Debug)]
pub struct ModelRow {
    /// For commands and settings.
    pub id: String,
    /// What it does; none for a file that is not known to do anything.
    pub task: Option<Task>,
    /// For people.
    pub name: String,
    /// A sentence for a clinician.
    pub note: String,
    /// Whether it is here.
    pub state: ModelState,
    /// Whether it is the one that is used.
    pub in_use: bool,
    /// Whether it is for trying and testing only.
    pub test_only: bool,
    /// The size of its file in bytes, as nearly as it is known.
    pub size: Option<u64>,
    /// Memory that it takes while it works, in MB, where that is estimated.
    pub memory_mb: Option<u64>,
    /// BCP 47 tags of the languages it understands; `*` for many.
    pub languages: Vec<String>,
    /// Its licence; none for a model of the user's own.
    pub licence: Option<String>,
    /// Whether Dictum can fetch it by itself.
    pub can_install: bool,
}

/// Whether a model is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ModelState {
    /// It is not.
    Absent,
    /// Some of it came.
    Partly {
        /// How much.
        bytes: u64,
    },
    /// It was installed or imported, and can be removed.
    Installed,
    /// It came with Dictum, and stays.
    Shipped,
}

/// What looking after a model found.
#[derive(Debug)]
pub struct ModelCheck {
    /// Which.
    pub id: String,
    /// For people.
    pub name: String,
    /// Whether its file is the one that was published or taken in.
    pub verdict: Verdict,
    /// Whether its process can load it and works with it.
    pub loads: Result<(), Error>,
}

impl ModelCheck {
    /// What is wrong with it, as a sentence.
    pub fn problem(&self) -> Option<String> {
        if self.verdict == Verdict::Changed {
            return Some("Its file was changed or damaged. Remove it, and install it again.".into());
        }
        let error = self.loads.as_ref().err()?;
        Some(match error.advice() {
            Some(advice) => format!("{error} {advice}"),
            None => error.to_string(),
        })
    }
}

/// Finds a model by its id, by the name of a file in the models folder, or by the path of its file.
///
/// # Errors
/// [`Error::Models`] where it is none of these.
pub fn find_model(places: &Places, id_or_path: &str) -> Result<InstalledModel, Error> {
    Ok(places.library()?.find(id_or_path)?)
}

/// The model to use for `task` when the user has not named one: one that they imported, else the best of the catalogue
/// that is installed, or for speech the one that ships with Dictum. One of the catalogue understands all that is spoken; the
/// languages are codes of [`clinical::LANGUAGES`].
///
/// # Errors
/// [`Error::Models`] where there is none, [`Error::NotUnderstood`] where none understands the languages,
/// [`Error::NotTranslating`] where none that does translates them.
pub fn default_model(places: &Places, task: Task, spoken: &Spoken) -> Result<InstalledModel, Error> {
    places.library()?.default_for(task, spoken).map_err(|error| match error {
        ::models::Error::NotTranslating => Error::NotTranslating,
        ::models::Error::NotUnderstood(codes) => {
            let names = codes.iter().map(|code| match code.as_str() {
                "*" => "many languages",
                code => language_name(code).unwrap_or(code),
            });
            Error::NotUnderstood(names.collect::<Vec<_>>().join(" and "))
        }
        error => error.into(),
    })
}

/// All models: those of the catalogue, and those of the user's own; which is in use, by what is spoken, as for [`default_model`].
///
/// # Errors
/// [`Error::Models`] where the catalogue cannot be used.
pub fn list_models(places: &Places, spoken: &Spoken) -> Result<Vec<ModelRow>, Error> {
    let library = places.library()?;
    let in_use = [(Task::Speech, spoken), (Task::Drafting, &Spoken::default())]
        .map(|(task, spoken)| library.default_for(task, spoken).ok().map(|model| model.id));
    let rows = library.list().into_iter().map(|line| {
        let mut row = row(line);
        row.in_use = in_use.iter().flatten().any(|id| *id == row.id);
        row
    });
    Ok(rows.collect())
}

fn row(line: Listed) -> ModelRow {
    let state = match (&line.installed, line.part_bytes) {
        (Some(model), _) if model.origin == Origin::Shipped => ModelState::Shipped,
        (Some(_), _) => ModelState::Installed,
        (None, Some(bytes)) => ModelState::Partly { bytes },
        (None, None) => ModelState::Absent,
    };
    let on_disk = line.installed.as_ref().and_then(|model| Some(model.path.metadata().ok()?.len()));
    let (id, task, name, note, test_only) = match (&line.entry, line.installed) {
        (Some(entry), _) => {
            (entry.id.clone(), Some(entry.task), entry.name.clone(), entry.note.clone(), entry.test_only)
        }
        (None, Some(model)) => (model.id, model.task, model.name, model.note, model.test_only),
        (None, None) => Default::default(),
    };
    let entry = line.entry;
    ModelRow {
        id,
        task,
        name,
        note,
        state,
        in_use: false,
        test_only,
        size: on_disk.or(entry.as_ref().and_then(|entry| entry.size())),
        memory_mb: entry.as_ref().map(|entry| entry.memory_mb),
        can_install: entry.as_ref().is_some_and(|entry| entry.address.is_some()),
        languages: entry.as_ref().map(|entry| entry.languages.clone()).unwrap_or_default(),
        licence: entry.map(|entry| entry.licence),
    }
}

/// Fetches a model of the catalogue, or goes on where an earlier try stopped.
///
/// # Errors
/// [`Error::Models`].
pub async fn install_model(
    places: &Places,
    id: &str,
    cancel: &Cancel,
    mut progress: impl FnMut(Progress) + Send + 'static,
) -> Result<InstalledModel, Error> {
    let (library, id, cancel) = (places.library()?, id.to_owned(), cancel.clone());
    blocking(move || Ok(library.install(&id, &cancel, &mut progress)?)).await
}

/// Takes a model's file from elsewhere, such as a USB stick: it is copied, tried, and only then to be seen.
///
/// # Errors
/// [`Error::Models`] for a file that is not a model or cannot be copied, and after `cancel`, [`Error::Worker`] for one that
/// does not load or does not work. Nothing is left behind then.
pub async fn import_model(
    places: &Places,
    from: PathBuf,
    cancel: &Cancel,
    mut progress: impl FnMut(Progress) + Send + 'static,
) -> Result<InstalledModel, Error> {
    let (library, stop) = (places.library()?, cancel.clone());
    let arrival: Arrival = blocking(move || Ok(library.bring_in(&from, &stop, &mut progress)?)).await?;
    try_out(arrival.task(), arrival.path(), cancel).await?;
    let library: Library = places.library()?;
    blocking(move || {
        let id = arrival.publish()?;
        Ok(library.find(&id)?)
    })
    .await
}

/// Deletes an installed model, or what came of it so far. What ships with Dictum stays.
///
/// # Errors
/// [`Error::Models`].
pub fn remove_model(places: &Places, id: &str) -> Result<(), Error> {
    Ok(places.library()?.remove(id)?)
}

/// Looks after a model, or after all that are here: whether the file is still the one that it was, and whether it works.
///
/// # Errors
/// [`Error::Models`] where there is no such model or a file cannot be read. A damaged model is no error but a finding.
pub async fn verify_models(
    places: &Places,
    id: Option<&str>,
    cancel: &Cancel,
    progress: impl FnMut(&str, Progress) + Clone + Send + 'static,
) -> Result<Vec<ModelCheck>, Error> {
    let library = places.library()?;
    let models = match id {
        Some(id) => vec![library.find(id)?],
        None => library.list().into_iter().filter_map(|line| line.installed).collect(),
    };
    let mut checks = Vec::new();
    for model in models {
        let (library, stop, mut progress, found) =
            (library.clone(), cancel.clone(), progress.clone(), model.clone());
        let told = move || Ok(library.compare(&found, &stop, &mut |p| progress(&found.name, p))?);
        let verdict = blocking(told).await?;
        let loads = match model.task {
            Some(task) => try_out(task, &model.path, cancel).await,
            None => Err(::models::Error::NotAModel(model.name.clone()).into()),
        };
        checks.push(ModelCheck { id: model.id, name: model.name, verdict, loads });
    }
    Ok(checks)
}

/// Tries whether the model's process can load the file, and work with it: what loads may still fail, or never end.
async fn try_out(task: Task, path: &Path, cancel: &Cancel) -> Result<(), Error> {
    let cancelled = async {
        while !cancel.is_cancelled() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    tokio::select! {
        tried = work_a_little(task, path) => tried,
        () = cancelled => Err(::models::Error::Cancelled.into()),
    }
}

/// Hears a second of silence, or writes a few words, in a process that is let go then.
async fn work_a_little(task: Task, path: &Path) -> Result<(), Error> {
    match task {
        Task::Speech => {
            let worker = WhisperWorker::new(worker_program("whisper-worker"), path.to_owned(), threads());
            let silence = vec![0.0; 1_000 * SAMPLES_PER_MS as usize];
            let heard = worker.transcribe(&silence, &TranscribeParams::default()).await;
            worker.shut_down().await;
            heard?;
        }
        Task::Drafting => {
            let worker = LlamaWorker::new(worker_program("llama-worker"), path.to_owned(), llama_options());
            let message = ChatMessage { role: "user".into(), content: "Good morning.".into() };
            let text = TextRequest { ask: String::new(), grammar: None, max_tokens: TRIAL_TOKENS };
            let request =
                GenerateRequest { messages: vec![message], texts: vec![text], temperature: 0.0, seed: 0 };
            let written = match worker.generate(request).await {
                Ok(generation) => generation.texts().await.map(drop),
                Err(error) => Err(error),
            };
            worker.shut_down().await;
            written?;
        }
    }
    Ok(())
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| Error::Internal("a task stopped unexpectedly".into()))?
}
