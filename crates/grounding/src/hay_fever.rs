//! Seasonal allergies that the patient has, and whether a note has them, or what is taken for them.

use crate::allergens;
use crate::claim::Claim;
use crate::heard::{Heard, Place};
use crate::polarity::Polarity;

/// What is taken for them, by its generic name.
const TREATMENTS: &[&str] = &[
    "cetirizine",
    "levocetirizine",
    "loratadine",
    "desloratadine",
    "fexofenadine",
    "acrivastine",
    "chlorphenamine",
    "chlorpheniramine",
    "diphenhydramine",
    "fluticasone",
    "mometasone",
    "beclometasone",
    "azelastine",
    "olopatadine",
    "montelukast",
];

/// The segments in which the patient was said to have seasonal allergies that the note does not have; none where it does.
pub(crate) fn missing(heard: &Heard, note: &[Claim]) -> Vec<usize> {
    if note.iter().any(tells) {
        return Vec::new();
    }
    // A yes to several is one to these, too: "any allergies, seasonal allergies?"
    let has = |place: &&Place| {
        let said = match heard.polarity(**place) {
            Polarity::Affirmed => true,
            Polarity::Possible => heard.segments[place.segment].asked(place.at),
            _ => false,
        };
        said && heard.person(**place).is_none()
    };
    let affirmed = heard.places("#hay fever").iter().filter(has);
    let answers = |place: &Place| {
        let answer = heard.answer_to(place.segment).filter(|_| heard.segments[place.segment].asked(place.at));
        std::iter::once(place.segment).chain(answer)
    };
    affirmed.flat_map(answers).collect()
}

/// Whether a statement has them by a name or by what is taken for them.
fn tells(claim: &Claim) -> bool {
    let named = claim.words.iter().any(|word| {
        matches!(word.text.as_str(), "seasonal" | "seasonally" | "environmental" | "rhinitis" | "hayfever")
    });
    named
        || ["hay fever", "antihistamine"].iter().any(|concept| claim.names(concept).is_some())
        || allergens::allergens(claim).iter().any(|(_, name)| *name == "pollen")
        || claim.drugs.iter().any(|drug| drug.split('/').any(|part| TREATMENTS.contains(&part)))
}
