//! A transcript read once, to check many statements against it.

use std::collections::HashMap;

use clinical::{
    Check, Reason, ReasonCode, SectionCode, Segment, SegmentId, Span, Speaker, Transcript, Verdict,
};
use jiff::civil::Date;

use crate::claim::Claim;
use crate::numbers::Amount;
use crate::omissions::{self, Omission};
use crate::persons::{Kin, is_experiencer, named_at};
use crate::polarity::Polarity;
use crate::questions::{asked, told_of};
use crate::words::{Gap, Word};
use crate::{
    corrected, dates, declared, evidence, guessed, negation, overlap, recounted, rules, sides, signs, stories,
};

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
    /// Where something was spoken and something typed or dictated beside it, each alone.
    pub(crate) parted: Option<Box<Parted>>,
}

/// A transcript by how it came about.
pub(crate) struct Parted {
    /// What was spoken.
    pub(crate) talk: Heard,
    /// What was typed or dictated.
    pub(crate) written: Heard,
    /// Of what was spoken, what the clinician declared.
    pub(crate) declared: Heard,
}

/// A word of the talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) segment: usize,
    /// The word's place in its segment.
    pub(crate) at: usize,
}

/// How a segment came into the transcript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Means {
    /// Spoken in the consult.
    Spoken,
    /// Typed beside it.
    Typed,
    /// Dictated.
    Dictated,
}

impl Means {
    fn of(segment: &Segment) -> Self {
        match (segment.typed, segment.author) {
            (true, _) => Self::Typed,
            (false, Some(_)) => Self::Dictated,
            (false, None) => Self::Spoken,
        }
    }
}

/// A segment, read.
pub(crate) struct Said {
    pub(crate) claim: Claim,
    pub(crate) speaker: Speaker,
    /// How it came into the transcript.
    pub(crate) means: Means,
    /// Whether it is not in English: nothing can be checked against it.
    untranslated: bool,
    /// When it was said, where that is known.
    pub(crate) span: Option<Span>,
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
        let all = transcript.segments();
        let (spoken, written): (Vec<&Segment>, Vec<&Segment>) =
            all.iter().partition(|one| Means::of(one) == Means::Spoken);
        let is_mixed = !spoken.is_empty() && !written.is_empty();
        let parts = || {
            let declared: Vec<Segment> = spoken.iter().filter_map(|said| declared::declared(said)).collect();
            Box::new(Parted {
                talk: Self::read(spoken),
                written: Self::read(written),
                declared: Self::read(&declared),
            })
        };
        Self { parted: is_mixed.then(parts), ..Self::read(all) }
    }

    fn read<'a>(transcript: impl IntoIterator<Item = &'a Segment>) -> Self {
        let mut end = 0;
        let mut segments: Vec<Said> = Vec::new();
        for segment in transcript {
            let mut claim = Claim::said(if segment.untranslated { "" } else { &segment.text });
            corrected::take_back(&mut claim);
            claim.leave_parts_undenied();
            let polarities = claim.polarities.clone();
            let positions = positions(&claim.words, end);
            end = positions.last().copied().unwrap_or(end) + SEGMENT;
            let means = Means::of(segment);
            let asked = asked(&claim, &segment.speaker, means);
            segments.push(Said {
                asked,
                asks: claim.asks(),
                claim,
                speaker: segment.speaker.clone(),
                means,
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
                    .filter_map(move |(at, word)| {
                        let old_man = || named_at(&said.claim.words, at);
                        Some((Place { segment, at }, Kin::of(&word.text).or_else(old_man)?))
                    })
                    .filter(|(place, kin)| *kin != Kin::Family || is_experiencer(&said.claim.words, place.at))
            })
            .collect();
        let mut heard =
            Self { segments, index, occurrences, latest_year, kin, age: None, day: None, parted: None };
        for (place, kin) in stories::stories(&heard) {
            heard.segments[place.segment].claim.persons[place.at] = Some(kin);
        }
        heard.own_what_one_would_do_to_oneself();
        heard.ask_what_is_denied();
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
        self.parted = self.parted.map(|parted| {
            let Parted { talk, written, declared } = *parted;
            Box::new(Parted { talk: talk.on(day), written: written.on(day), declared: declared.on(day) })
        });
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
            let replaced = self.replaced(at);
            if let Some(answer) = self.answer_to(at).filter(|answer| !replaced.is_empty() && *answer > at) {
                let (before, after) = self.segments.split_at_mut(answer);
                corrected::put_in_place(&mut before[at].claim, &replaced, &mut after[0].claim);
            }
        }
    }

    /// "I think she'd be better off if I wasn't here": such thoughts are of who says "I".
    fn own_what_one_would_do_to_oneself(&mut self) {
        for place in self.index.get("#suicidal ideation").cloned().unwrap_or_default() {
            let claim = &mut self.segments[place.segment].claim;
            let begins = (0..=place.at).rev().find(|at| claim.words[*at].gap >= Gap::Stop).unwrap_or(0);
            let own = |word: &Word| matches!(word.text.as_str(), "i" | "i'd" | "i've" | "i'm");
            if claim.words[begins..=place.at].iter().any(own) {
                claim.persons[place.at] = None;
            }
        }
    }

    /// What a clinician recounts to a patient who then denies it is as good as asked.
    fn ask_what_is_denied(&mut self) {
        for at in 1..self.segments.len() {
            let (before, after) = self.segments.split_at_mut(at);
            let told = &mut before[at - 1];
            if let Some(recounted) = recounted::denied(told, &after[0]) {
                told.asks = true;
                told.asked[recounted].fill(true);
            }
        }
    }

    /// Checks a statement against the segments it cites, and against the rest of what was said.
    pub fn check(&self, text: &str, evidence: &[SegmentId]) -> Check {
        if evidence.iter().any(|id| self.get(*id).is_some_and(|said| said.untranslated)) {
            let message = "It rests on a passage of which there is no English: its translation failed, or it was corrected after it was translated.".into();
            let reason = Reason { code: ReasonCode::NotSaid, message };
            return Check { verdict: Verdict::Unsupported, reasons: vec![reason] };
        }
        rules::check(self, &Claim::read(text), evidence)
    }

    /// Adds to a check, where a section gives diagnoses, that this one only the patient guessed.
    pub(crate) fn add_guess(&self, check: &mut Check, section: SectionCode, text: &str) {
        let is_diagnosis = matches!(section, SectionCode::PrimaryDiagnosis | SectionCode::Problems);
        let claim = Claim::read(text);
        if let Some(word) = guessed::only_guessed(self, &claim).filter(|_| is_diagnosis) {
            let message =
                format!("Only the patient named \"{word}\" here, as a guess, and no clinician took it up.");
            check.reasons.push(Reason { code: ReasonCode::NotSaid, message: message.into() });
            if check.verdict == Verdict::Supported {
                check.verdict = Verdict::Unsupported;
            }
        }
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
}

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
