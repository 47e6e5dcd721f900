//! How a consult is listened to.

use clinical::{ENGLISH, Phi, language_name};
use terminology::{Formulary, Vocabulary};

use crate::{Error, InstalledModel, Spoken};

/// How a consult is listened to.
#[derive(Clone, Debug)]
pub struct Hearing {
    /// Codes of the languages that may be spoken, of [`clinical::LANGUAGES`]: of several, or all where there is none, the one
    /// that is spoken is recognised once, at the beginning.
    pub languages: Vec<String>,
    /// Whether an English translation is made beside what is said in another language.
    pub translate: bool,
    /// Names that the model shall rather hear.
    pub prompt: Option<Phi>,
    /// Whether this is dictation: one clinician speaks, in English with spoken marks and commands.
    pub dictation: bool,
    /// Whether noise is taken out before anything is heard.
    pub suppress_noise: bool,
}

impl Default for Hearing {
    fn default() -> Self {
        Self {
            languages: vec![ENGLISH.into()],
            translate: false,
            prompt: None,
            dictation: false,
            suppress_noise: false,
        }
    }
}

/// Whisper reads at most 224 tokens of a prompt; some room is left.
const PROMPT_TOKENS: usize = 200;

impl Hearing {
    /// Listening for these languages (none: for all), with a vocabulary where the model heeds one.
    ///
    /// # Errors
    /// [`Error::InvalidInput`] for a code that is not one of [`clinical::LANGUAGES`], [`Error::NotTranslating`] where it shall translate
    /// and the model does not.
    pub fn new(
        model: &InstalledModel,
        languages: Vec<String>,
        translate: bool,
        vocabulary: &Vocabulary,
        formulary: &Formulary,
    ) -> Result<Self, Error> {
        require_languages(&languages)?;
        let spoken = Spoken { languages, translated: translate };
        if spoken.is_foreign() && !model.translates {
            return Err(Error::NotTranslating);
        }
        let languages = spoken.languages;
        let prompt = || terminology::prompt(vocabulary, formulary, PROMPT_TOKENS);
        Ok(Self { languages, translate, prompt: model.takes_prompt.then(prompt), ..Self::default() })
    }

    /// The same for dictation. Its commands are English.
    #[must_use]
    pub fn of_dictation(self) -> Self {
        Self { languages: vec![ENGLISH.into()], translate: false, dictation: true, ..self }
    }
}

/// Refuses what is not a code of [`clinical::LANGUAGES`].
///
/// # Errors
/// [`Error::InvalidInput`].
pub fn require_languages(codes: &[String]) -> Result<(), Error> {
    match codes.iter().find(|code| language_name(code).is_none()) {
        Some(unknown) => Err(Error::InvalidInput(format!(
            "There is no language \"{unknown}\". Give a code such as en, de or fr."
        ))),
        None => Ok(()),
    }
}
