//! The parent's handle on a language model, and the stream of what it writes.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::call::{Introduce, call};
use crate::child::{Answer, Running, Spec};
use crate::error::WorkerError;
use crate::graphics::{Graphics, RunsOn};
use crate::messages::{GenerateRequest, ModelInfo, Stopped, Written};
use crate::supervisor::{Supervised, Work};
use crate::wire::{EngineKind, ToWorker};

/// The child says something at least after each block of the prompt and each token.
const SILENCE: Duration = Duration::from_secs(120);

/// How a language model is loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LlamaOptions {
    /// Tokens of context for the prompt and what is written (0: what the model was trained with, at most 8,192).
    pub context_tokens: u32,
    /// Threads to compute with (0: one for each core).
    pub threads: u16,
}

/// A language model in a child process. Clones share the child, which ends when the last of them, and of the streams
/// from it, is dropped.
#[derive(Clone)]
pub struct LlamaWorker(Arc<Supervised>);

impl LlamaWorker {
    /// Names the worker's program, the model's file and how to load it. Nothing is started until it is needed.
    pub fn new(program: PathBuf, model: PathBuf, options: LlamaOptions) -> Self {
        Self::with_graphics(program, model, options, Graphics::of_environment())
    }

    /// The same, and whether a graphics card shall be used.
    pub fn with_graphics(
        program: PathBuf,
        model: PathBuf,
        options: LlamaOptions,
        graphics: Graphics,
    ) -> Self {
        let LlamaOptions { context_tokens, threads } = options;
        let kind = EngineKind::Language;
        Self(Supervised::new(Spec { program, model, threads, context_tokens, kind, graphics }))
    }

    /// What the model is; loads it if need be.
    ///
    /// # Errors
    /// When the program or model is missing or unusable, or the processor too old.
    pub async fn info(&self) -> Result<ModelInfo, WorkerError> {
        call(&self.0, Introduce).await
    }

    /// Begins to write; resolves when the model has accepted the prompt. One request is worked on at a time: a second
    /// waits for the first. A child that dies is replaced once, and what had been delivered is not delivered
    /// again. Dropping the stream stops the model.
    ///
    /// # Errors
    /// When the model cannot be loaded, the prompt does not fit ([`WorkerError::TooLong`]) or the grammar is invalid.
    pub async fn generate(&self, request: GenerateRequest) -> Result<Generation, WorkerError> {
        let (events, incoming) = mpsc::channel(64);
        let (accepted, was_accepted) = oneshot::channel();
        let stopper = Stopper(Arc::new(Notify::new()));
        let texts = request.texts.len();
        let work = Generate {
            request,
            delivered: vec![String::new(); texts],
            accepted: Some(accepted),
            events: events.clone(),
            stopper: stopper.clone(),
        };
        let supervised = Arc::clone(&self.0);
        let task = tokio::spawn(async move {
            let ended = supervised.perform(work, events.closed()).await;
            let _ = events.send(Event::Ended(ended)).await;
        });
        let so_far = vec![String::new(); texts];
        let mut generation = Generation { incoming, task, stopper, so_far, ended: None, over: false };
        // The sender is dropped unused when the work failed before the prompt was accepted.
        if was_accepted.await.is_err()
            && let Some(Event::Ended(Err(error))) = generation.incoming.recv().await
        {
            return Err(error);
        }
        Ok(generation)
    }

    /// Ends the child, giving its memory back; work in progress ends as [`WorkerError::Cancelled`]. A later request
    /// starts it again.
    pub async fn shut_down(&self) {
        self.0.shut_down().await;
    }

    /// On what the model runs, or ran last; none before it was loaded.
    pub fn runs_on(&self) -> Option<RunsOn> {
        self.0.runs_on()
    }

    /// The child's process id, while one runs.
    pub fn pid(&self) -> Option<u32> {
        self.0.pid()
    }
}

/// Some text, as it was written: whole characters, at least one.
#[derive(Clone, PartialEq, Eq)]
pub struct Piece {
    /// The number of the text that it goes on with, from 0.
    pub of: usize,
    /// The text.
    pub text: String,
}

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Piece({}, {} bytes)", self.of, self.text.len())
    }
}

/// The texts of a request, complete or stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated {
    /// In the order in which they were asked for.
    pub texts: Vec<GeneratedText>,
    /// Tokens of the conversation, with what each text was asked by.
    pub prompt_tokens: u32,
    /// How many of them were read for this request ([`Written::read_tokens`]).
    pub read_tokens: u32,
}

/// A text that is complete, or was stopped.
#[derive(Clone, PartialEq, Eq)]
pub struct GeneratedText {
    /// All of it, the pieces already taken included.
    pub text: String,
    /// Tokens written.
    pub tokens: u32,
    /// Why it ended.
    pub stopped: Stopped,
}

impl fmt::Debug for GeneratedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GeneratedText")
            .field("bytes", &self.text.len())
            .field("tokens", &self.tokens)
            .field("stopped", &self.stopped)
            .finish()
    }
}

/// Stops a text from elsewhere while its stream is being read; the stream then ends as [`Stopped::Cancelled`].
#[derive(Clone)]
pub struct Stopper(Arc<Notify>);

impl Stopper {
    /// Asks the model to stop after the token it is at.
    pub fn stop(&self) {
        self.0.notify_one();
    }
}

/// Texts being written. Dropping it stops the model.
pub struct Generation {
    incoming: mpsc::Receiver<Event>,
    task: JoinHandle<()>,
    stopper: Stopper,
    so_far: Vec<String>,
    ended: Option<Written>,
    over: bool,
}

impl Generation {
    /// The next piece; `None` when all texts are complete.
    pub async fn next(&mut self) -> Option<Result<Piece, WorkerError>> {
        if self.over {
            return None;
        }
        match self.incoming.recv().await {
            Some(Event::Piece(piece)) => {
                self.so_far[piece.of].push_str(&piece.text);
                Some(Ok(piece))
            }
            Some(Event::Ended(Ok(ended))) => {
                self.over = true;
                self.ended = Some(ended);
                None
            }
            Some(Event::Ended(Err(error))) => {
                self.over = true;
                Some(Err(error))
            }
            None => {
                self.over = true;
                Some(Err(WorkerError::Cancelled))
            }
        }
    }

    /// What can stop this text from another task.
    pub fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }

    /// Stops the model and waits until it is ready for another request.
    pub async fn cancel(self) {
        drop(self.incoming);
        let _ = self.task.await;
    }

    /// The whole texts, once they are complete.
    ///
    /// # Errors
    /// When the worker died twice or was shut down.
    pub async fn texts(mut self) -> Result<Generated, WorkerError> {
        while let Some(piece) = self.next().await {
            piece?;
        }
        let Written { prompt_tokens, read_tokens, texts } = self.ended.ok_or(WorkerError::Cancelled)?;
        let texts = self.so_far.into_iter().zip(texts);
        let texts = texts.map(|(text, (tokens, stopped))| GeneratedText { text, tokens, stopped }).collect();
        Ok(Generated { texts, prompt_tokens, read_tokens })
    }
}

enum Event {
    Piece(Piece),
    Ended(Result<Written, WorkerError>),
}

struct Generate {
    request: GenerateRequest,
    /// What the caller has been given of each text, also by a child that died since.
    delivered: Vec<String>,
    accepted: Option<oneshot::Sender<()>>,
    events: mpsc::Sender<Event>,
    stopper: Stopper,
}

impl Generate {
    async fn deliver(&mut self, piece: Piece) -> Result<(), WorkerError> {
        if piece.text.is_empty() {
            return Ok(());
        }
        self.delivered[piece.of].push_str(&piece.text);
        self.events.send(Event::Piece(piece)).await.map_err(|_| WorkerError::Cancelled)
    }
}

impl Work for Generate {
    type Output = Written;

    async fn run(&mut self, child: &mut Running) -> Result<Written, WorkerError> {
        let stopper = self.stopper.clone();
        let mut repeats: Vec<Repeats> = self.delivered.iter().map(|text| Repeats::of(text)).collect();
        child.ask(|id| ToWorker::Generate { id, request: self.request.clone() }).await?;
        loop {
            let answer = tokio::select! {
                answer = child.answer(SILENCE) => answer?,
                () = stopper.0.notified() => {
                    child.ask_to_stop().await?;
                    continue;
                }
            };
            if !matches!(answer, Answer::Failed(_))
                && let Some(accepted) = self.accepted.take()
            {
                let _ = accepted.send(());
            }
            match answer {
                Answer::Reading => {}
                Answer::Piece { of, text } => {
                    let of = of as usize;
                    let repeats = repeats.get_mut(of).ok_or(WorkerError::Protocol)?;
                    let text = repeats.fresh_part(&text).ok_or(WorkerError::Died)?.to_owned();
                    self.deliver(Piece { of, text }).await?;
                }
                Answer::Generated(written) => {
                    if written.texts.len() != repeats.len() {
                        return Err(WorkerError::Protocol);
                    }
                    let cut = |(repeats, (_, stopped)): (&Repeats, &(u32, Stopped))| {
                        !repeats.all_seen() && *stopped != Stopped::Cancelled
                    };
                    if repeats.iter().zip(&written.texts).any(cut) {
                        return Err(WorkerError::Died);
                    }
                    return Ok(written);
                }
                Answer::Failed(failure) => return Err(failure.into()),
                Answer::Heard(_) | Answer::Languages(_) => return Err(WorkerError::Protocol),
            }
        }
    }
}

/// What a fresh child writes again of a text whose beginning was delivered before the first child died.
struct Repeats {
    expected: String,
    seen: usize,
}

impl Repeats {
    fn of(delivered: &str) -> Self {
        Self { expected: delivered.to_owned(), seen: 0 }
    }

    /// The part of `text` that had not been delivered; `None` when it is not the same text.
    fn fresh_part<'t>(&mut self, text: &'t str) -> Option<&'t str> {
        let due = &self.expected[self.seen..];
        if let Some(fresh) = text.strip_prefix(due) {
            self.seen = self.expected.len();
            return Some(fresh);
        }
        due.starts_with(text).then(|| {
            self.seen += text.len();
            ""
        })
    }

    fn all_seen(&self) -> bool {
        self.seen == self.expected.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cut(text: &str, every: usize) -> Vec<String> {
        text.chars().collect::<Vec<_>>().chunks(every).map(|piece| piece.iter().collect()).collect()
    }

    proptest! {
        #[test]
        fn however_it_was_cut_nothing_is_delivered_twice(text in ".{0,80}", kept in 0usize..80, every in 1usize..9) {
            let delivered: String = text.chars().take(kept).collect();
            let mut repeats = Repeats::of(&delivered);
            let mut all = delivered.clone();
            for piece in cut(&text, every) {
                all.push_str(repeats.fresh_part(&piece).unwrap());
            }
            prop_assert!(repeats.all_seen());
            prop_assert_eq!(all, text);
        }
    }

    #[test]
    fn another_text_is_noticed() {
        let mut repeats = Repeats::of("the knee is");
        assert_eq!(repeats.fresh_part("the "), Some(""));
        assert_eq!(repeats.fresh_part("hip"), None);
    }

    #[test]
    fn a_shorter_text_is_noticed() {
        let mut repeats = Repeats::of("the knee is");
        assert_eq!(repeats.fresh_part("the"), Some(""));
        assert!(!repeats.all_seen());
    }

    #[test]
    fn debug_never_shows_the_text() {
        assert_eq!(format!("{:?}", Piece { of: 1, text: "Jane Doe".to_owned() }), "Piece(1, 8 bytes)");
    }
}
