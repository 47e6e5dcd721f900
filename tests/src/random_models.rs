//! Models of a true shape with random weights, so that tests and measurements need no download: the time an engine takes
//! does not depend on the values. The same shape and seed always give the same bytes.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// The shape of a Whisper model, English only, with 1,500 encoder frames and 80 mel bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WhisperShape {
    /// Width of a layer, a multiple of 64.
    pub width: usize,
    /// Layers of the encoder, and as many of the decoder.
    pub layers: usize,
}

impl WhisperShape {
    /// The smallest that is one: 10 MB, a window in a fraction of a second.
    pub const MICRO: Self = Self { width: 64, layers: 1 };
    /// base.en: 148 MB.
    pub const BASE_EN: Self = Self { width: 512, layers: 6 };
}

/// The shape of a language model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LlamaShape {
    /// The architecture that the file names: `llama` or `qwen2`.
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

/// The model in `folder`, written there first unless an earlier run has done so.
///
/// # Errors
/// When the folder cannot be written.
pub fn cached_whisper(folder: &Path, shape: WhisperShape) -> io::Result<PathBuf> {
    let path = folder.join(format!("whisper-{}-{}.bin", shape.width, shape.layers));
    once(&path, |path| write_whisper(path, shape, 1))?;
    Ok(path)
}

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

/// Tests run in several processes and threads: each writes a file of its own, and the last to finish names it.
fn once(path: &Path, write: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    if path.is_file() {
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    static WRITTEN: AtomicU32 = AtomicU32::new(0);
    let count = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let unfinished = path.with_extension(format!("{}-{count}.tmp", std::process::id()));
    write(&unfinished)?;
    fs::rename(&unfinished, path)
}

/// Writes a speech model in ggml's format, the large weights as 16-bit floats.
///
/// # Errors
/// When the file cannot be written.
pub fn write_whisper(path: &Path, shape: WhisperShape, seed: u64) -> io::Result<()> {
    const VOCABULARY: usize = 51_864;
    const WORDS: usize = 50_257;
    let WhisperShape { width, layers } = shape;
    let mut out = GgmlFile { to: BufWriter::new(File::create(path)?), random: Random(seed) };
    let heads = (width / 64).max(1);
    out.numbers(&[0x6767_6d6c, VOCABULARY, 1500, width, heads, layers, 448, width, heads, layers, 80, 1])?;
    out.numbers(&[80, 201])?;
    for value in mel_filters() {
        out.to.write_all(&value.to_le_bytes())?;
    }
    out.numbers(&[WORDS])?;
    for word in 0..WORDS {
        let text = if word < 256 { vec![word as u8] } else { format!(" w{word}").into_bytes() };
        out.numbers(&[text.len()])?;
        out.to.write_all(&text)?;
    }

    out.positions("encoder.positional_embedding", width, 1500)?;
    out.weights("encoder.conv1.weight", &[3, 80, width])?;
    out.constant("encoder.conv1.bias", &[1, width], 0.0)?;
    out.weights("encoder.conv2.weight", &[3, width, width])?;
    out.constant("encoder.conv2.bias", &[1, width], 0.0)?;
    out.norm("encoder.ln_post", width)?;
    out.positions("decoder.positional_embedding", width, 448)?;
    out.weights("decoder.token_embedding.weight", &[width, VOCABULARY])?;
    out.norm("decoder.ln", width)?;
    for layer in 0..layers {
        for (part, attentions) in [("encoder", &["attn"][..]), ("decoder", &["attn", "cross_attn"])] {
            let block = format!("{part}.blocks.{layer}");
            for attention in attentions {
                out.norm(&format!("{block}.{attention}_ln"), width)?;
                for matrix in ["query", "key", "value", "out"] {
                    out.weights(&format!("{block}.{attention}.{matrix}.weight"), &[width, width])?;
                    if matrix != "key" {
                        out.constant(&format!("{block}.{attention}.{matrix}.bias"), &[width], 0.0)?;
                    }
                }
            }
            out.norm(&format!("{block}.mlp_ln"), width)?;
            out.weights(&format!("{block}.mlp.0.weight"), &[width, 4 * width])?;
            out.constant(&format!("{block}.mlp.0.bias"), &[4 * width], 0.0)?;
            out.weights(&format!("{block}.mlp.2.weight"), &[4 * width, width])?;
            out.constant(&format!("{block}.mlp.2.bias"), &[width], 0.0)?;
        }
    }
    out.to.flush()
}

struct GgmlFile {
    to: BufWriter<File>,
    random: Random,
}

impl GgmlFile {
    fn numbers(&mut self, values: &[usize]) -> io::Result<()> {
        values.iter().try_for_each(|value| self.to.write_all(&(*value as u32).to_le_bytes()))
    }

    fn head(&mut self, name: &str, shape: &[usize], kind: usize) -> io::Result<()> {
        self.numbers(&[shape.len(), name.len(), kind])?;
        self.numbers(shape)?;
        self.to.write_all(name.as_bytes())
    }

    fn weights(&mut self, name: &str, shape: &[usize]) -> io::Result<()> {
        self.head(name, shape, 1)?;
        let count: usize = shape.iter().product();
        let inputs = if shape.len() == 3 { shape[0] * shape[1] } else { shape[0] };
        let scale = 1.7 / (inputs as f32).sqrt();
        for _ in 0..count {
            let value = self.random.between_minus_one_and_one() * scale;
            self.to.write_all(&half(value).to_le_bytes())?;
        }
        Ok(())
    }

    fn constant(&mut self, name: &str, shape: &[usize], value: f32) -> io::Result<()> {
        self.head(name, shape, 0)?;
        let count: usize = shape.iter().product();
        (0..count).try_for_each(|_| self.to.write_all(&value.to_le_bytes()))
    }

    fn norm(&mut self, name: &str, width: usize) -> io::Result<()> {
        self.constant(&format!("{name}.weight"), &[width], 1.0)?;
        self.constant(&format!("{name}.bias"), &[width], 0.0)
    }

    fn positions(&mut self, name: &str, width: usize, length: usize) -> io::Result<()> {
        self.head(name, &[width, length], 0)?;
        for position in 0..length {
            for column in 0..width {
                let pair = column % (width / 2);
                let angle = position as f32 * 10_000f32.powf(-(pair as f32) / (width / 2 - 1) as f32);
                let value = if column < width / 2 { angle.sin() } else { angle.cos() };
                self.to.write_all(&value.to_le_bytes())?;
            }
        }
        Ok(())
    }
}

/// Eighty triangles over the 201 bins of a 400-sample transform at 16 kHz, evenly spaced on the mel scale.
fn mel_filters() -> Vec<f32> {
    let mel = |hz: f32| 2595.0 * (1.0 + hz / 700.0).log10();
    let hz = |mel: f32| 700.0 * (10f32.powf(mel / 2595.0) - 1.0);
    let edge = |index: usize| hz(mel(8000.0) * index as f32 / 81.0);
    let mut filters = Vec::with_capacity(80 * 201);
    for band in 0..80 {
        let (low, middle, high) = (edge(band), edge(band + 1), edge(band + 2));
        for bin in 0..201 {
            let at = bin as f32 * 40.0;
            let slope = ((at - low) / (middle - low)).min((high - at) / (high - middle)).max(0.0);
            filters.push(slope * 2.0 / (high - low));
        }
    }
    filters
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
        self.shape.len() == 2
    }

    fn bytes(&self) -> u64 {
        let weights: usize = self.shape.iter().product();
        if self.is_packed() { weights as u64 / 32 * 18 } else { weights as u64 * 4 }
    }

    fn write(&self, out: &mut impl Write, random: &mut Random) -> io::Result<()> {
        if !self.is_packed() {
            let value = if self.name.ends_with("bias") { 0f32 } else { 1.0 };
            return (0..self.shape[0]).try_for_each(|_| out.write_all(&value.to_le_bytes()));
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

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn between_minus_one_and_one(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 23) as f32 - 1.0
    }
}

/// A 16-bit float, cut rather than rounded; what is too small for it becomes zero.
fn half(value: f32) -> u16 {
    let bits = value.to_bits();
    let sign = (bits >> 16) as u16 & 0x8000;
    let exponent = (bits >> 23 & 0xff) as i32 - 127 + 15;
    if exponent <= 0 {
        return sign;
    }
    sign | ((exponent.min(30) as u16) << 10) | (bits >> 13 & 0x3ff) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_are_what_the_standard_says() {
        assert_eq!([half(1.0), half(-2.0), half(0.5), half(0.0), half(1e-9)], [0x3c00, 0xc000, 0x3800, 0, 0]);
    }

    #[test]
    fn the_letters_of_the_bytes_are_all_different() {
        let letters: std::collections::HashSet<char> = byte_letters().collect();
        assert_eq!(letters.len(), 256);
    }
}
