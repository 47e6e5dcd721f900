//! From transcript to a drafted and checked note, by a language model or by rule.

use ::models::SHIPPED_DRAFTING_MODEL;
use clinical::{Note, Segment, Transcript};
use drafting::Template;
use drafting::prompt::Background;
use grounding::Heard;
use worker::{
    ChatMessage, GenerateRequest, GeneratedText, LlamaOptions, LlamaWorker, RunsOn, Stopped, TextRequest,
    WorkerError, worker_program,
};

use crate::listen::threads;
use crate::{Error, InstalledModel, Places, Task, default_model, find_model};

/// Tokens of context that a draft may use: instructions, transcript and note together.
const CONTEXT_TOKENS: u32 = 16_384;
/// Tokens that a part of a note may have.
const MAX_PART_TOKENS: u32 = 2_048;

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
            EngineChoice::Auto => Ok(language().map_or(Self::Extractive, Self::language)),
        }
    }

    /// The drafter of the sample consult: a language model for patients where one is installed, else the small one that
    /// ships with Dictum and knows no other consults.
    ///
    /// # Errors
    /// [`Error::Models`] where the catalogue cannot be used.
    pub fn of_the_sample(places: &Places) -> Result<Self, Error> {
        Ok(match Self::choose(places, EngineChoice::Auto, None)? {
            Self::Extractive => {
                find_model(places, SHIPPED_DRAFTING_MODEL).map_or(Self::Extractive, Self::language)
            }
            engine => engine,
        })
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

    /// On what the language model runs; none without one, or before it was loaded.
    pub fn runs_on(&self) -> Option<RunsOn> {
        match self {
            Self::Language { worker, .. } => worker.runs_on(),
            Self::Extractive | Self::Dictation => None,
        }
    }

    /// Drafts a note and checks every statement of it.
    ///
    /// # Errors
    /// [`Error::Worker`] where the model's process failed, [`Error::Draft`] where it wrote something else than a note.
    pub async fn draft(
        &self,
        template: &Template,
        background: &Background,
        transcript: &Transcript,
    ) -> Result<Draft, Error> {
        let (mut note, stretches) = match self {
            Self::Extractive => (drafting::extract(template, transcript), 1),
            Self::Dictation => (drafting::dictation::note(template, transcript), 1),
            Self::Language { worker, .. } => {
                Author { worker, template, background, transcript }.write().await?
            }
        };
        grounding::check(&mut note, &heard(transcript, background));
        let by = match stretches {
            1 => self.name(),
            parts => format!(
                "{}, in {parts} parts put together, because the consult is longer than it can read at once",
                self.name()
            ),
        };
        Ok(Draft { note, by })
    }

    /// Reads a consult as far as it is settled, so that a draft of it begins sooner; only a language model gains by it.
    ///
    /// # Errors
    /// [`Error::Worker`].
    pub async fn read(
        &self,
        template: &Template,
        background: &Background,
        so_far: &Transcript,
    ) -> Result<(), Error> {
        if let Self::Language { worker, .. } = self {
            let request = request(template, background, so_far.segments(), Vec::new());
            worker.generate(request).await?.texts().await?;
        }
        Ok(())
    }

    /// Drafts with this engine, and with the extractive drafter where it fails: there is always a draft.
    pub async fn draft_or_extract(
        &self,
        template: &Template,
        background: &Background,
        transcript: &Transcript,
    ) -> Draft {
        self.draft(template, background, transcript).await.unwrap_or_else(|error| {
            let mut note = drafting::extract(template, transcript);
            grounding::check(&mut note, &heard(transcript, background));
            Draft { note, by: format!("extractive drafter, because {} failed: {error}", self.name()) }
        })
    }
}

fn heard(transcript: &Transcript, background: &Background) -> Heard {
    Heard::of(transcript).of_age(background.age)
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
}

/// A language model at work on a consult.
struct Author<'a> {
    worker: &'a LlamaWorker,
    template: &'a Template,
    background: &'a Background,
    transcript: &'a Transcript,
}

impl Author<'_> {
    /// The note, and in how many stretches the consult was read. What does not fit the model's context, with room for the
    /// note, is read in halves, and these in halves again.
    async fn write(&self) -> Result<(Note, usize), Error> {
        let mut note = self.template.empty_note();
        let mut read = 0;
        let mut waiting = vec![self.transcript.segments()];
        while let Some(stretch) = waiting.pop() {
            match self.note_of(stretch).await {
                Ok(next) => {
                    read += 1;
                    add(&mut note, next);
                }
                Err(Error::Worker(WorkerError::TooLong { .. })) if stretch.len() > 1 => {
                    let (first, second) = stretch.split_at(stretch.len() / 2);
                    waiting.extend([second, first]);
                }
                Err(error) => return Err(error),
            }
        }
        Ok((note, read))
    }

    async fn note_of(&self, stretch: &[Segment]) -> Result<Note, Error> {
        let asks = drafting::prompt::asks(self.template).into_iter();
        let texts = asks.map(|ask| TextRequest {
            grammar: Some(drafting::grammar(&ask.sections, stretch)),
            ask: ask.text,
            max_tokens: MAX_PART_TOKENS,
        });
        let request = request(self.template, self.background, stretch, texts.collect());
        let generated = self.worker.generate(request).await?.texts().await?;
        let ran_out =
            |text: &GeneratedText| text.stopped == Stopped::MaxTokens && text.tokens < MAX_PART_TOKENS;
        if generated.texts.iter().any(ran_out) {
            let tokens = generated.prompt_tokens;
            return Err(WorkerError::TooLong { tokens, context: CONTEXT_TOKENS }.into());
        }
        let texts = generated.texts.iter().map(|text| text.text.as_str());
        Ok(drafting::parse(self.template, self.transcript, texts)?)
    }
}

/// Adds the statements of the next stretch of a consult, each wording once.
fn add(note: &mut Note, next: Note) {
    for (section, more) in note.sections.iter_mut().zip(next.sections) {
        for statement in more.statements {
            if !section.statements.iter().any(|there| there.text.eq_ignore_ascii_case(&statement.text)) {
                section.statements.push(statement);
            }
        }
    }
}

/// What a model is asked: always the likeliest words, so that the same consult gives the same draft.
fn request(
    template: &Template,
    background: &Background,
    stretch: &[Segment],
    texts: Vec<TextRequest>,
) -> GenerateRequest {
    let messages = drafting::prompt::messages(template, background, stretch);
    let messages = messages.into_iter().map(chat_message).collect();
    GenerateRequest { messages, texts, temperature: 0.0, seed: 0 }
}

fn chat_message(message: drafting::prompt::Message) -> ChatMessage {
    let role = match message.role {
        drafting::prompt::Role::System => "system",
        drafting::prompt::Role::User => "user",
    };
    ChatMessage { role: role.to_owned(), content: message.content }
}

#[cfg(test)]
mod tests {
    use clinical::{Origin, SectionCode, Statement};

    use super::*;

    #[test]
    fn stretches_of_a_consult_make_one_note_with_each_wording_once() {
        let of = |texts: &[&str]| {
            let mut note = Template::built_in("soap").unwrap().empty_note();
            let section = note
                .sections
                .iter_mut()
                .find(|one| one.code == SectionCode::HistoryOfPresentIllness)
                .unwrap();
            let statement = |text: &&str| Statement::new(*text, Vec::new(), Origin::Model);
            section.statements.extend(texts.iter().map(statement));
            note
        };
        let mut note = of(&["Cough for 3 weeks."]);
        add(&mut note, of(&["cough for 3 weeks.", "Denies fever."]));
        let texts: Vec<&str> = note.statements().map(|statement| statement.text.as_str()).collect();
        assert_eq!(texts, ["Cough for 3 weeks.", "Denies fever."]);
    }
}
