//! What a machine can do to a recording: fill its disk, lose its microphone, have no network.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// `unshare` with these namespaces, each a letter, before the program that is to run in them. None, and a line that says so,
/// where only root may make namespaces, as on some systems and in some containers.
pub fn unshare(namespaces: &str) -> Option<Command> {
    let root = Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0\n"));
    let unshare = || {
        let mut unshare = Command::new("unshare");
        unshare.arg(if root { format!("-{namespaces}") } else { format!("-Ur{namespaces}") });
        unshare
    };
    if unshare().arg("true").output().is_ok_and(|tried| tried.status.success()) {
        return Some(unshare());
    }
    eprintln!("SKIPPED: namespaces are not allowed here; run the tests as root");
    None
}

/// A folder on a disk of 16 MiB, for the test of this name, which is run again in a mount namespace of its own: none in the
/// first run, which ends with the second's outcome, and none where such a namespace cannot be made.
pub fn small_disk(test: &str) -> Option<PathBuf> {
    if let Some(disk) = std::env::var_os("DICTUM_TEST_SMALL_DISK") {
        return Some(disk.into());
    }
    let disk = tempfile::tempdir().unwrap();
    let again = unshare("m")?
        .args(["sh", "-c"])
        .arg("mount -t tmpfs -o size=16m none \"$DICTUM_TEST_SMALL_DISK\" && exec \"$@\"")
        .arg("sh")
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env("DICTUM_TEST_SMALL_DISK", disk.path())
        .status()
        .unwrap();
    assert!(again.success());
    None
}

/// Takes all the room that is left on the disk of this file.
pub fn fill_disk(path: &Path) {
    let mut file = File::create(path).unwrap();
    let mut block = vec![0; 1 << 16];
    while !block.is_empty() {
        match file.write_all(&block) {
            Ok(()) => {}
            Err(error) => {
                assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
                block.truncate(block.len() / 2);
            }
        }
    }
}

fn pactl(arguments: &[&str]) -> String {
    let output = Command::new("pactl").args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn unload_module(with_argument: &str) {
    let modules = pactl(&["list", "short", "modules"]);
    let module = modules.lines().find(|line| line.contains(with_argument)).unwrap();
    pactl(&["unload-module", module.split('\t').next().unwrap()]);
}

/// Takes the microphone of tests/audio/with-pulse.sh away.
pub fn unplug_the_microphone() {
    unload_module("sink_name=mic");
}

/// Gives it back.
pub fn plug_the_microphone_in() {
    pactl(&["load-module", "module-null-sink", "sink_name=mic", "rate=48000", "channels=2"]);
}

/// Plugs in another microphone of this name, a word, which hears what the first one hears. It is not the default one.
pub fn plug_another_microphone_in(name: &str) {
    let named = format!("source_name={name}");
    let described = format!("source_properties=device.description={name}");
    pactl(&["load-module", "module-remap-source", &named, &described, "master=mic.monitor"]);
}

/// Takes it away.
pub fn unplug_the_other_microphone(name: &str) {
    unload_module(&format!("source_name={name}"));
}

/// It stays where it is and gives nothing.
pub fn stall_the_other_microphone(name: &str) {
    pactl(&["suspend-source", name, "1"]);
}

/// It goes on.
pub fn wake_the_other_microphone(name: &str) {
    pactl(&["suspend-source", name, "0"]);
}

/// The sound server of tests/audio/with-pulse.sh, hung for as long as this lives.
pub struct HungSoundServer(());

impl HungSoundServer {
    /// Hangs it.
    pub fn now() -> Self {
        signal_sound_server("-STOP");
        Self(())
    }
}

impl Drop for HungSoundServer {
    fn drop(&mut self) {
        signal_sound_server("-CONT");
    }
}

fn signal_sound_server(signal: &str) {
    let server = std::fs::read_to_string(std::env::var_os("DICTUM_TEST_PULSE").unwrap()).unwrap();
    assert!(Command::new("kill").args([signal, server.trim()]).status().unwrap().success());
}
