//! Choosing the next token, within a grammar if there is one.

use llama_cpp_2::context::LlamaContext;
use llama_cpp_2::model::LlamaModel;
use llama_cpp_2::sampling::LlamaSampler;
use llama_cpp_2::token::LlamaToken;
use llama_cpp_2::token::data::LlamaTokenData;
use llama_cpp_2::token::data_array::LlamaTokenDataArray;
use worker::Failure;

/// How the next token is chosen.
pub(crate) struct Choice {
    grammar: Option<LlamaSampler>,
    among: LlamaSampler,
}

impl Choice {
    /// Greedy at temperature 0, else by chance with this seed.
    pub(crate) fn new(
        model: &LlamaModel,
        grammar: Option<&str>,
        temperature: f32,
        seed: u32,
    ) -> Result<Self, Failure> {
        let grammar = grammar
            .map(|grammar| LlamaSampler::grammar(model, grammar, "root"))
            .transpose()
            .map_err(|_| Failure::Grammar)?;
        let among = if temperature > 0.0 {
            LlamaSampler::chain([LlamaSampler::temp(temperature), LlamaSampler::dist(seed)], true)
        } else {
            LlamaSampler::greedy()
        };
        Ok(Self { grammar, among })
    }

    /// The next token after the logits at `index` of the last batch; `None` when the grammar allows no more.
    pub(crate) fn next(&mut self, context: &LlamaContext<'_>, index: i32) -> Option<LlamaToken> {
        let mut candidates = context.token_data_array_ith(index);
        self.among.apply(&mut candidates);
        let mut token = candidates.selected_token()?;
        let Some(grammar) = &mut self.grammar else {
            return Some(token);
        };
        // Trying the choice first is far cheaper than masking a vocabulary of 150,000 for each token.
        let mut alone = LlamaTokenDataArray::new(vec![LlamaTokenData::new(token, 1.0, 0.0)], false);
        grammar.apply(&mut alone);
        if alone.data.iter().all(|candidate| candidate.logit() == f32::NEG_INFINITY) {
            let mut candidates = context.token_data_array_ith(index);
            grammar.apply(&mut candidates);
            candidates.data.retain(|candidate| candidate.logit() > f32::NEG_INFINITY);
            if candidates.data.is_empty() {
                return None;
            }
            let mut allowed = LlamaTokenDataArray::new(candidates.data, false);
            self.among.apply(&mut allowed);
            token = allowed.selected_token()?;
        }
        grammar.try_accept(token).is_ok().then_some(token)
    }
}
