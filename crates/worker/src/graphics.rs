//! Computing on a graphics card: what a worker was built for, which cards it finds, and on what a model runs.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::child::Greeted;
use crate::error::{Failure, WorkerError};
use crate::program::graphics_program;

/// A driver's interface that a worker can be built for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum GraphicsApi {
    /// Apple's.
    Metal,
    /// That of all makers.
    Vulkan,
    /// NVIDIA's.
    Cuda,
}

impl fmt::Display for GraphicsApi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Metal => "Metal",
            Self::Vulkan => "Vulkan",
            Self::Cuda => "CUDA",
        })
    }
}

/// A graphics card that a worker's engine can compute on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GraphicsCard {
    /// As its driver names it.
    pub name: String,
    /// Its memory, in MB; that of the computer where it has none of its own.
    pub memory_mb: u64,
}

/// What a worker's program can do with graphics.
#[derive(Debug, Clone, Copy)]
pub struct GraphicsSupport {
    /// What it was built for; nothing in a plain build.
    pub built_for: &'static [GraphicsApi],
    /// Looks for cards, the one that would be used first.
    pub cards: fn() -> Vec<GraphicsCard>,
}

impl GraphicsSupport {
    /// What an engine answers that shall load a model onto a card and finds none.
    pub fn no_card(&self) -> Failure {
        let none = GraphicsHere::NoCard(self.built_for.to_vec());
        Failure::Graphics(none.to_string())
    }
}

/// On what a model computes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RunsOn {
    /// The processor, as it should.
    Processor,
    /// The graphics card of this name.
    Card(String),
    /// The processor, though a graphics card should have been used.
    ProcessorInstead {
        /// Why, without a full stop.
        because: String,
    },
}

impl RunsOn {
    /// Why no graphics card is used that should have been, as a sentence for a clinician.
    pub fn problem(&self) -> Option<String> {
        match self {
            Self::ProcessorInstead { because } => {
                Some(format!("The model runs on the processor, not on a graphics card: {because}."))
            }
            Self::Processor | Self::Card(_) => None,
        }
    }
}

impl fmt::Display for RunsOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Processor | Self::ProcessorInstead { .. } => "the processor",
            Self::Card(name) => name,
        })
    }
}

/// Whether a worker that was built for it shall use a graphics card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Graphics {
    /// Whether it shall.
    pub wanted: bool,
    /// How long loading a model onto it may take. After that its driver is taken to hang, and the processor is used.
    pub load_within: Duration,
}

impl Graphics {
    /// It shall, unless the environment's `DICTUM_GRAPHICS` is `off`.
    pub fn of_environment() -> Self {
        Self { wanted: !is_switched_off(), load_within: Duration::from_secs(120) }
    }
}

fn is_switched_off() -> bool {
    std::env::var_os("DICTUM_GRAPHICS").is_some_and(|set| set.eq_ignore_ascii_case("off"))
}

/// Why no card is used where the program for it does not even start, without a full stop.
pub(crate) fn fault_of_program(error: &WorkerError) -> String {
    match error {
        WorkerError::NotStarted { reason } => format!("the program for it could not be started ({reason})"),
        _ => "the program for it could not be started".to_owned(),
    }
}

/// What a worker's program finds on this computer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GraphicsHere {
    /// It was built for the processor alone.
    NotBuiltFor,
    /// `DICTUM_GRAPHICS` says not to use any.
    SwitchedOff,
    /// It was built for these interfaces, and none of them has a card.
    NoCard(Vec<GraphicsApi>),
    /// Its engine can compute on this one.
    Card(GraphicsCard),
}

impl GraphicsHere {
    /// Starts the worker's program, or the one beside it for graphics cards, to ask it; no model is needed. A driver that
    /// crashes or hangs takes only that process with it.
    ///
    /// # Errors
    /// When the program is missing, or its process ended or was silent over the question.
    pub async fn ask(program: PathBuf) -> Result<Self, WorkerError> {
        let child = match graphics_program(&program) {
            Some(_) if is_switched_off() => return Ok(Self::SwitchedOff),
            Some(for_card) => Greeted::start(&for_card)
                .await
                .map_err(|error| WorkerError::Graphics { reason: fault_of_program(&error) })?,
            None => Greeted::start(&program).await?,
        };
        if child.built_for.is_empty() {
            return Ok(Self::NotBuiltFor);
        }
        if is_switched_off() {
            return Ok(Self::SwitchedOff);
        }
        let built_for = child.built_for.clone();
        Ok(child.cards().await?.into_iter().next().map_or(Self::NoCard(built_for), Self::Card))
    }
}

impl fmt::Display for GraphicsHere {
    /// As a part of a sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotBuiltFor => f.write_str("this build of Dictum uses no graphics card"),
            Self::SwitchedOff => f.write_str("DICTUM_GRAPHICS says not to use a graphics card"),
            Self::NoCard(built_for) => {
                let names: Vec<String> = built_for.iter().map(GraphicsApi::to_string).collect();
                write!(f, "no graphics card was found that {} can use", names.join(" or "))
            }
            Self::Card(GraphicsCard { name, memory_mb }) => {
                write!(f, "its graphics card {name} with {memory_mb} MB can be used")
            }
        }
    }
}
