//! Names that were probably misheard.
//!
//! A word is doubted where it is in no list and sounds like a name; some words in a row where they do so together ("met
//! formin"). How much alike they must be depends on what is around: less beside a dose or "she takes", less for what the
//! patient takes, more without either.

use std::fmt;
use std::ops::Range;

use crate::common::is_small;
use crate::sound::Sound;
use crate::surroundings::{Near, Surroundings};
use crate::words::{Word, words};
use crate::{Formulary, Vocabulary};

/// A name that was probably said where something else was heard. It is for a person to take or leave.
#[derive(Clone, PartialEq)]
pub struct Suggestion {
    /// Where in the text, in bytes.
    pub range: Range<usize>,
    /// What was heard there.
    pub heard: String,
    /// What may have been said, the likeliest first; one to three names.
    pub offered: Vec<String>,
    /// Why.
    pub reason: Reason,
}

impl fmt::Debug for Suggestion {
    /// What was heard and offered is never shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Suggestion({:?}, {} offered, {:?})", self.range, self.offered.len(), self.reason)
    }
}

/// Why a name is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// What was heard is in no list and sounds like a name of the formulary.
    SoundsLike,
    /// Some words in a row sound like a name together.
    SoundsLikeTogether,
    /// What was heard sounds like a name on the patient's own lists.
    OnThePatientsList,
    /// A name was heard that is easily taken for another, and the patient has the other.
    LooksLikeThePatients,
}

impl Reason {
    /// As a clinician reads it.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::SoundsLike => "Sounds like a medicine of the formulary.",
            Self::SoundsLikeTogether => "Together these words sound like a medicine of the formulary.",
            Self::OnThePatientsList => "Sounds like a medicine on the patient's list.",
            Self::LooksLikeThePatients => "Easily confused with a medicine on the patient's list.",
        }
    }
}

/// The most names that are offered.
const MOST_OFFERED: usize = 3;
/// The most words of a name that is looked for as it is written; RxNorm has longer ones that nobody says.
const LONGEST_NAME: usize = 8;
/// The most words into which a name is wrongly split.
const MOST_PIECES: usize = 4;
/// How much less alike a name on the patient's own lists may be.
const OWN: f64 = 0.06;
/// How much less alike than the best a further name may be.
const BEHIND_THE_BEST: f64 = 0.15;
/// A word with fewer letters is short.
const SHORT: usize = 7;
/// From here on two names of medicines are easily confused: hydroxyzine and hydralazine, Celebrex and Celexa.
const CONFUSABLE: f64 = 0.57;

/// A name that may have been said.
struct Candidate<'a> {
    name: &'a str,
    sound: &'a Sound,
    own: bool,
}

impl Formulary {
    /// The names that were probably misheard in `text`, in its order and without overlap, for a patient and a clinic with
    /// this vocabulary. What is in the formulary or the vocabulary is never doubted, but for a name that is easily taken
    /// for one that the patient has.
    pub fn suggest(&self, text: &str, vocabulary: &Vocabulary) -> Vec<Suggestion> {
        let own: Vec<(String, Sound)> =
            vocabulary.patients_names().filter_map(|name| Some((name.clone(), Sound::of(&name)?))).collect();
        let mut words = words(text);
        let mut found = self.mark_names(text, &mut words, vocabulary, &own);
        let surroundings = Surroundings::of(text);
        let mut doubted: Vec<(f64, usize, Suggestion)> = Vec::new();
        for start in 0..words.len() {
            for pieces in 1..=MOST_PIECES.min(words.len() - start) {
                let window = &words[start..start + pieces];
                if !window.iter().skip(1).all(|word| word.follows) || window.iter().any(|word| word.named) {
                    break;
                }
                if let Some((score, suggestion)) = self.doubt(text, window, &surroundings, &own) {
                    doubted.push((score, pieces, suggestion));
                }
            }
        }
        // The likeliest count, of equals the one of more words.
        doubted.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        for (_, _, suggestion) in doubted {
            let overlaps = |other: &Suggestion| {
                other.range.start < suggestion.range.end && suggestion.range.start < other.range.end
            };
            if !found.iter().any(overlaps) {
                found.push(suggestion);
            }
        }
        found.sort_by_key(|suggestion| suggestion.range.start);
        found
    }

    /// Marks the words of names that are known, the longest names first, and gives those that are easily taken for one of
    /// the patient's.
    fn mark_names(
        &self,
        text: &str,
        words: &mut [Word],
        vocabulary: &Vocabulary,
        own: &[(String, Sound)],
    ) -> Vec<Suggestion> {
        let mut confused = Vec::new();
        let known: Vec<String> = vocabulary
            .clinic_words
            .iter()
            .flat_map(|entry| entry.split(|c: char| !c.is_alphanumeric()))
            .chain(own.iter().flat_map(|(name, _)| name.split(' ')))
            .map(str::to_lowercase)
            .collect();
        let mut start = 0;
        while start < words.len() {
            let most = self.most_words().min(LONGEST_NAME).min(words.len() - start);
            let named = (1..=most).rev().find_map(|pieces| {
                let window = &words[start..start + pieces];
                let whole = window.iter().skip(1).all(|word| word.follows);
                let range = window[0].range.start..window[pieces - 1].range.end;
                whole.then(|| self.get(&text[range.clone()])).flatten().map(|name| (pieces, range, name))
            });
            let pieces = match named {
                Some((pieces, range, name)) => {
                    confused.extend(confused_with(text, range, name, own));
                    pieces
                }
                None if known.contains(&words[start].lower) => 1,
                None => {
                    start += 1;
                    continue;
                }
            };
            words[start..start + pieces].iter_mut().for_each(|word| word.named = true);
            start += pieces;
        }
        confused
    }

    /// Whether a name was probably said where `window` was heard, and how alike the likeliest is.
    fn doubt(
        &self,
        text: &str,
        window: &[Word],
        surroundings: &Surroundings,
        own: &[(String, Sound)],
    ) -> Option<(f64, Suggestion)> {
        let (first, last) = (window.first()?, window.last()?);
        let range = first.range.start..last.range.end;
        let single = window.len() == 1;
        let strange = window.iter().any(|word| !word.common && !self.has_word(&word.lower));
        let near = surroundings.near(&range);
        let small_ends =
            is_small(&last.lower) || is_small(&first.lower) && (first.lower != "a" || near == Near::Nothing);
        // Everyday words alone are doubted beside a dose only.
        let least = match (strange, near) {
            (true, Near::Dose) => 0.68,
            (true, Near::Taking) => 0.74,
            (true, Near::Nothing) => 0.80,
            (false, Near::Dose) => 0.84,
            (false, _) => return None,
        };
        if !single && small_ends {
            return None;
        }
        let sound = Sound::of(&text[range.clone()])?;
        let caution = [
            (!single, 0.02),
            // Many short words are a letter away from a name, and so are the names of people.
            (near != Near::Dose && sound.len() < SHORT, 0.06),
            (near == Near::Nothing && first.capital, 0.08),
        ];
        let least = least + caution.iter().filter(|(applies, _)| *applies).map(|(_, more)| more).sum::<f64>();
        let mut alike = self.alike(&sound, own, least - BEHIND_THE_BEST);
        // An everyday word by itself is doubted for the patient's own names only.
        alike.retain(|(candidate, _)| strange || !single || candidate.own);
        let (best, score) = alike.first().map(|(candidate, score)| (candidate.own, *score))?;
        if score < least {
            return None;
        }
        let reason = match (best, single) {
            (true, _) => Reason::OnThePatientsList,
            (false, true) => Reason::SoundsLike,
            (false, false) => Reason::SoundsLikeTogether,
        };
        let offered = alike
            .iter()
            .take_while(|(_, other)| score - other <= BEHIND_THE_BEST)
            .take(MOST_OFFERED)
            .map(|(candidate, _)| candidate.name.to_owned())
            .collect();
        Some((score, Suggestion { heard: text[range.clone()].to_owned(), range, offered, reason }))
    }

    /// The names that sound at least so much like `sound`, the likeliest first.
    fn alike<'a>(
        &'a self,
        sound: &Sound,
        own: &'a [(String, Sound)],
        least: f64,
    ) -> Vec<(Candidate<'a>, f64)> {
        let of_formulary = self
            .sounding(sound.firsts())
            .map(|(name, sound)| Candidate { name: &name.text, sound, own: false })
            .filter(|candidate| !own.iter().any(|(name, _)| name.eq_ignore_ascii_case(candidate.name)));
        let of_patient = own.iter().map(|(name, sound)| Candidate { name, sound, own: true });
        let mut alike: Vec<_> = of_patient
            .chain(of_formulary)
            .filter(|candidate| !candidate.sound.is_far_from(sound))
            .map(|candidate| {
                let score = candidate.sound.likeness(sound) + if candidate.own { OWN } else { 0.0 };
                (candidate, score)
            })
            .filter(|(_, score)| *score >= least)
            .collect();
        alike.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.name.cmp(b.0.name)));
        alike.dedup_by(|a, b| a.0.name.eq_ignore_ascii_case(b.0.name));
        alike
    }
}

/// The patient's names for which a name in the text is easily taken, unless the patient has that one too.
fn confused_with(
    text: &str,
    range: Range<usize>,
    name: &crate::Name,
    own: &[(String, Sound)],
) -> Option<Suggestion> {
    let same = |other: &str| {
        other.eq_ignore_ascii_case(&name.text)
            || name.generic.as_deref().is_some_and(|generic| generic.eq_ignore_ascii_case(other))
    };
    if own.iter().any(|(other, _)| same(other)) {
        return None;
    }
    let sound = Sound::of(&name.text)?;
    let mut alike: Vec<(&str, f64)> = own
        .iter()
        .filter(|(_, other)| other.first() == sound.first())
        .map(|(other, heard)| (other.as_str(), heard.likeness(&sound)))
        .filter(|(_, score)| *score >= CONFUSABLE)
        .collect();
    alike.sort_by(|a, b| b.1.total_cmp(&a.1));
    let offered: Vec<String> =
        alike.iter().take(MOST_OFFERED).map(|(other, _)| (*other).to_owned()).collect();
    (!offered.is_empty()).then(|| Suggestion {
        heard: text[range.clone()].to_owned(),
        range,
        offered,
        reason: Reason::LooksLikeThePatients,
    })
}

#[cfg(test)]
mod tests;
