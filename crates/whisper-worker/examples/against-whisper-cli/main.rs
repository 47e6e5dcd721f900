//! The same two minutes heard by whisper.cpp's own command line and by this project, by turns: time by the clock, processor time
//! and memory, from the start of each program to its end.
//!
//! `cargo run --release -p whisper-worker --example against-whisper-cli [ROUNDS [MODEL]]`, after the programs were built, on
//! Linux. MODEL is a file; without one it is of random weights in base.en's shape. `WHISPER_CLI` names the command line, which
//! scripts/whisper-cli.sh builds; without it the same library in a program of nothing else stands in.

#![allow(clippy::unwrap_used)]

mod programs;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::bail;
use dictum_tests::usage::{Cost, watched};
use dictum_tests::{median, project, random_models, write_speech};
use programs::{Hears, Work};

/// Whole windows, so that all hear the same pieces.
const SECONDS: u32 = 120;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["through-the-worker", model, sound, threads] => {
            programs::through_the_worker(Path::new(model), Path::new(sound), threads.parse()?).await
        }
        ["library-alone", model, sound, threads] => {
            programs::library_alone(Path::new(model), Path::new(sound), threads.parse()?)
        }
        [] => compare(5, None),
        [rounds] => compare(rounds.parse()?, None),
        [rounds, model] => compare(rounds.parse()?, Some(model.into())),
        _ => bail!("usage: against-whisper-cli [ROUNDS [MODEL]]"),
    }
}

fn compare(rounds: usize, model: Option<PathBuf>) -> anyhow::Result<()> {
    let random = || {
        let folder = std::env::temp_dir().join("dictum-random-models");
        random_models::cached_whisper(&folder, random_models::WhisperShape::BASE_EN)
    };
    let model = model.map_or_else(random, Ok)?;
    let home = tempfile::tempdir()?;
    let sound = home.path().join("speech.wav");
    write_speech(&sound, SECONDS)?;
    let threads = u16::try_from(std::thread::available_parallelism()?.get())?;
    println!("{SECONDS} s of speech, {threads} threads, {rounds} rounds; medians");

    let work = Work { model: &model, sound: &sound, threads };
    println!("window by window, {}:", model.display());
    by_turns(rounds, || work.whisper_cli(Hears::TextAlone), ("through the worker", &|| work.worker()))?;

    // Random weights never are sure of what they hear: each window is heard at each temperature, which takes its time. What
    // stands in for whisper-cli hears at the first attempt alone.
    if programs::has_whisper_cli() {
        println!("from file to transcript, {}, as unsure as can be:", model.display());
        let dictum = || Ok(work.dictum(home.path(), &model));
        by_turns(rounds.div_ceil(2), || work.whisper_cli(Hears::AsItDoes), ("dictum transcribe", &dictum))?;
    }

    let shipped = project().join("models/dictum-micro-en.bin");
    let work = Work { model: &shipped, ..work };
    println!("from file to transcript, the model that comes with Dictum:");
    let dictum = || Ok(work.dictum(home.path(), "dictum-micro-en"));
    by_turns(rounds, || work.whisper_cli(Hears::Names), ("dictum transcribe", &dictum))
}

/// Runs two programs by turns and prints what each took, and the second in relation to the first.
fn by_turns(
    rounds: usize,
    theirs: impl Fn() -> anyhow::Result<Command>,
    (name, ours): (&str, &dyn Fn() -> anyhow::Result<Command>),
) -> anyhow::Result<()> {
    let (mut their_costs, mut our_costs) = (Vec::new(), Vec::new());
    for round in 0..=rounds {
        // The first round warms up. Then each is as often the first of the two.
        let our_first = (round % 2 == 1).then(|| watched(&mut ours()?).map_err(anyhow::Error::from));
        let (_, their_cost) = watched(&mut theirs()?)?;
        let (_, our_cost) = our_first.unwrap_or_else(|| Ok(watched(&mut ours()?)?))?;
        if round > 0 {
            their_costs.push(their_cost);
            our_costs.push(our_cost);
        }
    }
    let baseline = programs::baseline();
    for (what, unit, of) in [
        ("time", "s", (|cost| cost.seconds) as fn(&Cost) -> f64),
        ("processor time", "s", |cost| cost.cpu_seconds),
        ("peak memory", "MiB", |cost| cost.peak_mib),
    ] {
        let middle = |costs: &[Cost]| median(costs.iter().map(of).collect());
        let (theirs, ours) = (middle(&their_costs), middle(&our_costs));
        println!(
            "{what:<15} {baseline} {theirs:8.2} {unit}, {name} {ours:8.2} {unit}, ratio {:.3}",
            ours / theirs
        );
    }
    Ok(())
}
