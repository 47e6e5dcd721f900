use proptest::prelude::*;

use super::*;

/// Pieces as one text: sections in brackets.
fn shown(text: &str) -> String {
    dictated(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.into_string(),
            Piece::Section(SectionChange::To(code)) => format!("[{}]", code.as_str()),
            Piece::Section(SectionChange::Part(part)) => format!("[{}]", part.title()),
            Piece::Section(change) => format!("[{change:?}]"),
        })
        .collect::<Vec<_>>()
        .join("|")
}

#[test]
fn spoken_marks_become_marks() {
    for (said, written) in [
        ("no fever comma no cough period", "no fever, no cough."),
        ("No fever full stop no cough full stop", "No fever. No cough."),
        ("does it hurt question mark", "does it hurt?"),
        ("plan colon rest semicolon fluids", "plan: rest; fluids"),
        ("aspirin open parenthesis 81 mg close parenthesis daily", "aspirin (81 mg) daily"),
        ("one new line two new paragraph three", "one\nTwo\n\nThree"),
        ("period", "."),
        ("pain open bracket mild close bracket period", "pain (mild)."),
    ] {
        assert_eq!(shown(said), written, "{said}");
    }
}

#[test]
fn marks_of_the_recogniser_beside_spoken_ones_go() {
    for (said, written) in [
        ("No fever, comma, no cough, period.", "No fever, no cough."),
        ("No fever Comma no cough. Period. New line. Rest.", "No fever, no cough.\nRest."),
        ("Is she well? New paragraph. Yes.", "Is she well?\n\nYes."),
        ("no fever , comma no cough .", "no fever, no cough ."),
        ("Diagnosis, colon, gout.", "Diagnosis: gout."),
    ] {
        assert_eq!(shown(said), written, "{said}");
    }
}

#[test]
fn sections_are_changed_by_name_and_in_turn() {
    for (said, pieces) in [
        ("next section", "[Next]"),
        ("No fever. Next section. Lungs clear.", "No fever.|[Next]|Lungs clear."),
        ("previous section", "[Previous]"),
        ("section plan start metformin", "[Plan]|Start metformin"),
        ("no fever period section physical exam lungs clear", "no fever.|[physical_exam]|Lungs clear"),
        ("Section, vital signs. Pressure 118 over 76", "[vital_signs]|Pressure 118 over 76"),
        ("Go to assessment.", "[Assessment]"),
        ("no fever period next section assessment colon gout period", "no fever.|[Assessment]|Gout."),
        ("rest period go to plan period new line start aspirin", "rest.|[Plan]|Start aspirin"),
        ("go to the family history section", "[family_history]"),
        ("new section history of present illness she fell", "[history_of_present_illness]|She fell"),
        ("Move on to follow-up. Two weeks.", "[plan_follow_up]|Two weeks."),
    ] {
        assert_eq!(shown(said), pieces, "{said}");
    }
}

#[test]
fn what_is_spoken_of_is_no_command() {
    for text in [
        "for a period of two weeks",
        "her last period was heavy",
        "she has period pain",
        "periods are regular",
        "colon cancer in her father",
        "the sigmoid colon is inflamed",
        "a polyp of the colon",
        "put a comma there",
        "the word comma",
        "a question mark over the diagnosis",
        "it came to a full stop",
        "a new line was placed",
        "new line of treatment",
        "caesarean section history",
        "she had a c section plan",
        "in the next section of the bowel",
        "we will go to assessment clinic",
        "Go to assessment unit tomorrow.",
        "the plan is rest",
        "the patient's period",
    ] {
        assert_eq!(shown(text), text);
    }
}

#[test]
fn debug_shows_no_words() {
    assert!(!format!("{:?}", dictated("Jane Doe comma aged forty")).contains("Jane"));
}

proptest! {
    #[test]
    fn what_was_read_is_read_alike_again(
        words in prop::collection::vec("(pain|Fever|the|in|of|comma|period|colon|new line|open bracket|next section|previous section|section plan|section hpi|go to exam|question mark|\\.|,)", 0..14),
    ) {
        let once = dictated(&words.join(" "));
        let written: Vec<_> = once.iter().map(Piece::written).collect();
        let again = dictated(&written.join("\n"));
        let sections = |pieces: &[Piece]| -> Vec<SectionChange> {
            pieces.iter().filter_map(|piece| match piece { Piece::Section(to) => Some(*to), Piece::Text(_) => None }).collect()
        };
        let text = |pieces: &[Piece]| -> String {
            pieces.iter().filter_map(|piece| match piece { Piece::Text(text) => Some(text.as_str().split_whitespace().collect::<String>()), Piece::Section(_) => None }).collect()
        };
        prop_assert_eq!(sections(&once), sections(&again));
        prop_assert_eq!(text(&once).to_lowercase(), text(&again).to_lowercase());
    }

    #[test]
    fn text_without_commands_comes_back_byte_for_byte(text in "([a-e]{1,5}|[ \n,.?]|é|İ|lines|periods){0,30}") {
        let pieces = dictated(&text);
        if text.is_empty() {
            prop_assert!(pieces.is_empty());
        } else {
            prop_assert_eq!(pieces, vec![Piece::Text(Phi::from(text))]);
        }
    }

    #[test]
    fn no_word_but_those_of_commands_is_lost(
        words in prop::collection::vec("(pain|fever|comma|period|colon|new line|open bracket|next section|section plan|Ä|ß)", 0..14),
    ) {
        let kept = |text: &str| -> Vec<String> {
            let text = text.to_lowercase();
            text.split(|c: char| !c.is_alphabetic())
                .filter(|word| matches!(*word, "pain" | "fever" | "ä" | "ß" | "ss"))
                .map(|word| word.replace("ss", "ß"))
                .collect()
        };
        let said = words.join(" ");
        let text: Vec<String> = dictated(&said)
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Text(text) => Some(text.into_string()),
                Piece::Section(_) => None,
            })
            .collect();
        prop_assert_eq!(kept(&text.join(" ")), kept(&said));
    }

    #[test]
    fn any_text_is_read_without_harm(text in "(\\PC|comma |period|section | go to |plan|\\. ){0,20}") {
        for piece in dictated(&text) {
            if let Piece::Text(text) = piece {
                prop_assert!(!text.is_empty());
            }
        }
    }
}
