//! A conversation as the tokens the model was trained to continue.

use llama_cpp_2::model::{LlamaChatMessage, LlamaChatTemplate, LlamaModel};
use llama_cpp_2::token::LlamaToken;
use worker::ChatMessage;

/// How turns are written down.
pub(crate) enum Template {
    /// As the model's own file says.
    Own(LlamaChatTemplate),
    /// `role: content`, for files without a template, or with one that llama.cpp does not know.
    Plain,
}

/// Part of a prompt: only what the template itself writes may become control tokens.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Template(String),
    Said(usize),
}

impl Template {
    /// The template in the model's file, if it can be used.
    pub(crate) fn of(model: &LlamaModel) -> Self {
        let Ok(own) = model.chat_template(None) else {
            return Self::Plain;
        };
        let own = Self::Own(own);
        let probe =
            ["system", "user"].map(|role| ChatMessage { role: role.to_owned(), content: String::new() });
        if own.parts(model, &probe).is_some() { own } else { Self::Plain }
    }

    /// Whether it is the model's own.
    pub(crate) fn is_own(&self) -> bool {
        matches!(self, Self::Own(_))
    }

    /// The tokens of the conversation up to the end of what its last message says, and for each ask those that follow: the
    /// ask, the end of the turn, and the beginning of the assistant's.
    pub(crate) fn tokens(
        &self,
        model: &LlamaModel,
        messages: &[ChatMessage],
        asks: &[&str],
    ) -> (Vec<LlamaToken>, Vec<Vec<LlamaToken>>) {
        let mut parts = self.parts(model, messages).unwrap_or_else(|| plain(messages));
        let vocab = model.vocab();
        let closing = match parts.pop() {
            Some(Part::Template(text)) => vocab.tokenize(text.as_bytes(), parts.is_empty(), true),
            _ => Vec::new(),
        };
        let mut tokens = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let (text, is_template) = match part {
                Part::Template(text) => (text.as_str(), true),
                Part::Said(message) => (messages[*message].content.as_str(), false),
            };
            tokens.extend(vocab.tokenize(text.as_bytes(), index == 0, is_template));
        }
        // Some templates write the beginning-of-text token that the tokenizer has already added.
        if tokens.len() > 1 && tokens[0] == vocab.bos() && tokens[1] == vocab.bos() {
            tokens.remove(0);
        }
        let ask = |ask: &&str| [vocab.tokenize(ask.as_bytes(), false, false), closing.clone()].concat();
        (tokens, asks.iter().map(ask).collect())
    }

    fn parts(&self, model: &LlamaModel, messages: &[ChatMessage]) -> Option<Vec<Part>> {
        let Self::Own(own) = self else {
            return Some(plain(messages));
        };
        let marked: Vec<_> = messages
            .iter()
            .enumerate()
            .map(|(index, message)| LlamaChatMessage::new(message.role.replace('\0', ""), marker(index)))
            .collect::<Result<_, _>>()
            .ok()?;
        split(&model.apply_chat_template(own, &marked, true).ok()?, messages.len())
    }
}

/// Stands for a message's text while the template is applied. From the private use area, so nothing else writes it.
fn marker(index: usize) -> String {
    format!("\u{e000}{index}\u{e001}")
}

/// Cuts what the template wrote at the markers; `None` unless each message is there once, in order.
fn split(rendered: &str, messages: usize) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = rendered;
    for index in 0..messages {
        let (before, after) = rest.split_once(&marker(index))?;
        parts.push(Part::Template(before.to_owned()));
        parts.push(Part::Said(index));
        rest = after;
    }
    if rest.contains('\u{e000}') {
        return None;
    }
    parts.push(Part::Template(rest.to_owned()));
    Some(parts)
}

fn plain(messages: &[ChatMessage]) -> Vec<Part> {
    let mut parts = Vec::new();
    for (index, message) in messages.iter().enumerate() {
        let gap = if index == 0 { "" } else { "\n\n" };
        parts.push(Part::Template(format!("{gap}{}: ", message.role)));
        parts.push(Part::Said(index));
    }
    parts.push(Part::Template("\n\nassistant:".to_owned()));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_message_is_cut_out_of_the_template() {
        let rendered = format!("<a>{}</a><b>{}</b><c>", marker(0), marker(1));
        let template = |text: &str| Part::Template(text.to_owned());
        let parts =
            vec![template("<a>"), Part::Said(0), template("</a><b>"), Part::Said(1), template("</b><c>")];
        assert_eq!(split(&rendered, 2), Some(parts));
    }

    #[test]
    fn a_template_that_drops_or_repeats_a_message_is_not_used() {
        assert_eq!(split(&format!("<a>{}", marker(1)), 2), None);
        assert_eq!(split(&format!("{}{}", marker(0), marker(0)), 1), None);
    }
}
