//! Word error rate: (substitutions + deletions + insertions) / words of the reference, on lower-case words without
//! punctuation, a decimal point inside a number kept. Stricter than what `dictum eval speech` counts: numbers must have been
//! written as a clinician writes them.

use speech::evaluation::Alignment;

/// The words that are compared.
pub fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split_whitespace()
        .map(|word| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '%');
            word.replace([',', ';', ':', '?', '!'], "")
        })
        .filter(|word| !word.is_empty())
        .collect()
}

/// Word error rate of `heard` against `said`; 0 is perfect.
pub fn word_error_rate(said: &str, heard: &str) -> f64 {
    let errors = Alignment::of(&words(said), &words(heard)).errors;
    errors.errors() as f64 / errors.words.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_error_counts_once() {
        assert_eq!(word_error_rate("a b c d", "a b c d"), 0.0);
        assert_eq!(word_error_rate("a b c d", "a x c d"), 0.25);
        assert_eq!(word_error_rate("a b c d", "a c d"), 0.25);
        assert_eq!(word_error_rate("a b c d", "a b b c d"), 0.25);
        assert_eq!(word_error_rate("A, b.", "a b"), 0.0);
        assert_eq!(word_error_rate("98.4 degrees.", "98.4 degrees"), 0.0);
        assert_eq!(word_error_rate("", "a b"), 2.0);
    }
}
