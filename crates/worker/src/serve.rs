//! The child's side, shared by both workers: hello, loading under the sandbox, then one request after another.

use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;

use crate::crash::leave_no_words;
use crate::error::Failure;
use crate::graphics::GraphicsSupport;
use crate::messages::{GenerateRequest, Heard, LanguageGuess, ModelInfo, TranscribeParams, Written};
use crate::processor;
use crate::sandbox;
use crate::wire::{EngineKind, FrameReader, FrameWriter, FromWorker, Load, PROTOCOL, ToWorker};

/// How a worker calls itself on stderr.
const OWN_NAME: &str = "worker";
/// How a line begins that a worker itself writes to stderr; the parent withholds every other line.
pub(crate) const OWN_LINE: &str = "worker: ";

type Out = RefCell<FrameWriter<Box<dyn Write>>>;

/// What to load, and how.
#[derive(Debug, Clone)]
pub struct ToLoad {
    /// The model's file.
    pub model: PathBuf,
    /// Its size, in bytes.
    pub file_bytes: u64,
    /// Threads to compute with, at least 1.
    pub threads: u16,
    /// Tokens of context; 0 leaves it to the engine.
    pub context_tokens: u32,
    /// Whether onto a graphics card. Where that fails it is [`Failure::Graphics`]: another process, without the driver that
    /// failed in it, does the work.
    pub onto_card: bool,
}

/// A speech model that is loaded.
pub trait SpeechEngine {
    /// What it is.
    fn info(&self) -> ModelInfo;

    /// The words in `samples` (16 kHz mono).
    ///
    /// # Errors
    /// [`Failure::Cancelled`] once `asked` is cancelled; else what the engine could not do.
    fn transcribe(
        &mut self,
        samples: &[f32],
        params: &TranscribeParams,
        asked: &Asked<'_>,
    ) -> Result<Vec<Heard>, Failure>;

    /// How likely each language is the one spoken in `samples`, of which the first 30 s count; none where the model knows
    /// but one.
    ///
    /// # Errors
    /// What the engine could not do.
    fn languages(&mut self, samples: &[f32]) -> Result<Vec<LanguageGuess>, Failure>;
}

/// A language model that is loaded.
pub trait LanguageEngine {
    /// What it is.
    fn info(&self) -> ModelInfo;

    /// Writes, telling `asked` each piece.
    ///
    /// # Errors
    /// What the engine could not do. Being cancelled is not an error.
    fn generate(&mut self, request: &GenerateRequest, asked: &Asked<'_>) -> Result<Written, Failure>;
}

/// The request at hand: whether it is still wanted, and where its text goes.
pub struct Asked<'a> {
    id: u64,
    cancelled: &'a Arc<AtomicU64>,
    out: &'a Out,
}

impl Asked<'_> {
    /// Whether the parent no longer wants it.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Acquire) == self.id
    }

    /// The same question, for a callback of native code.
    pub fn cancelled_flag(&self) -> Box<dyn FnMut() -> bool> {
        let (id, cancelled) = (self.id, Arc::clone(self.cancelled));
        Box::new(move || cancelled.load(Ordering::Acquire) == id)
    }

    /// Says that `tokens` of the prompt's `of` are read.
    pub fn reading(&self, tokens: u32, of: u32) {
        tell(self.out, &FromWorker::Reading { id: self.id, tokens, of });
    }

    /// Hands a piece of the text with the number `of` over.
    pub fn piece(&self, of: usize, text: &str) {
        if !text.is_empty() {
            let of = u32::try_from(of).unwrap_or(u32::MAX);
            tell(self.out, &FromWorker::Piece { id: self.id, of, text: text.to_owned() });
        }
    }
}

/// Serves a speech model over stdin and stdout until the parent closes them.
pub fn serve_speech<E: SpeechEngine>(
    graphics: GraphicsSupport,
    load: impl FnOnce(&ToLoad) -> Result<E, Failure>,
) -> ExitCode {
    serve(EngineKind::Speech, graphics, load, E::info, |engine, request, asked| match request {
        ToWorker::Transcribe { id, params, samples } => {
            Some(engine.transcribe(&samples.0, params, asked).map_or_else(
                |failure| FromWorker::Failed { id: *id, failure },
                |heard| FromWorker::Heard { id: *id, heard },
            ))
        }
        ToWorker::Languages { id, samples } => Some(engine.languages(&samples.0).map_or_else(
            |failure| FromWorker::Failed { id: *id, failure },
            |languages| FromWorker::Languages { id: *id, languages },
        )),
        _ => None,
    })
}

/// Serves a language model over stdin and stdout until the parent closes them.
pub fn serve_language<E: LanguageEngine>(
    graphics: GraphicsSupport,
    load: impl FnOnce(&ToLoad) -> Result<E, Failure>,
) -> ExitCode {
    serve(EngineKind::Language, graphics, load, E::info, |engine, request, asked| match request {
        ToWorker::Generate { id, request } => Some(engine.generate(request, asked).map_or_else(
            |failure| FromWorker::Failed { id: *id, failure },
            |written| FromWorker::Generated { id: *id, written },
        )),
        _ => None,
    })
}

/// The life of a child. `answer` gives the last message for a request, or `None` if it is not for this engine.
fn serve<E>(
    kind: EngineKind,
    graphics: GraphicsSupport,
    load: impl FnOnce(&ToLoad) -> Result<E, Failure>,
    info: impl Fn(&E) -> ModelInfo,
    answer: impl Fn(&mut E, &ToWorker, &Asked<'_>) -> Option<FromWorker>,
) -> ExitCode {
    leave_no_words(OWN_NAME);
    let Ok(stdout) = own_stdout() else {
        return ExitCode::FAILURE;
    };
    let out: Out = RefCell::new(FrameWriter::new(stdout));
    tell(
        &out,
        &FromWorker::Hello { protocol: PROTOCOL, engine: kind, graphics: graphics.built_for.to_vec() },
    );
    let mut reader = FrameReader::new(io::stdin());
    let asked = match reader.next() {
        Ok(Some(ToWorker::Load(asked))) => asked,
        Ok(Some(ToWorker::FindCards)) => {
            let cards = shut_in(None, true).map(|()| {
                // Only to notice the parent's death: a driver may take its time.
                let _ = read_requests(reader);
                (graphics.cards)()
            });
            tell(&out, &cards.map_or_else(FromWorker::NotLoaded, FromWorker::Cards));
            return ExitCode::SUCCESS;
        }
        _ => return ExitCode::FAILURE,
    };
    let loaded = ready_to_load(&asked).and_then(|to_load| {
        shut_in(Some(&to_load.model), to_load.onto_card)?;
        // From here on the parent's death must end even a load that takes long.
        let requests = read_requests(reader);
        Ok((load(&to_load)?, requests))
    });
    let (mut engine, (requests, cancelled)) = match loaded {
        Ok(loaded) => loaded,
        Err(failure) => {
            tell(&out, &FromWorker::NotLoaded(failure));
            return ExitCode::FAILURE;
        }
    };
    // A graphics driver opens its libraries and devices when it first needs them.
    if !asked.onto_card {
        say(format_args!("sandbox: no files {}", sandbox::no_files()));
    }
    tell(&out, &FromWorker::Loaded(info(&engine)));
    for (id, request) in requests {
        let asked = Asked { id, cancelled: &cancelled, out: &out };
        let Some(last) = answer(&mut engine, &request, &asked) else {
            return ExitCode::FAILURE;
        };
        tell(&out, &last);
    }
    ExitCode::SUCCESS
}

/// Gives up what is not needed to load the model, or to find graphics cards.
///
/// A driver is given files to read, so that much more depends on the kernel keeping it to them.
fn shut_in(model: Option<&Path>, with_driver: bool) -> Result<(), Failure> {
    let files = sandbox::only_files(model, with_driver);
    let sockets = sandbox::no_sockets();
    say(format_args!("sandbox: only the files that it needs {files}, no sockets {sockets}"));
    if with_driver && cfg!(target_os = "linux") && !(files && sockets) {
        return Err(Failure::Graphics("this system cannot keep its driver from other files".to_owned()));
    }
    Ok(())
}

fn ready_to_load(asked: &Load) -> Result<ToLoad, Failure> {
    let lacking = processor::lacking();
    if !lacking.is_empty() {
        return Err(Failure::ProcessorTooOld(lacking.join(", ")));
    }
    let unreadable =
        |error: io::Error| Failure::ModelUnusable(format!("it cannot be read ({})", error.kind()));
    let model = PathBuf::from(&asked.model);
    let file_bytes = model.metadata().map_err(unreadable)?.len();
    let cores = || thread::available_parallelism().map_or(1, |cores| cores.get().min(64) as u16);
    let threads = if asked.threads == 0 { cores() } else { asked.threads };
    let Load { context_tokens, onto_card, .. } = *asked;
    Ok(ToLoad { model, file_bytes, threads, context_tokens, onto_card })
}

type Requests = mpsc::Receiver<(u64, ToWorker)>;

/// Reads in a thread of its own, so that a cancellation, and the end of the parent, are noticed during work.
fn read_requests<R: Read + Send + 'static>(mut reader: FrameReader<R>) -> (Requests, Arc<AtomicU64>) {
    let (give, requests) = mpsc::channel();
    let cancelled = Arc::new(AtomicU64::new(0));
    let to_cancel = Arc::clone(&cancelled);
    thread::spawn(move || {
        while let Ok(Some(message)) = reader.next() {
            let id = match &message {
                ToWorker::Cancel { id } => {
                    to_cancel.store(*id, Ordering::Release);
                    continue;
                }
                ToWorker::Transcribe { id, .. }
                | ToWorker::Languages { id, .. }
                | ToWorker::Generate { id, .. } => *id,
                ToWorker::Load(_) | ToWorker::FindCards => break,
            };
            if give.send((id, message)).is_err() {
                break;
            }
        }
        end_now();
    });
    (requests, cancelled)
}

/// Ends the process without the engines' destructors, which must not run while another thread computes.
fn end_now() -> ! {
    #[cfg(unix)]
    let _ = rustix::process::kill_process(rustix::process::getpid(), rustix::process::Signal::KILL);
    std::process::exit(0)
}

fn tell(out: &Out, message: &FromWorker) {
    if out.borrow_mut().send(message).is_err() {
        end_now();
    }
}

/// Keeps the pipe to the parent for frames alone: whatever native code prints goes to stderr.
fn own_stdout() -> io::Result<Box<dyn Write>> {
    #[cfg(unix)]
    {
        let pipe = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdout(), 3)?;
        rustix::stdio::dup2_stdout(rustix::stdio::stderr())?;
        Ok(Box::new(std::fs::File::from(pipe)))
    }
    #[cfg(not(unix))]
    {
        Ok(Box::new(io::stdout()))
    }
}

fn say(what: std::fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{OWN_LINE}{what}");
}
