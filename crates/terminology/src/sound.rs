//! How much two words sound alike.

use rphonetic::DoubleMetaphone;
use strsim::osa_distance;

use crate::common::is_common;

/// A shorter name is too easily found in ordinary words.
pub(crate) const FEWEST_LETTERS: usize = 5;
const LONGEST_CODE: usize = 24;
const LEAST_OF_CONSONANTS: f64 = 0.4;

/// A word or some words in a row as they sound.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sound {
    /// The letters, those that sound alike made one.
    letters: String,
    /// Its consonants by Double Metaphone (Philips 2000).
    code: String,
}

impl Sound {
    /// The sound of a name that may be misheard; none for one that is too short, an everyday word, or several medicines.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        (!name.contains('/') && !is_common(&name.to_lowercase())).then(|| Self::of(name))?
    }

    /// The sound of the letters of `words`; none if they are too few.
    pub(crate) fn of(words: &str) -> Option<Self> {
        let spelled: String =
            words.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_lowercase()).collect();
        if spelled.len() < FEWEST_LETTERS {
            return None;
        }
        let code = DoubleMetaphone::new(Some(LONGEST_CODE)).double_metaphone(&spelled).primary();
        (!code.is_empty()).then(|| Self { letters: folded(&spelled), code })
    }

    /// What it begins with.
    pub(crate) fn first(&self) -> char {
        self.code.chars().next().unwrap_or_default()
    }

    /// What a name may begin with that was heard as this.
    pub(crate) fn firsts(&self) -> &'static [char] {
        match self.first() {
            'A' => &['A', 'H'],
            'H' => &['H', 'A'],
            'S' => &['S', 'X', 'J'],
            'X' => &['X', 'S', 'J'],
            'J' => &['J', 'X', 'S', 'K'],
            'K' => &['K', 'J', 'S'],
            'T' => &['T', '0', 'X'],
            '0' => &['0', 'T', 'F'],
            'F' => &['F', 'P'],
            'P' => &['P', 'F'],
            'M' => &['M', 'N'],
            'N' => &['N', 'M'],
            'L' => &['L'],
            'R' => &['R'],
            _ => &[],
        }
    }

    /// How much it sounds like another, from 0 to 1; 0 where the consonants alone are too far apart.
    pub(crate) fn likeness(&self, other: &Self) -> f64 {
        let code = closeness(&self.code, &other.code);
        if code < LEAST_OF_CONSONANTS {
            return 0.0;
        }
        0.6 * closeness(&self.letters, &other.letters) + 0.4 * code
    }

    /// How many letters it has, those that sound alike being one.
    pub(crate) fn len(&self) -> usize {
        self.letters.len()
    }

    /// Whether the two are so far apart in length that they cannot be alike.
    pub(crate) fn is_far_from(&self, other: &Self) -> bool {
        let (a, b) = (self.letters.len(), other.letters.len());
        a.abs_diff(b) * 5 > a.max(b) * 2
    }
}

/// One less the share of letters to be changed, or changed with their neighbour.
fn closeness(a: &str, b: &str) -> f64 {
    1.0 - osa_distance(a, b) as f64 / a.len().max(b.len()).max(1) as f64
}

/// A spelling in which what sounds alike is written alike: "ph" and "f", "ck" and "k", "y" and "i", doubled letters.
fn folded(spelled: &str) -> String {
    const GROUPS: &[(&str, &str)] = &[
        ("tion", "shn"),
        ("sch", "sh"),
        ("ough", "o"),
        ("ph", "f"),
        ("ght", "t"),
        ("gh", "g"),
        ("ck", "k"),
        ("ch", "k"),
        ("qu", "kw"),
        ("kn", "n"),
        ("wr", "r"),
        ("ps", "s"),
        ("th", "t"),
        ("rh", "r"),
        ("ee", "i"),
        ("ea", "i"),
        ("ie", "i"),
        ("ei", "i"),
        ("ey", "i"),
        ("ay", "a"),
        ("ai", "a"),
        ("oo", "u"),
        ("ou", "u"),
        ("ew", "u"),
        ("ue", "u"),
        ("oa", "o"),
        ("ow", "o"),
        ("au", "o"),
        ("aw", "o"),
        ("ce", "se"),
        ("ci", "si"),
        ("cy", "si"),
        ("ge", "je"),
        ("gi", "ji"),
        ("x", "ks"),
        ("z", "s"),
        ("c", "k"),
        ("q", "k"),
        ("y", "i"),
    ];
    let mut folded = String::with_capacity(spelled.len() + 4);
    let mut rest = spelled.strip_suffix('e').unwrap_or(spelled);
    while !rest.is_empty() {
        let (from, to) = GROUPS
            .iter()
            .find(|(from, _)| rest.starts_with(from))
            .copied()
            .unwrap_or((&rest[..1], &rest[..1]));
        for letter in to.chars() {
            if !folded.ends_with(letter) {
                folded.push(letter);
            }
        }
        rest = &rest[from.len()..];
    }
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn likeness(a: &str, b: &str) -> f64 {
        Sound::of(a).unwrap().likeness(&Sound::of(b).unwrap())
    }

    #[test]
    fn what_sounds_alike_is_alike() {
        for (heard, name) in [
            ("met formin", "metformin"),
            ("lies in a pril", "lisinopril"),
            ("lasicks", "Lasix"),
            ("zanex", "Xanax"),
        ] {
            assert!(likeness(heard, name) > 0.75, "{heard} {name} {}", likeness(heard, name));
        }
        for (word, name) in [("swelling", "Lasix"), ("medication", "metformin"), ("elephant", "lisinopril")] {
            assert!(likeness(word, name) < 0.55, "{word} {name} {}", likeness(word, name));
        }
    }

    #[test]
    fn short_and_everyday_names_have_no_sound() {
        assert!(Sound::of_name("oxy").is_none());
        assert!(Sound::of_name("acetaminophen/codeine").is_none());
        assert!(Sound::of_name("walking").is_none());
    }

    proptest! {
        #[test]
        fn likeness_is_symmetric_and_whole_only_for_the_same(a in "[a-z]{5,12}", b in "[a-z]{5,12}") {
            if let (Some(a), Some(b)) = (Sound::of(&a), Sound::of(&b)) {
                prop_assert!((a.likeness(&b) - b.likeness(&a)).abs() < 1e-9);
                prop_assert!((a.likeness(&a) - 1.0).abs() < 1e-9);
                prop_assert!((0.0..=1.0).contains(&a.likeness(&b)));
            }
        }

        #[test]
        fn any_word_has_a_sound_or_none(word in "\\PC{0,30}") {
            Sound::of(&word);
        }
    }
}
