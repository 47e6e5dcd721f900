//! A text read once: its words, stems, concepts, quantities and drugs.

use clinical::drugs::drugs_in;
use clinical::quantity::number;

use crate::body;
use crate::carried;
use crate::concepts::{self, Mention};
use crate::cues::{denies, heads_warnings};
use crate::dates::{Date, dates};
use crate::earlier::{self, Change};
use crate::numbers::{Amount, amounts};
use crate::persons::Kin;
use crate::polarity::{Polarity, word_polarities};
use crate::sides::{self, Sided};
use crate::words::{Gap, Word, Words, is_framing, stem, words};

/// A statement or a segment, read.
pub(crate) struct Claim {
    pub(crate) words: Vec<Word>,
    pub(crate) mentions: Vec<Mention>,
    /// What it is about: stems of words that are no framing and in no concept, and concepts as "#name".
    pub(crate) content: Vec<String>,
    /// Stems of the words in its concepts.
    pub(crate) wording: Vec<String>,
    /// Concepts that are named by several words, with the stem of the last that tells something: "#hyperlipidemia" and
    /// "cholesterol", "#speech difficulty" and "speech".
    heads: Vec<(String, String)>,
    /// Each of `content` and `wording` with the word it begins at.
    places: Vec<(String, usize)>,
    pub(crate) amounts: Vec<Amount>,
    pub(crate) dates: Vec<Date>,
    /// Generic names, each once.
    pub(crate) drugs: Vec<&'static str>,
    /// Generic names with the word that each name begins at, in order.
    pub(crate) drugs_at: Vec<(usize, &'static str)>,
    /// What it says of each word, by the word's place.
    pub(crate) polarities: Vec<Polarity>,
    /// Whose story each word belongs to, by the word's place.
    pub(crate) persons: Vec<Option<Kin>>,
    /// The part of the body that each word names, by the word's place.
    pub(crate) parts: Vec<Option<String>>,
    /// Left and right, with what they are of.
    pub(crate) sided: Vec<Sided>,
    /// Whether it has no content of its own: "the patient understands and agrees", "questions were answered".
    pub(crate) only_frame: bool,
    /// Whether there are question marks in it.
    pub(crate) marks_questions: bool,
    /// How many words its heading has: 1 of "Neck: no swelling".
    pub(crate) heading: usize,
    /// Whether a question opens at each word, by the word's place.
    opens: Vec<bool>,
    /// Its text, without an item's number ("1. ") or bullet.
    pub(crate) text: String,
}

impl Claim {
    /// Reads a statement of a note.
    pub(crate) fn read(text: &str) -> Self {
        Self::of(without_bullet(text), false)
    }

    /// Reads what was said, where a number that comes first is an answer, and what stands before a colon is no heading: "your scan
    /// from last week: all normal".
    pub(crate) fn said(text: &str) -> Self {
        Self::of(text, true)
    }

    fn of(text: &str, is_talk: bool) -> Self {
        let mut words = words(text);
        sides::write_out(text, &mut words);
        let stems: Vec<String> = words.iter().map(|word| stem(&word.text)).collect();
        let mentions = concepts::mentions(&words, &stems);
        let named = |at: usize| mentions.iter().any(|mention| (mention.start..mention.end).contains(&at));
        let drugs_named = drugs_in(text);
        let drug_at = |at: usize| {
            let start = words[at].start;
            drugs_named.iter().find(|drug| (drug.start..drug.end).contains(&start))
        };
        let heads = mentions
            .iter()
            .filter(|mention| mention.end > mention.start + 1)
            .filter_map(|mention| {
                let telling = |stem: &&String| !concepts::is_common(stem) && !is_framing(stem);
                let head = stems[mention.start..mention.end].iter().rfind(telling)?;
                Some((format!("#{}", concepts::name(mention.concept)), head.clone()))
            })
            .collect();
        let mut wording = Vec::new();
        let mut places: Vec<(String, usize)> = mentions
            .iter()
            .map(|mention| (format!("#{}", concepts::name(mention.concept)), mention.start))
            .collect();
        let mut content: Vec<String> = places.iter().map(|(stem, _)| stem.clone()).collect();
        for (at, stem) in stems.iter().enumerate() {
            let word = &words[at].text;
            let drug = drug_at(at);
            // A number in words is an amount, and no more of the content than one in digits.
            let counted = word.strip_prefix('x').unwrap_or(word).starts_with(|c: char| c.is_ascii_digit())
                || number(word).is_some();
            if drug.is_none() && (is_framing(word) || counted) {
                continue;
            }
            // A drug's name as a word of its own would count the brand as missing where the generic was said.
            let short = || match word.as_str() {
                "b12" => "@cyanocobalamin".to_owned(),
                "prenatal" | "prenatals" => "@multivitamin".to_owned(),
                _ => stem.clone(),
            };
            let stem = drug.map_or_else(short, |drug| format!("@{}", drug.generic));
            places.push((stem.clone(), at));
            if drug.is_none() && named(at) { wording.push(stem) } else { content.push(stem) }
        }
        // "Respiratory: Denies cough": the heading is no part of what is said, where the rest says something.
        let topic = text.find(": ").filter(|topic| !is_talk || is_heading(&text[..*topic])).unwrap_or(0);
        let in_heading = |at: usize| words[at].start < topic;
        let says = |stem: &String| !concepts::is_common(stem);
        if topic > 0 && !is_talk && places.iter().any(|(stem, at)| !in_heading(*at) && says(stem)) {
            places.retain(|(_, at)| !in_heading(*at));
            content.retain(|stem| places.iter().any(|(own, _)| own == stem));
        }
        let only_frame = drugs_named.is_empty() && !content.iter().any(says);
        if content.is_empty() {
            // "The patient understands and agrees": the frame is all there is.
            places = stems
                .into_iter()
                .enumerate()
                .filter(|(at, _)| words[*at].text.len() > 4)
                .map(|(at, stem)| (stem, at))
                .collect();
            content = places.iter().map(|(stem, _)| stem.clone()).collect();
        }
        content.sort_unstable();
        content.dedup();
        let drugs_at: Vec<(usize, &str)> = drugs_named
            .iter()
            .map(|drug| {
                (words.partition_point(|word| word.start <= drug.start).saturating_sub(1), drug.generic)
            })
            .collect();
        let mut drugs: Vec<_> = drugs_named.iter().map(|drug| drug.generic).collect();
        drugs.sort_unstable();
        drugs.dedup();
        let mut polarities = word_polarities(&words);
        // "Nausea or vomiting: not today": before the colon is only what was asked about.
        let heading = words.partition_point(|word| word.start < topic);
        polarities[..heading].fill(Polarity::Open);
        if heads_warnings(&words[..heading]) {
            polarities.fill(Polarity::Open);
        }
        for mention in mentions.iter().filter(|mention| mention.finding()) {
            // "Not sleeping": a denial within a finding's name denies something else.
            let own = |word: &Word| denies(&word.text);
            let named = words[mention.start..mention.end].iter().any(own)
                && !mention.start.checked_sub(1).is_some_and(|before| own(&words[before]));
            if named || is_had(&words, mention.start) {
                polarities[mention.start..mention.end].fill(Polarity::Affirmed);
            }
        }
        deny_heading(text, &words, topic, &mut polarities);
        if !is_talk {
            carried::deny(text, &words, heading, &mut polarities);
        }
        let amounts = amounts(text, &words);
        for amount in &amounts {
            if let Some(change) = change_of_weight(&words, amount) {
                places.push((change.to_owned(), amount.at));
                content.push(change.to_owned());
            }
        }
        content.sort_unstable();
        content.dedup();
        let mut claim = Self {
            amounts,
            dates: dates(text, &words),
            persons: carried::persons(text, &words, is_talk),
            parts: body::parts(&words),
            polarities,
            words,
            mentions,
            content,
            wording,
            heads,
            places,
            drugs,
            drugs_at,
            only_frame,
            marks_questions: text.contains('?'),
            heading,
            opens: Vec::new(),
            sided: Vec::new(),
            text: text.to_owned(),
        };
        claim.opens = (0..claim.words.len()).map(|at| claim.opens_question(at)).collect();
        claim.sided = sides::sided(&claim);
        claim
    }

    /// "No breaks in the skin", "no swelling over the ankle": of the part of the body nothing is denied.
    pub(crate) fn leave_parts_undenied(&mut self) {
        const WHERE: &[&str] = &["in", "on", "at", "over", "around", "along", "near"];
        for at in 0..self.words.len() {
            let placed = (at.saturating_sub(3)..at).rev().take_while(|i| self.words[i + 1].gap == Gap::Space);
            let is_place = placed.into_iter().any(|i| WHERE.contains(&self.words[i].text.as_str()));
            let named = self
                .mentions
                .iter()
                .any(|mention| mention.finding() && (mention.start..mention.end).contains(&at));
            if self.parts[at].is_some() && self.polarities[at] == Polarity::Negated && is_place && !named {
                self.polarities[at] = Polarity::Open;
            }
        }
    }

    /// The first word that names a concept, be it in the heading.
    pub(crate) fn names(&self, concept: &str) -> Option<usize> {
        let mut mentions = self.mentions.iter();
        mentions.find(|mention| concepts::name(mention.concept) == concept).map(|mention| mention.start)
    }

    /// "No pain with rotation": whether the word at `at` is what a finding that is denied goes with. Of the rotation nothing is
    /// denied.
    pub(crate) fn goes_with_denied(&self, at: usize) -> bool {
        let clause = |i: &usize| {
            self.words[*i].gap == Gap::Space && !matches!(self.words[*i].text.as_str(), "or" | "and" | "nor")
        };
        let with = (0..=at).rev().take_while(clause).find(|i| self.words[*i].text == "with");
        let lacks =
            |word: &Word| matches!(word.text.as_str(), "no" | "without" | "nil" | "denies" | "denied");
        let denied = |end: usize| {
            let mut findings = self.mentions.iter().filter(|mention| mention.finding() && mention.end == end);
            findings.any(|mention| self.polarities[mention.start] == Polarity::Negated)
        };
        with.is_some_and(|with| self.words[..with].iter().any(lacks) && denied(with))
    }

    /// The last telling word of a concept's name in this text, where it has several.
    pub(crate) fn head_of(&self, concept: &str) -> Option<&str> {
        self.heads.iter().find(|(name, _)| name == concept).map(|(_, head)| head.as_str())
    }

    /// Each stem and concept with the word that it begins at.
    pub(crate) fn placed(&self) -> impl Iterator<Item = (&str, usize)> {
        self.places.iter().map(|(stem, at)| (stem.as_str(), *at))
    }

    /// The words that a stem or concept of the content begins at.
    pub(crate) fn places_of<'a>(&'a self, stem: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.places.iter().filter(move |(own, _)| own == stem).map(|(_, at)| *at)
    }

    /// Whether the word at `at` stands in a question. Where no question mark is written, as recognisers often leave it
    /// out, the words that open a question tell.
    pub(crate) fn is_asked(&self, at: usize) -> bool {
        if self.marks_questions {
            let end = (at + 1..self.words.len()).find(|i| self.words[*i].gap >= Gap::Stop);
            let asked = match end {
                Some(next) => self.words[next].gap == Gap::Question,
                None => self.text.trim_end().ends_with('?'),
            };
            return asked && !self.is_tag(end.unwrap_or(self.words.len()), at);
        }
        let clause = (0..=at).rev().take_while(|i| *i == at || self.words[i + 1].gap < Gap::Stop);
        let goes_on = |i: &usize| *i == at || !ends_question(&self.words[i + 1].text);
        clause.take(QUESTION_REACH).take_while(goes_on).any(|i| self.opens[i])
    }

    /// Whether the question that ends before the word `end` only asks for agreement with what was said: "your heart is
    /// fine, okay?"
    fn is_tag(&self, end: usize, at: usize) -> bool {
        let last = self.words.text_before(end, 1);
        matches!(last, "okay" | "ok" | "right" | "alright" | "yeah")
            && at + 1 < end
            && !self.opens[at.saturating_sub(QUESTION_REACH)..=at].contains(&true)
    }

    /// Whether a question takes for granted what the word at `at` names: "the headache", "when you cough".
    pub(crate) fn is_understood(&self, at: usize) -> bool {
        let placed = |word: &str| {
            matches!(word, "in" | "to" | "of" | "on" | "with" | "at" | "around" | "down" | "for")
        };
        let definite = |i: usize| {
            matches!(self.words.text(i), "the" | "your" | "these" | "those" | "my" | "this")
                && !(i > 0 && placed(self.words.text(i - 1)))
        };
        if is_had(&self.words, at) {
            return true;
        }
        // "The knee pain"; but "are your legs swelling" asks what the legs do.
        let asks_of = |i: usize| i > 0 && VERBS.contains(&self.words.text(i - 1));
        // "Does the knee lock?": what it does is asked.
        let name = self.mentions.iter().find(|mention| mention.start == at && mention.end > at + 1);
        let does = name.is_some_and(|name| {
            self.parts[at].is_some()
                && matches!(self.words.text_before(at, 2), "do" | "does" | "did")
                && self.words.get(name.end).is_none_or(|next| next.gap >= Gap::Stop)
        });
        if does {
            return false;
        }
        if at > 0 && definite(at - 1) || at > 1 && definite(at - 2) && !asks_of(at - 2) {
            return true;
        }
        let from = at.saturating_sub(8);
        if self.words[from..at]
            .iter()
            .any(|word| matches!(word.text.as_str(), "any" | "ever" | "issues" | "problems"))
        {
            return false;
        }
        let mut clause = (from..at).rev().take_while(|i| self.words[i + 1].gap < Gap::Stop);
        clause.any(|i| {
            // "When I push here does that hurt?": what is pushed is understood, not the hurt.
            let asks_on = self.words.text(i) == "when" && self.opens[(i + 2).min(at)..at].contains(&true);
            matches!(self.words.text(i), "when" | "where" | "why" | "which") && !asks_on
                || self.words.text(i) == "how"
                    && matches!(
                        self.words.text(i + 1),
                        "long" | "bad" | "often" | "is" | "severe" | "are" | "did"
                    )
                || self.words.text(i) == "what" && self.words.text(i + 1) != "about"
        })
    }

    /// Whether any of it is a question.
    pub(crate) fn asks(&self) -> bool {
        self.marks_questions || self.opens.contains(&true)
    }

    fn opens_question(&self, at: usize) -> bool {
        const PAIRS: &[(&str, &str)] = &[
            ("have", "you"),
            ("do", "you"),
            ("did", "you"),
            ("are", "you"),
            ("are", "your"),
            ("how", "about"),
            ("what", "about"),
            ("is", "there"),
            ("was", "there"),
            ("is", "it"),
            ("does", "it"),
            ("does", "that"),
            ("have", "there"),
            ("were", "you"),
            ("has", "it"),
            ("had", "you"),
            ("can", "you"),
            ("could", "you"),
            ("would", "you"),
            ("has", "there"),
            ("does", "anyone"),
            ("does", "anybody"),
            ("has", "anyone"),
            ("anyone", "in"),
        ];
        const SUBJECTS: &[&str] = &["he", "she", "they", "anyone", "anybody"];
        if self.words.text(at) == "any" {
            let before = &self.words[at.saturating_sub(7)..at];
            let supposed =
                |word: &str| denies(word) || matches!(word, "if" | "than" | "whether" | "of" | "without");
            return !before.iter().any(|word| supposed(&word.text));
        }
        // "Okay, has the ibuprofen helped?": a verb before its subject, at the beginning.
        const LEADS: &[&str] =
            &["okay", "ok", "alright", "and", "so", "um", "uh", "now", "well", "but", "right", "then"];
        if (VERBS.contains(&self.words.text(at)) || self.words.text(at) == "ever")
            && !denies(self.words.text(at + 1))
        {
            let lead = (0..at).rev().take_while(|i| LEADS.contains(&self.words.text(*i))).count();
            if lead == at || lead > 0 && matches!(self.words.text(at - 1), "okay" | "alright") {
                return true;
            }
        }
        let told = at > 0
            && matches!(self.words.text(at - 1), "i" | "not" | "n't" | "if" | "than" | "what" | "that");
        // "Did he fall?", of a child; but "so is she", "neither does he".
        let of_another = VERBS.contains(&self.words.text(at))
            && SUBJECTS.contains(&self.words.text(at + 1))
            && self.words.get(at + 2).is_some_and(|next| next.gap == Gap::Space)
            && !(at > 0
                && matches!(self.words.text(at - 1), "so" | "nor" | "neither" | "than" | "as" | "when"));
        !told && (of_another || PAIRS.contains(&(self.words.text(at), self.words.text(at + 1))))
    }
}

/// Whether what stands before a colon in a talk, as where lines of it are typed, is a heading: a word or two.
fn is_heading(text: &str) -> bool {
    text.split_whitespace().count() <= HEADING && !text.contains(['.', ',', '?', '!'])
}

/// How many words such a heading has at most.
const HEADING: usize = 3;

/// "Down six pounds", "I've put on a stone": the concept that it is.
fn change_of_weight(words: &[Word], amount: &Amount) -> Option<&'static str> {
    use clinical::quantity::Unit::{Kg, Lb, Stone};
    if !matches!(amount.unit, Some(Kg | Lb | Stone)) {
        return None;
    }
    // "Put on a stone"
    let put_on = || amount.at > 0 && words[amount.at - 1].text == "on";
    match earlier::change(words, amount) {
        Some(Change::Down) => Some("#weight loss"),
        Some(Change::Up) => Some("#weight gain"),
        None => put_on().then_some("#weight gain"),
    }
}

/// "Allergies - nil.", "Family history: none": the heading is all that is denied.
fn deny_heading(text: &str, words: &[Word], topic: usize, polarities: &mut [Polarity]) {
    let Some((last, before)) = words.split_last() else { return };
    let sign = before.last().and_then(|word| text.get(word.start + word.text.len()..last.start));
    let denied = matches!(last.text.as_str(), "no" | "none" | "nil")
        && sign.is_some_and(|sign| sign.contains([':', '-', '–']))
        && (topic == 0 || before.iter().all(|word| word.start < topic))
        && before.len() <= 5;
    if denied {
        polarities[..before.len()].fill(Polarity::Negated);
    }
}

/// Verbs that stand before their subject in a question.
const VERBS: &[&str] =
    &["has", "have", "is", "are", "do", "does", "did", "was", "were", "can", "could", "would", "will"];

/// Whether what is named at `at` is somebody's, whatever is said or asked of it: "no medication for my asthma".
fn is_had(words: &[Word], at: usize) -> bool {
    let before = |back: usize| words.text_before(at, back);
    matches!(before(1), "my" | "your" | "his" | "her")
        && matches!(before(2), "for" | "with" | "of" | "about" | "from" | "regarding")
}

/// Words before which a question has ended, where nothing is written at its end.
fn ends_question(word: &str) -> bool {
    matches!(word, "okay" | "alright" | "now" | "but" | "because" | "well" | "so")
}

/// How many words a question goes on for, where nothing is written at its end.
const QUESTION_REACH: usize = 16;

fn without_bullet(text: &str) -> &str {
    let text = text.trim().trim_start_matches(['•', '-', '*', '–']).trim_start();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    match text[digits..].strip_prefix(['.', ')']) {
        Some(rest) if digits > 0 && rest.starts_with(char::is_whitespace) => rest.trim_start(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_items_number_is_no_quantity_of_the_statement() {
        assert!(Claim::read("1. Hypertension.").amounts.is_empty());
        assert_eq!(Claim::read("• 2 tablets").amounts.len(), 1);
    }

    #[test]
    fn brands_and_generics_have_the_same_content() {
        assert_eq!(Claim::read("Takes Lasix.").content, Claim::read("on furosemide").content);
    }
}
