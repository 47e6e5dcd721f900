//! The commands about models.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use scribe::{
    Cancel, Candidate, Fit, InstalledModel, ModelCheck, ModelRow, ModelState, Places, Progress, RunsOn,
    Speed, Spoken, Task, Verdict,
};
use serde_json::{Value, json};

use crate::args::{ModelsCommand, TaskName};
use crate::input;
use crate::outcome::{Failure, UNUSABLE_MODEL};

/// Does what was asked for.
pub async fn run(places: &Places, command: ModelsCommand, json: bool) -> Result<ExitCode, Failure> {
    match command {
        ModelsCommand::List { language } => list(places, &language, json),
        ModelsCommand::Install { id } => {
            let (cancel, bar) = (cancel_on_interrupt(), bar());
            let shown = bar.clone();
            let model =
                scribe::install_model(places, &id, &cancel, move |progress| show(&shown, &progress)).await;
            bar.finish_and_clear();
            Ok(is_here(&model?, json))
        }
        ModelsCommand::Import { file } => import(places, file, json).await,
        ModelsCommand::Remove { id } => {
            scribe::remove_model(places, &id)?;
            if json {
                println!("{}", json!({ "removed": id }));
            } else {
                println!("{id} is removed.");
            }
            Ok(ExitCode::SUCCESS)
        }
        ModelsCommand::Verify { id } => verify(places, id.as_deref(), json).await,
        ModelsCommand::Recommend { task, language } => recommend(places, task, &language, json).await,
    }
}

async fn import(places: &Places, file: PathBuf, json: bool) -> Result<ExitCode, Failure> {
    let (cancel, bar) = (cancel_on_interrupt(), bar());
    let shown = bar.clone();
    let model = scribe::import_model(places, file, &cancel, move |progress| show(&shown, &progress)).await;
    bar.finish_and_clear();
    Ok(is_here(&model?, json))
}

fn is_here(model: &InstalledModel, json: bool) -> ExitCode {
    if json {
        let path = model.path.display().to_string();
        println!("{}", json!({ "installed": { "id": model.id, "name": model.name, "path": path } }));
    } else {
        println!("{} is installed. Its name for --model is {}.", model.name, model.id);
    }
    ExitCode::SUCCESS
}

fn list(places: &Places, language: &[String], json: bool) -> Result<ExitCode, Failure> {
    let spoken = Spoken { languages: input::languages(language)?, translated: false };
    let rows = scribe::list_models(places, &spoken)?;
    if json {
        println!("{}", json!({ "models": rows.iter().map(row_json).collect::<Vec<_>>() }));
        return Ok(ExitCode::SUCCESS);
    }
    for (task, heading) in [(Task::Speech, "Speech to text"), (Task::Drafting, "Text to note")] {
        println!("{heading}");
        for row in rows.iter().filter(|row| row.task == Some(task)) {
            let mark = if row.in_use { '*' } else { ' ' };
            let size = row.size.map(megabytes).unwrap_or_default();
            let understands = in_words(&row.languages);
            println!(
                "{mark} {:<30} {:<12} {size:>9}  {understands:<14}  {}",
                row.id,
                state_in_words(row),
                row.name
            );
            println!("  {:<70} {}", "", row.note);
        }
        println!();
    }
    println!(
        "* is used where --model is left out, for speech in {}; --language moves that star and hides no model. Models are in {}.",
        in_words(&spoken.languages),
        places.models.display()
    );
    Ok(ExitCode::SUCCESS)
}

/// Languages by their names; of a model of the user's own none are known.
fn in_words(languages: &[String]) -> String {
    let name = |code: &String| match code.as_str() {
        "*" => "many languages".to_owned(),
        code => clinical::language_name(code).unwrap_or(code).to_owned(),
    };
    languages.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn state_in_words(row: &ModelRow) -> String {
    match row.state {
        ModelState::Absent if row.can_install => "not here".into(),
        ModelState::Absent => "to import".into(),
        ModelState::Partly { bytes } => format!("{} here", megabytes(bytes)),
        ModelState::Installed => "installed".into(),
        ModelState::Shipped => "shipped".into(),
    }
}

fn row_json(row: &ModelRow) -> Value {
    let (state, part_bytes) = match row.state {
        ModelState::Absent => ("absent", None),
        ModelState::Partly { bytes } => ("partly", Some(bytes)),
        ModelState::Installed => ("installed", None),
        ModelState::Shipped => ("shipped", None),
    };
    json!({
        "id": row.id, "task": row.task, "name": row.name, "note": row.note, "state": state, "part_bytes": part_bytes,
        "in_use": row.in_use, "test_only": row.test_only, "size_bytes": row.size, "memory_mb": row.memory_mb,
        "languages": row.languages, "licence": row.licence, "can_install": row.can_install,
    })
}

async fn verify(places: &Places, id: Option<&str>, json: bool) -> Result<ExitCode, Failure> {
    let (cancel, bar) = (cancel_on_interrupt(), bar());
    let shown = bar.clone();
    let checks = scribe::verify_models(places, id, &cancel, move |_, progress| show(&shown, &progress)).await;
    bar.finish_and_clear();
    let checks = checks?;
    if json {
        println!("{}", json!({ "models": checks.iter().map(check_json).collect::<Vec<_>>() }));
    }
    for check in checks.iter().filter(|_| !json) {
        match (check.problem(), check.verdict) {
            (Some(problem), _) => println!("{}: {problem}", check.id),
            (None, Verdict::Unknown) => {
                println!("{}: it loads. No digest is known to compare it with.", check.id)
            }
            (None, _) => println!("{}: whole, and it loads.", check.id),
        }
    }
    let whole = checks.iter().all(|check| check.problem().is_none());
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(UNUSABLE_MODEL) })
}

fn check_json(check: &ModelCheck) -> Value {
    let digest = match check.verdict {
        Verdict::Genuine => "matches",
        Verdict::Changed => "differs",
        Verdict::Unknown => "unknown",
    };
    json!({ "id": check.id, "name": check.name, "digest": digest, "loads": check.loads.is_ok(), "problem": check.problem() })
}

async fn recommend(
    places: &Places,
    task: TaskName,
    language: &[String],
    json: bool,
) -> Result<ExitCode, Failure> {
    let languages = input::languages(language)?;
    let (task, spoken) = match task {
        TaskName::Speech => (Task::Speech, Spoken { languages, translated: false }),
        TaskName::Drafting => (Task::Drafting, Spoken::default()),
    };
    let advice = scribe::recommend(places, task, &spoken, |name| eprintln!("Measuring {name} …")).await?;
    if json {
        let machine = json!({
            "memory_mb": advice.machine.memory_mb, "free_mb": advice.machine.free_mb, "cores": advice.machine.cores,
            "graphics": advice.machine.graphics,
            "graphics_use": match &advice.graphics {
                Ok(found) => found.to_string(),
                Err(error) => error.to_string(),
            },
        });
        let models: Vec<Value> = advice.candidates.iter().map(candidate_json).collect();
        println!(
            "{}",
            json!({ "task": task, "languages": spoken.languages, "machine": machine, "models": models, "advised": advice.advised,
                "why": advice.why })
        );
        return Ok(ExitCode::SUCCESS);
    }
    for candidate in &advice.candidates {
        let mark = if advice.advised.as_ref() == Some(&candidate.id) { '>' } else { ' ' };
        println!("{mark} {:<30} {}", candidate.id, suits_in_words(candidate));
    }
    println!("\n{}", advice.why);
    if task == Task::Speech {
        println!("That is for {}; for other languages see --language.", in_words(&spoken.languages));
    }
    if let Some(id) = &advice.advised
        && advice.candidates.iter().any(|candidate| candidate.id == *id && !candidate.installed)
    {
        println!("To install it: dictum models install {id}");
    }
    Ok(ExitCode::SUCCESS)
}

fn suits_in_words(candidate: &Candidate) -> String {
    let on = candidate.runs_on.as_ref().map(|runs_on| format!(", on {runs_on}")).unwrap_or_default();
    match (candidate.speed, &candidate.problem, candidate.fit) {
        (Some(Speed::SecondsPerSecond(seconds)), ..) => {
            format!("measured: {seconds:.2} s for each second of sound{on}")
        }
        (Some(Speed::TokensPerSecond(tokens)), ..) => format!("measured: {tokens:.1} tokens a second{on}"),
        (None, Some(problem), _) => problem.clone(),
        (None, None, Fit::Suits) => "suits this computer".into(),
        (None, None, Fit::Slow) => "would be slow: it wants more cores".into(),
        (None, None, Fit::TooLarge) => format!("too large: it wants {} MB of memory", candidate.wants_mb),
    }
}

fn candidate_json(candidate: &Candidate) -> Value {
    let fit = match candidate.fit {
        Fit::Suits => "suits",
        Fit::Slow => "slow",
        Fit::TooLarge => "too_large",
    };
    let measured = match candidate.speed {
        Some(Speed::SecondsPerSecond(seconds)) => json!({ "seconds_per_second": seconds }),
        Some(Speed::TokensPerSecond(tokens)) => json!({ "tokens_per_second": tokens }),
        None => Value::Null,
    };
    json!({
        "id": candidate.id, "name": candidate.name, "installed": candidate.installed, "fit": fit,
        "wants_mb": candidate.wants_mb, "measured": measured, "problem": candidate.problem,
        "runs_on": candidate.runs_on.as_ref().map(RunsOn::to_string),
        "graphics_problem": candidate.runs_on.as_ref().and_then(RunsOn::problem),
    })
}

/// Ctrl-C stops the work in order; what came is kept.
fn cancel_on_interrupt() -> Cancel {
    let cancel = Cancel::default();
    let stop = cancel.clone();
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            stop.cancel();
        }
    });
    cancel
}

fn bar() -> ProgressBar {
    let bar = ProgressBar::new(0).with_style(style("{wide_bar} {msg}{bytes} of {total_bytes}, {eta} left"));
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn show(bar: &ProgressBar, progress: &Progress) {
    match progress {
        Progress::Fetching { done, total } => {
            bar.set_message("");
            bar.set_length(total.unwrap_or(*done));
            bar.set_position(*done);
        }
        Progress::Checking { done, total } => {
            bar.set_message("checking ");
            bar.set_length(*total);
            bar.set_position(*done);
        }
        Progress::Waiting { pause, why } => {
            let line = format!("dictum: {why} Trying again in {} s.", pause.as_secs());
            bar.suspend(|| eprintln!("{line}"));
        }
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1_000_000))
}
