//! What is asked and answered. Types that hold spoken or written text redact it in `Debug`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::graphics::RunsOn;

/// How to transcribe. The default is one language (English), greedy, with no text of earlier windows as prompt.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct TranscribeParams {
    /// Two-letter code of the language spoken; `None` lets a multilingual model detect it. English-only models ignore it.
    pub language: Option<String>,
    /// Whether English is written, whatever language is spoken. English-only models do nothing else.
    pub translate: bool,
    /// Words to expect (names, drugs), given to the model as if they had been said before.
    pub initial_prompt: Option<String>,
    /// Whether the model places segments in time. Without it, all text comes as one segment.
    pub timestamps: bool,
    /// Whether to try again at higher temperatures when the text looks repetitive or improbable.
    pub temperature_fallback: bool,
    /// Encoder frames to use, 50 a second (1,500 for the whole 30 s window). Fewer is faster for short audio, and less exact.
    pub audio_ctx: Option<u32>,
    /// The most tokens of text for one segment; `None` leaves it to the model.
    pub max_tokens: Option<u32>,
}

impl Default for TranscribeParams {
    fn default() -> Self {
        Self {
            language: Some("en".to_owned()),
            translate: false,
            initial_prompt: None,
            timestamps: true,
            temperature_fallback: true,
            audio_ctx: None,
            max_tokens: None,
        }
    }
}

impl fmt::Debug for TranscribeParams {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TranscribeParams")
            .field("language", &self.language)
            .field("translate", &self.translate)
            .field("initial_prompt_bytes", &self.initial_prompt.as_ref().map(String::len))
            .field("timestamps", &self.timestamps)
            .field("temperature_fallback", &self.temperature_fallback)
            .field("audio_ctx", &self.audio_ctx)
            .field("max_tokens", &self.max_tokens)
            .finish()
    }
}

/// How likely a language is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LanguageGuess {
    /// Its two-letter code (three letters where ISO 639-1 has none).
    pub code: String,
    /// 0 to 1; those of all languages together are 1.
    pub probability: f32,
}

/// A stretch of speech and the words heard in it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Heard {
    /// Where it begins, in milliseconds from the first sample handed over.
    pub start_ms: u64,
    /// Where it ends, in milliseconds; never before `start_ms` nor after the audio.
    pub end_ms: u64,
    /// The words, as the model wrote them (usually with a leading space).
    pub text: String,
    /// The model's probability that nothing was said, 0 to 1.
    pub no_speech_prob: f32,
    /// Mean natural-log probability of the text's tokens: 0 is certain, below about -1 is doubtful.
    pub avg_logprob: f32,
}

impl fmt::Debug for Heard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Heard({}..{} ms, {} bytes)", self.start_ms, self.end_ms, self.text.len())
    }
}

/// One turn of the conversation that a language model continues.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatMessage {
    /// `system`, `user` or `assistant`.
    pub role: String,
    /// What is said. Text that looks like a model's control tokens is read as plain text.
    pub content: String,
}

impl fmt::Debug for ChatMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChatMessage({}, {} bytes)", self.role, self.content.len())
    }
}

/// The most texts that are written side by side.
pub const MOST_TEXTS: usize = 8;

/// What a language model is asked to write: a text, or several side by side after the same conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GenerateRequest {
    /// The conversation so far; the model writes the next turn of `assistant`.
    pub messages: Vec<ChatMessage>,
    /// The texts, at most [`MOST_TEXTS`]. With none the conversation is only read, so that a later request whose
    /// conversation begins with it starts sooner.
    pub texts: Vec<TextRequest>,
    /// 0 always takes the likeliest token; higher is more varied.
    pub temperature: f32,
    /// Seed of the choice when `temperature` is above 0.
    pub seed: u32,
}

/// One text that is asked for.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextRequest {
    /// What the last message ends with for this text alone.
    pub ask: String,
    /// A GBNF grammar with the rule `root` that the text must follow.
    pub grammar: Option<String>,
    /// The most tokens to write.
    pub max_tokens: u32,
}

impl fmt::Debug for TextRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TextRequest")
            .field("ask_bytes", &self.ask.len())
            .field("grammar_bytes", &self.grammar.as_ref().map(String::len))
            .field("max_tokens", &self.max_tokens)
            .finish()
    }
}

/// What was read and written for a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Tokens of the conversation, with what each text was asked by.
    pub prompt_tokens: u32,
    /// How many of them were read for this request: the others it still held from one before. What several texts share is read
    /// once; of a conversation that is only read, whole blocks.
    pub read_tokens: u32,
    /// Of each text, the tokens written and why it ended.
    pub texts: Vec<(u32, Stopped)>,
}

/// Why a text ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stopped {
    /// The model (or the grammar) said that it is complete.
    EndOfText,
    /// The tokens asked for, or the context, were used up: the text may be incomplete.
    MaxTokens,
    /// It was stopped by a [`Stopper`](crate::Stopper): the text is incomplete.
    Cancelled,
}

/// What is known about a loaded model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelInfo {
    /// The model's own name or kind, for people.
    pub description: String,
    /// The architecture its file names, such as `whisper` or `qwen2`.
    pub architecture: String,
    /// Number of weights.
    pub parameters: u64,
    /// How the weights of a language model are rounded, as llama.cpp names it (`Q4_K_M`); `None` where the file does not say, and
    /// for speech.
    pub quantisation: Option<String>,
    /// Size of the file, in bytes.
    pub file_bytes: u64,
    /// Tokens of context in use: for speech the text context, for language the prompt and what is written.
    pub context_tokens: u32,
    /// Number of distinct tokens.
    pub vocabulary: u32,
    /// Whether the file carries a chat template that is in use; without one, turns are written plainly.
    pub chat_template: bool,
    /// On what it computes.
    pub runs_on: RunsOn,
}
