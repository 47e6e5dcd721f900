//! What can go wrong with models, in words a clinician can act on.

use std::io;
use std::path::{Path, PathBuf};

/// Why a model is not here, or could not be brought here. `Display` is a sentence; [`Error::advice`] says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A model that was asked for is not here.
    #[error("The model \"{0}\" is not installed.")]
    NotInstalled(String),
    /// None of the models that are here understands all of these languages, which are codes, `*` for any.
    #[error("No model that is installed understands these languages: {}.", .0.join(", "))]
    NotUnderstood(Vec<String>),
    /// None of the models that are here and understand the languages translates them into English.
    #[error("No speech model that is installed translates into English.")]
    NotTranslating,
    /// The catalogue has no such model.
    #[error("There is no model \"{0}\" in the catalogue.")]
    Unknown(String),
    /// The catalogue names the model, but no place to fetch it from.
    #[error(
        "Dictum cannot fetch {name} by itself: its publisher gives it out under terms of its own ({licence})."
    )]
    NotFetched {
        /// The model's name.
        name: String,
        /// Its licence.
        licence: String,
    },
    /// The catalogue is malformed.
    #[error("The catalogue of models cannot be used: {0}.")]
    Catalog(String),
    /// Another process or window is at the same file.
    #[error("This model is being installed already.")]
    Busy,
    /// It was stopped on purpose.
    #[error("The installation was stopped.")]
    Cancelled,
    /// There is no way to the server.
    #[error("{host} cannot be reached ({reason}).")]
    NoNetwork {
        /// The server's name.
        host: String,
        /// What the system said.
        reason: String,
    },
    /// The connection is not the one to the server that was meant.
    #[error("The connection to {host} is not secure ({reason}).")]
    NotSecure {
        /// The server's name.
        host: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The server leads to where Dictum does not go.
    #[error("The server points to another place that Dictum does not ask: only https:// is.")]
    Misdirected,
    /// The file stopped coming, and did not go on after several tries.
    #[error("The download broke off several times ({reason}).")]
    BrokeOff {
        /// How it broke off the last time.
        reason: String,
    },
    /// The server has trouble.
    #[error("The server cannot give the file at the moment (status {0}).")]
    ServerTrouble(u16),
    /// The server wants to know who asks.
    #[error("The server does not give this file to everybody (status {0}).")]
    Refused(u16),
    /// The file is not at its address.
    #[error("The file is no longer where the catalogue says (status {0}).")]
    Gone(u16),
    /// The server's answer makes no sense.
    #[error("The server gave an answer that Dictum does not understand ({0}).")]
    Confused(String),
    /// A page came in place of the file.
    #[error("A web page came in place of the model.")]
    WebPage,
    /// Nothing says what the file's content should be.
    #[error("Nothing says how this file can be checked, so it was not taken.")]
    Uncheckable,
    /// The file is not what it should be. It has been deleted.
    #[error("The file that arrived is not the one that was meant: its digest differs. It was deleted.")]
    WrongDigest,
    /// The file is not a model of the kind.
    #[error(
        "{0} is not a model that Dictum can use: neither a Whisper model in ggml format nor a language model in GGUF format."
    )]
    NotAModel(String),
    /// A file with a name that cannot be kept.
    #[error("The file's name cannot be used for a model.")]
    BadName,
    /// A file that is not what its name says.
    #[error("{file} has the name of {name}, but it is another file, or it is damaged.")]
    Impostor {
        /// The file's name.
        file: String,
        /// The catalogue's model.
        name: String,
    },
    /// A model of this name is here already.
    #[error("Another model named {0} is here already.")]
    NameTaken(String),
    /// What came with Dictum stays.
    #[error("{0} came with Dictum and cannot be removed.")]
    Shipped(String),
    /// The disk is too full.
    #[error("There is not enough room on the disk{}.", in_megabytes(*missing))]
    NoRoom {
        /// Bytes that are missing, where that is known.
        missing: Option<u64>,
    },
    /// A file or folder could not be read.
    #[error("{} cannot be read: {source}.", path.display())]
    Reading {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file or folder could not be written.
    #[error("{} cannot be written: {source}.", path.display())]
    Writing {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl Error {
    /// A stable code that programs act on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotInstalled(_) | Self::NotUnderstood(_) | Self::NotTranslating | Self::Unknown(_) => {
                "model_missing"
            }
            Self::NotFetched { .. } => "model_not_fetched",
            Self::Catalog(_) => "catalog",
            Self::Busy => "busy",
            Self::Cancelled => "cancelled",
            Self::NoNetwork { .. } => "no_network",
            Self::NotSecure { .. } | Self::Misdirected => "not_secure",
            Self::BrokeOff { .. }
            | Self::ServerTrouble(_)
            | Self::Refused(_)
            | Self::Gone(_)
            | Self::Confused(_)
            | Self::WebPage => "download",
            Self::Uncheckable | Self::WrongDigest => "model_not_genuine",
            Self::NotAModel(_) | Self::Impostor { .. } => "not_a_model",
            Self::BadName | Self::NameTaken(_) => "model_name",
            Self::Shipped(_) => "model_shipped",
            Self::NoRoom { .. } => "no_room",
            Self::Reading { .. } | Self::Writing { .. } => "file",
        }
    }

    /// What the person can do about it.
    pub fn advice(&self) -> Option<&'static str> {
        Some(match self {
            Self::NotUnderstood(_) => "Install a model of many languages.",
            Self::NotTranslating => "Install one that does, or turn translation off.",
            Self::NotInstalled(_) => "Install it, import its file, or give the path of a model file.",
            Self::Unknown(_) => "Look for its name in the list of models.",
            Self::NotFetched { .. } => {
                "Get its GGUF file from the publisher, accept the terms there, and import the file."
            }
            Self::Busy => "Wait until it is done, or stop it there.",
            Self::Cancelled => "Install it again to go on where it stopped, or remove it to free the room.",
            Self::NoNetwork { .. } => {
                "Connect this computer to the internet, or import the file from a USB stick."
            }
            Self::NotSecure { .. } => {
                "Ask whoever runs your network. Check this computer's date and time. Or import the file from a USB stick."
            }
            Self::BrokeOff { .. } | Self::ServerTrouble(_) | Self::Confused(_) => {
                "Try again later: it goes on where it stopped. Or import the file from a USB stick."
            }
            Self::Refused(_) | Self::Gone(_) | Self::Misdirected | Self::Uncheckable => {
                "Get the file from its publisher another way, and import it; or choose another model."
            }
            Self::WebPage => {
                "Your network may want you to sign in first: open a browser, sign in, and try again."
            }
            Self::WrongDigest => "Install it again. If it happens again, tell whoever runs your network.",
            Self::NotAModel(_) => "Choose a ggml-….bin or .gguf file.",
            Self::BadName => "Give the file a simple name such as my-model.gguf, and import it again.",
            Self::Impostor { .. } => {
                "Copy the file again. If it is a model of your own, give it another name."
            }
            Self::NameTaken(_) => "Remove that one first, or give the file another name.",
            Self::NoRoom { .. } => "Delete what you do not need, or choose a smaller model.",
            Self::Catalog(_) | Self::Shipped(_) | Self::Reading { .. } | Self::Writing { .. } => return None,
        })
    }

    pub(crate) fn reading(path: &Path, source: io::Error) -> Self {
        Self::Reading { path: path.to_owned(), source }
    }

    /// A full disk has a sentence of its own.
    pub(crate) fn writing(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoRoom { missing: None },
            _ => Self::Writing { path: path.to_owned(), source },
        }
    }
}

fn in_megabytes(missing: Option<u64>) -> String {
    missing.map(|bytes| format!(": {} MB more are needed", bytes.div_ceil(1_000_000))).unwrap_or_default()
}
