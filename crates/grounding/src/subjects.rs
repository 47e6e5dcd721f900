//! Whether what a statement says of the patient, or of a relative, was said of them.

use clinical::Speaker;

use crate::claim::Claim;
use crate::companions::{came_along, speaks};
use crate::concepts;
use crate::heard::{Heard, Place};
use crate::persons::{Kin, named_at, tells};
use crate::polarity::Polarity;
use crate::theirs::{is_offered, mostly_of_kin};
use crate::words::{Gap, Word, is_framing};

/// What is wrong with whom a statement speaks of.
pub(crate) enum PersonFault {
    /// Nobody spoke of this relative.
    Unnamed(Kin),
    /// What the statement says of the family was said of the patient.
    OfPatient(String),
    /// What the statement says of the patient, or of the second relative, was said of the first.
    OfKin(String, Kin, Option<Kin>),
}

/// In years; who is younger does not come alone.
const SMALL: u16 = 12;

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

/// Whether somebody besides clinician and patient speaks.
fn is_accompanied(heard: &Heard) -> bool {
    heard.segments.iter().any(|said| matches!(said.speaker, Speaker::Other(_)))
}

fn is_baby(word: &Word) -> bool {
    matches!(word.text.as_str(), "baby" | "baby's" | "babies" | "toddler")
}

pub(crate) fn fault(heard: &Heard, claim: &Claim) -> Option<PersonFault> {
    let is = |word: &str, kin: Kin| {
        Kin::of(word) == Some(kin)
            || word == "parents" && matches!(kin, Kin::Mother | Kin::Father)
            || word == "siblings" && matches!(kin, Kin::Sister | Kin::Brother)
            || word == "twin" && matches!(kin, Kin::Sister | Kin::Brother)
    };
    // Whose child the patient is says "my other son", "my husband".
    let of_a_child = heard.age.is_some_and(|age| age < SMALL);
    let named = |kin: Kin| {
        let close = matches!(kin, Kin::Mother | Kin::Father | Kin::Sister | Kin::Brother);
        speaks(heard, kin)
            || of_a_child && close
            || is_accompanied(heard) && kin == Kin::Child
            || kin == Kin::Child && heard.segments.iter().any(|said| said.claim.words.iter().any(is_baby))
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
    // Who came along may be anybody, unless it is said who.
    let unknown = is_accompanied(heard) && !Kin::CLOSE.iter().any(|kin| came_along(heard, *kin));
    let mut tellers =
        tellers(&claim.words).filter(|kin| !has_told(heard, *kin) && !came_along(heard, *kin) && !unknown);
    if let Some(kin) = tellers.find(|kin| of_patient(heard, claim, *kin, |_| true).is_some()) {
        return Some(PersonFault::Unnamed(kin));
    }
    // "No family or past history of clots"
    let of_both = claim.words.iter().zip(&claim.polarities).any(|(word, polarity)| {
        *polarity == Polarity::Negated && matches!(word.text.as_str(), "past" | "personal")
    });
    let mut own_kin = own_kin.filter(|kin| !(of_both && *kin == Kin::Family));
    if let Some(fault) = own_kin.find_map(|kin| {
        of_patient(heard, claim, kin, |at| claim.persons[at].is_some_and(|own| own.may_be(kin)))
    }) {
        return Some(fault);
    }
    of_kin(heard, claim).or_else(|| mostly_of_kin(heard, claim))
}

/// What a statement gives the patient, or one relative, and the talk only another relative: an illness, a medicine; and of a
/// statement that names no relative, a treatment.
fn of_kin(heard: &Heard, claim: &Claim) -> Option<PersonFault> {
    let is_illness = |stem: &str, at: usize| {
        // Of an allergy it matters to what.
        if stem == "#allergy" {
            return false;
        }
        stem.starts_with('@')
            || concepts::finding(stem).is_some()
            || ILLNESSES.iter().any(|ending| claim.words[at].text.ends_with(ending))
    };
    let names_kin = claim.words.iter().any(|word| Kin::of(&word.text).is_some());
    let is_treatment = |stem: &str| stem.strip_prefix('#').is_some_and(|name| TREATMENTS.contains(&name));
    let of_before = claim.words.iter().any(|word| {
        matches!(word.text.as_str(), "already" | "previously" | "currently" | "continues" | "previous")
    });
    // "No personal history of stroke" where only the family's was asked for.
    let personal = !names_kin && claim.words.iter().any(|word| word.text == "personal");
    let told = claim.placed().filter(|(_, at)| personal || claim.polarities[*at] == Polarity::Affirmed);
    told.filter(|(stem, at)| is_illness(stem, *at) || is_treatment(stem)).find_map(|(stem, at)| {
        let own = kin_behind(&claim.words, at).or(claim.persons[at]);
        let places = of_its_kind(heard, claim, stem, at);
        // What "I'm his dad" goes on with may be of the patient.
        let patient = |kin: &Kin| *kin == Kin::Child && heard.is_about_a_child() || came_along(heard, *kin);
        let person = |place: Place| heard.person(place).filter(|kin| !patient(kin));
        let other = |place: &&Place| match (own, person(**place)) {
            (None, Some(_)) => true,
            (Some(own), Some(kin)) => !own.may_be(kin) && !shares_it(heard, **place, own),
            _ => false,
        };
        // What was only supposed, asked about or denied is nobody's.
        let denied = claim.polarities[at] == Polarity::Negated;
        let nobodys = |place: &Place| match heard.polarity(*place) {
            Polarity::Negated => !denied,
            Polarity::Open => true,
            // "I'll give you some": nobody has had that yet.
            _ => denied || of_before && is_offered(heard, *place),
        };
        // Asked of the family at large it may be anybody's; "Diabetes?" "That's my mother." is hers.
        let asked = |place: &Place| {
            heard.polarity(*place) == Polarity::Open && heard.person(*place) == Some(Kin::Family)
        };
        let alike = |place: &Place| (heard.polarity(*place) == Polarity::Negated) == denied && !asked(place);
        let kin = person(*places.iter().find(|place| other(place) && alike(place))?)?;
        let name = concepts::finding(stem).unwrap_or(&claim.words[at].text).to_owned();
        places
            .iter()
            .all(|place| other(&place) || nobodys(place))
            .then_some(PersonFault::OfKin(name, kin, own))
    })
}

/// Where an illness was spoken of: of "testicular cancer" not where it was another cancer, if it was spoken of at all.
fn of_its_kind(heard: &Heard, claim: &Claim, stem: &str, at: usize) -> Vec<Place> {
    let all = heard.places(stem);
    let kind = at.checked_sub(1).map(|at| &claim.words[at]).filter(|_| claim.words[at].gap == Gap::Space);
    let same_kind = |place: &&Place| {
        let words = &heard.segments[place.segment].claim.words;
        let before = &words[place.at.saturating_sub(KIND_WITHIN)..place.at];
        kind.is_some_and(|kind| !is_framing(&kind.text) && before.iter().any(|word| word.text == kind.text))
    };
    let own: Vec<Place> = all.iter().filter(same_kind).copied().collect();
    if own.is_empty() { all.to_vec() } else { own }
}

/// How far before an illness stands which it is.
const KIND_WITHIN: usize = 2;

/// Treatments and devices that tell of an illness.
const TREATMENTS: &[&str] = &[
    "dialysis",
    "chemotherapy",
    "radiotherapy",
    "pacemaker",
    "stent",
    "implantable defibrillator",
    "coronary bypass",
    "angioplasty",
    "valve replacement",
    "arthroplasty",
    "mastectomy",
    "hysterectomy",
    "amputation",
    "stoma",
];

/// "Colon cancer in her father": the relative who is named behind an illness.
fn kin_behind(words: &[Word], at: usize) -> Option<Kin> {
    let clause = (at + 1..words.len().min(at + BEHIND)).take_while(|i| words[*i].gap < Gap::Comma);
    let behind = |i: &usize| matches!(words[*i].text.as_str(), "in" | "of");
    let named = clause.take_while(|i| words[*i].text != "and").find(behind)?;
    // "A maternal uncle"
    let kin =
        words.get(named + 1..words.len().min(named + 4))?.iter().take_while(|word| word.gap < Gap::Comma);
    kin.filter_map(|word| Kin::of(&word.text)).last()
}

/// How far behind an illness it says in whom it was.
const BEHIND: usize = 6;

/// "My mother had it, and my father, too", "both my parents": whether a relative is spoken of beside another.
fn shares_it(heard: &Heard, place: Place, kin: Kin) -> bool {
    const TOO: &[&str] = &["too", "also", "both", "same", "neither", "either"];
    let words = &heard.segments[place.segment].claim.words;
    let near = &words[place.at.saturating_sub(NEAR)..(place.at + NEAR).min(words.len())];
    near.iter().any(|word| Kin::of(&word.text).is_some_and(|own| own.may_be(kin)))
        && near.iter().any(|word| TOO.contains(&word.text.as_str()))
}

/// How the names of illnesses end.
pub(crate) const ILLNESSES: &[&str] = &[
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

/// How near a relative who is there says "I".
const OWN: usize = 8;

/// Whether somebody who came along says something of themselves, or is asked to.
fn is_of_themselves(heard: &Heard, place: Place) -> bool {
    let said = &heard.segments[place.segment];
    let words = &said.claim.words;
    let begins = |at: &usize| words[*at].gap >= Gap::Stop;
    let first = (0..=place.at).rev().find(begins).unwrap_or(0).max(place.at.saturating_sub(OWN));
    let end = (place.at + 1..words.len()).find(begins).unwrap_or(words.len()).min(place.at + OWN);
    let own: &[&str] = match said.speaker {
        Speaker::Clinician => &["you", "you're", "you've", "your", "yourself"],
        _ => &["i", "i'm", "i've", "i'd", "my", "me", "we", "we've", "we're", "our", "us"],
    };
    words[first..end].iter().any(|word| own.contains(&word.text.as_str()))
}

/// What the statement says of a relative, in the words that are theirs, if nobody was named near where it was said.
fn of_patient(
    heard: &Heard,
    claim: &Claim,
    kin: Kin,
    is_theirs: impl Fn(usize) -> bool,
) -> Option<PersonFault> {
    let here = speaks(heard, kin);
    let (mut all, mut near, mut heaviest) = (0.0, 0.0, (0.0, ""));
    for stem in &claim.content {
        if concepts::is_common(stem)
            || claim.places_of(stem).any(|at| Kin::of(&claim.words[at].text).is_some())
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
            heard.person(*place).is_some_and(|own| own.may_be(kin))
                || heard.kin_near(*place, kin, NEAR)
                || here && is_of_themselves(heard, *place)
        };
        if places.iter().any(named) {
            near += weight;
        } else if weight > heaviest.0 {
            heaviest = (weight, stem.as_str());
        }
    }
    // Who came along tells of more relatives than can be told apart, and of the patient: only what a parent has is the parent's.
    let has = |words: &[Word]| {
        const NOT_OWNED: &[&str] = &[
            "been",
            "no",
            "not",
            "any",
            "concern",
            "concerns",
            "questions",
            "noticed",
            "tried",
            "given",
            "a",
        ];
        Kin::of(&words[0].text) == Some(kin)
            && (matches!(words[1].text.as_str(), "has" | "had")
                && !NOT_OWNED.contains(&words[2].text.as_str())
                || matches!(
                    words[1].text.as_str(),
                    "weighed" | "weighs" | "drinks" | "eats" | "sleeps" | "takes"
                ))
    };
    let told_apart = !here || matches!(kin, Kin::Mother | Kin::Father) && claim.words.windows(3).any(has);
    (all > 0.0 && near < all * LEAST_SHARE && told_apart).then(|| {
        let name = heaviest.1.strip_prefix('#').unwrap_or("This");
        PersonFault::OfPatient(name.to_owned())
    })
}
