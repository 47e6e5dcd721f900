//! What notes say as a matter of routine, in words that stand in every note: "vital signs stable", "neurological examination
//! normal", "all questions were answered". Words in common bear nothing of it out; somebody must have spoken of it.

use clinical::Speaker;

use crate::claim::Claim;
use crate::concepts::{self, Mention};
use crate::heard::Heard;
use crate::polarity::Polarity;
use crate::words::{Word, begins_with};

/// A deed or finding of routine.
struct Routine {
    /// The words that name it, or several in a row, of which a statement has one.
    named: &'static [&'static str],
    /// Words of which it has another, where the first alone may mean something else.
    with: &'static [&'static str],
    /// How the words begin of which one was said where it took place.
    said: &'static [&'static str],
}

const EXAMINATION: &[&str] = &["examination", "exam"];

/// Said in so many words, whatever else the statement has.
const DEEDS: &[Routine] = &[
    Routine {
        named: &["vitals", "vital"],
        with: &[],
        said: &[
            "vital",
            "blood pressure",
            "pulse",
            "heart rate",
            "temperature",
            "oxygen",
            "saturation",
            "sats",
            "bp",
        ],
    },
    Routine {
        named: &["questions", "question"],
        with: &["answered", "addressed", "invited"],
        said: &["question", "wonder", "anything else", "anything you", "want to ask", "like to ask"],
    },
    Routine {
        named: &["risks", "risk"],
        with: &["benefits", "benefit", "alternatives"],
        said: &["risk", "benefit", "side effect", "complication", "downside", "chance", "odds", "harm"],
    },
    Routine {
        named: &["oriented"],
        with: &[],
        said: &["orient", "alert", "awake", "what day", "what year", "conscious"],
    },
    // "Examination normal.", "Examination was performed."
    Routine {
        named: EXAMINATION,
        with: &[
            "normal",
            "unremarkable",
            "benign",
            "performed",
            "completed",
            "done",
            "conducted",
            "negative",
        ],
        said: &[
            "exam",
            "listen",
            "take a look",
            "have a look",
            "look at",
            "press",
            "push",
            "palpat",
            "tender",
            "hurt when",
            "lungs",
            "heart sounds",
            "lift your",
            "bend your",
            "open your mouth",
            "deep breath",
            "feel your",
            "swollen",
            "swelling",
            "range of motion",
            "reflex",
            "pulses",
            "murmur",
            "check your",
            "squeeze",
            "follow my",
            "soft",
        ],
    },
    Routine {
        named: &["acute distress", "apparent distress", "no distress"],
        with: &[],
        said: &[
            "distress",
            "comfortable",
            "look well",
            "looking well",
            "look good",
            "look okay",
            "look fine",
            "appear",
            "calm",
            "seem well",
        ],
    },
    Routine { named: &["timeout", "time out was"], with: &[], said: &["timeout", "time out"] },
    Routine {
        named: &["records", "record", "chart"],
        with: &["reviewed", "obtained", "requested"],
        said: &[
            "record",
            "notes",
            "chart",
            "looked at",
            "looking at",
            "look at",
            "review",
            "read",
            "letter",
            "result",
            "file",
            "i saw",
            "i see",
            "got your",
            "send",
            "ask",
            "request",
            "fax",
            "get your",
            "report",
        ],
    },
    Routine {
        named: &["medications", "medication", "medicines", "meds"],
        with: &["reviewed", "reconciled", "reconciliation"],
        said: &["medic", "meds", "tablet", "pill", "taking", "take", "drug", "prescri"],
    },
    Routine {
        named: &["diagnosis"],
        with: &["confirmed"],
        said: &["confirm", "diagnos", "definite", "certain", "shows", "showed", "turns out", "positive"],
    },
    Routine { named: &["consent"], with: &[], said: &["consent", "permission", "sign", "agree", "form"] },
];

/// Systems of the body, which are said to be well where a statement has nothing else.
const SYSTEMS: &[Routine] = &[
    system(
        &["neuro", "neurological", "neurologic", "neurologically", "cns"],
        &[
            "neuro",
            "nerve",
            "reflex",
            "sensation",
            "numb",
            "tingl",
            "strength",
            "strong",
            "weak",
            "pupil",
            "speech",
            "coordinat",
            "gait",
            "feel",
            "balance",
            "brain",
            "stroke",
            "alert",
            "orient",
            "walk",
            "smile",
            "squeeze",
        ],
    ),
    system(
        &["cardiovascular", "cardiac", "cardio", "cv", "cvs"],
        &["heart", "cardi", "murmur", "rhythm", "pulse", "beat", "chest"],
    ),
    system(
        &["respiratory", "resp", "pulmonary", "rs"],
        &["lung", "breath", "chest", "wheez", "cough", "respir", "air", "crackle"],
    ),
    system(
        &["gastrointestinal", "gi", "abdominal", "abdomen", "abdo"],
        &[
            "abdom", "belly", "stomach", "bowel", "tummy", "gut", "liver", "gastro", "spleen", "stool",
            "nausea", "vomit",
        ],
    ),
    system(
        &["musculoskeletal", "msk"],
        &[
            "joint", "knee", "motion", "strength", "back", "shoulder", "hip", "muscle", "arm", "leg",
            "ankle", "wrist", "hand", "foot", "feet", "elbow", "neck", "bend", "finger", "toe", "bone",
            "thumb", "move", "spine", "calf", "thigh",
        ],
    ),
    system(
        &["heent", "ent"],
        &[
            "head", "eye", "ear", "nose", "nasal", "throat", "mouth", "neck", "sinus", "tonsil", "pupil",
            "thyroid",
        ],
    ),
    system(
        &["genitourinary", "gu", "urological"],
        &["urin", "pee", "bladder", "kidney", "prostate", "vagin", "pelvi", "genit", "testic", "period"],
    ),
    system(
        &["psychiatric", "psych", "psychological"],
        &["mood", "affect", "depress", "anxi", "sad", "stress", "mental", "psych", "feel", "sleep", "suicid"],
    ),
    system(
        &["integumentary", "dermatological"],
        &["skin", "rash", "lesion", "mole", "wound", "bruis", "red"],
    ),
];

const fn system(named: &'static [&'static str], said: &'static [&'static str]) -> Routine {
    Routine {
        named,
        with: &[
            "normal",
            "unremarkable",
            "intact",
            "negative",
            "benign",
            "nad",
            "wnl",
            "stable",
            "good",
            "fine",
        ],
        said,
    }
}

/// Whether a statement says something of routine of which nobody spoke.
pub(crate) fn unsaid(heard: &Heard, claim: &Claim) -> bool {
    let has = |list: &[&str]| {
        let phrases: Vec<Vec<&str>> = list.iter().map(|phrase| phrase.split(' ').collect()).collect();
        (0..claim.words.len()).any(|at| phrases.iter().any(|phrase| begins_with(&claim.words[at..], phrase)))
    };
    let written = |routine: &&Routine| has(routine.named) && (routine.with.is_empty() || has(routine.with));
    let spoken = |routine: &Routine| {
        let mut said = heard.segments.iter().map(|said| &said.claim.words);
        said.any(|words| {
            (0..words.len()).any(|at| routine.said.iter().any(|begin| begins(&words[at..], begin)))
        })
    };
    let systems = if claim.only_frame { SYSTEMS } else { &[] };
    // "Eye exam normal": by whom, and of what, is told.
    let of_a_part =
        |routine: &&Routine| routine.named == EXAMINATION && claim.parts.iter().any(Option::is_some);
    let told = DEEDS.iter().chain(systems).filter(written).filter(|routine| !of_a_part(routine));
    told.into_iter().any(|routine| !spoken(routine))
}

/// What a blanket denial denies, where the patient reported something in particular: "Denies any symptoms.", "Asymptomatic."
pub(crate) fn denied_at_large(heard: &Heard, claim: &Claim) -> Option<&'static str> {
    const SYMPTOMS: &[&str] = &["symptoms", "symptom", "complaints", "asymptomatic"];
    // "No other symptoms", "no symptoms of a stroke", "no symptoms since"
    const LIMITED: &[&str] = &[
        "other",
        "further",
        "additional",
        "new",
        "associated",
        "related",
        "of",
        "since",
        "currently",
        "today",
        "now",
        "these",
        "such",
        "until",
        "when",
        "if",
        "at",
        "otherwise",
        "with",
        "while",
        "during",
        "acute",
        "similar",
        "previous",
        "prior",
    ];
    let has = |words: &[&str]| claim.words.iter().any(|word| words.contains(&word.text.as_str()));
    let at = claim.words.iter().position(|word| SYMPTOMS.contains(&word.text.as_str()))?;
    let denies = claim.words[at].text == "asymptomatic" || claim.polarities[at] == Polarity::Negated;
    let alone = claim.only_frame && !has(LIMITED) && claim.persons[at].is_none();
    if !denies || !alone {
        return None;
    }
    heard.segments.iter().filter(|said| said.speaker != Speaker::Clinician).find_map(|said| {
        let reported = |mention: &&Mention| {
            mention.finding()
                && !said.asked(mention.start)
                && said.claim.polarities[mention.start] == Polarity::Affirmed
                && said.claim.persons[mention.start].is_none()
                && !concepts::is_common(&format!("#{}", concepts::name(mention.concept)))
        };
        said.claim.mentions.iter().find(reported).map(|mention| concepts::name(mention.concept))
    })
}

/// Whether the first words of some begin so, each.
fn begins(words: &[Word], with: &str) -> bool {
    let mut words = words.iter();
    with.split(' ').all(|begin| words.next().is_some_and(|word| word.text.starts_with(begin)))
}
