//! The parent's end of one running child.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;
use tokio_util::codec::{FramedRead, FramedWrite, LengthDelimitedCodec};

use crate::error::{Failure, WorkerError};
use crate::graphics::{Graphics, GraphicsApi, GraphicsCard};
use crate::messages::{Heard, LanguageGuess, ModelInfo, Written};
use crate::serve::OWN_LINE;
use crate::wire::{EngineKind, FromWorker, Load, PROTOCOL, ToWorker, decode, encode, framing};

const HELLO_WITHIN: Duration = Duration::from_secs(30);
const LOADED_WITHIN: Duration = Duration::from_secs(300);
/// The engines look up between tokens and between blocks. One that does not in this time is ended instead, for whoever
/// cancelled is promised that the work stops within a second.
pub(crate) const CANCELLED_WITHIN: Duration = Duration::from_millis(600);
/// whisper.cpp looks up behind its encoder and behind each token, and that takes seconds where other programs have the cores. What is
/// asked next needs the model at once: it waits for a look rather than for a new process that loads the model. Longer than this
/// no guess takes: the process hangs.
pub(crate) const GUESS_ENDS_WITHIN: Duration = Duration::from_secs(10);
const ENDED_WITHIN: Duration = Duration::from_millis(500);

/// What to run, and on what.
pub(crate) struct Spec {
    pub program: PathBuf,
    pub model: PathBuf,
    pub threads: u16,
    pub context_tokens: u32,
    pub kind: EngineKind,
    pub graphics: Graphics,
}

/// A child and the pipes to it. Dropping it kills the child.
struct Link {
    child: Child,
    to: FramedWrite<ChildStdin, LengthDelimitedCodec>,
    from: FramedRead<ChildStdout, LengthDelimitedCodec>,
}

/// A child that has said what it is, and has no model yet.
pub(crate) struct Greeted {
    link: Link,
    engine: EngineKind,
    /// What it can compute on besides the processor.
    pub built_for: Vec<GraphicsApi>,
}

/// A child whose model is loaded. Dropping it kills the child.
pub(crate) struct Running {
    link: Link,
    pub info: ModelInfo,
    last_id: u64,
    /// The request whose last answer has not come yet.
    asked: Option<u64>,
}

/// An answer to the request that was asked.
pub(crate) enum Answer {
    Heard(Vec<Heard>),
    Languages(Vec<LanguageGuess>),
    Reading,
    Piece { of: u32, text: String },
    Generated(Written),
    Failed(Failure),
}

impl Greeted {
    /// Starts the program and checks its hello.
    pub(crate) async fn start(program: &Path) -> Result<Self, WorkerError> {
        if !program.is_file() {
            return Err(WorkerError::ProgramMissing { path: program.to_owned() });
        }
        let mut child = command(program)
            .spawn()
            .map_err(|error| WorkerError::NotStarted { reason: error.kind().to_string() })?;
        let (Some(stdin), Some(stdout), Some(stderr)) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take())
        else {
            return Err(WorkerError::NotStarted { reason: "it has no pipes".to_owned() });
        };
        tokio::spawn(log_own_lines(stderr, child.id()));
        let (to, from) = (FramedWrite::new(stdin, framing()), FramedRead::new(stdout, framing()));
        let mut link = Link { child, to, from };
        match link.receive(HELLO_WITHIN).await {
            Ok(FromWorker::Hello { protocol: PROTOCOL, engine, graphics }) => {
                Ok(Self { link, engine, built_for: graphics })
            }
            Err(WorkerError::Died) if link.was_killed().await => Err(WorkerError::Died),
            // The system's loader ends a program that lacks a library, such as that of a graphics driver.
            Err(WorkerError::Died) => Err(WorkerError::NotStarted {
                reason: "it ended at once; a library that it needs may be missing".to_owned(),
            }),
            Err(other) => Err(other),
            Ok(_) => Err(WorkerError::Protocol),
        }
    }

    /// The graphics cards that it can compute on. It ends with the answer.
    pub(crate) async fn cards(mut self) -> Result<Vec<GraphicsCard>, WorkerError> {
        self.link.send(&ToWorker::FindCards).await?;
        let driver = |what: &str| WorkerError::Graphics { reason: format!("its driver {what}") };
        match self.link.receive(HELLO_WITHIN).await {
            Ok(FromWorker::Cards(cards)) => Ok(cards),
            Ok(FromWorker::NotLoaded(failure)) => Err(failure.into()),
            Ok(_) => Err(WorkerError::Protocol),
            Err(WorkerError::Died) => Err(driver("stopped unexpectedly")),
            Err(WorkerError::TimedOut) => Err(driver("did not answer in time")),
            Err(other) => Err(other),
        }
    }

    /// Has it load the model, onto a graphics card or not.
    pub(crate) async fn load(mut self, spec: &Spec, onto_card: bool) -> Result<Running, WorkerError> {
        if self.engine != spec.kind {
            return Err(WorkerError::Protocol);
        }
        if !spec.model.is_file() {
            return Err(WorkerError::ModelMissing { path: spec.model.clone() });
        }
        // The child may be told the path under another working folder.
        let model = std::path::absolute(&spec.model).unwrap_or_else(|_| spec.model.clone());
        let Some(model) = model.to_str().map(str::to_owned) else {
            return Err(WorkerError::ModelUnusable { reason: "its path is not valid Unicode".to_owned() });
        };
        let load = Load { model, threads: spec.threads, context_tokens: spec.context_tokens, onto_card };
        self.link.send(&ToWorker::Load(load)).await?;
        match self.link.receive(if onto_card { spec.graphics.load_within } else { LOADED_WITHIN }).await? {
            FromWorker::Loaded(info) => Ok(Running { link: self.link, info, last_id: 0, asked: None }),
            FromWorker::NotLoaded(failure) => Err(failure.into()),
            _ => Err(WorkerError::Protocol),
        }
    }
}

impl Running {
    /// The child's process id, while it runs.
    pub(crate) fn pid(&self) -> Option<u32> {
        self.link.child.id()
    }

    /// Sends a request; `request` is given the id to put in it.
    pub(crate) async fn ask(&mut self, request: impl FnOnce(u64) -> ToWorker) -> Result<(), WorkerError> {
        self.last_id += 1;
        let request = request(self.last_id);
        self.asked = Some(self.last_id);
        self.link.send(&request).await
    }

    /// Asks the child to stop what it was asked; its last answer still comes.
    pub(crate) async fn ask_to_stop(&mut self) -> Result<(), WorkerError> {
        match self.asked {
            Some(id) => self.link.send(&ToWorker::Cancel { id }).await,
            None => Ok(()),
        }
    }

    /// The next answer. `silence` is the longest to wait for it. Can be dropped and called again without losing any.
    pub(crate) async fn answer(&mut self, silence: Duration) -> Result<Answer, WorkerError> {
        let (about, answer) = match self.link.receive(silence).await? {
            FromWorker::Heard { id, heard } => (id, Answer::Heard(heard)),
            FromWorker::Languages { id, languages } => (id, Answer::Languages(languages)),
            FromWorker::Reading { id, .. } => (id, Answer::Reading),
            FromWorker::Piece { id, of, text } => (id, Answer::Piece { of, text }),
            FromWorker::Generated { id, written } => (id, Answer::Generated(written)),
            FromWorker::Failed { id, failure } => (id, Answer::Failed(failure)),
            FromWorker::Hello { .. }
            | FromWorker::Cards(_)
            | FromWorker::Loaded(_)
            | FromWorker::NotLoaded(_) => return Err(WorkerError::Protocol),
        };
        if self.asked != Some(about) {
            return Err(WorkerError::Protocol);
        }
        if !matches!(answer, Answer::Reading | Answer::Piece { .. }) {
            self.asked = None;
        }
        Ok(answer)
    }

    /// Makes the child ready for another request; false when it did not stop within this time and should be ended.
    pub(crate) async fn settle(&mut self, within: Duration) -> bool {
        let stopping = async {
            self.ask_to_stop().await?;
            while self.asked.is_some() {
                self.answer(within).await?;
            }
            Ok::<(), WorkerError>(())
        };
        matches!(timeout(within, stopping).await, Ok(Ok(())))
    }

    /// Ends the child: it leaves when its input closes, and is killed if it does not.
    pub(crate) async fn end(self) {
        let Link { mut child, to, .. } = self.link;
        drop(to);
        if timeout(ENDED_WITHIN, child.wait()).await.is_err() {
            let _ = child.kill().await;
        }
    }
}

impl Link {
    async fn send(&mut self, message: &ToWorker) -> Result<(), WorkerError> {
        let bytes = encode(message).map_err(|_| WorkerError::Protocol)?;
        self.to.send(bytes).await.map_err(died_or_garbage)
    }

    async fn receive(&mut self, within: Duration) -> Result<FromWorker, WorkerError> {
        match timeout(within, self.from.next()).await {
            Err(_) => Err(WorkerError::TimedOut),
            Ok(None) => Err(WorkerError::Died),
            Ok(Some(Err(error))) => Err(died_or_garbage(error)),
            Ok(Some(Ok(frame))) => decode(&frame).map_err(|_| WorkerError::Protocol),
        }
    }

    /// Whether somebody else ended the child, such as a system without memory; it says nothing about the program.
    async fn was_killed(&mut self) -> bool {
        #[cfg(unix)]
        {
            use std::os::unix::process::ExitStatusExt;
            let ended = timeout(HELLO_WITHIN, self.child.wait()).await;
            let signal = ended.ok().and_then(Result::ok).and_then(|status| status.signal());
            signal == Some(rustix::process::Signal::KILL.as_raw())
        }
        #[cfg(not(unix))]
        {
            false
        }
    }
}

/// The codec calls a frame over the limit invalid data; a pipe that closed, also in the middle of a frame, is a death.
fn died_or_garbage(error: io::Error) -> WorkerError {
    if error.kind() == io::ErrorKind::InvalidData { WorkerError::Protocol } else { WorkerError::Died }
}

fn command(program: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // A failed assertion in ggml would otherwise start a debugger to print what is on the stack.
        .env("GGML_NO_BACKTRACE", "1")
        // What parses a model file shall not hold what opens the vault.
        .env_remove("DICTUM_PASSPHRASE")
        .kill_on_drop(true);
    #[cfg(windows)]
    command.creation_flags(0x0800_0000); // CREATE_NO_WINDOW
    command
}

/// Passes on what the worker itself says. The engines' own lines are withheld: llama.cpp's exceptions quote text.
async fn log_own_lines(stderr: ChildStderr, pid: Option<u32>) {
    let mut lines = BufReader::new(stderr).split(b'\n');
    let mut withheld = 0u32;
    while let Ok(Some(line)) = lines.next_segment().await {
        match line.strip_prefix(OWN_LINE.as_bytes()) {
            Some(said) => tracing::debug!(pid, "{}", String::from_utf8_lossy(said)),
            None => withheld += 1,
        }
    }
    tracing::debug!(pid, withheld, "the worker ended");
}
