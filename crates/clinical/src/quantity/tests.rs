use proptest::prelude::*;

use super::*;

fn said(text: &str) -> Vec<(Value, Option<Unit>)> {
    quantities(text).into_iter().map(|q| (q.value, q.unit)).collect()
}

fn number(n: f64, unit: Unit) -> Vec<(Value, Option<Unit>)> {
    vec![(Value::Number(n), Some(unit))]
}

fn bare(n: f64) -> Vec<(Value, Option<Unit>)> {
    vec![(Value::Number(n), None)]
}

#[test]
fn spoken_and_written_doses_are_the_same() {
    for text in ["four hundred milligrams", "400 mg", "400mg", "400 milligrams", "four hundred milligram"] {
        assert_eq!(said(text), number(400.0, Unit::Mg), "{text}");
    }
    assert_eq!(said("point four milligrams"), number(0.4, Unit::Mg));
    assert_eq!(said("creatinine was .7"), bare(0.7));
    assert_eq!(said("1,200 mcg"), number(1200.0, Unit::Mcg));
    assert_eq!(said("twenty three hundred milligrams"), number(2300.0, Unit::Mg));
    assert_eq!(said("one and a half tablets"), number(1.5, Unit::Tablets));
    assert_eq!(said("half a tablet"), number(0.5, Unit::Tablets));
    assert_eq!(said("two and a half"), bare(2.5));
    assert_eq!(said("half"), bare(0.5));
    assert_eq!(said("at this point five weeks"), number(5.0, Unit::Week));
}

#[test]
fn pressures_and_scores_are_ratios() {
    for text in [
        "one eighteen over seventy six",
        "118/76",
        "118 over 76",
        "one hundred and eighteen over seventy-six",
    ] {
        assert_eq!(said(text), vec![(Value::Ratio(118.0, 76.0), None)], "{text}");
    }
    assert_eq!(said("118/76 mmHg"), vec![(Value::Ratio(118.0, 76.0), Some(Unit::MmHg))]);
    assert_eq!(said("seven out of ten"), vec![(Value::Ratio(7.0, 10.0), None)]);
    assert_eq!(said("two hundred over ninety"), vec![(Value::Ratio(200.0, 90.0), None)]);
    assert_eq!(said("a two over six systolic ejection murmur"), vec![(Value::Ratio(2.0, 6.0), None)]);
    assert_eq!(said("twenty over forty"), vec![(Value::Ratio(20.0, 40.0), None)]);
    assert_eq!(said("two over the counter, five over six"), [bare(2.0), bare(5.0), bare(6.0)].concat());
}

#[test]
fn a_text_that_is_a_number_is_told_from_one_that_only_begins_with_it() {
    for (text, value) in [("two", 2.0), ("31", 31.0), ("twenty-one", 21.0), ("nineteen ninety eight", 1998.0)]
    {
        assert_eq!(super::number(text), Some(value), "{text}");
    }
    for text in ["", "two diabetes", "second", "no one", "twenty one.", "2024-10-01"] {
        assert_eq!(super::number(text), None, "{text}");
    }
}

#[test]
fn clinicians_ways_of_saying_numbers_are_understood() {
    assert_eq!(said("one oh four"), bare(104.0));
    assert_eq!(said("ninety eight point four"), bare(98.4));
    assert_eq!(said("one point oh five"), bare(1.05));
    assert_eq!(said("twenty eighteen"), bare(2018.0));
    assert_eq!(said("nineteen fifty eight"), bare(1958.0));
    assert_eq!(said("two thousand eighteen"), bare(2018.0));
    assert_eq!(
        said("five hundred five hundred milligrams").last(),
        Some(&(Value::Number(500.0), Some(Unit::Mg)))
    );
    assert_eq!(said("hundred percent"), number(100.0, Unit::Percent));
    assert_eq!(said("a hundred and one"), bare(101.0));
}

#[test]
fn ranges_are_understood() {
    let range = |a, b, unit| vec![(Value::Range(a, b), unit)];
    assert_eq!(said("10-12"), range(10.0, 12.0, None));
    assert_eq!(said("10 to 12 hours"), range(10.0, 12.0, Some(Unit::Hour)));
    assert_eq!(said("two or three weeks"), range(2.0, 3.0, Some(Unit::Week)));
    assert_eq!(said("between four and six hours"), range(4.0, 6.0, Some(Unit::Hour)));
    assert_eq!(said("five ten minutes"), range(5.0, 10.0, Some(Unit::Minute)));
    assert_eq!(said("three four days"), range(3.0, 4.0, Some(Unit::Day)));
    assert_eq!(said("six, seven times"), range(6.0, 7.0, Some(Unit::Times)));
    assert_eq!(said("five or six hundred"), range(500.0, 600.0, None));
    assert_eq!(said("two to three thousand units"), range(2000.0, 3000.0, Some(Unit::Units)));
    assert_eq!(said("five to a hundred"), range(5.0, 100.0, None));
}

#[test]
fn durations_and_counts_are_understood() {
    assert_eq!(said("for a couple of weeks"), number(2.0, Unit::Week));
    assert_eq!(said("an hour and a half"), number(1.5, Unit::Hour));
    assert_eq!(said("half an hour"), number(0.5, Unit::Hour));
    assert_eq!(said("two days and a half"), number(2.5, Unit::Day));
    assert_eq!(said("a 58-year-old man"), number(58.0, Unit::Year));
    assert_eq!(said("x2"), number(2.0, Unit::Times));
    assert_eq!(said("three times a day"), number(3.0, Unit::Times));
    assert_eq!(said("q6h"), number(6.0, Unit::Hour));
    assert_eq!(said("BMI 31 kg/m2"), number(31.0, Unit::KgPerM2));
    assert_eq!(said("98.6 F"), number(98.6, Unit::DegF));
    assert_eq!(said("37.2 °C"), number(37.2, Unit::DegC));
}

#[test]
fn what_only_looks_like_a_number_is_none() {
    for text in [
        "twice a day",
        "once a week",
        "vitamin B12",
        "hemoglobin A1c",
        "COVID-19",
        "the 2nd of May",
        "10:32",
        "at eight thirty",
        "5 pm",
        "12/03/2024",
        "06/2021",
        "the other one",
        "one of them",
        "no one",
        "someone often",
        "oh, I see",
        "a few hundred",
        "the first half",
        "the twenty first of june",
        "her thirty-fifth birthday",
    ] {
        assert_eq!(said(text), vec![], "{text}");
    }
}

#[test]
fn a_quantity_knows_its_place() {
    let text = "Take four hundred milligrams twice a day.";
    let found = quantities(text);
    assert_eq!(found.len(), 1);
    assert_eq!(&text[found[0].start..found[0].end], "four hundred milligrams");
}

#[test]
fn spoken_numbers_are_written_in_digits() {
    for (spoken, written) in [
        ("Take four hundred milligrams twice a day.", "Take 400 mg twice a day."),
        ("Your pressure is one eighteen over seventy six today", "Your pressure is 118/76 today"),
        ("temperature ninety eight point four", "temperature 98.4"),
        ("for two and a half weeks", "for 2.5 weeks"),
        ("three to four days", "3-4 days"),
        ("ninety seven percent", "97%"),
        ("one week", "1 week"),
        ("that one hurts and the other one does not", "that one hurts and the other one does not"),
        ("a couple of weeks, half a tablet", "a couple of weeks, half a tablet"),
        ("a twenty four hour urine", "a 24 hour urine"),
    ] {
        assert_eq!(written_numbers(spoken), written);
    }
}

#[test]
fn every_unit_is_read_as_it_is_written() {
    for unit in Unit::ALL {
        let text = format!("3 {}", unit.symbol());
        let text = if *unit == Unit::L || *unit == Unit::In { text.replace(' ', "") } else { text };
        assert_eq!(said(&text), number(3.0, *unit), "{text}");
    }
}

const ONES: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

fn two_digits(n: usize) -> String {
    match (n / 10, n % 10) {
        (0 | 1, _) => ONES[n].into(),
        (tens, 0) => TENS[tens].into(),
        (tens, ones) => format!("{} {}", TENS[tens], ONES[ones]),
    }
}

fn in_full(n: usize) -> String {
    match n {
        0..100 => two_digits(n),
        100..1000 if n.is_multiple_of(100) => format!("{} hundred", ONES[n / 100]),
        100..1000 => format!("{} hundred and {}", ONES[n / 100], two_digits(n % 100)),
        _ if n.is_multiple_of(1000) => format!("{} thousand", ONES[n / 1000]),
        _ => format!("{} thousand {}", ONES[n / 1000], in_full(n % 1000)),
    }
}

/// "one eighteen", "one oh four", "twenty eighteen", "twenty three hundred"; from 3000 on nobody says pairs.
fn as_clinicians_say(n: usize) -> String {
    match (n / 100, n % 100) {
        (0, _) => two_digits(n),
        (high, 0) if high % 10 != 0 => format!("{} hundred", two_digits(high)),
        (1..30, low @ 1..10) => format!("{} oh {}", two_digits(n / 100), ONES[low]),
        (1..30, low) if low > 0 => format!("{} {}", two_digits(n / 100), two_digits(low)),
        _ => in_full(n),
    }
}

#[test]
fn every_number_below_ten_thousand_is_understood_both_ways() {
    for n in 0..10_000 {
        assert_eq!(said(&in_full(n)), bare(n as f64), "{}", in_full(n));
        assert_eq!(said(&as_clinicians_say(n)), bare(n as f64), "{}", as_clinicians_say(n));
        assert_eq!(written_numbers(&in_full(n)), n.to_string());
        assert_eq!(written_numbers(&as_clinicians_say(n)), n.to_string());
    }
}

proptest! {
    #[test]
    fn text_with_digits_only_stays_as_it_is(text in "([0-9]{1,4}|mg|over|of|to|and|/|-|[.,]| |milligrams|é|İ){0,20}") {
        prop_assert_eq!(written_numbers(&text), text);
    }

    #[test]
    fn any_text_is_read_without_harm(text in "(one|two|hundred|oh|point|half|a|and|over|[0-9]|mg|-|\\PC| ){0,24}") {
        let mut last = 0;
        for quantity in quantities(&text) {
            prop_assert!(quantity.start >= last && quantity.end > quantity.start);
            prop_assert!(text.is_char_boundary(quantity.start) && text.is_char_boundary(quantity.end));
            last = quantity.end;
        }
        written_numbers(&text);
    }

    #[test]
    fn decimals_are_read_digit_by_digit(whole in 0usize..200, digits in proptest::collection::vec(0usize..10, 1..4)) {
        let spoken = digits.iter().map(|d| if *d == 0 { "oh" } else { ONES[*d] }).collect::<Vec<_>>().join(" ");
        let written = digits.iter().map(ToString::to_string).collect::<String>();
        let expected: f64 = format!("{whole}.{written}").parse().unwrap();
        prop_assert_eq!(said(&format!("{} point {spoken}", in_full(whole))), bare(expected));
    }
}
