//! Which model this computer should run: by its memory, cores and graphics card for those that are not here, and by measuring
//! for those that are. No speed is promised that was not measured.

use ::models::{Spoken, Task};
use worker::{GraphicsCard, GraphicsHere, RunsOn, WorkerError, worker_program};

use crate::measure::measure;
use crate::{Error, Machine, Places, Speed};

/// Memory that the system and other programs want beside a model, in MB.
const FOR_EVERYTHING_ELSE_MB: u64 = 4_000;

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
    /// On what it ran when it was measured.
    pub runs_on: Option<RunsOn>,
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
    /// What the program that runs the models can do with its graphics.
    pub graphics: Result<GraphicsHere, WorkerError>,
    /// The catalogue's models for it, and the user's own.
    pub candidates: Vec<Candidate>,
    /// The id of the one that is advised.
    pub advised: Option<String>,
    /// Why, as a sentence or two.
    pub why: String,
}

/// Says which model this computer should run for `task`, of those that suit what is spoken, as for
/// [`default_model`](crate::default_model). Those that are installed are measured, which takes some seconds each; `progress`
/// is told which one it is about.
///
/// # Errors
/// [`Error::Models`] where the catalogue cannot be used.
pub async fn recommend(
    places: &Places,
    task: Task,
    spoken: &Spoken,
    mut progress: impl FnMut(&str),
) -> Result<Recommendation, Error> {
    let machine = Machine::here();
    let program = match task {
        Task::Speech => "whisper-worker",
        Task::Drafting => "llama-worker",
    };
    let graphics = GraphicsHere::ask(worker_program(program)).await;
    let (mut candidates, mut wants) = (Vec::new(), Vec::new());
    for line in places.library()?.list() {
        if line.entry.as_ref().is_some_and(|entry| !entry.suits(spoken)) {
            continue;
        }
        if task == Task::Speech
            && spoken.is_foreign()
            && line.installed.as_ref().is_some_and(|model| !model.translates)
        {
            continue;
        }
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
            fit: Fit::Suits,
            wants_mb: memory_mb + FOR_EVERYTHING_ELSE_MB,
            speed: None,
            runs_on: None,
            problem: None,
        };
        if let Some(model) = installed {
            progress(&candidate.name);
            match measure(places, task, &model).await {
                Ok((speed, runs_on)) => (candidate.speed, candidate.runs_on) = (Some(speed), runs_on),
                Err(error) => candidate.problem = Some(error.to_string()),
            }
        }
        candidates.push(candidate);
        wants.push((memory_mb, cores));
    }
    let card = card_that_works(&graphics, &candidates);
    for (candidate, (memory_mb, cores)) in candidates.iter_mut().zip(wants) {
        candidate.fit = fit(&machine, card, memory_mb, cores);
    }
    let (advised, why) = advise(task, &machine, &graphics, &candidates);
    Ok(Recommendation { task, machine, graphics, candidates, advised, why })
}

/// The card that counts: one that can be used, and that failed with none of the models that were measured.
fn card_that_works<'g>(
    graphics: &'g Result<GraphicsHere, WorkerError>,
    candidates: &[Candidate],
) -> Option<&'g GraphicsCard> {
    let failed = |candidate: &Candidate| candidate.runs_on.as_ref().is_some_and(|on| on.problem().is_some());
    match graphics {
        Ok(GraphicsHere::Card(card)) if !candidates.iter().any(failed) => Some(card),
        _ => None,
    }
}

/// The name of the best model for `task` that could be fetched and suits this computer by its memory and cores; nothing is measured.
///
/// # Errors
/// [`Error::Models`] where the catalogue cannot be used.
pub(crate) fn suitable(places: &Places, task: Task) -> Result<Option<String>, Error> {
    let (machine, library) = (Machine::here(), places.library()?);
    let mut entries = library.catalog.entries().iter().rev().filter(|entry| {
        entry.task == task
            && !entry.test_only
            && entry.address.is_some()
            && fit(&machine, None, entry.memory_mb, entry.cores) == Fit::Suits
    });
    Ok(entries.next().map(|entry| entry.name.clone()))
}

fn fit(machine: &Machine, card: Option<&GraphicsCard>, memory_mb: u64, cores: usize) -> Fit {
    if machine.memory_mb < memory_mb + FOR_EVERYTHING_ELSE_MB {
        Fit::TooLarge
    } else if machine.cores < cores && card.is_none_or(|card| card.memory_mb < memory_mb) {
        Fit::Slow
    } else {
        Fit::Suits
    }
}

/// The best that suits, which is the last in the catalogue's order; a measurement counts for more than a rule.
fn advise(
    task: Task,
    machine: &Machine,
    graphics: &Result<GraphicsHere, WorkerError>,
    candidates: &[Candidate],
) -> (Option<String>, String) {
    let suits = |candidate: &&Candidate| {
        candidate.at_hand
            && candidate.problem.is_none()
            && match candidate.speed {
                Some(speed) => speed.is_enough(),
                None => candidate.fit == Fit::Suits && !candidate.installed,
            }
    };
    let here = format!(
        "This computer has {} MB of memory and {} cores{}.",
        machine.memory_mb,
        machine.cores,
        graphics_in_words(machine, graphics)
    );
    let mut problems: Vec<String> =
        candidates.iter().filter_map(|candidate| candidate.runs_on.as_ref()?.problem()).collect();
    problems.dedup();
    let problems: String = problems.iter().map(|problem| format!(" {problem}")).collect();
    let Some(best) = candidates.iter().rev().find(suits) else {
        let instead = match task {
            Task::Speech => "Type or paste the transcript, or use a larger computer.",
            Task::Drafting => "Notes are drafted by rule, which needs no model.",
        };
        return (
            None,
            format!("{here} That is too little for the models of the catalogue. {instead}{problems}"),
        );
    };
    let mut why = format!("{here} {} is the best model for it", best.name);
    why += &match (&best.speed, &best.runs_on) {
        (Some(speed), Some(runs_on)) => format!(": measured here on {runs_on}, {}.", speed.in_words()),
        (Some(speed), None) => format!(": measured here, {}.", speed.in_words()),
        (None, _) => {
            let by = if card_that_works(graphics, candidates).is_some() {
                "memory and graphics"
            } else {
                "memory and cores"
            };
            format!(", by {by}. How fast it is can be measured once it is installed.")
        }
    };
    let too_slow = candidates.iter().filter_map(|other| Some((other, other.speed?)));
    for (other, speed) in too_slow.filter(|(_, speed)| !speed.is_enough()) {
        why += &format!(" {} is too slow here: {}.", other.name, speed.in_words());
    }
    (Some(best.id.clone()), why + &problems)
}

/// What is to be said of graphics: nothing on a computer without, in a build that would not use any.
fn graphics_in_words(machine: &Machine, graphics: &Result<GraphicsHere, WorkerError>) -> String {
    match (graphics, &machine.graphics) {
        (Ok(GraphicsHere::NotBuiltFor), None) => String::new(),
        (Ok(GraphicsHere::NotBuiltFor), Some(maker)) => {
            format!("; its graphics ({maker}) is not used, for this build of Dictum uses none")
        }
        (Ok(other), _) => format!("; {other}"),
        (Err(WorkerError::Graphics { reason }), _) => format!("; its graphics card cannot be used: {reason}"),
        // The models say it more plainly when they are measured.
        (Err(_), _) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Result<GraphicsHere, WorkerError> = Ok(GraphicsHere::NotBuiltFor);

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
                fit: fit(machine, None, memory_mb, cores),
                wants_mb: memory_mb + FOR_EVERYTHING_ELSE_MB,
                speed: None,
                runs_on: None,
                problem: None,
            })
            .into()
    }

    fn advised(machine: &Machine, candidates: &[Candidate]) -> String {
        advise(Task::Speech, machine, &PLAIN, candidates).0.unwrap_or_default()
    }

    #[tokio::test]
    async fn what_does_not_understand_the_languages_is_no_candidate() {
        let home = tempfile::tempdir().unwrap();
        let of = async |language: &str, translated| {
            let spoken = Spoken { languages: vec![language.into()], translated };
            let advice = recommend(&Places::under(home.path()), Task::Speech, &spoken, |_| {}).await.unwrap();
            advice.candidates.into_iter().map(|candidate| candidate.id).collect::<Vec<_>>()
        };
        let (english, german) = (of("en", true).await, of("de", false).await);
        let translated = of("de", true).await;
        for (id, of_english_only, translates) in [
            ("whisper-small", false, true),
            ("whisper-small.en", true, false),
            ("whisper-large-v3-q5_0", false, true),
            ("whisper-large-v3-turbo", false, false),
        ] {
            assert!(english.iter().any(|known| known == id));
            assert_ne!(german.iter().any(|known| known == id), of_english_only, "{id} of {german:?}");
            assert_eq!(translated.iter().any(|known| known == id), translates, "{id} of {translated:?}");
        }
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
        let (_, why) = advise(Task::Speech, &machine, &PLAIN, &candidates(&machine));
        assert!(why.contains("once it is installed") && !why.contains("each second"), "{why}");
    }

    #[test]
    fn a_measurement_counts_for_more_than_the_rule() {
        let machine = machine(32_000, 2);
        let mut all = candidates(&machine);
        all[1].installed = true;
        all[1].speed = Some(Speed::SecondsPerSecond(0.4));
        let (best, why) = advise(Task::Speech, &machine, &PLAIN, &all);
        assert_eq!(best.as_deref(), Some("middle"));
        assert!(why.contains("it takes 0.40 s for each second of sound"), "{why}");
        all[1].speed = Some(Speed::SecondsPerSecond(1.7));
        let (best, why) = advise(Task::Speech, &machine, &PLAIN, &all);
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
        let (best, why) = advise(Task::Drafting, &machine, &PLAIN, &candidates(&machine));
        assert!(best.is_none() && why.contains("by rule"), "{why}");
    }

    #[test]
    fn a_card_that_can_be_used_stands_in_for_cores_as_far_as_its_memory_goes() {
        let machine = machine(32_000, 2);
        let card = GraphicsCard { name: "A Card".into(), memory_mb: 4_000 };
        assert_eq!(fit(&machine, Some(&card), 1_000, 4), Fit::Suits);
        assert_eq!(fit(&machine, Some(&card), 8_000, 8), Fit::Slow);
        assert_eq!(fit(&machine, None, 1_000, 4), Fit::Slow);
    }

    #[test]
    fn a_card_counts_until_a_model_fell_back_and_the_reason_is_said() {
        let machine = machine(32_000, 2);
        let card = Ok(GraphicsHere::Card(GraphicsCard { name: "A Card".into(), memory_mb: 4_000 }));
        let mut all = candidates(&machine);
        all[0].installed = true;
        all[0].speed = Some(Speed::SecondsPerSecond(0.4));
        all[0].runs_on = Some(RunsOn::Card("A Card".into()));
        assert!(card_that_works(&card, &all).is_some());
        let (_, why) = advise(Task::Speech, &machine, &card, &all);
        assert!(why.contains("its graphics card A Card with 4000 MB can be used"), "{why}");
        assert!(why.contains("measured here on A Card, it takes 0.40 s"), "{why}");
        all[0].runs_on = Some(RunsOn::ProcessorInstead { because: "A Card does not start".into() });
        assert!(card_that_works(&card, &all).is_none());
        let (_, why) = advise(Task::Speech, &machine, &card, &all);
        assert!(why.contains("measured here on the processor, it takes 0.40 s"), "{why}");
        assert!(why.ends_with("not on a graphics card: A Card does not start."), "{why}");
    }

    #[test]
    fn a_card_that_this_build_does_not_use_is_not_promised_anything_of() {
        let machine = Machine { graphics: Some("Intel".into()), ..machine(32_000, 16) };
        let (_, why) = advise(Task::Speech, &machine, &PLAIN, &candidates(&machine));
        assert!(
            why.contains("its graphics (Intel) is not used, for this build of Dictum uses none"),
            "{why}"
        );
        let off = Ok(GraphicsHere::SwitchedOff);
        let (_, why) = advise(Task::Speech, &machine, &off, &candidates(&machine));
        assert!(why.contains("DICTUM_GRAPHICS says not to use a graphics card"), "{why}");
    }
}
