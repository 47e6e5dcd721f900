//! Whose illness a text speaks of: the patient's, or a relative's.

use clinical::Speaker;

use crate::claim::Claim;
use crate::concepts;
use crate::heard::{Heard, Place};
use crate::polarity::Polarity;
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
            | "siblings" | "parents" => Self::Family,
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

/// Where a relative's story goes on: what a patient says of "him" or "her", and is asked of them, is of the relative of that
/// sex who was named last.
pub(crate) fn stories(heard: &Heard) -> Vec<(Place, Kin)> {
    let mut stories = Vec::new();
    let mut last: Option<(Kin, bool)> = None;
    let mut since = 0;
    for (segment, said) in heard.segments.iter().enumerate() {
        let claim = &said.claim;
        // Who came along speaks of the patient, and so does a clinician who does not ask.
        let follows = match said.speaker {
            Speaker::Patient => true,
            Speaker::Clinician => said.asks,
            _ => false,
        };
        let mut story = None;
        for (at, word) in claim.words.iter().enumerate() {
            since += 1;
            let text = word.text.as_str();
            if Kin::of(text).is_some() {
                let named = claim.persons[at].filter(|kin| !speaks(heard, *kin));
                (last, story, since) = (named.zip(is_she(text)), None, 0);
            } else if is_clinician(text) || since > STORY {
                last = None;
            }
            let own = matches!(text, "i" | "i'm" | "i've" | "i'd" | "you" | "me" | "my" | "your");
            if own || word.gap >= Gap::Stop {
                story = None;
            }
            let of = match text {
                "he" | "he's" | "he'd" | "he'll" | "his" | "him" => last.filter(|(_, she)| !she),
                "she" | "she's" | "she'd" | "she'll" | "her" => last.filter(|(_, she)| *she),
                _ => None,
            };
            story = of.map(|(kin, _)| kin).or(story);
            if let Some(kin) = story.filter(|_| follows && claim.persons[at].is_none()) {
                stories.push((Place { segment, at }, kin));
            }
        }
    }
    stories
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
fn named_at(words: &[Word], at: usize) -> Option<Kin> {
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
        return !matches!(
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
    // "On my dad's side" tells whose father a grandfather is.
    if tells(words, at) || is_addressed(words, at) || next == "side" {
        return false;
    }
    // "Wife to drive"
    if Kin::of(text(Some(at))) == Some(Kin::Partner) && matches!(next, "will" | "to") {
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

/// Words with which a relative's own story begins.
const OWN_STORY: &[&str] = &[
    "he", "she", "he's", "she's", "had", "has", "have", "was", "is", "died", "gets", "got", "takes", "needed",
];

/// "So mom, he has an ear infection": whether somebody speaks to the parent at `at`.
fn is_addressed(words: &[Word], at: usize) -> bool {
    const LEADS: &[&str] = &["so", "okay", "ok", "alright", "well", "hi", "hello", "thanks", "now"];
    let led = at > 0 && LEADS.contains(&words[at - 1].text.as_str());
    let ends = words.get(at + 1).is_none_or(|next| matches!(next.gap, Gap::Comma | Gap::Question));
    matches!(words[at].text.as_str(), "mom" | "mum" | "dad" | "mommy" | "daddy" | "grandma") && led && ends
}

/// "His wife has noticed a tremor", "mum says": whether the relative at `at` tells of the patient.
fn tells(words: &[Word], at: usize) -> bool {
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

/// What is wrong with whom a statement speaks of.
pub(crate) enum PersonFault {
    /// Nobody spoke of this relative.
    Unnamed(Kin),
    /// What the statement says of the family was said of the patient.
    OfPatient(String),
    /// What the statement says of the patient, or of the second relative, was said of the first.
    OfKin(String, Kin, Option<Kin>),
}

/// The relatives who tell of the patient.
fn tellers(words: &[Word]) -> impl Iterator<Item = Kin> + '_ {
    (0..words.len())
        .filter(|at| tells(words, *at))
        .filter_map(|at| Kin::of(&words[at].text))
        .filter(|kin| *kin != Kin::Family)
}

/// Whether the talk has it that a relative told something of the patient.
fn has_told(heard: &Heard, kin: Kin) -> bool {
    heard.segments.iter().flat_map(|said| tellers(&said.claim.words)).any(|teller| teller.may_be(kin))
}

pub(crate) fn fault(heard: &Heard, claim: &Claim) -> Option<PersonFault> {
    let is = |word: &str, kin: Kin| {
        Kin::of(word) == Some(kin)
            || word == "parents" && matches!(kin, Kin::Mother | Kin::Father)
            || word == "siblings" && matches!(kin, Kin::Sister | Kin::Brother)
            || word == "twin" && matches!(kin, Kin::Sister | Kin::Brother)
    };
    let named = |kin: Kin| {
        speaks(heard, kin)
            || heard.segments.iter().any(|said| {
                matches!(&said.speaker, Speaker::Other(label) if is(&label.as_str().to_lowercase(), kin))
                    || said.claim.words.iter().any(|word| is(&word.text, kin))
                    || (0..said.claim.words.len()).any(|at| named_at(&said.claim.words, at) == Some(kin))
            })
    };
    let own_kin = claim
        .words
        .iter()
        .zip(&claim.persons)
        .filter_map(|(word, person)| Kin::of(&word.text).filter(|_| person.is_some()));
    if let Some(kin) = own_kin.clone().find(|kin| *kin != Kin::Family && !named(*kin)) {
        return Some(PersonFault::Unnamed(kin));
    }
    let mut tellers = tellers(&claim.words).filter(|kin| !has_told(heard, *kin));
    if let Some(kin) = tellers.find(|kin| of_patient(heard, claim, *kin, |_| true).is_some()) {
        return Some(PersonFault::Unnamed(kin));
    }
    // "No family or past history of clots"
    let of_both = claim.words.iter().zip(&claim.polarities).any(|(word, polarity)| {
        *polarity == Polarity::Negated && matches!(word.text.as_str(), "past" | "personal")
    });
    let mut own_kin = own_kin.filter(|kin| !(of_both && *kin == Kin::Family));
    if let Some(fault) =
        own_kin.find_map(|kin| of_patient(heard, claim, kin, |at| claim.persons[at].is_some()))
    {
        return Some(fault);
    }
    of_kin(heard, claim)
}

/// What a statement gives the patient, or one relative, and the talk only another relative: an illness, a medicine; and of a
/// statement that names no relative whatever else it is about.
fn of_kin(heard: &Heard, claim: &Claim) -> Option<PersonFault> {
    let is_illness = |stem: &str, at: usize| {
        stem.starts_with('@')
            || concepts::finding(stem).is_some()
            || ILLNESSES.iter().any(|ending| claim.words[at].text.ends_with(ending))
    };
    let names_kin = claim.words.iter().any(|word| Kin::of(&word.text).is_some());
    let is_telling = |stem: &str| !names_kin && !stem.starts_with('#') && !concepts::is_common(stem);
    let told = claim.placed().filter(|(_, at)| claim.polarities[*at] == Polarity::Affirmed);
    told.filter(|(stem, at)| is_illness(stem, *at) || is_telling(stem)).find_map(|(stem, at)| {
        let own = claim.persons[at];
        let places = heard.places(stem);
        // What a relative tells who is there may be of the patient.
        let patient = |kin: &Kin| *kin == Kin::Child && heard.is_about_a_child() || speaks(heard, *kin);
        let person = |place: Place| heard.person(place).filter(|kin| !patient(kin));
        let other = |place: &&Place| match (own, person(**place)) {
            (None, Some(_)) => true,
            (Some(own), Some(kin)) => !own.may_be(kin) && !shares_it(heard, **place, own),
            _ => false,
        };
        // What was only supposed, asked about or denied is nobody's.
        let nobodys = |place: &Place| matches!(heard.polarity(*place), Polarity::Open | Polarity::Negated);
        let kin = person(*places.iter().find(other)?)?;
        let name = concepts::finding(stem).unwrap_or(&claim.words[at].text).to_owned();
        places
            .iter()
            .all(|place| other(&place) || nobodys(place))
            .then_some(PersonFault::OfKin(name, kin, own))
    })
}

/// "My mother had it, and my father, too", "both my parents": whether a relative is spoken of beside another.
fn shares_it(heard: &Heard, place: Place, kin: Kin) -> bool {
    const TOO: &[&str] = &["too", "also", "both", "same", "well", "neither", "either", "and"];
    let words = &heard.segments[place.segment].claim.words;
    let near = &words[place.at.saturating_sub(NEAR)..(place.at + NEAR).min(words.len())];
    near.iter().any(|word| Kin::of(&word.text).is_some_and(|own| own.may_be(kin)))
        && near.iter().any(|word| TOO.contains(&word.text.as_str()))
}

/// How the names of illnesses end.
const ILLNESSES: &[&str] = &[
    "itis",
    "oma",
    "osis",
    "emia",
    "aemia",
    "pathy",
    "plegia",
    "plasia",
    "algia",
    "cancer",
    "syndrome",
    "hashimoto's",
    "crohn's",
    "barrett's",
    "parkinson's",
    "alzheimer's",
    "lupus",
    "gout",
    "psoriasis",
    "sclerosis",
    "melanoma",
    "leukemia",
];

/// How near a relative must be named to what is said of them.
const NEAR: usize = 20;
/// The share of what a statement says of a relative that must have been said near one.
const LEAST_SHARE: f64 = 0.5;

/// What the statement says of a relative, in the words that are theirs, if nobody was named near where it was said.
fn of_patient(
    heard: &Heard,
    claim: &Claim,
    kin: Kin,
    is_theirs: impl Fn(usize) -> bool,
) -> Option<PersonFault> {
    let (mut all, mut near, mut heaviest) = (0.0, 0.0, (0.0, ""));
    for stem in &claim.content {
        if claim.places_of(stem).any(|at| Kin::of(&claim.words[at].text).is_some())
            || !claim.places_of(stem).any(&is_theirs)
        {
            continue;
        }
        // Of kidney stones, relatives have "them" or "stones".
        let head = claim.head_of(stem).map_or(&[][..], |head| heard.places(head));
        let places: Vec<Place> = heard.places(stem).iter().chain(head).copied().collect();
        if places.is_empty() {
            continue;
        }
        let weight = heard.weight(stem);
        all += weight;
        let named = |place: &Place| {
            heard.person(*place).is_some_and(|own| own.may_be(kin)) || heard.kin_near(*place, kin, NEAR)
        };
        if places.iter().any(named) {
            near += weight;
        } else if weight > heaviest.0 {
            heaviest = (weight, stem.as_str());
        }
    }
    (all > 0.0 && near < all * LEAST_SHARE && !speaks(heard, kin)).then(|| {
        let name = heaviest.1.strip_prefix('#').unwrap_or("This");
        PersonFault::OfPatient(name.to_owned())
    })
}

/// Whether a relative is in the room and speaks, or is spoken of by the parent who does: whose "son" is the patient's brother. A
/// guest whom a patient brings may be anybody close.
pub(crate) fn speaks(heard: &Heard, kin: Kin) -> bool {
    let label = |label: &str| match Kin::of(label) {
        Some(own) => own.may_be(kin),
        None => label.contains("guest") || label.contains("family"),
    };
    let here = heard
        .segments
        .iter()
        .any(|said| matches!(&said.speaker, Speaker::Other(own) if label(&own.as_str().to_lowercase())));
    here || came_along(heard, kin) || matches!(kin, Kin::Mother | Kin::Father) && heard.is_about_a_child()
}

/// Whether it is said that a relative is there: "I'm his mom", "you're mum?", "this is dad", "here with her daughter".
fn came_along(heard: &Heard, kin: Kin) -> bool {
    heard.segments.iter().any(|said| {
        let words = &said.claim.words;
        let text = |at: Option<usize>| at.and_then(|at| words.get(at)).map_or("", |word| word.text.as_str());
        (0..words.len()).filter(|at| Kin::of(text(Some(*at))) == Some(kin)).any(|at| {
            let before = |back: usize| text(at.checked_sub(back));
            let owned = matches!(before(1), "his" | "her" | "their" | "the");
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
