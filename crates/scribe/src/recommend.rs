//! Which model this computer should run: by its memory and cores for those that are not here, and by measuring for those
//! that are. No speed is promised that was not measured.

use std::time::Instant;

use ::models::{InstalledModel, Task};
use capture::SAMPLE_RATE;
use worker::{ChatMessage, GenerateRequest, LlamaWorker, TextRequest, worker_program};

use crate::draft::llama_options;
use crate::listen::{Hearing, Listener, whisper_for};
use crate::{Error, Machine, Places, sample_audio};

/// Memory that the system and other programs want beside a model, in MB.
const FOR_EVERYTHING_ELSE_MB: u64 = 4_000;
/// Sound that is transcribed for a measurement.
const SAMPLE_SECONDS: usize = 20;
/// Tokens that are written for a measurement.
const SAMPLE_TOKENS: u32 = 48;

/// How fast a model is on this computer, measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Speed {
    /// Speech: seconds of work for a second of sound.
    SecondsPerSecond(f64),
    /// Drafting: tokens written in a second, reading a short prompt included.
    TokensPerSecond(f64),
}

impl Speed {
    /// Whether a clinician does not wait long: the transcript keeps up with the consult, a note takes a minute or two.
    pub fn is_enough(self) -> bool {
        match self {
            Self::SecondsPerSecond(seconds) => seconds <= 0.8,
            Self::TokensPerSecond(tokens) => tokens >= 5.0,
        }
    }

    fn in_words(self) -> String {
        match self {
            Self::SecondsPerSecond(seconds) => format!("it takes {seconds:.2} s for each second of sound"),
            Self::TokensPerSecond(tokens) => format!("it writes {tokens:.1} tokens a second"),
        }
    }
}

/// Whether a model suits a computer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It does.
    Suits,
    /// It would run, and be slow: fewer cores than are advised for it.
    Slow,
    /// There is too little memory.
    TooLarge,
}

/// A model that could be used.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// For commands.
    pub id: String,
    /// For people.
    pub name: String,
    /// Whether it is here.
    pub installed: bool,
    /// Whether it can be had by a click, being here or to be fetched.
    pub at_hand: bool,
    /// Whether it suits this computer, by memory and cores.
    pub fit: Fit,
    /// Memory that the computer should have for it, in MB.
    pub wants_mb: u64,
    /// How fast it is here, where it is installed.
    pub speed: Option<Speed>,
    /// Why an installed one could not be measured, as a sentence.
    pub problem: Option<String>,
}

/// What is advised for a task.
#[derive(Clone, Debug)]
pub struct Recommendation {
    /// For what.
    pub task: Task,
    /// This computer.
    pub machine: Machine,
    /// The catalogue's models for it, and the user's own.
    pub candidates: Vec<Candidate>,
    /// The id of the one that is advised.
    pub advised: Option<String>,
    /// Why, as a sentence or two.
    pub why: String,
}

/// Says which model this computer should run for `task`. Those that are installed are measured, which takes some seconds
/// each; `progress` is told which one it is about.
///
/// # Errors
/// [`Error::Models`] where the catalogue cannot be used.
pub async fn recommend(
    places: &Places,
    task: Task,
    mut progress: impl FnMut(&str),
) -> Result<Recommendation, Error> {
    let machine = Machine::here();
    let mut candidates = Vec::new();
    for line in places.library()?.list() {
        let entry = line.entry.filter(|entry| entry.task == task && !entry.test_only);
        let installed = line.installed.filter(|model| model.task == Some(task) && !model.test_only);
        let (id, name) = match (&entry, &installed) {
            (Some(entry), _) => (entry.id.clone(), entry.name.clone()),
            (None, Some(model)) => (model.id.clone(), model.name.clone()),
            (None, None) => continue,
        };
        let (memory_mb, cores) = entry.as_ref().map_or((0, 1), |entry| (entry.memory_mb, entry.cores));
        let mut candidate = Candidate {
            id,
            name,
            installed: installed.is_some(),
            at_hand: installed.is_some() || entry.is_some_and(|entry| entry.address.is_some()),
            fit: fit(&machine, memory_mb, cores),
            wants_mb: memory_mb + FOR_EVERYTHING_ELSE_MB,
            speed: None,
            problem: None,
        };
        if let Some(model) = installed {
            progress(&candidate.name);
            match measure(places, task, &model).await {
                Ok(speed) => candidate.speed = Some(speed),
                Err(error) => candidate.problem = Some(error.to_string()),
            }
        }
        candidates.push(candidate);
    }
    let (advised, why) = advise(task, &machine, &candidates);
    Ok(Recommendation { task, machine, candidates, advised, why })
}

fn fit(machine: &Machine, memory_mb: u64, cores: usize) -> Fit {
    if machine.memory_mb < memory_mb + FOR_EVERYTHING_ELSE_MB {
        Fit::TooLarge
    } else if machine.cores < cores {
        Fit::Slow
    } else {
        Fit::Suits
    }
}

/// The best that suits, which is the last in the catalogue's order; a measurement counts for more than a rule.
fn advise(task: Task, machine: &Machine, candidates: &[Candidate]) -> (Option<String>, String) {
    let suits = |candidate: &&Candidate| {
        candidate.at_hand
            && candidate.problem.is_none()
            && match candidate.speed {
                Some(speed) => speed.is_enough(),
                None => candidate.fit == Fit::Suits && !candidate.installed,
            }
    };
    let here = format!("This computer has {} MB of memory and {} cores", machine.memory_mb, machine.cores);
    let graphics = match &machine.graphics {
        Some(maker) => format!("; its graphics ({maker}) is not used by this version"),
        None => String::new(),
    };
    let Some(best) = candidates.iter().rev().find(suits) else {
        let instead = match task {
            Task::Speech => "Type or paste the transcript, or use a larger computer.",
            Task::Drafting => "Notes are drafted by rule, which needs no model.",
        };
        return (None, format!("{here}{graphics}: too little for the models of the catalogue. {instead}"));
    };
    let mut why = format!("{here}{graphics}. {} is the best model for it", best.name);
    why += &match best.speed {
        Some(speed) => format!(": measured here, {}.", speed.in_words()),
        None => ", by memory and cores. How fast it is can be measured once it is installed.".to_owned(),
    };
    let too_slow = candidates.iter().filter_map(|other| Some((other, other.speed?)));
    for (other, speed) in too_slow.filter(|(_, speed)| !speed.is_enough()) {
        why += &format!(" {} is too slow here: {}.", other.name, speed.in_words());
    }
    (Some(best.id.clone()), why)
}

async fn measure(places: &Places, task: Task, model: &InstalledModel) -> Result<Speed, Error> {
    match task {
        Task::Speech => measure_speech(places, model).await,
        Task::Drafting => measure_drafting(model).await,
    }
}

/// Transcribes the beginning of the sample consult as a recording would be; loading the model is not counted.
async fn measure_speech(places: &Places, model: &InstalledModel) -> Result<Speed, Error> {
    let mut sound: Vec<i16> = Vec::new();
    for block in capture::decode_file(&sample_audio(places)?)? {
        sound.extend_from_slice(&block?.mono());
        if sound.len() >= SAMPLE_SECONDS * SAMPLE_RATE as usize {
            break;
        }
    }
    sound.truncate(SAMPLE_SECONDS * SAMPLE_RATE as usize);
    let whisper = whisper_for(model);
    whisper.info().await?;
    let mut listener = Listener::new(model, whisper.clone(), 0, Hearing::default())?;
    let began = Instant::now();
    let heard = async {
        listener.hear(&sound).await?;
        listener.finish().await
    };
    let heard = heard.await;
    let took = began.elapsed().as_secs_f64();
    whisper.shut_down().await;
    heard?;
    Ok(Speed::SecondsPerSecond(took * f64::from(SAMPLE_RATE) / sound.len().max(1) as f64))
}

/// Lets it write some words; loading the model is not counted.
async fn measure_drafting(model: &InstalledModel) -> Result<Speed, Error> {
    let llama = LlamaWorker::new(worker_program("llama-worker"), model.path.clone(), llama_options());
    llama.info().await?;
    let content = "Write some sentences about the weather.".to_owned();
    let request = GenerateRequest {
        messages: vec![ChatMessage { role: "user".to_owned(), content }],
        texts: vec![TextRequest { ask: String::new(), grammar: None, max_tokens: SAMPLE_TOKENS }],
        temperature: 0.0,
        seed: 0,
    };
    let began = Instant::now();
    let written = async { llama.generate(request).await?.texts().await }.await;
    let took = began.elapsed().as_secs_f64();
    llama.shut_down().await;
    Ok(Speed::TokensPerSecond(
        f64::from(written?.texts.iter().map(|text| text.tokens).sum::<u32>()) / took.max(0.001),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn machine(memory_mb: u64, cores: usize) -> Machine {
        Machine { memory_mb, free_mb: memory_mb / 2, cores, graphics: None }
    }

    /// Three models, small, middle and large, none of them here.
    fn candidates(machine: &Machine) -> Vec<Candidate> {
        [("small", 500, 1), ("middle", 1000, 4), ("large", 8000, 8)]
            .map(|(id, memory_mb, cores)| Candidate {
                id: id.into(),
                name: id.into(),
                installed: false,
                at_hand: true,
                fit: fit(machine, memory_mb, cores),
                wants_mb: memory_mb + FOR_EVERYTHING_ELSE_MB,
                speed: None,
                problem: None,
            })
            .into()
    }

    fn advised(machine: &Machine, candidates: &[Candidate]) -> String {
        advise(Task::Speech, machine, candidates).0.unwrap_or_default()
    }

    #[test]
    fn the_best_that_memory_and_cores_allow_is_advised() {
        let best = |memory_mb, cores| {
            let machine = machine(memory_mb, cores);
            advised(&machine, &candidates(&machine))
        };
        assert_eq!(best(32_000, 16), "large");
        assert_eq!(best(8_000, 16), "middle");
        assert_eq!(best(32_000, 2), "small");
        assert_eq!(best(2_000, 2), "");
    }

    #[test]
    fn no_speed_is_named_that_was_not_measured() {
        let machine = machine(32_000, 16);
        let (_, why) = advise(Task::Speech, &machine, &candidates(&machine));
        assert!(why.contains("once it is installed") && !why.contains("each second"), "{why}");
    }

    #[test]
    fn a_measurement_counts_for_more_than_the_rule() {
        let machine = machine(32_000, 2);
        let mut all = candidates(&machine);
        all[1].installed = true;
        all[1].speed = Some(Speed::SecondsPerSecond(0.4));
        let (best, why) = advise(Task::Speech, &machine, &all);
        assert_eq!(best.as_deref(), Some("middle"));
        assert!(why.contains("it takes 0.40 s for each second of sound"), "{why}");
        all[1].speed = Some(Speed::SecondsPerSecond(1.7));
        let (best, why) = advise(Task::Speech, &machine, &all);
        assert_eq!(best.as_deref(), Some("small"));
        assert!(why.contains("middle is too slow here"), "{why}");
    }

    #[test]
    fn what_does_not_load_or_has_to_be_asked_for_is_not_advised() {
        let machine = machine(32_000, 16);
        let mut all = candidates(&machine);
        all[2].at_hand = false;
        all[1].installed = true;
        all[1].problem = Some("It is damaged.".into());
        assert_eq!(advised(&machine, &all), "small");
    }

    #[test]
    fn without_memory_for_any_it_is_said_what_to_do() {
        let machine = machine(2_000, 2);
        let (best, why) = advise(Task::Drafting, &machine, &candidates(&machine));
        assert!(best.is_none() && why.contains("by rule"), "{why}");
    }
}
