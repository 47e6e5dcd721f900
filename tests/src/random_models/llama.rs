//! Language models in GGUF.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{Random, half, once};

/// The shape of a language model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LlamaShape {
    /// The architecture that the file names: `llama`, `qwen2` or, with a recurrent state in place of attention, `mamba`.
    pub architecture: &'static str,
    /// Width of a layer, a multiple of 32.
    pub width: usize,
    /// Width of the feed-forward part, a multiple of 32.
    pub forward: usize,
    /// Number of layers.
    pub layers: usize,
    /// Attention heads, and how many of them have keys of their own.
    pub heads: (usize, usize),
    /// Size of the vocabulary: 4 control tokens, 256 bytes, the rest filled up.
    pub vocabulary: usize,
    /// Tokens of context it claims to be trained for.
    pub context: u32,
    /// Whether the file carries a chat template (ChatML).
    pub chat_template: bool,
}

impl LlamaShape {
    /// 100 KB, with a chat template.
    pub const TINY: Self = Self {
        architecture: "llama",
        width: 64,
        forward: 128,
        layers: 2,
        heads: (4, 2),
        vocabulary: 260,
        context: 1024,
        chat_template: true,
    };
    /// The same without a chat template.
    pub const TINY_PLAIN: Self = Self { chat_template: false, ..Self::TINY };
    /// One whose state cannot be cut back to an earlier place.
    pub const RECURRENT: Self = Self { architecture: RECURRENT, ..Self::TINY };
    /// 60 MB and some milliseconds a token: slow enough to be interrupted.
    pub const UNHURRIED: Self = Self {
        architecture: "llama",
        width: 768,
        forward: 3072,
        layers: 12,
        heads: (12, 12),
        vocabulary: 260,
        context: 4096,
        chat_template: true,
    };
    /// Qwen2.5-0.5B: 280 MB.
    pub const HALF_BILLION: Self = Self {
        architecture: "qwen2",
        width: 896,
        forward: 4864,
        layers: 24,
        heads: (14, 2),
        vocabulary: 151_936,
        context: 32_768,
        chat_template: true,
    };
}

const RECURRENT: &str = "mamba";
/// How many earlier tokens a recurrent layer looks at, and the sizes of its state and of its step.
const CONVOLVED: usize = 4;
const STATE: usize = 16;
const STEP: usize = 32;

/// The model in `folder`, written there first unless an earlier run has done so.
///
/// # Errors
/// When the folder cannot be written.
pub fn cached_llama(folder: &Path, shape: LlamaShape) -> io::Result<PathBuf> {
    let kind = if shape.chat_template { "chat" } else { "plain" };
    let path = folder.join(format!("{}-{}-{}-{kind}.gguf", shape.architecture, shape.width, shape.layers));
    once(&path, |path| write_llama(path, shape, 1))?;
    Ok(path)
}

/// Writes a language model in GGUF, the large weights in Q4_0.
///
/// # Errors
/// When the file cannot be written.
pub fn write_llama(path: &Path, shape: LlamaShape, seed: u64) -> io::Result<()> {
    let mut meta = Metadata::default();
    describe(&mut meta, shape);
    let tensors = tensors_of(shape);
    let mut out = BufWriter::new(File::create(path)?);
    out.write_all(b"GGUF")?;
    out.write_all(&3u32.to_le_bytes())?;
    out.write_all(&(tensors.len() as u64).to_le_bytes())?;
    out.write_all(&meta.count.to_le_bytes())?;
    out.write_all(&meta.bytes)?;
    let mut table = Vec::new();
    let mut offset = 0u64;
    for tensor in &tensors {
        text(&mut table, &tensor.name);
        table.extend((tensor.shape.len() as u32).to_le_bytes());
        tensor.shape.iter().for_each(|along| table.extend((*along as u64).to_le_bytes()));
        table.extend((if tensor.is_packed() { 2u32 } else { 0 }).to_le_bytes());
        table.extend(offset.to_le_bytes());
        offset += tensor.bytes().next_multiple_of(32);
    }
    out.write_all(&table)?;
    let header = 24 + meta.bytes.len() + table.len();
    out.write_all(&vec![0; header.next_multiple_of(32) - header])?;
    let mut random = Random(seed);
    for tensor in &tensors {
        tensor.write(&mut out, &mut random)?;
        out.write_all(&vec![0; (tensor.bytes().next_multiple_of(32) - tensor.bytes()) as usize])?;
    }
    out.flush()
}

const CONTROL_TOKENS: [&str; 4] = ["<|bos|>", "<|eos|>", "<|im_start|>", "<|im_end|>"];

fn describe(meta: &mut Metadata, shape: LlamaShape) {
    let architecture = shape.architecture;
    let of = |key: &str| format!("{architecture}.{key}");
    meta.text("general.architecture", architecture);
    meta.text("general.name", "random weights");
    meta.number(&of("context_length"), shape.context);
    meta.number(&of("embedding_length"), shape.width as u32);
    meta.number(&of("block_count"), shape.layers as u32);
    meta.number(&of("feed_forward_length"), shape.forward as u32);
    meta.number(&of("attention.head_count"), shape.heads.0 as u32);
    meta.number(&of("attention.head_count_kv"), shape.heads.1 as u32);
    meta.number(&of("rope.dimension_count"), (shape.width / shape.heads.0) as u32);
    meta.real(&of("attention.layer_norm_rms_epsilon"), 1e-5);
    if architecture == RECURRENT {
        meta.number(&of("ssm.conv_kernel"), CONVOLVED as u32);
        meta.number(&of("ssm.inner_size"), 2 * shape.width as u32);
        meta.number(&of("ssm.state_size"), STATE as u32);
        meta.number(&of("ssm.time_step_rank"), STEP as u32);
    }
    meta.real(&of("rope.freq_base"), 10_000.0);
    meta.number("general.file_type", 2);
    meta.text("tokenizer.ggml.model", "gpt2");
    meta.text("tokenizer.ggml.pre", if architecture == "qwen2" { "qwen2" } else { "llama-bpe" });
    let filling = (0..).map(|index| format!("w{index:06}"));
    let tokens: Vec<String> = CONTROL_TOKENS
        .iter()
        .map(|token| (*token).to_owned())
        .chain(byte_letters().map(String::from))
        .chain(filling)
        .take(shape.vocabulary)
        .collect();
    meta.texts("tokenizer.ggml.tokens", &tokens);
    let kinds = (0..shape.vocabulary).map(|token| if token < CONTROL_TOKENS.len() { 3 } else { 1 });
    meta.numbers("tokenizer.ggml.token_type", kinds);
    // llama.cpp insists on merges; this one never applies, for its result is no token.
    meta.texts("tokenizer.ggml.merges", &["Ġ Ġ".to_owned()]);
    meta.number("tokenizer.ggml.bos_token_id", 0);
    meta.number("tokenizer.ggml.eos_token_id", 1);
    meta.number("tokenizer.ggml.padding_token_id", 1);
    if shape.chat_template {
        let template = "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + \
                        message['content'] + '<|im_end|>' + '\n'}}{% endfor %}\
                        {% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";
        meta.text("tokenizer.chat_template", template);
    }
}

/// GPT-2's letters for the 256 bytes, in the order of the bytes.
fn byte_letters() -> impl Iterator<Item = char> {
    let mut next_unused = 256u32;
    (0..=255u8).map(move |byte| match byte {
        b'!'..=b'~' | 0xa1..=0xac | 0xae..=0xff => char::from(byte),
        _ => {
            let letter = char::from_u32(next_unused).unwrap_or(char::REPLACEMENT_CHARACTER);
            next_unused += 1;
            letter
        }
    })
}

#[derive(Default)]
struct Metadata {
    count: u64,
    bytes: Vec<u8>,
}

impl Metadata {
    fn key(&mut self, key: &str, kind: u32) {
        self.count += 1;
        text(&mut self.bytes, key);
        self.bytes.extend(kind.to_le_bytes());
    }

    fn number(&mut self, key: &str, value: u32) {
        self.key(key, 4);
        self.bytes.extend(value.to_le_bytes());
    }

    fn real(&mut self, key: &str, value: f32) {
        self.key(key, 6);
        self.bytes.extend(value.to_le_bytes());
    }

    fn text(&mut self, key: &str, value: &str) {
        self.key(key, 8);
        text(&mut self.bytes, value);
    }

    fn texts(&mut self, key: &str, values: &[String]) {
        self.key(key, 9);
        self.bytes.extend(8u32.to_le_bytes());
        self.bytes.extend((values.len() as u64).to_le_bytes());
        values.iter().for_each(|value| text(&mut self.bytes, value));
    }

    fn numbers(&mut self, key: &str, values: impl ExactSizeIterator<Item = i32>) {
        self.key(key, 9);
        self.bytes.extend(5u32.to_le_bytes());
        self.bytes.extend((values.len() as u64).to_le_bytes());
        values.for_each(|value| self.bytes.extend(value.to_le_bytes()));
    }
}

fn text(bytes: &mut Vec<u8>, value: &str) {
    bytes.extend((value.len() as u64).to_le_bytes());
    bytes.extend(value.as_bytes());
}

struct Tensor {
    name: String,
    shape: Vec<usize>,
    /// Rows that stay zero: the control tokens', which a greedy model therefore never chooses.
    zero_rows: usize,
}

impl Tensor {
    fn is_packed(&self) -> bool {
        self.shape.len() == 2 && self.shape[0].is_multiple_of(32)
    }

    fn bytes(&self) -> u64 {
        let weights: usize = self.shape.iter().product();
        if self.is_packed() { weights as u64 / 32 * 18 } else { weights as u64 * 4 }
    }

    fn write(&self, out: &mut impl Write, random: &mut Random) -> io::Result<()> {
        if !self.is_packed() {
            let value = match self.name.rsplit('.').next() {
                Some("bias") => 0f32,
                // A state decays.
                Some("ssm_a") => -1.0,
                _ => 1.0,
            };
            let weights = self.shape.iter().product();
            return (0..weights).try_for_each(|_: usize| out.write_all(&value.to_le_bytes()));
        }
        // A block of Q4_0 is a scale and 32 values of -8 to 7, whose deviation is about 4.6.
        let scale = half(1.0 / (4.6 * (self.shape[0] as f32).sqrt())).to_le_bytes();
        let blocks_in_row = self.shape[0] / 32;
        for row in 0..self.shape[1] {
            for _ in 0..blocks_in_row {
                let mut block = [0u8; 18];
                if row >= self.zero_rows {
                    block[..2].copy_from_slice(&scale);
                }
                block[2..10].copy_from_slice(&random.next().to_le_bytes());
                block[10..].copy_from_slice(&random.next().to_le_bytes());
                out.write_all(&block)?;
            }
        }
        Ok(())
    }
}

fn tensors_of(shape: LlamaShape) -> Vec<Tensor> {
    let LlamaShape { width, forward, heads, .. } = shape;
    let keys = width / heads.0 * heads.1;
    let mut tensors = Vec::new();
    let mut add = |name: String, shape: &[usize]| {
        let zero_rows = if name == "token_embd.weight" { CONTROL_TOKENS.len() } else { 0 };
        tensors.push(Tensor { name, shape: shape.to_vec(), zero_rows });
    };
    add("token_embd.weight".to_owned(), &[width, shape.vocabulary]);
    add("output_norm.weight".to_owned(), &[width]);
    for layer in 0..shape.layers {
        let mut of = |name: &str, shape: &[usize]| add(format!("blk.{layer}.{name}"), shape);
        of("attn_norm.weight", &[width]);
        if shape.architecture == RECURRENT {
            let inner = 2 * width;
            of("ssm_in.weight", &[width, 2 * inner]);
            of("ssm_conv1d.weight", &[CONVOLVED, inner]);
            of("ssm_conv1d.bias", &[inner]);
            of("ssm_x.weight", &[inner, STEP + 2 * STATE]);
            of("ssm_dt.weight", &[STEP, inner]);
            of("ssm_dt.bias", &[inner]);
            of("ssm_a", &[STATE, inner]);
            of("ssm_d", &[inner]);
            of("ssm_out.weight", &[inner, width]);
            continue;
        }
        of("attn_q.weight", &[width, width]);
        of("attn_k.weight", &[width, keys]);
        of("attn_v.weight", &[width, keys]);
        if shape.architecture == "qwen2" {
            of("attn_q.bias", &[width]);
            of("attn_k.bias", &[keys]);
            of("attn_v.bias", &[keys]);
        }
        of("attn_output.weight", &[width, width]);
        of("ffn_norm.weight", &[width]);
        of("ffn_gate.weight", &[width, forward]);
        of("ffn_up.weight", &[width, forward]);
        of("ffn_down.weight", &[forward, width]);
    }
    tensors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_of_the_bytes_are_all_different() {
        let letters: std::collections::HashSet<char> = byte_letters().collect();
        assert_eq!(letters.len(), 256);
    }
}
