//! What a crash leaves behind: where in the code it happened, and nothing that was said or written.

use std::io::{self, Write};

/// From now on a panic writes `name` and its place to stderr, and not its message, which may quote text; and a crash does not
/// write the memory of this process to a disk. Each program of Dictum begins with it.
pub fn leave_no_words(name: &'static str) {
    std::panic::set_hook(Box::new(move |panicked| {
        // Nobody is left to tell that this could not be written.
        let _ = match panicked.location() {
            Some(place) => writeln!(io::stderr(), "{name}: panicked at {}:{}", place.file(), place.line()),
            None => writeln!(io::stderr(), "{name}: panicked"),
        };
    }));
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let _ = setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) });
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::process::Command;

    use rustix::process::{Resource, getrlimit};

    use super::*;

    /// Set in the process that panics.
    const PANICS: &str = "DICTUM_TEST_PANICS";

    #[test]
    fn a_panic_says_its_place_and_not_its_message_and_no_core_is_dumped() {
        if std::env::var_os(PANICS).is_some() {
            leave_no_words("this test");
            assert_eq!(getrlimit(Resource::Core).maximum, Some(0));
            let _ = std::thread::spawn(|| panic!("Quixotewitz has gout")).join();
            return;
        }
        let name = "crash::tests::a_panic_says_its_place_and_not_its_message_and_no_core_is_dumped";
        let output = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", name, "--nocapture"])
            .env(PANICS, "yes")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{said}");
        assert!(said.contains("this test: panicked at ") && said.contains("crash.rs:"), "{said}");
        assert!(!said.contains("Quixotewitz"), "{said}");
    }
}
