//! The recogniser's initial prompt: names that it should rather hear.

use std::collections::HashSet;
use std::sync::LazyLock;

use clinical::Phi;

use crate::vocabulary::{Vocabulary, name_of};
use crate::{Formulary, Kind};

/// Generic names, the likeliest first.
static OFTEN: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    include_str!("../data/often.txt").lines().filter(|line| !line.starts_with('#')).collect()
});

/// The starter list's 1,841 names, each with its comma, are 8,343 tokens of Whisper's English vocabulary; this makes 9,273
/// of them.
fn estimated_tokens(name: &str) -> usize {
    (name.chars().count() * 2).div_ceil(5) + 1
}

/// Names for the recogniser's initial prompt, separated by commas, in at most `tokens` tokens by a careful estimate
/// (Whisper reads the last 224; 200 leave some room). The least important come first, for Whisper keeps the end of a prompt
/// that is too long: the formulary's likeliest names, the clinic's own words, the patient's allergies, the medications.
/// What does not fit is left out, from the least important on. The same vocabulary gives the same prompt.
pub fn prompt(vocabulary: &Vocabulary, formulary: &Formulary, tokens: usize) -> Phi {
    let names = |entries: &[Phi]| entries.iter().filter_map(|entry| name_of(entry)).collect::<Vec<_>>();
    let by_importance = names(&vocabulary.medications)
        .into_iter()
        .chain(names(&vocabulary.allergies))
        .chain(vocabulary.clinic_words.iter().filter_map(|word| plain(word)))
        .chain(likely(formulary, tokens).into_iter().map(str::to_owned));
    let mut said = HashSet::new();
    let mut left = tokens;
    let mut kept: Vec<String> = Vec::new();
    for name in by_importance {
        let cost = estimated_tokens(&name);
        if cost > left {
            break;
        }
        if said.insert(name.to_lowercase()) {
            left -= cost;
            kept.push(name);
        }
    }
    kept.reverse();
    Phi::from(kept.join(", "))
}

/// A clinic's word without the signs that would part it: "Dr. Okafor" is Dr Okafor; "PHQ-9" stays.
fn plain(word: &str) -> Option<String> {
    let kept = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'' | '’');
    let words: Vec<&str> =
        word.split(|c| !kept(c)).filter(|part| part.chars().any(char::is_alphanumeric)).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// The formulary's names as they may be said, the likeliest first: a clinic's own few, which it would not list if nobody said them,
/// those that are said often, then the rest in its order. Those that the starter list lacks are a few where they take no more
/// than half of the prompt; those of a whole terminology are not.
fn likely(formulary: &Formulary, tokens: usize) -> Vec<&str> {
    let is_said = |name: &&str| name_of(name).as_deref() == Some(*name) && !name.contains('/');
    let names = formulary.names().iter().filter(|name| matches!(name.kind, Kind::Ingredient | Kind::Brand));
    let names = names.map(|name| name.text.as_str()).filter(is_said);
    let (own, rest): (Vec<&str>, Vec<&str>) =
        names.partition(|name| Formulary::starter().get(name).is_none());
    let often = OFTEN.iter().filter_map(|name| formulary.get(name)).map(|name| name.text.as_str());
    let often = often.filter(is_said);
    let mut left = tokens / 2;
    let fits = |name: &&str| match left.checked_sub(estimated_tokens(name)) {
        Some(less) => {
            left = less;
            true
        }
        None => false,
    };
    if own.iter().all(fits) {
        own.into_iter().chain(often).chain(rest).collect()
    } else {
        often.chain(rest).chain(own).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn vocabulary() -> Vocabulary {
        Vocabulary {
            medications: vec!["Warfarin 5 mg daily".into(), "digoxin".into()],
            allergies: vec!["Penicillin (rash)".into(), "warfarin".into()],
            clinic_words: vec!["Dr. Okafor".into(), "Lindenhof".into()],
        }
    }

    #[test]
    fn the_patients_own_come_last_and_nothing_twice() {
        let prompt = prompt(&vocabulary(), Formulary::starter(), 200);
        assert!(
            prompt.ends_with("metformin, Lindenhof, Dr Okafor, Penicillin, digoxin, Warfarin"),
            "{}",
            prompt.as_str()
        );
        assert_eq!(prompt.to_lowercase().matches("warfarin").count(), 1);
        assert!(!prompt.contains("mg") && !prompt.contains('5') && !prompt.contains("rash"));
    }

    #[test]
    fn what_does_not_fit_is_left_out_from_the_least_important_on() {
        let short = prompt(&vocabulary(), Formulary::starter(), 11);
        assert_eq!(short.as_str(), "digoxin, Warfarin");
        assert_eq!(prompt(&vocabulary(), Formulary::starter(), 0).as_str(), "");
    }

    #[test]
    fn an_often_said_name_is_a_name_of_the_starter_list() {
        for name in OFTEN.iter() {
            assert!(Formulary::starter().get(name).is_some(), "{name}");
        }
    }

    #[test]
    fn a_clinics_own_list_gives_its_own_names() {
        let list =
            Formulary::from_list("zinc sulfate\nmetformin\nbumetanide\n".as_bytes()).unwrap().formulary;
        let prompt = prompt(&Vocabulary::default(), &list, 200);
        assert_eq!(prompt.as_str(), "bumetanide, zinc sulfate, metformin");
    }

    #[test]
    fn what_a_clinic_adds_to_the_starter_list_comes_before_what_is_said_often_and_a_terminology_after_it() {
        let with = |list: &str| {
            let imported = Formulary::from_list(list.as_bytes()).unwrap().formulary;
            let mut known = Formulary::starter().clone();
            known.extend(imported);
            prompt(&Vocabulary::default(), &known, 200)
        };
        let few = with("zoravastatin\nquelimab\n");
        assert!(few.ends_with("zoravastatin, quelimab") || few.ends_with("quelimab, zoravastatin"));
        assert!(few.contains("metformin"));
        let many: String = (0..300)
            .map(|one| format!("zoravastatin{}\n", "ab".repeat(one % 5) + &"c".repeat(one / 5)))
            .collect();
        let many = with(&many);
        assert!(many.contains("metformin") && !many.contains("zoravastatin"));
    }

    proptest! {
        #[test]
        fn a_prompt_is_names_and_commas_within_its_budget(
            medications in prop::collection::vec("\\PC{0,30}", 0..5),
            words in prop::collection::vec("\\PC{0,12}", 0..40),
            tokens in 0usize..250,
        ) {
            let vocabulary = Vocabulary {
                medications: medications.into_iter().map(Phi::from).collect(),
                allergies: Vec::new(),
                clinic_words: words,
            };
            let made = prompt(&vocabulary, Formulary::starter(), tokens);
            prop_assert_eq!(&made, &prompt(&vocabulary, Formulary::starter(), tokens));
            let names: Vec<&str> = made.split(", ").collect();
            prop_assert!(made.is_empty() || names.iter().map(|name| estimated_tokens(name)).sum::<usize>() <= tokens);
            prop_assert!(made.chars().all(|c| c.is_alphanumeric() || ", -'’/".contains(c)));
        }
    }
}
