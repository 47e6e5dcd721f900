//! What drafts a note: a language model, the rules, or the clinician's dictation.

mod author;
mod writing;

use ::models::{Digests, SHIPPED_DRAFTING_MODEL};
use clinical::{DraftCard, Note};
use worker::{LlamaOptions, LlamaWorker, RunsOn, worker_program};

pub(crate) use author::{MAX_PART_TOKENS, SEED, TEMPERATURE};
pub(crate) use writing::too_late;

use crate::listen::threads;
use crate::{Error, InstalledModel, Places, Spoken, Task, default_model, find_model};

/// Tokens of context that a draft may use: instructions, transcript and note together.
const CONTEXT_TOKENS: u32 = 16_384;
/// Which drafter to use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EngineChoice {
    /// A language model where one for patients is installed, else the extractive drafter.
    Auto,
    /// A language model, or an error.
    Llm,
    /// The extractive drafter, which needs no model.
    Extractive,
    /// None: the clinician dictated the note.
    Dictation,
}

/// A drafter, ready to write.
#[derive(Clone)]
pub enum Engine {
    /// Copies and rewords by rule; cites everything.
    Extractive {
        /// Why a language model does not draft, where one was to if there is one: the end of a sentence.
        instead: Option<String>,
    },
    /// Puts what was dictated where it was said to go.
    Dictation,
    /// A language model in its own process.
    Language {
        /// The process.
        worker: LlamaWorker,
        /// The model.
        model: InstalledModel,
        /// What is remembered of its file, for the cards of its drafts.
        digests: Digests,
    },
}

impl Engine {
    /// Picks the drafter. `model` is a catalogue id or the path of a GGUF file.
    ///
    /// # Errors
    /// [`Error::Models`] where a language model was asked for and is not here.
    pub fn choose(places: &Places, choice: EngineChoice, model: Option<&str>) -> Result<Self, Error> {
        let language = || match model {
            Some(model) => find_model(places, model),
            None => default_model(places, Task::Drafting, &Spoken::default()),
        };
        match choice {
            EngineChoice::Extractive => Ok(Self::by_rule_alone()),
            EngineChoice::Dictation => Ok(Self::Dictation),
            EngineChoice::Llm => language().map(|model| Self::language(places, model)),
            EngineChoice::Auto if model.is_some() => language().map(|model| Self::language(places, model)),
            EngineChoice::Auto => {
                Ok(language().map_or_else(Self::instead_of_model, |model| Self::language(places, model)))
            }
        }
    }

    /// The drafter of the sample consult: a language model for patients where one is installed, else the small one that
    /// ships with Dictum and knows no other consults.
    ///
    /// # Errors
    /// [`Error::Models`] where the catalogue cannot be used.
    pub fn of_the_sample(places: &Places) -> Result<Self, Error> {
        Ok(match Self::choose(places, EngineChoice::Auto, None)? {
            by_rule @ Self::Extractive { .. } => {
                let model = find_model(places, SHIPPED_DRAFTING_MODEL);
                model.map_or(by_rule, |model| Self::language(places, model))
            }
            engine => engine,
        })
    }

    /// The extractive drafter, which was asked for.
    pub fn by_rule_alone() -> Self {
        Self::Extractive { instead: None }
    }

    /// The extractive drafter, because there is no language model to use.
    fn instead_of_model(error: Error) -> Self {
        let why = match error {
            Error::Models(::models::Error::NotInstalled(_)) => "no language model is installed".into(),
            error => format!("no language model can be used: {error}"),
        };
        Self::Extractive { instead: Some(why) }
    }

    fn language(places: &Places, model: InstalledModel) -> Self {
        let worker = LlamaWorker::new(worker_program("llama-worker"), model.path.clone(), llama_options());
        Self::Language { worker, model, digests: Digests::of_folder(&places.models) }
    }

    /// What a note says of its drafter.
    pub fn name(&self) -> String {
        match self {
            Self::Extractive { .. } => "extractive drafter".into(),
            Self::Dictation => "dictation".into(),
            Self::Language { model, .. } => model.name.clone(),
        }
    }

    /// On what the language model runs; none without one, or before it was loaded.
    pub fn runs_on(&self) -> Option<RunsOn> {
        match self {
            Self::Language { worker, .. } => worker.runs_on(),
            Self::Extractive { .. } | Self::Dictation => None,
        }
    }

    /// Whether it is the same drafter with the same model.
    pub(crate) fn is_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Extractive { .. }, Self::Extractive { .. }) | (Self::Dictation, Self::Dictation) => true,
            (Self::Language { model, .. }, Self::Language { model: of_other, .. }) => {
                model.path == of_other.path
            }
            _ => false,
        }
    }
}

/// How language models are run here.
pub(crate) fn llama_options() -> LlamaOptions {
    LlamaOptions { context_tokens: CONTEXT_TOKENS, threads: threads() }
}

/// A note as it was drafted.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The note, every statement checked.
    pub note: Note,
    /// The drafter that wrote it, and what else the clinician must know of that, in words.
    pub by: String,
    /// How it was made.
    pub card: DraftCard,
}
