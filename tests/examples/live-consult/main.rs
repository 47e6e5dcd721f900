//! A consult in real time: what recording it costs, whether memory stays flat, and how long after Stop its last words are in
//! the vault. It hears what is played to the test microphone, which there is on Linux only:
//!
//! `tests/audio/with-pulse.sh target/release/examples/live-consult [MINUTES [MODEL]]`
//!
//! MODEL is the file of a speech model, `shipped` for the one that comes with Dictum (what is taken without one), `random` for
//! one of random weights in base.en's shape, or `none`: the consult is then recorded and not listened to.

#![allow(clippy::unwrap_used)]

mod consult;
mod shown;
mod stop;
mod usage;

use std::time::Duration;

use anyhow::ensure;
use consult::{Speaking, begin, opened};
use shown::Watch;
use usage::Usage;

/// Opening the vault is dear on purpose, and over by then; the model is loaded.
const SETTLES: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let minutes: u32 = arguments.next().map_or(Ok(10), |minutes| minutes.parse())?;
    let model = arguments.next().unwrap_or_else(|| "shipped".into());
    ensure!(std::env::var_os("DICTUM_TEST_PULSE").is_some(), "run this under tests/audio/with-pulse.sh");

    let home = tempfile::tempdir()?;
    let scribe = opened(home.path(), &model).await?;
    let session = scribe.session()?;
    let mut voice = Speaking::for_seconds(home.path(), minutes * 60 + 60)?;
    let watch = Watch::of(&scribe);
    let id = begin(&session)?;
    tokio::time::sleep(SETTLES).await;
    let usage = Usage::over(Duration::from_secs(minutes.into()) * 60 - SETTLES).await?;
    ensure!(voice.speaks()?, "the voice ended before the recording");
    println!("{minutes} min of consult, speech model: {model}");
    usage.report();
    let shown = watch.end();
    if model == "none" {
        scribe.stop_recording(id)?;
    } else {
        shown.report();
        stop::timed(&scribe, &session, id).await?.report();
    }
    ensure!(session.gaps(id)?.is_empty(), "sound was missed");
    Ok(())
}
