//! `dictum`: the use cases without a window.
//!
//! Results go to standard output (as JSON with `--json`), progress and errors to standard error. Exit codes: 0 done,
//! 1 failed, 2 wrong usage, 3 an input that cannot be used, 4 a model that is missing or unusable, 5 the vault refused,
//! 6 it finished but for bad lines of a batch or what a model failed on in a recording.

mod args;
mod commands;
mod evaluate;
mod evaluate_notes;
mod formulary;
mod input;
mod models;
mod notes;
mod outcome;
mod snippets;
mod templates;

use std::process::ExitCode;

use clap::Parser;

use crate::args::Args;
use crate::outcome::Failure;

fn main() -> ExitCode {
    scribe::leave_no_words("dictum");
    let args = Args::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_env("DICTUM_LOG"))
        .with_writer(std::io::stderr)
        .init();
    let json = args.json;
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::from)
        .and_then(|runtime| runtime.block_on(commands::run(args)));
    match outcome {
        Ok(code) => code,
        Err(failure) => failure.report(json),
    }
}
