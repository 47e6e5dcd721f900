//! llama.cpp with one context. Its first sequence, the trunk, holds the conversation in whole blocks and only grows, so that
//! what two requests share is read once; each text is a branch of it. So nothing needs to be cut while a conversation grows,
//! which models with a recurrent state could not do.

use std::num::NonZeroU32;
use std::time::{Duration, Instant};

use llama_cpp_2::DecodeError;
use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::context::params::LlamaContextParams;
use llama_cpp_2::llama_backend::LlamaBackend;
use llama_cpp_2::llama_batch::LlamaBatch;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::model::params::LlamaModelParams;
use llama_cpp_2::token::LlamaToken;
use worker::{
    Asked, Failure, GenerateRequest, LanguageEngine, MOST_TEXTS, ModelInfo, RunsOn, Stopped, TextRequest,
    ToLoad, Written,
};

use crate::choice::Choice;
use crate::file;
use crate::graphics::{self, GRAPHICS};
use crate::prompt::Template;
use crate::quantisation::quantisation;
use crate::text::WholeCharacters;

/// Tokens of the prompt read at once. Cancelling waits for one block. Because blocks always begin at the same places, the
/// numbers are the same as when all is read anew. It is a tile of ggml's attention on the processor, which works on as many rows at
/// a time and takes twice as long for each of fewer.
const BLOCK: usize = 64;
/// The most rows of one call: a rest of the conversation, which is shorter than a block, and what is asked behind it.
const MOST_ROWS: usize = 2 * BLOCK;
/// From how many rows on they take as long as a block.
const WORTH_A_BLOCK: usize = 28;

/// The sequence of the conversation; those of the texts follow it, and behind them the one that fills a block up.
const TRUNK: i32 = 0;
const FILLING: i32 = MOST_TEXTS as i32 + 1;

/// The context used when the parent leaves it open and the model could take more.
const CONTEXT_UNLESS_ASKED: u32 = 8_192;

/// Who is told how far a text is.
pub trait Listener {
    /// `tokens` of the prompt's `of` are read.
    fn reading(&mut self, tokens: u32, of: u32);
    /// A piece of the text with the number `of` was written.
    fn piece(&mut self, of: usize, text: &str);
    /// Whether to stop.
    fn is_cancelled(&self) -> bool;
}

/// A language model with its context.
pub struct Llama {
    model: &'static LlamaModel,
    context: LlamaContext<'static>,
    template: Template,
    batch: LlamaBatch<'static>,
    /// The tokens that the trunk holds: whole blocks.
    read: Vec<LlamaToken>,
    /// How many tokens of a prompt were read for the request at hand.
    newly_read: u32,
    info: ModelInfo,
}

impl Llama {
    /// Loads a GGUF file.
    ///
    /// # Errors
    /// [`Failure::ModelUnusable`] when it is not one, is cut off, or is of an architecture that llama.cpp does not know;
    /// [`Failure::Graphics`] when the card it shall be loaded onto is not there or cannot take it.
    pub fn load(to_load: &ToLoad) -> Result<Self, Failure> {
        let mut backend = LlamaBackend::init()
            .map_err(|_| Failure::Engine("its engine could not be prepared".to_owned()))?;
        // What llama.cpp logs may quote text.
        backend.void_logs();
        file::check(&to_load.model, to_load.file_bytes)?;
        let card = match to_load.onto_card {
            true => Some(graphics::found().into_iter().next().ok_or_else(|| GRAPHICS.no_card())?),
            false => None,
        };
        // Without a list of devices llama.cpp would take what it finds, and say nothing.
        let devices: Vec<usize> = card.iter().map(|found| found.number).collect();
        let runs_on = card.map_or(RunsOn::Processor, |found| RunsOn::Card(found.card.name));
        let params = LlamaModelParams::default()
            .with_devices(&devices)
            .map_err(|_| Failure::Graphics("its number is not known to llama.cpp".to_owned()))?;
        let model =
            LlamaModel::load_from_file(&backend, &to_load.model, &params).map_err(|_| match &runs_on {
                RunsOn::Card(card) => Failure::Graphics(format!("{card} could not take the model")),
                _ => Failure::ModelUnusable(
                    "it is damaged, or of an architecture this version does not know".to_owned(),
                ),
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
            .with_n_batch(MOST_ROWS as u32)
            .with_n_ubatch(MOST_ROWS as u32)
            .with_n_seq_max(FILLING as u32 + 1)
            .with_kv_unified(true)
            .with_n_threads(threads)
            .with_n_threads_batch(threads);
        let context = model.new_context(&backend, params).map_err(|_| match &runs_on {
            RunsOn::Card(card) => Failure::Graphics(format!("{card} has not enough memory for its context")),
            _ => Failure::Engine("there is not enough memory for its context".to_owned()),
        })?;
        let template = Template::of(model);
        let named = |key: &str| model.meta_val_str(key).ok().filter(|value| !value.is_empty());
        let architecture = named("general.architecture").unwrap_or_else(|| "unknown".to_owned());
        let info = ModelInfo {
            description: named("general.name").unwrap_or_else(|| architecture.clone()),
            architecture,
            parameters: model.n_params(),
            quantisation: named("general.file_type").and_then(|kind| quantisation(&kind)),
            file_bytes: to_load.file_bytes,
            // llama.cpp rounds the context up; what was asked for is what is promised.
            context_tokens: context_tokens.min(context.n_ctx()),
            vocabulary: model.n_vocab().unsigned_abs(),
            chat_template: template.is_own(),
            runs_on,
        };
        Ok(Self {
            model,
            context,
            template,
            batch: LlamaBatch::new(MOST_ROWS, MOST_TEXTS as i32),
            read: Vec::new(),
            newly_read: 0,
            info,
        })
    }

    /// Writes the texts of the request side by side: each has the conversation before it, and none sees the others.
    ///
    /// # Errors
    /// [`Failure::TooLong`], [`Failure::Grammar`], or [`Failure::Engine`] when llama.cpp refuses.
    pub fn write(
        &mut self,
        request: &GenerateRequest,
        listener: &mut impl Listener,
    ) -> Result<Written, Failure> {
        let asks: Vec<&str> = request.texts.iter().map(|text| text.ask.as_str()).collect();
        if asks.len() > MOST_TEXTS {
            return Err(Failure::Engine(format!("it can write no more than {MOST_TEXTS} texts at once")));
        }
        let (shared, asks) = self.template.tokens(self.model, &request.messages, &asks);
        let prompt_tokens = (shared.len() + asks.iter().map(Vec::len).sum::<usize>()) as u32;
        let context = self.info.context_tokens;
        if prompt_tokens >= context {
            return Err(Failure::TooLong { tokens: prompt_tokens, context });
        }
        let room = (context - prompt_tokens) / asks.len().max(1) as u32;
        let mut texts: Vec<Text> = request
            .texts
            .iter()
            .map(|text| Text::new(self.model, request, text, room))
            .collect::<Result<_, _>>()?;
        self.newly_read = 0;
        let whole = shared.len() / BLOCK * BLOCK;
        let mut read = self.read_trunk(&shared[..whole], prompt_tokens, listener)?;
        if !texts.is_empty() {
            read = read && self.branch(&shared[whole..], &asks, &mut texts, listener)?;
            self.go_on(&mut texts, listener)?;
            self.forget_branches();
        }
        if !read {
            texts.iter_mut().for_each(Text::cancel);
        }
        let texts = texts.into_iter().enumerate().map(|(of, text)| text.finish(of, listener)).collect();
        Ok(Written { prompt_tokens, read_tokens: self.newly_read, texts })
    }

    /// Has the trunk hold exactly these whole blocks, reading only what it does not hold yet; false when cancelled.
    fn read_trunk(
        &mut self,
        blocks: &[LlamaToken],
        of: u32,
        listener: &mut impl Listener,
    ) -> Result<bool, Failure> {
        let shared = self.read.iter().zip(blocks).take_while(|(held, wanted)| held == wanted).count();
        let mut at = shared / BLOCK * BLOCK;
        if at < self.read.len()
            && !matches!(self.context.clear_kv_cache_seq(Some(TRUNK as u32), Some(at as u32), None), Ok(true))
        {
            // Models with a recurrent state cannot be cut back.
            self.context.clear_kv_cache();
            at = 0;
        }
        self.read.truncate(at);
        listener.reading(at as u32, of);
        for block in blocks[at..].chunks(BLOCK) {
            if listener.is_cancelled() {
                return Ok(false);
            }
            self.decode_block(block, at)?;
            at += block.len();
            self.read.extend_from_slice(block);
            listener.reading(at as u32, of);
        }
        Ok(true)
    }

    /// Goes on from the trunk with `rest`, which all texts share, and with what each was asked by, and begins each; false when
    /// cancelled.
    fn branch(
        &mut self,
        rest: &[LlamaToken],
        asks: &[Vec<LlamaToken>],
        texts: &mut [Text],
        listener: &mut impl Listener,
    ) -> Result<bool, Failure> {
        if asks.iter().any(Vec::is_empty) {
            return Err(Failure::Engine("it was asked nothing".to_owned()));
        }
        let trunk = self.read.len();
        let asked = trunk + rest.len();
        let branches: Vec<i32> = (1..).take(asks.len()).collect();
        // A recurrent state is no place that several sequences could share: the rest is read first, and its state copied.
        let shares = !(self.model.is_recurrent() || self.model.is_hybrid());
        self.copy(TRUNK, 1)?;
        if !shares && !rest.is_empty() {
            let rows: Vec<Row> =
                rest.iter().zip(trunk..).map(|(token, at)| Row::read(*token, at, &[1])).collect();
            self.decode_rows(&rows, 0)?;
        }
        for branch in &branches[1..] {
            self.copy(if shares { TRUNK } else { 1 }, *branch)?;
        }
        let rows_of = |(of, ask): (usize, &Vec<LlamaToken>)| -> Vec<Row> {
            let own = vec![branches[of]];
            let (rest, of_rest) =
                if shares && of == 0 { (rest, &branches[..]) } else { (&rest[..0], &[][..]) };
            let rest = rest.iter().zip(trunk..).map(|(token, at)| Row::read(*token, at, of_rest));
            let mut rows: Vec<Row> =
                rest.chain(ask.iter().zip(asked..).map(|(token, at)| Row::read(*token, at, &own))).collect();
            if let Some(last) = rows.last_mut() {
                last.begins = Some(of);
            }
            rows
        };
        let mut of_texts = asks.iter().enumerate().map(rows_of);
        // The first text begins as soon as it can.
        let first = of_texts.next().unwrap_or_default();
        let others: Vec<Row> = of_texts.flatten().collect();
        let used = asked + asks.iter().map(Vec::len).sum::<usize>();
        let spare = if shares { (self.info.context_tokens as usize).saturating_sub(used) } else { 0 };
        for rows in first.chunks(MOST_ROWS).chain(others.chunks(MOST_ROWS)) {
            if listener.is_cancelled() {
                return Ok(false);
            }
            self.decode_rows(rows, spare)?;
            for (index, row) in rows.iter().enumerate() {
                if let Some(of) = row.begins {
                    texts[of].next(self.model, &self.context, index as i32, row.at + 1, of, listener);
                }
            }
        }
        Ok(true)
    }

    /// Writes all texts to their ends, a token of each at a time.
    fn go_on(&mut self, texts: &mut [Text], listener: &mut impl Listener) -> Result<(), Failure> {
        loop {
            if listener.is_cancelled() {
                texts.iter_mut().for_each(Text::cancel);
            }
            self.batch.clear();
            let open: Vec<usize> = (0..texts.len()).filter(|of| texts[*of].is_open()).collect();
            if open.is_empty() {
                return Ok(());
            }
            for of in &open {
                let text = &texts[*of];
                self.batch.add(text.last, text.at as i32, &[*of as i32 + 1], true).map_err(|_| refused())?;
            }
            self.run()?;
            for (index, of) in open.into_iter().enumerate() {
                let at = texts[of].at + 1;
                texts[of].next(self.model, &self.context, index as i32, at, of, listener);
            }
        }
    }

    fn copy(&mut self, from: i32, to: i32) -> Result<(), Failure> {
        self.context.copy_kv_cache_seq(from, to, None, None).map_err(|_| refused())
    }

    fn forget_branches(&mut self) {
        for branch in 1..=MOST_TEXTS as u32 {
            let _ = self.context.clear_kv_cache_seq(Some(branch), None, None);
        }
    }

    /// Reads a block of the conversation, which begins at place `at`.
    fn decode_block(&mut self, tokens: &[LlamaToken], at: usize) -> Result<(), Failure> {
        self.batch.clear();
        for (index, token) in tokens.iter().enumerate() {
            self.batch.add(*token, (at + index) as i32, &[TRUNK], false).map_err(|_| refused())?;
        }
        self.newly_read += tokens.len() as u32;
        self.run()
    }

    /// Reads at most [`MOST_ROWS`] rows, filled up to a block where that is faster and the context has so many places to `spare`.
    fn decode_rows(&mut self, rows: &[Row], spare: usize) -> Result<(), Failure> {
        self.batch.clear();
        for row in rows {
            let begins = row.begins.is_some();
            self.batch.add(row.token, row.at as i32, &row.sequences, begins).map_err(|_| refused())?;
        }
        self.newly_read += rows.len() as u32;
        let lacking = BLOCK.saturating_sub(rows.len());
        let filled = rows.len() >= WORTH_A_BLOCK && lacking <= spare;
        for at in (0..lacking).filter(|_| filled) {
            self.batch.add(rows[0].token, at as i32, &[FILLING], false).map_err(|_| refused())?;
        }
        self.run()?;
        let _ = self.context.clear_kv_cache_seq(Some(FILLING as u32), None, None);
        Ok(())
    }

    fn run(&mut self) -> Result<(), Failure> {
        self.context.decode(&mut self.batch).map_err(|error| {
            // What the context holds now is uncertain.
            self.context.clear_kv_cache();
            self.read.clear();
            match &self.info.runs_on {
                RunsOn::Card(card) if error != DecodeError::NoKvCacheSlot => {
                    Failure::Graphics(format!("{card} could not go on with a text"))
                }
                _ => refused(),
            }
        })
    }
}

fn refused() -> Failure {
    Failure::Engine("it could not go on with the text".to_owned())
}

/// A token to be read, at its place in the sequences that it belongs to.
struct Row {
    token: LlamaToken,
    at: usize,
    sequences: Vec<i32>,
    /// The text whose first token follows it.
    begins: Option<usize>,
}

impl Row {
    fn read(token: LlamaToken, at: usize, sequences: &[i32]) -> Self {
        Self { token, at, sequences: sequences.to_vec(), begins: None }
    }
}

/// A text being written.
struct Text {
    choice: Choice,
    characters: WholeCharacters,
    /// The token written last, which the context has not read, and the place it has there.
    last: LlamaToken,
    at: usize,
    written: u32,
    most: u32,
    stopped: Option<Stopped>,
}

impl Text {
    fn new(
        model: &LlamaModel,
        request: &GenerateRequest,
        text: &TextRequest,
        room: u32,
    ) -> Result<Self, Failure> {
        let most = text.max_tokens.min(room);
        Ok(Self {
            choice: Choice::new(model, text.grammar.as_deref(), request.temperature, request.seed)?,
            characters: WholeCharacters::default(),
            last: model.vocab().bos(),
            at: 0,
            written: 0,
            most,
            stopped: (most == 0).then_some(Stopped::MaxTokens),
        })
    }

    fn is_open(&self) -> bool {
        self.stopped.is_none()
    }

    fn cancel(&mut self) {
        self.stopped.get_or_insert(Stopped::Cancelled);
    }

    /// Chooses the token behind the logits at `index` of the last batch; it will stand at place `at`.
    fn next(
        &mut self,
        model: &LlamaModel,
        context: &LlamaContext<'_>,
        index: i32,
        at: usize,
        of: usize,
        listener: &mut impl Listener,
    ) {
        if !self.is_open() {
            return;
        }
        let chosen = self.choice.next(context, index).filter(|token| !model.vocab().is_eog(*token));
        let Some(token) = chosen else {
            self.stopped = Some(Stopped::EndOfText);
            return;
        };
        (self.last, self.at) = (token, at);
        self.written += 1;
        listener.piece(of, &self.characters.push(&model.vocab().token_to_piece(token, false, None)));
        if self.written == self.most {
            self.stopped = Some(Stopped::MaxTokens);
        }
    }

    fn finish(self, of: usize, listener: &mut impl Listener) -> (u32, Stopped) {
        listener.piece(of, &self.characters.finish());
        (self.written, self.stopped.unwrap_or(Stopped::Cancelled))
    }
}

/// Passes what happens on to the parent; what is written within a while, together. The parent wakes up for each message, and takes
/// the processor from the threads that compute.
struct Parent<'a, 'b> {
    asked: &'a Asked<'b>,
    /// What was not handed over yet of each text.
    written: Vec<String>,
    handed_over: Option<Instant>,
}

impl Parent<'_, '_> {
    fn hand_over(&mut self) {
        // The first letter may take several tokens, and is not to wait for the next time.
        if self.written.iter().all(String::is_empty) {
            return;
        }
        for (of, text) in self.written.iter_mut().enumerate() {
            self.asked.piece(of, text);
            text.clear();
        }
        self.handed_over = Some(Instant::now());
    }
}

/// What is written within this time is handed over together, but for the beginning.
const TOGETHER: Duration = Duration::from_millis(100);

impl Listener for Parent<'_, '_> {
    fn reading(&mut self, tokens: u32, of: u32) {
        self.asked.reading(tokens, of);
    }

    fn piece(&mut self, of: usize, text: &str) {
        self.written[of].push_str(text);
        if self.handed_over.is_none_or(|last| last.elapsed() >= TOGETHER) {
            self.hand_over();
        }
    }

    fn is_cancelled(&self) -> bool {
        self.asked.is_cancelled()
    }
}

impl LanguageEngine for Llama {
    fn info(&self) -> ModelInfo {
        self.info.clone()
    }

    fn generate(&mut self, request: &GenerateRequest, asked: &Asked<'_>) -> Result<Written, Failure> {
        let written = vec![String::new(); request.texts.len()];
        let mut parent = Parent { asked, written, handed_over: None };
        let written = self.write(request, &mut parent);
        parent.hand_over();
        written
    }
}
