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
    /// None: the likeliest.
    among: Option<LlamaSampler>,
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
        let by_chance =
            || LlamaSampler::chain([LlamaSampler::temp(temperature), LlamaSampler::dist(seed)], true);
        let among = (temperature > 0.0).then(by_chance);
        Ok(Self { grammar, among })
    }

    /// The next token after the logits at `index` of the last batch; `None` when the grammar allows no more.
    pub(crate) fn next(&mut self, context: &LlamaContext<'_>, index: i32) -> Option<LlamaToken> {
        let mut token = match &mut self.among {
            None => likeliest(context.get_logits_ith(index))?,
            Some(among) => {
                let mut candidates = context.token_data_array_ith(index);
                among.apply(&mut candidates);
                candidates.selected_token()?
            }
        };
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
            match &mut self.among {
                None => allowed.apply_sampler(&mut LlamaSampler::greedy()),
                Some(among) => among.apply(&mut allowed),
            }
            token = allowed.selected_token()?;
        }
        grammar.try_accept(token).is_ok().then_some(token)
    }
}

/// Of several with the same logit the first. A list of all 150,000 would cost some hundredths of the time that a token takes.
fn likeliest(logits: &[f32]) -> Option<LlamaToken> {
    let first = (0, *logits.first()?);
    let better =
        |best: (usize, f32), next: (usize, &f32)| if *next.1 > best.1 { (next.0, *next.1) } else { best };
    let (at, _) = logits.iter().enumerate().fold(first, better);
    i32::try_from(at).ok().map(LlamaToken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_likeliest_is_the_first_of_those_with_the_highest_logit() {
        assert_eq!(likeliest(&[]), None);
        assert_eq!(likeliest(&[-3.0, -1.0, -2.0, -1.0]), Some(LlamaToken(1)));
        assert_eq!(likeliest(&[f32::NEG_INFINITY, f32::NEG_INFINITY]), Some(LlamaToken(0)));
    }
}
