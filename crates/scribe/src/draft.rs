//! From transcript to a drafted and checked note, by a language model or by rule.

use std::time::{Duration, Instant};

use ::models::{Digests, SHIPPED_DRAFTING_MODEL, Sha256};
use clinical::{
    CheckCounts, DraftCard, DraftTimes, ModelCard, Note, Redraft, Section, SectionAgain, SectionCode,
    Segment, Transcript,
};
use drafting::prompt::{Ask, Background, SoFar, ask_again};
use drafting::{Answers, Template};
use grounding::Heard;
use worker::{
    ChatMessage, GenerateRequest, GeneratedText, LlamaOptions, LlamaWorker, RunsOn, Stopped, TextRequest,
    WorkerError, worker_program,
};

use crate::card::{FileDigest, draft_card, model_card, prompt_digest};
use crate::listen::threads;
use crate::{Error, InstalledModel, Places, Task, default_model, find_model};

/// Tokens of context that a draft may use: instructions, transcript and note together.
const CONTEXT_TOKENS: u32 = 16_384;
/// Tokens that a part of a note may have.
pub(crate) const MAX_PART_TOKENS: u32 = 2_048;
/// Always the likeliest words, so that the same consult gives the same draft.
pub(crate) const TEMPERATURE: f32 = 0.0;
/// Of the choice of words, were the temperature above 0.
pub(crate) const SEED: u32 = 0;

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
            None => default_model(places, Task::Drafting, &[]),
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
        match self {
            Self::Extractive { .. } => Ok(self.by_rule(drafting::extract, template, background, transcript)),
            Self::Dictation => Ok(self.by_rule(drafting::dictation::note, template, background, transcript)),
            Self::Language { .. } => {
                let asks = drafting::prompt::asks(template);
                let prompt = prompt_digest(template, &asks);
                self.by_model(&asks, prompt, template, background, transcript).await
            }
        }
    }

    /// Drafts one section alone, again, and checks it; the other sections of the draft are empty. `removed` are the texts that a
    /// person removed from it. Without a language model it is drafted as with the whole note.
    ///
    /// # Errors
    /// As [`Engine::draft`].
    pub(crate) async fn draft_section(
        &self,
        section: &Section,
        removed: Vec<&str>,
        how: &Redraft,
        template: &Template,
        background: &Background,
        transcript: &Transcript,
    ) -> Result<Draft, Error> {
        let code = section.code;
        let mut draft = match self {
            Self::Extractive { .. } | Self::Dictation => {
                let mut whole = self.draft(template, background, transcript).await?;
                let others = whole.note.sections.iter_mut().filter(|one| one.code != code);
                others.for_each(|other| other.statements.clear());
                whole.card.checks = CheckCounts::of(&whole.note);
                whole
            }
            Self::Language { .. } => {
                let texts = |is_settled| {
                    let those = section.statements.iter().filter(move |one| one.is_settled() == is_settled);
                    those.map(|one| one.text.as_str()).collect::<Vec<_>>()
                };
                let so_far = SoFar { settled: texts(true), replaced: texts(false), removed };
                let ask = ask_again(code, how, &so_far);
                let prompt = prompt_digest(template, &[ask_again(code, how, &so_far.without_words())]);
                self.by_model(&[ask], prompt, template, background, transcript).await?
            }
        };
        draft.card.again = Some(SectionAgain { section: code, how: how.clone() });
        Ok(draft)
    }

    /// Drafts with the language model, which answers each of `asks`.
    async fn by_model(
        &self,
        asks: &[Ask],
        prompt: Sha256,
        template: &Template,
        background: &Background,
        transcript: &Transcript,
    ) -> Result<Draft, Error> {
        let Self::Language { worker, model, digests } = self else {
            return Err(Error::Internal("a drafter without a model was asked to prompt one".into()));
        };
        let began = Instant::now();
        let digest = FileDigest::of(digests, model.path.clone());
        let author = Author { worker, template, background, transcript, asks };
        let Written { note, stretches, full, reading } = author.write().await?;
        let writing = began.elapsed().saturating_sub(reading);
        let card = model_card(worker, model, digest, prompt, stretches).await;
        let heard = heard(transcript, background);
        let draft = self.checked(note, template, &heard, (reading, writing), Some(card));
        Ok(Draft { by: with_limits(draft.by, &full), ..draft })
    }

    /// Drafts without a model.
    fn by_rule(
        &self,
        rule: impl FnOnce(&Template, &Transcript) -> Note,
        template: &Template,
        background: &Background,
        transcript: &Transcript,
    ) -> Draft {
        let began = Instant::now();
        let note = rule(template, transcript);
        let times = (Duration::ZERO, began.elapsed());
        self.checked(note, template, &heard(transcript, background), times, None)
    }

    /// The draft that this engine read and wrote in so long a time, with its checks and its card.
    fn checked(
        &self,
        mut note: Note,
        template: &Template,
        heard: &Heard,
        (reading, writing): (Duration, Duration),
        model: Option<ModelCard>,
    ) -> Draft {
        let began = Instant::now();
        grounding::check(&mut note, heard);
        let ms = |took: Duration| u32::try_from(took.as_millis()).unwrap_or(u32::MAX);
        let times =
            DraftTimes { reading_ms: ms(reading), writing_ms: ms(writing), checking_ms: ms(began.elapsed()) };
        let by = match (self, model.as_ref().map_or(1, |model| model.stretches)) {
            (Self::Extractive { instead: Some(why) }, _) => format!("{}, because {why}", self.name()),
            (_, 1) => self.name(),
            (_, parts) => format!(
                "{}, in {parts} parts put together, because the consult is longer than it can read at once",
                self.name()
            ),
        };
        let card = draft_card(self.name(), template, model, times, CheckCounts::of(&note));
        Draft { note, by, card }
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

    /// Drafts with this engine, and with the extractive drafter where it fails or takes longer than it may: there is always a
    /// draft.
    pub async fn draft_or_extract(
        &self,
        template: &Template,
        background: &Background,
        transcript: &Transcript,
        within: Duration,
    ) -> Draft {
        let late = async {
            tokio::time::sleep(within).await;
            too_late(within)
        };
        self.draft_until(late, template, background, transcript).await
    }

    /// The same, with the extractive drafter as soon as `given_up` says why this engine is waited for no longer.
    pub(crate) async fn draft_until(
        &self,
        given_up: impl Future<Output = String>,
        template: &Template,
        background: &Background,
        transcript: &Transcript,
    ) -> Draft {
        let why = tokio::select! {
            biased;
            drafted = self.draft(template, background, transcript) => match drafted {
                Ok(draft) => return draft,
                Err(error) => format!("failed: {error}"),
            },
            why = given_up => why,
        };
        let by_rule = Self::Extractive { instead: Some(format!("{} {why}", self.name())) };
        by_rule.by_rule(drafting::extract, template, background, transcript)
    }
}

/// What the checks hold a note against.
fn heard(transcript: &Transcript, background: &Background) -> Heard {
    Heard::of(transcript).of_age(background.age).on(background.day)
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

/// A language model at work on a consult.
struct Author<'a> {
    worker: &'a LlamaWorker,
    template: &'a Template,
    background: &'a Background,
    transcript: &'a Transcript,
    asks: &'a [Ask],
}

/// What it wrote.
struct Written {
    note: Note,
    /// In how many stretches the consult was read.
    stretches: usize,
    /// Titles of the sections in which it wrote as much as it may.
    full: Vec<String>,
    /// How long it took until the first words of each stretch.
    reading: Duration,
}

impl Author<'_> {
    /// Writes the note. What does not fit the model's context, with room for the note, is read in halves, and these in halves
    /// again.
    async fn write(&self) -> Result<Written, Error> {
        let mut note = self.template.empty_note();
        let (mut stretches, mut full, mut reading) = (0, Vec::new(), Duration::ZERO);
        let mut waiting = vec![self.transcript.segments()];
        while let Some(stretch) = waiting.pop() {
            match self.note_of(stretch).await {
                Ok((next, cut, read)) => {
                    stretches += 1;
                    reading += read;
                    let is_full =
                        |section: &&Section| drafting::is_full(section) || cut.contains(&section.code);
                    for section in next.sections.iter().filter(is_full) {
                        if !full.contains(&section.title) {
                            full.push(section.title.clone());
                        }
                    }
                    add(&mut note, next);
                }
                Err(Error::Worker(WorkerError::TooLong { .. })) if stretch.len() > 1 => {
                    let (first, second) = stretch.split_at(stretch.len() / 2);
                    waiting.extend([second, first]);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(Written { note, stretches, full, reading })
    }

    /// The note of a stretch, the sections of it that a whole answer has no room for, and how long it took to read it.
    async fn note_of(&self, stretch: &[Segment]) -> Result<(Note, Vec<SectionCode>, Duration), Error> {
        let mut note = self.template.empty_note();
        let (mut cut, mut reading) = (Vec::new(), Duration::ZERO);
        let mut asks = self.asks.to_vec();
        while !asks.is_empty() {
            let (answers, read) = self.answers(stretch, &asks).await?;
            let Answers { note: mut next, whole } = answers;
            let broken_off = asks.into_iter().zip(whole).filter_map(|(ask, whole)| Some((ask, whole?)));
            asks = broken_off.filter_map(|(ask, whole)| left_of(&ask, whole, &mut next, &mut cut)).collect();
            add(&mut note, next);
            reading += read;
        }
        Ok((note, cut, reading))
    }

    /// What the model writes of a stretch when it is asked this, and how long it took to read it.
    async fn answers(&self, stretch: &[Segment], asks: &[Ask]) -> Result<(Answers, Duration), Error> {
        let texts = asks.iter().map(|ask| TextRequest {
            grammar: Some(drafting::grammar(&ask.sections, stretch)),
            ask: ask.text.clone(),
            max_tokens: MAX_PART_TOKENS,
        });
        let request = request(self.template, self.background, stretch, texts.collect());
        let began = Instant::now();
        let mut generation = self.worker.generate(request).await?;
        generation.next().await.transpose()?;
        let reading = began.elapsed();
        let generated = generation.texts().await?;
        let ran_out =
            |text: &GeneratedText| text.stopped == Stopped::MaxTokens && text.tokens < MAX_PART_TOKENS;
        if generated.texts.iter().any(ran_out) {
            let tokens = generated.prompt_tokens;
            return Err(WorkerError::TooLong { tokens, context: CONTEXT_TOKENS }.into());
        }
        let texts = generated.texts.iter().map(|text| text.text.as_str());
        Ok((drafting::parse(self.template, self.transcript, texts)?, reading))
    }
}

/// What is still to be asked of a part whose answer broke off behind so many whole sections. The next one gets the room of a whole
/// answer; where it had that already, what it has of it stays and it is `cut`.
fn left_of(ask: &Ask, whole: usize, answer: &mut Note, cut: &mut Vec<SectionCode>) -> Option<Ask> {
    let begun = *ask.sections.get(whole)?;
    if whole == 0 {
        cut.push(begun);
        return ask.without_first(1);
    }
    let begun = answer.sections.iter_mut().find(|section| section.code == begun);
    begun.into_iter().for_each(|section| section.statements.clear());
    ask.without_first(whole)
}

/// Names a drafter, and the sections in which it wrote as much as it may: what came after that is not in them.
fn with_limits(by: String, full: &[String]) -> String {
    match full {
        [] => by,
        _ => format!(
            "{by}, which wrote as much as it may in {}: look for what is missing there",
            full.join(", ")
        ),
    }
}

/// Adds the statements of the next stretch of a consult, each wording once, with all that any stretch has for it.
fn add(note: &mut Note, next: Note) {
    for (section, more) in note.sections.iter_mut().zip(next.sections) {
        for statement in more.statements {
            let there =
                section.statements.iter_mut().find(|there| there.text.eq_ignore_ascii_case(&statement.text));
            match there {
                Some(there) => {
                    there.evidence.extend(statement.evidence);
                    there.evidence.sort_unstable();
                    there.evidence.dedup();
                }
                None => section.statements.push(statement),
            }
        }
    }
}

/// Why a model that took longer than this is waited for no longer.
pub(crate) fn too_late(within: Duration) -> String {
    format!("was not done within {} s. Draft again to wait for it.", within.as_secs())
}

/// What a model is asked.
fn request(
    template: &Template,
    background: &Background,
    stretch: &[Segment],
    texts: Vec<TextRequest>,
) -> GenerateRequest {
    let messages = drafting::prompt::messages(template, background, stretch);
    let messages = messages.into_iter().map(chat_message).collect();
    GenerateRequest { messages, texts, temperature: TEMPERATURE, seed: SEED }
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
    use clinical::{Origin, SegmentId, Statement};

    use super::*;

    #[test]
    fn a_draft_says_in_which_sections_its_model_came_to_the_end_of_what_it_may_write() {
        assert_eq!(with_limits("Some Model".into(), &[]), "Some Model");
        assert_eq!(
            with_limits("Some Model".into(), &["Plan".into(), "Advice".into()]),
            "Some Model, which wrote as much as it may in Plan, Advice: look for what is missing there"
        );
    }

    #[test]
    fn a_part_that_breaks_off_is_asked_for_again_from_the_section_on_that_is_not_whole() {
        use SectionCode::{Allergies, ChiefComplaint, HistoryOfPresentIllness};
        let ask = |sections: &[SectionCode]| Ask { sections: sections.to_vec(), text: "Write it.".into() };
        let note = || {
            let mut note = Template::built_in("soap").unwrap().empty_note();
            note.sections.iter_mut().for_each(|one| {
                one.statements.push(Statement::new("Said.", Vec::new(), Origin::Model));
            });
            note
        };
        let all = [ChiefComplaint, HistoryOfPresentIllness, Allergies];
        let has = |note: &Note, code| !note.section(code).unwrap().statements.is_empty();

        let (mut answer, mut cut, all) = (note(), Vec::new(), ask(&all));
        let second = left_of(&all, 1, &mut answer, &mut cut).unwrap();
        assert_eq!(second.sections, all.sections[1..]);
        assert!(has(&answer, ChiefComplaint) && !has(&answer, HistoryOfPresentIllness) && cut.is_empty());

        let mut answer = note();
        let third = left_of(&second, 0, &mut answer, &mut cut).unwrap();
        assert_eq!((third.sections.as_slice(), cut.as_slice()), (&all.sections[2..], &all.sections[1..2]));
        assert!(has(&answer, HistoryOfPresentIllness), "what it has of it stays");

        assert_eq!(left_of(&third, 0, &mut answer, &mut cut), None);
        assert_eq!(left_of(&all, 3, &mut answer, &mut cut), None, "all but the last bracket is there");
        assert_eq!(cut, all.sections[1..]);
    }

    #[test]
    fn stretches_of_a_consult_make_one_note_with_each_wording_once_and_all_its_evidence() {
        let of = |statements: &[(&str, &[u32])]| {
            let mut note = Template::built_in("soap").unwrap().empty_note();
            let section = note
                .sections
                .iter_mut()
                .find(|one| one.code == SectionCode::HistoryOfPresentIllness)
                .unwrap();
            let statement = |(text, cited): &(&str, &[u32])| {
                Statement::new(*text, cited.iter().copied().map(SegmentId).collect(), Origin::Model)
            };
            section.statements.extend(statements.iter().map(statement));
            note
        };
        let mut note = of(&[("Cough for 3 weeks.", &[3, 5])]);
        add(&mut note, of(&[("cough for 3 weeks.", &[9, 5, 4]), ("Denies fever.", &[12])]));
        let found: Vec<(&str, Vec<u32>)> = note
            .statements()
            .map(|one| (one.text.as_str(), one.evidence.iter().map(|id| id.0).collect()))
            .collect();
        assert_eq!(found, [("Cough for 3 weeks.", vec![3, 4, 5, 9]), ("Denies fever.", vec![12])]);
    }
}
