//! Texts as the words that are compared.

use std::iter;

use crate::written::written_form;

/// The words of a text as they are compared: its numbers in [written form](written_form), lower case, no punctuation except
/// decimal points and slashes within numbers. A hyphen parts two words, an apostrophe within a word is dropped ("don't" is
/// "dont"), "%" is the word "percent", and a number that the written form leaves as a word is in digits ("two of us").
pub fn comparable_words(text: &str) -> Vec<String> {
    let written = written_form(text).text.to_lowercase();
    let mut spaced = String::with_capacity(written.len());
    let mut before = None;
    let mut rest = written.chars();
    while let Some(c) = rest.next() {
        match c {
            _ if c.is_alphanumeric() => spaced.push(c),
            '.' | '/' if is_digit(before) && is_digit(rest.clone().next()) => spaced.push(c),
            ',' if is_digit(before) && is_group_of_three(rest.as_str()) => {}
            '\'' | '’' if is_letter(before) && is_letter(rest.clone().next()) => {}
            '%' => spaced.push_str(" percent "),
            _ => spaced.push(' '),
        }
        before = Some(c);
    }
    spaced.split_whitespace().map(in_digits).collect()
}

fn is_digit(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_digit())
}

fn is_letter(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphabetic)
}

/// Whether three digits and no fourth follow a comma, as in 10,000.
fn is_group_of_three(rest: &str) -> bool {
    rest.chars().chain(iter::once(' ')).position(|c| !c.is_ascii_digit()) == Some(3)
}

fn in_digits(word: &str) -> String {
    let number = word.bytes().all(|byte| byte.is_ascii_lowercase()).then(|| clinical::quantity::number(word));
    match number.flatten().filter(|number| number.fract() == 0.0) {
        Some(number) => number.to_string(),
        None => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn same(one: &str, other: &str) {
        assert_eq!(comparable_words(one), comparable_words(other));
    }

    #[test]
    fn case_punctuation_and_hyphens_make_no_difference() {
        same("No fever, no X-ray!", "no fever no x ray");
        same("Don’t stop; it's fine...", "don't stop its fine");
        assert_eq!(comparable_words("follow-up, and/or: (rest)"), ["follow", "up", "and", "or", "rest"]);
        assert_eq!(comparable_words(" .,! - 's "), ["s"]);
    }

    #[test]
    fn a_number_is_the_same_however_it_is_written() {
        same("one eighteen over seventy six", "118/76");
        same("four hundred milligrams", "400 mg");
        same("ninety eight point four", "98.4");
        same("ninety four percent", "94 %");
        same("I am five foot ten", "I am 5'10\"");
        same("12000 steps", "12,000 steps");
        same("the two of us at eight thirty", "the 2 of us at 8:30");
        assert_eq!(comparable_words("98.4, 118/76. 3,4 mg/dL"), ["98.4", "118/76", "3", "4", "mg", "dl"]);
    }

    #[test]
    fn words_that_only_look_like_numbers_stay() {
        assert_eq!(comparable_words("a second point, oh half"), ["a", "second", "point", "oh", "half"]);
    }

    proptest! {
        #[test]
        fn any_text_gives_words_without_spaces_and_capitals(text in "(\\PC{0,4}|[0-9]|[.,/'% -]|six|mg){0,30}") {
            for word in comparable_words(&text) {
                prop_assert!(!word.is_empty() && word == word.to_lowercase());
                prop_assert!(word.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '/'), "{}", word);
            }
        }
    }
}
