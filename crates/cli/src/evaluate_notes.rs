//! `eval draft` and `eval check`: how much drafts have in common with clinicians' notes, and what the checks catch.

use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use scribe::{Caught, CheckEvaluation, DraftEvaluation, Engine, Rouge, Template};
use serde_json::{Value, json};

use crate::input;
use crate::outcome::{Failure, bad_lines};

/// Drafts each consult and prints how it compares with the clinician's note.
pub async fn draft(
    consults: &Path,
    engine: &Engine,
    template: &Template,
    limit: Option<NonZeroUsize>,
    json: bool,
) -> Result<ExitCode, Failure> {
    let style = ProgressStyle::with_template("{spinner} {pos} consults drafted");
    let bar =
        ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    let input = input::lines(consults)?;
    let evaluation = scribe::evaluate_drafts(input, limit.map(NonZeroUsize::get), engine, template, |done| {
        bar.set_position(done as u64);
    })
    .await?;
    bar.finish_and_clear();
    if json {
        println!("{}", draft_report(&evaluation, engine));
    } else {
        print_drafts(&evaluation, engine);
    }
    Ok(bad_lines(&evaluation.bad_lines))
}

fn rouge(of: &Rouge) -> Value {
    json!({ "rouge1": of.one, "rouge2": of.two, "rougeLsum": of.lsum })
}

fn draft_report(evaluation: &DraftEvaluation, engine: &Engine) -> Value {
    let drafts = evaluation.drafts.iter().map(|draft| {
        let mut report = rouge(&draft.rouge);
        report["id"] = draft.id.clone();
        report["words"] = json!(draft.words.0);
        report["words_of_reference"] = json!(draft.words.1);
        report["statements"] = json!(draft.statements);
        report["unsupported"] = json!(draft.flagged.0);
        report["contradicted"] = json!(draft.flagged.1);
        report["took_seconds"] = json!(draft.took.as_secs_f64());
        report
    });
    json!({ "engine": engine.name(), "mean": evaluation.rouge().as_ref().map(rouge), "drafts": drafts.collect::<Vec<_>>(),
        "bad_lines": evaluation.bad_lines })
}

fn print_drafts(evaluation: &DraftEvaluation, engine: &Engine) {
    println!("Drafted by {}: {} consults.", engine.name(), evaluation.drafts.len());
    let Some(mean) = evaluation.rouge() else { return };
    println!(
        "ROUGE-1 {:.1}, ROUGE-2 {:.1}, ROUGE-Lsum {:.1} (means of F, in hundredths; headings count).",
        mean.one * 100.0,
        mean.two * 100.0,
        mean.lsum * 100.0
    );
    let of = |name: &str, figure: Option<f64>| println!("{name:<42}{:>8.1}", figure.unwrap_or_default());
    of("Words of a draft, mean", evaluation.mean(|draft| draft.words.0 as f64));
    of("Words of the clinician's note, mean", evaluation.mean(|draft| draft.words.1 as f64));
    of("Statements of a draft, mean", evaluation.mean(|draft| draft.statements as f64));
    of("Of these unsupported, mean", evaluation.mean(|draft| draft.flagged.0 as f64));
    of("Of these contradicted, mean", evaluation.mean(|draft| draft.flagged.1 as f64));
    of("Drafting and checking, mean, ms", evaluation.mean(|draft| draft.took.as_secs_f64() * 1000.0));
}

/// Checks statements of which is known whether they are true, and prints what was caught.
pub fn check(consults: &Path, limit: Option<NonZeroUsize>, json: bool) -> Result<ExitCode, Failure> {
    let evaluation = scribe::evaluate_checks(input::lines(consults)?, limit.map(NonZeroUsize::get))?;
    if json {
        println!("{}", check_report(&evaluation));
    } else {
        print_checks(&evaluation);
    }
    Ok(bad_lines(&evaluation.bad_lines))
}

fn check_report(evaluation: &CheckEvaluation) -> Value {
    let caught =
        |of: &Caught| json!({ "statements": of.statements, "flagged": of.caught, "share": of.share() });
    let kinds: serde_json::Map<String, Value> =
        evaluation.kinds.iter().map(|(kind, of)| (kind.clone(), caught(of))).collect();
    json!({ "false": kinds, "true": caught(&evaluation.supported),
        "longest_ms": evaluation.longest.as_secs_f64() * 1000.0, "bad_lines": evaluation.bad_lines })
}

fn print_checks(evaluation: &CheckEvaluation) {
    println!("{:<28}{:>12}{:>10}{:>10}", "", "statements", "flagged", "share");
    let row = |name: &str, of: Caught| {
        let share = of.share().map_or("none".into(), |share| format!("{:.1} %", share * 100.0));
        println!("{name:<28}{:>12}{:>10}{share:>10}", of.statements, of.caught);
    };
    for (kind, of) in &evaluation.kinds {
        row(&format!("false: {kind}"), *of);
    }
    row("true", evaluation.supported);
    println!("The statements of a consult took {:.1} ms at most.", evaluation.longest.as_secs_f64() * 1000.0);
}
