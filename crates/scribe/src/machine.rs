//! What this computer is, as far as it decides which models can run.

use sysinfo::System;

/// This computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Memory that it has, in MB (or that this process may use, where the system says less).
    pub memory_mb: u64,
    /// Memory that is free now, in MB.
    pub free_mb: u64,
    /// Cores.
    pub cores: usize,
    /// Its graphics card, as far as it can be told without a driver's help. Whether models can use it is for the programs that run
    /// them to say ([`worker::GraphicsHere`]).
    pub graphics: Option<String>,
}

impl Machine {
    /// Looks at this computer.
    pub fn here() -> Self {
        let mut system = System::new();
        system.refresh_memory();
        let (mut memory, mut free) = (system.total_memory(), system.available_memory());
        if let Some(limits) = system.cgroup_limits() {
            memory = memory.min(limits.total_memory);
            free = free.min(limits.free_memory);
        }
        Self {
            memory_mb: memory / 1_000_000,
            free_mb: free / 1_000_000,
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            graphics: graphics(),
        }
    }
}

#[cfg(target_os = "linux")]
fn graphics() -> Option<String> {
    use std::fs;
    use std::path::Path;

    let inside =
        |folder: &str| fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let nvidia = inside("/proc/driver/nvidia/gpus").find_map(|gpu| {
        let text = fs::read_to_string(gpu.join("information")).ok()?;
        Some(text.lines().find_map(|line| line.strip_prefix("Model:"))?.trim().to_owned())
    });
    let maker = |card: &Path| {
        Some(match fs::read_to_string(card.join("device/vendor")).ok()?.trim() {
            "0x10de" => "NVIDIA",
            "0x1002" => "AMD",
            "0x8086" => "Intel",
            _ => return None,
        })
    };
    nvidia.or_else(|| inside("/sys/class/drm").find_map(|card| maker(&card)).map(str::to_owned))
}

#[cfg(target_os = "macos")]
fn graphics() -> Option<String> {
    cfg!(target_arch = "aarch64").then(|| "Apple".to_owned())
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn graphics() -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_computer_has_memory_some_of_it_free_and_a_core() {
        let here = Machine::here();
        assert!(here.memory_mb > 100 && here.free_mb > 0 && here.free_mb <= here.memory_mb, "{here:?}");
        assert!(here.cores > 0);
    }
}
