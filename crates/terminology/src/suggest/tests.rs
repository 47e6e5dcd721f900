use proptest::prelude::*;

use super::*;

fn patient(medications: &[&str]) -> Vocabulary {
    Vocabulary {
        medications: medications.iter().map(|name| (*name).into()).collect(),
        ..Vocabulary::default()
    }
}

fn found(text: &str, vocabulary: &Vocabulary) -> Vec<(String, Vec<String>, Reason)> {
    let suggestions = Formulary::starter().suggest(text, vocabulary);
    suggestions.into_iter().map(|one| (one.heard, one.offered, one.reason)).collect()
}

fn first(text: &str) -> Option<(String, String)> {
    let (heard, offered, _) = found(text, &Vocabulary::default()).into_iter().next()?;
    Some((heard, offered.into_iter().next()?))
}

#[test]
fn a_misheard_name_is_offered_with_what_was_heard() {
    for (text, heard, name) in [
        ("she takes met formin 500 mg", "met formin", "metformin"),
        ("we started lies in a pril ten milligrams", "lies in a pril", "lisinopril"),
        ("take lasicks 40 mg", "lasicks", "Lasix"),
        ("the metforman has been helping", "metforman", "metformin"),
        ("I take Zanex at night", "Zanex", "Xanax"),
        ("continue the a torva statin", "a torva statin", "atorvastatin"),
    ] {
        assert_eq!(first(text), Some((heard.into(), name.into())), "{text}");
    }
}

#[test]
fn what_is_known_is_not_doubted() {
    for text in [
        "she takes metformin 500 mg and ibuprofen's fine",
        "a brilliant million in the volume",
        "take two tablets of insulin glargine and zinc",
        "take it once a day and i will see you",
        "",
        "12 3/4 ...",
    ] {
        assert_eq!(found(text, &Vocabulary::default()), [], "{text}");
    }
    let vocabulary = Vocabulary { clinic_words: vec!["Metforman House".into()], ..Vocabulary::default() };
    assert_eq!(found("she lives in Metforman House", &vocabulary), []);
}

#[test]
fn a_name_of_the_formulary_is_doubted_only_for_its_look_alike_on_the_patients_list() {
    for (heard, taken) in [
        ("hydroxyzine", "hydralazine"),
        ("Celebrex", "Celexa"),
        ("bupropion", "buspirone"),
        ("prednisone", "prednisolone"),
        ("Lamictal", "Lamisil"),
        ("tramadol", "trazodone"),
        ("glipizide", "glyburide"),
    ] {
        let text = format!("she takes {heard} at night");
        assert_eq!(found(&text, &Vocabulary::default()), [], "{heard}");
        assert_eq!(found(&text, &patient(&[heard, taken])), [], "{heard}");
        println!("{heard} {taken} {:?}", Sound::of(heard).unwrap().likeness(&Sound::of(taken).unwrap()));
    }
    for (heard, taken) in
        [("hydroxyzine", "hydralazine 25 mg"), ("Celebrex", "Celexa"), ("prednisone", "prednisolone")]
    {
        let text = format!("she takes {heard} at night");
        let name = taken.split(' ').next().unwrap().to_owned();
        assert_eq!(
            found(&text, &patient(&[taken])),
            [(heard.to_owned(), vec![name], Reason::LooksLikeThePatients)]
        );
    }
    // A brand of what the patient takes is no confusion.
    assert_eq!(found("she takes Glucophage", &patient(&["metformin"])), []);
}

#[test]
fn few_names_look_like_any_other() {
    let starter = Formulary::starter();
    let generics: Vec<(&str, Sound)> = starter
        .names()
        .iter()
        .filter(|name| name.generic.is_none())
        .filter_map(|name| Some((name.text.as_str(), Sound::of_name(&name.text)?)))
        .collect();
    let alike = |(name, sound): &(&str, Sound)| {
        let others = generics.iter().filter(|(other, _)| other != name);
        others
            .filter(|(_, other)| other.first() == sound.first() && other.likeness(sound) >= CONFUSABLE)
            .count()
    };
    let all: usize = generics.iter().map(alike).sum();
    let average = all as f64 / generics.len() as f64;
    println!("a generic name has {average:.2} look-alikes among {}", generics.len());
    assert!(average < 2.0, "{average}");
}

#[test]
fn what_the_patient_takes_is_offered_sooner_and_first() {
    let text = "how is the hydralisine going";
    let without = found(text, &Vocabulary::default());
    let with = found(text, &patient(&["hydralazine"]));
    assert_eq!(with[0].1[0], "hydralazine");
    assert_eq!(with[0].2, Reason::OnThePatientsList);
    assert!(without.is_empty() || without[0].2 == Reason::SoundsLike);
    // A name that is in no formulary, but on the patient's list.
    assert_eq!(found("the zorblaksin helps", &patient(&["Zorblaxin 5 mg"]))[0].1, ["Zorblaxin"]);
}

#[test]
fn debug_shows_no_words() {
    let shown =
        format!("{:?}", Formulary::starter().suggest("she takes metforman 20 mg", &patient(&["digoxin"])));
    assert!(shown.contains("SoundsLike") && !shown.contains("metf"), "{shown}");
}

proptest! {
    #[test]
    fn suggestions_stand_in_any_text_in_order(
        text in "(met|formin|lies|in|a|pril|take|20 mg|lasicks|metformin|hydroxyzine|,|\\.|é|İ|[a-z]{1,9}| ){0,16}",
    ) {
        let mut last = 0;
        for one in Formulary::starter().suggest(&text, &patient(&["hydralazine", "Zorblaxin"])) {
            prop_assert!(one.range.start >= last);
            prop_assert_eq!(text.get(one.range.clone()), Some(one.heard.as_str()));
            prop_assert!((1..=MOST_OFFERED).contains(&one.offered.len()));
            last = one.range.end;
        }
    }

    #[test]
    fn names_of_the_formulary_alone_are_never_doubted(at in 0usize..1_800) {
        let name = &Formulary::starter().names()[at % Formulary::starter().names().len()].text;
        prop_assert_eq!(found(&format!("take {name} 20 mg daily"), &Vocabulary::default()), []);
    }
}
