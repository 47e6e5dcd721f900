//! Whose illness a text speaks of: the patient's, or a relative's.

use crate::words::{Gap, Word, Words, words};

/// A relative, or the family as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kin {
    Mother,
    Father,
    Sister,
    Brother,
    Grandparent,
    Child,
    Partner,
    /// Neither she nor he gives an illness on.
    Stepmother,
    Stepfather,
    /// An aunt, an uncle, a cousin.
    Other,
    /// No relative: a friend, a neighbour.
    Acquaintance,
    /// "Family history", "anybody in the family".
    Family,
}

impl Kin {
    /// Who may come along with a patient.
    pub(crate) const CLOSE: [Self; 9] = [
        Self::Mother,
        Self::Father,
        Self::Sister,
        Self::Brother,
        Self::Grandparent,
        Self::Child,
        Self::Partner,
        Self::Stepmother,
        Self::Stepfather,
    ];

    pub(crate) fn of(word: &str) -> Option<Self> {
        let word = word.strip_suffix("'s").unwrap_or(word);
        if let Some(kin) = word.strip_prefix("step").and_then(Self::of) {
            return Some(match kin {
                Self::Mother => Self::Stepmother,
                Self::Father => Self::Stepfather,
                _ => Self::Other,
            });
        }
        Some(match word {
            "mother" | "mom" | "mum" | "mothers" | "mommy" | "mama" | "maternal" => Self::Mother,
            "father" | "dad" | "fathers" | "daddy" | "papa" | "paternal" => Self::Father,
            "sister" | "sisters" => Self::Sister,
            "brother" | "brothers" => Self::Brother,
            "grandmother" | "grandfather" | "grandma" | "grandpa" | "grandparents" | "nan" | "granddad"
            | "gran" | "grandad" => Self::Grandparent,
            "son" | "daughter" | "sons" | "daughters" | "child" | "children" | "kid" | "kids" => Self::Child,
            "wife" | "husband" | "missus" | "hubby" | "partner" | "spouse" | "girlfriend" | "boyfriend"
            | "fiance" => Self::Partner,
            // A colleague may be the clinician's.
            "roommate" | "flatmate" | "housemate" | "neighbor" | "neighbour" | "coworker" => {
                Self::Acquaintance
            }
            "auntie" | "aunt" | "uncle" | "cousin" | "aunts" | "uncles" | "cousins" | "nephew" | "niece" => {
                Self::Other
            }
            "family" | "fh" | "fhx" | "fmhx" | "familial" | "hereditary" | "relatives" | "relative"
            | "siblings" | "sibling" | "parents" => Self::Family,
            _ => return None,
        })
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Mother => "mother",
            Self::Father => "father",
            Self::Sister => "sister",
            Self::Brother => "brother",
            Self::Grandparent => "grandparent",
            Self::Child => "child",
            Self::Partner => "partner",
            Self::Stepmother => "stepmother",
            Self::Stepfather => "stepfather",
            Self::Other => "relative",
            Self::Acquaintance => "acquaintance",
            Self::Family => "family",
        }
    }

    /// Whether one may be meant by the other: "family" by anybody.
    pub(crate) fn may_be(self, other: Self) -> bool {
        let family = |own: Self, other: Self| own == Self::Family && other != Self::Acquaintance;
        self == other || family(self, other) || family(other, self)
    }
}

/// A word for a relative without what says whose it is, or that they are none by birth: "stepmother's".
pub(crate) fn relative(word: &str) -> &str {
    let word = word.strip_suffix("'s").unwrap_or(word);
    word.strip_prefix("step").unwrap_or(word)
}

/// Whether a text names a relative or the family.
pub(crate) fn names_any(text: &str) -> bool {
    words(text).iter().any(|word| Kin::of(&word.text).is_some())
}

/// How many words a relative's story goes on for, where nothing ends it.
const REACH: usize = 16;

/// Whose story each word belongs to: a relative's, or (none) the patient's.
pub(crate) fn word_persons(words: &[Word]) -> Vec<Option<Kin>> {
    let mut kin = None;
    let mut reach = 0;
    let mut persons = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let ends = matches!(
            word.text.as_str(),
            "i" | "i'm" | "i've" | "i'd" | "you" | "patient" | "your" | "me" | "myself" | "pmh" | "sh"
        ) || word.text == "my" && Kin::of(words.text(at + 1)).is_none();
        // "Father: heart disease"
        let pronoun = matches!(word.text.as_str(), "he" | "she" | "it" | "they" | "we");
        let headed = at > 0 && Kin::of(words.text(at - 1)).is_some() && !pronoun;
        // "Dad had gout. And kidney stones."
        let goes_on = word.gap >= Gap::Stop && word.text == "and" && is_fragment(&words[at..]);
        if word.gap >= Gap::Stop && kin != Some(Kin::Family) && !headed && !goes_on || ends || reach > REACH {
            kin = None;
        }
        if let Some(own) = named_at(words, at).filter(|_| is_experiencer(words, at)) {
            (kin, reach) = (Some(own), 0);
        }
        reach += 1;
        persons.push(kin);
    }
    persons
}

/// Whether a sentence has a few words and no subject of its own.
fn is_fragment(words: &[Word]) -> bool {
    let end = (1..words.len()).find(|at| words[*at].gap >= Gap::Stop).unwrap_or(words.len());
    let subject = |word: &Word| {
        matches!(
            word.text.as_str(),
            "i" | "i'm"
                | "i've"
                | "you"
                | "he"
                | "she"
                | "it"
                | "they"
                | "we"
                | "me"
                | "my"
                | "your"
                | "no"
                | "any"
        )
    };
    end <= FRAGMENT && !words[..end].iter().any(subject)
}

/// How many words such a sentence has at most.
const FRAGMENT: usize = 5;

/// The relative that a word names: "my mom's brother" is an uncle, "my dad's dad" a grandfather.
pub(crate) fn named_at(words: &[Word], at: usize) -> Option<Kin> {
    let my = |back: usize| words.text_before(at, back) == "my";
    if words[at].text == "man" && words.text_before(at, 1) == "old" && my(2) {
        return Some(Kin::Father);
    }
    let kin = Kin::of(&words[at].text)?;
    let before = |back: usize| words.text_before(at, back);
    let owner = if before(1) == "'s" { before(2) } else { before(1) };
    let parent = |kin: Kin| matches!(kin, Kin::Mother | Kin::Father);
    let owned = (owner.ends_with("'s") || before(1) == "'s") && Kin::of(owner).is_some_and(parent);
    // "My mom and her sister", "my mom has them and her sister had one"
    let named = words[..at].iter().rev().take(THEIRS).find_map(|word| Kin::of(&word.text));
    let and_theirs = matches!(before(1), "her" | "his") && before(2) == "and" && named.is_some_and(parent);
    let of_parent = owned || and_theirs;
    Some(match kin {
        Kin::Sister | Kin::Brother if of_parent => Kin::Other,
        _ if parent(kin) && of_parent => Kin::Grandparent,
        kin => kin,
    })
}

/// How far before "and her sister" stands whose sister she is.
const THEIRS: usize = 8;

/// Whether the relative at `at` has a story of their own: not "lives with her mother", "family doctor", "no children".
pub(crate) fn is_experiencer(words: &[Word], at: usize) -> bool {
    let before = words.text_before(at, 1);
    let owner = words.text_before(at, 2);
    let next = words.text(at + 1);
    let company = |word: &str| matches!(word, "with" | "to" | "from" | "by" | "at" | "for" | "and");
    if Kin::of(words.text(at)) == Some(Kin::Family) {
        let told =
            matches!(next, "was" | "were") && matches!(words.text(at + 2), "told" | "advised" | "given");
        return !told
            && !matches!(
                next,
                "doctor"
                    | "physician"
                    | "medicine"
                    | "practice"
                    | "reunion"
                    | "planning"
                    | "members"
                    | "and"
                    | "dinner"
                    | "gathering"
                    | "vacation"
                    | "trip"
                    | "business"
                    | "leaves"
                    | "will"
                    | "to"
            );
    }
    // "My mother had a stroke and my brother, he had a pacemaker"
    if matches!(owner, "and") && (OWN_STORY.contains(&next) || matches!(next, "a" | "an")) {
        return true;
    }
    let possessed = matches!(before, "my" | "her" | "his" | "your" | "the" | "their")
        || before.ends_with("'s")
        || before.ends_with('s');
    if matches!(next, "in" | "who's") && company(before) {
        return false;
    }
    // "I've been taking my wife's tablets"
    let takes = |word: &Word| {
        matches!(word.text.as_str(), "took" | "take" | "taking" | "tried" | "used" | "borrowed" | "having")
    };
    if words.text(at).ends_with("'s") && words[at.saturating_sub(TAKEN)..at].iter().any(takes) {
        return false;
    }
    // "The surgeon told the patient's mother that he has it"
    let informed = (1..=3).any(|back| {
        matches!(
            words.text_before(at, back),
            "informed"
                | "told"
                | "advised"
                | "counseled"
                | "counselled"
                | "reassured"
                | "asked"
                | "instructed"
        )
    });
    // "She was told her mother had a stroke" is the mother's.
    let is_told = (2..=5).any(|back| matches!(words.text_before(at, back), "was" | "were" | "been"));
    if informed && possessed && !is_told && !OWN_STORY.contains(&next) {
        return false;
    }
    // "Per his daughter, he tripped"
    if [before, owner].contains(&"per") || words.text_before(at, 3) == "according" {
        return false;
    }
    // "On my dad's side" tells whose father a grandfather is.
    if tells(words, at) || is_addressed(words, at) || next == "side" {
        return false;
    }
    // "Wife to drive", "mum was told to call", "Mother's Day"; but "mum was told she had it" is hers.
    let instructed = matches!(
        words.text(at + 2),
        "told"
            | "advised"
            | "informed"
            | "instructed"
            | "asked"
            | "shown"
            | "encouraged"
            | "reassured"
            | "urged"
    );
    let told = matches!(next, "was" | "were")
        && instructed
        && matches!(words.text(at + 3), "to" | "that" | "how" | "on" | "about");
    let acts = matches!(next, "to" | "agrees" | "agreed" | "understands" | "understood" | "day")
        || next == "will" && Kin::of(words.text(at)) == Some(Kin::Partner);
    if (told || acts) && before != "patient's" {
        return false;
    }
    // "Two living children"
    let counted =
        matches!(before, "two" | "three" | "four" | "five" | "living" | "no" | "2" | "3" | "4" | "5");
    let have = matches!(next, "have" | "has" | "had" | "with");
    if counted && !have && matches!(words.text(at), "children" | "kids") {
        return false;
    }
    !(company(before) || possessed && matches!(owner, "with" | "to" | "by" | "at" | "from" | "and" | "for"))
}

/// How far before a relative's medicine it says that somebody took it.
const TAKEN: usize = 6;

/// Words with which a relative's own story begins.
const OWN_STORY: &[&str] = &[
    "he",
    "she",
    "he's",
    "she's",
    "had",
    "has",
    "have",
    "was",
    "is",
    "died",
    "gets",
    "got",
    "takes",
    "needed",
    "allergic",
    "diabetic",
    "asthmatic",
    "bipolar",
    "been",
];

/// "So mom, he has an ear infection": whether somebody speaks to the parent at `at`.
fn is_addressed(words: &[Word], at: usize) -> bool {
    const LEADS: &[&str] = &["so", "okay", "ok", "alright", "well", "hi", "hello", "thanks", "now"];
    let led = at > 0 && LEADS.contains(&words[at - 1].text.as_str());
    let ends = words.get(at + 1).is_none_or(|next| matches!(next.gap, Gap::Comma | Gap::Question));
    matches!(words[at].text.as_str(), "mom" | "mum" | "dad" | "mommy" | "daddy" | "grandma") && led && ends
}

/// "His wife has noticed a tremor", "mum says": whether the relative at `at` tells of the patient.
pub(crate) fn tells(words: &[Word], at: usize) -> bool {
    let helps = matches!(words.text(at + 1), "has" | "have" | "had" | "also" | "just" | "can");
    TELLING.contains(&words.text(if helps { at + 2 } else { at + 1 }))
}

/// What relatives do who tell of the patient.
const TELLING: &[&str] = &[
    "noticed",
    "notices",
    "reports",
    "reported",
    "says",
    "said",
    "states",
    "stated",
    "thinks",
    "thought",
    "reckons",
    "reckoned",
    "believes",
    "suspects",
    "wonders",
    "googled",
    "saw",
    "sees",
    "see",
    "describes",
    "described",
    "brought",
    "drove",
    "accompanied",
    "noted",
    "notes",
];
