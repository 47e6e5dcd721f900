//! What nobody said, in notes of real consults, which are beyond the language of the model: how much of it the checks catch.

use std::collections::{BTreeMap, HashSet};
use std::fs;

use clinical::{Note, Origin, Phi, SegmentId, Speaker, Statement, Transcript};
use dictum_tests::{project, shared_eval};
use drafting::Template;
use grounding::Heard;
use scribe::{Background, Engine, EngineChoice, Places};
use serde_json::Value;
use terminology::Formulary;

use super::{MODEL, alone, held_out, list, words};

/// Of the numbers, drugs and sides in a note that nobody said.
const CAUGHT: f64 = 0.98;

/// Turns of a real consult within one of its own language. It still writes fluently of that.
const REAL_TURNS: usize = 10;

/// Real consults, which are beyond its language.
fn real_consults() -> Option<Vec<Transcript>> {
    let eval = shared_eval()?;
    let sets = ["aci-bench/train.jsonl", "aci-bench/valid.jsonl", "primock57/dev.jsonl"];
    let lines: Vec<String> = sets.map(|set| fs::read_to_string(eval.join(set)).unwrap()).into();
    let read = |line: &str| {
        let consult: Value = serde_json::from_str(line).unwrap();
        let mut transcript = Transcript::default();
        for turn in list(&consult, "transcript") {
            let speaker = Speaker::from_label(turn["speaker"].as_str().unwrap_or_default());
            transcript.push(speaker, turn["text"].as_str().unwrap(), None);
        }
        transcript
    };
    Some(lines.iter().flat_map(|set| set.lines()).map(read).collect())
}

/// All that was said, as words, in the form in which it was said and in the written form, where numbers are digits.
fn said(transcript: &Transcript) -> HashSet<String> {
    let forms = |text: &str| [text.to_owned(), speech::written::written_form(text).text.as_str().to_owned()];
    let texts = transcript.segments().iter().flat_map(|segment| forms(segment.text.as_str()));
    texts.flat_map(|text| words(&text)).collect()
}

/// Numbers, drugs and sides of a statement that nobody said.
fn made_up(statement: &Statement, said: &HashSet<String>) -> Vec<(&'static str, String)> {
    let formulary = Formulary::starter();
    let is_said = |name: &str| words(name).iter().all(|word| said.contains(word));
    let kind = |word: &String| {
        if said.contains(word) {
            return None;
        }
        // Two values are one word, 118/76, of which one may have been said.
        let mut parts = word.split('/').filter(|part| !said.contains(*part));
        if parts.any(|part| part.parse::<f64>().is_ok()) {
            return Some("number");
        }
        if matches!(word.as_str(), "left" | "right") {
            return Some("side");
        }
        let name = formulary.get(word)?;
        let generic = name.generic.clone().unwrap_or_else(|| name.text.clone());
        let mut others = formulary.names().iter().filter(|other| other.generic.as_ref() == Some(&generic));
        let named = is_said(&generic) || others.any(|other| is_said(&other.text));
        (!named).then_some("drug")
    };
    words(&statement.text).into_iter().filter_map(|word| Some((kind(&word)?, word))).collect()
}

/// What nobody said in the notes that were checked.
#[derive(Default)]
struct Tally {
    statements: usize,
    caught: BTreeMap<&'static str, usize>,
    missed: Vec<(&'static str, String, Phi)>,
}

impl Tally {
    fn add(&mut self, mut note: Note, transcript: &Transcript) {
        grounding::check(&mut note, &Heard::of(transcript));
        let said = said(transcript);
        for statement in note.statements() {
            self.statements += 1;
            for (kind, word) in made_up(statement, &said) {
                if statement.needs_resolution() {
                    *self.caught.entry(kind).or_default() += 1;
                } else {
                    self.missed.push((kind, word, statement.text.clone()));
                }
            }
        }
    }

    /// Asserts that nearly all of it is caught, and that it is at least so much.
    fn assert_caught(&self, enough: usize, least: f64) {
        let Self { statements, caught, missed } = self;
        let right: usize = caught.values().sum();
        let all = right + missed.len();
        println!("{statements} statements; {right} of {all} that nobody said are caught: {caught:?}");
        assert!(all >= enough, "too few to say anything: {all}");
        assert!(right as f64 >= least * all as f64, "{right} of {all}; missed: {missed:#?}");
    }
}

/// The notes of its generator, held against talk that they were not made of.
#[test]
fn what_the_notes_of_its_generator_say_that_nobody_said_is_caught_in_real_consults() {
    let Some(consults) = real_consults() else { return };
    let template = Template::built_in("soap").unwrap();
    let notes = held_out();
    let mut tally = Tally::default();
    for (transcript, others) in consults.iter().zip(notes.iter().cycle()) {
        let mut note = template.empty_note();
        let turns = transcript.segments().len() as u64;
        for section in &mut note.sections {
            for statement in list(&others["note"], section.code.as_str()) {
                let cited = list(statement, "evidence").iter().filter_map(Value::as_u64);
                let evidence = cited.map(|turn| SegmentId((turn % turns) as u32)).collect();
                let text = statement["text"].as_str().unwrap();
                section.statements.push(Statement::new(text, evidence, Origin::Model));
            }
        }
        tally.add(note, transcript);
    }
    tally.assert_caught(400, CAUGHT);
}

/// Of a real consult alone it writes next to nothing. Here a stretch of each sixth one stands within a consult of its own language,
/// and what it writes of both is held against the real one.
#[test]
fn what_the_model_says_that_nobody_said_is_caught_in_real_consults() {
    let _turn = alone();
    let Some(consults) = real_consults() else { return };
    let home = tempfile::tempdir().unwrap();
    let mut places = Places::under(home.path());
    places.shipped_models.insert(0, project().join("models"));
    let engine = Engine::choose(&places, EngineChoice::Llm, Some(MODEL)).unwrap();
    let template = Template::built_in("soap").unwrap();
    let background = Background::default();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let notes = held_out();
    let mut tally = Tally::default();
    for (real, own) in consults.iter().zip(notes.iter().cycle()).step_by(6) {
        let (mixed, meant) = broken_into(own, real);
        let mut note = runtime.block_on(engine.draft(&template, &background, &mixed)).unwrap().note;
        for statement in note.statements_mut() {
            for cited in &mut statement.evidence {
                *cited = meant[cited.0 as usize];
            }
        }
        tally.add(note, real);
    }
    tally.assert_caught(40, CAUGHT);
}

/// A consult of the model's own language with turns from the middle of a real one in its middle, and for each turn the segment
/// of the real one that a citation of it is to mean.
fn broken_into(own: &Value, real: &Transcript) -> (Transcript, Vec<SegmentId>) {
    let (mut mixed, mut meant) = (Transcript::default(), Vec::new());
    let own = list(own, "transcript");
    let segments = real.segments();
    for (at, turn) in own.iter().enumerate() {
        if at == own.len() / 2 {
            for segment in segments.iter().skip(segments.len() / 2).take(REAL_TURNS) {
                mixed.push(segment.speaker.clone(), segment.text.clone(), None);
                meant.push(segment.id);
            }
        }
        let speaker = Speaker::from_label(turn["speaker"].as_str().unwrap());
        mixed.push(speaker, turn["text"].as_str().unwrap(), None);
        meant.push(segments[at % segments.len()].id);
    }
    (mixed, meant)
}
