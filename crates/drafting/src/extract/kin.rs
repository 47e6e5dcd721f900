//! Whose a statement is: the patient's own, or that of somebody in the family who is named before it.

use super::lexicon::patterns;

patterns! {
    KIN = r"\b(?:my|his|her|their|our|caregiver's|patient's) (?:[\w']+ ){0,2}?(?:mother|mom|mum|mam|father|dad|brother|sister|siblings?|son|daughter|child|children|kids?|boy|girl|baby|husband|wife|partner|boyfriend|girlfriend|aunt|auntie|uncle|cousin|niece|nephew|gran|nan|grandad|grand\w+|parents?|family|twin|friend|mate)\b|^(?:and |but )?(?:mom|mum|dad|grandma|grandpa|gran|nan|granddad|grandad)\b";
    SELF = r"\b(?:i|i'm|i've|i'd|me|myself|the patient)\b";
    /// "That was my brother": of the one named, and not of the patient.
    IS_OF_KIN = r"^(?:(?:no|oh|well|actually|sorry)[, ]+)*(?:that|it|that one)(?:'s| is| was|'d be| would be| will be|'ll be) (?:actually |just |only )?(?:my|his|her|their|our) (?:\w+ ){0,2}?(?:mother|mom|mum|mam|father|dad|brother|sister|son|daughter|husband|wife|partner|boyfriend|girlfriend|aunt|auntie|uncle|cousin|gran|nan|grandad|grand\w+|twin|friend)\b|\bthat(?:'s| is| was) (?:my|his|her|their) (?:\w+ )?(?:mother|mom|mum|dad|father|brother|sister|son|daughter|husband|wife|partner)$";
}

/// Whether the last person who is named before a place in the text is a relative: "my sister is" before "allergic".
pub(super) fn is_of_kin(text: &str, before: usize) -> bool {
    let text = text.get(..before).unwrap_or(text);
    let last = |pattern: &regex::Regex| pattern.find_iter(text).last().map(|found| found.start());
    last(&KIN).is_some_and(|kin| last(&SELF).is_none_or(|of_self| of_self < kin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_person_named_last_is_the_one() {
        for (text, of_kin) in [
            ("my sister is allergic", true),
            ("mum's allergic", true),
            ("my mum says I'm allergic", false),
            ("I'm allergic", false),
            ("my wife's got an allergy", true),
        ] {
            assert_eq!(is_of_kin(text, text.len()), of_kin, "{text}");
        }
    }
}
