//! Transcript to drafted note: templates, prompts, grammar, the extractive drafter, snippets.
//!
//! Pure: text goes in, a [`clinical::Note`] comes out; no process is started and no file is read. A model's part is only
//! its words: [`prompt::messages`], [`prompt::asks`] and [`grammar()`] say what it is asked and what it may answer, [`parse()`] reads the
//! answer. [`extract()`] needs no model at all; [`dictation::note`] has nothing to draft.

mod abbreviations;
pub mod dictation;
pub mod evaluation;
mod extract;
mod grammar;
mod output;
pub mod prompt;
mod snippet;
mod template;

pub use extract::{Considered, considered, extract, left_out, warm_up};
pub use grammar::{grammar, is_full};
pub use output::{Answers, ParseError, parse};
pub use snippet::{Field, FillError, Filled, Snippet, SnippetError};
pub use template::{
    ExampleError, FromNote, LeftOut, NAME_ADVICE, Outline, Template, TemplateError, TemplateSection, Why,
    is_name,
};
