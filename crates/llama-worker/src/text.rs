//! Tokens end anywhere, also inside a character: this holds bytes back until they are whole characters.

/// Turns bytes into text, a piece at a time.
#[derive(Default)]
pub(crate) struct WholeCharacters {
    held: Vec<u8>,
}

impl WholeCharacters {
    /// The text that is complete with these bytes; what can never become a character is replaced (U+FFFD).
    pub(crate) fn push(&mut self, bytes: &[u8]) -> String {
        self.held.extend_from_slice(bytes);
        let mut text = String::new();
        let mut rest = &self.held[..];
        loop {
            match std::str::from_utf8(rest) {
                Ok(whole) => {
                    text.push_str(whole);
                    self.held.clear();
                    return text;
                }
                Err(broken) => {
                    let (whole, after) = rest.split_at(broken.valid_up_to());
                    text.push_str(&String::from_utf8_lossy(whole));
                    let Some(bad) = broken.error_len() else {
                        self.held = after.to_vec();
                        return text;
                    };
                    text.push(char::REPLACEMENT_CHARACTER);
                    rest = &after[bad..];
                }
            }
        }
    }

    /// What is left at the end of the text.
    pub(crate) fn finish(self) -> String {
        String::from_utf8_lossy(&self.held).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_bytes_however_cut_read_as_they_would_whole(
            bytes in prop::collection::vec(any::<u8>(), 0..60), every in 1usize..5,
        ) {
            let mut characters = WholeCharacters::default();
            let mut text: String = bytes.chunks(every).map(|piece| characters.push(piece)).collect();
            text.push_str(&characters.finish());
            prop_assert_eq!(text, String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn half_a_character_waits_for_the_other_half() {
        let mut characters = WholeCharacters::default();
        assert_eq!(characters.push(&[b'm', 0xc2]), "m");
        assert_eq!(characters.push(&[0xb5, b'g']), "µg");
    }
}
