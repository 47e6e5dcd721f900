//! What is waited for, what is not, and stopping in the middle.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use models::{Cancel, Error, Progress};
use unruly::{Act, Server, answer, cut_after, honest, whole};

use crate::bench::{Bench, TAG, digests_of, model};

#[test]
fn a_server_that_always_breaks_off_is_given_up_after_a_few_tries_and_what_came_is_kept() {
    let bench = Bench::checked(|_, request| cut_after(10_000, honest(request, &model(), TAG)));
    assert!(matches!(bench.install(), Err(Error::BrokeOff { .. })));
    bench.is_not_installed();
    assert_eq!(bench.starts(), [0, 10_000, 20_000, 30_000]);
    assert_eq!(bench.part_bytes(), 40_000);
}

#[test]
fn failures_are_counted_anew_after_a_good_deal_has_come() {
    let bench = Bench::checked(|_, request| cut_after(60_000, honest(request, &model(), TAG)));
    bench.install().unwrap();
    bench.is_installed();
    assert_eq!(bench.starts().len(), 7);
}

#[test]
fn a_server_that_falls_silent_is_asked_again() {
    let bench = Bench::checked(|number, request| match number {
        0 => vec![Act::FallSilent],
        1 => [cut_after(100_000, whole(&model(), TAG)), vec![Act::FallSilent]].concat(),
        _ => honest(request, &model(), TAG),
    });
    bench.install().unwrap();
    bench.is_installed();
    assert_eq!(bench.starts(), [0, 0, 100_000]);
}

#[test]
fn trouble_that_passes_is_waited_for() {
    for status in ["500 Internal Server Error", "503 Service Unavailable", "429 Too Many Requests"] {
        let bench = Bench::checked(move |number, request| match number {
            0 | 1 => answer(status, &[], b"later"),
            _ => honest(request, &model(), TAG),
        });
        let mut waits = 0;
        let count = &mut |progress| waits += usize::from(matches!(progress, Progress::Waiting { .. }));
        bench.library.install("m", &Cancel::default(), count).unwrap();
        bench.is_installed();
        assert_eq!(waits, 2);
    }
}

#[test]
fn what_does_not_pass_is_said_at_once() {
    let always = |status: &'static str| {
        let bench = Bench::checked(move |_, _| answer(status, &[], b"no"));
        let error = bench.install().unwrap_err();
        bench.is_not_installed();
        assert!(error.advice().is_some());
        (error, bench.server.requests().len())
    };
    assert!(matches!(always("503 Service Unavailable"), (Error::ServerTrouble(503), 4)));
    assert!(matches!(always("404 Not Found"), (Error::Gone(404), 1)));
    assert!(matches!(always("403 Forbidden"), (Error::Refused(403), 1)));
    assert!(matches!(always("401 Unauthorized"), (Error::Refused(401), 1)));
}

#[test]
fn cancelling_ends_a_wait_for_the_server_at_once_and_keeps_what_came() {
    let bench =
        Bench::checked(|_, _| [cut_after(100_000, whole(&model(), TAG)), vec![Act::FallSilent]].concat());
    let mut library = bench.library.clone();
    library.terms.stall = Duration::from_secs(60);
    let cancel = Cancel::default();
    let began = Instant::now();
    thread::scope(|scope| {
        let install = scope.spawn(|| library.install("m", &cancel, &mut |_| {}));
        while bench.part_bytes() < 100_000 {
            thread::sleep(Duration::from_millis(5));
        }
        thread::sleep(Duration::from_millis(100));
        cancel.cancel();
        assert!(matches!(install.join().unwrap(), Err(Error::Cancelled)));
    });
    assert!(began.elapsed() < Duration::from_secs(30));
    bench.is_not_installed();
    assert_eq!(bench.part_bytes(), 100_000);

    // Removing a model of which only a part is here gives the room back.
    bench.library.remove("m").unwrap();
    assert!(!bench.part().exists());
    assert!(matches!(bench.library.remove("m"), Err(Error::NotInstalled(_))));
}

#[test]
fn cancelling_ends_a_pause_between_tries_at_once() {
    let bench = Bench::checked(|_, _| answer("503 Service Unavailable", &[], b""));
    let mut library = bench.library.clone();
    library.terms.pauses = vec![Duration::from_secs(60)];
    let cancel = Cancel::default();
    let began = Instant::now();
    let outcome = library.install("m", &cancel, &mut |progress| {
        if matches!(progress, Progress::Waiting { .. }) {
            let stop = cancel.clone();
            thread::spawn(move || {
                thread::sleep(Duration::from_millis(100));
                stop.cancel();
            });
        }
    });
    assert!(matches!(outcome, Err(Error::Cancelled)));
    assert!(began.elapsed() < Duration::from_secs(30));
}

#[test]
fn without_a_network_it_is_said_at_once_and_without_codes() {
    let nobody = Server::start(|_, _| vec![]);
    let address = nobody.address("/model.bin");
    drop(nobody);
    thread::sleep(Duration::from_millis(100));
    let known = format!("sha1 = \"{}\"", digests_of(&model()).0);
    let bench = Bench::at(&address, &known, Server::start(|_, _| vec![]));
    let error = bench.install().unwrap_err();
    assert!(matches!(error, Error::NoNetwork { .. }), "{error}");
    assert!(error.to_string().contains("cannot be reached"), "{error}");
    assert!(error.advice().is_some_and(|advice| advice.contains("USB")));
}

#[test]
fn a_name_that_nobody_knows_is_no_network_either() {
    let known = format!("sha1 = \"{}\"", digests_of(&model()).0);
    let bench = Bench::at("https://no-such-host.invalid/m.bin", &known, Server::start(|_, _| vec![]));
    let error = bench.install().unwrap_err();
    assert!(matches!(error, Error::NoNetwork { .. }), "{error}");
}

#[test]
fn what_does_not_speak_http_is_given_up() {
    let bench = Bench::checked(|_, _| vec![Act::Send(b"SSH-2.0-OpenSSH\r\n\r\n".to_vec())]);
    let error = bench.install().unwrap_err();
    assert!(matches!(error, Error::Confused(_) | Error::BrokeOff { .. }), "{error}");
    assert_eq!(bench.server.requests().len(), 4);
}

#[test]
fn two_at_once_do_not_write_the_same_file() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let bench = Bench::checked(move |_, request| {
        count.fetch_add(1, Ordering::SeqCst);
        let mut acts = honest(request, &model(), TAG);
        acts.insert(0, Act::Wait(Duration::from_millis(200)));
        acts
    });
    thread::scope(|scope| {
        let first = scope.spawn(|| bench.install());
        while asked.load(Ordering::SeqCst) == 0 {
            thread::sleep(Duration::from_millis(1));
        }
        assert!(matches!(bench.install(), Err(Error::Busy)));
        assert!(matches!(bench.library.remove("m"), Err(Error::Busy)));
        first.join().unwrap().unwrap();
    });
    bench.is_installed();
    assert_eq!(fs::read_dir(&bench.library.folder).unwrap().count(), 3);
}
