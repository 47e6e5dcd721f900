//! Finding the workers' programs.

use std::env;
use std::path::{Path, PathBuf};

/// Where the worker's program `name` (`whisper-worker`, `llama-worker`) is: in the folder that the environment's
/// `DICTUM_WORKER_DIR` names, else beside the running program, else in the folder above it (where Cargo's test binaries
/// find it). When it is nowhere the answer is the place beside the running program; starting it then says that it is
/// missing.
pub fn worker_program(name: &str) -> PathBuf {
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    if let Some(folder) = env::var_os("DICTUM_WORKER_DIR") {
        return PathBuf::from(folder).join(file);
    }
    let Ok(running) = env::current_exe() else {
        return PathBuf::from(file);
    };
    let mut folders = running.ancestors().skip(1).take(2).map(|folder| folder.join(&file));
    let beside = folders.next().unwrap_or_else(|| PathBuf::from(&file));
    if beside.is_file() {
        return beside;
    }
    folders.find(|above| above.is_file()).unwrap_or(beside)
}

/// The program beside a worker's that was built for a graphics card and named after it (`whisper-worker-graphics`), where
/// there is one. It needs the driver's libraries to start at all, so it is never the only one.
pub(crate) fn graphics_program(program: &Path) -> Option<PathBuf> {
    let name = program.file_stem()?.to_str()?;
    let beside = program.with_file_name(format!("{name}-graphics{}", env::consts::EXE_SUFFIX));
    beside.is_file().then_some(beside)
}
