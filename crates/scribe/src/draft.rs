//! From transcript to a drafted and checked note, by a language model or by rule.

use std::path::Path;

use clinical::{Note, Transcript};
use drafting::Template;
use worker::{ChatMessage, GenerateRequest, LlamaOptions, LlamaWorker, worker_program};

use crate::listen::threads;
use crate::{Error, InstalledModel, Places, Task, default_model, find_model};

/// Tokens of context that a draft may use: instructions, transcript and note together.
const CONTEXT_TOKENS: u32 = 16_384;
/// Tokens that a note may have.
const MAX_NOTE_TOKENS: u32 = 4_096;

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
pub enum Engine {
    /// Copies and rewords by rule; cites everything.
    Extractive,
    /// Puts what was dictated where it was said to go.
    Dictation,
    /// A language model in its own process.
    Language {
        /// The process.
        worker: LlamaWorker,
        /// The model.
        model: InstalledModel,
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
            None => default_model(places, Task::Drafting),
        };
        match choice {
            EngineChoice::Extractive => Ok(Self::Extractive),
            EngineChoice::Dictation => Ok(Self::Dictation),
            EngineChoice::Llm => language().map(Self::language),
            EngineChoice::Auto if model.is_some() => language().map(Self::language),
            EngineChoice::Auto => {
                Ok(language().ok().filter(|m| !m.test_only).map_or(Self::Extractive, Self::language))
            }
        }
    }

    fn language(model: InstalledModel) -> Self {
        let worker = LlamaWorker::new(worker_program("llama-worker"), model.path.clone(), llama_options());
        Self::Language { worker, model }
    }

    /// What a note says of its drafter.
    pub fn name(&self) -> String {
        match self {
            Self::Extractive => "extractive drafter".into(),
            Self::Dictation => "dictation".into(),
            Self::Language { model, .. } => model.name.clone(),
        }
    }

    /// Drafts a note and checks every statement of it.
    ///
    /// # Errors
    /// [`Error::Worker`] where the model's process failed, [`Error::Draft`] where it wrote something else than a note.
    pub async fn draft(&self, template: &Template, transcript: &Transcript) -> Result<Note, Error> {
        let mut note = match self {
            Self::Extractive => drafting::extract(template, transcript),
            Self::Dictation => drafting::dictation::note(template, transcript),
            Self::Language { worker, .. } => {
                let request = GenerateRequest {
                    messages: drafting::prompt::messages(template, transcript)
                        .into_iter()
                        .map(chat_message)
                        .collect(),
                    grammar: Some(drafting::grammar(template, transcript)),
                    max_tokens: MAX_NOTE_TOKENS,
                    temperature: 0.0,
                    seed: 0,
                };
                let generated = worker.generate(request).await?.text().await?;
                drafting::parse(template, transcript, &generated.text)?
            }
        };
        grounding::check(&mut note, transcript);
        Ok(note)
    }

    /// Drafts with this engine, and with the extractive drafter where it fails: there is always a draft. The second
    /// value names the drafter that wrote it, and the failure where there was one.
    pub async fn draft_or_extract(&self, template: &Template, transcript: &Transcript) -> (Note, String) {
        match self.draft(template, transcript).await {
            Ok(note) => (note, self.name()),
            Err(error) => {
                let mut note = drafting::extract(template, transcript);
                grounding::check(&mut note, transcript);
                (note, format!("extractive drafter, because {} failed: {error}", self.name()))
            }
        }
    }
}

/// How language models are run here.
pub(crate) fn llama_options() -> LlamaOptions {
    LlamaOptions { context_tokens: CONTEXT_TOKENS, threads: threads() }
}

fn chat_message(message: drafting::prompt::Message) -> ChatMessage {
    let role = match message.role {
        drafting::prompt::Role::System => "system",
        drafting::prompt::Role::User => "user",
    };
    ChatMessage { role: role.to_owned(), content: message.content }
}

/// A template: one that comes with Dictum, by its name, or a file of one, by its path (which has a folder in it or ends in
/// ".toml").
///
/// # Errors
/// [`Error::InvalidInput`] naming the templates there are, or for a file that cannot be read; [`Error::Template`] with the
/// line of what is wrong in it.
pub fn template(name: &str) -> Result<Template, Error> {
    if let Some(built_in) = Template::built_in(name) {
        return Ok(built_in);
    }
    let path = Path::new(name);
    if path.extension().is_some_and(|extension| extension == "toml") || path.components().count() > 1 {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Error::InvalidInput(format!("The template {} cannot be read: {error}.", path.display()))
        })?;
        return Ok(Template::parse(&text)?);
    }
    let names: Vec<_> = Template::built_in_names().collect();
    Err(Error::InvalidInput(format!(
        "There is no template \"{name}\". There are: {}. A template of your own is given by its file, name.toml.",
        names.join(", ")
    )))
}
