//! What the learnt weights look at in a candidate: its words and pairs of words, the question before it, who says it, where
//! in the consult, and what the rules make of it. Nothing here depends on capitals, on spacing or on names: a word counts
//! only if it has a weight. The program that learns the weights reads these looks from here (`examples/note_looks.rs`), so
//! that there is one account of them.

use clinical::drugs::drugs_in;
use clinical::{SectionCode, SoapPart};

use super::found::{ELSEWHERE, FINDING, is_plain_finding};
use super::lexicon::{BODY, CONDITION, PROCEDURE, REFERRAL, SYMPTOM, TEST, patterns};
use super::sentences::Sentence;
use super::speakers::By;
use super::vitals::vital_signs;
use super::words::bare;
use super::{Candidate, Consult};

patterns! {
    EXAMINES = r"\b(?:(?:flip|roll|turn|hop|lie|lay|sit|stand) (?:back|over|up|down|onto|on to|flat)|deep breaths?|(?:hurt|sore|tender)(?: at all)? when i|tell me if (?:this|it|that)(?:'s| is| hurts)|follow my (?:finger|light|pen)|(?:push|pull) (?:against|up|down|toward) |squeeze my|open (?:up )?wide|i'm (?:squeezing|pressing|pushing)|let me (?:feel|bend|move) |physical exam\w*|examin(?:e|ation)|let me (?:look|take a look|have a look|listen|check)|take a listen|(?:take|have) a (?:quick )?look at|calling out|on exam|vital signs|lungs (?:are|sound)|listen to your)\b";
    CONCLUDES = r"\b(?:my (?:assessment|plan|impression|recommendation)|assessment and (?:my )?plan|plan for you|for your (?:first|1st)|first problem|i(?:'d| would) like (?:you )?to|going to (?:order|prescribe|start|refer|put you)|prescribe|refer you|diagnosis|i(?:'d| would) (?:recommend|suggest|advise)|i (?:recommend|suggest|suspect)|what i think|sounds like|from what you(?:'ve| have) (?:told|said))\b";
    DICTATED = r"\b(?:he|she|his|her|patient|year[- ]old|presents?|presented|gentleman|lady|mr|mrs|ms)\b";
    /// Said only to somebody who is there.
    PRESENT = r"\b(?:(?:flip|roll|turn|hop|lie|lay|sit|stand) (?:back|over|up|down|onto|on to|flat)|deep breaths?|(?:hurt|sore|tender)(?: at all)? when i|tell me if (?:this|it|that)(?:'s| is| hurts)|follow my (?:finger|light|pen)|(?:push|pull) (?:against|up|down|toward) |squeeze my|open (?:up )?wide|i'm (?:squeezing|pressing|pushing)|let me (?:feel|bend|move) |physical exam\w*|take a (?:quick |little |good |closer )?(?:look|listen)|let me (?:examine|listen|look at)|examination (?:is|shows?|reveals?)|perform the exam\w*|(?:your|the) vitals|vital signs|when i (?:press|push)|my (?:quick )?exam|hop up)\b";
    INTENDS = r"\b(?:will|would like|recommend\w*|should|going to|want|need(?:s|ed)? to|can (?:try|take|use|do|start|also)|advise\w*|if|continue|avoid|make sure|plan|prescri\w+|refer|order\w*|discussed|schedule)\b";
    /// What is to come, or to be done, was not found.
    NO_FINDING = r"^(?:if|i can|i will|we will|we can|when|the patient (?:can|should|may|will))\b|\b(?:until|till|dose|drops|tablets?|cream|the er|driving|can cause|common|side effects?|weight loss|come (?:right )?back|call)\b";
    TIME = r"\b(?:days?|weeks?|months?|years?|ago|since|yesterday|morning|night)\b";
}

/// How far a consult has come at a sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    History,
    Examination,
    Conclusion,
}

impl Phase {
    fn name(self) -> &'static str {
        match self {
            Self::History => "history",
            Self::Examination => "examination",
            Self::Conclusion => "conclusion",
        }
    }
}

/// The looks of the candidates of one consult.
pub(super) struct Looks<'a> {
    sentences: &'a [Sentence],
    phases: Vec<Phase>,
    /// Whether the clinician examines the patient or says to do so.
    examined: bool,
}

/// Findings without a frame that show an examination nobody announced.
const EXAMINED_BY: usize = 2;

/// Whether the clinician tells a finding or a vital sign, once the story has been told for a while.
fn finds(sentence: &Sentence, place: usize, of: usize) -> bool {
    sentence.by == By::Clinician
        && !sentence.asks
        && place * 10 >= of * 3
        && (is_plain_finding(&sentence.text)
            || !vital_signs(&sentence.text).is_empty() && !ELSEWHERE.is_match(&sentence.text))
}

/// How far back a question may lie from its answer, in sentences.
const QUESTION_WITHIN: usize = 4;

impl<'a> Looks<'a> {
    pub(super) fn of(consult: &'a Consult) -> Self {
        let sentences = &consult.sentences;
        let mut phase = Phase::History;
        let phases = sentences
            .iter()
            .enumerate()
            .map(|(place, sentence)| {
                if sentence.by == By::Clinician {
                    if place * 10 >= sentences.len() * 3 && CONCLUDES.is_match(&sentence.text) {
                        phase = Phase::Conclusion;
                    } else if phase == Phase::History
                        && (EXAMINES.is_match(&sentence.text) || finds(sentence, place, sentences.len()))
                    {
                        phase = Phase::Examination;
                    }
                }
                phase
            })
            .collect();
        let says = |sentence: &&Sentence| sentence.by == By::Clinician && !sentence.asks;
        let finds = sentences.iter().enumerate().filter(|(place, one)| finds(one, *place, sentences.len()));
        let examined = finds.count() >= EXAMINED_BY
            || sentences.iter().filter(says).any(|sentence| PRESENT.is_match(&sentence.text));
        Self { sentences, phases, examined }
    }

    /// Whether the clinician examines the patient or says to do so.
    pub(super) fn examines(&self) -> bool {
        self.examined
    }

    /// Whether the patient still tells the story.
    pub(super) fn in_history(&self, place: usize) -> bool {
        self.phases.get(place) == Some(&Phase::History)
    }

    /// Whether the clinician has come to what it is and what will be done.
    pub(super) fn concludes(&self, place: usize) -> bool {
        self.phases.get(place) == Some(&Phase::Conclusion)
    }

    /// All that is looked at in a candidate; the same look may come more than once and counts once.
    pub(super) fn at(&self, candidate: &Candidate) -> Vec<String> {
        let mut looks = Vec::with_capacity(64);
        let words = words(&candidate.text);
        for word in &words {
            looks.push(format!("w {word}"));
        }
        for pair in words.windows(2) {
            looks.push(format!("b {} {}", pair[0], pair[1]));
        }
        if let Some(first) = words.first() {
            looks.push(format!("f {first}"));
        }
        looks.push(format!("length {}", length(words.len())));
        let text = candidate.text.as_str();
        for (name, count) in [
            ("symptom", SYMPTOM.find_iter(text).count()),
            ("condition", CONDITION.find_iter(text).count()),
            ("body", BODY.find_iter(text).count()),
            ("test", TEST.find_iter(text).count()),
            ("procedure", PROCEDURE.find_iter(text).count()),
            ("referral", REFERRAL.find_iter(text).count()),
            ("time", TIME.find_iter(text).count()),
        ] {
            match count {
                0 => {}
                1 => looks.push(format!("has {name}")),
                _ => looks.extend([format!("has {name}"), format!("has {name} again")]),
            }
        }
        if !drugs_in(text).is_empty() {
            looks.push("has drug".into());
        }
        let rule = if candidate.open { "open" } else { candidate.section.as_str() };
        looks.push(format!("rule {rule}"));
        let Some(sentence) = self.sentences.get(candidate.place) else { return looks };
        let by = if sentence.by == By::Clinician { "clinician" } else { "patient" };
        let phase = self.phases[candidate.place].name();
        looks.push(format!("by {by}"));
        looks.push(format!("by {by} {phase}"));
        looks.push(format!("rule {rule} {by} {phase}"));
        looks.push(format!("tenth {}", candidate.place * 10 / self.sentences.len()));
        let spoken = self::words(&sentence.text);
        looks.extend(spoken.iter().take(3).map(|word| format!("s {word}")));
        looks.extend(spoken.windows(2).take(2).map(|pair| format!("s {} {}", pair[0], pair[1])));
        match self.question(candidate.place).filter(|_| sentence.by == By::Patient) {
            Some(question) => {
                looks.extend(self::words(&question.text).iter().map(|word| format!("q {word}")))
            }
            None => looks.push("q none".into()),
        }
        looks
    }

    /// Whether a section is one for what is said by this speaker at this time: patients find nothing and plan nothing, and
    /// what is no intention is no plan.
    pub(super) fn may_be(&self, candidate: &Candidate, section: SectionCode) -> bool {
        use SectionCode::{PlanEducation, Problems};
        let Some(sentence) = self.sentences.get(candidate.place) else { return false };
        let part = section.part();
        if sentence.by == By::Patient {
            return part == SoapPart::Subjective;
        }
        let text = candidate.text.as_str();
        if section == SectionCode::PhysicalExam
            && (!(FINDING.is_match(text) || BODY.is_match(text))
                || NO_FINDING.is_match(text)
                || !drugs_in(text).is_empty())
            || section == SectionCode::Results && !TEST.is_match(text)
        {
            return false;
        }
        if section == PlanEducation {
            return self.phases[candidate.place] != Phase::History && INTENDS.is_match(text);
        }
        // The story is the patient's; the clinician tells it only in dictating.
        let dictated = DICTATED.is_match(&sentence.text);
        match self.phases[candidate.place] {
            Phase::History => dictated || part == SoapPart::Objective,
            // What is said over the patient is a finding, or nothing.
            Phase::Examination if self.examined => dictated || part == SoapPart::Objective,
            _ => section == Problems || part == SoapPart::Objective || dictated,
        }
    }

    fn question(&self, place: usize) -> Option<&Sentence> {
        self.sentences[..place].iter().rev().take(QUESTION_WITHIN).find(|sentence| sentence.asks)
    }
}

fn length(words: usize) -> usize {
    match words {
        0..=3 => words,
        4..=5 => 4,
        6..=8 => 6,
        9..=12 => 9,
        13..=18 => 13,
        19..=25 => 19,
        _ => 26,
    }
}

/// Words in lower case without punctuation; numbers are alike.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(bare)
        .filter(|word| !word.is_empty())
        .map(|word| if word.starts_with(|c: char| c.is_ascii_digit()) { "#".into() } else { word })
        .collect()
}
