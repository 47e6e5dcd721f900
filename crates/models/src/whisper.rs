//! What the head of a Whisper model in ggml format says of it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Numbers of four bytes at the beginning of a file: its magic, then the sizes of the vocabulary, of what hears and of what writes.
const HEAD: usize = 10;
const VOCABULARY: usize = 1;
const LAYERS_THAT_HEAR: usize = 5;
const LAYERS_THAT_WRITE: usize = 9;

/// The vocabulary of models that know English alone.
const OF_ENGLISH: u32 = 51_864;

/// Whether a model translates into English. Models that were cut down to be fast ("turbo", "distil") have fewer layers to write with
/// than to hear with, and were not taught to. Of what cannot be read nothing is known.
pub(crate) fn translates(path: &Path) -> bool {
    let mut head = [0; 4 * HEAD];
    if File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_err() {
        return true;
    }
    let number = |at: usize| u32::from_le_bytes([0, 1, 2, 3].map(|byte| head[4 * at + byte]));
    number(VOCABULARY) != OF_ENGLISH && number(LAYERS_THAT_WRITE) >= number(LAYERS_THAT_HEAR)
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_model_that_was_cut_down_or_knows_english_alone_does_not_translate() {
        let folder = tempfile::tempdir().unwrap();
        let model = folder.path().join("model.bin");
        let translates = |vocabulary: u32, hear: u32, write: u32| {
            let head = [0x6767_6d6c, vocabulary, 1500, 512, 8, hear, 448, 512, 8, write, 80, 1];
            std::fs::write(&model, head.map(u32::to_le_bytes).concat()).unwrap();
            super::translates(&model)
        };
        assert!(translates(51_865, 6, 6));
        assert!(translates(51_866, 32, 32), "large v3");
        assert!(!translates(51_866, 32, 4), "large v3 turbo");
        assert!(!translates(51_865, 24, 2), "a distilled one");
        assert!(!translates(51_864, 6, 6), "base.en");
        assert!(super::translates(&folder.path().join("none.bin")));
    }
}
