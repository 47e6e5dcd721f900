//! Text that may identify a patient.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

/// Protected health information as text: it derefs to `str` and serialises as a plain string, but it has no `Display`
/// and its `Debug` is redacted, so it cannot slip into a log or an error message.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phi(String);

impl Phi {
    /// Takes the text out, for the few places that must write it: the vault, an export, the screen.
    pub fn into_string(self) -> String {
        self.0
    }

    /// The text, where a `&str` is wanted explicitly.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for Phi {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl Deref for Phi {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Phi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phi({} bytes)", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_shows_the_text() {
        assert_eq!(format!("{:?}", Phi::from("Jane Doe")), "Phi(8 bytes)");
    }

    #[test]
    fn it_serialises_as_a_plain_string() {
        assert_eq!(serde_json::to_string(&Phi::from("x")).unwrap(), "\"x\"");
    }
}
