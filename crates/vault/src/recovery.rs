//! The recovery code: 135 random bits in Crockford's Base32, with his check symbol, in seven groups of four.

use std::fmt;
use std::str::FromStr;

use zeroize::Zeroizing;

use crate::crypto::random;
use crate::error::{Result, VaultError};

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// The check symbol is the value modulo 37, so it has five symbols of its own.
const CHECK_ALPHABET: &[u8; 37] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U";
const SYMBOLS: usize = 27;
const GROUP: usize = 4;

/// A code that opens the vault when the passphrase is forgotten or the computer is lost. It is shown once, to be
/// printed; its `Debug` is redacted.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<String>);

impl RecoveryCode {
    pub(crate) fn random() -> Result<Self> {
        let symbols = Zeroizing::new(random::<SYMBOLS>()?);
        Ok(Self(Zeroizing::new(
            symbols.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect(),
        )))
    }

    /// The code as it is printed and typed: seven groups of four, joined by hyphens, the last symbol a check.
    pub fn to_groups(&self) -> String {
        let mut symbols = Zeroizing::new(self.0.as_bytes().to_vec());
        symbols.push(check_symbol(&self.0));
        let groups: Vec<String> =
            symbols.chunks(GROUP).map(|group| group.iter().copied().map(char::from).collect()).collect();
        groups.join("-")
    }

    pub(crate) fn symbols(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

fn check_symbol(symbols: &str) -> u8 {
    let value = |symbol| ALPHABET.iter().position(|&other| other == symbol).unwrap_or_default();
    let remainder = symbols.bytes().fold(0, |remainder, symbol| (remainder * 32 + value(symbol)) % 37);
    CHECK_ALPHABET[remainder]
}

impl FromStr for RecoveryCode {
    type Err = VaultError;

    /// Reads a code as people type it: in any case, with or without hyphens and spaces, O for 0, I or L for 1.
    fn from_str(text: &str) -> Result<Self> {
        let mut symbols = Zeroizing::new(String::with_capacity(SYMBOLS + 1));
        for typed in
            text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'))
        {
            let symbol = match typed.to_ascii_uppercase() {
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            if !u8::try_from(symbol).is_ok_and(|byte| CHECK_ALPHABET.contains(&byte)) {
                return Err(VaultError::NotARecoveryCode("it has a character that no code has"));
            }
            symbols.push(symbol);
            if symbols.len() > SYMBOLS + 1 {
                return Err(VaultError::NotARecoveryCode("it is too long"));
            }
        }
        if symbols.len() < SYMBOLS + 1 {
            return Err(VaultError::NotARecoveryCode("it is too short"));
        }
        let check = symbols.pop().unwrap_or_default();
        if !symbols.bytes().all(|symbol| ALPHABET.contains(&symbol))
            || char::from(check_symbol(&symbols)) != check
        {
            return Err(VaultError::NotARecoveryCode("a character in it is wrong"));
        }
        Ok(Self(symbols))
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(..)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_is_seven_groups_of_four_and_reads_back() {
        let code = RecoveryCode::random().unwrap();
        let shown = code.to_groups();
        assert_eq!(shown.split('-').map(str::len).collect::<Vec<_>>(), [4; 7]);
        assert_eq!(shown.parse::<RecoveryCode>().unwrap(), code);
    }

    #[test]
    fn debug_does_not_show_it() {
        let code = RecoveryCode::random().unwrap();
        assert_eq!(format!("{code:?}"), "RecoveryCode(..)");
    }

    #[test]
    fn it_is_read_as_people_type_it() {
        // 27 zeros have the value 0, whose check symbol is 0.
        let zeros: RecoveryCode = "0000-0000-0000-0000-0000-0000-0000".parse().unwrap();
        assert_eq!(" oOoO 0000 0000–0000 0000 0000 000o ".parse::<RecoveryCode>().unwrap(), zeros);
        let ones: RecoveryCode =
            format!("{}{}", "1".repeat(27), char::from(check_symbol(&"1".repeat(27)))).parse().unwrap();
        let typed = ones.to_groups().replacen("1111", "iIlL", 1).to_lowercase();
        assert_eq!(typed.parse::<RecoveryCode>().unwrap(), ones);
    }

    #[test]
    fn what_is_wrong_with_it_is_said() {
        let reason = |text: &str| match text.parse::<RecoveryCode>() {
            Err(VaultError::NotARecoveryCode(reason)) => reason,
            other => panic!("{other:?}"),
        };
        assert_eq!(reason("0000"), "it is too short");
        assert_eq!(reason(&"0".repeat(29)), "it is too long");
        assert_eq!(reason("0000-0000-0000-0000-0000-0000-000é"), "it has a character that no code has");
        assert_eq!(reason("0000-0000-0000-0000-0000-0000-0010"), "a character in it is wrong");
        assert_eq!(reason("U000-0000-0000-0000-0000-0000-0000"), "a character in it is wrong");
    }

    proptest! {
        #[test]
        fn any_single_mistyped_symbol_is_noticed(at in 0..28usize, other in 0..32usize) {
            let shown = RecoveryCode::random().unwrap().to_groups().replace('-', "");
            let mut typed = shown.clone().into_bytes();
            typed[at] = ALPHABET[other];
            let typed = String::from_utf8(typed).unwrap();
            prop_assert_eq!(typed.parse::<RecoveryCode>().is_ok(), typed == shown);
        }

        #[test]
        fn neighbours_exchanged_are_noticed(at in 0..27usize) {
            let shown = RecoveryCode::random().unwrap().to_groups().replace('-', "");
            let mut typed = shown.clone().into_bytes();
            typed.swap(at, at + 1);
            let typed = String::from_utf8(typed).unwrap();
            prop_assert_eq!(typed.parse::<RecoveryCode>().is_ok(), typed == shown);
        }

        #[test]
        fn no_text_makes_the_parser_fail_badly(text: String) {
            let _ = text.parse::<RecoveryCode>();
        }
    }
}
