//! Models: the list, and what is advised.

use scribe::{ModelCheck, ModelRow, ModelState, Recommendation, Task, Verdict};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::mirror;

mirror!(/// What a model does.
    TaskJson "ModelTask" = Task { Speech, Drafting });

mirror!(/// What comparing a model's file with what is known of it gives.
    VerdictJson "ModelVerdict" = Verdict { Genuine, Changed, Unknown });

/// Whether a model is here.
#[derive(Clone, Copy, Debug, Serialize, Type)]
#[serde(rename_all = "snake_case")]
#[serde(rename = "ModelState")]
pub enum ModelStateJson {
    /// It is not.
    Absent,
    /// Some of it came.
    Partly,
    /// It is being installed.
    Installing,
    /// It can be used and removed.
    Installed,
    /// It came with Dictum, and stays.
    Shipped,
}

/// A line of the list of models.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "ModelRow")]
pub struct ModelRowJson {
    id: String,
    task: Option<TaskJson>,
    name: String,
    note: String,
    state: ModelStateJson,
    /// Whether it is the one that is used.
    in_use: bool,
    test_only: bool,
    /// Of its file, as nearly as it is known.
    megabytes: Option<u32>,
    /// What it takes while it works.
    memory_mb: Option<u32>,
    licence: Option<String>,
    /// Whether Dictum can fetch it by itself.
    can_install: bool,
}

impl ModelRowJson {
    /// A line, and whether the model is being installed just now.
    pub fn new(row: ModelRow, installing: bool) -> Self {
        let state = match row.state {
            _ if installing => ModelStateJson::Installing,
            ModelState::Absent => ModelStateJson::Absent,
            ModelState::Partly { .. } => ModelStateJson::Partly,
            ModelState::Installed => ModelStateJson::Installed,
            ModelState::Shipped => ModelStateJson::Shipped,
        };
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            id: row.id,
            task: row.task.map(Into::into),
            name: row.name,
            note: row.note,
            state,
            in_use: row.in_use,
            test_only: row.test_only,
            megabytes: row.size.map(|bytes| small(bytes.div_ceil(1_000_000))),
            memory_mb: row.memory_mb.map(small),
            licence: row.licence,
            can_install: row.can_install,
        }
    }
}

/// What looking after a model found.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "ModelCheck")]
pub struct ModelCheckJson {
    verdict: VerdictJson,
    /// What is wrong with it, as a sentence; none where its file is not known to have changed, and works.
    problem: Option<String>,
}

impl From<ModelCheck> for ModelCheckJson {
    fn from(check: ModelCheck) -> Self {
        Self { problem: check.problem(), verdict: check.verdict.into() }
    }
}

/// Which model this computer should run.
#[derive(Clone, Debug, Serialize, Type)]
#[serde(rename = "ModelAdvice")]
pub struct ModelAdviceJson {
    /// The id of the one that is advised.
    advised: Option<String>,
    /// Why, in words.
    why: String,
}

impl From<Recommendation> for ModelAdviceJson {
    fn from(advice: Recommendation) -> Self {
        Self { advised: advice.advised, why: advice.why }
    }
}
