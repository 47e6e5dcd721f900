//! `eval`: how well a speech model hears recordings whose words are known.

use std::num::NonZeroUsize;
use std::path::Path;
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use scribe::{
    EvaluatedFile, Formulary, Hearing, InstalledModel, Missed, RunsOn, SpeechEvaluation, SpeechManifest,
    WordErrors,
};
use serde_json::{Value, json};

use crate::input;
use crate::outcome::{Failure, bad_lines, say_why_without_graphics};

/// Transcribes the recordings of a manifest and prints what was counted, names of `formulary` as drug names; with `texts` what was
/// said and heard, too.
pub async fn speech(
    manifest: &Path,
    model: &InstalledModel,
    hearing: Hearing,
    formulary: &Formulary,
    limit: Option<NonZeroUsize>,
    texts: bool,
    json: bool,
) -> Result<ExitCode, Failure> {
    let folder = manifest.parent().unwrap_or(Path::new(""));
    let manifest = SpeechManifest::read(input::lines(manifest)?, folder, limit.map(NonZeroUsize::get))?;
    let bar = ProgressBar::new(0).with_style(
        ProgressStyle::with_template("{wide_bar} {pos} of {len} files, {msg} s of the next")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let evaluation = scribe::evaluate_speech(manifest, model, hearing, formulary, |done, files, seconds| {
        bar.set_length(files as u64);
        bar.set_position(done as u64);
        bar.set_message(format!("{seconds:.0}"));
    })
    .await?;
    bar.finish_and_clear();
    say_why_without_graphics(evaluation.runs_on.as_ref());
    if json {
        println!("{}", report(&evaluation, model, texts));
    } else {
        print_table(&evaluation, model);
        if texts {
            print_texts(&evaluation.files);
        }
    }
    Ok(bad_lines(&evaluation.bad_lines))
}

fn report(evaluation: &SpeechEvaluation, model: &InstalledModel, texts: bool) -> Value {
    let (score, silence) = (evaluation.score(), evaluation.silence());
    let files: Vec<Value> = evaluation.files.iter().map(|file| file_report(file, texts)).collect();
    let mut report = words(&score.all);
    report["model"] = json!(model.id);
    report["seconds"] = json!(evaluation.seconds());
    report["real_time_factor"] = json!(evaluation.real_time_factor());
    report["runs_on"] = json!(evaluation.runs_on.as_ref().map(RunsOn::to_string));
    report["medical_terms"] = missed(&score.medical);
    report["drug_names"] = missed(&score.drug_names);
    report["drug_names_heard"] = json!(score.drug_names_heard);
    report["drug_names_made_up"] = json!(score.drug_names_made_up);
    report["silence"] = json!({ "files": silence.files, "files_with_words": silence.files_with_words,
        "seconds": silence.seconds, "insertions": silence.insertions,
        "insertions_per_minute": silence.insertions_per_minute() });
    report["files"] = json!(files);
    report["bad_lines"] = json!(evaluation.bad_lines);
    report
}

fn file_report(file: &EvaluatedFile, texts: bool) -> Value {
    let mut report = words(&file.score.all);
    report["audio"] = json!(file.audio);
    report["seconds"] = json!(file.seconds);
    report["took_seconds"] = json!(file.took.as_secs_f64());
    report["medical_terms"] = missed(&file.score.medical);
    report["drug_names"] = missed(&file.score.drug_names);
    report["drug_names_heard"] = json!(file.score.drug_names_heard);
    report["drug_names_made_up"] = json!(file.score.drug_names_made_up);
    if texts {
        report["text"] = json!(file.said);
        report["heard"] = json!(file.heard);
    }
    report
}

fn words(errors: &WordErrors) -> Value {
    json!({ "words": errors.words, "errors": errors.errors(), "substitutions": errors.substitutions,
        "deletions": errors.deletions, "insertions": errors.insertions, "wer": errors.rate() })
}

fn missed(missed: &Missed) -> Value {
    json!({ "words": missed.words, "errors": missed.errors, "wer": missed.rate() })
}

fn print_table(evaluation: &SpeechEvaluation, model: &InstalledModel) {
    let (score, silence) = (evaluation.score(), evaluation.silence());
    let all = &score.all;
    println!("{:<20}{:>10}{:>10}{:>10}", "", "words", "errors", "rate");
    let row = |name, words, errors, rate| println!("{name:<20}{words:>10}{errors:>10}{:>10}", percent(rate));
    row("All words", all.words, all.errors(), all.rate());
    row("Medical terms", score.medical.words, score.medical.errors, score.medical.rate());
    row("Drug names", score.drug_names.words, score.drug_names.errors, score.drug_names.rate());
    println!();
    println!(
        "Errors: {} substituted, {} deleted, {} inserted.",
        all.substitutions, all.deletions, all.insertions
    );
    println!("Drug names heard: {}, not said: {}.", score.drug_names_heard, score.drug_names_made_up);
    println!("Files: {}, {:.0} s of sound.", evaluation.files.len(), evaluation.seconds());
    if let Some(rate) = silence.insertions_per_minute() {
        println!(
            "Files in which nothing was said: {}, {:.0} s; words made up in {} of them: {} ({rate:.1} a minute).",
            silence.files, silence.seconds, silence.files_with_words, silence.insertions
        );
    }
    if let Some(factor) = evaluation.real_time_factor() {
        println!("Real-time factor: {factor:.2} (seconds of work for each second of sound).");
    }
    let on = evaluation.runs_on.as_ref().map(|runs_on| format!(", on {runs_on}")).unwrap_or_default();
    println!("Model: {}{on}.", model.name);
}

fn percent(rate: Option<f64>) -> String {
    rate.map_or("none said".into(), |rate| format!("{:.1} %", rate * 100.0))
}

fn print_texts(files: &[EvaluatedFile]) {
    for file in files {
        println!("\n{}: {} errors", file.audio.as_str(), file.score.all.errors());
        println!("  said:  {}", file.said.as_str());
        println!("  heard: {}", file.heard.as_str());
    }
}
