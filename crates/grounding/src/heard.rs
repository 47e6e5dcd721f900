//! A transcript read once, to check many statements against it.

use std::collections::{HashMap, HashSet};

use clinical::{Check, Reason, ReasonCode, SegmentId, Span, Speaker, Transcript, Verdict};
use jiff::civil::Date;

use crate::answers::{answer_of, is_over};
use crate::claim::Claim;
use crate::concepts::{self, ConceptId};
use crate::numbers::Amount;
use crate::omissions::{self, Omission};
use crate::persons::{Kin, is_experiencer};
use crate::polarity::Polarity;
use crate::words::{Gap, Word};
use crate::{corrected, dates, evidence, negation, overlap, persons, rules, sides, signs};

/// A transcript prepared for checking. Reading it costs most of the time of a check, so it is worth keeping while a note
/// is checked or edited. It holds spoken text, so it has no `Debug`.
pub struct Heard {
    pub(crate) segments: Vec<Said>,
    /// Where each stem or concept occurs, in order.
    index: HashMap<String, Vec<Place>>,
    /// In how many segments each stem or concept occurs.
    occurrences: HashMap<String, usize>,
    latest_year: Option<u32>,
    /// Where relatives are named.
    kin: Vec<(Place, Kin)>,
    /// The patient's age in whole years, where the record has it.
    pub(crate) age: Option<u16>,
    /// The day of the consult, where it is known.
    pub(crate) day: Option<Date>,
}

/// A word of the talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) segment: usize,
    /// The word's place in its segment.
    pub(crate) at: usize,
}

/// A segment, read.
pub(crate) struct Said {
    pub(crate) claim: Claim,
    pub(crate) speaker: Speaker,
    /// Whether it is not in English: nothing can be checked against it.
    untranslated: bool,
    /// When it was said, where that is known.
    span: Option<Span>,
    pub(crate) asks: bool,
    /// How far each of its words is from the beginning of the talk: words, and more where a clause ends.
    positions: Vec<usize>,
    /// What is said of each of its words, with the answer where it asks.
    polarities: Vec<Polarity>,
    /// Whether each word is asked about: in a question, or thrown in ("chest pain") by the clinician.
    asked: Vec<bool>,
}

impl Said {
    pub(crate) fn asked(&self, at: usize) -> bool {
        self.asked[at]
    }
}

fn asked(claim: &Claim, speaker: &Speaker) -> Vec<bool> {
    let thrown_in = *speaker == Speaker::Clinician
        && claim.words.len() <= 4
        && claim.polarities.iter().all(|polarity| *polarity == Polarity::Affirmed);
    (0..claim.words.len()).map(|at| thrown_in || claim.is_asked(at)).collect()
}

/// What patients call a drug, where its name says no more.
const PARAPHRASED: &[(&str, &[&str])] = &[
    ("cyanocobalamin", &["b12", "b-12"]),
    ("nicotine patch", &["nicotine", "patch", "patches", "gum", "lozenge", "lozenges"]),
    ("multivitamin", &["prenatal", "prenatals", "vitamins"]),
    ("albuterol", &["inhaler", "inhalers", "puffer"]),
    ("nitroglycerin", &["nitro"]),
    ("epinephrine", &["epipen", "epipens", "epi", "pen"]),
];

/// In years; whoever is older speaks for themselves, and of their own children.
const OF_AGE: u16 = 18;

/// How much larger the share is of a statement of which a passage has clearly more.
const CLEARLY: f64 = 0.3;

/// Words further apart than this have nothing to do with each other.
const FAR: usize = 25;

impl Heard {
    /// Reads a transcript.
    pub fn of(transcript: &Transcript) -> Self {
        let mut end = 0;
        let mut segments: Vec<Said> = Vec::new();
        for segment in transcript.segments() {
            let mut claim = Claim::said(if segment.untranslated { "" } else { &segment.text });
            corrected::take_back(&mut claim);
            claim.leave_parts_undenied();
            let polarities = claim.polarities.clone();
            let positions = positions(&claim.words, end);
            end = positions.last().copied().unwrap_or(end) + SEGMENT;
            let asked = asked(&claim, &segment.speaker);
            segments.push(Said {
                asked,
                asks: claim.asks(),
                claim,
                speaker: segment.speaker.clone(),
                untranslated: segment.untranslated,
                span: segment.span,
                positions,
                polarities,
            });
        }
        let mut index: HashMap<String, Vec<Place>> = HashMap::new();
        let mut occurrences = HashMap::new();
        for (at, said) in segments.iter().enumerate() {
            for stem in said.claim.content.iter().chain(&said.claim.wording) {
                *occurrences.entry(stem.clone()).or_default() += 1;
            }
            for (stem, word) in said.claim.placed() {
                index.entry(stem.to_owned()).or_default().push(Place { segment: at, at: word });
            }
        }
        let latest_year = segments.iter().filter_map(|said| dates::latest_year(&said.claim)).max();
        let kin = segments
            .iter()
            .enumerate()
            .flat_map(|(segment, said)| {
                let words = said.claim.words.iter().enumerate();
                words
                    .filter_map(move |(at, word)| Some((Place { segment, at }, Kin::of(&word.text)?)))
                    .filter(|(place, kin)| *kin != Kin::Family || is_experiencer(&said.claim.words, place.at))
            })
            .collect();
        let mut heard = Self { segments, index, occurrences, latest_year, kin, age: None, day: None };
        for (place, kin) in persons::stories(&heard) {
            heard.segments[place.segment].claim.persons[place.at] = Some(kin);
        }
        heard.answer_questions();
        heard.place_sides();
        heard
    }

    /// With the patient's age in whole years, where the record has it: nobody says it, and every note begins with it.
    pub fn of_age(mut self, age: Option<u16>) -> Self {
        self.age = age;
        self
    }

    /// With the day of the consult, where it is known: it tells the year of a date that was said without one.
    pub fn on(mut self, day: Option<Date>) -> Self {
        self.day = day;
        self
    }

    fn place_sides(&mut self) {
        for at in 1..self.segments.len() {
            if let Some(question) = self.question_of(at) {
                let (before, after) = self.segments.split_at_mut(at);
                sides::answer(&mut after[0].claim, &before[question].claim);
            }
        }
    }

    /// Gives what was asked about the polarity of its answer.
    fn answer_questions(&mut self) {
        for at in 0..self.segments.len() {
            let kin = self.answer_to(at).and_then(|answer| told_of(&self.segments[answer].claim));
            for (word, polarity, named) in self.answered(at) {
                self.segments[at].polarities[word] = polarity;
                // "No, that's my mother": the patient denies it.
                let person = &mut self.segments[at].claim.persons[word];
                *person = person.or(named).or(kin.filter(|_| polarity != Polarity::Negated));
            }
        }
    }

    /// The words of a segment that are asked about, with what the answer says of them, and of whom where it names them.
    fn answered(&self, at: usize) -> Vec<(usize, Polarity, Option<Kin>)> {
        let said = &self.segments[at];
        let asked: Vec<usize> = (0..said.claim.words.len()).filter(|word| said.asked(*word)).collect();
        if asked.is_empty() {
            return Vec::new();
        }
        let answer = self.answer_to(at).map(|answer| &self.segments[answer].claim);
        let mut stems_at: HashMap<usize, Vec<&str>> = HashMap::new();
        for (stem, at) in said.claim.placed() {
            stems_at.entry(at).or_default().push(stem);
        }
        let finding = |word: usize| {
            said.claim.mentions.iter().any(|mention| mention.start == word && mention.finding())
        };
        let over = answer.is_some_and(|answer| is_over(&answer.words));
        let told_after = answer.and_then(|answer| answer_of(&answer.words));
        let hurts = answer.is_some_and(|answer| {
            answer.places_of("#pain").any(|at| answer.polarities[at] == Polarity::Affirmed)
        });
        let asks_of_pain = |word: usize| {
            let mut mentions = said.claim.mentions.iter();
            mentions
                .any(|mention| mention.start == word && concepts::name(mention.concept).ends_with(" pain"))
        };
        // "Any aura, the zigzags?"
        let named_twice = |word: usize| {
            let of = |at: usize| said.claim.mentions.iter().find(|mention| mention.start == at);
            let concept = of(word).map(|mention| mention.concept);
            asked.iter().any(|at| *at != word && of(*at).map(|mention| mention.concept) == concept)
        };
        let findings: HashSet<ConceptId> = said
            .claim
            .mentions
            .iter()
            .filter(|mention| asked.contains(&mention.start) && mention.finding())
            .map(|mention| mention.concept)
            .collect();
        asked
            .iter()
            .map(|&word| {
                // "No vomiting, but constipation": what the answer names has its own polarity there.
                let (named, of) = answer
                    .and_then(|answer| {
                        // "No neck pain?" "No, the neck is fine": the part is not the pain.
                        let stems = stems_at.get(&word).into_iter().flatten().copied();
                        let stems = stems.filter(|stem| !finding(word) || stem.starts_with('#'));
                        let at = stems.flat_map(|stem| answer.places_of(stem)).next()?;
                        Some((answer.polarities[at], answer.persons[at]))
                    })
                    .unzip();
                let told = answered_at_once(&said.claim, word).or(told_after);
                let own = said.claim.polarities[word];
                let polarity = match (named, told, own) {
                    (Some(named), ..) if told.is_none() || finding(word) => named,
                    // "Any joint pain?" "My knees hurt a little."
                    (None, None, Polarity::Affirmed) if hurts && asks_of_pain(word) => Polarity::Affirmed,
                    (_, _, Polarity::Affirmed) if finding(word) && over => Polarity::Negated,
                    // "Where does the headache sit?": that there is one is understood, whatever the answer.
                    (_, _, Polarity::Affirmed)
                        if finding(word) && said.claim.is_understood(word) && !named_twice(word) =>
                    {
                        Polarity::Affirmed
                    }
                    // "Any problems with lidocaine?" "No": it was given.
                    (_, Some(Polarity::Negated), _)
                        if !finding(word) && is_problem_with(&said.claim.words, word) =>
                    {
                        Polarity::Open
                    }
                    (_, Some(Polarity::Negated), _) => Polarity::Negated,
                    // To "no fever?" a yes says that there is none.
                    (_, Some(Polarity::Affirmed), Polarity::Negated) => Polarity::Open,
                    (_, Some(Polarity::Affirmed), _) if findings.len() <= 1 => Polarity::Affirmed,
                    // A yes to a list does not say to which of it.
                    (_, Some(Polarity::Affirmed), _) => Polarity::Possible,
                    _ => Polarity::Open,
                };
                (word, polarity, of.flatten())
            })
            .collect()
    }

    /// Checks a statement against the segments it cites, and against the rest of what was said.
    pub fn check(&self, text: &str, evidence: &[SegmentId]) -> Check {
        if evidence.iter().any(|id| self.get(*id).is_some_and(|said| said.untranslated)) {
            let message = "It rests on a passage that was corrected after it was translated.".into();
            let reason = Reason { code: ReasonCode::NotSaid, message };
            return Check { verdict: Verdict::Unsupported, reasons: vec![reason] };
        }
        rules::check(self, &Claim::read(text), evidence)
    }

    /// The segments that a statement most likely rests on, in order of time; none where nothing resembles it.
    pub fn find_evidence(&self, text: &str) -> Vec<SegmentId> {
        evidence::find(self, &Claim::read(text))
    }

    /// Whether clearly more of a statement was said in some segments than in others.
    pub(crate) fn has_clearly_more(&self, text: &str, these: &[SegmentId], others: &[SegmentId]) -> bool {
        let claim = Claim::read(text);
        let covered = |ids: &[SegmentId]| {
            let segments: Vec<usize> = ids.iter().map(|id| id.0 as usize).collect();
            overlap::covered(self, &claim, &segments)
        };
        covered(these) > covered(others) + CLEARLY
    }

    /// What tells whether a statement turns a denial round, to fit its weights again.
    #[doc(hidden)]
    pub fn signs_of_denial(&self, text: &str) -> Vec<f64> {
        let claim = Claim::read(text);
        signs::of(self, &negation::units(self, &claim), &claim).to_vec()
    }

    /// What was said and must not be missing from a note, and that none of its statements has.
    pub fn omissions<'a>(&self, note: impl IntoIterator<Item = &'a str>) -> Vec<Omission> {
        let note: Vec<Claim> = note.into_iter().map(Claim::read).collect();
        omissions::omissions(self, &note)
    }

    /// How much a stem or concept says: more, the rarer it is here. What nobody said weighs as what was said seldom.
    pub(crate) fn weight(&self, stem: &str) -> f64 {
        let seen = self.occurrences.get(stem).copied().unwrap_or(2);
        (1.0 + self.segments.len() as f64 / seen as f64).ln()
    }

    /// The latest year that was spoken of, most likely that of the consult.
    pub(crate) fn latest_year(&self) -> Option<u32> {
        self.latest_year
    }

    /// Every amount that was said, in order, with its place and the segment that it stands in.
    pub(crate) fn amounts(&self) -> impl Iterator<Item = (Place, &Claim, &Amount)> {
        self.segments.iter().enumerate().flat_map(|(segment, said)| {
            let amounts = said.claim.amounts.iter();
            amounts.map(move |amount| (Place { segment, at: amount.at }, &said.claim, amount))
        })
    }

    /// Where a stem or concept was said, in order.
    pub(crate) fn places(&self, stem: &str) -> &[Place] {
        self.index.get(stem).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn polarity(&self, place: Place) -> Polarity {
        self.segments[place.segment].polarities[place.at]
    }

    /// Whose story a word belongs to; the answer to a question about the family does, too.
    pub(crate) fn person(&self, place: Place) -> Option<Kin> {
        self.segments[place.segment].claim.persons[place.at]
    }

    /// Whether a relative is named within so many words of a place.
    pub(crate) fn kin_near(&self, place: Place, kin: Kin, reach: usize) -> bool {
        self.kin.iter().any(|(other, own)| own.may_be(kin) && self.distance(place, *other) <= reach)
    }

    /// Whether a parent brings a child: "my daughter", "my son", said more than once.
    pub(crate) fn is_about_a_child(&self) -> bool {
        let child = |(place, kin): &&(Place, Kin)| {
            let words = &self.segments[place.segment].claim.words;
            *kin == Kin::Child && place.at > 0 && matches!(words[place.at - 1].text.as_str(), "my" | "your")
        };
        self.age.is_none_or(|age| age < OF_AGE) && self.kin.iter().filter(child).count() > 1
    }

    /// Whether a drug that nobody named was spoken of in words that patients have for it.
    pub(crate) fn paraphrases(&self, drug: &str) -> bool {
        PARAPHRASED.iter().filter(|(name, _)| *name == drug).any(|(_, words)| {
            let mut said = self.segments.iter().flat_map(|said| &said.claim.words);
            said.any(|word| words.contains(&word.text.as_str()))
        })
    }

    /// How many words lie between two.
    pub(crate) fn distance(&self, a: Place, b: Place) -> usize {
        let of = |place: Place| self.segments[place.segment].positions[place.at];
        of(a).abs_diff(of(b))
    }

    /// The weight of those `stems` that were said near a place: in full beside it, less further off.
    pub(crate) fn near<'a>(&self, place: Place, stems: impl IntoIterator<Item = &'a str>) -> f64 {
        let nearness = |stem: &str| match self.nearest(place, stem) {
            0..=8 => 1.0,
            9..=16 => 0.6,
            17..=FAR => 0.3,
            _ => 0.0,
        };
        stems.into_iter().map(|stem| self.weight(stem) * nearness(stem)).sum()
    }

    /// How many words lie between a place and the nearest of a stem or concept.
    pub(crate) fn nearest(&self, place: Place, stem: &str) -> usize {
        self.places(stem).iter().map(|other| self.distance(place, *other)).min().unwrap_or(usize::MAX)
    }

    pub(crate) fn get(&self, id: SegmentId) -> Option<&Said> {
        self.segments.get(id.0 as usize)
    }

    /// Whether the answer to the segment of a place begins with a no.
    pub(crate) fn answered_no(&self, place: Place) -> bool {
        let answer = self.answer_to(place.segment).map(|at| &self.segments[at].claim.words);
        self.segments[place.segment].asks
            && answer.and_then(|words| answer_of(words)) == Some(Polarity::Negated)
    }

    /// The segment that answers the question at `at`: the next of another speaker that is not far.
    pub(crate) fn answer_to(&self, at: usize) -> Option<usize> {
        let asker = &self.segments.get(at)?.speaker;
        if self.asks_on(at) {
            return None;
        }
        let answers = |i: &usize| &self.segments[*i].speaker != asker || *asker == Speaker::Unknown;
        let first = (at + 1..self.segments.len().min(at + 3)).find(answers)?;
        // "Any allergies?" "Good. So, you told me a lot of things.": the question was passed over.
        if (at + 1..first).any(|i| self.goes_on(i)) {
            return None;
        }
        if self.talks_over(first, at) {
            let mut later = (first + 1..self.segments.len().min(first + 3)).filter(answers);
            return Some(later.find(|i| !self.talks_over(*i, at)).unwrap_or(first));
        }
        Some(first)
    }

    /// Whether the same speaker goes on to another question, so that the answer is to that one: "Do you smoke?" "You drink any
    /// alcohol?" One that begins with an "or" belongs to the first.
    fn asks_on(&self, at: usize) -> bool {
        const SAME: &[&str] = &["or", "any", "and", "like", "um", "uh", "so", "no", "nothing", "is", "at"];
        self.segments.get(at + 1).is_some_and(|next| {
            let first = next.claim.words.first().map_or("", |word| word.text.as_str());
            next.speaker == self.segments[at].speaker
                && next.speaker == Speaker::Clinician
                && next.asks
                && self.segments[at].claim.text.trim_end().ends_with('?')
                && !SAME.contains(&first)
        })
    }

    /// Whether the speaker of a question goes on to another matter in the next segment, without asking.
    fn goes_on(&self, at: usize) -> bool {
        let said = &self.segments[at];
        said.speaker == Speaker::Clinician && !said.asks && said.claim.words.len() >= NEXT_MATTER
    }

    /// Whether a segment is a word thrown in while the other speaker was still asking: no answer to what came after it.
    fn talks_over(&self, at: usize, asking: usize) -> bool {
        let begins = self.segments[at].span.map(|span| span.start_ms + OVER_MS);
        let ends = self.segments[asking].span.map(|span| span.end_ms);
        self.segments[at].claim.words.len() <= THROWN_IN
            && begins.zip(ends).is_some_and(|(begins, ends)| begins < ends)
    }

    /// The question that the segment at `at` answers, if it comes right after one.
    pub(crate) fn question_of(&self, at: usize) -> Option<usize> {
        let before = (at.saturating_sub(2)..at).rev().find(|i| self.segments[*i].asks)?;
        (self.answer_to(before) == Some(at)).then_some(before)
    }
}

/// How long before a question's end a word was thrown in, and how many words it has at most.
const OVER_MS: u64 = 1500;
const THROWN_IN: usize = 3;
/// How many words there are in what a clinician says of another matter, at least.
const NEXT_MATTER: usize = 8;

/// How many words lie between two segments, for a question and its answer belong together.
const SEGMENT: usize = 4;
/// How many words the end of a sentence counts for, and a turn within one: what stands beyond is more likely about something
/// else.
const SENTENCE: usize = 8;
const TURN: usize = 3;

fn positions(words: &[Word], from: usize) -> Vec<usize> {
    let mut at = from;
    let mut position = |word: &Word| {
        let turns = matches!(
            word.text.as_str(),
            "but" | "however" | "otherwise" | "now" | "okay" | "alright" | "although"
        );
        at += 1 + if word.gap >= Gap::Stop {
            SENTENCE
        } else if turns {
            TURN
        } else {
            0
        };
        at
    };
    words.iter().map(&mut position).collect()
}

/// "That's my mother", "no , my brother has that": the relative that an answer gives in the patient's place.
fn told_of(answer: &Claim) -> Option<Kin> {
    let sentence = answer.words.iter().enumerate().take_while(|(at, word)| *at == 0 || word.gap < Gap::Stop);
    let words: Vec<&str> = sentence.map(|(_, word)| word.text.as_str()).take(KIN_WITHIN).collect();
    let own = |word: &&str| {
        matches!(*word, "i" | "i'm" | "i've" | "i'd" | "me" | "we" | "yes" | "yeah" | "both" | "too")
    };
    if words.iter().any(own) {
        return None;
    }
    (0..words.len()).find_map(|at| Kin::of(words[at]).filter(|_| answer.persons[at].is_some()))
}

/// Whether the word at `at` is what there may be problems with.
fn is_problem_with(words: &[Word], at: usize) -> bool {
    let text = |at: usize| words[at].text.as_str();
    let mut before = (at.saturating_sub(PROBLEM)..at).rev().take_while(|i| words[i + 1].gap < Gap::Stop);
    before.any(|i| {
        matches!(
            text(i),
            "problem" | "problems" | "issue" | "issues" | "trouble" | "effects" | "reaction" | "reactions"
        ) && matches!(text(i + 1), "with" | "from" | "to" | "taking" | "on")
    })
}

/// How far behind the problems stands what they are with.
const PROBLEM: usize = 7;

/// Within how many words an answer names whom it is of.
const KIN_WITHIN: usize = 6;

/// The answer that follows what is asked at a word in the same segment, where a recogniser has made one of two speakers.
fn answered_at_once(claim: &Claim, at: usize) -> Option<Polarity> {
    let punctuated = claim.marks_questions;
    let answer = (at + 1..claim.words.len().min(at + 12)).find(|i| {
        let word = &claim.words[*i];
        let fits = !punctuated || word.gap >= Gap::Stop;
        fits && matches!(word.text.as_str(), "no" | "nope" | "yes" | "yeah" | "yep")
    })?;
    // "No fever": the denial of something else.
    let denies_other = claim.mentions.iter().any(|mention| mention.start == answer + 1 && mention.finding());
    (!denies_other).then(|| answer_of(&claim.words[answer..])).flatten()
}
