//! The parts of the body that a text names, and which of them may be one place.

use std::collections::HashSet;
use std::sync::LazyLock;

use crate::claim::Claim;
use crate::words::{Word, Words, in_one_sentence, stem};

/// The stem of "side", which stands where a part does ("the left side") and may be of any.
pub(crate) const SIDE: &str = "sid";

static PARTS: LazyLock<HashSet<String>> =
    LazyLock::new(|| include_str!("../data/body.txt").split_whitespace().map(stem).collect());

/// Whether a word names a part of the body.
pub(crate) fn is_part(word: &str) -> bool {
    PARTS.contains(&stem(word))
}

/// The part of the body that each word names; leg and lower extremity are the same.
pub(crate) fn parts(words: &[Word]) -> Vec<Option<String>> {
    (0..words.len())
        .map(|at| {
            let part = stem(words.text(at));
            if !PARTS.contains(&part) {
                return None;
            }
            let before = words.text_before(at, 1);
            Some(match (part.as_str(), before) {
                (extremity, "lower") if extremity.starts_with("extremit") => "leg".into(),
                (extremity, "upper") if extremity.starts_with("extremit") => "arm".into(),
                ("scapula", _) => "shoulder".into(),
                ("tympanic" | "eardrum", _) => "ear".into(),
                _ => part,
            })
        })
        .collect()
}

/// The parts of the body that a text names near a word; where it names none, those of its heading ("Neck: no swelling").
pub(crate) fn parts_near(claim: &Claim, at: usize) -> Vec<&str> {
    let part = |at: usize| claim.parts[at].as_deref().filter(|part| *part != SIDE);
    let near = at.saturating_sub(8)..(at + 9).min(claim.words.len());
    let parts: Vec<&str> =
        near.filter(|other| in_one_sentence(&claim.words, *other, at)).filter_map(part).collect();
    if parts.is_empty() { (0..claim.heading).filter_map(part).collect() } else { parts }
}

/// The part of the body that the word at `at` names.
pub(crate) fn part_at(claim: &Claim, at: usize) -> Option<String> {
    claim.parts.get(at)?.clone()
}

/// Whether two parts may be the same place in other words: of one limb, or of the trunk.
pub(crate) fn neighbours(a: &str, b: &str) -> bool {
    const REGIONS: &[&[&str]] = &[
        &[
            "leg",
            "foot",
            "feet",
            "ankl",
            "heel",
            "toe",
            "calf",
            "shin",
            "thigh",
            "kne",
            "tibia",
            "fibula",
            "achill",
            "quad",
            "hamstring",
            "femur",
            "patella",
            "metatars",
            "malleolu",
            "extremit",
            "limb",
            "meniscu",
            "hip",
            "groin",
            "femoral",
        ],
        &[
            "arm",
            "hand",
            "wrist",
            "finger",
            "thumb",
            "elbow",
            "forearm",
            "shoulder",
            "palm",
            "knuckl",
            "radiu",
            "ulna",
            "humeru",
            "bicep",
            "tricep",
            "deltoid",
            "extremit",
            "limb",
            "rotator",
            "cuff",
            "clavicl",
            "scapula",
            "collarbon",
        ],
        &[
            "back", "lumbar", "flank", "sid", "abdomen", "quadrant", "rib", "paraspin", "groin", "inguin",
            "kidney", "buttock",
        ],
        &["chest", "breast", "rib", "lung", "axilla", "armpit"],
        &[
            "ey", "ear", "nos", "nostril", "cheek", "jaw", "templ", "fac", "forehead", "templ", "sinu",
            "eyelid", "eyebrow", "neck",
        ],
    ];
    a == b || REGIONS.iter().any(|region| region.contains(&a) && region.contains(&b))
}

/// Whether two lists of parts name different joints, so that what is said of the one is not said of the other.
pub(crate) fn other_joints(own: &[&str], other: &[&str]) -> bool {
    const JOINTS: &[&str] = &["hip", "kne", "ankl", "shoulder", "elbow", "wrist"];
    let joints = |parts: &[&str]| JOINTS.iter().filter(|joint| parts.contains(joint)).count();
    let shared = JOINTS.iter().any(|joint| own.contains(joint) && other.contains(joint));
    joints(own) > 0 && joints(other) > 0 && !shared
}
