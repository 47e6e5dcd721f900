//! What the program that records and its speech model's process take while the consult goes on.

use std::time::{Duration, Instant};

use anyhow::Context;
use dictum_tests::usage::{cpu_seconds, ended_children_cpu_seconds, memory_mib, started_by};

/// Memory is looked at so many times, evenly.
const LOOKS: u32 = 6;
const RECOGNISER: &str = "whisper-worker";

/// Of one process, from the first look to the last.
struct Process {
    name: &'static str,
    /// It is started again where it died or hung.
    starts: u32,
    pid: u32,
    cpu_before: f64,
    cpu_seconds: f64,
    memory_mib: Vec<f64>,
}

impl Process {
    fn new(name: &'static str, pid: u32) -> anyhow::Result<Self> {
        let cpu_before = cpu_seconds(pid).context("what a process takes is known on Linux only")?;
        Ok(Self { name, starts: 1, pid, cpu_before, cpu_seconds: 0.0, memory_mib: Vec::new() })
    }

    /// The processes of this name before it, which have ended, took `ended` seconds.
    fn look(&mut self, pid: u32, ended: f64) -> anyhow::Result<()> {
        let gone = || format!("the process of the {} ended", self.name);
        if pid != self.pid {
            (self.starts, self.pid) = (self.starts + 1, pid);
        }
        self.cpu_seconds = ended + cpu_seconds(pid).with_context(gone)? - self.cpu_before;
        self.memory_mib.push(memory_mib(pid).with_context(gone)?);
        Ok(())
    }
}

/// Of all that take part.
pub(crate) struct Usage {
    over: Duration,
    processes: Vec<Process>,
}

impl Usage {
    /// Looks on for so long.
    pub(crate) async fn over(length: Duration) -> anyhow::Result<Self> {
        let here = std::process::id();
        let recognising = || started_by(here, RECOGNISER);
        let ended = || ended_children_cpu_seconds(here).context("what ended processes took is not known");
        let mut recording = Process::new("recording", here)?;
        let mut recognition = recognising().map(|pid| Process::new("recognition", pid)).transpose()?;
        let (begun, ended_before) = (Instant::now(), ended()?);
        for _ in 0..LOOKS {
            tokio::time::sleep(length / LOOKS).await;
            recording.look(here, 0.0)?;
            if let Some(recognition) = &mut recognition {
                let pid = recognising().context("there is no process that recognises")?;
                recognition.look(pid, ended()? - ended_before)?;
            }
        }
        let processes = std::iter::once(recording).chain(recognition).collect();
        Ok(Self { over: begun.elapsed(), processes })
    }

    /// Prints it.
    pub(crate) fn report(&self) {
        let minutes = self.over.as_secs_f64() / 60.0;
        for Process { name, starts, cpu_seconds, memory_mib, .. } in &self.processes {
            let a_minute = cpu_seconds / minutes;
            let part = a_minute / 0.6;
            println!("{name}: {a_minute:.3} s of processor time a minute, {part:.2} % of a core");
            let first = memory_mib[0];
            let rest = memory_mib.iter().map(|mib| format!("{mib:.1}")).collect::<Vec<_>>().join(", ");
            let growth = (memory_mib[memory_mib.len() - 1] / first - 1.0) * 100.0;
            if *starts > 1 {
                println!("{name}: at least {starts} processes, one after the other");
            }
            println!("{name}: memory at each sixth {rest} MiB; from first to last {growth:+.1} %");
        }
    }
}
