//! What a process costs, as Linux counts it: processor time and memory.

use std::fs;
use std::io;
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The kernel counts processor time in hundredths of a second for programs that ask, whatever its own tick is.
const TICKS_A_SECOND: f64 = 100.0;
const LOOK_EVERY: Duration = Duration::from_millis(25);

/// Processor time of a process and all of its threads so far, in seconds; none once it is gone.
pub fn cpu_seconds(pid: u32) -> Option<f64> {
    seconds_in_stat(pid, 11)
}

/// Processor time of what a process started and has seen the end of, in seconds; none once it is gone.
pub fn ended_children_cpu_seconds(pid: u32) -> Option<f64> {
    seconds_in_stat(pid, 13)
}

/// A user time and the system time behind it. Fields are counted from the one after the name.
fn seconds_in_stat(pid: u32, user: usize) -> Option<f64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name, in brackets, may hold anything.
    let (_, fields) = stat.rsplit_once(") ")?;
    let mut fields = fields.split(' ').skip(user).map(str::parse::<f64>);
    Some((fields.next()?.ok()? + fields.next()?.ok()?) / TICKS_A_SECOND)
}

/// Memory that is in use, in MiB; none once the process is gone.
pub fn memory_mib(pid: u32) -> Option<f64> {
    status_mib(pid, "VmRSS:")
}

/// The most memory that was ever in use, in MiB; none once the process is gone.
pub fn peak_memory_mib(pid: u32) -> Option<f64> {
    status_mib(pid, "VmHWM:")
}

fn status_mib(pid: u32, line: &str) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let value = status.lines().find_map(|found| found.strip_prefix(line))?;
    Some(value.trim().strip_suffix(" kB")?.parse::<f64>().ok()? / 1024.0)
}

/// What a program and those that it started took from beginning to end.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// Time by the clock, s.
    pub seconds: f64,
    /// Processor time, s.
    pub cpu_seconds: f64,
    /// The peaks of all its processes together, MiB: never less than was in use at once.
    pub peak_mib: f64,
}

/// Runs a program to its end and looks at what it takes, often enough to miss no more than its last moments.
///
/// # Errors
/// Where it cannot be started, or fails.
pub fn watched(command: &mut Command) -> io::Result<(Output, Cost)> {
    let begun = Instant::now();
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let pid = child.id();
    let reader = std::thread::spawn(move || child.wait_with_output().map(|output| (output, Instant::now())));
    let mut seen: Vec<(u32, f64, f64)> = Vec::new();
    while !reader.is_finished() {
        for process in family(pid) {
            let (Some(cpu), Some(peak)) = (cpu_seconds(process), peak_memory_mib(process)) else { continue };
            seen.retain(|(known, ..)| *known != process);
            seen.push((process, cpu, peak));
        }
        sleep(LOOK_EVERY);
    }
    let (output, ended) = reader.join().map_err(|_| io::Error::other("the watch ended"))??;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let cost = Cost {
        seconds: (ended - begun).as_secs_f64(),
        cpu_seconds: seen.iter().map(|(_, cpu, _)| cpu).sum(),
        peak_mib: seen.iter().map(|(.., peak)| peak).sum(),
    };
    Ok((output, cost))
}

/// The process of this name among those that a process started; none if there is none.
pub fn started_by(pid: u32, name: &str) -> Option<u32> {
    let is_named =
        |pid: &u32| fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|comm| comm.trim_end() == name);
    family(pid).into_iter().find(is_named)
}

/// A process and what it started, and those in turn.
fn family(pid: u32) -> Vec<u32> {
    let mut found = vec![pid];
    let mut next = 0;
    while let Some(parent) = found.get(next).copied() {
        next += 1;
        let threads = fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
        for thread in threads {
            let children = fs::read_to_string(thread.path().join("children")).unwrap_or_default();
            found.extend(children.split_whitespace().filter_map(|child| child.parse::<u32>().ok()));
        }
    }
    found
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn work_and_memory_of_this_process_are_seen() {
        let pid = std::process::id();
        let before = cpu_seconds(pid).unwrap();
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_millis(200) {
            std::hint::black_box(begun);
        }
        assert!(cpu_seconds(pid).unwrap() > before);
        let ended = ended_children_cpu_seconds(pid).unwrap();
        assert!(
            Command::new("sh")
                .args(["-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"])
                .status()
                .unwrap()
                .success()
        );
        assert!(ended_children_cpu_seconds(pid).unwrap() > ended);
        assert!(memory_mib(pid).unwrap() > 1.0);
        assert!(peak_memory_mib(pid).unwrap() >= memory_mib(pid).unwrap());
    }

    #[test]
    fn what_a_program_starts_counts_too() {
        // The shell waits for a child that keeps 64 MiB.
        let script =
            "head -c 64M /dev/zero | { sleep 0.2; tail -c 64M; } | { sleep 0.5; cat; } >/dev/null; true";
        let (_, cost) = watched(Command::new("sh").args(["-c", script])).unwrap();
        assert!(cost.peak_mib > 64.0, "{cost:?}");
        assert!(cost.seconds > 0.5, "{cost:?}");
        assert!(watched(Command::new("sh").args(["-c", "exit 3"])).is_err());
    }
}
