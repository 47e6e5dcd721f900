//! Filling in a draft's card.

use std::path::PathBuf;

use ::models::{Digests, Sha256};
use clinical::{CheckCounts, DraftCard, DraftTimes, ModelCard};
use drafting::Template;
use drafting::prompt::{Ask, Background, messages};
use tokio::task::JoinHandle;
use worker::LlamaWorker;

use crate::InstalledModel;
use crate::draft::{MAX_PART_TOKENS, SEED, TEMPERATURE};

/// The digest of a model's file, being taken while the model is at work: at the first draft with a file it takes seconds.
pub(crate) struct FileDigest(JoinHandle<Option<Sha256>>);

impl FileDigest {
    pub(crate) fn of(digests: &Digests, file: PathBuf) -> Self {
        let digests = digests.clone();
        let taking = move || {
            let failed = |error| tracing::warn!(%error, "the digest of a model's file could not be taken");
            digests.sha256(&file).map_err(failed).ok()
        };
        Self(tokio::task::spawn_blocking(taking))
    }
}

/// What is known of a language model that has just drafted in `stretches`.
pub(crate) async fn model_card(
    worker: &LlamaWorker,
    model: &InstalledModel,
    digest: FileDigest,
    prompt: Sha256,
    stretches: usize,
) -> ModelCard {
    let info = worker.info().await.ok();
    ModelCard {
        id: model.id.clone(),
        sha256: digest.0.await.ok().flatten().map(|digest| digest.to_string()),
        quantisation: info.as_ref().and_then(|info| info.quantisation.clone()),
        prompt_sha256: prompt.to_string(),
        context_tokens: info.as_ref().map(|info| info.context_tokens),
        max_tokens: MAX_PART_TOKENS,
        temperature: TEMPERATURE,
        seed: SEED,
        stretches: u32::try_from(stretches).unwrap_or(u32::MAX),
        runs_on: info.map(|info| info.runs_on.to_string()),
    }
}

/// The digest of all that a model is told for this template but the consult and what the record has.
pub(crate) fn prompt_digest(template: &Template, asks: &[Ask]) -> Sha256 {
    let fixed = messages(template, &Background::default(), &[]).into_iter().map(|message| message.content);
    let asked = asks.iter().map(|ask| ask.text.clone());
    Sha256::of(fixed.chain(asked).collect::<Vec<_>>().join("\n").as_bytes())
}

/// The card of a draft by this engine.
pub(crate) fn draft_card(
    engine: String,
    template: &Template,
    model: Option<ModelCard>,
    times: DraftTimes,
    checks: CheckCounts,
) -> DraftCard {
    DraftCard {
        engine,
        dictum: env!("CARGO_PKG_VERSION").to_owned(),
        template: template.name().to_owned(),
        template_sha256: Sha256::of(template.to_toml().as_bytes()).to_string(),
        model,
        again: None,
        times,
        checks,
    }
}
