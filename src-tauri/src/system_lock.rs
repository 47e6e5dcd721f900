//! The operating system's own lock: where the screen is locked or the computer sent to sleep, Dictum locks, too. On Linux logind
//! tells of both. Where there is none, as on other systems so far, only a window left alone locks itself.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use scribe::{Scribe, VaultState};
use tauri::AppHandle;
use tauri_specta::Event as _;
use zbus::MatchRule;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator, Proxy};
use zbus::message::{Message, Type};
use zbus::zvariant::{OwnedFd, OwnedObjectPath, OwnedValue};

use crate::json::SystemLockEvent;

const LOGIND: &str = "org.freedesktop.login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const BUS: &str = "org.freedesktop.DBus";
/// How long the window has to store what is typed, and lock. A window that hangs is locked without that.
const WINDOW_LOCKS_WITHIN: Duration = Duration::from_secs(2);
/// How long a bus that went away is waited for before it is tried again; twice as long each time that it is not there.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Locks with the system for as long as the program runs.
pub fn follow(app: AppHandle, scribe: &Arc<Scribe>) {
    let scribe = Arc::downgrade(scribe);
    std::thread::spawn(move || {
        // A window that cannot be told is locked all the same.
        let tell = || drop(SystemLockEvent.emit(&app));
        keep_listening(Connection::system, || lock(&scribe, tell), || scribe.strong_count() > 0);
    });
}

/// Listens for as long as it is wanted, again where the bus goes away or logind is another: each may have been started anew.
fn keep_listening(
    connect: impl Fn() -> zbus::Result<Connection>,
    lock: impl Fn(),
    is_wanted: impl Fn() -> bool,
) {
    let mut wait = FIRST_WAIT;
    while is_wanted() {
        let began = Instant::now();
        // A system without this bus, or without logind on it, has nothing to tell, and may still get it.
        let _ = connect().and_then(|bus| listen(&bus, &lock));
        if began.elapsed() > LONGEST_WAIT {
            wait = FIRST_WAIT;
        }
        std::thread::sleep(wait);
        wait = LONGEST_WAIT.min(wait * 2);
    }
}

/// Tells the window to lock, and sees to it. A recording goes on behind the lock.
fn lock(scribe: &Weak<Scribe>, tell: impl Fn()) {
    let Some(scribe) = scribe.upgrade() else { return };
    tell();
    let told = Instant::now();
    while scribe.state() == VaultState::Open && told.elapsed() < WINDOW_LOCKS_WITHIN {
        std::thread::sleep(Duration::from_millis(20));
    }
    scribe.lock();
    // One that could not store what was typed learns here that it is locked.
    tell();
}

/// What logind tells of.
enum Told {
    Locked,
    Sleeps,
    Wakes,
    /// It is another one, which knows nothing of who holds sleep up.
    Anew,
}

/// Locks each time that logind tells of a reason, until the bus ends or logind is started anew. Sleep waits until it is done.
fn listen(bus: &Connection, lock: impl Fn()) -> zbus::Result<()> {
    let messages = MessageIterator::from(bus);
    let signals = || MatchRule::builder().msg_type(Type::Signal);
    let rules = DBusProxy::new(bus)?;
    rules.add_match_rule(signals().sender(LOGIND)?.build())?;
    rules.add_match_rule(signals().sender(BUS)?.member("NameOwnerChanged")?.arg(0, LOGIND)?.build())?;
    let manager = Proxy::new(bus, LOGIND, "/org/freedesktop/login1", MANAGER)?;
    // "auto": the session that this program is part of, or else the one that its user sees.
    let session: Option<OwnedObjectPath> = manager.call("GetSession", &"auto").ok();
    let logind = rules.get_name_owner(LOGIND.try_into()?).ok();
    let hold_sleep = || manager.call("Inhibit", &("sleep", "Dictum", "Locks the notes", "delay")).ok();
    let mut held: Option<OwnedFd> = hold_sleep();
    // It may have been locked while nobody listened.
    if session.as_ref().is_some_and(|session| is_locked(bus, session)) {
        lock();
    }
    for message in messages {
        let message = message?;
        let of = message.header().sender().map(ToString::to_string);
        // Anybody on the bus may send this program signals that look so.
        if of.as_deref() != Some(BUS) && of != logind.as_ref().map(ToString::to_string) {
            continue;
        }
        match told(&message, session.as_ref()) {
            Some(Told::Locked) => lock(),
            Some(Told::Sleeps) => {
                lock();
                drop(held.take());
            }
            Some(Told::Wakes) => held = hold_sleep(),
            Some(Told::Anew) => break,
            None => {}
        }
    }
    Ok(())
}

fn is_locked(bus: &Connection, session: &OwnedObjectPath) -> bool {
    let session = Proxy::new(bus, LOGIND, session, SESSION);
    session.and_then(|session| session.get_property("LockedHint")).unwrap_or(false)
}

fn told(signal: &Message, session: Option<&OwnedObjectPath>) -> Option<Told> {
    let header = signal.header();
    if header.message_type() != Type::Signal {
        return None;
    }
    let of_session = header.path() == session.map(|path| &**path);
    match header.member()?.as_str() {
        "NameOwnerChanged" => {
            let (name, _, owner): (String, String, String) = signal.body().deserialize().ok()?;
            (name == LOGIND && !owner.is_empty()).then_some(Told::Anew)
        }
        "PrepareForSleep" => {
            let begins: bool = signal.body().deserialize().ok()?;
            Some(if begins { Told::Sleeps } else { Told::Wakes })
        }
        "Lock" if of_session => Some(Told::Locked),
        // A desktop that locks the screen by itself only leaves word of it.
        "PropertiesChanged" if of_session => {
            let body = signal.body();
            let (_, changed, _): (String, HashMap<String, OwnedValue>, Vec<String>) =
                body.deserialize().ok()?;
            let hint = changed.get("LockedHint").and_then(|hint| bool::try_from(hint).ok());
            hint.filter(|is_locked| *is_locked).map(|_| Told::Locked)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::io::{BufRead, BufReader, Read};
    use std::os::unix::net::UnixStream;
    use std::process::{Child, Command, Stdio};
    use std::sync::Mutex;
    use std::sync::mpsc::{Receiver, Sender, channel};

    use clinical::Role;
    use scribe::Places;
    use vault::{DeviceBinding, NewUser};
    use zbus::blocking::connection::Builder;

    use super::*;

    const OURS: &str = "/org/freedesktop/login1/session/_31";
    const ANOTHERS: &str = "/org/freedesktop/login1/session/_32";

    /// A bus of this test's own.
    struct Bus {
        daemon: Child,
        address: String,
    }

    impl Bus {
        fn start() -> Self {
            let mut command = Command::new("dbus-daemon");
            command
                .args(["--session", "--nofork", "--print-address"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null());
            let mut daemon = command.spawn().expect("the package dbus is installed");
            let mut address = String::new();
            BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut address).unwrap();
            Self { daemon, address: address.trim().to_owned() }
        }

        fn connect(&self) -> Builder<'_> {
            Builder::address(self.address.as_str()).unwrap()
        }
    }

    impl Drop for Bus {
        fn drop(&mut self) {
            let _ = self.daemon.kill();
            let _ = self.daemon.wait();
        }
    }

    /// What logind answers; who holds its sleep up is handed on.
    struct Logind(Sender<UnixStream>);

    #[zbus::interface(name = "org.freedesktop.login1.Manager")]
    impl Logind {
        fn get_session(&self, id: &str) -> OwnedObjectPath {
            assert_eq!(id, "auto");
            OwnedObjectPath::try_from(OURS).unwrap()
        }

        fn inhibit(&self, what: &str, _who: &str, _why: &str, mode: &str) -> OwnedFd {
            assert_eq!((what, mode), ("sleep", "delay"));
            let (here, there) = UnixStream::pair().unwrap();
            self.0.send(here).unwrap();
            OwnedFd::from(std::os::fd::OwnedFd::from(there))
        }
    }

    /// A session whose screen is locked.
    struct LockedSession;

    #[zbus::interface(name = "org.freedesktop.login1.Session")]
    impl LockedSession {
        #[zbus(property)]
        fn locked_hint(&self) -> bool {
            true
        }
    }

    fn next<T>(of: &Receiver<T>) -> T {
        of.recv_timeout(Duration::from_secs(20)).unwrap()
    }

    #[test]
    fn the_screen_s_lock_and_sleep_lock_and_sleep_waits_for_it() {
        let bus = Bus::start();
        let (holds, holders) = channel();
        let logind = bus.connect().serve_at("/org/freedesktop/login1", Logind(holds)).unwrap();
        let logind = logind.name(LOGIND).unwrap().build().unwrap();
        let here = bus.connect().build().unwrap();
        let name = here.unique_name().unwrap().to_string();
        let (locks, locked) = channel();
        let listens = std::thread::spawn(move || listen(&here, || locks.send(()).unwrap()));
        let mut held = next(&holders);
        // Somebody else's word counts for nothing.
        let stranger = bus.connect().build().unwrap();
        stranger.emit_signal(Some(name.as_str()), OURS, SESSION, "Lock", &()).unwrap();

        let of_session = |path, interface, member| {
            logind.emit_signal(None::<&str>, path, interface, member, &()).unwrap();
        };
        of_session(ANOTHERS, SESSION, "Lock");
        of_session(OURS, SESSION, "Unlock");
        of_session(OURS, SESSION, "Lock");
        next(&locked);

        let hint = |is_locked: bool| {
            let changed = HashMap::from([("LockedHint", zbus::zvariant::Value::from(is_locked))]);
            let body = (SESSION, changed, Vec::<String>::new());
            let properties = "org.freedesktop.DBus.Properties";
            logind.emit_signal(None::<&str>, OURS, properties, "PropertiesChanged", &body).unwrap();
        };
        hint(false);
        hint(true);
        next(&locked);

        let sleep = |begins: bool| {
            logind
                .emit_signal(None::<&str>, "/org/freedesktop/login1", MANAGER, "PrepareForSleep", &begins)
                .unwrap();
        };
        sleep(true);
        next(&locked);
        held.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        assert_eq!(held.read(&mut [0]).unwrap(), 0, "it may sleep now");
        sleep(false);
        drop(next(&holders));
        assert!(locked.try_recv().is_err(), "for nothing else");

        drop(bus);
        let _ = listens.join().unwrap();
    }

    #[test]
    fn a_bus_that_was_started_anew_is_listened_to_again() {
        let bus = Arc::new(Mutex::new(None::<Bus>));
        let there = bus.clone();
        let connect = move || match there.lock().unwrap().as_ref() {
            Some(bus) => bus.connect().build(),
            None => Err(zbus::Error::Failure("there is no bus".into())),
        };
        let (locks, locked) = channel();
        std::thread::spawn(move || keep_listening(connect, || locks.send(()).unwrap(), || true));
        for _ in 0..2 {
            let started = Bus::start();
            let (holds, holders) = channel();
            let logind = started.connect().serve_at("/org/freedesktop/login1", Logind(holds)).unwrap();
            let logind = logind.name(LOGIND).unwrap().build().unwrap();
            *bus.lock().unwrap() = Some(started);
            drop(next(&holders));
            logind.emit_signal(None::<&str>, OURS, SESSION, "Lock", &()).unwrap();
            next(&locked);
            *bus.lock().unwrap() = None;
        }
        assert!(locked.try_recv().is_err(), "once each time");
    }

    #[test]
    fn a_logind_that_was_started_anew_is_asked_for_all_again() {
        let bus = Arc::new(Bus::start());
        let there = bus.clone();
        let (locks, locked) = channel();
        std::thread::spawn(move || {
            keep_listening(|| there.connect().build(), || locks.send(()).unwrap(), || true)
        });
        let start = |holds| {
            let logind = bus.connect().serve_at("/org/freedesktop/login1", Logind(holds)).unwrap();
            logind.serve_at(OURS, LockedSession).unwrap().name(LOGIND).unwrap().build().unwrap()
        };
        for _ in 0..2 {
            let (holds, holders) = channel();
            let logind = start(holds);
            // It holds this one's sleep up, and heard that its screen is locked.
            let held = next(&holders);
            next(&locked);
            logind.close().unwrap();
            drop(held);
        }
    }

    #[test]
    fn a_window_that_does_not_answer_is_locked_all_the_same() {
        let home = tempfile::tempdir().unwrap();
        let scribe = Arc::new(Scribe::new(Places::under(home.path())));
        let user = NewUser { name: "Dr Test".into(), role: Role::Clinician };
        let passphrase = "tangerine ladder observatory".into();
        scribe.create_vault(user, &passphrase, DeviceBinding::PassphraseOnly).unwrap();
        let told = RefCell::new(Vec::new());
        lock(&Arc::downgrade(&scribe), || told.borrow_mut().push(scribe.state()));
        assert_eq!(told.into_inner(), [VaultState::Open, VaultState::Locked]);
    }
}
