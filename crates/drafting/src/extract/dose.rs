//! A medication with its dosage, read from a clause that names a drug. Each part is copied as it stands.

use clinical::Medication;
use clinical::drugs::drugs_in;

use super::lexicon::patterns;

patterns! {
    AMOUNT = r"\b\d[\d,.]*(?: ?(?:-|to) ?\d[\d,.]*)? ?(?:mg|mcg|micrograms?|milligrams?|grams?|g|ml|millilit(?:er|re)s?|units?|puffs?|tablets?|capsules?|drops?|sprays?|%|iu|meq)(?:\b|$)";
    /// A dose said without its unit, right behind the name: "amlodipine, five".
    BARE_NUMBER = r"^(,? (?:(?:a|the|about|i think|it's|that's) )*\d[\d./]*)(?:,? *$|,? (?:and|at|once|twice|in|every|a|at|the|\d times?)\b|, )";
    ROUTE = r"\b(?:by mouth|orally|oral|under the tongue|inhaled|topical(?:ly)?|intravenous(?:ly)?|iv|intramuscular(?:ly)?|subcutaneous(?:ly)?|rectally|in (?:each|the|both|your) (?:eye|ear|nostril)s?|to the skin)\b";
    FREQUENCY = r"\b(?:(?:once|twice|one time|two times|three times|four times|\d+(?:-\d+)? times?)(?: a| per| every|) ?(?:day|daily|week|weekly|month|night)?|every (?:other )?(?:\d+(?:-\d+)? )?(?:hours?|days?|morning|evening|night|weeks?|months?)|daily|nightly|weekly|(?:a|per) day|at (?:night|bedtime)|in the (?:morning|evening)s?|(?:after|before|with) (?:each meal|meals|food|breakfast)|as needed|when needed)(?:,? (?:with food|with meals|as needed|at night|in the morning|at bedtime|on an empty stomach|before meals|after meals))*\b";
    DURATION = r"\bfor (?:the next |about |at least |another )?(?:\d+(?:-\d+)?|a|a couple of|a few) (?:more )?(?:days?|weeks?|months?|hours?)\b";
}

/// The medication that the clause is about: the first drug it names, with the parts of its dosage that follow it or, where
/// none follows, stand before it. None where it names no drug or more than one.
pub(super) fn medication(clause: &str) -> Option<Medication> {
    let mentions = drugs_in(clause);
    let [mention] = mentions[..] else { return None };
    let name = &clause[mention.start..mention.end];
    let (before, after) = (&clause[..mention.start], &clause[mention.end..]);
    let part = |pattern: &regex::Regex| {
        pattern.find(after).or_else(|| pattern.find(before)).map(|found| found.as_str().trim().to_owned())
    };
    let duration = part(&DURATION).map(|text| text.trim_start_matches("for ").to_owned());
    Some(Medication {
        name: name.into(),
        dose: part(&AMOUNT).map(Into::into),
        route: part(&ROUTE).map(Into::into),
        frequency: part(&FREQUENCY).map(Into::into),
        duration: duration.map(Into::into),
    })
}

/// Whether a clause names an amount of a drug with how often it is taken: "40 mg daily".
pub(super) fn names_amount(clause: &str) -> bool {
    FREQUENCY.is_match(clause) && (AMOUNT.is_match(clause) || clause.contains("take it"))
}

/// Whether a clause says how much is taken or how often.
pub(super) fn has_dosage(clause: &str) -> bool {
    FREQUENCY.is_match(clause) || AMOUNT.is_match(clause)
}

/// Whether a clause says how much is taken how often.
pub(super) fn gives_amount(clause: &str) -> bool {
    FREQUENCY.is_match(clause) && AMOUNT.is_match(clause)
}

/// The dosage behind a drug's name, without what follows: "lisinopril 20 mg a day" of "lisinopril 20 mg a day and I feel
/// fine". The end of the last part that is found in a row.
pub(super) fn phrase_end(text: &str, name_end: usize) -> usize {
    let mut end = name_end;
    if let Some(bare) = BARE_NUMBER.captures(&text[end..]).and_then(|found| found.get(1)) {
        end += bare.end();
    }
    loop {
        let rest = &text[end..];
        let next = [&AMOUNT, &ROUTE, &FREQUENCY, &DURATION]
            .into_iter()
            .filter_map(|pattern| pattern.find(rest))
            .filter(|found| {
                let gap = rest[..found.start()].trim_matches([' ', ',']);
                gap.is_empty()
                    || matches!(
                        gap,
                        "at" | "of"
                            | "the"
                            | "a"
                            | "and"
                            | "about"
                            | "once"
                            | "it"
                            | "one"
                            | "that's"
                            | "tablet"
                            | "tablets"
                            | "taken"
                            | "take it"
                    )
            })
            .min_by_key(|found| (found.start(), std::cmp::Reverse(found.end())));
        match next {
            Some(found) if found.end() > 0 => end += found.end(),
            _ => return end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_a_dosage_is_kept_as_said() {
        let text = "start ibuprofen 400 mg by mouth 3 times a day with food for 7 days";
        let expected = Medication {
            name: "ibuprofen".into(),
            dose: Some("400 mg".into()),
            route: Some("by mouth".into()),
            frequency: Some("3 times a day with food".into()),
            duration: Some("7 days".into()),
        };
        assert_eq!(medication(text), Some(expected));
    }

    #[test]
    fn of_two_drugs_neither_is_chosen() {
        assert_eq!(medication("aspirin 81 mg and lisinopril 10 mg"), None);
    }

    #[test]
    fn a_dosage_ends_where_other_words_begin() {
        let text = "lisinopril 20 mg once a day and I feel fine";
        assert_eq!(&text[..phrase_end(text, "lisinopril".len())], "lisinopril 20 mg once a day");
    }
}
