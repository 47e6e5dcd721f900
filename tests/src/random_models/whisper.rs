//! Speech models in whisper.cpp's format.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{Random, half, once};

/// The shape of a Whisper model with 1,500 encoder frames and 80 mel bands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WhisperShape {
    /// Width of a layer, a multiple of 64.
    pub width: usize,
    /// Layers of the encoder, and as many of the decoder.
    pub layers: usize,
    /// Whether it knows more than English: its vocabulary is a token longer.
    pub multilingual: bool,
}

impl WhisperShape {
    /// The smallest that is one: 10 MB, a window in a fraction of a second.
    pub const MICRO: Self = Self { width: 64, layers: 1, multilingual: false };
    /// As small, of many languages.
    pub const MICRO_MULTILINGUAL: Self = Self { multilingual: true, ..Self::MICRO };
    /// base.en: 148 MB.
    pub const BASE_EN: Self = Self { width: 512, layers: 6, multilingual: false };
}

/// The model in `folder`, written there first unless an earlier run has done so.
///
/// # Errors
/// When the folder cannot be written.
pub fn cached_whisper(folder: &Path, shape: WhisperShape) -> io::Result<PathBuf> {
    let languages = if shape.multilingual { "-multilingual" } else { "" };
    let path = folder.join(format!("whisper-{}-{}{languages}.bin", shape.width, shape.layers));
    once(&path, |path| write_whisper(path, shape, 1))?;
    Ok(path)
}

/// Writes a speech model in ggml's format, the large weights as 16-bit floats.
///
/// # Errors
/// When the file cannot be written.
pub fn write_whisper(path: &Path, shape: WhisperShape, seed: u64) -> io::Result<()> {
    const WORDS: usize = 50_257;
    let WhisperShape { width, layers, multilingual } = shape;
    let vocabulary = if multilingual { 51_865 } else { 51_864 };
    let mut out = GgmlFile { to: BufWriter::new(File::create(path)?), random: Random(seed) };
    let heads = (width / 64).max(1);
    out.numbers(&[0x6767_6d6c, vocabulary, 1500, width, heads, layers, 448, width, heads, layers, 80, 1])?;
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
    out.weights("decoder.token_embedding.weight", &[width, vocabulary])?;
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
