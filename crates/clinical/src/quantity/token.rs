//! Words, numbers and signs of a text, with their places.

/// A piece of text between white space.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token {
    /// Letters.
    Word,
    /// Digits, with their thousands separators and decimals read.
    Number(f64),
    /// Anything else.
    Sign(char),
}

/// The tokens of a lower-cased text.
pub(super) struct Tokens<'a> {
    text: &'a str,
    tokens: Vec<(usize, usize, Token)>,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let mut tokens = Vec::new();
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            let end = if c.is_ascii_digit() || is_bare_decimal(text, at) {
                let end = at + number_len(&text[at..]);
                let digits: String = text[at..end].chars().filter(|c| *c != ',').collect();
                tokens.push((at, end, Token::Number(digits.parse().unwrap_or(f64::INFINITY))));
                end
            } else if c.is_alphabetic() {
                let end = text[at..].find(|c: char| !c.is_alphabetic()).map_or(text.len(), |len| at + len);
                tokens.push((at, end, Token::Word));
                end
            } else {
                let end = at + c.len_utf8();
                if !c.is_whitespace() {
                    tokens.push((at, end, Token::Sign(c)));
                }
                end
            };
            at = end;
        }
        Self { text, tokens }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn start(&self, at: usize) -> Option<usize> {
        Some(self.tokens.get(at)?.0)
    }

    pub(super) fn end(&self, at: usize) -> Option<usize> {
        Some(self.tokens.get(at)?.1)
    }

    pub(super) fn word(&self, at: usize) -> Option<&'a str> {
        match self.tokens.get(at)? {
            (start, end, Token::Word) => Some(&self.text[*start..*end]),
            _ => None,
        }
    }

    pub(super) fn number(&self, at: usize) -> Option<f64> {
        match self.tokens.get(at)?.2 {
            Token::Number(value) => Some(value),
            _ => None,
        }
    }

    /// Whether there is nothing between this token and the one before it.
    pub(super) fn touches_last(&self, at: usize) -> bool {
        at > 0 && self.end(at - 1) == self.start(at)
    }

    /// The token after these words, if they stand at `at`.
    pub(super) fn words_at(&self, at: usize, words: &[&str]) -> Option<usize> {
        words.iter().enumerate().all(|(i, word)| self.word(at + i) == Some(word)).then_some(at + words.len())
    }

    pub(super) fn symbol_at(&self, at: usize, symbol: char) -> Option<usize> {
        (self.tokens.get(at)?.2 == Token::Sign(symbol)).then_some(at + 1)
    }

    /// The token after a dash that joins what is on its two sides.
    pub(super) fn dash_at(&self, at: usize) -> Option<usize> {
        ['-', '–', '—', '‑'].iter().find_map(|dash| self.symbol_at(at, *dash))
    }

    /// The token after a hyphen between two words, or `at` itself.
    pub(super) fn past_hyphen(&self, at: usize) -> usize {
        match self.symbol_at(at, '-') {
            Some(next) if self.touches_last(at) && self.touches_last(next) => next,
            _ => at,
        }
    }

    pub(super) fn follows_between(&self, at: usize) -> bool {
        at > 0 && self.word(at - 1) == Some("between")
    }

    /// Where reading goes on, if what stands at `at` looks like a number and is none: part of a name (B12, 2nd), a
    /// date (1/2/2020), a time (10:30).
    pub(super) fn skip_at(&self, at: usize) -> Option<usize> {
        self.number(at)?;
        let before = at.checked_sub(1);
        if self.touches_last(at)
            && before.and_then(|b| self.word(b)).is_some_and(|word| !matches!(word, "x" | "q"))
        {
            return Some(at + 1);
        }
        if self.touches_last(at) && before.is_some_and(|b| self.is_name_hyphen(b)) {
            return Some(at + 1);
        }
        if self.touches_last(at + 1)
            && let Some(word) = self.word(at + 1)
            && word != "x"
            && super::unit::unit_at(self, at + 1).is_none()
        {
            return Some(at + 2);
        }
        self.past_date_or_time(at)
    }

    /// The hyphen of "COVID-19".
    fn is_name_hyphen(&self, at: usize) -> bool {
        at > 0
            && self.symbol_at(at, '-').is_some()
            && self.touches_last(at)
            && self.word(at - 1).is_some_and(super::spoken::is_no_number_word)
    }

    fn past_date_or_time(&self, at: usize) -> Option<usize> {
        let sign =
            |at, c| self.symbol_at(at, c).filter(|next| self.touches_last(at) && self.touches_last(*next));
        for separator in ['/', '-'] {
            if let Some(second) = sign(at + 1, separator).filter(|next| self.number(*next).is_some())
                && let Some(third) = sign(second + 1, separator).filter(|next| self.number(*next).is_some())
            {
                return Some(third + 1);
            }
        }
        // "06/2021"
        if let Some(year) = sign(at + 1, '/')
            && self.number(year).is_some_and(|year| (1900.0..2100.0).contains(&year))
        {
            return Some(year + 1);
        }
        let mut past = None;
        let mut next = at + 1;
        while let Some(part) = sign(next, ':').filter(|part| self.number(*part).is_some()) {
            next = part + 1;
            past = Some(next);
        }
        past
    }

    /// Whether the number from `at` up to `next` is said as a time of day: "at eight thirty", "5 pm".
    pub(super) fn is_time_of_day(&self, at: usize, next: usize) -> bool {
        let after = self.word(next).unwrap_or_default();
        if matches!(after, "am" | "pm" | "o'clock" | "oclock" | "ish") {
            return true;
        }
        let letter = |at: usize, letters: &str| {
            self.word(at).is_some_and(|word| letters.contains(word) && word.len() == 1)
        };
        if letter(next, "apo") && letter(next + 2, "mc") && self.word(next + 1).is_none() {
            return true;
        }
        if after == "o" && self.word(next + 2) == Some("clock") {
            return true;
        }
        // "At forty-five" is an age.
        let is_tens = self.word(at).is_some_and(|word| word.ends_with("ty"));
        let hour_and_minutes = self.words_between(at, next) >= 2
            && !is_tens
            && self.word(next - 1).is_some_and(|word| matches!(word, "fifteen" | "thirty" | "five"))
            && after != "over";
        hour_and_minutes
            && (self.word(next) == Some("in") && self.word(next + 1) == Some("the")
                || at > 0
                    && self.word(at - 1).is_some_and(|word| matches!(word, "at" | "till" | "until"))
                    && super::unit::unit_at(self, next).is_none())
    }

    fn words_between(&self, at: usize, next: usize) -> usize {
        (at..next).filter(|i| self.word(*i).is_some()).count()
    }

    /// Whether the lone word "one" from `at` up to `next` stands for a thing and not for a number.
    pub(super) fn is_pronoun_one(&self, at: usize, next: usize) -> bool {
        if next != at + 1 || self.word(at) != Some("one") {
            return false;
        }
        const BEFORE: &[&str] = &[
            "a", "another", "any", "bad", "best", "big", "each", "every", "everyone", "first", "good",
            "last", "left", "little", "lower", "main", "new", "next", "no", "old", "only", "other",
            "regular", "right", "same", "second", "small", "some", "that", "the", "these", "third", "this",
            "those", "upper", "which", "worse", "worst", "your",
        ];
        const AFTER: &[&str] = &[
            "of", "that", "thing", "i", "is", "was", "s", "who", "where", "more", "another", "side", "else",
            "or", "because", "you", "he", "she", "they", "we", "it",
        ];
        at > 0 && self.word(at - 1).is_some_and(|word| BEFORE.contains(&word))
            || self.word(next).is_some_and(|word| AFTER.contains(&word))
    }
}

/// ".7": a decimal without its zero.
fn is_bare_decimal(text: &str, at: usize) -> bool {
    let opens = text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || c == '(');
    opens && text[at..].strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// Length of the digits at the start of `text`, with separators: "1,200", "98.6".
fn number_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut len = digits(0);
    if len <= 3 {
        while bytes.get(len) == Some(&b',') && digits(len + 1) == 3 {
            len += 4;
        }
    }
    if bytes.get(len) == Some(&b'.') && digits(len + 1) > 0 {
        len += 1 + digits(len + 1);
    }
    len
}
