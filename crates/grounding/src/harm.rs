//! Thoughts of harming oneself, which only a plain no denies.

use crate::claim::Claim;
use crate::concepts;
use crate::heard::Heard;
use crate::polarity::Polarity;

/// What is denied only by those who were asked and said no.
const THOUGHTS: &[&str] = &["suicidal ideation"];

/// Whether a statement gives such thoughts to a relative, where only the patient spoke of them.
pub(crate) fn is_given_to_kin(heard: &Heard, claim: &Claim) -> bool {
    claim.mentions.iter().any(|mention| {
        let name = concepts::name(mention.concept);
        let places = heard.places(&format!("#{name}"));
        THOUGHTS.contains(&name)
            && claim.persons[mention.start].is_some()
            && !places.is_empty()
            && places.iter().all(|place| heard.person(*place).is_none())
    })
}

/// Whether a statement denies such thoughts where they were spoken of and nobody said no.
pub(crate) fn is_denied_by_nobody(heard: &Heard, claim: &Claim) -> bool {
    claim.mentions.iter().any(|mention| {
        let name = concepts::name(mention.concept);
        let places = heard.places(&format!("#{name}"));
        THOUGHTS.contains(&name)
            && claim.polarities[mention.start] == Polarity::Negated
            && claim.persons[mention.start].is_none()
            && !places.is_empty()
            && !places.iter().any(|place| heard.polarity(*place) == Polarity::Negated)
    })
}
