//! Whose illness a text speaks of: the patient's, or a relative's.

use clinical::Speaker;

use crate::heard::{Heard, Place};
use crate::words::{Gap, Word, words};

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
    /// An aunt, an uncle, a cousin.
    Other,
    /// "Family history", "anybody in the family".
    Family,
}

impl Kin {
    /// Who may come along with a patient.
    pub(crate) const CLOSE: [Self; 7] = [
        Self::Mother,
        Self::Father,
        Self::Sister,
        Self::Brother,
        Self::Grandparent,
        Self::Child,
        Self::Partner,
    ];

    pub(crate) fn of(word: &str) -> Option<Self> {
        let word = word.strip_suffix("'s").unwrap_or(word);
        Some(match word {
            "mother" | "mom" | "mum" | "mothers" | "mommy" | "mama" | "maternal" => Self::Mother,
            "father" | "dad" | "fathers" | "daddy" | "papa" | "paternal" => Self::Father,
            "sister" | "sisters" => Self::Sister,
            "brother" | "brothers" => Self::Brother,
            "grandmother" | "grandfather" | "grandma" | "grandpa" | "grandparents" | "nan" | "granddad"
            | "gran" | "grandad" => Self::Grandparent,
            "son" | "daughter" | "sons" | "daughters" | "child" | "children" | "kid" | "kids" => Self::Child,
            "wife" | "husband" | "partner" | "spouse" | "girlfriend" | "boyfriend" | "fiance" => {
                Self::Partner
            }
            "aunt" | "uncle" | "cousin" | "aunts" | "uncles" | "cousins" | "nephew" | "niece" => Self::Other,
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
            Self::Other => "relative",
            Self::Family => "family",
        }
    }

    /// Whether one may be meant by the other: "family" by anybody.
    pub(crate) fn may_be(self, other: Self) -> bool {
        self == other || self == Self::Family || other == Self::Family
    }
}

/// Whether a text names a relative or the family.
pub(crate) fn names_any(text: &str) -> bool {
    words(text).iter().any(|word| Kin::of(&word.text).is_some())
}

/// How many words a relative's story goes on for, where nothing ends it.
const REACH: usize = 16;

/// Whose story each word belongs to: a relative's, or (none) the patient's.
pub(crate) fn word_persons(words: &[Word]) -> Vec<Option<Kin>> {
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let mut kin = None;
    let mut reach = 0;
    let mut persons = Vec::with_capacity(words.len());
    for (at, word) in words.iter().enumerate() {
        let ends = matches!(
            word.text.as_str(),
            "i" | "i'm" | "i've" | "i'd" | "you" | "patient" | "your" | "me" | "myself" | "pmh" | "sh"
        ) || word.text == "my" && Kin::of(text(at + 1)).is_none();
        // "Father: heart disease"
        let pronoun = matches!(word.text.as_str(), "he" | "she" | "it" | "they" | "we");
        let headed = at > 0 && Kin::of(text(at - 1)).is_some() && !pronoun;
        if word.gap >= Gap::Stop && kin != Some(Kin::Family) && !headed || ends || reach > REACH {
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

/// How many words after a relative was named "he" or "she" still is that relative.
const STORY: usize = 45;
/// The same where a relative tells of the patient: "his little sister, she's two".
const AT_ONCE: usize = 10;

/// Where a relative's story goes on: what a patient says of "him" or "her", and is asked of them, is of the relative of that
/// sex who was named last; what a relative who came along says of "I" is of themselves.
pub(crate) fn stories(heard: &Heard) -> Vec<(Place, Kin)> {
    let mut stories = Vec::new();
    let mut last: Option<(Kin, bool)> = None;
    let mut since = 0;
    // A parent's "he" may be the child.
    let of_a_child = heard.is_about_a_child();
    let beside_patient = of_a_child || heard.segments.iter().any(|said| said.speaker == Speaker::Patient);
    for (segment, said) in heard.segments.iter().enumerate() {
        let claim = &said.claim;
        let is_companion = match &said.speaker {
            Speaker::Other(label) => {
                let label = label.as_str().to_lowercase();
                beside_patient && is_companion(&label)
            }
            _ => false,
        };
        let guest = match &said.speaker {
            Speaker::Other(label) => Some(Kin::of(&label.as_str().to_lowercase())),
            _ => None,
        };
        // Who came along speaks of the patient soon after a relative, and so does a clinician who does not ask.
        let reach = match said.speaker {
            Speaker::Patient if of_a_child => AT_ONCE,
            Speaker::Patient => STORY,
            Speaker::Clinician if said.asks && !of_a_child => STORY,
            Speaker::Other(_) => AT_ONCE,
            _ => 0,
        };
        let mut story = None;
        for (at, word) in claim.words.iter().enumerate() {
            since += 1;
            let text = word.text.as_str();
            if Kin::of(text).is_some() {
                // Whose child the patient is tells of the patient.
                let is_patient = |kin: &Kin| of_a_child && *kin == Kin::Child || is_here(heard, *kin);
                let named = claim.persons[at].filter(|kin| !is_patient(kin));
                (last, story, since) = (named.zip(is_she(text)), None, 0);
            } else if is_clinician(text) {
                last = None;
            }
            let own = matches!(text, "i" | "i'm" | "i've" | "i'd" | "you" | "me" | "my" | "your");
            if own || word.gap >= Gap::Stop {
                story = None;
            }
            let named = last.filter(|_| since <= reach);
            let of = match text {
                "he" | "he's" | "he'd" | "he'll" | "his" | "him" => named.filter(|(_, she)| !she),
                "she" | "she's" | "she'd" | "she'll" | "her" => named.filter(|(_, she)| *she),
                _ => None,
            };
            let had = |at: usize| {
                claim
                    .words
                    .get(at)
                    .is_some_and(|word| matches!(word.text.as_str(), "had" | "have" | "got" | "take"))
            };
            let is = |at: usize| {
                claim
                    .words
                    .get(at)
                    .is_some_and(|word| matches!(word.text.as_str(), "allergic" | "diabetic" | "asthmatic"))
            };
            // What somebody has who came along, and what they have done, where it is said who they are.
            let of_guest = guest.and_then(|kin| {
                let has = text == "i" && had(at + 1) || text == "i'm" && is(at + 1);
                kin.filter(|_| has || text == "i've").or_else(|| (has && is_companion).then_some(Kin::Family))
            });
            story = of.map(|(kin, _)| kin).or(of_guest).or(story);
            if let Some(kin) = story.filter(|_| claim.persons[at].is_none()) {
                stories.push((Place { segment, at }, kin));
            }
        }
    }
    stories
}

/// Whether a speaker is called one who came along with a patient, and not who they are.
fn is_companion(label: &str) -> bool {
    let mut words = label.split(|c: char| !c.is_alphanumeric());
    words.any(|word| matches!(word, "guest" | "family" | "companion" | "other"))
}

/// Whether a relative is a woman, where the word tells.
fn is_she(word: &str) -> Option<bool> {
    let word = word.strip_suffix("'s").unwrap_or(word);
    Some(match word {
        "mother" | "mom" | "mum" | "mommy" | "mama" | "sister" | "grandmother" | "grandma" | "nan"
        | "gran" | "daughter" | "wife" | "girlfriend" | "aunt" | "niece" => true,
        "father" | "dad" | "daddy" | "papa" | "brother" | "grandfather" | "grandpa" | "granddad"
        | "grandad" | "son" | "husband" | "boyfriend" | "uncle" | "nephew" => false,
        _ => return None,
    })
}

/// Who is spoken of as "he" or "she", too, and is no relative.
fn is_clinician(word: &str) -> bool {
    matches!(word, "doctor" | "dr" | "surgeon" | "nurse" | "gp" | "therapist" | "boss" | "friend" | "dentist")
        || word.ends_with("ologist")
}

/// The relative that a word names: "my mom's brother" is an uncle, "my dad's dad" a grandfather.
pub(crate) fn named_at(words: &[Word], at: usize) -> Option<Kin> {
    let kin = Kin::of(&words[at].text)?;
    let before = |back: usize| at.checked_sub(back).map_or("", |at| words[at].text.as_str());
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
    let text = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |word| word.text.as_str());
    let before = text(at.checked_sub(1));
    let owner = text(at.checked_sub(2));
    let next = text(Some(at + 1));
    let company = |word: &str| matches!(word, "with" | "to" | "from" | "by" | "at" | "for" | "and");
    if Kin::of(text(Some(at))) == Some(Kin::Family) {
        let told =
            matches!(next, "was" | "were") && matches!(text(Some(at + 2)), "told" | "advised" | "given");
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
    if matches!(owner, "and") && OWN_STORY.contains(&next) {
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
    if text(Some(at)).ends_with("'s") && words[at.saturating_sub(TAKEN)..at].iter().any(takes) {
        return false;
    }
    // "The surgeon told the patient's mother that he has it"
    let informed = (1..=3).any(|back| {
        matches!(
            text(at.checked_sub(back)),
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
    let is_told = (2..=5).any(|back| matches!(text(at.checked_sub(back)), "was" | "were" | "been"));
    if informed && possessed && !is_told && !OWN_STORY.contains(&next) {
        return false;
    }
    // "Per his daughter, he tripped"
    if [before, owner].contains(&"per") || text(at.checked_sub(3)) == "according" {
        return false;
    }
    // "On my dad's side" tells whose father a grandfather is.
    if tells(words, at) || is_addressed(words, at) || next == "side" {
        return false;
    }
    // "Wife to drive", "mum was told to call", "Mother's Day"; but "mum was told she had it" is hers.
    let instructed = matches!(
        text(Some(at + 2)),
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
        && matches!(text(Some(at + 3)), "to" | "that" | "how" | "on" | "about");
    let acts = matches!(next, "to" | "agrees" | "agreed" | "understands" | "understood" | "day")
        || next == "will" && Kin::of(text(Some(at))) == Some(Kin::Partner);
    if (told || acts) && before != "patient's" {
        return false;
    }
    // "Two living children"
    let counted =
        matches!(before, "two" | "three" | "four" | "five" | "living" | "no" | "2" | "3" | "4" | "5");
    let have = matches!(next, "have" | "has" | "had" | "with");
    if counted && !have && matches!(text(Some(at)), "children" | "kids") {
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
    let text = |at: usize| words.get(at).map_or("", |word| word.text.as_str());
    let helps = matches!(text(at + 1), "has" | "have" | "had" | "also" | "just" | "can");
    TELLING.contains(&text(if helps { at + 2 } else { at + 1 }))
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

/// Whether a relative is in the room and speaks, or is spoken of by the parent who does: whose "son" is the patient's brother. A
/// guest whom a patient brings may be anybody close.
pub(crate) fn speaks(heard: &Heard, kin: Kin) -> bool {
    is_here(heard, kin) || matches!(kin, Kin::Mother | Kin::Father) && heard.is_about_a_child()
}

/// The same, whoever the patient is.
fn is_here(heard: &Heard, kin: Kin) -> bool {
    let label = |label: &str| match Kin::of(label) {
        Some(own) => own.may_be(kin),
        None => is_companion(label),
    };
    let here = heard
        .segments
        .iter()
        .any(|said| matches!(&said.speaker, Speaker::Other(own) if label(&own.as_str().to_lowercase())));
    here || came_along(heard, kin)
}

/// Whether it is said that a relative is there: "I'm his mom", "you're mum?", "this is dad", "here with her daughter".
pub(crate) fn came_along(heard: &Heard, kin: Kin) -> bool {
    heard.segments.iter().any(|said| {
        let words = &said.claim.words;
        let text = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |word| word.text.as_str());
        (0..words.len()).filter(|at| Kin::of(text(Some(*at))) == Some(kin)).any(|at| {
            let before = |back: usize| text(at.checked_sub(back));
            let owned = matches!(before(1), "my" | "his" | "her" | "their" | "the");
            let lead = if owned { before(2) } else { before(1) };
            let is = if owned { before(3) } else { before(2) };
            let introduced = matches!(lead, "i'm" | "you're") && owned
                || matches!((is, lead), ("i" | "this" | "you", "am" | "is" | "are"))
                || said.speaker == Speaker::Clinician && lead == "you're";
            let company = lead == "with"
                && words[at.saturating_sub(COMPANY)..at]
                    .iter()
                    .any(|word| matches!(word.text.as_str(), "here" | "accompanied" | "presents" | "today"));
            introduced || company && said.speaker == Speaker::Clinician && matches!(before(1), "his" | "her")
        })
    })
}

/// How far before "with her daughter" it says that they came.
const COMPANY: usize = 8;
