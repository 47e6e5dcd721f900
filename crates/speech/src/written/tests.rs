use proptest::prelude::*;

use super::*;

fn written(text: &str) -> String {
    written_form(text).text.into_string()
}

fn become_in(cases: &[(&str, &str)]) {
    for (spoken, expected) in cases {
        assert_eq!(written(spoken), *expected, "{spoken}");
        assert_eq!(written(expected), *expected, "{spoken}, twice");
    }
}

fn stay(texts: &[&str]) {
    for text in texts {
        assert_eq!(written(text), *text);
    }
}

#[test]
fn vital_signs_are_written_in_digits() {
    become_in(&[
        ("your pressure is one eighteen over seventy six today", "your pressure is 118/76 today"),
        ("Blood pressure 118 over 76.", "Blood pressure 118/76."),
        ("heart rate of eighty eight", "heart rate of 88"),
        ("eighty beats a minute", "80 bpm"),
        ("temperature ninety eight point four", "temperature 98.4"),
        ("thirty seven point two degrees celsius", "37.2 °C"),
        ("a hundred and one point four", "101.4"),
        ("ninety four percent on room air", "94% on room air"),
        ("he is satting a hundred percent", "he is satting 100%"),
        ("Respirations sixteen, pulse is one oh four", "Respirations 16, pulse is 104"),
        ("weight is sixty five kilograms", "weight is 65 kg"),
        ("two hundred and ten pounds", "210 lb"),
        ("I am five foot ten", "I am 5'10\""),
        ("five feet , six inches in height", "5'6\" in height"),
        ("five feet eleven inches tall", "5'11\" tall"),
        ("my potassium was four", "my potassium was 4"),
        ("respirations are nine", "respirations are 9"),
    ]);
}

#[test]
fn doses_are_written_as_safety_asks() {
    become_in(&[
        ("Take four hundred milligrams twice daily.", "Take 400 mg twice daily."),
        ("400 milligrams", "400 mg"),
        ("400mg", "400 mg"),
        ("two five hundred milligram tablets", "two 500 mg tablets"),
        ("five hundred micrograms", "500 mcg"),
        ("50 µg", "50 mcg"),
        ("point five milligrams", "0.5 mg"),
        (".5 mg", "0.5 mg"),
        ("5.0 mg", "5 mg"),
        ("one thousand milligrams", "1,000 mg"),
        ("5 ml and 10 cc", "5 mL and 10 mL"),
        ("ten units of lispro", "10 units of lispro"),
        ("two thousand international units", "2,000 units"),
        ("forty millimoles", "40 mmol"),
        ("seven millimoles per liter", "7 mmol/L"),
        ("two puffs", "2 puffs"),
        ("one to two tablets", "1 to 2 tablets"),
        ("one and a half tablets", "1.5 tablets"),
        ("one and one half tablets", "1.5 tablets"),
        ("One tablet, three times a day", "1 tablet, 3 times a day"),
        ("every six hours", "every 6 hours"),
        ("every six to eight hours", "every 6 to 8 hours"),
        ("take two five milligram tablets", "take two 5 mg tablets"),
        ("two or three grams", "2 or 3 g"),
    ]);
}

#[test]
fn what_may_mean_two_doses_stays_as_it_was_said() {
    stay(&[
        "one fifty milligram tablet",
        "two twenty five milligram tablets",
        "five ten milligrams",
        "twenty twenty five milligrams",
        "twelve . five milligrams",
        "half a tablet",
        "a zero . zero five percent solution",
    ]);
}

#[test]
fn durations_ages_scores_and_results_are_written_in_digits() {
    become_in(&[
        ("for two weeks", "for 2 weeks"),
        ("at this point five weeks ago", "at this point 5 weeks ago"),
        ("two and a half weeks", "2.5 weeks"),
        ("3 and a half pounds", "3.5 lb"),
        ("two days and a half", "2.5 days"),
        ("three four days", "3-4 days"),
        ("six, seven times a day", "6, 7 times a day"),
        ("between four and six hours", "between 4 and 6 hours"),
        ("a forty five year old man", "a 45-year-old man"),
        ("a 53 -year-old female", "a 53-year-old female"),
        ("she is forty five years old", "she is 45 years old"),
        ("eight out of ten", "8/10"),
        ("a scale of one to ten", "a scale of 1 to 10"),
        ("a two over six systolic murmur", "a 2/6 systolic murmur"),
        ("two out of six murmur", "2/6 murmur"),
        ("A one C of seven point two", "A1c of 7.2"),
        ("hemoglobin of ten point one", "hemoglobin of 10.1"),
        ("five or six hundred", "500 or 600"),
        ("a hundred and fifty thousand", "150,000"),
        ("three point five by two centimeters", "3.5 by 2 cm"),
        ("two by two centimeters", "2 by 2 cm"),
        ("ten cigarettes, twelve lead", "10 cigarettes, 12 lead"),
    ]);
}

#[test]
fn names_with_numbers_are_written_as_names() {
    become_in(&[
        ("type two diabetes", "type 2 diabetes"),
        ("is it type one or type two?", "is it type 1 or type 2?"),
        ("COVID nineteen and covid-19", "COVID-19 and COVID-19"),
        ("hemoglobin a one c", "hemoglobin A1c"),
        ("vitamin b twelve", "vitamin B12"),
        ("L four L five", "L4-L5"),
        ("at l five s one", "at L5-S1"),
        ("from L4 to L5", "from L4-L5"),
        ("the C six nerve root", "the C6 nerve root"),
        ("PHQ nine of twelve", "PHQ-9 of 12"),
        ("stage three b kidney disease", "stage 3b kidney disease"),
        ("a G two P one", "a G2P1"),
        ("stage three kidney disease", "stage 3 kidney disease"),
    ]);
    assert_eq!(written("vitamin C two three times a day"), "vitamin C 2-3 times a day");
    stay(&["it's one two", "I see two", "a1c"]);
}

#[test]
fn dates_and_times_are_written_where_they_are_certain() {
    become_in(&[
        ("the third of march twenty twenty four", "March 3, 2024"),
        ("eighth of August, nineteen eighty two", "August 8, 1982"),
        ("the  third of  march  twenty twenty four", "March 3, 2024"),
        ("thirty first October nineteen ninety", "October 31, 1990"),
        ("on march third", "on March 3"),
        ("March the twenty second", "March 22"),
        ("august sixteen", "August 16"),
        ("august sixteen I fell", "August 16 I fell"),
        ("on august two.", "on August 2."),
        ("august two, nineteen ninety", "August 2, 1990"),
        ("the thirty first of may", "May 31"),
        ("in october nineteen ninety", "in October 1990"),
        ("since nineteen ninety eight", "since 1998"),
        ("in twenty twenty", "in 2020"),
        ("at eight thirty in the morning", "at 8:30 in the morning"),
        ("eight oh five pm", "8:05 pm"),
        ("at seven o'clock", "at 7 o'clock"),
        ("around two in the morning", "around 2 in the morning"),
        ("at eight a.m.", "at 8 a.m."),
    ]);
    stay(&[
        "at eight thirty",
        "in October one of my kids was ill",
        "since August three different doctors",
        "you may take two",
        "the second may be stopped",
        "the march of one",
        "higher at about one thirty",
        "one thirty in the morning",
        "one in the morning and one at night",
        "twelve fifteen",
        "the twenty first",
        "on the twenty second",
    ]);
    assert_eq!(written("in june ten days later"), "in june 10 days later");
    assert_eq!(written("may three weeks pass"), "may 3 weeks pass");
}

#[test]
fn small_counts_and_idioms_stay_words() {
    stay(&[
        "one of the things",
        "no one",
        "the second one",
        "once",
        "at one point",
        "at one point two of us",
        "at this point two of us",
        "two of us",
        "three kids",
        "one second",
        "a couple of weeks",
        "I have one question",
        "first thing",
        "twenty twenty vision",
        "hindsight is twenty twenty",
        "fifty fifty",
        "fifty-fifty",
        "nine one one",
        "five five five one two one two",
        "SW sixteen six JT",
        "an oh three hundred number",
        "in the one twenties",
        "ninety something",
        "a hundred things",
        "nine out of ten people",
        "one in ten people",
        "in the nineteen eighties",
        "one foot hurts, my two feet hurt",
        "hold on one minute, one day I fell",
        "half past eight",
        "two or three",
        "ninety ninety seven . two",
        "normal ninety seven . one you know",
        "zero to ten ten being the worst",
        "six eight weeks",
        "i think about two thirty it was okay",
    ]);
}

#[test]
fn debug_shows_no_words() {
    let shown = format!("{:?}", written_form("Jane Doe takes ten milligrams"));
    assert!(!shown.contains("Jane") && !shown.contains("milli") && !shown.contains("10 mg"), "{shown}");
}

#[test]
fn changes_that_no_longer_fit_are_left_as_they_are() {
    let mut edited = written_form("ten milligrams, é");
    edited.text = "é".into();
    assert_eq!(edited.spoken().as_str(), "é");
}

/// Words of numbers, and of what surrounds them.
fn speech() -> impl Strategy<Value = String> {
    let word = "(one|two|three|five|eight|ten|twelve|nineteen|twenty|thirty|ninety|hundred|thousand|oh|point|half|a|and|or|to|over|out of|of|by|at|in|the|first|third|march|may|june|type|stage|L|c|b|covid|milligrams?|mg|percent|years?|old|days?|foot|inches|tablets?|times|am|in the morning|o'clock|[0-9]{1,4}|[0-9]\\.[0-9]|1998|,|\\.|-|İ|é|word)";
    proptest::collection::vec((word, "( |  |-|, | \\. |)"), 0..14)
        .prop_map(|words| words.into_iter().map(|(word, gap)| word + &gap).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    #[test]
    fn what_was_said_comes_back_exactly(text in speech()) {
        let written = written_form(&text);
        prop_assert_eq!(written.spoken().into_string(), text);
        let mut last = 0;
        for change in &written.changes {
            prop_assert!(change.start >= last && change.end >= change.start);
            prop_assert!(written.text.get(change.start..change.end).is_some());
            last = change.end;
        }
    }

    #[test]
    fn any_text_comes_back_exactly(text in "\\PC{0,60}") {
        prop_assert_eq!(written_form(&text).spoken().into_string(), text);
    }

    #[test]
    fn writing_twice_changes_nothing_more(text in speech()) {
        let once = written(&text);
        prop_assert_eq!(written(&once), once);
    }

    #[test]
    fn text_without_numbers_is_not_touched(text in "([a-f]{1,5}|once|twice|no|second|couple|half|[ ,.?'-]|é|\n){0,30}") {
        let found = written_form(&text);
        prop_assert!(found.changes.is_empty());
        prop_assert_eq!(found.text.as_str(), text.as_str());
    }
}
