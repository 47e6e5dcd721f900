//! The computer stays awake while a consult is recorded, by a logind of this test's own.

#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader, Read};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

use super::{consented, microphone, wait_until};

const TEST: &str = "awake::the_computer_is_kept_awake_while_something_is_recorded_and_no_longer";

/// Who asks for what, and the other end of what is handed out for it.
struct Logind(Sender<(String, UnixStream)>);

#[zbus::interface(name = "org.freedesktop.login1.Manager")]
impl Logind {
    fn inhibit(&self, what: &str, _who: &str, _why: &str, mode: &str) -> zbus::zvariant::OwnedFd {
        assert_eq!(mode, "block");
        let (here, there) = UnixStream::pair().unwrap();
        self.0.send((what.to_owned(), here)).unwrap();
        OwnedFd::from(there).into()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_computer_is_kept_awake_while_something_is_recorded_and_no_longer() {
    const BUS: &str = "DBUS_SYSTEM_BUS_ADDRESS";
    if std::env::var_os("DICTUM_TEST_AWAKE").is_none() {
        let Some(_turn) = microphone().await else { return };
        let mut daemon = Command::new("dbus-daemon");
        daemon
            .args(["--session", "--nofork", "--print-address"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut daemon = daemon.spawn().expect("the package dbus is installed");
        let mut address = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
        // Only the environment says which bus is the system's.
        let again = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", TEST, "--nocapture"])
            .env("DICTUM_TEST_AWAKE", "1")
            .env(BUS, address.trim())
            .status();
        daemon.kill().unwrap();
        daemon.wait().unwrap();
        assert!(again.unwrap().success());
        return;
    }
    let (asks, asked) = channel();
    let address = std::env::var(BUS).unwrap();
    let bus = zbus::blocking::connection::Builder::address(address.as_str()).unwrap();
    let bus = bus.serve_at("/org/freedesktop/login1", Logind(asks)).unwrap();
    let _logind = bus.name("org.freedesktop.login1").unwrap().build().unwrap();

    let home = tempfile::tempdir().unwrap();
    let (scribe, session, id) = consented(home.path());
    assert!(asked.try_recv().is_err(), "nothing is recorded");
    session.start_recording(id, None).unwrap();
    let within = Duration::from_secs(20);
    let mut held = [asked.recv_timeout(within).unwrap(), asked.recv_timeout(within).unwrap()];
    held.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(held.each_ref().map(|(what, _)| what.as_str()), ["idle", "sleep"]);
    wait_until("some sound", || scribe.recording_status().is_some_and(|now| now.elapsed_ms > 1_000));
    for (_, end) in &mut held {
        end.set_nonblocking(true).unwrap();
        assert!(end.read(&mut [0]).is_err(), "it is held for as long as it is recorded");
    }
    scribe.stop_recording(id).unwrap();
    for (what, end) in &mut held {
        end.set_nonblocking(false).unwrap();
        end.set_read_timeout(Some(within)).unwrap();
        assert_eq!(end.read(&mut [0]).unwrap(), 0, "{what} is let go");
    }
}
