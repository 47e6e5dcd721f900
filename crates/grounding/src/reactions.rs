//! What a drug, or anything else, does to whom it is not for: the words for it, and whether a statement has the one that was told.

use std::ops::Range;

use crate::allergens::{allergens, stated};
use crate::claim::Claim;
use crate::heard::Heard;
use crate::measured::shares;
use crate::polarity::Polarity;
use crate::words::Gap;

/// A kind of reaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reaction {
    Skin,
    Swelling,
    Breathing,
    Anaphylaxis,
    Stomach,
}

/// How the words for each begin.
const WORDS: &[(Reaction, &[&str])] = &[
    (Reaction::Skin, &["rash", "hives", "urticaria", "itch", "blister"]),
    (Reaction::Swelling, &["swell", "swoll", "angioedema", "angiooedema"]),
    (Reaction::Breathing, &["wheez", "asthma", "bronchospasm", "breath"]),
    (Reaction::Anaphylaxis, &["anaphyla"]),
    (
        Reaction::Stomach,
        &[
            "vomit",
            "nause",
            "sick",
            "throw",
            "threw",
            "diarrh",
            "stomach",
            "cramps",
            "constipat",
            "puk",
            "retch",
            "heav",
        ],
    ),
];

impl Reaction {
    fn of(word: &str) -> Option<Self> {
        let begins = |begins: &[&str]| begins.iter().any(|begin| word.starts_with(begin));
        WORDS.iter().find(|(_, words)| begins(words)).map(|(reaction, _)| *reaction)
    }

    /// Whether two may be told of one reaction: anaphylaxis swells and takes the breath.
    fn may_be(self, other: Self) -> bool {
        let part = |whole: Self, part: Self| {
            whole == Self::Anaphylaxis && matches!(part, Self::Swelling | Self::Breathing)
        };
        self == other || part(self, other) || part(other, self)
    }
}

/// Whether a word tells of an allergy by itself, where it stands by what may cause one: not "wheeze", for which drugs are taken, too.
pub(crate) fn is_reaction(word: &str) -> bool {
    matches!(word, "reaction" | "intolerance")
        || matches!(Reaction::of(word), Some(Reaction::Skin | Reaction::Swelling | Reaction::Anaphylaxis))
}

/// Whether a word names any reaction, be it one that is no allergy: "sick".
pub(crate) fn is_ill(word: &str) -> bool {
    Reaction::of(word).is_some()
}

/// Whether a statement has a reaction among these of its words, as something that was had, not what something is for: "for itchy skin".
pub(crate) fn has_reaction(claim: &Claim, mut among: Range<usize>) -> bool {
    let is_for = |word: &str| matches!(word, "for" | "treat" | "treats" | "against");
    among.any(|at| {
        is_reaction(&claim.words[at].text)
            && claim.polarities[at] != Polarity::Negated
            && !claim.words[..at].iter().any(|word| is_for(&word.text))
    })
}

/// How far behind its name a text still says what something does.
const DOES_REACH: usize = 20;

/// What the text says is done by what it names at `at`, each with the word.
fn done_by(claim: &Claim, at: usize) -> Vec<(Reaction, &str)> {
    let named = allergens(claim);
    let next = named.iter().map(|(other, _)| *other).find(|other| *other > at);
    // "It gives me cramps, and I had hives from amoxicillin"
    let parts = |i: &usize| claim.words[*i].gap >= Gap::Comma || claim.words[*i].text == "and";
    let to = next.map(|next| (at + 1..next).rfind(parts).unwrap_or(next)).unwrap_or(claim.words.len());
    // "Allergic to penicillin, presents with shortness of breath"
    let comes = |i: &usize| {
        matches!(
            claim.words[*i].text.as_str(),
            "presents"
                | "presenting"
                | "presented"
                | "reports"
                | "complains"
                | "comes"
                | "here"
                | "who"
                | "now"
                | "today"
        )
    };
    let to = (at + 1..to).find(comes).unwrap_or(to);
    let does = |from: usize, to: usize| -> Vec<(Reaction, &str)> {
        let told = (from..to).filter(|i| claim.polarities[*i] != Polarity::Negated);
        told.filter_map(|i| {
            let word = claim.words[i].text.as_str();
            Some((Reaction::of(word)?, word))
        })
        .collect()
    };
    let behind = does(at + 1, to.min(at + DOES_REACH));
    // "She had hives with erythromycin"
    let before = named.iter().map(|(other, _)| *other).rfind(|other| *other < at);
    let begins = match before {
        Some(before) => (before + 1..at).rfind(parts),
        None => Some((1..at).rfind(|i| claim.words[*i].gap >= Gap::Stop).unwrap_or(0)),
    };
    match begins.filter(|_| behind.is_empty()) {
        Some(begins) => does(begins, at),
        None => behind,
    }
}

/// A reaction that a statement gives of something where another was told: that, and its own.
pub(crate) fn otherwise<'a>(heard: &'a Heard, claim: &'a Claim) -> Option<(&'a str, &'a str)> {
    let own = allergens(claim).into_iter().map(|(at, name)| (name, done_by(claim, at)));
    let own: Vec<_> = own.filter(|(_, does)| !does.is_empty()).collect();
    if own.is_empty() {
        return None;
    }
    let known = stated(heard);
    own.iter().find_map(|(name, does)| {
        let name = *name;
        let (reaction, own) = does.first()?;
        let stated = known.iter().find(|stated| shares(stated.name, name))?;
        let told = stated.segments.iter().flat_map(|segment| {
            let said = &heard.segments[*segment].claim;
            let here = allergens(said).into_iter().filter(|(_, other)| shares(other, name));
            let here: Vec<_> = here.flat_map(|(at, _)| done_by(said, at)).collect();
            // "I've got aspirin down." "Yeah, it makes me wheeze."
            let answer = heard.answer_to(*segment).map(|answer| &heard.segments[answer].claim);
            let after = answer.filter(|answer| here.is_empty() && allergens(answer).is_empty());
            here.into_iter().chain(after.into_iter().flat_map(|answer| done_by(answer, 0)))
        });
        let told: Vec<(Reaction, &str)> = told.collect();
        let (_, said) = *told.first()?;
        let (reaction, own) = (*reaction, *own);
        told.iter().all(|(other, _)| !other.may_be(reaction)).then_some((said, own))
    })
}
