//! llama.cpp with one context, which keeps what two prompts share.

use std::num::NonZeroU32;

use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_2::llama_backend::LlamaBackend;
use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::model::params::LlamaModelParams;
use llama_cpp_2::token::LlamaToken;
use worker::{Asked, Failure, GenerateRequest, LanguageEngine, ModelInfo, Stopped, ToLoad};

use crate::choice::Choice;
use crate::file;
use crate::prompt::Template;
use crate::text::WholeCharacters;

/// Tokens of the prompt read at once. Cancelling waits for one block. Whole blocks that a prompt shares with the one
/// before are kept; because blocks always begin at the same places, the numbers are the same as when all is read anew.
const BLOCK: usize = 64;

/// The context used when the parent leaves it open and the model could take more.
const CONTEXT_UNLESS_ASKED: u32 = 8_192;

/// Who is told how far a text is.
pub trait Listener {
    /// `tokens` of the prompt's `of` are read.
    fn reading(&mut self, tokens: u32, of: u32);
    /// A piece of text was written.
    fn piece(&mut self, text: &str);
    /// Whether to stop.
    fn is_cancelled(&self) -> bool;
}

/// A language model with its context.
pub struct Llama {
    model: &'static LlamaModel,
    context: LlamaContext<'static>,
    template: Template,
    batch: LlamaBatch<'static>,
    /// The tokens of the whole blocks that the context holds of the last prompt.
    read: Vec<LlamaToken>,
    info: ModelInfo,
}

impl Llama {
    /// Loads a GGUF file.
    ///
    /// # Errors
    /// [`Failure::ModelUnusable`] when it is not one, is cut off, or is of an architecture that llama.cpp does not know.
    pub fn load(to_load: &ToLoad) -> Result<Self, Failure> {
        let mut backend = LlamaBackend::init()
            .map_err(|_| Failure::Engine("its engine could not be prepared".to_owned()))?;
        // What llama.cpp logs may quote text.
        backend.void_logs();
        file::check(&to_load.model, to_load.file_bytes)?;
        let model = LlamaModel::load_from_file(&backend, &to_load.model, &LlamaModelParams::default())
            .map_err(|_| {
                Failure::ModelUnusable(
                    "it is damaged, or of an architecture this version does not know".to_owned(),
                )
            })?;
        // The context borrows the model, and both live as long as this process does.
        let model: &'static LlamaModel = Box::leak(Box::new(model));
        let trained = model.n_ctx_train().max(1);
        let context_tokens = match to_load.context_tokens {
            0 => trained.min(CONTEXT_UNLESS_ASKED),
            asked => asked.min(trained),
        };
        let threads = i32::from(to_load.threads);
        let params = LlamaContextParams::default()
            .with_n_ctx(NonZeroU32::new(context_tokens))
            .with_n_batch(BLOCK as u32)
            .with_n_ubatch(BLOCK as u32)
            .with_n_threads(threads)
            .with_n_threads_batch(threads);
        let context = model
            .new_context(&backend, params)
            .map_err(|_| Failure::Engine("there is not enough memory for its context".to_owned()))?;
        let template = Template::of(model);
        let named = |key: &str| model.meta_val_str(key).ok().filter(|value| !value.is_empty());
        let architecture = named("general.architecture").unwrap_or_else(|| "unknown".to_owned());
        let info = ModelInfo {
            description: named("general.name").unwrap_or_else(|| architecture.clone()),
            architecture,
            parameters: model.n_params(),
            file_bytes: to_load.file_bytes,
            // llama.cpp rounds the context up; what was asked for is what is promised.
            context_tokens: context_tokens.min(context.n_ctx()),
            vocabulary: model.n_vocab().unsigned_abs(),
            chat_template: template.is_own(),
        };
        Ok(Self { model, context, template, batch: LlamaBatch::new(BLOCK, 1), read: Vec::new(), info })
    }

    /// Writes; answers with the tokens of the prompt, the tokens written, and why it ended.
    ///
    /// # Errors
    /// [`Failure::TooLong`], [`Failure::Grammar`], or [`Failure::Engine`] when llama.cpp refuses.
    pub fn write(
        &mut self,
        request: &GenerateRequest,
        listener: &mut impl Listener,
    ) -> Result<(u32, u32, Stopped), Failure> {
        let prompt = self.template.tokens(self.model, &request.messages);
        let (tokens, context) = (prompt.len() as u32, self.info.context_tokens);
        if tokens >= context {
            return Err(Failure::TooLong { tokens, context });
        }
        let mut choice = Choice::new(self.model, request)?;
        if !self.read_prompt(&prompt, listener)? {
            return Ok((tokens, 0, Stopped::Cancelled));
        }
        let most = request.max_tokens.min(context - tokens);
        let mut characters = WholeCharacters::default();
        let mut written = 0;
        let stopped = loop {
            if written == most {
                break Stopped::MaxTokens;
            }
            if listener.is_cancelled() {
                break Stopped::Cancelled;
            }
            let Some(token) = choice.next(&self.context, self.batch.n_tokens() - 1) else {
                break Stopped::EndOfText;
            };
            if self.model.vocab().is_eog(token) {
                break Stopped::EndOfText;
            }
            written += 1;
            listener.piece(&characters.push(&self.model.vocab().token_to_piece(token, false, None)));
            if written < most {
                self.decode(&[token], (tokens + written - 1) as usize, true)?;
            }
        };
        listener.piece(&characters.finish());
        Ok((tokens, written, stopped))
    }

    /// Has the context hold exactly `prompt`, reading only what it does not hold yet; false when cancelled.
    fn read_prompt(&mut self, prompt: &[LlamaToken], listener: &mut impl Listener) -> Result<bool, Failure> {
        let total = prompt.len() as u32;
        let shared = self.read.iter().zip(prompt).take_while(|(held, wanted)| held == wanted).count();
        // The last token is always read again: its logits choose the first token of the text.
        let mut at = shared.min(prompt.len().saturating_sub(1)) / BLOCK * BLOCK;
        if at == 0 || !matches!(self.context.clear_kv_cache_seq(Some(0), Some(at as u32), None), Ok(true)) {
            // Models with a recurrent state cannot be cut back.
            self.context.clear_kv_cache();
            at = 0;
        }
        self.read.truncate(at);
        listener.reading(at as u32, total);
        for block in prompt[at..].chunks(BLOCK) {
            if listener.is_cancelled() {
                return Ok(false);
            }
            let is_last = at + block.len() == prompt.len();
            self.decode(block, at, is_last)?;
            at += block.len();
            if block.len() == BLOCK {
                self.read.extend_from_slice(block);
            }
            listener.reading(at as u32, total);
        }
        if prompt.is_empty() {
            return Err(Failure::Engine("it was asked nothing".to_owned()));
        }
        Ok(true)
    }

    fn decode(&mut self, tokens: &[LlamaToken], at: usize, wants_logits: bool) -> Result<(), Failure> {
        let refused = || Failure::Engine("it could not go on with the text".to_owned());
        self.batch.clear();
        for (index, token) in tokens.iter().enumerate() {
            let is_last = index + 1 == tokens.len();
            self.batch
                .add(*token, (at + index) as i32, &[0], wants_logits && is_last)
                .map_err(|_| refused())?;
        }
        self.context.decode(&mut self.batch).map_err(|_| {
            // What the context holds now is uncertain.
            self.read.clear();
            refused()
        })
    }
}

/// Passes what happens on to the parent.
struct Parent<'a, 'b>(&'a Asked<'b>);

impl Listener for Parent<'_, '_> {
    fn reading(&mut self, tokens: u32, of: u32) {
        self.0.reading(tokens, of);
    }

    fn piece(&mut self, text: &str) {
        self.0.piece(text);
    }

    fn is_cancelled(&self) -> bool {
        self.0.is_cancelled()
    }
}

impl LanguageEngine for Llama {
    fn info(&self) -> ModelInfo {
        self.info.clone()
    }

    fn generate(
        &mut self,
        request: &GenerateRequest,
        asked: &Asked<'_>,
    ) -> Result<(u32, u32, Stopped), Failure> {
        self.write(request, &mut Parent(asked))
    }
}
